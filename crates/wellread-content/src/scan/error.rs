//! Why a hub could not be read.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// A failure of the machine while reading a hub. There is no sensible site without the file, so the
/// scan ends with the first one.
#[derive(Debug)]
pub struct ScanError {
    /// The file or folder that could not be read.
    pub path: PathBuf,
    /// The reason, in the words of the operating system.
    pub source: io::Error,
}

impl fmt::Display for ScanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot read {}", self.path.display())
    }
}

impl std::error::Error for ScanError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}
