//! The addresses of a site: where each list, page and data file is found, relative to its root.
//!
//! Every address is written down here and nowhere else, since the same one is needed by the page
//! itself, by links to it, by the check that no entry takes it, and by what a host reads about
//! it. The module knows addresses only; which pages a particular hub has is decided elsewhere.
//! [`Route`] says how an address becomes a URL or a file.

use crate::{Kind, Route, Slug};

/// The home page.
pub const HOME: &str = "";
/// The list of articles.
pub const ARTICLES: &str = "articles/";
/// The glossary.
pub const GLOSSARY: &str = "glossary/";
/// The directory of resources.
pub const RESOURCES: &str = "resources/";
/// The list of people, in a hub that has any.
pub const PEOPLE: &str = "people/";
/// The list of letters, in a hub that has any.
pub const LETTERS: &str = "letters/";
/// The list of packets, in a hub that has any or lets readers make their own.
pub const PACKETS: &str = "packets/";
/// The page on which readers put a handout together, in a hub that wants it.
pub const MAKE_PACKET: &str = "packets/make/";
/// The page with search results.
pub const SEARCH: &str = "search/";
/// The page that a host shows for an address that does not exist.
pub const NOT_FOUND: &str = "404.html";
/// The samples of a theme's components, built only with drafts.
pub const STYLE: &str = "style/";

/// The Atom feed.
pub const FEED: &str = "feed.xml";
/// The sitemap for crawlers.
pub const SITEMAP: &str = "sitemap.xml";
/// The rules for crawlers.
pub const ROBOTS: &str = "robots.txt";
/// The web app manifest.
pub const MANIFEST: &str = "manifest.webmanifest";
/// The glossary as JSON.
pub const TERMS_JSON: &str = "glossary/terms.json";
/// The glossary as CSV.
pub const TERMS_CSV: &str = "glossary/terms.csv";
/// The script that names the core of the search index. Pages load it by this name, which never
/// changes, so that a new index changes no page.
pub const SEARCH_CORE: &str = "search-core.js";

/// The folder of the theme's static files.
pub const ASSETS: &str = "assets/";
/// The folder of the index files.
pub const SEARCH_FILES: &str = SEARCH;

/// First segments of addresses that the site uses itself, so that no page of a hub can have them.
pub const RESERVED: [&str; 12] = [
    "articles",
    "glossary",
    "resources",
    "topics",
    "people",
    "letters",
    "packets",
    "search",
    // Not used today. Reserved because hosts and other generators often give it a meaning.
    "static",
    "style",
    "404",
    "index",
];

/// The list of all entries of a kind. `None` for kinds whose entries have no common page.
///
/// # Examples
///
/// ```
/// use wellread_model::{Kind, address};
///
/// assert_eq!(address::list(Kind::Term), Some("glossary/"));
/// assert_eq!(address::list(Kind::Page), None);
/// ```
#[must_use]
pub const fn list(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Article => Some(ARTICLES),
        Kind::Term => Some(GLOSSARY),
        Kind::Resource => Some(RESOURCES),
        Kind::Person => Some(PEOPLE),
        Kind::Letter => Some(LETTERS),
        Kind::Packet => Some(PACKETS),
        Kind::Topic | Kind::Page => None,
    }
}

/// The kinds that have a page that lists them, in the order in which readers meet them.
pub const LISTED: [Kind; 6] =
    [Kind::Article, Kind::Term, Kind::Resource, Kind::Person, Kind::Letter, Kind::Packet];

/// Whether the page that lists a kind is there without entries as well: families look for articles,
/// words and places, and find a sentence that there are none yet. Other lists come with their first
/// entry.
#[must_use]
pub const fn is_always_listed(kind: Kind) -> bool {
    matches!(kind, Kind::Article | Kind::Term | Kind::Resource)
}

/// The page of an entry. The page `home` is the introduction of the home page.
///
/// # Examples
///
/// ```
/// use wellread_model::{Kind, Slug, address};
///
/// let slug = Slug::new("iep").expect("it has a letter");
/// assert_eq!(address::entry(Kind::Term, &slug).as_str(), "glossary/iep/");
/// assert_eq!(address::entry(Kind::Page, &slug).as_str(), "iep/");
/// ```
#[must_use]
pub fn entry(kind: Kind, slug: &Slug) -> Route {
    match kind {
        Kind::Page if slug.as_str() == "home" => Route::new(HOME),
        // Without the folder: `/about/` is what people guess, and what fits on a poster.
        Kind::Page => Route::new(format!("{slug}/")),
        kind => Route::new(format!("{}/{slug}/", kind.folder())),
    }
}

/// The resources that share a value, such as all that are free: `resources/cost/free/`.
#[must_use]
pub fn facet(facet: &str, value: &Slug) -> Route {
    Route::new(format!("{RESOURCES}{facet}/{value}/"))
}

/// The page with all values of a facet: `resources/all/area/`.
#[must_use]
pub fn facet_values(facet: &str) -> Route {
    // Not `resources/area/`, which a resource may have.
    Route::new(format!("{RESOURCES}all/{facet}/"))
}

/// Whether an address, relative to the root, is a page or file that a site makes by itself and that
/// staff may link to by hand. [`crate::Library::has_list`] says whether a site has a list.
#[must_use]
pub fn is_linkable(address: &str) -> bool {
    // Among the files for programs only the feed is for readers too; the others would show them
    // code.
    [HOME, SEARCH, FEED, MAKE_PACKET].contains(&address)
        || LISTED.into_iter().any(|kind| list(kind) == Some(address))
}
