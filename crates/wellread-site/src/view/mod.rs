//! What templates get: plain values, separate from the domain.
//!
//! A *view* is the value `page` that a template gets: nested maps, lists, texts and numbers, with
//! everything decided that needs the library, and nothing that a theme author would have to look
//! up. [`Views`] holds what many pages share, each computed once; [`PageSpec`] names the pages of
//! the site; [`Views::page`] builds the view of one page. `docs/theming.md` is the contract with
//! theme authors, and a test compares it with the values built here.
//!
//! Nothing in this folder runs a template. Files form layers: `builder`, `text` and
//! `facets` below `views`; above it one file for each kind of page; then `entry`, which puts a page
//! together.

mod builder;
mod card;
mod directory;
mod directory_order;
mod entry;
pub(crate) mod facets;
mod json_ld;
mod json_value;
mod key;
mod list;
mod mail;
mod organization;
mod packet;
mod page_spec;
mod paging;
mod people;
mod qr;
mod sentence;
mod site;
mod term;
#[cfg(test)]
mod testing;
mod text;
mod trail;
mod views;

pub(crate) use builder::ViewBuilder;
pub(crate) use page_spec::{FacetChoice, PageKind, PageSpec, specs};
pub(crate) use sentence::QuotedSentence;
pub(crate) use site::{Hosting, site};
#[cfg(test)]
pub(crate) use testing::views_of;
pub(crate) use text::shorten;
pub(crate) use views::Views;
