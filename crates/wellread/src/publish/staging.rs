//! The staging directory: where new files are written in full before they are renamed into place.
//!
//! It lies inside the output folder, because a rename is only atomic within one file system. A lock
//! file in it admits one program at a time; the operating system releases the lock when its program
//! ends, however it ends.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use same_file::Handle;
use xxhash_rust::xxh3::xxh3_128;

/// The name of the staging directory in the output folder.
pub(super) const FOLDER: &str = ".wellread-tmp";

/// The file in it that a program locks while it writes.
const LOCK: &str = "lock";

/// An open staging directory. Dropping it removes the directory and admits the next program.
#[derive(Debug)]
pub(super) struct Staging {
    folder: PathBuf,
    /// The output folder that the files are for.
    target: PathBuf,
    /// Whether this run created the output folder.
    is_new: bool,
    lock: Option<File>,
}

impl Staging {
    /// Opens the staging directory of `target`, after waiting for any other program that has it.
    ///
    /// # Errors
    /// If the output folder cannot be written to.
    pub(super) fn open(target: &Path, is_new: bool) -> Result<Self> {
        let folder = target.join(FOLDER);
        let name = folder.join(LOCK);
        let failed = || format!("cannot write to the folder {}", target.display());
        loop {
            // Inside the loop, because the program before us may remove the directory at any moment
            // until we hold a lock on the file in it.
            fs::create_dir_all(&folder).with_context(failed)?;
            let lock = match File::create(&name) {
                Ok(lock) => lock,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error).with_context(failed),
            };
            lock.lock().with_context(failed)?;
            // While we waited, the holder may have removed this file and a third program created
            // another of the same name. Our lock would then be on a file that no other program sees.
            let ours = lock.try_clone().and_then(Handle::from_file).with_context(failed)?;
            if Handle::from_path(&name).is_ok_and(|found| found == ours) {
                let staging = Self { folder, target: target.to_owned(), is_new, lock: Some(lock) };
                // Files of a program that was killed; under the lock no other program uses them.
                staging.clear();
                return Ok(staging);
            }
        }
    }

    /// Whether this run created the output folder, so that there is no old site in it.
    pub(super) const fn is_new(&self) -> bool {
        self.is_new
    }

    /// Writes the future content of `path`, without touching the file at `path`.
    ///
    /// # Errors
    /// Failures of the machine.
    pub(super) fn write(&self, path: &str, bytes: &[u8]) -> Result<()> {
        // Nothing is flushed to the disk. A build that is killed loses nothing by that, and if the
        // machine loses power, the next build finds files that differ from the record and replaces them.
        fs::write(self.temporary(path), bytes)
            .with_context(|| format!("cannot write to the folder {}", self.folder.display()))
    }

    /// Renames a written file into place. A reader sees the old file or the new one, nothing between.
    ///
    /// # Errors
    /// Failures of the machine, such as a folder in the place of the file.
    pub(super) fn commit(&self, path: &str) -> Result<()> {
        let file = self.target.join(path);
        fs::rename(self.temporary(path), &file)
            .with_context(|| format!("cannot write {}", file.display()))
    }

    /// Where the new content of `path` waits. A hash of the path in place of the path itself, so that
    /// the directory is flat and no name in it is too long for the file system.
    fn temporary(&self, path: &str) -> PathBuf {
        self.folder.join(format!("{:032x}", xxh3_128(path.as_bytes())))
    }

    /// Removes everything but the lock. Failures don't matter: what is left is overwritten or
    /// removed by the next program.
    fn clear(&self) {
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            if entry.file_name() != LOCK {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // Everything is removed before the lock is released: afterward the next program may already
        // be writing here. A program that waits on the removed lock file notices and starts over.
        self.clear();
        if cfg!(windows) {
            // A locked file cannot be removed there, and once unlocked it may be another program's.
            return;
        }
        let _ = fs::remove_file(self.folder.join(LOCK));
        let _ = fs::remove_dir(&self.folder);
        drop(self.lock.take());
        if self.is_new {
            // Fails, as it should, unless the folder is still empty: a build that stopped at an error
            // leaves no trace.
            let _ = fs::remove_dir(&self.target);
        }
    }
}
