//! A document that is not published, as far as messages need it: a draft, or an article of a later
//! day.

use crate::{Date, Kind, Place, Route, Slug, address};

/// A document that exists and is not published. Front matter may name it already: the reference
/// shows on the day it appears.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Hidden {
    /// Its kind.
    pub kind: Kind,
    /// Its name in URLs, once it is published.
    pub slug: Slug,
    /// Its title.
    pub title: String,
    /// Its file.
    pub place: Place,
    /// The day on which it will be published; `None` for a draft.
    pub until: Option<Date>,
    /// The last day that its author has written in it, such as that of a change or a review.
    pub last_dated: Option<Date>,
    /// The people who look after it, by the names that its author wrote.
    pub people: Vec<String>,
}

impl Hidden {
    /// Where it will be on the site.
    #[must_use]
    pub fn route(&self) -> Route {
        address::entry(self.kind, &self.slug)
    }
}
