//! The results of the two stages from one index to the next, under the hash of their inputs. The
//! cache changes how long [`index`](crate::index()) takes and never what it returns.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::bucket::Bucket;
use super::chunk::Chunk;
use super::stem_cache::StemCache;

/// Results of earlier runs. A new cache is empty. What a run does not use is dropped after it, save
/// the stems of words, which are few.
///
/// ```
/// use wellread_model::Kind;
/// use wellread_search::{IndexCache, IndexSettings, Page, index};
///
/// let page = |url, title| Page {
///     url,
///     title,
///     language: "",
///     kind: Kind::Article,
///     topics: &[],
///     names: vec![],
///     summary: "",
///     facts: vec![],
///     passage_languages: vec![],
///     sections: vec![],
/// };
/// let settings = IndexSettings { language: "en", static_path: "/search/", ..Default::default() };
/// let mut cache = IndexCache::default();
/// index(&settings, &[page("/a/", "Plans")], &[], &mut cache);
///
/// // The second run only makes what the change touches; the result is that of a new cache.
/// let pages = [page("/a/", "Plans"), page("/b/", "Meetings")];
/// let again = index(&settings, &pages, &[], &mut cache);
/// let clean = index(&settings, &pages, &[], &mut IndexCache::default());
/// assert_eq!(again.core, clean.core);
/// ```
#[derive(Default)]
pub struct IndexCache {
    pub(super) chunks: BTreeMap<u128, Arc<Chunk>>,
    pub(super) buckets: BTreeMap<u128, Arc<Bucket>>,
    pub(super) stems: StemCache,
    /// Whether nothing but the stems is cached.
    pub(super) is_disabled: bool,
}

impl IndexCache {
    /// A cache for a single run: files that the run has handed out are not held in memory.
    #[must_use]
    pub fn disabled() -> Self {
        Self { is_disabled: true, ..Self::default() }
    }
}

impl std::fmt::Debug for IndexCache {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The contents are whole hubs; their number is what helps when one looks for a bug.
        f.debug_struct("IndexCache")
            .field("chunks", &self.chunks.len())
            .field("buckets", &self.buckets.len())
            .finish_non_exhaustive()
    }
}
