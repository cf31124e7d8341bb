//! Checks that need more than one entry: links to headings, definitions, old addresses.
//!
//! What one file can tell about itself is checked where it is read. Nothing here changes a page;
//! each check appends diagnostics and leaves their order to the caller.

pub(crate) mod everyday;
pub(crate) mod facets;
pub(crate) mod searches;
pub(crate) mod shared_names;
pub(crate) mod similar_values;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use wellread_model::address::{self, RESERVED};
use wellread_model::{
    Date, Diagnostic, Entry, EntryId, Kind, Library, NameIndex, Origin, Place, Route, Settings,
    SourcePath, Spanned, short_title,
};

use crate::interface_text::InterfaceText;
use crate::markdown::{AnchorPage, Body, LineContext, ids_in, line_problems};
use crate::outputs::{DATA, deploy, offline};
use crate::view::{PageKind, PageSpec};

/// Reports links to headings that don't exist. Only rendering gives headings their ids, so this
/// runs once all bodies are rendered. `bodies` are in the order of the entries.
pub(crate) fn anchors(library: &Library, bodies: &[Arc<Body>], diagnostics: &mut Vec<Diagnostic>) {
    // The headings of pages to which a link is dead. A page may have a thousand, and a thousand
    // links.
    let mut known: BTreeMap<EntryId, HeadingNames<'_>> = BTreeMap::new();
    for ((id, entry), body) in library.iter().zip(bodies) {
        for link in &body.links {
            let target = match link.page {
                AnchorPage::Here => id,
                AnchorPage::Entry(target) => target,
                // These pages are not rendered yet: see `list_anchors`.
                AnchorPage::Site(_) => continue,
            };
            let anchors = &bodies[target.0 as usize].anchors;
            let is_read = library[target].document.origin != Origin::Unread;
            if anchors.binary_search(&link.anchor).is_ok() || !is_read {
                continue;
            }
            let where_to = if target == id {
                "This page".to_owned()
            } else {
                format!("The page \"{}\"", short_title(library[target].title()))
            };
            let message = format!("{where_to} has no heading `#{}`.", link.anchor);
            let headings = known.entry(target).or_insert_with(|| {
                let sections = &bodies[target.0 as usize].sections;
                HeadingNames::new(sections.iter().map(|section| section.id.as_str()))
            });
            let help = headings.help(&link.anchor);
            let place = Place::at(entry.document.source.clone(), link.span);
            diagnostics.push(Diagnostic::error("dead-anchor", place, message).help(help));
        }
    }
}

/// Reports links to anchors that don't exist on pages that the site makes by itself, such as the
/// lists. `page` renders one of them, for its ids follow from its template; `None` for what is no
/// such page.
pub(crate) fn list_anchors(
    library: &Library,
    bodies: &[Arc<Body>],
    page: &dyn Fn(&Route) -> Option<String>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut known: BTreeMap<&Route, Option<BTreeSet<String>>> = BTreeMap::new();
    for ((_, entry), body) in library.iter().zip(bodies) {
        for link in &body.links {
            let AnchorPage::Site(route) = &link.page else { continue };
            let ids = known
                .entry(route)
                .or_insert_with(|| page(route).map(|html| ids_in(&html).collect()));
            let Some(ids) = ids.as_ref().filter(|ids| !ids.contains(&link.anchor)) else {
                continue;
            };
            let message = format!("The page {route} has no heading `#{}`.", link.anchor);
            // The others are the theme's own, for its scripts and labels.
            let headings = ids.iter().map(String::as_str).filter(|id| !id.starts_with("wr-"));
            let help = HeadingNames::new(headings).help(&link.anchor);
            let place = Place::at(entry.document.source.clone(), link.span);
            diagnostics.push(Diagnostic::error("dead-anchor", place, message).help(help));
        }
    }
}

/// The headings of a page, to suggest one of them.
struct HeadingNames<'a> {
    /// The ids of all headings of a page, in their order.
    ids: Vec<&'a str>,
    /// Finds the id that was most likely meant.
    index: NameIndex,
}

