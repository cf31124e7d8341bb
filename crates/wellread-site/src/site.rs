//! A site that is resolved and checked: each of its files can be made alone, or all together.
//!
//! [`Site::resolve`] does everything that depends on more than one entry: reading, resolving,
//! rendering bodies, the checks. What is left is a function of the site and a path, so that a
//! preview can render the page that a browser asks for before all others ([`Site::file`]), and a
//! build can render all of them in parallel ([`Site::finish`]). The search index depends on every
//! page at once, so only the latter makes it.
//!
//! The files that are not pages are in `outputs/`; the values that templates get in `view/`.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;
use tera::{Context, Value};
use wellread_content::{BuildOptions, Sources, Validity};
use wellread_model::{Diagnostic, Library, address, has_errors, sort};
use wellread_search::IndexFile;

use crate::cache::{BuildCache, PageCell};
use crate::check;
use crate::output::{Finished, Output};
use crate::outputs::files::{Content, DataContext, SiteFile, SiteFiles};
use crate::outputs::{DATA, assets, deploy, offline, search};
use crate::rendered::{RenderedHub, render_hub};
use crate::theme::{self, Assets, Theme};
use crate::view::{Hosting, PageSpec, ViewBuilder, Views, site, specs};

/// Initial capacity of the buffer for a rendered page, in bytes. Most pages are smaller, so their
/// buffers never grow.
const PAGE_SIZE: usize = 40 * 1024;

/// How many pages a worker thread takes at a time. Small, so that an interruption is noticed soon
/// and no thread is left with a long tail of slow pages.
const PAGES_PER_TASK: usize = 8;

/// A site that is resolved and checked.
#[derive(Debug)]
pub struct Site {
    views: Views,
    theme: Arc<Theme>,
    assets: Assets,
    /// The values that all templates get.
    site: Value,
    build: Value,
    specs: Vec<PageSpec>,
    /// The cached pages in the order of `specs`, if pages are cached.
    pages: Option<Vec<PageCell>>,
    files: SiteFiles,
    validity: Validity,
}

/// What was made of the sources before any template ran.
#[derive(Debug)]
pub struct Resolved {
    /// The site as far as the sources could be understood; none if there is nothing to go on with.
    /// It may be published only if none of the diagnostics is an error.
    pub site: Option<Site>,
    /// Everything that was noticed, in order.
    pub diagnostics: Vec<Diagnostic>,
}

impl Site {
    /// Reads the sources, resolves them, renders every body and checks all that can be checked
    /// before templates run. `cache` saves work and changes nothing else.
    #[must_use]
    pub fn resolve(sources: &Sources, options: BuildOptions, cache: &mut BuildCache) -> Resolved {
        let mut diagnostics = Vec::new();
        let site = resolve(sources, options, cache, &mut diagnostics);
        sort(&mut diagnostics);
        Resolved { site, diagnostics }
    }

    /// The path below which the site is served, with a slash at both ends.
    #[must_use]
    pub fn base_path(&self) -> &str {
        &self.views.base
    }

    /// The fields that a host should send with every response, as names and values.
    #[must_use]
    pub fn headers(&self) -> Vec<(&'static str, String)> {
        deploy::security(self.views.library.settings.html)
    }

