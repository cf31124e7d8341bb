//! The only writer of the output folder.
//!
//! The order of writing keeps every page whole at every moment, also if the program is killed:
//! first a record that claims all files that will be there, then files that pages need, then
//! pages, each written beside the folder's files and moved into place; then what is gone is
//! removed, and the final record is written. Files of others are neither touched nor taken over.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use rayon::prelude::*;
use same_file::Handle;
use wellread_site::Output;
use xxhash_rust::xxh3::xxh3_128;

use crate::record::{BuildRecord, Hash, Inputs};

/// The file that holds the record.
const RECORD: &str = ".wellread";

/// The folder for files that are being written.
const STAGING: &str = ".wellread-tmp";

/// The file in it that a program locks as long as it writes.
const LOCK: &str = "lock";

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WriteSummary {
    /// How many files are new or different.
    pub(crate) changed: usize,
    /// How many files are gone.
    pub(crate) removed: usize,
}

/// An output folder that may be written to.
#[derive(Debug)]
pub(crate) struct OutputDir {
    folder: PathBuf,
    record: Option<BuildRecord>,
}

impl OutputDir {
    /// Makes sure that the folder is ours to write to.
    ///
    /// # Errors
    /// If it overlaps the hub's sources, or holds files of someone else.
    pub(crate) fn claim(root: &Path, folder: &Path) -> Result<Self> {
        let folder = absolute(folder)?;
        refuse_overlap(&absolute(root)?, &folder)?;
        if folder.exists() && !folder.is_dir() {
            bail!("{} is a file. Name a folder to write the site to.", folder.display());
        }
        let record = read_record(&folder)?;
        if record.is_none() {
            refuse_files_of_others(&folder)?;
        }
        Ok(Self { folder, record })
    }

    /// What an earlier build recorded.
    pub(crate) const fn record(&self) -> Option<&BuildRecord> {
        self.record.as_ref()
    }

    /// Whether every recorded file is there with its content.
    pub(crate) fn is_untouched(&self) -> bool {
        self.record.as_ref().is_some_and(|record| {
            let files: Vec<_> = record.files.iter().collect();
            files.into_par_iter().all(|(path, hash)| {
                fs::read(self.folder.join(path)).is_ok_and(|bytes| xxh3_128(&bytes) == *hash)
            })
        })
    }

    /// Opens the folder for a new site, and waits for another program that is writing to it.
    ///
    /// # Errors
    /// Failures of the machine.
    pub(crate) fn open(self) -> Result<OutputWriter> {
        let is_new = !self.folder.exists();
        fs::create_dir_all(&self.folder)
            .with_context(|| format!("cannot make the folder {}", self.folder.display()))?;
        let staging = Staging::open(&self.folder, is_new)?;
        // Another build may have finished while we waited.
        let own = read_record(&self.folder)?.unwrap_or_default();
        Ok(OutputWriter { folder: self.folder, own, staging })
    }
}

/// What is known of a file of the new site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Staged {
    hash: Hash,
    /// Whether it must be moved into place.
    changed: bool,
}

/// An output folder that is being written to.
#[derive(Debug)]
pub(crate) struct OutputWriter {
    folder: PathBuf,
    own: BuildRecord,
    staging: Staging,
}

impl OutputWriter {
    /// Sets a file of the new site aside, unless the folder has it already. The site that is there
    /// does not change.
    ///
    /// # Errors
    /// Failures of the machine, and a file of someone else where this one belongs.
    pub(crate) fn stage(&self, path: &str, bytes: &[u8]) -> Result<Staged> {
        let hash = xxh3_128(bytes);
        // In a folder that was made just now there is nothing to compare with.
        let changed = self.staging.is_new || self.differs(path, bytes)?;
        if changed {
            self.staging.draft(path, bytes)?;
        }
        Ok(Staged { hash, changed })
    }

