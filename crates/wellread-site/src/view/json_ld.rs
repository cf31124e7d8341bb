//! Structured data for search engines: schema.org as JSON-LD.
//!
//! Types and properties are those of schema.org: `MedicalWebPage` (`lastReviewed`, `reviewedBy`
//! are properties of `WebPage`), `Article`, `DefinedTerm` in a `DefinedTermSet`, `BreadcrumbList`.

use serde_json::{Value as Json, json};
use tera::Value;
use wellread_model::{EntryId, Kind, Relation, Route, address};

use super::page_spec::{PageKind, PageSpec};
use super::views::Views;

/// The structured data of a page, safe inside a script element whatever the texts hold.
pub(crate) fn page(
    views: &Views,
    spec: &PageSpec,
    title: &str,
    crumbs: &[Value],
    entry: Option<EntryId>,
) -> String {
    if matches!(spec.kind, PageKind::NotFound | PageKind::Redirect { .. } | PageKind::Style) {
        return String::new();
    }
    let url = views.canonical(&spec.route);
    let mut graph = Vec::new();
    match entry.map(|id| (id, views.library[id].document.kind)) {
        Some((id, Kind::Article)) => article(views, id, &url, &mut graph),
        Some((id, Kind::Term)) => graph.push(term(views, id, &url)),
        Some((id, Kind::Person)) => graph.push(json!({
            "@type": "ProfilePage", "@id": url, "url": url, "mainEntity": person(views, id)
        })),
        _ => graph.push(other(views, spec, title, &url, entry)),
    }
    if !crumbs.is_empty() {
        graph.push(breadcrumbs(views, title, &url, crumbs));
    }
    escape(&json!({ "@context": "https://schema.org", "@graph": graph }).to_string())
}

/// Makes JSON safe inside `<script>`: no `<` can begin a closing tag or a comment (HTML standard,
/// section 4.12.1.3).
pub(crate) fn escape(json: &str) -> String {
    json.replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

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
        "inLanguage": views.library.settings.language,
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
        .map(|group| json!({ "@type": "Audience", "audienceType": group }))
        .collect();
    set(&mut page, "audience", list(audience));
    let mut article = json!({
        "@type": "Article", "@id": format!("{url}#article"), "headline": entry.title(),
        "mainEntityOfPage": { "@id": url },
        "publisher": { "@type": "Organization", "name": views.library.settings.title,
                       "url": views.canonical(&Route::new("")) },
    });
    set(&mut article, "author", list(people(Relation::Author)));
    set(&mut article, "dateModified", updated.or_else(|| published.clone()).map(Json::from));
    set(&mut article, "datePublished", published.map(Json::from));
    graph.push(page);
    graph.push(article);
}

fn term(views: &Views, id: EntryId, url: &str) -> Json {
    let entry = &views.library[id];
    let aliases = entry.term().map_or(&[][..], |term| &term.aliases);
    let glossary = views.canonical(&Route::new(address::GLOSSARY));
    let mut term = json!({
        "@type": "DefinedTerm", "@id": url, "url": url, "name": entry.title(),
        "description": views.first_paragraph(id),
        "inLanguage": views.library.settings.language,
        "inDefinedTermSet": { "@type": "DefinedTermSet", "@id": glossary, "url": glossary,
                              "name": views.text.get("glossary_title") },
    });
    set(
        &mut term,
        "alternateName",
        list(aliases.iter().map(|alias| alias.value.as_str().into()).collect()),
    );
    term
}

fn other(views: &Views, spec: &PageSpec, title: &str, url: &str, entry: Option<EntryId>) -> Json {
    let kind = match spec.kind {
        PageKind::Home => "WebSite",
        PageKind::Glossary => "DefinedTermSet",
        PageKind::Articles { .. } | PageKind::Resources { .. } => "CollectionPage",
        PageKind::Search => "SearchResultsPage",
        _ => "WebPage",
    };
    let name = if spec.kind == PageKind::Home { &views.library.settings.title } else { title };
    let mut page = json!({
        "@type": kind, "@id": url, "url": url, "name": name,
        "inLanguage": views.library.settings.language,
    });
    set(&mut page, "description", entry.and_then(|id| views.description(id)).map(Json::from));
    if let Some(resource) = entry.and_then(|id| views.library[id].resource()) {
        let about = json!({ "@type": "Organization", "name": resource.organization.as_deref().unwrap_or(title),
                            "url": resource.url });
        set(&mut page, "about", Some(about));
    }
    page
}

fn person(views: &Views, id: EntryId) -> Json {
    let entry = &views.library[id];
    let person = entry.person();
    let mut json = json!({
        "@type": "Person", "name": entry.title(), "url": views.canonical(&entry.route),
    });
    let text = |text: Option<&String>| text.map(|text| Json::from(text.as_str()));
    set(&mut json, "honorificSuffix", text(person.and_then(|person| person.credentials.as_ref())));
    set(&mut json, "jobTitle", text(person.and_then(|person| person.role.as_ref())));
    json
}

fn breadcrumbs(views: &Views, title: &str, url: &str, crumbs: &[Value]) -> Json {
    let base = views.library.settings.base_url.as_str();
    let text = |crumb: &Value, field| {
        crumb.get_from_path(field).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let above = crumbs.iter().map(|crumb| {
        let path = text(crumb, "url");
        let path = path.strip_prefix(views.base.as_str()).unwrap_or(&path);
        (text(crumb, "title"), format!("{base}{path}"))
    });
    let items: Vec<Json> = above
        .chain([(title.to_owned(), url.to_owned())])
        .enumerate()
        .map(|(index, (name, item))| {
            json!({ "@type": "ListItem", "position": index + 1, "name": name, "item": item })
        })
        .collect();
    json!({ "@type": "BreadcrumbList", "itemListElement": items })
}

/// Sets a property that has a value.
fn set(json: &mut Json, key: &str, value: Option<Json>) {
    if let (Some(object), Some(value)) = (json.as_object_mut(), value) {
        object.insert(key.to_owned(), value);
    }
}

/// A list that is not empty.
fn list(values: Vec<Json>) -> Option<Json> {
    (!values.is_empty()).then(|| Json::from(values))
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
