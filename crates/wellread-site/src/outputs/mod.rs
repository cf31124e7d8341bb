//! Every file of a site that is not a page: the feed, the sitemap, open data, static files, the
//! search index, and what hosts and offline copies need.
//!
//! A module here turns views into the text of files. None of them renders a template, and none
//! knows how pages are made or cached. [`files`] is the table of all files of a site; [`DATA`] lists
//! the ones written for programs.

pub(crate) mod assets;
pub(crate) mod deploy;
pub(crate) mod feed;
pub(crate) mod files;
pub(crate) mod offline;
pub(crate) mod open_data;
pub(crate) mod search;

use wellread_model::address;

use self::files::TextFn;

/// The files for programs, which every site has: the path of each and the function that writes it.
/// They are written when they are asked for, so a preview that nobody asks for the sitemap never
/// writes it.
pub(crate) const DATA: [(&str, TextFn); 6] = [
    (address::FEED, |site| feed::atom(site.views)),
    (address::SITEMAP, |site| feed::sitemap(site.views, site.specs)),
    (address::ROBOTS, |site| feed::robots(site.views)),
    (address::MANIFEST, |site| feed::manifest(site.views, site.assets)),
    (address::TERMS_JSON, |site| open_data::terms_json(site.views)),
    (address::TERMS_CSV, |site| open_data::terms_csv(site.views)),
];
