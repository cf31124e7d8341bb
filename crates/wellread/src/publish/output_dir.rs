//! Whether a folder may be written to, and what an earlier build left in it.
//!
//! A wrong `--output` must never cost a file. A folder is accepted if it is new, empty, or holds
//! the record of an earlier build, and if it is apart from the hub's own files. [`OutputDir::open`]
//! leads on to the writer.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use jiff::civil::Date;
use rayon::prelude::*;
use wellread_model::portable::{FileOrFolder, name_problem};
use xxhash_rust::xxh3::xxh3_128;

use super::disk::Disk;
use super::moves::{self, remove_copy};
use super::path_text::path_text;
use super::record::{BuildRecord, Inputs};
use super::site_folder::{PathState, SiteFolder, is_in_one_of};
use super::staging::{self, Staging};
use super::writer::OutputWriter;

/// An output folder that may be written to. Nothing in it has been changed yet.
#[derive(Debug)]
pub(crate) struct OutputDir {
    disk: Arc<Disk>,
    folder: PathBuf,
    /// The folder as the user named it, for messages.
    named: PathBuf,
    /// The hub's folder.
    root: PathBuf,
    record: Option<BuildRecord>,
}

/// A site that need not be built again.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CurrentOutput {
    /// How many pages it has.
    pub(crate) pages: usize,
    /// Whether the build had warnings other than those about the settings.
    pub(crate) has_warnings: bool,
}

impl OutputDir {
    /// Checks that `folder` is Wellread's to write to, for the hub in `root`.
    ///
    /// # Errors
    /// If it overlaps the hub's own files, or holds files that Wellread didn't make.
    pub(crate) fn check(disk: Disk, root: &Path, folder: &Path) -> Result<Self> {
        let named = folder.to_owned();
        let (root, folder) = (absolute(root)?, absolute(folder)?);
        refuse_overlap(&root, &folder, &named)?;
        if folder.exists() && !folder.is_dir() {
            bail!("{} is a file. Name a folder to write the site to.", path_text(&named));
        }
        let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        // The system's own words for this do not help. Elsewhere the folder need not be carried
        // there.
        if cfg!(windows)
            && let Some(problem) = name_problem(name)
        {
            let problem = problem.message(FileOrFolder::Folder, name);
            bail!("{problem}\nName another folder with --output, such as public.");
        }
        let record = load_record(&folder, &named)?;
        Ok(Self { disk: Arc::new(disk), folder, named, root, record })
    }

    /// What is in the folder, if that is exactly what a build from `inputs` on this day would
    /// write.
    pub(crate) fn site_if_current(&self, inputs: Inputs, today: Date) -> Option<CurrentOutput> {
        let record = self.record.as_ref().filter(|record| record.is_for(inputs, today))?;
        self.is_untouched(record)
            .then(|| CurrentOutput { pages: record.pages, has_warnings: record.has_warnings() })
    }

    /// Whether every recorded file still has its content. Sizes and times would be faster to
    /// compare, but copying a folder changes times, and a damaged file may have the right size.
    fn is_untouched(&self, record: &BuildRecord) -> bool {
        let site = self.site_folder();
        let folders = site.real_folders(record.files.keys());
        let files: Vec<_> = record.files.iter().collect();
        files.into_par_iter().all(|(path, hash)| {
            is_in_one_of(path, &folders)
                && site.look_in_folder(path).is_ok_and(|found| matches!(found, PathState::File(_)))
                && fs::read(site.file(path)).is_ok_and(|bytes| xxh3_128(&bytes) == *hash)
        })
    }

    fn site_folder(&self) -> SiteFolder {
        SiteFolder::new(Arc::clone(&self.disk), self.folder.clone(), self.named.clone())
    }

    /// Removes what a killed build has left next to the site, for a run that writes nothing else.
    pub(crate) fn sweep(&self) {
        for staging in Staging::left(&self.disk, &self.folder, &self.root) {
            // While no other program can be writing, which is what the directory's lock is for.
            let _ = remove_copy(&self.disk, &self.folder);
            drop(staging);
        }
    }

