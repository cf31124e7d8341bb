//! The only reader: walks a hub's folder once and takes every file in.
//!
//! It follows no link out of the hub, skips what editors and operating systems leave behind, and
//! says so where a person would wonder. It never writes.

use std::collections::BTreeSet;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
use walkdir::WalkDir;
use wellread_model::{Diagnostic, Place, SourcePath};

use crate::sources::Stamp;
use crate::{SourceFile, Sources};

/// The file and the folders of a hub that are read. Everything else in it is none of our business.
pub const INPUTS: [&str; 4] = ["site.toml", "content", "static", "themes"];

/// The endings of files whose text is read by Wellread itself.
const TEXT_EXTENSIONS: [&str; 5] = ["md", "toml", "html", "css", "svg"];

/// A file younger than this when it was read may change again without a new time stamp: file
/// systems count in steps of up to two seconds (FAT).
const TRUSTED_AGE: Duration = Duration::from_secs(3);

/// A failure of the machine while reading a hub.
#[derive(Debug)]
pub struct ScanError {
    /// The file or folder that could not be read.
    pub path: PathBuf,
    /// Why.
    pub source: io::Error,
}

impl fmt::Display for ScanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot read {}", self.path.display())
    }
}

impl std::error::Error for ScanError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

/// Reads the hub at `root`. A file that looks from outside as it did in `previous` is not read
/// again, unless it was so young then that its time stamps prove nothing.
///
/// # Errors
/// A file or folder that exists and cannot be read. A file that vanishes while we read is taken
/// as gone.
pub fn scan(root: &Path, previous: &Sources) -> Result<Sources, ScanError> {
    let mut found: Vec<(SourcePath, PathBuf)> = Vec::new();
    let mut diagnostics = Vec::new();
    let [settings, folders @ ..] = INPUTS;
    let file = root.join(settings);
    if file.is_file() {
        found.push((SourcePath::new(settings), file));
    }
    for folder in folders {
        if root.join(folder).is_dir() {
            walk(root, folder, &mut found, &mut diagnostics)?;
        }
    }
    leave_out_conflict_copies(&mut found, &mut diagnostics);
    let now = SystemTime::now();
    let read: Vec<Option<(SourcePath, SourceFile)>> = found
        .into_par_iter()
        .map(|(path, file)| match read(&path, &file, previous, now) {
            Ok(source) => Ok(Some((path, source))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(ScanError { path: file, source }),
        })
        .collect::<Result<_, _>>()?;
    let mut files: Vec<(SourcePath, SourceFile)> = read.into_iter().flatten().collect();
    files.par_sort_by(|(a, _), (b, _)| a.cmp(b));
    for pair in files.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
        diagnostics.push(
            Diagnostic::error(
                "same-name",
                Place::file(pair[0].0.clone()),
                "Two files have this same name, spelled with different accent characters.",
            )
            .help("Rename one of them."),
        );
    }
    Ok(Sources::new(files.into_iter().collect(), diagnostics))
}

fn walk(
    root: &Path,
    folder: &str,
    found: &mut Vec<(SourcePath, PathBuf)>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<(), ScanError> {
    let top = root.join(folder);
    // Every path that the walk gives begins with that of its top.
    let of_root = top.as_os_str().len() - folder.len();
    let entries = WalkDir::new(&top).into_iter().filter_entry(|entry| {
        let name = entry.file_name().to_string_lossy();
        // What is copied as it is may hold `.well-known/` or `.nojekyll`.
        let meant = folder == "static" && name.starts_with('.') && !name.ends_with(".swp");
        !is_leftover(&name) || (meant && !matches!(&*name, ".DS_Store" | ".git"))
    });
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) if is_gone(&error) => continue,
            Err(error) => {
                let path = error.path().unwrap_or(root).to_owned();
                return Err(ScanError { path, source: error.into() });
            }
        };
        if entry.file_type().is_dir() {
            continue;
        }
        let written = &entry.path().as_os_str().as_encoded_bytes()[of_root..];
        let written = String::from_utf8_lossy(written);
        let path = SourcePath::new(&written.replace(std::path::MAIN_SEPARATOR, "/"));
        if entry.file_type().is_symlink() {
            if leads_to_a_file_in(root, entry.path()) {
                found.push((path, entry.into_path()));
            } else {
                let message =
                    "This is a link to a folder, or to something outside the hub. It was left out.";
                diagnostics.push(
                    Diagnostic::warning("link-left-out", Place::file(path), message)
                        .help("Put a copy of the file itself here."),
                );
            }
        } else if entry.file_type().is_file() {
            if entry.path().to_str().is_none() {
                let message = "The name of this file holds characters that cannot be read.";
                diagnostics.push(
                    Diagnostic::error("unreadable-name", Place::file(path), message)
                        .help("Rename the file, with letters, digits and hyphens."),
                );
            } else {
                found.push((path, entry.into_path()));
            }
        }
    }
    Ok(())
}

