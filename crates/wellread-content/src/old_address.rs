//! Old addresses (`redirect_from`, and `gone` of `site.toml`): what people write or copy from the
//! browser, as a route.
//!
//! Hosts decode an address before they look for its file, so a percent-encoded one means the same
//! as its letters. What no host would ever look for is an error: it would lead nowhere. Whether a
//! route is free is checked when the whole site is known.

use wellread_model::media::has_extension;
use wellread_model::url::decode;
use wellread_model::{Route, Spanned};

use crate::table_reader::TableReader;

/// Extensions of pages. Every other old address is that of a folder, even `/about.php` or
/// `/staff/dr.lee`: hosts lead from a folder's name to the page in it, and offer a file with an
/// extension that they do not know as a download.
const PAGE_EXTENSIONS: [&str; 2] = ["html", "htm"];

/// What to write when nothing better is known.
const ADVICE: &str = "Write the path of the old address, such as /old-page/.";

/// The routes of the old addresses that a key lists. What cannot be an address of this site is left
/// out, with an error.
pub(crate) fn old_addresses(fields: &mut TableReader<'_>, key: &str) -> Vec<Spanned<Route>> {
    let mut routes = Vec::new();
    for Spanned { value, span } in fields.list(key) {
        match old_address(&value) {
            Ok(route) => routes.push(Spanned::new(route, span)),
            Err(help) => {
                fields.wrong(span, format!("`{value}` is not an address on this site."), help);
            }
        }
    }
    routes
}

/// The route of an old address, from the root of the host: it may begin with the path of
/// `base_url`.
///
/// # Errors
/// What to write instead.
fn old_address(written: &str) -> Result<Route, String> {
    if let Some((scheme, rest)) = written.split_once("://")
        && scheme.chars().all(|c| c.is_ascii_alphanumeric())
    {
        let rest = rest.split(['?', '#']).next().unwrap_or("");
        return Err(match rest.find('/') {
            Some(at) if rest[at..].len() > 1 => format!("Write only its path: {}", &rest[at..]),
            _ => ADVICE.to_owned(),
        });
    }
    let Some(path) = written.strip_prefix('/') else {
        return Err(format!("Begin it with a slash: /{written}"));
    };
    if let Some(at) = path.find(['?', '#']) {
        let sign = &path[at..=at];
        return Err(match path[..at].trim_end_matches('/') {
            "" => format!(
                "What follows the {sign} is the same page to a host, so nothing can be redirected from \
                 here. Remove it."
            ),
            _ => format!("Leave out what follows the {sign}: write /{}", &path[..at]),
        });
    }
    let path = decode(path);
    if path.match_indices('%').any(|(at, _)| is_encoded(&path[at..])) {
        // Encoded in another way than UTF-8, or twice.
        return Err("Write the letters themselves, such as /café/.".to_owned());
    }
    let parts: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    let is_bad = |part: &&str| matches!(*part, "." | "..") || part.contains('\\');
    if parts.iter().any(is_bad) || path.contains(char::is_control) {
        return Err(ADVICE.to_owned());
    }
    if parts.len() > 1 && parts.contains(&"") {
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let end = if path.ends_with('/') { "/" } else { "" };
        return Err(format!("Write one slash between its parts: /{}{end}", parts.join("/")));
    }
    let route = parts.join("/");
    let is_file = !path.ends_with('/') && has_extension(&route, &PAGE_EXTENSIONS);
    Ok(Route::new(if is_file || route.is_empty() { route } else { route + "/" }))
}

/// Whether a percent-encoded byte begins here.
fn is_encoded(text: &str) -> bool {
    text.as_bytes().get(1..3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_addresses_become_routes() {
        for (written, route) in [
            ("/old/", "/old/"),
            ("/old", "/old/"),
            ("/post/ieps.html", "/post/ieps.html"),
            ("/post/IEPS.HTM", "/post/IEPS.HTM"),
            ("/post/ieps.html/", "/post/ieps.html/"),
            ("/about.php", "/about.php/"),
            ("/staff/dr.lee/", "/staff/dr.lee/"),
            ("/staff/dr.lee", "/staff/dr.lee/"),
            ("/caf%C3%A9-plan/", "/café-plan/"),
            ("/a%20b", "/a b/"),
            ("/a b", "/a b/"),
            ("/a%2Fb", "/a/b/"),
            ("/100%25/", "/100%/"),
            ("/100%/", "/100%/"),
            ("/a//", "/a/"),
            ("/", "/"),
        ] {
            assert_eq!(old_address(written).map(|route| route.to_string()), Ok(route.to_owned()));
        }
    }

    #[test]
    fn what_leads_nowhere_is_refused_with_what_to_write() {
        for (written, help) in [
            ("old", "Begin it with a slash: /old"),
            ("https://example.org/x/", "Write only its path: /x/"),
            ("https://example.org", ADVICE),
            ("https://example.org/x?b=1#c", "Write only its path: /x"),
            ("/old?next=https://example.org/x", "Leave out what follows the ?: write /old"),
            ("//old/x", "Write one slash between its parts: /old/x"),
            ("/a//b/", "Write one slash between its parts: /a/b/"),
            ("/a?b=1", "Leave out what follows the ?: write /a"),
            ("/a/#b", "Leave out what follows the #: write /a/"),
            ("/caf%E9/", "Write the letters themselves, such as /café/."),
            ("/caf%25C3%25A9/", "Write the letters themselves, such as /café/."),
            ("/../x", ADVICE),
            ("/a/%2e%2e/x", ADVICE),
            ("/a\\b", ADVICE),
            ("/a%00b", ADVICE),
        ] {
            assert_eq!(old_address(written), Err(help.to_owned()), "{written}");
        }
        assert!(old_address("/?p=12").is_err());
    }
}
