//! Pages in, index files out; and the same ranking that the browser uses, in Rust.
//!
//! [`index`] turns the pages and terms of a hub into a set of small script files, and [`search`] reads
//! those very files to answer a query. The browser's runtime (`themes/default/static/search.js`) reads
//! them too and must give the same order; `docs/search.md` describes the files, the ranking and how
//! the two are kept equal.
//!
//! This crate never touches the file system, the clock or the network. The same input gives the same
//! bytes on any machine, in any order of the pages, with or without [`IndexCache`].
//!
//! Where to read next: [`input`](Page) for what goes in, `build` for how the files are made, `search`
//! for how they are read.

mod answer;
mod build;
mod cache;
mod chunk;
mod code;
mod correct;
mod excerpt;
mod input;
mod language;
mod query;
mod rank;
mod read;
mod shard;
mod starts;
mod text;
mod vocabulary;
mod weight;

pub use answer::{Card, Hit, HitSection, SearchResponse, search};
pub use build::{Index, IndexFile, index, index_into};
pub use cache::IndexCache;
pub use input::{GlossaryTerm, IndexSettings, Page, PageSection, PinnedResult};

/// The version of the index format, which `docs/search.md` describes. The runtime refuses another.
pub const FORMAT: u32 = 1;
