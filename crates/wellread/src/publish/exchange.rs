//! Puts a whole site in the place of another in one step.
//!
//! Beside the output folder, a complete tree of the new site is made of hard links, so that no byte
//! is copied, and then the two folders trade names. A reader, or a build that is killed, sees the
//! old site or the new one, and no page with a link to a heading that the other site has. A first
//! build has nothing to trade with: its folder gets its name.
//!
//! A folder that trades its name is another folder from then on. So that nobody notices, files are
//! moved one by one, as [`moves`](super::moves) does, in a folder
//!
//! - that holds anything Wellread did not make, such as `.git`, which would be away for a moment,
//! - with other permissions or another owner than a new folder gets,
//! - that some program has for its current folder, which a terminal or a server would stay in,
//! - on a system or a disk that cannot let folders trade names, or give files a second name. macOS
//!   can, but its Finder would go on to show the old folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata};
use std::io;
use std::path::Path;

use anyhow::{Result, bail};
use rayon::prelude::*;

use super::disk::Disk;
use super::order::Change;
use super::record::{self, BuildRecord, ContentHash, Phase};
use super::removal::Removal;
use super::site_folder::{SiteFolder, folders_above};
use super::staging::Staging;

/// A site that is about to take the place of another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Exchange<'a> {
    pub(super) disk: &'a Disk,
    pub(super) staging: &'a Staging,
    pub(super) folder: &'a SiteFolder,
    /// What is in the output folder.
    pub(super) recorded: &'a BuildRecord,
    /// What is to be in it.
    pub(super) finished: &'a BuildRecord,
    /// The files that are staged. The others are in the output folder, with the same bytes.
    pub(super) changed: &'a BTreeMap<String, Change>,
    pub(super) removal: &'a Removal<'a>,
    /// Whether there is no output folder yet.
    pub(super) is_new: bool,
}

