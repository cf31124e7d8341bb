//! `wellread audit`: what in a hub needs a person, or the part of it that is wanted.

use std::path::Path;

use anyhow::{Result, bail};
use wellread_content::{Sources, scan};
use wellread_model::Checked;
use wellread_site::{AuditKind, audit_numbers};
#[cfg(not(feature = "links"))]
use {
    wellread_content::BuildOptions,
    wellread_site::{Audit, Publication, audit},
};

use crate::arguments::{AuditFormat, ContentArgs, Format};
#[cfg(feature = "links")]
use crate::links::audit_with_known_links as whole;
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
    let Checked { value, diagnostics, .. } = match wanted.kind {
        Some(AuditKind::Number) => audit_numbers(&sources, options),
        _ => whole(root, &sources, options, &last_publication(root, output))?,
    };
    let Some(mut found) = value else {
        report::problems(&diagnostics, &sources, Format::Human, wanted.all)?;
        report::summary(&diagnostics, "Fix the errors first, then run the audit again.")?;
        return Ok(Outcome::ContentErrors);
    };
    if let Some(kind) = wanted.kind {
        found.leave_kind(kind);
    }
    if let Some(name) = wanted.owner
        && let Err(names) = found.leave_owner(name)
    {
        bail!("the hub has no person {name}.\nWrite one of these: {}", names.join(", "));
    }
    report::audit(&found, &sources, options.today, format, wanted.all)?;
    let is_listed = found.items().iter().any(|one| one.kind != AuditKind::Number);
    Ok(if wanted.strict && is_listed { Outcome::NeedsSomeone } else { Outcome::Done })
}

/// Without the check of links, nothing is known of them.
#[cfg(not(feature = "links"))]
fn whole(
    _: &Path,
    sources: &Sources,
    options: BuildOptions,
    last: &Publication,
) -> Result<Checked<Audit>> {
    Ok(audit(sources, options, last))
}
