//! The settings for maintaining the hub: when texts are reviewed, how hard they may be to
//! read, and whether they are read aloud.

use wellread_model::{ReadingBand, ReviewSettings};

use crate::table_reader::TableReader;

/// The keys of `[review]`.
pub(crate) const REVIEW_KEYS: [&str; 3] = ["every", "show_missing", "show_overdue"];

/// Reads `[review]` from a table with [`REVIEW_KEYS`].
pub(crate) fn review(fields: &mut TableReader<'_>) -> ReviewSettings {
    ReviewSettings {
        every: fields.period("every").map(|period| period.value),
        show_missing: fields.flag("show_missing").unwrap_or_default(),
        show_overdue: fields.list("show_overdue"),
    }
}

/// What `[reading]` says.
pub(crate) struct Reading {
    /// The band above which the audit names a page.
    pub(crate) target: Option<ReadingBand>,
    /// Whether articles offer to be read aloud.
    pub(crate) aloud: bool,
}

impl Default for Reading {
    fn default() -> Self {
        Self { target: None, aloud: true }
    }
}

/// The keys of `[reading]`.
pub(crate) const READING_KEYS: [&str; 2] = ["target", "aloud"];

/// Reads `[reading]` from a table with [`READING_KEYS`].
pub(crate) fn reading(fields: &mut TableReader<'_>) -> Reading {
    // With a target of hard, no page would be above it.
    let bands = [ReadingBand::Easy, ReadingBand::Fair].map(|band| (band.as_str(), band));
    Reading { target: fields.choice("target", &bands), aloud: fields.flag("aloud").unwrap_or(true) }
}
