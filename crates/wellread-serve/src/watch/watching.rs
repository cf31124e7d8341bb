//! The watch on the hub's folder over time: set, set anew when a folder at the top goes or comes,
//! given up where the system cannot keep it.
//!
//! Where next: [`super::native`].

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::Scope;
use super::native;
use super::scan::ScanMode;
use super::signal::{ChangeSignal, Unreliable};
use crate::Event;

/// The watch on the hub's folder.
#[derive(Debug)]
pub(crate) struct Watching {
    scope: Scope,
    signal: Arc<ChangeSignal>,
    /// The native watch, where there is one.
    native: Option<notify::RecommendedWatcher>,
    /// Whether native events are to be used at all.
    trusted: bool,
    /// What the scan has to make up for.
    duty: Arc<ScanMode>,
}

impl Watching {
    /// Sets the watches for the first time; with `poll`, none but the scan's.
    pub(crate) fn begin(
        scope: Scope,
        signal: &Arc<ChangeSignal>,
        poll: bool,
        report: &mut impl FnMut(Event),
    ) -> Self {
        let duty = Arc::new(ScanMode::default());
        duty.often.store(poll, Ordering::Relaxed);
        let mut watching =
            Self { scope, signal: Arc::clone(signal), native: None, trusted: !poll, duty };
        watching.renew(true, None, report);
        watching
    }

    /// What is watched.
    pub(crate) fn scope(&self) -> &Scope {
        &self.scope
    }

    /// What the scan has to make up for, as it changes.
    pub(crate) fn duty(&self) -> Arc<ScanMode> {
        Arc::clone(&self.duty)
    }

    /// Sets the watches anew where that is called for, and gives up on them where they fail.
    pub(crate) fn renew(
        &mut self,
        rewatch: bool,
        unreliable: Option<Unreliable>,
        report: &mut impl FnMut(Event),
    ) {
        match unreliable {
            // They may still be of use for some folders: the watch stays, the scan does the rest.
            Some(Unreliable::Silent) => report(Event::Polling { reason: None }),
            Some(Unreliable::Failed(reason)) => self.give_up(reason, report),
            None => {}
        }
        if !rewatch || !self.trusted {
            return;
        }
        match native::watch(&self.scope, &self.signal) {
            Ok(watcher) => {
                // Assigning drops the old watch only now, so that there is no gap.
                self.native = Some(watcher);
                self.duty.find.store(false, Ordering::Relaxed);
            }
            Err(_) if !self.scope.root().exists() => {
                self.native = None;
                self.duty.find.store(true, Ordering::Relaxed);
            }
            Err(error) => self.give_up(native::reason(&error), report),
        }
    }

    fn give_up(&mut self, reason: String, report: &mut impl FnMut(Event)) {
        if self.trusted {
            self.trusted = false;
            self.native = None;
            self.duty.often.store(true, Ordering::Relaxed);
            report(Event::Polling { reason: Some(reason) });
        }
    }
}
