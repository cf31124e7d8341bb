//! The watch on the hub's folder over time: set, renewed when a folder at the top comes or goes,
//! given up where the system cannot provide it.
//!
//! Where next: [`super::native`].

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::{self, JoinHandle};
use std::time::Instant;

use super::scan::{self, ScanMode};
use super::signal::{ChangeSignal, WatchFault};
use super::{Scope, native};
use crate::error::ServeError;
use crate::event::Event;

/// The watch on the hub's folder.
#[derive(Debug)]
pub(crate) struct FolderWatcher {
    scope: Scope,
    signal: Arc<ChangeSignal>,
    /// The native watch, where there is one.
    native: Option<notify::RecommendedWatcher>,
    /// Whether native events are to be used at all.
    uses_native: bool,
    /// What the scan has to make up for.
    scan_mode: Arc<ScanMode>,
    scan: Option<JoinHandle<()>>,
}

impl FolderWatcher {
    /// Begins to watch; with `poll`, only by scanning. Adds to `events` if the system refuses.
    ///
    /// # Errors
    /// If the system refuses a thread.
    pub(crate) fn start(
        scope: Scope,
        signal: &Arc<ChangeSignal>,
        poll: bool,
        events: &mut Vec<Event>,
    ) -> Result<Self, ServeError> {
        let scan_mode = Arc::new(ScanMode::default());
        scan_mode.is_frequent.store(poll, Ordering::Relaxed);
        let (signal, uses_native) = (Arc::clone(signal), !poll);
        let mut watcher = Self { scope, signal, native: None, uses_native, scan_mode, scan: None };
        watcher.renew(true, None, events);
        let (scope, signal) = (watcher.scope.clone(), Arc::clone(&watcher.signal));
        let mode = Arc::clone(&watcher.scan_mode);
        // Looked at now, so that no change falls between this and the first build.
        let seen = (scan::signature(&scope), Instant::now());
        let scan = move || scan::keep_scanning(&scope, &signal, &mode, seen);
        let thread = thread::Builder::new().name("scan".to_owned()).spawn(scan);
        watcher.scan = Some(thread.map_err(ServeError::Thread)?);
        Ok(watcher)
    }

    /// Sets the watches anew if `rewatch`, and gives up on them if they fail.
    pub(crate) fn renew(
        &mut self,
        rewatch: bool,
        fault: Option<WatchFault>,
        events: &mut Vec<Event>,
    ) {
        match fault {
            // They may still be of use for some folders: the watch stays, the scan does the rest.
            Some(WatchFault::MissedChange) => events.push(Event::Polling { reason: None }),
            Some(WatchFault::Refused(reason)) => self.give_up(reason, events),
            None => {}
        }
        if !rewatch || !self.uses_native {
            return;
        }
        match native::watch(&self.scope, &self.signal) {
            Ok(watcher) => {
                // Assigning drops the old watch only now, so that there is no gap.
                self.native = Some(watcher);
                self.scan_mode.awaits_root.store(false, Ordering::Relaxed);
            }
            // A hub on a drive that was unplugged may come back, and only the scan can see that.
            Err(_) if !self.scope.root().exists() => {
                self.native = None;
                self.scan_mode.awaits_root.store(true, Ordering::Relaxed);
            }
            Err(error) => self.give_up(native::reason(&error), events),
        }
    }

    fn give_up(&mut self, reason: String, events: &mut Vec<Event>) {
        if self.uses_native {
            self.uses_native = false;
            self.native = None;
            self.scan_mode.is_frequent.store(true, Ordering::Relaxed);
            events.push(Event::Polling { reason: Some(reason) });
        }
    }
}

impl Drop for FolderWatcher {
    fn drop(&mut self) {
        self.signal.stop();
        // A thread that panicked has ended, which is all that matters here.
        drop(self.scan.take().map(JoinHandle::join));
    }
}
