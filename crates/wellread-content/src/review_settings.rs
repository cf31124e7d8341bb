//! What `site.toml` says of looking after the hub: when texts are reviewed, how hard they may be to
//! read, and which addresses may be gone.

use wellread_model::{ReadingBand, ReviewSettings, Route, Spanned};

use crate::old_address::old_address;
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

/// Reads `[reading]`: the band above which the audit names a page.
pub(crate) fn target(fields: &mut TableReader<'_>) -> Option<ReadingBand> {
    // With a target of hard, no page would be above it.
    let bands = [ReadingBand::Easy, ReadingBand::Fair].map(|band| (band.as_str(), band));
    fields.choice("target", &bands)
}

/// Reads the addresses that may be gone.
pub(crate) fn gone(fields: &mut TableReader<'_>) -> Vec<Spanned<Route>> {
    let mut routes = Vec::new();
    for Spanned { value, span } in fields.list("gone") {
        match old_address(&value) {
            Ok(route) => routes.push(Spanned::new(route, span)),
            Err(help) => {
                fields.wrong(span, format!("`{value}` is not an address on this site."), help);
            }
        }
    }
    routes
}
