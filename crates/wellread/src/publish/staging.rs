//! The staging directory: where a new site is written in full before it is moved into place.
//!
//! It is in `.wellread/` next to the output folder: not in it, so that nothing unfinished is ever
//! in a folder that is copied to a web host; and as near as that, because a file or folder can take
//! the place of another in one step only within one file system. A lock file there admits one
//! program at a time; the operating system releases the lock when its program ends, however it
//! ends.
//!
//! The staged site is a folder with a name that no one would choose by accident. Without a record
//! in it, it is a site that some build has not finished, and all its files are that build's. With a
//! record, it may be an old site that has given up its place, so only what the record names is
//! removed.
//!
//! What is found at these names is not trusted: a link is refused, and so is anything next to the
//! staged site.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use rayon::prelude::*;
use same_file::Handle;
use xxhash_rust::xxh3::xxh3_128;

use super::disk::Disk;
use super::path_text::path_text;
use super::record::{self, BuildRecord};

/// The folder next to the output that holds the lock and the staged files.
pub(super) const HOME: &str = ".wellread";

/// The file in it that a program locks while it writes.
const LOCK: &str = "lock";

/// The folder in it with the staged site.
const STAGING: &str = "staging";

/// The extension of a staged site, by which that of a killed build is recognized.
const EXTENSION: &str = "staged";

/// The name of a record that is not written to its end.
const UNFINISHED_RECORD: &str = ".wellread-unfinished";

/// An open staging directory. Dropping it removes the directory and admits the next program.
#[derive(Debug)]
pub(super) struct Staging {
    disk: Arc<Disk>,
    home: PathBuf,
    /// The staged site. It is there once it has a file.
    site: PathBuf,
    /// Folders above `home` that this run created, the outermost first.
    created: Vec<PathBuf>,
    lock: Option<File>,
}

/// How often other programs may remove a folder between two steps of this one. After that, the
/// place itself is at fault: in `/proc`, the system says that the folder above a new one is
/// missing.
const MAX_RACES: usize = 10_000;

/// Whether to wait for a program that holds the lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wait {
    Yes,
    No,
}

impl Staging {
    /// Opens a staging directory for the output folder `target`, after waiting for any other
    /// program that has it. If none can be created next to the folder, as next to a web root that
    /// belongs to the administrator, it is in the hub at `root`.
    ///
    /// # Errors
    /// If there is no place to write to, or something in its place that Wellread did not make.
    pub(super) fn open(disk: &Arc<Disk>, target: &Path, root: &Path) -> Result<Self> {
        let places = places(target, root);
        let mut refused = None;
        for place in &places {
            let open = || Self::open_in(disk, place, target, Wait::Yes);
            // A failed try removes an empty folder that another user has left.
            let is_gone = || fs::symlink_metadata(place.join(HOME)).is_err();
            match open().or_else(|e| if is_not_ours(&e) && is_gone() { open() } else { Err(e) }) {
                Ok(Some(staging)) => {
                    disk.create_folders(&staging.home.join(STAGING), &mut Vec::new())
                        .with_context(|| cannot_write(&staging.home))?;
                    return Ok(staging);
                }
                Ok(None) => {}
                Err(error) if is_not_ours(&error) => refused = refused.or(Some(error)),
                Err(error) => return Err(error),
            }
        }
        let error = refused.unwrap_or_else(|| anyhow::anyhow!("there is no folder to write in"));
        let mut homes = places.iter().map(|place| place.join(HOME));
        if let Some(home) = homes.find(|home| fs::symlink_metadata(home).is_ok()) {
            return Err(error.context(format!(
                "Wellread may not write to the folder {}, which it needs to prepare the site.\n\
                 A build by another user, such as one with sudo, may have left it there. Delete it, \
                 or ask an administrator to, then build again.",
                path_text(&home)
            )));
        }
        Err(error.context(format!(
            "the site for {} cannot be prepared: Wellread may not write next to that folder, nor in \
             the hub.\nName a folder inside it with --output, or one elsewhere.",
            path_text(target)
        )))
    }

    /// The staging directories for `target` that a killed build has left, unless a program is
    /// writing there now. They are empty again. Failures don't matter: the next build that writes
    /// reports them.
    pub(super) fn left(disk: &Arc<Disk>, target: &Path, root: &Path) -> Vec<Self> {
        places(target, root)
            .into_iter()
            .filter(|place| {
                fs::symlink_metadata(place.join(HOME)).is_ok_and(|found| found.is_dir())
            })
            .filter_map(|place| Self::open_in(disk, &place, target, Wait::No).ok().flatten())
            .collect()
    }

