//! The parts of a body that are neither code nor raw HTML, where marks of Wellread's own may stand.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::body_source::comments;
use super::options::options;

/// The parts of a body that are neither code nor raw HTML, in order.
pub(super) fn plain_parts(body: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut at = 0;
    for (event, range) in Parser::new_ext(body, options()).into_offset_iter() {
        let is_other = matches!(
            event,
            Event::Code(_)
                | Event::Html(_)
                | Event::InlineHtml(_)
                | Event::Start(Tag::CodeBlock(_))
        );
        if is_other && range.end > at {
            parts.push(at..range.start.max(at));
            at = range.end;
        }
    }
    parts.push(at..body.len());
    parts
}

/// The definitions of references in a body (CommonMark, section 4.7), by place: the address of
/// each, and where it is written, from its label to its title.
pub(crate) fn reference_definitions(body: &str) -> Vec<(String, Range<usize>)> {
    let hidden = comments(body).closed;
    let is_hidden = |at| is_in(&hidden, at);
    let parser = Parser::new_ext(body, options());
    let all = parser.reference_definitions().iter();
    let mut found: Vec<(String, Range<usize>)> =
        all.map(|(_, definition)| (definition.dest.to_string(), definition.span.clone())).collect();
    found.retain(|(_, range)| !is_hidden(range.start));
    found.sort_by_key(|(_, range)| range.start);
    found
}

/// Whether a place is in one of these parts.
pub(super) fn is_in(parts: &[Range<usize>], at: usize) -> bool {
    let index = parts.partition_point(|part| part.end <= at);
    parts.get(index).is_some_and(|part| part.contains(&at))
}
