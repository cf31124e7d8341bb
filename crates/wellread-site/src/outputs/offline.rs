//! The service worker that stores copies of pages on readers' devices, for when there is no
//! network.
//!
//! It is written here because it has to know the names of the theme's files; what it does with them
//! is in `offline/worker.js`. A hub that no longer wants it publishes `offline/withdrawal.js` at
//! the same address instead, since a worker runs until another replaces it. `docs/deploy.md` says
//! what readers notice of it.

use serde_json::{Value, json};
use wellread_model::{Kind, Library, Offline, Route, address};
use xxhash_rust::xxh3::xxh3_64;

use crate::outputs::files::{SiteFile, SiteFiles};
use crate::theme::Assets;
use crate::view::Views;

/// The worker's file. A worker may serve only what is at or below its own address (Service Workers,
/// "scope"), so it is at the root of the site.
const NAME: &str = "sw.js";

/// The worker's code, without the constants that this module writes above it.
const WORKER: &str = include_str!("offline/worker.js");

/// The code that removes every copy and then itself.
const WITHDRAWAL: &str = include_str!("offline/withdrawal.js");

/// Slugs of pages that say how to reach the clinic, in the languages of the default theme.
const CONTACT: [&str; 2] = ["contact", "contacto"];

/// Extensions of the theme's files that any page may need. Photos of a theme are left out: a page
/// is readable without them, and the copies take space on devices that may have little.
const NEEDED: [&str; 4] = [".css", ".js", ".svg", ".woff2"];

/// The names of the files that [`add`] adds.
pub(crate) fn file_names(library: &Library) -> &'static [&'static str] {
    if library.settings.offline == Offline::Never { &[] } else { &[NAME] }
}

/// The address of the worker, if pages are to register one. A withdrawn worker isn't registered:
/// browsers that have it look for a new version by themselves.
pub(crate) fn route(library: &Library) -> Option<Route> {
    (library.settings.offline == Offline::On).then(|| Route::new(NAME))
}

/// Adds the worker, or the code that removes it from devices that have it.
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

/// The paths of pages that are stored before they are visited: the home page, with the crisis
/// lines, and those that say how to reach the clinic. They are what a family without a network
/// needs first.
fn pages(views: &Views) -> Vec<String> {
    let settings = &views.library.settings;
    let contact = settings.contact.as_ref().and_then(|contact| contact.point.url.as_deref());
    let mut pages = vec![views.url(&Route::new(address::HOME))];
    for (id, entry) in views.library.of_kind(Kind::Page) {
        // By its name, or because the settings name it as the clinic's contact page, with or
        // without the slash at the end.
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

/// The text of the worker.
fn worker(base: &str, pages: &[String], files: &[String]) -> String {
    // Stored pages load these files by their hashed names. With other files the copies start anew,
    // so that no stored page refers to a file that is gone. Pages are not part of the version: they
    // come from the network first, so their copies refresh themselves.
    let version = format!("{:08x}", xxh3_64(files.join("\n").as_bytes()) as u32);
    let constants = constants(&[
        ("BASE", json!(base)),
        ("VERSION", json!(version)),
        ("PAGES", json!(pages)),
        ("FILES", json!(files)),
    ]);
    format!("{constants}{WORKER}")
}

/// The JavaScript declarations of these constants. JSON is a subset of JavaScript's expressions
/// (ECMAScript 2019), so it needs no further escaping.
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
    fn what_the_worker_has_to_know_comes_before_it() {
        let text = worker("/it's \"a\"/", &[], &[]);
        assert!(text.contains("const BASE = \"/it's \\\"a\\\"/\";\n"));
        for name in ["BASE", "VERSION", "PAGES", "FILES"] {
            assert!(WORKER.contains(name), "{name}");
            assert!(!WORKER.contains(&format!("const {name}")), "{name}");
        }
    }
}
