//! The constants of the ranking, and the arithmetic that turns counts into small whole numbers.
//!
//! The weight is BM25F (Robertson and Zaragoza, *The Probabilistic Relevance Framework: BM25 and
//! Beyond*, 2009, section 3.6): the counts of a word in each field are divided by a soft norm of
//! the field's length, multiplied by the field's weight, added, and only then saturated. Everything
//! that needs fractions happens here, when the index is made; the files hold whole numbers, and a
//! query adds and multiplies those, which is why Rust and JavaScript cannot disagree.

/// The fields of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Names,
    Heading,
    Summary,
    Facts,
    Topics,
    Body,
}

/// The number of [`Field`]s.
pub(super) const FIELDS: usize = 7;

/// Saturation: the usual 1.2 of BM25 (Robertson and Zaragoza, section 3.5).
const K1: f64 = 1.2;

/// How a field counts.
struct FieldWeight {
    /// How many words of the body a word in this field is worth.
    weight: f64,
    /// How much the field's length counts: 0 not at all, 1 in proportion (BM25's `b`).
    length: f64,
    /// The length, in words, that counts as usual.
    usual: f64,
}

/// The fields in the order of [`Field`]. The order of the weights (title, names, headings, summary,
/// body) is that of Robertson and Zaragoza's experiments; the values were set on
/// `tests/search/queries.json`. The usual lengths are constants instead of the hub's averages, so
/// that one changed page does not change the weight of any other.
const FIELD_WEIGHTS: [FieldWeight; FIELDS] = [
    FieldWeight { weight: 6.0, length: 0.4, usual: 7.0 },
    FieldWeight { weight: 5.0, length: 0.4, usual: 6.0 },
    FieldWeight { weight: 2.5, length: 0.3, usual: 25.0 },
    FieldWeight { weight: 2.0, length: 0.3, usual: 25.0 },
    // More than a mention in a text, since a fact is there because it is true of the whole page.
    FieldWeight { weight: 3.0, length: 0.3, usual: 15.0 },
    // A page with many topics is not less about each of them.
    FieldWeight { weight: 1.5, length: 0.0, usual: 1.0 },
    FieldWeight { weight: 1.0, length: 0.6, usual: 500.0 },
];

/// The length norm never falls below this, so that a page of three words does not win every query.
const LEAST_NORM: f64 = 0.6;

/// The largest weight of a word in a page. One character in the index holds it.
pub(super) const LARGEST: u32 = 63;

/// The weight of a word in a page, 1 to [`LARGEST`], from its counts and the page's lengths by
/// field.
pub(super) fn word_weight(counts: &[u16; FIELDS], lengths: &[u32; FIELDS]) -> u32 {
    let mut sum = 0.0;
    for ((count, words), field) in counts.iter().zip(lengths).zip(FIELD_WEIGHTS) {
        if *count > 0 {
            let b = field.length;
            let norm = (1.0 - b + b * f64::from(*words) / field.usual).max(LEAST_NORM);
            sum += field.weight * f64::from(*count) / norm;
        }
    }
    let share = sum / (K1 + sum);
    ((share * f64::from(LARGEST)).round() as u32).clamp(1, LARGEST)
}

/// The inverse document frequency of a word that n of N pages have: 16 × log2((N + 1) / (n + ½)),
/// rounded down. It is that of BM25 with the 1 added that keeps it positive. Whole-number
/// arithmetic, because the logarithm of floating-point libraries differs between platforms.
pub(super) fn idf(pages: u32, with_word: u32) -> u32 {
    let (over, under) = (2 * u128::from(pages) + 2, 2 * u128::from(with_word) + 1);
    // The ratio as a number with 32 binary places; never below 1.
    let mut ratio = ((over << 32) / under).max(1 << 32);
    let mut result = 0;
    while ratio >= 2 << 32 {
        ratio >>= 1;
        result += 16;
    }
    // The ratio is now in [1, 2). Squaring it doubles its logarithm, which brings out the next
    // binary place.
    for bit in [8, 4, 2, 1] {
        ratio = (ratio * ratio) >> 32;
        if ratio >= 2 << 32 {
            ratio >>= 1;
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
        for (pages, with_word) in [(1000, 1), (1000, 30), (10_000, 7), (3, 1)] {
            let exact = 16.0 * ((f64::from(pages) + 1.0) / (f64::from(with_word) + 0.5)).log2();
            let got = f64::from(idf(pages, with_word));
            assert!((exact - got).abs() <= 1.0, "{exact} {got}");
        }
    }

    #[test]
    fn a_title_outweighs_a_mention() {
        let lengths = [6, 0, 20, 20, 4, 1, 500];
        let title = word_weight(&[1, 0, 0, 0, 0, 0, 1], &lengths);
        let body = word_weight(&[0, 0, 0, 0, 0, 0, 3], &lengths);
        assert!(title > body && title <= LARGEST && body >= 1);
        let fact = word_weight(&[0, 0, 0, 0, 1, 0, 0], &lengths);
        assert!(title > fact && fact > word_weight(&[0, 0, 0, 0, 0, 0, 1], &lengths));
    }
}