    /// Opens the folder for a new site, after waiting for any other program that is writing to it.
    ///
    /// # Errors
    /// Failures of the machine.
    pub(crate) fn open(self) -> Result<OutputWriter> {
        let staging = Staging::open(&self.disk, &self.folder, &self.root)?;
        remove_copy(&self.disk, &self.folder)
            .with_context(|| format!("cannot write to the folder {}", path_text(&self.named)))?;
        // Looked at again: another program may have written here while we waited for the lock.
        let record = load_record(&self.folder, &self.named)?;
        let site = self.site_folder();
        Ok(OutputWriter::new(self.disk, site, record.unwrap_or_default(), staging))
    }
}

/// The path from the root of the file system, without symbolic links, `.` and `..`. What it names
/// may not exist yet.
///
/// # Errors
/// If it leads through a link to a place that does not exist: once that is created, everything
/// behind it is elsewhere.
fn absolute(path: &Path) -> Result<PathBuf> {
    let failed = || format!("cannot find {}", path_text(path));
    // What exists, and what will be below it.
    let (mut real, mut rest) = (PathBuf::new(), PathBuf::new());
    for component in std::path::absolute(path).with_context(failed)?.components() {
        match component {
            Component::Prefix(_) => real.push(component),
            Component::RootDir => {
                real.push(component);
                // On Windows, what is found below a drive has another prefix than a drive that was
                // typed, so that none would seem to lie on it.
                real = real.canonicalize().unwrap_or(real);
            }
            // There are no links in either path, so the folder above is the one written before.
            Component::ParentDir if rest.as_os_str().is_empty() => _ = real.pop(),
            Component::ParentDir => _ = rest.pop(),
            _ if rest.as_os_str().is_empty() => {
                let next = real.join(component);
                match next.canonicalize() {
                    Ok(found) => real = found,
                    Err(_) if fs::symlink_metadata(&next).is_ok_and(|it| it.is_symlink()) => {
                        bail!(
                            "{} is a link to a place that does not exist.\n\
                             Remove the link, or create the folder that it leads to.",
                            path_text(&next)
                        );
                    }
                    Err(_) => rest.push(component),
                }
            }
            _ => rest.push(component),
        }
    }
    // Joining an empty path would add a separator at the end.
    Ok(if rest.as_os_str().is_empty() { real } else { real.join(rest) })
}

fn refuse_overlap(root: &Path, folder: &Path, named: &Path) -> Result<()> {
    // `crates` is for the hub in Wellread's own repository, `.wellread` is where builds prepare
    // files.
    let sources = ["content", "static", "themes", "crates", ".git", staging::HOME]
        .map(|name| absolute(&root.join(name)));
    // Both directions: a site below `content` would be read as content by the next build, and one
    // above it would hold the sources among its pages.
    let overlaps = root.starts_with(folder)
        || sources
            .into_iter()
            .flatten()
            .any(|source| folder.starts_with(&source) || source.starts_with(folder));
    if overlaps {
        bail!(
            "the site cannot be written to {}: the hub's own files are there, or in a folder above \
             or below it.\nName another folder with --output, such as public.",
            path_text(named)
        );
    }
    Ok(())
}

/// The record in a folder, which the user `named` in another way. `None` if the folder is new or
/// empty.
///
/// # Errors
/// If it holds files that Wellread didn't make, or the machine fails.
fn load_record(folder: &Path, named: &Path) -> Result<Option<BuildRecord>> {
    let record = BuildRecord::load_from(folder, named)?;
    if record.is_none() {
        refuse_foreign_files(folder, named)?;
    }
    Ok(record)
}

fn refuse_foreign_files(folder: &Path, named: &Path) -> Result<()> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => {
            return Err(error).with_context(|| format!("cannot read {}", path_text(named)));
        }
    };
    for entry in entries {
        let name = entry.with_context(|| format!("cannot read {}", path_text(named)))?.file_name();
        let name = name.to_string_lossy();
        // File managers leave their own files in an empty folder, a repository for the finished
        // site has `.git`, and a first build that was killed may leave a copy.
        if !matches!(&*name, ".DS_Store" | "Thumbs.db" | "desktop.ini" | ".git" | moves::COPY) {
            bail!(
                "the folder {} holds files that Wellread did not make, such as {name}.\n\
                 Empty it, or name another folder with --output.",
                path_text(named)
            );
        }
    }
    Ok(())
}
