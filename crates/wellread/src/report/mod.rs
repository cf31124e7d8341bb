//! Shows what a command found: errors and warnings, the review of terms, the answer to a query.
//!
//! A diagnostic is data until it arrives here, and each format is one renderer of it: `human`,
//! `json`, `github`. (The preview's overlay in the browser is the fourth, in `wellread-serve`.) Reports
//! for programs go to standard output, so that they can be piped; those for people go to standard
//! error, so that they can be read even so.

mod github;
mod human;
mod json;
mod review;
mod search;

use std::io::Write as _;

use anyhow::{Context as _, Result};
pub(crate) use human::show;
use wellread_content::Sources;
use wellread_model::{CrisisLine, Diagnostic, Located, Severity, SourcePath};
use wellread_search::SearchResponse;
use wellread_site::{DEFAULT_THEME, Review};

use crate::arguments::{Format, ReviewFormat};

/// Reports diagnostics, for people on standard error and for programs on standard output.
///
/// # Errors
/// If standard output cannot be written to.
pub(crate) fn problems(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    format: Format,
) -> Result<()> {
    let located = locate(diagnostics, sources);
    match format {
        Format::Human => {
            human::show(&located);
            Ok(())
        }
        Format::Json => print(&json::render(&located)),
        Format::Github => print(&github::render(&located)),
    }
}

/// Turns the byte positions of diagnostics into lines and columns, and finds the lines to show.
pub(crate) fn locate(diagnostics: &[Diagnostic], sources: &Sources) -> Vec<Located> {
    let text_of = |path: &SourcePath| {
        sources.text(path).or_else(|| {
            // An error can be in a template that the hub doesn't override; its text is in the binary.
            let name = path.as_str().strip_prefix("themes/default/")?;
            let (_, bytes) = DEFAULT_THEME.iter().find(|(known, _)| *known == name)?;
            std::str::from_utf8(bytes).ok()
        })
    };
    diagnostics.iter().map(|diagnostic| diagnostic.located(text_of)).collect()
}

/// Prints what a command was asked for on standard output, where a pipe can take it.
///
/// # Errors
/// If standard output cannot be written to.
pub(crate) fn print(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    unless_closed(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// The result of printing. That the reader has closed the pipe, as `head` does, is no failure: it has
/// read what it wanted.
pub(crate) fn unless_closed(printed: std::io::Result<()>) -> Result<()> {
    match printed {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        result => result.context("cannot print"),
    }
}

/// Prints a review of the terms on standard output.
///
/// # Errors
/// If standard output cannot be written to.
pub(crate) fn terms(review: &Review, format: ReviewFormat) -> Result<()> {
    print(&review::render(review, format))
}

/// Prints the answer to a query on standard output, as text with the crisis lines where it asks for them,
/// or as the JSON that the browser's search returns.
///
/// # Errors
/// If standard output cannot be written to.
pub(crate) fn answer(response: &SearchResponse, crisis: &[CrisisLine], json: bool) -> Result<()> {
    print(&search::render(response, crisis, json)?)
}

/// Prints the numbers of errors and warnings, and what follows from them, in a line of its own.
///
/// `advice` is one or two sentences, or empty.
pub(crate) fn summary<'a>(problems: impl IntoIterator<Item = &'a Diagnostic>, advice: &str) {
    let (mut errors, mut warnings) = (0, 0);
    for problem in problems {
        match problem.severity {
            Severity::Error => errors += 1,
            Severity::Warning => warnings += 1,
        }
    }
    let mut line = count(errors, "error");
    if warnings > 0 {
        line = format!("{line}, {}", count(warnings, "warning"));
    }
    anstream::eprintln!("{}", format!("{line}. {advice}").trim_end());
}

/// A number with its noun: `1 error`, `2 errors`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// Prints why a command could not be run, from the outermost reason to the innermost.
pub(crate) fn failure(error: &anyhow::Error) {
    let mut reasons = error.chain().map(ToString::to_string);
    let first = reasons.next().unwrap_or_default();
    anstream::eprintln!("wellread: {first}");
    for reason in reasons {
        anstream::eprintln!("  because: {reason}");
    }
}
