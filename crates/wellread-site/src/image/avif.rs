//! AVIF: images as items in a box `meta` (ISO/IEC 23008-12), of which Exif and XMP are two.
//!
//! The box says at which byte of the file each item is, so that cutting one out would mean writing
//! it anew. Instead, the bytes of metadata are overwritten. The orientation is a property of the
//! image itself, and stays.

use std::collections::BTreeSet;
use std::ops::Range;

use super::boxes::{FileBox, boxes};
use super::bytes::{u16_at, u32_at};
use super::pieces::Pieces;

/// Adds the pieces that are published. Whether the file is whole.
pub(super) fn clean(file: &[u8], pieces: &mut Pieces) -> bool {
    let mut blank: Vec<Range<usize>> = Vec::new();
    let mut end = 0;
    for one in boxes(file, 0..file.len()) {
        end = one.content.end;
        match &one.kind {
            b"meta" => blank.extend(metadata(file, &one)),
            // XMP in a box of its own.
            b"uuid" => blank.push(one.content.clone()),
            _ => {}
        }
    }
    blank.sort_unstable_by_key(|range| (range.start, range.end));
    let mut at = 0;
    for range in blank {
        // Items of a damaged file may overlap.
        let range = range.start.max(at)..range.end.max(at);
        pieces.push_range(at..range.start);
        let length = range.len();
        pieces.replace(file, range.clone(), nothing(length));
        at = range.end;
    }
    pieces.push_range(at..file.len());
    end == file.len()
}

/// Bytes that say nothing: a block of Exif without entries, if there is room for one, so that a
/// program that reads it finds what it expects.
fn nothing(length: usize) -> Vec<u8> {
    // Where the block begins, its header, and that there are no entries.
    const EMPTY: &[u8] = b"\0\0\0\0II*\0\x08\0\0\0\0\0\0\0\0\0";
    let mut bytes = vec![0; length];
    if let Some(start) = bytes.get_mut(..EMPTY.len()) {
        start.copy_from_slice(EMPTY);
    }
    bytes
}

/// Where the metadata in a box `meta` is written.
fn metadata(file: &[u8], meta: &FileBox) -> Vec<Range<usize>> {
    // Version and flags come before the boxes in it.
    let inside = meta.content.start + 4..meta.content.end;
    if inside.start > inside.end {
        return Vec::new();
    }
    let parts: Vec<FileBox> = boxes(file, inside).collect();
    let part = |kind: &[u8; 4]| parts.iter().find(|one| one.kind == *kind);
    let (Some(items), Some(places)) = (part(b"iinf"), part(b"iloc")) else { return Vec::new() };
    let ids = metadata_items(file, items);
    let data = part(b"idat").map_or(0..0, |data| data.content.clone());
    let mut reader = BoxReader { file, at: places.content.start, end: places.content.end };
    let mut found = Vec::new();
    // Stop at the first unreadable entry and use what was found so far.
    let _ = places_of(&mut reader, &ids, &data, &mut found);
    found
}

/// The numbers of the items that are metadata (section 8.11.6 of ISO/IEC 14496-12).
fn metadata_items(file: &[u8], items: &FileBox) -> BTreeSet<usize> {
    let start = items.content.start;
    let count_size = if file.get(start) == Some(&0) { 2 } else { 4 };
    let entries = (start + 4 + count_size).min(items.content.end)..items.content.end;
    let number = |entry: FileBox| {
        let start = entry.content.start;
        let is_long = *file.get(start)? >= 3;
        let id = if is_long { u32_at(file, start + 4)? } else { u16_at(file, start + 4)? };
        // The number of the item, and one of its protection.
        let kind = start + 4 + if is_long { 4 } else { 2 } + 2;
        let kind = file.get(kind..kind + 4)?;
        matches!(kind, b"Exif" | b"mime").then_some(id)
    };
    boxes(file, entries).filter(|entry| &entry.kind == b"infe").filter_map(number).collect()
}

/// Reads numbers of different sizes one after another.
struct BoxReader<'a> {
    /// The whole file: places in it count from its first byte.
    file: &'a [u8],
    /// The byte that is read next.
    at: usize,
    /// Where the box ends, after which nothing is read.
    end: usize,
}

impl BoxReader<'_> {
    /// The next number of this many bytes, the highest one first; 0 for none.
    fn number(&mut self, size: usize) -> Option<usize> {
        let next = self.at.checked_add(size).filter(|next| *next <= self.end && size <= 8)?;
        let bytes = self.file.get(self.at..next)?;
        self.at = next;
        let number = bytes.iter().fold(0, |number: u64, byte| number << 8 | u64::from(*byte));
        usize::try_from(number).ok()
    }
}

/// Collects where items are written (section 8.11.3 of ISO/IEC 14496-12). `None` if the list cannot
/// be followed to its end.
fn places_of(
    reader: &mut BoxReader<'_>,
    ids: &BTreeSet<usize>,
    data: &Range<usize>,
    found: &mut Vec<Range<usize>>,
) -> Option<()> {
    let version = reader.number(1)?;
    reader.number(3)?;
    let sizes = reader.number(2)?;
    let size = |at: usize| sizes >> (12 - 4 * at) & 15;
    let (offset_size, length_size, base_size) = (size(0), size(1), size(2));
    let index_size = if version == 0 { 0 } else { size(3) };
    let id_size = if version < 2 { 2 } else { 4 };
    let count = reader.number(id_size)?;
    for _ in 0..count {
        let id = reader.number(id_size)?;
        // Whether places count from the start of the file, or of the box `idat`.
        let is_inside = version > 0 && reader.number(2)? & 15 == 1;
        reader.number(2)?;
        let base = reader.number(base_size)?;
        let extents = reader.number(2)?;
        for _ in 0..extents {
            reader.number(index_size)?;
            let start = base.checked_add(reader.number(offset_size)?)?;
            let length = reader.number(length_size)?;
            let whole = if is_inside { data.clone() } else { 0..reader.file.len() };
            let start = whole.start.checked_add(start)?;
            let end = start.checked_add(length)?;
            if ids.contains(&id) && end <= whole.end {
                found.push(start..end);
            }
        }
    }
    Some(())
}
