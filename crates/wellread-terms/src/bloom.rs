//! A Bloom filter with one hash function, and the hashes that go into it.
//!
//! Nearly every word of a text leads nowhere in the trie. The filter says so from the word's bytes
//! alone, so that only a few words are folded and looked up. It may have false positives, which the
//! lookup in `trie.rs` then rejects, but no false negatives. It serves ASCII words only; other
//! words must be folded before they can be compared at all.

/// A set of hashes that may report a hash it does not hold, but never misses one that it holds.
#[derive(Debug)]
pub(super) struct BloomFilter {
    /// The bits, in a power of two of words, so that a mask can replace the remainder.
    bits: Vec<u64>,
}

impl BloomFilter {
    /// A filter of these hashes, with about sixteen bits or more for each.
    pub(super) fn new(hashes: &[u64]) -> Self {
        // Sixteen bits for each hash give at most one false positive in sixteen, and usually fewer,
        // as the size is rounded up. A second hash function would cost more than such a rare
        // lookup.
        let mut bits = vec![0; (hashes.len() / 4).next_power_of_two().max(64)];
        for &hash in hashes {
            let at = bit_index(hash, bits.len());
            bits[at / 64] |= 1 << (at % 64);
        }
        Self { bits }
    }

    /// Whether the hash may be in the set. If not, it certainly isn't.
    #[inline]
    pub(super) fn may_hold(&self, hash: u64) -> bool {
        let at = bit_index(hash, self.bits.len());
        self.bits[at / 64] >> (at % 64) & 1 != 0
    }
}

/// The bit that stands for a hash in a filter of `length` words, a power of two.
#[inline]
fn bit_index(hash: u64, length: usize) -> usize {
    // A product is mixed best in its upper bits.
    (hash >> 32) as usize & (length * 64 - 1)
}

/// Two ASCII words of at most this many bytes have the same [`word_hash`] only if they are equal
/// apart from case, so that the hash can stand for the word.
pub(super) const UNIQUE_HASH_LENGTH: usize = 8;

/// An odd constant with no pattern in its bits: 2⁶⁴ divided by the golden ratio (Knuth, *The Art of
/// Computer Programming*, section 6.4). Multiplying by an odd number merges no two hashes.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// A hash of the ASCII word `text[start..end]` that ignores case: of its length and its first eight
/// bytes.
#[inline]
pub(super) fn word_hash(text: &[u8], start: usize, end: usize) -> u64 {
    let length = end - start;
    // The whole text is passed so that one load of eight bytes, past the end of a short word,
    // serves every word except those at the end of the text.
    let head = match text.get(start..start + 8) {
        Some(bytes) => {
            let bytes = bytes.try_into().map_or(0, u64::from_le_bytes);
            if length < 8 {
                return short_word_hash(bytes, length);
            }
            bytes
        }
        None => text[start..end].iter().rev().fold(0, |head, &byte| (head << 8) | u64::from(byte)),
    };
    hash_of(head, length)
}

/// [`word_hash`] of the first `length` of these eight bytes, of which the first is lowest. Not of
/// all eight.
#[inline]
pub(super) fn short_word_hash(bytes: u64, length: usize) -> u64 {
    hash_of(bytes & ((1 << (8 * length)) - 1), length)
}

/// The hash of a word by its first bytes and its length.
#[inline]
fn hash_of(head: u64, length: usize) -> u64 {
    // Setting 0x20 turns an upper-case letter into lower case. Digits have that bit already, and
    // `_` becomes 0x7f, which no word contains. The length in the topmost byte tells words of up to
    // eight bytes apart: padding there becomes 0x21 to 0x27, which an eighth letter or digit never
    // becomes.
    let lower = (head | 0x2020_2020_2020_2020) ^ ((length as u64) << 56);
    lower.wrapping_mul(GOLDEN)
}

/// The hash of the step from a node of the trie by a word with this hash.
#[inline]
pub(super) fn step_hash(node: u32, word: u64) -> u64 {
    (word ^ u64::from(node)).wrapping_mul(GOLDEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(text: &str, word: &str) -> u64 {
        let start = text.find(word).unwrap();
        word_hash(text.as_bytes(), start, start + word.len())
    }

    #[test]
    fn a_word_has_one_hash_wherever_it_is() {
        for word in ["a", "plan", "planner", "planners", "accommodation"] {
            let upper = word.to_uppercase();
            let alone = hash(word, word);
            assert_eq!(hash(&format!("x {word} and much more text"), word), alone);
            assert_eq!(hash(&format!("x {upper} y"), &upper), alone);
        }
    }

    #[test]
    fn short_words_never_share_a_hash() {
        let words =
            ["a", "b", "aa", "0", "_", "p", "plan", "plane", "planner", "planners", "plannert"];
        for (at, word) in words.iter().enumerate() {
            for other in &words[..at] {
                assert_ne!(hash(word, word), hash(other, other), "{word} and {other}");
            }
        }
        // Beyond eight bytes only the length counts.
        assert_eq!(hash("plannersX", "plannersX"), hash("plannersY", "plannersY"));
        assert_ne!(hash("plannersX", "plannersX"), hash("plannersXX", "plannersXX"));
    }

    #[test]
    fn the_node_is_part_of_a_step() {
        let word = hash("plan", "plan");
        assert_ne!(step_hash(1, word), step_hash(2, word));
        assert_ne!(step_hash(1, word), step_hash(1, hash("team", "team")));
    }

    #[test]
    fn no_false_negatives_and_few_false_positives() {
        let hashes: Vec<u64> = (0..5_000_u32).map(|n| step_hash(n, u64::from(n))).collect();
        let bloom = BloomFilter::new(&hashes);
        assert!(hashes.iter().all(|&hash| bloom.may_hold(hash)));
        let others = (0..5_000).filter(|&n| bloom.may_hold(step_hash(n + 5_000, 1))).count();
        assert!(others < 1_000, "{others} of 5,000 are false positives");
        assert!((0..1_000).all(|n| !BloomFilter::new(&[]).may_hold(step_hash(n, 1))));
    }
}
