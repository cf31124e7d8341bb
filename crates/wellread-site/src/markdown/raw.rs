//! Raw HTML in a body: allowed elements are written again tag by tag, everything else is an error.
//! What is written nests, with Markdown's own elements too.
//!
//! With `raw_html = "trusted"` the author's HTML goes through as it is, unread except for its ids.
//! Which elements are allowed is in [`super::allowlist`].
//!
//! Why is HTML written again and not copied? Because a browser repairs what does not nest, each in
//! its own way, and because an attribute that the tokenizer has misread must not reach a reader.
//! What is written here is made of names and values that were understood.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use wellread_model::marks::is_visible;
use wellread_model::{LanguageTag, Span};

use super::allowlist::{ElementRules, Model, allows, element, is_left_out, is_transparent};
use super::context::BodyInput;
use super::elements::{OpenElements, RawTag};
use super::escape::escape_into;
use super::headings::Headings;
use super::html::{Attribute, HtmlToken, decode, decoded_pieces, ids_in};
use super::html_table::HtmlTable;
use super::link_words::shown_address;
use super::links::Links;
use super::output::BodyOutput;
use super::raw_image::RawImage;
use super::tables::TableState;

/// A block of raw HTML that is being read. The parser hands it over line by line.
#[derive(Debug, Default)]
pub(super) struct HtmlBlock {
    /// All of its lines, without what a quotation puts in front of them.
    html: String,
    /// In the order of the block. In a quotation, each line is one.
    parts: Vec<HtmlPart>,
}

/// A part of a block of raw HTML that is in one piece in the file.
#[derive(Debug)]
struct HtmlPart {
    /// Where it begins in the block.
    start: usize,
    /// Where it begins in the file.
    file_start: usize,
}

impl HtmlBlock {
    /// Adds a part.
    pub(super) fn push(&mut self, html: &str, span: Span) {
        self.parts.push(HtmlPart { start: self.html.len(), file_start: span.start });
        self.html.push_str(html);
    }

    /// The HTML.
    pub(super) fn html(&self) -> &str {
        &self.html
    }

    /// The byte of the file that a byte of the block comes from.
    fn file_offset(&self, at: usize) -> usize {
        // The last part that begins at or before it. The first part begins at 0.
        let index = self.parts.partition_point(|part| part.start <= at).max(1) - 1;
        self.parts.get(index).map_or(at, |part| part.file_start + (at - part.start))
    }

    /// The parts of a range that are in one piece in the file.
    fn split(&self, range: &Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let first = self.parts.partition_point(|part| part.start <= range.start);
        let length = self.parts[first..].partition_point(|part| part.start < range.end);
        let starts = self.parts[first..first + length].iter().map(|part| part.start);
        let ends = starts.clone().chain([range.end]);
        std::iter::once(range.start).chain(starts).zip(ends).map(|(start, end)| start..end)
    }

    /// The stretch of the file from the first to the last byte of a range.
    fn span(&self, range: &Range<usize>) -> Span {
        let start = self.file_offset(range.start);
        // The last byte is looked up, not the end: in a quotation the byte after it may belong to
        // the next part, after a `>`.
        let end = if range.is_empty() { start } else { self.file_offset(range.end - 1) + 1 };
        Span::new(start, end)
    }
}

/// Where raw HTML is written. It decides which elements may begin, and where a message points.
#[derive(Debug, Clone, Copy)]
pub(super) enum HtmlPlace<'a> {
    /// Among the words of a paragraph, a heading or a cell.
    AmongWords(Span),
    /// In a cell of a table, where blocks may be if no element is open that contains words only.
    /// Lists in cells can be written in no other way.
    InCell { span: Span, takes_blocks: bool },
    /// On lines of its own.
    Block(&'a HtmlBlock),
}