    /// Locks the directory in a folder and empties it. `None` if it is locked and `wait` is no.
    fn open_in(disk: &Arc<Disk>, folder: &Path, target: &Path, wait: Wait) -> Result<Option<Self>> {
        let home = folder.join(HOME);
        let hash = xxh3_128(target.as_os_str().as_encoded_bytes());
        let site = home.join(STAGING).join(format!("{hash:032x}.{EXTENSION}"));
        let name = home.join(LOCK);
        let failed = || cannot_write(folder);
        // From here on, dropping it removes what this run created.
        let mut staging =
            Self { disk: Arc::clone(disk), home, site, created: Vec::new(), lock: None };
        let mut races_left = MAX_RACES;
        // Whether another program may have removed what was there a moment ago.
        let mut is_race = |error: &io::Error| {
            races_left -= 1;
            error.kind() == io::ErrorKind::NotFound && races_left > 0
        };
        loop {
            // Inside the loop, because the program before us may remove the directory, and the
            // folders that it has created above it, at any moment until we hold a lock on the file
            // in it.
            disk.create_folders(folder, &mut staging.created).with_context(failed)?;
            match disk.create_folder(&staging.home) {
                Err(error) if is_race(&error) => continue,
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    refuse_unless(&staging.home, fs::Metadata::is_dir, "folder")?;
                }
                result => result.with_context(failed)?,
            }
            refuse_unless(&name, fs::Metadata::is_file, "file")?;
            let lock = match disk.open_lock(&name) {
                Ok(lock) => lock,
                Err(error) if is_race(&error) => continue,
                Err(error) => return Err(error).with_context(|| cannot_write(&staging.home)),
            };
            match wait {
                Wait::Yes => lock.lock().with_context(failed)?,
                Wait::No if lock.try_lock().is_err() => return Ok(None),
                Wait::No => {}
            }
            // While we waited, the holder may have removed this file and a third program created
            // another of the same name. Our lock would then be on a file that no other program
            // sees.
            let ours = lock.try_clone().and_then(Handle::from_file).with_context(failed)?;
            match Handle::from_path(&name) {
                Ok(found) if found == ours => {
                    staging.lock = Some(lock);
                    staging.remove_leftovers()?;
                    return Ok(Some(staging));
                }
                Ok(_) => {}
                Err(error) if is_race(&error) => {}
                Err(error) => return Err(error).with_context(failed),
            }
        }
    }

    /// Writes the future content of `path`, without touching the file at `path`.
    ///
    /// # Errors
    /// Failures of the machine.
    pub(super) fn write(&self, path: &str, bytes: &[u8]) -> Result<()> {
        let staged = self.staged(path);
        self.with_folders(&staged, || self.disk.write_new(&staged, bytes))
    }

    /// Adds a file of the output folder to the staged site, without copying it.
    ///
    /// # Errors
    /// If files cannot have two names there, or the machine fails.
    pub(super) fn link(&self, file: &Path, path: &str) -> Result<()> {
        let staged = self.staged(path);
        self.with_folders(&staged, || self.disk.link(file, &staged))
    }

    /// Creates a file, and the folders above it if that turns out to be necessary: for most files
    /// of a site that are no pages, an earlier one has had the same.
    fn with_folders(&self, file: &Path, create: impl Fn() -> io::Result<()>) -> Result<()> {
        // Nearly every page is alone in its folder, so that is not looked for first. What fails
        // here fails again below.
        if let (Some(above), true) = (file.parent(), file.ends_with("index.html")) {
            let _ = self.disk.create_folder(above);
        }
        let created = match (create(), file.parent()) {
            (Err(error), Some(above)) if error.kind() == io::ErrorKind::NotFound => {
                self.disk.create_folders(above, &mut Vec::new()).and_then(|()| create())
            }
            (result, _) => result,
        };
        created.with_context(|| cannot_write(&self.home))
    }

    /// Writes the record of the staged site.
    ///
    /// # Errors
    /// Failures of the machine.
    pub(super) fn write_record(&self, record: &BuildRecord) -> Result<()> {
        // Under another name, so that half a record never says which files are whose.
        self.write(UNFINISHED_RECORD, record.write().as_bytes())?;
        // A record that a loss of power leaves empty would make every file a foreign one.
        self.sync(UNFINISHED_RECORD)?;
        let [unfinished, finished] =
            [UNFINISHED_RECORD, record::FILE].map(|name| self.staged(name));
        self.disk.rename(&unfinished, &finished).with_context(|| cannot_write(&self.home))
    }

    /// Waits until the written content of `path` is on the disk.
    ///
    /// # Errors
    /// Failures of the machine.
    pub(super) fn sync(&self, path: &str) -> Result<()> {
        self.disk.sync(&self.staged(path)).with_context(|| cannot_write(&self.home))
    }

    /// The folder of the staged site.
    pub(super) fn site(&self) -> &Path {
        &self.site
    }

    /// Where the new content of `path` waits.
    pub(super) fn staged(&self, path: &str) -> PathBuf {
        self.site.join(path)
    }

    /// Removes the folder of the staged site. If it has a record, what that does not name is left
    /// to `rescue`, which has to move it elsewhere.
    ///
    /// # Errors
    /// If the machine or `rescue` fails.
    pub(super) fn remove_site(&self, rescue: &(dyn Fn(&str) -> Result<()> + Sync)) -> Result<()> {
        remove_site(&self.disk, &self.site, rescue).with_context(|| cannot_write(&self.home))
    }

    /// Removes the staged site of a program that was killed. Under the lock it can be no other's.
    ///
    /// # Errors
    /// If there is anything else, or the machine fails.
    fn remove_leftovers(&self) -> Result<()> {
        let folder = self.home.join(STAGING);
        refuse_unless(&folder, fs::Metadata::is_dir, "folder")?;
        let failed = || cannot_write(&self.home);
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error).with_context(failed),
        };
        let mut sites = Vec::new();
        for entry in entries {
            let entry = entry.with_context(failed)?;
            let is_folder = entry.file_type().with_context(failed)?.is_dir();
            if !is_folder || !is_staged(&entry.path()) {
                return refuse(&entry.path());
            }
            sites.push(entry.path());
        }
        // Only now, so that a folder with a single file of someone else's stays as it is.
        for site in sites {
            remove_site(&self.disk, &site, &|path| refuse(&site.join(path)))?;
        }
        // Windows keeps a folder that another program is looking into. Empty, it can stay.
        let _ = self.disk.remove_empty_folder(&folder);
        Ok(())
    }
}

