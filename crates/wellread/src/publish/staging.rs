//! The staging directory: where new files are written in full before they are moved into place.
//!
//! It is in `.wellread/` beside the output folder: not in it, so that nothing unfinished is ever in a
//! folder that is copied to a web host; and as near as that, because a file can take the place of
//! another in one step only within one file system.
//! A lock file there admits one program at a time; the operating system releases the lock when its
//! program ends, however it ends.
//!
//! What is found at these names is not trusted: a link is refused, and so is a folder with any file
//! that has not the name of a staged one.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use same_file::Handle;
use xxhash_rust::xxh3::xxh3_128;

use super::disk::Disk;
use super::record::{self, BuildRecord};
use super::shown::shown;
use super::site_folder::SiteFolder;

/// The folder beside the output that holds the lock and the staged files.
pub(super) const HOME: &str = ".wellread";

/// The file in it that a program locks while it writes.
const LOCK: &str = "lock";

/// The folder in it with the staged files.
const STAGED: &str = "staging";

/// The folder in it that becomes the output folder, and then holds the old site until that is
/// removed.
const NEXT: &str = "next";

/// The name under which the list of the files of [`NEXT`] is staged: no path of a site is empty.
const CLAIM: &str = "";

/// The extension of staged files, by which those of a killed build are recognized.
const EXTENSION: &str = "staged";

/// An open staging directory. Dropping it removes the directory and admits the next program.
#[derive(Debug)]
pub(super) struct Staging {
    disk: Arc<Disk>,
    home: PathBuf,
    /// Folders above `home` that this run created, the outermost first.
    created: Vec<PathBuf>,
    lock: Option<File>,
}

/// Whether to wait for a program that holds the lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wait {
    Yes,
    No,
}

impl Staging {
    /// Opens a staging directory for the output folder `target`, after waiting for any other program
    /// that has it. If none can be created beside the folder, as beside a web root that belongs to
    /// the administrator, it is in the hub at `root`.
    ///
    /// # Errors
    /// If there is no place to write to, or something in its place that Wellread did not make.
    pub(super) fn open(disk: &Arc<Disk>, target: &Path, root: &Path) -> Result<Self> {
        let places = places(target, root);
        let mut refused = None;
        for place in &places {
            match Self::open_in(disk, place, Wait::Yes) {
                Ok(Some(staging)) => {
                    disk.create_folder(&staging.folder())
                        .with_context(|| cannot_write(&staging.home))?;
                    return Ok(staging);
                }
                Ok(None) => {}
                Err(error) if is_not_ours(&error) => refused = refused.or(Some(error)),
                Err(error) => return Err(error),
            }
        }
        let error = refused.unwrap_or_else(|| anyhow::anyhow!("there is no folder to write in"));
        Err(error.context(format!(
            "the site for {} cannot be prepared: Wellread may not write beside that folder, nor in \
             the hub.\nName a folder inside it with --output, or one elsewhere.",
            shown(target)
        )))
    }

    /// The staging directories for `target` that a killed build has left, unless a program is writing
    /// there now. They are empty again. Failures don't matter: the next build that writes reports
    /// them.
    pub(super) fn left(disk: &Arc<Disk>, target: &Path, root: &Path) -> Vec<Self> {
        places(target, root)
            .into_iter()
            .filter(|place| {
                fs::symlink_metadata(place.join(HOME)).is_ok_and(|found| found.is_dir())
            })
            .filter_map(|place| Self::open_in(disk, &place, Wait::No).ok().flatten())
            .collect()
    }

