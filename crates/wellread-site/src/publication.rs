//! What a site has at its addresses: as much as the next build has to know of it.
//!
//! Addresses are printed on handouts and stand in emails, so a site must not lose one without a word.
//! A build records its [`Publication`]; the next one compares it with its own (`crate::losses`).
//! Drafts, and articles of a later day, are never part of what is recorded, not even where they are
//! shown: they have no address that anyone could know.

use std::collections::BTreeMap;

use wellread_model::{Date, Document, Library, Origin, Route, address};
use xxhash_rust::xxh3::xxh3_64;

/// The addresses of a site, and what is there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Publication {
    /// By address.
    pub addresses: BTreeMap<Route, PublishedPage>,
}

/// What is at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedPage {
    /// Why the site has it.
    pub origin: PageOrigin,
    /// The title of the page; of an old address, that of the page to which it leads. In one line.
    pub title: String,
    /// A hash of the text, by which a page is recognized under another name; 0 if there is none.
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
}

impl Publication {
    /// What a library publishes on a day.
    pub(crate) fn of(library: &Library, today: Date) -> Self {
        Self::of_those(library, |document| {
            !document.draft && document.published().is_none_or(|day| day <= today)
        })
    }

    /// All that a library holds: in a preview that shows drafts, these too.
    pub(crate) fn of_all(library: &Library) -> Self {
        Self::of_those(library, |_| true)
    }

    fn of_those(library: &Library, is_wanted: impl Fn(&Document) -> bool) -> Self {
        let mut addresses = BTreeMap::new();
        for entry in library.entries().iter().filter(|entry| is_wanted(&entry.document)) {
            let document = &entry.document;
            let body = document.body_text().trim();
            let page = |origin| PublishedPage {
                origin,
                title: entry.title().split_whitespace().collect::<Vec<_>>().join(" "),
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
        Self { addresses }
    }

    /// The pages, old addresses left out, at addresses of which `other` has nothing, by address. The
    /// home page is there in any case: its text is only a part of it.
    pub fn pages_without<'a>(
        &'a self,
        other: &'a Self,
    ) -> impl Iterator<Item = (&'a Route, &'a PublishedPage)> {
        self.addresses.iter().filter(|(route, page)| {
            let is_page = page.origin != PageOrigin::OldAddress && route.as_str() != address::HOME;
            is_page && !other.addresses.contains_key(*route)
        })
    }
}
