//! The table of a site's files: which there are, and how each is made when it is asked for.
//!
//! The table is complete before the first page is rendered, so that two files that want the same
//! path are found early, and so that a preview can answer for a single path. The files of the
//! search index are the exception: their names depend on their content.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use wellread_model::portable::file_or_folder;
use wellread_model::{Diagnostic, Place, SourcePath};

use crate::cache::InspectedFile;
use crate::theme::Assets;
use crate::view::{PageSpec, Views};

/// The content of a file of the output. It can be read, compared and stored without a copy where a
/// cache holds the same bytes already.
#[derive(Debug, Clone)]
pub struct Content {
    /// What the file holds.
    bytes: ContentBytes,
    /// Whether its name holds a hash of them, so that browsers may keep it for a year.
    is_hashed: bool,
}

#[derive(Debug, Clone)]
enum ContentBytes {
    /// Bytes that were made for this file.
    Owned(Vec<u8>),
    /// Bytes that are cached, or come from a source.
    Shared(Arc<[u8]>),
}

impl Content {
    /// Content that was made for this file.
    pub(crate) fn owned(bytes: impl Into<Vec<u8>>) -> Self {
        Self { bytes: ContentBytes::Owned(bytes.into()), is_hashed: false }
    }

    /// Content that a cache or the sources hold too.
    pub(crate) fn shared(bytes: &Arc<[u8]>) -> Self {
        Self { bytes: ContentBytes::Shared(Arc::clone(bytes)), is_hashed: false }
    }

    /// Shared content of a file whose path holds a hash of its content.
    pub(crate) fn hashed(bytes: &Arc<[u8]>) -> Self {
        Self { is_hashed: true, ..Self::shared(bytes) }
    }

    /// Whether the path of the file holds a hash of its content, so that other content would have
    /// another path.
    #[must_use]
    pub const fn is_hashed(&self) -> bool {
        self.is_hashed
    }

    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match &self.bytes {
            ContentBytes::Owned(bytes) => bytes,
            ContentBytes::Shared(bytes) => bytes,
        }
    }

    /// Whether these are the same bytes as `other`. Takes no time where both share them.
    #[must_use]
    pub fn is_same_as(&self, other: &Arc<[u8]>) -> bool {
        match &self.bytes {
            ContentBytes::Shared(bytes) if Arc::ptr_eq(bytes, other) => true,
            _ => *self.bytes() == **other,
        }
    }

    /// The bytes behind a shared pointer, without a copy if they are shared already.
    #[must_use]
    pub fn into_shared(self) -> Arc<[u8]> {
        match self.bytes {
            ContentBytes::Owned(bytes) => Arc::from(bytes),
            ContentBytes::Shared(bytes) => bytes,
        }
    }
}

/// What the files for programs are written from: the feed, the sitemap, the glossary as data.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DataContext<'a> {
    /// The entries and all that pages show.
    pub(crate) views: &'a Views,
    /// All pages, in no particular order.
    pub(crate) specs: &'a [PageSpec],
    /// The static files of the theme with their addresses.
    pub(crate) assets: &'a Assets,
}

/// Writes the text of a file for programs. A plain function, so that a table of them is a constant.
pub(crate) type TextFn = fn(DataContext<'_>) -> String;

/// How a file of the site is made.
#[derive(Debug, Clone)]
pub(crate) enum SiteFile {
    /// By the template of the [`PageSpec`] at this index.
    Page(usize),
    /// By a function.
    Text(TextFn),
    /// Finished content.
    Bytes(Arc<[u8]>),
    /// It is a file of the hub.
    Copied {
        /// What is published of it.
        content: CopiedContent,
        /// The file, for messages.
        source: SourcePath,
    },
    /// Finished content, whose hash is in the name of the file.
    Named(Arc<[u8]>),
    /// With the index of the search, which is made of all pages together.
    Search,
}

/// What is published of a file of the hub.
#[derive(Debug, Clone)]
pub(crate) enum CopiedContent {
    /// All of it.
    Whole(Arc<[u8]>),
    /// An image without its metadata.
    Cleaned {
        /// All of it.
        whole: Arc<[u8]>,
        /// What was found in it.
        file: InspectedFile,
    },
}

impl CopiedContent {
    /// The file as it is in the hub.
    pub(crate) fn whole(&self) -> &[u8] {
        match self {
            Self::Whole(whole) | Self::Cleaned { whole, .. } => whole,
        }
    }

    /// The published bytes.
    pub(crate) fn content(&self) -> Content {
        match self {
            Self::Whole(bytes) => Content::shared(bytes),
            Self::Cleaned { whole, file: InspectedFile { inspection, cell, .. } } => {
                let cleaned = || match &inspection.pieces {
                    Some(pieces) => pieces.join(whole),
                    None => whole.to_vec(),
                };
                match cell {
                    Some(cell) => Content::shared(cell.get_or_init(|| Arc::from(cleaned()))),
                    None => Content::owned(cleaned()),
                }
            }
        }
    }
}

/// A file of the hub that the site has as it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CopiedFile<'a> {
    /// Where it is on the site.
    pub(crate) path: &'a str,
    /// What is in it, as far as that is published.
    pub(crate) content: &'a CopiedContent,
    /// Where it is in the hub.
    pub(crate) source: &'a SourcePath,
}

