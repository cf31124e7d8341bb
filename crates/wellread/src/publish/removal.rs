//! Which files of the old site are removed, and when.
//!
//! Nothing is removed here; `OutputWriter::finish` does it.

use std::collections::BTreeMap;

use wellread_model::portable::folded_path;

use super::order::Change;
use super::record::ContentHash;
use super::site_folder::SiteFolder;

/// The files of the old site that the new one does not have.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Removal<'a> {
    /// Those that are where a new file or its folder is needed. They cannot wait, because the new
    /// file could not be moved into place.
    pub(super) first: Vec<&'a String>,
    /// The others. Old pages link to them until the last of these pages is replaced.
    pub(super) last: Vec<&'a String>,
}

impl<'a> Removal<'a> {
    /// Compares the files of the old site with those of the new one, of which those in `changed`
    /// are still to be moved into `folder`.
    pub(super) fn new(
        old: &'a BTreeMap<String, ContentHash>,
        new: &BTreeMap<String, ContentHash>,
        changed: &BTreeMap<String, Change>,
        folder: &SiteFolder,
    ) -> Self {
        let removed: Vec<&String> = old.keys().filter(|path| !new.contains_key(*path)).collect();
        let mut removal = Self::default();
        if removed.is_empty() {
            return removal;
        }
        let by_folded: BTreeMap<_, &String> =
            new.keys().map(|path| (folded_path(path), path)).collect();
        for path in removed {
            // Where letter case does not count, the same file may have another name from now on.
            let renamed = by_folded.get(&folded_path(path)).filter(|new| {
                same_file::is_same_file(folder.file(path), folder.file(new)).unwrap_or(false)
            });
            match renamed {
                Some(new) if changed.get(*new) == Some(&Change::New) => removal.first.push(path),
                // It has that name already: to remove the old name would be to remove the file.
                Some(_) => {}
                None if is_in_the_way(path, new) => removal.first.push(path),
                None => removal.last.push(path),
            }
        }
        removal
    }

    /// Whether there is nothing to remove.
    pub(super) const fn is_empty(&self) -> bool {
        self.first.is_empty() && self.last.is_empty()
    }
}

/// Whether an old file is where a new one needs a folder, or inside a folder whose name a new
/// file takes.
fn is_in_the_way(old: &str, new: &BTreeMap<String, ContentHash>) -> bool {
    let folder = format!("{old}/");
    let inside =
        new.range(folder.clone()..).next().is_some_and(|(path, _)| path.starts_with(&folder));
    inside || old.match_indices('/').any(|(at, _)| new.contains_key(&old[..at]))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::sync::Arc;

    use super::*;
    use crate::publish::Disk;

    fn files(paths: &[&str]) -> BTreeMap<String, ContentHash> {
        paths.iter().map(|path| ((*path).to_owned(), 1)).collect()
    }

    fn site_folder(root: &Path) -> SiteFolder {
        SiteFolder::new(Arc::new(Disk::new()), root.to_owned(), root.to_owned())
    }

    #[test]
    fn what_is_in_the_way_goes_first() {
        let folder = site_folder(Path::new("none"));
        let old = files(&["a", "b/c/d", "b-c", "e", "f/g", "h"]);
        let new = files(&["a/x", "b", "e", "f/h"]);
        let removal = Removal::new(&old, &new, &BTreeMap::new(), &folder);
        assert_eq!(removal.first, ["a", "b/c/d"]);
        assert_eq!(removal.last, ["b-c", "f/g", "h"]);
        assert!(Removal::new(&old, &old, &BTreeMap::new(), &folder).is_empty());
    }

    #[test]
    fn a_file_is_not_lost_with_its_old_name() {
        let root = tempfile::tempdir().unwrap();
        let folder = site_folder(root.path());
        let (old, new) = (files(&["Photo.jpg"]), files(&["photo.jpg"]));
        fs::write(root.path().join("Photo.jpg"), "").unwrap();
        // As if letter case did not count: both names are those of one file.
        let _ = fs::hard_link(root.path().join("Photo.jpg"), root.path().join("photo.jpg"));
        let change = |change| BTreeMap::from([("photo.jpg".to_owned(), change)]);
        let waiting = change(Change::New);
        assert_eq!(Removal::new(&old, &new, &waiting, &folder).first, ["Photo.jpg"]);
        for changed in [BTreeMap::new(), change(Change::Replaced)] {
            assert!(Removal::new(&old, &new, &changed, &folder).is_empty());
        }
    }

    #[test]
    fn two_files_may_differ_in_letter_case() {
        let root = tempfile::tempdir().unwrap();
        let folder = site_folder(root.path());
        let (old, new) = (files(&["Photo.jpg"]), files(&["photo.jpg"]));
        fs::write(root.path().join("Photo.jpg"), "").unwrap();
        if fs::exists(root.path().join("photo.jpg")).unwrap() {
            // Not on this disk.
            return;
        }
        let changed = BTreeMap::from([("photo.jpg".to_owned(), Change::New)]);
        assert_eq!(Removal::new(&old, &new, &changed, &folder).last, ["Photo.jpg"]);
    }
}
