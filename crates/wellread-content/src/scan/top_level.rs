//! The top of a hub: the files and folders that are read, by their exact names.
//!
//! None of them is followed if it is a link. A link out of the hub would publish what is elsewhere,
//! or quote it in a message; one inside it could lead to the output, to drafts, or to `.git`.

use std::fs;
use std::io;
use std::path::Path;

use wellread_model::{Diagnostic, Place, SourcePath};

use super::error::ScanError;
use super::found::not_downloaded;
use crate::sources::{SEARCHES, SETTINGS};

/// The folders of a hub that are read.
pub(super) const FOLDERS: [&str; 3] = ["content", "static", "themes"];

/// The files at the top of a hub that are read.
const FILES: [&str; 2] = [SETTINGS, SEARCHES];

/// The files and folders of a hub that are read. Whatever else is next to them (a README, the
/// built site, `.git`) belongs to others; a watcher need not look at it either.
pub const INPUTS: [&str; 5] = [FILES[0], FILES[1], FOLDERS[0], FOLDERS[1], FOLDERS[2]];

/// What there is to read in a hub.
pub(super) struct TopLevel {
    /// The files, in the order of [`FILES`].
    pub(super) files: Vec<&'static str>,
    /// The folders, in the order of [`FOLDERS`].
    pub(super) folders: Vec<&'static str>,
}

/// Looks at the top of the hub at `root`, and reports what is there under the name of something
/// that is read and cannot be read.
///
/// # Errors
/// Failures of the machine. What does not exist is not a failure.
pub(super) fn inspect(
    root: &Path,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<TopLevel, ScanError> {
    let misspelled = misspelled(root, diagnostics);
    let missing = INPUTS.into_iter().filter(|name| {
        let placeholder = root.join(format!(".{name}.icloud"));
        fs::symlink_metadata(placeholder).is_ok() && fs::symlink_metadata(root.join(name)).is_err()
    });
    diagnostics.extend(missing.map(|name| not_downloaded(SourcePath::new(name))));
    let mut top_level = TopLevel { files: Vec::new(), folders: Vec::new() };
    for name in INPUTS.into_iter().filter(|name| !misspelled.contains(name)) {
        let path = root.join(name);
        let metadata = match fs::symlink_metadata(&path) {
            Ok(metadata) => metadata,
            Err(error) if is_absent(&error) => continue,
            Err(source) => return Err(ScanError { path, source }),
        };
        // Neither is a pipe, which would be waited for without end.
        let is_right = if is_file(name) { metadata.is_file() } else { metadata.is_dir() };
        if metadata.is_symlink() {
            diagnostics.push(link(name));
        } else if !is_right {
            diagnostics.push(wrong_kind(name));
        } else if is_file(name) {
            top_level.files.push(name);
        } else {
            top_level.folders.push(name);
        }
    }
    Ok(top_level)
}

/// Whether it is the name of a file rather than of a folder.
fn is_file(name: &str) -> bool {
    FILES.contains(&name)
}

/// Whether nothing is there. A hub whose own folder is a file, or gone, has nothing either.
fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// Reports what has the name of something that is read, in another case, as in `Content`. Windows
/// and macOS would find it by the right name and Linux would not, so it counts as absent
/// everywhere. Returns the names that are only there in another case.
fn misspelled(root: &Path, diagnostics: &mut Vec<Diagnostic>) -> Vec<&'static str> {
    // Whether the folder can be listed decides nothing else: its files may be readable by name.
    let listed = fs::read_dir(root).into_iter().flatten().flatten();
    let names: Vec<String> =
        listed.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    let mut absent = Vec::new();
    for right in INPUTS {
        let mut others: Vec<&String> = names
            .iter()
            .filter(|name| *name != right && name.eq_ignore_ascii_case(right))
            .collect();
        others.sort();
        if !others.is_empty() && !names.iter().any(|name| name == right) {
            absent.push(right);
        }
        diagnostics.extend(others.into_iter().map(|name| {
            let message = format!("This is called `{name}`, and Wellread reads `{right}`.");
            Diagnostic::error("misspelled-name", Place::file(SourcePath::new(name)), message)
                .help(format!("Rename it to `{right}`, in small letters."))
        }));
    }
    absent
}

/// Something that is read is a link.
fn link(name: &str) -> Diagnostic {
    let (message, help) = if is_file(name) {
        (
            format!("`{name}` is a link to another file, so it was not read."),
            "Delete the link, and put a copy of the file itself in its place.".to_owned(),
        )
    } else {
        (
            format!("`{name}` is a link to another folder, so nothing in it was read."),
            format!(
                "Delete the link, and put the folder itself in its place, with only what belongs \
                 to the hub. Whatever is in `{name}` can appear on the site."
            ),
        )
    };
    Diagnostic::error("link-not-followed", Place::file(SourcePath::new(name)), message).help(help)
}

/// A file is where a folder is read, or the other way around. A link that Git has checked out on
/// Windows is such a file.
fn wrong_kind(name: &str) -> Diagnostic {
    let (must_be, is) = if is_file(name) { ("file", "folder") } else { ("folder", "file") };
    let message = format!("`{name}` must be a {must_be}, and this is a {is} or something else.");
    Diagnostic::error("wrong-kind-of-file", Place::file(SourcePath::new(name)), message)
        .help(format!("Give it another name, or delete it, and make a {must_be} `{name}`."))
}
