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
    /// Other words for those of the title and the names; see [`super::synonyms`].
    Synonyms,
    Body,
}

/// The number of [`Field`]s.
pub(super) const FIELDS: usize = 8;

/// Saturation. 1.2 is usual for BM25 with one field (Robertson and Zaragoza, section 3.5). Here a
/// word in a title counts as eight in the text, and should not count as little more than two.
const K1: f64 = 5.0;

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
/// `tests/search/queries.json` and `parents.txt`. The usual lengths are constants instead of the
/// hub's averages, so that one changed page does not change the weight of any other.
const FIELD_WEIGHTS: [FieldWeight; FIELDS] = [
    FieldWeight { weight: 8.0, length: 0.4, usual: 7.0 },
    FieldWeight { weight: 6.0, length: 0.4, usual: 6.0 },
    FieldWeight { weight: 4.5, length: 0.3, usual: 25.0 },
    FieldWeight { weight: 2.0, length: 0.3, usual: 25.0 },
    // More than a mention in a text, since a fact is there because it is true of the whole page.
    FieldWeight { weight: 3.0, length: 0.3, usual: 15.0 },
    // A page with many topics is not less about each of them.
    FieldWeight { weight: 1.5, length: 0.0, usual: 1.0 },
    // A third of a title: what a parent says for it, and sometimes only nearly the same.
    FieldWeight { weight: 2.0, length: 0.0, usual: 1.0 },
    FieldWeight { weight: 1.0, length: 0.6, usual: 500.0 },
];

/// The length norm never falls below this, so that a page of three words does not win every query.
const LEAST_NORM: f64 = 0.6;

/// The largest weight of a word in a page. One character in the index holds it.
pub(super) const LARGEST: u32 = 31;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_outweighs_a_mention() {
        let lengths = [6, 0, 20, 20, 4, 1, 0, 500];
        let title = word_weight(&[1, 0, 0, 0, 0, 0, 0, 1], &lengths);
        let body = word_weight(&[0, 0, 0, 0, 0, 0, 0, 3], &lengths);
        assert!(title > body && title <= LARGEST && body >= 1);
        let fact = word_weight(&[0, 0, 0, 0, 1, 0, 0, 0], &lengths);
        assert!(title > fact && fact > word_weight(&[0, 0, 0, 0, 0, 0, 0, 1], &lengths));
    }
}
