//! Netlify and Cloudflare Pages: `_headers` and `_redirects`, two line formats that Netlify
//! invented and Cloudflare adopted, with differences in what wins.

use wellread_model::address;

use super::facts::{FOREVER, Redirect, SiteFacts};

/// The files of both hosts.
pub(super) const NAMES: [&str; 2] = ["_headers", "_redirects"];

/// The files for Netlify.
pub(super) fn netlify(facts: &SiteFacts<'_>) -> Vec<(&'static str, String)> {
    let [headers_file, redirects_file] = NAMES;
    vec![(headers_file, headers(facts)), (redirects_file, netlify_redirects(facts))]
}

/// The files for Cloudflare Pages.
pub(super) fn cloudflare_pages(facts: &SiteFacts<'_>) -> Vec<(&'static str, String)> {
    let [headers_file, redirects_file] = NAMES;
    vec![(headers_file, headers(facts)), (redirects_file, cloudflare_redirects(facts))]
}

/// The headers by pattern of the path. Where two patterns match, both hosts join the values of a
/// header with a comma, so a general `Cache-Control` would spoil the one for hashed names. It isn't
/// needed: both hosts revalidate by default.
fn headers(facts: &SiteFacts<'_>) -> String {
    let mut text = format!("{}*\n", facts.path(""));
    for (name, value) in &facts.security {
        text.push_str(&format!("  {name}: {value}\n"));
    }
    // Only scripts in the second folder: the page of search results is in it too.
    for pattern in [facts.path(address::ASSETS) + "*", facts.path(address::SEARCH_FILES) + "*.js"] {
        text.push_str(&format!("{pattern}\n  Cache-Control: {FOREVER}\n"));
    }
    text
}

/// Netlify serves a file before it follows a rule, unless the status has an exclamation mark. Every
/// old address has a file, the page that redirects on hosts without rules, so the mark is needed.
fn netlify_redirects(facts: &SiteFacts<'_>) -> String {
    let mut text = String::new();
    for Redirect { from, to } in &facts.redirects {
        let (from, to) = (facts.path(from.as_str()), facts.path(to.as_str()));
        text.push_str(&format!("{from} {to} 301!\n"));
    }
    // The first matching rule wins, so the one for everything else is last, and without the mark.
    text.push_str(&format!("{}* {} 404\n", facts.path(""), facts.path(address::NOT_FOUND)));
    text
}

/// Cloudflare Pages follows rules before it serves files, and finds `404.html` by itself. It reads
/// 2,000 rules; for those beyond, the pages at the old addresses redirect.
fn cloudflare_redirects(facts: &SiteFacts<'_>) -> String {
    // The comment is the content of the file when there are no redirects.
    let mut text = String::from("# Old addresses and where they lead.\n");
    for Redirect { from, to } in &facts.redirects {
        text.push_str(&format!("{} {} 301\n", facts.path(from.as_str()), facts.path(to.as_str())));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outputs::deploy::facts::facts;

    #[test]
    fn no_address_is_a_pattern_or_breaks_a_line() {
        let facts = facts("https://example.org/", "/a b/", &[("o*d $x/", "articles/größe/")]);
        let line = "/a%20b/o%2Ad%20%24x/ /a%20b/articles/gr%C3%B6%C3%9Fe/ 301";
        assert!(cloudflare_redirects(&facts).contains(&format!("{line}\n")));
        assert!(netlify_redirects(&facts).contains(&format!("{line}!\n")));
    }

    #[test]
    fn only_hashed_names_are_cached_for_a_year() {
        let headers = headers(&facts("https://example.org/hub/", "/hub/", &[]));
        assert!(headers.starts_with("/hub/*\n  Content-Security-Policy: "));
        let cached = "/hub/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n\
                      /hub/search/*.js\n  Cache-Control: public, max-age=31536000, immutable\n";
        assert!(headers.ends_with(cached), "{headers}");
        assert_eq!(headers.matches("Cache-Control").count(), 2);
    }
}
