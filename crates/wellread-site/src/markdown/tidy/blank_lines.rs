//! More than one empty line in a row.

use super::edits::Edit;
use super::parts::{LineKind, Parts};

/// Leaves one of several empty lines in a row.
pub(super) fn find(parts: &Parts<'_>) -> Vec<Edit> {
    let is_empty = |line: &super::parts::Line| {
        line.kind == LineKind::Blank
            && !parts.prefix(line).contains('>')
            && !parts.is_untouchable(&(line.start..line.next))
    };
    let mut edits: Vec<Edit> = Vec::new();
    for pair in parts.lines.windows(2) {
        let [before, line] = pair else { continue };
        if !is_empty(before) || !is_empty(line) {
            continue;
        }
        match edits.last_mut().filter(|last| last.range.end == line.start) {
            Some(last) => last.range.end = line.next,
            None => edits.push(Edit::removal(line.start..line.next)),
        }
    }
    edits
}
