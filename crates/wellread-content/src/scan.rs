//! Reads a hub's folder: the only code of this crate that touches the file system.
//!
//! One scan walks the folder and takes every file in. It follows no link out of the hub and leaves
//! out what editors and operating systems leave behind (see [`crate::leftovers`]), with a warning
//! where a person would wonder. It never writes, and it never looks into a file.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
use walkdir::WalkDir;
use wellread_model::media::{TEXT_EXTENSIONS, has_extension};
use wellread_model::{Diagnostic, Place, SourcePath};

use crate::leftovers::{is_leftover, remove_conflict_copies};
use crate::sources::{SETTINGS, SourceFile, Sources};
use crate::stamp::Stamp;

/// The folders of a hub that are read.
const FOLDERS: [&str; 3] = ["content", "static", "themes"];

/// The file and the folders of a hub that are read. Whatever else is beside them (a README, the
/// built site, `.git`) belongs to others; a watcher need not look at it either.
pub const INPUTS: [&str; 4] = [SETTINGS, FOLDERS[0], FOLDERS[1], FOLDERS[2]];

/// A file younger than this when it was read may change again without a new time stamp: file
/// systems count in steps of up to two seconds (FAT), and clocks of network drives differ a little.
const TRUSTED_AGE: Duration = Duration::from_secs(3);

/// A failure of the machine while reading a hub. There is no sensible site without the file, so the
/// scan ends with the first one.
#[derive(Debug)]
pub struct ScanError {
    /// The file or folder that could not be read.
    pub path: PathBuf,
    /// The reason, in the words of the operating system.
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

/// Reads the hub at `root`. A file whose size, times and identity are as they were in `previous` is
/// not read again, unless it was so young then that its times prove nothing.
///
/// # Errors
/// A file or folder that exists and cannot be read. A file that vanishes during the scan counts as
/// deleted, since editors replace files all the time.
///
/// # Examples
/// ```
/// use wellread_content::{Sources, scan};
///
/// let hub = tempfile::tempdir()?;
/// std::fs::write(hub.path().join("site.toml"), "title = \"Hub\"\n")?;
/// std::fs::create_dir_all(hub.path().join("content/pages"))?;
/// std::fs::write(hub.path().join("content/pages/about.md"), "---\ntitle: About\n---\n")?;
///
/// let first = scan(hub.path(), &Sources::default())?;
/// assert_eq!(first.content().iter().count(), 1);
/// // A second scan starts from the first and finds the same.
/// assert!(scan(hub.path(), &first)?.is_same_as(&first));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn scan(root: &Path, previous: &Sources) -> Result<Sources, ScanError> {
    let mut found: Vec<FoundFile> = Vec::new();
    let mut diagnostics = Vec::new();
    // A hub without settings is reported later, in the author's words.
    let file = root.join(SETTINGS);
    if file.is_file() {
        found.push(FoundFile { path: SourcePath::new(SETTINGS), file });
    }
    for folder in FOLDERS {
        if root.join(folder).is_dir() {
            walk(root, folder, &mut found, &mut diagnostics)?;
        }
    }
    remove_conflict_copies(&mut found, |found| &found.path, &mut diagnostics);
    // One time for all files, taken before the first is read: a file that changes later is younger.
    let now = SystemTime::now();
    let read: Vec<Option<(SourcePath, SourceFile)>> = found
        .into_par_iter()
        .map(|FoundFile { path, file }| match read(&path, &file, previous, now) {
            Ok(source) => Ok(Some((path, source))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(ScanError { path: file, source }),
        })
        .collect::<Result<_, _>>()?;
    let mut files: Vec<(SourcePath, SourceFile)> = read.into_iter().flatten().collect();
    // By path as the hub knows it; the file system sorts in ways of its own, if at all.
    files.par_sort_by(|(a, _), (b, _)| a.cmp(b));
    // On Linux, two names that differ only in how an accent is encoded are two files.
    for pair in files.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
        let message = "Two files have this name, with the accents encoded in different ways.";
        diagnostics.push(
            Diagnostic::error("same-name", Place::file(pair[0].0.clone()), message)
                .help("Rename one of them."),
        );
    }
    Ok(Sources::new(files.into_iter().collect(), diagnostics))
}

