//! Replaces one file of a hub atomically, as `wellread tidy --write` and the check of
//! links do it.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::disk::Disk;
use super::new_files::hidden_name;
use super::path_text::path_text;

/// Gives a file a text. One that exists is replaced, behind a link too, and has its permissions as
/// before; a kill leaves either the old text or the new one.
///
/// # Errors
/// If the machine fails. The file is then as it was.
pub(crate) fn write_text(disk: &Disk, file: &Path, text: &str) -> Result<()> {
    let failed = || format!("cannot write {}", path_text(file));
    let (file, permissions) = if file.exists() {
        let file = fs::canonicalize(file).with_context(failed)?;
        let permissions = fs::metadata(&file).with_context(failed)?.permissions();
        (file, Some(permissions))
    } else {
        (file.to_owned(), None)
    };
    let hidden = hidden_name(file.parent().unwrap_or(Path::new("")));
    let written = disk
        .write_new(&hidden, text.as_bytes())
        .and_then(|()| permissions.map_or(Ok(()), |it| fs::set_permissions(&hidden, it)))
        .and_then(|()| disk.sync(&hidden))
        .and_then(|()| disk.rename(&hidden, &file));
    if written.is_err() {
        let _ = disk.remove_file(&hidden);
    }
    written.with_context(failed)
}
