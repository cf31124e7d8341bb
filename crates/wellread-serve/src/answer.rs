//! From a request and a snapshot to a response: host check, routes, pages, files, ranges.
//!
//! It never reads a file and never waits, but for a page that is promised and has to be made; a
//! question that has to wait is handed back as [`Reply::Wait`]. Where next: [`crate::page`] for what is added to pages,
//! [`crate::wait`] for the long poll.

use std::net::IpAddr;
use std::sync::Arc;

use crate::fingerprint;
use crate::http::content_type;
use crate::http::range::{self, Ranged};
use crate::http::request::{Method, Request};
use crate::http::response::{Response, ResponseBody};
use crate::http::target::{self, percent_encode};
use crate::snapshot::{Snapshot, digest};
use crate::wait::Question;

/// The files of the preview itself, which no built site contains.
const OWN_FILES: [(&str, &str); 3] = [
    ("client.js", include_str!("../client/client.js")),
    ("overlay.js", include_str!("../client/overlay.js")),
    ("overlay.css", include_str!("../client/overlay.css")),
];

/// Shown for every page as long as there has been no site to serve.
const NOT_BUILT: &str = include_str!("../client/not-built.html");

/// Shown for what is missing in a hub without a page for it.
const MISSING: &str = include_str!("../client/missing.html");

/// How a request is gone about.
#[derive(Debug)]
pub(crate) enum Reply {
    /// Send this.
    Now(Response),
    /// Wait until there is an answer to this.
    Wait(Question),
}

/// Answers a request. `local` is the address of this machine that the connection came to.
pub(crate) fn answer(request: &Request, snapshot: &Snapshot, local: IpAddr) -> Reply {
    if !is_own_host(&request.host, local) {
        let message = "This preview answers only to the address that it printed when it started.";
        return Reply::Now(Response::text(403, message));
    }
    if request.method == Method::Other {
        let refusal = Response::text(405, "Only GET and HEAD.").with("Allow", "GET, HEAD");
        return Reply::Now(refusal);
    }
    let target = target::parse(&request.target);
    let own = target.as_ref().and_then(|target| target.path.strip_prefix("__wellread/"));
    match (own, &target) {
        (Some("wait"), Some(target)) => {
            match target.query.as_deref().and_then(Question::from_query) {
                Some(question) => Reply::Wait(question),
                None => Reply::Now(Response::text(400, "This question is not complete.")),
            }
        }
        (Some(name), _) => Reply::Now(own_file(request, name)),
        (None, target) => {
            let (path, query) = match target {
                Some(target) => (Some(target.path.as_str()), target.query.as_deref()),
                None => (None, None),
            };
            Reply::Now(site_file(request, snapshot, path, query))
        }
    }
}

/// Whether a host names this machine. Another name that leads here is that of a stranger who
/// wants his page to read this server (DNS rebinding); an address cannot be rebound.
fn is_own_host(host: &str, local: IpAddr) -> bool {
    let local = match local {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => format!("[{v6}]"),
    };
    matches!(host, "localhost" | "127.0.0.1" | "[::1]") || host == local
}

/// What a name on the site means.
#[derive(Debug)]
pub(crate) enum Found<'a> {
    /// A page, be it one that says that there is none.
    Page(BuiltPage<'a>),
    /// Another file, with its output path.
    File(&'a str, Arc<[u8]>),
    /// The same with or without a slash at the end, or the base path: its address.
    Redirect(String),
}

/// A page as it was built.
#[derive(Debug)]
pub(crate) struct BuiltPage<'a> {
    pub(crate) status: u16,
    /// Its output path; empty if it is the preview's own.
    pub(crate) path: &'a str,
    pub(crate) html: Arc<[u8]>,
}

/// Looks a decoded path up. `None` is a path that cannot be a name.
pub(crate) fn find<'a>(snapshot: &'a Snapshot, path: Option<&str>) -> Found<'a> {
    let not_built =
        || Found::Page(BuiltPage { status: 503, path: "", html: NOT_BUILT.as_bytes().into() });
    let Some(site) = &snapshot.site else { return not_built() };
    let missing = || {
        let (path, html) = match site.bytes("404.html") {
            Some(html) => ("404.html", html),
            None => ("", MISSING.as_bytes().into()),
        };
        Found::Page(BuiltPage { status: 404, path, html })
    };
    let Some(path) = path else { return missing() };
    let base = site.base.as_str();
    if !base.is_empty() && (path.is_empty() || base.strip_suffix('/') == Some(path)) {
        return Found::Redirect(format!("/{}", percent_encode(base)));
    }
    let Some(name) = path.strip_prefix(base) else { return missing() };
    let file = match name {
        "" => site.file("index.html"),
        folder if folder.ends_with('/') => site.file(&format!("{folder}index.html")),
        name => site.file(name),
    };
    match file.map(|(path, file)| (path, file.bytes(path))) {
        Some((path, Some(html))) if content_type::is_page(path) => {
            Found::Page(BuiltPage { status: 200, path, html })
        }
        Some((path, Some(bytes))) => Found::File(path, bytes),
        // Its template has a mistake, and there is no older page to show.
        Some((_, None)) => not_built(),
        None if site.file(&format!("{name}/index.html")).is_some() => {
            Found::Redirect(format!("/{}/", percent_encode(path)))
        }
        None => missing(),
    }
}

