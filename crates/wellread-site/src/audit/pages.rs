//! Pages that are out of sight: those to which no page leads, and old drafts.
//!
//! Both are published, or almost, and help no one: readers do not find the first, and staff have
//! forgotten the second.

use std::collections::HashMap;
use std::sync::Arc;

use wellread_model::{
    Date, Details, Entry, EntryId, Kind, Library, Period, PeriodUnit, Place, Relation, SourcePath,
};

use super::item::{AuditItem, AuditKind};
use super::reviews::is_file;
use crate::markdown::{Body, FactHolder};
use crate::review::{address_in_html, linked_by_address};

/// From this age on, a draft is old.
///
/// Long enough for a summer and a vacant position. A draft that is worked on has a newer day.
const OLD: Period = Period { number: 6, unit: PeriodUnit::Month };

/// Articles, resources and letters that no other page links to, in its text or below it, and that
/// neither a topic nor a person lists. Terms are listed if no page uses them; pages are in the foot
/// of every page. A page that only links to itself counts as unlinked.
pub(super) fn unlinked(library: &Library, bodies: &[Arc<Body>]) -> Vec<AuditItem> {
    let is_wanted = |entry: &Entry| {
        // Topics list all that is in them, and the page of a person their articles.
        let lists: &[Relation] = match entry.document.kind {
            Kind::Article => &[Relation::Topic, Relation::Author, Relation::Reviewer],
            Kind::Resource | Kind::Letter => &[Relation::Topic],
            _ => return false,
        };
        lists.iter().all(|relation| entry.related(*relation).is_empty()) && is_file(entry)
    };
    let addresses: HashMap<String, EntryId> = library
        .iter()
        .filter(|(_, entry)| is_wanted(entry))
        .map(|(id, entry)| (address_in_html(library, entry), id))
        .collect();
    if addresses.is_empty() {
        return Vec::new();
    }
    let mut linked = linked_by_address(bodies, &addresses);
    for ((id, entry), body) in library.iter().zip(bodies) {
        let of_facts = body.facts.iter().filter_map(|fact| match fact.holder {
            FactHolder::Entry(holder) => Some(holder),
            FactHolder::Contact => None,
        });
        // Cards below a text are links as well, though its HTML has none of them.
        let below = [Relation::Related, Relation::Resource];
        let of_settings = below.into_iter().flat_map(|relation| entry.related(relation)).copied();
        linked.extend(of_facts.chain(of_settings).filter(|to| *to != id));
    }
    // Any topic will do as an example of how one is written.
    let topic = library.of_kind(Kind::Topic).next().map(|(_, topic)| &topic.document.slug);
    let mut items = Vec::new();
    for (_, entry) in library.iter().filter(|(id, one)| is_wanted(one) && !linked.contains(id)) {
        let document = &entry.document;
        let place = Place::at(document.source.clone(), document.title.span);
        let about = format!("\"{}\" is in no topic, and no page links to it.", entry.title());
        let slug = &document.slug;
        let name = format!("{}/{slug}", document.kind.folder());
        let step = match topic {
            Some(topic) => format!(
                "Add the topic to its settings, such as  topics: [{}]  or write  [[{name}]]  on the page \
                 that should lead to it.",
                topic
            ),
            None => format!("Write  [[{name}]]  on the page that should lead to it."),
        };
        items.push(AuditItem::new(AuditKind::Unlinked, place, about, step));
    }
    items
}

/// Drafts whose last day is more than six months ago. One without a day may be of today. The time
/// at which a file was written says nothing: copying a folder changes it.
///
/// With `--drafts`, drafts are entries of the library; without it, they are among what is hidden.
/// Texts of a later day are no drafts.
pub(super) fn old_drafts(library: &Library, today: Date) -> Vec<AuditItem> {
    let hidden = library.hidden().iter().filter(|hidden| hidden.until.is_none());
    let hidden = hidden.map(|one| (&one.place.file, one.title.as_str(), one.last_dated));
    let shown = library.entries().iter().filter(|entry| entry.document.draft);
    let shown = shown.map(|one| (&one.document.source, one.title(), one.document.dates().max()));
    hidden
        .chain(shown)
        .filter_map(|(file, title, last)| old_draft(file, title, last?, today))
        .collect()
}

/// `None` if it is not old yet. The day since which it is due is six months after its last one.
fn old_draft(file: &SourcePath, title: &str, last: Date, today: Date) -> Option<AuditItem> {
    let due = OLD.after(last).filter(|due| *due < today)?;
    let about = format!("\"{title}\" is a draft, and its last day is {last}.");
    let step = format!(
        "Finish it and delete its line  draft: true  or, if no one needs it, delete the file {file}"
    );
    let place = Place::file(file.clone());
    Some(AuditItem::new(AuditKind::OldDraft, place, about, step).due(Some(due)))
}

/// Whether anything of a document is measured or reviewed: a person is no text to be read.
pub(super) const fn has_text(details: &Details) -> bool {
    matches!(details, Details::Article(_) | Details::Term(_) | Details::Topic | Details::Page)
}
