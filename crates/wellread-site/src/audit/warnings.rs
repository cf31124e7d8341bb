//! Warnings of the build that the audit lists, and those that staff have accepted.
//!
//! Some warnings are not about what changed today: a placeholder has been there for weeks. If each
//! build repeated them, staff would learn to read over all of them. So the table of codes names
//! those that the audit lists, and here they become items.

use std::collections::{BTreeMap, BTreeSet};

use wellread_model::{
    AcceptScope, Acceptance, Diagnostic, Hidden, Place, ReportedBy, SourcePath, count, reported_by,
};

use super::item::{AuditItem, AuditKind};

/// The items for the warnings that belong to the audit, and how many others there are.
///
/// A placeholder in a hidden draft is not an item, since no family sees it: it is reported by
/// the build until the draft is finished.
pub(super) fn items(diagnostics: &[Diagnostic], hidden: &[Hidden]) -> (Vec<AuditItem>, usize) {
    let drafts: BTreeSet<&SourcePath> =
        hidden.iter().filter(|one| one.until.is_none()).map(|one| &one.place.file).collect();
    let is_in_draft = |one: &Diagnostic| {
        one.code == "placeholder"
            && one.place.as_ref().is_some_and(|place| drafts.contains(&place.file))
    };
    let (wanted, others): (Vec<_>, Vec<_>) = diagnostics
        .iter()
        .partition(|one| reported_by(one.code) != ReportedBy::Build && !is_in_draft(one));
    let items = wanted.into_iter().filter_map(|one| Some(item(kind(one.code)?, one)));
    (items.collect(), others.len())
}

/// The kind of the items for a code. A review that is due has an item that says more.
///
/// `None` for a code for which the audit has items of another source.
fn kind(code: &str) -> Option<AuditKind> {
    Some(match code {
        "everyday-word" => AuditKind::EverydayWord,
        "large-picture" => AuditKind::LargeImage,
        "no-crisis-line" => AuditKind::CrisisLine,
        "picture-text" => AuditKind::ImageText,
        "placeholder" | "unfinished-text" => AuditKind::Placeholder,
        "same-text" | "same-title" => AuditKind::Duplicate,
        _ => return None,
    })
}

/// A diagnostic as an item. What has no place is about the hub. Its message and its help are
/// already what staff can act on.
pub(super) fn item(kind: AuditKind, one: &Diagnostic) -> AuditItem {
    // The hub as a whole has one file of its own.
    let settings = || Place::file(SourcePath::new("site.toml"));
    let place = one.place.clone().unwrap_or_else(settings);
    let step = one.help.clone().unwrap_or_default();
    AuditItem::new(kind, place, one.message.clone(), step)
}

/// An item for each acceptance that hides a warning.
///
/// An acceptance that hides nothing has none: the build warns of it. The weight is the number of
/// hidden warnings. `hidden` is what the acceptances took out.
pub(super) fn accepted(acceptances: &[Acceptance], hidden: &[Diagnostic]) -> Vec<AuditItem> {
    // Two tables, so that many acceptances and many warnings do not multiply.
    let mut by_code: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    let mut by_file: BTreeMap<(&str, &SourcePath), Vec<&Diagnostic>> = BTreeMap::new();
    for one in hidden {
        by_code.entry(one.code).or_default().push(one);
        if let Some(place) = &one.place {
            by_file.entry((one.code, &place.file)).or_default().push(one);
        }
    }
    let mut items = Vec::new();
    for Acceptance { file, scope, code } in acceptances {
        let found = match scope {
            AcceptScope::Hub => by_code.get(&*code.value),
            AcceptScope::File | AcceptScope::HiddenFile => by_file.get(&(&*code.value, file)),
        };
        let Some(found) = found else { continue };
        let number = found.len();
        let about =
            format!("`{}` hides {}: {}", code.value, count(number, "warning"), found[0].message);
        let step = format!(
            "If it is right as it is, there is nothing to do. If not, remove `{}` from `accept` in \
             {file}, and fix what the build then says.",
            code.value
        );
        let place = Place::at(file.clone(), code.span);
        items.push(AuditItem::new(AuditKind::Accepted, place, about, step).weight(number));
    }
    items
}

#[cfg(test)]
mod tests {
    use wellread_model::IN_AUDIT;

    use super::*;

    #[test]
    fn every_warning_that_belongs_to_the_audit_is_an_item() {
        // The audit lists reviews by their days.
        let others = IN_AUDIT.iter().filter(|(code, _)| *code != "review-overdue");
        for (code, _) in others {
            assert!(kind(code).is_some(), "{code}");
        }
    }
}
