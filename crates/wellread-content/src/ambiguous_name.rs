//! A name that could be several pages, and what to write instead.

use wellread_model::{Diagnostic, EntryId, Library, Place};

/// A name that fits several entries of one kind, of which some are listed. Their slugs are unique, so
/// these can settle it.
pub(crate) fn ambiguous(
    library: &Library,
    name: &str,
    ids: &[EntryId],
    place: Place,
) -> Diagnostic {
    let slugs: Vec<_> = ids.iter().map(|&id| library[id].document.slug.as_str()).collect();
    let mut diagnostic =
        Diagnostic::error("ambiguous-name", place, format!("`{name}` could be several pages."))
            .help(format!("Write one of their file names: {}.", slugs.join(", ")));
    for &id in ids {
        let source = library[id].document.source.clone();
        diagnostic = diagnostic.related(Place::file(source), "one of them");
    }
    diagnostic
}
