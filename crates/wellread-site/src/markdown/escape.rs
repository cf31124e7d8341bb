//! Attributes of HTML.

pub use wellread_model::{escape, escape_into};

/// Appends an attribute with a space before it. `value` is plain text.
pub(crate) fn attribute(html: &mut String, name: &str, value: &str) {
    html.push(' ');
    html.push_str(name);
    html.push_str("=\"");
    escape_into(html, value);
    html.push('"');
}
