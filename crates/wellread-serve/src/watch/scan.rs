//! The slow way to notice changes: compare sizes and times of all files, again and again.
//!
//! Where next: [`super`], for how often and why.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime};

use walkdir::WalkDir;
use xxhash_rust::xxh3::Xxh3;

use super::Scope;
use super::signal::{ChangeSignal, Unreliable};

/// How often to look where events cannot be relied upon.
const OFTEN: Duration = Duration::from_millis(500);
/// How often to look where they have not failed yet.
const SELDOM: Duration = Duration::from_secs(2);
/// A scan may take this part of the time: on a slow drive it comes less often.
const SHARE: u32 = 10;
/// How late an event may be before it counts as lost.
const GRACE: Duration = Duration::from_secs(1);

/// What is asked of the scan besides looking seldom.
#[derive(Debug, Default)]
pub(crate) struct ScanMode {
    /// Look often: native events are unreliable here.
    pub(crate) often: AtomicBool,
    /// Tell when the folder is there, even as it was: it went away, and its watch with it.
    pub(crate) find: AtomicBool,
}

/// Scans until the signal stops, starting from what was known before the first build, and from when.
pub(crate) fn keep_scanning(
    scope: &Scope,
    signal: &ChangeSignal,
    duty: &ScanMode,
    (mut known, mut last_start): (Signature, Instant),
) {
    let mut took = Duration::ZERO;
    loop {
        let find = duty.find.load(Ordering::Relaxed);
        let often = duty.often.load(Ordering::Relaxed) || find;
        let interval = if often { OFTEN } else { SELDOM };
        if signal.sleep(interval.max(took * SHARE)) {
            return;
        }
        let started = Instant::now();
        let found = signature(scope);
        took = started.elapsed();
        // Asked anew: the folder may have gone while this thread slept.
        let is_back = duty.find.load(Ordering::Relaxed) && scope.root().is_dir();
        if found != known || is_back {
            signal.scanned(is_back || found.top != known.top);
        }
        if found != known && !often {
            if signal.sleep(GRACE) {
                return;
            }
            if !signal.native_since(last_start) {
                duty.often.store(true, Ordering::Relaxed);
                signal.distrust(Unreliable::Silent);
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
    // The sum does not depend on the order, which file systems do not keep.
    let mut signature = Signature { files: 0, top: 0 };
    let entries = scope.tops().flat_map(|top| {
        WalkDir::new(top).into_iter().filter_entry(|entry| scope.covers(entry.path())).flatten()
    });
    for entry in entries {
        // A link is taken for what it leads to, and not followed into folders.
        let Ok(metadata) = std::fs::metadata(entry.path()) else { continue };
        if metadata.is_file() {
            let modified = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            let file = fingerprint(entry.path(), metadata.len(), modified);
            signature.files = signature.files.wrapping_add(file);
        } else if entry.depth() == 0 {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::watch::signal::Call;

    #[test]
    fn changes_without_events_are_found_and_remembered() {
        let folder = tempfile::tempdir().unwrap();
        let scope = Scope::new(folder.path(), &["a.md".to_owned()]);
        let (signal, duty) = (ChangeSignal::default(), ScanMode::default());
        let known = signature(&scope);
        std::fs::write(folder.path().join("a.md"), "text").unwrap();
        std::thread::scope(|threads| {
            threads.spawn(|| keep_scanning(&scope, &signal, &duty, (known, Instant::now())));
            assert_eq!(
                signal.next(Duration::from_secs(60)),
                Call::Look { rewatch: false, unreliable: None }
            );
            let silent = Some(Unreliable::Silent);
            assert_eq!(
                signal.next(Duration::from_secs(60)),
                Call::Look { rewatch: false, unreliable: silent }
            );
            assert!(duty.often.load(Ordering::Relaxed));
            signal.stop();
        });
    }

    #[test]
    fn only_what_counts_is_looked_at() {
        let folder = tempfile::tempdir().unwrap();
        let names = ["site.toml", "content"].map(str::to_owned);
        let scope = Scope::new(folder.path(), &names);
        std::fs::create_dir(folder.path().join("public")).unwrap();
        let before = signature(&scope);
        std::fs::write(folder.path().join("public/index.html"), "x").unwrap();
        assert_eq!(signature(&scope), before);
        std::fs::write(folder.path().join("site.toml"), "x").unwrap();
        let with_file = signature(&scope);
        assert_eq!((with_file.top, with_file.files == before.files), (before.top, false));
        std::fs::create_dir(folder.path().join("content")).unwrap();
        assert_ne!(signature(&scope).top, before.top);
    }
}
