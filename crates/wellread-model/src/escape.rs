//! Escaping of text for HTML.
//!
//! Text goes into a page through these functions or as a value of a template, which escapes it as
//! well. What is HTML already must not come here a second time.

use crate::position_of_byte;

/// Appends text with the characters that mean something in HTML escaped, for text and for
/// attribute values in double quotes alike. Single quotes stay as they are, so it is not for
/// attribute values in those.
///
/// ```
/// let mut html = String::from("<p>");
/// wellread_model::escape_into(&mut html, "R&D < \"x\"");
/// assert_eq!(html, "<p>R&amp;D &lt; &quot;x&quot;");
/// ```
pub fn escape_into(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = position_of_byte(rest.as_bytes(), needs_escape) {
        out.push_str(&rest[..at]);
        out.push_str(escaped(rest.as_bytes()[at]));
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// Whether a byte means something to HTML, in text or in an attribute in double quotes. A text
/// without any is its own HTML.
///
/// ```
/// assert!("R&D".bytes().any(wellread_model::needs_escape));
/// assert!(!"it's".bytes().any(wellread_model::needs_escape));
/// ```
#[must_use]
#[inline]
pub const fn needs_escape(byte: u8) -> bool {
    // Comparisons that do not depend on each other are made for many bytes at once.
    (byte == b'&') | (byte == b'<') | (byte == b'>') | (byte == b'"')
}

/// The reference for a byte that [`needs_escape`].
const fn escaped(byte: u8) -> &'static str {
    match byte {
        b'&' => "&amp;",
        b'<' => "&lt;",
        b'>' => "&gt;",
        b'"' => "&quot;",
        _ => "",
    }
}

/// Text escaped for HTML, as [`escape_into`] does it.
///
/// ```
/// assert_eq!(wellread_model::escape("a < b"), "a &lt; b");
/// ```
#[must_use]
pub fn escape(text: &str) -> String {
    // Most text has at most one or two such characters: 8 bytes more save the second allocation.
    let mut out = String::with_capacity(text.len() + 8);
    escape_into(&mut out, text);
    out
}
