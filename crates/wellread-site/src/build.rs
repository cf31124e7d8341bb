//! The build: one pure function from sources to output.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use tera::Context;
use wellread_content::{Hub, Options, Sources, Validity};
use wellread_model::{
    Checked, Diagnostic, Entry, EntryId, Kind, Library, LinkScope, Place, SourcePath, has_errors,
    nearest, sort,
};

use crate::assets::{self, Files};
use crate::markdown::{Body, Subject, Surroundings, media_route, render};
use crate::matcher::Table;
use crate::text::Text;
use crate::theme::{self, Theme};
use crate::view::{Assets, Facet, Fields, Plan, Views, facets, plans, site};
use crate::{feed, glossary, open_data};

/// A finished site.
#[derive(Debug)]
pub struct Output {
    /// All files by path, with `/` between the parts.
    pub files: Files,
    /// How many of them are pages.
    pub pages: usize,
    /// The path below which the site is served, with a slash at both ends.
    pub base_path: String,
    /// The days for which this output is right.
    pub validity: Validity,
}

/// Builds the site. There is no output if anything must be mended first; everything that was
/// noticed is in the diagnostics either way.
#[must_use]
pub fn build(sources: &Sources, options: Options) -> Checked<Output> {
    let mut diagnostics = Vec::new();
    let value = build_into(sources, options, &mut diagnostics);
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
}

/// Reads the sources and renders every body. `None` if there are no usable settings.
pub(crate) fn render_hub(
    sources: &Sources,
    options: Options,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Rendered> {
    let hub = wellread_content::read(sources, options, diagnostics)?;
    let text = theme::text(&hub.library, sources, diagnostics);
    let terms = glossary::compile(&hub.library, diagnostics);
    let around = Surroundings { library: &hub.library, sources, terms: &terms, text: &text };
    let bodies = render_bodies(&around);
    for body in &bodies {
        diagnostics.extend(body.diagnostics.iter().cloned());
    }
    check_anchors(&hub.library, &bodies, diagnostics);
    check_definitions(&hub.library, &bodies, diagnostics);
    Some(Rendered { hub, text, terms, bodies })
}

fn build_into(
    sources: &Sources,
    options: Options,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Output> {
    let Rendered { hub, text, bodies, .. } = render_hub(sources, options, diagnostics)?;
    let library = &hub.library;
    let mut files = Files::new();
    let theme = theme::load(library, sources, diagnostics);
    let assets = theme
        .as_ref()
        .map(|theme| assets::publish(library, sources, theme, &mut files, diagnostics));
    // Views of content with mistakes would only show the same mistakes again.
    if has_errors(diagnostics) {
        return None;
    }
    let views = Views::new(library, &bodies, &text, options.drafts);
    let facets = facets(library, &text);
    let plans = plans(&views, &facets);
    let pages = render_pages(&views, &facets, &plans, theme?, assets.as_ref()?, diagnostics);
    let count = pages.len();
    files.extend(pages);
    add_data(&views, &plans, assets.as_ref()?, &mut files);
    add_media(sources, library, &bodies, &mut files, diagnostics);
    assets::copy_static(sources, &mut files, diagnostics);
    let base_path = library.settings.base_path().to_owned();
    Some(Output { files, pages: count, base_path, validity: hub.validity })
}

fn render_bodies(around: &Surroundings<'_>) -> Vec<Arc<Body>> {
    let entries = around.library.entries();
    entries
        .par_iter()
        .enumerate()
        .map(|(index, entry)| {
            let id = EntryId(u32::try_from(index).unwrap_or(u32::MAX));
            let scope = scope(around.library, entry);
            Arc::new(render(Subject { id, entry, scope }, around))
        })
        .collect()
}

fn scope(library: &Library, entry: &Entry) -> LinkScope {
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
            let help = nearest(&link.anchor, headings.clone()).map_or_else(
                || {
                    let known: Vec<String> = headings
                        .filter(|id| !id.is_empty())
                        .take(8)
                        .map(|id| format!("#{id}"))
                        .collect();
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

fn render_pages(
    views: &Views<'_>,
    facets: &[Facet],
    plans: &[Plan],
    mut theme: Theme,
    assets: &Assets,
    diagnostics: &mut Vec<Diagnostic>,
) -> Files {
    let build = Fields::default()
        .set("generator", concat!("Wellread ", env!("CARGO_PKG_VERSION")))
        .set("drafts", views.drafts);
    theme.templates.global_context().insert_value("site", site(views, assets));
    theme.templates.global_context().insert_value("build", build.value());
    type Page = (String, Arc<[u8]>);
    let rendered: Vec<Result<Page, Box<Diagnostic>>> = plans
        .par_iter()
        .map(|plan| {
            let (template, page) = views.page(plan, facets);
            let mut context = Context::new();
            context.insert_value("page", page);
            let mut html = Vec::with_capacity(16 * 1024);
            theme
                .templates
                .render_to(template, &context, &mut html)
                .map(|()| (plan.route.output_path(), Arc::from(html)))
                .map_err(|error| Box::new(theme::template_error(&error, &theme.origins)))
        })
        .collect();
    let mut pages = BTreeMap::new();
    for result in rendered {
        match result {
            Ok((path, html)) => {
                pages.insert(path, html);
            }
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    pages
}

fn add_data(views: &Views<'_>, plans: &[Plan], assets: &Assets, files: &mut Files) {
    let mut add = |name: &str, text: String| {
        files.insert(name.to_owned(), Arc::from(text.into_bytes()));
    };
    add("feed.xml", feed::atom(views));
    add("sitemap.xml", feed::sitemap(views, plans));
    add("robots.txt", feed::robots(views));
    add("manifest.webmanifest", feed::manifest(views, assets));
    add("glossary/terms.json", open_data::terms_json(views));
    add("glossary/terms.csv", open_data::terms_csv(views));
}

/// Publishes the pictures and downloads that published bodies use, and no others: what only a
/// draft uses stays private.
fn add_media(
    sources: &Sources,
    library: &Library,
    bodies: &[Arc<Body>],
    files: &mut Files,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut used: BTreeMap<&SourcePath, ()> = BTreeMap::new();
    for (file, _) in bodies.iter().flat_map(|body| &body.media) {
        used.insert(file, ());
    }
    for file in used.keys() {
        if let Some(source) = sources.get(file) {
            let name = media_route(file).output_path();
            assets::insert(files, name, source.shared(), file, diagnostics);
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
