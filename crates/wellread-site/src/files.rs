//! The files of a site before they are made: which there are, and how each is made.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use wellread_model::{Diagnostic, Place, SourcePath};

use crate::site::Site;

/// The content of a file of the output.
#[derive(Debug, Clone)]
pub struct Content {
    bytes: ContentBytes,
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

    /// Content that is in use elsewhere too.
    pub(crate) fn shared(bytes: &Arc<[u8]>) -> Self {
        Self { bytes: ContentBytes::Shared(Arc::clone(bytes)), is_hashed: false }
    }

    /// The same, of a file whose path holds a hash of its content.
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

    /// Whether these are the same bytes; at once where they are shared.
    #[must_use]
    pub fn is(&self, other: &Arc<[u8]>) -> bool {
        match &self.bytes {
            ContentBytes::Shared(bytes) if Arc::ptr_eq(bytes, other) => true,
            _ => *self.bytes() == **other,
        }
    }

    /// The bytes, to be stored.
    #[must_use]
    pub fn into_shared(self) -> Arc<[u8]> {
        match self.bytes {
            ContentBytes::Owned(bytes) => Arc::from(bytes),
            ContentBytes::Shared(bytes) => bytes,
        }
    }
}

/// Makes the text of a file of the site.
pub(crate) type TextFn = fn(&Site) -> String;

/// How a file of the site is made.
#[derive(Debug, Clone)]
pub(crate) enum SiteFile {
    /// By the template of the plan with this number.
    Page(usize),
    /// By a function.
    Text(TextFn),
    /// It is there already.
    Bytes(Arc<[u8]>),
    /// It is there already, and its name holds a hash of its content.
    Named(Arc<[u8]>),
    /// With the index of the search, which is made of all pages together.
    Search,
}

/// The files of a site by path, with `/` between the parts.
#[derive(Debug, Default)]
pub(crate) struct SiteFiles(BTreeMap<String, SiteFile>);

impl SiteFiles {
    /// Adds a file that the site makes itself.
    pub(crate) fn add(&mut self, path: impl Into<String>, file: SiteFile) {
        self.0.insert(path.into(), file);
    }

    /// Adds a file of the hub. If something else has its place, that is reported.
    pub(crate) fn add_from(
        &mut self,
        path: String,
        content: Arc<[u8]>,
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
                place.insert(SiteFile::Bytes(content));
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

    /// A file that needs a folder where this one is, or the other way round.
    fn in_the_way(&self, path: &str) -> Option<&str> {
        let above = path.match_indices('/').map(|(at, _)| &path[..at]);
        let folder = format!("{path}/");
        let below =
            self.0.range(folder.clone()..).next().filter(|(other, _)| other.starts_with(&folder));
        above
            .filter_map(|folder| self.0.get_key_value(folder))
            .next()
            .or(below)
            .map(|(other, _)| other.as_str())
    }

    pub(crate) fn get(&self, path: &str) -> Option<&SiteFile> {
        self.0.get(path)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &SiteFile)> {
        self.0.iter().map(|(path, file)| (path.as_str(), file))
    }
}
