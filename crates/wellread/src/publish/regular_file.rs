//! Reads files that lie next to a hub's content under a fixed name, and files that a person names.
//!
//! Something else may have such a name. A program that opens a pipe waits without end, and a link
//! may lead to a file of somebody else, which a later step would replace.

use std::fs;
use std::io;
use std::path::Path;

/// Reads a file, behind a link too.
///
/// # Errors
/// If it is not a file, or the machine fails.
pub(crate) fn read_file(file: &Path) -> io::Result<Vec<u8>> {
    if !fs::metadata(file)?.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    fs::read(file)
}

/// Reads a file as text, behind a link too.
///
/// # Errors
/// If it is not a file, is not saved as UTF-8 (`InvalidData`), or the machine fails.
pub(crate) fn read_text(file: &Path) -> io::Result<String> {
    String::from_utf8(read_file(file)?)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not saved as UTF-8"))
}

/// Reads a file that Wellread itself writes into the folder of a hub.
///
/// # Errors
/// As [`read_text`], and if it is a link.
pub(crate) fn read_text_of_hub(file: &Path) -> io::Result<String> {
    if fs::symlink_metadata(file)?.is_symlink() {
        return Err(io::Error::other("it is a link to another file"));
    }
    read_text(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "text").unwrap();
        assert_eq!(read_text_of_hub(&file).unwrap(), "text");
        assert_eq!(read_text(folder.path()).unwrap_err().kind(), io::ErrorKind::Other);
        let missing = folder.path().join("missing");
        assert_eq!(read_text_of_hub(&missing).unwrap_err().kind(), io::ErrorKind::NotFound);
        fs::write(&file, b"\xff\xfet\0").unwrap();
        assert_eq!(read_text(&file).unwrap_err().kind(), io::ErrorKind::InvalidData);
        assert_eq!(read_file(&file).unwrap(), b"\xff\xfet\0");
    }

    #[test]
    #[cfg(unix)]
    fn links_are_followed_outside_of_a_hub_alone_and_pipes_nowhere() {
        let folder = tempfile::tempdir().unwrap();
        let [file, link, pipe] = ["file", "link", "pipe"].map(|name| folder.path().join(name));
        fs::write(&file, "text").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        assert_eq!(read_text(&link).unwrap(), "text");
        assert!(read_text_of_hub(&link).is_err());
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success());
        assert!(read_text(&pipe).is_err());
    }
}
