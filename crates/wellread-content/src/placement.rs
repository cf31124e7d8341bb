//! What a file below `content/` is, by its folder and its name alone.
//!
//! The folder decides the kind, the name of the file becomes the slug. Nothing is configured: staff
//! who find a file can tell its URL, and the other way around.

use wellread_model::media::{
    DOWNLOAD_EXTENSIONS, IMAGE_EXTENSIONS, MARKDOWN_EXTENSION, Recording, UNSHOWN_EXTENSIONS,
    has_extension, save_as_help, split_extension,
};
use wellread_model::{Diagnostic, Kind, Place, Slug, SourcePath, nearest};

use crate::copy_names::original_names;

/// What a file is.
#[derive(Debug)]
pub(crate) enum Placement {
    /// A document that becomes an entry.
    Document(Kind, Slug),
    /// An image or a download, which is published if a page uses it.
    Media,
}

/// Finds out what a file of `content/` is:
///
/// - `content/FOLDER/name.md` is a document, as is `content/FOLDER/name/index.md`; articles, terms and
///   resources may be in folders below that one, which are only for those who sort them;
/// - an image or a download may be anywhere below the folder of a kind;
/// - anything else is an error.
///
/// # Errors
/// A diagnostic for a file that would silently be missing from the site otherwise.
pub(crate) fn placement(path: &SourcePath) -> Result<Placement, Box<Diagnostic>> {
    let below_content = path.as_str().split_once('/').map_or("", |(_, rest)| rest);
    let Some((folder, rest)) = below_content.split_once('/') else {
        let help = format!("Move it into one of the folders {}.", folders().join(", "));
        return Err(stray(path, "Files directly in content/ are not used.", help));
    };
    let Some(kind) = Kind::from_folder(folder) else {
        // `article/` for `articles/` is the usual case.
        let help = nearest(folder, folders()).map_or_else(
            || match original_names(folder).iter().find(|one| folders().contains(&one.name)) {
                Some(original) => format!(
                    "It looks like a copy of content/{}/. Keep what is right in one of the two, and \
                     delete this one.",
                    original.name
                ),
                None => format!("The folders are {}.", folders().join(", ")),
            },
            |near| format!("Did you mean content/{near}/?"),
        );
        return Err(stray(
            path,
            format!("The folder content/{folder}/ is not one that Wellread knows."),
            help,
        ));
    };
    let (_, extension) = split_extension(path.as_str());
    if !path.is_markdown() {
        return media(path, &extension.to_lowercase());
    }
    if is_hidden_markdown(path) {
        let message =
            "The name of this file ends with .md twice, and so would the address of its page.";
        return Err(stray(path, message, format!("Rename it to `{}`.", document_name(path))));
    }
    let slug = Slug::new(slug_source(path, kind, rest)?);
    slug.map(|slug| Placement::Document(kind, slug)).ok_or_else(|| {
        let message =
            "The name of this file has no letter or digit, and the address of a page needs one.";
        let help = "Rename it, for example to what-is-an-iep.md.";
        Box::new(Diagnostic::error("no-slug", Place::file(path.clone()), message).help(help))
    })
}

/// The folder directly below `content/` that a file is in, if it is not the folder of a kind.
pub(crate) fn unknown_folder(path: &SourcePath) -> Option<&str> {
    let (folder, _) = path.as_str().strip_prefix("content/")?.split_once('/')?;
    Kind::from_folder(folder).is_none().then_some(folder)
}

/// A file that is not a document: an image or download, or something to warn of. `extension` is in
/// lower case.
fn media(path: &SourcePath, extension: &str) -> Result<Placement, Box<Diagnostic>> {
    let is_media = has_extension(path.file_name(), &IMAGE_EXTENSIONS)
        || has_extension(path.file_name(), &DOWNLOAD_EXTENSIONS);
    if is_media && !is_hidden_markdown(path) {
        return Ok(Placement::Media);
    }
    if has_extension(path.file_name(), &UNSHOWN_EXTENSIONS) {
        let message = format!("Most browsers do not show a .{extension} picture.");
        return Err(stray(path, message, save_as_help(path.file_name())));
    }
    if let Some(recording) = Recording::of_unplayed(path.file_name()) {
        let message = format!("Most browsers do not play a .{extension} {}.", recording.noun());
        return Err(stray(path, message, recording.save_as_help(path.file_name())));
    }
    let name = document_name(path);
    let rename = format!("Rename it to `{name}`.");
    let help = match extension {
        // Notepad adds its own extension, and Windows shows neither.
        _ if is_hidden_markdown(path) => &rename,
        "markdown" | "mdown" | "mkd" | "mdx" => &rename,
        "odt" | "rtf" | "pages" | "html" | "htm" => {
            "Copy its text into a file whose name ends with .md, or delete it."
        }
        "srt" | "sbv" | "ass" | "ssa" => &format!(
            "If these are captions, save them as `{}.vtt`, which browsers read: the first line is \
             WEBVTT, the second is empty, and times have a period before the milliseconds, as in \
             00:01:02.500 --> 00:01:05.000",
            split_extension(path.as_str()).0
        ),
        "" => &format!("If it is a page, rename it to `{name}`. Otherwise delete it."),
        "gdoc" | "gsheet" | "webloc" | "url" | "lnk" => {
            "It only leads to a file elsewhere. Save the text itself as a file whose name ends with \
             .md, or a copy for families as a PDF, and delete this one."
        }
        _ => "Delete it, or move it to the folder static/, which is copied as it is.",
    };
    Err(stray(path, "Wellread does not know what to do with this kind of file here.", help))
}

