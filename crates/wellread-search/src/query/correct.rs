//! Typing errors: which word of the hub was meant.
//!
//! A word is corrected only to a word that the hub has, so every correction finds something. How
//! many errors are allowed depends on the length, since a short word is one letter away from many
//! others.

use std::cmp::Reverse;

use wellread_model::edit_distance;

use crate::format::constants::{ONE_ERROR, TWO_ERRORS};
use crate::format::read::OpenIndex;
use crate::format::vocabulary::KnownWord;

/// The hub's word nearest to one that the hub lacks. Words with the same first letter come before
/// all others, then fewer errors, then more pages, then the alphabet.
pub(super) fn correct(index: &OpenIndex<'_>, word: &str) -> Option<String> {
    let limit = allowed_errors(word.len());
    if limit == 0 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    // Most errors leave the first letter alone, and then a single file of the vocabulary is enough.
    let files = &index.core.vocabulary;
    let own = files.partition_point(|file| file.letter.as_str() <= &word[..1]).saturating_sub(1);
    let near = nearest(&index.vocabulary(own), word, limit, true);
    near.or_else(|| nearest(&index.common(), word, limit, false))
}

/// How many errors a word may have, by its length in letters.
fn allowed_errors(length: usize) -> usize {
    usize::from(length >= ONE_ERROR) + usize::from(length >= TWO_ERRORS)
}

/// The best candidate among those that begin with the word's own letter, or with another.
fn nearest(
    candidates: &[KnownWord],
    word: &str,
    limit: usize,
    same_letter: bool,
) -> Option<String> {
    candidates
        .iter()
        .filter(|known| (known.word.as_bytes()[0] == word.as_bytes()[0]) == same_letter)
        .filter_map(|known| {
            // Bytes are letters here: both words are a to z.
            let errors = edit_distance(word.as_bytes(), known.word.as_bytes(), limit)?;
            Some((errors, Reverse(known.pages), &known.word))
        })
        .min()
        .map(|(.., word)| word.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_words_may_have_more_errors() {
        assert_eq!([3, 4, 7, 8].map(allowed_errors), [0, 1, 1, 2]);
    }

    #[test]
    fn frequent_words_win_among_the_nearest() {
        let known = |word: &str, pages| KnownWord { word: word.to_owned(), pages };
        let candidates = [known("plan", 9), known("play", 30), known("clan", 90)];
        assert_eq!(nearest(&candidates, "plam", 1, true).as_deref(), Some("play"));
        assert_eq!(nearest(&candidates, "plan", 1, false).as_deref(), Some("clan"));
    }
}
