//! The snapshot of the moment, and a bell for those who wait for the next.
//!
//! One lock, held only to clone or replace a pointer: a request never waits for a build, and a
//! build never for a request. Where next: `crate::wait`.

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
    /// How many snapshots there have been.
    generation: u64,
    closed: bool,
}

impl CurrentSite {
    /// Shows a first snapshot.
    pub(crate) fn new(snapshot: Snapshot) -> Self {
        let state = CurrentState { snapshot, generation: 0, closed: false };
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }

    /// The current snapshot and its number.
    pub(crate) fn current(&self) -> (Snapshot, u64) {
        let state = self.lock();
        (state.snapshot.clone(), state.generation)
    }

    /// Replaces the snapshot and wakes those who wait. The old one is dropped outside the lock.
    pub(crate) fn show(&self, snapshot: Snapshot) {
        let mut state = self.lock();
        let old = std::mem::replace(&mut state.snapshot, snapshot);
        state.generation += 1;
        drop(state);
        self.changed.notify_all();
        drop(old);
    }

    /// Waits until the snapshot is another than `generation`, at most for `time`.
    pub(crate) fn wait(&self, generation: u64, time: Duration) {
        let state = self.lock();
        let same = |state: &mut CurrentState| state.generation == generation && !state.closed;
        drop(self.changed.wait_timeout_while(state, time, same));
    }

    /// Whether the server is about to end.
    pub(crate) fn is_closed(&self) -> bool {
        self.lock().closed
    }

    /// Sends everybody who waits away.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    /// A thread that panicked under this lock left a whole snapshot behind, since it is replaced
    /// in one step: the poison says nothing.
    fn lock(&self) -> MutexGuard<'_, CurrentState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
