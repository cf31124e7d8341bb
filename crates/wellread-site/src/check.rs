//! Checks that need more than one entry: links to headings, definitions, old addresses.
//!
//! What one file can tell about itself is checked where it is read. Nothing here changes a page;
//! each check appends diagnostics and leaves their order to the caller.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use wellread_content::redirect_route;
use wellread_model::{
    Diagnostic, EntryId, Kind, Library, NameIndex, Place, Route, Settings, SourcePath, Span,
    address, quoted,
};

use crate::markdown::Body;
use crate::outputs::{DATA, deploy, offline};
use crate::view::{PageKind, PageSpec};

/// Reports links to headings that don't exist. Only rendering gives headings their ids, so this
/// runs once all bodies are rendered. `bodies` are in the order of the entries.
pub(crate) fn anchors(library: &Library, bodies: &[Arc<Body>], diagnostics: &mut Vec<Diagnostic>) {
    // The headings of pages to which a link is dead. A page may have a thousand, and a thousand links.
    let mut known: BTreeMap<EntryId, HeadingNames<'_>> = BTreeMap::new();
    for ((id, entry), body) in library.iter().zip(bodies) {
        for link in &body.links {
            // A link without a page, such as `[below](#costs)`, points into its own page.
            let target = link.entry.unwrap_or(id);
            let anchors = &bodies[target.0 as usize].anchors;
            if anchors.binary_search(&link.anchor).is_ok() {
                continue;
            }
            let where_to = if target == id {
                "This page".to_owned()
            } else {
                format!("The page \"{}\"", quoted(library[target].title()))
            };
            let message = format!("{where_to} has no heading `#{}`.", link.anchor);
            let headings = known
                .entry(target)
                .or_insert_with(|| HeadingNames::new(&bodies[target.0 as usize]));
            let help = headings.help(&link.anchor);
            let place = Place::at(entry.document.source.clone(), link.span);
            diagnostics.push(Diagnostic::error("dead-anchor", place, message).help(help));
        }
    }
}

/// The headings of a page, to suggest one of them.
struct HeadingNames<'a> {
    ids: Vec<&'a str>,
    index: NameIndex,
}

impl<'a> HeadingNames<'a> {
    fn new(body: &'a Body) -> Self {
        // The text before the first heading is a section without an id.
        let ids = body.sections.iter().map(|section| section.id.as_str());
        let ids: Vec<&str> = ids.filter(|id| !id.is_empty()).collect();
        Self { index: NameIndex::new(ids.iter().copied()), ids }
    }

    /// What to do about a link to an anchor that isn't there.
    fn help(&self, anchor: &str) -> String {
        if let Some(near) = self.index.nearest(anchor) {
            return format!("Did you mean #{}?", self.ids[near]);
        }
        // More than eight no longer help, and would fill a terminal.
        let known: Vec<String> = self.ids.iter().take(8).map(|id| format!("#{id}")).collect();
        if known.is_empty() {
            return "That page has no headings. Remove the # and what follows.".to_owned();
        }
        format!("Its headings are {}.", known.join(", "))
    }
}

/// Reports that the hub has no crisis lines.
///
/// Only a check says so: it is no error of any page, and a build would repeat it to a clinic that has its
/// reasons.
pub(crate) fn crisis_lines(settings: &Settings, diagnostics: &mut Vec<Diagnostic>) {
    if !settings.crisis.is_empty() {
        return;
    }
    let message = "This hub has no crisis line, so a family that searches for words such as \
                   \"suicide\" finds no number to call.";
    // Only what is the same for everyone in the country; staff know the lines of their state.
    let help = "In the United States, add these lines at the end of the file. Elsewhere, write \
                your country's line instead.\n\
                [[crisis]]\n\
                name = \"988 Suicide & Crisis Lifeline\"\n\
                phone = \"988\"\n\
                text = \"Text 988\"\n\
                url = \"https://988lifeline.org/\"";
    let place = Place::file(SourcePath::new("site.toml"));
    diagnostics.push(Diagnostic::warning("no-crisis-line", place, message).help(help));
}

/// Reports terms without a first paragraph, which is the short definition shown wherever the term
/// is used.
pub(crate) fn definitions(
    library: &Library,
    bodies: &[Arc<Body>],
    diagnostics: &mut Vec<Diagnostic>,
) {
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

/// Reports old addresses (`redirect_from`) that collide with a file of the site, or with each other.
///
/// Paths that differ only in case are reported with those of all other files (`outputs::portable`).
pub(crate) fn redirects(library: &Library, specs: &[PageSpec], diagnostics: &mut Vec<Diagnostic>) {
    let path = |spec: &PageSpec| spec.route.output_path();
    // Pages take their paths first, so that a collision is always the redirect's error.
    let (redirects, pages): (Vec<&PageSpec>, Vec<&PageSpec>) =
        specs.iter().partition(|spec| matches!(spec.kind, PageKind::Redirect { .. }));
    let data = DATA.iter().map(|(name, _)| name).chain(deploy::names(library));
    let data = data.chain(offline::names(library)).map(|name| (*name).to_owned());
    let mut taken: BTreeSet<String> = pages.into_iter().map(path).chain(data).collect();
    let mut written: BTreeMap<EntryId, BTreeMap<Route, Span>> = BTreeMap::new();
    for spec in redirects {
        let PageKind::Redirect { to } = spec.kind else { continue };
        let path = path(spec);
        // A path is also taken if a file stands where one of its folders would be, or if a folder
        // stands where its file would be: no file system can hold both. The folders of assets and
        // index files are closed altogether, because the names of their files aren't known yet.
        let folder = format!("{path}/");
        let is_taken = path.starts_with(address::ASSETS)
            || path.starts_with(address::SEARCH_FILES)
            || path.match_indices('/').any(|(at, _)| taken.contains(&path[..at]))
            || taken.range(folder.clone()..).next().is_some_and(|other| other.starts_with(&folder));
        if !is_taken && taken.insert(path) {
            continue;
        }
        let document = &library[to].document;
        // The spec knows only the route; the front matter has the place to report.
        let places = written.entry(to).or_insert_with(|| redirect_places(library, to));
        let span = places.get(&spec.route).copied().unwrap_or(document.body);
        let message = format!("The address {} belongs to the site itself.", spec.route);
        diagnostics.push(
            Diagnostic::error("same-address", Place::at(document.source.clone(), span), message)
                .help("Remove this address from `redirect_from`."),
        );
    }
}

/// Where the old addresses of an entry are written, by their routes.
fn redirect_places(library: &Library, id: EntryId) -> BTreeMap<Route, Span> {
    let old = library[id].article().map_or(&[][..], |article| &article.redirect_from);
    // Of two addresses with one route, the first is reported. A map takes the last that it is given.
    old.iter().rev().filter_map(|old| Some((redirect_route(&old.value)?, old.span))).collect()
}