    /// Makes the folder hold exactly the files that were staged, beside the files of others.
    ///
    /// # Errors
    /// Failures of the machine.
    pub(crate) fn finish(
        self,
        output: Output<Result<Staged>>,
        inputs: Option<Inputs>,
    ) -> Result<WriteSummary> {
        let mut new = BTreeMap::new();
        let mut changed = Vec::new();
        for (path, staged) in output.files {
            let staged = staged?;
            if staged.changed {
                changed.push(path.clone());
            }
            new.insert(path, staged.hash);
        }
        let (validity, pages) = (output.validity, output.pages);
        let finished = BuildRecord { inputs, validity, pages, files: new };
        let own = &self.own;
        let gone: Vec<&String> =
            own.files.keys().filter(|path| !finished.files.contains_key(*path)).collect();
        if changed.is_empty() && gone.is_empty() {
            if *own != finished {
                self.write_record(&finished)?;
            }
            return Ok(WriteSummary { changed: 0, removed: 0 });
        }
        let mut claimed = BuildRecord { files: finished.files.clone(), ..BuildRecord::default() };
        claimed.files.extend(own.files.iter().map(|(path, hash)| (path.clone(), *hash)));
        self.write_record(&claimed)?;
        // Files in the way of folders, and folders in the way of files, go first.
        let (in_the_way, stale): (Vec<&String>, Vec<&String>) =
            gone.iter().partition(|path| is_in_the_way(path, &finished.files));
        in_the_way.iter().try_for_each(|path| self.remove(path))?;
        self.move_all(&changed)?;
        stale.iter().try_for_each(|path| self.remove(path))?;
        self.write_record(&finished)?;
        Ok(WriteSummary { changed: changed.len(), removed: gone.len() })
    }

    fn write_record(&self, record: &BuildRecord) -> Result<()> {
        self.staging.draft(RECORD, record.write().as_bytes())?;
        self.staging.deliver(RECORD)
    }

    /// Moves what pages need before the pages that need it.
    fn move_all(&self, changed: &[String]) -> Result<()> {
        let mut known = BTreeSet::new();
        for path in changed {
            if let Some((folder, _)) = path.rsplit_once('/') {
                self.make_folder(folder, &mut known)?;
            }
        }
        let (pages, others): (Vec<&String>, Vec<&String>) =
            changed.iter().partition(|path| path.ends_with(".html"));
        for group in [others, pages] {
            group.par_iter().try_for_each(|path| self.staging.deliver(path))?;
        }
        Ok(())
    }

    /// Makes a folder of the output, and those above it. A link in its place would lead elsewhere.
    fn make_folder<'a>(&self, folder: &'a str, known: &mut BTreeSet<&'a str>) -> Result<()> {
        if !known.insert(folder) {
            return Ok(());
        }
        if let Some((parent, _)) = folder.rsplit_once('/') {
            self.make_folder(parent, known)?;
        }
        let path = self.folder.join(folder);
        match fs::create_dir(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                if fs::symlink_metadata(&path).is_ok_and(|found| found.is_symlink()) {
                    bail!(
                        "{} is a link to another place. Remove it, then build again.",
                        path.display()
                    );
                }
                Ok(())
            }
            result => result.with_context(|| format!("cannot make the folder {}", path.display())),
        }
    }

    /// Whether a file must be written.
    ///
    /// # Errors
    /// If a file of someone else is in its place.
    fn differs(&self, path: &str, bytes: &[u8]) -> Result<bool> {
        let own = &self.own;
        let file = self.folder.join(path);
        let Ok(found) = fs::symlink_metadata(&file) else { return Ok(true) };
        let is_own = own.files.contains_key(path);
        if found.is_file()
            && found.len() == bytes.len() as u64
            && fs::read(&file).is_ok_and(|old| old == bytes)
        {
            return Ok(false);
        }
        let folder = format!("{path}/");
        let holds_own = found.is_dir() && own.files.keys().any(|other| other.starts_with(&folder));
        if !is_own && !holds_own {
            bail!(
                "{} is not a file that Wellread made, and a page of the site belongs there.\n\
                 Move it away, or rename the page, then build again.",
                file.display()
            );
        }
        Ok(true)
    }

    /// Removes a file of ours, and folders that are empty then.
    fn remove(&self, path: &str) -> Result<()> {
        let file = self.folder.join(path);
        match fs::remove_file(&file) {
            Ok(()) => {}
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) => {}
            Err(error) => {
                return Err(error).with_context(|| format!("cannot remove {}", file.display()));
            }
        }
        for folder in file.ancestors().skip(1).take_while(|folder| *folder != self.folder) {
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
        Ok(())
    }
}

/// Whether an old file stands where a new one needs a folder, or the other way round.
fn is_in_the_way(old: &str, new: &BTreeMap<String, Hash>) -> bool {
    let folder = format!("{old}/");
    let inside =
        new.range(folder.clone()..).next().is_some_and(|(path, _)| path.starts_with(&folder));
    inside || old.match_indices('/').any(|(at, _)| new.contains_key(&old[..at]))
}

