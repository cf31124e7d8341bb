//! A signal that the content may have changed, waited for by the thread that builds.
//!
//! Nothing queues: ten thousand events during a build leave the same few words here as one, since
//! each of them only says "look again". Where next: `crate::preview_server`, which waits here.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long it has to be quiet before a change is looked at: editors save in several steps
/// (truncate, write, rename), within some 10 ms even on a slow drive.
pub(crate) const QUIET: Duration = Duration::from_millis(60);
/// How long a change waits at most, however much goes on. Copying a folder may take minutes, and
/// the first of its pages should be seen before that.
pub(crate) const LONGEST: Duration = Duration::from_millis(500);

/// Why a wait has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wakeup {
    /// Look at the content again.
    Rescan {
        /// Whether watches have to be set anew first.
        rewatch: bool,
        /// A fault of the native events, when it has just been found.
        fault: Option<WatchFault>,
    },
    /// End the preview.
    Stop,
}

/// Why native events cannot be relied on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum WatchFault {
    /// The system said so, with its reason.
    Refused(String),
    /// Something changed and no event came: they get lost here.
    MissedChange,
}

/// Says that something may have changed, until the thread that builds looks.
#[derive(Debug, Default)]
pub(crate) struct ChangeSignal {
    state: Mutex<SignalState>,
    raised: Condvar,
}

#[derive(Debug, Default)]
struct SignalState {
    /// When the first and the last of the changes came that no build has looked at yet.
    changes: Option<(Instant, Instant)>,
    rewatch: bool,
    fault: Option<WatchFault>,
    /// When a native event last came.
    last_native: Option<Instant>,
    is_stopped: bool,
}

impl ChangeSignal {
    /// A native event came; `rewatch` if a folder that is watched by itself may have gone or come.
    pub(crate) fn native_event(&self, rewatch: bool) {
        self.raise(|state, now| {
            state.last_native = Some(now);
            state.rewatch |= rewatch;
        });
    }

    /// The scan found a change.
    pub(crate) fn scan_found_change(&self, rewatch: bool) {
        self.raise(|state, _| state.rewatch |= rewatch);
    }

    /// Native events turned out to be unreliable. They may have missed something, so this is also a
    /// reason to look.
    pub(crate) fn report_fault(&self, fault: WatchFault) {
        self.raise(|state, _| state.fault = Some(fault));
    }

    fn raise(&self, change: impl FnOnce(&mut SignalState, Instant)) {
        let now = Instant::now();
        let mut state = self.lock();
        change(&mut state, now);
        let first = state.changes.map_or(now, |(first, _)| first);
        state.changes = Some((first, now));
        drop(state);
        self.raised.notify_all();
    }

    /// Ends every wait, now and for good.
    pub(crate) fn stop(&self) {
        self.lock().is_stopped = true;
        self.raised.notify_all();
    }

    /// Whether a native event has come since a moment.
    pub(crate) fn native_since(&self, moment: Instant) -> bool {
        self.lock().last_native.is_some_and(|native| native >= moment)
    }

    /// Whether native events report a change that no build has looked at yet. Changes that only the
    /// scan has found do not count, since it is late: most of them have been looked at already.
    pub(crate) fn has_news(&self) -> bool {
        let state = self.lock();
        state.is_stopped
            || matches!((state.changes, state.last_native), (Some((first, _)), Some(native)) if native >= first)
    }

    /// Waits for a change and then until it has been quiet for [`QUIET`], at most until [`LONGEST`]
    /// after the first; without a change, for `patience`.
    pub(crate) fn next(&self, patience: Duration) -> Wakeup {
        let started = Instant::now();
        let mut state = self.lock();
        loop {
            if state.is_stopped {
                return Wakeup::Stop;
            }
            let Some((first, last)) = state.changes else {
                let left = patience.saturating_sub(started.elapsed());
                if left.is_zero() {
                    return Wakeup::Rescan { rewatch: false, fault: None };
                }
                let waited = self.raised.wait_timeout(state, left);
                state = waited.unwrap_or_else(PoisonError::into_inner).0;
                continue;
            };
            // A build begun between two steps of a save would read half a file, or none.
            let due = (last + QUIET).min(first + LONGEST);
            let left = due.saturating_duration_since(Instant::now());
            if left.is_zero() {
                // Before the caller looks, so that what changes meanwhile counts as new.
                state.changes = None;
                let rewatch = std::mem::take(&mut state.rewatch);
                return Wakeup::Rescan { rewatch, fault: state.fault.take() };
            }
            let waited = self.raised.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Sleeps for `time`, or until the preview ends. Whether it has ended.
    pub(crate) fn sleep(&self, time: Duration) -> bool {
        let state = self.lock();
        let waited = self.raised.wait_timeout_while(state, time, |state| !state.is_stopped);
        waited.unwrap_or_else(PoisonError::into_inner).0.is_stopped
    }

    /// A panic cannot leave the state half-updated, since nothing that is done under this lock can
    /// panic, so poisoning is ignored.
    fn lock(&self) -> MutexGuard<'_, SignalState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
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
        for _ in 0..1000 {
            signal.native_event(false);
        }
        signal.scan_found_change(true);
        let started = Instant::now();
        assert_eq!(signal.next(LONG), Wakeup::Rescan { rewatch: true, fault: None });
        assert!(started.elapsed() >= QUIET - Duration::from_millis(5));
        let shortly = Duration::from_millis(30);
        let started = Instant::now();
        assert_eq!(signal.next(shortly), Wakeup::Rescan { rewatch: false, fault: None });
        assert!(started.elapsed() >= shortly);
        signal.stop();
        assert_eq!(signal.next(LONG), Wakeup::Stop);
    }

    #[test]
    fn changes_without_end_are_looked_at_all_the_same() {
        let signal = ChangeSignal::default();
        thread::scope(|scope| {
            scope.spawn(|| {
                while !signal.sleep(Duration::from_millis(10)) {
                    signal.native_event(false);
                }
            });
            let started = Instant::now();
            assert!(matches!(signal.next(LONG), Wakeup::Rescan { .. }));
            // Changes go on for longer than that.
            assert!(started.elapsed() < LONG / 2);
            signal.stop();
        });
    }
}
