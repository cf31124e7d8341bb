//! A notice: a message on a page for a limited time. The hub has one on every page, and a resource
//! on its own.

use crate::{Date, Spanned};

/// What a page says for a while: that the office is closed, or has moved.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Notice {
    /// The text, in Markdown; an empty line begins a new paragraph.
    pub text: Spanned<String>,
    /// The first day on which it is shown; `None` for from now on.
    pub from: Option<Date>,
    /// The last day on which it is shown; `None` for always.
    pub until: Option<Date>,
}

impl Notice {
    /// Whether it is shown on this day.
    #[must_use]
    pub fn is_shown_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}
