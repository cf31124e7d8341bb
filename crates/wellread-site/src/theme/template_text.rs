//! The text of a template, whole or without what Tera computes, for checks that look at HTML.

use std::ops::Range;

use wellread_model::SourcePath;

/// A template that isn't parsed yet.
pub(super) struct TemplateSource {
    /// The template as it is in its file.
    pub(super) text: String,
    /// The file of the hub that it was read from; `None` if it is the default theme's.
    pub(super) origin: Option<SourcePath>,
}

/// A template, split. Every part has the places that it has in the file.
pub(super) struct TemplateText {
    /// The markup, with spaces in place of expressions, scripts and styles.
    pub(super) markup: String,
    /// The content of each `<script>`, in order.
    pub(super) scripts: Vec<Range<usize>>,
    /// The content of each `<style>` with anything in it.
    pub(super) styles: Vec<Range<usize>>,
}

/// Splits a template. Linear in its length.
pub(super) fn without_expressions(text: &str) -> TemplateText {
    let mut markup = text.to_owned();
    for (open, close) in [("{#", "#}"), ("{{", "}}"), ("{%", "%}")] {
        blank_all(&mut markup, open, close);
    }
    let (mut scripts, mut styles) = (Vec::new(), Vec::new());
    let lower = markup.to_ascii_lowercase();
    let mut at = 0;
    while let Some(start) = lower[at..].find('<').map(|found| at + found) {
        at = start + 1;
        if lower[start..].starts_with("<!--") {
            at = lower[start..].find("-->").map_or(lower.len(), |end| start + end + 3);
            continue;
        }
        let Some(name) = ["script", "style"].into_iter().find(|name| begins(&lower[at..], name))
        else {
            continue;
        };
        let content = tag_end(&lower, at);
        let end =
            lower[content..].find(&format!("</{name}")).map_or(lower.len(), |end| content + end);
        match name {
            "script" => scripts.push(content..end),
            _ if text[content..end].trim().is_empty() => {}
            _ => styles.push(content..end),
        }
        at = end;
    }
    for range in scripts.iter().chain(&styles) {
        blank(&mut markup, range.clone());
    }
    TemplateText { markup, scripts, styles }
}

/// Whether a text begins with the name of an element, and not with a longer one.
fn begins(text: &str, name: &str) -> bool {
    text.strip_prefix(name)
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/')))
}

/// Where the tag that a place is in ends.
fn tag_end(text: &str, from: usize) -> usize {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate().skip(from) {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    text.len()
}

/// Blanks everything between two marks, with the marks.
pub(super) fn blank_all(text: &mut String, open: &str, close: &str) {
    let mut at = 0;
    while let Some(start) = text[at..].find(open).map(|found| at + found) {
        let end = text[start..].find(close).map_or(text.len(), |end| start + end + close.len());
        blank(text, start..end);
        at = end;
    }
}

/// Writes spaces in place of a part of a text, one for each byte.
fn blank(text: &mut String, range: Range<usize>) {
    let spaces = " ".repeat(range.len());
    text.replace_range(range, &spaces);
}