    /// Locks the directory in a folder and empties it. `None` if it is locked and `wait` is no.
    fn open_in(disk: &Arc<Disk>, folder: &Path, wait: Wait) -> Result<Option<Self>> {
        let home = folder.join(HOME);
        let name = home.join(LOCK);
        let failed = || cannot_write(folder);
        // From here on, dropping it removes what this run created.
        let mut staging = Self { disk: Arc::clone(disk), home, created: Vec::new(), lock: None };
        loop {
            // Inside the loop, because the program before us may remove the directory, and the folders
            // that it has created above it, at any moment until we hold a lock on the file in it.
            disk.create_folders(folder, &mut staging.created).with_context(failed)?;
            match disk.create_folder(&staging.home) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    refuse_unless(&staging.home, fs::Metadata::is_dir, "folder")?;
                }
                result => result.with_context(failed)?,
            }
            refuse_unless(&name, fs::Metadata::is_file, "file")?;
            let lock = match disk.open_lock(&name) {
                Ok(lock) => lock,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error).with_context(failed),
            };
            match wait {
                Wait::Yes => lock.lock().with_context(failed)?,
                Wait::No if lock.try_lock().is_err() => return Ok(None),
                Wait::No => {}
            }
            // While we waited, the holder may have removed this file and a third program created
            // another of the same name. Our lock would then be on a file that no other program sees.
            let ours = lock.try_clone().and_then(Handle::from_file).with_context(failed)?;
            if Handle::from_path(&name).is_ok_and(|found| found == ours) {
                staging.lock = Some(lock);
                staging.remove_leftovers()?;
                return Ok(Some(staging));
            }
        }
    }

    /// Writes the future content of `path`, without touching the file at `path`.
    ///
    /// # Errors
    /// Failures of the machine.
    pub(super) fn write(&self, path: &str, bytes: &[u8]) -> Result<()> {
        self.disk.write_new(&self.staged(path), bytes).with_context(|| cannot_write(&self.home))
    }

    /// Waits until the written content of `path` is on the disk.
    ///
    /// # Errors
    /// Failures of the machine.
    pub(super) fn sync(&self, path: &str) -> Result<()> {
        self.disk.sync(&self.staged(path)).with_context(|| cannot_write(&self.home))
    }

    /// Where the new content of `path` waits. A hash of the path in place of the path itself, so that
    /// the directory is flat and no name in it is too long for the file system.
    pub(super) fn staged(&self, path: &str) -> PathBuf {
        self.folder().join(format!("{:032x}.{EXTENSION}", xxh3_128(path.as_bytes())))
    }

    /// The tree of a site that takes the place of the output folder in one step.
    pub(super) fn next(&self) -> PathBuf {
        self.home.join(NEXT)
    }

    /// The way to the file system.
    pub(super) fn disk(&self) -> Arc<Disk> {
        Arc::clone(&self.disk)
    }

    /// Writes down which files may be in [`Self::next`], before it is created.
    ///
    /// # Errors
    /// Failures of the machine.
    pub(super) fn claim_next(&self, claim: &BuildRecord) -> Result<()> {
        self.write(CLAIM, claim.write().as_bytes())?;
        self.sync(CLAIM)
    }

    /// Removes [`Self::next`], as far as its files are claimed, and then the claim.
    ///
    /// # Errors
    /// If there is anything else in it, or the machine fails.
    pub(super) fn remove_next(&self) -> Result<()> {
        let next = self.next();
        refuse_unless(&next, fs::Metadata::is_dir, "folder")?;
        let claim = self.staged(CLAIM);
        if next.exists() {
            let text = fs::read_to_string(&claim).unwrap_or_default();
            let mut files = BuildRecord::read(&text).unwrap_or_default().files;
            files.insert(record::FILE.to_owned(), record::UNLINKED);
            let folder = SiteFolder::new(self.disk(), next.clone(), next.clone());
            folder.remove(&files.keys().collect::<Vec<_>>())?;
            if self.disk.remove_empty_folder(&next).is_err() {
                bail!(
                    "{} holds files that Wellread did not make, and it is needed to prepare the \
                     site.\nMove it away, then build again.",
                    shown(&next)
                );
            }
        }
        match self.disk.remove_file(&claim) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            result => result.with_context(|| cannot_write(&self.home)),
        }
    }

    fn folder(&self) -> PathBuf {
        self.home.join(STAGED)
    }

    /// Removes the staged files of a program that was killed. Under the lock they can be no other's.
    ///
    /// # Errors
    /// If there is anything else, or the machine fails.
    fn remove_leftovers(&self) -> Result<()> {
        // Before the claim to its files is gone.
        if self.next().exists() {
            self.remove_next()?;
        }
        let folder = self.folder();
        refuse_unless(&folder, fs::Metadata::is_dir, "folder")?;
        let failed = || cannot_write(&self.home);
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error).with_context(failed),
        };
        let mut files = Vec::new();
        for entry in entries {
            let entry = entry.with_context(failed)?;
            let is_file = entry.file_type().with_context(failed)?.is_file();
            if !is_file || !is_staged(&entry.path()) {
                bail!(
                    "{} is not a file that Wellread made, and the folder it is in is needed to \
                     prepare the site.\nMove it away, then build again.",
                    shown(&entry.path())
                );
            }
            files.push(entry.path());
        }
        // Only now, so that a folder with a single file of someone else's stays as it is.
        files.iter().try_for_each(|file| self.disk.remove_file(file)).with_context(failed)?;
        self.disk.remove_empty_folder(&folder).with_context(failed)
    }
}

