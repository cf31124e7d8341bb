//! The slow way to notice changes: compare sizes and times of all files, again and again.
//!
//! Where next: [`super`], for how often and why.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime};

use walkdir::WalkDir;
use xxhash_rust::xxh3::Xxh3;

use super::Scope;
use super::signal::{ChangeSignal, WatchFault};

/// How often to look where events cannot be relied on. A person who has saved looks at the browser
/// about as fast.
const OFTEN: Duration = Duration::from_millis(500);
/// How often to look where they have not failed yet: what a lost event costs at most.
const SELDOM: Duration = Duration::from_secs(2);
/// The pause after a scan, in multiples of the time that it took: on a slow drive scans come less
/// often, and take a tenth of the time at most.
const PAUSE_FACTOR: u32 = 10;
/// How late an event may be before it counts as lost.
const GRACE: Duration = Duration::from_secs(1);

/// What the scan has to make up for.
#[derive(Debug, Default)]
pub(crate) struct ScanMode {
    /// Native events are unreliable here: look often.
    pub(crate) is_frequent: AtomicBool,
    /// The hub's folder is gone, and its watch with it: look often, and say when it is back, even
    /// if nothing in it has changed.
    pub(crate) awaits_root: AtomicBool,
}

/// Scans until the preview ends. `known` is what the folder looked like at `last_start`, before the
/// first build.
pub(crate) fn keep_scanning(
    scope: &Scope,
    signal: &ChangeSignal,
    mode: &ScanMode,
    (mut known, mut last_start): (Signature, Instant),
) {
    let mut took = Duration::ZERO;
    loop {
        let is_frequent =
            mode.is_frequent.load(Ordering::Relaxed) || mode.awaits_root.load(Ordering::Relaxed);
        let interval = if is_frequent { OFTEN } else { SELDOM };
        if signal.sleep(interval.max(took * PAUSE_FACTOR)) {
            return;
        }
        let started = Instant::now();
        let found = signature(scope);
        took = started.elapsed();
        // Read again: the folder may have gone while this thread slept.
        let is_back = mode.awaits_root.load(Ordering::Relaxed) && scope.root().is_dir();
        if found != known || is_back {
            signal.scan_found_change(is_back || found.top != known.top);
        }
        if found != known && !is_frequent {
            // The event of this change may be on its way yet.
            if signal.sleep(GRACE) {
                return;
            }
            if !signal.native_since(last_start) {
                mode.is_frequent.store(true, Ordering::Relaxed);
                signal.report_fault(WatchFault::MissedChange);
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
    // The sum does not depend on the order, which differs between file systems and runs.
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
    use crate::watch::signal::Wakeup;

    #[test]
    fn changes_without_events_are_found_and_reported() {
        let folder = tempfile::tempdir().unwrap();
        let scope = Scope::new(folder.path(), &["a.md".to_owned()]);
        let (signal, mode) = (ChangeSignal::default(), ScanMode::default());
        let known = signature(&scope);
        std::fs::write(folder.path().join("a.md"), "text").unwrap();
        std::thread::scope(|threads| {
            threads.spawn(|| keep_scanning(&scope, &signal, &mode, (known, Instant::now())));
            assert_eq!(
                signal.next(Duration::from_secs(60)),
                Wakeup::Rescan { rewatch: false, fault: None }
            );
            let silent = Some(WatchFault::MissedChange);
            assert_eq!(
                signal.next(Duration::from_secs(60)),
                Wakeup::Rescan { rewatch: false, fault: silent }
            );
            assert!(mode.is_frequent.load(Ordering::Relaxed));
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
