//! WebP: chunks in a RIFF container, each with its kind and length (RFC 9649, section 2).

use std::ops::Range;

use super::bytes::little_endian_u32_at;
use super::exif;
use super::pieces::Pieces;

/// Chunks that a decoder needs.
const SHOWN: [&[u8; 4]; 7] = [b"VP8X", b"ICCP", b"ANIM", b"ANMF", b"ALPH", b"VP8 ", b"VP8L"];

/// In the flags of `VP8X`: that there is an Exif chunk, and one of XMP.
const HAS_EXIF: u8 = 0x08;
const HAS_XMP: u8 = 0x04;

/// The header of the container, in bytes.
const HEADER: usize = 12;

/// One chunk.
struct RiffChunk {
    /// Four letters, such as `EXIF`.
    kind: [u8; 4],
    /// Where its header begins in the file.
    start: usize,
    /// The bytes after its header, without padding.
    content: Range<usize>,
    /// With the byte that makes its length even.
    end: usize,
}

/// Adds the pieces that are published. Whether the file is whole.
pub(super) fn clean(file: &[u8], pieces: &mut Pieces) -> bool {
    let stated =
        little_endian_u32_at(file, 4).map_or(usize::MAX, |length| length.saturating_add(8));
    let chunks = chunks(file, stated.min(file.len()));
    let exif = chunks.iter().find(|chunk| &chunk.kind == b"EXIF");
    let orientation = exif.and_then(|chunk| exif::orientation(&file[chunk.content.clone()]));
    let exif = orientation.filter(|&orientation| orientation > 1).map(|orientation| {
        let block = exif::block(orientation);
        let mut chunk = b"EXIF".to_vec();
        chunk.extend(u32::try_from(block.len()).unwrap_or(u32::MAX).to_le_bytes());
        chunk.extend(block);
        chunk
    });
    let is_whole = stated <= file.len();
    let rest_start = chunks.last().map_or(HEADER, |chunk| chunk.end);
    // In a truncated file, the last chunk is whatever is left of the image.
    let rest = if is_whole { rest_start..rest_start } else { rest_start..file.len() };

    let mut body = Pieces::default();
    let mut has_exif = false;
    for RiffChunk { kind, start, content, end } in chunks {
        match &kind {
            b"VP8X" if !content.is_empty() => {
                let mut new = file[start..end].to_vec();
                new[8] &= !(HAS_EXIF | HAS_XMP);
                new[8] |= if exif.is_some() { HAS_EXIF } else { 0 };
                body.replace(file, start..end, new);
            }
            b"EXIF" if !has_exif => {
                has_exif = true;
                if let Some(exif) = &exif {
                    body.replace(file, start..end, exif.clone());
                }
            }
            kind if SHOWN.contains(&kind) => body.push_range(start..end),
            _ => {}
        }
    }
    let is_metadata = matches!(file.get(rest.start..rest.start + 4), Some(b"EXIF" | b"XMP "));
    if !is_metadata {
        body.push_range(rest);
    }

    // In a truncated file, the header still states the intended length.
    let mut header = file[..HEADER].to_vec();
    if is_whole {
        let length = u32::try_from(body.len() + 4).unwrap_or(u32::MAX);
        header[4..8].copy_from_slice(&length.to_le_bytes());
    }
    pieces.replace(file, 0..HEADER, header);
    pieces.append(body);
    is_whole
}

/// The chunks up to `end`, without one that reaches out of it.
fn chunks(file: &[u8], end: usize) -> Vec<RiffChunk> {
    let mut chunks = Vec::new();
    let mut at = HEADER;
    while let Some(length) = little_endian_u32_at(file, at + 4) {
        let start = at;
        let content = start + 8..(start + 8).saturating_add(length);
        if content.end > end {
            break;
        }
        // The last byte may be missing where nothing follows.
        let next = content.end.saturating_add(length % 2).min(end);
        let kind = [file[start], file[start + 1], file[start + 2], file[start + 3]];
        chunks.push(RiffChunk { kind, start, content, end: next });
        at = next;
    }
    chunks
}
