//! Stores how hard texts were to read at their last reviews, for the audit. What is in the file,
//! and when a text gets a new line, is decided in `wellread_site`; here it is read and written.

use std::io::{self, ErrorKind};
use std::path::Path;

use wellread_site::LastReviews;

use crate::publish::{Disk, read_text_of_hub, write_text};

/// The file's name in the folder of a hub.
const FILE: &str = "last-reviews.txt";

/// What is known of a hub. A file that cannot be read counts as empty: no build depends on it.
pub(crate) fn last_reviews(root: &Path) -> LastReviews {
    read(root).unwrap_or_default()
}

fn read(root: &Path) -> io::Result<LastReviews> {
    match read_text_of_hub(&root.join(FILE)) {
        Ok(text) => Ok(LastReviews::parse(&text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(LastReviews::default()),
        Err(error) => Err(error),
    }
}

/// Writes what is known now, if it is something else than `before`. A file that cannot be read is
/// left as it is, since what it holds would be lost.
///
/// Nothing is reported about a folder that cannot be written to: the list is right anyway.
pub(crate) fn record_reviews(root: &Path, before: &LastReviews, now: &LastReviews) {
    if before != now && read(root).is_ok() {
        let _ = write_text(&Disk::new(), &root.join(FILE), &now.to_text());
    }
}
