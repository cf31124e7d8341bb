//! What a request asks for, taken from the head that tiny_http has parsed.
//!
//! The one thing checked here is the host, because everything that protects the preview from other
//! websites depends on it: a request that names no host, or two, is no request at all. Bodies are
//! not read, since no method that is answered has one. Where next: [`super::target`].

/// The methods that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    Get,
    Head,
    /// Anything else: refused.
    Other,
}

/// The head of a request, as far as the preview looks at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RequestHead {
    pub(crate) method: Method,
    /// The path and query as sent, starting with a slash.
    pub(crate) target: String,
    /// The host that the client means, without its port, in lower case. An IPv6 address is in
    /// brackets.
    pub(crate) host: String,
    /// The value of `Range`.
    pub(crate) range: Option<String>,
    /// The value of `If-Range`.
    pub(crate) if_range: Option<String>,
    /// The values of `If-None-Match`, as one list with commas.
    pub(crate) if_none_match: Option<String>,
}

impl RequestHead {
    /// Reads the head of a request; `None` if it is malformed (status 400).
    pub(crate) fn of(request: &tiny_http::Request) -> Option<Self> {
        let fields = request.headers().iter();
        let fields = fields.map(|header| (header.field.as_str().as_str(), header.value.as_str()));
        Self::new(request.method().as_str(), request.url(), fields)
    }

    /// The same from its parts: the method and target of the request line, and the header fields.
    pub(crate) fn new<'a>(
        method: &str,
        target: &str,
        fields: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> Option<Self> {
        let mut host = None;
        let (mut range, mut if_range, mut if_none_match) = (None, None, None::<String>);
        for (name, value) in fields {
            match name.to_ascii_lowercase().as_str() {
                // Two hosts are two opinions on what the client means; whichever we believed, a
                // program between it and us could have believed the other.
                "host" if host.is_some() => return None,
                "host" => host = Some(value),
                "range" => range = Some(value.to_owned()),
                "if-range" => if_range = Some(value.to_owned()),
                // The only list among them, which may come in several fields (RFC 9110, 5.3).
                "if-none-match" => match &mut if_none_match {
                    None => if_none_match = Some(value.to_owned()),
                    Some(list) => {
                        list.push(',');
                        list.push_str(value);
                    }
                },
                _ => {}
            }
        }
        // A request without a host cannot be checked against DNS rebinding, so it is refused even
        // where HTTP/1.0 would allow it.
        let stated = host_name(host?)?;
        let (authority, target) = split_target(target)?;
        let method = match method {
            "GET" => Method::Get,
            "HEAD" => Method::Head,
            _ => Method::Other,
        };
        // RFC 9112, 3.2.2: the host of an absolute target counts, and the field is ignored.
        let host = authority.unwrap_or(stated);
        Some(Self { method, target, host, range, if_range, if_none_match })
    }
}

/// Splits `http://host:port/path`, as a client sends it to a proxy, into its host and its path. A
/// plain path has no host.
fn split_target(target: &str) -> Option<(Option<String>, String)> {
    if target.starts_with('/') {
        return Some((None, target.to_owned()));
    }
    // `OPTIONS *` asks about the server as a whole. It is refused later for its method.
    if target == "*" {
        return Some((None, "/*".to_owned()));
    }
    let scheme = target.get(..7).filter(|start| start.eq_ignore_ascii_case("http://"))?;
    let rest = &target[scheme.len()..];
    let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let slash = if path.starts_with('/') { "" } else { "/" };
    Some((Some(host_name(authority)?), format!("{slash}{path}")))
}

/// The host of `host:port` or `[v6]:port`, in lower case.
fn host_name(authority: &str) -> Option<String> {
    // A colon separates the port, but only after the bracket of an IPv6 address.
    let end_of_address = authority.rfind(']').map_or(0, |bracket| bracket + 1);
    let (host, port) = match authority[end_of_address..].find(':') {
        Some(colon) => authority.split_at(end_of_address + colon),
        None => (authority, ""),
    };
    let is_plain =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '[' | ']' | ':');
    let has_port = port.strip_prefix(':').unwrap_or(port).chars().all(|c| c.is_ascii_digit());
    let has_brackets = host.starts_with('[') && host.ends_with(']');
    let is_host =
        !host.is_empty() && host.chars().all(is_plain) && host.contains(['[', ']']) == has_brackets;
    (is_host && has_port).then(|| host.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn get(target: &str, fields: &[(&str, &str)]) -> Option<RequestHead> {
        RequestHead::new("GET", target, fields.iter().copied())
    }

    #[test]
    fn a_request_of_a_browser() {
        let fields = [("Host", "LocalHost:4000"), ("RANGE", "bytes=0-1"), ("Accept", "*/*")];
        let head = get("/a%20b/?q=1", &fields).unwrap();
        assert_eq!(head.method, Method::Get);
        assert_eq!(head.target, "/a%20b/?q=1");
        assert_eq!(head.host, "localhost");
        assert_eq!(head.range.as_deref(), Some("bytes=0-1"));
        let tags = [("Host", "a"), ("If-None-Match", "\"1\""), ("if-none-match", "\"2\"")];
        assert_eq!(get("/", &tags).unwrap().if_none_match.as_deref(), Some("\"1\",\"2\""));
    }

    #[test]
    fn the_host_of_an_absolute_target_counts() {
        let of = |target| {
            let head = get(target, &[("Host", "localhost")]).unwrap();
            (head.host, head.target)
        };
        let is = |host: &str, target: &str| (host.to_owned(), target.to_owned());
        assert_eq!(of("http://evil.example:80/x"), is("evil.example", "/x"));
        assert_eq!(of("HTTP://[::1]"), is("[::1]", "/"));
        assert_eq!(of("http://a?b"), is("a", "/?b"));
        assert_eq!(of("*"), is("localhost", "/*"));
    }

    #[test]
    fn a_request_without_one_clear_host_is_refused() {
        for fields in [&[][..], &[("Host", "a"), ("host", "a")]] {
            assert_eq!(get("/", fields), None, "{fields:?}");
        }
        for host in ["", "a b", "a/b", "a:b", "a:1:2", "[::1]x", ":80", "a@b"] {
            assert_eq!(get("/", &[("Host", host)]), None, "{host}");
        }
        for target in ["x", "ftp://a/", "http://", "http://a b/", "https://a/", "é://a"] {
            assert_eq!(get(target, &[("Host", "a")]), None, "{target}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(target in "\\PC{0,30}", host in "\\PC{0,20}") {
            let _ = get(&target, &[("Host", &host)]);
            let _ = get(&format!("http://{target}"), &[("Host", "a")]);
        }
    }
}
