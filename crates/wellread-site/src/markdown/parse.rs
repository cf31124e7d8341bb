//! From the Markdown of a body to the events of its parser.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use wellread_model::{Diagnostic, Document, Span};

use super::limits::beyond_limits;

/// An event of the Markdown parser.
#[derive(Debug)]
pub(super) struct SpannedEvent<'a> {
    pub(super) event: Event<'a>,
    /// Where it is written in the file.
    pub(super) span: Span,
}

/// The events of a body.
///
/// # Errors
/// A diagnostic for a body that the parser cannot be given: see [`beyond_limits`].
pub(super) fn events(
    document: &Document,
) -> Result<impl Iterator<Item = SpannedEvent<'_>>, Box<Diagnostic>> {
    if let Some(diagnostic) = beyond_limits(document) {
        return Err(diagnostic);
    }
    let parser = Parser::new_ext(document.body_text(), options());
    Ok(parser.into_offset_iter().map(|(event, range)| SpannedEvent {
        event,
        span: Span::from(range).shifted(document.body.start),
    }))
}

/// What is read besides CommonMark. Math and metadata blocks aren't: a dollar sign in a price and a
/// `---` in a text are common, formulas in a hub for families are not.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS
}

/// Whether a tag is part of running text. All others end the block before them.
pub(super) const fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

/// The same of the end of one.
pub(super) const fn is_inline_end(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}