fn is_gone(error: &walkdir::Error) -> bool {
    error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound)
}

/// Whether a symbolic link leads to a file inside the hub.
fn leads_to_a_file_in(root: &Path, link: &Path) -> bool {
    match (link.canonicalize(), root.canonicalize()) {
        (Ok(target), Ok(root)) => target.starts_with(root) && target.is_file(),
        _ => false,
    }
}

/// What editors, office programs and operating systems leave in folders.
fn is_leftover(name: &str) -> bool {
    let ends_with = |extension: &&str| {
        let start = name.len().checked_sub(extension.len());
        start.and_then(|at| name.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(extension))
    };
    name.starts_with('.')
        || name.starts_with("~$")
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || ["thumbs.db", "desktop.ini", "icon\r", "__macosx"]
            .iter()
            .any(|leftover| name.eq_ignore_ascii_case(leftover))
        || [".swp", ".swo", ".swx", ".tmp", ".temp", ".bak", ".orig", ".part", ".crdownload"]
            .iter()
            .any(ends_with)
}

/// Leaves out the second copies that cloud drives and file managers make, with a warning each.
/// `iep (1).md` is one only if `iep.md` stands beside it.
fn leave_out_conflict_copies(
    found: &mut Vec<(SourcePath, PathBuf)>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if !found.iter().any(|(path, _)| original_of_copy(path).is_some()) {
        return;
    }
    let names: BTreeSet<String> =
        found.iter().map(|(path, _)| path.as_str().to_lowercase()).collect();
    found.retain(|(path, _)| {
        let Some(original) = original_of_copy(path) else { return true };
        let clear = path.as_str().contains("conflict");
        if !clear && !names.contains(&original.to_lowercase()) {
            return true;
        }
        let message = format!("This looks like a second copy of {original}. It was left out.");
        diagnostics.push(
            Diagnostic::warning("conflict-copy", Place::file(path.clone()), message).help(
                "Compare the two, keep what is right in the original, and delete this copy. \
                 If it is a page of its own, give it another name.",
            ),
        );
        false
    });
}

/// The file that this one seems to be a copy of, by the names that Dropbox, OneDrive, Syncthing,
/// Windows and macOS give.
fn original_of_copy(path: &SourcePath) -> Option<String> {
    let name = path.file_name();
    let (stem, extension) = name.rsplit_once('.')?;
    let base = if let Some((base, rest)) = stem.rsplit_once(" (") {
        let inner = rest.strip_suffix(')')?;
        let counted =
            !inner.is_empty() && inner.len() <= 2 && inner.bytes().all(|b| b.is_ascii_digit());
        (counted || inner.to_lowercase().contains("conflict")).then_some(base)?
    } else if let Some((base, _)) = stem.split_once(".sync-conflict-") {
        base
    } else {
        stem.strip_suffix(" - Copy").or_else(|| stem.strip_suffix(" copy"))?
    };
    let folder = path.folder();
    Some(format!("{folder}/{base}.{extension}"))
}

fn read(
    path: &SourcePath,
    file: &Path,
    previous: &Sources,
    now: SystemTime,
) -> io::Result<SourceFile> {
    if let Some(known) = previous.get(path)
        && known.stamp.is_some()
        && known.stamp == Stamp::of(&fs::metadata(file)?)
    {
        return Ok(known.clone());
    }
    let mut opened = File::open(file)?;
    let metadata = opened.metadata()?;
    let extension = path.as_str().rsplit_once('.').map_or("", |(_, extension)| extension);
    let is_text = TEXT_EXTENSIONS.iter().any(|text| extension.eq_ignore_ascii_case(text));
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0) + 1);
    opened.read_to_end(&mut bytes)?;
    let mut source = SourceFile::new(bytes, is_text);
    source.stamp = Stamp::of(&metadata).filter(|stamp| stamp.is_older_than(TRUSTED_AGE, now));
    Ok(source)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leftovers_are_known() {
        for name in [".DS_Store", "Thumbs.db", "iep.md~", ".iep.md.swp", "~$iep.docx", "#iep.md#"] {
            assert!(is_leftover(name), "{name}");
        }
        assert!(!is_leftover("iep.md"));
    }

    #[test]
    fn copies_are_known_by_their_names() {
        let original = |name: &str| original_of_copy(&SourcePath::new(name));
        assert_eq!(original("c/iep (1).md").as_deref(), Some("c/iep.md"));
        assert_eq!(
            original("c/iep (Ana's conflicted copy 2026-01-02).md").as_deref(),
            Some("c/iep.md")
        );
        assert_eq!(
            original("c/iep.sync-conflict-20260102-101112-ABC.md").as_deref(),
            Some("c/iep.md")
        );
        assert_eq!(original("c/iep - Copy.md").as_deref(), Some("c/iep.md"));
        assert_eq!(original("c/who we are (team).md"), None);
    }
}
