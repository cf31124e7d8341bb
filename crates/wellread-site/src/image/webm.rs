//! WebM: elements, each after a number that says what it is and one that says how long (RFC 8794).

use std::ops::Range;

use super::dimensions::Dimensions;

/// How every WebM file begins.
pub(super) const START: &[u8; 4] = b"\x1a\x45\xdf\xa3";

/// Where the size of the frames is: segment, tracks, a track, its video settings (RFC 9559, section
/// 5).
const VIDEO_SETTINGS: [u64; 4] = [0x1853_8067, 0x1654_ae6b, 0xae, 0xe0];

/// The sizes as they are shown and as they are stored, each width and height.
const SIZES: [(u64, u64); 2] = [(0x54b0, 0x54ba), (0xb0, 0xba)];

/// How many elements next to one another are looked at. Those with the size are among the first.
const MOST: usize = 100;

/// The size of the first video track.
pub(super) fn size(file: &[u8]) -> Option<Dimensions> {
    file.starts_with(START).then(|| find(file, 0..file.len(), &VIDEO_SETTINGS)).flatten()
}

/// The size in the first element that is found along a path.
fn find(file: &[u8], part: Range<usize>, path: &[u64]) -> Option<Dimensions> {
    let Some((kind, rest)) = path.split_first() else { return sizes(file, part) };
    elements(file, part)
        .filter(|one| one.kind == *kind)
        .find_map(|one| find(file, one.content, rest))
}

fn sizes(file: &[u8], part: Range<usize>) -> Option<Dimensions> {
    let side = |kind| {
        let one = elements(file, part.clone()).find(|one| one.kind == kind)?;
        let bytes = file.get(one.content).filter(|bytes| bytes.len() <= 4)?;
        let side = bytes.iter().fold(0, |side, &byte| (side << 8) | u32::from(byte));
        (side > 0).then_some(side)
    };
    SIZES.iter().find_map(|&(width, height)| {
        Some(Dimensions { width: side(width)?, height: side(height)? })
    })
}

struct Element {
    /// The id of the element.
    kind: u64,
    /// The bytes of the file that it holds.
    content: Range<usize>,
}

/// The elements in a part of a file, up to the first that cannot be read.
fn elements(file: &[u8], part: Range<usize>) -> impl Iterator<Item = Element> {
    let mut at = part.start;
    let next = move || {
        let (kind, length) = number(file, at, true)?;
        let start = at + length;
        let (size, length) = number(file, start, false)?;
        let start = start + length;
        // What is written while it is recorded has no length yet: all bits are set.
        let is_open = size == (1 << (7 * length)) - 1;
        let end =
            if is_open { part.end } else { start.checked_add(usize::try_from(size).ok()?)? };
        at = end.min(part.end);
        (start <= at).then_some(Element { kind, content: start..at })
    };
    std::iter::from_fn(next).take(MOST)
}

/// A number whose first byte says by its leading zeros how many follow, and its length in bytes.
/// The mark of the length belongs to the numbers of kinds, but not to those of sizes.
fn number(file: &[u8], at: usize, with_mark: bool) -> Option<(u64, usize)> {
    let first = *file.get(at)?;
    let length = first.leading_zeros() as usize + 1;
    let bytes = file.get(at..at.checked_add(length)?).filter(|_| length <= 8)?;
    let value = bytes.iter().fold(0, |value, &byte| (value << 8) | u64::from(byte));
    Some((if with_mark { value } else { value & ((1 << (7 * length)) - 1) }, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(kind: &[u8], content: &[u8]) -> Vec<u8> {
        let length = u8::try_from(content.len()).unwrap();
        [kind, &[0x40, length], content].concat()
    }

    fn film(segment_length: Option<&[u8]>) -> Vec<u8> {
        let sizes = [element(b"\xb0", &[5, 0]), element(b"\xba", &[2, 0xd0])].concat();
        let sound = element(b"\xae", &element(b"\xe1", b"x"));
        let track = element(b"\xae", &element(b"\xe0", &sizes));
        let tracks = element(b"\x16\x54\xae\x6b", &[sound, track].concat());
        let segment = match segment_length {
            Some(length) => [b"\x18\x53\x80\x67", length, &tracks].concat(),
            None => element(b"\x18\x53\x80\x67", &tracks),
        };
        [element(START, b"\x42\x82\x84webm"), segment].concat()
    }

    #[test]
    fn the_size_is_that_of_the_first_video_track() {
        let size = |film: &[u8]| super::size(film).map(|size| (size.width, size.height));
        assert_eq!(size(&film(None)), Some((1280, 720)));
        assert_eq!(size(&film(Some(b"\x01\xff\xff\xff\xff\xff\xff\xff"))), Some((1280, 720)));
        let whole = film(None);
        // Whatever is cut off: no panic, and no size that is not there.
        for end in 0..whole.len() {
            assert!(matches!(size(&whole[..end]), None | Some((1280, 2 | 720))), "{end}");
        }
        assert_eq!(size(b"\x1a\x45\xdf\xa3\0\0"), None);
    }
}
