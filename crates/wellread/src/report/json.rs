//! Diagnostics as one array of JSON.

use serde_json::json;
use wellread_model::Located;

/// `{ code, severity, message, file, line, column, help }` each; `null` where there is no place.
/// Other places are named at the end of the message.
pub(super) fn render(diagnostics: &[Located]) -> String {
    let all: Vec<_> = diagnostics
        .iter()
        .map(|one| {
            json!({
                "code": one.code,
                "severity": one.severity.as_str(),
                "message": message(one),
                "file": one.file,
                "line": one.line,
                "column": one.column,
                "help": one.help,
            })
        })
        .collect();
    format!("{:#}\n", serde_json::Value::from(all))
}

/// The message with the other places that belong to it.
pub(super) fn message(diagnostic: &Located) -> String {
    if diagnostic.related.is_empty() {
        return diagnostic.message.clone();
    }
    format!("{} ({})", diagnostic.message, diagnostic.related.join("; "))
}
