//! A review of the glossary for staff: every automatic link in its sentence, terms that are never
//! used, acronyms that nothing explains, definitions that explain little. Each finding has the exact
//! text that would change it.
//!
//! The review reads the same rendered bodies as a build, so it shows what readers will see. It
//! changes nothing and publishes nothing. Each file here makes the findings of one kind.

mod acronyms;
mod definitions;
mod finding;
mod uses;

use wellread_content::{BuildOptions, Sources};
use wellread_model::{Checked, Diagnostic, sort};

pub use self::finding::{Finding, Remark};
use crate::cache::BuildCache;
use crate::rendered::render_hub;

/// Reviews the terms of a hub. The findings are sorted, and there even if the hub has errors
/// elsewhere; `None` only if its settings can't be used. The diagnostics are those of a build before
/// templates run.
///
/// # Examples
///
/// ```
/// use std::collections::BTreeMap;
///
/// use wellread_content::{BuildOptions, SourceFile, Sources};
/// use wellread_model::{Date, SourcePath};
/// use wellread_site::{Remark, review};
///
/// let file = |path: &str, text: &str| {
///     (SourcePath::new(path), SourceFile::new(text.as_bytes().to_vec(), true))
/// };
/// let sources = Sources::new(
///     BTreeMap::from([
///         file("site.toml", "title = \"Hub\"\nbase_url = \"https://example.org/\"\n"),
///         file("content/glossary/iep.md", "---\nterm: IEP\n---\n\nA written plan.\n"),
///         file("content/articles/a.md", "---\ntitle: A\n---\n\nAsk for an IEP soon.\n"),
///     ]),
///     Vec::new(),
/// );
/// let options = BuildOptions { today: Date::constant(2026, 11, 26), drafts: false };
/// let findings = review(&sources, options).value.expect("the settings are whole");
/// assert_eq!(findings.len(), 1);
/// assert_eq!(findings[0].remark, Remark::Linked);
/// assert_eq!(findings[0].text, "Ask for an »IEP« soon.");
/// assert_eq!((findings[0].line, findings[0].column), (5, 12));
/// ```
#[must_use]
pub fn review(sources: &Sources, options: BuildOptions) -> Checked<Vec<Finding>> {
    let mut diagnostics = Vec::new();
    let rendered = render_hub(sources, options, &mut BuildCache::default(), &mut diagnostics);
    sort(&mut diagnostics);
    let value = rendered.map(|rendered| {
        let mut findings = Vec::new();
        uses::linked(&rendered, &mut findings);
        uses::never_used(&rendered, &mut findings);
        defined_twice(sources, &diagnostics, &mut findings);
        acronyms::unexplained(&rendered, &mut findings);
        definitions::definitions(&rendered, &mut findings);
        findings.sort();
        findings
    });
    Checked { value, diagnostics }
}

/// Names that two terms claim, or that one term has twice: the build reports them too.
fn defined_twice(sources: &Sources, diagnostics: &[Diagnostic], findings: &mut Vec<Finding>) {
    let claimed =
        diagnostics.iter().filter(|one| matches!(one.code, "form-claimed-twice" | "repeated-form"));
    for diagnostic in claimed {
        let located = diagnostic.located(|path| sources.text(path));
        findings.push(Finding {
            remark: Remark::DefinedTwice,
            // The diagnostic has no field for the name, but its line is `key: name`.
            term: located
                .line
                .as_ref()
                .and_then(|line| line.text.split_once(':'))
                .map_or_else(String::new, |(_, value)| value.trim().to_owned()),
            term_file: located.file().unwrap_or_default().to_owned(),
            file: located.file().unwrap_or_default().to_owned(),
            line: located.line.as_ref().map_or(1, |line| line.number),
            column: located.line.as_ref().map_or(1, |line| line.column),
            text: format!("{} ({})", diagnostic.message, located.related.join("; ")),
            change: diagnostic.help.clone().unwrap_or_default(),
        });
    }
}
