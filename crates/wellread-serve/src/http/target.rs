//! The target of a request as a name on the site: decoded, normalized, checked.
//!
//! Names are looked up in a map and never in the file system, so that no encoding of a path can
//! lead out of the site. What is ambiguous all the same (an encoded slash, a dot segment that a
//! client left in) is not a name at all. Where next: `crate::lookup`.

use unicode_normalization::UnicodeNormalization as _;
use wellread_model::url::decode;

/// A target, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RequestTarget {
    /// The decoded path in NFC without its leading slash: `hub/articles/iep/`.
    pub(crate) path: String,
    /// The query as sent, without its question mark.
    pub(crate) query: Option<String>,
}

/// Takes a target apart, or returns `None` if it cannot be the name of anything.
pub(crate) fn parse(target: &str) -> Option<RequestTarget> {
    let target = target.split('#').next().unwrap_or_default();
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (target, None),
    };
    // A redirect repeats the query in a header field, so nothing may stay in it that could end the
    // field or mean something in HTML.
    let query = query.map(|query| {
        let is_safe = |c: &char| c.is_ascii_graphic() && !"\"<>\\^`{|}".contains(*c);
        query.chars().filter(is_safe).collect()
    });
    Some(RequestTarget { path: path_name(path.strip_prefix('/')?)?, query })
}

/// Decodes one path and checks its segments.
fn path_name(path: &str) -> Option<String> {
    let mut name = String::with_capacity(path.len());
    let mut segments = path.split('/').peekable();
    while let Some(segment) = segments.next() {
        // Segment by segment, so that an encoded slash is distinguished from one that separates.
        let decoded = decode(segment);
        let is_last = segments.peek().is_none();
        if matches!(&*decoded, "." | "..") || (decoded.is_empty() && !is_last) {
            return None;
        }
        if decoded.contains(|c: char| matches!(c, '/' | '\\') || c.is_control()) {
            return None;
        }
        name.push_str(&decoded);
        if !is_last {
            name.push('/');
        }
    }
    Some(if name.is_ascii() { name } else { name.nfc().collect() })
}

/// The decoded value of a key in a query such as `path=%2Fhub%2F&page=1`.
pub(crate) fn query_value(query: &str, key: &str) -> Option<String> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='))?;
    Some(decode(value).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use wellread_model::url::{UrlPart, encode};

    fn path(target: &str) -> Option<String> {
        parse(target).map(|target| target.path)
    }

    #[test]
    fn names_are_decoded_and_composed() {
        assert_eq!(path("/").as_deref(), Some(""));
        assert_eq!(path("/a%20b/c.html?x=%2e").as_deref(), Some("a b/c.html"));
        assert_eq!(path("/%E5%AD%A6/").as_deref(), Some("学/"));
        // As a proxy sends it: its host would have to be checked, too.
        assert_eq!(path("http://localhost:4777/a/"), None);
        assert_eq!(path("/学/").as_deref(), Some("学/"));
        assert_eq!(path("/re%CC%81sume%CC%81").as_deref(), Some("résumé"));
        // What is not UTF-8 stays as it is, and is the name of no file.
        assert_eq!(path("/%C0%AE%C0%AE/x").as_deref(), Some("%C0%AE%C0%AE/x"));
    }

    #[test]
    fn what_might_lead_elsewhere_is_no_name() {
        for target in [
            "/../x",
            "/a/../x",
            "/%2e%2e/x",
            "/.%2E/x",
            "/a/..",
            "/./x",
            "/a%2fb",
            "/a%5cb",
            "/a\\b",
            "//x",
            "/a//b",
            "/%00",
            "/a%0ab",
        ] {
            assert_eq!(path(target), None, "{target}");
        }
    }

    #[test]
    fn queries_cannot_break_out_of_a_header() {
        let target = parse("/a?x=\"<b>é&y=1").unwrap();
        assert_eq!(target.query.as_deref(), Some("x=b&y=1"));
        assert_eq!(query_value("x=1&path=%2Fa%20b", "path").as_deref(), Some("/a b"));
    }

    proptest! {
        #[test]
        fn encoded_names_come_back(segments in proptest::collection::vec("[^/\\\\\\p{Cc}]{1,8}", 1..4)) {
            prop_assume!(segments.iter().all(|segment| segment != "." && segment != ".."));
            let name: String = segments.join("/").nfc().collect();
            prop_assert_eq!(path(&format!("/{}", encode(&name, UrlPart::Path))), Some(name));
        }

        #[test]
        fn no_text_panics(target in "/?(\\PC|%[0-9a-f]{0,2}){0,20}") {
            let _ = parse(&target);
        }
    }
}
