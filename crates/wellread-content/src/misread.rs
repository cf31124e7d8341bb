//! Values that YAML parses differently from what their author meant: in
//! `address: 1 Main St, Apt #5`, what follows ` #` is a comment, and a list that begins next to its
//! key is one text.
//!
//! Nothing is wrong with such lines, so the parser says nothing, and a family would look for an
//! apartment without a number. Text in quotes, and comments on lines of their own, are left alone.

use wellread_model::{Diagnostic, Place, SourcePath, Span};

use crate::formats::{double_quoted, parse_date};
use crate::node::{Node, Value};

/// What items of a list begin with, as people write or paste them.
const LIST_SIGNS: [char; 7] = ['-', '–', '—', '•', '·', '*', '◦'];

/// Keys whose values are lists of short names, one of which hardly needs two lines.
const LIST_KEYS: [&str; 14] = [
    "topics",
    "audience",
    "authors",
    "related",
    "resources",
    "languages",
    "area",
    "aliases",
    "see_also",
    "not_same_as",
    "only_topics",
    "not_topics",
    "skip_terms",
    "redirect_from",
];

/// Reports every value without quotes that is followed by a comment on its line, or that looks like
/// a list and is not read as one, in the order of their places. `text` is the file up to the end of
/// its front matter, and `node` has places in it.
pub(crate) fn check(node: &Node, text: &str, path: &SourcePath) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    visit(node, text, path, &mut diagnostics);
    diagnostics.sort_by_key(Diagnostic::start);
    diagnostics
}

/// Visits a value and those inside it.
fn visit(node: &Node, text: &str, path: &SourcePath, diagnostics: &mut Vec<Diagnostic>) {
    match &node.value {
        Value::Map(entries) => {
            for (key, value) in entries {
                if value.value == Value::Null {
                    // The value of an empty key has no place of its own.
                    let at = key.span.end;
                    let colon = text.get(at..).map_or(0, |rest| usize::from(rest.starts_with(':')));
                    report_comment(Span::point(at + colon), text, path, diagnostics);
                } else {
                    visit(value, text, path, diagnostics);
                }
            }
        }
        Value::List(items) => items.iter().for_each(|item| visit(item, text, path, diagnostics)),
        // A number or truth value of `site.toml` is plain as well, and nothing of it can be
        // missing.
        Value::Scalar { plain: true, .. } if is_toml(path) => {}
        Value::Scalar { plain: true, .. } => {
            report_folded_list(node.span, text, path, diagnostics);
            report_comment(node.span, text, path, diagnostics);
        }
        // In quotes, only a number after the `#` can be meant as a part: `"12 Elm Street" #4`.
        Value::Scalar { .. } if is_toml(path) => {
            let after = text.get(node.span.end..).unwrap_or("").trim_start_matches([' ', '\t']);
            let comment = after.strip_prefix('#').unwrap_or("");
            if comment.starts_with(|c: char| c.is_ascii_digit()) {
                report_comment(node.span, text, path, diagnostics);
            }
        }
        Value::Scalar { .. } | Value::Null => {}
    }
}

/// Whether a file is one of settings, in which texts have quotes.
fn is_toml(path: &SourcePath) -> bool {
    path.as_str().ends_with(".toml")
}

/// Reports a value that goes on in lines that look like items of a list: in YAML, it is one text in
/// which the hyphens are letters like others.
fn report_folded_list(
    span: Span,
    text: &str,
    path: &SourcePath,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let value = &text[span.start..span.end];
    let lines: Vec<&str> = value.lines().map(str::trim).collect();
    let [first, rest @ ..] = lines.as_slice() else { return };
    // The key, or the marker of an item, that the value belongs to: it may be on the line above.
    let before = text[..span.start].trim_end();
    let key = before[before.rfind('\n').map_or(0, |at| at + 1)..].trim().trim_end_matches(':');
    // A text that begins next to its key only goes on. Below it, or with a comma at the end of each
    // line, the lines are items.
    let are_items = before.len() < text[..span.start].trim_end_matches(' ').len()
        || lines[..lines.len() - 1].iter().all(|line| line.ends_with(','));
    // A list has nothing but items; and one line with a dash may be part of a sentence.
    let is_list = match rest {
        [] => false,
        _ if are_items && LIST_KEYS.contains(&key) => true,
        [one] => one.starts_with(LIST_SIGNS) && !one.starts_with(['–', '—']),
        _ => rest.iter().all(|line| line.starts_with(LIST_SIGNS)),
    };
    if !is_list {
        return;
    }
    let items = std::iter::once(first).chain(rest);
    let bare =
        |item: &str| item.trim_start_matches(LIST_SIGNS).trim_matches([' ', ',', ';']).to_owned();
    let items: Vec<String> = items.map(|item| format!("\n  - {}", bare(item))).collect();
    let message = format!("The lines below `{key}` look like a list, and they are one text.");
    let help = format!(
        "Write nothing next to the key, and each item on a line of its own:  {key}:{}",
        items.concat()
    );
    let place = Place::at(path.clone(), span);
    diagnostics.push(Diagnostic::error("folded-list", place, message).help(help));
}

/// Reports the value at a place if a comment follows it on its line.
fn report_comment(span: Span, text: &str, path: &SourcePath, diagnostics: &mut Vec<Diagnostic>) {
    let after = text.get(span.end..).unwrap_or("");
    let sign = after.trim_start_matches([' ', '\t']);
    // Asked before the line is looked for, which may hold a list of a thousand values.
    if sign.len() == after.len() || !sign.starts_with('#') {
        return;
    }
    let rest = after.lines().next().unwrap_or("");
    // Nothing can be missing from these.
    let value = &text[span.start..span.end];
    let is_whole = matches!(value.to_lowercase().as_str(), "true" | "false" | "yes" | "no")
        || parse_date(value).is_some();
    if is_whole {
        return;
    }
    let comment = rest.trim_start().strip_prefix('#').map(str::trim);
    let Some(comment) = comment.filter(|comment| !comment.is_empty()) else { return };
    let line_start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let key = text[line_start..span.start].trim();
    // A value may go on over several lines.
    let value = if is_toml(path) { value.trim_matches(['"', '\'']) } else { value };
    let words: Vec<&str> = value.split_whitespace().collect();
    let value = words.join(" ");
    let whole = format!("{value}{}", rest.trim_end());
    let message = if value.is_empty() {
        format!("What follows # is a comment, so nothing is left of this value: {comment}")
    } else {
        format!("What follows # is a comment, so this value is only `{value}`.")
    };
    let without = match value.is_empty() {
        true => format!("If this is the value, delete the #:  {key} {comment}  "),
        false => String::new(),
    };
    let help = format!(
        "{without}If the # belongs to it, put quotes around all of it:  {key} {}  If it is a \
         comment, move it to a line of its own.",
        double_quoted(whole.trim())
    );
    let place = Place::at(path.clone(), Span::new(span.end, span.end + rest.trim_end().len()));
    diagnostics.push(Diagnostic::warning("cut-value", place, message).help(help));
}
