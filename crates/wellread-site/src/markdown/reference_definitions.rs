//! Where a body defines the addresses of its references.

use std::ops::Range;

use pulldown_cmark::Parser;

use super::body_source::comments;
use super::options::options;
use super::plain_parts::is_in;

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
