//! Giving a build up when a change makes its result worthless.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::watch::signal::ChangeSignal;

/// Says whether a build had better be given up, for all its threads to ask.
#[derive(Debug, Clone)]
pub struct Interruption {
    signal: Arc<ChangeSignal>,
    is_allowed: bool,
    has_happened: Arc<AtomicBool>,
}

impl Interruption {
    /// For a build that begins now. Unless `is_allowed`, it is never to be given up.
    pub(crate) fn new(signal: &Arc<ChangeSignal>, is_allowed: bool) -> Self {
        Self { signal: Arc::clone(signal), is_allowed, has_happened: Arc::default() }
    }

    /// Whether something has changed since the build began, so that its end is of no use.
    #[must_use]
    pub fn is_due(&self) -> bool {
        let is_due = self.is_allowed && self.signal.has_news();
        self.has_happened.fetch_or(is_due, Ordering::Relaxed);
        is_due
    }

    /// Whether the build was told to give up.
    pub(crate) fn has_happened(&self) -> bool {
        self.has_happened.load(Ordering::Relaxed)
    }
}
