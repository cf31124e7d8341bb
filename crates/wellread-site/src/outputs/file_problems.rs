//! What is wrong with a published file: an image, a video, sound, captions, a document.

use wellread_content::SourceFile;
use wellread_model::media::{
    CAPTIONS_EXTENSION, IMAGE_EXTENSIONS, Recording, UNSHOWN_EXTENSIONS, has_extension,
    split_extension,
};
use wellread_model::{Diagnostic, Place, SourcePath, size_in_words};

use super::captions;
use super::image_problems::{self, SHORTEST};
use crate::image::{ImageFormat, Inspection};

/// Some hosts refuse a file of more bytes: Cloudflare Pages, for one, of more than 25 MiB. The
/// limit here is a little lower, so that the message can say it in the units in which sizes are
/// shown.
const LARGE: usize = 25_000_000;

/// All problems of a file. `place` is where it is used, or the file.
pub(super) fn find(
    path: &SourcePath,
    source: &SourceFile,
    inspection: &Inspection,
    place: &Place,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    found.extend(image_problems::find(path, source, inspection, place.clone()));
    let name = path.file_name();
    if has_extension(name, &IMAGE_EXTENSIONS) {
        return found;
    }
    // Only videos hold one that is published: images lose theirs.
    found.extend(inspection.holds_place.then(|| recorded_place(name, place.clone())));
    if has_extension(name, &UNSHOWN_EXTENSIONS) {
        return found;
    }
    let bytes = source.bytes();
    if has_extension(name, &[CAPTIONS_EXTENSION]) {
        found.extend(captions::problems(path, bytes));
    } else if let Some(wrong_kind) = wrong_kind(name, bytes, inspection.format, place) {
        found.push(wrong_kind);
    } else {
        found.extend((bytes.len() > LARGE).then(|| large(name, bytes.len(), place)));
        found.extend(unplayed(name, inspection, place));
    }
    found
}

/// A video that says where it was recorded.
fn recorded_place(name: &str, place: Place) -> Diagnostic {
    let message = format!(
        "The video `{name}` says where it was recorded, and everyone who has it can read that."
    );
    let help = "Save it without the place. On an iPhone: Photos > Share > Options, and turn off \
                Location. On a Mac: open it in QuickTime Player, and choose File > Export As. \
                Elsewhere, a program such as HandBrake makes a copy without it.";
    Diagnostic::warning("place-in-video", place, message).help(help)
}

/// A recording in a format that many browsers do not play.
fn unplayed(name: &str, inspection: &Inspection, place: &Place) -> Option<Diagnostic> {
    let (message, help) = if let Some(recording) = Recording::of_unplayed(name) {
        // That of `content/` is an error already; in `static/` it may be for download.
        place.file.in_static()?;
        let message = format!("Most browsers do not play the {} `{name}`.", recording.noun());
        (message, recording.save_as_help(name))
    } else if inspection.is_hevc {
        let message = format!(
            "The video `{name}` is coded as HEVC, as phones do. Many browsers play its sound alone."
        );
        let help = "Open it in HandBrake, a free program for Windows and Mac, choose the preset Fast \
                    720p30, and save it under the same name.";
        (message, help.to_owned())
    } else {
        return None;
    };
    Some(Diagnostic::warning("media-format", place.clone(), message).help(help))
}

/// A file that a host may refuse.
fn large(name: &str, bytes: usize, place: &Place) -> Diagnostic {
    let size = size_in_words(bytes);
    let message = format!("`{name}` is {size}, and some hosts refuse files of more than 25 MB.");
    let help = match Recording::from_path(name) {
        Some(Recording::Video) => "Make it smaller: open it in HandBrake, a free program for Windows and \
                                   Mac, choose the preset Fast 480p30, and save it under the same name. \
                                   Or put it on a video site and link to it there:  \
                                   [what it is about](https://…)"
            .to_owned(),
        Some(Recording::Audio) => "Make it smaller: open it in Audacity, a free program for Windows and \
                                   Mac, and choose File > Export Audio > MP3, with 64 kbps."
            .to_owned(),
        None => match split_extension(name).1.to_ascii_lowercase().as_str() {
            "pdf" => "Make it smaller: in Word, choose File > Save As > PDF > Minimum size; on a Mac, \
                      open it in Preview and choose File > Export > Reduce File Size."
                .to_owned(),
            _ => "Make it smaller: the pictures in it are mostly larger than they need to be.".to_owned(),
        },
    };
    Diagnostic::warning("large-file", place.clone(), message).help(help)
}

