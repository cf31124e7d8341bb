//! The theme's static files as pages know them: by name, with the address under which each is
//! published. `outputs/assets.rs` publishes them.

use std::collections::BTreeMap;

use wellread_model::Route;

use crate::image::Dimensions;

/// What pages load from the theme.
#[derive(Debug, Default, Hash)]
pub(crate) struct Assets {
    /// Addresses of static files by name, relative to the site's root. Stylesheets, scripts, fonts
    /// and icons have a hash of their content in the address, so it changes whenever they do.
    pub(crate) routes: BTreeMap<String, Route>,
    /// The logo that `site.toml` names.
    pub(crate) logo: Option<Logo>,
}

/// The logo of a hub, a file of `static/`.
#[derive(Debug, Hash)]
pub(crate) struct Logo {
    /// Where it is published.
    pub(crate) route: Route,
    /// In pixels, if its format is known.
    pub(crate) size: Option<Dimensions>,
}
