//! Reads a hub's folder: the only code of this crate that touches the file system.
//!
//! One scan walks the folder and takes every file in. What is in the hub is what is *in its
//! folder*: a link is followed only to a file that the hub holds anyway ([`links`]). It leaves out
//! what editors and operating systems leave behind (see [`crate::leftovers`]), with a warning where
//! a person would wonder. It never writes, and it never looks into a file.

mod error;
mod found;
mod links;
mod top_level;
mod walk;

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
use wellread_model::SourcePath;
use wellread_model::media::{TEXT_EXTENSIONS, has_extension};
use wellread_model::portable::name_problem;

pub use self::error::ScanError;
use self::found::{FoundFile, FoundFiles, remove_same_paths};
use self::links::FollowedLinks;
pub use self::top_level::INPUTS;
use crate::file_retry::retry_while_open;
use crate::sources::{SourceFile, Sources};
use crate::stamp::FileStamp;

/// A file younger than this when it was read may change again without a new time stamp: file
/// systems count in steps of up to two seconds (FAT), and clocks of network drives differ a little.
const TRUSTED_AGE: Duration = Duration::from_secs(3);

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
    let mut found = FoundFiles::default();
    let top_level = top_level::inspect(root, &mut found.diagnostics)?;
    // A hub without settings is reported later, in the author's words.
    for name in top_level.files {
        found.files.push(FoundFile { path: SourcePath::new(name), file: root.join(name) });
    }
    let links = FollowedLinks::new(root);
    for folder in top_level.folders {
        walk::walk(root, folder, &links, &mut found)?;
    }
    let FoundFiles { mut files, mut diagnostics } = found;
    // By path as the hub knows it; the file system sorts in ways of its own, if at all.
    files.par_sort_by(|a, b| (&a.path, &a.file).cmp(&(&b.path, &b.file)));
    remove_same_paths(&mut files, &mut diagnostics);
    // One time for all files, taken before the first is read: a file that changes later is younger.
    let now = SystemTime::now();
    let read: Vec<Option<(SourcePath, SourceFile)>> = files
        .into_par_iter()
        .map(|FoundFile { path, file }| match read(&path, &file, previous, now) {
            Ok(source) => Ok(Some((path, source))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            // Such as `nul.txt`, made elsewhere: Windows lists it and opens a device in its place.
            // The name is an error, which a failure of the machine would hide.
            Err(_) if name_problem(path.file_name()).is_some() => {
                Ok(Some((path, SourceFile::new(Vec::new(), false))))
            }
            Err(source) => Err(ScanError { path: file, source }),
        })
        .collect::<Result<_, _>>()?;
    Ok(Sources::new(read.into_iter().flatten().collect(), diagnostics))
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
        && known.stamp == FileStamp::from_metadata(&fs::metadata(file)?)
    {
        return Ok(known.clone());
    }
    let mut opened = retry_while_open(file, || File::open(file))?;
    // The times are taken before the content: if the file changes in between, its stamp is older
    // than its content, and the next scan reads it again.
    let metadata = opened.metadata()?;
    // One byte more than the size, so that the end of the file is found without growing the buffer.
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0) + 1);
    opened.read_to_end(&mut bytes)?;
    let mut source = SourceFile::new(bytes, has_extension(path.as_str(), &TEXT_EXTENSIONS));
    source.stamp =
        FileStamp::from_metadata(&metadata).filter(|stamp| stamp.is_older_than(TRUSTED_AGE, now));
    Ok(source)
}