impl Exchange<'_> {
    /// Puts the new site in the place of the old one, and removes that. Returns the number of files
    /// that are gone, or `None` if nothing has happened, because it cannot be done here. Then all
    /// staged files are still there, and what stands in the way will be reported when they are
    /// moved.
    pub(super) fn run(self) -> Option<usize> {
        if !self.is_possible() {
            return None;
        }
        if self.prepare().and_then(|()| self.trade()).is_err() {
            // What cannot be removed now is removed by the next build.
            let _ = self.staging.remove_next();
            return None;
        }
        // The site is finished. Whatever fails from here on only leaves files beside it.
        let next = self.staging.next();
        let old = SiteFolder::new(self.staging.disk(), next.clone(), next);
        let remove = |paths: &[&String]| old.remove(paths).unwrap_or_default();
        let removed = remove(&self.removal.first) + remove(&self.removal.last);
        let record = record::FILE.to_owned();
        remove(&self.recorded.files.keys().chain([&record]).collect::<Vec<_>>());
        let _ = self.restore("", &old);
        let _ = self.staging.remove_next();
        Some(removed)
    }

    fn is_possible(self) -> bool {
        if self.is_new {
            // A folder of this name that has come to be since we looked is not ours.
            return cfg!(unix) && fs::symlink_metadata(self.folder.root()).is_err();
        }
        // A single file is replaced in one step in any case.
        let changes = self.changed.len() + self.removal.first.len() + self.removal.last.len();
        let root = self.folder.root();
        cfg!(all(target_os = "linux", target_env = "gnu"))
            && changes > 1
            && fs::symlink_metadata(root).is_ok_and(|like| self.is_all_ours("", &like))
            && !is_current_folder(root)
    }

    /// Whether a folder of the output holds nothing but files that the record names and folders that
    /// these lead through, all of which belong to whom the output folder does.
    fn is_all_ours(self, path: &str, like: &Metadata) -> bool {
        let Ok(entries) = fs::read_dir(self.folder.file(path)) else { return false };
        let mut is_empty = true;
        for entry in entries {
            let Ok(entry) = entry else { return false };
            let (Ok(name), Ok(kind)) = (entry.file_name().into_string(), entry.file_type()) else {
                return false;
            };
            let inside = if path.is_empty() { name } else { format!("{path}/{name}") };
            let is_ours = if kind.is_dir() {
                entry.metadata().is_ok_and(|found| has_same_owner(&found, like))
                    && self.is_all_ours(&inside, like)
            } else {
                let is_known =
                    inside == record::FILE || self.recorded.files.contains_key(&inside);
                kind.is_file() && is_known
            };
            if !is_ours {
                return false;
            }
            is_empty = false;
        }
        // Only a folder of someone else's is empty, but for the output folder itself.
        !is_empty || path.is_empty()
    }

    /// Makes the tree of the new site beside the output folder.
    fn prepare(self) -> Result<()> {
        // First, a list of what may be in the tree from now on, old or new, for a build that finds
        // it there.
        self.staging.claim_next(&self.recorded.claim(&self.finished.files, Phase::Adding))?;
        let next = self.staging.next();
        self.disk.create_folder(&next)?;
        if !self.is_new {
            let [root, made] = [self.folder.root(), &next].map(fs::symlink_metadata);
            if !has_same_owner(&root?, &made?) {
                bail!("the output folder is not like a new one");
            }
        }
        for folders in by_depth(&self.finished.files) {
            folders
                .par_iter()
                .try_for_each(|folder| self.disk.create_folder(&next.join(folder)))?;
        }
        let files: Vec<&String> = self.finished.files.keys().collect();
        files.par_iter().try_for_each(|path| {
            let is_staged = self.changed.contains_key(*path);
            let file =
                if is_staged { self.staging.staged(path) } else { self.folder.file(path) };
            self.disk.link(&file, &next.join(path))
        })?;
        self.staging.write(record::FILE, self.finished.write().as_bytes())?;
        self.staging.sync(record::FILE)?;
        Ok(self.disk.link(&self.staging.staged(record::FILE), &next.join(record::FILE))?)
    }

    /// The step in which the site changes.
    fn trade(self) -> Result<()> {
        let (next, root) = (self.staging.next(), self.folder.root());
        if !self.is_new {
            return Ok(self.disk.exchange_folders(&next, root)?);
        }
        let mut created = Vec::new();
        let above = root.parent().unwrap_or(root);
        let moved = self
            .disk
            .create_folders(above, &mut created)
            .and_then(|()| self.disk.rename_folder(&next, root));
        if moved.is_err() {
            for folder in created.iter().rev() {
                let _ = self.disk.remove_empty_folder(folder);
            }
        }
        Ok(moved?)
    }

    /// Moves what another program has put into the old site, in the moment in which it was still in
    /// its place, into the new one, as far as there is nothing of the same name.
    fn restore(self, path: &str, old: &SiteFolder) -> Result<()> {
        for entry in fs::read_dir(old.file(path))? {
            let entry = entry?;
            let name = entry.file_name();
            let Some(name) = name.to_str() else { continue };
            let inside = if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
            if entry.file_type()?.is_dir() {
                self.restore(&inside, old)?;
            } else {
                self.folder.create_folders(&inside, &mut BTreeSet::new())?;
                self.disk.link(&entry.path(), &self.folder.file(&inside))?;
                self.disk.remove_file(&entry.path())?;
            }
        }
        Ok(self.disk.remove_empty_folder(&old.file(path))?)
    }
}

/// The folders of a site, those of each depth in a list of their own, the outermost first: each list
/// can be created at once.
fn by_depth(files: &BTreeMap<String, ContentHash>) -> Vec<Vec<&str>> {
    let folders: BTreeSet<&str> = files.keys().flat_map(|path| folders_above(path)).collect();
    let mut lists: Vec<Vec<&str>> = Vec::new();
    for folder in folders {
        let depth = folder.matches('/').count();
        lists.resize_with(lists.len().max(depth + 1), Vec::new);
        lists[depth].push(folder);
    }
    lists
}

/// Whether two folders have the same owner, group and permissions.
#[cfg(unix)]
fn has_same_owner(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let of = |found: &Metadata| (found.uid(), found.gid(), found.mode());
    of(one) == of(other)
}

/// Nothing is exchanged there.
#[cfg(not(unix))]
const fn has_same_owner(_one: &Metadata, _other: &Metadata) -> bool {
    false
}

/// Whether a program has this folder, or one in it, for its current one, as far as that may be known.
fn is_current_folder(folder: &Path) -> bool {
    let Ok(programs) = fs::read_dir("/proc") else { return false };
    programs.filter_map(io::Result::ok).any(|program| {
        fs::read_link(program.path().join("cwd")).is_ok_and(|current| current.starts_with(folder))
    })
}
