//! Videos: whether one says where it was recorded.
//!
//! The place is in a box that describes the film or a track of it: `©xyz` of QuickTime, `loci` of
//! phones (3GPP TS 26.244, section 8.10), or a key of Apple's metadata.

use std::ops::Range;

use super::boxes::boxes;

/// How deep boxes are looked into. A place is at most in the fourth: film, track, user data, metadata.
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

/// Whether one of the names in a list of keys is that of a place, such as
/// `com.apple.quicktime.location.ISO6709`.
fn has_place_key(keys: &[u8]) -> bool {
    let name = b"location.ISO6709";
    keys.windows(name.len()).any(|part| part == name)
}