impl HtmlPlace<'_> {
    /// The place of raw HTML that is not a block for the parser. A cell is one line.
    pub(super) const fn in_text(span: Span, tables: &TableState, elements: &OpenElements) -> Self {
        if tables.is_in_cell() {
            Self::InCell { span, takes_blocks: elements.takes_blocks() }
        } else {
            Self::AmongWords(span)
        }
    }

    /// Where a part of the HTML is written in the file.
    fn span(self, range: &Range<usize>) -> Span {
        match self {
            // A tag among words is an event of its own, so its span is close enough.
            Self::AmongWords(span) | Self::InCell { span, .. } => span,
            Self::Block(block) => block.span(range),
        }
    }

    /// Whether an element that is a block would break what it is in.
    const fn is_among_words(self) -> bool {
        matches!(self, Self::AmongWords(_) | Self::InCell { takes_blocks: false, .. })
    }
}

/// Whether this token ends the block of running text before it. The writer asks this first, as more
/// than raw HTML is involved in ending a block. Tags that are going to be refused end nothing. That
/// keeps a paragraph whole around an element that is left out.
pub(super) fn ends_block(
    token: &HtmlToken<'_>,
    place: HtmlPlace<'_>,
    elements: &OpenElements,
) -> bool {
    match token {
        HtmlToken::Open { name, .. } => {
            !place.is_among_words() && element(name).is_some_and(|rules| is_block(name, rules))
        }
        HtmlToken::Close { name, .. } => {
            !elements.is_refused(name)
                && element(name)
                    .is_some_and(|rules| matches!(rules.model, Model::Words | Model::Flow))
        }
        HtmlToken::Text(_) | HtmlToken::Comment | HtmlToken::Other(_) => false,
    }
}

/// A thematic break has no content, but it is a block.
fn is_block(name: &str, rules: ElementRules) -> bool {
    matches!(rules.model, Model::Words | Model::Flow) || name == "hr"
}

/// Reports a link inside another, whichever of the two is raw HTML. Browsers would end the outer
/// one where the inner one begins.
pub(super) fn report_nested_link(span: Span, out: &mut BodyOutput<'_>) {
    let help = "Close the other link before this one begins, or remove one of the two.";
    out.error("raw-html", span, "This link is inside another link.", help);
}

/// Claims the ids in HTML that is written as it is, so that no heading gets one of them. Otherwise
/// two elements of one page would have the same id, and links would lead to the first.
pub(super) fn claim_ids(html: &str, headings: &mut Headings) {
    for id in ids_in(html) {
        headings.claim_id(&id);
    }
}

/// Writes raw HTML, one token at a time. It owns nothing: raw HTML opens the same elements,
/// resolves the same links and claims the same ids as Markdown does, so it borrows what these
/// belong to.
#[derive(Debug)]
pub(super) struct RawHtmlWriter<'w, 'a> {
    /// What the body is rendered from.
    pub(super) input: BodyInput<'a>,
    /// Where HTML and text are written.
    pub(super) out: &'w mut BodyOutput<'a>,
    pub(super) elements: &'w mut OpenElements,
    /// The links of the body: those in raw HTML follow the same rules.
    pub(super) links: &'w mut Links<'a>,
    /// The headings of the body: those in raw HTML have ids, too.
    pub(super) headings: &'w mut Headings,
    pub(super) tables: &'w mut TableState,
}

impl RawHtmlWriter<'_, '_> {
    /// Writes a token of `html`. A comment is left out: it is for other authors, and readers could
    /// find it in the source of the page.
    pub(super) fn token(&mut self, html: &str, token: &HtmlToken<'_>, place: HtmlPlace<'_>) {
        match token {
            HtmlToken::Comment => {}
            HtmlToken::Open { name, .. } | HtmlToken::Close { name, .. }
                if is_transparent(name) => {}
            HtmlToken::Other(range) if html[range.clone()].starts_with("<!--") => self.out.error(
                "open-comment",
                place.span(range),
                "This comment is never closed, so all that follows it would be left out.",
                "Write --> after the comment. To show the characters themselves, write &lt;!--.",
            ),
            HtmlToken::Other(range) => self.out.error(
                "raw-html",
                place.span(range),
                "This is not an HTML element, or it never ends.",
                "Remove it. To show the character < itself, write &lt;.",
            ),
            HtmlToken::Text(range) => self.text(html, range, place),
            HtmlToken::Close { name, range } => self.close_tag(name, place.span(range), place),
            HtmlToken::Open { name, attributes, range } => match element(name) {
                Some(rules) => self.open_tag(name, rules, attributes, range, place),
                None => self.refuse(name, place.span(range)),
            },
        }
    }

