//! The snapshot of the moment, and the pages that wait for another.
//!
//! One lock, held only to clone or replace a pointer and to look through a short list: a request
//! never waits for a build, and a build never for a request. A page that asks what is new while
//! nothing is (a long poll) waits here, on the thread that answers it. Where next:
//! `crate::connections`, whose threads wait here; `crate::news`, for the answers.

use std::net::IpAddr;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::snapshot::Snapshot;

/// How long a page waits. Proxies and phones give up on a silent connection after 30 to 60 seconds.
const PATIENCE: Duration = Duration::from_secs(25);

/// How many pages may wait at once, and how many of one device. A browser opens six connections to
/// one server and no more, so six waiting pages side by side would leave none to load a seventh
/// with.
const MAX_WAITING: usize = 32;
const MAX_WAITING_PER_DEVICE: usize = 4;

/// Holds the current snapshot; at first, one without a site.
#[derive(Debug, Default)]
pub(crate) struct CurrentSite {
    state: Mutex<CurrentState>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct CurrentState {
    snapshot: Snapshot,
    /// The pages that wait, in the order in which they came.
    waiting: Vec<WaitingPage>,
    /// How many pages have ever waited.
    admitted: u64,
    is_closed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct WaitingPage {
    number: u64,
    device: Option<IpAddr>,
}

/// Why a page waits no longer, although there was nothing to tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WaitEnd {
    /// It has waited long enough, or the server is about to end.
    Over,
    /// It made room for a page that came later.
    Crowded,
}

impl CurrentSite {
    /// The current snapshot.
    pub(crate) fn snapshot(&self) -> Snapshot {
        self.lock().snapshot.clone()
    }

    /// Replaces the snapshot and wakes all pages that wait.
    pub(crate) fn show(&self, snapshot: Snapshot) {
        let old = std::mem::replace(&mut self.lock().snapshot, snapshot);
        self.changed.notify_all();
        // Outside the lock, since freeing a large site takes a while.
        drop(old);
    }

    /// Waits until `answer` has something to say of a snapshot, for the page of a device.
    pub(crate) fn wait<T>(
        &self,
        device: Option<IpAddr>,
        answer: impl Fn(&Snapshot) -> Option<T>,
    ) -> Result<T, WaitEnd> {
        let page = self.admit(device);
        let deadline = Instant::now() + PATIENCE;
        let end = loop {
            let snapshot = self.snapshot();
            if let Some(answer) = answer(&snapshot) {
                break Ok(answer);
            }
            // Only the number, since a page that waits must not hold on to an old site.
            let generation = snapshot.generation;
            drop(snapshot);
            let is_idle = |state: &mut CurrentState| {
                let is_same = state.snapshot.generation == generation;
                is_same && !state.is_closed && state.waiting.contains(&page)
            };
            let time = deadline.saturating_duration_since(Instant::now());
            let waited = self.changed.wait_timeout_while(self.lock(), time, is_idle);
            let (state, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
            if !state.waiting.contains(&page) {
                break Err(WaitEnd::Crowded);
            }
            if state.is_closed || timeout.timed_out() {
                break Err(WaitEnd::Over);
            }
        };
        self.lock().waiting.retain(|waiting| *waiting != page);
        end
    }

    /// Adds a page to those that wait. If too many do, the one that has waited longest makes room:
    /// tiny_http does not say when a client has gone, and the oldest is the likeliest to be of a
    /// page that was left.
    fn admit(&self, device: Option<IpAddr>) -> WaitingPage {
        let mut state = self.lock();
        let of_device = state.waiting.iter().filter(|page| page.device == device).count();
        let is_crowded = of_device >= MAX_WAITING_PER_DEVICE;
        if is_crowded || state.waiting.len() >= MAX_WAITING {
            let oldest = state.waiting.iter().position(|page| !is_crowded || page.device == device);
            oldest.map(|index| state.waiting.remove(index));
            self.changed.notify_all();
        }
        let page = WaitingPage { number: state.admitted, device };
        state.admitted += 1;
        state.waiting.push(page);
        page
    }

    /// Whether the server is about to end.
    pub(crate) fn is_closed(&self) -> bool {
        self.lock().is_closed
    }

    /// Ends every wait, now and for good.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_that_waited_longest_makes_room() {
        let current = CurrentSite::default();
        let admit = |device: usize| {
            let before: Vec<u64> = current.lock().waiting.iter().map(|page| page.number).collect();
            current.admit(Some(IpAddr::from([192, 168, 0, device as u8])));
            let state = current.lock();
            let has_gone = |number: &u64| state.waiting.iter().all(|page| page.number != *number);
            before.into_iter().find(has_gone)
        };
        for _ in 0..MAX_WAITING_PER_DEVICE {
            assert_eq!(admit(1), None);
        }
        assert_eq!(admit(1), Some(0));
        for device in MAX_WAITING_PER_DEVICE..MAX_WAITING {
            assert_eq!(admit(device), None);
        }
        assert_eq!(admit(99), Some(1));
        assert_eq!(admit(1), Some(2));
        assert_eq!(current.lock().waiting.len(), MAX_WAITING);
    }
}
