//! Notices that something in the hub's folder may have changed.
//!
//! Two sources, and neither is believed further than "look again". Native events come at once but
//! get lost: on network and cloud folders, in containers, when a queue overflows. So the caller is
//! also asked to look when nothing was heard for a while. To look is what a build does first, to
//! ask for the size and times of each file; there is no second code that decides what a change is.
//! Never here: building, or reading a file. Where to read next: [`signal`], then [`native`].

pub(crate) mod native;
pub(crate) mod signal;

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::event::Event;
use crate::options::ServeOptions;
use crate::watch::signal::{ChangeSignal, Wakeup};

/// How often to poll in addition to native events: the delay that a lost one causes at most.
const SELDOM: Duration = Duration::from_secs(2);
/// How often to poll where there are none: about as fast as people look at the browser.
const OFTEN: Duration = Duration::from_millis(500);
/// The pause after a poll, in multiples of the time that it took: a slow drive is polled less
/// often, for a tenth of the time at most.
const PAUSE_FACTOR: u32 = 10;

/// The watch on the hub's folder over time: set, renewed when a folder at the top comes or goes,
/// given up where the system cannot provide it.
#[derive(Debug)]
pub(crate) struct FolderWatcher {
    /// What to watch; the hub's folder is an absolute path.
    options: ServeOptions,
    signal: Arc<ChangeSignal>,
    /// The native watch, where there is one.
    native: Option<notify::RecommendedWatcher>,
    /// Whether native events are to be used at all.
    uses_native: bool,
    /// When the caller was asked to poll, if that ended its last wait.
    polled_at: Option<Instant>,
}

impl FolderWatcher {
    /// Begins to watch. Adds to `events` if the system refuses.
    pub(crate) fn start(
        options: ServeOptions,
        signal: Arc<ChangeSignal>,
        events: &mut Vec<Event>,
    ) -> Self {
        let uses_native = !options.poll;
        let mut watcher = Self { options, signal, native: None, uses_native, polled_at: None };
        watcher.set_watches(events);
        watcher
    }

    /// Waits until it is time to build or, if no change comes, to poll: after `patience` or the
    /// usual interval, and later after a poll that took long.
    pub(crate) fn wait(&mut self, patience: Option<Duration>, events: &mut Vec<Event>) -> Wakeup {
        let often = if self.native.is_some() { SELDOM } else { OFTEN };
        let took = self.polled_at.take().map_or(Duration::ZERO, |time| time.elapsed());
        let time = patience.unwrap_or(often).max(took * PAUSE_FACTOR);
        let wakeup = self.signal.next(time);
        self.polled_at = (wakeup == Wakeup::Poll).then(Instant::now);
        // Without a watch, a hub on a drive that was unplugged may be back.
        if self.signal.take_rewatch() || self.native.is_none() {
            self.set_watches(events);
        }
        wakeup
    }

    /// Sets the watches anew, and gives up on them if the system refuses.
    fn set_watches(&mut self, events: &mut Vec<Event>) {
        if !self.uses_native {
            return;
        }
        match native::watch(&self.options, &self.signal) {
            // Assigning drops the old watch only now, so that there is no gap.
            Ok(watcher) => self.native = Some(watcher),
            Err(_) if !self.options.root.exists() => self.native = None,
            Err(error) => {
                self.uses_native = false;
                self.native = None;
                events.push(Event::Polling(native::reason(&error)));
            }
        }
    }
}