    /// Writes text between tags. It is text like any other: terms in it are linked, and it is
    /// searched.
    fn text(&mut self, html: &str, range: &Range<usize>, place: HtmlPlace<'_>) {
        let text = &html[range.clone()];
        // Line breaks between blocks are not a paragraph.
        if text.trim().is_empty() && !self.out.in_block() {
            return self.out.html(text);
        }
        for piece in decoded_pieces(text) {
            let range = range.start + piece.range.start..range.start + piece.range.end;
            match place {
                // Line by line, since in a quotation each line begins with a `>` that is not part
                // of the HTML. A reference is in one line, or stands for all of its characters.
                HtmlPlace::Block(block) if matches!(piece.decoded, Cow::Borrowed(_)) => {
                    for part in block.split(&range) {
                        self.out.words(&html[part.clone()], block.span(&part));
                    }
                }
                _ => self.out.words(&piece.decoded, place.span(&range)),
            }
        }
    }

    /// Reports an element that is not allowed. Its content is read on, so that its own errors are
    /// reported too.
    fn refuse(&mut self, name: &str, span: Span) {
        self.elements.refuse(name);
        // Each says what to do instead. Most authors paste such elements from another site's
        // "embed" button and don't know HTML.
        let help = match name {
            "script" | "style" | "link" | "meta" | "base" => {
                "Scripts and styles belong in the theme. Remove this element."
            }
            "form" | "input" | "button" | "select" | "textarea" | "label" => {
                "Forms would need a server. Write an email address or a phone number instead."
            }
            "video" | "audio" | "source" | "track" => {
                "A video or recording of your own is written ![what it is about](talk.mp4), with its \
                 file next to this one. To one on another site, write a link."
            }
            "iframe" | "frame" | "frameset" | "object" | "embed" => {
                "The site it comes from would learn of every visit. Write a link to it instead."
            }
            "svg" => "Write a picture as ![what it shows](file.png).",
            "h1" => "The title of the page is its only first-level heading. Use ## for headings.",
            "font" | "center" => "The look of text belongs in the theme. Remove this element.",
            _ => "Remove this element. To show the character < itself, write &lt;.",
        };
        let message = format!("The HTML element <{name}> is not allowed.");
        self.out.error("raw-html", span, message, help);
    }