/// A file whose content is not what its name says.
fn wrong_kind(
    name: &str,
    bytes: &[u8],
    format: Option<ImageFormat>,
    place: &Place,
) -> Option<Diagnostic> {
    let (_, extension) = split_extension(name);
    let extension = extension.to_ascii_lowercase();
    let kind = FileKind::detect(bytes, format);
    let starts = |start: &[u8]| bytes.starts_with(start);
    let is_one = match extension.as_str() {
        // Browsers go by the content. Only what can be none of them is reported.
        _ if Recording::from_path(name).is_some() => {
            matches!(kind, None | Some(FileKind::Video)) && !bytes.is_empty()
        }
        // What comes before is passed over by programs that read it.
        "pdf" => bytes[..bytes.len().min(1024)].windows(5).any(|five| five == b"%PDF-"),
        "docx" | "xlsx" | "pptx" => starts(b"PK"),
        // Old programs save text and web pages under these names, which Word and Excel open.
        "doc" | "xls" | "ppt" => !bytes.is_empty() && !starts(b"%PDF-") && format.is_none(),
        _ => return None,
    };
    // A short recording is one that someone put there on purpose until the real one comes: its page
    // shows a player with nothing in it. A document that cannot be opened looks like a broken site.
    let is_stand_in = Recording::from_path(name).is_some() && (1..SHORTEST).contains(&bytes.len());
    if is_one || is_stand_in {
        return None;
    }
    let what = if bytes.is_empty() {
        "is empty".to_owned()
    } else {
        match kind {
            Some(kind) => format!("is {} in spite of its name", kind.noun()),
            None if is_plain_text(bytes) => "is a plain text in spite of its name".to_owned(),
            None => format!("is damaged, or no .{extension} file"),
        }
    };
    let message = format!("`{name}` {what}, and families who open it see nothing.");
    let help = if matches!(kind, Some(FileKind::Word | FileKind::OldWord)) {
        format!("Open it in Word, and save it as .{extension} under this name.")
    } else {
        "Copy it once more from where you have it, and open it once before you put it here."
            .to_owned()
    };
    Some(Diagnostic::warning("damaged-media", place.clone(), message).help(help))
}

/// Whether a file is text that any editor shows.
fn is_plain_text(bytes: &[u8]) -> bool {
    let is_shown = |c: char| !c.is_control() || c.is_whitespace();
    std::str::from_utf8(bytes).is_ok_and(|text| text.chars().all(is_shown))
}

/// What a file is by its content, for kinds that are often taken for one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FileKind {
    Video,
    Image,
    Pdf,
    /// In any version that Word opens and can save again.
    Word,
    /// A file of Word before 2007, or one with a password, which look the same.
    OldWord,
    WebPage,
}

impl FileKind {
    /// What it is called after "is".
    const fn noun(self) -> &'static str {
        match self {
            Self::Video => "a video",
            Self::Image => "a picture",
            Self::Pdf => "a PDF file",
            Self::Word => "a Word document",
            Self::OldWord => "an old Word file, or one with a password,",
            Self::WebPage => "a web page",
        }
    }

    /// The kind of a file. `format` is that of an image or a video.
    fn detect(bytes: &[u8], format: Option<ImageFormat>) -> Option<Self> {
        let start = bytes.trim_ascii_start();
        let is_page =
            |begin: &[u8]| start.get(..5).is_some_and(|five| five.eq_ignore_ascii_case(begin));
        let has =
            |part: &[u8]| bytes[..bytes.len().min(8192)].windows(part.len()).any(|at| at == part);
        match format {
            Some(ImageFormat::Video) => Some(Self::Video),
            Some(_) => Some(Self::Image),
            None if bytes.starts_with(b"%PDF-") => Some(Self::Pdf),
            None if bytes.starts_with(b"PK") && has(b"word/") => Some(Self::Word),
            None if bytes.starts_with(b"\xd0\xcf\x11\xe0") => Some(Self::OldWord),
            None if bytes.starts_with(b"{\\rtf") => Some(Self::Word),
            // What a browser saves when a file was on a page that wanted a password.
            None if is_page(b"<html") || is_page(b"<!doc") => Some(Self::WebPage),
            None => None,
        }
    }
}
