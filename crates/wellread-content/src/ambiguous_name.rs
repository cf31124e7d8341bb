//! A name that could be several pages, and what to write instead.

use wellread_model::{Diagnostic, Entry, EntryId, Library, Place};

/// A name that fits several entries, of which some are listed. `exact` is the full name that
/// identifies exactly one of them.
pub(crate) fn ambiguous(
    library: &Library,
    name: &str,
    ids: &[EntryId],
    place: Place,
    exact: impl Fn(&Entry) -> String,
) -> Diagnostic {
    let names: Vec<String> = ids.iter().map(|&id| exact(&library[id])).collect();
    let mut diagnostic =
        Diagnostic::error("ambiguous-name", place, format!("`{name}` could be several pages."))
            .help(format!("Write the one that you mean: {}.", names.join(", ")));
    for &id in ids {
        let source = library[id].document.source.clone();
        diagnostic = diagnostic.related(Place::file(source), "one of them");
    }
    diagnostic
}
