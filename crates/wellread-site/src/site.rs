//! A site that is resolved and checked, but not yet rendered: each of its files can be made alone,
//! or all together.
//!
//! [`Site::resolve`] does everything that depends on more than one entry: reading, resolving,
//! rendering bodies, the checks. What is left is a function of the site and a path, so that a
//! preview can render the page that a browser asks for before all others ([`Site::file`]), and a
//! build can render all of them in parallel ([`Site::finish`]). The search index depends on every
//! page at once, so only `finish` makes it.
//!
//! A [`Site`] is immutable and owns what it needs, so a preview can serve from one while the next
//! is resolved. The files that are not pages are in `outputs/`; the values that templates get in
//! `view/`.

mod finish;
mod parts;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use tera::{Context, Value};
use wellread_content::{BuildOptions, Sources, Validity};
use wellread_model::{
    Acceptance, Date, Diagnostic, Hidden, Route, accept, has_errors, retain_for_builds, sort,
};
use xxhash_rust::xxh3::xxh3_64;

use self::parts::ThemeParts;
use crate::cache::{BuildCache, PageCell};
use crate::check;
use crate::losses::{self, ComparedSite, LastBuild};
use crate::markdown::isolated_page;
use crate::nav;
use crate::outputs::files::{Content, DataContext, SiteFile, SiteFiles};
use crate::outputs::{self, assets, deploy, search};
use crate::outputs::{SiteParts, portable};
use crate::overdue_topics;
use crate::photos::photos;
use crate::publication::{Publication, PublishedPage};
use crate::rendered::{RenderedHub, render_hub};
use crate::stage::Stage;
use crate::theme::{self, Assets, Theme};
use crate::view::{PageSpec, ViewBuilder, Views, site, specs};

/// Initial capacity of the buffer for a rendered page, in bytes. Most pages are smaller, so their
/// buffers never grow.
const PAGE_SIZE: usize = 40 * 1024;

/// A site that is resolved and checked.
#[derive(Debug)]
pub struct Site {
    /// The library, the bodies, and what is derived from all of them.
    views: Views,
    theme: Arc<Theme>,
    /// The theme's static files under their published names.
    assets: Assets,
    /// The value `site` of all templates.
    site: Value,
    /// The value `build` of all templates.
    build: Value,
    /// The value `parts` of all templates, by language.
    parts: ThemeParts,
    /// All pages. [`SiteFile::Page`] and `pages` refer to them by index.
    specs: Vec<PageSpec>,
    /// The cells of the pages in the order of `specs`, if their hashes are cached.
    pages: Option<Vec<PageCell>>,
    /// Every file but those of the search index, and how each is made.
    files: SiteFiles,
    validity: Validity,
    /// The day for which it is built.
    today: Date,
    /// Computed when it is first needed: a preview shows a site before.
    publication: OnceLock<Publication>,
}

/// What [`Site::resolve`] returns.
#[derive(Debug)]
pub struct Resolved {
    /// The site as far as the sources could be understood, also if they have errors: a preview
    /// shows it. `None` if the settings or the theme leave nothing to render. It may be published
    /// only if none of the diagnostics is an error.
    pub site: Option<Site>,
    /// All problems found before templates run but those that staff have accepted, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// How many warnings staff have accepted.
    pub accepted: usize,
}

impl Site {
    /// Reads the sources, resolves them, renders every body and checks all that can be checked
    /// before templates run. `cache` saves work and changes nothing else.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::collections::BTreeMap;
    ///
    /// use wellread_content::{BuildOptions, SourceFile, Sources};
    /// use wellread_model::{Date, SourcePath};
    /// use wellread_site::{BuildCache, Site};
    ///
    /// let settings = "title = \"Hub\"\nbase_url = \"https://example.org/hub/\"\n";
    /// let settings = SourceFile::new(settings.as_bytes().to_vec(), true);
    /// let sources =
    ///     Sources::new(BTreeMap::from([(SourcePath::new("site.toml"), settings)]), Vec::new());
    /// let options = BuildOptions { today: Date::constant(2026, 11, 26), drafts: false };
    /// let resolved = Site::resolve(&sources, options, &mut BuildCache::default());
    /// let site = resolved.site.expect("settings are enough for a site");
    /// assert_eq!(site.base_path(), "/hub/");
    /// assert!(site.paths().any(|path| path == "index.html"));
    /// ```
    #[must_use]
    pub fn resolve(sources: &Sources, options: BuildOptions, cache: &mut BuildCache) -> Resolved {
        let mut diagnostics = Vec::new();
        let mut acceptances = Vec::new();
        let site = resolve(sources, options, cache, &mut acceptances, &mut diagnostics);
        retain_for_builds(&mut acceptances);
        Self::accepted(site, &acceptances, diagnostics)
    }

