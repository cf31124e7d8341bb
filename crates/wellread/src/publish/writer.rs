//! Turns the old site in the output folder into the new one.
//!
//! While a site is built, [`OutputWriter::stage`] takes one finished file after another and puts those
//! that differ into the staging directory. Only when all of them are there does
//! [`OutputWriter::finish`] change the site itself, so that a build that stops at an error changes
//! nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use rayon::prelude::*;
use wellread_site::Output;
use xxhash_rust::xxh3::xxh3_128;

use super::record::{self, BuildRecord, ContentHash, Inputs};
use super::staging::Staging;

/// What a build changed in the output folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct WriteSummary {
    /// The number of files that are new or different.
    pub(crate) changed: usize,
    /// The number of files that were removed.
    pub(crate) removed: usize,
}

/// A file of the new site, as [`OutputWriter::stage`] left it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StagedFile {
    hash: ContentHash,
    /// Whether it waits in the staging directory. If not, the output folder has the same bytes already.
    changed: bool,
}

/// An output folder that is being written to, by no other program.
#[derive(Debug)]
pub(crate) struct OutputWriter {
    folder: PathBuf,
    /// The files of the old site.
    recorded: BuildRecord,
    staging: Staging,
}

impl OutputWriter {
    /// A writer for a folder whose record has been read while `staging` was locked.
    pub(super) const fn new(folder: PathBuf, recorded: BuildRecord, staging: Staging) -> Self {
        Self { folder, recorded, staging }
    }

    /// Takes a file of the new site, without changing the old one. Can be called from several threads.
    ///
    /// # Errors
    /// Failures of the machine, or a file in its place that Wellread didn't make.
    pub(crate) fn stage(&self, path: &str, bytes: &[u8]) -> Result<StagedFile> {
        // A new folder has nothing to compare with: this spares the first build a look at each path.
        let changed = self.staging.is_new() || self.differs(path, bytes)?;
        if changed {
            self.staging.write(path, bytes)?;
        }
        Ok(StagedFile { hash: xxh3_128(bytes), changed })
    }

    /// Makes the folder hold exactly the staged files, besides those that Wellread didn't make.
    ///
    /// `inputs` is what the site was built from, or `None` if the next build must run in any case.
    ///
    /// # Errors
    /// Failures of the machine. The site then is a mixture of old and new pages, each of them whole,
    /// which the next build completes.
    pub(crate) fn finish(
        self,
        output: Output<Result<StagedFile>>,
        inputs: Option<Inputs>,
    ) -> Result<WriteSummary> {
        let mut files = BTreeMap::new();
        let mut changed = Vec::new();
        for (path, staged) in output.files {
            // The first failure to stage a file ends the build here, before anything is changed.
            let staged = staged?;
            if staged.changed {
                changed.push(path.clone());
            }
            files.insert(path, staged.hash);
        }
        let (validity, pages) = (output.validity, output.pages);
        let finished = BuildRecord { inputs, validity, pages, files };
        let recorded = &self.recorded;
        let removed: Vec<&String> =
            recorded.files.keys().filter(|path| !finished.files.contains_key(*path)).collect();
        if changed.is_empty() && removed.is_empty() {
            // The inputs may differ even so, for instance after an edit of a comment.
            if *recorded != finished {
                self.write_record(&finished)?;
            }
            return Ok(WriteSummary { changed: 0, removed: 0 });
        }

        // A build that is killed between any two of the steps below must leave whole pages, and must
        // leave no file of its own that the next build would take for a foreign one.

        // 1. Claim all files, old and new, before the first new one appears. The claim names no
        //    inputs, so it never passes for a finished build, and its hashes are never read.
        let mut claimed = BuildRecord { files: finished.files.clone(), ..BuildRecord::default() };
        claimed.files.extend(recorded.files.iter().map(|(path, hash)| (path.clone(), *hash)));
        self.write_record(&claimed)?;
        // 2. Remove old files that stand where a folder is needed, or in a folder where a file is
        //    needed. They cannot wait, because the new files could not be moved into place.
        let (blocking, stale): (Vec<&String>, Vec<&String>) =
            removed.iter().partition(|path| is_blocking(path, &finished.files));
        blocking.iter().try_for_each(|path| self.remove(path))?;
        // 3. Move the new files into place, pages last.
        self.commit_all(&changed)?;
        // 4. Remove the rest. Only now, because old pages needed old stylesheets until the last of
        //    them was replaced.
        stale.iter().try_for_each(|path| self.remove(path))?;
        // 5. Record the inputs, now that it is true that the folder holds what they give.
        self.write_record(&finished)?;
        Ok(WriteSummary { changed: changed.len(), removed: removed.len() })
    }

