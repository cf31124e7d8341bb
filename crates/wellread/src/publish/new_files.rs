//! Files that a command adds to a hub: all of them or none, and never in the place of another.
//!
//! Each is completed under a hidden name next to its place, so that neither a full disk nor a kill
//! leaves an empty file for an editor to open, and a preview that is running never reads half of
//! one.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::disk::Disk;
use super::path_text::path_text;

/// Files that are being added. Those that were added are removed again unless all were
/// ([`NewFiles::finish`]).
#[derive(Debug)]
pub(crate) struct NewFiles<'a> {
    disk: &'a Disk,
    /// The files and folders that are new, in the order in which they were made.
    added: Vec<PathBuf>,
}

impl<'a> NewFiles<'a> {
    /// No files yet.
    pub(crate) const fn new(disk: &'a Disk) -> Self {
        Self { disk, added: Vec::new() }
    }

    /// Adds a file, and the folders above it where they are missing.
    ///
    /// # Errors
    /// If there is something at its place, or the machine fails.
    pub(crate) fn add(&mut self, file: &Path, text: &str) -> Result<()> {
        self.add_as(file, text, |_| Ok(()))
    }

    /// Adds a file that can be run, where systems ask for that.
    ///
    /// # Errors
    /// If there is something at its place, or the machine fails.
    pub(crate) fn add_program(&mut self, file: &Path, text: &str) -> Result<()> {
        let disk = self.disk;
        self.add_as(file, text, |hidden| disk.make_executable(hidden))
    }

    /// Adds a file to which something is done before it gets its name.
    fn add_as(
        &mut self,
        file: &Path,
        text: &str,
        prepare: impl FnOnce(&Path) -> io::Result<()>,
    ) -> Result<()> {
        let failed = || format!("cannot write {}", path_text(file));
        let folder = file.parent().unwrap_or(Path::new(""));
        self.disk
            .create_folders(folder, &mut self.added)
            .with_context(|| format!("cannot create the folder {}", path_text(folder)))?;
        let hidden = hidden_name(folder);
        let written = self.disk.write_new(&hidden, text.as_bytes());
        let completed = written
            .and_then(|()| prepare(&hidden))
            .and_then(|()| self.disk.sync(&hidden))
            .with_context(failed);
        let placed = completed.map(|()| self.place(&hidden, file));
        if !matches!(placed, Ok(Ok(()))) {
            let _ = self.disk.remove_file(&hidden);
        }
        match placed? {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                bail!("{} already exists; it was not changed", path_text(file))
            }
            result => result.with_context(failed),
        }
    }

    /// Says that all files were added.
    pub(crate) fn finish(mut self) {
        self.added.clear();
    }

    /// Gives a completed file its name, unless something has that name.
    fn place(&mut self, hidden: &Path, file: &Path) -> io::Result<()> {
        // One step that fails if there is something; asking first would leave a moment in which an
        // editor could create it. Not all file systems can.
        match self.disk.link(hidden, file) {
            Ok(()) => {
                self.added.push(file.to_owned());
                self.disk.remove_file(hidden)
            }
            Err(_) if fs::symlink_metadata(file).is_ok() => {
                Err(io::Error::from(io::ErrorKind::AlreadyExists))
            }
            Err(_) => {
                self.disk.rename(hidden, file)?;
                self.added.push(file.to_owned());
                Ok(())
            }
        }
    }
}

/// Fails if a folder of a hub in which a file is to be added is a link.
///
/// # Errors
/// If there is such a link. A build would not find the file, and others may own the place.
pub(crate) fn refuse_links(root: &Path, file: &str) -> Result<()> {
    for (end, _) in file.match_indices('/') {
        let folder = &file[..end];
        if root.join(folder).is_symlink() {
            bail!(
                "{folder} is a link to another place, which builds do not follow.\n\
                 Put a folder in its place, then try again."
            );
        }
    }
    Ok(())
}

/// A name in a folder under which a file can be completed. Two programs may be adding files there,
/// and one that was killed may have left such a file, with the number that this program has now.
pub(super) fn hidden_name(folder: &Path) -> PathBuf {
    let program = std::process::id();
    let names = (0..).map(|number| folder.join(format!(".wellread-new-{program}-{number}")));
    let is_free = |name: &PathBuf| fs::symlink_metadata(name).is_err();
    names.into_iter().find(is_free).expect("no folder holds infinitely many files")
}

impl Drop for NewFiles<'_> {
    fn drop(&mut self) {
        for path in self.added.iter().rev() {
            // Nothing more can be done about a failure here, and the one that led to it is
            // reported. A folder in which another program has put a file stays.
            let _ = if path.is_dir() {
                self.disk.remove_empty_folder(path)
            } else {
                self.disk.remove_file(path)
            };
        }
    }
}
