//! The output folder, looked at without following links.
//!
//! A path of the site that leads through a link ends in a folder that is not the site's. So each
//! folder of a path is looked at by itself before anything at the path is read as the site's own,
//! written, replaced or removed. Windows knows junctions besides links; the standard library takes
//! both for links, and files of a cloud drive for the files and folders that they stand for.
//!
//! Which files are the site's is decided elsewhere: see [`super::record`].

use std::borrow::Borrow;
use std::collections::BTreeSet;
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use rayon::prelude::*;

use super::disk::Disk;
use super::path_text::path_text;

/// The output folder. Its paths are relative to it, with `/` between the segments.
#[derive(Debug)]
pub(super) struct SiteFolder {
    disk: Arc<Disk>,
    root: PathBuf,
    /// The folder as the user named it, for messages.
    named: PathBuf,
}

/// What is at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PathState {
    /// Nothing, perhaps not even the folders that the path leads through.
    Nothing,
    /// A file of this many bytes.
    File(u64),
    /// A folder.
    Folder,
    /// A link, or something else that is neither a file nor a folder.
    Other,
    /// A path above it is not a folder, so it cannot be there.
    Below(PathObstacle),
}

/// What is in the place of a folder that a path leads through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PathObstacle {
    /// A file, at this path.
    File(String),
    /// A link, or something else that is neither a file nor a folder, at this path.
    Other(String),
}

impl SiteFolder {
    /// The folder at `root`, a path without links, which the user named in another way.
    pub(super) const fn new(disk: Arc<Disk>, root: PathBuf, named: PathBuf) -> Self {
        Self { disk, root, named }
    }

