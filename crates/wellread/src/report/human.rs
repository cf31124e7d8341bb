//! Diagnostics for people, as compilers show them: the message, the line with the place underlined,
//! and what to write instead.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _};
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use anyhow::Result;
use wellread_model::{CodeTreatment, Located, MarkedLine, Severity, treatment, with_commas};

use crate::streams;

/// From more than this many problems of one code, only [`FEW`] are shown. A page pasted from a word
/// processor has hundreds that say the same, and they would push the others off the screen.
const MANY: usize = 20;

/// How many of those are shown.
const FEW: usize = 5;

/// Shows diagnostics on standard error, in color if it is a terminal. Unless `all` are wanted, a
/// few are on a terminal for many that are alike; in a pipe or a file nothing is pushed off a
/// screen.
///
/// # Errors
/// If it cannot be written to.
pub(crate) fn show(diagnostics: &[Located], all: bool) -> Result<()> {
    // Written at once: one after the other would take long on a slow terminal.
    streams::err(&text(diagnostics, !all && io::stderr().is_terminal()))
}

/// The diagnostics as text, with a few in place of many that are alike if that `is_short`.
fn text(diagnostics: &[Located], is_short: bool) -> String {
    let mut text = String::new();
    let renderer = Renderer::styled();
    let mut totals: BTreeMap<_, usize> = BTreeMap::new();
    for one in diagnostics {
        *totals.entry(likeness(one)).or_default() += 1;
    }
    let mut shown: BTreeMap<_, usize> = BTreeMap::new();
    for diagnostic in diagnostics {
        let total = totals[&likeness(diagnostic)];
        let shown = shown.entry(likeness(diagnostic)).or_default();
        let is_cut = is_short && total > MANY;
        if is_cut && *shown == FEW {
            continue;
        }
        *shown += 1;
        text.push_str(&render(&renderer, diagnostic));
        text.push_str("\n\n");
        // Right after the last of them, where a reader wonders how many more there are.
        if is_cut && *shown == FEW {
            let more = with_commas(total - FEW);
            text.push_str(&format!("… and {more} more like this; --all shows them\n\n"));
        }
    }
    text
}

/// What problems that are alike have in common. A warning never stands for an error.
const fn likeness(one: &Located) -> (&'static str, Severity) {
    (one.diagnostic.code, one.diagnostic.severity)
}

/// One diagnostic as text: the message, where it is, what belongs to it, and at the end what to do.
fn render(renderer: &Renderer, located: &Located) -> String {
    let diagnostic = &located.diagnostic;
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    // The name of a warning is what staff write to accept it.
    let is_acceptable = treatment(diagnostic.code) == Some(CodeTreatment::Warning);
    let title = level.primary_title(visible(&diagnostic.message));
    let title = if is_acceptable { title.id(diagnostic.code) } else { title };
    // A problem can be about a place, about a whole file, or about the hub.
    let file = located.file().map(visible);
    let mut group = match (&file, &located.line) {
        (Some(file), Some(line)) => {
            let mark = underlined(line);
            title.element(
                Snippet::source(line.text.as_str())
                    .path(file.clone())
                    .line_start(line.number)
                    .annotation(AnnotationKind::Primary.span(mark)),
            )
        }
        (Some(file), None) => title.element(Origin::path(file.clone())),
        (None, _) => annotate_snippets::Group::with_title(title),
    };
    for note in &located.related {
        group = group.element(Level::NOTE.message(visible(note)));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(visible(help)));
    }
    let rendered = renderer.render(&[group]);
    match (&file, &located.line) {
        (Some(file), Some(line)) => with_true_column(rendered, file, line),
        _ => rendered,
    }
}

/// What is underlined of a line: whole characters, and at least one, so that there is something
/// where text is missing. It may be beyond the end of the line.
fn underlined(line: &MarkedLine) -> Range<usize> {
    let start = line.text.floor_char_boundary(line.mark.start);
    let first = line.text[start..].chars().next().map_or(1, char::len_utf8);
    let end = line.text.ceil_char_boundary(line.mark.end.min(line.text.len()));
    start..end.max(start + first)
}

/// Corrects the column below the title. The renderer knows only what is shown of a long line, and
/// counts from there.
fn with_true_column(rendered: String, file: &str, line: &MarkedLine) -> String {
    let start = line.text.floor_char_boundary(line.mark.start);
    let shown = line.text[..start].chars().count() + 1;
    let after_title = rendered.find('\n').unwrap_or(0);
    let stated = format!("{file}:{}:{shown}", line.number);
    match rendered[after_title..].find(&stated).map(|at| after_title + at) {
        Some(at) if shown != line.column => {
            let (before, after) = (&rendered[..at], &rendered[at + stated.len()..]);
            format!("{before}{file}:{}:{}{after}", line.number, line.column)
        }
        _ => rendered,
    }
}

/// The text without control characters. A file name may hold an escape sequence, which could
/// change the title of the terminal or hide what is printed.
fn visible(text: &str) -> String {
    text.replace(|c: char| c.is_control() && c != '\n', "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use wellread_model::{Diagnostic, Place, SourcePath};

    use super::*;

    #[test]
    fn any_place_in_any_line_can_be_underlined() {
        for text in
            ["title = “Maple Street”", "• School", "Ü", "", "naïve 🙂", "\t–\u{200b}e\u{301}"]
        {
            for start in 0..=text.len() {
                for end in start..=text.len() {
                    let place = Place::file(SourcePath::new("a.md"));
                    let diagnostic = Diagnostic::error("dead-link", place, "No.");
                    let line = MarkedLine {
                        text: text.to_owned(),
                        number: 1,
                        column: 1,
                        mark: start..end,
                    };
                    let located = Located { diagnostic, line: Some(line), related: Vec::new() };
                    assert!(render(&Renderer::plain(), &located).contains("No."));
                }
            }
        }
    }

    fn problems(count: usize) -> Vec<Located> {
        let place = Place::file(SourcePath::new("a.md"));
        let problem = |one| Located { diagnostic: one, line: None, related: Vec::new() };
        let dead = |number| {
            problem(Diagnostic::error("unknown-key", place.clone(), format!("Dead {number}.")))
        };
        let warning = Diagnostic::warning("unused-file", place.clone(), "A warning.");
        let other = Diagnostic::error("unportable-name", place.clone(), "Another.");
        (0..count).map(dead).chain([problem(warning), problem(other)]).collect()
    }

    #[test]
    fn a_few_stand_for_many_that_are_alike() {
        let shown = text(&problems(21), true);
        assert_eq!(shown.matches("Dead").count(), 5, "{shown}");
        assert!(shown.contains("Dead 4.") && !shown.contains("Dead 5."), "{shown}");
        assert_eq!(shown.matches("… and 16 more like this; --all shows them").count(), 1);
        // What there is one of is not pushed aside.
        assert!(shown.contains("Another.") && shown.contains("A warning."), "{shown}");
        assert!(text(&problems(1_238), true).contains("… and 1,233 more like this"));
        for (count, is_short) in [(20, true), (21, false)] {
            let shown = text(&problems(count), is_short);
            assert_eq!(shown.matches("Dead").count(), count, "{shown}");
            assert!(!shown.contains("more like this"), "{shown}");
        }
    }
}
