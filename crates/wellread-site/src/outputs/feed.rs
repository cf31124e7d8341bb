//! Files for programs: the Atom feed, the sitemap, robots.txt, the web manifest.

use std::fmt::Write as _;

use serde_json::json;
use wellread_model::{Date, EntryId, Relation, Route, address};

use crate::markdown::escape_into;
use crate::theme::Assets;
use crate::view::{PageKind, PageSpec, Views};

/// How many articles the feed holds.
const FEED_LENGTH: usize = 20;

/// The newest articles as Atom (RFC 4287). Times of day are not known and are midnight UTC.
pub(crate) fn atom(views: &Views) -> String {
    let settings = &views.library.settings;
    let date_of = |id: EntryId| {
        let article = views.library[id].article()?;
        Some(article.updated.as_ref().or(article.published.as_ref())?.value)
    };
    let mut dated: Vec<(Date, EntryId)> =
        views.articles.iter().filter_map(|&id| Some((date_of(id)?, id))).collect();
    dated.sort_by_key(|&(date, id)| (std::cmp::Reverse(date), id));
    dated.truncate(FEED_LENGTH);
    let home = views.canonical(&Route::new(""));
    let mut xml = Xml::new();
    xml.0.push_str("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"");
    xml.text(&settings.language);
    xml.0.push_str("\">\n");
    xml.element("title", &settings.title);
    if let Some(description) = &settings.description {
        xml.element("subtitle", description);
    }
    xml.element("id", &home);
    xml.link("alternate", &home);
    xml.link("self", &views.canonical(&Route::new(address::FEED)));
    let updated = dated.first().map_or_else(|| Date::constant(1970, 1, 1), |(date, _)| *date);
    xml.element("updated", &format!("{updated}T00:00:00Z"));
    xml.0.push_str("<author>");
    xml.element("name", &settings.title);
    xml.0.push_str("</author>\n");
    for (date, id) in dated {
        entry(views, &mut xml, date, id);
    }
    xml.0.push_str("</feed>\n");
    xml.0
}

fn entry(views: &Views, xml: &mut Xml, date: Date, id: EntryId) {
    let entry = &views.library[id];
    let url = views.canonical(&entry.route);
    xml.0.push_str("<entry>\n");
    xml.element("title", entry.title());
    xml.element("id", &url);
    xml.link("alternate", &url);
    if let Some(published) = entry.document.published() {
        xml.element("published", &format!("{published}T00:00:00Z"));
    }
    xml.element("updated", &format!("{date}T00:00:00Z"));
    for &author in entry.related(Relation::Author) {
        xml.0.push_str("<author>");
        xml.element("name", views.library[author].title());
        xml.0.push_str("</author>\n");
    }
    if let Some(description) = views.description(id) {
        xml.element("summary", &description);
    }
    xml.0.push_str("</entry>\n");
}

/// All pages for search engines (sitemaps.org, version 0.9), in the order of their addresses.
pub(crate) fn sitemap(views: &Views, specs: &[PageSpec]) -> String {
    let mut pages: Vec<(&Route, Option<Date>)> = specs
        .iter()
        .filter_map(|spec| {
            let date = match spec.kind {
                PageKind::NotFound
                | PageKind::Redirect { .. }
                | PageKind::Search
                | PageKind::Style => return None,
                PageKind::Entry { id, .. } if views.library[id].document.draft => return None,
                PageKind::Entry { id, .. } => last_change(views, id),
                _ => None,
            };
            Some((&spec.route, date))
        })
        .collect();
    pages.sort();
    let mut xml = Xml::new();
    xml.0.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (route, date) in pages {
        xml.0.push_str("<url>");
        xml.element("loc", &views.canonical(route));
        if let Some(date) = date {
            xml.element("lastmod", &date.to_string());
        }
        xml.0.push_str("</url>\n");
    }
    xml.0.push_str("</urlset>\n");
    xml.0
}

/// The last day on which an entry says that it was changed or verified.
fn last_change(views: &Views, id: EntryId) -> Option<Date> {
    let entry = &views.library[id];
    if let Some(article) = entry.article() {
        let dates = [&article.published, &article.updated, &article.reviewed];
        return dates.into_iter().flatten().map(|date| date.value).max();
    }
    entry.term().and_then(|term| term.reviewed).or_else(|| entry.resource()?.checked)
}

/// Every page may be read, and the sitemap lists them (RFC 9309).
pub(crate) fn robots(views: &Views) -> String {
    format!(
        "User-agent: *\nAllow: /\n\nSitemap: {}\n",
        views.canonical(&Route::new(address::SITEMAP))
    )
}

/// The web manifest (W3C Web Application Manifest).
pub(crate) fn manifest(views: &Views, assets: &Assets) -> String {
    let settings = &views.library.settings;
    let icons: Vec<_> = assets
        .routes
        .get("icon.svg")
        .map(|route| json!({ "src": views.url(route), "sizes": "any", "type": "image/svg+xml" }))
        .into_iter()
        .collect();
    let manifest = json!({
        "name": settings.title,
        "short_name": settings.title.chars().take(30).collect::<String>(),
        "lang": settings.language,
        "start_url": views.base,
        "scope": views.base,
        "display": "minimal-ui",
        "icons": icons,
    });
    format!("{manifest:#}\n")
}

/// XML that is being written.
struct Xml(String);

impl Xml {
    fn new() -> Self {
        Self("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".to_owned())
    }

    fn text(&mut self, text: &str) {
        // XML 1.0 has no way to write most control characters.
        let clean: String =
            text.chars().filter(|&c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
        escape_into(&mut self.0, &clean);
    }

    fn element(&mut self, name: &str, text: &str) {
        // Writing to a string cannot fail.
        let _ = write!(self.0, "<{name}>");
        self.text(text);
        let _ = writeln!(self.0, "</{name}>");
    }

    fn link(&mut self, relation: &str, url: &str) {
        let _ = write!(self.0, "<link rel=\"{relation}\" href=\"");
        self.text(url);
        self.0.push_str("\"/>\n");
    }
}
