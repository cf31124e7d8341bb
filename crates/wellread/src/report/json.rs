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
    format!("{:#}\n", serde_json::Value::from(all))
}

/// The message with the other places that belong to it.
pub(super) fn message(located: &Located) -> String {
    let message = &located.diagnostic.message;
    if located.related.is_empty() {
        return message.clone();
    }
    format!("{message} ({})", located.related.join("; "))
}
