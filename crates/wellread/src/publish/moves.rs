//! Moves staged files into the output folder, one by one.
//!
//! A reader sees the old file or the new one, nothing between. Where the staging directory turns
//! out to be on another disk, as when the output folder is one of its own, the file is first copied
//! to a name that no page has. The folders that a path leads through have been looked at before.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use anyhow::Result;

use super::disk::Disk;
use super::record;
use super::site_folder::{PathState, SiteFolder};
use super::staging::Staging;

/// The name in the output folder under which a file from another disk is completed. A build that is
/// killed leaves it there, and the next one removes it.
pub(super) const COPY: &str = ".wellread-copy";

/// The way from a staging directory into an output folder.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moves<'a> {
    pub(super) disk: &'a Disk,
    pub(super) staging: &'a Staging,
    pub(super) folder: &'a SiteFolder,
    /// Locked while there is a copy: only one file at a time can have that name.
    pub(super) copying: &'a Mutex<()>,
}

impl Moves<'_> {
    /// Replaces the file at `path`, or a link there, by the staged one.
    ///
    /// # Errors
    /// Failures of the machine.
    pub(super) fn replace(self, path: &str) -> Result<()> {
        let file = self.folder.file(path);
        let moved = match self.disk.rename(&self.staging.staged(path), &file) {
            Err(error) if error.kind() == io::ErrorKind::CrossesDevices => self.copy(path),
            result => result,
        };
        moved.map_err(|error| {
            // Neither could the copy be moved, so its folder is on a disk of its own.
            let advice = match error.kind() {
                io::ErrorKind::CrossesDevices => {
                    ": another disk is mounted inside of the output folder.\n\
                     Unmount it, or name another folder with --output"
                }
                _ => "",
            };
            let failed = format!("cannot write {}{advice}", self.folder.path_text(path));
            anyhow::Error::new(error).context(failed)
        })
    }

    /// Adds the staged file at `path`, where there was nothing when it was staged.
    ///
    /// # Errors
    /// If there is something now, or the machine fails.
    pub(super) fn add(self, path: &str) -> Result<()> {
        let (staged, file) = (self.staging.staged(path), self.folder.file(path));
        // A second name for the same file: unlike a rename, this never takes the place of a file
        // that another program has put there in the meantime. The first name is removed with the
        // staging directory.
        if self.disk.link(&staged, &file).is_ok() {
            return Ok(());
        }
        // Not all file systems support this, and their error codes differ, so check whether
        // something is there.
        match self.folder.look(path)? {
            PathState::Nothing => self.replace(path),
            // Folders without files, of which the removal of old files has left more than one.
            PathState::Folder if self.folder.remove_empty_tree(path).is_ok() => self.replace(path),
            _ => self.folder.refuse(path),
        }
    }

    /// Replaces the file at `path` by way of a copy in the output folder.
    fn copy(self, path: &str) -> io::Result<()> {
        // A thread that panicked has left a copy at worst, which is removed next.
        let _copying = self.copying.lock().unwrap_or_else(PoisonError::into_inner);
        remove_copy(self.disk, self.folder.root())?;
        let copy = self.folder.file(COPY);
        let staged = self.staging.staged(path);
        self.disk.write_new(&copy, &fs::read(&staged)?)?;
        if path == record::FILE {
            self.disk.sync(&copy)?;
        }
        self.disk.rename(&copy, &self.folder.file(path))?;
        // As after a rename: there may be another file for this path, such as the final record.
        self.disk.remove_file(&staged)
    }
}

/// Removes the copy that a killed build has left in an output folder.
pub(super) fn remove_copy(disk: &Disk, root: &Path) -> io::Result<()> {
    let copy = root.join(COPY);
    // Nothing but a file: no build has made anything else of this name.
    if fs::symlink_metadata(&copy).is_ok_and(|found| found.is_file()) {
        disk.remove_file(&copy)?;
    }
    Ok(())
}
