//! The index files: how they are written down, and how they are opened.
//!
//! Both sides of the search depend on this group. `index` fills the types here and writes them;
//! `query` opens the files again through [`read::OpenIndex`], as the runtime does in the browser.
//! So nothing here knows how a page is weighed or a query is answered.
//!
//! In order of their layers: `crate::constants` (numbers that writer, reader and runtime must agree on),
//! [`code`] (numbers and hashes as text), [`mod@file`] (a file's name and bytes), [`records`] (what
//! is JSON), [`shard`] and [`vocabulary`] (what is packed more tightly), and [`read`].

pub(crate) mod bloom;
pub(crate) mod code;
pub(crate) mod file;
pub(crate) mod idf;
pub(crate) mod read;
pub(crate) mod records;
pub(crate) mod shard;
pub(crate) mod vocabulary;
