//! The walk through one folder at the top of a hub.

use std::io;
use std::path::Path;

use walkdir::{DirEntry, WalkDir};
use wellread_model::{Diagnostic, Place, SourcePath};

use super::error::ScanError;
use super::found::{FoundFile, FoundFiles, not_downloaded};
use super::links::{FollowedLinks, SymlinkTarget, left_out};
use crate::leftovers::{StaticName, icloud_name, is_leftover, static_name};

/// Collects the files below one folder of the hub, in no particular order: how a folder is listed
/// differs between file systems, so the scan sorts them at its end.
///
/// # Errors
/// Failures of the machine. What vanishes during the walk is not a failure.
pub(super) fn walk(
    root: &Path,
    folder: &str,
    links: &FollowedLinks,
    found: &mut FoundFiles,
) -> Result<(), ScanError> {
    let top = root.join(folder);
    // Every path that the walk gives begins with that of its top. Cutting it off by its length is
    // exact where comparing components would not be: names need not be UTF-8.
    let root_length = top.as_os_str().len() - folder.len();
    // Even if the folder has become a link since it was looked at, it is not followed.
    let mut entries = WalkDir::new(&top).min_depth(1).follow_root_links(false).into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) if is_not_found(&error) => continue,
            Err(error) => {
                let path = error.path().unwrap_or(root).to_owned();
                // Only what the system said: the library repeats the path before it.
                let source = error.into_io_error().unwrap_or_else(|| io::ErrorKind::Other.into());
                return Err(ScanError { path, source });
            }
        };
        let written = &entry.path().as_os_str().as_encoded_bytes()[root_length..];
        let written = String::from_utf8_lossy(written);
        let path = SourcePath::new(&written.replace(std::path::MAIN_SEPARATOR, "/"));
        let is_dir = entry.file_type().is_dir();
        if !visit_entry(entry, folder, path, links, found) && is_dir {
            entries.skip_current_dir();
        }
    }
    Ok(())
}

/// Whether a step of the walk failed only because the file or folder was deleted meanwhile.
fn is_not_found(error: &walkdir::Error) -> bool {
    error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound)
}

/// Adds a file to those to be read, or says why it is not. Whether the walk goes on below it, if it
/// is a folder.
fn visit_entry(
    entry: DirEntry,
    folder: &str,
    path: SourcePath,
    links: &FollowedLinks,
    found: &mut FoundFiles,
) -> bool {
    let name = entry.file_name().to_string_lossy();
    let kind = entry.file_type();
    if let Some(missing) = icloud_name(&name) {
        let file = SourcePath::new(&format!("{}/{missing}", path.folder()));
        // The system may have fetched it since the placeholder was listed.
        if !entry.path().with_file_name(missing).exists() {
            found.diagnostics.push(not_downloaded(file));
        }
        return false;
    }
    let fate = match folder {
        "static" => static_name(&name),
        _ if is_leftover(&name) => StaticName::Leftover,
        _ => StaticName::Public,
    };
    match fate {
        StaticName::Public => {}
        StaticName::Leftover => return false,
        StaticName::Hidden => {
            found.diagnostics.push(hidden(path, kind.is_dir()));
            return false;
        }
    }
    // This includes links: a name that is not valid text cannot be linked to.
    if entry.file_name().to_str().is_none() {
        found.diagnostics.push(unreadable_name(path, kind.is_dir()));
        return false;
    }
    if kind.is_symlink() {
        match links.target(entry.path(), folder) {
            SymlinkTarget::File(file) => found.files.push(FoundFile { path, file }),
            other => found.diagnostics.extend(left_out(&other, path)),
        }
    } else if kind.is_file() {
        found.files.push(FoundFile { path, file: entry.into_path() });
    } else if !kind.is_dir() {
        found.diagnostics.push(not_a_file(path));
    }
    kind.is_dir()
}

/// A hidden file or folder in `static/` is left out: what is hidden was hardly meant for everyone.
fn hidden(path: SourcePath, is_folder: bool) -> Diagnostic {
    let what = if is_folder { "folder" } else { "file" };
    let message = format!("The name of this {what} begins with a period. It was left out.");
    let help = format!(
        "If readers need it, give it a name without the period. Otherwise move it out of the folder \
         `static`, where every {what} is published."
    );
    Diagnostic::warning("hidden-file", Place::file(path), message).help(help)
}

/// A pipe, a socket or a device: to read one could take forever.
fn not_a_file(path: SourcePath) -> Diagnostic {
    let message = "This is a pipe, a socket or a device and not a file. It was left out.";
    let help = "Delete it. If readers need a file here, put it in its place.";
    Diagnostic::warning("not-a-file", Place::file(path), message).help(help)
}

/// A name that is not text. The path shows it as far as it can be read.
fn unreadable_name(path: SourcePath, is_folder: bool) -> Diagnostic {
    let what = if is_folder { "folder" } else { "file" };
    let message = format!("The name of this {what} contains characters that cannot be read.");
    Diagnostic::error("unreadable-name", Place::file(path), message)
        .help(format!("Rename the {what}, with letters, digits and hyphens."))
}
