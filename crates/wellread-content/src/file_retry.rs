//! Files that cannot be replaced yet: open in another program, or read-only.
//!
//! On Windows, such a file can neither be replaced nor, often, read. Virus scanners and cloud
//! drives open each file for a moment, so an operation is tried again for a few seconds, and only
//! then does it fail, with a message that names the cause: the system says "Access is denied" in
//! all of these cases. Sources are read in this way, and sites are written so.

use std::fmt;
use std::fs;
use std::io;
use std::path::Path;
use std::thread;
use std::time::Duration;

/// `ERROR_ACCESS_DENIED` and `ERROR_SHARING_VIOLATION` of Windows. What the person may not do at
/// all has the first code, too.
const CODES: [i32; 2] = [5, 32];

/// How long to wait before each new try, in milliseconds: about four seconds in all.
const PAUSES: [u64; 8] =
    if cfg!(test) { [1; 8] } else { [10, 30, 100, 300, 500, 1000, 1000, 1000] };

/// Does something to `file`, and tries again while another program has it open.
///
/// # Errors
/// Those of the operation; a blocked file gets a message of its own.
pub fn retry_while_open<T>(file: &Path, operation: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    with_pauses(&PAUSES, file, operation).map_err(|error| explained(file, error))
}

/// Like [`retry_while_open`], but gives up within half a second: for operations that are denied
/// more often than blocked, such as creating a folder whose name is still being removed.
///
/// # Errors
/// Those of the operation, in the system's words.
pub fn retry_briefly<T>(file: &Path, operation: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    with_pauses(&PAUSES[..4], file, operation)
}

/// Tries an operation once, and again after each of the pauses (in milliseconds) while the file is
/// blocked. Any other failure ends it at once, and so does a file that is read-only.
fn with_pauses<T>(
    pauses: &[u64],
    file: &Path,
    mut operation: impl FnMut() -> io::Result<T>,
) -> io::Result<T> {
    for pause in pauses {
        match operation() {
            // Waiting changes nothing about a file that is read-only.
            Err(error) if is_blocked(&error) && !is_read_only(file) => {
                thread::sleep(Duration::from_millis(*pause));
            }
            done => return done,
        }
    }
    operation()
}

/// Whether the system refuses because of a file's state, which may pass. Elsewhere than on Windows
/// the codes mean something else; tests use them to try this out anywhere.
fn is_blocked(error: &io::Error) -> bool {
    let is_code = |code| cfg!(any(windows, test)) && CODES.contains(&code);
    // What Linux and macOS say of some network drives.
    error.kind() == io::ErrorKind::ResourceBusy || error.raw_os_error().is_some_and(is_code)
}

/// Whether the file itself has the attribute, which no wait removes.
fn is_read_only(file: &Path) -> bool {
    // Folders have the attribute, too, but there it means nothing.
    fs::symlink_metadata(file).is_ok_and(|found| found.is_file() && found.permissions().readonly())
}

/// The failure with the reason in words for staff. Its kind stays.
fn explained(file: &Path, error: io::Error) -> io::Error {
    if !is_blocked(&error) {
        return error;
    }
    let reason = if is_read_only(file) {
        BlockReason::ReadOnly
    } else if error.raw_os_error() == Some(CODES[0]) {
        BlockReason::OpenOrForbidden
    } else {
        BlockReason::Open
    };
    io::Error::new(error.kind(), reason)
}

/// Why a file can be neither read nor replaced.
#[derive(Debug, Clone, Copy)]
enum BlockReason {
    ReadOnly,
    Open,
    OpenOrForbidden,
}

impl fmt::Display for BlockReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ReadOnly => {
                "it is read-only.\nRight-click it, choose Properties, clear \"Read-only\", and try \
                 again."
            }
            Self::Open => {
                "another program has it open.\nClose the program, or wait until a cloud drive or \
                 virus scanner is done with it, and try again."
            }
            Self::OpenOrForbidden => {
                "another program has it open, or you have no permission for it.\nClose the program, or wait \
                 until a cloud drive or virus scanner is done with it, and try again."
            }
        })
    }
}

impl std::error::Error for BlockReason {}

#[cfg(test)]
mod tests {
    use super::*;

    /// The outcome of an operation that fails so many times with a code, and the number of tries.
    fn outcome(file: &Path, code: i32, failures: usize) -> (io::Result<()>, usize) {
        let mut tries = 0;
        let done = retry_while_open(file, || {
            tries += 1;
            if tries <= failures { Err(io::Error::from_raw_os_error(code)) } else { Ok(()) }
        });
        (done, tries)
    }

    #[test]
    fn what_another_program_has_open_is_tried_again() {
        let file = Path::new("no such file");
        for code in CODES {
            let (done, tries) = outcome(file, code, 2);
            assert!(done.is_ok() && tries == 3, "{code}");
            let (done, tries) = outcome(file, code, usize::MAX);
            let error = done.unwrap_err();
            assert_eq!(tries, PAUSES.len() + 1);
            assert!(error.to_string().contains("another program has it open"), "{error}");
            // The kind distinguishes a place that belongs to someone else from other failures.
            assert_eq!(error.kind(), io::Error::from_raw_os_error(code).kind());
        }
        // No other failure is waited for, and the system's words stay.
        let (done, tries) = outcome(file, 28, 2);
        assert_eq!((done.unwrap_err().raw_os_error(), tries), (Some(28), 1));
    }

    #[test]
    fn a_read_only_file_is_called_that_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("page.html");
        fs::write(&file, "").unwrap();
        let mut permissions = fs::metadata(&file).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&file, permissions).unwrap();
        let (done, tries) = outcome(&file, 5, usize::MAX);
        let error = done.unwrap_err().to_string();
        assert!(error.contains("read-only") && tries == 1, "{error}");
    }
}
