//! Diagnostics as annotations of GitHub Actions, which appear next to the line of the file.
//!
//! The format is that of [workflow
//! commands](https://docs.github.com/actions/reference/workflow-commands-for-github-actions):
//! `::error file=…,line=…,col=…::message`, one on each line.

use std::fmt::Write as _;

use wellread_model::Located;

use super::json::message;

/// A workflow command for each diagnostic. Help goes into the message, since annotations have no
/// field for it.
pub(super) fn render(diagnostics: &[Located]) -> String {
    let mut out = String::new();
    for one in diagnostics {
        let mut properties = format!("title={}", property(one.diagnostic.code));
        if let Some(file) = one.file() {
            // Writing to a string cannot fail.
            let _ = write!(properties, ",file={}", property(file));
        }
        if let Some(line) = &one.line {
            let _ = write!(properties, ",line={},col={}", line.number, line.column);
        }
        let help =
            one.diagnostic.help.as_ref().map_or_else(String::new, |help| format!("\n{help}"));
        let text = data(&format!("{}{help}", message(one)));
        let _ = writeln!(out, "::{} {properties}::{text}", one.diagnostic.severity.as_str());
    }
    out
}

/// Escapes a message. A line break in it would end the command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property, which ends at a comma or colon too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
