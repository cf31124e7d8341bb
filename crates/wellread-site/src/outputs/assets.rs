//! The static files of the theme, and the logo.
//!
//! The theme's files get names that hold a hash of their content, such as `style.1a2b3c4d.css`, so
//! that browsers can cache them for a year and still load a new version at once. Files of the hub
//! keep their names, since other websites, letters and posters may refer to them.

use std::collections::BTreeMap;
use std::sync::Arc;

use wellread_content::Sources;
use wellread_model::media::{IMAGE_EXTENSIONS, has_extension};
use wellread_model::url::join;
use wellread_model::{Diagnostic, Library, Place, Route, SourcePath, address};
use xxhash_rust::xxh3::xxh3_64;

use crate::image::dimensions;
use crate::outputs::files::{SiteFile, SiteFiles};
use crate::theme::{AccentError, Assets, Logo, StaticFile, Theme, css};

/// Adds the theme's files under their hashed names, and finds the logo. Where stylesheets refer to
/// other files of the theme, they get the new names.
pub(crate) fn publish(
    library: &Library,
    sources: &Sources,
    theme: &Theme,
    files: &mut SiteFiles,
    diagnostics: &mut Vec<Diagnostic>,
) -> Assets {
    let mut assets = Assets::default();
    // Stylesheets come last: their content, and so their hash, holds the names of the other files.
    let (sheets, others): (Vec<_>, Vec<_>) =
        theme.files.iter().partition(|(name, _)| name.ends_with(".css"));
    for (name, file) in others {
        add(&mut assets, files, name, Arc::clone(&file.bytes));
    }
    for (name, sheet) in sheets {
        let mut text = with_new_names(sheet, &assets.routes);
        // At the end of the sheet, so that it overrides the theme's own `--accent`.
        if name == "style.css" {
            text.push_str(&accent(library, diagnostics));
        }
        add(&mut assets, files, name, Arc::from(text.into_bytes()));
    }
    assets.logo = logo(library, sources, diagnostics);
    assets
}

/// A stylesheet that refers to files of the theme by the names under which they are published, as
/// far as `routes` has these: a stylesheet that comes later has no name yet.
fn with_new_names(sheet: &StaticFile, routes: &BTreeMap<String, Route>) -> String {
    let css = String::from_utf8_lossy(&sheet.bytes);
    let mut text = String::with_capacity(css.len());
    let mut end = 0;
    for range in &sheet.addresses {
        // All files of the theme are in one folder, so a relative URL is the name alone.
        let Some(route) = routes.get(css[range.clone()].trim_end()) else { continue };
        text.push_str(&css[end..range.start]);
        text.push_str(route.as_str().rsplit('/').next().unwrap_or_default());
        end = range.end;
    }
    text.push_str(&css[end..]);
    text
}

/// Adds a file of the theme as `assets/<stem>.<hash>.<extension>`. 32 bits of hash are plenty to
/// tell the few versions of one file apart.
fn add(assets: &mut Assets, files: &mut SiteFiles, name: &str, bytes: Arc<[u8]>) {
    let hash = xxh3_64(&bytes) as u32;
    let named = match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{}{stem}.{hash:08x}.{extension}", address::ASSETS),
        None => format!("{}{name}.{hash:08x}", address::ASSETS),
    };
    files.add(named.clone(), SiteFile::Named(bytes));
    assets.routes.insert(name.to_owned(), Route::new(named));
}

/// The CSS for the accent in `site.toml`; empty if there is none, or if it can't be used, which is
/// reported.
fn accent(library: &Library, diagnostics: &mut Vec<Diagnostic>) -> String {
    let Some(accent) = &library.settings.accent else { return String::new() };
    let place = Place::at(SourcePath::settings(), accent.span);
    match css(&accent.value) {
        Ok(css) => return css,
        Err(AccentError::NotAColor) => {
            let meant = format!("#{}", accent.value.trim().trim_start_matches('#'));
            let help = match css(&meant) {
                Err(AccentError::NotAColor) => {
                    "Write # and six digits, such as #1f5f5b.".to_owned()
                }
                _ => format!("Write  accent = \"{meant}\""),
            };
            let message = format!("`{}` is not a color.", accent.value);
            diagnostics.push(Diagnostic::error("accent", place, message).help(help));
        }
        Err(AccentError::TooPale(better)) => diagnostics.push(
            Diagnostic::error(
                "accent",
                place,
                format!("`{}` is too pale to be read on the page.", accent.value),
            )
            .help(format!("The nearest color with enough contrast is {better}.")),
        ),
    }
    String::new()
}

/// The address of the logo in `site.toml`, and its size in pixels. A path that leads to no file of
/// `static/` is reported.
fn logo(library: &Library, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) -> Option<Logo> {
    let logo = library.settings.logo.as_ref()?;
    let place = || Place::at(SourcePath::settings(), logo.span);
    let statics = sources.statics();
    // `join` refuses a path that leads out of the folder, also to a file of the hub: only what is
    // in `static/` is published.
    let path = join("", &logo.value);
    let Some((path, source)) = path.as_deref().and_then(|path| statics.find(path)) else {
        let message = format!("There is no picture `{}` in the folder static/.", logo.value);
        let help = statics.suggest_image(&logo.value).map_or_else(
            || "Put the logo in the folder static/ and write its name here.".to_owned(),
            |near| format!("Did you mean `{}`?", statics.relative(&near)),
        );
        diagnostics.push(Diagnostic::error("missing-picture", place(), message).help(help));
        return None;
    };
    if !has_extension(path.as_str(), &IMAGE_EXTENSIONS) {
        let message = format!("`{}` is not a picture.", logo.value);
        let help = format!("The names of pictures end in .{}.", IMAGE_EXTENSIONS.join(", ."));
        diagnostics.push(Diagnostic::error("not-a-picture", place(), message).help(help));
        return None;
    }
    Some(Logo { route: Route::new(statics.relative(path)), size: dimensions(source.bytes()) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::published;

    #[test]
    fn stylesheets_name_files_as_they_are_published() {
        let routes: BTreeMap<String, Route> =
            [("a.png", "assets/a.1.png"), ("b.css", "assets/b.2.css")]
                .map(|(name, route)| (name.to_owned(), Route::new(route.to_owned())))
                .into();
        let new =
            |css: &str| with_new_names(&published("x.css", Arc::from(css.as_bytes())), &routes);
        let changed = [
            ("a{b:url(a.png)}", "a{b:url(a.1.png)}"),
            ("a{b:url( 'a.png' )}", "a{b:url( 'a.1.png' )}"),
            ("a{b:URL(a.png),url(\"a.png\")}", "a{b:URL(a.1.png),url(\"a.1.png\")}"),
            ("@import \"b.css\";", "@import \"b.2.css\";"),
            ("/* url(a.png) */a{}", "a{}"),
        ];
        for (css, expected) in changed {
            assert_eq!(new(css), expected);
        }
        // In another folder, not of the theme, in a text, without an end.
        for same in
            ["a{b:url(x/a.png)}", "a{b:url(c.png)}", "a{content:\"url(a.png)\"}", "a{b:url("]
        {
            assert_eq!(new(same), same);
        }
    }
}
