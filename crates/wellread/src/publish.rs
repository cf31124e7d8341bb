//! The only writer of the output folder.
//!
//! The order of writing keeps every page whole at every moment, also if the program is killed:
//! first a record that claims all files that will be there, then files that pages need, then
//! pages, each written beside the folder's files and moved into place; then what is gone is
//! removed, and the final record is written. Files of others are neither touched nor taken over.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use rayon::prelude::*;
use wellread_site::Output;
use xxhash_rust::xxh3::xxh3_128;

use crate::record::{Hash, Inputs, Record};

/// The file that holds the record.
const RECORD: &str = ".wellread";

/// The folder for files that are being written.
const WORKSHOP: &str = ".wellread-tmp";

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Written {
    /// How many files are new or different.
    pub(crate) changed: usize,
    /// How many files are gone.
    pub(crate) removed: usize,
}

/// An output folder that may be written to.
#[derive(Debug)]
pub(crate) struct Target {
    folder: PathBuf,
    record: Option<Record>,
}

impl Target {
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
    pub(crate) const fn record(&self) -> Option<&Record> {
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

    /// Makes the folder hold exactly `output`, beside the files of others.
    ///
    /// # Errors
    /// Failures of the machine, and a file of someone else where one of ours belongs.
    pub(crate) fn write(&self, output: &Output, inputs: Option<Inputs>) -> Result<Written> {
        fs::create_dir_all(&self.folder)
            .with_context(|| format!("cannot make the folder {}", self.folder.display()))?;
        let lock = Workshop::open(&self.folder)?;
        // Another build may have finished while we waited.
        let own = read_record(&self.folder)?.unwrap_or_default();
        let files: Vec<(&String, &[u8], Hash)> = output
            .files
            .par_iter()
            .map(|(path, bytes)| (path, &**bytes, xxh3_128(bytes)))
            .collect();
        let changed: Vec<_> = files
            .par_iter()
            .filter_map(|(path, bytes, _)| match self.differs(path, bytes, &own) {
                Ok(true) => Some(Ok((path.as_str(), *bytes))),
                Ok(false) => None,
                Err(error) => Some(Err(error)),
            })
            .collect::<Result<_>>()?;
        let new: BTreeMap<String, Hash> =
            files.iter().map(|(path, _, hash)| ((*path).clone(), *hash)).collect();
        let gone: Vec<&String> = own.files.keys().filter(|path| !new.contains_key(*path)).collect();
        let finished =
            Record { inputs, validity: output.validity, pages: output.pages, files: new.clone() };
        if changed.is_empty() && gone.is_empty() {
            if own != finished {
                lock.write(RECORD, finished.write().as_bytes())?;
            }
            return Ok(Written { changed: 0, removed: 0 });
        }
        let mut claimed = Record { files: new, ..Record::default() };
        claimed.files.extend(own.files.iter().map(|(path, hash)| (path.clone(), *hash)));
        lock.write(RECORD, claimed.write().as_bytes())?;
        // Files in the way of folders, and folders in the way of files, go first.
        let (in_the_way, stale): (Vec<&String>, Vec<&String>) =
            gone.iter().partition(|path| is_in_the_way(path, &finished.files));
        in_the_way.iter().try_for_each(|path| self.remove(path))?;
        self.write_all(&lock, &changed)?;
        stale.iter().try_for_each(|path| self.remove(path))?;
        lock.write(RECORD, finished.write().as_bytes())?;
        Ok(Written { changed: changed.len(), removed: gone.len() })
    }

    /// Writes what pages need before the pages that need it.
    fn write_all(&self, lock: &Workshop, changed: &[(&str, &[u8])]) -> Result<()> {
        let folders: std::collections::BTreeSet<&str> =
            changed.iter().filter_map(|(path, _)| Some(path.rsplit_once('/')?.0)).collect();
        for folder in folders {
            self.make_folder(folder)?;
        }
        let (pages, others): (Vec<_>, Vec<_>) =
            changed.iter().partition(|(path, _)| path.ends_with(".html"));
        for group in [others, pages] {
            group.par_iter().try_for_each(|(path, bytes)| lock.write(path, bytes))?;
        }
        Ok(())
    }

    /// Makes a folder of the output. A link in its place would lead elsewhere.
    fn make_folder(&self, folder: &str) -> Result<()> {
        let mut path = self.folder.clone();
        for part in folder.split('/') {
            path.push(part);
            if fs::symlink_metadata(&path).is_ok_and(|found| found.is_symlink()) {
                bail!(
                    "{} is a link to another place. Remove it, then build again.",
                    path.display()
                );
            }
        }
        fs::create_dir_all(&path)
            .with_context(|| format!("cannot make the folder {}", path.display()))
    }

    /// Whether a file must be written.
    ///
    /// # Errors
    /// If a file of someone else is in its place.
    fn differs(&self, path: &str, bytes: &[u8], own: &Record) -> Result<bool> {
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

fn read_record(folder: &Path) -> Result<Option<Record>> {
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
    match Record::read(&text) {
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
        if !matches!(&*name, ".DS_Store" | "Thumbs.db" | "desktop.ini" | ".git" | WORKSHOP) {
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
struct Workshop {
    folder: PathBuf,
    target: PathBuf,
    lock: Option<File>,
}

impl Workshop {
    fn open(target: &Path) -> Result<Self> {
        let folder = target.join(WORKSHOP);
        let name = folder.join("lock");
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
            // The program before us may have removed the folder when it was done.
            if name.exists() {
                for entry in fs::read_dir(&folder).with_context(failed)?.flatten() {
                    if entry.file_name() != "lock" {
                        let _ = fs::remove_file(entry.path());
                    }
                }
                return Ok(Self { folder, target: target.to_owned(), lock: Some(lock) });
            }
        }
    }

    /// Writes a file of the output as a whole: a reader sees the old one or the new one.
    fn write(&self, path: &str, bytes: &[u8]) -> Result<()> {
        let file = self.target.join(path);
        let failed = || format!("cannot write {}", file.display());
        let draft = self.folder.join(format!("{:032x}", xxh3_128(path.as_bytes())));
        fs::write(&draft, bytes).with_context(failed)?;
        fs::rename(&draft, &file).with_context(failed)
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        // Windows removes no file that is open.
        drop(self.lock.take());
        let _ = fs::remove_file(self.folder.join("lock"));
        let _ = fs::remove_dir(&self.folder);
    }
}
