//! `wellread audit`: what in a hub needs a person, or the part of it that is wanted.

use std::path::Path;

use anyhow::{Result, bail};
use wellread_content::{BuildOptions, Sources, scan};
use wellread_model::{Checked, Diagnostic, ReportedBy, reported_by};
use wellread_site::{Audit, AuditKind, AuditPast, audit_numbers};

use crate::arguments::{AuditFormat, ContentArgs, Format};
use crate::last_reviews::{last_reviews, record_reviews};
#[cfg(feature = "links")]
use crate::links;
use crate::outcome::Outcome;
use crate::publish::last_publication;
use crate::report;

/// Which part of the audit is wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WantedItems<'a> {
    /// What this person looks after.
    pub(crate) owner: Option<&'a str>,
    /// What is of this kind.
    pub(crate) kind: Option<AuditKind>,
    /// Everything, however many are alike.
    pub(crate) all: bool,
    /// Whether items are a reason for an exit status of 1.
    pub(crate) strict: bool,
}

/// Audits a hub. `output` is the folder of its last build.
///
/// # Errors
/// If there is no such owner, or something cannot be read or printed.
pub(crate) fn audit_hub(
    root: &Path,
    output: &Path,
    content: &ContentArgs,
    wanted: WantedItems<'_>,
    format: AuditFormat,
) -> Result<Outcome> {
    let sources = scan(root, &Sources::default())?;
    let options = content.options()?;
    let Checked { value, mut diagnostics, .. } = match wanted.kind {
        Some(AuditKind::Number) => audit_numbers(&sources, options),
        _ => {
            let known = KnownHub::read(root, output)?;
            let audited = known.audit(&sources, options);
            if let Some(audit) = audited.value.as_ref().filter(|audit| !audit.is_partial) {
                record_reviews(root, &known.past.reviews, audit.last_reviews());
            }
            audited
        }
    };
    let is_partial = value.as_ref().is_none_or(|audit| audit.is_partial);
    // Warnings that became items are not reported a second time.
    let is_in_list =
        |one: &Diagnostic| value.is_some() && reported_by(one.code) != ReportedBy::Build;
    diagnostics.retain(|one| !is_in_list(one));
    if is_partial {
        report::problems(&diagnostics, &sources, Format::Human, wanted.all)?;
    }
    let has_list = value.is_some();
    let mut needs_work = false;
    if let Some(mut found) = value {
        if let Some(kind) = wanted.kind {
            found.retain_kind(kind);
        }
        if let Some(name) = wanted.owner
            && let Err(names) = found.retain_owner(name)
        {
            bail!("the hub has no person {name}.\nWrite one of these: {}", names.join(", "));
        }
        report::audit(&found, &sources, options.today, format, wanted.all)?;
        needs_work = found.items().iter().any(|one| is_work(one.kind));
    }
    if is_partial {
        let first = "Fix the errors first, then run the audit again.";
        let rest = "Until then, the list has only what does not depend on them.";
        let advice = if has_list { format!("{first} {rest}") } else { first.to_owned() };
        report::summary(&diagnostics, &advice)?;
        return Ok(Outcome::ContentErrors);
    }
    Ok(if wanted.strict && needs_work { Outcome::NeedsSomeone } else { Outcome::Done })
}

/// Whether items of a kind are a reason for `--strict` to fail: someone has to do or decide
/// something.
const fn is_work(kind: AuditKind) -> bool {
    !matches!(kind, AuditKind::Accepted | AuditKind::Number)
}

/// What earlier commands have written down about a hub, in its folder and in that of its last
/// build.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct KnownHub {
    past: AuditPast,
    #[cfg(feature = "links")]
    links: wellread_links::LinkChecks,
}

impl KnownHub {
    /// Reads it. `output` is the folder of the last build.
    ///
    /// # Errors
    /// If the file of earlier checks of links cannot be read.
    pub(crate) fn read(root: &Path, output: &Path) -> Result<Self> {
        let publication = last_publication(root, output);
        Ok(Self {
            past: AuditPast { publication, reviews: last_reviews(root) },
            #[cfg(feature = "links")]
            links: links::known_links(root)?,
        })
    }

    /// Audits the hub as its sources are now. No host is asked, and nothing is written.
    pub(crate) fn audit(&self, sources: &Sources, options: BuildOptions) -> Checked<Audit> {
        #[cfg(feature = "links")]
        return links::audit_with_known_links(sources, options, &self.past, &self.links);
        #[cfg(not(feature = "links"))]
        return wellread_site::audit(sources, options, &self.past);
    }
}
