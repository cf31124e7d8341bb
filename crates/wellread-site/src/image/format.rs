//! What a file is, by its first bytes.
//!
//! The name decides how a file is treated. But a name may be wrong (phones and chat programs rename
//! one format to another), and where a place could leak, or nothing be shown, the content decides.

use super::boxes::brands;

/// A format of images, or video.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageFormat {
    /// JPEG.
    Jpeg,
    /// PNG, animated or not.
    Png,
    /// GIF.
    Gif,
    /// WebP.
    WebP,
    /// AVIF.
    Avif,
    /// SVG, as text in UTF-8.
    Svg,
    /// HEIC and other images in HEIF, which browsers do not show.
    Heic,
    /// TIFF, and the raw formats of cameras that are made like it.
    Tiff,
    /// BMP of Windows.
    Bmp,
    /// MP4 or QuickTime.
    Video,
}

impl ImageFormat {
    /// The format of a file; `None` if it is not one of these.
    pub(super) fn detect(file: &[u8]) -> Option<Self> {
        let starts = |signature: &[u8]| file.starts_with(signature);
        if starts(b"\xff\xd8\xff") {
            Some(Self::Jpeg)
        } else if starts(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if starts(b"GIF87a") || starts(b"GIF89a") {
            Some(Self::Gif)
        } else if starts(b"RIFF") && file.get(8..12) == Some(b"WEBP") {
            Some(Self::WebP)
        } else if starts(b"II*\0") || starts(b"MM\0*") {
            Some(Self::Tiff)
        // The length of the file follows "BM", and then four zeros.
        } else if starts(b"BM") && file.get(6..10) == Some(&[0; 4]) {
            Some(Self::Bmp)
        } else if let Some(brands) = brands(file) {
            Some(of_brands(&brands))
        // QuickTime files of old cameras begin without a list of brands.
        } else if file.get(4..8).is_some_and(|kind| matches!(kind, b"moov" | b"mdat" | b"wide")) {
            Some(Self::Video)
        } else {
            is_svg(file).then_some(Self::Svg)
        }
    }
}

/// The format of a file that names these brands, the major one first.
fn of_brands(brands: &[[u8; 4]]) -> ImageFormat {
    let any = |known: &[&[u8; 4]]| brands.iter().any(|brand| known.contains(&brand));
    if any(&[b"avif", b"avis"]) {
        return ImageFormat::Avif;
    }
    // The major brand of an image is one of images; a video may name images among the others.
    let images: [&[u8; 4]; 10] =
        [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"mif2", b"msf1", b"miaf"];
    match brands.first() {
        Some(major) if images.contains(&major) => ImageFormat::Heic,
        _ => ImageFormat::Video,
    }
}

/// Whether a text is an SVG image: after its preamble, the first element is `<svg>`.
fn is_svg(file: &[u8]) -> bool {
    // The preamble of drawing programs (declaration, comment, document type) is shorter than this.
    // The start of any other file is not worth a longer look.
    let start = &file[..file.len().min(4096)];
    let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    text.first() == Some(&b'<')
        && text.windows(4).any(|four| four == b"<svg" || four == b":svg")
        && !text.get(..5).is_some_and(|five| five.eq_ignore_ascii_case(b"<html"))
        && !text.get(..14).is_some_and(|start| start.eq_ignore_ascii_case(b"<!doctype html"))
        && std::str::from_utf8(file).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_decides() {
        let svg = "<?xml version=\"1.0\"?>\n<!-- A map -->\n<svg xmlns=\"x\"/>";
        for (file, format) in [
            (&b"\xff\xd8\xff\xe0"[..], Some(ImageFormat::Jpeg)),
            (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Some(ImageFormat::Heic)),
            (b"\0\0\0\x18ftypmif1\0\0\0\0avifmif1", Some(ImageFormat::Avif)),
            (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", Some(ImageFormat::Video)),
            (b"\0\0\0\x08wide\0\0\0\x08mdat", Some(ImageFormat::Video)),
            (b"BM\x46\0\0\0\0\0\0\0", Some(ImageFormat::Bmp)),
            (svg.as_bytes(), Some(ImageFormat::Svg)),
            (b"<!doctype html><p>See <svg></svg>", None),
            (b"BMW, a car of its time", None),
            (b"not a picture", None),
            (b"", None),
        ] {
            assert_eq!(ImageFormat::detect(file), format, "{}", String::from_utf8_lossy(file));
        }
    }
}