impl Drop for Staging {
    /// Removes everything that this run has created beside the output, as far as it is empty or a
    /// staged file. Failures don't matter: what is left is removed by the next program.
    fn drop(&mut self) {
        if let Some(lock) = self.lock.take() {
            let _ = self.remove_leftovers();
            let name = self.home.join(LOCK);
            // Before it is unlocked: afterward it may be another program's. A lock file is empty; a
            // file of this name that is not is someone else's.
            if fs::symlink_metadata(&name).is_ok_and(|found| found.len() == 0) {
                let _ = self.disk.remove_file(&name);
            }
            // From here on the next program may be writing here. One that waits on the removed lock
            // file notices and starts over. To close the file would not always do: a program that is
            // being started from another thread has it open for a moment, and with it the lock. But
            // Windows only removes the name once no program has the file open.
            let _ = lock.unlock();
        }
        let _ = self.disk.remove_empty_folder(&self.home);
        for folder in self.created.iter().rev() {
            // The system refuses to remove folders that are in use by now.
            let _ = self.disk.remove_empty_folder(folder);
        }
    }
}

/// The folders in which a staging directory for `target` can be, the best first.
fn places(target: &Path, root: &Path) -> Vec<PathBuf> {
    // Beside the output folder; if that is somewhere inside another site, as `public/es` is, then
    // beside the outermost one, since all of it is copied to a web host.
    let outermost = target.ancestors().skip(1).filter(|above| record::is_site(above)).last();
    let site = outermost.unwrap_or(target);
    let beside = site.parent().unwrap_or(site).to_owned();
    let mut places = vec![beside];
    if !places.contains(&root.to_owned()) {
        places.push(root.to_owned());
    }
    places
}

/// Whether the file may be a staged one, by its name.
fn is_staged(file: &Path) -> bool {
    let hash = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    file.extension().is_some_and(|extension| extension == EXTENSION)
        && hash.len() == 32
        && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Refuses what is at `path` if it is not of the right kind. Links are of none: what is written or
/// removed through them is elsewhere, among files that were never checked.
fn refuse_unless(path: &Path, is_right: fn(&fs::Metadata) -> bool, kind: &str) -> Result<()> {
    match fs::symlink_metadata(path) {
        Ok(found) if !is_right(&found) => bail!(
            "{} is not a {kind} that Wellread made, and it is needed to prepare the site.\n\
             Move it away, then build again.",
            shown(path)
        ),
        _ => Ok(()),
    }
}

/// Whether a place was refused because it belongs to someone else, so that another may do.
fn is_not_ours(error: &anyhow::Error) -> bool {
    let kind = error.root_cause().downcast_ref::<io::Error>().map(io::Error::kind);
    matches!(kind, Some(io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem))
}

fn cannot_write(folder: &Path) -> String {
    format!("cannot write to the folder {}", shown(folder))
}
