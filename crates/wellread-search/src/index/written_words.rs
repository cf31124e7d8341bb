//! Finds what is known of a word by the bytes in which it is written.
//!
//! Every word of every text is looked up here, and two in five are so rare that the look-up waits
//! for memory. So a hash table of four bytes an entry, which stays in the processor's cache,
//! points into a list of items in the order in which the words were met: frequent ones lie side by
//! side at its beginning, and a rare one costs a single line of memory.

use rustc_hash::FxHashMap;

use super::places::Places;
use super::word_key::word_key;

/// A word where it is written in a text.
pub(super) struct WrittenWord {
    pub(super) start: usize,
    pub(super) end: usize,
    /// See [`word_key`]; 0 if the word has none.
    key: u128,
    /// What [`WrittenWords::find_all`] found: the number of the word's item plus one, or 0.
    found: u32,
}

impl WrittenWord {
    /// The word between two places of a text.
    #[inline]
    pub(super) fn new(text: &str, start: usize, end: usize) -> Self {
        let key = word_key(text.as_bytes(), start, end).unwrap_or_default();
        Self { start, end, key, found: 0 }
    }

    /// The number of the word's item, if it was found.
    #[inline]
    pub(super) fn found(&self) -> Option<u32> {
        self.found.checked_sub(1)
    }
}

/// Items by the written words for which they were inserted, each with a number from 0.
pub(super) struct WrittenWords<T> {
    /// The items of words that have a key.
    places: Places,
    items: Vec<Keyed<T>>,
    /// The numbers of the few words whose bytes do not fit a key.
    long: FxHashMap<Box<str>, u32>,
}

/// An item and the key of its word; 0 if the word has none.
struct Keyed<T> {
    key: u128,
    item: T,
}

impl<T> WrittenWords<T> {
    /// Empty, with room for this many words.
    pub(super) fn with_capacity(words: usize) -> Self {
        Self {
            places: Places::with_capacity(words),
            items: Vec::with_capacity(words),
            long: FxHashMap::default(),
        }
    }

    /// Looks up the words of a text.
    pub(super) fn find_all(&self, text: &str, words: &mut [WrittenWord]) {
        // Nearly all are at the first place where they can be. Without a branch between two words,
        // the processor asks memory for many of them at the same time.
        for word in &mut *words {
            word.found = self.places.first(hash(word.key)).map_or(0, |number| number + 1);
        }
        for word in words {
            if word.found == 0
                || self.items[word.found as usize - 1].key != word.key
                || word.key == 0
            {
                word.found = self.find(text, word).map_or(0, |number| number + 1);
            }
        }
    }

    /// The number of the item of a word.
    pub(super) fn find(&self, text: &str, word: &WrittenWord) -> Option<u32> {
        if word.key == 0 {
            return self.long.get(&text[word.start..word.end]).copied();
        }
        self.places.find(hash(word.key), |number| self.items[number as usize].key == word.key)
    }

    /// Adds a word that is not yet known, and returns its number.
    pub(super) fn insert(&mut self, text: &str, word: &WrittenWord, item: T) -> u32 {
        let number = self.items.len() as u32;
        if word.key == 0 {
            self.long.insert(text[word.start..word.end].into(), number);
        }
        self.items.push(Keyed { key: word.key, item });
        let items = &self.items;
        let key = |number: u32| items[number as usize].key;
        self.places.add_last(number, |number| (key(number) != 0).then(|| hash(key(number))));
        number
    }

    #[inline]
    pub(super) fn get_mut(&mut self, number: u32) -> &mut T {
        &mut self.items[number as usize].item
    }
}

/// The hash of a key.
#[inline]
fn hash(key: u128) -> u64 {
    /// Digits of π: numbers without a pattern in their bits.
    const PI: [u64; 2] = [0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7345];
    // Of a product of two words the upper half depends on all bits of both, as the lower does
    // not; together they spread words that differ in their last letters only.
    let (low, high) = (key as u64 ^ PI[0], (key >> 64) as u64 ^ PI[1]);
    let product = u128::from(low) * u128::from(high);
    product as u64 ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_again() {
        let list: Vec<String> =
            (0..3000).map(|n| "a".repeat(1 + n % 20) + &n.to_string()).collect();
        let text = list.join(" ");
        let mut words = WrittenWords::with_capacity(1);
        let mut written = Vec::new();
        for (number, word) in list.iter().enumerate() {
            let start = written.last().map_or(0, |last: &WrittenWord| last.end + 1);
            written.push(WrittenWord::new(&text, start, start + word.len()));
            assert_eq!(words.find(&text, &written[number]), None);
            assert_eq!(words.insert(&text, &written[number], number), number as u32);
        }
        words.find_all(&text, &mut written);
        for (number, word) in written.iter().enumerate() {
            assert_eq!(word.found(), Some(number as u32));
            assert_eq!(*words.get_mut(number as u32), number);
        }
        let mut others = ["b1", "a9999", "aaaaaaaaaaaaaaaaaaaa9999"]
            .map(|word| WrittenWord::new(word, 0, word.len()));
        words.find_all("aaaaaaaaaaaaaaaaaaaa9999", &mut others);
        assert!(others.iter().all(|word| word.found().is_none()));
    }
}