fn site_file(
    request: &Request,
    snapshot: &Snapshot,
    path: Option<&str>,
    query: Option<&str>,
) -> Response {
    match find(snapshot, path) {
        Found::Page(page) => {
            let (marks, _) = fingerprint::examine(snapshot.site.as_deref(), &page);
            let html = fingerprint::with_script(&page.html, &marks);
            let fields = vec![("Cache-Control", "no-store".to_owned())];
            entity(request, page.status, "a.html", &html.into(), fields)
        }
        Found::File(path, bytes) => {
            let fields = vec![("Cache-Control", "no-cache".to_owned())];
            entity(request, 200, path, &bytes, fields)
        }
        Found::Redirect(address) => match query {
            Some(query) => Response::redirect(format!("{address}?{query}")),
            None => Response::redirect(address),
        },
    }
}

fn own_file(request: &Request, name: &str) -> Response {
    match OWN_FILES.iter().find(|(own, _)| *own == name) {
        Some((name, text)) => {
            let fields = vec![("Cache-Control", "no-cache".to_owned())];
            entity(request, 200, name, &Arc::from(text.as_bytes()), fields)
        }
        None => Response::text(404, "There is no such file."),
    }
}

/// A response with a file, or with the part of it or the word about it that was asked for.
fn entity(
    request: &Request,
    status: u16,
    path: &str,
    bytes: &Arc<[u8]>,
    mut fields: Vec<(&'static str, String)>,
) -> Response {
    let tag = format!("\"{}\"", digest(bytes));
    fields.push(("ETag", tag.clone()));
    let known = request.if_none_match.as_deref().is_some_and(|list| {
        let same = |known: &str| known == "*" || known.trim_start_matches("W/") == tag;
        list.split(',').map(str::trim).any(same)
    });
    if known && status == 200 {
        return Response { status: 304, fields, body: ResponseBody::None };
    }
    fields.push(("Content-Type", content_type::of(path).to_owned()));
    let whole = ResponseBody::File(Arc::clone(bytes), 0..bytes.len());
    if status != 200 {
        return Response { status, fields, body: whole };
    }
    fields.push(("Accept-Ranges", "bytes".to_owned()));
    let current = request.if_range.as_ref().is_none_or(|known| *known == tag);
    let asked = request.range.as_deref().filter(|_| current && request.method == Method::Get);
    match asked.map_or(Ranged::Whole, |field| range::resolve(field, bytes.len())) {
        Ranged::Whole => Response { status, fields, body: whole },
        Ranged::Part(part) => {
            let place = format!("bytes {}-{}/{}", part.start, part.end - 1, bytes.len());
            fields.push(("Content-Range", place));
            Response { status: 206, fields, body: ResponseBody::File(Arc::clone(bytes), part) }
        }
        Ranged::Unsatisfiable => Response::text(416, "The file is not that long.")
            .with("Content-Range", format!("bytes */{}", bytes.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::{Problems, ServedSite};

    fn snapshot(base: &str) -> Snapshot {
        let paths =
            ["index.html", "404.html", "articles/iep/index.html", "a b.txt", "re\u{301}.txt"];
        let files = paths.map(|path| (path.to_owned(), path.as_bytes().into()));
        let built = crate::Rebuilt { base_path: base.to_owned(), ..Default::default() };
        let site = Some(Arc::new(ServedSite::new(&built, files.into())));
        Snapshot { site, problems: Arc::new(Problems::new(&[])) }
    }

    #[test]
    fn names_lead_to_files() {
        let snapshot = snapshot("/hub/");
        let path = |name| match find(&snapshot, Some(name)) {
            Found::Page(page) => page.path.to_owned(),
            Found::File(path, _) => path.to_owned(),
            Found::Redirect(address) => format!("-> {address}"),
        };
        assert_eq!(path(""), "-> /hub/");
        assert_eq!(path("hub"), "-> /hub/");
        assert_eq!(path("hub/"), "index.html");
        assert_eq!(path("hub/index.html"), "index.html");
        assert_eq!(path("hub/articles/iep"), "-> /hub/articles/iep/");
        assert_eq!(path("hub/articles/iep/"), "articles/iep/index.html");
        assert_eq!(path("hub/a b.txt"), "a b.txt");
        assert_eq!(path("hub/ré.txt"), "re\u{301}.txt");
        for missing in ["articles/iep/", "hub/a b.txt/", "hub/articles", "hub//", "hubbub", "/"] {
            assert_eq!(path(missing), "404.html", "{missing}");
        }
    }

    #[test]
    fn only_this_machine_is_meant() {
        let loopback = IpAddr::from([127, 0, 0, 1]);
        let lan = IpAddr::from([192, 168, 1, 7]);
        assert!(is_own_host("localhost", loopback) && is_own_host("[::1]", loopback));
        assert!(is_own_host("192.168.1.7", lan) && is_own_host("127.0.0.1", lan));
        for stranger in ["evil.example", "192.168.1.7", "localhost.evil.example", "0.0.0.0", ""] {
            assert!(!is_own_host(stranger, loopback), "{stranger}");
        }
    }
}
