//! JPEG: segments, each after a marker of two bytes (ITU-T T.81, annex B).

use super::bytes::u16_at;
use super::exif;
use super::pieces::Pieces;

// Second bytes of markers; the first is 0xff.
const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;
const COM: u8 = 0xfe;
const APP0: u8 = 0xe0;
const APP1: u8 = 0xe1;
const APP2: u8 = 0xe2;
const APP14: u8 = 0xee;
const APP15: u8 = 0xef;

/// One segment.
struct Segment<'a> {
    /// The second byte of its marker, which says what it holds.
    marker: u8,
    /// Where its marker begins.
    start: usize,
    /// The byte after it.
    end: usize,
    /// What follows its length.
    content: &'a [u8],
}

/// Adds the pieces that are published. Whether the file is whole.
///
/// What follows the end of the image goes as well: phones put a second photo there (with a place of
/// its own), or a video.
pub(super) fn clean(file: &[u8], pieces: &mut Pieces) -> bool {
    pieces.push_range(0..2);
    let mut at = 2;
    let (mut has_exif, mut has_scan) = (false, false);
    // Bytes between segments are not part of the image; every decoder skips them.
    while let Some(start) = next_marker(file, at) {
        let marker = file[start + 1];
        if !has_length(marker) {
            pieces.push_range(start..start + 2);
            at = start + 2;
            if marker == EOI {
                return true;
            }
            continue;
        }
        let Some(segment) = segment(file, start) else {
            if !is_metadata(marker) {
                pieces.push_range(start..file.len());
            }
            return false;
        };
        at = segment.end;
        match marker {
            APP0 => push_jfif(file, &segment, pieces),
            APP1 if !has_exif && segment.content.starts_with(b"Exif\0") => {
                has_exif = true;
                push_orientation(file, &segment, pieces);
            }
            _ if is_shown(&segment) => pieces.push_range(start..at),
            _ => {}
        }
        if marker == SOS {
            has_scan = true;
            let end = scan_end(file, at);
            pieces.push_range(at..end);
            at = end;
        }
    }
    // Without any scan there is no image that could be cut off.
    !has_scan
}

/// The width and height in the frame header are those of an image that lies on its side, if this
/// says so.
pub(super) fn orientation(file: &[u8]) -> Option<u8> {
    let mut at = 2;
    while let Some(start) = next_marker(file, at) {
        match file[start + 1] {
            SOS | EOI => return None,
            marker if !has_length(marker) => at = start + 2,
            _ => {
                let Segment { marker, end, content, .. } = segment(file, start)?;
                if marker == APP1 && content.starts_with(b"Exif\0") {
                    return exif::orientation(content);
                }
                at = end;
            }
        }
    }
    None
}

/// Where the next marker begins: 0xff with a byte that is neither another one nor zero.
fn next_marker(file: &[u8], from: usize) -> Option<usize> {
    let pairs = file.get(from..)?.windows(2);
    let is_marker = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0 | 0xff);
    Some(from + pairs.into_iter().position(is_marker)?)
}

/// The segment whose marker begins at `start`. `None` if it reaches out of the file.
fn segment(file: &[u8], start: usize) -> Option<Segment<'_>> {
    let length = u16_at(file, start + 2)?;
    // The length counts its own two bytes.
    let end = start + 2 + length.max(2);
    let content = file.get(start + 4..end)?;
    Some(Segment { marker: file[start + 1], start, end, content })
}

/// Whether a marker begins a segment with a length. The others stand alone.
const fn has_length(marker: u8) -> bool {
    !matches!(marker, 0x01 | 0xd0..=SOI | EOI)
}

/// Where the data of a scan ends, at the next marker that does not belong to it.
fn scan_end(file: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(marker) = next_marker(file, at) {
        // Restart markers are a part of the data.
        if !matches!(file[marker + 1], 0xd0..=0xd7) {
            return marker;
        }
        at = marker + 2;
    }
    file.len()
}

/// Whether a segment is for programs other than a decoder.
const fn is_metadata(marker: u8) -> bool {
    matches!(marker, APP0..=APP15 | COM)
}

/// Whether a decoder needs the segment to show the image in its colors.
fn is_shown(segment: &Segment<'_>) -> bool {
    match segment.marker {
        APP2 => segment.content.starts_with(b"ICC_PROFILE\0"),
        // It says in which form the colors are.
        APP14 => segment.content.starts_with(b"Adobe"),
        marker => !is_metadata(marker),
    }
}

/// Adds the header of a JFIF file without the small copy of the image that it may hold.
fn push_jfif(file: &[u8], segment: &Segment<'_>, pieces: &mut Pieces) {
    let (start, end) = (segment.start, segment.end);
    match segment.content.first_chunk::<14>() {
        Some(header) if header.starts_with(b"JFIF\0") => {
            let mut new = vec![0xff, APP0, 0, 16];
            new.extend_from_slice(&header[..12]);
            // The width and height of the small copy.
            new.extend([0, 0]);
            pieces.replace(file, start..end, new);
        }
        // `JFXX` holds nothing but such a copy.
        _ => {}
    }
}

/// Adds an Exif segment with the orientation alone; nothing if the image is upright.
fn push_orientation(file: &[u8], segment: &Segment<'_>, pieces: &mut Pieces) {
    let Some(orientation @ 2..) = exif::orientation(segment.content) else { return };
    let block = exif::block(orientation);
    let content = [b"Exif\0\0", &*block].concat();
    let length = u16::try_from(content.len() + 2).unwrap_or(u16::MAX);
    let mut new = vec![0xff, APP1];
    new.extend(length.to_be_bytes());
    new.extend(content);
    pieces.replace(file, segment.start..segment.end, new);
}
