//! Structured data for search engines: schema.org as JSON-LD, in a script element of each page.
//!
//! It says in a standard vocabulary what the page shows: who wrote and reviewed an article and
//! when, what a term means, where the page stands. Types and properties are those of schema.org:
//! `MedicalWebPage` (`lastReviewed`, `reviewedBy` are properties of `WebPage`), `Article`,
//! `DefinedTerm` in a `DefinedTermSet`, `BreadcrumbList`. It never says what the page doesn't show;
//! search engines treat that as deception.

use serde_json::{Value as Json, json};
use wellread_model::{EntryId, Kind, Relation, Route, address};

use super::json_value::{list, set};
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
    let mut graph = Vec::new();
    match entry.map(|id| (id, views.library[id].document.kind)) {
        Some((id, Kind::Article)) => article(views, id, &url, &mut graph),
        Some((id, Kind::Term)) => graph.push(term(views, id, &url)),
        // The type for a page about a person; the person alone would describe no page.
        Some((id, Kind::Person)) => graph.push(json!({
            "@type": "ProfilePage", "@id": url, "url": url, "mainEntity": person(views, id)
        })),
        _ => graph.push(other(views, spec, title, &url, entry)),
    }
    // The home page has none: a trail of one page leads nowhere.
    if !trail.is_empty() {
        graph.push(breadcrumbs(views, title, &url, trail));
    }
    escape(&json!({ "@context": "https://schema.org", "@graph": graph }).to_string())
}

/// Makes JSON safe inside `<script>`: no `<` can begin a closing tag or a comment (HTML standard,
/// section 4.12.1.3). Inside strings, the only place where JSON has these characters, the escapes
/// mean the same.
pub(crate) fn escape(json: &str) -> String {
    // HTML entities would not do: the content of a script isn't decoded. The last two are line ends
    // to JavaScript before 2019.
    json.replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

/// Adds an article as two nodes that refer to each other: the page, which has the review by an
/// expert, and the article on it, which has authors and dates. schema.org defines `lastReviewed`
/// and `reviewedBy` for pages only.
fn article(views: &Views, id: EntryId, url: &str, graph: &mut Vec<Json>) {
    let entry = &views.library[id];
    let Some(article) = entry.article() else { return };
    let people = |relation| -> Vec<Json> {
        entry.related(relation).iter().map(|&id| person(views, id)).collect()
    };
    let published = article.published.as_ref().map(|date| date.value.to_string());
    let updated = article.updated.as_ref().map(|date| date.value.to_string());
    let about: Vec<Json> = entry
        .related(Relation::Topic)
        .iter()
        .map(|&topic| json!({ "@type": "Thing", "name": views.library[topic].title() }))
        .collect();
    let mut page = json!({
        "@type": "MedicalWebPage", "@id": url, "url": url, "name": entry.title(),
        "inLanguage": views.library.language_of(id).as_str(),
        "mainEntity": { "@id": format!("{url}#article") },
    });
    set(&mut page, "description", views.description(id).map(Json::from));
    set(
        &mut page,
        "lastReviewed",
        article.reviewed.as_ref().map(|date| date.value.to_string().into()),
    );
    set(&mut page, "reviewedBy", list(people(Relation::Reviewer)));
    set(&mut page, "about", list(about));
    let audience: Vec<Json> = article
        .audience
        .iter()
        .map(|group| json!({ "@type": "Audience", "audienceType": group.value }))
        .collect();
    set(&mut page, "audience", list(audience));
    let mut article = json!({
        "@type": "Article", "@id": format!("{url}#article"), "headline": entry.title(),
        "mainEntityOfPage": { "@id": url },
        "publisher": { "@type": "Organization", "name": views.library.settings.title,
                       "url": views.canonical(&Route::new(address::HOME)) },
    });
    set(&mut article, "author", list(people(Relation::Author)));
    // An article that was never updated was last modified when it was published.
    set(&mut article, "dateModified", updated.or_else(|| published.clone()).map(Json::from));
    set(&mut article, "datePublished", published.map(Json::from));
    graph.push(page);
    graph.push(article);
}

/// A term as a `DefinedTerm` of the glossary.
fn term(views: &Views, id: EntryId, url: &str) -> Json {
    let entry = &views.library[id];
    let glossary = views.canonical(&Route::new(address::GLOSSARY));
    let mut term = json!({
        "@type": "DefinedTerm", "@id": url, "url": url, "name": entry.title(),
        "description": views.first_paragraph(id),
        "inLanguage": views.library.language_of(id).as_str(),
        "inDefinedTermSet": { "@type": "DefinedTermSet", "@id": glossary, "url": glossary,
                              "name": views.text.get("glossary_title") },
    });
    set(
        &mut term,
        "alternateName",
        list(entry.document.aliases().iter().map(|alias| alias.value.as_str().into()).collect()),
    );
    term
}

/// A page that is neither an article, a term nor a person.
fn other(views: &Views, spec: &PageSpec, title: &str, url: &str, entry: Option<EntryId>) -> Json {
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
    let mut page = json!({
        "@type": kind, "@id": url, "url": url, "name": name,
        "inLanguage": language.as_str(),
    });
    set(&mut page, "description", entry.and_then(|id| views.description(id)).map(Json::from));
    if let Some(resource) = entry.and_then(|id| views.library[id].resource()) {
        let about = organization(views, resource, title);
        set(&mut page, "about", Some(about));
    }
    page
}

/// A person, as author, as reviewer, or on their own page.
fn person(views: &Views, id: EntryId) -> Json {
    let entry = &views.library[id];
    let person = entry.person();
    let mut json = json!({
        "@type": "Person", "name": entry.title(), "url": views.canonical(&entry.route),
    });
    let text = |text: Option<&String>| text.map(|text| Json::from(text.as_str()));
    set(&mut json, "honorificSuffix", text(person.and_then(|person| person.credentials.as_ref())));
    set(&mut json, "jobTitle", text(person.and_then(|person| person.role.as_ref())));
    let photo = views.photos.get(&id).map(|photo| views.canonical(&photo.route).into());
    set(&mut json, "image", photo);
    json
}

/// The trail from the home page to this one, with whole URLs; the page itself is the last item.
fn breadcrumbs(views: &Views, title: &str, url: &str, trail: &[Crumb]) -> Json {
    let above = trail.iter().map(|crumb| (crumb.title.clone(), views.canonical(&crumb.route)));
    let items: Vec<Json> = above
        .chain([(title.to_owned(), url.to_owned())])
        .enumerate()
        .map(|(index, (name, item))| {
            json!({ "@type": "ListItem", "position": index + 1, "name": name, "item": item })
        })
        .collect();
    json!({ "@type": "BreadcrumbList", "itemListElement": items })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_can_close_the_script() {
        let json = json!({ "a": "</script><!--" }).to_string();
        let escaped = escape(&json);
        assert!(!escaped.contains('<'));
        assert_eq!(
            serde_json::from_str::<Json>(&escaped).unwrap(),
            json!({ "a": "</script><!--" })
        );
    }
}
