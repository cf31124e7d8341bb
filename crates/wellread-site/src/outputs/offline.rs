//! The worker that keeps copies of pages on readers' devices for when there is no network.
//!
//! It is made here because it has to know the names of the theme's files; what it does with them
//! is in `offline/worker.js`. `docs/deploy.md` says what readers notice of it.

use serde_json::{Value, json};
use wellread_model::{Kind, Library, Offline, Route};
use xxhash_rust::xxh3::xxh3_64;

use crate::outputs::files::{SiteFile, SiteFiles};
use crate::theme::Assets;
use crate::view::Views;

/// The worker's file. It may serve only what is at or below its own address, so it is at the root.
const NAME: &str = "sw.js";

/// What the worker does, without what it has to know.
const WORKER: &str = include_str!("offline/worker.js");

/// Removes every copy and then itself.
const WITHDRAWAL: &str = include_str!("offline/withdrawal.js");

/// The names of pages that say how to reach the clinic.
const CONTACT: [&str; 2] = ["contact", "contacto"];

/// Endings of the theme's files that every page may need.
const NEEDED: [&str; 4] = [".css", ".js", ".svg", ".woff2"];

/// The names of the files that [`add`] adds.
pub(crate) fn names(library: &Library) -> &'static [&'static str] {
    if library.settings.offline == Offline::Never { &[] } else { &[NAME] }
}

/// Where the worker is, if pages are to register one.
pub(crate) fn route(library: &Library) -> Option<Route> {
    (library.settings.offline == Offline::On).then(|| Route::new(NAME))
}

/// Adds the worker, or what removes it.
pub(crate) fn add(views: &Views, assets: &Assets, files: &mut SiteFiles) {
    let text = match views.library.settings.offline {
        Offline::Never => return,
        Offline::On => {
            let files = assets.routes.values();
            let needed = |route: &&Route| NEEDED.iter().any(|end| route.as_str().ends_with(end));
            let files: Vec<String> = files.filter(needed).map(|route| views.url(route)).collect();
            worker(&views.base, &pages(views), &files)
        }
        Offline::Withdrawn => format!("{}{WITHDRAWAL}", constants(&[("BASE", json!(views.base))])),
    };
    files.add(NAME, SiteFile::Bytes(text.into_bytes().into()));
}

/// The pages that are kept before they are visited: the home page, with the crisis lines, and
/// those that say how to reach the clinic.
fn pages(views: &Views) -> Vec<String> {
    let settings = &views.library.settings;
    let contact = settings.contact.as_ref().and_then(|contact| contact.url.as_deref());
    let mut pages = vec![views.url(&Route::new(""))];
    for (id, entry) in views.library.of_kind(Kind::Page) {
        let is_contact = CONTACT.contains(&entry.document.slug.as_str())
            || contact.is_some_and(|url| {
                url.trim_end_matches('/') == views.canonical(&entry.route).trim_end_matches('/')
            });
        if is_contact && !entry.route.as_str().is_empty() {
            pages.push(views.entry_url(id));
        }
    }
    pages
}

fn worker(base: &str, pages: &[String], files: &[String]) -> String {
    // The look of the kept pages depends on these files; with others, the copies start anew.
    let version = format!("{:08x}", xxh3_64(files.join("\n").as_bytes()) as u32);
    let constants = constants(&[
        ("BASE", json!(base)),
        ("VERSION", json!(version)),
        ("PAGES", json!(pages)),
        ("FILES", json!(files)),
    ]);
    format!("{constants}{WORKER}")
}

fn constants(values: &[(&str, Value)]) -> String {
    let lines = values.iter().map(|(name, value)| format!("const {name} = {value};\n"));
    format!("\"use strict\";\n{}", lines.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_changes_with_the_files_alone() {
        let version = |pages: &[&str], files: &[&str]| {
            let own = |list: &[&str]| list.iter().map(|&one| one.to_owned()).collect::<Vec<_>>();
            let text = worker("/hub/", &own(pages), &own(files));
            text.lines().find(|line| line.starts_with("const VERSION")).unwrap().to_owned()
        };
        let first = version(&["/hub/"], &["/hub/assets/style.1.css"]);
        assert_eq!(first, version(&["/hub/", "/hub/contact/"], &["/hub/assets/style.1.css"]));
        assert_ne!(first, version(&["/hub/"], &["/hub/assets/style.2.css"]));
    }

    #[test]
    fn what_the_worker_has_to_know_stands_before_it() {
        let text = worker("/it's \"a\"/", &[], &[]);
        assert!(text.contains("const BASE = \"/it's \\\"a\\\"/\";\n"));
        for name in ["BASE", "VERSION", "PAGES", "FILES"] {
            assert!(WORKER.contains(name), "{name}");
            assert!(!WORKER.contains(&format!("const {name}")), "{name}");
        }
    }
}
