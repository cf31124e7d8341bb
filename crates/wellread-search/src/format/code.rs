//! Numbers and words as text, and hashes.
//!
//! A number is written in the 92 printable ASCII characters that JSON needs not escape and HTML
//! does not mind. A value below 64 is one character; above, each leading character holds one of 28
//! low digits. Read from the left, the value is the sum of `digit × 28ⁿ`. Streams of like numbers
//! written this way compress to about their entropy, and no host has to serve binary files.

use xxhash_rust::xxh3::xxh3_64;

use crate::constants::{DIGIT_BASE, LAST_DIGITS};

/// The digits in order: printable ASCII without the quotation mark and the backslash, which JSON
/// would escape, and without `<`, so that no file can hold the end of a script element.
const ALPHABET: [u8; 92] = {
    let mut table = [0; 92];
    let (mut at, mut byte) = (0, 32);
    while byte < 127 {
        if byte != b'"' && byte != b'<' && byte != b'\\' {
            table[at] = byte;
            at += 1;
        }
        byte += 1;
    }
    table
};

/// The value of each character; 0 for those that are no digits.
const DIGITS: [u8; 128] = {
    let mut table = [0; 128];
    let mut at = 0;
    while at < 92 {
        table[ALPHABET[at] as usize] = at as u8;
        at += 1;
    }
    table
};

/// The value of one digit.
pub(crate) fn value(digit: u8) -> u8 {
    DIGITS[usize::from(digit & 127)]
}

/// Appends a number.
#[inline]
pub(crate) fn push(out: &mut String, value: u32) {
    digits(value, |digit| out.push(char::from(digit)));
}

/// Appends a number to text that is not yet a `String`.
#[inline]
pub(crate) fn push_bytes(out: &mut Vec<u8>, value: u32) {
    digits(value, |digit| out.push(digit));
}

/// Calls `digit` for each character of a number, from the left.
#[inline]
fn digits(mut value: u32, mut digit: impl FnMut(u8)) {
    // Subtracting first leaves no value with two spellings, and makes two characters reach further.
    while value >= LAST_DIGITS {
        value -= LAST_DIGITS;
        digit(ALPHABET[(LAST_DIGITS + value % DIGIT_BASE) as usize]);
        value /= DIGIT_BASE;
    }
    digit(ALPHABET[value as usize]);
}

/// Reads numbers, and the letters between them, from the left, in the order in which they were
/// written. It reads only what this program wrote, so to read past the end or in the middle of a
/// letter is a bug.
pub(crate) struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// Whether nothing is left to read.
    pub(crate) fn done(&self) -> bool {
        self.at >= self.text.len()
    }

    /// The next number.
    #[inline]
    pub(crate) fn number(&mut self) -> u32 {
        let (mut value, mut unit) = (0, 1);
        loop {
            let byte = self.text.as_bytes()[self.at];
            self.at += 1;
            let digit = u32::from(DIGITS[usize::from(byte)]);
            value += digit * unit;
            if digit < LAST_DIGITS {
                return value;
            }
            unit *= DIGIT_BASE;
        }
    }

    /// The characters up to the next comma or space, which is left for the next call.
    pub(crate) fn letters(&mut self) -> &'a str {
        let rest = &self.text[self.at..];
        let end = rest.find([',', ' ']).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    /// The next word of a front-coded list, of which `last` is the word before.
    pub(crate) fn front_coded(&mut self, last: &str) -> String {
        let shared = self.number() as usize;
        format!("{}{}", &last[..shared], self.letters())
    }

    /// The next `length` bytes.
    #[inline]
    pub(crate) fn slice(&mut self, length: usize) -> &'a str {
        let slice = &self.text[self.at..self.at + length];
        self.at += length;
        slice
    }

    /// The rest of the text.
    pub(crate) fn rest(self) -> &'a str {
        &self.text[self.at..]
    }

    /// Takes the next character if it is the given one.
    pub(crate) fn take(&mut self, byte: u8) -> bool {
        let found = self.text.as_bytes().get(self.at) == Some(&byte);
        self.at += usize::from(found);
        found
    }
}

/// The hash of some bytes in lower-case letters and digits, 5 bits each. `i`, `l`, `o` and
/// `u` are left out (Crockford's Base32), so that a name read out loud or typed is not confused.
pub(crate) fn hash_name(bytes: &[u8], length: usize) -> String {
    const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut hash = xxh3_64(bytes);
    (0..length)
        .map(|_| {
            let letter = LETTERS[(hash & 31) as usize];
            hash >>= 5;
            char::from(letter)
        })
        .collect()
}

/// A hash of a word sequence that JavaScript can compute too: FNV-1a, 32 bits, with the constants
/// of its authors. It takes code points instead of bytes, because JavaScript has no bytes of a
/// string at hand; and not 64 bits, because there it would need big integers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fnv(u32);

impl Default for Fnv {
    fn default() -> Self {
        Self(0x811c_9dc5)
    }
}

impl Fnv {
    /// Adds a stretch of text; adding two is adding them in one piece.
    pub(crate) fn add(&mut self, text: &str) {
        self.0 =
            text.chars().fold(self.0, |hash, c| (hash ^ u32::from(c)).wrapping_mul(0x0100_0193));
    }

    pub(crate) fn value(self) -> u32 {
        self.0
    }
}

/// The [`Fnv`] hash of a text.
pub(crate) fn fnv(text: &str) -> u32 {
    let mut hash = Fnv::default();
    hash.add(text);
    hash.value()
}

/// How many bytes of plain ASCII two words share at their beginning: what front coding leaves out.
/// Only ASCII, because there a byte is a character for JavaScript too.
pub(crate) fn shared_ascii(a: &str, b: &str) -> usize {
    a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b && a.is_ascii()).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_survive(values in prop::collection::vec(prop_oneof![0u32..200, any::<u32>()], 0..50)) {
            let mut text = String::new();
            for &value in &values {
                push(&mut text, value);
            }
            let mut reader = Reader::new(&text);
            let back: Vec<u32> = values.iter().map(|_| reader.number()).collect();
            prop_assert!(reader.done());
            prop_assert_eq!(back, values);
        }
    }

    #[test]
    fn small_numbers_take_one_character() {
        let mut text = String::new();
        push(&mut text, 63);
        assert_eq!(text.len(), 1);
    }
}