    /// The same with all that only a check says.
    pub(crate) fn resolve_for_check(
        sources: &Sources,
        options: BuildOptions,
        cache: &mut BuildCache,
    ) -> Resolved {
        let mut diagnostics = Vec::new();
        let mut acceptances = Vec::new();
        let site = resolve(sources, options, cache, &mut acceptances, &mut diagnostics);
        if let Some(site) = &site {
            site.warn_as_check(sources, cache, &mut diagnostics);
        }
        Self::accepted(site, &acceptances, diagnostics)
    }

    /// Adds what a build does not say every time: that there is no crisis line, and which searches
    /// of the hub's list miss their page.
    pub(crate) fn warn_as_check(
        &self,
        sources: &Sources,
        cache: &mut BuildCache,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let Views { library, text, bodies, .. } = &self.views;
        check::crisis_lines(&library.settings, self.today, diagnostics);
        // Searches are not tried while a page has errors.
        if !has_errors(diagnostics) {
            let index = || search::collect(library, text, bodies, &mut cache.search);
            check::searches::searches(library, sources, index, diagnostics);
        }
    }

    fn accepted(
        site: Option<Self>,
        acceptances: &[Acceptance],
        mut diagnostics: Vec<Diagnostic>,
    ) -> Resolved {
        let accepted = accept(acceptances, &mut diagnostics);
        sort(&mut diagnostics);
        Resolved { site, diagnostics, accepted: accepted.len() }
    }

    /// The path below which the site is served, with a slash at both ends.
    #[must_use]
    pub fn base_path(&self) -> &str {
        &self.views.base
    }

    /// The documents that are not in it: drafts, and articles of a later day.
    #[must_use]
    pub fn hidden(&self) -> &[Hidden] {
        self.views.library.hidden()
    }

    /// Its addresses, those of drafts too if they are shown.
    #[must_use]
    pub fn addresses(&self) -> Publication {
        Publication::of_all(&self.views.library)
    }

    /// Which of the addresses `before` are not among its own `addresses` because the file of the
    /// page has another name now, each with the new address.
    #[must_use]
    pub fn moves(&self, before: &Publication, addresses: &Publication) -> Vec<(Route, Route)> {
        self.compared(addresses, |site| losses::moves(site, before))
    }

    /// Says at links to nothing under which name the last build's page is now.
    pub(crate) fn name_successors(&self, last: &Publication, diagnostics: &mut [Diagnostic]) {
        let bodies = &self.views.bodies;
        self.compared(self.publication(), |site| {
            losses::name_successors(site, bodies, last, diagnostics);
        });
    }

    /// What is lost since the last build.
    pub(crate) fn losses(&self, last: LastBuild<'_>) -> Vec<Diagnostic> {
        self.compared(self.publication(), |site| losses::losses(site, last))
    }

    /// All that is lost: since the last build, and before it.
    pub(crate) fn all_losses(&self, last: &Publication) -> Vec<Diagnostic> {
        self.compared(self.publication(), |site| losses::all_losses(site, last))
    }

    /// What stays lost after a build of this site.
    pub(crate) fn still_lost(&self, last: &Publication) -> BTreeMap<Route, PublishedPage> {
        self.compared(self.publication(), |site| losses::still_lost(site, last))
    }

    /// The library, the bodies, and what is derived from all of them.
    pub(crate) const fn views(&self) -> &Views {
        &self.views
    }

