//! Diagnostics as one JSON array, for editors and scripts. `docs/commands.md` describes the format.

use serde_json::json;
use wellread_model::Located;

/// An object for each diagnostic, with `null` where it has no file, place or help.
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
    // Indented, because people read it too when they write a script.
    format!("{:#}\n", serde_json::Value::from(all))
}

/// The message, with the other places that belong to it in parentheses. In the text instead of a key
/// of their own, so that programs which show only messages show them too.
pub(super) fn message(diagnostic: &Located) -> String {
    if diagnostic.related.is_empty() {
        return diagnostic.message.clone();
    }
    format!("{} ({})", diagnostic.message, diagnostic.related.join("; "))
}
