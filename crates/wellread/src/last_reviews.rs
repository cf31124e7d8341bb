//! How hard texts were to read at their last reviews, for the audit. What is in the file, and when a
//! text gets a new line, is decided in `wellread_site`; here it is read and written.

use std::fs;
use std::path::Path;

use wellread_site::LastReviews;

use crate::publish::{Disk, write_text};

/// The file's name in the folder of a hub.
const FILE: &str = "last-reviews.txt";

/// What is known of a hub. A file that cannot be read is none: no build depends on it.
pub(crate) fn last_reviews(root: &Path) -> LastReviews {
    LastReviews::parse(&fs::read_to_string(root.join(FILE)).unwrap_or_default())
}

/// Writes what is known now, if it is something else than `before`.
///
/// Nothing is said of a folder that cannot be written to: the list is right all the same.
pub(crate) fn record_reviews(root: &Path, before: &LastReviews, now: &LastReviews) {
    if before != now {
        let _ = write_text(&Disk::new(), &root.join(FILE), &now.to_text());
    }
}
