//! The current snapshot, and the pages that wait for the next one.
//!
//! One lock, held only to clone or replace a pointer and to look through a short list: a request
//! never waits for a build, and a build never for a request. A page that polls for changes when
//! there are none (a long poll) waits here, on the thread that answers it. Where next:
//! `crate::connections`, whose threads wait here; `crate::news`, for the answers.

use std::net::SocketAddr;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::snapshot::Snapshot;

/// How long a page waits. Proxies and phones give up on a silent connection after 30 to 60 seconds.
const POLL_TIMEOUT: Duration = Duration::from_secs(25);

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
    /// The connections of the pages that wait, by the address of the client, in the order in which
    /// they came. No connection has two.
    waiting: Vec<SocketAddr>,
    is_closed: bool,
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

    /// Waits until `answer` has something to say of a snapshot, for the page of a client.
    ///
    /// # Errors
    /// In how many seconds the page may ask again, if it has waited long enough, if it made room
    /// for a page that came later, or if the server is about to end.
    pub(crate) fn wait<T>(
        &self,
        client: SocketAddr,
        answer: impl Fn(&Snapshot) -> Option<T>,
    ) -> Result<T, u32> {
        self.admit(client);
        let deadline = Instant::now() + POLL_TIMEOUT;
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
                is_same && !state.is_closed && state.waiting.contains(&client)
            };
            let time = deadline.saturating_duration_since(Instant::now());
            let waited = self.changed.wait_timeout_while(self.lock(), time, is_idle);
            let (state, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
            if !state.waiting.contains(&client) {
                // At once, it would only take the room of another.
                break Err(1);
            }
            if state.is_closed || timeout.timed_out() {
                break Err(0);
            }
        };
        self.lock().waiting.retain(|waiting| *waiting != client);
        end
    }

    /// Adds a page to those that wait. If too many do, the one that has waited longest makes room:
    /// tiny_http does not say when a client has gone, and the oldest is the likeliest to be of a
    /// page that was left.
    fn admit(&self, client: SocketAddr) {
        let mut state = self.lock();
        let is_same_device = |other: &SocketAddr| other.ip() == client.ip();
        let of_device = state.waiting.iter().filter(|other| is_same_device(other)).count();
        let is_crowded = of_device >= MAX_WAITING_PER_DEVICE;
        if is_crowded || state.waiting.len() >= MAX_WAITING {
            let oldest =
                state.waiting.iter().position(|other| !is_crowded || is_same_device(other));
            oldest.map(|index| state.waiting.remove(index));
            self.changed.notify_all();
        }
        state.waiting.push(client);
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
        // A client of a device; the number tells those of one apart. Returns that of who has gone.
        let admit = |device: usize, number: u16| {
            let before = current.lock().waiting.clone();
            current.admit(([192, 168, 0, device as u8], number).into());
            let state = current.lock();
            before.iter().find(|client| !state.waiting.contains(client)).map(SocketAddr::port)
        };
        for number in 0..MAX_WAITING_PER_DEVICE as u16 {
            assert_eq!(admit(1, number), None);
        }
        assert_eq!(admit(1, 100), Some(0));
        for device in MAX_WAITING_PER_DEVICE..MAX_WAITING {
            assert_eq!(admit(device, 0), None);
        }
        assert_eq!(admit(99, 0), Some(1));
        assert_eq!(admit(1, 101), Some(2));
        assert_eq!(current.lock().waiting.len(), MAX_WAITING);
    }
}
