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
pub(crate) fn push(out: &mut String, value: u32) {
    digits(value, |digit| out.push(char::from(digit)));
}

/// Appends a number to text that is not yet a `String`.
pub(crate) fn push_bytes(out: &mut Vec<u8>, value: u32) {
    digits(value, |digit| out.push(digit));
}

fn digits(mut value: u32, mut digit: impl FnMut(u8)) {
    while value >= LAST {
        value -= LAST;
        digit(ALPHABET[(LAST + value % BASE) as usize]);
        value /= BASE;
    }
    digit(ALPHABET[value as usize]);
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

/// Appends a text as JSON.
pub(crate) fn push_json(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let mut rest = text.as_bytes();
    while !rest.is_empty() {
        let (plain, others) = rest.split_at(plain(rest));
        out.extend_from_slice(plain);
        let Some((&special, others)) = others.split_first() else { break };
        match special {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\t' => out.extend_from_slice(b"\\t"),
            control => out.extend_from_slice(format!("\\u{control:04x}").as_bytes()),
        }
        rest = others;
    }
    out.push(b'"');
}

/// How many bytes at the beginning stand for themselves in JSON.
fn plain(text: &[u8]) -> usize {
    const ONES: u64 = u64::MAX / 255;
    // In each byte the highest bit is set if it is zero; only above a zero byte others may be wrong.
    let zero = |word: u64| word.wrapping_sub(ONES) & !word;
    let (words, _) = text.as_chunks::<8>();
    let mut at = 0;
    for word in words {
        let word = u64::from_le_bytes(*word);
        let control = word.wrapping_sub(ONES * 0x20) & !word;
        let quote = zero(word ^ (ONES * u64::from(b'"')));
        let backslash = zero(word ^ (ONES * u64::from(b'\\')));
        if (control | quote | backslash) & (ONES * 0x80) != 0 {
            break;
        }
        at += 8;
    }
    let special = |&byte: &u8| byte < 0x20 || byte == b'"' || byte == b'\\';
    at + text[at..].iter().position(special).unwrap_or(text.len() - at)
}

/// A file's data as the script that hands it to the runtime: its name, without `.js`, and its bytes.
pub(crate) fn script(kind: &str, hash_length: usize, data: &impl Serialize) -> (String, Vec<u8>) {
    let mut bytes = Vec::new();
    let name = script_into(&mut bytes, kind, hash_length, |out| {
        serde_json::to_writer(out, data).expect("strings, numbers and lists always serialise");
    });
    (name, bytes)
}

/// Replaces `out` by a script whose data is written by `data`; returns its name.
pub(crate) fn script_into(
    out: &mut Vec<u8>,
    kind: &str,
    hash_length: usize,
    data: impl FnOnce(&mut Vec<u8>),
) -> String {
    out.clear();
    out.extend_from_slice(b"Wellread.add(\"");
    out.extend_from_slice(kind.as_bytes());
    let hash = out.len()..out.len() + hash_length;
    out.resize(hash.end, b'-');
    out.extend_from_slice(b"\",");
    let start = out.len();
    data(out);
    let letters = hash_name(&out[start..], hash_length);
    out[hash].copy_from_slice(letters.as_bytes());
    out.extend_from_slice(b")\n");
    format!("{kind}{letters}")
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

    proptest! {
        #[test]
        fn text_is_json(parts in prop::collection::vec("[a-z ]{0,12}|[\\x00-\\x22\\x5b-\\x5d\\x7f]|\\PC", 0..9)) {
            let (text, mut json) = (parts.concat(), Vec::new());
            push_json(&mut json, &text);
            prop_assert_eq!(serde_json::from_slice::<String>(&json).unwrap(), text);
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
