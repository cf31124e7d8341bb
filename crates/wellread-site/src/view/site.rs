//! The value `site`, the same on every page: the hub's name, its addresses, navigation, contact,
//! the files of the theme and the interface text.
//!
//! It is built once and shared by all pages. It changes rarely, and then every page does.

use std::collections::BTreeMap;

use tera::Value;
use wellread_model::{
    Contact, ContactPoint, Kind, Notice, PhoneUse, Relation, Route, address, alphabetical,
};

use super::builder::{ViewBuilder, phones};
use super::views::Views;
use crate::image::Dimensions;
use crate::markdown::paragraphs;
use crate::nav::{NavTarget, nav_target};
use crate::theme::{Assets, Logo};

/// What pages say about the way they are hosted.
#[derive(Debug, Default)]
pub(crate) struct Hosting {
    /// The content security policy that a page states itself, where the host cannot send it.
    pub(crate) policy: Option<String>,
    /// The service worker that stores copies for offline use, if pages register one.
    pub(crate) worker: Option<Route>,
}

/// Builds the value `site`. Its fields are listed in `docs/theming.md`.
pub(crate) fn site(views: &Views, assets: &Assets, hosting: &Hosting) -> Value {
    let settings = &views.library.settings;
    let url = |route: &str| views.url(&Route::new(route));
    let routes: BTreeMap<String, String> =
        assets.routes.iter().map(|(name, route)| (name.clone(), views.url(route))).collect();
    let list = |kind| views.library.has_list(kind).then(|| address::list(kind).map(url)).flatten();
    ViewBuilder::default()
        .set("title", settings.title.as_str())
        .maybe("description", settings.description.as_deref())
        .set("language", settings.language.as_str())
        .set("direction", settings.language.direction())
        .set("home", url(address::HOME))
        .set(
            "urls",
            ViewBuilder::default()
                .set("articles", url(address::ARTICLES))
                .set("glossary", url(address::GLOSSARY))
                .set("resources", url(address::RESOURCES))
                .maybe("people", list(Kind::Person))
                .maybe("letters", list(Kind::Letter))
                .maybe("packets", list(Kind::Packet))
                .maybe("make_packet", settings.make_packets.then(|| url(address::MAKE_PACKET)))
                .set("search", url(address::SEARCH))
                .set("feed", url(address::FEED))
                .set("manifest", url(address::MANIFEST))
                .set("terms_json", url(address::TERMS_JSON))
                .set("terms_csv", url(address::TERMS_CSV))
                .value(),
        )
        .list("nav", nav(views))
        .list("pages", pages(views))
        .list("topics", topics(views))
        .set("contact", contact(views))
        .list("crisis", crisis(views))
        .set("show_missing_review", settings.review.show_missing)
        .set("read_aloud", settings.read_aloud)
        .maybe("notice", settings.notice.as_ref().map(|one| notice(views, one)))
        .set("notices_end", has_last_day(views))
        .maybe("custom_css", assets.routes.get("custom.css").map(|route| views.url(route)))
        .set("assets", Value::from(routes))
        .set("logo", logo(views, assets))
        .set("text", Value::from_serializable(&views.text))
        .maybe("offline", hosting.worker.as_ref().map(|route| views.url(route)))
        .maybe("policy", hosting.policy.as_deref())
        .set("search_core", url(address::SEARCH_CORE))
        .value()
}

/// The lists that the head leads to if the settings do not say.
const USUAL_LISTS: [Kind; 3] = [Kind::Article, Kind::Term, Kind::Resource];

/// The pages that the head leads to if the settings do not say.
const USUAL_PAGES: [&str; 2] = ["services", "contact"];

/// What the head leads to, as the settings have it; otherwise the lists that have entries, since a
/// link to an empty list disappoints, and the usual pages.
fn nav(views: &Views) -> Vec<Value> {
    let chosen = &views.library.settings.nav;
    if !chosen.is_empty() {
        return chosen.iter().filter_map(|name| nav_item(views, &name.value)).collect();
    }
    let has_entries = |kind: &Kind| views.library.of_kind(*kind).next().is_some();
    let lists = USUAL_LISTS.into_iter().filter(has_entries).map(Kind::folder);
    lists.chain(USUAL_PAGES).filter_map(|name| nav_item(views, name)).collect()
}

