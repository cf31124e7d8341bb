//! From the Markdown of a body to the events of its parser.

use pulldown_cmark::{Event, Parser};
use wellread_model::Span;

use super::bare_links::BareLinks;
use super::body_source::BodySource;
use super::colon_lines::with_colons;
use super::options::options;

/// An event of the Markdown parser.
#[derive(Debug)]
pub(super) struct SpannedEvent<'a> {
    /// What the parser found.
    pub(super) event: Event<'a>,
    /// Where it is written in the file.
    pub(super) span: Span,
}

/// The events of a body.
pub(super) fn events<'a>(source: &'a BodySource<'_>) -> impl Iterator<Item = SpannedEvent<'a>> {
    let text = source.text();
    let events = BareLinks::new(text, Parser::new_ext(text, options()).into_offset_iter());
    events.map(|(event, range)| {
        let event = match source.stand_in() {
            Some(stand_in) => with_colons(event, stand_in),
            None => event,
        };
        SpannedEvent { event, span: source.span(range) }
    })
}
