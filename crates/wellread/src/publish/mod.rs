//! The only writer of the output folder, and what it promises about that folder.
//!
//! A site is replaced while people may be reading it, and a build may be killed at any moment. Still,
//! every page in the folder must be whole, and no file that Wellread didn't make may be touched.
//! Three parts see to that, each building on the next:
//!
//! - [`OutputDir`] decides whether a folder may be written to at all.
//! - [`writer`] turns the old site into the new one. The order of its steps is the guarantee:
//!   `OutputWriter::finish` gives the reason for each.
//! - [`staging`] holds new files until they are renamed into place, and lets one program in at a time.
//!
//! Ownership rests on a [`record`] in the folder: only files that it lists are replaced or removed.
//!
//! Nothing here knows what a page is, apart from its file name, or writes outside the output folder.
//! `docs/guarantees.md` says the same to users; `tests/` kills builds to check it.

mod output_dir;
mod record;
mod staging;
mod writer;

pub(crate) use output_dir::OutputDir;
pub(crate) use record::Inputs;
pub(crate) use writer::WriteSummary;
