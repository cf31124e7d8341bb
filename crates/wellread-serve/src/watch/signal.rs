//! Where everything that might be a change is noted until the builder has time for it.
//!
//! Nothing queues: ten thousand events while a build runs leave the same few words here as one.
//! Where next: `crate::run`, which takes them.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long it has to be quiet before a change is looked at: editors write in several steps.
pub(crate) const QUIET: Duration = Duration::from_millis(60);
/// How long a change waits at most, however much goes on.
pub(crate) const LONGEST: Duration = Duration::from_millis(500);

/// What there is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Call {
    /// Look at the sources again.
    Look {
        /// Whether watches have to be set anew first.
        rewatch: bool,
        /// Why native events cannot be relied upon, when that has just been found out.
        unreliable: Option<Unreliable>,
    },
    /// End.
    Stop,
}

/// Why native events cannot be relied upon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unreliable {
    /// The system said so.
    Failed(String),
    /// Something changed and no event came.
    Silent,
}

/// Collects calls.
#[derive(Debug, Default)]
pub(crate) struct ChangeSignal {
    state: Mutex<SignalState>,
    rung: Condvar,
}

#[derive(Debug, Default)]
struct SignalState {
    /// When the first and the last of the changes came that nobody has looked at yet.
    changes: Option<(Instant, Instant)>,
    rewatch: bool,
    unreliable: Option<Unreliable>,
    /// When a native event last came.
    native: Option<Instant>,
    stop: bool,
}

impl ChangeSignal {
    /// A native event came; `rewatch` if a folder that is watched by itself may have gone or come.
    pub(crate) fn native(&self, rewatch: bool) {
        let now = Instant::now();
        let mut state = self.lock();
        state.native = Some(now);
        state.rewatch |= rewatch;
        state.change(now);
        drop(state);
        self.rung.notify_all();
    }

    /// The scan found a change.
    pub(crate) fn scanned(&self, rewatch: bool) {
        let mut state = self.lock();
        state.rewatch |= rewatch;
        state.change(Instant::now());
        drop(state);
        self.rung.notify_all();
    }

    /// Native events turned out to be unreliable. Something may have been missed, so this is also
    /// a reason to look.
    pub(crate) fn distrust(&self, reason: Unreliable) {
        let mut state = self.lock();
        state.unreliable = Some(reason);
        state.change(Instant::now());
        drop(state);
        self.rung.notify_all();
    }

    /// Ends the wait of everybody, for good.
    pub(crate) fn stop(&self) {
        self.lock().stop = true;
        self.rung.notify_all();
    }

    /// Whether a native event has come since a moment.
    pub(crate) fn native_since(&self, moment: Instant) -> bool {
        self.lock().native.is_some_and(|native| native >= moment)
    }

    /// Whether native events tell of a change that nobody has looked at yet. (What the scan finds
    /// is most often what was looked at already.)
    pub(crate) fn has_news(&self) -> bool {
        let state = self.lock();
        state.stop
            || matches!((state.changes, state.native), (Some((first, _)), Some(native)) if native >= first)
    }

    /// Waits until there is something to do and it has been quiet for [`QUIET`], or until
    /// [`LONGEST`] after the first change; without a change, for `patience`.
    pub(crate) fn next(&self, patience: Duration) -> Call {
        let started = Instant::now();
        let mut state = self.lock();
        loop {
            if state.stop {
                return Call::Stop;
            }
            let Some((first, last)) = state.changes else {
                let left = patience.saturating_sub(started.elapsed());
                if left.is_zero() {
                    return Call::Look { rewatch: false, unreliable: None };
                }
                let waited = self.rung.wait_timeout(state, left);
                state = waited.unwrap_or_else(PoisonError::into_inner).0;
                continue;
            };
            let due = (last + QUIET).min(first + LONGEST);
            let left = due.saturating_duration_since(Instant::now());
            if left.is_zero() {
                state.changes = None;
                let rewatch = std::mem::take(&mut state.rewatch);
                return Call::Look { rewatch, unreliable: state.unreliable.take() };
            }
            let waited = self.rung.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Sleeps for `time`; whether the end came meanwhile.
    pub(crate) fn sleep(&self, time: Duration) -> bool {
        let state = self.lock();
        let waited = self.rung.wait_timeout_while(state, time, |state| !state.stop);
        waited.unwrap_or_else(PoisonError::into_inner).0.stop
    }

    /// Every change of the state is one assignment, so a panic leaves it whole.
    fn lock(&self) -> MutexGuard<'_, SignalState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SignalState {
    fn change(&mut self, now: Instant) {
        let first = self.changes.map_or(now, |(first, _)| first);
        self.changes = Some((first, now));
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
        let started = Instant::now();
        for _ in 0..1000 {
            signal.native(false);
        }
        signal.scanned(true);
        assert_eq!(signal.next(LONG), Call::Look { rewatch: true, unreliable: None });
        assert!(started.elapsed() >= QUIET);
        let shortly = Duration::from_millis(30);
        let started = Instant::now();
        assert_eq!(signal.next(shortly), Call::Look { rewatch: false, unreliable: None });
        assert!(started.elapsed() >= shortly);
        signal.stop();
        assert_eq!(signal.next(LONG), Call::Stop);
    }

    #[test]
    fn changes_without_end_are_looked_at_all_the_same() {
        let signal = ChangeSignal::default();
        thread::scope(|scope| {
            scope.spawn(|| {
                while !signal.sleep(Duration::from_millis(10)) {
                    signal.native(false);
                }
            });
            let started = Instant::now();
            assert!(matches!(signal.next(LONG), Call::Look { .. }));
            assert!(started.elapsed() < LONG / 2, "it waited for quiet that never came");
            signal.stop();
        });
    }
}
