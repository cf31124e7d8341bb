//! The words of a vocabulary file: front-coded, each with its number of pages.

use super::code::{Reader, push, shared_ascii};

/// A word of the hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KnownWord {
    pub(crate) word: String,
    /// How many pages have its stem.
    pub(crate) pages: u32,
}

/// Appends a word after `last`, the one before it in the file; "" if it is the first.
pub(crate) fn append(text: &mut String, last: &str, word: &str, pages: u32) {
    let shared = shared_ascii(last, word);
    push(text, shared as u32);
    text.push_str(&word[shared..]);
    text.push(',');
    push(text, pages);
}

/// The words of a file, in its order.
pub(crate) fn read(text: &str) -> Vec<KnownWord> {
    let (mut words, mut reader, mut word) = (Vec::new(), Reader::new(text), String::new());
    while !reader.done() {
        word = reader.front_coded(&word);
        reader.take(b',');
        words.push(KnownWord { word: word.clone(), pages: reader.number() });
    }
    words
}
