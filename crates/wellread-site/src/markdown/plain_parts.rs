//! The parts of a body that are neither code nor raw HTML, where marks of Wellread's own may be.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

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

/// Whether a place is in one of these parts.
pub(super) fn is_in(parts: &[Range<usize>], at: usize) -> bool {
    let index = parts.partition_point(|part| part.end <= at);
    parts.get(index).is_some_and(|part| part.contains(&at))
}
