//! The requests of open pages that wait for news (long polls).
//!
//! A held request is a value in a list and takes none of our threads. It is answered when a new
//! snapshot has news for its page, or after [`PATIENCE`]. Where next: `crate::connections`, which
//! puts requests in and takes them out; `crate::news`, for the answers.

use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long an answer is held back. Proxies and phones give up on a silent connection after 30 to
/// 60 seconds.
const PATIENCE: Duration = Duration::from_secs(25);

/// How many pages may wait at once, and how many of one device. A browser opens six connections to
/// one server and no more, so six waiting pages side by side would leave none to load a seventh
/// with.
const MAX_WAITING: usize = 32;
const MAX_WAITING_PER_DEVICE: usize = 4;

/// A request that can be held, generic for the tests.
#[derive(Debug)]
pub(crate) struct LongPoll<R> {
    pub(crate) request: R,
    device: Option<IpAddr>,
    deadline: Instant,
}

impl<R> LongPoll<R> {
    /// A request that came just now.
    pub(crate) fn new(request: R, device: Option<IpAddr>) -> Self {
        Self { request, device, deadline: Instant::now() + PATIENCE }
    }

    /// Whether it has waited long enough.
    pub(crate) fn is_over(&self, now: Instant) -> bool {
        self.deadline <= now
    }
}

/// All requests that are held.
#[derive(Debug)]
pub(crate) struct LongPolls<R> {
    held: Mutex<Vec<HeldPoll<R>>>,
}

#[derive(Debug)]
struct HeldPoll<R> {
    poll: LongPoll<R>,
    /// The snapshot that had no news for it.
    generation: u64,
}

impl<R> Default for LongPolls<R> {
    fn default() -> Self {
        Self { held: Mutex::default() }
    }
}

impl<R> LongPolls<R> {
    /// Holds a request for which the snapshot of this number had no news. If too many wait, the
    /// one that has waited longest makes room and is returned: tiny_http does not tell when a
    /// client has gone, and the oldest is the likeliest of a page that was left.
    pub(crate) fn hold(&self, poll: LongPoll<R>, generation: u64) -> Option<LongPoll<R>> {
        let mut held = self.lock();
        let device = poll.device;
        let of_device = held.iter().filter(|held| held.poll.device == device).count();
        let is_crowded = of_device >= MAX_WAITING_PER_DEVICE;
        let oldest = (is_crowded || held.len() >= MAX_WAITING).then(|| {
            let candidates = held.iter().enumerate();
            candidates
                .filter(|(_, held)| !is_crowded || held.poll.device == device)
                .min_by_key(|(_, held)| held.poll.deadline)
                .map(|(index, _)| index)
        });
        let evicted = oldest.flatten().map(|index| held.swap_remove(index).poll);
        held.push(HeldPoll { poll, generation });
        evicted
    }

    /// Takes out all requests that may have an answer: the snapshot is now another, or they have
    /// waited long enough.
    pub(crate) fn take_due(&self, generation: u64, now: Instant) -> Vec<LongPoll<R>> {
        let is_due =
            |held: &mut HeldPoll<R>| held.generation != generation || held.poll.is_over(now);
        self.lock().extract_if(.., is_due).map(|held| held.poll).collect()
    }

    /// Takes out all requests.
    pub(crate) fn take_all(&self) -> Vec<LongPoll<R>> {
        self.lock().drain(..).map(|held| held.poll).collect()
    }

    /// Each change of the list is one call, so a panic leaves it whole, and poisoning is ignored.
    fn lock(&self) -> MutexGuard<'_, Vec<HeldPoll<R>>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn poll(number: usize, device: u8) -> LongPoll<usize> {
        let mut poll = LongPoll::new(number, Some(IpAddr::from([192, 168, 0, device])));
        // Clocks may be coarse.
        poll.deadline += Duration::from_millis(u64::try_from(number).unwrap());
        poll
    }

    #[test]
    fn the_one_that_waited_longest_makes_room() {
        let polls = LongPolls::default();
        for number in 0..MAX_WAITING_PER_DEVICE {
            assert!(polls.hold(poll(number, 1), 0).is_none());
        }
        assert_eq!(polls.hold(poll(90, 1), 0).unwrap().request, 0);
        for number in 100..100 + MAX_WAITING - MAX_WAITING_PER_DEVICE {
            let device = u8::try_from(number).unwrap();
            assert!(polls.hold(poll(number, device), 0).is_none());
        }
        assert_eq!(polls.hold(poll(95, 2), 0).unwrap().request, 1);
        assert_eq!(polls.hold(poll(96, 1), 0).unwrap().request, 2);
        assert_eq!(polls.take_all().len(), MAX_WAITING);
    }

    #[test]
    fn a_new_snapshot_or_the_deadline_makes_them_due() {
        let polls = LongPolls::default();
        let now = Instant::now();
        assert!(polls.hold(poll(1, 1), 7).is_none() && polls.hold(poll(2, 1), 8).is_none());
        let taken = polls.take_due(8, now);
        assert_eq!(taken.iter().map(|poll| poll.request).collect::<Vec<_>>(), [1]);
        assert!(polls.take_due(8, now).is_empty());
        assert_eq!(polls.take_due(8, now + PATIENCE + Duration::from_secs(1)).len(), 1);
    }
}
