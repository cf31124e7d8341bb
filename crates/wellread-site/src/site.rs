//! A site that is resolved and checked: each of its files can be made alone, or all together.
//!
//! [`Site::resolve`] does everything that depends on more than one entry: reading, resolving,
//! rendering bodies, the checks. What is left is a function of the site and a path, so that a
//! preview can make the page that somebody looks at before all others ([`Site::file`]), and a
//! build makes them side by side ([`Site::finish`]). The index of the search is made of all pages
//! at once and comes with the latter.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use rayon::prelude::*;
use tera::{Context, Value};
use wellread_content::{BuildOptions, Sources, Validity};
use wellread_model::{Checked, Diagnostic, Library, Place, SourcePath, has_errors, sort};
use wellread_search::IndexFile;

use crate::assets;
use crate::build::{Output, RenderedHub, render_hub};
use crate::cache::BuildCache;
use crate::files::{Content, SiteFile, SiteFiles, TextFn};
use crate::markdown::media_route;
use crate::theme::{self, Theme};
use crate::view::{Assets, PageSpec, ViewBuilder, Views, site, specs};
use crate::{check, deploy, feed, offline, open_data, search};

/// The room that is made for a page before it is written, in bytes.
const PAGE_SIZE: usize = 40 * 1024;

/// The files for programs.
pub(crate) const DATA: [(&str, TextFn); 6] = [
    ("feed.xml", |site| feed::atom(&site.views)),
    ("sitemap.xml", |site| feed::sitemap(&site.views, &site.specs)),
    ("robots.txt", |site| feed::robots(&site.views)),
    ("manifest.webmanifest", |site| feed::manifest(&site.views, &site.assets)),
    ("glossary/terms.json", |site| open_data::terms_json(&site.views)),
    ("glossary/terms.csv", |site| open_data::terms_csv(&site.views)),
];

