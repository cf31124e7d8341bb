//! Conflicts of entries that claim the same route.
//!
//! Routes follow from kinds and slugs alone ([`wellread_model::address`]), so that a link never
//! depends on what else is in the hub. Collisions are therefore errors: nothing is renamed to avoid
//! one.
//!
//! Here are those that slugs show: two files with the same one, and a page with an address of the
//! site itself. Old addresses are checked when all files of the site are known.

use std::sync::Arc;

use wellread_model::portable::folded_path;
use wellread_model::{Diagnostic, Document, Entry, Kind, Place, address};

/// Removes documents whose kind and slug another one has already, with an error each. `documents`
/// are sorted by kind and slug.
pub(crate) fn remove_same_slugs(
    documents: &mut Vec<Arc<Document>>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    documents.dedup_by(|second, first| {
        let same = (first.kind, &first.slug) == (second.kind, &second.slug);
        // Files whose names differ only in case have been reported by `file_names`.
        let is_reported = folded_path(first.source.as_str()) == folded_path(second.source.as_str());
        if same && !is_reported {
            let message = format!(
                "This {} would have the same address as another one, `{}`.",
                first.kind.noun(),
                first.slug
            );
            diagnostics.push(
                Diagnostic::error("same-address", Place::file(second.source.clone()), message)
                    .help("Rename one of the two files, or delete it.")
                    .related(Place::file(first.source.clone()), "the other one"),
            );
        }
        same
    });
}

/// Reports pages whose route the site itself uses, or may come to use.
pub(crate) fn report_reserved_routes(entries: &[Entry], diagnostics: &mut Vec<Diagnostic>) {
    for entry in entries {
        let is_reserved = match entry.document.kind {
            Kind::Page => address::RESERVED.contains(&entry.document.slug.as_str()),
            // Also where the hub has no such page yet.
            Kind::Packet => entry.route.as_str() == address::MAKE_PACKET,
            _ => false,
        };
        if is_reserved {
            let place = Place::file(entry.document.source.clone());
            let message = format!("The address {} belongs to the site itself.", entry.route);
            diagnostics
                .push(Diagnostic::error("same-address", place, message).help("Rename the file."));
        }
    }
}
