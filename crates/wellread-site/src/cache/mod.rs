//! What pure stages made before, kept by exactly what they were made from.
//!
//! Forgetting all of it changes nothing but the time that a build takes.

mod bodies;

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use wellread_content::Sources;
use wellread_model::{Diagnostic, Library, Route};

pub(crate) use self::bodies::Bodies;
use crate::theme::{self, Theme};
use crate::view::PageSpec;

/// A page that is rendered at most once, shared by all sites in which it is the same.
pub(crate) type PageCell = Arc<OnceLock<Arc<[u8]>>>;

/// Results of earlier builds.
#[derive(Debug)]
pub struct BuildCache {
    /// Documents.
    pub(crate) content: wellread_content::DocumentCache,
    /// The theme.
    theme: Option<Arc<Theme>>,
    /// Whether pages are kept, which takes the memory of a whole site.
    caches_pages: bool,
    /// Pages by route, each with what it is made from: see [`crate::view::Views::key`].
    pages: FxHashMap<Route, (u64, PageCell)>,
    /// Tokenised pages.
    pub(crate) search: wellread_search::IndexCache,
    /// Rendered bodies.
    pub(crate) bodies: Bodies,
}

impl Default for BuildCache {
    fn default() -> Self {
        Self {
            content: wellread_content::DocumentCache::default(),
            theme: None,
            caches_pages: false,
            pages: FxHashMap::default(),
            search: wellread_search::IndexCache::disabled(),
            bodies: Bodies::default(),
        }
    }
}

impl BuildCache {
    /// A memory for building many times in one run of the program: it keeps whole pages too, and the
    /// index of the search.
    #[must_use]
    pub fn for_rebuilding() -> Self {
        let search = wellread_search::IndexCache::default();
        Self { caches_pages: true, search, ..Self::default() }
    }

    /// The theme of the hub, loaded again only if its files or its name have changed.
    pub(crate) fn theme(
        &mut self,
        library: &Library,
        sources: &Sources,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Arc<Theme>> {
        let fingerprint = theme::fingerprint(library, sources);
        if let Some(theme) = self.theme.as_ref().filter(|theme| theme.fingerprint == fingerprint) {
            return Some(Arc::clone(theme));
        }
        let before = diagnostics.len();
        let theme = Arc::new(theme::load(library, sources, diagnostics)?);
        // A theme with errors is not cached, since loading it again is what reports them again.
        self.theme = (diagnostics.len() == before).then(|| Arc::clone(&theme));
        Some(theme)
    }

    /// The pages of these specs, made already where they are the same as before; `None` if no pages
    /// are kept.
    pub(crate) fn pages(
        &mut self,
        specs: &[PageSpec],
        key: impl Fn(&PageSpec) -> u64 + Sync,
    ) -> Option<Vec<PageCell>> {
        if !self.caches_pages {
            return None;
        }
        let keyed: Vec<(u64, PageCell)> = specs
            .par_iter()
            .map(|spec| {
                let key = key(spec);
                let same = self.pages.get(&spec.route).filter(|(known, _)| *known == key);
                (key, same.map(|(_, page)| Arc::clone(page)).unwrap_or_default())
            })
            .collect();
        let routes = specs.iter().map(|spec| spec.route.clone());
        self.pages = routes.zip(keyed.iter().cloned()).collect();
        Some(keyed.into_iter().map(|(_, page)| page).collect())
    }
}
