//! Puts a whole site in the place of another in one step.
//!
//! A first build has nothing to replace: the folder of the staged site gets the name of the output
//! folder. Later, the staged site is completed with hard links to all that has not changed, so that
//! no byte is copied, and then the two folders trade names. A reader, or a build that is killed,
//! sees the old site or the new one, and never a link from a page of one to a heading that only the
//! other has.
//!
//! A folder that trades its name is another folder from then on. To avoid visible side effects,
//! files are moved one by one (see [`moves`](super::moves)) in a folder
//!
//! - that holds anything Wellread did not make, such as `.git`, which would be away for a moment,
//! - with other permissions or another owner than a new folder gets,
//! - that a program has for its current folder, as a terminal does, or that is mounted elsewhere, as
//!   containers do: they would go on to see the old one,
//! - on a system or a disk that cannot let folders trade names, or give files a second name. macOS
//!   can, but its Finder would go on to show the old folder,
//! - with so many files for each changed one that giving all a second name takes too long.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::path::Path;

use anyhow::{Result, bail};
use rayon::prelude::*;

use super::disk::Disk;
use super::order::Change;
use super::record::{self, BuildRecord};
use super::removal::Removal;
use super::site_folder::SiteFolder;
use super::staging::Staging;

/// The most files of a site for each file that has changed. A second name for a file, made and
/// removed again, took at most a fifteenth of the time of rendering a page, so this is bounded by
/// the time of seven pages for each that has changed.
const LINKS_PER_CHANGE: usize = 100;

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
    /// staged files are still there, and what is in the way will be reported when they are moved.
    pub(super) fn run(self) -> Option<usize> {
        if self.is_new {
            return self.complete().and_then(|()| self.give_name()).is_ok().then_some(0);
        }
        let old = self.files_to_trade()?;
        self.complete().and_then(|()| self.trade()).ok()?;
        // The site is finished. What cannot be removed now is removed by the next build.
        let _ = self.staging.remove_site(&|path| self.rescue(path));
        let removed = [&self.removal.first, &self.removal.last].into_iter().flatten();
        Some(removed.filter(|path| old.contains(**path)).count())
    }

    /// The files of the output folder, if it may be exchanged.
    fn files_to_trade(self) -> Option<BTreeSet<String>> {
        let changes = self.changed.len() + self.removal.first.len() + self.removal.last.len();
        let root = self.folder.root();
        // A single file is replaced in one step in any case.
        if !cfg!(all(target_os = "linux", target_env = "gnu"))
            || changes < 2
            || self.finished.files.len() > changes * LINKS_PER_CHANGE
            || is_in_use(root)
        {
            return None;
        }
        let mut files = BTreeSet::new();
        self.collect("", &fs::symlink_metadata(root).ok()?, &mut files).ok()?;
        Some(files)
    }

    /// Adds the files in a folder of the output to `files`.
    ///
    /// # Errors
    /// If there is anything but files that the record names and the folders that lead to these, or
    /// if a folder does not belong to whom the output folder does.
    fn collect(self, path: &str, root: &Metadata, files: &mut BTreeSet<String>) -> Result<()> {
        let before = files.len();
        for entry in fs::read_dir(self.folder.file(path))? {
            let entry = entry?;
            let (name, kind) = (entry.file_name(), entry.file_type()?);
            let name = name.to_str().unwrap_or_default();
            let inside = if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
            if kind.is_dir() && has_same_owner(&entry.metadata()?, root) {
                self.collect(&inside, root, files)?;
            } else if kind.is_file() && self.recorded.files.contains_key(&inside) {
                files.insert(inside);
            } else if inside != record::FILE {
                bail!("{inside} is not ours");
            }
        }
        // A build leaves no empty folder behind.
        if files.len() == before && !path.is_empty() {
            bail!("{path} is not ours");
        }
        Ok(())
    }

    /// Adds to the staged site what is missing for it to be the whole one.
    fn complete(self) -> Result<()> {
        let unchanged = self.finished.files.keys().filter(|path| !self.changed.contains_key(*path));
        let unchanged: Vec<&String> = unchanged.collect();
        unchanged
            .par_iter()
            .try_for_each(|path| self.staging.link(&self.folder.file(path), path))?;
        self.staging.write_record(self.finished)
    }

    /// Lets the staged site become the output folder, of which there is none.
    fn give_name(self) -> Result<()> {
        let root = self.folder.root();
        let mut created = Vec::new();
        let above = root.parent().unwrap_or(root);
        let moved = self
            .disk
            .create_folders(above, &mut created)
            .and_then(|()| self.disk.rename_folder(self.staging.site(), root));
        if moved.is_err() {
            for folder in created.iter().rev() {
                let _ = self.disk.remove_empty_folder(folder);
            }
        }
        Ok(moved?)
    }

    /// Lets the staged site and the output folder trade names.
    fn trade(self) -> Result<()> {
        let (new, old) = (self.staging.site(), self.folder.root());
        if !has_same_owner(&fs::symlink_metadata(new)?, &fs::symlink_metadata(old)?) {
            bail!("the output folder is not like a new one");
        }
        Ok(self.disk.exchange_folders(new, old)?)
    }

    /// Moves a file of another program, which it has put into the old site at the last moment, into
    /// the new one, unless there is something of the same name.
    fn rescue(self, path: &str) -> Result<()> {
        let file = self.staging.staged(path);
        self.folder.create_folders(path, &mut BTreeSet::new())?;
        self.disk.link(&file, &self.folder.file(path))?;
        Ok(self.disk.remove_file(&file)?)
    }
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

