//! The target of a request as a name on the site: decoded, normalised, checked.
//!
//! Names are looked up in a map and never in the file system, so that no encoding of a path can
//! lead out of the site. What is ambiguous all the same (an encoded slash, a dot segment that a
//! client left in) is no name at all. Where next: `crate::answer`.

use unicode_normalization::UnicodeNormalization as _;

/// A target, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RequestTarget {
    /// The decoded path in NFC without its leading slash: `hub/articles/iep/`.
    pub(crate) path: String,
    /// The query as sent, without its question mark.
    pub(crate) query: Option<String>,
}

/// Takes a target apart, or returns `None` if it cannot be the name of anything.
pub(crate) fn parse(target: &[u8]) -> Option<RequestTarget> {
    let target = target.split(|&byte| byte == b'#').next().unwrap_or_default();
    let (path, query) = match target.iter().position(|&byte| byte == b'?') {
        Some(at) => (&target[..at], Some(&target[at + 1..])),
        None => (target, None),
    };
    let query = query.map(|query| {
        let safe = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte);
        let bytes = query.iter().copied();
        bytes.filter(|&byte| safe(byte)).map(char::from).collect()
    });
    Some(RequestTarget { path: path_name(path.strip_prefix(b"/")?)?, query })
}

/// Decodes one path and checks its segments.
fn path_name(path: &[u8]) -> Option<String> {
    let mut name = String::with_capacity(path.len());
    let mut segments = path.split(|&byte| byte == b'/').peekable();
    while let Some(segment) = segments.next() {
        let decoded = String::from_utf8(percent_decode(segment)?).ok()?;
        let last = segments.peek().is_none();
        if matches!(decoded.as_str(), "." | "..") || (decoded.is_empty() && !last) {
            return None;
        }
        if decoded.contains(|c: char| matches!(c, '/' | '\\') || c.is_control()) {
            return None;
        }
        name.push_str(&decoded);
        if !last {
            name.push('/');
        }
    }
    Some(if name.is_ascii() { name } else { name.nfc().collect() })
}

/// Replaces `%41` by its byte (RFC 3986, section 2.1); `None` if an escape is broken.
pub(crate) fn percent_decode(text: &[u8]) -> Option<Vec<u8>> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut bytes = text.iter();
    while let Some(&byte) = bytes.next() {
        if byte == b'%' {
            let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|d| u8::try_from(d).ok());
            let (high, low) = (digit(*bytes.next()?)?, digit(*bytes.next()?)?);
            decoded.push(high * 16 + low);
        } else {
            decoded.push(byte);
        }
    }
    Some(decoded)
}

/// Writes a decoded path so that it can stand in an address.
pub(crate) fn percent_encode(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=:@".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// The decoded value of a key in a query such as `path=%2Fhub%2F&page=1`.
pub(crate) fn query_value(query: &str, key: &str) -> Option<String> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='))?;
    String::from_utf8(percent_decode(value.as_bytes())?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn path(target: &str) -> Option<String> {
        parse(target.as_bytes()).map(|target| target.path)
    }

    #[test]
    fn names_are_decoded_and_composed() {
        assert_eq!(path("/").as_deref(), Some(""));
        assert_eq!(path("/a%20b/c.html?x=%2e").as_deref(), Some("a b/c.html"));
        assert_eq!(path("/%E5%AD%A6/").as_deref(), Some("学/"));
        assert_eq!(path("/学/").as_deref(), Some("学/"));
        assert_eq!(path("/re%CC%81sume%CC%81").as_deref(), Some("résumé"));
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
            "/%ff",
            "/%zz",
            "/%2",
            "/%C0%AE%C0%AE/x",
        ] {
            assert_eq!(path(target), None, "{target}");
        }
    }

    #[test]
    fn queries_cannot_break_out_of_a_header() {
        let target = parse(b"/a?x=\"<b>\xFF&y=1").unwrap();
        assert_eq!(target.query.as_deref(), Some("x=b&y=1"));
        assert_eq!(query_value("x=1&path=%2Fa%20b", "path").as_deref(), Some("/a b"));
    }

    proptest! {
        #[test]
        fn encoded_names_come_back(segments in proptest::collection::vec("[^/\\\\\\p{Cc}]{1,8}", 1..4)) {
            prop_assume!(segments.iter().all(|segment| segment != "." && segment != ".."));
            let name: String = segments.join("/").nfc().collect();
            prop_assert_eq!(path(&format!("/{}", percent_encode(&name))), Some(name));
        }

        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let _ = parse(&bytes);
        }
    }
}
