//! The requests of open pages that wait for news (long polls).
//!
//! A held request is a value in a list and takes none of our threads. It is answered when a new
//! snapshot has news for its page, or after [`PATIENCE`]. Where next: `crate::connections`, which
//! puts requests in and takes them out; `crate::news`, for the answers.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tiny_http::Request;

/// How long an answer is held back. Proxies and phones give up on a silent connection after 30 to
/// 60 seconds.
const PATIENCE: Duration = Duration::from_secs(25);

/// How many pages may wait at once, and how many of one device. A browser opens six connections to
/// one server and no more, so six waiting pages side by side would leave none to load a seventh
/// with.
const MAX_WAITING: usize = 32;
const MAX_WAITING_PER_DEVICE: usize = 4;

/// A request that can be held.
#[derive(Debug)]
pub(crate) struct LongPoll {
    pub(crate) request: Request,
    /// The snapshot that had no news for it.
    pub(crate) generation: u64,
    deadline: Instant,
}

impl LongPoll {
    /// A request that came just now.
    pub(crate) fn new(request: Request) -> Self {
        Self { request, generation: 0, deadline: Instant::now() + PATIENCE }
    }

    /// Whether it has waited long enough.
    pub(crate) fn is_over(&self) -> bool {
        self.deadline <= Instant::now()
    }

    fn device(&self) -> Option<IpAddr> {
        self.request.remote_addr().map(SocketAddr::ip)
    }
}

/// All requests that are held.
#[derive(Debug, Default)]
pub(crate) struct LongPolls(Mutex<Vec<LongPoll>>);

impl LongPolls {
    /// Holds a request. If too many wait, the one that has waited longest makes room and is
    /// returned: tiny_http does not say when a client has gone, and the oldest is the likeliest to
    /// be of a page that was left.
    pub(crate) fn hold(&self, poll: LongPoll) -> Option<LongPoll> {
        let mut held = self.lock();
        let device = poll.device();
        let of_device = held.iter().filter(|held| held.device() == device).count();
        let is_crowded = of_device >= MAX_WAITING_PER_DEVICE;
        let is_full = is_crowded || held.len() >= MAX_WAITING;
        let candidates = held.iter().enumerate();
        let candidates =
            candidates.filter(|(_, held)| is_full && (!is_crowded || held.device() == device));
        let oldest = candidates.min_by_key(|(_, held)| held.deadline).map(|(index, _)| index);
        let evicted = oldest.map(|index| held.swap_remove(index));
        held.push(poll);
        evicted
    }

    /// Takes out all requests for which this holds.
    pub(crate) fn take(&self, is_due: impl Fn(&LongPoll) -> bool) -> Vec<LongPoll> {
        self.lock().extract_if(.., |poll| is_due(poll)).collect()
    }

    /// A panic cannot leave the list half-updated, so poisoning is ignored.
    fn lock(&self) -> MutexGuard<'_, Vec<LongPoll>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tiny_http::TestRequest;

    /// A request of a device, that came as many milliseconds after the others.
    fn poll(device: u8, late: u64) -> LongPoll {
        let address = SocketAddr::from(([192, 168, 0, device], 1));
        let request = TestRequest::new().with_remote_addr(address).with_path(&late.to_string());
        let mut poll = LongPoll::new(request.into());
        poll.deadline += Duration::from_millis(late);
        poll
    }

    #[test]
    fn the_one_that_waited_longest_makes_room() {
        let polls = LongPolls::default();
        let evicted = |poll| polls.hold(poll).map(|poll| poll.request.url().to_owned());
        for number in 0..MAX_WAITING_PER_DEVICE {
            assert_eq!(evicted(poll(1, number as u64 * 100)), None);
        }
        assert_eq!(evicted(poll(1, 9_000)).as_deref(), Some("0"));
        for number in MAX_WAITING_PER_DEVICE..MAX_WAITING {
            assert_eq!(evicted(poll(number as u8, 10_000)), None);
        }
        assert_eq!(evicted(poll(99, 9_001)).as_deref(), Some("100"));
        assert_eq!(evicted(poll(1, 9_002)).as_deref(), Some("200"));
        assert_eq!(polls.take(|_| true).len(), MAX_WAITING);
    }
}