/// A file that the walk came upon.
struct FoundFile {
    /// Its path in the hub.
    path: SourcePath,
    /// The same file as the operating system names it.
    file: PathBuf,
}

/// Collects the files below one folder of the hub, in no particular order: how a folder is listed
/// differs between file systems, so the scan sorts them at its end.
fn walk(
    root: &Path,
    folder: &str,
    found: &mut Vec<FoundFile>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<(), ScanError> {
    let top = root.join(folder);
    // Every path that the walk gives begins with that of its top. Cutting it off by its length is
    // exact where comparing components would not be: names need not be UTF-8.
    let root_length = top.as_os_str().len() - folder.len();
    let entries = WalkDir::new(&top).into_iter().filter_entry(|entry| {
        let name = entry.file_name().to_string_lossy();
        // Hosts read some hidden files, such as `.well-known/` or `.nojekyll`.
        let is_wanted = folder == "static" && name.starts_with('.') && !name.ends_with(".swp");
        !is_leftover(&name) || (is_wanted && !matches!(&*name, ".DS_Store" | ".git"))
    });
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) if is_not_found(&error) => continue,
            Err(error) => {
                let path = error.path().unwrap_or(root).to_owned();
                return Err(ScanError { path, source: error.into() });
            }
        };
        if entry.file_type().is_dir() {
            continue;
        }
        let written = &entry.path().as_os_str().as_encoded_bytes()[root_length..];
        let written = String::from_utf8_lossy(written);
        let path = SourcePath::new(&written.replace(std::path::MAIN_SEPARATOR, "/"));
        let file_type = entry.file_type();
        if file_type.is_symlink() && !leads_to_a_file_in(root, entry.path()) {
            let message =
                "This is a link to a folder, or to something outside the hub. It was left out.";
            diagnostics.push(
                Diagnostic::warning("link-left-out", Place::file(path), message)
                    .help("Put a copy of the file itself here."),
            );
        } else if file_type.is_file() && entry.path().to_str().is_none() {
            let message = "The name of this file contains characters that cannot be read.";
            diagnostics.push(
                Diagnostic::error("unreadable-name", Place::file(path), message)
                    .help("Rename the file, with letters, digits and hyphens."),
            );
        } else if file_type.is_file() || file_type.is_symlink() {
            found.push(FoundFile { path, file: entry.into_path() });
        }
        // Pipes, sockets and devices are passed over: to read one could take forever.
    }
    Ok(())
}

/// Whether a step of the walk failed only because the file or folder was deleted meanwhile.
fn is_not_found(error: &walkdir::Error) -> bool {
    error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound)
}

/// Whether a symbolic link leads to a file inside the hub. Any other would publish what is not part
/// of the hub, perhaps unnoticed.
fn leads_to_a_file_in(root: &Path, link: &Path) -> bool {
    match (link.canonicalize(), root.canonicalize()) {
        (Ok(target), Ok(root)) => target.starts_with(root) && target.is_file(),
        _ => false,
    }
}

/// Reads one file, or takes it from the previous scan.
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
    // The times are taken before the content: if the file changes in between, its stamp is older
    // than its content, and the next scan reads it again.
    let metadata = opened.metadata()?;
    // One byte more than the size, so that the end of the file is found without growing the buffer.
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0) + 1);
    opened.read_to_end(&mut bytes)?;
    let mut source = SourceFile::new(bytes, has_extension(path.as_str(), &TEXT_EXTENSIONS));
    source.stamp = Stamp::of(&metadata).filter(|stamp| stamp.is_older_than(TRUSTED_AGE, now));
    Ok(source)
}
