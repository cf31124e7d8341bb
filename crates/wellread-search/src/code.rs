//! Numbers as text, and names that carry the hash of what they name.
//!
//! A number is written in the 92 printable ASCII characters that JSON needs not escape and HTML
//! does not mind. A value below 64 is one character; above, each leading character holds one of 28 low
//! digits. Read from the left, the value is the sum of `digit × 28ⁿ`. Streams of like numbers written
//! this way compress to about their entropy, and no host has to serve binary files.

use serde::Serialize;
use xxhash_rust::xxh3::xxh3_64;

/// Values below this take one character.
const LAST: u32 = 64;
/// The base of the characters before the last.
const BASE: u32 = 28;

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

const DIGITS: [u8; 128] = {
    let mut table = [0; 128];
    let mut at = 0;
    while at < 92 {
        table[ALPHABET[at] as usize] = at as u8;
        at += 1;
    }
    table
};

/// Appends a number.
pub(crate) fn push(out: &mut String, mut value: u32) {
    while value >= LAST {
        value -= LAST;
        out.push(char::from(ALPHABET[(LAST + value % BASE) as usize]));
        value /= BASE;
    }
    out.push(char::from(ALPHABET[value as usize]));
}

/// Reads numbers, and the letters between them, from the left.
pub(crate) struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    pub(crate) fn done(&self) -> bool {
        self.at >= self.text.len()
    }

    /// The next number. Past the end, or at something that is no digit, it is 0 or ends early: a
    /// damaged file gives wrong results, never a panic.
    pub(crate) fn number(&mut self) -> u32 {
        let (mut value, mut unit) = (0u32, 1u32);
        while let Some(&byte) = self.text.as_bytes().get(self.at) {
            self.at += 1;
            let digit = u32::from(DIGITS.get(usize::from(byte)).copied().unwrap_or(0));
            value = value.wrapping_add(digit.wrapping_mul(unit));
            if digit < LAST {
                break;
            }
            unit = unit.wrapping_mul(BASE);
        }
        value
    }

    /// The characters up to the next comma or space, which stays.
    pub(crate) fn letters(&mut self) -> &'a str {
        let rest = self.text.get(self.at..).unwrap_or("");
        let end = rest.find([',', ' ']).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    /// The next so many bytes; empty if there are not so many.
    pub(crate) fn slice(&mut self, length: usize) -> &'a str {
        let slice = self.text.get(self.at..self.at + length).unwrap_or("");
        self.at += length;
        slice
    }

    /// All that is left.
    pub(crate) fn rest(self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// Takes the next character if it is the given one.
    pub(crate) fn take(&mut self, byte: u8) -> bool {
        let found = self.text.as_bytes().get(self.at) == Some(&byte);
        self.at += usize::from(found);
        found
    }
}

/// The hash of some bytes in lower-case letters and digits that no file system confuses.
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

/// A hash of a word sequence that JavaScript can compute too: FNV-1a over code points, 32 bits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fnv(u32);

impl Default for Fnv {
    fn default() -> Self {
        Self(0x811c_9dc5)
    }
}

impl Fnv {
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

/// A file's data as the script that hands it to the runtime: its name, without `.js`, and its bytes.
pub(crate) fn script(kind: &str, hash_length: usize, data: &impl Serialize) -> (String, Vec<u8>) {
    let json = serde_json::to_vec(data).expect("strings, numbers and lists always serialise");
    let name = format!("{kind}{}", hash_name(&json, hash_length));
    let mut bytes = Vec::with_capacity(json.len() + name.len() + 20);
    bytes.extend_from_slice(b"Wellread.add(\"");
    bytes.extend_from_slice(name.as_bytes());
    bytes.extend_from_slice(b"\",");
    bytes.extend_from_slice(&json);
    bytes.extend_from_slice(b")\n");
    (name, bytes)
}

/// The data inside a file that [`script`] wrote.
pub(crate) fn data(bytes: &[u8]) -> &[u8] {
    let start = bytes.iter().position(|&b| b == b',').map_or(bytes.len(), |at| at + 1);
    let end = bytes.iter().rposition(|&b| b == b')').unwrap_or(bytes.len());
    bytes.get(start..end).unwrap_or(&[])
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

    #[test]
    fn a_script_gives_its_data_back() {
        let (name, bytes) = script("w", 8, &("a)", 1));
        assert_eq!(name.len(), 9);
        assert_eq!(data(&bytes), b"[\"a)\",1]");
    }
}
