//! Headings without a space between their `#` and their words.

use super::edits::Edit;
use super::parts::{LineKind, Parts};
use crate::markdown::stray_markup::lines::is_heading;

/// Adds the missing space after the `#` of a heading.
pub(super) fn find(parts: &Parts<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (index, line) in parts.lines.iter().enumerate() {
        let words = parts.words(line).trim_end();
        let rest = words.trim_start_matches('#');
        let count = words.len() - rest.len();
        if count == 0
            || line.kind != LineKind::Text
            || parts.is_untouchable(&(line.words..line.end))
        {
            continue;
        }
        let is_apart = |index: Option<usize>| {
            let other = index.and_then(|index| parts.lines.get(index));
            other.is_none_or(|other| other.kind != LineKind::Text)
        };
        let is_alone = is_apart(index.checked_sub(1)) && is_apart(Some(index + 1));
        if !is_heading(rest, count, is_alone) {
            continue;
        }
        // The title of the page is the only heading of the first level.
        let level = "#".repeat(count.clamp(2, 6));
        let end = line.words + words.len();
        let text = rest.trim_start_matches('#').trim();
        edits.push(Edit::new(line.words..end, format!("{level} {text}")));
    }
    edits
}