/// A page that is made once and kept.
pub(crate) type PageCell = Arc<OnceLock<Arc<[u8]>>>;

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
    /// The pages in the order of the plans, where they are kept.
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

    /// The paths of the files that only [`Self::finish`] can make and that keep their names when
    /// they change: those by which pages find the search index. Until they are made, those of the
    /// build before will do.
    pub fn late_paths(&self) -> impl Iterator<Item = &str> {
        let files = self.files.iter().filter(|(_, file)| matches!(file, SiteFile::Search));
        files.map(|(path, _)| path)
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
            SiteFile::Text(make) => Some(Ok(Content::owned(make(self)))),
            SiteFile::Bytes(bytes) => Some(Ok(Content::shared(bytes))),
            SiteFile::Named(bytes) => Some(Ok(Content::hashed(bytes))),
            SiteFile::Search => None,
        }
    }

    /// Makes all files and the index of the search. Mistakes in templates are in the diagnostics.
    ///
    /// See [`crate::build()`] for `emit` and `cache`. `None` if `is_outdated` says that nobody needs
    /// the result any more; it is asked before each page, and the index in hand is finished first.
    /// What was made by then is not made again.
    pub fn finish<K: Send>(
        &self,
        cache: &mut BuildCache,
        emit: &(dyn Fn(&str, Content) -> K + Sync),
        is_outdated: &(dyn Fn() -> bool + Sync),
    ) -> Option<Checked<Output<K>>> {
        let errors = Mutex::new(Vec::new());
        let make = |path: &str| match self.file(path)? {
            Ok(content) => Some((path.to_owned(), emit(path, content))),
            Err(error) => {
                lock(&errors).push(*error);
                None
            }
        };
        let paths: Vec<&str> = self.paths().collect();
        let (made, index) = rayon::join(
            || -> Vec<(String, K)> {
                let paths = paths.par_iter().with_max_len(8);
                paths.filter_map(|path| (!is_outdated()).then(|| make(path)).flatten()).collect()
            },
            || {
                let files = Mutex::new(Vec::new());
                let each = |file: IndexFile| {
                    let path = format!("{}{}", search::FOLDER, file.name);
                    let kept = emit(&path, Content::hashed(&file.bytes));
                    lock(&files).push((path, kept));
                };
                let (library, bodies) = (&self.views.library, &self.views.bodies);
                let core = search::index(library, bodies, &mut cache.search, &each);
                (core, files.into_inner().unwrap_or_else(PoisonError::into_inner))
            },
        );
        if is_outdated() {
            return None;
        }
        let mut files: BTreeMap<String, K> = made.into_iter().collect();
        let (core, index) = index;
        let entry = search::entry(&core);
        files.insert(search::ENTRY.to_owned(), emit(search::ENTRY, Content::owned(entry)));
        files.extend(index);
        let mut diagnostics = errors.into_inner().unwrap_or_else(PoisonError::into_inner);
        sort(&mut diagnostics);
        let output = Output {
            files,
            pages: self.specs.len(),
            base_path: self.views.base.clone(),
            validity: self.validity,
        };
        Some(Checked { value: diagnostics.is_empty().then_some(output), diagnostics })
    }

    fn page(&self, spec: usize) -> Result<Content, Box<Diagnostic>> {
        let Some(pages) = &self.pages else {
            return Ok(Content::owned(self.template(&self.specs[spec])?));
        };
        if let Some(page) = pages[spec].get() {
            return Ok(Content::shared(page));
        }
        let made = self.template(&self.specs[spec])?;
        // Two threads may make a page at once; both go on with the one that is kept.
        Ok(Content::shared(pages[spec].get_or_init(|| Arc::from(made))))
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

/// Whoever panics under one of these locks leaves a whole list behind.
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
    let theme = load_theme(&library, sources, cache, diagnostics);
    let mut files = SiteFiles::default();
    let assets = theme
        .as_ref()
        .map(|theme| assets::publish(&library, sources, theme, &mut files, diagnostics));
    // Where there are mistakes, what follows would only tell of the same ones again.
    let mut unsaid = Vec::new();
    let diagnostics = if has_errors(diagnostics) { &mut unsaid } else { diagnostics };
    let (theme, assets) = (theme?, assets?);
    let views = Views::new(library, bodies, text, options.drafts);
    let specs = specs(&views);
    check::redirects(&views.library, &specs, diagnostics);
    for (number, spec) in specs.iter().enumerate() {
        files.add(spec.route.output_path(), SiteFile::Page(number));
    }
    for (name, make) in DATA {
        files.add(name, SiteFile::Text(make));
    }
    files.add(search::ENTRY, SiteFile::Search);
    deploy::add(&views, &specs, &mut files);
    offline::add(&views, &assets, &mut files);
    add_media(sources, &views, &mut files, diagnostics);
    assets::copy_static(sources, &mut files, diagnostics);
    deploy::warn_of_kept_files(&views.library, sources, diagnostics);
    let build = ViewBuilder::default()
        .set("generator", concat!("Wellread ", env!("CARGO_PKG_VERSION")))
        .set("drafts", views.drafts)
        .value();
    let site = site(&views, &assets);
    let public = views.public(&assets, theme.fingerprint);
    let pages = cache.pages(&specs, |spec| views.key(spec, public, &body_keys));
    let validity = hub.validity;
    Some(Site { views, theme, assets, site, build, specs, pages, files, validity })
}

fn load_theme(
    library: &Library,
    sources: &Sources,
    cache: &mut BuildCache,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Arc<Theme>> {
    let fingerprint = theme::fingerprint(library, sources);
    if let Some(theme) = cache.theme.as_ref().filter(|theme| theme.fingerprint == fingerprint) {
        return Some(Arc::clone(theme));
    }
    let before = diagnostics.len();
    let theme = Arc::new(theme::load(library, sources, diagnostics)?);
    // A theme with mistakes is loaded again, so that they are told again.
    cache.theme = (diagnostics.len() == before).then(|| Arc::clone(&theme));
    Some(theme)
}

/// Publishes the pictures and downloads that published bodies use, and no others: what only a
/// draft uses stays private.
fn add_media(
    sources: &Sources,
    views: &Views,
    files: &mut SiteFiles,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut used: BTreeMap<&SourcePath, ()> = BTreeMap::new();
    for (file, _) in views.bodies.iter().flat_map(|body| &body.media) {
        used.insert(file, ());
    }
    for file in used.keys() {
        if let Some(source) = sources.get(file) {
            let name = media_route(file).output_path();
            files.add_from(name, source.shared(), file, diagnostics);
        }
    }
    for (path, _) in sources.below("content/").filter(|(path, _)| !path.as_str().ends_with(".md")) {
        let of_hidden = |file: &SourcePath| file.folder() == path.folder();
        if !used.contains_key(path)
            && !views.library.hidden().iter().any(|hidden| of_hidden(&hidden.place.file))
        {
            let message = "No page uses this file, so it is not published.";
            diagnostics.push(
                Diagnostic::warning("unused-file", Place::file(path.clone()), message)
                    .help("Show it on a page, link to it, or delete it."),
            );
        }
    }
}
