//! A signal that the content may have changed, waited for by the thread that builds.
//!
//! Nothing queues: ten thousand events during a build leave the same few words here as one, since
//! each of them only says "look again". Where next: [`super::FolderWatcher`], which waits here.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long it has to be quiet before a change is looked at: editors save in several steps
/// (truncate, write, rename), within some 10 ms even on a slow drive.
pub(crate) const QUIET: Duration = Duration::from_millis(60);
/// How long a change waits at most, however much goes on. Copying a folder may take minutes, and
/// the first of its pages should be seen before that.
pub(crate) const LONGEST: Duration = Duration::from_millis(500);

/// Why a wait for changes has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wakeup {
    /// Something has changed, as far as is known, and then it was quiet: build again.
    Changed,
    /// No event for a while: scan the hub, in case one got lost. A new day may have begun, too, or
    /// a failure may have passed.
    Poll,
    /// The preview was stopped.
    Stopped,
}

/// Says that something may have changed, until the thread that builds looks.
#[derive(Debug, Default)]
pub(crate) struct ChangeSignal {
    state: Mutex<SignalState>,
    raised: Condvar,
}

/// The times of the first and the last of some changes.
#[derive(Debug, Clone, Copy)]
struct ChangeTimes {
    first: Instant,
    last: Instant,
}

#[derive(Debug, Default)]
struct SignalState {
    /// When the changes came that no build has looked at yet.
    changes: Option<ChangeTimes>,
    /// Whether watches have to be set anew.
    rewatch: bool,
    is_stopped: bool,
}

impl ChangeSignal {
    /// Something has changed; `rewatch` if a folder that is watched by itself may have gone or
    /// come, or events may have been lost.
    pub(crate) fn raise(&self, rewatch: bool) {
        let mut state = self.lock();
        state.rewatch |= rewatch;
        let now = Instant::now();
        let first = state.changes.map_or(now, |changes| changes.first);
        state.changes = Some(ChangeTimes { first, last: now });
        self.raised.notify_all();
    }

    /// Whether watches have to be set anew since this was last asked.
    pub(crate) fn take_rewatch(&self) -> bool {
        std::mem::take(&mut self.lock().rewatch)
    }

    /// Ends every wait, now and for good.
    pub(crate) fn stop(&self) {
        self.lock().is_stopped = true;
        self.raised.notify_all();
    }

    /// Waits for a change and then until it has been quiet for [`QUIET`], at most until [`LONGEST`]
    /// after the first; without a change, for `patience`.
    pub(crate) fn next(&self, patience: Duration) -> Wakeup {
        let patience = Instant::now() + patience;
        let mut state = self.lock();
        loop {
            if state.is_stopped {
                return Wakeup::Stopped;
            }
            // A build begun between two steps of a save would read half a file, or none.
            let due = state
                .changes
                .map_or(patience, |changes| (changes.last + QUIET).min(changes.first + LONGEST));
            let now = Instant::now();
            if due > now {
                let waited = self.raised.wait_timeout(state, due - now);
                state = waited.unwrap_or_else(PoisonError::into_inner).0;
            } else if state.changes.take().is_some() {
                // Before the caller looks, so that what changes meanwhile counts as new.
                return Wakeup::Changed;
            } else {
                return Wakeup::Poll;
            }
        }
    }

    /// A panic cannot leave the state half-updated, since nothing that is done under this lock can
    /// panic, so poisoning is ignored.
    fn lock(&self) -> MutexGuard<'_, SignalState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Says whether a build had better be given up, for all its threads to ask.
#[derive(Debug, Clone)]
pub struct Interruption {
    pub(crate) signal: Arc<ChangeSignal>,
    /// Unless it is, the build is not to be given up for a change.
    pub(crate) is_allowed: bool,
}

impl Interruption {
    /// Whether something has changed since the build began, so that its end is of no use, or the
    /// preview is to end.
    #[must_use]
    pub fn is_due(&self) -> bool {
        let state = self.signal.lock();
        state.is_stopped || (self.is_allowed && state.changes.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn many_changes_are_one_call() {
        let signal = ChangeSignal::default();
        // Before the changes: it has to be quiet from the last of them on.
        let started = Instant::now();
        for _ in 0..1000 {
            signal.raise(false);
        }
        signal.raise(true);
        assert_eq!(signal.next(LONG), Wakeup::Changed);
        assert!(signal.take_rewatch() && !signal.take_rewatch());
        assert!(started.elapsed() >= QUIET);
        let shortly = Duration::from_millis(30);
        let started = Instant::now();
        assert_eq!(signal.next(shortly), Wakeup::Poll);
        assert!(started.elapsed() >= shortly);
        signal.stop();
        assert_eq!(signal.next(LONG), Wakeup::Stopped);
    }

    #[test]
    fn changes_without_end_are_looked_at_all_the_same() {
        let signal = ChangeSignal::default();
        thread::scope(|scope| {
            scope.spawn(|| {
                while !signal.lock().is_stopped {
                    signal.raise(false);
                    thread::sleep(Duration::from_millis(10));
                }
            });
            let started = Instant::now();
            assert_eq!(signal.next(LONG), Wakeup::Changed);
            // Changes go on for longer than that.
            assert!(started.elapsed() < LONG / 2);
            signal.stop();
        });
    }
}
