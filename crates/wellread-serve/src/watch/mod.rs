//! Notices that something in the hub's folder may have changed.
//!
//! Two sources, and neither is believed further than "look again". Native events come at once but
//! get lost: on network and cloud folders, in containers, when a queue overflows. A [`scan`] of
//! sizes and times never misses anything but is late and not free. So the scan always runs, seldom
//! as long as events arrive, and often once a change has been found that no event told of (or
//! where there are no native events at all). Both ring the [`inbox`], which waits for quiet.
//!
//! Folders are watched, never files: editors that save by renaming replace the file, and the watch
//! would go with it. Each folder at the top is watched by itself, so that an ignored one (the
//! output, `.git`) costs nothing. Never here: building, or reading a file's content.

pub(crate) mod inbox;
pub(crate) mod native;
pub(crate) mod scan;
pub(crate) mod watching;

use std::path::{Path, PathBuf};

/// What is watched: a folder, and what in it is none of our business.
#[derive(Debug, Clone)]
pub(crate) struct Scope {
    /// The hub's folder as the caller named it, absolute.
    root: PathBuf,
    /// The same without symbolic links, as some systems report it.
    real_root: PathBuf,
    /// Paths relative to the root.
    ignore: Vec<PathBuf>,
}

impl Scope {
    /// Makes the paths absolute. Relative paths to ignore are relative to the root.
    pub(crate) fn new(root: &Path, ignore: &[PathBuf]) -> Self {
        let root = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
        let real_root = root.canonicalize().unwrap_or_else(|_| root.clone());
        let mut scope = Self { root, real_root, ignore: Vec::new() };
        let inside = |path: &PathBuf| scope.inside(&scope.root.join(path)).map(Path::to_owned);
        // What lies outside is not watched anyway, and the root itself cannot be meant.
        scope.ignore =
            ignore.iter().filter_map(inside).filter(|path| *path != Path::new("")).collect();
        scope
    }

    /// The hub's folder.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Whether changes at a path do not count.
    pub(crate) fn ignores(&self, path: &Path) -> bool {
        let Some(inside) = self.inside(path) else { return false };
        inside.components().any(|part| part.as_os_str() == ".git")
            || self.ignore.iter().any(|ignore| inside.starts_with(ignore))
    }

    /// Whether a path is the root or directly in it, where watches are set one by one.
    pub(crate) fn is_top(&self, path: &Path) -> bool {
        self.inside(path).is_none_or(|inside| inside.components().count() <= 1)
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
        let scope = Scope::new(&root, &["public".into(), root.join("a/b")]);
        for path in ["public", "public/index.html", ".git/HEAD", "content/.git/x", "a/b/c"] {
            assert!(scope.ignores(&root.join(path)), "{path}");
        }
        for path in ["", "content/a.md", "public.md", "a", ".gitignore", "../public/x"] {
            assert!(!scope.ignores(&root.join(path)), "{path}");
        }
        assert!(scope.is_top(&root.join("content")) && !scope.is_top(&root.join("content/a.md")));
    }
}
