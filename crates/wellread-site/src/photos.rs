//! The photos of people: the file that each names, where it is served, and its size.

use std::collections::BTreeMap;

use wellread_content::Sources;
use wellread_model::media::{IMAGE_EXTENSIONS, has_extension};
use wellread_model::url::has_web_scheme;
use wellread_model::{Diagnostic, EntryId, Kind, Library, Place, Route, SourcePath, Spanned};

use crate::image::{Dimensions, dimensions};
use crate::markdown::media_route;

/// The photo of a person.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Photo {
    /// The file.
    pub(crate) file: SourcePath,
    /// Where it is served.
    pub(crate) route: Route,
    /// Its size, upright.
    pub(crate) size: Dimensions,
    /// Where the person's file names it.
    pub(crate) place: Place,
}

/// The photos of all people. One that cannot be shown is reported.
pub(crate) fn photos(
    library: &Library,
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<EntryId, Photo> {
    let mut photos = BTreeMap::new();
    for (id, entry) in library.of_kind(Kind::Person) {
        let Some(name) = entry.person().and_then(|person| person.photo.as_ref()) else { continue };
        match photo(name, &entry.document.source, sources) {
            Ok(photo) => {
                photos.insert(id, photo);
            }
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    photos
}

/// The photo that a person's file names: a file next to it or, after a slash, in `static/`.
fn photo(
    name: &Spanned<String>,
    person: &SourcePath,
    sources: &Sources,
) -> Result<Photo, Box<Diagnostic>> {
    let place = Place::at(person.clone(), name.span);
    let error = |code: &'static str, message: String, help: String| {
        Box::new(Diagnostic::error(code, place.clone(), message).help(help))
    };
    let written = &name.value;
    if has_web_scheme(written) {
        return Err(error(
            "picture-elsewhere",
            "This photo comes from another site, which would learn of every visit.".to_owned(),
            "Save it next to this file and write its name here, such as  photo: ana.jpg".to_owned(),
        ));
    }
    let file = match written.strip_prefix('/') {
        Some(name) => Some(SourcePath::new(&format!("static/{name}"))),
        None => person.join(written),
    };
    let found = file.and_then(|file| Some((sources.get(&file)?, file)));
    let Some((source, file)) = found else {
        let help = sources.suggest_image(person, written).map_or_else(
            || "Put the picture next to this file and write its name here.".to_owned(),
            |near| format!("Did you mean {}?", near.file_name()),
        );
        return Err(error("missing-picture", format!("There is no picture `{written}`."), help));
    };
    let size = dimensions(source.bytes()).filter(|_| has_extension(written, &IMAGE_EXTENSIONS));
    let Some(size) = size else {
        let help = if has_extension(written, &IMAGE_EXTENSIONS) {
            "Copy it once more from where you have it.".to_owned()
        } else {
            format!("The names of pictures end in .{}.", IMAGE_EXTENSIONS.join(", ."))
        };
        return Err(error("not-a-picture", format!("`{written}` is not a picture."), help));
    };
    let route = match file.in_static() {
        Some(name) => Route::new(name),
        None => media_route(&file),
    };
    Ok(Photo { file, route, size, place })
}
