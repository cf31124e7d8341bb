//! Stores the lost addresses of a site, for the audit.
//!
//! They are not part of the record: a record says what a site is, whatever was there before it, so
//! that a build after another leaves the same bytes as a first one. So they have a file of their
//! own, next to `site.toml`, in which a clinic's staff can share them.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use anyhow::{Context as _, Result};
use wellread_model::Route;
use wellread_site::{Publication, PublishedPage};

use super::disk::Disk;
use super::record::{address_line, last_addresses, read_address};
use super::regular_file::read_text_of_hub;
use super::replacement::write_text;

/// The file's name in the folder of a hub.
const FILE: &str = "lost-addresses.txt";

/// How its first line begins.
const START: &str = "# Written by `wellread build`";

/// Its first line.
const TITLE: &str = "# Written by `wellread build`: addresses that lead to nothing now. \
                     `wellread audit` lists them.\n";

/// What was at the addresses of a hub's site in a folder, and before that, as far as it can be
/// read. For commands that write nothing: what is wrong with the folder, the next build says.
pub(crate) fn last_publication(root: &Path, output: &Path) -> Publication {
    Publication { addresses: last_addresses(output), lost: lost_addresses(root) }
}

/// The lost addresses of a hub, as far as they can be read: no build depends on them.
fn lost_addresses(root: &Path) -> BTreeMap<Route, PublishedPage> {
    addresses_in(&read_text_of_hub(&root.join(FILE)).unwrap_or_default())
}

fn addresses_in(text: &str) -> BTreeMap<Route, PublishedPage> {
    text.lines().filter_map(read_address).collect()
}

/// Writes down the lost addresses of a hub if they have changed. Lines that others have added stay.
///
/// # Errors
/// If there is something that Wellread did not make, or the machine fails. The site is right
/// anyway, but the audit will not list the addresses.
pub(crate) fn record_lost(root: &Path, lost: &BTreeMap<Route, PublishedPage>) -> Result<()> {
    let file = root.join(FILE);
    let failed = || {
        format!(
            "{FILE} was left as it is, so `wellread audit` will not list the addresses that are \
             gone now"
        )
    };
    let before = match read_text_of_hub(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        // What cannot be read may be anything.
        Err(error) if !lost.is_empty() => return Err(error).with_context(failed),
        Err(_) => return Ok(()),
    };
    if *lost == addresses_in(&before) {
        return Ok(());
    }
    let mut lines = before.trim_start_matches('\u{feff}').lines();
    if !before.is_empty() && lines.next().is_none_or(|first| !first.starts_with(START)) {
        let problem = "it is not a file that Wellread made, or its first line was changed";
        return Err(anyhow::anyhow!(problem)).with_context(failed);
    }
    // Between the marks of a merge that failed are the addresses of both sides; both have been
    // read.
    let is_mark =
        |line: &str| ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|it| line.starts_with(it));
    let notes = lines.filter(|line| !is_mark(line) && read_address(line).is_none());
    let notes = notes.map(|line| format!("{line}\n"));
    let addresses = lost.iter().map(|(route, page)| address_line(route, page));
    let text: String = std::iter::once(TITLE.to_owned()).chain(notes).chain(addresses).collect();
    write_text(&Disk::new(), &file, &text).with_context(failed)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use wellread_site::PageOrigin;

    use super::*;

    fn lost(routes: &[&str]) -> BTreeMap<Route, PublishedPage> {
        let page = |route: &str| PublishedPage {
            origin: PageOrigin::File,
            title: route.to_owned(),
            text: 1,
        };
        routes.iter().map(|route| (Route::new(*route), page(route))).collect()
    }

    #[test]
    fn what_others_have_written_stays() {
        let hub = tempfile::tempdir().unwrap();
        let (root, file) = (hub.path(), hub.path().join(FILE));
        record_lost(root, &lost(&[])).unwrap();
        assert!(!file.exists(), "there is nothing to write down");
        record_lost(root, &lost(&["a/", "b/"])).unwrap();
        assert_eq!(lost_addresses(root), lost(&["a/", "b/"]));
        // Notes, the line breaks of Windows, and what Git could not merge.
        let text = fs::read_to_string(&file).unwrap();
        let text = format!("\u{feff}{text}# Kim asks who links to a/\n<<<<<<< HEAD\n=======\n");
        fs::write(&file, text.replace('\n', "\r\n")).unwrap();
        record_lost(root, &lost(&["b/", "c/"])).unwrap();
        assert_eq!(lost_addresses(root), lost(&["b/", "c/"]));
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains("# Kim asks who links to a/\n") && !text.contains('<'), "{text}");
        assert_eq!(text.matches(START).count(), 1);
    }

    #[test]
    fn what_is_not_ours_is_left_alone() {
        let hub = tempfile::tempdir().unwrap();
        let (root, file) = (hub.path(), hub.path().join(FILE));
        for foreign in [b"Dear parents\n".as_slice(), b"\xff\xfe#\0", b"# Written by hand\n"] {
            fs::write(&file, foreign).unwrap();
            let error = format!("{:#}", record_lost(root, &lost(&["a/"])).unwrap_err());
            assert!(error.starts_with("lost-addresses.txt was left as it is"), "{error}");
            assert_eq!(fs::read(&file).unwrap(), foreign);
            // Nothing is lost, so nothing is to be said.
            record_lost(root, &lost(&[])).unwrap();
        }
        fs::remove_file(&file).unwrap();
        fs::create_dir(&file).unwrap();
        assert!(record_lost(root, &lost(&["a/"])).is_err());
    }

    #[test]
    #[cfg(unix)]
    fn nothing_is_written_through_a_link() {
        let (hub, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let [target, missing] = ["gold", "none"].map(|name| elsewhere.path().join(name));
        fs::write(&target, TITLE).unwrap();
        for to in [&target, &missing] {
            let link = hub.path().join(FILE);
            std::os::unix::fs::symlink(to, &link).unwrap();
            let error = format!("{:#}", record_lost(hub.path(), &lost(&["a/"])).unwrap_err());
            assert!(error.contains("it is a link"), "{error}");
            assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
            fs::remove_file(&link).unwrap();
        }
        assert_eq!(fs::read_to_string(&target).unwrap(), TITLE);
        assert!(!missing.exists());
    }
}