/// Whether a program has this folder, or one in it, for its current one, or it is mounted
/// somewhere, as far as that may be known.
fn is_in_use(folder: &Path) -> bool {
    let Ok(programs) = fs::read_dir("/proc") else { return false };
    let mut seen = BTreeSet::new();
    programs.filter_map(Result::ok).map(|program| program.path()).any(|program| {
        fs::read_link(program.join("cwd")).is_ok_and(|current| current.starts_with(folder))
            || mounts(&program, &mut seen).is_ok_and(|mounts| is_mounted(folder, &mounts))
    })
}

/// The mounts that a program sees; nothing if those of another program in `seen` are the same, as
/// they are for all that are in no container.
fn mounts(program: &Path, seen: &mut BTreeSet<[u8; 16]>) -> io::Result<String> {
    let mut mounts = String::new();
    let mut file = File::open(program.join("mountinfo"))?;
    // The list begins with a number that no other list has.
    let mut start = [0; 16];
    file.read_exact(&mut start)?;
    if seen.insert(start) {
        mounts = String::from_utf8_lossy(&start).into_owned();
        file.read_to_string(&mut mounts)?;
    }
    Ok(mounts)
}

/// Whether a list of mounts, as in `/proc/PID/mountinfo`, has one of a folder or of one in it.
fn is_mounted(folder: &Path, mounts: &str) -> bool {
    // The fourth field is the part of a file system that is mounted. It begins where that file
    // system does, so of our path it may be an end.
    let roots = mounts.lines().filter_map(|line| line.split(' ').nth(3));
    roots.map(|root| root.replace("\\040", " ")).any(|root| {
        let root = Path::new(root.trim_start_matches('/'));
        root.ancestors().any(|part| !part.as_os_str().is_empty() && folder.ends_with(part))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_a_container_has_is_in_use() {
        let is_mounted = |root: &str| {
            let list = format!("1 0 8:1 / / rw - ext4 /dev/sda rw\n2 1 8:2 {root} /srv rw -\n");
            is_mounted(Path::new("/home/kim/our hub/public"), &list)
        };
        // By the whole path, and by that on a disk that is mounted at /home.
        assert!(is_mounted("/home/kim/our\\040hub/public"));
        assert!(is_mounted("/kim/our\\040hub/public"));
        assert!(is_mounted("/kim/our\\040hub/public/es"));
        // A container into which a folder above is mounted sees the new folder.
        assert!(!is_mounted("/home/kim/our\\040hub"));
        assert!(!is_mounted("/home/lee/hub/public"));
        assert!(!is_mounted("/"));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn the_folder_that_a_program_is_in_is_in_use() {
        let [used, unused] = [(); 2].map(|()| tempfile::tempdir().unwrap());
        let mut program = std::process::Command::new("sleep");
        let mut program = program.arg("60").current_dir(used.path()).spawn().unwrap();
        let found =
            [&used, &unused].map(|folder| is_in_use(&folder.path().canonicalize().unwrap()));
        program.kill().unwrap();
        program.wait().unwrap();
        assert_eq!(found, [true, false]);
    }
}
