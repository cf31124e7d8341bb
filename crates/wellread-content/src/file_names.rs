//! Names of the hub's files that some system cannot store, or cannot distinguish.
//!
//! A hub that is copied to another computer has to arrive there whole, or the same sources would
//! give another site. What is asked of a name is in [`wellread_model::portable`]. Only names are
//! looked at, those of all files that were read, published or not: a draft is copied too.

use wellread_model::portable::{
    FileOrFolder, Spellings, last_part, name_problem, new_parts, other_name, portable_name,
    readable_name,
};
use wellread_model::{Diagnostic, Place, SourcePath};

use crate::sources::Sources;

/// Reports the names of files and folders that some system cannot hold, and those of which some
/// system could hold only one.
pub(crate) fn check(sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
    let mut spellings = Spellings::default();
    let mut before = "";
    for path in sources.paths().map(SourcePath::as_str) {
        for end in new_parts(before, path) {
            let (whole, is_file) = (&path[..end], end == path.len());
            let named = if is_file { FileOrFolder::File } else { FileOrFolder::Folder };
            let name = last_part(whole);
            let place = || Place::file(SourcePath::new(whole));
            if let Some(problem) = name_problem(name) {
                let help = format!("Rename it, for example to `{}`.", portable_name(name));
                diagnostics.push(problem.diagnostic(place(), named, name).help(help));
            }
            if let Some(other) = spellings.other(whole, |folded| sources.at(folded)) {
                diagnostics.push(same_name(place(), named, name, other));
            }
        }
        before = path;
    }
}

/// Two names that differ only in case. `other` is the path of the other one.
fn same_name(place: Place, named: FileOrFolder, name: &str, other: &str) -> Diagnostic {
    let message = format!(
        "The names `{}` and `{}` differ only in upper and lower case, so Windows and macOS take \
         them for one {}.",
        readable_name(name),
        readable_name(last_part(other)),
        named.noun(),
    );
    let help = format!("Rename one of the two, for example to `{}`.", other_name(name));
    Diagnostic::error("same-name", place, message)
        .help(help)
        .related(Place::file(SourcePath::new(other)), "the other one")
}

/// Two files whose names look alike, because an accent is one character in one name and a character
/// of its own in the other. They are one path of the hub. `one` and `other` are their names on this
/// system.
pub(crate) fn same_look(path: &SourcePath, one: &str, other: &str) -> Diagnostic {
    let message = format!(
        "Two files have this name. They look alike, but an accent is encoded in two ways: \
         `{}` and `{}`.",
        one.escape_default(),
        other.escape_default(),
    );
    // The two look identical, so the message accepts renaming either one.
    let help = format!(
        "Delete one of the two, or rename one, for example to `{}`.",
        other_name(path.file_name())
    );
    Diagnostic::error("same-name", Place::file(path.clone()), message).help(help)
}
