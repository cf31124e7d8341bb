//! The stages of a build, and the listener that can time them.
//!
//! This crate has no clock: the listener of [`crate::BuildCache::with_stage_listener`] is notified
//! when a stage begins, and looks at a clock of its own. Nothing depends on what it does.

use std::fmt;
use std::sync::Arc;

/// A moment of a build. All but the last two begin a stage that lasts until the next one begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Front matter and settings are read, and names are resolved.
    Documents,
    /// The forms of all terms are compiled.
    Terms,
    /// Bodies become HTML with links to terms.
    Bodies,
    /// What needs all bodies is checked.
    Checks,
    /// The table of files is made: the theme, what pages share, copied files.
    Files,
    /// Pages and the search index are made, at the same time.
    Rendering,
    /// All pages, and files that are neither pages nor of the index, are emitted.
    PagesDone,
    /// The search index is emitted.
    IndexDone,
}

/// Who is notified of each stage, if anyone, from any thread.
#[derive(Clone, Default)]
pub(crate) struct StageListener(Option<Arc<StageFn>>);

type StageFn = dyn Fn(Stage) + Send + Sync;

impl StageListener {
    pub(crate) fn new(listener: impl Fn(Stage) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(listener)))
    }

    /// Says that a stage begins, or a moment has come.
    pub(crate) fn notify(&self, stage: Stage) {
        if let Some(listener) = &self.0 {
            listener(stage);
        }
    }

    /// Says that a moment has come, which is when `made` was made, and returns that.
    pub(crate) fn ending<T>(&self, stage: Stage, made: T) -> T {
        self.notify(stage);
        made
    }
}

impl fmt::Debug for StageListener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("StageListener").field(&self.0.is_some()).finish()
    }
}
