//! Looks at eight bytes of ASCII at once. Nearly all text is ASCII, and such questions are asked of
//! each byte of a hub.
//!
//! The bytes are one integer, the first of them lowest. An answer has the topmost bit of each byte of
//! which something is true, and no other bits.

use std::ops::RangeInclusive;

/// The topmost bit of each byte.
pub(super) const HIGH: u64 = 0x80 * ONES;

/// The lowest bit of each byte.
pub(super) const ONES: u64 = u64::MAX / 0xff;

/// Which bytes of `bytes` are in a range of ASCII. What is not ASCII must have been masked.
#[inline]
pub(super) fn is_in(bytes: u64, range: RangeInclusive<u8>) -> u64 {
    // No sum reaches the next byte. One has the topmost bit from the start on, the other after the
    // end.
    let from_start = bytes + u64::from(0x80 - range.start()) * ONES;
    let after_end = bytes + u64::from(0x7f - range.end()) * ONES;
    from_start & !after_end & HIGH
}

/// Which bytes are letters of ASCII, in either case.
#[inline]
pub(super) fn letters(bytes: u64) -> u64 {
    // The bit that tells lower from upper case.
    is_in((bytes & !HIGH) | (0x20 * ONES), b'a'..=b'z') & !bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_is_answered_for_itself() {
        for byte in 0..=255_u8 {
            for at in 0..8 {
                for filler in [0, b'a', b'Z', b'~', 0xff] {
                    let mut bytes = [filler; 8];
                    bytes[at] = byte;
                    let expected = |is_true: fn(u8) -> bool| {
                        bytes.iter().rev().fold(0, |answer, &byte| {
                            (answer << 8) | if is_true(byte) { 0x80 } else { 0 }
                        })
                    };
                    let word = u64::from_le_bytes(bytes);
                    assert_eq!(letters(word), expected(|byte| byte.is_ascii_alphabetic()));
                    let masked = bytes.map(|byte| byte & 0x7f);
                    let digits = masked.iter().rev().fold(0, |answer, byte| {
                        (answer << 8) | if byte.is_ascii_digit() { 0x80 } else { 0 }
                    });
                    assert_eq!(is_in(u64::from_le_bytes(masked), b'0'..=b'9'), digits);
                }
            }
        }
    }
}
