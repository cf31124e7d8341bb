//! Results of earlier builds, so that a rebuild computes only what has changed.
//!
//! Each pure stage has its own part: documents by the hash of their file, the theme, bodies, pages,
//! images and the parts of the search index. A result is stored with a fingerprint (a hash) of
//! exactly the inputs it was computed from and is reused only while that is the same. Dropping the
//! cache therefore changes nothing but the time that a build takes; `tests/incremental.rs` holds it
//! to that with random edits.
//!
//! Fingerprints are 64-bit XXH3 hashes. A result is compared only with the one that it would
//! replace, so a stale result needs a collision of two particular values, a chance of 1 in 2⁶⁴. The
//! hash doesn't withstand forgery and needn't: all inputs come from the authors of the hub.

mod bodies;
mod inspections;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use wellread_content::{SourceFile, Sources};
use wellread_model::{Diagnostic, Library, Route, SourcePath};

pub(crate) use self::bodies::Bodies;
pub(crate) use self::inspections::InspectedFile;
use self::inspections::Inspections;
use crate::stage::{Stage, StageListener};
use crate::theme::{self, Theme};
use crate::view::PageSpec;

/// The hash of a page, known once it has been rendered, and shared by every build in which the
/// page's inputs are the same. The page itself is not kept: a site can render it again, and all
/// pages of a large hub are more than everything that they are rendered from.
pub(crate) type PageCell = Arc<OnceLock<u64>>;

/// A page of an earlier build.
#[derive(Debug, Clone)]
struct CachedPage {
    /// The fingerprint of its inputs: see [`crate::view::Views::page_fingerprint`].
    fingerprint: u64,
    cell: PageCell,
}

/// Results of earlier builds, for the next one.
///
/// [`BuildCache::default`] caches what costs little memory: documents and the theme.
/// [`BuildCache::for_rebuilding`] caches everything.
#[derive(Debug)]
pub struct BuildCache {
    /// Parsed documents.
    pub(crate) content: wellread_content::DocumentCache,
    /// The last theme that loaded without errors.
    theme: Option<Arc<Theme>>,
    /// Whether there will be another build, so that bodies, pages' hashes and images are cached.
    is_for_rebuilding: bool,
    /// The pages of the last build by route.
    pages: FxHashMap<Route, CachedPage>,
    /// Tokenized pages and finished parts of the search index.
    pub(crate) search: wellread_search::IndexCache,
    /// Rendered bodies.
    pub(crate) bodies: Bodies,
    /// What is inside images and videos.
    inspections: Inspections,
    /// Who is notified of the stages of a build.
    pub(crate) listener: StageListener,
}

impl Default for BuildCache {
    fn default() -> Self {
        Self {
            content: wellread_content::DocumentCache::default(),
            theme: None,
            is_for_rebuilding: false,
            pages: FxHashMap::default(),
            search: wellread_search::IndexCache::disabled(),
            bodies: Bodies::default(),
            inspections: Inspections::default(),
            listener: StageListener::default(),
        }
    }
}

impl BuildCache {
    /// A cache for a program that builds many times, such as a preview: it also holds every
    /// rendered body, the hash of every page, and the parts of the search index.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::collections::BTreeMap;
    ///
    /// use wellread_content::{BuildOptions, SourceFile, Sources};
    /// use wellread_model::{Date, SourcePath};
    /// use wellread_site::{BuildCache, build};
    ///
    /// let hub = |definition: &str| {
    ///     let term = format!("---\nterm: IEP\n---\n\n{definition}\n");
    ///     let site = "title = \"Hub\"\nbase_url = \"https://example.org/\"\n".to_owned();
    ///     let files = [("site.toml", site), ("content/glossary/iep.md", term)].map(
    ///         |(path, text)| (SourcePath::new(path), SourceFile::new(text.into_bytes(), true)),
    ///     );
    ///     Sources::new(BTreeMap::from(files), Vec::new())
    /// };
    /// let options = BuildOptions { today: Date::constant(2026, 11, 26), drafts: false };
    /// let files = |sources: &Sources, cache: &mut BuildCache| {
    ///     let built = build(sources, options, cache, &|_, content| content.bytes().to_vec());
    ///     built.value.expect("the hub has no errors").files
    /// };
    ///
    /// let mut cache = BuildCache::for_rebuilding();
    /// files(&hub("A plan."), &mut cache);
    /// let rebuilt = files(&hub("A written plan."), &mut cache);
    /// // The second build reused what it could, and its output is that of a build from scratch.
    /// assert_eq!(rebuilt, files(&hub("A written plan."), &mut BuildCache::default()));
    /// ```
    #[must_use]
    pub fn for_rebuilding() -> Self {
        let search = wellread_search::IndexCache::default();
        Self { is_for_rebuilding: true, search, ..Self::default() }
    }

    /// The same cache, which notifies `listener` of each stage of a build.
    #[must_use]
    pub fn with_stage_listener(self, listener: impl Fn(Stage) + Send + Sync + 'static) -> Self {
        Self { listener: StageListener::new(listener), ..self }
    }

    /// The theme of the hub, loaded again only if its files or its name have changed. `None` if it
    /// has errors that leave nothing to render with.
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
        let theme = theme::load(library, sources, diagnostics)?;
        // A theme with errors is not cached, since loading it again is what reports them again.
        self.theme = (diagnostics.len() == before).then(|| Arc::clone(&theme));
        Some(theme)
    }

    /// Drops the bodies unless there may be another build, so that each belongs to the site alone.
    pub(crate) fn drop_bodies_of_one_build(&mut self) {
        if !self.is_for_rebuilding {
            self.bodies = Bodies::default();
        }
    }

    /// What is inside the published files of the hub, by path.
    pub(crate) fn inspect(
        &mut self,
        files: BTreeMap<SourcePath, SourceFile>,
    ) -> &BTreeMap<SourcePath, InspectedFile> {
        self.inspections.inspect(files, self.is_for_rebuilding)
    }

    /// The cells of the pages of `specs`, in their order: filled already where the fingerprint is
    /// that of the last build, else empty. `None` if pages aren't cached, and then neither `public`
    /// nor `fingerprint`, which is handed its result, is asked.
    pub(crate) fn pages(
        &mut self,
        specs: &[PageSpec],
        public: impl FnOnce() -> u64,
        fingerprint: impl Fn(&PageSpec, u64) -> u64 + Sync,
    ) -> Option<Vec<PageCell>> {
        if !self.is_for_rebuilding {
            return None;
        }
        let public = public();
        let pages: Vec<CachedPage> = specs
            .par_iter()
            .map(|spec| {
                let fingerprint = fingerprint(spec, public);
                let known = self.pages.get(&spec.route);
                let same = known.filter(|page| page.fingerprint == fingerprint);
                same.cloned()
                    .unwrap_or_else(|| CachedPage { fingerprint, cell: PageCell::default() })
            })
            .collect();
        let cells = pages.iter().map(|page| Arc::clone(&page.cell)).collect();
        // Pages that no longer exist leave the cache here: only those of this build stay.
        self.pages = specs.iter().map(|spec| spec.route.clone()).zip(pages).collect();
        Some(cells)
    }
}
