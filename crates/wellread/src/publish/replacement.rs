//! One file of a hub with another text: all of it or nothing, as `wellread tidy --write` does it.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::disk::Disk;
use super::new_files::hidden_name;
use super::shown::shown;

/// Replaces the text of a file. A file behind a link is replaced where it is, and a kill leaves either
/// the old text or the new one.
///
/// # Errors
/// If the machine fails. The file is then as it was.
pub(crate) fn replace_text(disk: &Disk, file: &Path, text: &str) -> Result<()> {
    let named = file;
    let failed = || format!("cannot write {}", shown(named));
    let file = fs::canonicalize(file).with_context(failed)?;
    let permissions = fs::metadata(&file).with_context(failed)?.permissions();
    let hidden = hidden_name(file.parent().unwrap_or(Path::new("")));
    let replaced = disk
        .write_new(&hidden, text.as_bytes())
        .and_then(|()| fs::set_permissions(&hidden, permissions))
        .and_then(|()| disk.sync(&hidden))
        .and_then(|()| disk.rename(&hidden, &file));
    if replaced.is_err() {
        let _ = disk.remove_file(&hidden);
    }
    replaced.with_context(failed)
}
