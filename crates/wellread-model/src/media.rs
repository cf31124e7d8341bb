//! What a file is, by the extension of its name.
//!
//! Files are never opened to find out: staff can see and change a name, and the host that serves
//! the finished site goes by the name as well.

/// The extension of documents.
pub const MARKDOWN_EXTENSION: &str = "md";

/// Extensions of files whose text a build reads: Markdown, settings, templates, style sheets,
/// scripts, drawings that become part of a page, captions of videos, and the list of searches.
pub const TEXT_EXTENSIONS: [&str; 9] =
    [MARKDOWN_EXTENSION, "toml", "html", "css", "js", "mjs", "svg", "txt", CAPTIONS_EXTENSION];

/// Extensions of images that all current browsers show.
pub const IMAGE_EXTENSIONS: [&str; 7] = ["png", "jpg", "jpeg", "gif", "webp", "svg", "avif"];

/// Extensions of images that other sites show as the preview of a shared page: those of
/// [`IMAGE_EXTENSIONS`] that messengers and social networks can read.
pub const PREVIEW_EXTENSIONS: [&str; 5] = ["png", "jpg", "jpeg", "gif", "webp"];

/// Extensions of images that most browsers do not show: those of phones, scanners, old programs and
/// cameras.
pub const UNSHOWN_EXTENSIONS: [&str; 20] = [
    "heic", "heif", "hif", "tif", "tiff", "bmp", "psd", "jp2", "jxl", "dng", "cr2", "cr3", "nef",
    "arw", "orf", "rw2", "raf", "pef", "srw", "raw",
];

/// What to do with an image that browsers do not show: the exact name to save it under.
///
/// ```
/// use wellread_model::media::save_as_help;
///
/// assert!(save_as_help("IMG_1.HEIC").starts_with("Save it as `IMG_1.jpg`: "));
/// ```
#[must_use]
pub fn save_as_help(name: &str) -> String {
    let (stem, extension) = split_extension(name);
    // Scans and screenshots are often of text, which JPEG blurs.
    let other = match extension.to_ascii_lowercase().as_str() {
        "tif" | "tiff" | "bmp" => format!(" (or `{stem}.png`, if it is a drawing or a text)"),
        _ => String::new(),
    };
    format!(
        "Save it as `{stem}.jpg`{other}: on Windows, open it in Photos and choose Save as; on a Mac, \
         open it in Preview and choose File > Export. Then use the new name on the page."
    )
}

/// Extensions of files that a page may offer as a download: documents, tables, dates, contacts,
/// sound, videos and their captions.
pub const DOWNLOAD_EXTENSIONS: [&str; 22] = [
    "pdf",
    "doc",
    "docx",
    "xls",
    "xlsx",
    "ppt",
    "pptx",
    "txt",
    "csv",
    "ics",
    "vcf",
    "mp3",
    "m4a",
    "ogg",
    "oga",
    "opus",
    "aac",
    "wav",
    "mp4",
    "m4v",
    "webm",
    CAPTIONS_EXTENSION,
];

/// Extensions of files that a page loads besides images, and that no one links to.
pub const PAGE_PART_EXTENSIONS: [&str; 10] =
    ["css", "js", "mjs", "map", "wasm", "woff", "woff2", "ttf", "otf", "ico"];

/// Extensions of videos that all current browsers play.
pub const VIDEO_EXTENSIONS: [&str; 3] = ["mp4", "m4v", "webm"];

/// Extensions of sound that all current browsers play.
pub const AUDIO_EXTENSIONS: [&str; 7] = ["mp3", "m4a", "ogg", "oga", "opus", "aac", "wav"];

/// The extension of captions that browsers show (WebVTT).
pub const CAPTIONS_EXTENSION: &str = "vtt";

/// Extensions of videos that most browsers do not play: those of cameras and of old programs.
/// Chrome and Firefox played Ogg Theora until 2024, Safari never.
const UNPLAYED_VIDEO: [&str; 12] =
    ["mov", "avi", "wmv", "mkv", "flv", "mpg", "mpeg", "3gp", "mts", "m2ts", "vob", "ogv"];

/// Extensions of sound that most browsers do not play.
const UNPLAYED_AUDIO: [&str; 5] = ["wma", "aif", "aiff", "amr", "caf"];

/// What is played rather than shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recording {
    /// Images that move, mostly with sound.
    Video,
    /// Sound alone.
    Audio,
}

impl Recording {
    /// What browsers play from a file of this name; `None` if they play nothing.
    ///
    /// ```
    /// use wellread_model::media::Recording;
    ///
    /// assert_eq!(Recording::from_path("talk.MP4"), Some(Recording::Video));
    /// assert_eq!(Recording::from_path("talk.mov"), None);
    /// ```
    #[must_use]
    pub fn from_path(path: &str) -> Option<Self> {
        if has_extension(path, &VIDEO_EXTENSIONS) {
            Some(Self::Video)
        } else {
            has_extension(path, &AUDIO_EXTENSIONS).then_some(Self::Audio)
        }
    }

    /// What a file of this name holds, if most browsers do not play it.
    #[must_use]
    pub fn of_unplayed(path: &str) -> Option<Self> {
        if has_extension(path, &UNPLAYED_VIDEO) {
            Some(Self::Video)
        } else {
            has_extension(path, &UNPLAYED_AUDIO).then_some(Self::Audio)
        }
    }

    /// The word for it in messages.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Video => "video",
            Self::Audio => "recording",
        }
    }

    /// What to do with a file that browsers do not play: the exact name to save it under.
    ///
    /// ```
    /// use wellread_model::media::Recording;
    ///
    /// assert!(Recording::Video.save_as_help("talk.mov").starts_with("Save it as `talk.mp4`: "));
    /// ```
    #[must_use]
    pub fn save_as_help(self, name: &str) -> String {
        let (stem, _) = split_extension(name);
        let how = match self {
            Self::Video => {
                "mp4`: open it in HandBrake, a free program for Windows and Mac, choose the preset \
                 Fast 720p30, and click Start"
            }
            Self::Audio => {
                "mp3`: open it in Audacity, a free program for Windows and Mac, and choose File > \
                 Export Audio > MP3"
            }
        };
        format!("Save it as `{stem}.{how}. Then use the new name on the page.")
    }
}

/// The name of a file without its extension, and the extension without its period. The extension is
/// empty if there is none; folders above the file are dropped.
///
/// # Examples
/// ```
/// use wellread_model::media::split_extension;
///
/// assert_eq!(split_extension("content/articles/map.v2.PNG"), ("map.v2", "PNG"));
/// assert_eq!(split_extension("dr.lee/map"), ("map", ""));
/// assert_eq!(split_extension("static/.htaccess"), (".htaccess", ""));
/// ```
#[must_use]
pub fn split_extension(path: &str) -> (&str, &str) {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).unwrap_or((name, ""))
}

/// Whether the name of a file ends with one of these extensions, in any case.
///
/// # Examples
/// ```
/// use wellread_model::media::{IMAGE_EXTENSIONS, has_extension};
///
/// assert!(has_extension("content/articles/map.PNG", &IMAGE_EXTENSIONS));
/// assert!(!has_extension("content/articles/png", &IMAGE_EXTENSIONS));
/// ```
#[must_use]
pub fn has_extension(path: &str, extensions: &[&str]) -> bool {
    // Cameras and Windows write `IMG_1.JPG`. All extensions here are ASCII, so no more is needed.
    let (_, extension) = split_extension(path);
    extensions.iter().any(|one| extension.eq_ignore_ascii_case(one))
}
