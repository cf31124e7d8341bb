//! Stores the lost addresses of a site, for the audit.
//!
//! They are not part of the record: a record says what a site is, whatever was there before it, so
//! that a build after another leaves the same bytes as a first one. So they have a file of their
//! own, beside `site.toml`, in which a clinic's staff can share them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use wellread_model::Route;
use wellread_site::{Publication, PublishedPage};

use super::disk::Disk;
use super::record::{address_line, last_addresses, read_address};
use super::replacement::write_text;

/// The file's name in the folder of a hub.
const FILE: &str = "lost-addresses.txt";

/// Its first line.
const TITLE: &str = "# Written by `wellread build`: addresses that lead to nothing now. \
                     `wellread audit` lists them.\n";

/// What was at the addresses of a hub's site in a folder, and before that, as far as it can be
/// read. For commands that write nothing: what is wrong with the folder, the next build says.
pub(crate) fn last_publication(root: &Path, output: &Path) -> Publication {
    Publication { addresses: last_addresses(output), lost: lost_addresses(root) }
}

/// The lost addresses of a hub. A line that cannot be read is skipped: the file is there to remind
/// people, and no build depends on it.
fn lost_addresses(root: &Path) -> BTreeMap<Route, PublishedPage> {
    let text = fs::read_to_string(root.join(FILE)).unwrap_or_default();
    text.lines().filter_map(read_address).collect()
}

/// Writes the lost addresses of a hub down, if they are others than before.
///
/// Nothing is said of a folder that cannot be written to: the site is right anyway.
pub(crate) fn record_lost(root: &Path, lost: &BTreeMap<Route, PublishedPage>) {
    if *lost == lost_addresses(root) {
        return;
    }
    let lines = lost.iter().map(|(route, page)| address_line(route, page));
    let text = format!("{TITLE}{}", lines.collect::<String>());
    let _ = write_text(&Disk::new(), &root.join(FILE), &text);
}
