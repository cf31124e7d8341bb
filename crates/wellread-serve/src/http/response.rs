//! A response: its status, its fields and its body, and how the head is written.
//!
//! The headers that protect a reader are on every response, so that what works in the preview
//! works on a host that sends them too: those that the hub names, or as long as there is no hub,
//! [`PROTECTION`]. Nothing is sent here: see `crate::conversation`.

use std::ops::Range;
use std::sync::Arc;

/// The headers of responses that belong to no site.
pub(crate) const PROTECTION: &str = "Content-Security-Policy: default-src 'self'\r\n\
    X-Content-Type-ServeOptions: nosniff\r\n\
    Referrer-Policy: no-referrer\r\n";

/// The bytes after the head.
#[derive(Debug, Clone)]
pub(crate) enum ResponseBody {
    /// No body, and no word about its length (304).
    None,
    /// Bytes made for this response.
    Made(Vec<u8>),
    /// A part of a file, shared with the site.
    File(Arc<[u8]>, Range<usize>),
}

impl ResponseBody {
    /// The bytes to send.
    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Self::None => &[],
            Self::Made(bytes) => bytes,
            Self::File(bytes, range) => &bytes[range.clone()],
        }
    }
}

/// What is sent back.
#[derive(Debug, Clone)]
pub(crate) struct Response {
    pub(crate) status: u16,
    /// Further fields; their values are free of line breaks.
    pub(crate) fields: Vec<(&'static str, String)>,
    pub(crate) body: ResponseBody,
}

impl Response {
    /// A short message in plain text.
    pub(crate) fn text(status: u16, message: &str) -> Self {
        Self {
            status,
            fields: vec![
                ("Content-Type", "text/plain; charset=utf-8".to_owned()),
                ("Cache-Control", "no-store".to_owned()),
            ],
            body: ResponseBody::Made(format!("{message}\n").into_bytes()),
        }
    }

    /// A redirect that no browser remembers, since the hub may change under it.
    pub(crate) fn redirect(location: String) -> Self {
        let mut response = Self::text(308, "This page has another address.");
        response.fields.push(("Location", location));
        response
    }

    /// Adds a field.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.fields.push((name, value.into()));
        self
    }

    /// The head as it is sent, with the empty line.
    pub(crate) fn head(&self, keep_alive: bool, protection: &str) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {} {}\r\n", self.status, reason(self.status));
        head.push_str(protection);
        // No other site may load what is served here.
        head.push_str("Cross-Origin-Resource-Policy: same-origin\r\n");
        for (name, value) in &self.fields {
            debug_assert!(!value.contains(['\r', '\n']), "a field stays on its line: {value:?}");
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if !matches!(self.body, ResponseBody::None) {
            head.push_str(&format!("Content-Length: {}\r\n", self.body.bytes().len()));
        }
        head.push_str(if keep_alive {
            "Connection: keep-alive\r\n\r\n"
        } else {
            "Connection: close\r\n\r\n"
        });
        head.into_bytes()
    }
}

/// The phrase for a status code.
const fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        206 => "Partial Content",
        304 => "Not Modified",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        416 => "Range Not Satisfiable",
        431 => "Request Header Fields Too Large",
        503 => "Service Unavailable",
        505 => "HTTP Version Not Supported",
        _ => "Response",
    }
}
