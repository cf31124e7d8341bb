//! Structured data for search engines: schema.org as JSON-LD, in a script element of each page.
//!
//! It says in a standard vocabulary what the page shows: who wrote and reviewed an article and
//! when, what a term means, where the page is. Types and properties are those of schema.org:
//! `MedicalWebPage` (`lastReviewed`, `reviewedBy` are properties of `WebPage`), `Article`,
//! `DefinedTerm` in a `DefinedTermSet`, `BreadcrumbList`. It never says what the page doesn't show;
//! search engines treat that as deception.

use wellread_model::{Date, EntryId, Kind, Relation, Route, Spanned, address};

use super::json_value::SchemaNode;
use super::organization::organization;
use super::page_spec::{PageKind, PageSpec};
use super::trail::Crumb;
use super::views::Views;

/// The structured data of a page, safe inside a script element whatever the texts hold. Empty for
/// pages that search engines don't list. `trail` is without the page itself; `entry` is the entry
/// that the page shows.
pub(crate) fn page(
    views: &Views,
    spec: &PageSpec,
    title: &str,
    trail: &[Crumb],
    entry: Option<EntryId>,
) -> String {
    // The search is a page of its own kind, and a draft is to look as it will.
    let is_described = match spec.kind {
        PageKind::Search => true,
        PageKind::Entry { id, .. } => views.library[id].document.kind != Kind::Packet,
        kind => !kind.is_unlisted(&views.library),
    };
    if !is_described {
        return String::new();
    }
    let url = views.canonical(&spec.route);
    let page = match entry.map(|id| (id, views.library[id].document.kind)) {
        Some((id, Kind::Article)) => article(views, id, url),
        Some((id, Kind::Term)) => term(views, id, url),
        // The type for a page about a person; the person alone would describe no page.
        Some((id, Kind::Person)) => {
            SchemaNode::new("ProfilePage").set("url", url).set("mainEntity", person(views, id))
        }
        _ => other(views, spec, title, url, entry),
    };
    let mut graph = vec![page];
    // The home page has none: a trail of one page leads nowhere.
    if !trail.is_empty() {
        graph.push(breadcrumbs(views, title, trail));
    }
    escape(SchemaNode::graph(graph).json())
}

/// Makes JSON safe inside `<script>`: no `<` can begin a closing tag or a comment (HTML standard,
/// section 4.12.1.3). Inside strings, the only place where JSON has these characters, the escapes
/// mean the same.
pub(crate) fn escape(json: String) -> String {
    // U+2028 and U+2029 begin with this byte. Most texts have none of these bytes.
    if !json.bytes().any(|byte| matches!(byte, b'<' | b'>' | 0xe2)) {
        return json;
    }
    // HTML entities would not do: the content of a script isn't decoded. The last two are line ends
    // to JavaScript before 2019.
    json.replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

/// An article: the page, which has the review by an expert, and in it the article, which has
/// authors and dates. schema.org defines `lastReviewed` and `reviewedBy` for pages only. The title
/// is once, as the headline, and the description not at all, since the page says it in a `meta`
/// element.
fn article(views: &Views, id: EntryId, url: String) -> SchemaNode<'_> {
    let entry = &views.library[id];
    let people = |relation| entry.related(relation).iter().map(|&id| person(views, id));
    let about = entry.related(Relation::Topic).iter();
    let about = about.map(|&id| SchemaNode::new("Thing").set("name", views.library[id].title()));
    let fields = entry.article();
    let audience = fields.into_iter().flat_map(|fields| &fields.audience);
    let audience = audience.map(|one| SchemaNode::new("Audience").set("audienceType", &*one.value));
    let day = |date: &Option<Spanned<Date>>| date.as_ref().map(|day| day.value.to_string());
    let published = fields.and_then(|fields| day(&fields.published));
    let updated = fields.and_then(|fields| day(&fields.updated));
    let publisher = SchemaNode::new("Organization")
        .set("name", &*views.library.settings.title)
        .set("url", views.canonical(&Route::new(address::HOME)));
    let article = SchemaNode::new("Article")
        .set("headline", entry.title())
        .list("author", people(Relation::Author))
        .maybe("datePublished", published.clone())
        // An article that was never updated was last modified when it was published.
        .maybe("dateModified", updated.or(published))
        .set("publisher", publisher);
    SchemaNode::new("MedicalWebPage")
        .set("url", url)
        .set("inLanguage", views.library.language_of(id).as_str())
        .maybe("lastReviewed", fields.and_then(|fields| day(&fields.reviewed)))
        .list("reviewedBy", people(Relation::Reviewer))
        .list("about", about)
        .list("audience", audience)
        .set("mainEntity", article)
}

