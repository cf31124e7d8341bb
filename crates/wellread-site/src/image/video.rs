//! Videos in MP4 and QuickTime: how large they are, and whether one says where it was recorded.
//!
//! The place is in a box that describes the film or a track of it: `©xyz` of QuickTime, `loci` of
//! phones (3GPP TS 26.244, section 8.10), or a key of Apple's metadata.

use std::ops::Range;

use super::boxes::{FileBox, boxes};
use super::bytes::u32_at;
use super::dimensions::Dimensions;

/// How deep boxes are looked into. A place is at most in the fourth: film, track, user data,
/// metadata.
const DEPTH: usize = 6;

/// Whether a video says where it was recorded.
pub(super) fn holds_place(file: &[u8]) -> bool {
    is_in(file, 0..file.len(), DEPTH)
}

/// Whether a place is in the boxes of a part of the file.
fn is_in(file: &[u8], part: Range<usize>, depth: usize) -> bool {
    depth > 0
        && boxes(file, part).any(|one| {
            let content = one.content;
            match &one.kind {
                b"\xa9xyz" | b"loci" => true,
                b"keys" => has_place_key(&file[content]),
                b"moov" | b"trak" | b"udta" | b"moof" | b"traf" => is_in(file, content, depth - 1),
                // With version and flags before the boxes in it, or without (QuickTime).
                b"meta" => {
                    let inner = (content.start + 4).min(content.end)..content.end;
                    is_in(file, content, depth - 1) || is_in(file, inner, depth - 1)
                }
                _ => false,
            }
        })
}

/// The size of the first track that has one, upright (ISO/IEC 14496-12, section 8.3.2): a phone
/// that is held upright records frames on their side, and says that they are to be turned.
pub(super) fn size(file: &[u8]) -> Option<Dimensions> {
    tracks(file).find_map(|track| {
        let header = boxes(file, track).find(|one| &one.kind == b"tkhd")?.content.start;
        // Version 1 has times of eight bytes in place of three of four.
        let matrix = header + if *file.get(header)? == 1 { 52 } else { 40 };
        // Both are numbers with 16 bits after the point.
        let side = |at| u32::try_from(u32_at(file, at)? >> 16).ok().filter(|&side| side > 0);
        let (width, height) = (side(matrix + 36)?, side(matrix + 40)?);
        let is_turned = u32_at(file, matrix)? == 0 && u32_at(file, matrix + 4)? != 0;
        let (width, height) = if is_turned { (height, width) } else { (width, height) };
        Some(Dimensions { width, height })
    })
}

/// Whether the frames are coded as HEVC, as phones do, which many browsers cannot read.
pub(super) fn is_hevc(file: &[u8]) -> bool {
    const PATH: [&[u8; 4]; 4] = [b"mdia", b"minf", b"stbl", b"stsd"];
    tracks(file).any(|track| {
        let inside = |part: Option<Range<usize>>, kind: &&[u8; 4]| {
            boxes(file, part?).find(|one| one.kind == **kind).map(|one| one.content)
        };
        // Version, flags and a count come before the first description, which begins with its
        // length.
        let first = PATH.iter().fold(Some(track), inside).map(|found| found.start + 12);
        let kind = first.and_then(|at| file.get(at..at + 4));
        kind.is_some_and(|kind| matches!(kind, b"hvc1" | b"hev1"))
    })
}

/// The contents of a film's tracks.
fn tracks(file: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let films = boxes(file, 0..file.len()).filter(|one| &one.kind == b"moov");
    films.flat_map(|film| boxes(file, film.content)).filter_map(|one| {
        let FileBox { kind, content, .. } = one;
        (&kind == b"trak").then_some(content)
    })
}

/// Whether one of the names in a list of keys is that of a place, such as
/// `com.apple.quicktime.location.ISO6709`.
fn has_place_key(keys: &[u8]) -> bool {
    let name = b"location.ISO6709";
    keys.windows(name.len()).any(|part| part == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mp4_box(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let length = u32::try_from(content.len() + 8).unwrap();
        [&length.to_be_bytes()[..], kind, content].concat()
    }

    /// A film with one track of this size in its header of this version.
    fn film(version: u8, turned: bool, (width, height): (u32, u32)) -> Vec<u8> {
        let one = [0, 1, 0, 0];
        let mut header = vec![0; if version == 1 { 52 } else { 40 }];
        header[0] = version;
        let first = if turned { [[0; 4], one] } else { [one, [0; 4]] };
        header.extend(first.concat());
        header.extend([0; 28]);
        header.extend((width << 16).to_be_bytes());
        header.extend((height << 16).to_be_bytes());
        let track = mp4_box(b"trak", &mp4_box(b"tkhd", &header));
        // Sound has a track without a size.
        let sound = mp4_box(b"trak", &mp4_box(b"tkhd", &[0; 84]));
        [mp4_box(b"ftyp", b"mp42\0\0\0\0"), mp4_box(b"moov", &[sound, track].concat())].concat()
    }

    #[test]
    fn a_video_has_the_size_of_its_frames_upright() {
        let found = |film: &[u8]| size(film).map(|size| (size.width, size.height));
        for version in [0, 1] {
            assert_eq!(found(&film(version, false, (1280, 720))), Some((1280, 720)));
            assert_eq!(found(&film(version, true, (1280, 720))), Some((720, 1280)));
        }
        let whole = film(0, false, (1280, 720));
        for end in 0..whole.len() {
            assert_eq!(found(&whole[..end]), None, "{end}");
        }
    }

    #[test]
    fn the_coding_is_read_where_it_is_described() {
        let coded = |coding: &[u8; 4]| {
            let entry = [&[0, 0, 0, 0, 0, 0, 0, 1][..], &mp4_box(coding, &[0; 8])].concat();
            let table = mp4_box(b"stbl", &mp4_box(b"stsd", &entry));
            let media = mp4_box(b"mdia", &mp4_box(b"minf", &table));
            mp4_box(b"moov", &mp4_box(b"trak", &media))
        };
        assert!(is_hevc(&coded(b"hvc1")));
        assert!(is_hevc(&coded(b"hev1")));
        assert!(!is_hevc(&coded(b"avc1")));
        assert!(!is_hevc(b"hvc1"));
    }
}
