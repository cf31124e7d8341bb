//! Whether a query asks for help in a crisis. Then the theme shows the crisis lines above everything.
//!
//! To miss such a query is worse than to show a phone number without need, so these rules are looser
//! than those of the search: spaces and one typing error do not matter.

use wellread_model::edit_distance;

use crate::format::constants::NEAR_CRISIS;
use crate::format::read::OpenIndex;
use crate::language::Analyzer;

/// Whether words contain a crisis phrase: its stems in a row, or its letters with other gaps.
pub(super) fn is_crisis(index: &OpenIndex<'_>, folded: &[String], language: &Analyzer) -> bool {
    let stems = language.stems(folded);
    index.core.crisis.iter().any(|crisis| {
        let phrase: Vec<&str> = crisis.stems.split(' ').collect();
        stems.windows(phrase.len()).any(|window| window.iter().zip(&phrase).all(|(a, b)| a == b))
            || (0..folded.len()).any(|from| begins_with(&folded[from..], &crisis.letters))
    })
}

/// Whether the first words, written in one piece, are `letters`.
fn begins_with(words: &[String], letters: &str) -> bool {
    let mut rest = letters;
    // Only at borders of words, so that `skill myself` does not contain `kill myself`.
    for word in words {
        match rest.strip_prefix(word.as_str()) {
            Some("") => return true,
            Some(left) => rest = left,
            None => return false,
        }
    }
    false
}

/// Whether a word that the hub lacks is a crisis word with one typing error.
pub(super) fn is_nearly_crisis(index: &OpenIndex<'_>, word: &str) -> bool {
    word.len() >= NEAR_CRISIS
        && index.core.crisis.iter().any(|crisis| {
            // A phrase has too many words that could be the wrong one.
            !crisis.stems.contains(' ')
                && edit_distance(word.as_bytes(), crisis.letters.as_bytes(), 1).is_some()
        })
}
