//! Markdown bodies to HTML, with links and terms resolved on the way.
//!
//! [`render`] is a pure function of one document and the things around it. It goes over
//! pulldown-cmark's events once (`write.rs`), keeps the running text of the body beside the HTML
//! (`inline.rs`), and records what later stages need: headings, anchors, links to check, uses of
//! terms. It never looks at another body.

mod destination;
mod footnotes;
mod headings;
mod html;
mod image;
mod inline;
mod line;
mod link;
mod raw;
mod sections;
mod terms;
mod write;

use std::ops::Range;

use wellread_content::Sources;
use wellread_model::{Diagnostic, Entry, EntryId, Library, LinkScope, SourcePath, Span};

pub(crate) use destination::media_route;
pub use image::{Dimensions, dimensions};
pub use line::render_line;
pub use write::render;

use crate::interface_text::InterfaceText;
use wellread_terms::TermTrie;

/// What stands between the inline text and something that is not text (a picture, a note's
/// number): no term reaches across it. It is not part of what a reader sees.
pub(crate) const OBJECT_REPLACEMENT: char = '\u{fffc}';

/// What a body is rendered in.
#[derive(Debug, Clone, Copy)]
pub struct RenderContext<'a> {
    /// All entries, for links.
    pub library: &'a Library,
    /// All files, for pictures.
    pub sources: &'a Sources,
    /// The terms to link. Their entries are numbers of [`EntryId`].
    pub terms: &'a TermTrie,
    /// The words of the interface.
    pub text: &'a InterfaceText,
}

/// A rendered body and what was noticed in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Body {
    /// The HTML.
    pub html: String,
    /// The text as a reader sees it, blocks separated by line breaks. Barriers stand in it where
    /// there is something that is not text.
    pub text: String,
    /// How many words `text` has.
    pub words_in_text: usize,
    /// See [`wellread_terms::is_plain`].
    pub is_plain: bool,
    /// The sections in order; the first begins before the first heading.
    pub sections: Vec<Section>,
    /// Every id that a link may lead to, sorted.
    pub anchors: Vec<String>,
    /// Links to places whose anchors are still to be checked.
    pub links: Vec<AnchorLink>,
    /// The names written in double brackets, folded, with and without what stands before a slash.
    pub names: Vec<String>,
    /// Terms linked, each once, in order of their first link.
    pub words: Vec<EntryId>,
    /// Every automatic link to a term, in order.
    pub uses: Vec<TermUse>,
    /// Where the text of the first paragraph is in `text`.
    pub first_paragraph: Range<usize>,
    /// The files of the hub that the body shows or offers, with where they are written.
    pub media: Vec<(SourcePath, Span)>,
    /// Mistakes found.
    pub diagnostics: Vec<Diagnostic>,
}

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

/// A link to an anchor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnchorLink {
    /// The entry; `None` for the page itself.
    pub entry: Option<EntryId>,
    /// The id, percent-decoded, without `#`.
    pub anchor: String,
    /// Where the link is written.
    pub span: Span,
}

/// One automatic link to a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermUse {
    /// The term.
    pub term: EntryId,
    /// The block of text it stands in, in [`Body::text`].
    pub block: Range<usize>,
    /// The linked words, in [`Body::text`].
    pub words: Range<usize>,
    /// Where the block is written in the file.
    pub span: Span,
}

/// How one body is rendered.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The entry whose body it is.
    pub id: EntryId,
    /// The entry.
    pub entry: &'a Entry,
    /// How often its terms are linked.
    pub scope: LinkScope,
}

impl<'a> Subject<'a> {
    /// The body of the entry at this place in the library.
    pub(crate) fn new(index: usize, entry: &'a Entry, library: &Library) -> Self {
        let id = EntryId(u32::try_from(index).unwrap_or(u32::MAX));
        let scope = entry.document.link_terms.unwrap_or(library.settings.link_terms);
        Self { id, entry, scope }
    }
}

/// The text without barriers.
#[must_use]
pub fn plain(text: &str) -> String {
    text.replace(OBJECT_REPLACEMENT, "")
}

/// Runs of bytes other than ASCII white space.
fn count_words(text: &str) -> usize {
    let mut in_word = false;
    let mut count = 0;
    for byte in text.bytes() {
        let is_space = byte.is_ascii_whitespace();
        count += usize::from(!is_space && !in_word);
        in_word = !is_space;
    }
    count
}

/// Appends text with the characters that mean something in HTML escaped, for text and for
/// attribute values in double quotes alike.
pub fn escape_into(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"']) {
        out.push_str(&rest[..at]);
        out.push_str(escaped(rest.as_bytes()[at]));
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

const fn escaped(byte: u8) -> &'static str {
    match byte {
        b'&' => "&amp;",
        b'<' => "&lt;",
        b'>' => "&gt;",
        b'"' => "&quot;",
        _ => "",
    }
}

/// Text escaped for HTML.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    escape_into(&mut out, text);
    out
}
