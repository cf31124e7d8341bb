//! What is remembered from one index to the next: the results of pure stages under the hash of their
//! inputs. It changes how long [`index`](crate::index) takes and never what it returns.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;

use crate::chunk::Chunk;
use crate::shard::Bucket;

/// Results of earlier runs. A new one is empty; whatever a run does not use is forgotten after it, save the
/// stems of words.
#[derive(Default)]
pub struct IndexCache {
    pub(crate) chunks: BTreeMap<u128, Arc<Chunk>>,
    pub(crate) buckets: BTreeMap<u128, Arc<Bucket>>,
    pub(crate) stems: StemCache,
    /// Whether nothing is remembered but the stems.
    pub(crate) is_disabled: bool,
}

impl IndexCache {
    /// For one run and no more: what a run has handed out takes no room any longer.
    #[must_use]
    pub fn disabled() -> Self {
        Self { is_disabled: true, ..Self::default() }
    }
}

/// The stems of a language's words, for the workers of a run to share.
#[derive(Default)]
pub(crate) struct StemCache {
    tag: String,
    stems: Mutex<FxHashMap<Arc<str>, Arc<str>>>,
}

impl StemCache {
    /// Forgets everything if it was of another language.
    pub(crate) fn reset_for(&mut self, tag: &str) {
        if self.tag != tag {
            *self = Self { tag: tag.to_owned(), ..Self::default() };
        }
    }

    /// A folded word and its stem, which `stem` finds if it is not known.
    pub(crate) fn get(
        &self,
        folded: &str,
        stem: impl FnOnce(&str) -> String,
    ) -> (Arc<str>, Arc<str>) {
        let known = lock(&self.stems).get_key_value(folded).map(|(w, s)| (w.clone(), s.clone()));
        known.unwrap_or_else(|| {
            let (word, stem) = (Arc::<str>::from(folded), stem(folded));
            let stem = if stem == folded { Arc::clone(&word) } else { stem.into() };
            lock(&self.stems).insert(Arc::clone(&word), Arc::clone(&stem));
            (word, stem)
        })
    }
}

/// Opens a lock. A panic elsewhere leaves nothing half done in what these locks guard.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl std::fmt::Debug for IndexCache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Memory")
            .field("chunks", &self.chunks.len())
            .field("buckets", &self.buckets.len())
            .finish()
    }
}
