//! A rendered body: its HTML, its text, and what later stages need to know about both.
//!
//! Nothing here renders. All ranges are bytes, end exclusive, of [`Body::text`], which stays as it
//! is once the body is finished; spans are bytes of the author's file.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use wellread_model::{Diagnostic, EntryId, LanguageTag, Route, SourcePath, Span, Spanned};
use wellread_terms::Obstacle;

/// Stands in the text for something that isn't text, such as an image or the number of a footnote
/// (U+FFFC, the character that Unicode has for this purpose).
///
/// No term reaches across it, so that "IEP", an image and "team" are not
/// taken for "IEP team". Readers never see
/// it: [`plain`] removes it.
pub(crate) const OBJECT_REPLACEMENT: char = '\u{fffc}';

/// What is in a body's text for a line break that its author made, as between the lines of a postal
/// address. The breaks of a text that only goes on are spaces of another kind: `\n` alone.
pub(crate) const LINE_BREAK: &str = "\u{fffc}\n";

/// A rendered body and what was found while rendering it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Body {
    /// The HTML.
    pub html: String,
    /// The text as a reader sees it, blocks separated by line breaks, with U+FFFC in place of
    /// everything that isn't text: see [`plain`].
    pub text: String,
    /// The line breaks in `text` that end blocks, such as paragraphs, items and cells of tables, in
    /// order. Others are in the middle of a paragraph.
    pub block_ends: Vec<usize>,
    /// How many words `text` has; see [`wellread_terms::count_words`].
    pub words_in_text: usize,
    /// See [`wellread_terms::is_plain`].
    pub is_plain: bool,
    /// The sections in order; the first begins before the first heading.
    pub sections: Vec<Section>,
    /// Every id that a link may lead to, sorted.
    pub anchors: Vec<String>,
    /// Links to anchors, which can only be checked when all bodies are rendered.
    pub links: Vec<AnchorLink>,
    /// The addresses of other sites to which it links, in order, each with the place of the link.
    pub outside: Vec<Spanned<String>>,
    /// Where links that lead to nothing were meant to lead, each with the place of the link.
    pub dead: Vec<Spanned<DeadTarget>>,
    /// The names written in double brackets, folded. A name with a slash (`glossary/iep`) is listed
    /// a second time without what precedes the slash.
    pub names: Vec<String>,
    /// The facts that it shows, in order.
    pub facts: Vec<FactUse>,
    /// Terms linked, each once, in order of their first link; then those that are only where
    /// nothing is linked, such as in a heading.
    pub words: Vec<EntryId>,
    /// Every automatic link to a term or a resource, in order.
    pub uses: Vec<TermUse>,
    /// Where forms of terms that are not linked yet occur without a link, in order: for each form
    /// and each reason, the first place on the page.
    pub passed_over: Vec<PassedOver>,
    /// Where forms of terms and names of resources are in `text` that mean these, linked or not, in
    /// order and apart. As small numbers: every body of a hub holds these.
    pub explained: Vec<Range<u32>>,
    /// Where the text of the first paragraph is in `text`.
    pub first_paragraph: Range<usize>,
    /// Where blocks of code are in `text`.
    pub code: Vec<Range<usize>>,
    /// What is in another language than the page, in order and apart: that of elements with `lang`.
    pub passages: Vec<Passage>,
    /// The files of the hub that the body shows or links to.
    pub media: Vec<MediaUse>,
    /// The footnotes, if there are any.
    pub footnotes: Option<FootnoteSection>,
    /// The author's errors.
    pub diagnostics: Vec<Diagnostic>,
}

/// Where the footnotes are in [`Body::html`]. They are its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FootnoteSection {
    /// Where their section begins.
    pub start: usize,
    /// The items of their list, without the list.
    pub items: Range<usize>,
    /// How many there are.
    pub count: usize,
}

/// The id of the heading of the footnotes.
pub(crate) const FOOTNOTES_ID: &str = "notes";

/// A heading with the text below it, up to the next heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// 2 to 6; 1 for the text before the first heading.
    pub level: u8,
    /// The heading as text.
    pub title: String,
    /// The id of the heading.
    pub id: String,
    /// The text below the heading, in [`Body::text`].
    pub text: Range<usize>,
}

/// A part of a text that says which language it is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The language.
    pub language: LanguageTag,
    /// Where it is, in [`Body::text`].
    pub text: Range<usize>,
}

/// The page of an anchor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnchorPage {
    /// The page that has the link.
    Here,
    /// The page of an entry.
    Entry(EntryId),
    /// Another page of the site, such as a list, or a file.
    Site(Route),
}

/// Where a link that leads to nothing was meant to lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeadTarget {
    /// To the page at an address.
    Page(Route),
    /// To what is called so.
    Name(String),
}

/// A link to an anchor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnchorLink {
    /// Where the anchor is.
    pub page: AnchorPage,
    /// The id, percent-decoded, without `#`.
    pub anchor: String,
    /// Where the link is written.
    pub span: Span,
}

/// Whose fact a text shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FactHolder {
    /// A resource.
    Entry(EntryId),
    /// The clinic: `[contact]` in site.toml.
    Contact,
}

/// A place that shows a file of the hub, or links to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaUse {
    /// The file.
    pub file: SourcePath,
    /// Where it is named in the body's own file.
    pub span: Span,
}

/// A place that shows a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactUse {
    /// Whose fact it is.
    pub holder: FactHolder,
    /// The phone numbers that it shows, as they are dialed.
    pub digits: Vec<String>,
    /// Where it is named in the file.
    pub span: Span,
}

