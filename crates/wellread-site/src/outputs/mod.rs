//! Every file of a site that is not a page: the feed, the sitemap, open data, static files, the
//! search index, and what hosts and offline copies need.
//!
//! A module here turns views into the text of files. None of them renders a template, and none
//! knows how pages are made or cached. [`files`] is the table of all files of a site; [`DATA`]
//! lists the ones written for programs.

pub(crate) mod assets;
mod captions;
pub(crate) mod deploy;
pub(crate) mod feed;
mod file_problems;
pub(crate) mod files;
mod image_problems;
pub(crate) mod media;
pub(crate) mod offline;
pub(crate) mod open_data;
mod parts;
pub(crate) mod portable;
pub(crate) mod search;
mod search_labels;
mod section_text;

use wellread_model::{Diagnostic, Library, address};

use self::files::{SiteFile, SiteFiles, TextFn};
pub(crate) use self::parts::SiteParts;
use crate::cache::BuildCache;
use crate::view::Hosting;

/// The files for programs, which every site has: the path of each and the function that writes it.
/// They are written when they are asked for, so a preview without a request for the sitemap
/// never writes it.
pub(crate) const DATA: [(&str, TextFn); 6] = [
    (address::FEED, |site| feed::atom(site.views)),
    (address::SITEMAP, |site| feed::sitemap(site.views, site.specs)),
    (address::ROBOTS, |site| feed::robots(site.views)),
    (address::MANIFEST, |site| feed::manifest(site.views, site.assets)),
    (address::TERMS_JSON, |site| open_data::terms_json(site.views)),
    (address::TERMS_CSV, |site| open_data::terms_csv(site.views)),
];

/// What pages have to state themselves, depending on the host and on offline copies.
pub(crate) fn hosting(library: &Library) -> Hosting {
    Hosting { policy: deploy::policy_in_page(library), worker: offline::route(library) }
}

/// Lists the files of the site, apart from the theme's, which [`assets::publish`] has listed.
///
/// Files that the site makes itself come first, so that on a collision the file of the hub is the
/// one that is reported: it is the one that staff can rename.
pub(crate) fn add_files(
    parts: &SiteParts<'_>,
    cache: &mut BuildCache,
    files: &mut SiteFiles,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let SiteParts { sources, views, specs, assets } = *parts;
    for (number, spec) in specs.iter().enumerate() {
        files.add(spec.route.output_path(), SiteFile::Page(number));
    }
    for (path, write) in DATA {
        files.add(path, SiteFile::Text(write));
    }
    files.add(address::SEARCH_CORE, SiteFile::Search);
    deploy::add(views, specs, files);
    offline::add(views, assets, files);
    media::add(sources, views, cache, files, diagnostics);
    deploy::warn_of_cached_files(&views.library, sources, diagnostics);
}
