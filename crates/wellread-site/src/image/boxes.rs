//! Boxes, of which AVIF, HEIC, MP4 and QuickTime files are made (ISO/IEC 14496-12, section 4.2).
//!
//! A box is its size in four bytes, its kind in four, and its content, which may be further boxes.

use std::ops::Range;

use super::bytes::u32_at;

/// One box of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FileBox {
    /// Four letters.
    pub(super) kind: [u8; 4],
    /// Where the box begins.
    pub(super) start: usize,
    /// Where its content is.
    pub(super) content: Range<usize>,
}

/// The boxes in a part of a file, up to the first that reaches out of it.
pub(super) fn boxes(file: &[u8], part: Range<usize>) -> impl Iterator<Item = FileBox> {
    let mut at = part.start;
    std::iter::from_fn(move || {
        let start = at;
        let kind = *file.get(start.checked_add(4)?..)?.first_chunk::<4>()?;
        let (header, size) = match u32_at(file, start)? {
            // The last box of a file may reach to its end.
            0 => (8, part.end.checked_sub(start)?),
            // A size of eight bytes follows the kind.
            1 => {
                let size = file.get(start + 8..)?.first_chunk()?;
                (16, usize::try_from(u64::from_be_bytes(*size)).ok()?)
            }
            size => (8, size),
        };
        let end = start.checked_add(size)?;
        if size < header || end > part.end || end > file.len() {
            return None;
        }
        at = end;
        Some(FileBox { kind, start, content: start + header..end })
    })
}

/// The brands of a file, the major one first (ISO/IEC 14496-12, section 4.3). `None` if it does not
/// begin with a list of them.
pub(super) fn brands(file: &[u8]) -> Option<Vec<[u8; 4]>> {
    if file.get(4..8) != Some(b"ftyp") {
        return None;
    }
    // The version comes between the major brand and the others. A list that is cut off still has a
    // start.
    let end = u32_at(file, 0)?.clamp(8, file.len());
    let (brands, _) = file[8..end].as_chunks::<4>();
    Some(brands.iter().enumerate().filter(|(at, _)| *at != 1).map(|(_, one)| *one).collect())
}
