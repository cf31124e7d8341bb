//! PNG: chunks, each with its length, kind and checksum (PNG specification, third edition, section
//! 5).

use super::bytes::u32_at;
use super::exif;
use super::pieces::Pieces;

/// Chunks that a decoder needs to show the image as it is meant: those of the image itself, of its
/// colors, of its density, and of animations.
const SHOWN: [&[u8; 4]; 19] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB",
    b"cICP", b"mDCV", b"cLLI", b"bKGD", b"hIST", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

/// The signature before the first chunk, in bytes.
const SIGNATURE: usize = 8;
/// Length and kind before the content of a chunk, in bytes.
const HEADER: usize = 8;
/// The checksum after it.
const CHECKSUM: usize = 4;

/// Adds the pieces that are published. Whether the file is whole.
pub(super) fn clean(file: &[u8], pieces: &mut Pieces) -> bool {
    pieces.push_range(0..SIGNATURE);
    let mut at = SIGNATURE;
    let mut has_data = false;
    while let Some((length, kind)) = header(file, at) {
        let is_shown = SHOWN.contains(&&kind);
        has_data |= &kind == b"IDAT";
        let end = at.saturating_add(HEADER + CHECKSUM).saturating_add(length);
        if end > file.len() {
            if is_shown {
                pieces.push_range(at..file.len());
            }
            // A truncated image, as in tests, may not even hold its first chunk whole.
            return at == SIGNATURE;
        }
        if is_shown {
            pieces.push_range(at..end);
        } else if &kind == b"eXIf" {
            let block = &file[at + HEADER..end - CHECKSUM];
            if let Some(orientation @ 2..) = exif::orientation(block) {
                pieces.replace(file, at..end, chunk(b"eXIf", &exif::block(orientation)));
            }
        }
        if &kind == b"IEND" {
            // Whatever follows is not read by any decoder.
            return true;
        }
        at = end;
    }
    pieces.push_range(at..file.len());
    !has_data
}

/// How the image is to be turned, if a chunk before its data says so.
pub(super) fn orientation(file: &[u8]) -> Option<u8> {
    let mut at = SIGNATURE;
    loop {
        let (length, kind) = header(file, at)?;
        let content = at + HEADER;
        let end = content.checked_add(length)?;
        match &kind {
            b"eXIf" => return exif::orientation(file.get(content..end)?),
            b"IDAT" | b"IEND" => return None,
            _ => at = end.checked_add(CHECKSUM)?,
        }
    }
}

/// The length and the kind of the chunk at a place. `None` if no chunk can be there.
fn header(file: &[u8], at: usize) -> Option<(usize, [u8; 4])> {
    let kind = *file.get(at.checked_add(4)?..)?.first_chunk::<4>()?;
    let is_kind = kind.iter().all(u8::is_ascii_alphabetic);
    Some((u32_at(file, at)?, kind)).filter(|_| is_kind)
}

/// A chunk, with its length and checksum.
fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let checked = [kind, content].concat();
    let length = u32::try_from(content.len()).unwrap_or(u32::MAX);
    let mut chunk = length.to_be_bytes().to_vec();
    chunk.extend(&checked);
    chunk.extend(crc(&checked).to_be_bytes());
    chunk
}

/// The checksum of a chunk (section 5.5), bit by bit: only a few bytes are ever checked.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_the_specification() {
        assert_eq!(chunk(b"IEND", b""), b"\0\0\0\0IEND\xae\x42\x60\x82");
    }
}
