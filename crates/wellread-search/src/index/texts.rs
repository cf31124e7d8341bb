//! Texts and their numbers.

use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

use super::places::Places;

/// Texts, each once, with numbers from 0 in the order in which they were added.
///
/// One string holds all of them. Those of a hub then fit the processor's cache, into which one
/// allocation for each would not.
pub(super) struct Texts {
    letters: String,
    /// Where each text ends in `letters`.
    ends: Vec<u32>,
    places: Places,
}

impl Texts {
    /// Empty, with room for this many texts.
    pub(super) fn with_capacity(texts: usize) -> Self {
        let (ends, places) = (Vec::with_capacity(texts), Places::with_capacity(texts));
        Self { letters: String::new(), ends, places }
    }

    /// The text with a number.
    #[inline]
    pub(super) fn get(&self, number: u32) -> &str {
        text_at(&self.letters, &self.ends, number)
    }

    /// The number of a text, if it is among them.
    pub(super) fn find(&self, text: &str) -> Option<u32> {
        self.places.find(hash(text), |number| self.get(number) == text)
    }

    /// Adds a text that is not yet among them, and returns its number.
    pub(super) fn add(&mut self, text: &str) -> u32 {
        let number = self.ends.len() as u32;
        self.letters.push_str(text);
        self.ends.push(self.letters.len() as u32);
        let Self { letters, ends, places } = self;
        places.add_last(number, |number| Some(hash(text_at(letters, ends, number))));
        number
    }
}

#[inline]
fn text_at<'a>(letters: &'a str, ends: &[u32], number: u32) -> &'a str {
    let start = number.checked_sub(1).map_or(0, |before| ends[before as usize]);
    &letters[start as usize..ends[number as usize] as usize]
}

fn hash(text: &str) -> u64 {
    FxBuildHasher.hash_one(text)
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
