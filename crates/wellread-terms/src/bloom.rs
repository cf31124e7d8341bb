//! A quick way to know that a word of plain ASCII leads nowhere, so that most words of a text are
//! never looked up.
//!
//! It may take a word for another one, never the other way round: what passes is looked up
//! properly in `table.rs`.

/// A set of hashes that holds more than was put into it.
#[derive(Debug)]
pub(super) struct BloomFilter {
    /// The bits; a power of two of them.
    bits: Vec<u64>,
}

impl BloomFilter {
    /// A set of these hashes, with sixteen bits for each.
    pub(super) fn new(hashes: &[u64]) -> Self {
        let mut bits = vec![0; (hashes.len() / 4).next_power_of_two().max(64)];
        for &hash in hashes {
            let at = place(hash, bits.len());
            bits[at / 64] |= 1 << (at % 64);
        }
        Self { bits }
    }

    /// Whether the hash may be in the set; if not, it certainly is not.
    #[inline]
    pub(super) fn may_hold(&self, hash: u64) -> bool {
        let at = place(hash, self.bits.len());
        self.bits[at / 64] >> (at % 64) & 1 != 0
    }
}

/// The bit of a hash among those of `length` numbers, which is a power of two.
#[inline]
fn place(hash: u64, length: usize) -> usize {
    (hash >> 32) as usize & (length * 64 - 1)
}

/// The longest word that [`word_hash`] tells from all others, in bytes.
pub(super) const WHOLE: usize = 8;

/// A hash of the length and the first eight bytes of an ASCII word, whatever its case.
#[inline]
pub(super) fn word_hash(text: &[u8], start: usize, end: usize) -> u64 {
    let length = end - start;
    let head = match text.get(start..start + 8) {
        Some(bytes) => {
            let bytes = bytes.try_into().map_or(0, u64::from_le_bytes);
            if length >= 8 { bytes } else { bytes & ((1 << (8 * length)) - 1) }
        }
        None => text[start..end].iter().rev().fold(0, |head, &byte| (head << 8) | u64::from(byte)),
    };
    // The bit that tells the cases of a letter apart is set in digits, and tells `_` from nothing
    // that a word may hold. Of words of up to eight bytes no two are equal here, as the length
    // changes the last byte to one that no letter has; and the product keeps them apart.
    let lower = (head | 0x2020_2020_2020_2020) ^ ((length as u64) << 56);
    lower.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The hash of a word after a node of the tree.
#[inline]
pub(super) fn step_hash(node: u32, word: u64) -> u64 {
    (word ^ u64::from(node)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_one_hash_wherever_it_stands() {
        let hash = |text: &str, word: &str| {
            let start = text.find(word).unwrap();
            word_hash(text.as_bytes(), start, start + word.len())
        };
        for word in ["a", "plan", "planners", "accommodation"] {
            let upper = word.to_uppercase();
            let alone = hash(word, word);
            assert_eq!(hash(&format!("x {word} and much more text"), word), alone);
            assert_eq!(hash(&format!("x {upper} y"), &upper), alone);
        }
        assert_ne!(hash("plan", "plan"), hash("plane", "plane"));
    }

    #[test]
    fn what_was_put_in_is_there() {
        let hashes: Vec<u64> = (0..5_000_u32).map(|n| step_hash(n, u64::from(n))).collect();
        let bloom = BloomFilter::new(&hashes);
        assert!(hashes.iter().all(|&hash| bloom.may_hold(hash)));
        let others = (0..5_000).filter(|&n| bloom.may_hold(step_hash(n + 5_000, 1))).count();
        assert!(others < 1_000, "most others are told apart");
    }
}
