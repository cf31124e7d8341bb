//! Web addresses as they are asked for: scheme, host, port, path and query, all of them in ASCII.
//!
//! Nothing here judges whether an address may be asked, or asks it.
//!
//! Two measures of sameness live here and must not be confused: [`WebAddress::host_key`] is the
//! machine that must not be asked twice at once, [`WebAddress::site`] is the owner, by which a move
//! within an organization is distinguished from a move to another one.

use std::fmt::{self, Display};
use std::net::Ipv6Addr;

use unicode_normalization::UnicodeNormalization as _;
use wellread_model::url::encode_forbidden;

use crate::punycode::ascii_label;

/// An address that can be asked for, without what comes after `#`. Two addresses that differ only
/// in how they are written (the case of the host, `:443`) are equal.
///
/// # Examples
/// ```
/// use wellread_links::WebAddress;
///
/// let address = WebAddress::parse("HTTPS://Niños.example:443/año#top").expect("it is one");
/// assert_eq!(address.to_string(), "https://xn--nios-hqa.example/a%C3%B1o");
/// assert_eq!(address.join("../b?c").expect("it is one").to_string(),
///            "https://xn--nios-hqa.example/b?c");
/// assert!(WebAddress::parse("mailto:a@example.org").is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WebAddress {
    is_secure: bool,
    /// In lower case; an IPv6 address is in brackets.
    host: String,
    /// Always set: the scheme's own port is filled in, so that `:443` makes no difference.
    port: u16,
    /// Begins with a slash. Percent-encoded where a request needs it, but not decoded where it does
    /// not: servers may tell `%7E` from `~`.
    path: String,
    /// What follows the first `?`. An empty query (`/a?`) differs from none, as servers see it.
    query: Option<String>,
}

