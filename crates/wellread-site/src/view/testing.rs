//! Small hubs for the tests of views.

use std::collections::BTreeMap;

use wellread_content::{BuildOptions, SourceFile, Sources};
use wellread_model::{Date, SourcePath};

use super::Views;
use crate::cache::BuildCache;
use crate::rendered::{RenderedHub, render_hub};

/// The views of a hub at `https://example.org/hub/` that has these files, as paths and texts.
pub(crate) fn views_of(files: &[(&str, &str)]) -> Views {
    let settings = ("site.toml", "title = \"Hub\"\nbase_url = \"https://example.org/hub/\"\n");
    let files: BTreeMap<SourcePath, SourceFile> = [settings]
        .iter()
        .chain(files)
        .map(|(path, text)| {
            (SourcePath::new(path), SourceFile::new(text.as_bytes().to_vec(), true))
        })
        .collect();
    let options = BuildOptions { today: Date::constant(2026, 11, 26), drafts: false };
    let sources = Sources::new(files, Vec::new());
    let mut diagnostics = Vec::new();
    let rendered = render_hub(&sources, options, &mut BuildCache::default(), &mut diagnostics);
    let RenderedHub { hub, text, bodies, .. } = rendered.expect("the settings are whole");
    Views::new(hub.library, bodies, text, options.drafts)
}
