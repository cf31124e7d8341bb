//! Diagnostics for people, as compilers show them: the message, the line with the place underlined,
//! and what to write instead.

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use anyhow::Result;
use wellread_model::{Located, MarkedLine, Severity, Weight, weight};

use crate::streams;

/// The longest line that is shown whole, in characters. A paragraph is often one line of a file, so
/// this is far more than the width of a terminal.
const LONG: usize = 500;

/// How much of a longer line is shown before the place, after it, and at most of it, in characters.
const CONTEXT: usize = 90;

/// Shows diagnostics on standard error, in color if it is a terminal.
///
/// # Errors
/// If it cannot be written to.
pub(crate) fn show(diagnostics: &[Located]) -> Result<()> {
    let renderer = Renderer::styled();
    let each = diagnostics.iter().map(|one| format!("{}\n\n", render(&renderer, one)));
    // At once: one after the other would take long on a slow terminal.
    streams::err(&each.collect::<String>())
}

/// One diagnostic as text: the message, where it is, what belongs to it, and at the end what to do.
fn render(renderer: &Renderer, located: &Located) -> String {
    let diagnostic = &located.diagnostic;
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let cut = located.line.as_ref().map(cut);
    // The name of a warning is what staff write to accept it.
    let is_acceptable = weight(diagnostic.code) == Some(Weight::Warning);
    let title = level.primary_title(visible(&diagnostic.message));
    let title = if is_acceptable { title.id(diagnostic.code) } else { title };
    // A problem can be about a place, about a whole file, or about the hub.
    let file = located.file().map(visible);
    let mut group = match (&file, &located.line, &cut) {
        (Some(file), Some(line), Some((text, range))) => title.element(
            Snippet::source(text.as_str())
                .path(file.clone())
                .line_start(line.number)
                .annotation(AnnotationKind::Primary.span(range.clone())),
        ),
        (Some(file), ..) => title.element(Origin::path(file.clone())),
        (None, ..) => annotate_snippets::Group::with_title(title),
    };
    if let Some(line) = located.line.as_ref().filter(|line| is_long(&line.text)) {
        let column = line.column;
        let message =
            format!("this is column {column} of a long line, and only part of it is shown");
        group = group.element(Level::NOTE.message(message));
    }
    for note in &located.related {
        group = group.element(Level::NOTE.message(visible(note)));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(visible(help)));
    }
    renderer.render(&[group])
}

/// The text without control characters. A file name may hold an escape sequence, which could
/// change the title of the terminal or hide what is printed.
fn visible(text: &str) -> String {
    text.replace(|c: char| c.is_control() && c != '\n', "\u{fffd}")
}

/// The line, shortened if it is long, and the range of bytes in the result that is underlined.
fn cut(line: &MarkedLine) -> (String, std::ops::Range<usize>) {
    let (text, column) = (&line.text, line.column - 1);
    let (start, length, rest) = if is_long(text) {
        (column.saturating_sub(CONTEXT), line.length.clamp(1, CONTEXT), CONTEXT)
    } else {
        // At least one character, so that there is something to underline where text is missing.
        (0, line.length.max(1), LONG)
    };
    let before: String = text.chars().skip(start).take(column - start).collect();
    let meant: String = text.chars().skip(column).take(length).collect();
    let after: String = text.chars().skip(column + length).take(rest).collect();
    let range = before.len()..before.len() + meant.len();
    (format!("{before}{meant}{after}"), range)
}

/// Whether a line is too long to be shown whole.
fn is_long(text: &str) -> bool {
    text.chars().count() > LONG
}