impl WebAddress {
    /// Reads an address. `None` if it is not one of the web, or has a user name before its host.
    ///
    /// A user name is refused because it is how addresses are made to look like those of someone
    /// else (`https://bank.example@evil.example/`), and because a password in a link is nothing to
    /// send.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (scheme, rest) = text.split_once("://")?;
        let is_secure = match scheme.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        // What comes after `#` is for browsers alone and never sent.
        let rest = rest.split('#').next().unwrap_or(rest);
        let (authority, tail) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let (host, port) = parse_authority(authority)?;
        let port = port.unwrap_or(default_port(is_secure));
        let (path, query) = match tail.split_once('?') {
            Some((path, query)) => (path, Some(in_ascii(query))),
            None => (tail, None),
        };
        let path = if path.is_empty() { "/".to_owned() } else { in_ascii(path) };
        Some(Self { is_secure, host, port, path, query })
    }

    /// Where a redirect from here leads (RFC 3986, section 5.2). `None` if that is no address of
    /// the web.
    ///
    /// Servers write relative references (`/new`, `?page=2`) as well as whole addresses. Dot
    /// segments are resolved, since the next server would otherwise get a path that no browser
    /// sends it.
    #[must_use]
    pub fn join(&self, reference: &str) -> Option<Self> {
        let reference = reference.trim();
        let reference = reference.split('#').next().unwrap_or(reference);
        // Before anything else: `mailto:a@b.org` is no relative path.
        if has_scheme(reference) {
            return Self::parse(reference).map(Self::without_dots);
        }
        if let Some(rest) = reference.strip_prefix("//") {
            let scheme = if self.is_secure { "https" } else { "http" };
            return Self::parse(&format!("{scheme}://{rest}")).map(Self::without_dots);
        }
        let (path, query) = match reference.split_once('?') {
            Some((path, query)) => (path, Some(in_ascii(query))),
            None => (reference, None),
        };
        // An empty path means the same page; only then is the old query inherited.
        let (path, query) = if path.is_empty() {
            (self.path.clone(), query.or_else(|| self.query.clone()))
        } else if path.starts_with('/') {
            (in_ascii(path), query)
        } else {
            let folder = self.path.rfind('/').map_or("", |end| &self.path[..end]);
            (format!("{folder}/{}", in_ascii(path)), query)
        };
        Some(Self { path, query, ..self.clone() }.without_dots())
    }

    /// The address of the host's `robots.txt`.
    #[must_use]
    pub fn robots(&self) -> Self {
        Self { path: "/robots.txt".to_owned(), query: None, ..self.clone() }
    }

    /// Scheme, host and port: what one `robots.txt` is for.
    #[must_use]
    pub fn origin(&self) -> String {
        let scheme = if self.is_secure { "https" } else { "http" };
        let is_default = self.port == default_port(self.is_secure);
        let port = if is_default { String::new() } else { format!(":{}", self.port) };
        format!("{scheme}://{}{port}", self.host)
    }

    /// The host whose visitors wait for each other: without `www.`, which is most often the same
    /// machine, and without the port.
    ///
    /// It is the key of [`LinkChecks::hosts`](crate::LinkChecks::hosts) and of the schedule's
    /// queues, so its form may not change between versions.
    #[must_use]
    pub fn host_key(&self) -> &str {
        self.host.strip_prefix("www.").unwrap_or(&self.host)
    }

    /// The host.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Whether the connection is encrypted.
    #[must_use]
    pub const fn is_secure(&self) -> bool {
        self.is_secure
    }

    /// The path with the query, as a request has it.
    #[must_use]
    pub fn target(&self) -> String {
        match &self.query {
            Some(query) => format!("{}?{query}", self.path),
            None => self.path.clone(),
        }
    }

    /// The name under which an owner registers hosts, as far as it can be known without a list: its
    /// last two labels, or three below endings such as `.co.uk`.
    ///
    /// The exact answer is in the Public Suffix List, which changes weekly. Two letters at the end
    /// below at most three (`co.uk`, `com.mx`) are right for nearly all addresses that a hub links
    /// to. Where the guess is wrong, two owners may count as one (below `k12.co.us`), or one owner
    /// with a short name as several (`www.nhs.uk` and `nhs.uk`).
    #[must_use]
    pub fn site(&self) -> &str {
        let host = self.host.as_str();
        // An IP address has no owner in its name, so the whole of it stands for one.
        if host.starts_with('[') || host.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
            return host;
        }
        let mut ends = host.rmatch_indices('.').map(|(at, _)| at);
        let (last, second, third) = (ends.next(), ends.next(), ends.next());
        // Two letters after the last dot, and one to three between the last two.
        let is_shared = match (last, second) {
            (Some(last), Some(second)) => host.len() - last == 3 && last - second <= 4,
            _ => false,
        };
        let start = if is_shared { third } else { second };
        start.map_or(host, |start| &host[start + 1..])
    }

    /// Whether it is the front page of its host, or that of one of its languages.
    ///
    /// This is one half of telling a *soft 404*: a missing page that the server does not admit to
    /// with the status 404. Many sites send visitors of removed pages to their front page instead,
    /// with a status that says that all is well. Readers land somewhere plausible and find nothing.
    #[must_use]
    pub fn is_front_page(&self) -> bool {
        let path = self.path.to_ascii_lowercase();
        let name = path.trim_matches('/');
        let is_front = name.is_empty()
            || language_of(name).is_some()
            || matches!(name, "home" | "index" | "main")
            || ["index.", "default.", "home."].iter().any(|start| {
                let extension = name.strip_prefix(start);
                extension.is_some_and(|end| {
                    matches!(end, "htm" | "html" | "php" | "asp" | "aspx" | "jsp" | "cfm")
                })
            });
        // A query may name a page (`/?p=12`), or say that there was none.
        let says_missing = |query: &String| {
            let query = query.to_ascii_lowercase();
            query.contains("404") || query.contains("notfound") || query.contains("not-found")
        };
        is_front && self.query.as_ref().is_none_or(says_missing)
    }

    /// Whether it is where a site that has several languages begins in the one that another address
    /// names: `/es/` for `/espanol`. Then that one was a front page, too.
    #[must_use]
    pub fn is_front_page_of(&self, other: &Self) -> bool {
        let path = other.path.to_ascii_lowercase();
        let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let name = last.split('.').next().unwrap_or_default();
        let language = language_of(self.path.to_ascii_lowercase().trim_matches('/'));
        language.is_some_and(|names| names.contains(&name))
    }

    /// Whether it asks visitors to sign in, or to agree to something first.
    ///
    /// It compares whole segments of the path and the first label of the host, not substrings: an
    /// article by Loginova is not a door. Behind a door, a program sees the form and cannot say
    /// whether the page exists.
    #[must_use]
    pub fn asks_to_sign_in(&self) -> bool {
        const WORDS: [&str; 9] =
            ["login", "log-in", "signin", "sign-in", "sso", "auth", "oauth2", "saml", "consent"];
        let path = self.path.to_ascii_lowercase();
        let name = |part: &str| part.split('.').next().is_some_and(|part| WORDS.contains(&part));
        path.split('/').any(name) || self.host.split('.').next().is_some_and(name)
    }

    /// Whether its query holds what is made for one visit, such as `sid=`.
    ///
    /// Such an address is no replacement to write into a file: by the next day it is void, or leads
    /// every reader into the visit of whoever checked the links.
    #[must_use]
    pub fn is_of_one_visit(&self) -> bool {
        const NAMES: [&str; 8] =
            ["sid", "sessionid", "session", "phpsessid", "jsessionid", "token", "ticket", "nonce"];
        let query = self.query.as_deref().unwrap_or_default();
        let keys = query.split('&').filter_map(|pair| pair.split('=').next());
        keys.map(str::to_ascii_lowercase).any(|key| NAMES.contains(&key.as_str()))
            || self.path.to_ascii_lowercase().contains(";jsessionid=")
    }

    /// Removes `.` and `..` from the path (RFC 3986, section 5.2.4). What climbs above the root
    /// stays at the root, as in browsers.
    fn without_dots(mut self) -> Self {
        if !self.path.contains("/.") {
            return self;
        }
        let mut parts: Vec<&str> = Vec::new();
        let all: Vec<&str> = self.path[1..].split('/').collect();
        for (at, part) in all.iter().enumerate() {
            let is_last = at + 1 == all.len();
            match *part {
                "." | ".." => {
                    if *part == ".." {
                        parts.pop();
                    }
                    if is_last {
                        parts.push("");
                    }
                }
                part => parts.push(part),
            }
        }
        self.path = format!("/{}", parts.join("/"));
        self
    }
}

