//! A link to a page that is not the hub's own.

use crate::{Date, Place};

/// A place of a hub that links to another site.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OutsideLink {
    /// The address, as pages have it.
    pub url: String,
    /// Where it is written: the whole link, or the value of a key.
    pub place: Place,
    /// The day on which a person last looked at what the place says, as far as its file says.
    pub last_verified: Option<Date>,
    /// Whether `checked` is the key by which staff say so there. `reviewed` says so as well, but is
    /// about much more than a link.
    pub has_checked_key: bool,
}
