//! How much a word tells: its inverse document frequency.
//!
//! It follows from two numbers of pages, so no file holds it: both rankings compute it, and a
//! single word of a stem has one of its own.

use crate::constants::IDF_PLACES;

/// The inverse document frequency of a word that n of N pages have: 16 × log2((N + 1) / (n + ½)),
/// rounded down. It is that of BM25 with the 1 added that keeps it positive. Whole-number
/// arithmetic, because the logarithm of floating-point libraries differs between platforms; with so
/// few places that JavaScript's numbers hold the squares.
pub(crate) fn idf(pages: u32, with_word: u32) -> u32 {
    let one = 1 << IDF_PLACES;
    let (over, under) = (2 * u64::from(pages) + 2, 2 * u64::from(with_word) + 1);
    let mut ratio = (over * one / under).max(one);
    let mut result = 0;
    while ratio >= 2 * one {
        ratio /= 2;
        result += 16;
    }
    // The ratio is now in [1, 2). Squaring it doubles its logarithm, which brings out the next
    // binary place.
    for bit in [8, 4, 2, 1] {
        ratio = ratio * ratio / one;
        if ratio >= 2 * one {
            ratio /= 2;
            result += bit;
        }
    }
    result.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn idf_is_a_logarithm() {
        assert_eq!(idf(1000, 1000), 1);
        for (pages, with_word) in [(1000, 1), (1000, 30), (10_000, 7), (3, 1), (1_000_000, 2)] {
            let exact = 16.0 * ((f64::from(pages) + 1.0) / (f64::from(with_word) + 0.5)).log2();
            let got = f64::from(idf(pages, with_word));
            assert!((exact - got).abs() <= 1.0, "{exact} {got}");
        }
    }
}
