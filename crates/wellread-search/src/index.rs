//! Pages in, index files out, in two stages that are cached.
//!
//! First, *chunks*: a run of neighboring pages is cut into words, and each stem gets its weight in
//! each page ([`chunk`], [`indexer`]). Second, *buckets*: what all chunks say about the stems with
//! the same first two letters is merged into pieces of word shards ([`bucket`]). A change of one
//! page then costs one chunk and the buckets of its words. [`build`] joins the pieces into files
//! and writes the rest.
//!
//! Nothing here reads a query.

mod bucket;
mod build;
mod cache;
mod chunk;
mod chunks;
mod crisis;
mod entry;
mod files;
mod indexer;
mod merge;
mod page_text;
mod places;
mod prefix;
mod prefix_stems;
mod shard_sizes;
mod shards;
mod stem_cache;
mod stem_table;
mod synonyms;
mod texts;
mod unknown;
mod vocabulary;
mod weight;
mod word_key;
mod word_table;
mod written_words;

pub use build::{index, index_into};
pub use cache::IndexCache;
