//! What templates get: plain values, separate from the domain.
//!
//! [`Views`] holds what many pages share, each made once; [`PageSpec`] names the pages of the site;
//! [`Views::page`] makes the value of one page. `docs/theming.md` is the contract with theme authors,
//! and a test compares it with the values made here. Nothing in this folder runs a template.

mod builder;
mod card;
mod directory;
mod entry;
mod facets;
mod json_ld;
mod key;
mod list;
mod mail;
mod page_spec;
mod paging;
mod qr;
mod site;
mod term;
mod text;
mod views;

pub(crate) use builder::ViewBuilder;
pub(crate) use page_spec::{PageKind, PageSpec, specs};
pub(crate) use site::{Hosting, site};
pub(crate) use term::sentence_around;
pub(crate) use views::Views;
