//! Which pages a site has: the address of each and what it shows.
//!
//! The list is computed before any page is rendered. Whatever needs to know all pages (the sitemap,
//! redirects of hosts, the check for collisions) reads it instead of finished pages.

use wellread_model::{EntryId, Kind, Library, Relation, Route, address};

use super::paging::{page_count, page_route};
use super::views::Views;

/// What a page shows. Pages of lists are counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum PageKind {
    /// The home page, with the body of the entry at the empty route if there is one.
    Home,
    /// A page of the list of all entries of a kind that are simply listed: articles, people,
    /// letters or packets.
    List { kind: Kind, page: usize },
    /// An entry; for topics and people, a page of their list of articles.
    Entry { id: EntryId, page: usize },
    /// The glossary from A to Z.
    Glossary,
    /// A page of the directory, narrowed by the value of a facet or not.
    Resources { chosen: Option<FacetChoice>, page: usize },
    /// All values of a facet (an index into `Views::facets`).
    Facet { facet: usize },
    /// Where readers put a handout together.
    MakePacket,
    /// The search results.
    Search,
    /// The page for addresses that don't exist.
    NotFound,
    /// The samples of the theme's components, for people who change it.
    Style,
    /// A page at an old address that leads to the entry's new one, for hosts without redirects.
    /// `old` is the index into [`wellread_model::Entry::redirects`].
    Redirect { to: EntryId, old: usize },
}

/// A facet with the value by which it narrows the directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct FacetChoice {
    /// An index into `Views::facets`.
    pub(crate) facet: usize,
    /// An index into `Facet::values`.
    pub(crate) value: usize,
}

impl PageKind {
    /// What templates and scripts call it: `page.kind`.
    pub(crate) fn name(self, library: &Library) -> &'static str {
        match self {
            Self::Home => "home",
            Self::List { kind, .. } => kind.folder(),
            Self::Entry { id, .. } => library[id].document.kind.noun(),
            Self::Glossary => "glossary",
            Self::Resources { .. } => "resources",
            Self::Facet { .. } => "facet",
            Self::MakePacket => "make",
            Self::Search => "search",
            Self::NotFound => "404",
            Self::Style => "style",
            Self::Redirect { .. } => "redirect",
        }
    }

    /// The entry whose page it is.
    pub(crate) const fn entry(self) -> Option<EntryId> {
        match self {
            Self::Entry { id, .. } => Some(id),
            _ => None,
        }
    }

    /// The template that renders it. Each kind of page has one of its own.
    pub(crate) fn template(self, library: &Library) -> String {
        format!("{}.html", self.name(library))
    }

    /// The kind of entries whose list it is or belongs to. Topics and pages belong to none,
    /// since they have no list.
    pub(crate) fn section(self, library: &Library) -> Option<Kind> {
        match self {
            Self::List { kind, .. } => Some(kind),
            Self::Glossary => Some(Kind::Term),
            Self::Resources { .. } | Self::Facet { .. } => Some(Kind::Resource),
            Self::MakePacket => Some(Kind::Packet),
            Self::Entry { id, .. } => {
                Some(library[id].document.kind).filter(|&kind| address::list(kind).is_some())
            }
            Self::Home | Self::Search | Self::NotFound | Self::Style | Self::Redirect { .. } => {
                None
            }
        }
    }

    /// Whether search engines are asked not to list it: what only leads to other pages, what is not
    /// published, and packets, whose parts are found at their own addresses.
    pub(crate) fn is_unlisted(self, library: &Library) -> bool {
        match self {
            Self::Entry { id, .. } => {
                let document = &library[id].document;
                document.draft || document.kind == Kind::Packet
            }
            Self::MakePacket
            | Self::Search
            | Self::NotFound
            | Self::Style
            | Self::Redirect { .. } => true,
            _ => false,
        }
    }
}

/// A page of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PageSpec {
    /// Its address.
    pub(crate) route: Route,
    /// What it shows.
    pub(crate) kind: PageKind,
}

/// All pages, in no particular order. Routes of redirects may collide with others; `check` reports
/// that.
pub(crate) fn specs(views: &Views) -> Vec<PageSpec> {
    let library = &views.library;
    let mut specs = vec![
        PageSpec { route: Route::new(address::HOME), kind: PageKind::Home },
        PageSpec { route: Route::new(address::SEARCH), kind: PageKind::Search },
        PageSpec { route: Route::new(address::NOT_FOUND), kind: PageKind::NotFound },
    ];
    // Not for readers, so it is only where staff preview their work.
    if views.drafts {
        specs.push(PageSpec { route: Route::new(address::STYLE), kind: PageKind::Style });
    }
    for kind in address::LISTED.into_iter().filter(|&kind| library.has_list(kind)) {
        if let (Some(address), Some(entries)) = (address::list(kind), views.listed(kind)) {
            let page = |page| PageKind::List { kind, page };
            list(&mut specs, &Route::new(address), entries.len(), page);
        }
    }
    specs.push(PageSpec { route: Route::new(address::GLOSSARY), kind: PageKind::Glossary });
    let resources = library.of_kind(Kind::Resource).count();
    list(&mut specs, &Route::new(address::RESOURCES), resources, |page| PageKind::Resources {
        chosen: None,
        page,
    });
    if library.settings.make_packets {
        let route = Route::new(address::MAKE_PACKET);
        specs.push(PageSpec { route, kind: PageKind::MakePacket });
    }
    for (index, facet) in views.facets.iter().enumerate() {
        let all = facet.all.clone().into_iter();
        specs.extend(all.map(|route| PageSpec { route, kind: PageKind::Facet { facet: index } }));
        for (at, value) in facet.values.iter().enumerate() {
            let chosen = Some(FacetChoice { facet: index, value: at });
            let kind = |page| PageKind::Resources { chosen, page };
            list(&mut specs, &value.route, value.resources.len(), kind);
        }
    }
    for (id, entry) in library.iter() {
        let length = match entry.document.kind {
            Kind::Topic => views.topic_articles(id).len(),
            Kind::Person => views.articles_naming(Relation::Author, id).len(),
            // This entry is the home page, which is in the list already.
            Kind::Page if entry.route.as_str().is_empty() => continue,
            _ => 0,
        };
        list(&mut specs, &entry.route, length, |page| PageKind::Entry { id, page });
        for (old, redirect) in entry.redirects.iter().enumerate() {
            let kind = PageKind::Redirect { to: id, old };
            specs.push(PageSpec { route: redirect.value.clone(), kind });
        }
    }
    specs
}

/// Adds the pages of a list of `length` entries.
fn list(specs: &mut Vec<PageSpec>, route: &Route, length: usize, kind: impl Fn(usize) -> PageKind) {
    for page in 1..=page_count(length) {
        specs.push(PageSpec { route: page_route(route, page), kind: kind(page) });
    }
}
