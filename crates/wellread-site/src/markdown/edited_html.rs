//! Finished HTML that is copied with changes: those of a handout's parts, and of tables.

use std::ops::Range;

/// A copy of HTML in which some places are replaced, in their order.
pub(super) struct EditedHtml<'a> {
    html: &'a str,
    out: String,
    /// Up to where it has been copied.
    at: usize,
}

impl<'a> EditedHtml<'a> {
    /// Nothing is copied yet.
    pub(super) fn new(html: &'a str) -> Self {
        // What is written in place of something is a little longer, as a rule.
        Self { html, out: String::with_capacity(html.len() * 9 / 8), at: 0 }
    }

    /// Copies all up to `range`, and writes something in its place.
    pub(super) fn replace(&mut self, range: Range<usize>, with: &str) {
        self.out.push_str(&self.html[self.at..range.start]);
        self.out.push_str(with);
        self.at = range.end;
    }

    /// Copies the rest.
    pub(super) fn finish(mut self) -> String {
        self.out.push_str(&self.html[self.at..]);
        self.out
    }
}
