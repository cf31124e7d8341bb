//! Sources in, output out: Markdown bodies, term links, views, templates, feeds.
//!
//! [`build()`] is one pure function. There is no file system, clock or environment in this crate;
//! the day for which the site is built comes in with [`BuildOptions`]. Read [`Site`] first, then
//! [`markdown`] (bodies), [`wellread_terms`] (terms in text), and `view/` (what templates get).

mod accent;
mod assets;
mod build;
mod cache;
mod check;
mod deploy;
mod embedded;
mod feed;
mod files;
mod glossary;
mod json_ld;
pub mod markdown;
mod offline;
mod open_data;
mod review;
mod search;
mod site;
mod text;
mod theme;
mod view;

pub use build::{Output, build, search_index};
pub use cache::BuildCache;
pub use embedded::DEFAULT_THEME;
pub use files::Content;
pub use open_data::csv_line;
pub use review::{Finding, Remark, review};
pub use site::{Resolved, Site};
pub use text::InterfaceText;
pub use wellread_content::BuildOptions;