    /// The paths of all files that [`Self::file`] can make, in order: all but those of the search
    /// index.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        let files = self.files.iter().filter(|(_, file)| !matches!(file, SiteFile::Search));
        files.map(|(path, _)| path)
    }

    /// Whether a file of the finished site belongs to the index of the search, which only
    /// [`Self::finish`] makes.
    #[must_use]
    pub fn is_index(&self, path: &str) -> bool {
        matches!(self.files.get(path), None | Some(SiteFile::Search))
    }

    /// Whether the name of a file of the finished site holds a hash of its content, so that pages of
    /// another build name another file.
    #[must_use]
    pub fn is_named_by_content(&self, path: &str) -> bool {
        match self.files.get(path) {
            None => true,
            Some(file) => matches!(file, SiteFile::Named(_)),
        }
    }

    /// What the templates were loaded from, as one number.
    #[must_use]
    pub fn theme_fingerprint(&self) -> u64 {
        self.theme.fingerprint
    }

    /// Makes one file. `None` if the site has none at this path.
    ///
    /// # Errors
    /// A mistake in the template of the page.
    pub fn file(&self, path: &str) -> Option<Result<Content, Box<Diagnostic>>> {
        match self.files.get(path)? {
            SiteFile::Page(spec) => Some(self.page(*spec)),
            SiteFile::Text(write) => {
                let site =
                    DataContext { views: &self.views, specs: &self.specs, assets: &self.assets };
                Some(Ok(Content::Own(write(site).into_bytes())))
            }
            SiteFile::Bytes(bytes) | SiteFile::Named(bytes) => {
                Some(Ok(Content::Shared(Arc::clone(bytes))))
            }
            SiteFile::Search => None,
        }
    }

    /// Makes all files and the search index, and passes each to `emit` as [`crate::build()`]
    /// describes.
    ///
    /// `is_outdated` says whether the result is still needed. It is asked before each page; a
    /// search index that has been started is finished first. Pages rendered before the interruption
    /// are cached and reused by the next call.
    pub fn finish<K: Send>(
        &self,
        cache: &mut BuildCache,
        emit: &(dyn Fn(&str, Content) -> K + Sync),
        is_outdated: &(dyn Fn() -> bool + Sync),
    ) -> Finished<K> {
        // Pages and index need nothing of each other, and neither fills both cores by itself: the
        // index ends with one thread that joins what the others collected.
        let ((made, mut errors), index) =
            rayon::join(|| self.emit_files(emit, is_outdated), || self.emit_index(cache, emit));
        if is_outdated() {
            return Finished::Interrupted;
        }
        if !errors.is_empty() {
            sort(&mut errors);
            return Finished::Failed(errors);
        }
        let mut files: BTreeMap<String, K> = made.into_iter().collect();
        files.extend(index);
        Finished::Complete(Output {
            files,
            pages: self.specs.len(),
            base_path: self.views.base.clone(),
            validity: self.validity,
        })
    }

    /// Emits every file but the search index; returns the results and the errors in templates.
    fn emit_files<K: Send>(
        &self,
        emit: &(dyn Fn(&str, Content) -> K + Sync),
        is_outdated: &(dyn Fn() -> bool + Sync),
    ) -> (Vec<(String, K)>, Vec<Diagnostic>) {
        let errors = Mutex::new(Vec::new());
        let make = |path: &str| match self.file(path)? {
            Ok(content) => Some((path.to_owned(), emit(path, content))),
            Err(error) => {
                lock(&errors).push(*error);
                None
            }
        };
        let paths: Vec<&str> = self.paths().collect();
        let made = paths
            .par_iter()
            .with_max_len(PAGES_PER_TASK)
            .filter_map(|path| (!is_outdated()).then(|| make(path)).flatten())
            .collect();
        (made, errors.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    /// Emits the files of the search index and, last, the script that names its core.
    fn emit_index<K: Send>(
        &self,
        cache: &mut BuildCache,
        emit: &(dyn Fn(&str, Content) -> K + Sync),
    ) -> Vec<(String, K)> {
        let files = Mutex::new(Vec::new());
        let each = |file: IndexFile| {
            let path = format!("{}{}", address::SEARCH_FILES, file.name);
            let emitted = emit(&path, Content::Shared(file.bytes));
            lock(&files).push((path, emitted));
        };
        let (library, bodies) = (&self.views.library, &self.views.bodies);
        let core = search::index(library, bodies, &mut cache.search, &each);
        let mut files = files.into_inner().unwrap_or_else(PoisonError::into_inner);
        let entry = Content::Own(search::entry(&core).into_bytes());
        files.push((address::SEARCH_CORE.to_owned(), emit(address::SEARCH_CORE, entry)));
        files
    }

    fn page(&self, spec: usize) -> Result<Content, Box<Diagnostic>> {
        let Some(pages) = &self.pages else {
            return Ok(Content::Own(self.template(&self.specs[spec])?));
        };
        if let Some(page) = pages[spec].get() {
            return Ok(Content::Shared(Arc::clone(page)));
        }
        let made = self.template(&self.specs[spec])?;
        // Two threads may render a page at once; both go on with the one that was stored first.
        Ok(Content::Shared(Arc::clone(pages[spec].get_or_init(|| Arc::from(made)))))
    }

    fn template(&self, spec: &PageSpec) -> Result<Vec<u8>, Box<Diagnostic>> {
        let (template, view) = self.views.page(spec);
        let mut context = Context::new();
        context.insert_value("site", self.site.clone());
        context.insert_value("build", self.build.clone());
        context.insert_value("page", view);
        let mut html = Vec::with_capacity(PAGE_SIZE);
        match self.theme.templates.render_to(template, &context, &mut html) {
            Ok(()) => Ok(html),
            Err(error) => Err(Box::new(theme::template_error(&error, &self.theme.origins))),
        }
    }
}

/// Locks a list that threads append to. A panic cannot leave the list half-updated, so poisoning is
/// ignored.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn resolve(
    sources: &Sources,
    options: BuildOptions,
    cache: &mut BuildCache,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Site> {
    let RenderedHub { hub, text, bodies, body_keys, .. } =
        render_hub(sources, options, cache, diagnostics)?;
    let library = hub.library;
    let theme = cache.theme(&library, sources, diagnostics);
    let mut files = SiteFiles::default();
    let assets = theme
        .as_ref()
        .map(|theme| assets::publish(&library, sources, theme, &mut files, diagnostics));
    // With errors so far, the checks below would report their consequences as further problems.
    let mut ignored = Vec::new();
    let diagnostics = if has_errors(diagnostics) { &mut ignored } else { diagnostics };
    let (theme, assets) = (theme?, assets?);
    let views = Views::new(library, bodies, text, options.drafts);
    let specs = specs(&views);
    check::redirects(&views.library, &specs, diagnostics);
    add_files(sources, &views, &specs, &assets, &mut files, diagnostics);
    let build = ViewBuilder::default()
        .set("generator", concat!("Wellread ", env!("CARGO_PKG_VERSION")))
        .set("drafts", views.drafts)
        .value();
    let site = site(&views, &assets, &hosting(&views.library));
    let public = views.public(&assets, theme.fingerprint);
    let pages = cache.pages(&specs, |spec| views.key(spec, public, &body_keys));
    let validity = hub.validity;
    Some(Site { views, theme, assets, site, build, specs, pages, files, validity })
}

fn hosting(library: &Library) -> Hosting {
    Hosting { policy: deploy::policy_in_page(library), worker: offline::route(library) }
}

/// Lists the files of the site. What the site makes itself comes first, so that a file of the hub
/// that wants the same place is the one that is reported.
fn add_files(
    sources: &Sources,
    views: &Views,
    specs: &[PageSpec],
    assets: &Assets,
    files: &mut SiteFiles,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (number, spec) in specs.iter().enumerate() {
        files.add(spec.route.output_path(), SiteFile::Page(number));
    }
    for (path, write) in DATA {
        files.add(path, SiteFile::Text(write));
    }
    files.add(address::SEARCH_CORE, SiteFile::Search);
    deploy::add(views, specs, files);
    offline::add(views, assets, files);
    assets::add_media(sources, views, files, diagnostics);
    assets::copy_static(sources, files, diagnostics);
    deploy::warn_of_cached_files(&views.library, sources, diagnostics);
}
