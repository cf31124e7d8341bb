//! The build: one pure function from sources to output.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;
use tera::{Context, Value};
use wellread_content::{Hub, Options, Sources, Validity, redirect_route};
use wellread_model::{
    Checked, Diagnostic, Entry, EntryId, Kind, Library, LinkScope, Place, Route, SourcePath,
    Spanned, has_errors, nearest, sort,
};

use wellread_search::Index;

use crate::assets;
use crate::files::{Content, Files};
use crate::markdown::{Body, Subject, Surroundings, media_route, render};
use crate::matcher::Table;
use crate::memory::{Memory, Page};
use crate::text::Text;
use crate::theme::{self, Theme};
use crate::view::{Assets, Facet, Fields, Plan, Show, Views, facets, plans, site};
use crate::{deploy, feed, glossary, offline, open_data, search};

/// The room that is made for a page before it is written, in bytes.
const PAGE_SIZE: usize = 40 * 1024;

/// The files for programs.
const DATA: [&str; 6] = [
    "feed.xml",
    "sitemap.xml",
    "robots.txt",
    "manifest.webmanifest",
    "glossary/terms.json",
    "glossary/terms.csv",
];

/// A finished site, with whatever its caller keeps of each file.
#[derive(Debug)]
pub struct Output<K> {
    /// What was kept of each file, by path, with `/` between the parts.
    pub files: BTreeMap<String, K>,
    /// How many of them are pages.
    pub pages: usize,
    /// The path below which the site is served, with a slash at both ends.
    pub base_path: String,
    /// The days for which this output is right.
    pub validity: Validity,
}

/// Builds the site. There is no output if anything must be mended first; everything that was
/// noticed is in the diagnostics either way.
///
/// Each file is given to `keep` as soon as it is made, so that a large site need not be held in
/// memory; what `keep` returns is in the output. It may be called and its result thrown away.
/// `memory` makes building again fast and changes nothing else.
#[must_use]
pub fn build<K: Send>(
    sources: &Sources,
    options: Options,
    memory: &mut Memory,
    keep: &(dyn Fn(&str, Content) -> K + Sync),
) -> Checked<Output<K>> {
    let mut diagnostics = Vec::new();
    let value = build_into(sources, options, memory, keep, &mut diagnostics);
    sort(&mut diagnostics);
    Checked { value: value.filter(|_| !has_errors(&diagnostics)), diagnostics }
}

/// The search index that a build would make, for asking it without a browser.
#[must_use]
pub fn search_index(sources: &Sources, options: Options) -> Checked<Index> {
    let mut diagnostics = Vec::new();
    let mut memory = Memory::default();
    let value = render_hub(sources, options, &mut memory, &mut diagnostics).map(|rendered| {
        let Rendered { hub, bodies, .. } = rendered;
        search::index(&hub.library, &bodies, &mut memory.search, &mut diagnostics)
    });
    sort(&mut diagnostics);
    Checked { value: value.filter(|_| !has_errors(&diagnostics)), diagnostics }
}

/// A hub with its bodies rendered: what both the site and the review of its terms are made of.
#[derive(Debug)]
pub(crate) struct Rendered {
    pub(crate) hub: Hub,
    pub(crate) text: Text,
    pub(crate) terms: Table,
    /// The bodies in the order of the entries.
    pub(crate) bodies: Vec<Arc<Body>>,
    /// What each body was made from, as one number.
    pub(crate) body_keys: Vec<u64>,
}

