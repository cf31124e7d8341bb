//! The first stage: a run of neighbouring pages becomes words with their weights and sections.
//!
//! A chunk's result depends on its own pages, the language and the glossary's forms only, so it is
//! remembered under the hash of exactly these. Chunks end at pages whose address hashes to a certain
//! value: a page that is added or removed touches its own chunk and moves no other's border.

pub(crate) mod entry;
mod indexer;
mod key;
mod stored;

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::build::IndexFile;
use crate::language::Analyzer;

pub(crate) use indexer::{Indexer, beginning};

/// The longest first part of a hyphenated word that is also indexed in one piece: `co-teaching`.
pub(crate) const SHORT_PREFIX: usize = 4;

/// The forms of the glossary by the stem of their first word.
pub(crate) type Forms = FxHashMap<String, Vec<TermForm>>;

/// A term's name or alias.
#[derive(Debug, Clone)]
pub(crate) struct TermForm {
    /// The stems of all its words, at least one.
    pub(crate) stems: Vec<String>,
    /// The number of the term in the order of addresses.
    pub(crate) term: u32,
}

/// The result of a chunk.
pub(crate) struct Chunk {
    pub(crate) pages: u32,
    /// The [entries](entry::Entry) of its stems, sorted by stem.
    pub(crate) entries: String,
    /// The entries cut into buckets, in order.
    pub(crate) runs: Vec<ChunkRun>,
    /// One file of text for each page.
    pub(crate) texts: Vec<IndexFile>,
}

/// The entries of a chunk that belong to one bucket.
pub(crate) struct ChunkRun {
    /// The bucket.
    pub(crate) prefix: String,
    /// Bytes of [`Chunk::entries`].
    pub(crate) range: Range<usize>,
    /// The hash of these bytes.
    pub(crate) hash: u128,
}

/// The stem under which a sequence of words is filed: the first that is no little word, or the first.
pub(crate) fn key_position(language: &Analyzer, folded: &[String]) -> usize {
    folded.iter().position(|word| !language.is_stop(word)).unwrap_or(0)
}

/// The stems that identify a title or query: without little words, unless there is nothing else.
pub(crate) fn content_stems(language: &Analyzer, folded: &[String]) -> Vec<String> {
    let content: Vec<String> =
        folded.iter().filter(|w| !language.is_stop(w)).map(|w| language.stem(w)).collect();
    if content.is_empty() { folded.iter().map(|w| language.stem(w)).collect() } else { content }
}

/// The pseudo-stem under which the pages that use any form of a term are filed.
pub(crate) fn concept(term: u32) -> String {
    format!("={term}")
}

/// Whether what stands between two words makes them one.
pub(crate) fn is_hyphen(between: &str) -> bool {
    matches!(between, "-" | "\u{2010}" | "\u{2011}")
}