/// Whether a second extension hides that of a document: `plan.md.txt`.
fn is_hidden_markdown(path: &SourcePath) -> bool {
    has_extension(split_extension(path.as_str()).0, &[MARKDOWN_EXTENSION])
}

/// The name under which a file becomes a document.
fn document_name(path: &SourcePath) -> String {
    let (stem, _) = split_extension(path.as_str());
    let stem = if is_hidden_markdown(path) { split_extension(stem).0 } else { stem };
    format!("{stem}.{MARKDOWN_EXTENSION}")
}

/// A file that begins with settings, and whose name says that it is a download. Its author believes
/// that it is a page.
pub(crate) fn document_as_text(path: &SourcePath) -> Box<Diagnostic> {
    stray(
        path,
        "This file has settings at the top, as a page has, and its name says that it is not one.",
        format!("Rename it to `{}`.", document_name(path)),
    )
}

/// The part of a document's path that its slug is made of. `rest` is the path below the folder of
/// its kind.
fn slug_source<'a>(
    path: &'a SourcePath,
    kind: Kind,
    rest: &str,
) -> Result<&'a str, Box<Diagnostic>> {
    // There may be hundreds of these, which people sort into folders.
    let may_be_sorted = matches!(kind, Kind::Article | Kind::Term | Kind::Resource);
    if rest.contains('/') && !may_be_sorted {
        let help = format!("Move it up into content/{}/.", kind.folder());
        return Err(stray(path, "A .md file cannot be in a folder of its own here.", help));
    }
    Ok(folder_and_name(path).1)
}

/// The folder that a document is in, and its name there, without its extension. A document that has
/// a folder of its own for its images (`content/articles/plan/index.md`) has the name of that
/// folder.
pub(crate) fn folder_and_name(path: &SourcePath) -> (&str, &str) {
    let (stem, _) = split_extension(path.as_str());
    let folder = path.folder();
    match folder.rsplit_once('/') {
        // The folder of a kind is not a folder of one document.
        Some((above, name)) if stem == "index" && above != "content" => (above, name),
        _ => (folder, stem),
    }
}

/// The folders below `content/`, one for each kind.
fn folders() -> [&'static str; Kind::ALL.len()] {
    Kind::ALL.map(Kind::folder)
}

/// A file that does not belong where it is. It is an error and not a warning because its author
/// believes that it is on the site.
fn stray(
    path: &SourcePath,
    message: impl Into<String>,
    help: impl Into<String>,
) -> Box<Diagnostic> {
    Box::new(Diagnostic::error("stray-file", Place::file(path.clone()), message).help(help))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folder_and_name_decide() {
        let slug = |path: &str| match placement(&SourcePath::new(path)) {
            Ok(Placement::Document(kind, slug)) => Some((kind, slug.to_string())),
            _ => None,
        };
        let article = |slug: &str| Some((Kind::Article, slug.to_owned()));
        assert_eq!(slug("content/articles/Sleep.MD"), article("sleep"));
        assert_eq!(slug("content/articles/sleep/index.md"), article("sleep"));
        assert_eq!(slug("content/articles/a/b/sleep.md"), article("sleep"));
        assert_eq!(slug("content/articles/a/sleep/index.md"), article("sleep"));
        assert_eq!(slug("content/glossary/i/iep.md"), Some((Kind::Term, "iep".to_owned())));
        assert_eq!(slug("content/people/team/index.md"), None);
        assert_eq!(slug("content/pages/more/about.md"), None);
        let media = placement(&SourcePath::new("content/topics/map.PNG"));
        assert!(matches!(media, Ok(Placement::Media)));
    }
}
