//! The rules of a site for every host, before they are put into that host's own format.

use wellread_model::Route;
use wellread_model::url::{UrlPart, encode, host_and_port};

/// For files whose names hold a hash of their content: the content behind such a name never
/// changes, so browsers and shared caches may store it for a year, by convention the longest time,
/// without asking again even when a reader reloads the page (`immutable`, RFC 8246).
pub(super) const FOREVER: &str = "public, max-age=31536000, immutable";

/// For everything else: it may be stored, but a browser asks each time whether its copy is still
/// current. A corrected phone number thus reaches readers at once.
pub(super) const ASK_AGAIN: &str = "no-cache";

/// What a host has to know of a site.
pub(super) struct SiteFacts<'a> {
    /// The path of `base_url` as it is written there.
    pub(super) base: &'a str,
    /// The host name in `base_url`, if it is one that can be registered.
    pub(super) domain: Option<&'a str>,
    /// The headers that every response carries.
    pub(super) security: Vec<(&'static str, String)>,
    /// Sorted by the old address.
    pub(super) redirects: Vec<Redirect>,
}

/// An old address, and where it leads now.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Redirect {
    pub(super) from: Route,
    pub(super) to: Route,
}

impl SiteFacts<'_> {
    /// The percent-encoded path of a route, safe in every format here: no wildcard, no variable.
    pub(super) fn path(&self, route: &str) -> String {
        encode(self.base, UrlPart::PlainPath).chain(encode(route, UrlPart::PlainPath)).collect()
    }
}

/// The name of the machine in an address. `None` for one with a port, or without a dot.
pub(super) fn domain(base_url: &str) -> Option<&str> {
    let host = host_and_port(base_url);
    (host.contains('.') && !host.contains(':')).then_some(host)
}

/// SiteFacts for the tests of the hosts.
#[cfg(test)]
pub(super) fn facts<'a>(
    base_url: &'a str,
    base: &'a str,
    redirects: &[(&str, &str)],
) -> SiteFacts<'a> {
    let redirect =
        |(from, to): &(&str, &str)| Redirect { from: Route::new(*from), to: Route::new(*to) };
    let redirects = redirects.iter().map(redirect).collect();
    let security = super::security::headers(wellread_model::HtmlPolicy::Harmless);
    SiteFacts { base, domain: domain(base_url), security, redirects }
}
