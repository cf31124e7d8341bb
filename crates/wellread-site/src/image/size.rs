//! The width and height of images, so that a page doesn't jump while they load.
//!
//! A browser that knows both reserves the space before the image arrives. Only the header of a
//! file is read; nothing is decoded. An image whose size can't be found is shown without one.

use super::dimensions::Dimensions;
use super::format::ImageFormat;
use super::{exif, jpeg, png, video, webm};

/// The dimensions of a PNG, JPEG, GIF, WebP, AVIF or SVG image, or of an MP4 or WebM video, as a
/// browser shows it: upright, if its camera was turned. `None` if they cannot be determined.
///
/// ```
/// use wellread_site::image::{Dimensions, dimensions};
///
/// let svg = b"<svg viewBox='0 0 24 16'><path d='M0 0h24'/></svg>";
/// assert_eq!(dimensions(svg), Some(Dimensions { width: 24, height: 16 }));
/// assert_eq!(dimensions(b"text"), None);
/// ```
#[must_use]
pub fn dimensions(bytes: &[u8]) -> Option<Dimensions> {
    if bytes.starts_with(webm::START) {
        return webm::size(bytes);
    }
    if ImageFormat::detect(bytes) == Some(ImageFormat::Video) {
        return video::size(bytes);
    }
    if let Ok(size) = imagesize::blob_size(bytes) {
        let (width, height) = (u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?);
        let is_turned = orientation(bytes).is_some_and(exif::swaps_sides);
        let (width, height) = if is_turned { (height, width) } else { (width, height) };
        // A damaged file may claim a size of 0, which would hide the image.
        return (width > 0 && height > 0).then_some(Dimensions { width, height });
    }
    // SVG is the only format that is text, and the only one that may be without a size of its own.
    svg_dimensions(std::str::from_utf8(bytes).ok()?)
}

/// The orientation that browsers heed. They don't heed that of a WebP image, and that of an AVIF
/// image is in its size already.
fn orientation(bytes: &[u8]) -> Option<u8> {
    match ImageFormat::detect(bytes)? {
        ImageFormat::Jpeg => jpeg::orientation(bytes),
        ImageFormat::Png => png::orientation(bytes),
        _ => None,
    }
}

/// From `width` and `height` of the root element, else from `viewBox` (SVG 2, section 8.2).
fn svg_dimensions(text: &str) -> Option<Dimensions> {
    let start = text.find("<svg")?;
    let tag = &text[start..start + text[start..].find('>')?];
    let length = |name: &str| attribute(tag, name).and_then(pixels);
    let from_box = || {
        let numbers: Vec<f64> = attribute(tag, "viewBox")?
            .split([' ', ',', '\n', '\t'])
            .filter(|part| !part.is_empty())
            .filter_map(|part| part.parse().ok())
            .collect();
        match numbers.as_slice() {
            [_, _, width, height] => Some((*width, *height)),
            _ => None,
        }
    };
    // One length alone says nothing about the other, and `100%` isn't a length.
    let (width, height) = match (length("width"), length("height")) {
        (Some(width), Some(height)) => (width, height),
        _ => from_box()?,
    };
    // Beyond this range it is an error in the file, not a size.
    let whole = |value: f64| (0.5..=100_000.0).contains(&value).then(|| value.round() as u32);
    Some(Dimensions { width: whole(width)?, height: whole(height)? })
}

/// The value of an attribute in an opening tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut from = 0;
    while let Some(at) = tag[from..].find(name).map(|at| from + at) {
        from = at + name.len();
        let before = tag[..at].chars().next_back();
        let Some(rest) = tag[from..].trim_start().strip_prefix('=') else { continue };
        let rest = rest.trim_start();
        // `stroke-width` ends like `width` but is another attribute.
        if !before.is_some_and(char::is_whitespace) {
            continue;
        }
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        return rest[1..].split(quote).next();
    }
    None
}

/// A length in CSS pixels; `None` in any other unit.
fn pixels(length: &str) -> Option<f64> {
    length.trim().trim_end_matches("px").trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn svg_sizes() {
        let size = |text: &str| dimensions(text.as_bytes()).map(|size| (size.width, size.height));
        assert_eq!(size("<svg width=\"10\" height='20px'>"), Some((10, 20)));
        assert_eq!(size("<?xml?><svg stroke-width=\"3\" viewBox=\"0 0 30 40\">"), Some((30, 40)));
        assert_eq!(size("<svg width=\"100%\" height=\"100%\">"), None);
        assert_eq!(size("<svg"), None);
        assert_eq!(size("plain"), None);
    }

    #[test]
    fn png_size_is_read_from_its_header() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x02\0\0\0\x03\x08\x06\0\0\0";
        assert_eq!(dimensions(png), Some(Dimensions { width: 2, height: 3 }));
        assert_eq!(dimensions(b"\x89PNG"), None);
    }
}
