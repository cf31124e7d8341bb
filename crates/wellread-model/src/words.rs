//! The most frequent words of a language: which words everyone uses every day, and what is a word
//! at all.
//!
//! The lists are data in `data/words/`, whose README names their source (Google Books, 2010 to
//! 2019) and license (CC BY 3.0). They hold no names. Being made from books, they rank abstract
//! nouns higher than speech does. A word that is missing may still be a word: there are about
//! 10,000 of each language.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The ranks of the words of one language.
type Ranks = HashMap<&'static str, usize>;

const ENGLISH_LIST: &str = include_str!("../data/words/en.txt");
const SPANISH_LIST: &str = include_str!("../data/words/es.txt");
static ENGLISH: LazyLock<Ranks> = LazyLock::new(|| ranks(ENGLISH_LIST));
static SPANISH: LazyLock<Ranks> = LazyLock::new(|| ranks(SPANISH_LIST));

/// How many words of a language are more frequent than this one: 0 for the most frequent. `None` if
/// it is not among the 10,000 most frequent, or if there is no list of the language.
///
/// The word is compared letter for letter, so it must be in lower case and NFC. `language` is the
/// primary subtag of a language tag, such as `en`.
///
/// ```
/// use wellread_model::words::rank;
///
/// assert_eq!(rank("en", "the"), Some(0));
/// assert!(rank("en", "record") < rank("en", "accommodation"));
/// assert_eq!(rank("en", "github"), None);
/// assert_eq!(rank("tlh", "the"), None);
/// ```
#[must_use]
pub fn rank(language: &str, word: &str) -> Option<usize> {
    match language {
        "en" => ENGLISH.get(word).copied(),
        "es" => SPANISH.get(word).copied(),
        _ => None,
    }
}

/// The frequent words of a language, the most frequent first; none if there is no list of the
/// language.
pub fn frequent(language: &str) -> impl Iterator<Item = &'static str> {
    let list = match language {
        "en" => ENGLISH_LIST,
        "es" => SPANISH_LIST,
        _ => "",
    };
    list.lines()
}

/// The rank of each word, from 0 for the most frequent: the lists are sorted by frequency.
fn ranks(list: &'static str) -> Ranks {
    list.lines().zip(0..).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_hold_words_once_and_in_lower_case() {
        for list in [ENGLISH_LIST, SPANISH_LIST] {
            let ranks = ranks(list);
            assert_eq!(ranks.len(), list.lines().count());
            assert!(ranks.len() > 9_000);
            assert!(ranks.keys().all(|word| *word == word.to_lowercase() && !word.is_empty()));
        }
    }

    #[test]
    fn each_language_has_words_of_its_own() {
        assert!(rank("es", "escuela").is_some_and(|rank| rank < 2_000));
        assert_eq!(rank("en", "escuela"), None);
        assert_eq!((rank("en", "The"), rank("en", "")), (None, None));
    }
}
