//! A set of words that takes a byte and a half for each: a Bloom filter (Bloom, *Space/Time
//! Trade-offs in Hash Coding with Allowable Errors*, 1970). It never denies a word that it has; of
//! other words it takes one in three hundred for its own.

#[cfg(test)]
use super::code::push;
use super::code::{fnv, value};
use crate::constants::BLOOM_MULTIPLIER;

/// Bits for each word. With twelve, eight hashes are best.
#[cfg(test)]
const BITS: u32 = 12;

/// Bits that are looked at for each word.
const HASHES: u32 = 8;

/// Bits in one digit of the text.
const DIGIT: u32 = 6;

/// A Bloom filter.
#[derive(Debug)]
pub(crate) struct WordFilter {
    /// Six bits each.
    digits: Vec<u8>,
}

/// Filters are made when this program is developed, and stored in it.
#[cfg(test)]
impl WordFilter {
    /// The filter of these words.
    pub(crate) fn from_words(words: &[String]) -> Self {
        let mut digits = vec![0; (words.len() as u32 * BITS).div_ceil(DIGIT) as usize];
        for word in words {
            for bit in bits(word, digits.len()) {
                digits[(bit / DIGIT) as usize] |= 1 << (bit % DIGIT);
            }
        }
        Self { digits }
    }

    /// The filter as text, one character for six bits.
    pub(crate) fn text(&self) -> String {
        let mut text = String::with_capacity(self.digits.len());
        self.digits.iter().for_each(|digit| push(&mut text, u32::from(*digit)));
        text
    }
}

impl WordFilter {
    /// What [`WordFilter::text`] gave.
    pub(crate) fn read(text: &str) -> Self {
        Self { digits: text.bytes().map(value).collect() }
    }

    /// Whether the filter takes a word for its own.
    pub(crate) fn has(&self, word: &str) -> bool {
        let is_set = |bit: u32| self.digits[(bit / DIGIT) as usize] >> (bit % DIGIT) & 1 == 1;
        !self.digits.is_empty() && bits(word, self.digits.len()).all(is_set)
    }
}

/// The bits of a word in a filter of this many digits. Two hashes make all others (Kirsch and
/// Mitzenmacher, *Less Hashing, Same Performance*, 2006).
fn bits(word: &str, digits: usize) -> impl Iterator<Item = u32> {
    let size = digits as u64 * u64::from(DIGIT);
    let first = fnv(word);
    // The hash of other bytes would follow from the first; its high bits do not.
    let second = u64::from((first ^ first >> 15).wrapping_mul(BLOOM_MULTIPLIER));
    let first = u64::from(first);
    (0..u64::from(HASHES)).map(move |at| ((first + at * second) % size) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_knows_its_words_and_few_others() {
        let words: Vec<String> = (0..5000).map(|n| format!("word{n}")).collect();
        let filter = WordFilter::read(&WordFilter::from_words(&words).text());
        assert!(words.iter().all(|word| filter.has(word)));
        let wrong = (0..5000).filter(|n| filter.has(&format!("other{n}"))).count();
        assert!(wrong < 40, "{wrong}");
        assert!(!WordFilter::from_words(&[]).has("word"));
    }
}
