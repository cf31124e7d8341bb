//! Sources in, output out: Markdown bodies, term links, views, templates, feeds.
//!
//! A hub comes in as [`Sources`](wellread_content::Sources) and leaves as the files of a static
//! website. Along the way each Markdown body becomes HTML in which specialist terms link to their
//! definitions, each page becomes a *view* (the plain values that its template gets), and each
//! template becomes a page. Feeds, open data, the search index and the files for hosts are written
//! from the same values.
//!
//! [`build()`] is a function of its arguments. This crate never touches the file system, the clock
//! or the environment; the day for which the site is built comes in with [`BuildOptions`].
//!
//! Files form layers, and each imports only from layers below it: `audit`, `build` and `review`;
//! `outside_links` and `link_fix`; `reading` (how hard texts are); `site` (all stages in their
//! order); `losses` and `publication`; `rendered`; `cache` and `check`; `outputs/`; `view/`;
//! `theme/`; [`markdown`]; [`image`]. Read [`Site`] first, then [`markdown`] (bodies),
//! [`wellread_terms`] (terms in text), and `view/` (what templates get).

mod audit;
mod build;
mod cache;
mod check;
mod glossary;
pub mod image;
mod interface_text;
mod link_fix;
mod losses;
pub mod markdown;
mod nav;
mod number_places;
mod output;
mod outputs;
mod outside_links;
mod overdue_topics;
mod photos;
mod publication;
pub mod reading;
mod rendered;
mod review;
mod site;
mod stage;
mod theme;
mod view;

pub use audit::{
    Audit, AuditItem, AuditKind, AuditPast, LastReviews, Reminder, audit, audit_numbers,
    audit_with_links,
};
pub use build::{SearchableHub, build, build_after, check_hub, search_index, warnings_after};
pub use cache::BuildCache;
pub use check::searches::{SearchOutcome, TriedSearch};
pub use interface_text::InterfaceText;
pub use link_fix::{FixedLinks, fix_links};
pub use losses::{LastBuild, is_reported_once};
pub use markdown::{Leftover, Tidied, TidyChange, TidyOptions, tidy};
pub use number_places::{NumberPlace, places_of};
pub use output::{Finished, FinishedFile, Output};
pub use outputs::files::Content;
pub use outputs::open_data::{CSV_START, csv_line};
pub use outside_links::{OutsideLinks, outside_links};
pub use publication::{PageOrigin, Publication, PublishedPage};
pub use review::{Finding, FindingKind, Review, TermSummary, review};
pub use site::{Resolved, Site};
pub use stage::Stage;
pub use theme::DEFAULT_THEME;
pub use wellread_content::BuildOptions;
