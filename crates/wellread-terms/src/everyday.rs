//! Everyday words: words that nearly every text uses in a sense that no glossary explains, such as
//! `make` or `key`. A form that is one is not linked by itself until its author decides.
//!
//! How frequent a word is comes from [`wellread_model::words`]; in languages without a list, no
//! word is an everyday word.

use wellread_model::words::rank;

use crate::language::Language;

/// A word among this many of the most frequent ones is an everyday word. Further down the list
/// are the words that glossaries explain.
const EVERYDAY: usize = 2_000;

/// The same for long nouns in `-ation`. The lists were made from books, which use these far more
/// than people do: `evaluation` would be as common as `fish`.
const EVERYDAY_ABSTRACT: usize = 1_000;

/// From how many letters on a noun in `-ation` is long.
const LONG: usize = 10;

/// Whether a word in lower case is an everyday word, or one of its inflected forms is.
pub(super) fn is_everyday(word: &str, language: Language) -> bool {
    let is_frequent = |word: &str| {
        let is_long = word.chars().count() >= LONG;
        let is_abstract = is_long && ["ation", "ación"].iter().any(|end| word.ends_with(end));
        let limit = if is_abstract { EVERYDAY_ABSTRACT } else { EVERYDAY };
        rank(language.tag(), word).is_some_and(|rank| rank < limit)
    };
    is_frequent(word)
        || language.plurals(word).iter().any(|plural| is_frequent(plural))
        || singulars(word, language).iter().any(|singular| is_frequent(singular))
}

/// Whether a word in lower case is known to be a word of the language, or a plural of one.
pub(super) fn is_word(word: &str, language: Language) -> bool {
    let is_known = |word: &str| rank(language.tag(), word).is_some();
    is_known(word) || singulars(word, language).iter().any(|singular| is_known(singular))
}

/// Whether every word of a text is an everyday word of the language: `Head Start` is a name of
/// such.
#[must_use]
pub fn is_of_everyday_words(text: &str, language: Language) -> bool {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .all(|word| is_everyday(&word.to_lowercase(), language))
}

/// The words of which this one is a regular plural.
fn singulars(word: &str, language: Language) -> Vec<String> {
    // Plural suffixes and the singular suffixes they replace; see `inflect.rs`.
    const SUFFIXES: [(&str, &str); 8] = [
        ("s", ""),
        ("es", ""),
        ("ies", "y"),
        ("ses", "sis"),
        ("ces", "z"),
        ("iones", "ión"),
        ("anes", "án"),
        ("eses", "és"),
    ];
    let stems = SUFFIXES.iter().filter_map(|(plural, singular)| {
        let stem = word.strip_suffix(plural).filter(|stem| !stem.is_empty())?;
        Some(format!("{stem}{singular}"))
    });
    stems
        .filter(|singular| language.plurals(singular).iter().any(|plural| plural == word))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyday_words_and_their_forms() {
        for word in ["make", "key", "record", "process", "issue", "plan", "keys", "processes"] {
            assert!(is_everyday(word, Language::ENGLISH), "{word}");
        }
        for word in ["accommodation", "evaluation", "evaluations", "disability", "github", "autism"]
        {
            assert!(!is_everyday(word, Language::ENGLISH), "{word}");
        }
        for word in ["plan", "planes", "escuela", "ley", "leyes", "información"] {
            assert!(is_everyday(word, Language::SPANISH), "{word}");
        }
        for word in ["evaluación", "discapacidad", "dislexia", "make"] {
            assert!(!is_everyday(word, Language::SPANISH), "{word}");
        }
        assert!(!is_everyday("plan", Language::OTHER));
    }

    #[test]
    fn a_plural_has_its_singulars() {
        for (plural, singular, language) in [
            ("policies", "policy", Language::ENGLISH),
            ("boxes", "box", Language::ENGLISH),
            ("evaluaciones", "evaluación", Language::SPANISH),
            ("luces", "luz", Language::SPANISH),
        ] {
            let singulars = singulars(plural, language);
            assert!(singulars.iter().any(|one| one == singular), "{plural}: {singulars:?}");
        }
        assert_eq!(singulars("s", Language::ENGLISH), Vec::<String>::new());
    }
}
