//! Whether a folder may be written to, and what an earlier build left in it.
//!
//! A wrong `--output` must never cost a file. A folder is accepted if it is new, empty, or holds the
//! record of an earlier build, and if it is apart from the hub's own files. [`OutputDir::open`] leads
//! on to the writer.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use jiff::civil::Date;
use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_128;

use super::record::{BuildRecord, Inputs};
use super::staging::{self, Staging};
use super::writer::OutputWriter;

/// An output folder that may be written to. Nothing in it has been changed yet.
#[derive(Debug)]
pub(crate) struct OutputDir {
    folder: PathBuf,
    record: Option<BuildRecord>,
}

impl OutputDir {
    /// Checks that `folder` is Wellread's to write to, for the hub in `root`.
    ///
    /// # Errors
    /// If it overlaps the hub's own files, or holds files that Wellread didn't make.
    pub(crate) fn claim(root: &Path, folder: &Path) -> Result<Self> {
        let folder = absolute(folder)?;
        refuse_overlap(&absolute(root)?, &folder)?;
        if folder.exists() && !folder.is_dir() {
            bail!("{} is a file. Name a folder to write the site to.", folder.display());
        }
        let record = BuildRecord::load(&folder)?;
        if record.is_none() {
            refuse_foreign_files(&folder)?;
        }
        Ok(Self { folder, record })
    }

    /// The number of pages in the folder, if it holds exactly what a build from `inputs` on this day
    /// would write.
    pub(crate) fn pages_if_current(&self, inputs: Inputs, today: Date) -> Option<usize> {
        let record = self.record.as_ref().filter(|record| record.is_for(inputs, today))?;
        self.is_untouched(record).then_some(record.pages)
    }

    /// Whether every recorded file still has its content. Sizes and times would be faster to compare,
    /// but copying a folder changes times, and a damaged file may have the right size.
    fn is_untouched(&self, record: &BuildRecord) -> bool {
        let files: Vec<_> = record.files.iter().collect();
        files.into_par_iter().all(|(path, hash)| {
            fs::read(self.folder.join(path)).is_ok_and(|bytes| xxh3_128(&bytes) == *hash)
        })
    }

    /// Opens the folder for a new site, after waiting for any other program that is writing to it.
    ///
    /// # Errors
    /// Failures of the machine.
    pub(crate) fn open(self) -> Result<OutputWriter> {
        // Asked before the folder is created, so that a build that stops can remove it again.
        let is_new = !self.folder.exists();
        fs::create_dir_all(&self.folder)
            .with_context(|| format!("cannot create the folder {}", self.folder.display()))?;
        let staging = Staging::open(&self.folder, is_new)?;
        // Read again: another build may have finished while we waited for the lock.
        let recorded = BuildRecord::load(&self.folder)?.unwrap_or_default();
        Ok(OutputWriter::new(self.folder, recorded, staging))
    }
}

/// The path from the root of the file system, with all symbolic links resolved.
fn absolute(path: &Path) -> Result<PathBuf> {
    let path =
        std::path::absolute(path).with_context(|| format!("cannot find {}", path.display()))?;
    // The folder may not exist yet, and only what exists can be resolved: the nearest parent that
    // does. There are no links in the rest.
    for ancestor in path.ancestors() {
        if let Ok(real) = ancestor.canonicalize() {
            let rest = path.strip_prefix(ancestor).unwrap_or(Path::new(""));
            // Joining an empty path would add a separator at the end.
            return Ok(if rest.as_os_str().is_empty() { real } else { real.join(rest) });
        }
    }
    Ok(path)
}

fn refuse_overlap(root: &Path, folder: &Path) -> Result<()> {
    // `crates` is for the hub in Wellread's own repository.
    let sources =
        ["content", "static", "themes", "crates", ".git"].map(|name| absolute(&root.join(name)));
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
            folder.display()
        );
    }
    Ok(())
}

fn refuse_foreign_files(folder: &Path) -> Result<()> {
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
        // File managers leave their own files in an empty folder, a repository for the finished site
        // has `.git`, and a first build that was killed leaves only its staging directory.
        if !matches!(&*name, ".DS_Store" | "Thumbs.db" | "desktop.ini" | ".git" | staging::FOLDER) {
            bail!(
                "the folder {} holds files that Wellread did not make, such as {name}.\n\
                 Empty it, or name another folder with --output.",
                folder.display()
            );
        }
    }
    Ok(())
}
