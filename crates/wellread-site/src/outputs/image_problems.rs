//! What is wrong with an image, in the words of staff. `file_problems.rs` asks here first.

use wellread_content::SourceFile;
use wellread_model::media::{
    IMAGE_EXTENSIONS, UNSHOWN_EXTENSIONS, has_extension, save_as_help, split_extension,
};
use wellread_model::{Diagnostic, Place, SourcePath, size_in_words};

use crate::image::{Dimensions, ImageFormat, Inspection, dimensions, has_script};

/// With this, staff accept that images of `static/` are published with their metadata.
pub(crate) const METADATA: &str = "picture-metadata";

/// An image of more bytes than this is reported. On a weak phone connection (1.6 Mbit/s) it takes
/// two and a half seconds.
const LARGE: usize = 500_000;

/// No image is shorter, in bytes. A file with less in it is one that someone put there on purpose
/// until the real one comes.
pub(super) const SHORTEST: usize = 32;

/// The problem of a file, if it has one. `place` is where the file is used, or the file.
pub(super) fn find(
    path: &SourcePath,
    source: &SourceFile,
    inspection: &Inspection,
    place: Place,
) -> Option<Diagnostic> {
    let bytes = source.bytes();
    let name = path.file_name();
    let is_image = has_extension(name, &IMAGE_EXTENSIONS);
    match inspection.format {
        Some(ImageFormat::Video) if !is_image => return None,
        Some(ImageFormat::Heic | ImageFormat::Tiff | ImageFormat::Bmp) => {
            return (is_image || has_extension(name, &UNSHOWN_EXTENSIONS))
                .then(|| not_shown(name, inspection.format, place));
        }
        None | Some(ImageFormat::Video) if is_image => return no_image(name, bytes, place),
        _ => {}
    }
    if has_extension(name, &UNSHOWN_EXTENSIONS) {
        return Some(not_shown(name, None, place));
    }
    if inspection.is_cut_off {
        let message = format!("The picture `{name}` is damaged: the end of it is missing.");
        let help = "Copy it once more from where you have it, or open it and save it again.";
        return Some(Diagnostic::warning("damaged-picture", place, message).help(help));
    }
    if inspection.format == Some(ImageFormat::Svg) && has_script(bytes) {
        let message = format!(
            "The picture `{name}` has a script in it. Whoever opens the picture by itself runs it."
        );
        let help = "Open it in a drawing program, and export it as a .png picture or as plain SVG.";
        return Some(Diagnostic::warning("picture-with-script", place, message).help(help));
    }
    (bytes.len() > LARGE && inspection.format.is_some()).then(|| large(name, bytes, place))
}

/// An image that takes long to arrive.
fn large(name: &str, bytes: &[u8], place: Place) -> Diagnostic {
    let size = size_in_words(bytes.len());
    let message = format!("The picture `{name}` is {size}, for which families on a phone wait.");
    let (_, extension) = split_extension(name);
    let help = match extension.to_lowercase().as_str() {
        "svg" => {
            "Below 500 KB is good. A drawing of this size is rarely made of lines: open it, and \
                  export it as a .png picture that is 1600 pixels wide."
                .to_owned()
        }
        "gif" => {
            "Below 500 KB is good. If it moves, make it shorter or smaller; if not, save it as \
                  a .png picture."
                .to_owned()
        }
        _ => {
            let wide = |Dimensions { width, height }| width.max(height) > 1600;
            let smaller = match dimensions(bytes).filter(|&size| wide(size)) {
                Some(Dimensions { width, height }) => {
                    format!(
                        "It has {width} × {height} pixels; 1600 on the longer side are enough. "
                    )
                }
                None => String::new(),
            };
            format!(
                "Below 500 KB is good. {smaller}On Windows, open it in Photos, and choose Resize; on a \
                 Mac, open it in Preview, and choose Tools > Adjust Size. Save a photo as .jpg, with a \
                 quality of about 80%."
            )
        }
    };
    Diagnostic::warning("large-picture", place, message).help(help)
}

/// An image of a format that browsers don't show, whatever its name says.
fn not_shown(name: &str, format: Option<ImageFormat>, place: Place) -> Diagnostic {
    let is_misnamed = has_extension(name, &IMAGE_EXTENSIONS);
    let format = match format {
        Some(ImageFormat::Heic) => "a HEIC picture",
        Some(ImageFormat::Tiff) => "a TIFF picture",
        Some(ImageFormat::Bmp) => "a BMP picture",
        _ => "a kind of picture",
    };
    let message = if is_misnamed {
        format!("`{name}` is {format} in spite of its name, and most browsers do not show it.")
    } else {
        format!("`{name}` is {format} that most browsers do not show.")
    };
    let help = if is_misnamed {
        let (stem, _) = split_extension(name);
        format!(
            "On Windows, open it in Photos, choose Save as and the type JPG; on a Mac, open it in \
             Preview, choose File > Export and the format JPEG. Save it as `{stem}.jpg`, in place of \
             this file."
        )
    } else {
        save_as_help(name)
    };
    Diagnostic::warning("picture-format", place, message).help(help)
}

/// A file that is named like an image and is not one.
fn no_image(name: &str, bytes: &[u8], place: Place) -> Option<Diagnostic> {
    let starts = |start: &[u8]| bytes.trim_ascii_start().starts_with(start);
    let what = if bytes.is_empty() {
        "is empty"
    } else if starts(b"%PDF") {
        "is a PDF file, not a picture"
    } else if starts(b"<") {
        // What a browser saves when an image was on a page that wanted a password.
        "is a web page or a damaged drawing, not a picture"
    } else if bytes.len() >= SHORTEST {
        "is damaged, or no picture"
    } else {
        return None;
    };
    let message = format!("`{name}` {what}, and browsers show nothing.");
    let help = "Copy the picture once more from where you have it, or open it in a program for \
                pictures and save it again.";
    Some(Diagnostic::warning("damaged-picture", place, message).help(help))
}

/// An image of `static/` that is published with its metadata, as the settings say.
pub(super) fn metadata(path: SourcePath) -> Diagnostic {
    let message = "This picture is published with what cameras and programs wrote into it, such as \
                   the place and the time.";
    Diagnostic::warning(METADATA, Place::file(path), message)
}