impl<'a> HeadingNames<'a> {
    fn new(ids: impl Iterator<Item = &'a str>) -> Self {
        // The text before the first heading is a section without an id.
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

/// Reports names in double brackets that mean nothing, in lines outside of bodies: the notice, and
/// the sources of definitions.
pub(crate) fn lines(library: &Library, text: &InterfaceText, diagnostics: &mut Vec<Diagnostic>) {
    let context = LineContext { library, text };
    let mut check = |line: &Spanned<String>, file: &SourcePath| {
        let place = Place::at(file.clone(), line.span);
        diagnostics.extend(line_problems(&line.value, context, &place));
    };
    if let Some(notice) = &library.settings.notice {
        check(&notice.text, &SourcePath::settings());
    }
    for (_, entry) in library.of_kind(Kind::Resource) {
        let notice = entry.resource().and_then(|resource| resource.notice.as_ref());
        notice.iter().for_each(|notice| check(&notice.text, &entry.document.source));
    }
    for (_, entry) in library.of_kind(Kind::Term) {
        let sources = entry.term().map_or(&[][..], |term| &term.sources);
        sources.iter().for_each(|line| check(line, &entry.document.source));
    }
}

/// Reports that the hub has no crisis lines. The lines to write have the day, so that the audit
/// does not ask at once for what has just been compared.
///
/// Only a check says so: it is not an error of any page, and a build would repeat it to a clinic
/// that has its reasons.
pub(crate) fn crisis_lines(settings: &Settings, today: Date, diagnostics: &mut Vec<Diagnostic>) {
    if !settings.crisis.is_empty() {
        return;
    }
    let message = "This hub has no crisis line, so a family that searches for words such as \
                   \"suicide\" finds no number to call.";
    // Only what is the same for everyone in the country; staff know the lines of their state.
    let help = format!(
        "In the United States, add these lines at the end of the file. Elsewhere, write your \
         country's line instead. Before you save, compare the number with the website of the line: \
         `checked` is the day on which you did so.\n\
         [[crisis]]\n\
         name = \"988 Suicide & Crisis Lifeline\"\n\
         phone = \"988\"\n\
         text = \"Text 988\"\n\
         url = \"https://988lifeline.org/\"\n\
         checked = {today}"
    );
    let place = Place::file(SourcePath::settings());
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
        let is_read = entry.document.origin != Origin::Unread;
        if is_read && bodies[id.0 as usize].first_paragraph.is_empty() {
            let place = Place::file(entry.document.source.clone());
            let message = format!("The term `{}` has no definition.", entry.title());
            diagnostics.push(
                Diagnostic::error("no-definition", place, message)
                    .help("Write one or two plain sentences below the second --- line."),
            );
        }
    }
}

/// What an address of the site is taken by.
#[derive(Clone, Copy)]
enum AddressOwner {
    /// A page or file that the site makes by itself.
    Site,
    /// The page of an entry.
    Page(EntryId),
    /// An old address of an entry: the index into its redirects.
    OldAddress(EntryId, usize),
}

/// Why an address cannot be used.
struct Collision {
    /// What is there.
    taken: AddressOwner,
    /// Whether it is at the same address, and not above or below it.
    is_same: bool,
}

/// Reports old addresses (`redirect_from`) that collide with a file of the site, or with each
/// other.
///
/// Paths that differ only in case are reported with those of all other files (`outputs::portable`).
pub(crate) fn redirects(library: &Library, specs: &[PageSpec], diagnostics: &mut Vec<Diagnostic>) {
    let path = |spec: &PageSpec| spec.route.output_path();
    let data = DATA.iter().map(|(name, _)| name).chain(deploy::file_names(library));
    let data = data
        .chain(offline::file_names(library))
        .map(|name| ((*name).to_owned(), AddressOwner::Site));
    let mut taken: BTreeMap<String, AddressOwner> = data.collect();
    let mut redirects = Vec::new();
    for spec in specs {
        match spec.kind {
            // Pages take their paths first, so that a collision is always the redirect's error.
            PageKind::Redirect { to, old } => redirects.push((spec, to, old)),
            PageKind::Entry { id, .. } => {
                taken.insert(path(spec), AddressOwner::Page(id));
            }
            _ => {
                taken.insert(path(spec), AddressOwner::Site);
            }
        }
    }
    for (spec, to, old) in redirects {
        let path = path(spec);
        match in_the_way(&spec.route, &path, &taken) {
            Some(other) => diagnostics.push(taken_address(library, to, old, other)),
            None => {
                taken.insert(path, AddressOwner::OldAddress(to, old));
            }
        }
    }
}

/// What is in the way of a file at this path, which is that of a route.
fn in_the_way(
    route: &Route,
    path: &str,
    taken: &BTreeMap<String, AddressOwner>,
) -> Option<Collision> {
    // The folders of assets and index files are closed altogether, because the names of their files
    // aren't known yet; so are lists that this hub has no need for.
    let is_list = route.as_str().strip_suffix('/').is_some_and(|name| RESERVED.contains(&name));
    let is_closed = path.starts_with(address::ASSETS) || path.starts_with(address::SEARCH_FILES);
    // A path is also taken if a file is where one of its folders would be, or if a folder
    // is where its file would be: no file system can hold both.
    let folder = format!("{path}/");
    let above = path.match_indices('/').find_map(|(at, _)| taken.get(&path[..at]));
    let below = || taken.range(folder.clone()..).next().filter(|(one, _)| one.starts_with(&folder));
    if let Some(&same) = taken.get(path) {
        return Some(Collision { taken: same, is_same: true });
    }
    let other = above.or_else(|| below().map(|(_, one)| one)).copied();
    let other = other.or((is_list || is_closed).then_some(AddressOwner::Site));
    other.map(|taken| Collision { taken, is_same: false })
}

/// The error for an old address that is taken.
fn taken_address(
    library: &Library,
    to: EntryId,
    old: usize,
    Collision { taken, is_same }: Collision,
) -> Diagnostic {
    let entry = &library[to];
    let Spanned { value: route, span } = &entry.redirects[old];
    let error = |message: String| {
        let place = Place::at(entry.document.source.clone(), *span);
        Diagnostic::error("same-address", place, message)
            .help("Remove this address from `redirect_from`.")
    };
    // One name cannot be a file and a folder.
    let in_the_way = |other: &Route| format!("The site has {other}, so there cannot be {route}.");
    match taken {
        AddressOwner::Site => {
            let route = route.to_string();
            // The slash may have been added to what is the name of a file.
            let shown = if is_same { &*route } else { route.trim_end_matches('/') };
            error(format!("The address {shown} belongs to the site itself."))
        }
        AddressOwner::Page(id) => {
            let Entry { document, route: page, .. } = &library[id];
            let message = if is_same {
                format!("There is a page at {page} already.")
            } else {
                in_the_way(page)
            };
            match document.origin {
                Origin::File | Origin::Unread => {
                    error(message).related(Place::file(document.source.clone()), "the page there")
                }
                // Its source is the file of a page that names it.
                Origin::Implied => error(message),
            }
        }
        AddressOwner::OldAddress(id, other) => {
            let Spanned { value: other, span } = &library[id].redirects[other];
            let message = match (is_same, id == to) {
                (true, true) => format!("The address {route} is written twice."),
                (true, false) => {
                    format!("The address {route} is an old address of another page already.")
                }
                (false, _) => in_the_way(other),
            };
            let source = library[id].document.source.clone();
            let problem = error(message).related(Place::at(source, *span), "the other one");
            if id == to {
                return problem;
            }
            // Whichever is read first may be the copy that was made as a pattern for a new page.
            problem.help(
                "Keep it in the page that had this address once. Remove it from the other one, \
                 which may have begun as a copy.",
            )
        }
    }
}
