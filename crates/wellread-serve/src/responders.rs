//! A bounded number of threads that write responses.
//!
//! A client may take as long as it likes to read its response, and tiny_http sets no limit to
//! that. So each response has a thread of its own, and others are served meanwhile, up to a number
//! of threads that a machine can bear. Where next: `crate::connections`.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// How many responses may be under way. A browser has six, and a video that it has paused may hold
/// one for as long as its page is open; this leaves room for a family's worth of both.
pub(crate) const MAX_RESPONSES: usize = 256;

/// The threads that write responses.
#[derive(Debug, Default)]
pub(crate) struct Responders {
    state: Mutex<ResponderState>,
    freed: Condvar,
}

#[derive(Debug, Default)]
struct ResponderState {
    busy: usize,
    is_closed: bool,
}

/// One of the threads; given back when dropped, so also by a panic.
struct BusyResponder(Arc<Responders>);

impl Drop for BusyResponder {
    fn drop(&mut self) {
        self.0.lock().busy -= 1;
        self.0.freed.notify_all();
    }
}

impl Responders {
    /// Runs `respond` on a thread of its own, as soon as there are fewer than [`MAX_RESPONSES`].
    /// Waiting for that is all that can be done: to refuse a request takes a response, too. After
    /// [`Self::close`] nothing is run.
    pub(crate) fn run(self: &Arc<Self>, respond: impl FnOnce() + Send + 'static) {
        let is_full = |state: &mut ResponderState| state.busy >= MAX_RESPONSES && !state.is_closed;
        let state = self.freed.wait_while(self.lock(), is_full);
        let mut state = state.unwrap_or_else(PoisonError::into_inner);
        if state.is_closed {
            return;
        }
        state.busy += 1;
        drop(state);
        let busy = BusyResponder(Arc::clone(self));
        let work = move || {
            let _busy = busy;
            respond();
        };
        // If the system has no thread left, the closure is dropped, and the request with it;
        // tiny_http then answers with status 500.
        drop(thread::Builder::new().name("respond".to_owned()).spawn(work));
    }

    /// Runs nothing more, and waits for what is running, at most for `patience`: a client that does
    /// not read must not prevent the preview from ending.
    pub(crate) fn close(&self, patience: Duration) {
        let mut state = self.lock();
        state.is_closed = true;
        self.freed.notify_all();
        drop(self.freed.wait_timeout_while(state, patience, |state| state.busy > 0));
    }

    /// A panic cannot leave the numbers half-updated, so poisoning is ignored.
    fn lock(&self) -> MutexGuard<'_, ResponderState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn the_next_one_waits_until_one_is_done() {
        let responders = Arc::new(Responders::default());
        let (release, held) = channel::<()>();
        let held = Arc::new(Mutex::new(held));
        for _ in 0..MAX_RESPONSES {
            let held = Arc::clone(&held);
            responders.run(move || _ = held.lock().unwrap().recv());
        }
        let (done, is_done) = channel();
        let last = Arc::clone(&responders);
        let waiting = thread::spawn(move || last.run(move || done.send(()).unwrap()));
        assert!(is_done.recv_timeout(Duration::from_millis(50)).is_err());
        release.send(()).unwrap();
        is_done.recv_timeout(Duration::from_secs(30)).unwrap();
        waiting.join().unwrap();
        drop(release);
        responders.close(Duration::from_secs(30));
        assert_eq!(responders.lock().busy, 0);
    }
}
