//! The sites of earlier builds: what has changed since, and what open pages may still ask for.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::snapshot::{ServedFile, ServedFiles};

/// For how many sites their hashed files are served after they are gone. An open page loads the
/// new site as soon as it learns of the change; three builds later, only a page that is hidden or
/// cut off is left, and that reloads when it is seen again.
const RETAINED_SITES: usize = 3;

/// What is known of earlier builds.
#[derive(Debug, Default)]
pub(crate) struct SiteHistory {
    /// The files of the last build that came to its end; none before the first.
    last: Option<Arc<ServedFiles>>,
    /// The hashed files that each of the last builds removed, the newest first.
    removed: VecDeque<ServedFiles>,
}

impl SiteHistory {
    /// All hashed files that a page of an earlier site may ask for.
    pub(crate) fn retained(&self) -> ServedFiles {
        // The oldest first, so that a newer file wins where two have the same path.
        let removed = self.removed.iter().rev().flatten();
        let last = self.last.iter().flat_map(|files| hashed(files));
        removed.chain(last).map(|(path, file)| (path.clone(), file.clone())).collect()
    }

    /// Records the site of a build that came to its end. Returns the output paths that are new or
    /// have other bytes, and those that are gone, all of them sorted.
    pub(crate) fn record(&mut self, files: Arc<ServedFiles>) -> SiteDifference {
        let Some(old) = self.last.replace(Arc::clone(&files)) else {
            return SiteDifference {
                changed: files.keys().cloned().collect(),
                removed: Vec::new(),
            };
        };
        // Only what is gone, since the rest is served from the site itself.
        let gone = hashed(&old).filter(|(path, _)| !files.contains_key(*path));
        let gone: ServedFiles = gone.map(|(path, file)| (path.clone(), file.clone())).collect();
        self.removed.push_front(gone);
        self.removed.truncate(RETAINED_SITES);
        let is_same =
            |path: &str, file: &ServedFile| old.get(path).is_some_and(|old| old.is_same_as(file));
        let changed = files.iter().filter(|(path, file)| !is_same(path, file));
        let removed = old.keys().filter(|path| !files.contains_key(*path));
        SiteDifference {
            changed: changed.map(|(path, _)| path.clone()).collect(),
            removed: removed.cloned().collect(),
        }
    }
}

/// What a build has changed; see [`crate::Event::Built`].
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct SiteDifference {
    pub(crate) changed: Vec<String>,
    pub(crate) removed: Vec<String>,
}

impl SiteDifference {
    /// Whether the site is the same as before.
    pub(crate) const fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.removed.is_empty()
    }
}

fn hashed(files: &ServedFiles) -> impl Iterator<Item = (&String, &ServedFile)> {
    files.iter().filter(|(_, file)| matches!(file, ServedFile::Hashed(_)))
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
    fn hashed_files_of_the_last_three_sites_are_retained() {
        let mut history = SiteHistory::default();
        for name in ["a", "b", "c", "d", "e"] {
            history.record(site(name));
        }
        let retained: Vec<String> = history.retained().into_keys().collect();
        assert_eq!(retained, ["b.css", "c.css", "d.css", "e.css"]);
    }

    #[test]
    fn the_same_bytes_are_no_change() {
        let mut history = SiteHistory::default();
        assert_eq!(history.record(site("a")).changed, ["a.css", "index.html"]);
        assert!(history.record(site("a")).is_empty());
        let difference = history.record(site("b"));
        assert_eq!(difference.changed, ["b.css", "index.html"]);
        assert_eq!(difference.removed, ["a.css"]);
    }
}
