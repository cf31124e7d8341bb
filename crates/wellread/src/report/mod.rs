//! Shows what a command found: errors and warnings, the review of terms, the answer to a query.
//!
//! A diagnostic is data until it arrives here, and each format is one renderer of it: `human`,
//! `json`, `github`. (The preview's overlay in the browser is the fourth, in `wellread-serve`.)
//! Reports for programs go to standard output, so that they can be piped; those for people go to
//! standard error, so that they can be read even so.

mod audit;
mod audit_page;
mod calendar;
mod github;
mod human;
mod json;
mod overview;
mod review;
mod search;
mod searches;

use std::io::{self, IsTerminal as _};

use anyhow::Result;
pub(crate) use audit_page::{audit_page, failed_audit_page};
pub(crate) use human::show;
pub(crate) use json::to_json;
pub(crate) use review::Extent;
use wellread_content::Sources;
use wellread_model::{
    CrisisLine, Date, Diagnostic, Hidden, Located, Locator, Severity, SourcePath, count,
    with_commas,
};
use wellread_search::SearchResponse;
use wellread_site::{Audit, DEFAULT_THEME, NumberPlace, Review, TriedSearch};

use crate::arguments::{AuditFormat, Format, ReviewFormat};
use crate::streams;

/// Reports diagnostics, for people on standard error and for programs on standard output. Programs
/// get all of them, people a few of many that are alike, unless they want `all`.
///
/// # Errors
/// If what the report goes to cannot be written to.
pub(crate) fn problems(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    format: Format,
    all: bool,
) -> Result<()> {
    let located = locate(diagnostics, sources);
    match format {
        Format::Human => human::show(&located, all),
        Format::Json => streams::data(&json::render(&located)),
        Format::Github => streams::data(&github::render(&located)),
    }
}

/// Turns the byte positions of diagnostics into lines and columns, and finds the lines to show.
pub(crate) fn locate(diagnostics: &[Diagnostic], sources: &Sources) -> Vec<Located> {
    let text_of = |path: &SourcePath| {
        sources.text(path).or_else(|| {
            // An error can be in a template that the hub doesn't override; its text is in the
            // binary.
            let name = path.as_str().strip_prefix("themes/default/")?;
            let (_, bytes) = DEFAULT_THEME.iter().find(|(known, _)| *known == name)?;
            std::str::from_utf8(bytes).ok()
        })
    };
    let mut locator = Locator::new(text_of);
    diagnostics.iter().map(|diagnostic| locator.locate(diagnostic)).collect()
}

/// Prints an audit on standard output. On a terminal, people get a few of many items that are
/// alike, unless they want `all`.
///
/// # Errors
/// If standard output cannot be written to.
pub(crate) fn audit(
    found: &Audit,
    sources: &Sources,
    today: Date,
    format: AuditFormat,
    all: bool,
) -> Result<()> {
    let is_short = !all && io::stdout().is_terminal();
    streams::data(&audit::render(found, sources, today, format, is_short))
}

/// Prints a review of the terms on standard output.
///
/// # Errors
/// If standard output cannot be written to.
pub(crate) fn terms(review: &Review, format: ReviewFormat, extent: Extent) -> Result<()> {
    let text = match (format, extent) {
        (ReviewFormat::Human, Extent::Overview) => overview::render(review),
        (ReviewFormat::Human, Extent::Everything) => {
            overview::terms(&review.summaries, usize::MAX) + &review::render(review, format)
        }
        _ => review::render(review, format),
    };
    streams::data(&text)
}

/// Prints the answer to a query on standard output, as text with the crisis lines where it asks for
/// them and the places of the `numbers` that it is, or as the JSON that the browser's search
/// returns.
///
/// # Errors
/// If standard output cannot be written to.
pub(crate) fn answer(
    response: &SearchResponse,
    crisis: &[CrisisLine],
    numbers: &[&NumberPlace],
    json: bool,
) -> Result<()> {
    streams::data(&search::render(response, crisis, numbers, json))
}

/// Prints what came of a list of searches on standard output.
///
/// # Errors
/// If standard output cannot be written to.
pub(crate) fn searches(tried: &[TriedSearch], json: bool) -> Result<()> {
    streams::data(&searches::render(tried, json))
}

/// Prints the numbers of errors and warnings, and what follows from them, in a line of its own.
///
/// `advice` is one or two sentences, or empty.
///
/// # Errors
/// If standard error cannot be written to.
pub(crate) fn summary<'a>(
    problems: impl IntoIterator<Item = &'a Diagnostic>,
    advice: &str,
) -> Result<()> {
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
    streams::err(&format!("{}\n", format!("{line}. {advice}").trim_end()))
}

/// How many documents a line names at most.
const NAMED: usize = 10;

/// A line with what the site does not show, each by its file. Empty if it shows everything.
pub(crate) fn not_shown(hidden: &[Hidden]) -> String {
    let named = |noun: &str, is_one: fn(&Hidden) -> bool| -> Option<String> {
        let all: Vec<String> = hidden
            .iter()
            .filter(|one| is_one(one))
            .map(|one| match one.until {
                Some(day) => format!("{}, from {day}", one.place.file),
                None => one.place.file.to_string(),
            })
            .collect();
        let more = all.len().saturating_sub(NAMED);
        let more =
            if more > 0 { format!(", and {} more", with_commas(more)) } else { String::new() };
        let names = all[..all.len().min(NAMED)].join(", ");
        (!all.is_empty()).then(|| format!("{} ({names}{more})", count(all.len(), noun)))
    };
    let parts = [
        named("draft", |one| one.until.is_none()),
        named("later article", |one| one.until.is_some()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { String::new() } else { format!("Not shown: {}.", parts.join(", ")) }
}

/// Prints why a command could not be run, from the outermost reason to the innermost.
pub(crate) fn failure(error: &anyhow::Error) {
    let mut text = String::new();
    for reason in reasons(error) {
        text.push_str(if text.is_empty() { "wellread: " } else { "  because: " });
        text.push_str(&reason);
        text.push('\n');
    }
    // The exit status says that something failed, even if these words cannot be printed.
    streams::err_if_possible(&text);
}

/// The reasons of a failure, each once: errors of some libraries repeat the one that they wrap.
fn reasons(error: &anyhow::Error) -> Vec<String> {
    let mut reasons: Vec<String> = Vec::new();
    for reason in error.chain().map(ToString::to_string) {
        if !reasons.iter().any(|said| said.contains(&reason)) {
            reasons.push(reason);
        }
    }
    reasons
}

#[cfg(test)]
mod tests {
    use anyhow::Context as _;

    use super::*;

    #[test]
    fn no_reason_is_given_twice() {
        let denied = || std::io::Error::from(std::io::ErrorKind::PermissionDenied);
        let wrapped = std::io::Error::other(denied());
        let error = Err::<(), _>(wrapped).context("cannot read x").unwrap_err();
        assert_eq!(reasons(&error), ["cannot read x".to_owned(), denied().to_string()]);
        let repeated = anyhow::Error::from(denied()).context(format!("x: {}", denied()));
        assert_eq!(reasons(&repeated), [format!("x: {}", denied())]);
    }
}
