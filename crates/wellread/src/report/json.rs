//! Diagnostics as one JSON array, for editors and scripts. `docs/commands.md` describes the format.

use serde_json::json;
use wellread_model::Located;

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
    // Indented, because people read it too when they write a script.
    format!("{:#}\n", serde_json::Value::from(all))
}

/// The message, with the other places that belong to it in parentheses. In the text instead of a key
/// of their own, so that programs which show only messages show them too.
pub(super) fn message(located: &Located) -> String {
    let message = &located.diagnostic.message;
    if located.related.is_empty() {
        return message.clone();
    }
    format!("{message} ({})", located.related.join("; "))
}
