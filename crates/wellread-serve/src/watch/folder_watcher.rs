//! The watch on the hub's folder over time: set, renewed when a folder at the top comes or goes,
//! given up where the system cannot provide it.
//!
//! Where next: [`super::native`].

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::Scope;
use super::native;
use super::scan::ScanMode;
use super::signal::{ChangeSignal, WatchFault};
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
}

impl FolderWatcher {
    /// Sets the watches for the first time; with `poll`, none but the scan's. Adds to `events` if
    /// the system refuses.
    pub(crate) fn start(
        scope: Scope,
        signal: &Arc<ChangeSignal>,
        poll: bool,
        events: &mut Vec<Event>,
    ) -> Self {
        let scan_mode = Arc::new(ScanMode::default());
        scan_mode.is_frequent.store(poll, Ordering::Relaxed);
        let signal = Arc::clone(signal);
        let mut watcher = Self { scope, signal, native: None, uses_native: !poll, scan_mode };
        watcher.renew(true, None, events);
        watcher
    }

    /// What is watched.
    pub(crate) fn scope(&self) -> &Scope {
        &self.scope
    }

    /// What the scan has to make up for, as it changes.
    pub(crate) fn scan_mode(&self) -> Arc<ScanMode> {
        Arc::clone(&self.scan_mode)
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
