//! Diagnostics for people: the message, the line with the place marked, and what to write.

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use wellread_model::{Located, Severity};

/// How many characters a line may have to be shown whole.
const LONG: usize = 500;

/// How much of a longer line is shown on either side of the place, in characters.
const AROUND: usize = 90;

/// Shows diagnostics on standard error.
pub(crate) fn show(diagnostics: &[Located]) {
    let renderer = Renderer::styled();
    for diagnostic in diagnostics {
        anstream::eprintln!("{}\n", render(&renderer, diagnostic));
    }
}

fn render(renderer: &Renderer, diagnostic: &Located) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let cut = cut(diagnostic);
    let title = level.primary_title(visible(&diagnostic.message));
    let file = diagnostic.file.as_deref().map(visible);
    let mut group = match (&file, diagnostic.line, &cut) {
        (Some(file), Some(line), Some((text, range))) => title.element(
            Snippet::source(text.as_str())
                .path(file.clone())
                .line_start(line)
                .annotation(AnnotationKind::Primary.span(range.clone())),
        ),
        (Some(file), ..) => title.element(Origin::path(file.clone())),
        (None, ..) => annotate_snippets::Group::with_title(title),
    };
    if let (Some(text), Some(column)) = (&diagnostic.line_text, diagnostic.column)
        && is_long(text)
    {
        let message =
            format!("this is column {column} of a long line, of which only a part is shown");
        group = group.element(Level::NOTE.message(message));
    }
    for note in &diagnostic.related {
        group = group.element(Level::NOTE.message(visible(note)));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(visible(help)));
    }
    renderer.render(&[group])
}

/// The text without characters that a terminal would obey, which a file's name may hold.
fn visible(text: &str) -> String {
    text.replace(|c: char| c.is_control() && c != '\n', "\u{fffd}")
}

/// The line, cut around the place if it is long, and the bytes of it that are meant.
fn cut(diagnostic: &Located) -> Option<(String, std::ops::Range<usize>)> {
    let text = diagnostic.line_text.as_ref()?;
    let column = diagnostic.column? - 1;
    let (start, length, rest) = if is_long(text) {
        (column.saturating_sub(AROUND), diagnostic.length.clamp(1, AROUND), AROUND)
    } else {
        (0, diagnostic.length.max(1), LONG)
    };
    let before: String = text.chars().skip(start).take(column - start).collect();
    let meant: String = text.chars().skip(column).take(length).collect();
    let after: String = text.chars().skip(column + length).take(rest).collect();
    let range = before.len()..before.len() + meant.len();
    Some((format!("{before}{meant}{after}"), range))
}

fn is_long(text: &str) -> bool {
    text.chars().count() > LONG
}
