//! Turns the old site in the output folder into the new one.
//!
//! While a site is built, [`OutputWriter::stage`] takes one finished file after another and puts
//! those that differ into the staging directory. Only when all of them are there does
//! [`OutputWriter::finish`] change the site itself, so that a build that stops at an error changes
//! nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::{Arc, Mutex, OnceLock};

use anyhow::{Context as _, Result};
use rayon::prelude::*;
use wellread_model::portable::folded_path;
use wellread_site::{Output, Publication};
use xxhash_rust::xxh3::xxh3_128;

use super::disk::Disk;
use super::exchange::Exchange;
use super::moves::Moves;
use super::order::{self, Change};
use super::record::{self, BuildRecord, ContentHash, Inputs, Phase};
use super::removal::Removal;
use super::site_folder::{PathObstacle, PathState, SiteFolder, is_in_one_of, is_page};
use super::staging::Staging;

/// The most changed files for which a build waits until they are on the disk. An edit of a text
/// changes about twenty; to wait for thousands would take longer than the build.
const SYNCED: usize = 100;

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
    /// How it differs from what is in the output folder, if it waits in the staging directory. If
    /// not, the output folder has the same bytes already.
    change: Option<Change>,
}

/// An output folder that is being written to, by no other program.
#[derive(Debug)]
pub(crate) struct OutputWriter {
    disk: Arc<Disk>,
    folder: SiteFolder,
    /// The files of the old site.
    recorded: BuildRecord,
    staging: Staging,
    /// Whether the output folder is still to be created. Then there is nothing to compare with.
    is_new: bool,
    /// The folders of the old site that are folders, not links.
    real_folders: BTreeSet<String>,
    copying: Mutex<()>,
    /// The files of the old site by their folded paths, once they are needed.
    folded: OnceLock<BTreeMap<String, Vec<String>>>,
}

impl OutputWriter {
    /// A writer for a folder whose record has been read while `staging` was locked.
    pub(super) fn new(
        disk: Arc<Disk>,
        folder: SiteFolder,
        recorded: BuildRecord,
        staging: Staging,
    ) -> Self {
        let is_new = !folder.root().exists();
        let real = folder.real_folders(recorded.files.keys());
        let real_folders = real.into_iter().map(str::to_owned).collect();
        let copying = Mutex::new(());
        let folded = OnceLock::new();
        Self { disk, folder, recorded, staging, is_new, real_folders, copying, folded }
    }

    /// The addresses of the old site.
    pub(crate) const fn publication(&self) -> &Publication {
        &self.recorded.publication
    }

    /// Takes a file of the new site, without changing the old one. Can be called from several
    /// threads.
    ///
    /// # Errors
    /// Failures of the machine, or a file in its place that Wellread didn't make.
    pub(crate) fn stage(&self, path: &str, bytes: &[u8]) -> Result<StagedFile> {
        // A new folder has nothing to compare with: this spares the first build a look at each
        // path.
        let change = if self.is_new { Some(Change::New) } else { self.change(path, bytes)? };
        if change.is_some() {
            self.staging.write(path, bytes)?;
        }
        Ok(StagedFile { hash: xxh3_128(bytes), change })
    }

    /// Makes the folder hold exactly the staged files, besides those that Wellread didn't make.
    ///
    /// `inputs` is what the site was built from, or `None` if the next build must run in any case.
    ///
    /// # Errors
    /// Failures of the machine. The site then is a mixture of old and new pages, each of them
    /// whole, which the next build completes.
    pub(crate) fn finish(
        mut self,
        output: Output<Result<StagedFile>>,
        inputs: Option<Inputs>,
    ) -> Result<WriteSummary> {
        let mut files = BTreeMap::new();
        let mut changed = BTreeMap::new();
        for (path, staged) in output.files {
            // The first failure to stage a file ends the build here, before anything is changed.
            let staged = staged?;
            changed.extend(staged.change.map(|change| (path.clone(), change)));
            files.insert(path, staged.hash);
        }
        let Output { validity, pages, publication, .. } = output;
        let finished = BuildRecord { inputs, validity, pages, publication, files };
        let recorded = std::mem::take(&mut self.recorded);
        let removal = Removal::new(&recorded.files, &finished.files, &changed, &self.folder);
        if changed.is_empty() && removal.is_empty() {
            // The inputs may differ even so, for instance after an edit of a comment.
            if recorded != finished {
                self.write_record(&finished)?;
            }
            return Ok(WriteSummary { changed: 0, removed: 0 });
        }

        // 1. Wait until the new files are on the disk, as far as that takes no longer than building
        //    them. Otherwise, after a loss of power, pages could be empty until the next build,
        //    which compares every file.
        if changed.len() <= SYNCED {
            let paths: Vec<&String> = changed.keys().collect();
            paths.par_iter().try_for_each(|path| self.staging.sync(path))?;
        }
        // 2. Put the whole site in place in one step, where that can be done.
        let exchange = Exchange {
            disk: &self.disk,
            staging: &self.staging,
            folder: &self.folder,
            recorded: &recorded,
            finished: &finished,
            changed: &changed,
            removal: &removal,
            is_new: self.is_new,
        };
        if let Some(removed) = exchange.run() {
            return Ok(WriteSummary { changed: changed.len(), removed });
        }

        // Elsewhere, a build that is killed between any two of the steps below must leave whole
        // pages without dead links, and no file of its own that the next build would take for a
        // foreign one.

        // 3. Claim all files, old and new, before the first new one appears.
        self.claim(&recorded.claim(&finished.files, Phase::Adding))?;
        // 4. to 7.
        let removed = self.replace_site(&recorded, &finished, &changed, &removal).context(
            "the site is not finished: every page in it is whole, but some are old and some are \
             new.\nBuild again when what is named below is put right.",
        )?;
        // 8. Record the inputs, now that it is true that the folder holds what they give.
        self.write_record(&finished)?;
        Ok(WriteSummary { changed: changed.len(), removed })
    }