/// Reads the sources and renders every body. `None` if there are no usable settings.
pub(crate) fn render_hub(
    sources: &Sources,
    options: Options,
    memory: &mut Memory,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Rendered> {
    let hub = wellread_content::read(sources, options, &mut memory.content, diagnostics)?;
    let text = theme::text(&hub.library, sources, diagnostics);
    let terms = glossary::compile(&hub.library, diagnostics);
    let around = Surroundings { library: &hub.library, sources, terms: &terms, text: &text };
    let (bodies, body_keys) = render_bodies(&around, memory);
    for body in &bodies {
        diagnostics.extend(body.diagnostics.iter().cloned());
    }
    check_anchors(&hub.library, &bodies, diagnostics);
    check_definitions(&hub.library, &bodies, diagnostics);
    Some(Rendered { hub, text, terms, bodies, body_keys })
}

fn build_into<K: Send>(
    sources: &Sources,
    options: Options,
    memory: &mut Memory,
    keep: &(dyn Fn(&str, Content) -> K + Sync),
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Output<K>> {
    let Rendered { hub, text, bodies, body_keys, .. } =
        render_hub(sources, options, memory, diagnostics)?;
    let library = &hub.library;
    let theme = load_theme(library, sources, memory, diagnostics);
    let mut files = Files::new(keep);
    let mut assets = theme
        .as_ref()
        .map(|theme| assets::publish(library, sources, theme, &mut files, diagnostics));
    // Views of content with mistakes would only show the same mistakes again.
    if has_errors(diagnostics) {
        return None;
    }
    let index = search::index(library, &bodies, &mut memory.search, diagnostics);
    if let Some(assets) = &mut assets {
        assets.search_core = Some(Route::new(search::ENTRY));
    }
    files.add(search::ENTRY.to_owned(), Content::Own(search::entry(&index).into_bytes()));
    files.add_all(
        index
            .files
            .into_par_iter()
            .map(|file| (format!("{}{}", search::FOLDER, file.name), Content::Shared(file.bytes))),
    );
    let views = Views::new(library, &bodies, &text, options.drafts);
    let facets = facets(library, &text);
    let plans = plans(&views, &facets);
    refuse_taken_redirects(library, &plans, diagnostics);
    let (theme, assets) = (theme?, assets?);
    let build = Fields::default()
        .set("generator", concat!("Wellread ", env!("CARGO_PKG_VERSION")))
        .set("drafts", views.drafts);
    let (site, build) = (site(&views, &assets), build.value());
    let shared = Shared { theme, public: views.public(), body_keys, site, build };
    render_pages(&views, &facets, &plans, &shared, memory, &mut files, diagnostics);
    add_data(&views, &plans, &assets, &mut files);
    deploy::add(&views, &plans, &mut files);
    offline::add(&views, &assets, &mut files);
    add_media(sources, library, &bodies, &mut files, diagnostics);
    assets::copy_static(sources, &mut files, diagnostics);
    deploy::warn_of_kept_files(library, sources, diagnostics);
    Some(Output {
        files: files.into_kept(),
        pages: plans.len(),
        base_path: library.settings.base_path().to_owned(),
        validity: hub.validity,
    })
}

fn render_bodies(around: &Surroundings<'_>, memory: &mut Memory) -> (Vec<Arc<Body>>, Vec<u64>) {
    let remembered = memory.bodies(around);
    let entries = around.library.entries();
    let bodies: Vec<Arc<Body>> = entries
        .par_iter()
        .enumerate()
        .map(|(index, entry)| {
            let id = EntryId(u32::try_from(index).unwrap_or(u32::MAX));
            let subject = Subject { id, entry, scope: scope(around.library, entry) };
            remembered.get(&subject).unwrap_or_else(|| Arc::new(render(subject, around)))
        })
        .collect();
    let keys = memory.remember_bodies(around, &bodies);
    (bodies, keys)
}

pub(crate) fn scope(library: &Library, entry: &Entry) -> LinkScope {
    entry.document.link_terms.unwrap_or(library.settings.link_terms)
}

/// Links to headings can be checked only when all bodies are known.
fn check_anchors(library: &Library, bodies: &[Arc<Body>], diagnostics: &mut Vec<Diagnostic>) {
    for ((id, entry), body) in library.iter().zip(bodies) {
        for link in &body.links {
            let target = link.entry.unwrap_or(id);
            let anchors = &bodies[target.0 as usize].anchors;
            if anchors.binary_search(&link.anchor).is_ok() {
                continue;
            }
            let where_to = if target == id {
                "This page".to_owned()
            } else {
                format!("The page \"{}\"", library[target].title())
            };
            let message = format!("{where_to} has no heading `#{}`.", link.anchor);
            let headings =
                bodies[target.0 as usize].sections.iter().map(|section| section.id.as_str());
            let headings = headings.filter(|id| !id.is_empty());
            let help = nearest(&link.anchor, headings.clone()).map_or_else(
                || {
                    let known: Vec<String> = headings.take(8).map(|id| format!("#{id}")).collect();
                    if known.is_empty() {
                        "That page has no headings. Remove the # and what follows.".to_owned()
                    } else {
                        format!("Its headings are {}.", known.join(", "))
                    }
                },
                |near| format!("Did you mean #{near}?"),
            );
            let place = Place::at(entry.document.source.clone(), link.span);
            diagnostics.push(Diagnostic::error("dead-anchor", place, message).help(help));
        }
    }
}

/// A term without a first paragraph explains nothing.
fn check_definitions(library: &Library, bodies: &[Arc<Body>], diagnostics: &mut Vec<Diagnostic>) {
    for (id, entry) in library.of_kind(Kind::Term) {
        if bodies[id.0 as usize].first_paragraph.is_empty() {
            let place = Place::file(entry.document.source.clone());
            let message = format!("The term `{}` has no definition.", entry.title());
            diagnostics.push(
                Diagnostic::error("no-definition", place, message)
                    .help("Write one or two plain sentences below the second --- line."),
            );
        }
    }
}

fn load_theme(
    library: &Library,
    sources: &Sources,
    memory: &mut Memory,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Arc<Theme>> {
    let fingerprint = theme::fingerprint(library, sources);
    if let Some((known, theme)) = &memory.theme
        && *known == fingerprint
    {
        return Some(Arc::clone(theme));
    }
    let before = diagnostics.len();
    let theme = Arc::new(theme::load(library, sources, diagnostics)?);
    // A theme with mistakes is loaded again, so that they are told again.
    memory.theme = (diagnostics.len() == before).then(|| (fingerprint, Arc::clone(&theme)));
    Some(theme)
}

/// Old addresses must leave the site's own alone, also where capital letters are the same as small
/// ones, as on Windows and macOS.
fn refuse_taken_redirects(library: &Library, plans: &[Plan], diagnostics: &mut Vec<Diagnostic>) {
    let path = |plan: &Plan| plan.route.output_path().to_lowercase();
    let (redirects, pages): (Vec<&Plan>, Vec<&Plan>) =
        plans.iter().partition(|plan| matches!(plan.show, Show::Redirect { .. }));
    let data = DATA.iter().chain(deploy::names(library)).chain(offline::names(library));
    let data = data.map(|name| name.to_lowercase());
    let mut taken: BTreeSet<String> = pages.into_iter().map(path).chain(data).collect();
    for plan in redirects {
        let Show::Redirect { to } = plan.show else { continue };
        let path = path(plan);
        let folder = format!("{path}/");
        let is_taken = path.starts_with("assets/")
            || path.starts_with(search::FOLDER)
            || path.match_indices('/').any(|(at, _)| taken.contains(&path[..at]))
            || taken.range(folder.clone()..).next().is_some_and(|other| other.starts_with(&folder));
        if !is_taken && taken.insert(path) {
            continue;
        }
        let document = &library[to].document;
        let written = library[to].article().map_or(&[][..], |article| &article.redirect_from);
        let is_it =
            |old: &&Spanned<String>| redirect_route(&old.value).as_ref() == Some(&plan.route);
        let span = written.iter().find(is_it).map_or(document.body, |old| old.span);
        let message = format!("The address {} belongs to the site itself.", plan.route);
        diagnostics.push(
            Diagnostic::error("same-address", Place::at(document.source.clone(), span), message)
                .help("Remove this address from `redirect_from`."),
        );
    }
}

fn render_pages<K: Send>(
    views: &Views<'_>,
    facets: &[Facet],
    plans: &[Plan],
    shared: &Shared,
    memory: &mut Memory,
    files: &mut Files<'_, K>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let given = Value::from(vec![shared.site.clone(), shared.build.clone()]);
    let same = memory.shared.as_ref().is_some_and(|(theme, before)| {
        Some(*theme) == memory.theme.as_ref().map(|(known, _)| *known) && *before == given
    });
    let remembered = if same { std::mem::take(&mut memory.pages) } else { BTreeMap::new() };
    let keeps = memory.keeps_pages();
    let mistakes = Mutex::new(Vec::new());
    let kept: Mutex<Vec<(Route, Page)>> = Mutex::new(Vec::new());
    let pages = plans.par_iter().filter_map(|plan| {
        let path = plan.route.output_path();
        let key = views.key(plan, shared.public, &shared.body_keys);
        let before = remembered.get(&plan.route);
        if let Some(page) = before
            && page.key == key
        {
            let html = Arc::clone(&page.html);
            let page = Page { key, view: page.view.clone(), html: Arc::clone(&html) };
            lock(&kept).push((plan.route.clone(), page));
            return Some((path, Content::Shared(html)));
        }
        let (template, view) = views.page(plan, facets);
        if let Some(page) = before
            && page.view == view
        {
            let html = Arc::clone(&page.html);
            lock(&kept).push((plan.route.clone(), Page { key, view, html: Arc::clone(&html) }));
            return Some((path, Content::Shared(html)));
        }
        let mut context = Context::new();
        context.insert_value("site", shared.site.clone());
        context.insert_value("build", shared.build.clone());
        context.insert_value("page", view.clone());
        let mut html = Vec::with_capacity(PAGE_SIZE);
        match shared.theme.templates.render_to(template, &context, &mut html) {
            Ok(()) if keeps => {
                let html: Arc<[u8]> = Arc::from(html);
                lock(&kept).push((plan.route.clone(), Page { key, view, html: Arc::clone(&html) }));
                Some((path, Content::Shared(html)))
            }
            Ok(()) => Some((path, Content::Own(html))),
            Err(error) => {
                lock(&mistakes).push(theme::template_error(&error, &shared.theme.origins));
                None
            }
        }
    });
    files.add_all(pages);
    memory.pages = std::mem::take(&mut *lock(&kept)).into_iter().collect();
    let fingerprint = memory.theme.as_ref().map(|(known, _)| *known);
    memory.shared = fingerprint.map(|known| (known, given));
    diagnostics.extend(std::mem::take(&mut *lock(&mistakes)));
}

/// What all pages of a build get.
struct Shared {
    theme: Arc<Theme>,
    /// See [`Views::public`].
    public: u64,
    body_keys: Vec<u64>,
    site: Value,
    build: Value,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn add_data<K: Send>(views: &Views<'_>, plans: &[Plan], assets: &Assets, files: &mut Files<'_, K>) {
    let [atom, sitemap, robots, manifest, terms_json, terms_csv] = DATA;
    let mut add =
        |name: &str, text: String| files.add(name.to_owned(), Content::Own(text.into_bytes()));
    add(atom, feed::atom(views));
    add(sitemap, feed::sitemap(views, plans));
    add(robots, feed::robots(views));
    add(manifest, feed::manifest(views, assets));
    add(terms_json, open_data::terms_json(views));
    add(terms_csv, open_data::terms_csv(views));
}

/// Publishes the pictures and downloads that published bodies use, and no others: what only a
/// draft uses stays private.
fn add_media<K: Send>(
    sources: &Sources,
    library: &Library,
    bodies: &[Arc<Body>],
    files: &mut Files<'_, K>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut used: BTreeMap<&SourcePath, ()> = BTreeMap::new();
    for (file, _) in bodies.iter().flat_map(|body| &body.media) {
        used.insert(file, ());
    }
    for file in used.keys() {
        if let Some(source) = sources.get(file) {
            let name = media_route(file).output_path();
            files.add_from(name, source.shared(), file, diagnostics);
        }
    }
    for (path, _) in sources.below("content/") {
        let of_hidden = library.hidden().iter().any(|one| one.place.file.folder() == path.folder());
        if !path.as_str().ends_with(".md") && !used.contains_key(path) && !of_hidden {
            let message = "No page uses this file, so it is not published.";
            diagnostics.push(
                Diagnostic::warning("unused-file", Place::file(path.clone()), message)
                    .help("Show it on a page, link to it, or delete it."),
            );
        }
    }
}