impl Display for WebAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin(), self.target())
    }
}

const fn default_port(is_secure: bool) -> u16 {
    if is_secure { 443 } else { 80 }
}

/// Whether a reference begins with a scheme (RFC 3986, section 3.1).
fn has_scheme(reference: &str) -> bool {
    let Some((scheme, _)) = reference.split_once(':') else { return false };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

/// Splits what is between `//` and the path. `None` if there is a user name, if a part is
/// malformed, or if the port is above 65535. An empty port (`example.org:`) is allowed and none.
fn parse_authority(authority: &str) -> Option<(String, Option<u16>)> {
    if authority.contains('@') {
        return None;
    }
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => {
            let (address, after) = rest.split_once(']')?;
            let address: Ipv6Addr = address.parse().ok()?;
            // After the bracket is a port or nothing: another name would be another host.
            let port = if after.is_empty() { None } else { Some(after.strip_prefix(':')?) };
            (format!("[{address}]"), port)
        }
        None => {
            let (host, port) = match authority.split_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (authority, None),
            };
            (ascii_host(host)?, port)
        }
    };
    match port.filter(|port| !port.is_empty()) {
        Some(port) => Some((host, Some(port.parse().ok()?))),
        None => Some((host, None)),
    }
}

/// A host name as the network has it: in lower case, and in ASCII. A final dot, which means the
/// same host, is dropped. Underscores are accepted, though no standard host name has them, because
/// real ones do. 63 and 253 are the limits of the name system in bytes (RFC 1035, section 2.3.4).
fn ascii_host(host: &str) -> Option<String> {
    let host = host.strip_suffix('.').unwrap_or(host);
    // `ñ` may be typed as one character or as two; the network has one name for both.
    let host: String = host.chars().flat_map(char::to_lowercase).nfc().collect();
    let labels: Option<Vec<String>> = host.split('.').map(ascii_label).collect();
    let host = labels?.join(".");
    let is_label = |label: &str| {
        let is_part = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        (1..=63).contains(&label.len()) && label.bytes().all(is_part)
    };
    (host.len() <= 253 && host.split('.').all(is_label)).then_some(host)
}

