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
    let text = |value: Option<&str>| value.map_or("null".to_owned(), string);
    let number = |value: Option<usize>| value.map_or("null".to_owned(), |value| value.to_string());
    let notes: Vec<String> = problem.related.iter().map(|note| string(note)).collect();
    let (diagnostic, line) = (&problem.diagnostic, problem.line.as_ref());
    format!(
        r#"{{"code":{},"severity":{},"message":{},"file":{},"line":{},"column":{},"length":{},"text":{},"help":{},"notes":[{}]}}"#,
        string(diagnostic.code),
        string(diagnostic.severity.as_str()),
        string(&diagnostic.message),
        text(problem.file()),
        number(line.map(|line| line.number)),
        number(line.map(|line| line.column)),
        line.map_or(0, |line| line.length),
        text(line.map(|line| line.text.as_str())),
        text(diagnostic.help.as_deref()),
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
    use wellread_model::{Diagnostic, Place, SourcePath};

    #[test]
    fn texts_stay_inside_their_quotes() {
        assert_eq!(string("a\"b\\c\n\u{1}é"), "\"a\\\"b\\\\c\\n\\u0001é\"");
        let place = Place::file(SourcePath::new("a.md"));
        let problem = Diagnostic::error("unknown-key", place, "\"x\"")
            .related(Place::file(SourcePath::new("b.md")), "here")
            .located(|_| None);
        assert_eq!(
            problems(&[problem]),
            r#"[{"code":"unknown-key","severity":"error","message":"\"x\"","file":"a.md","line":null,"column":null,"length":0,"text":null,"help":null,"notes":["b.md: here"]}]"#
        );
    }
}
