//! File metadata that shows, without reading it, that a file is unchanged.

use std::fs::Metadata;
use std::time::{Duration, SystemTime};

/// What the file system says of a file. If it is the same twice, the content is taken to be the
/// same, as long as the file was not too young the first time (see [`Self::is_older_than`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FileStamp {
    /// In bytes.
    length: u64,
    /// When it was last written, as far as the file system notes it.
    modified: SystemTime,
    /// Another file that is moved here may have the same length and time, but not these: when it
    /// was created, and on Unix also its number and when its name or content last changed.
    created: Option<SystemTime>,
    /// Which file it is: a program may put another one in its place, with the same time.
    identity: Identity,
}

/// What distinguishes one file from another on Unix; zero elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Identity {
    /// The number of the file on its disk.
    inode: u64,
    /// When the name, the rights or the content changed, in seconds and nanoseconds. Unlike the
    /// time of modification, programs cannot set it back.
    changed_seconds: i64,
    /// The fraction of the time of the last change, also of its name or rights.
    changed_nanoseconds: i64,
}

impl FileStamp {
    /// `None` where the file system stores no times. Such files are read every time.
    pub(crate) fn from_metadata(metadata: &Metadata) -> Option<Self> {
        #[cfg(unix)]
        let identity = {
            use std::os::unix::fs::MetadataExt as _;
            Identity {
                inode: metadata.ino(),
                changed_seconds: metadata.ctime(),
                changed_nanoseconds: metadata.ctime_nsec(),
            }
        };
        #[cfg(not(unix))]
        let identity = Identity { inode: 0, changed_seconds: 0, changed_nanoseconds: 0 };
        let modified = metadata.modified().ok()?;
        let created = metadata.created().ok();
        Some(Self { length: metadata.len(), modified, created, identity })
    }

    /// Whether the content was last changed longer than `age` ago. A time in the future, as after a
    /// clock was set back, is never old.
    pub(crate) fn is_older_than(&self, age: Duration, now: SystemTime) -> bool {
        now.duration_since(self.modified).is_ok_and(|time| time > age)
    }
}
