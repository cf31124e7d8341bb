//! Pages in, index files out; and the same ranking that the browser uses, in Rust.
//!
//! [`index()`] turns the pages and terms of a hub into a set of small script files, and [`search`]
//! reads those very files to answer a query. The browser's [`RUNTIME`] (its sources are in
//! `client/`) reads them too and must give the same order; `docs/search.md` describes the files,
//! the ranking and how the two are held equal.
//!
//! The index is inverted: for each word it lists the pages that have it. A browser cannot load all
//! of that for one query, so it is cut by the alphabet into *shards* of a few kilobytes, and a
//! query loads the core, the shards of its words, and what it shows of the pages it finds. Words
//! are folded (case and accents go) and *stemmed* (`plans` and `planning` become `plan`). Pages are
//! ranked by BM25F, with the weight of each word in each page computed when the index is made.
//!
//! This crate never touches the file system, the clock or the network. The same input gives the
//! same bytes on any machine, in any order of the pages, with or without [`IndexCache`].
//!
//! Where to read next: `input` for what goes in, `format` for the files, `index` for how they are
//! made, `query` for how they are read. `text` and `language` say what a word is, to both.

mod constants;
mod format;
mod index;
mod input;
mod language;
mod query;
mod runtime;
mod text;

pub use format::file::{Index, IndexFile};
pub use index::{IndexCache, index, index_into};
pub use input::{
    CrisisSettings, GlossaryTerm, IndexSettings, LanguageRun, Page, PageSection, PinnedResult,
    SectionText,
};
pub use query::{Card, Hit, HitSection, SearchResponse, search};
pub use runtime::{RUNTIME, RUNTIME_SOURCE};
pub use text::phone_word;
