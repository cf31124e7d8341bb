//! The value `site`, the same on every page.

use std::collections::BTreeMap;

use tera::Value;
use wellread_model::{Kind, Relation, Route, fold_name};

use super::{ViewBuilder, Views, address_lines, link, phone};
use crate::markdown::Dimensions;
use crate::{deploy, offline, search};

/// What pages load from the theme.
#[derive(Debug, Default, Hash)]
pub(crate) struct Assets {
    /// Addresses of static files by name, relative to the site's root.
    pub(crate) routes: BTreeMap<String, Route>,
    /// The logo and its size.
    pub(crate) logo: Option<(Route, Option<Dimensions>)>,
}

/// Scripts written from right to left, by language (Unicode CLDR, the languages in wide use).
const RIGHT_TO_LEFT: [&str; 10] = ["ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"];

/// Makes the value `site`.
pub(crate) fn site(views: &Views, assets: &Assets) -> Value {
    let settings = &views.library.settings;
    let language = settings.language.split('-').next().unwrap_or("");
    let direction = if RIGHT_TO_LEFT.contains(&language) { "rtl" } else { "ltr" };
    let url = |route: &str| views.url(&Route::new(route));
    let mut routes: tera::Map = tera::Map::default();
    for (name, route) in &assets.routes {
        routes.insert(name.clone().into(), Value::from(views.url(route)));
    }
    ViewBuilder::default()
        .set("title", settings.title.as_str())
        .maybe("description", settings.description.as_deref())
        .set("language", settings.language.as_str())
        .set("direction", direction)
        .set("home", url(""))
        .set(
            "urls",
            ViewBuilder::default()
                .set("articles", url("articles/"))
                .set("glossary", url("glossary/"))
                .set("resources", url("resources/"))
                .set("search", url("search/"))
                .set("feed", url("feed.xml"))
                .set("manifest", url("manifest.webmanifest"))
                .set("terms_json", url("glossary/terms.json"))
                .set("terms_csv", url("glossary/terms.csv"))
                .value(),
        )
        .list("nav", nav(views))
        .list("pages", pages(views))
        .list("topics", topics(views))
        .set("contact", contact(views))
        .list("crisis", crisis(views))
        .set("assets", Value::from(routes))
        .set("logo", logo(views, assets))
        .set("text", Value::from_serializable(&views.text))
        .maybe("offline", offline::route(&views.library).map(|route| views.url(&route)))
        .maybe("policy", deploy::policy_in_page(&views.library))
        .set("search_core", url(search::ENTRY))
        .value()
}

fn nav(views: &Views) -> Vec<Value> {
    [("articles", Kind::Article), ("glossary", Kind::Term), ("resources", Kind::Resource)]
        .into_iter()
        .filter(|(_, kind)| views.library.of_kind(*kind).next().is_some())
        .map(|(id, _)| {
            let title = match id {
                "articles" => "articles_nav",
                "glossary" => "glossary_nav",
                _ => "resources_nav",
            };
            ViewBuilder::default()
                .set("id", id)
                .set("title", views.text.get(title))
                .set("url", views.url(&Route::new(format!("{id}/"))))
                .value()
        })
        .collect()
}

fn pages(views: &Views) -> Vec<Value> {
    views
        .library
        .of_kind(Kind::Page)
        .filter(|(_, entry)| !entry.route.as_str().is_empty())
        .map(|(id, _)| views.link(id))
        .collect()
}

fn topics(views: &Views) -> Vec<Value> {
    let mut topics: Vec<_> = views.library.of_kind(Kind::Topic).collect();
    topics.sort_by_cached_key(|(_, entry)| fold_name(entry.title()));
    topics
        .into_iter()
        .map(|(id, entry)| {
            ViewBuilder::default()
                .set("title", entry.title())
                .set("url", views.entry_url(id))
                .maybe("summary", entry.document.summary.as_deref())
                .set("count", views.named_by(Relation::Topic, id).len())
                .value()
        })
        .collect()
}

fn contact(views: &Views) -> Value {
    let Some(contact) = &views.library.settings.contact else { return Value::none() };
    ViewBuilder::default()
        .maybe("name", contact.name.as_deref())
        .set("phone", phone(contact.phone.as_deref(), "tel"))
        .set("text_phone", phone(contact.text_phone.as_deref(), "sms"))
        .maybe("email", contact.email.as_deref())
        .list("address", address_lines(contact.address.as_deref()))
        .maybe("hours", contact.hours.as_deref())
        .maybe("url", contact.url.as_deref())
        .value()
}

fn crisis(views: &Views) -> Vec<Value> {
    let lines = views.library.settings.crisis.iter();
    lines
        .map(|line| {
            ViewBuilder::default()
                .set("name", line.name.as_str())
                .set("phone", phone(line.phone.as_deref(), "tel"))
                .maybe("text", line.text.as_deref())
                .maybe("url", line.url.as_deref())
                .maybe("hours", line.hours.as_deref())
                .value()
        })
        .collect()
}

fn logo(views: &Views, assets: &Assets) -> Value {
    let Some((route, size)) = &assets.logo else { return Value::none() };
    let size = size.unwrap_or(Dimensions { width: 48, height: 48 });
    ViewBuilder::default()
        .set("url", views.url(route))
        .set("width", size.width)
        .set("height", size.height)
        .value()
}

/// The home page as the first of the breadcrumbs.
pub(super) fn home_crumb(views: &Views) -> Value {
    link(&views.library.settings.title, views.url(&Route::new("")))
}
