//! What a path on the site means: a page, another file, or another address.
//!
//! The rules are those of the static hosts that the site is made for: a folder is its
//! `index.html`, a folder without its slash redirects, and what is missing gets the page
//! `404.html`. Never here: requests, sockets. Where next: `crate::fingerprint`.

use std::sync::Arc;

use wellread_model::address::NOT_FOUND;
use wellread_model::url::{UrlPart, encode};

use crate::http::content_type;
use crate::snapshot::Snapshot;

/// Shown for every page as long as there has been no site to serve.
const NOT_BUILT: &str = include_str!("../client/not-built.html");

/// Shown for what is missing in a hub without a page for it.
const MISSING: &str = include_str!("../client/missing.html");

/// What a path on the site means.
#[derive(Debug)]
pub(crate) enum Found {
    /// A page, even if it is the one for addresses that do not exist.
    Page(BuiltPage),
    /// Another file, with its output path.
    File { path: String, bytes: Arc<[u8]>, digest: String },
    /// The same with a slash at its end, the base path, or where the page has moved: the URL of it.
    Redirect(String),
}

/// A page as it was built.
#[derive(Debug)]
pub(crate) struct BuiltPage {
    pub(crate) status: u16,
    /// Its output path; empty if it is the preview's own.
    pub(crate) path: String,
    pub(crate) html: Arc<[u8]>,
}

/// Looks a decoded path up. `None` is a path that cannot be a name.
pub(crate) fn find(snapshot: &Snapshot, asked: Option<&str>) -> Found {
    let own_page = |status, html: &str| {
        Found::Page(BuiltPage { status, path: String::new(), html: html.as_bytes().into() })
    };
    let not_built = || own_page(503, NOT_BUILT);
    let Some(site) = &snapshot.site else { return not_built() };
    let missing = || match site.bytes(NOT_FOUND) {
        Some(html) => Found::Page(BuiltPage { status: 404, path: NOT_FOUND.to_owned(), html }),
        None => own_page(404, MISSING),
    };
    let Some(asked) = asked else { return missing() };
    let base = site.base.as_str();
    // A hub that lives below `/hub/` has nothing at `/`, but that is where people look first.
    if !base.is_empty() && (asked.is_empty() || base.strip_suffix('/') == Some(asked)) {
        return Found::Redirect(format!("/{}", encode(base, UrlPart::Path)));
    }
    let Some(name) = asked.strip_prefix(base) else { return missing() };
    // A request may ask for `//x`, which is no route. This is the rule of `Route::output_path`.
    let path = if name.is_empty() || name.ends_with('/') {
        format!("{name}index.html")
    } else {
        name.to_owned()
    };
    match site.file(&path).map(|file| file.bytes(&path)) {
        Some(Some(html)) if content_type::for_path(&path).starts_with("text/html") => {
            Found::Page(BuiltPage { status: 200, path, html })
        }
        Some(Some(bytes)) => Found::File { digest: site.digest(&path, &bytes), path, bytes },
        // Its template has an error, and there is no older page to show.
        Some(None) => not_built(),
        None if site.file(&format!("{name}/index.html")).is_some() => {
            Found::Redirect(format!("/{}/", encode(asked, UrlPart::Path)))
        }
        // A page that is open follows its file to another name.
        None => match site.moved.get(name) {
            Some(moved) => {
                Found::Redirect(format!("/{}", encode(&format!("{base}{moved}"), UrlPart::Path)))
            }
            None => missing(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::{BuiltSite, ServedSite};

    #[test]
    fn names_lead_to_files() {
        let paths = ["index.html", "404.html", "articles/iep/index.html", "a b.txt", "ré.txt"];
        let files = paths.map(|path| (path.to_owned(), path.as_bytes().into()));
        let built = BuiltSite {
            files: Arc::new(files.into()),
            base_path: "/hub/".to_owned(),
            moved: [("articles/old/", "articles/ñ/"), ("articles/iep/", "articles/x/")]
                .map(|(old, new)| (old.to_owned(), new.to_owned()))
                .into(),
            ..BuiltSite::default()
        };
        let site = Some(Arc::new(ServedSite::new(built, Vec::new())));
        let snapshot = Snapshot { site, ..Snapshot::default() };
        let path = |name| match find(&snapshot, Some(name)) {
            Found::Page(BuiltPage { path, .. }) | Found::File { path, .. } => path,
            Found::Redirect(address) => format!("-> {address}"),
        };
        assert_eq!(path(""), "-> /hub/");
        assert_eq!(path("hub"), "-> /hub/");
        assert_eq!(path("hub/"), "index.html");
        assert_eq!(path("hub/index.html"), "index.html");
        assert_eq!(path("hub/articles/iep"), "-> /hub/articles/iep/");
        assert_eq!(path("hub/articles/iep/"), "articles/iep/index.html");
        assert_eq!(path("hub/a b.txt"), "a b.txt");
        assert_eq!(path("hub/ré.txt"), "ré.txt");
        assert_eq!(path("hub/articles/old/"), "-> /hub/articles/%C3%B1/");
        for missing in [
            "articles/old/",
            "articles/iep/",
            "hub/a b.txt/",
            "hub/articles",
            "hub//",
            "hubbub",
            "/",
        ] {
            assert_eq!(path(missing), "404.html", "{missing}");
        }
    }
}