/// The files of a site by path, with `/` between the segments. The map is sorted, because a folder
/// is then one contiguous range of it.
#[derive(Debug, Default)]
pub(crate) struct SiteFiles(BTreeMap<String, SiteFile>);

impl SiteFiles {
    /// Adds a file that the site makes itself. Such files have paths of their own, so nothing is
    /// replaced.
    pub(crate) fn add(&mut self, path: impl Into<String>, file: SiteFile) {
        self.0.insert(path.into(), file);
    }

    /// Adds a file of the hub. If its path is taken, or a folder on it is a file, that is reported
    /// and the file is left out.
    pub(crate) fn add_from(
        &mut self,
        path: String,
        content: CopiedContent,
        source: &SourcePath,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        if let Some(other) = self.in_the_way(&path) {
            let message = format!("The site has /{other}, so there cannot be /{path}.");
            diagnostics.push(
                Diagnostic::error("same-address", Place::file(source.clone()), message).help(
                    "One name cannot be a file and a folder. Rename this file, or delete it.",
                ),
            );
            return;
        }
        match self.0.entry(path) {
            Entry::Vacant(place) => {
                place.insert(SiteFile::Copied { content, source: source.clone() });
            }
            Entry::Occupied(taken) => diagnostics.push(
                Diagnostic::error(
                    "same-address",
                    Place::file(source.clone()),
                    format!("The site has a page or file at /{} already.", taken.key()),
                )
                .help("Rename this file, or delete it."),
            ),
        }
    }

    /// A file that can't exist next to one at `path`, because one of them would have to be a folder
    /// of the other, as with `a` and `a/b`. Two files at the same path are another matter.
    fn in_the_way(&self, path: &str) -> Option<&str> {
        let above = path.match_indices('/').map(|(at, _)| &path[..at]);
        let folder = format!("{path}/");
        // The slash matters: `a-b` sorts between `a` and `a/b` and isn't in the way of either.
        let below =
            self.0.range(folder.clone()..).next().filter(|(other, _)| other.starts_with(&folder));
        above
            .filter_map(|folder| self.0.get_key_value(folder))
            .next()
            .or(below)
            .map(|(other, _)| other.as_str())
    }

    /// The file at a path, if the site has one there.
    pub(crate) fn get(&self, path: &str) -> Option<&SiteFile> {
        self.0.get(path)
    }

    /// The path of a file, or of a folder with files in it, as the site spells it, and a file that
    /// is there. `None` if nothing is at the path.
    pub(crate) fn at(&self, path: &str) -> Option<(&str, &SiteFile)> {
        file_or_folder(&self.0, path)
    }

    /// All files, sorted by path.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &SiteFile)> {
        self.0.iter().map(|(path, file)| (path.as_str(), file))
    }

    /// The files of the hub that the site has, sorted by their paths there.
    pub(crate) fn copied(&self) -> impl Iterator<Item = CopiedFile<'_>> {
        self.iter().filter_map(|(path, file)| match file {
            SiteFile::Copied { content, source } => Some(CopiedFile { path, content, source }),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(paths: &[&str]) -> SiteFiles {
        let mut files = SiteFiles::default();
        for &path in paths {
            files.add(path, SiteFile::Search);
        }
        files
    }

    #[test]
    fn a_name_is_a_file_or_a_folder_but_not_both() {
        let files = files(&["a-b", "a/b/c", "d", "e.html"]);
        assert_eq!(files.in_the_way("a"), Some("a/b/c"));
        assert_eq!(files.in_the_way("a/b"), Some("a/b/c"));
        assert_eq!(files.in_the_way("a/b/c/d"), Some("a/b/c"));
        assert_eq!(files.in_the_way("d/e/f"), Some("d"));
        for free in ["a/b/c", "a/b/d", "a/c", "a-b", "a-", "d", "dd/e", "e", "f/g"] {
            assert_eq!(files.in_the_way(free), None, "{free}");
        }
    }

    #[test]
    fn a_file_of_the_hub_never_replaces_another() {
        let mut files = files(&["a/b"]);
        let source = SourcePath::new("static/x");
        let mut diagnostics = Vec::new();
        for path in ["a/b", "a", "a/b/c", "a/c"] {
            let content = CopiedContent::Whole(Arc::from(*b"x"));
            files.add_from(path.to_owned(), content, &source, &mut diagnostics);
        }
        assert_eq!(diagnostics.len(), 3);
        assert!(diagnostics.iter().all(|one| one.code == "same-address"));
        let paths: Vec<&str> = files.iter().map(|(path, _)| path).collect();
        assert_eq!(paths, ["a/b", "a/c"]);
        assert!(matches!(files.get("a/b"), Some(SiteFile::Search)));
    }
}