    /// Turns the old site into the new one, once the files of both are claimed. Returns the number
    /// of files that were removed.
    fn replace_site(
        &self,
        recorded: &BuildRecord,
        finished: &BuildRecord,
        changed: &BTreeMap<String, Change>,
        removal: &Removal<'_>,
    ) -> Result<usize> {
        let claim = |phase| self.write_record(&recorded.claim(&finished.files, phase));
        let [unnoticed, replaced] = order::groups(changed);
        // 4. and 5.
        let first = self.add_files(&unnoticed, changed, removal).inspect_err(|_| {
            self.release_claims(
                recorded.claim(&finished.files, Phase::Adding),
                &finished.files,
                changed,
            );
        })?;
        // 6. Replace old pages. From here on, pages link to what was added.
        if unnoticed.iter().flatten().any(|(path, _)| is_page(path)) {
            claim(Phase::Replacing)?;
        }
        self.publish(&replaced)?;
        // 7. Remove the rest. Only now, because old pages linked to old pages and loaded old
        //    stylesheets until the last of them was replaced.
        if removal.last.iter().any(|path| is_page(path)) {
            claim(Phase::Removing)?;
        }
        Ok(first + self.folder.remove(&removal.last)?)
    }

    /// The part of [`Self::replace_site`] that no reader notices: replaces what pages load, and
    /// adds the files to which no page links yet. Returns the number of files that had to be
    /// removed for that.
    fn add_files(
        &self,
        unnoticed: &[order::ChangeGroup<'_>],
        changed: &BTreeMap<String, Change>,
        removal: &Removal<'_>,
    ) -> Result<usize> {
        // 4. Remove the old files that are in the way of new ones.
        let first = self.folder.remove(&removal.first)?;
        // 5. Replace what is not a page, and add what no page links to yet. All folders come first,
        //    so that as little time as possible passes between two pages that link to each other.
        let mut known = BTreeSet::new();
        for path in changed.keys() {
            self.folder.create_folders(path, &mut known)?;
        }
        self.publish(unnoticed)?;
        Ok(first)
    }

    /// Moves staged files into place.
    fn publish(&self, groups: &[order::ChangeGroup<'_>]) -> Result<()> {
        groups.iter().try_for_each(|group| {
            group.par_iter().try_for_each(|(path, change)| match change {
                // Nothing can be lost in a folder that this run has created.
                Change::New if !self.is_new => self.moves().add(path),
                _ => self.moves().replace(path),
            })
        })
    }

    /// Gives up the claim to places of new files in which something else has come to be since they
    /// were staged. Otherwise the next build would take that for a file of this one, and replace
    /// it.
    fn release_claims(
        &self,
        mut claimed: BuildRecord,
        new: &BTreeMap<String, ContentHash>,
        changed: &BTreeMap<String, Change>,
    ) {
        let is_foreign = |path: &str| match self.folder.look(path) {
            Ok(PathState::File(_)) => fs::read(self.folder.file(path))
                .is_ok_and(|bytes| new.get(path) != Some(&xxh3_128(&bytes))),
            Ok(PathState::Folder | PathState::Other) => true,
            // A place with nothing in it stays claimed: its folder may have been created.
            _ => false,
        };
        let foreign: BTreeSet<&String> = changed
            .par_iter()
            .filter(|(path, change)| **change == Change::New && is_foreign(path))
            .map(|(path, _)| path)
            .collect();
        if !foreign.is_empty() {
            claimed.files.retain(|path, _| !foreign.contains(path));
            // The failure that led here is the one to report.
            let _ = self.write_record(&claimed);
        }
    }

    /// How a file differs from what is at its path; `None` if the same bytes are there.
    ///
    /// # Errors
    /// If something that Wellread didn't make is in its place.
    fn change(&self, path: &str, bytes: &[u8]) -> Result<Option<Change>> {
        let hash_of = |path: &str| self.recorded.files.get(path).copied();
        let found = if is_in_one_of(path, &self.real_folders) {
            self.folder.look_in_folder(path)?
        } else {
            self.folder.look(path)?
        };
        match found {
            PathState::Nothing => Ok(Some(Change::New)),
            // Where letter case does not count, this is an old file with another name, which a web
            // host would tell apart. It is removed before the new one takes its place. The same
            // happens if a build was killed between claiming the new name and removing the old
            // file.
            PathState::File(_)
                if matches!(hash_of(path), None | Some(record::UNLINKED))
                    && self.is_other_name(path) =>
            {
                Ok(Some(Change::New))
            }
            // The size settles most cases without opening the file. Equal bytes need no owner:
            // there is nothing to lose.
            PathState::File(size)
                if size == bytes.len() as u64
                    && fs::read(self.folder.file(path)).is_ok_and(|old| old == bytes) =>
            {
                Ok(None)
            }
            // A link in the place of a page is replaced like the page, whatever it leads to.
            PathState::File(_) | PathState::Other => match hash_of(path) {
                None => self.folder.refuse(path),
                Some(record::UNLINKED) => Ok(Some(Change::Interrupted)),
                Some(_) => Ok(Some(Change::Replaced)),
            },
            // Files of the old site in a folder are removed, so that the file can take its place.
            PathState::Folder => {
                match self.folder.foreign_in(path, &|inside| hash_of(inside).is_some())? {
                    Some(foreign) => self.folder.refuse(&foreign),
                    None => Ok(Some(Change::New)),
                }
            }
            PathState::Below(PathObstacle::File(above)) if hash_of(&above).is_some() => {
                Ok(Some(Change::New))
            }
            PathState::Below(PathObstacle::File(above) | PathObstacle::Other(above)) => {
                self.folder.refuse(&above)
            }
        }
    }

    /// Whether a path is another name of an old file: on a disk where letter case does not count.
    fn is_other_name(&self, path: &str) -> bool {
        let folded = self.folded.get_or_init(|| {
            let mut folded: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for old in self.recorded.files.keys() {
                folded.entry(folded_path(old).into_owned()).or_default().push(old.clone());
            }
            folded
        });
        // The names alone don't tell, since on another disk there may be a file for each.
        folded.get(&*folded_path(path)).into_iter().flatten().any(|old| {
            old != path
                && same_file::is_same_file(self.folder.file(old), self.folder.file(path))
                    .unwrap_or(false)
        })
    }

    /// Creates the output folder, and claims the files of the old and the new site.
    fn claim(&mut self, claimed: &BuildRecord) -> Result<()> {
        let root = self.folder.root();
        let mut created = Vec::new();
        let claimed = self
            .disk
            .create_folders(root, &mut created)
            .with_context(|| format!("cannot create the folder {}", self.folder.path_text("")))
            .and_then(|()| self.write_record(claimed));
        if claimed.is_err() {
            // No trace is left of a build that could not even begin.
            for folder in created.iter().rev() {
                let _ = self.disk.remove_empty_folder(folder);
            }
        }
        // If another program has created it since we looked, what it put there counts as foreign.
        self.is_new = created.last().is_some_and(|folder| folder == root);
        claimed
    }

    /// Replaces the record.
    fn write_record(&self, record: &BuildRecord) -> Result<()> {
        self.staging.write_record(record)?;
        self.moves().replace(record::FILE)
    }

    /// The way from the staging directory into the output folder.
    fn moves(&self) -> Moves<'_> {
        Moves {
            disk: &self.disk,
            staging: &self.staging,
            folder: &self.folder,
            copying: &self.copying,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::OutputDir;

    #[test]
    fn a_name_that_a_killed_build_has_only_claimed_is_moved() {
        for (hash, change) in [(record::UNLINKED, Some(Change::New)), (1, None)] {
            let hub = tempfile::tempdir().unwrap();
            let output = hub.path().join("public");
            fs::create_dir(&output).unwrap();
            fs::write(output.join("Photo.png"), "picture").unwrap();
            // As if letter case did not count: both names are those of one file.
            let _ = fs::hard_link(output.join("Photo.png"), output.join("photo.png"));
            let files = [("Photo.png".to_owned(), 1), ("photo.png".to_owned(), hash)].into();
            let claim = BuildRecord { files, ..BuildRecord::default() };
            fs::write(output.join(record::FILE), claim.write()).unwrap();
            let writer =
                OutputDir::check(Disk::new(), hub.path(), &output).unwrap().open().unwrap();
            let staged = writer.stage("photo.png", b"picture").unwrap();
            assert_eq!(staged.change, change, "{hash}");
        }
    }
}
