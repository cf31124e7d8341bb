//! What the language of a hub says about words: which plurals they have, and what an apostrophe may
//! join to them (rule 3).
//!
//! To add a language, add a row to [`LANGUAGES`]. A language without a row has no regular plurals,
//! so its terms match as written, or in the plurals that authors list. How plurals are formed is in
//! `inflect.rs`.

use std::fmt;

use wellread_model::LanguageTag;

use crate::inflect::{english, spanish};

/// The language of the terms and of the texts they are searched for in.
///
/// ```
/// use wellread_model::LanguageTag;
/// use wellread_terms::Language;
///
/// let language = |tag| Language::from_tag(&LanguageTag::new(tag).unwrap());
/// // Regions do not matter.
/// assert_eq!(format!("{:?}", language("es-419")), "es");
/// // Other languages have no regular plurals.
/// assert_eq!(format!("{:?}", language("de-AT")), "und");
/// ```
#[derive(Clone, Copy)]
pub struct Language(&'static LanguageRules);

/// What is known about one language.
struct LanguageRules {
    /// Its primary subtag (BCP 47, section 2.2.1), in lower case.
    tag: &'static str,
    /// Appends the regular plurals of a word to the list.
    plurals: fn(&str, &mut Vec<String>),
    /// What may follow a word and an apostrophe without becoming part of the word.
    after_apostrophe: &'static [&'static str],
    /// Whether articles and the like are joined to the next word with an apostrophe
    /// (`l'évaluation`), so that the next word is a whole word nonetheless.
    elides: bool,
}

const LANGUAGES: &[LanguageRules] = &[
    LanguageRules {
        tag: "en",
        plurals: english,
        // `IEP's`, and contractions such as `IEP'll`; not `t`, as `can't` does not contain `can`.
        after_apostrophe: &["s", "d", "ll", "m", "re", "ve"],
        elides: false,
    },
    // Spanish itself does not elide, but French and Catalan names in its texts do.
    LanguageRules { tag: "es", plurals: spanish, after_apostrophe: &["s"], elides: true },
];

/// The rules of every language without a row of its own: those that do the least harm anywhere.
const OTHER: &LanguageRules =
    &LanguageRules { tag: "und", plurals: |_, _| {}, after_apostrophe: &["s"], elides: true };

impl Language {
    /// English.
    pub const ENGLISH: Self = Self(&LANGUAGES[0]);
    /// Spanish.
    pub const SPANISH: Self = Self(&LANGUAGES[1]);
    /// Any language without rules of its own: it has no regular plurals.
    pub const OTHER: Self = Self(OTHER);

    /// The language of a tag. `en-US` and `en-GB` have the same rules.
    #[must_use]
    pub fn from_tag(tag: &LanguageTag) -> Self {
        let row = LANGUAGES.iter().find(|rules| rules.tag == tag.primary());
        Self(row.unwrap_or(OTHER))
    }

    /// The regular plurals of `word`, a single word, spelled and cased as it is.
    pub(super) fn plurals(self, word: &str) -> Vec<String> {
        let mut plurals = Vec::new();
        let Some(last) = word.chars().next_back() else { return plurals };
        // A text in one language may contain terms of another, and `s` is not a plural of a word in
        // Cyrillic.
        if !last.is_ascii_digit() && !is_latin(last) {
            return plurals;
        }
        (self.0.plurals)(word, &mut plurals);
        plurals
    }

    /// Whether a form may end before an apostrophe and the word `next`.
    pub(super) fn may_follow_apostrophe(self, next: &str) -> bool {
        self.0.after_apostrophe.iter().any(|suffix| suffix.eq_ignore_ascii_case(next))
    }

    /// Its primary subtag, such as `en`; `und` for a language without rules of its own.
    pub(super) fn tag(self) -> &'static str {
        self.0.tag
    }

    /// Whether a form may start after a word and an apostrophe.
    pub(super) fn elides(self) -> bool {
        self.0.elides
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.tag)
    }
}

/// Whether `c` is a letter in one of the Latin blocks below U+0250, or in Latin Extended
/// Additional.
fn is_latin(c: char) -> bool {
    c.is_alphabetic() && matches!(u32::from(c), 0..0x250 | 0x1e00..0x1f00)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_latin_words_and_numbers_have_plurals() {
        let plurals = |word| Language::ENGLISH.plurals(word);
        for word in ["план", "计", "ʰ", "", "+", "²"] {
            assert_eq!(plurals(word), Vec::<String>::new(), "{word}");
        }
        assert_eq!(plurals("Disability"), ["Disabilities"]);
        assert_eq!(plurals("504"), ["504s"]);
        assert_eq!(plurals("ɏ"), ["ɏs"], "the last letter of Latin Extended-B");
        assert_eq!(plurals("ỹ"), ["ỹs"]);
    }

    #[test]
    fn a_language_without_rules_has_no_plurals() {
        let of = |tag| Language::from_tag(&LanguageTag::new(tag).unwrap());
        assert_eq!(of("de-AT").plurals("IEP"), Vec::<String>::new());
        assert_eq!(of("ES-419").plurals("plan"), ["planes"]);
        assert_eq!(of("en-US").plurals("plan"), ["plans"]);
    }

    #[test]
    fn the_language_decides_what_an_apostrophe_joins() {
        let english = Language::ENGLISH;
        for suffix in ["s", "S", "d", "ll", "LL", "m", "re", "ve"] {
            assert!(english.may_follow_apostrophe(suffix), "{suffix}");
        }
        assert!(!english.may_follow_apostrophe("t") && !english.elides());
        for language in [Language::SPANISH, Language::OTHER] {
            assert!(language.may_follow_apostrophe("s") && !language.may_follow_apostrophe("d"));
            assert!(language.elides());
        }
    }
}
