//! Texts and their numbers.

use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

/// Texts, each once, with numbers from 0 in the order in which they were added.
///
/// One string holds all of them. Those of a hub then fit the processor's cache, into which one
/// allocation for each would not.
pub(super) struct Texts {
    letters: String,
    /// Where each text ends in `letters`.
    ends: Vec<u32>,
    /// Numbers plus one, each at the place that the hash of the text names or in the next free one;
    /// 0 for none. Its length is a power of two, and at least half of it is free.
    places: Vec<u32>,
}

impl Texts {
    /// Empty, with room for this many texts.
    pub(super) fn with_capacity(texts: usize) -> Self {
        let places = vec![0; (2 * texts).next_power_of_two()];
        Self { letters: String::new(), ends: Vec::with_capacity(texts), places }
    }

    /// The text with a number.
    pub(super) fn get(&self, number: u32) -> &str {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before as usize]);
        &self.letters[start as usize..self.ends[number as usize] as usize]
    }

    /// The number of a text, if it is among them.
    pub(super) fn find(&self, text: &str) -> Option<u32> {
        self.places[self.place(text)].checked_sub(1)
    }

    /// Adds a text that is not yet among them, and returns its number.
    pub(super) fn add(&mut self, text: &str) -> u32 {
        let number = self.ends.len() as u32;
        self.letters.push_str(text);
        self.ends.push(self.letters.len() as u32);
        if 2 * self.ends.len() > self.places.len() {
            self.places = vec![0; 2 * self.places.len()];
            (0..=number).for_each(|number| self.put(number));
        } else {
            self.put(number);
        }
        number
    }

    fn put(&mut self, number: u32) {
        let place = self.place(self.get(number));
        self.places[place] = number + 1;
    }

    /// The place of a text, or the free one where it would be.
    fn place(&self, text: &str) -> usize {
        let last = self.places.len() - 1;
        let mut place = FxBuildHasher.hash_one(text) as usize & last;
        while let Some(number) = self.places[place].checked_sub(1)
            && self.get(number) != text
        {
            place = (place + 1) & last;
        }
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_have_numbers() {
        let mut texts = Texts::with_capacity(1);
        let list: Vec<String> = (0..3000).map(|n| "é".repeat(n % 5) + &n.to_string()).collect();
        for (number, text) in list.iter().enumerate() {
            assert_eq!(texts.find(text), None);
            assert_eq!(texts.add(text), number as u32);
        }
        for (number, text) in list.iter().enumerate() {
            assert_eq!(texts.find(text), Some(number as u32));
            assert_eq!(texts.get(number as u32), text);
        }
        assert_eq!(texts.find("3000"), None);
    }
}
