//! Diagnostics as JSON for the overlay.
//!
//! Own code since the one direction and the one shape need no library. The browser puts every
//! text into the page as text, never as HTML. Where next: `client/overlay.js`.

use wellread_model::Located;

/// The problems as one array of objects.
pub(crate) fn problems(problems: &[Located]) -> String {
    let objects: Vec<String> = problems.iter().map(problem).collect();
    format!("[{}]", objects.join(","))
}

fn problem(problem: &Located) -> String {
    let text = |value: &Option<String>| value.as_deref().map_or("null".to_owned(), string);
    let number = |value: Option<usize>| value.map_or("null".to_owned(), |value| value.to_string());
    let notes: Vec<String> = problem.related.iter().map(|note| string(note)).collect();
    format!(
        r#"{{"code":{},"severity":{},"message":{},"file":{},"line":{},"column":{},"length":{},"text":{},"help":{},"notes":[{}]}}"#,
        string(problem.code),
        string(problem.severity.as_str()),
        string(&problem.message),
        text(&problem.file),
        number(problem.line),
        number(problem.column),
        problem.length,
        text(&problem.line_text),
        text(&problem.help),
        notes.join(","),
    )
}

/// A JSON string (RFC 8259, section 7).
pub(crate) fn string(text: &str) -> String {
    let mut json = String::with_capacity(text.len() + 2);
    json.push('"');
    for c in text.chars() {
        match c {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            c if c.is_control() => json.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => json.push(c),
        }
    }
    json.push('"');
    json
}

#[cfg(test)]
mod tests {
    use super::*;
    use wellread_model::Severity;

    #[test]
    fn texts_stay_inside_their_quotes() {
        assert_eq!(string("a\"b\\c\n\u{1}é"), "\"a\\\"b\\\\c\\n\\u0001é\"");
        let problem = Located {
            code: "unknown-key",
            severity: Severity::Error,
            message: "\"x\"".to_owned(),
            file: Some("a.md".to_owned()),
            line: Some(2),
            column: None,
            length: 0,
            line_text: None,
            help: None,
            related: vec!["b.md: here".to_owned()],
        };
        assert_eq!(
            problems(&[problem]),
            r#"[{"code":"unknown-key","severity":"error","message":"\"x\"","file":"a.md","line":2,"column":null,"length":0,"text":null,"help":null,"notes":["b.md: here"]}]"#
        );
    }
}
