//! Values that YAML cuts short: in `address: 1 Main St, Apt #5`, what follows ` #` is a comment.
//!
//! Nothing is wrong with such a line, so the parser says nothing, and a family would look for an
//! apartment without a number. Text in quotes, and comments on lines of their own, are left alone.

use wellread_model::{Diagnostic, Place, SourcePath, Span};

use crate::formats::double_quoted;
use crate::node::{Node, Value};

/// Reports every value without quotes that is followed by a comment on its line. `text` is the file up
/// to the end of its front matter, and `node` has places in it.
pub(crate) fn cut_values(node: &Node, text: &str, path: &SourcePath) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    // Most files have no such sign in their front matter at all.
    if text.contains(" #") {
        visit(node, text, path, &mut diagnostics);
    }
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
                    report(Span::point(at + colon), text, path, diagnostics);
                } else {
                    visit(value, text, path, diagnostics);
                }
            }
        }
        Value::List(items) => items.iter().for_each(|item| visit(item, text, path, diagnostics)),
        Value::Scalar { plain: true, .. } => report(node.span, text, path, diagnostics),
        Value::Scalar { .. } | Value::Null => {}
    }
}

/// Reports the value at a place if a comment follows it on its line.
fn report(span: Span, text: &str, path: &SourcePath, diagnostics: &mut Vec<Diagnostic>) {
    let after = text.get(span.end..).unwrap_or("");
    let sign = after.trim_start_matches([' ', '\t']);
    // Asked before the line is looked for, which may hold a list of a thousand values.
    if sign.len() == after.len() || !sign.starts_with('#') {
        return;
    }
    let rest = after.lines().next().unwrap_or("");
    let comment = rest.trim_start().strip_prefix('#').map(str::trim);
    let Some(comment) = comment.filter(|comment| !comment.is_empty()) else { return };
    let line_start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let (value, key) = (&text[span.start..span.end], text[line_start..span.start].trim());
    let whole = format!("{value}{}", rest.trim_end());
    let message = if value.is_empty() {
        format!("What follows # is a comment, so nothing is left of this value: {comment}")
    } else {
        format!("What follows # is a comment, so this value is only `{value}`.")
    };
    let help = format!(
        "If the # belongs to it, put quotes around all of it:  {key} {}  If it is a comment, move it \
         to a line of its own.",
        double_quoted(whole.trim())
    );
    let place = Place::at(path.clone(), Span::new(span.end, span.end + rest.trim_end().len()));
    diagnostics.push(Diagnostic::warning("cut-value", place, message).help(help));
}
