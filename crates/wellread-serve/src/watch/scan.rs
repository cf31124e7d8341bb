//! The slow way to notice changes: compare sizes and times of all files, again and again.
//!
//! Where next: [`super`], for how often and why.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime};

use walkdir::WalkDir;
use xxhash_rust::xxh3::Xxh3;

use super::Scope;
use super::inbox::{Inbox, Unreliable};

/// How often to look where events cannot be relied upon.
const OFTEN: Duration = Duration::from_millis(500);
/// How often to look where they have not failed yet.
const SELDOM: Duration = Duration::from_secs(2);
/// A scan may take this part of the time: on a slow drive it comes less often.
const SHARE: u32 = 10;
/// How late an event may be before it counts as lost.
const GRACE: Duration = Duration::from_secs(1);

/// Scans until the inbox stops. `often` says whether events are unreliable; it is set when that
/// turns out to be so.
pub(crate) fn keep_scanning(scope: &Scope, inbox: &Inbox, often: &AtomicBool, start: Signature) {
    let mut known = start;
    let mut took = Duration::ZERO;
    let mut last_start = Instant::now();
    loop {
        let interval = if often.load(Ordering::Relaxed) { OFTEN } else { SELDOM };
        if inbox.sleep(interval.max(took * SHARE)) {
            return;
        }
        let started = Instant::now();
        let found = signature(scope);
        took = started.elapsed();
        if found != known {
            inbox.scanned(found.top != known.top);
            if !often.load(Ordering::Relaxed) {
                if inbox.sleep(GRACE) {
                    return;
                }
                if !inbox.native_since(last_start) {
                    often.store(true, Ordering::Relaxed);
                    inbox.distrust(Unreliable::Silent);
                }
            }
        }
        known = found;
        last_start = started;
    }
}

/// What a folder looks like from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Signature {
    /// Of all files.
    files: u64,
    /// Of the folders at the top, which are watched one by one.
    top: u64,
}

/// Looks at all files once. What cannot be looked at counts as absent.
pub(crate) fn signature(scope: &Scope) -> Signature {
    let walk = WalkDir::new(scope.root()).follow_links(true).into_iter();
    // The sum does not depend on the order, which file systems do not keep.
    let mut signature = Signature { files: 0, top: 0 };
    for entry in walk.filter_entry(|entry| !scope.ignores(entry.path())).flatten() {
        let Ok(metadata) = entry.metadata() else { continue };
        if metadata.is_file() {
            let modified = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            let file = fingerprint(entry.path(), metadata.len(), modified);
            signature.files = signature.files.wrapping_add(file);
        } else if entry.depth() <= 1 {
            // A folder made anew under its old name was made at another time.
            let created = metadata.created().unwrap_or(SystemTime::UNIX_EPOCH);
            let folder = fingerprint(entry.path(), 0, created);
            signature.top = signature.top.wrapping_add(folder);
        }
    }
    signature
}

fn fingerprint(path: &Path, length: u64, time: SystemTime) -> u64 {
    let time = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let mut hash = Xxh3::new();
    hash.update(path.as_os_str().as_encoded_bytes());
    hash.update(&length.to_le_bytes());
    hash.update(&time.as_nanos().to_le_bytes());
    hash.digest()
}
