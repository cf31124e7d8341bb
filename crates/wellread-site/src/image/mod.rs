//! Images and videos as files: what is published of them, and what is wrong with them.
//!
//! Cameras and phones write into an image where and when it was taken, with what, and often a small
//! copy of it from before it was cropped. None of that is for families, so [`inspect`] says which
//! bytes of a file are published: those that a browser needs to show it. Metadata is cut out and
//! the rest stays byte for byte; nothing is decoded or encoded again. Two things stay, because the
//! image looks different without them: the color profile and the orientation.
//!
//! Each format has a file of its own. All of them read files that may be damaged: what they cannot
//! follow is published as it is, and reported. Nothing here knows hubs or pages.

mod avif;
mod boxes;
mod bytes;
mod dimensions;
mod exif;
mod format;
mod gif;
mod jpeg;
mod pieces;
mod png;
mod size;
mod svg;
mod video;
mod webm;
mod webp;

pub use self::dimensions::Dimensions;
pub use self::format::ImageFormat;
pub use self::pieces::Pieces;
pub use self::size::dimensions;
pub(crate) use self::svg::has_script;

/// What is inside a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inspection {
    /// What it is, by its content. `None` if it is neither an image nor a video, or is damaged at
    /// its very start.
    pub format: Option<ImageFormat>,
    /// What is published of an image; `None` if all of it is.
    pub pieces: Option<Pieces>,
    /// Whether an image ends before its data does, as after a download that was interrupted.
    pub is_cut_off: bool,
    /// Whether a video says where it was recorded.
    pub holds_place: bool,
    /// Whether the frames of a video are coded as HEVC, which many browsers cannot read.
    pub is_hevc: bool,
}

/// Inspects a file. Takes time in proportion to its size at most.
///
/// ```
/// use wellread_site::image::{ImageFormat, inspect};
///
/// let gif = b"GIF89a\x01\0\x01\0\0\0\0!\xfe\x04Home\0;";
/// let found = inspect(gif);
/// assert_eq!(found.format, Some(ImageFormat::Gif));
/// let published = found.pieces.map(|pieces| pieces.join(gif));
/// assert_eq!(published.as_deref(), Some(&b"GIF89a\x01\0\x01\0\0\0\0;"[..]));
/// ```
#[must_use]
pub fn inspect(file: &[u8]) -> Inspection {
    let Some(format) = ImageFormat::detect(file) else { return Inspection::default() };
    let mut pieces = Pieces::default();
    let is_whole = match format {
        ImageFormat::Jpeg => jpeg::clean(file, &mut pieces),
        ImageFormat::Png => png::clean(file, &mut pieces),
        ImageFormat::Gif => gif::clean(file, &mut pieces),
        ImageFormat::WebP => webp::clean(file, &mut pieces),
        ImageFormat::Avif => avif::clean(file, &mut pieces),
        ImageFormat::Svg => svg::clean(file, &mut pieces),
        ImageFormat::Video => {
            let (holds_place, is_hevc) = (video::holds_place(file), video::is_hevc(file));
            return Inspection {
                format: Some(format),
                holds_place,
                is_hevc,
                ..Inspection::default()
            };
        }
        // No browser shows these, so a person has to save them as something else.
        ImageFormat::Heic | ImageFormat::Tiff | ImageFormat::Bmp => {
            return Inspection { format: Some(format), ..Inspection::default() };
        }
    };
    let pieces = (!pieces.is_all_of(file)).then_some(pieces);
    Inspection { format: Some(format), pieces, is_cut_off: !is_whole, ..Inspection::default() }
}
