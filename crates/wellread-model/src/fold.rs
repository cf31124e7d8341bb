//! Folding of text, and distances between words: what names, slugs and the search share.
//!
//! To fold a text is to drop what readers ignore when they compare two spellings: case, accents,
//! ligatures, the width of East Asian letters. Unicode's compatibility decomposition (NFKD,
//! [Unicode Standard Annex 15](https://www.unicode.org/reports/tr15/)) does most of it;
//! [`spelled_out`] knows the Latin letters that Unicode treats as letters of their own.
//!
//! Nothing here cuts text into words or knows a language. [`crate::fold_name`] compares names, and
//! `wellread-search` has the rules of its words.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Latin letters in lower case that no Unicode decomposition takes apart, each with the ASCII
/// letters that people type for it.
///
/// The search writes the table into its index, so that its runtime in the browser uses the same
/// one.
pub const SPELLED_OUT: &[(char, &str)] = &[
    ('ß', "ss"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ø', "o"),
    ('ł', "l"),
    ('đ', "d"),
    ('ð', "d"),
    ('þ', "th"),
    // The dotless i of Turkish, which other keyboards lack.
    ('ı', "i"),
];

/// The ASCII letters for a letter of [`SPELLED_OUT`].
///
/// ```
/// use wellread_model::spelled_out;
///
/// assert_eq!(spelled_out('ß'), Some("ss"));
/// assert_eq!(spelled_out('é'), None); // Its accent is a mark; see `folded_chars`.
/// ```
#[must_use]
pub fn spelled_out(letter: char) -> Option<&'static str> {
    SPELLED_OUT.iter().find(|(from, _)| *from == letter).map(|(_, to)| *to)
}

/// The characters of a text in lower case, decomposed (NFKD), without combining marks.
///
/// ```
/// use wellread_model::folded_chars;
///
/// assert_eq!(folded_chars("Évaluation ﬁnale").collect::<String>(), "evaluation finale");
/// ```
pub fn folded_chars(text: &str) -> impl Iterator<Item = char> + '_ {
    // Lower case comes last. Of `İ` it would make an `i` and a dot above, a mark that stays.
    text.nfkd().filter(|&c| !is_combining_mark(c)).flat_map(char::to_lowercase)
}

/// The number of typing errors that turn `a` into `b`, or `None` if there are more than `limit`.
///
/// An error is a letter put in, left out or replaced, or two neighbors swapped; no letter is
/// touched twice (optimal string alignment, the restricted Damerau–Levenshtein distance). Letters
/// are whatever the caller compares: bytes of an ASCII word, or characters.
///
/// ```
/// use wellread_model::edit_distance;
///
/// assert_eq!(edit_distance(b"evalaution", b"evaluation", 2), Some(1));
/// assert_eq!(edit_distance(b"school", b"meeting", 2), None);
/// ```
pub fn edit_distance<T: PartialEq>(a: &[T], b: &[T], limit: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    // Three rows of the table are enough: a swap looks back two.
    let mut before_last = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        // The first cell: to make nothing of `i` letters takes as many errors.
        let mut row = vec![i; b.len() + 1];
        let mut least = i;
        for j in 1..=b.len() {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut cost = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cost = cost.min(before_last[j - 2] + 1);
            }
            row[j] = cost;
            least = least.min(cost);
        }
        // Costs never fall from one row to the next, so no later cell can come back below the
        // limit.
        if least > limit {
            return None;
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|&cost| cost <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_counted() {
        let distance = |a: &str, b: &str| edit_distance(a.as_bytes(), b.as_bytes(), 2);
        assert_eq!(distance("accomodations", "accommodations"), Some(1));
        assert_eq!(distance("rvaluation", "evaluation"), Some(1));
        assert_eq!(distance("same", "same"), Some(0));
        assert_eq!(distance("abcd", "badc"), Some(2));
        assert_eq!(distance("", "ab"), Some(2));
        assert_eq!(distance("", "abc"), None);
    }

    #[test]
    fn spelled_out_letters_have_no_decomposition() {
        for (letter, _) in SPELLED_OUT {
            assert_eq!(folded_chars(&letter.to_string()).collect::<String>(), letter.to_string());
        }
    }
}
