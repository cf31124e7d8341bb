//! Notices that something in the hub's folder may have changed.
//!
//! Two sources, and neither is believed further than "look again". Native events come at once but
//! get lost: on network and cloud folders, in containers, when a queue overflows. A [`scan`] of
//! sizes and times never misses anything but is late and not free. So the scan always runs: seldom
//! as long as events arrive, and often once a change has been found that no event reported (or
//! where there are no native events at all). Both raise the [`signal`], which waits for quiet.
//!
//! Folders are watched, never files: editors that save by renaming replace the file, and the watch
//! would go with it. Each folder at the top that a build reads is watched by itself, so that others
//! (the output, `.git`) cost nothing; links in them are not followed, as the build does not follow
//! them out of the hub either. Never here: building, or reading a file's content.
//! Where to read next: [`folder_watcher`].

pub(crate) mod folder_watcher;
pub(crate) mod native;
pub(crate) mod scan;
pub(crate) mod signal;

use std::path::{Component, Path, PathBuf};

/// What is watched: a folder, and what in it counts.
#[derive(Debug, Clone)]
pub(crate) struct Scope {
    /// The hub's folder as the caller named it, absolute.
    root: PathBuf,
    /// The same without symbolic links, as some systems report it.
    real_root: PathBuf,
    /// The names directly in it that count, with all that is below them.
    names: Vec<String>,
}

impl Scope {
    /// Makes the path absolute.
    pub(crate) fn new(root: &Path, names: &[String]) -> Self {
        let root = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
        let real_root = root.canonicalize().unwrap_or_else(|_| root.clone());
        Self { root, real_root, names: names.to_vec() }
    }

    /// The hub's folder.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The files and folders directly in it that count, whether they are there or not.
    pub(crate) fn tops(&self) -> impl Iterator<Item = PathBuf> {
        self.names.iter().map(|name| self.root.join(name))
    }

    /// Whether changes at a path count. What lies elsewhere does: a folder at the top may be a link.
    pub(crate) fn covers(&self, path: &Path) -> bool {
        let Some(inside) = self.inside(path) else { return true };
        let mut parts = inside.components().map(Component::as_os_str);
        let Some(first) = parts.next() else { return true };
        if parts.any(|part| part == ".git") {
            return false;
        }
        // Systems report the real path of what is behind a link, and the case that a name has on
        // disk.
        let is_behind = |top: PathBuf| top.canonicalize().is_ok_and(|real| path.starts_with(real));
        self.names.iter().any(|name| first == name.as_str()) || self.tops().any(is_behind)
    }

    /// Whether a path is the root or directly in it, where watches are set one by one.
    pub(crate) fn is_top(&self, path: &Path) -> bool {
        self.inside(path).is_some_and(|inside| inside.components().count() <= 1)
    }

    /// A path relative to the root, if it lies in it.
    fn inside<'a>(&self, path: &'a Path) -> Option<&'a Path> {
        path.strip_prefix(&self.root).or_else(|_| path.strip_prefix(&self.real_root)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_output_and_the_history_do_not_count() {
        let root = std::path::absolute("hub").unwrap();
        let scope = Scope::new(&root, &["site.toml".to_owned(), "content".to_owned()]);
        for path in ["public", "public/index.html", ".git/HEAD", "content/.git/x", "contents/a"] {
            assert!(!scope.covers(&root.join(path)), "{path}");
        }
        for path in ["", "content", "content/a.md", "site.toml"] {
            assert!(scope.covers(&root.join(path)), "{path}");
        }
        assert!(scope.covers(&root.with_file_name("elsewhere")));
        assert!(scope.is_top(&root.join("content")) && !scope.is_top(&root.join("content/a.md")));
    }
}