/// A part of an address with everything encoded that a request cannot hold.
///
/// What is encoded already stays as it is: to encode its `%` again would ask for another page.
fn in_ascii(part: &str) -> String {
    let part = encode_forbidden(part);
    let mut out = String::with_capacity(part.len());
    for c in part.chars() {
        if c.is_ascii_graphic() {
            out.push(c);
            continue;
        }
        for byte in c.encode_utf8(&mut [0; 4]).bytes() {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The languages in which sites of the United States begin, as their paths and their names in
/// paths. Not all pairs of letters: `/hr` is an office, and `/ny` a state.
const LANGUAGES: [(&str, &[&str]); 14] = [
    ("ar", &["ar", "arabic"]),
    ("de", &["de", "deutsch", "german"]),
    ("en", &["en", "english", "ingles"]),
    ("es", &["es", "espanol", "espa%c3%b1ol", "esp", "spanish", "castellano"]),
    ("fr", &["fr", "francais", "fran%c3%a7ais", "french"]),
    ("ht", &["ht", "kreyol", "haitian-creole", "creole"]),
    ("ja", &["ja", "japanese"]),
    ("ko", &["ko", "korean"]),
    ("pl", &["pl", "polski", "polish"]),
    ("pt", &["pt", "portugues", "portugu%c3%aas", "portuguese"]),
    ("ru", &["ru", "russian"]),
    ("tl", &["tl", "tagalog"]),
    ("vi", &["vi", "vietnamese", "tieng-viet"]),
    ("zh", &["zh", "chinese"]),
];

/// The names of the language of a path such as `es` or `en-us`, which are in lower case. `None` if
/// it is none.
fn language_of(name: &str) -> Option<&'static [&'static str]> {
    let (language, region) = name.split_once(['-', '_']).unwrap_or((name, ""));
    let is_region = region.len() <= 4 && region.bytes().all(|byte| byte.is_ascii_alphabetic());
    let index = LANGUAGES.binary_search_by(|(code, _)| code.cmp(&language)).ok()?;
    is_region.then_some(LANGUAGES[index].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> WebAddress {
        WebAddress::parse(text).unwrap()
    }

    #[test]
    fn addresses_have_one_form() {
        for (text, wanted) in [
            ("https://example.org", "https://example.org/"),
            ("HTTP://Example.ORG.:80/A?b=ñ#c", "http://example.org/A?b=%C3%B1"),
            ("https://example.org:8443/a b", "https://example.org:8443/a%20b"),
            ("https://example.org?x=1", "https://example.org/?x=1"),
            ("http://[::0001]:8080/", "http://[::1]:8080/"),
            ("https://NIÑOS.example/%20", "https://xn--nios-hqa.example/%20"),
        ] {
            assert_eq!(address(text).to_string(), wanted);
        }
        for text in [
            "ftp://example.org/",
            "https://me@example.org/",
            "https:///a",
            "https://a b.org/",
            "https://example.org:99999/",
            "https://[::1/",
            "example.org",
            "",
        ] {
            assert_eq!(WebAddress::parse(text), None, "{text}");
        }
    }

    #[test]
    fn redirects_are_joined() {
        let base = address("https://example.org/a/b?c=d");
        for (reference, wanted) in [
            ("https://other.org", Some("https://other.org/")),
            ("//other.org/x", Some("https://other.org/x")),
            ("/x/../y", Some("https://example.org/y")),
            ("x", Some("https://example.org/a/x")),
            ("./", Some("https://example.org/a/")),
            ("..", Some("https://example.org/")),
            ("../../../x", Some("https://example.org/x")),
            ("?e=f", Some("https://example.org/a/b?e=f")),
            ("#top", Some("https://example.org/a/b?c=d")),
            ("", Some("https://example.org/a/b?c=d")),
            ("/año", Some("https://example.org/a%C3%B1o")),
            ("mailto:a@example.org", None),
            ("javascript:alert(1)", None),
            ("https://me:secret@example.org/", None),
        ] {
            let joined = base.join(reference).map(|address| address.to_string());
            assert_eq!(joined.as_deref(), wanted, "{reference}");
        }
    }

    #[test]
    fn front_pages_and_doors_are_distinguished_from_pages() {
        for front in
            ["/", "/index.html", "/en/", "/es", "/en-us/", "/home/", "/?error=404", "/zh-TW"]
        {
            assert!(address(&format!("https://example.org{front}")).is_front_page(), "{front}");
        }
        for page in [
            "/a",
            "/?p=12",
            "/index.html/x",
            "/iep",
            "/en/page",
            "/default.pdf",
            "/hr",
            "/ny",
            "/it",
        ] {
            assert!(!address(&format!("https://example.org{page}")).is_front_page(), "{page}");
        }
        for door in ["/login", "/account/login.aspx?next=/a", "/sso/start"] {
            assert!(address(&format!("https://example.org{door}")).asks_to_sign_in(), "{door}");
        }
        assert!(address("https://login.example.org/").asks_to_sign_in());
        assert!(!address("https://example.org/authors/loginova").asks_to_sign_in());
        assert!(address("https://example.org/a?x=1&SID=2").is_of_one_visit());
        assert!(!address("https://example.org/a?side=2").is_of_one_visit());
    }

    #[test]
    fn sites_are_distinguished() {
        for (host, wanted) in [
            ("www.example.org", "example.org"),
            ("example.org", "example.org"),
            ("a.b.example.co.uk", "example.co.uk"),
            ("example.co.uk", "example.co.uk"),
            ("gob.mx", "gob.mx"),
            ("a.school.us", "school.us"),
            ("127.0.0.1", "127.0.0.1"),
        ] {
            assert_eq!(address(&format!("https://{host}/")).site(), wanted);
        }
        assert_eq!(address("https://www.example.org/").host_key(), "example.org");
    }
}
