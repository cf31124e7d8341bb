//! Sources in, output out: Markdown bodies, term links, views, templates, feeds.
//!
//! [`build()`] is one pure function. There is no file system, clock or environment in this crate;
//! the day for which the site is built comes in with [`BuildOptions`]. Read [`Site`] first, then
//! [`markdown`] (bodies), [`wellread_terms`] (terms in text), and `view/` (what templates get).

mod build;
mod cache;
mod check;
mod glossary;
mod interface_text;
pub mod markdown;
mod output;
mod outputs;
mod rendered;
mod review;
mod site;
mod theme;
mod view;

pub use build::{build, search_index};
pub use cache::BuildCache;
pub use interface_text::InterfaceText;
pub use output::{Finished, Output};
pub use outputs::files::Content;
pub use outputs::open_data::csv_line;
pub use review::{Finding, Remark, review};
pub use site::{Resolved, Site};
pub use theme::DEFAULT_THEME;
pub use wellread_content::BuildOptions;