    /// Writes an opening tag, if the element may be where it is. Every branch that writes
    /// nothing says so to `elements`, or the closing tag would be reported as one without a
    /// beginning.
    fn open_tag(
        &mut self,
        name: &str,
        rules: ElementRules,
        attributes: &[Attribute<'_>],
        range: &Range<usize>,
        place: HtmlPlace<'_>,
    ) {
        let span = place.span(range);
        let is_block = is_block(name, rules);
        if is_block && place.is_among_words() {
            // Its closing tag is not reported as well.
            self.elements.refuse(name);
            return self.refuse_among_words(&format!("<{name}>"), place, span);
        }
        if is_block {
            self.elements.begin_block(name, self.out);
            let parent = self.elements.raw_parent();
            // Inside another of its kind, the outer one was not closed: reported at its end.
            let is_outside = !rules.parents.is_empty() && !rules.parents.contains(&parent);
            if is_outside && parent != name {
                let parent = rules.parents[0];
                let message = format!("<{name}> is outside <{parent}>.");
                self.out.error("raw-html", span, message, format!("Put <{parent}> around it."));
            }
        } else {
            self.out.begin_block();
        }
        if rules.model == Model::Link && self.elements.is_in_link() {
            report_nested_link(span, self.out);
            // Its words are written, and its closing tag is not reported as well.
            self.out.object("");
            let unwritten = ElementRules { close: "", ..rules };
            let tag = RawTag { name: name.to_owned(), span, has_language: false };
            return self.elements.push_raw_inline(tag, unwritten, false, self.out);
        }
        if name == "img" {
            return self.image(attributes, place, span);
        }
        // Written from its parts, never copied: what the tokenizer didn't understand can't slip in.
        let mut tag = format!("<{name}{}", self.attributes(name, attributes, place));
        if rules.model == Model::Link
            && let Some(link) = attributes.iter().find(|one| one.name == "href")
            && let Some(words) = self.out.file_text().get(span.end..)
        {
            tag.push_str(shown_address(words, &decode(link.value)));
        }
        tag.push('>');
        // On a void element, `lang` has no effect.
        let language = attributes
            .iter()
            .find(|one| one.name == "lang" && rules.model != Model::Void)
            .and_then(|one| LanguageTag::new(decode(one.value).trim()));
        let opened = RawTag { name: name.to_owned(), span, has_language: language.is_some() };
        match rules.model {
            // A line break is among words; a thematic break is between paragraphs.
            Model::Void if name == "br" => self.out.line_break(&tag),
            Model::Void if !is_block => self.out.object(&tag),
            Model::Void => self.out.html(&tag),
            Model::Phrase | Model::Link => {
                if rules.no_link {
                    self.out.object(&tag);
                } else {
                    self.out.open_inline(&tag, rules.close);
                }
                // Without `href` it is only a place to which others lead.
                let has = |key: &str| {
                    attributes.iter().any(|one| one.name == key && is_visible(one.value))
                };
                let needs_name = rules.model == Model::Link && has("href") && !has("aria-label");
                self.elements.push_raw_inline(opened, rules, needs_name, self.out);
            }
            Model::Words | Model::Flow => {
                let start = self.out.html_len();
                self.out.html(&tag);
                self.elements.push_raw(opened, rules, start, self.out);
            }
        }
        if let Some(language) = language {
            self.out.begin_language(language);
        }
    }

    /// Refuses the tag of a block in a paragraph. A browser would end the paragraph there by
    /// itself, and the rest of it would no longer be one.
    fn refuse_among_words(&mut self, tag: &str, place: HtmlPlace<'_>, span: Span) {
        let (message, help) = match place {
            HtmlPlace::InCell { .. } => (
                format!("{tag} is among words that are bold, slanted or a link."),
                "Put these marks inside it:  <li>**words**</li>",
            ),
            _ => (
                format!("{tag} is in the middle of a paragraph."),
                "Put it on a line of its own, with an empty line before and after it.",
            ),
        };
        self.out.error("raw-html", span, message, help);
    }

    /// Writes an image.
    fn image(&mut self, attributes: &[Attribute<'_>], place: HtmlPlace<'_>, span: Span) {
        let value =
            |key: &str| attributes.iter().find(|one| one.name == key).map(|one| decode(one.value));
        // What an image has in Markdown too is written, and checked, as there.
        let rest: Vec<_> = attributes
            .iter()
            .filter(|one| !matches!(&*one.name, "src" | "alt" | "title"))
            .cloned()
            .collect();
        let image = RawImage {
            source: value("src").unwrap_or_default(),
            words: value("alt"),
            title: value("title").unwrap_or_default(),
            width: value("width").unwrap_or_default(),
            height: value("height").unwrap_or_default(),
            attributes: self.attributes("img", &rest, place),
        };
        image.write(span, self.input, self.links, self.out);
    }

    /// Those attributes of a tag that are allowed, each with a space before it.
    fn attributes(
        &mut self,
        name: &str,
        attributes: &[Attribute<'_>],
        place: HtmlPlace<'_>,
    ) -> String {
        let mut tag = String::new();
        let mut written: BTreeSet<&str> = BTreeSet::new();
        for attribute in attributes {
            let span = place.span(&attribute.range);
            // The anchors of old pages, and of converters, have a name in place of an id.
            let is_old_anchor = name == "a" && attribute.name == "name";
            let key = if is_old_anchor { "id" } else { attribute.name.as_str() };
            if !allows(name, key) {
                if !is_left_out(key) {
                    self.refuse_attribute(name, key, span);
                }
                continue;
            }
            // The first of two attributes counts in browsers; a second one is an error in HTML.
            if !written.insert(key) {
                continue;
            }
            let value = decode(attribute.value);
            let value = match key {
                // The same rules as for links in Markdown: a relative path is resolved, a dead link
                // is an error, and `javascript:` is refused.
                "href" => {
                    let url = self.links.resolve_url(&value, span, self.out);
                    self.links.begin_words(&value, span, self.out);
                    url
                }
                _ => value,
            };
            if key == "id" && !self.headings.claim_id(&value) {
                let message = format!("The id `{value}` is already used on this page.");
                self.out.error("same-anchor", span, message, "Choose another id.");
            }
            tag.push(' ');
            tag.push_str(key);
            tag.push_str("=\"");
            escape_into(&mut tag, &value);
            tag.push('"');
        }
        tag
    }

    /// Gives the table that has ended, and begins at `start` in the HTML, what a table of Markdown
    /// has. One in a cell of Markdown's is inside a region already.
    fn end_table(&mut self, start: usize, place: HtmlPlace<'_>) {
        if matches!(place, HtmlPlace::InCell { .. }) {
            return;
        }
        let (_, heading) = self.headings.current();
        let html = self.out.take_html(start);
        let table = HtmlTable::read(&html);
        let region = self.tables.region(heading, table.caption().as_deref(), self.input);
        self.out.html(&region);
        self.out.html(&table.with_column_names());
        self.out.html("</div>\n");
    }

    fn refuse_attribute(&mut self, name: &str, key: &str, span: Span) {
        let help = if key.starts_with("on") || key == "style" {
            "Scripts and styles belong in the theme. Remove it.".to_owned()
        } else {
            format!("Remove `{key}`.")
        };
        let message = format!("The attribute `{key}` is not allowed on <{name}>.");
        self.out.error("raw-html", span, message, help);
    }

    fn close_tag(&mut self, name: &str, span: Span, place: HtmlPlace<'_>) {
        if self.elements.is_refused(name) {
            // The error about its opening tag says it all.
            return self.elements.close_refused(name);
        }
        let is_closed = match element(name).map(|rules| rules.model) {
            None | Some(Model::Void) => {
                let message = format!("</{name}> closes nothing.");
                return self.out.error("raw-html", span, message, "Remove it.");
            }
            Some(Model::Phrase | Model::Link) => {
                if name == "a" {
                    self.links.end_words(self.out);
                }
                self.elements.close_raw_inline(name, self.out)
            }
            Some(Model::Words | Model::Flow) => {
                if name == "p" && self.elements.raw_parent() != "p" {
                    // A block inside has ended the paragraph.
                    if self.elements.close_ended_paragraph() {
                        return;
                    }
                }
                let table = self.elements.table_start();
                let is_closed = self.elements.close_raw(name, self.out);
                if let Some(start) = table.filter(|_| self.elements.table_start().is_none()) {
                    self.end_table(start, place);
                }
                // The paragraph is inside the element and ends after it.
                if is_closed && place.is_among_words() {
                    self.refuse_among_words(&format!("</{name}>"), place, span);
                }
                is_closed
            }
        };
        if !is_closed {
            let message = format!("</{name}> closes nothing that was opened in the same place.");
            let help = "Close elements in the reverse order of opening them, in the same paragraph or list item.";
            self.out.error("raw-html", span, message, help);
        }
    }
}
