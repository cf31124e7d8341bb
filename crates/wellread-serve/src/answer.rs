//! Answers a request from a snapshot: host check, routes, pages, files, ranges.
//!
//! A pure function, but for lazy pages, which are made when they are first asked for. It never
//! reads a file and never waits: a question that has no answer yet is left to `crate::current`.
//! Where next: `crate::lookup` for what a path means, `crate::fingerprint` for what is added to
//! pages, `crate::news` for the questions of open pages.

use std::net::IpAddr;
use std::sync::Arc;

use tiny_http::{Method, Request};

use crate::fingerprint;
use crate::http::content_type;
use crate::http::digest;
use crate::http::range::{self, RequestedRange};
use crate::http::response::Response;
use crate::http::target;
use crate::lookup::{Found, find};
use crate::page_update::{ShownPage, page_update};
use crate::snapshot::Snapshot;

/// The files of the preview itself, which no built site contains.
const OWN_FILES: [(&str, &str); 4] = [
    ("audit.css", include_str!("../client/audit.css")),
    ("client.js", include_str!("../client/client.js")),
    ("overlay.js", include_str!("../client/overlay.js")),
    ("overlay.css", include_str!("../client/overlay.css")),
];

/// Answers a request. `None` if it asks what is new and nothing is: then the answer is one that a
/// later snapshot gives. `lan` says whether other devices may connect.
pub(crate) fn answer(request: &Request, snapshot: &Snapshot, lan: bool) -> Option<Response> {
    // Without a host there is nothing to check; with two, a program between the client and us may
    // have believed the other.
    let mut hosts = values(request, "Host");
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return Some(Response::text(400, "A request names one host."));
    };
    if !is_own_host(host, lan) {
        let message = "This preview answers only to the address that it printed when it started.";
        return Some(Response::text(403, message));
    }
    if !matches!(request.method(), Method::Get | Method::Head) {
        return Some(Response::text(405, "Only GET and HEAD.").with("Allow", "GET, HEAD"));
    }
    let target = target::parse(request.url());
    let path = target.as_ref().map(|target| target.path.as_str());
    let query = target.as_ref().and_then(|target| target.query.as_deref());
    match path.and_then(|path| path.strip_prefix("__wellread/")) {
        Some("wait") => match query.and_then(ShownPage::from_query) {
            Some(shown) => page_update(&shown, snapshot),
            None => Some(Response::text(400, "This question is not complete.")),
        },
        Some(name) => Some(own_file(request, name)),
        None => Some(site_file(request, snapshot, path, query)),
    }
}

/// The values of a header field.
fn values<'a>(request: &'a Request, name: &'static str) -> impl Iterator<Item = &'a str> {
    let headers = request.headers().iter().filter(move |header| header.field.equiv(name));
    headers.map(|header| header.value.as_str())
}

/// Whether a `Host` names this machine. Any other name that leads here belongs to a website that
/// wants its pages to read this server (DNS rebinding). An IP address is safe, because it cannot be
/// made to lead anywhere else; this machine may have several in its networks.
fn is_own_host(host: &str, lan: bool) -> bool {
    let without_digits = host.trim_end_matches(|c: char| c.is_ascii_digit());
    let host = without_digits.strip_suffix(':').unwrap_or(host).to_ascii_lowercase();
    let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(&host);
    // 0.0.0.0 leads to this machine on some systems and is not a machine's address in a network.
    let is_address = || address.parse().is_ok_and(|address: IpAddr| !address.is_unspecified());
    matches!(host.as_str(), "localhost" | "127.0.0.1" | "[::1]") || (lan && is_address())
}

fn site_file(
    request: &Request,
    snapshot: &Snapshot,
    path: Option<&str>,
    query: Option<&str>,
) -> Response {
    match find(snapshot, path) {
        Found::Page(page) => {
            let (fingerprint, _) = fingerprint::examine(snapshot.site.as_deref(), &page);
            let html: Arc<[u8]> = fingerprint::with_script(&page.html, &fingerprint).into();
            // A page from a cache would show an old site, with nothing that says so.
            entity(request, page.status, "a.html", &html, &digest(&html), "no-store")
        }
        Found::File { path, bytes, digest } => {
            entity(request, 200, &path, &bytes, &digest, ASK_AGAIN)
        }
        Found::Redirect(address) => {
            let query = query.map_or_else(String::new, |query| format!("?{query}"));
            // No browser caches it, since the hub may change under it.
            Response::text(308, "This page has another address.").with("Location", address + &query)
        }
    }
}

fn own_file(request: &Request, name: &str) -> Response {
    let Some((_, text)) = OWN_FILES.iter().find(|(own, _)| *own == name) else {
        return Response::text(404, "There is no such file.");
    };
    let bytes = text.as_bytes();
    entity(request, 200, name, &bytes.into(), &digest(bytes), ASK_AGAIN)
}

/// Cached but asked about each time, since the file may change under its name.
const ASK_AGAIN: &str = "no-cache";

/// A response with a file or a page, with a part of it, or with the statement that the client has
/// it already (RFC 9110, 13 and 14). `caching` is the value of `Cache-Control`.
fn entity(
    request: &Request,
    status: u16,
    path: &str,
    bytes: &Arc<[u8]>,
    digest: &str,
    caching: &'static str,
) -> Response {
    let length = bytes.len();
    let tag = format!("\"{digest}\"");
    let described =
        |response: Response| response.with("Cache-Control", caching).with("ETag", tag.clone());
    let is_tag = |known: &str| known == "*" || known.trim_start_matches("W/") == tag;
    let mut known = values(request, "If-None-Match").flat_map(|list| list.split(','));
    if status == 200 && known.any(|known| is_tag(known.trim())) {
        return described(Response::new(304, [].into()));
    }
    // What a 304 leaves out: the client has it, with the file.
    let whole = described(Response::new(status, Arc::clone(bytes)))
        .with("Content-Type", content_type::for_path(path));
    // A range of an error page would be taken for one of the file that the client meant.
    if status != 200 {
        return whole;
    }
    let whole = whole.with("Accept-Ranges", "bytes");
    // A part of a file that has changed would not fit the parts that the client has.
    let is_current = values(request, "If-Range").all(|known| known == tag);
    let is_get = *request.method() == Method::Get;
    let range = values(request, "Range").next().filter(|_| is_current && is_get);
    match range.map_or(RequestedRange::Whole, |field| range::resolve(field, length)) {
        RequestedRange::Whole => whole,
        RequestedRange::Part(part) => {
            let place = format!("bytes {}-{}/{length}", part.start, part.end - 1);
            Response { status: 206, part, ..whole }.with("Content-Range", place)
        }
        RequestedRange::Unsatisfiable => Response::text(416, "The file is not that long.")
            .with("Content-Range", format!("bytes */{length}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_meant() {
        for own in ["localhost", "LOCALHOST:1", "127.0.0.1", "[::1]:4000", "[::1]"] {
            assert!(is_own_host(own, false) && is_own_host(own, true), "{own}");
        }
        for address in ["192.168.1.7:4000", "[fe80::1]"] {
            assert!(!is_own_host(address, false) && is_own_host(address, true), "{address}");
        }
        for stranger in
            ["evil.example", "localhost.evil.example:4000", "0.0.0.0:4000", "[::]", "", "1", ":1"]
        {
            assert!(!is_own_host(stranger, false) && !is_own_host(stranger, true), "{stranger}");
        }
    }
}