/// The pages that show facts of each resource, in their order. A page that shows several facts of a
/// resource counts once, and the page of the resource itself not at all.
pub(crate) fn pages_by_fact_holder(bodies: &[Arc<Body>]) -> BTreeMap<EntryId, Vec<EntryId>> {
    let mut pages_by_holder: BTreeMap<EntryId, Vec<EntryId>> = BTreeMap::new();
    for (id, body) in (0..).map(EntryId).zip(bodies) {
        for fact in &body.facts {
            let FactHolder::Entry(holder) = fact.holder else { continue };
            if holder == id {
                continue;
            }
            let pages = pages_by_holder.entry(holder).or_default();
            if pages.last() != Some(&id) {
                pages.push(id);
            }
        }
    }
    pages_by_holder
}

/// One automatic link to a term or a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermUse {
    /// The term or resource.
    pub term: EntryId,
    /// The block of text that contains it, in [`Body::text`].
    pub block: Range<usize>,
    /// The linked words, in [`Body::text`].
    pub words: Range<usize>,
    /// Where the words are written in the file, with the markup inside them.
    pub span: Span,
}

/// A place where a form of a term occurs and is not linked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassedOver {
    /// Where it is, and the term that it would be a use of.
    pub place: TermUse,
    /// The form as the term's author wrote it.
    pub form: String,
    /// Why it is not linked.
    pub why: WhyUnlinked,
}

/// Why a form that is in a text is not linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WhyUnlinked {
    /// What its words and those next to it say.
    Words(Obstacle),
    /// It is part of an emphasized title of a work.
    Title,
    /// It is in a section that is skipped, such as a list of references.
    SkippedHeading,
    /// The page is about another topic than the term.
    OtherTopic,
    /// The page is about the topics of another term of the same name as well.
    SeveralTerms,
}

impl Section {
    /// Whether it is the footnotes, and no part of what the author's headings divide.
    #[must_use]
    pub fn is_footnotes(&self) -> bool {
        self.id == FOOTNOTES_ID
    }
}

impl Body {
    /// Gives back the memory that was set aside while it was rendered and is not used: all bodies
    /// of a hub are held at once.
    pub(super) fn shrink_to_fit(&mut self) {
        self.html.shrink_to_fit();
        self.text.shrink_to_fit();
        self.block_ends.shrink_to_fit();
        self.sections.shrink_to_fit();
        self.anchors.shrink_to_fit();
        self.outside.shrink_to_fit();
        self.words.shrink_to_fit();
        self.uses.shrink_to_fit();
        self.passed_over.shrink_to_fit();
    }

    /// The passages that begin or go on in a part of the text.
    pub fn passages_in(&self, part: &Range<usize>) -> &[Passage] {
        let first = self.passages.partition_point(|one| one.text.end <= part.start);
        let count = self.passages[first..].partition_point(|one| one.text.start < part.end);
        &self.passages[first..first + count]
    }

    /// The text of each block: a paragraph, an item or a cell, with the line breaks inside of it.
    pub(crate) fn blocks(&self) -> impl Iterator<Item = &str> {
        let ends = self.block_ends.iter().copied().chain([self.text.len()]);
        let mut start = 0;
        ends.map(move |end| {
            let block = &self.text[start.min(end)..end];
            // The line break that ends it.
            start = (end + 1).min(self.text.len());
            block
        })
    }

    /// A part of the text in one line: cells, items and headings, which end without a period, are
    /// kept from what follows them by a dot. Most parts need none, and are not copied.
    #[must_use]
    pub fn in_one_line(&self, part: Range<usize>) -> Cow<'_, str> {
        let first = self.block_ends.partition_point(|&end| end < part.start);
        let ends = self.block_ends[first..].iter().take_while(|&&end| end < part.end);
        let mut line = String::new();
        let (mut at, mut block) = (part.start, part.start);
        for &end in ends {
            if ends_openly(&self.text[block..end]) && end + 1 < part.end {
                // Room for the rest, and for some more dots.
                line.reserve(part.end - at + 16);
                line.push_str(&self.text[at..end]);
                line.push_str(" ·");
                at = end;
            }
            block = end + 1;
        }
        if at == part.start {
            return plain(&self.text[part]);
        }
        line.push_str(&self.text[at..part.end]);
        Cow::Owned(if line.contains(OBJECT_REPLACEMENT) {
            line.replace(OBJECT_REPLACEMENT, "")
        } else {
            line
        })
    }
}

/// Whether a text ends with a word rather than with a mark that ends a sentence or a clause, inside
/// quotation marks or brackets too.
fn ends_openly(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| c.is_whitespace() || "”’\"')»]".contains(c));
    text.chars().next_back().is_some_and(|last| !".?!:;,…·—–".contains(last))
}

/// The text of a body as a reader sees it.
///
/// ```
/// assert_eq!(wellread_site::markdown::plain("Plan\u{fffc} of care"), "Plan of care");
/// ```
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    // Most text has no such character, and is not copied.
    if text.contains(OBJECT_REPLACEMENT) {
        Cow::Owned(text.replace(OBJECT_REPLACEMENT, ""))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_and_items_are_separated_in_one_line() {
        let text = "One\nof two.\nPlan\nWho \u{fffc}decides\nA team (“we”).\nLast\n";
        let block_ends = text.match_indices('\n').map(|(at, _)| at).skip(1).collect();
        let body = Body { text: text.to_owned(), block_ends, ..Body::default() };
        let line = |part: Range<usize>| body.in_one_line(part);
        assert_eq!(
            line(0..text.len()),
            "One\nof two.\nPlan ·\nWho decides ·\nA team (“we”).\nLast\n"
        );
        assert_eq!(line(12..16), "Plan");
        assert_eq!(line(0..0), "");
    }
}
