//! The hub's own images, videos and downloads: which are published, what of each, and what is wrong
//! with them.
//!
//! A file next to a page is published if a page uses it; one of `static/` always is. Images lose
//! their metadata on the way ([`crate::image`]); any other file stays as it is.

use std::collections::{BTreeMap, BTreeSet};

use wellread_content::{SourceFile, Sources};
use wellread_model::media::{CAPTIONS_EXTENSION, has_extension};
use wellread_model::{Diagnostic, Place, Settings, SourcePath};

use crate::cache::{BuildCache, InspectedFile};
use crate::markdown::{MediaUse, media_route};
use crate::outputs::file_problems;
use crate::outputs::files::{CopiedContent, SiteFiles};
use crate::outputs::image_problems::{self, METADATA};
use crate::view::Views;

/// Extensions of word processors, whose files may hold what was meant as a page.
const TEXT_DOCUMENTS: [&str; 3] = ["doc", "docx", "txt"];

/// The files of `content/` that published bodies and people use, each with the first place that
/// does.
type UsedFiles = BTreeMap<SourcePath, Place>;

/// Adds the images and downloads that published bodies use, and no others: a file that only a draft
/// uses stays private. Then adds the files of `static/` at the paths that they have there. What is
/// wrong with any of them is reported, and so is a file that nothing uses.
pub(crate) fn add(
    sources: &Sources,
    views: &Views,
    cache: &mut BuildCache,
    files: &mut SiteFiles,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let used = used(views);
    let statics = sources.statics();
    let used_files = used.keys().filter_map(|path| Some((path, sources.get(path)?)));
    let all = used_files.chain(statics.iter()).map(|(path, file)| (path.clone(), file.clone()));
    let inspected = cache.inspect(all.collect());
    for (path, source) in used.keys().filter_map(|path| Some((path, sources.get(path)?))) {
        let Some(file) = inspected.get(path) else { continue };
        files.add_from(media_route(path).output_path(), cleaned(source, file), path, diagnostics);
        diagnostics.extend(file_problems::find(path, source, &file.inspection, &used[path]));
    }
    let keeps_metadata = keeps_metadata(&views.library.settings);
    for (path, source) in statics.iter() {
        let Some(file) = inspected.get(path) else { continue };
        let name = statics.relative(path).to_owned();
        if keeps_metadata && file.inspection.pieces.is_some() {
            files.add_from(name, CopiedContent::Whole(source.shared()), path, diagnostics);
            diagnostics.push(image_problems::metadata(path.clone()));
        } else {
            files.add_from(name, cleaned(source, file), path, diagnostics);
        }
        let place = Place::file(path.clone());
        diagnostics.extend(file_problems::find(path, source, &file.inspection, &place));
    }
    report_unused(sources, views, &used, diagnostics);
}

/// The files next to pages that published bodies and people use, each with the first place.
fn used(views: &Views) -> UsedFiles {
    let mut used = UsedFiles::new();
    for ((_, entry), body) in views.library.iter().zip(&views.bodies) {
        for MediaUse { file, span } in &body.media {
            let place = || Place::at(entry.document.source.clone(), *span);
            used.entry(file.clone()).or_insert_with(place);
        }
    }
    // Those of `static/` are published anyway.
    let photos = views.photos.values().filter(|photo| photo.file.as_str().starts_with("content/"));
    for photo in photos {
        used.entry(photo.file.clone()).or_insert_with(|| photo.place.clone());
    }
    used
}

/// What is published of a file.
fn cleaned(source: &SourceFile, file: &InspectedFile) -> CopiedContent {
    if file.inspection.pieces.is_none() {
        return CopiedContent::Whole(source.shared());
    }
    CopiedContent::Cleaned { whole: source.shared(), file: file.clone() }
}

/// Whether staff have decided that images of `static/` are published with their metadata.
fn keeps_metadata(settings: &Settings) -> bool {
    settings.accept.iter().any(|code| code.value == METADATA)
}

/// Reports the files next to pages that nothing uses.
fn report_unused(
    sources: &Sources,
    views: &Views,
    used: &UsedFiles,
    diagnostics: &mut Vec<Diagnostic>,
) {
    // The body of an entry that isn't published isn't rendered, so what it uses is unknown. All
    // files next to it get the benefit of the doubt.
    let hidden = views.library.hidden().iter();
    let doubtful: BTreeSet<&str> = hidden.map(|hidden| hidden.place.file.folder()).collect();
    let content = sources.content();
    for (path, _) in content.iter().filter(|(path, _)| !path.is_markdown()) {
        if !used.contains_key(path) && !doubtful.contains(path.folder()) {
            let message = "No page uses this file, so it is not published.";
            let help = if has_extension(path.as_str(), &[CAPTIONS_EXTENSION]) {
                "Captions have the name of their video: `talk.vtt` next to `talk.mp4`, in another \
                 language `talk.es.vtt`. Rename it, or delete it."
            } else if has_extension(path.as_str(), &TEXT_DOCUMENTS) {
                "If families should download it, link to it. If it is the text of a page, copy the \
                 text into a file whose name ends with .md, and delete this one."
            } else {
                "Show it on a page, link to it, or delete it."
            };
            diagnostics.push(
                Diagnostic::warning("unused-file", Place::file(path.clone()), message).help(help),
            );
        }
    }
}