/// A term as a `DefinedTerm` of the glossary.
fn term(views: &Views, id: EntryId, url: String) -> SchemaNode<'_> {
    let entry = &views.library[id];
    let glossary = SchemaNode::new("DefinedTermSet")
        .set("url", views.canonical(&Route::new(address::GLOSSARY)))
        .set("name", views.text.get("glossary_title"));
    SchemaNode::new("DefinedTerm")
        .set("url", url)
        .set("name", entry.title())
        .list("alternateName", entry.document.aliases().iter().map(|alias| &*alias.value))
        .set("description", views.first_paragraph(id))
        .set("inLanguage", views.library.language_of(id).as_str())
        .set("inDefinedTermSet", glossary)
}

/// A page that is neither an article, a term nor a person.
fn other<'a>(
    views: &'a Views,
    spec: &PageSpec,
    title: &'a str,
    url: String,
    entry: Option<EntryId>,
) -> SchemaNode<'a> {
    let kind = match spec.kind {
        PageKind::Home => "WebSite",
        PageKind::Glossary => "DefinedTermSet",
        PageKind::List { .. } | PageKind::Resources { .. } | PageKind::Facet { .. } => {
            "CollectionPage"
        }
        PageKind::Search => "SearchResultsPage",
        _ => "WebPage",
    };
    // The home page may have a title such as "Welcome"; as a website it is known by the hub's.
    let name = if spec.kind == PageKind::Home { &views.library.settings.title } else { title };
    let hub = &views.library.settings.language;
    let language = entry.map_or(hub, |id| views.library.language_of(id));
    let resource = entry.and_then(|id| views.library[id].resource());
    SchemaNode::new(kind)
        .set("url", url)
        .set("name", name)
        .set("inLanguage", language.as_str())
        .maybe("about", resource.map(|resource| organization(views, resource, title)))
}

/// A person, as author, as reviewer, or on their own page.
fn person(views: &Views, id: EntryId) -> SchemaNode<'_> {
    let entry = &views.library[id];
    let person = entry.person();
    SchemaNode::new("Person")
        .set("name", entry.title())
        .maybe("honorificSuffix", person.and_then(|person| person.credentials.as_deref()))
        .maybe("jobTitle", person.and_then(|person| person.role.as_deref()))
        .set("url", views.canonical(&entry.route))
        .maybe("image", views.photos.get(&id).map(|photo| views.canonical(&photo.route)))
}

/// The trail from the home page to this one, with whole URLs. The page itself is the last item,
/// which needs no URL.
fn breadcrumbs<'a>(views: &Views, title: &'a str, trail: &'a [Crumb]) -> SchemaNode<'a> {
    let item = |position: usize, name: &'a str| {
        SchemaNode::new("ListItem").set("position", position).set("name", name)
    };
    let above = (1..).zip(trail).map(|(position, crumb)| {
        item(position, &crumb.title).set("item", views.canonical(&crumb.route))
    });
    let own = item(trail.len() + 1, title);
    SchemaNode::new("BreadcrumbList").list("itemListElement", above.chain([own]))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;

    #[test]
    fn nothing_can_close_the_script() {
        let json = json!({ "a": "</script><!--" }).to_string();
        let escaped = escape(json.clone());
        assert!(!escaped.contains('<'));
        assert_eq!(
            serde_json::from_str::<Json>(&escaped).unwrap(),
            json!({ "a": "</script><!--" })
        );
    }
}
