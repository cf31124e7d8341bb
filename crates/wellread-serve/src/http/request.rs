//! The head of a request, parsed from bytes (RFC 9112, sections 3 and 5).
//!
//! Strict where leniency has ever been a hole (folded lines, white space before the colon, two
//! hosts), and never more than [`MAX_HEAD`] bytes. Bodies are not read: no method that is answered
//! has one. Where next: [`super::target`].

/// How many bytes a head may have. Browsers send the cookies of every other server on this
/// machine along, since cookies know no ports, so the usual 8 KiB would be too little.
pub(crate) const MAX_HEAD: usize = 32 * 1024;

/// How many header fields a head may have.
const MAX_FIELDS: usize = 100;

/// The methods that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    Get,
    Head,
    /// Anything else: refused.
    Other,
}

/// What a request asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) method: Method,
    /// The path and query as sent, starting with a slash.
    pub(crate) target: Vec<u8>,
    /// The host that is meant, without its port, in lower case.
    pub(crate) host: String,
    /// Whether the connection may serve another request afterwards.
    pub(crate) keep_alive: bool,
    /// `Range`, `If-Range` and `If-None-Match`.
    pub(crate) range: Option<String>,
    pub(crate) if_range: Option<String>,
    pub(crate) if_none_match: Option<String>,
}

/// Why a head is not answered as it wishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It is not a request of HTTP/1.
    Malformed,
    /// It has more than [`MAX_HEAD`] bytes or [`MAX_FIELDS`] fields.
    TooLarge,
    /// It is a version other than 1.0 and 1.1.
    Version,
}

impl Refusal {
    /// The status code to answer with.
    pub(crate) const fn status(self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::TooLarge => 431,
            Self::Version => 505,
        }
    }
}

/// Where the head in `bytes` ends (the offset after the empty line), or `None` if there is more to
/// come. `from` says up to where an earlier call has already looked.
pub(crate) fn end_of_head(bytes: &[u8], from: usize) -> Option<usize> {
    let start = from.saturating_sub(3);
    bytes[start..].windows(4).position(|four| four == b"\r\n\r\n").map(|at| start + at + 4)
}

/// Parses a head that ends with the empty line.
pub(crate) fn parse(head: &[u8]) -> Result<Request, Refusal> {
    let head = head.strip_suffix(b"\r\n\r\n").ok_or(Refusal::Malformed)?;
    let mut lines = split_lines(head);
    let (method, target, minor) = request_line(lines.next().unwrap_or_default())?;

    let mut host = None;
    let mut keep_alive = minor == 1;
    let (mut range, mut if_range, mut if_none_match) = (None, None, None);
    let mut body = false;
    for (count, line) in lines.enumerate() {
        if count == MAX_FIELDS {
            return Err(Refusal::TooLarge);
        }
        let (name, value) = field(line)?;
        match name.as_str() {
            "host" if host.is_some() => return Err(Refusal::Malformed),
            "host" => host = Some(value),
            "connection" => {
                for option in value.split(',').map(str::trim) {
                    keep_alive &= !option.eq_ignore_ascii_case("close");
                    keep_alive |= minor == 0 && option.eq_ignore_ascii_case("keep-alive");
                }
            }
            "content-length" => body |= value != "0",
            "transfer-encoding" | "upgrade" => body = true,
            "range" => range = Some(value),
            "if-range" => if_range = Some(value),
            "if-none-match" => match &mut if_none_match {
                None => if_none_match = Some(value),
                Some(list) => {
                    list.push(',');
                    list.push_str(&value);
                }
            },
            _ => {}
        }
    }
    // A request without a host cannot be checked against rebinding, so it is refused even where
    // HTTP/1.0 would allow it.
    let stated = host_name(&host.ok_or(Refusal::Malformed)?).ok_or(Refusal::Malformed)?;
    let (authority, target) = split_target(&target)?;
    // Section 3.2.2: the host of an absolute target counts, and the field is ignored.
    let host = authority.unwrap_or(stated);
    Ok(Request {
        method,
        target,
        host,
        // What follows would be a body that nobody reads.
        keep_alive: keep_alive && !body,
        range,
        if_range,
        if_none_match,
    })
}

/// The lines of a head, without their line breaks.
fn split_lines(head: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(head);
    std::iter::from_fn(move || {
        let bytes = rest?;
        match bytes.windows(2).position(|two| two == b"\r\n") {
            Some(at) => {
                rest = Some(&bytes[at + 2..]);
                Some(&bytes[..at])
            }
            None => rest.take(),
        }
    })
}

/// `GET /path HTTP/1.1`, with the minor version.
fn request_line(line: &[u8]) -> Result<(Method, Vec<u8>, u8), Refusal> {
    let parts: Vec<&[u8]> = line.split(|&byte| byte == b' ').collect();
    let &[method, target, version] = parts.as_slice() else { return Err(Refusal::Malformed) };
    if method.is_empty() || !method.iter().all(|&byte| is_token(byte)) {
        return Err(Refusal::Malformed);
    }
    if target.is_empty() || target.iter().any(|&byte| byte <= b' ' || byte == 0x7F) {
        return Err(Refusal::Malformed);
    }
    let minor = match version {
        b"HTTP/1.1" => 1,
        b"HTTP/1.0" => 0,
        other if other.starts_with(b"HTTP/") => return Err(Refusal::Version),
        _ => return Err(Refusal::Malformed),
    };
    let method = match method {
        b"GET" => Method::Get,
        b"HEAD" => Method::Head,
        _ => Method::Other,
    };
    Ok((method, target.to_vec(), minor))
}

