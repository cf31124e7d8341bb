//! The only writer of the output folder, and what it guarantees about that folder.
//!
//! A site is replaced while people may be reading it, and a build may be killed at any moment.
//! Still, every page in the folder must be whole, no link may be dead, and no file that Wellread
//! didn't make may be touched. These parts see to that, each building on those before:
//!
//! - [`disk`] is the way to the file system: one method for each operation. It waits for files
//!   that another program has open, and [`mod@path_text`] writes paths as people do.
//! - [`record`] lists the files that Wellread made. Only these are replaced or removed.
//! - [`site_folder`] looks at every folder of a path without following links.
//! - [`staging`] holds new files next to the output folder until [`moves`] puts them into place, and
//!   lets one program in at a time.
//! - [`exchange`] puts a whole site in the place of another in one step, where that is possible; then
//!   the next two are not needed.
//! - [`writer`] turns the old site into the new one. The order of its steps is the guarantee:
//!   `OutputWriter::finish` gives the reason for each, [`order`] and [`removal`] say which file comes
//!   first.
//! - [`OutputDir`] decides whether a folder may be written to at all.
//!
//! Besides, [`lost`] lists addresses that are gone, [`NewFiles`] adds files to a hub, for `init`
//! and `new`, and [`write_text`] gives one another text, for `tidy`, the audit and the
//! check of links. [`mod@regular_file`] reads what these write.
//!
//! Nothing here knows what a page is, apart from its path. `docs/guarantees.md` says to users what
//! is guaranteed; the tests stop builds before each operation to check it.

mod disk;
mod exchange;
mod lost;
mod moves;
mod new_files;
mod order;
mod output_dir;
mod path_text;
mod record;
mod regular_file;
mod removal;
mod replacement;
mod site_folder;
mod staging;
mod writer;

pub(crate) use disk::Disk;
#[cfg(test)]
pub(crate) use disk::{Fault, FileEvent};
pub(crate) use lost::{last_publication, record_lost};
pub(crate) use new_files::{NewFiles, refuse_links};
pub(crate) use output_dir::OutputDir;
pub(crate) use path_text::path_text;
pub(crate) use record::{Inputs, last_pages};
pub(crate) use regular_file::{read_file, read_text, read_text_of_hub};
pub(crate) use replacement::write_text;
pub(crate) use writer::WriteSummary;
