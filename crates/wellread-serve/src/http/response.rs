//! A response: its status, its header fields and its body, and how it is written.
//!
//! tiny_http has a `Response` of its own, which writes head and body in small pieces. A browser
//! may wait up to 40 ms before it acknowledges the first of them, and the system holds the next one
//! back until then (Nagle's algorithm). So a response is written here, its head and the beginning
//! of its body at once. Where next: `crate::answer`, which makes responses.

use std::io::{self, Write};
use std::ops::Range;
use std::sync::Arc;

use serde_json::Value;

/// The header lines of responses that belong to no site.
pub(crate) const DEFAULT_HEADERS: &str = "Content-Security-Policy: default-src 'self'\r\n\
    X-Content-Type-Options: nosniff\r\n\
    Referrer-Policy: no-referrer\r\n";

/// How much of a body is copied next to the head, in bytes. The rest is written straight from
/// where it is, so that a large file is never copied for a response.
const FIRST_WRITE: usize = 64 * 1024;

/// What is sent back.
#[derive(Debug, Clone)]
pub(crate) struct Response {
    pub(crate) status: u16,
    /// Header fields; their values are free of line breaks.
    pub(crate) fields: Vec<(&'static str, String)>,
    /// A whole file, shared with the site, or bytes made for this response.
    pub(crate) bytes: Arc<[u8]>,
    /// Which of the bytes are sent.
    pub(crate) part: Range<usize>,
}

impl Response {
    /// A response with all of these bytes.
    pub(crate) fn new(status: u16, bytes: Arc<[u8]>) -> Self {
        let part = 0..bytes.len();
        Self { status, fields: Vec::new(), bytes, part }
    }

    /// A short message in plain text.
    pub(crate) fn text(status: u16, message: &str) -> Self {
        Self::uncached(status, "text/plain; charset=utf-8", format!("{message}\n"))
    }

    /// A value as JSON, for the preview's own script.
    pub(crate) fn json(value: &Value) -> Self {
        Self::uncached(200, "application/json; charset=utf-8", value.to_string())
    }

    fn uncached(status: u16, content_type: &str, body: String) -> Self {
        Self::new(status, body.into_bytes().into())
            .with("Content-Type", content_type)
            .with("Cache-Control", "no-store")
    }

    /// Adds a field.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.fields.push((name, value.into()));
        self
    }

    /// Writes the response, without its body if `head_only`.
    ///
    /// `site_headers` are the lines that the hub's host would send with everything, so that what
    /// works in the preview works on the web.
    ///
    /// # Errors
    /// If the client has gone.
    pub(crate) fn write_to(
        &self,
        mut writer: impl Write,
        site_headers: &str,
        head_only: bool,
    ) -> io::Result<()> {
        let body = if head_only { &[] } else { &self.bytes[self.part.clone()] };
        let (first, rest) = body.split_at(body.len().min(FIRST_WRITE));
        let mut message = self.head(site_headers);
        message.extend_from_slice(first);
        writer.write_all(&message)?;
        writer.write_all(rest)?;
        // tiny_http buffers what is written and would send a short response only with the next.
        writer.flush()
    }

    /// The head as it is sent, with the empty line.
    fn head(&self, site_headers: &str) -> Vec<u8> {
        let reason = tiny_http::StatusCode(self.status).default_reason_phrase();
        let mut head = format!("HTTP/1.1 {} {reason}\r\n{site_headers}", self.status);
        // No other website may load what is served here.
        head.push_str("Cross-Origin-Resource-Policy: same-origin\r\n");
        for (name, value) in &self.fields {
            debug_assert!(!value.contains(['\r', '\n']), "a field stays on its line: {value:?}");
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        // That of a 304 would be taken for the length of the file.
        if self.status != 304 {
            head.push_str(&format!("Content-Length: {}\r\n", self.part.len()));
        }
        // A connection occupies a thread of tiny_http for as long as it is open, and a browser does
        // not close one that can serve more requests.
        head.push_str("Connection: close\r\n\r\n");
        head.into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_body_arrives_whole_and_a_head_can_come_alone() {
        let bytes: Arc<[u8]> = (0..200_000_u32).map(|n| n as u8).collect();
        let response = Response { part: 1..150_000, ..Response::new(206, Arc::clone(&bytes)) };
        let (mut whole, mut head) = (Vec::new(), Vec::new());
        response.write_to(&mut whole, "A: b\r\n", false).unwrap();
        response.write_to(&mut head, "A: b\r\n", true).unwrap();
        assert!(head.starts_with(b"HTTP/1.1 206 Partial Content\r\nA: b\r\n"));
        assert!(String::from_utf8_lossy(&head).contains("Content-Length: 149999\r\n"));
        assert_eq!([&head, &bytes[1..150_000]].concat(), whole);
    }
}