    fn compared<T>(
        &self,
        publication: &Publication,
        compare: impl FnOnce(ComparedSite<'_>) -> T,
    ) -> T {
        let has_file = |path: &str| self.files.get(path).is_some();
        compare(ComparedSite { library: &self.views.library, publication, has_file: &has_file })
    }

    /// What the next build has to know of this one.
    fn publication(&self) -> &Publication {
        let Views { library, bodies, .. } = &self.views;
        self.publication.get_or_init(|| Publication::new(library, bodies, &self.files, self.today))
    }

    /// The HTTP headers that a host should send with every response, as names and values. A preview
    /// sends them too, so that a page that the policy breaks is broken there already.
    #[must_use]
    pub fn headers(&self) -> Vec<(&'static str, String)> {
        deploy::headers(self.views.library.settings.html)
    }

    /// The paths of all files that [`Self::file`] can make, sorted: all but those of the search
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

    /// A fingerprint of the files that the theme was loaded from. A preview compares it with that
    /// of the site before, to tell an edit of the theme from an edit of the content.
    #[must_use]
    pub fn theme_fingerprint(&self) -> u64 {
        self.theme.fingerprint
    }

    /// Makes the file at a path such as `glossary/index.html`. `None` if the site has no such file,
    /// or if it belongs to the search index.
    ///
    /// # Errors
    /// If the template of the page has an error that only rendering can find, such as a field that
    /// does not exist. The diagnostic has its place in the template.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::collections::BTreeMap;
    ///
    /// use wellread_content::{BuildOptions, SourceFile, Sources};
    /// use wellread_model::{Date, SourcePath};
    /// use wellread_site::{BuildCache, Site};
    ///
    /// let settings = "title = \"Hub\"\nbase_url = \"https://example.org/\"\n";
    /// let settings = SourceFile::new(settings.as_bytes().to_vec(), true);
    /// let sources =
    ///     Sources::new(BTreeMap::from([(SourcePath::new("site.toml"), settings)]), Vec::new());
    /// let options = BuildOptions { today: Date::constant(2026, 11, 26), drafts: false };
    /// let resolved = Site::resolve(&sources, options, &mut BuildCache::default());
    /// let site = resolved.site.expect("settings are enough for a site");
    /// let robots = site.file("robots.txt").expect("every site has one")?;
    /// assert!(robots.bytes().starts_with(b"User-agent: *"));
    /// assert!(site.file("no-such-page/index.html").is_none());
    /// # Ok::<(), Box<wellread_model::Diagnostic>>(())
    /// ```
    pub fn file(&self, path: &str) -> Option<Result<Content, Box<Diagnostic>>> {
        self.file_with(path, None)
    }

    /// [`Self::file`], with the HTML of the page's body if that was taken from it.
    fn file_with(
        &self,
        path: &str,
        html: Option<&str>,
    ) -> Option<Result<Content, Box<Diagnostic>>> {
        match self.files.get(path)? {
            SiteFile::Page(spec) => Some(self.page(*spec, html)),
            SiteFile::Text(write) => {
                let site =
                    DataContext { views: &self.views, specs: &self.specs, assets: &self.assets };
                Some(Ok(Content::owned(write(site))))
            }
            SiteFile::Bytes(bytes) => Some(Ok(Content::shared(bytes))),
            SiteFile::Copied { content, .. } => Some(Ok(content.content())),
            SiteFile::Named(bytes) => Some(Ok(Content::hashed(bytes))),
            SiteFile::Search => None,
        }
    }

    /// Renders a page by the index of its spec.
    fn page(&self, spec: usize, html: Option<&str>) -> Result<Content, Box<Diagnostic>> {
        let page = self.template(&self.specs[spec], html)?;
        if let Some(pages) = &self.pages {
            pages[spec].get_or_init(|| xxh3_64(&page));
        }
        Ok(Content::owned(page))
    }

    /// The hash of a page by the index of its spec. The page is rendered only if this has never
    /// been asked with the same inputs.
    fn page_hash(&self, spec: usize) -> Result<u64, Box<Diagnostic>> {
        let known = self.pages.as_ref().and_then(|pages| pages[spec].get());
        known.map_or_else(|| Ok(xxh3_64(self.page(spec, None)?.bytes())), |hash| Ok(*hash))
    }

    /// Renders a page with its template.
    fn template(&self, spec: &PageSpec, html: Option<&str>) -> Result<Vec<u8>, Box<Diagnostic>> {
        let template = spec.kind.template(&self.views.library);
        let mut context = Context::new();
        context.insert_value("site", self.site.clone());
        context.insert_value("build", self.build.clone());
        let language = self.views.page_language(spec);
        let words = self.views.words_on(spec);
        let parts = self.parts.value(language, &words, &self.theme, &self.views)?;
        context.insert_value("parts", parts);
        context.insert_value("page", self.views.page(spec, html));
        let mut page = Vec::with_capacity(PAGE_SIZE);
        match self.theme.templates.render_to(&template, &context, &mut page) {
            Ok(()) if self.views.has_right_to_left => Ok(match String::from_utf8(page) {
                Ok(page) => isolated_page(&page).into_bytes(),
                Err(error) => error.into_bytes(),
            }),
            Ok(()) => Ok(page),
            Err(error) => Err(Box::new(theme::template_error(&error, &self.theme.origins))),
        }
    }
}

/// The stages of [`Site::resolve`] in their order.
fn resolve(
    sources: &Sources,
    options: BuildOptions,
    cache: &mut BuildCache,
    acceptances: &mut Vec<Acceptance>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Site> {
    // The theme needs nothing of the rest, which leaves a core idle at times.
    let (rendered, ()) = rayon::join(
        || render_hub(sources, options, cache, diagnostics),
        || theme::prepare(sources),
    );
    let rendered = rendered?;
    acceptances.clone_from(&rendered.hub.acceptances);
    from_rendered(rendered, sources, options, cache, diagnostics)
}

/// All stages of [`resolve`] after the bodies.
pub(crate) fn from_rendered(
    rendered: RenderedHub,
    sources: &Sources,
    options: BuildOptions,
    cache: &mut BuildCache,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Site> {
    cache.listener.notify(Stage::Files);
    let RenderedHub { hub, text, bodies, body_keys, .. } = rendered;
    let library = hub.library;
    theme::check(&library, sources, diagnostics);
    let theme = cache.theme(&library, sources, diagnostics);
    let mut files = SiteFiles::default();
    let assets = theme
        .as_ref()
        .map(|theme| assets::publish(&library, sources, theme, &mut files, diagnostics));
    let had_errors = has_errors(diagnostics);
    let (theme, assets) = (theme?, assets?);
    let mut views = Views::new(library, bodies, text, options.drafts);
    views.photos = photos(&views.library, sources, diagnostics);
    let specs = specs(&views);
    check::redirects(&views.library, &specs, diagnostics);
    // The files are listed in any case, for a preview to show. What is wrong with them may only
    // follow from earlier errors: an image is not used because its page could not be read.
    let parts = SiteParts { sources, views: &views, specs: &specs, assets: &assets };
    let mut found = Vec::new();
    outputs::add_files(&parts, cache, &mut files, &mut found);
    if !had_errors {
        diagnostics.append(&mut found);
    }
    // File names do not depend on other errors.
    check::facets::facets(&views.library, diagnostics);
    check::similar_values::report_similar_values(&views.library, diagnostics);
    nav::check(&views.library, diagnostics);
    overdue_topics::check(&views.library, diagnostics);
    losses::check_given_up(&views.library, |path| files.get(path).is_some(), diagnostics);
    portable::check(&files, &parts, diagnostics);
    let build = ViewBuilder::default()
        .set("generator", concat!("Wellread ", env!("CARGO_PKG_VERSION")))
        .set("drafts", views.drafts)
        .value();
    let site = site(&views, &assets, &outputs::hosting(&views.library));
    let public = || views.public_fingerprint(&assets, theme.fingerprint);
    let parts = ThemeParts::new(&views, &site, &build);
    let pages = cache
        .pages(&specs, public, |spec, public| views.page_fingerprint(spec, public, &body_keys));
    let validity = hub.validity;
    let (today, publication) = (options.today, OnceLock::new());
    let site = Site {
        views,
        theme,
        assets,
        site,
        build,
        parts,
        specs,
        pages,
        files,
        validity,
        today,
        publication,
    };
    // A template's error is reported when all pages are made.
    let page = |route: &Route| match site.files.get(&route.output_path())? {
        SiteFile::Page(spec) => {
            String::from_utf8(site.page(*spec, None).ok()?.bytes().to_vec()).ok()
        }
        _ => None,
    };
    check::list_anchors(&site.views.library, &site.views.bodies, &page, diagnostics);
    Some(site)
}
