//! A finding in a block: markup that stays text.

use std::ops::Range;

/// The code of links that stay text.
pub(super) const LINK_STAYS_TEXT: &str = "link-stays-text";

/// Something that stays text, as its author wrote it, and what to write instead.
pub(super) struct StrayMarkup {
    /// The code of the problem.
    pub(super) code: &'static str,
    /// Where it is in the text of the block.
    pub(super) range: Range<usize>,
    /// What families would see, or why it is not markup.
    pub(super) message: String,
    /// What to write instead.
    pub(super) help: String,
}

impl StrayMarkup {
    pub(super) fn new(
        code: &'static str,
        range: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self { code, range, message: message.into(), help: help.into() }
    }
}
