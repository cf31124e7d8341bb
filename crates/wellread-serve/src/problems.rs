//! The problems of a build, as `client/overlay.js` shows them over an open page.
//!
//! A page pasted from the web can have thousands. No one reads so many in a browser, and each open
//! page gets all that is sent, so only the first are. `wellread check --all` lists them.

use serde::Serialize;
use serde_json::{Value, json};
use wellread_model::{Located, Severity};

use crate::http::digest;

/// How many problems an open page shows; of the others it shows only the number.
const MAX_SHOWN: usize = 100;

/// The problems of a build. The names of the fields are those that `client/overlay.js` reads.
#[derive(Debug, Serialize)]
pub(crate) struct Problems {
    /// The same for the same problems, on any machine; `none` if there are none.
    pub(crate) id: String,
    /// How many there are, shown or not.
    errors: usize,
    warnings: usize,
    /// Those that are shown.
    list: Vec<Value>,
}

impl Problems {
    /// Takes the problems of a build.
    pub(crate) fn new(all: &[Located]) -> Self {
        let is_error = |one: &&Located| one.diagnostic.severity == Severity::Error;
        // Errors first, since they are why pages are out of date: warnings must not crowd them out.
        let (errors, warnings): (Vec<&Located>, Vec<&Located>) = all.iter().partition(is_error);
        let shown = errors.iter().chain(&warnings).take(MAX_SHOWN);
        let list: Vec<Value> = shown.map(|one| overlay_entry(one)).collect();
        let (errors, warnings) = (errors.len(), warnings.len());
        let id = match list.is_empty() {
            true => "none".to_owned(),
            false => digest(json!([errors, warnings, list]).to_string().as_bytes()),
        };
        Self { id, errors, warnings, list }
    }
}

impl Default for Problems {
    fn default() -> Self {
        Self::new(&[])
    }
}

/// One problem. Lines and columns are counted from 1, columns and lengths in characters. For a long
/// line there is only a part, and `mark` says how many of its characters come before the problem.
fn overlay_entry(located: &Located) -> Value {
    let (diagnostic, line) = (&located.diagnostic, located.line.as_ref());
    json!({
        "code": diagnostic.code,
        "severity": diagnostic.severity.as_str(),
        "message": diagnostic.message,
        "file": located.file(),
        "line": line.map(|line| line.number),
        "column": line.map(|line| line.column),
        "mark": line.map_or(0, |line| line.text[..line.mark.start].chars().count()),
        "length": line.map_or(0, |line| line.text[line.mark.clone()].chars().count()),
        "line_text": line.map(|line| &line.text),
        "help": diagnostic.help,
        "related": located.related,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use wellread_model::{Diagnostic, MarkedLine, Place, SourcePath};

    fn located(diagnostic: Diagnostic) -> Located {
        Located { diagnostic, line: None, related: Vec::new() }
    }

    #[test]
    fn problems_have_the_fields_that_the_script_reads() {
        let place = Place::file(SourcePath::new("a.md"));
        let problem = Located {
            line: Some(MarkedLine {
                number: 2, column: 903, text: "…ñ: y".to_owned(), mark: 3..5
            }),
            related: vec!["b.md: here".to_owned()],
            ..located(Diagnostic::error("unknown-key", place, "\"x\""))
        };
        let problems = Problems::new(&[problem]);
        let entry = json!({
            "code": "unknown-key", "severity": "error", "message": "\"x\"", "file": "a.md",
            "line": 2, "column": 903, "mark": 1, "length": 1, "line_text": "…ñ: y", "help": null,
            "related": ["b.md: here"],
        });
        assert_eq!((problems.errors, problems.warnings, &problems.list), (1, 0, &vec![entry]));
        let none = r#"{"id":"none","errors":0,"warnings":0,"list":[]}"#;
        assert_eq!(serde_json::to_string(&Problems::default()).unwrap(), none);
    }

    #[test]
    fn of_many_only_the_first_are_sent_and_errors_come_first() {
        let place = Place::file(SourcePath::new("a.md"));
        let warning = |number| {
            Diagnostic::warning(
                "unused-file",
                place.clone(),
                format!("{number}{}", "x".repeat(500)),
            )
        };
        let mut all: Vec<Located> = (0..6000).map(warning).map(located).collect();
        let without_error = Problems::new(&all);
        all.push(located(Diagnostic::error("unknown-key", place.clone(), "The error.")));
        let problems = Problems::new(&all);
        assert_eq!((problems.errors, problems.warnings, problems.list.len()), (1, 6000, MAX_SHOWN));
        assert_eq!(problems.list[0]["message"], "The error.");
        assert_eq!(problems.list[1]["message"], all[0].diagnostic.message);
        assert!(serde_json::to_string(&problems).unwrap().len() < 100_000);
        assert_ne!(problems.id, without_error.id);
        // One that is not shown counts.
        all.remove(5000);
        assert_ne!(Problems::new(&all).id, problems.id);
    }
}
