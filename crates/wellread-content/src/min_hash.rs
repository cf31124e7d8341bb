//! Estimates the similarity of two texts (MinHash).
//!
//! A text is cut into all its runs of three words, and the smallest hashes of these runs stand for
//! it. The smallest hashes of two texts together are a random sample of all their runs, so the part
//! of them that both texts have estimates the part that the texts have in common (MinHash with one
//! permutation: A. Broder, "On the resemblance and containment of documents", 1997). Short texts
//! are compared exactly. Nothing here knows what a text is about.

use xxhash_rust::xxh3::xxh3_64;

/// How many hashes stand for a text. The estimate is off by 6 % at most, two times out of three.
const SIZE: usize = 64;

/// How many words make a run. A changed word changes this many runs.
const RUN: usize = 3;

/// A text with fewer words says too little: "Write here." is in many files.
const FEW_WORDS: usize = 20;

/// What is stored of a text to compare it with others.
#[derive(Debug, Clone, Default)]
pub(crate) struct MinHash {
    /// The smallest hashes of its runs, in ascending order.
    hashes: Box<[u64]>,
    is_short: bool,
}

impl MinHash {
    /// Takes a text. Its words are what white space separates.
    pub(crate) fn new(text: &str) -> Self {
        // A word and its space take six bytes on average, in Markdown rather more.
        let mut runs = Vec::with_capacity(text.len() / 6);
        let (mut words, mut last) = (0, [0; RUN]);
        for word in words_of(text) {
            let [_, second, third] = last;
            last = [second, third, xxh3_64(word)];
            words += 1;
            if words >= RUN {
                runs.push(combined(last));
            }
        }
        // The smallest come first, in no order; that takes one pass over the others.
        if runs.len() > SIZE * 2 {
            runs.select_nth_unstable(SIZE * 2);
            runs.truncate(SIZE * 2);
        }
        runs.sort_unstable();
        // A run that is repeated counts once.
        runs.dedup();
        runs.truncate(SIZE);
        Self { hashes: runs.into(), is_short: words < FEW_WORDS }
    }

    /// Whether the text is too short to be compared with others by its words alone.
    pub(crate) fn is_short(&self) -> bool {
        self.is_short
    }

    /// The part of their runs that two texts have in common, from 0 to 1.
    pub(crate) fn similarity(&self, other: &Self) -> f64 {
        let (mut a, mut b) = (self.hashes.iter().peekable(), other.hashes.iter().peekable());
        let (mut all, mut common) = (0_u32, 0_u32);
        while all < SIZE as u32 {
            let (in_a, in_b) = match (a.peek(), b.peek()) {
                (Some(one), Some(two)) => (one <= two, two <= one),
                (one, two) => (one.is_some(), two.is_some()),
            };
            if !in_a && !in_b {
                break;
            }
            if in_a {
                a.next();
            }
            if in_b {
                b.next();
            }
            all += 1;
            common += u32::from(in_a && in_b);
        }
        if all == 0 { 0.0 } else { f64::from(common) / f64::from(all) }
    }

    /// The hashes by which texts like this one are found. For two texts that have two thirds in
    /// common, all but one pair in several thousand share one of them.
    pub(crate) fn keys(&self) -> &[u64] {
        &self.hashes[..self.hashes.len().min(8)]
    }
}

/// The words of a text: what ASCII white space separates.
fn words_of(text: &str) -> impl Iterator<Item = &[u8]> {
    let mut rest = text.as_bytes();
    std::iter::from_fn(move || {
        while rest.first()?.is_ascii_whitespace() {
            rest = &rest[1..];
        }
        let (word, after) = rest.split_at(word_length(rest));
        rest = after;
        Some(word)
    })
}

/// How many bytes come before the first white space.
fn word_length(text: &[u8]) -> usize {
    const ONES: u64 = u64::MAX / 0xff;
    const HIGH: u64 = 0x80 * ONES;
    let (chunks, _) = text.as_chunks::<8>();
    let mut length = 0;
    for &chunk in chunks {
        // Eight bytes at once: the lowest one up to a space is the first whose topmost bit the
        // subtraction sets, and which did not have it before.
        let bytes = u64::from_le_bytes(chunk);
        let blanks = bytes.wrapping_sub((u64::from(b' ') + 1) * ONES) & !bytes & HIGH;
        length += (blanks.trailing_zeros() / 8) as usize;
        if blanks != 0 {
            break;
        }
    }
    // A control character may have been in the way that is no white space.
    let rest = &text[length..];
    length + rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len())
}

/// One hash of several, in their order.
fn combined(words: [u64; RUN]) -> u64 {
    // Odd constants with bits all over, as multiplicative hashes use them.
    let mixed = words.iter().fold(0x9e37_79b9_7f4a_7c15_u64, |hash, word| {
        (hash ^ word).wrapping_mul(0xff51_afd7_ed55_8ccd).rotate_left(29)
    });
    (mixed ^ (mixed >> 32)).wrapping_mul(0xc4ce_b9fe_1a85_ec53)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text of different words.
    fn text(words: std::ops::Range<usize>) -> String {
        words.map(|number| format!("word{number} ")).collect()
    }

    #[test]
    fn similarity_is_the_part_in_common() {
        let hashes = |text: &str| MinHash::new(text);
        let whole = hashes(&text(0..1000));
        assert_eq!(whole.similarity(&hashes(&text(0..1000))), 1.0);
        assert_eq!(whole.similarity(&hashes(&text(1000..2000))), 0.0);
        // A third of all runs.
        let half = whole.similarity(&hashes(&text(500..1500)));
        assert!((0.2..0.47).contains(&half), "{half}");
        let changed = hashes(&text(0..1000).replace("word500 ", "other "));
        assert!(whole.similarity(&changed) > 0.9);
        // Short texts exactly: of 38 runs of both together, three are in each alone.
        let (one, two) = (text(0..37), text(0..37).replace("word20 ", "other "));
        assert!((hashes(&one).similarity(&hashes(&two)) - 32.0 / 38.0).abs() < 1e-9);
    }

    #[test]
    fn words_are_what_white_space_separates() {
        for text in [
            "",
            " ",
            "one",
            "one two  three\n\nfour\t ",
            "a long-winded, hyphenated sentence; with marks!",
            "con\u{1}trol \u{b}\u{c} characters",
            "niño\u{a0}y niña, 什么 是",
            "        eight spaces, then eightnnn eightnnn\r\n",
        ] {
            let words: Vec<&[u8]> = text.split_ascii_whitespace().map(str::as_bytes).collect();
            assert_eq!(words_of(text).collect::<Vec<_>>(), words, "{text}");
        }
    }

    #[test]
    fn texts_without_words_have_nothing_in_common() {
        for empty in ["", "one two", " \n "] {
            assert_eq!(MinHash::new(empty).similarity(&MinHash::new(empty)), 0.0);
            assert!(MinHash::new(empty).is_short());
        }
        assert!(!MinHash::new(&text(0..20)).is_short());
    }

    #[test]
    fn a_text_that_repeats_itself_is_one_run() {
        let plan = MinHash::new(&"plan ".repeat(10_000));
        assert_eq!(plan.hashes.len(), 1);
    }
}
