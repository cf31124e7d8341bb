//! The pages of the preview, rendered when a browser asks for them.
//!
//! All pages of a large hub take more memory than everything that they are rendered from, and a
//! person looks at a few of them. So only the most recently requested ones are cached. The server
//! itself holds the files that are not pages.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use wellread_serve::{RenderFn, ServedFile, ServedFiles};
use wellread_site::{FinishedFile, Site};

/// How many requested files of a site are cached. The server asks several times for each page that
/// is open; few people have more than these open at once.
const RETAINED_FILES: usize = 8;

/// Renders the files of one site.
pub(super) struct SiteRenderer {
    site: Arc<Site>,
    /// The files that were asked for last, the latest first.
    recent: Mutex<VecDeque<(String, Arc<[u8]>)>>,
}

impl SiteRenderer {
    pub(super) fn new(site: &Arc<Site>) -> Arc<Self> {
        Arc::new(Self { site: Arc::clone(site), recent: Mutex::default() })
    }

    /// The file at a path; `None` if its template has an error, or if only a finished build has it.
    fn file(&self, path: &str) -> Option<Arc<[u8]>> {
        // Two threads may render a file at once, with the same result, so the list is not locked
        // while that happens.
        if let Some(known) = self.recent(|recent| {
            let known = recent.iter().position(|(known, _)| known == path)?;
            let known = recent.remove(known)?;
            let bytes = Arc::clone(&known.1);
            recent.push_front(known);
            Some(bytes)
        }) {
            return Some(known);
        }
        let bytes = self.site.file(path)?.ok()?.into_shared();
        self.recent(|recent| {
            recent.push_front((path.to_owned(), Arc::clone(&bytes)));
            recent.truncate(RETAINED_FILES);
        });
        Some(bytes)
    }

    /// A panic cannot leave the list half-updated, so poisoning is ignored.
    fn recent<T>(&self, look: impl FnOnce(&mut VecDeque<(String, Arc<[u8]>)>) -> T) -> T {
        look(&mut self.recent.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The files of a site that is not finished. What only a finished build can make, and a page
    /// whose template has an error, stay as they were in `old`.
    pub(super) fn early_files(self: &Arc<Self>, old: &Arc<ServedFiles>) -> ServedFiles {
        let (renderer, old) = (Arc::clone(self), Arc::clone(old));
        let render: RenderFn =
            Arc::new(move |path| renderer.file(path).or_else(|| old.get(path)?.bytes(path)));
        let lazy = |path: &str| (path.to_owned(), ServedFile::Lazy(Arc::clone(&render)));
        self.site.paths().chain(self.site.late_paths()).map(lazy).collect()
    }

    /// Renders the pages of a finished site. It holds no reference to the previous site, which can
    /// therefore be freed.
    pub(super) fn of_finished(self: &Arc<Self>) -> RenderFn {
        let renderer = Arc::clone(self);
        Arc::new(move |path| renderer.file(path))
    }
}

/// A finished file, whose page `render` makes. Another file with the same bytes as before stays the
/// same value, so that the server need not compare the bytes again to tell whether it has changed.
pub(super) fn served_file(
    old: Option<&ServedFile>,
    file: FinishedFile,
    render: &RenderFn,
) -> ServedFile {
    let content = match file {
        FinishedFile::Page(hash) => return ServedFile::Rendered(hash, Arc::clone(render)),
        FinishedFile::Whole(content) => content,
    };
    match old {
        Some(ServedFile::Bytes(old)) if content.is_same_as(old) => {
            ServedFile::Bytes(Arc::clone(old))
        }
        Some(ServedFile::Hashed(old)) if content.is_same_as(old) => {
            ServedFile::Hashed(Arc::clone(old))
        }
        _ if content.is_hashed() => ServedFile::Hashed(content.into_shared()),
        _ => ServedFile::Bytes(content.into_shared()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use wellread_content::{BuildOptions, SourceFile, Sources};
    use wellread_model::{Date, SourcePath};
    use wellread_site::BuildCache;

    use super::*;

    #[test]
    fn only_the_files_that_were_asked_for_last_are_kept() {
        let settings = "title = \"Hub\"\nbase_url = \"https://hub.test/\"\n";
        let file = SourceFile::new(settings.as_bytes().to_vec(), true);
        let files = BTreeMap::from([(SourcePath::new("site.toml"), file)]);
        let sources = Sources::new(files, Vec::new());
        let options = BuildOptions { today: Date::constant(2026, 11, 22), drafts: false };
        let resolved = Site::resolve(&sources, options, &mut BuildCache::for_rebuilding());
        let site = Arc::new(resolved.site.unwrap());
        let renderer = SiteRenderer::new(&site);
        let home = renderer.file("index.html").unwrap();
        let paths: Vec<&str> = site.paths().filter(|path| *path != "index.html").collect();
        assert!(paths.len() > 2 * RETAINED_FILES);
        for path in paths.iter().take(RETAINED_FILES - 1) {
            renderer.file(path).unwrap();
        }
        assert!(Arc::ptr_eq(&home, &renderer.file("index.html").unwrap()));
        for path in &paths {
            renderer.file(path).unwrap();
        }
        assert_eq!(renderer.recent(|recent| recent.len()), RETAINED_FILES);
        assert!(!Arc::ptr_eq(&home, &renderer.file("index.html").unwrap()));
    }
}
