//! The addresses of a site with as much of each page as the next build needs.
//!
//! Addresses are printed on handouts and are in emails, so a site must not lose one without a word.
//! A build records its [`Publication`]; the next one compares it with its own (`crate::losses`).
//! Drafts, and articles of a later day, are never part of what is recorded, not even where they are
//! shown: they have no address that anyone could know.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use wellread_model::media::{
    IMAGE_EXTENSIONS, PAGE_PART_EXTENSIONS, has_extension, split_extension,
};
use wellread_model::{Date, Document, Library, Origin, Route, SourcePath, address};
use xxhash_rust::xxh3::xxh3_64;

use crate::markdown::Body;
use crate::outputs::files::{CopiedFile, SiteFiles};

/// The addresses of a site, and what is there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Publication {
    /// By address.
    pub addresses: BTreeMap<Route, PublishedPage>,
    /// What earlier builds had at addresses where nothing is now, until it is somewhere again or
    /// the settings give the address up.
    pub lost: BTreeMap<Route, PublishedPage>,
}

/// What is at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedPage {
    /// Why the site has it.
    pub origin: PageOrigin,
    /// The title of the page; of an old address, that of the page to which it leads; of a download,
    /// the name of the file. In one line.
    pub title: String,
    /// A hash of the text or the file, by which it is recognized under another name; 0 if there is
    /// none.
    pub text: u64,
}

/// Why a site has a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageOrigin {
    /// It has a file.
    File,
    /// It is a topic without a file.
    Implied,
    /// A file names it as an old address.
    OldAddress,
    /// It is not a page, but a document that families download, or a page made by other means.
    Download,
}

impl Publication {
    /// What a site publishes on a day. `bodies` are in the order of the entries.
    pub(crate) fn new(
        library: &Library,
        bodies: &[Arc<Body>],
        files: &SiteFiles,
        today: Date,
    ) -> Self {
        let is_public = |document: &Document| {
            !document.draft && document.published().is_none_or(|day| day <= today)
        };
        let mut publication = Self::of_documents(library, is_public);
        let entries = library.entries().iter().zip(bodies);
        let public = entries.filter(|(entry, _)| is_public(&entry.document));
        let used: BTreeSet<&SourcePath> =
            public.flat_map(|(_, body)| &body.media).map(|found| &found.file).collect();
        for CopiedFile { path, content, source } in files.copied() {
            let is_public = source.in_static().is_some() || used.contains(source);
            if is_public && is_download(path) {
                let name = path.rsplit('/').next().unwrap_or(path).to_owned();
                let page = PublishedPage {
                    origin: PageOrigin::Download,
                    title: name,
                    text: xxh3_64(content.whole()),
                };
                publication.addresses.insert(Route::new(path), page);
            }
        }
        publication
    }

    /// All that a library holds: in a preview that shows drafts, these too.
    pub(crate) fn of_all(library: &Library) -> Self {
        Self::of_documents(library, |_| true)
    }

    fn of_documents(library: &Library, is_wanted: impl Fn(&Document) -> bool) -> Self {
        let mut addresses = BTreeMap::new();
        for entry in library.entries().iter().filter(|entry| is_wanted(&entry.document)) {
            let document = &entry.document;
            let body = document.body_text().trim();
            let page = |origin| PublishedPage {
                origin,
                title: wellread_model::in_one_line(entry.title()),
                text: if body.is_empty() { 0 } else { xxh3_64(body.as_bytes()) },
            };
            let origin = match document.origin {
                Origin::File => PageOrigin::File,
                Origin::Implied => PageOrigin::Implied,
                // Its file has errors, so nothing of this is recorded.
                Origin::Unread => continue,
            };
            addresses.insert(entry.route.clone(), page(origin));
            for old in &entry.redirects {
                addresses.entry(old.value.clone()).or_insert_with(|| page(PageOrigin::OldAddress));
            }
        }
        Self { addresses, lost: BTreeMap::new() }
    }

    /// The pages, old addresses and downloads left out, at addresses of which `other` has nothing,
    /// by address. The home page is there in any case: its text is only a part of it.
    pub fn pages_without<'a>(
        &'a self,
        other: &'a Self,
    ) -> impl Iterator<Item = (&'a Route, &'a PublishedPage)> {
        self.addresses.iter().filter(|(route, page)| {
            let is_page = !matches!(page.origin, PageOrigin::OldAddress | PageOrigin::Download)
                && route.as_str() != address::HOME;
            is_page && !other.addresses.contains_key(*route)
        })
    }
}

/// Whether people link to a file by itself. Images and what else a page is made of go with the
/// page, and a file without an extension, such as `CNAME`, is for the web host.
fn is_download(path: &str) -> bool {
    !split_extension(path).1.is_empty()
        && !has_extension(path, &IMAGE_EXTENSIONS)
        && !has_extension(path, &PAGE_PART_EXTENSIONS)
}
