//! The paths that a scan found, before any file was read.

use std::path::{Path, PathBuf};

use wellread_model::{Diagnostic, Place, SourcePath};

use crate::file_names::same_look;

/// What the walks came upon, in no particular order, and what is wrong with it.
#[derive(Default)]
pub(super) struct FoundFiles {
    pub(super) files: Vec<FoundFile>,
    /// What is wrong with names and links, in the order in which they were found.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// A file that is to be read.
pub(super) struct FoundFile {
    /// Its path in the hub.
    pub(super) path: SourcePath,
    /// The same file as the operating system names it; for a link, the file that it leads to.
    pub(super) file: PathBuf,
}

/// Reports files that have one path in the hub and several on this system: on Linux and Windows,
/// two names that differ only in how an accent is encoded are two files. The first of them stays,
/// so that the rest of the hub can be checked. `files` are sorted.
pub(super) fn remove_same_paths(files: &mut Vec<FoundFile>, diagnostics: &mut Vec<Diagnostic>) {
    files.dedup_by(|second, first| {
        let same = first.path == second.path;
        if same {
            let (one, other) = differing_parts(&first.file, &second.file);
            diagnostics.push(same_look(&first.path, &one, &other));
        }
        same
    });
}

/// A file of the hub is in iCloud alone.
pub(super) fn not_downloaded(file: SourcePath) -> Diagnostic {
    let message = format!(
        "`{}` is in iCloud Drive and not on this computer, so the site would lose it.",
        file.file_name()
    );
    Diagnostic::error("not-downloaded", Place::file(file), message).help(
        "In the Finder, click the cloud next to its name, and build again when it is there. To keep \
         all files on this computer, control-click the hub's folder and choose Keep Downloaded.",
    )
}

/// The first file or folder on the way to each of two files that differs from that of the other.
fn differing_parts(one: &Path, other: &Path) -> (String, String) {
    let mut parts = one.components().zip(other.components()).filter(|(one, other)| one != other);
    let text = |name: &std::ffi::OsStr| name.to_string_lossy().into_owned();
    parts.next().map_or_else(Default::default, |(one, other)| {
        (text(one.as_os_str()), text(other.as_os_str()))
    })
}
