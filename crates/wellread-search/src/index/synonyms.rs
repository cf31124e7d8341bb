//! Other words for those of titles.
//!
//! A page is called what its author calls it, and asked for as parents say: `testing` for an
//! evaluation. So the words of its title and of its other names bring their synonyms along, as a field of
//! their own that counts less. A query finds them in the shard of its own word, without a request;
//! to look a synonym up would cost one. Only words that some page has are found in this way:
//! [`bucket`](super::bucket) drops the others, which a query looks up in the tables.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::language::Analyzer;

/// The stems of the other words of the groups that a stem is in, by its stem.
pub(super) struct TitleSynonyms(FxHashMap<String, Vec<Arc<str>>>);

impl TitleSynonyms {
    /// Those of a language. Phrases are left out: one is in no shard as a whole.
    pub(super) fn for_language(language: &Analyzer) -> Self {
        let mut others: FxHashMap<String, Vec<Arc<str>>> = FxHashMap::default();
        for group in language.synonym_groups() {
            let words = group.split(' ').filter(|word| !word.contains('+'));
            let stems: Vec<Arc<str>> = words.map(|word| language.stem(word).into()).collect();
            for stem in &stems {
                let list = others.entry(stem.to_string()).or_default();
                for other in &stems {
                    if other != stem && !list.contains(other) {
                        list.push(Arc::clone(other));
                    }
                }
            }
        }
        Self(others)
    }

    /// The stems that come with a stem of a title.
    pub(super) fn with(&self, stem: &str) -> &[Arc<str>] {
        self.0.get(stem).map_or(&[], Vec::as_slice)
    }
}
