//! The stems of words that earlier runs met.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;

/// The stems of the words of all languages, shared by the threads of a run.
#[derive(Default)]
pub(super) struct StemCache {
    languages: Vec<String>,
    // A lock for all is enough: each indexer asks once for each different word, not for each word.
    stems: Mutex<FxHashMap<Arc<str>, Arc<str>>>,
}

impl StemCache {
    /// Drops everything if it is of other languages.
    pub(super) fn reset_for(&mut self, languages: &[String]) {
        if self.languages != languages {
            *self = Self { languages: languages.to_vec(), ..Self::default() };
        }
    }

    /// The stem of a word as the index has it, which `stem` finds if it is not known.
    pub(super) fn get(&self, word: &str, stem: impl FnOnce() -> String) -> Arc<str> {
        // The lock is released while the stemmer works; two threads that stem one word at the same
        // time get the same stem.
        let known = lock(&self.stems).get(word).cloned();
        known.unwrap_or_else(|| {
            let (word, stem) = (Arc::<str>::from(word), stem());
            let stem = if *stem == *word { Arc::clone(&word) } else { stem.into() };
            lock(&self.stems).insert(word, Arc::clone(&stem));
            stem
        })
    }
}

/// Locks a mutex of this crate. Each guards a map or a list that is changed by one insertion or
/// removal, which a panic cannot leave half done, so poisoning is ignored.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
