//! Edits of a text, one step after the other, combined into changes of the original.

use std::collections::BTreeSet;
use std::ops::Range;

use wellread_model::Span;

use super::change::{Leftover, TidyChange};

/// A part of the text and what takes its place. The edits of a step are in order and apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    /// What is replaced, in the text that the step was given.
    pub(super) range: Range<usize>,
    /// What is written in its place.
    pub(super) replacement: String,
}

impl Edit {
    /// Replaces a part of the text.
    pub(super) fn new(range: Range<usize>, replacement: impl Into<String>) -> Self {
        Self { range, replacement: replacement.into() }
    }

    /// Removes a part of the text.
    pub(super) fn removal(range: Range<usize>) -> Self {
        Self::new(range, "")
    }
}

/// The text after some edits.
pub(super) fn applied(text: &str, edits: &[Edit]) -> String {
    let mut written = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        written.push_str(&text[at..edit.range.start]);
        written.push_str(&edit.replacement);
        at = edit.range.end;
    }
    written.push_str(&text[at..]);
    written
}

/// A text and all that has been done to it.
#[derive(Debug)]
pub(super) struct Edits<'t> {
    /// The text before the first step.
    original: &'t str,
    /// The text after the steps so far.
    text: String,
    /// In order and apart, also where they are in the text as it is now.
    changes: Vec<Replacement>,
}

/// A part of the original, and where its replacement is now.
#[derive(Debug, Clone)]
struct Replacement {
    /// What was replaced, in the first text.
    original: Range<usize>,
    /// What is there, in the text of the moment.
    now: Range<usize>,
    /// What was removed there, for reports.
    leftovers: BTreeSet<Leftover>,
}

impl<'t> Edits<'t> {
    pub(super) fn new(original: &'t str) -> Self {
        Self { original, text: original.to_owned(), changes: Vec::new() }
    }

    /// The text as it is now.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Applies the edits of a step.
    pub(super) fn apply(&mut self, edits: Vec<Edit>, leftover: Leftover) {
        if edits.is_empty() {
            return;
        }
        let text = applied(&self.text, &edits);
        let mut old = std::mem::take(&mut self.changes).into_iter().peekable();
        let mut changes: Vec<Replacement> = Vec::new();
        // How far the original is behind the text before this step, and that behind the next.
        let (mut to_original, mut to_next) = (PositionShift::default(), PositionShift::default());
        for edit in edits {
            while let Some(change) = old.next_if(|change| change.now.end < edit.range.start) {
                to_original = PositionShift::between(change.now.end, change.original.end);
                changes.push(to_next.moved(change));
            }
            let mut original = to_original.moved_place(edit.range.start)..usize::MAX;
            let mut before = edit.range.clone();
            let mut leftovers = BTreeSet::from([leftover]);
            // All that the edit touches becomes one change with it.
            while let Some(change) = old.next_if(|change| change.now.start <= edit.range.end) {
                if change.now.start <= before.start {
                    before.start = change.now.start;
                    original.start = change.original.start;
                }
                before.end = before.end.max(change.now.end);
                to_original = PositionShift::between(change.now.end, change.original.end);
                leftovers.extend(change.leftovers);
            }
            original.end = to_original.moved_place(before.end);
            let start = to_next.moved_place(before.start);
            to_next = PositionShift::between(
                edit.range.end,
                to_next.moved_place(edit.range.start) + edit.replacement.len(),
            );
            let now = start..to_next.moved_place(before.end);
            // An edit may touch the change that the one before it has become.
            match changes.last_mut().filter(|last| last.now.end >= now.start) {
                Some(last) => {
                    last.now.end = last.now.end.max(now.end);
                    last.original.end = last.original.end.max(original.end);
                    last.leftovers.extend(leftovers);
                }
                None => changes.push(Replacement { original, now, leftovers }),
            }
        }
        changes.extend(old.map(|change| to_next.moved(change)));
        (self.text, self.changes) = (text, changes);
    }

    /// What was changed, in a file in which the text begins at `start`.
    pub(super) fn changes(&self, start: usize) -> Vec<TidyChange> {
        let change = |change: &Replacement| TidyChange {
            span: Span::from(change.original.clone()).shifted(start),
            replacement: self.text[change.now.clone()].to_owned(),
            leftovers: change.leftovers.clone(),
        };
        // Two steps may have undone each other.
        let is_change = |change: &&Replacement| {
            self.original[change.original.clone()] != self.text[change.now.clone()]
        };
        self.changes.iter().filter(is_change).map(change).collect()
    }
}

/// How places after an edit move.
#[derive(Debug, Clone, Copy, Default)]
struct PositionShift {
    /// The end of the last change in one text.
    from: usize,
    /// The same place in the other.
    to: usize,
}

impl PositionShift {
    /// The shift after a change that ends at `from` in one text and at `to` in the other.
    const fn between(from: usize, to: usize) -> Self {
        Self { from, to }
    }

    /// Where a place after the edit is.
    const fn moved_place(self, at: usize) -> usize {
        self.to + at - self.from
    }

    /// A later change, with its place in the other text.
    fn moved(self, change: Replacement) -> Replacement {
        Replacement {
            now: self.moved_place(change.now.start)..self.moved_place(change.now.end),
            ..change
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_those_of_the_original() {
        let mut edits = Edits::new("one two three four five");
        edits.apply(vec![Edit::new(4..7, "2"), Edit::removal(14..19)], Leftover::Tags);
        assert_eq!(edits.text(), "one 2 three five");
        // One next to a change, one in it, one that covers another, and one apart.
        edits.apply(vec![Edit::new(0..3, "1"), Edit::new(5..12, "+3 ")], Leftover::List);
        assert_eq!(edits.text(), "1 2+3 five");
        let changes = edits.changes(0);
        let shown: Vec<_> = changes
            .iter()
            .map(|one| (one.span.start, one.span.end, &*one.replacement, one.leftovers.len()))
            .collect();
        assert_eq!(shown, [(0, 3, "1", 1), (4, 19, "2+3 ", 2)]);
        assert_eq!(rebuilt(edits.original, &changes), edits.text());
    }

    #[test]
    fn what_was_undone_is_no_change() {
        let mut edits = Edits::new("a b");
        edits.apply(vec![Edit::new(1..2, "\t")], Leftover::Tags);
        edits.apply(vec![Edit::new(1..2, " ")], Leftover::Tags);
        assert!(edits.changes(0).is_empty());
    }

    /// The original with its changes.
    fn rebuilt(original: &str, changes: &[TidyChange]) -> String {
        let edits: Vec<Edit> = changes
            .iter()
            .map(|one| Edit::new(one.span.start..one.span.end, one.replacement.clone()))
            .collect();
        applied(original, &edits)
    }
}
