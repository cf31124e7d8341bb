//! GIF: a header, then blocks until the trailer (GIF89a specification, section 18 and following).

use super::pieces::Pieces;

/// Applications that say how the image is shown: how often it repeats, and its color profile.
const SHOWN: [&[u8; 11]; 3] = [b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"];

const EXTENSION: u8 = 0x21;
const IMAGE: u8 = 0x2c;
const TRAILER: u8 = 0x3b;
// What follows the byte of an extension.
const COMMENT: u8 = 0xfe;
const APPLICATION: u8 = 0xff;

/// Adds the pieces that are published. Whether the file is whole.
pub(super) fn clean(file: &[u8], pieces: &mut Pieces) -> bool {
    // Signature and screen; its flags say whether a table of colors follows.
    let mut at = 13 + file.get(10).map_or(0, |flags| color_table(*flags));
    pieces.push_range(0..at.min(file.len()));
    let mut has_image = false;
    while let Some(&kind) = file.get(at) {
        let end = match kind {
            TRAILER => {
                pieces.push_range(at..at + 1);
                return true;
            }
            EXTENSION => blocks_end(file, at + 2),
            IMAGE => {
                has_image = true;
                let table = file.get(at + 9).map_or(0, |flags| color_table(*flags));
                // A descriptor of ten bytes, the colors, and the size of the codes.
                blocks_end(file, at + 11 + table)
            }
            _ => None,
        };
        let is_shown = kind != EXTENSION || is_shown(file, at);
        let Some(end) = end else {
            if is_shown {
                pieces.push_range(at..file.len());
            }
            return !has_image;
        };
        if is_shown {
            pieces.push_range(at..end);
        }
        at = end;
    }
    !has_image
}

/// Whether the extension at a place says how the image is shown.
fn is_shown(file: &[u8], at: usize) -> bool {
    match file.get(at + 1) {
        Some(&COMMENT) => false,
        Some(&APPLICATION) => {
            let name = file.get(at + 3..).and_then(|rest| rest.first_chunk());
            name.is_some_and(|name| SHOWN.contains(&name))
        }
        _ => true,
    }
}

/// The size of a table of colors in bytes, by the flags before it.
const fn color_table(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// Where a list of blocks ends, each of which begins with its length; the last has none. `None` if
/// it reaches out of the file.
fn blocks_end(file: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let length = usize::from(*file.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}
