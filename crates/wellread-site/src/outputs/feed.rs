//! Files for programs: the Atom feed for feed readers, the sitemap and `robots.txt` for search
//! engines, the web manifest for home screens.
//!
//! Each is written from the same views as the pages. URLs in the feed and the sitemap are whole,
//! because these files are read away from the site; URLs in the manifest are paths.

use std::fmt::Write as _;

use serde_json::json;
use wellread_model::{Date, EntryId, Relation, Route, address};

use crate::markdown::escape_into;
use crate::theme::Assets;
use crate::view::{PageKind, PageSpec, Views};

/// How many articles the feed holds. Feed readers fetch the whole file each time and store what
/// they have seen, so it needs only what is new since the last visit.
const FEED_LENGTH: usize = 20;

/// The articles that changed last as Atom (RFC 4287), newest first. Times of day aren't known and
/// are midnight UTC, since Atom requires one (section 3.3).
pub(crate) fn atom(views: &Views) -> String {
    let settings = &views.library.settings;
    // The day of the last update, not of publication: readers are to see corrected articles again.
    // Articles without a date are left out, since every entry must have one (section 4.1.2).
    let date_of = |id: EntryId| {
        let article = views.library[id].article()?;
        Some(article.updated.as_ref().or(article.published.as_ref())?.value)
    };
    let mut dated: Vec<(Date, EntryId)> =
        views.articles.iter().filter_map(|&id| Some((date_of(id)?, id))).collect();
    dated.sort_by_key(|&(date, id)| (std::cmp::Reverse(date), id));
    dated.truncate(FEED_LENGTH);
    let home = views.canonical(&Route::new(address::HOME));
    let mut xml = Xml::new();
    xml.0.push_str("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"");
    xml.text(settings.language.as_str());
    xml.0.push_str("\">\n");
    xml.element("title", &settings.title);
    if let Some(description) = &settings.description {
        xml.element("subtitle", description);
    }
    // An id must never change. The address changes only if the hub moves (section 4.2.6).
    xml.element("id", &home);
    xml.link("alternate", &home);
    xml.link("self", &views.canonical(&Route::new(address::FEED)));
    // A feed must say when it was updated (section 4.1.1); an empty one was never.
    let updated = dated.first().map_or_else(|| Date::constant(1970, 1, 1), |(date, _)| *date);
    xml.element("updated", &format!("{updated}T00:00:00Z"));
    // The author of all entries that name none themselves (section 4.2.1).
    xml.0.push_str("<author>");
    xml.element("name", &settings.title);
    xml.0.push_str("</author>\n");
    for (date, id) in dated {
        entry(views, &mut xml, date, id);
    }
    xml.0.push_str("</feed>\n");
    xml.0
}

/// Writes an article as an entry of the feed: its summary and a link, not its text, which readers
/// are to see with its definitions and contacts.
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

/// All pages for search engines (sitemaps.org, version 0.9), sorted by address. Left out are pages
/// that do not answer a search: redirects, the search itself, the page for what is missing,
/// packets, and everything that only a build with drafts has.
pub(crate) fn sitemap(views: &Views, specs: &[PageSpec]) -> String {
    let mut pages: Vec<(&Route, Option<Date>)> = specs
        .iter()
        .filter_map(|spec| {
            let date = match spec.kind {
                kind if kind.is_unlisted(&views.library) => return None,
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

/// The last day on which an entry says that it was changed or verified. Search engines trust
/// `lastmod` only where it is true, so the dates of files on disk are never used.
fn last_change(views: &Views, id: EntryId) -> Option<Date> {
    let entry = &views.library[id];
    if let Some(article) = entry.article() {
        let dates = [&article.published, &article.updated, &article.reviewed];
        return dates.into_iter().flatten().map(|date| date.value).max();
    }
    let date = entry.term().and_then(|term| term.reviewed.as_ref());
    date.or_else(|| entry.resource()?.checked.as_ref()).map(|date| date.value)
}

/// Tells crawlers that they may read every page (RFC 9309), and where the sitemap is
/// (sitemaps.org).
pub(crate) fn robots(views: &Views) -> String {
    format!(
        "User-agent: *\nAllow: /\n\nSitemap: {}\n",
        views.canonical(&Route::new(address::SITEMAP))
    )
}

/// The web manifest (W3C Web Application Manifest), with which a phone puts the hub on its home
/// screen.
pub(crate) fn manifest(views: &Views, assets: &Assets) -> String {
    let settings = &views.library.settings;
    // A theme without the icon gets an empty list, and the phone draws one from the title.
    let icons: Vec<_> = assets
        .routes
        .get("icon.svg")
        .map(|route| json!({ "src": views.url(route), "sizes": "any", "type": "image/svg+xml" }))
        .into_iter()
        .collect();
    let manifest = json!({
        "name": settings.title,
        // The standard sets no limit; launchers cut what is longer.
        "short_name": settings.title.chars().take(30).collect::<String>(),
        "lang": settings.language.as_str(),
        "start_url": views.base,
        "scope": views.base,
        // With a back button and a way to share, which an app without any browser controls lacks.
        "display": "minimal-ui",
        "icons": icons,
    });
    format!("{manifest:#}\n")
}

/// XML that is being written. What is appended without [`Xml::text`] must be markup already.
struct Xml(String);

impl Xml {
    /// A document with nothing but its declaration.
    fn new() -> Self {
        Self("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".to_owned())
    }

    /// Appends text, escaped for content and for attributes in double quotes.
    fn text(&mut self, text: &str) {
        // XML 1.0 can't express most control characters, not even escaped (section 2.2).
        let clean: String =
            text.chars().filter(|&c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
        escape_into(&mut self.0, &clean);
    }

    /// Appends an element that holds only text, and a line break.
    fn element(&mut self, name: &str, text: &str) {
        // Writing to a string cannot fail.
        let _ = write!(self.0, "<{name}>");
        self.text(text);
        let _ = writeln!(self.0, "</{name}>");
    }

    /// Appends an Atom link.
    fn link(&mut self, relation: &str, url: &str) {
        let _ = write!(self.0, "<link rel=\"{relation}\" href=\"");
        self.text(url);
        self.0.push_str("\"/>\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::views_of;

    #[test]
    fn the_feed_has_the_last_changed_articles_first_and_none_without_a_date() {
        let article = |title: &str, dates: &str| format!("---\ntitle: {title}\n{dates}---\n\nX\n");
        let views = views_of(&[
            (
                "content/articles/a.md",
                &article("A", "published: 2026-01-01\nupdated: 2026-03-01\n"),
            ),
            ("content/articles/b.md", &article("B & <b>", "published: 2026-02-01\n")),
            ("content/articles/c.md", &article("C", "")),
        ]);
        let feed = atom(&views);
        let titles: Vec<&str> = feed.lines().filter(|line| line.starts_with("<title>")).collect();
        assert_eq!(
            titles,
            ["<title>Hub</title>", "<title>A</title>", "<title>B &amp; &lt;b&gt;</title>"]
        );
        let updated: Vec<&str> =
            feed.lines().filter(|line| line.starts_with("<updated>")).collect();
        assert_eq!(
            updated,
            [
                "<updated>2026-03-01T00:00:00Z</updated>",
                "<updated>2026-03-01T00:00:00Z</updated>",
                "<updated>2026-02-01T00:00:00Z</updated>"
            ]
        );
    }

    #[test]
    fn a_feed_without_articles_is_as_old_as_unix() {
        assert!(atom(&views_of(&[])).contains("<updated>1970-01-01T00:00:00Z</updated>"));
    }

    #[test]
    fn the_feed_holds_twenty_articles() {
        let articles: Vec<(String, String)> = (0..FEED_LENGTH + 3)
            .map(|number| {
                let text = format!("---\ntitle: A{number}\npublished: 2026-01-01\n---\n\nX\n");
                (format!("content/articles/a{number}.md"), text)
            })
            .collect();
        let files: Vec<(&str, &str)> =
            articles.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        assert_eq!(atom(&views_of(&files)).matches("<entry>").count(), FEED_LENGTH);
    }

    #[test]
    fn control_characters_are_left_out_of_xml() {
        let mut xml = Xml(String::new());
        xml.element("a", "x\u{1}\u{b}y\tz<&>");
        assert_eq!(xml.0, "<a>xy\tz&lt;&amp;&gt;</a>\n");
    }

    #[test]
    fn the_sitemap_says_when_a_page_was_last_changed_or_verified() {
        let views = views_of(&[
            (
                "content/articles/a.md",
                "---\ntitle: A\npublished: 2026-01-01\nupdated: 2026-02-01\nreviewed: 2026-03-01\n---\n\nX\n",
            ),
            ("content/glossary/t.md", "---\nterm: T\nreviewed: 2026-04-01\n---\n\nX\n"),
        ]);
        let last = |source: &str| {
            let mut entries = views.library.iter();
            let (id, _) =
                entries.find(|(_, entry)| entry.document.source.as_str() == source).unwrap();
            last_change(&views, id)
        };
        assert_eq!(last("content/articles/a.md"), Some(Date::constant(2026, 3, 1)));
        assert_eq!(last("content/glossary/t.md"), Some(Date::constant(2026, 4, 1)));
        let sitemap = sitemap(&views, &crate::view::specs(&views));
        assert!(sitemap.contains("<loc>https://example.org/hub/</loc>"));
        for hidden in ["404", "/search/"] {
            assert!(!sitemap.contains(hidden), "{hidden}");
        }
    }
}