    /// Replaces the record, through the staging directory like any other file.
    fn write_record(&self, record: &BuildRecord) -> Result<()> {
        self.staging.write(record::FILE, record.write().as_bytes())?;
        self.staging.commit(record::FILE)
    }

    /// Moves staged files into place: first what pages load, then the pages.
    fn commit_all(&self, changed: &[String]) -> Result<()> {
        let mut known = BTreeSet::new();
        for path in changed {
            if let Some((folder, _)) = path.rsplit_once('/') {
                self.create_folder(folder, &mut known)?;
            }
        }
        // A page that appears before its stylesheet would be seen without it.
        let (pages, others): (Vec<&String>, Vec<&String>) =
            changed.iter().partition(|path| path.ends_with(".html"));
        for group in [others, pages] {
            group.par_iter().try_for_each(|path| self.staging.commit(path))?;
        }
        Ok(())
    }

    /// Creates a folder of the output and those above it, unless they are in `known`.
    ///
    /// # Errors
    /// If there is a symbolic link in its place, even to a folder: files written through it would land
    /// outside the output, among files that were never checked.
    fn create_folder<'a>(&self, folder: &'a str, known: &mut BTreeSet<&'a str>) -> Result<()> {
        if !known.insert(folder) {
            return Ok(());
        }
        if let Some((parent, _)) = folder.rsplit_once('/') {
            self.create_folder(parent, known)?;
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
            result => {
                result.with_context(|| format!("cannot create the folder {}", path.display()))
            }
        }
    }

    /// Whether a file must be written.
    ///
    /// # Errors
    /// If something that Wellread didn't make is in its place.
    fn differs(&self, path: &str, bytes: &[u8]) -> Result<bool> {
        let files = &self.recorded.files;
        let file = self.folder.join(path);
        // Not following links: one in the place of a page is not our file, whatever it leads to.
        let Ok(found) = fs::symlink_metadata(&file) else { return Ok(true) };
        // The size is known without opening the file and settles most cases. Equal bytes need no
        // owner: there is nothing to lose.
        if found.is_file()
            && found.len() == bytes.len() as u64
            && fs::read(&file).is_ok_and(|old| old == bytes)
        {
            return Ok(false);
        }
        // A folder in the place of the file is fine if it holds files of the old site, which
        // `finish` removes. If it holds others too, it stays, and the rename fails.
        let folder = format!("{path}/");
        let holds_ours = found.is_dir() && files.keys().any(|other| other.starts_with(&folder));
        if !files.contains_key(path) && !holds_ours {
            bail!(
                "{} is not a file that Wellread made, and a page of the site belongs there.\n\
                 Move it away, or rename the page, then build again.",
                file.display()
            );
        }
        Ok(true)
    }

    /// Removes a file of the old site, and the folders that this leaves empty.
    fn remove(&self, path: &str) -> Result<()> {
        let file = self.folder.join(path);
        match fs::remove_file(&file) {
            Ok(()) => {}
            // Removed by hand, perhaps with its folder: what we wanted.
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
            // The system refuses to remove a folder that still holds a file; that is the check.
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
        Ok(())
    }
}

/// Whether an old file stands where a new one needs a folder, or inside a folder whose name a new
/// file takes.
fn is_blocking(old: &str, new: &BTreeMap<String, ContentHash>) -> bool {
    let folder = format!("{old}/");
    let inside =
        new.range(folder.clone()..).next().is_some_and(|(path, _)| path.starts_with(&folder));
    inside || old.match_indices('/').any(|(at, _)| new.contains_key(&old[..at]))
}
