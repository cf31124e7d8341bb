//! Reports as JSON, and diagnostics as one array of it, for editors and scripts. `docs/commands.md`
//! describes the format.

use serde::Serialize;
use serde_json::json;
use wellread_model::Located;

/// A report as JSON. It is indented, because people read it too when they write a script.
pub(crate) fn to_json(report: &impl Serialize) -> String {
    // Texts, numbers and lists of them: none of these can fail.
    let mut json = serde_json::to_string_pretty(report).expect("reports hold what JSON can hold");
    json.push('\n');
    json
}

/// An object for each diagnostic, with `null` where it has no file, place or help.
pub(super) fn render(diagnostics: &[Located]) -> String {
    let all: Vec<_> = diagnostics
        .iter()
        .map(|one| {
            json!({
                "code": one.diagnostic.code,
                "severity": one.diagnostic.severity.as_str(),
                "message": message(one),
                "file": one.file(),
                "line": one.line.as_ref().map(|line| line.number),
                "column": one.line.as_ref().map(|line| line.column),
                "help": one.diagnostic.help,
            })
        })
        .collect();
    to_json(&all)
}

/// The message, with the other places that belong to it in parentheses. In the text instead of a
/// key of their own, so that programs which show only messages show them too.
pub(super) fn message(located: &Located) -> String {
    let message = &located.diagnostic.message;
    if located.related.is_empty() {
        return message.clone();
    }
    format!("{message} ({})", located.related.join("; "))
}
