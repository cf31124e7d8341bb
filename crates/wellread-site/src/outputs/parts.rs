//! What the files of a site are made of: the values that all outputs read, once the hub is
//! rendered.

use wellread_content::Sources;

use crate::theme::Assets;
use crate::view::{PageSpec, Views};

/// What the files of a site are made of.
#[derive(Clone, Copy)]
pub(crate) struct SiteParts<'a> {
    /// The files of the hub. Some are copied, and outputs may have their names.
    pub(crate) sources: &'a Sources,
    /// The entries, and what pages show of them.
    pub(crate) views: &'a Views,
    /// All pages of the site, in the order in which they are numbered.
    pub(crate) specs: &'a [PageSpec],
    /// The static files of the theme.
    pub(crate) assets: &'a Assets,
}
