//! The parts of a URL that several stages of a build need: percent-encoding, the host, and
//! relative paths.
//!
//! These are functions of text. They never look up a name, open a connection, or judge whether a
//! link is allowed; the reader of a link does that.

use std::borrow::Cow;
use std::fmt::Display;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode_byte, utf8_percent_encode};

/// What may stand for itself anywhere in a URL (RFC 3986, section 2.3, "unreserved").
const UNRESERVED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Unreserved characters and the slash.
const PLAIN_PATH: AsciiSet = UNRESERVED.remove(b'/');

/// What may stand for itself in a path (RFC 3986, section 3.3, "pchar" and the slash).
const PATH: AsciiSet = PLAIN_PATH
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// Where in a URL a text will be, which decides what has to be encoded in it. Bytes outside
/// ASCII are encoded everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UrlPart {
    /// A path, slashes included: everything stays that RFC 3986 allows in a path.
    Path,
    /// A path that another program will read as a pattern or a variable, such as the redirects of
    /// a host. Only letters, digits, `-._~` and slashes stay.
    PlainPath,
    /// One value of a query or of a `mailto:` URL. Only letters, digits and `-._~` stay.
    Value,
    /// The words of a text directive (`#:~:text=`), where even a hyphen has a meaning. Only letters
    /// and digits stay.
    Words,
}

/// Percent-encodes text for one part of a URL. The result comes in pieces, so that it can be
/// appended to a URL without a string of its own.
///
/// # Examples
/// ```
/// use wellread_model::url::{UrlPart, encode};
///
/// assert_eq!(encode("glossary/学 1/", UrlPart::Path).to_string(), "glossary/%E5%AD%A6%201/");
/// assert_eq!(encode("a*b:c", UrlPart::Path).to_string(), "a*b:c");
/// assert_eq!(encode("a*b:c", UrlPart::PlainPath).to_string(), "a%2Ab%3Ac");
/// assert_eq!(encode("Q&A/2", UrlPart::Value).to_string(), "Q%26A%2F2");
/// assert_eq!(encode("one-on-one", UrlPart::Words).to_string(), "one%2Don%2Done");
/// ```
pub fn encode(text: &str, part: UrlPart) -> impl Iterator<Item = &str> + Display {
    let set: &'static AsciiSet = match part {
        UrlPart::Path => &PATH,
        UrlPart::PlainPath => &PLAIN_PATH,
        UrlPart::Value => &UNRESERVED,
        UrlPart::Words => NON_ALPHANUMERIC,
    };
    utf8_percent_encode(text, set)
}

/// Percent-encodes only the printable ASCII characters that a URL must not contain (RFC 3986,
/// section 2) but that people write anyway.
///
/// A `%` stays: it most likely belongs to an encoding that was copied with the URL. Letters outside
/// ASCII stay too: browsers encode them, and an author who reads the page's source sees words.
///
/// # Examples
/// ```
/// use wellread_model::url::encode_forbidden;
///
/// assert_eq!(encode_forbidden("https://example.org/a b%20é"), "https://example.org/a%20b%20é");
/// ```
#[must_use]
pub fn encode_forbidden(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        match u8::try_from(c) {
            Ok(byte) if b" <>\"\\^`{|}".contains(&byte) => {
                out.push_str(percent_encode_byte(byte));
            }
            _ => out.push(c),
        }
    }
    out
}

/// A path as people write it in a link: letters outside ASCII stay, and what a URL or Markdown
/// gives a meaning is encoded.
///
/// # Examples
/// ```
/// use wellread_model::url::link_path;
///
/// assert_eq!(link_path("../año/50 % (1).pdf"), "../año/50%20%25%20%281%29.pdf");
/// ```
#[must_use]
pub fn link_path(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        match u8::try_from(c) {
            Ok(byte) if b" <>\"\\^`{|}%#?()[]&*".contains(&byte) => {
                out.push_str(percent_encode_byte(byte))
            }
            _ => out.push(c),
        }
    }
    out
}

/// Decodes `%20` and the like. A percent sign without two hexadecimal digits after it stays as it
/// is, and so does the whole text if the result would not be UTF-8: people write `100%` and mean
/// it.
///
/// # Examples
/// ```
/// use wellread_model::url::decode;
///
/// assert_eq!(decode("a%20b%C3%A9"), "a bé");
/// assert_eq!(decode("100%"), "100%");
/// assert_eq!(decode("%ff"), "%ff");
/// ```
#[must_use]
pub fn decode(text: &str) -> Cow<'_, str> {
    // Half a decoded text would be neither what was written nor what was meant.
    percent_encoding::percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text))
}

/// Whether a text begins as a web address does: with `http://` or `https://`, in any case.
///
/// # Examples
/// ```
/// use wellread_model::url::has_web_scheme;
///
/// assert!(has_web_scheme("HTTPS://example.org"));
/// assert!(!has_web_scheme("example.org"));
/// ```
#[must_use]
pub fn has_web_scheme(text: &str) -> bool {
    begins_with(text, "https://") || begins_with(text, "http://")
}

/// The same, or with the `www.` before which people leave the scheme out.
#[must_use]
pub fn begins_like_web(text: &str) -> bool {
    has_web_scheme(text) || begins_with(text, "www.")
}

