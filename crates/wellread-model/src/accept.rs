//! Warnings that staff have reviewed and accepted.
//!
//! A warning that comes with every build and cannot be answered teaches people to read none. So
//! staff may accept a kind of warning: `accept: [unused-footnote]` in the file that it concerns, or
//! `[check] accept = ["unused-file"]` for the whole hub. Errors, and warnings about phone numbers
//! and crisis lines, cannot be accepted; [`CODES`] says which are which.

use std::collections::BTreeSet;

use crate::code::{CODES, CodeTreatment, FOUND_BY_CHECKS, treatment};
use crate::{Diagnostic, Place, Severity, SourcePath, Spanned, has_errors, nearest};

/// A code that someone accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// The file that says so.
    pub file: SourcePath,
    /// Which warnings it is about.
    pub scope: AcceptScope,
    /// The code, as written.
    pub code: Spanned<String>,
}

/// Which warnings an [`Acceptance`] is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AcceptScope {
    /// Those of all files. The settings say so.
    Hub,
    /// Those of its own file.
    File,
    /// Those of its own file, of which the body is not read, since it is not published. Whether it
    /// has such a warning is unknown.
    HiddenFile,
}

/// Leaves out the acceptances of warnings that `wellread check` alone gives: to anything else they
/// would seem to have no effect.
pub fn retain_for_builds(acceptances: &mut Vec<Acceptance>) {
    acceptances.retain(|one| !FOUND_BY_CHECKS.contains(&&*one.code.value));
}

/// Takes the accepted warnings out of `diagnostics`, and returns them. An acceptance that
/// has no effect is reported there: of a code that does not exist or cannot be accepted, as an
/// error; of a warning that does not occur, as a warning.
///
/// # Examples
/// ```
/// use wellread_model::{Acceptance, Diagnostic, Place, AcceptScope, SourcePath, Span, Spanned, accept};
///
/// let file = SourcePath::new("content/pages/home.md");
/// let warning = Diagnostic::warning("unused-footnote", Place::file(file.clone()), "Unused.");
/// let code = Spanned::new("unused-footnote".to_owned(), Span::new(0, 15));
///
/// let mut diagnostics = vec![warning];
/// let acceptance = Acceptance { file, scope: AcceptScope::File, code };
/// assert_eq!(accept(&[acceptance], &mut diagnostics).len(), 1);
/// assert_eq!(diagnostics, []);
/// ```
pub fn accept(acceptances: &[Acceptance], diagnostics: &mut Vec<Diagnostic>) -> Vec<Diagnostic> {
    // After an error, later checks have not run, and what they would have warned of is unknown.
    let is_complete = !has_errors(diagnostics);
    // By code, which file accepts it; `None` is all of them.
    let key = |one: &'_ Acceptance| {
        (one.code.value.clone(), (one.scope != AcceptScope::Hub).then(|| one.file.clone()))
    };
    let stated: BTreeSet<(String, Option<SourcePath>)> = acceptances.iter().map(key).collect();
    let mut met = BTreeSet::new();
    let is_accepted = |diagnostic: &mut Diagnostic| {
        if treatment(diagnostic.code) != Some(CodeTreatment::Warning) {
            return false;
        }
        let file = diagnostic.place.as_ref().map(|place| place.file.clone());
        // File and settings may both say so; then both are met.
        let scopes = [None, file].map(|file| (diagnostic.code.to_owned(), file));
        let found: Vec<_> = scopes.into_iter().filter(|scope| stated.contains(scope)).collect();
        let is_accepted = !found.is_empty();
        met.extend(found);
        is_accepted
    };
    let accepted = diagnostics.extract_if(.., is_accepted).collect();
    for acceptance in acceptances {
        let is_known = is_complete && acceptance.scope != AcceptScope::HiddenFile;
        let is_unused = is_known && !met.contains(&key(acceptance));
        diagnostics.extend(problem(acceptance).or_else(|| is_unused.then(|| unused(acceptance))));
    }
    accepted
}

/// What is wrong with an acceptance in itself.
fn problem(acceptance: &Acceptance) -> Option<Diagnostic> {
    let code = &acceptance.code.value;
    let place = || Place::at(acceptance.file.clone(), acceptance.code.span);
    let refuse = |message: String| Diagnostic::error("wrong-value", place(), message);
    match treatment(code) {
        Some(treatment) if treatment.severity() == Severity::Error => Some(
            refuse(format!("`{code}` is an error, and errors cannot be accepted."))
                .help("Fix what it says, and remove it from `accept`."),
        ),
        Some(CodeTreatment::FirmWarning) if code == "lost-address" => Some(
            refuse(format!("`{code}` cannot be accepted, but an address can be given up."))
                .help("Remove it from `accept`, and list the address in `gone` in site.toml."),
        ),
        Some(CodeTreatment::FirmWarning) => Some(
            refuse(format!(
                "`{code}` cannot be accepted: a family could call a wrong number, or none."
            ))
            .help("Do what the warning says, and remove this from `accept`."),
        ),
        // That a warning is accepted in vain would otherwise be accepted itself.
        Some(_) if code != "unused-acceptance" => None,
        _ => {
            let known = CODES.iter().filter(|(_, treatment)| *treatment == CodeTreatment::Warning);
            let known = known.map(|(code, _)| *code).filter(|code| *code != "unused-acceptance");
            let list = || known.clone().collect::<Vec<_>>().join(", ");
            let help = nearest(code, known.clone()).map_or_else(
                || format!("These can be accepted: {}.", list()),
                |near| format!("Did you mean `{near}`?"),
            );
            let message = format!("There is no warning `{code}`.");
            Some(Diagnostic::error("unknown-name", place(), message).help(help))
        }
    }
}

/// A warning that does not occur, and so hides one that may come.
fn unused(acceptance: &Acceptance) -> Diagnostic {
    let whose = if acceptance.scope == AcceptScope::Hub { "This hub" } else { "This file" };
    let message = format!("{whose} has no warning `{}` to accept.", acceptance.code.value);
    let place = Place::at(acceptance.file.clone(), acceptance.code.span);
    Diagnostic::warning("unused-acceptance", place, message).help("Remove it from `accept`.")
}