impl Drop for Staging {
    /// Removes everything that this run has created next to the output, as far as it is empty or a
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
            // file notices and starts over. To close the file would not always do: a program that
            // is being started from another thread has it open for a moment, and with it the lock.
            // But Windows only removes the name once no program has the file open.
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
    // Next to the output folder; if that is somewhere inside another site, as `public/es` is, then
    // next to the outermost one, since all of it is copied to a web host.
    let outermost = target.ancestors().skip(1).filter(|above| record::is_site(above)).last();
    let site = outermost.unwrap_or(target);
    let folder = site.parent().unwrap_or(site).to_owned();
    let mut places = vec![folder];
    if !places.contains(&root.to_owned()) {
        places.push(root.to_owned());
    }
    places
}

/// Removes the folder of a site that is not in use: all of it, or if it has a record, what that
/// names and what `rescue` moves elsewhere.
fn remove_site(
    disk: &Disk,
    site: &Path,
    rescue: &(dyn Fn(&str) -> Result<()> + Sync),
) -> Result<()> {
    let record = match fs::read_to_string(site.join(record::FILE)) {
        Ok(text) => Some(BuildRecord::read(&text).unwrap_or_default()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error.into()),
    };
    let files = record.as_ref().map(|record| &record.files);
    let is_ours = |path: &str| {
        path == UNFINISHED_RECORD || files.is_none_or(|files| files.contains_key(path))
    };
    remove_folder(disk, site, "", &|path| {
        if is_ours(path) { Ok(disk.remove_file(&site.join(path))?) } else { rescue(path) }
    })?;
    if record.is_some() {
        // Last, because the next build goes by it if this one is killed.
        disk.remove_file(&site.join(record::FILE))?;
    }
    match disk.remove_empty_folder(site) {
        Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => Err(error.into()),
        // It is gone, or another program is looking into it: empty, it can stay.
        _ => Ok(()),
    }
}

/// Removes all that is in a folder of a site except the record, without following links: each file
/// or link with `remove`, which gets its path in the site.
fn remove_folder(
    disk: &Disk,
    site: &Path,
    folder: &str,
    remove: &(dyn Fn(&str) -> Result<()> + Sync),
) -> Result<()> {
    let entries = match fs::read_dir(site.join(folder)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?.collect::<io::Result<Vec<_>>>()?,
    };
    entries.par_iter().try_for_each(|entry| {
        let name = entry.file_name();
        // Not UTF-8, so it is not ours, and the folder will be found not to be empty.
        let Some(name) = name.to_str() else { return Ok(()) };
        let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        if entry.file_type()?.is_dir() {
            remove_folder(disk, site, &path, remove)?;
            return Ok(disk.remove_empty_folder(&site.join(&path))?);
        }
        if path == record::FILE { Ok(()) } else { remove(&path) }
    })
}

/// Whether a folder may be a staged site, by its name.
fn is_staged(folder: &Path) -> bool {
    let hash = folder.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    folder.extension().is_some_and(|extension| extension == EXTENSION)
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
            path_text(path)
        ),
        _ => Ok(()),
    }
}

/// Fails because of something in the staging directory.
fn refuse<T>(path: &Path) -> Result<T> {
    bail!(
        "{} is not a file that Wellread made, and the folder it is in is needed to prepare the \
         site.\nMove it away, then build again.",
        path_text(path)
    );
}

/// Whether a place was refused because it belongs to someone else, so that another may do.
fn is_not_ours(error: &anyhow::Error) -> bool {
    let kind = error.root_cause().downcast_ref::<io::Error>().map(io::Error::kind);
    matches!(kind, Some(io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem))
}

fn cannot_write(folder: &Path) -> String {
    format!("cannot write to the folder {}", path_text(folder))
}