/// The link to a list, by the folder of its kind, or to a page of the hub by its name.
fn nav_item(views: &Views, name: &str) -> Option<Value> {
    let item = ViewBuilder::default();
    let item = match nav_target(&views.library, name)? {
        NavTarget::List(kind, list) => {
            let key = format!("{}_nav", kind.folder());
            let title = views.text.get(&key);
            item.set("id", kind.folder())
                .set("title", title)
                .set("url", views.url(&Route::new(list)))
        }
        NavTarget::Page(id) => item
            .set("id", views.library[id].document.slug.as_str())
            .set("title", views.library[id].title())
            .set("url", views.entry_url(id)),
    };
    Some(item.value())
}

/// Links to the pages of the hub, such as "About us", in the order of their files. The home page is
/// linked everywhere already.
fn pages(views: &Views) -> Vec<Value> {
    views
        .library
        .of_kind(Kind::Page)
        .filter(|(_, entry)| !entry.route.as_str().is_empty())
        .map(|(id, _)| views.link(id))
        .collect()
}

/// The topics by title, with the number of entries that name them. One that nothing names yet leads
/// nowhere, and is not offered.
fn topics(views: &Views) -> Vec<Value> {
    let mut topics: Vec<_> = views.library.of_kind(Kind::Topic).collect();
    let language = &views.library.settings.language;
    topics.sort_by_cached_key(|(_, entry)| alphabetical(entry.title(), language));
    topics
        .into_iter()
        .filter(|&(id, _)| !views.named_by(Relation::Topic, id).is_empty())
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

/// How to reach the clinic; `none` if the settings don't say. A name and hours alone would not let
/// anyone reach it.
fn contact(views: &Views) -> Value {
    let contact = views.library.settings.contact.as_ref();
    let is_reachable =
        |contact: &&Contact| !ContactPoint { url: None, ..contact.point.clone() }.is_unreachable();
    let Some(contact) = contact.filter(is_reachable) else { return Value::none() };
    ViewBuilder::default()
        .maybe("name", contact.name.as_deref())
        .contact_point(&contact.point)
        .maybe("url", contact.point.url.as_deref())
        .value()
}

/// The crisis lines in the order of the settings: staff decide which one is first.
fn crisis(views: &Views) -> Vec<Value> {
    let lines = views.library.settings.crisis.iter();
    lines
        .map(|line| {
            ViewBuilder::default()
                .set("name", line.name.as_str())
                .list("phones", phones(&line.point.phones, PhoneUse::Call))
                .list("text_phones", phones(&line.point.text_phones, PhoneUse::Text))
                .maybe("url", line.point.url.as_deref())
                .maybe("hours", line.point.hours.as_deref())
                .value()
        })
        .collect()
}

/// What every page says for a while, with the last day on which it does.
pub(super) fn notice(views: &Views, notice: &Notice) -> Value {
    let paragraph = |text: &String| format!("<p>{}</p>", views.line(text));
    let html: Vec<String> = paragraphs(notice).iter().map(paragraph).collect();
    notice_of(&html.join("\n"), notice)
}

/// The first paragraph of the notice of a place, for its card.
pub(super) fn short_notice(views: &Views, notice: &Notice) -> Value {
    let first = paragraphs(notice).into_iter().next().unwrap_or_default();
    notice_of(&views.line(&first), notice)
}

fn notice_of(html: &str, notice: &Notice) -> Value {
    ViewBuilder::default()
        .html("text", html)
        .maybe("until", notice.until.map(|day| day.to_string()))
        .value()
}

/// Whether a notice that is shown somewhere has a last day.
fn has_last_day(views: &Views) -> bool {
    let of_places = views.library.of_kind(Kind::Resource);
    let of_places = of_places.filter_map(|(_, entry)| entry.resource()?.notice.as_ref());
    views.library.settings.notice.iter().chain(of_places).any(|notice| notice.until.is_some())
}

/// The logo with its size, so that the page doesn't jump when it loads; `none` without a logo.
fn logo(views: &Views, assets: &Assets) -> Value {
    let Some(Logo { route, size }) = &assets.logo else { return Value::none() };
    // An SVG without a size scales to whatever the theme gives it; a square is a neutral guess.
    let size = size.unwrap_or(Dimensions { width: 48, height: 48 });
    ViewBuilder::default()
        .set("url", views.url(route))
        .set("width", size.width)
        .set("height", size.height)
        .value()
}
