//! What the first stage makes of a run of neighboring pages.
//!
//! A chunk is the unit that is indexed again after a change: large enough that joining the chunks
//! is cheap, small enough that a changed page costs little. Pages in it are numbered from its first
//! one, so that a page added elsewhere, which shifts the numbers of all later pages, leaves the
//! chunk as it is.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::page_text::TextFile;

/// The forms of the glossary by the stem of their first word.
pub(super) type Forms = FxHashMap<String, Vec<TermForm>>;

/// A term's name or alias.
#[derive(Debug, Clone)]
pub(super) struct TermForm {
    /// The stems of all its words, at least one.
    pub(super) stems: Vec<String>,
    /// The number of the term in the order of URLs.
    pub(super) term: u32,
    /// The pseudo-stems of the term; see [`term_stem`](crate::format::shard::term_stem).
    pub(super) pseudo_stems: Arc<[String]>,
}

/// The result of a chunk. It depends on the chunk's own pages, the language and the glossary's
/// forms only, and is cached under the hash of exactly these.
pub(super) struct Chunk {
    /// How many pages it has.
    pub(super) pages: u32,
    /// The [entries](super::entry) of its stems, sorted by stem.
    pub(super) entries: String,
    /// The entries cut into buckets, in order.
    pub(super) runs: Vec<ChunkRun>,
    /// The files with the text of its pages.
    pub(super) texts: Vec<TextFile>,
}

/// The entries of a chunk that belong to one bucket.
pub(super) struct ChunkRun {
    /// The bucket.
    pub(super) prefix: String,
    /// Bytes of [`Chunk::entries`].
    pub(super) range: Range<usize>,
    /// The hash of these bytes.
    pub(super) hash: u128,
}
