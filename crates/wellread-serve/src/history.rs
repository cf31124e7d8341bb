//! The sites of earlier builds: what has changed since, and what open pages may still ask for.

use std::sync::Arc;

use crate::snapshot::{ServedFile, ServedFiles};

/// For how many sites hashed files are served. An open page loads the new site as soon as it learns
/// of the change; three builds later, only a page that is hidden or cut off is left, and that
/// reloads when it is seen again.
const RETAINED_SITES: usize = 4;

/// What is known of earlier builds.
#[derive(Debug, Default)]
pub(crate) struct SiteHistory {
    /// The files of the last build that came to its end; none before the first.
    last: Arc<ServedFiles>,
    /// The hashed files of each of the last builds, the newest first: what older pages ask for.
    pub(crate) hashed: Vec<Arc<ServedFiles>>,
}

/// How a site differs from the one before, as paths of files.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct SiteChanges {
    /// New, or with other bytes.
    pub(crate) changed: Vec<String>,
    /// No longer there.
    pub(crate) removed: Vec<String>,
}

impl SiteHistory {
    /// Records the site of a build that came to its end, and compares it with the one before.
    pub(crate) fn record(&mut self, files: &Arc<ServedFiles>) -> SiteChanges {
        let hashed = files.iter().filter(|(_, file)| matches!(file, ServedFile::Hashed(_)));
        let hashed = hashed.map(|(path, file)| (path.clone(), file.clone())).collect();
        self.hashed.insert(0, Arc::new(hashed));
        self.hashed.truncate(RETAINED_SITES);
        let old = std::mem::replace(&mut self.last, Arc::clone(files));
        let is_same =
            |path: &str, file: &ServedFile| old.get(path).is_some_and(|old| old.is_same_as(file));
        let changed = files.iter().filter(|(path, file)| !is_same(path, file));
        let removed = old.keys().filter(|path| !files.contains_key(*path));
        SiteChanges {
            changed: changed.map(|(path, _)| path.clone()).collect(),
            removed: removed.cloned().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(hashed: &str) -> Arc<ServedFiles> {
        let bytes: Arc<[u8]> = hashed.as_bytes().into();
        let page = ("index.html".to_owned(), ServedFile::from(Arc::clone(&bytes)));
        Arc::new([page, (format!("{hashed}.css"), ServedFile::Hashed(bytes))].into())
    }

    #[test]
    fn hashed_files_of_the_last_sites_are_retained() {
        let mut history = SiteHistory::default();
        for name in ["a", "b", "c", "d", "e"] {
            history.record(&site(name));
        }
        let retained: Vec<&String> = history.hashed.iter().flat_map(|files| files.keys()).collect();
        assert_eq!(retained, ["e.css", "d.css", "c.css", "b.css"]);
    }

    #[test]
    fn the_same_bytes_are_no_change() {
        let mut history = SiteHistory::default();
        assert_eq!(history.record(&site("a")).changed, ["a.css", "index.html"]);
        assert_eq!(history.record(&site("a")), SiteChanges::default());
        let SiteChanges { changed, removed } = history.record(&site("b"));
        assert_eq!(changed, ["b.css", "index.html"]);
        assert_eq!(removed, ["a.css"]);
    }
}
