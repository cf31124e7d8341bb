//! What the fuzz targets run.

pub mod entries;

// The reader of pages that the tests use: stricter than a browser.
#[allow(dead_code, reason = "selectors are for tests alone")]
#[path = "../../tests/support/markup.rs"]
mod markup;
