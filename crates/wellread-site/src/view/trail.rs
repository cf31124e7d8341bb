//! The trail of a page: the pages above it, from the home page down. Templates show it as
//! breadcrumbs, and the structured data says it again for search engines.

use wellread_model::{Route, address};

use super::page_spec::PageKind;
use super::views::Views;

/// A page above another one.
#[derive(Debug)]
pub(super) struct Crumb {
    /// What it is called there.
    pub(super) title: String,
    /// Its address.
    pub(super) route: Route,
}

impl Views {
    /// The trail of a page without the page itself.
    pub(super) fn trail(&self, kind: PageKind) -> Vec<Crumb> {
        // The home page is where the trail begins; the other two aren't in any place.
        if matches!(kind, PageKind::Home | PageKind::NotFound | PageKind::Redirect { .. }) {
            return Vec::new();
        }
        let home =
            Crumb { title: self.library.settings.title.clone(), route: Route::new(address::HOME) };
        // A list isn't above itself.
        let list = match kind {
            PageKind::Entry { .. } | PageKind::Facet { .. } | PageKind::MakePacket => {
                kind.section(&self.library).and_then(|section| {
                    let title = self.text.get(&format!("{}_title", section.folder())).to_owned();
                    Some(Crumb { title, route: Route::new(address::list(section)?) })
                })
            }
            _ => None,
        };
        std::iter::once(home).chain(list).collect()
    }
}
