//! The stems of words that earlier runs met.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;

/// The stems of the words of all languages, shared by the threads of a run.
#[derive(Default)]
pub(super) struct StemCache {
    languages: Vec<String>,
    // A lock for all is enough: each indexer asks once for each different word, not for each word.
    stems: Mutex<FxHashMap<Arc<str>, StemmedWord>>,
}

/// A folded word and its stem, both shared by all indexers.
#[derive(Clone)]
pub(super) struct StemmedWord {
    pub(super) word: Arc<str>,
    pub(super) stem: Arc<str>,
}

impl StemCache {
    /// Drops everything if it is of other languages.
    pub(super) fn reset_for(&mut self, languages: &[String]) {
        if self.languages != languages {
            *self = Self { languages: languages.to_vec(), ..Self::default() };
        }
    }

    /// A word as the index has it and its stem, which `stem` finds if it is not known.
    pub(super) fn get(&self, folded: &str, stem: impl FnOnce() -> String) -> StemmedWord {
        // The lock is released while the stemmer works; two threads that stem one word at the same
        // time get the same stem.
        let known = lock(&self.stems).get(folded).cloned();
        known.unwrap_or_else(|| {
            let (word, stem) = (Arc::<str>::from(folded), stem());
            let stem = if stem == folded { Arc::clone(&word) } else { stem.into() };
            let found = StemmedWord { word, stem };
            lock(&self.stems).insert(Arc::clone(&found.word), found.clone());
            found
        })
    }
}

/// Locks a mutex of this crate. Each guards a map or a list that is changed by one insertion or
/// removal, which a panic cannot leave half done, so poisoning is ignored.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