/// Whether a text begins with another one, which has nothing but ASCII, in any case.
#[must_use]
pub fn begins_with(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start))
}

/// The host of a URL with its port, if it has one, and without a user name (RFC 3986, section
/// 3.2). The scheme may be missing. Empty if nothing is where a host would.
///
/// # Examples
/// ```
/// use wellread_model::url::host_and_port;
///
/// assert_eq!(host_and_port("https://user@example.org:8080/a?b@c"), "example.org:8080");
/// assert_eq!(host_and_port("https://www.example.org#top"), "www.example.org");
/// assert_eq!(host_and_port("example.org/page"), "example.org");
/// assert_eq!(host_and_port("https:///page"), "");
/// ```
#[must_use]
pub fn host_and_port(url: &str) -> &str {
    let authority = authority(url);
    // The last `@` is the one that ends the user name; it may hold others.
    authority.rsplit('@').next().unwrap_or(authority)
}

/// A host without its port. An IP address of version 6 is in brackets, since it has colons itself
/// (RFC 3986, section 3.2.2).
///
/// # Examples
/// ```
/// use wellread_model::url::without_port;
///
/// assert_eq!(without_port("example.org:8080"), "example.org");
/// assert_eq!(without_port("example.org"), "example.org");
/// assert_eq!(without_port("[::1]:8080"), "[::1]");
/// assert_eq!(without_port("[::1]"), "[::1]");
/// ```
#[must_use]
pub fn without_port(host: &str) -> &str {
    if host.starts_with('[') {
        return host.split_inclusive(']').next().unwrap_or(host);
    }
    host.split(':').next().unwrap_or(host)
}

/// The host of a URL as readers see it, without `www.`.
///
/// # Examples
/// ```
/// use wellread_model::url::shown_host;
///
/// assert_eq!(shown_host("https://www.example.org/a"), "example.org");
/// ```
#[must_use]
pub fn shown_host(url: &str) -> &str {
    let host = host_and_port(url);
    host.strip_prefix("www.").unwrap_or(host)
}

/// The same URL without the user name and password before its host (RFC 3986, section 3.2.1), if it
/// has any. Those should not be published, and a name before the host can pass for the host.
///
/// # Examples
/// ```
/// use wellread_model::url::without_user;
///
/// let url = without_user("https://me:secret@example.org/page");
/// assert_eq!(url.as_deref(), Some("https://example.org/page"));
/// assert_eq!(without_user("https://example.org/@me"), None);
/// ```
#[must_use]
pub fn without_user(url: &str) -> Option<String> {
    let authority = authority(url);
    let (_, host) = authority.rsplit_once('@')?;
    // The authority is a part of the URL, so its place is the difference of their lengths.
    let start = url.split_once("://").map_or(0, |(scheme, _)| scheme.len() + "://".len());
    Some(format!("{}{host}{}", &url[..start], &url[start + authority.len()..]))
}

/// The first web address in a text that has a user name or password before its host, without them.
/// In brackets or quotes, an address ends where they do.
///
/// # Examples
/// ```
/// use wellread_model::url::without_user_in;
///
/// let line = "[Rules](https://me:secret@example.org/a), page 2";
/// assert_eq!(without_user_in(line).as_deref(), Some("https://example.org/a"));
/// assert_eq!(without_user_in("https://example.org, me@example.org"), None);
/// ```
#[must_use]
pub fn without_user_in(text: &str) -> Option<String> {
    text.match_indices("://").find_map(|(at, mark)| {
        let scheme = ["https", "http"].into_iter().find(|scheme| {
            let before = at.checked_sub(scheme.len()).and_then(|start| text.get(start..at));
            before.is_some_and(|before| before.eq_ignore_ascii_case(scheme))
        })?;
        let start = at - scheme.len();
        let closing = match text[..start].chars().next_back() {
            Some('(') => ')',
            Some('[') => ']',
            _ => '>',
        };
        let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '"') || c == closing;
        let after = &text[at + mark.len()..];
        // The host is looked for first, and alone: it ends at the next slash, so a text of many
        // marks is not read again for each of them.
        let host = after.split(|c| ends(c) || matches!(c, '/' | '?' | '#')).next()?;
        let url = host.contains('@').then(|| text[start..].split(ends).next())??;
        without_user(url.trim_end_matches(['.', ',', ';', ':']))
    })
}

/// What is between the scheme and the path of a URL.
fn authority(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}

/// The path that a relative reference in `folder` leads to, without slashes at its ends. Empty
/// parts and `.` are skipped, and `..` goes one folder up. `None` if it would leave the root.
///
/// # Examples
/// ```
/// use wellread_model::url::join;
///
/// assert_eq!(join("content/pages", "../topics/a.md").as_deref(), Some("content/topics/a.md"));
/// assert_eq!(join("articles/plans/", "..").as_deref(), Some("articles"));
/// assert_eq!(join("", "../x"), None);
/// ```
#[must_use]
pub fn join(folder: &str, reference: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in reference.split('/') {
        match part {
            "" | "." => {}
            // A browser stops at the root instead. Here that would turn a wrong link into a link
            // to some other page.
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
