//! The snapshot of the moment, and a way to wait for the next.
//!
//! One lock, held only to clone or replace a pointer: a request never waits for a build, and a
//! build never for a request. Where next: `crate::connections`, whose threads wait here.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::snapshot::Snapshot;

/// Holds the current snapshot.
#[derive(Debug)]
pub(crate) struct CurrentSite {
    state: Mutex<CurrentState>,
    changed: Condvar,
}

#[derive(Debug)]
struct CurrentState {
    snapshot: Snapshot,
    is_closed: bool,
}

impl CurrentSite {
    /// Shows a first snapshot.
    pub(crate) fn new(snapshot: Snapshot) -> Self {
        let state = CurrentState { snapshot, is_closed: false };
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }

    /// The current snapshot.
    pub(crate) fn snapshot(&self) -> Snapshot {
        self.lock().snapshot.clone()
    }

    /// Replaces the snapshot and wakes all waiters.
    pub(crate) fn show(&self, snapshot: Snapshot) {
        let old = std::mem::replace(&mut self.lock().snapshot, snapshot);
        self.changed.notify_all();
        // Outside the lock, since freeing a large site takes a while.
        drop(old);
    }

    /// Waits until the snapshot is another than that of this generation, or the server is about to
    /// end, at most for `time`.
    pub(crate) fn wait(&self, generation: u64, time: Duration) {
        let is_same =
            |state: &mut CurrentState| state.snapshot.generation == generation && !state.is_closed;
        drop(self.changed.wait_timeout_while(self.lock(), time, is_same));
    }

    /// Sleeps for `time`, or until the server is about to end. Whether it is.
    pub(crate) fn sleep(&self, time: Duration) -> bool {
        drop(self.changed.wait_timeout_while(self.lock(), time, |state| !state.is_closed));
        self.is_closed()
    }

    /// Whether the server is about to end.
    pub(crate) fn is_closed(&self) -> bool {
        self.lock().is_closed
    }

    /// Wakes all waiters and makes them return.
    pub(crate) fn close(&self) {
        self.lock().is_closed = true;
        self.changed.notify_all();
    }

    /// A panic cannot leave the state half-updated, since each change is one assignment, so
    /// poisoning is ignored.
    fn lock(&self) -> MutexGuard<'_, CurrentState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