    /// The folder itself.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The file of a path, as the operating system names it.
    pub(super) fn file(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// A path, or with an empty one the folder itself, for a message.
    pub(super) fn path_text(&self, path: &str) -> String {
        // Joining an empty path would add a separator at the end.
        if path.is_empty() { path_text(&self.named) } else { path_text(&self.named.join(path)) }
    }

    /// Looks at every folder that `path` leads through, and at `path`.
    ///
    /// # Errors
    /// Failures of the machine.
    pub(super) fn look(&self, path: &str) -> Result<PathState> {
        for folder in folders_above(path) {
            match self.kind(folder)? {
                None => return Ok(PathState::Nothing),
                Some(kind) if kind.is_dir() => {}
                Some(kind) if kind.is_file() => {
                    return Ok(PathState::Below(PathObstacle::File(folder.to_owned())));
                }
                Some(_) => return Ok(PathState::Below(PathObstacle::Other(folder.to_owned()))),
            }
        }
        self.look_in_folder(path)
    }

    /// Looks at `path`, whose folders are known to be real ones.
    ///
    /// # Errors
    /// Failures of the machine.
    pub(super) fn look_in_folder(&self, path: &str) -> Result<PathState> {
        Ok(match self.metadata(path)? {
            None => PathState::Nothing,
            Some(found) if found.is_dir() => PathState::Folder,
            Some(found) if found.is_file() => PathState::File(found.len()),
            Some(_) => PathState::Other,
        })
    }

    /// The folders and not links among all folders that these paths lead through.
    pub(super) fn real_folders<'a>(
        &self,
        paths: impl Iterator<Item = &'a String>,
    ) -> BTreeSet<&'a str> {
        let mut folders = BTreeSet::new();
        for path in paths {
            // From the innermost outward: once one is known, so are those above it.
            let mut above: Vec<&str> = folders_above(path).collect();
            while let Some(folder) = above.pop() {
                if !folders.insert(folder) {
                    break;
                }
            }
        }
        let is_real = |folder: &str| {
            self.kind(folder).is_ok_and(|kind| kind.is_some_and(|kind| kind.is_dir()))
        };
        let links: BTreeSet<&str> =
            folders.par_iter().copied().filter(|folder| !is_real(folder)).collect();
        // What is below a link is not the site's, however real it is.
        folders.retain(|folder| {
            !links.contains(folder) && !folders_above(folder).any(|above| links.contains(above))
        });
        folders
    }

    /// A path in the folder `path` for which `is_ours` is false. Links and the like always count.
    ///
    /// # Errors
    /// Failures of the machine.
    pub(super) fn foreign_in(
        &self,
        path: &str,
        is_ours: &dyn Fn(&str) -> bool,
    ) -> Result<Option<String>> {
        let failed = || format!("cannot read {}", self.path_text(path));
        for entry in fs::read_dir(self.file(path)).with_context(failed)? {
            let entry = entry.with_context(failed)?;
            // A name that is not UTF-8 is not a name of ours, and does not become one by this.
            let inside = format!("{path}/{}", entry.file_name().to_string_lossy());
            let kind = entry.file_type().with_context(failed)?;
            let foreign = if kind.is_dir() {
                self.foreign_in(&inside, is_ours)?
            } else {
                (!kind.is_file() || !is_ours(&inside)).then_some(inside)
            };
            if foreign.is_some() {
                return Ok(foreign);
            }
        }
        Ok(None)
    }

    /// Creates the folders that `path` leads through, unless they are in `known`, to which they are
    /// added.
    ///
    /// # Errors
    /// If anything but a folder is in the place of one, or the machine fails.
    pub(super) fn create_folders<'a>(
        &self,
        path: &'a str,
        known: &mut BTreeSet<&'a str>,
    ) -> Result<()> {
        for folder in folders_above(path) {
            if known.contains(folder) {
                continue;
            }
            // Most folders of a first build are missing, so this is tried before a look.
            match self.disk.create_folder(&self.file(folder)) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    if !self.kind(folder)?.is_some_and(|kind| kind.is_dir()) {
                        return self.refuse(folder);
                    }
                }
                Err(error) => {
                    return Err(error).with_context(|| {
                        format!("cannot create the folder {}", self.path_text(folder))
                    });
                }
            }
            known.insert(folder);
        }
        Ok(())
    }

    /// Removes files that are the site's, and then the folders that this leaves empty. If a file is
    /// not there, or a folder or link has taken its place or that of a folder above it, there is
    /// nothing of the site's to remove. Returns how many files there were.
    ///
    /// # Errors
    /// Failures of the machine.
    pub(super) fn remove(&self, paths: &[&String]) -> Result<usize> {
        // Pages at once, then the other files, then folders: between two pages that link to each
        // other, as little time as possible should pass.
        let (pages, others): (Vec<&String>, Vec<&String>) =
            paths.iter().partition(|path| is_page(path));
        let mut removed: Vec<bool> = Vec::with_capacity(paths.len());
        for group in [pages, others] {
            let group = group.par_iter().map(|path| self.remove_file(path));
            removed.extend(group.collect::<Result<Vec<_>>>()?);
        }
        // Also the folders of files that were gone: a killed build may have removed a file and left
        // its folders, or created these and not yet the file. From the innermost outward.
        let folders = self.real_folders(paths.iter().copied());
        for folder in folders.into_iter().rev() {
            match self.disk.remove_empty_folder(&self.file(folder)) {
                // The system refuses to remove a folder that still holds a file; that is the check.
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => {
                    return Err(error)
                        .with_context(|| format!("cannot remove {}", self.path_text(folder)));
                }
            }
        }
        Ok(removed.into_iter().filter(|&was_there| was_there).count())
    }

    /// Removes a file or a link, if there is one whose folders are not links.
    fn remove_file(&self, path: &str) -> Result<bool> {
        let (PathState::File(_) | PathState::Other) = self.look(path)? else { return Ok(false) };
        let file = self.file(path);
        match self.disk.remove_file(&file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            result => result
                .with_context(|| format!("cannot remove {}", self.path_text(path)))
                .map(|()| true),
        }
    }

    /// Removes the folder at `path` if there is no file in it, only folders.
    ///
    /// # Errors
    /// If there is one, or the machine fails.
    pub(super) fn remove_empty_tree(&self, path: &str) -> io::Result<()> {
        for entry in fs::read_dir(self.file(path))? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                self.remove_empty_tree(&format!("{path}/{}", entry.file_name().to_string_lossy()))?;
            }
        }
        self.disk.remove_empty_folder(&self.file(path))
    }

    /// Fails because of what is at `path`.
    ///
    /// # Errors
    /// Always.
    pub(super) fn refuse<T>(&self, path: &str) -> Result<T> {
        let file = self.path_text(path);
        if self.kind(path)?.is_some_and(|kind| kind.is_symlink()) {
            bail!("{file} is a link to another place. Remove it, then build again.");
        }
        bail!(
            "{file} is not a file that Wellread made, and a page of the site belongs there.\n\
             Move it away, or rename the page, then build again."
        );
    }

    /// What a path names, without following links; `None` if nothing.
    fn kind(&self, path: &str) -> Result<Option<FileType>> {
        Ok(self.metadata(path)?.map(|found| found.file_type()))
    }

    fn metadata(&self, path: &str) -> Result<Option<fs::Metadata>> {
        match fs::symlink_metadata(self.file(path)) {
            Ok(found) => Ok(Some(found)),
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) =>
            {
                Ok(None)
            }
            Err(error) => {
                Err(error).with_context(|| format!("cannot read {}", self.path_text(path)))
            }
        }
    }
}

/// Whether the folder of a path is among these, or the path is in none.
pub(super) fn is_in_one_of<S: Borrow<str> + Ord>(path: &str, folders: &BTreeSet<S>) -> bool {
    path.rsplit_once('/').is_none_or(|(above, _)| folders.contains(above))
}

/// Whether the file at a path is a page.
pub(super) fn is_page(path: &str) -> bool {
    path.ends_with(".html")
}

/// The folders that a path leads through, from the outermost inward.
fn folders_above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}
