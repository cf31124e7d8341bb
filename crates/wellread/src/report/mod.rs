//! What must be mended, shown: one diagnostic, several renderers.

mod github;
mod human;
mod json;
mod review;
mod search;

use std::io::Write as _;

use anyhow::Result;
pub(crate) use human::show;
use wellread_content::Sources;
use wellread_model::{Diagnostic, Located, Severity, SourcePath};
use wellread_search::SearchResponse;
use wellread_site::{DEFAULT_THEME, Finding};

use crate::arguments::{Format, ReviewFormat};

/// Shows all diagnostics: for people on standard error, for programs on standard output.
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
        Format::Json => write(&json::render(&located)),
        Format::Github => write(&github::render(&located)),
    }
}

/// Resolves the places of diagnostics.
pub(crate) fn locate(diagnostics: &[Diagnostic], sources: &Sources) -> Vec<Located> {
    let text_of = |path: &SourcePath| {
        sources.text(path).or_else(|| {
            let name = path.as_str().strip_prefix("themes/default/")?;
            let (_, bytes) = DEFAULT_THEME.iter().find(|(known, _)| *known == name)?;
            std::str::from_utf8(bytes).ok()
        })
    };
    diagnostics.iter().map(|diagnostic| diagnostic.located(text_of)).collect()
}

fn write(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // The reader went away, as `head` does: there is nobody left to tell.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        result => Ok(result?),
    }
}

/// Shows a review of the terms on standard output.
pub(crate) fn terms(findings: &[Finding], format: ReviewFormat) -> Result<()> {
    write(&review::render(findings, format))
}

/// Shows the answer to a query on standard output.
pub(crate) fn answer(response: &SearchResponse, json: bool) -> Result<()> {
    write(&search::render(response, json)?)
}

/// Counts what there is, in a line of its own.
pub(crate) fn summary(problems: &[impl Problem], result: &str) {
    let count = |severity| problems.iter().filter(|one| one.severity() == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let mend = if errors == 1 {
        "1 thing must be mended".to_owned()
    } else {
        format!("{errors} things must be mended")
    };
    let look = match warnings {
        0 => String::new(),
        1 => ", and 1 is worth a look".to_owned(),
        _ => format!(", and {warnings} are worth a look"),
    };
    anstream::eprintln!("{}", format!("{mend}{look}. {result}").trim_end());
}

/// What may have to be mended, with or without its place worked out.
pub(crate) trait Problem {
    fn severity(&self) -> Severity;
}

impl Problem for Diagnostic {
    fn severity(&self) -> Severity {
        self.severity
    }
}

impl Problem for Located {
    fn severity(&self) -> Severity {
        self.severity
    }
}

/// Shows why the machine, or the use of the command, failed.
pub(crate) fn failure(error: &anyhow::Error) {
    let mut reasons = error.chain().map(ToString::to_string);
    let first = reasons.next().unwrap_or_default();
    anstream::eprintln!("wellread: {first}");
    for reason in reasons {
        anstream::eprintln!("  because: {reason}");
    }
}