fn absolute(path: &Path) -> Result<PathBuf> {
    // What does not exist yet has no links in it; its parents may.
    let path =
        std::path::absolute(path).with_context(|| format!("cannot find {}", path.display()))?;
    for ancestor in path.ancestors() {
        if let Ok(real) = ancestor.canonicalize() {
            let rest = path.strip_prefix(ancestor).unwrap_or(Path::new(""));
            return Ok(if rest.as_os_str().is_empty() { real } else { real.join(rest) });
        }
    }
    Ok(path)
}

fn refuse_overlap(root: &Path, folder: &Path) -> Result<()> {
    let sources =
        ["content", "static", "themes", "crates", ".git"].map(|name| absolute(&root.join(name)));
    let overlaps = root.starts_with(folder)
        || sources
            .into_iter()
            .flatten()
            .any(|source| folder.starts_with(&source) || source.starts_with(folder));
    if overlaps {
        bail!(
            "the site cannot be written to {}: the hub's own files are there, or in a folder above \
             or below it.\nName another folder with --output, such as public.",
            folder.display()
        );
    }
    Ok(())
}

fn read_record(folder: &Path) -> Result<Option<BuildRecord>> {
    let file = folder.join(RECORD);
    let text = match fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error)
            if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) =>
        {
            return Ok(None);
        }
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", file.display())),
    };
    match BuildRecord::read(&text) {
        Some(record) => Ok(Some(record)),
        None => bail!(
            "{} is damaged, so it cannot be told which files here are Wellread's.\n\
             Delete the folder {}, then build again.",
            file.display(),
            folder.display()
        ),
    }
}

fn refuse_files_of_others(folder: &Path) -> Result<()> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => {
            return Err(error).with_context(|| format!("cannot read {}", folder.display()));
        }
    };
    for entry in entries {
        let name = entry.with_context(|| format!("cannot read {}", folder.display()))?.file_name();
        let name = name.to_string_lossy();
        // A folder may be new and be under version control already.
        if !matches!(&*name, ".DS_Store" | "Thumbs.db" | "desktop.ini" | ".git" | STAGING) {
            bail!(
                "the folder {} holds files that Wellread did not make, such as {name}.\n\
                 Empty it, or name another folder with --output.",
                folder.display()
            );
        }
    }
    Ok(())
}

/// The place where files are written before they are moved; one program at a time has it.
#[derive(Debug)]
struct Staging {
    folder: PathBuf,
    target: PathBuf,
    /// Whether the target was made for this.
    is_new: bool,
    lock: Option<File>,
}

impl Staging {
    fn open(target: &Path, is_new: bool) -> Result<Self> {
        let folder = target.join(STAGING);
        let name = folder.join(LOCK);
        let failed = || format!("cannot write to the folder {}", target.display());
        // A program that ends takes its lock with it, so a lock never outlives a crash.
        loop {
            fs::create_dir_all(&folder).with_context(failed)?;
            let lock = match File::create(&name) {
                Ok(lock) => lock,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error).with_context(failed),
            };
            lock.lock().with_context(failed)?;
            // The program before us removed this file when it was done, and a third one may have
            // made another of the same name.
            let ours = lock.try_clone().and_then(Handle::from_file).with_context(failed)?;
            if Handle::from_path(&name).is_ok_and(|found| found == ours) {
                let staging = Self { folder, target: target.to_owned(), is_new, lock: Some(lock) };
                staging.clear();
                return Ok(staging);
            }
        }
    }

    /// Removes what is being written, or was when an earlier program ended.
    fn clear(&self) {
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            if entry.file_name() != LOCK {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    fn draft_of(&self, path: &str) -> PathBuf {
        self.folder.join(format!("{:032x}", xxh3_128(path.as_bytes())))
    }

    /// Writes a file beside the output.
    fn draft(&self, path: &str, bytes: &[u8]) -> Result<()> {
        fs::write(self.draft_of(path), bytes)
            .with_context(|| format!("cannot write to the folder {}", self.folder.display()))
    }

    /// Moves a draft into its place: a reader sees the old file or the new one.
    fn deliver(&self, path: &str) -> Result<()> {
        let file = self.target.join(path);
        fs::rename(self.draft_of(path), &file)
            .with_context(|| format!("cannot write {}", file.display()))
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // All that is ours goes while we have the lock: whoever waits for it begins anew then.
        self.clear();
        if cfg!(windows) {
            // There a file cannot be removed under its lock, and without it the next program may be in.
            return;
        }
        let _ = fs::remove_file(self.folder.join(LOCK));
        let _ = fs::remove_dir(&self.folder);
        drop(self.lock.take());
        if self.is_new {
            // Only if nothing was put there.
            let _ = fs::remove_dir(&self.target);
        }
    }
}
