//! Files of a theme that nothing uses, though their author believes so: a template of a name that
//! no page has, or a file next to the folders that a theme consists of.

use std::collections::BTreeSet;

use wellread_content::SourceFolder;
use wellread_model::media::has_extension;
use wellread_model::{Diagnostic, Place, SourcePath, nearest};

use super::embedded::DEFAULT_THEME;

/// Extensions of files that someone meant to be a part of the theme, wherever they lie.
const MEANT: [&str; 4] = ["html", "css", "js", "toml"];

/// Reports them in the folders of the hub's themes.
pub(super) fn check(folders: &[SourceFolder<'_>], diagnostics: &mut Vec<Diagnostic>) {
    let pages: BTreeSet<&str> =
        DEFAULT_THEME.iter().filter_map(|(name, _)| name.strip_prefix("templates/")).collect();
    let mut templates: Vec<(&str, &SourcePath, &str)> = Vec::new();
    for folder in folders {
        for (path, source) in folder.iter() {
            let name = folder.relative(path);
            if let Some(name) = name.strip_prefix("templates/") {
                templates.extend(source.text().map(|text| (name, path, &**text)));
            } else if !is_in_theme(name) && has_extension(name, &MEANT) {
                diagnostics.push(outside(path, name));
            }
        }
    }
    // Everything that is in quotation marks in a template may be the name of another. That is
    // more than those that are extended or included, and never less.
    let named: BTreeSet<&str> = templates
        .iter()
        .flat_map(|(own, _, text)| parts_between_quotes(text).filter(move |name| name != own))
        .collect();
    for (name, path, text) in &templates {
        // Components are used by their own names.
        let has_components = ["% component ", "%- component "].iter().any(|tag| text.contains(tag));
        let is_used = pages.contains(name) || named.contains(name) || has_components;
        if !is_used {
            diagnostics.push(unused(name, path, &pages));
        }
    }
}

/// Whether a file is in one of the folders that a theme consists of.
fn is_in_theme(name: &str) -> bool {
    ["templates/", "static/", "text/"].iter().any(|folder| name.starts_with(folder))
}

/// The texts between quotation marks of either kind, and those between two of them.
fn parts_between_quotes(text: &str) -> impl Iterator<Item = &str> {
    text.split(['"', '\''])
}

/// Warns of a template that nothing uses, with the nearest name that pages ask for.
fn unused(name: &str, path: &SourcePath, pages: &BTreeSet<&str>) -> Diagnostic {
    let help = nearest(name, pages.iter().copied()).map_or_else(
        || "Extend or include it in a template that is used, or delete it.".to_owned(),
        |near| format!("Did you mean {near}? Rename the file, or delete it."),
    );
    let message = format!("No page and no other template uses the template {name}.");
    Diagnostic::warning("unused-template", Place::file(path.clone()), message).help(help)
}

/// Warns of a file next to the folders that a theme consists of, where nothing reads it.
fn outside(path: &SourcePath, name: &str) -> Diagnostic {
    let file = name.rsplit('/').next().unwrap_or(name);
    let folder = if has_extension(file, &["html"]) {
        "templates"
    } else if has_extension(file, &["toml"]) {
        "text"
    } else {
        "static"
    };
    let message = "Of a theme, only the folders templates/, static/ and text/ are used.";
    let help = format!("Move this file to {folder}/{file}, or delete it.");
    Diagnostic::warning("unused-template", Place::file(path.clone()), message).help(help)
}