/// A header field: its name in lower case and its trimmed value.
fn field(line: &[u8]) -> Result<(String, String), Refusal> {
    let colon = line.iter().position(|&byte| byte == b':').ok_or(Refusal::Malformed)?;
    let (name, value) = (&line[..colon], &line[colon + 1..]);
    if name.is_empty() || !name.iter().all(|&byte| is_token(byte)) {
        return Err(Refusal::Malformed);
    }
    if value.iter().any(|&byte| (byte < b' ' && byte != b'\t') || byte == 0x7F) {
        return Err(Refusal::Malformed);
    }
    let name = String::from_utf8_lossy(name).to_ascii_lowercase();
    let value = String::from_utf8_lossy(value).trim_matches([' ', '\t']).to_owned();
    Ok((name, value))
}

/// The characters of a token (RFC 9110, section 5.6.2).
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// Splits `http://host:port/path` into its host and its path; a plain path has no host.
fn split_target(target: &[u8]) -> Result<(Option<String>, Vec<u8>), Refusal> {
    if target.starts_with(b"/") {
        return Ok((None, target.to_vec()));
    }
    if target == b"*" {
        return Ok((None, b"/*".to_vec()));
    }
    let scheme = target.get(..7).filter(|start| start.eq_ignore_ascii_case(b"http://"));
    let rest = scheme.map(|_| &target[7..]).ok_or(Refusal::Malformed)?;
    let slash = rest.iter().position(|&b| b == b'/' || b == b'?').unwrap_or(rest.len());
    let authority = std::str::from_utf8(&rest[..slash]).map_err(|_| Refusal::Malformed)?;
    let host = host_name(authority).ok_or(Refusal::Malformed)?;
    let mut path = rest[slash..].to_vec();
    if path.first() != Some(&b'/') {
        path.insert(0, b'/');
    }
    Ok((Some(host), path))
}

/// The host of `host:port` or `[v6]:port`, in lower case.
fn host_name(authority: &str) -> Option<String> {
    let (host, port) = match authority.strip_prefix('[') {
        Some(v6) => {
            let (inside, after) = v6.split_once(']')?;
            (
                &authority[..inside.len() + 2],
                after.strip_prefix(':').or(after.is_empty().then_some("")),
            )
        }
        None => match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, Some("")),
        },
    };
    let plain =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '[' | ']' | ':');
    let ok =
        !host.is_empty() && host.chars().all(plain) && port?.chars().all(|c| c.is_ascii_digit());
    ok.then(|| host.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(text: &str) -> Result<Request, Refusal> {
        parse(text.as_bytes())
    }

    #[test]
    fn a_request_of_a_browser() {
        let request =
            of("GET /a%20b/?q=1 HTTP/1.1\r\nHost: LocalHost:4000\r\nRange: bytes=0-1\r\n\r\n");
        let request = request.unwrap();
        assert_eq!(request.method, Method::Get);
        assert_eq!(request.target, b"/a%20b/?q=1");
        assert_eq!(request.host, "localhost");
        assert_eq!(request.range.as_deref(), Some("bytes=0-1"));
        assert!(request.keep_alive);
    }

    #[test]
    fn connections_close_when_asked_to_and_after_bodies() {
        let keep = |head: &str| of(head).unwrap().keep_alive;
        assert!(!keep("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
        assert!(!keep("GET / HTTP/1.0\r\nHost: a\r\n\r\n"));
        assert!(keep("GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n"));
        assert!(!keep("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n"));
        assert!(!keep("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"));
    }

    #[test]
    fn the_host_of_an_absolute_target_counts() {
        let request =
            of("GET http://evil.example:80/x HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        assert_eq!(
            (request.host.as_str(), request.target.as_slice()),
            ("evil.example", &b"/x"[..])
        );
        let request = of("GET http://[::1] HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        assert_eq!((request.host.as_str(), request.target.as_slice()), ("[::1]", &b"/"[..]));
    }

    #[test]
    fn what_is_not_a_request_is_refused() {
        for (head, refusal) in [
            ("\r\n\r\n", Refusal::Malformed),
            ("GET /\r\n\r\n", Refusal::Malformed),
            ("GET / HTTP/1.1\r\n\r\n", Refusal::Malformed),
            ("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", Refusal::Malformed),
            ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", Refusal::Malformed),
            ("GET / HTTP/1.1\r\nHost: a\r\n folded: b\r\n\r\n", Refusal::Malformed),
            ("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", Refusal::Malformed),
            ("GET / HTTP/1.1\r\nHost: a\0\r\n\r\n", Refusal::Malformed),
            ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", Refusal::Malformed),
            ("GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n", Refusal::Malformed),
            ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", Refusal::Version),
        ] {
            assert_eq!(of(head), Err(refusal), "{head:?}");
        }
        let many = format!("GET / HTTP/1.1\r\nHost: a\r\n{}\r\n", "X: y\r\n".repeat(100));
        assert_eq!(of(&many), Err(Refusal::TooLarge));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = parse(&bytes);
            let mut head = b"GET / HTTP/1.1\r\nHost: ".to_vec();
            head.extend(&bytes);
            head.extend(b"\r\n\r\n");
            let _ = parse(&head);
        }

        #[test]
        fn the_end_is_found_however_the_bytes_arrive(
            before in "[a-z\r\n]{0,40}", cut in 0_usize..44,
        ) {
            let bytes = format!("{before}\r\n\r\nrest");
            let whole = end_of_head(bytes.as_bytes(), 0);
            let cut = cut.min(bytes.len());
            let found = end_of_head(&bytes.as_bytes()[..cut], 0)
                .or_else(|| end_of_head(bytes.as_bytes(), cut));
            prop_assert_eq!(found, whole);
        }
    }
}
