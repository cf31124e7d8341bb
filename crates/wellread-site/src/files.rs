//! The files of the output while they are being made.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use rayon::prelude::*;
use wellread_model::{Diagnostic, Place, SourcePath};

/// The content of a file of the output.
#[derive(Debug, Clone)]
pub enum Content {
    /// Bytes that were made for this file.
    Own(Vec<u8>),
    /// Bytes that somebody else keeps too.
    Shared(Arc<[u8]>),
}

impl Content {
    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Own(bytes) => bytes,
            Self::Shared(bytes) => bytes,
        }
    }

    /// Whether these are the same bytes; at once where they are shared.
    #[must_use]
    pub fn is(&self, other: &Arc<[u8]>) -> bool {
        match self {
            Self::Shared(bytes) if Arc::ptr_eq(bytes, other) => true,
            content => *content.bytes() == **other,
        }
    }

    /// The bytes, to be kept.
    #[must_use]
    pub fn into_shared(self) -> Arc<[u8]> {
        match self {
            Self::Own(bytes) => Arc::from(bytes),
            Self::Shared(bytes) => bytes,
        }
    }
}

/// What is kept of each file, by path.
pub(crate) struct Files<'a, K> {
    keep: &'a (dyn Fn(&str, Content) -> K + Sync),
    kept: BTreeMap<String, K>,
}

impl<'a, K: Send> Files<'a, K> {
    pub(crate) fn new(keep: &'a (dyn Fn(&str, Content) -> K + Sync)) -> Self {
        Self { keep, kept: BTreeMap::new() }
    }

    /// Adds a file that the site makes itself.
    pub(crate) fn add(&mut self, path: String, content: Content) {
        let kept = (self.keep)(&path, content);
        self.kept.insert(path, kept);
    }

    /// Adds many files at once.
    pub(crate) fn add_all(&mut self, files: impl ParallelIterator<Item = (String, Content)>) {
        let keep = self.keep;
        let kept: Vec<(String, K)> = files
            .map(|(path, content)| {
                let kept = keep(&path, content);
                (path, kept)
            })
            .collect();
        self.kept.extend(kept);
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
        match self.kept.entry(path) {
            Entry::Vacant(place) => {
                let kept = (self.keep)(place.key(), Content::Shared(content));
                place.insert(kept);
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
        let below = self
            .kept
            .range(folder.clone()..)
            .next()
            .filter(|(other, _)| other.starts_with(&folder));
        above
            .filter_map(|folder| self.kept.get_key_value(folder))
            .next()
            .or(below)
            .map(|(other, _)| other.as_str())
    }

    pub(crate) fn into_kept(self) -> BTreeMap<String, K> {
        self.kept
    }
}
