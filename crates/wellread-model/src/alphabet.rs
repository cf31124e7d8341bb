//! The order of names in lists for readers.
//!
//! Names are compared as by [`crate::fold_name`], so `Éducation` is among those with E. But some
//! languages have letters of their own that look like others with a mark: in Spanish, ñ comes after
//! n and has its own place in every list, and in Swedish å, ä and ö come after z. The table is that
//! of the languages' own dictionaries (Unicode CLDR has the same tailorings). Letters of two
//! characters, such as the Hungarian sz, are not looked at.

use unicode_normalization::UnicodeNormalization;

use crate::fold::folded_chars;
use crate::language::LanguageTag;
use crate::marks;
use crate::name::fold_name;

/// The letters of their own that an alphabet has, in their order, each with the letter of the basic
/// alphabet that comes before it.
type OwnLetters = &'static [(char, char)];

/// The languages with letters of their own, by their primary subtags.
const ALPHABETS: [(&[&str], OwnLetters); 6] = [
    (&["es", "gl", "ast", "eu", "fil", "tl"], &[('ñ', 'n')]),
    (&["sv", "fi"], &[('å', 'z'), ('ä', 'z'), ('ö', 'z')]),
    (&["da", "no", "nb", "nn"], &[('æ', 'z'), ('ø', 'z'), ('å', 'z')]),
    (&["is"], &[('ð', 'd'), ('þ', 'z'), ('æ', 'z'), ('ö', 'z')]),
    (
        &["pl"],
        &[
            ('ą', 'a'),
            ('ć', 'c'),
            ('ę', 'e'),
            ('ł', 'l'),
            ('ń', 'n'),
            ('ó', 'o'),
            ('ś', 's'),
            ('ź', 'z'),
            ('ż', 'z'),
        ],
    ),
    (&["tr", "az"], &[('ç', 'c'), ('ğ', 'g'), ('ı', 'h'), ('ö', 'o'), ('ş', 's'), ('ü', 'u')]),
];

/// After its letter, this sorts after every other character, so that what it makes comes after all
/// names with that letter and before the next letter. The letters that follow one another add their
/// place.
const AFTER: u32 = 0xF_0000;

/// A text by which names are sorted in a language.
///
/// ```
/// use wellread_model::{LanguageTag, alphabetical};
///
/// let spanish = LanguageTag::new("es").expect("it is a tag");
/// let mut names = ["ñandú", "oso", "nube", "Éxito", "eco"];
/// names.sort_by_key(|name| alphabetical(name, &spanish));
/// assert_eq!(names, ["eco", "Éxito", "nube", "ñandú", "oso"]);
/// ```
#[must_use]
pub fn alphabetical(name: &str, language: &LanguageTag) -> String {
    let letters = letters_of(language);
    if letters.is_empty() || name.is_ascii() {
        return fold_name(name);
    }
    let mut key = String::with_capacity(name.len());
    for c in name.nfc().filter(|&c| !marks::is_invisible(c)) {
        let lower = c.to_lowercase().next().unwrap_or(c);
        match letters.iter().position(|(letter, _)| *letter == lower) {
            Some(at) => {
                key.push(letters[at].1);
                key.extend(u32::try_from(at).ok().and_then(|at| char::from_u32(AFTER + at)));
            }
            None if c.is_whitespace() || marks::is_hyphen(c) => key.push(' '),
            None => key.extend(folded_chars(c.encode_utf8(&mut [0; 4]))),
        }
    }
    key
}

/// The letter of the alphabet under which a name is listed, in upper case: the first of its letters
/// or digits. `None` if it has none.
///
/// ```
/// use wellread_model::{LanguageTag, first_letter};
///
/// let (spanish, english) = (LanguageTag::new("es").expect("a tag"), LanguageTag::default());
/// assert_eq!(first_letter("«ñandú»", &spanish).as_deref(), Some("Ñ"));
/// assert_eq!(first_letter("ñandú", &english).as_deref(), Some("N"));
/// assert_eq!(first_letter("¿?", &spanish), None);
/// ```
#[must_use]
pub fn first_letter(name: &str, language: &LanguageTag) -> Option<String> {
    let first = name.nfc().find(|c| c.is_alphanumeric())?;
    let lower = first.to_lowercase().next().unwrap_or(first);
    if letters_of(language).iter().any(|(letter, _)| *letter == lower) {
        return Some(lower.to_uppercase().collect());
    }
    let folded = fold_name(&first.to_string()).chars().find(|c| c.is_alphanumeric())?;
    Some(folded.to_uppercase().collect())
}

/// The letters that a language has besides the 26 of English, by its primary tag. A region has the
/// same alphabet as its language.
fn letters_of(language: &LanguageTag) -> OwnLetters {
    let primary = language.primary();
    let alphabet = ALPHABETS.iter().find(|(languages, _)| languages.contains(&primary));
    alphabet.map_or(&[], |(_, letters)| letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(language: &str, names: &[&str]) -> String {
        let language = LanguageTag::new(language).unwrap();
        let mut names = names.to_vec();
        names.sort_by_key(|name| alphabetical(name, &language));
        names.join(" ")
    }

    #[test]
    fn letters_of_their_own_have_their_place() {
        assert_eq!(sorted("es", &["Ñu", "nz", "oa", "na", "n\u{303}a"]), "na nz n\u{303}a Ñu oa");
        assert_eq!(sorted("es-MX", &["año", "anzuelo", "aorta"]), "anzuelo año aorta");
        assert_eq!(
            sorted("sv", &["Örebro", "zon", "Ålder", "ärende", "apa"]),
            "apa zon Ålder ärende Örebro"
        );
        assert_eq!(sorted("da", &["å", "ø", "æ", "z", "a"]), "a z æ ø å");
        assert_eq!(
            sorted("pl", &["żal", "źle", "zoo", "łza", "lis", "mit"]),
            "lis łza mit zoo źle żal"
        );
    }

    #[test]
    fn elsewhere_marks_do_not_count() {
        assert_eq!(
            sorted("en", &["zoo", "Éducation", "ñu", "nz", "eco"]),
            "eco Éducation ñu nz zoo"
        );
        assert_eq!(sorted("de", &["Ofen", "öde", "ober"]), "ober öde Ofen");
        assert_eq!(sorted("es", &["época", "epoca b", "él"]), "él época epoca b");
    }

    #[test]
    fn a_name_is_listed_under_its_first_letter() {
        let letter = |name, language| first_letter(name, &LanguageTag::new(language).unwrap());
        assert_eq!(letter("'Echo'", "en").as_deref(), Some("E"));
        assert_eq!(letter("Ærlig", "da").as_deref(), Some("Æ"));
        assert_eq!(letter("504 plan", "es").as_deref(), Some("5"));
        assert_eq!(letter("\u{301}", "es"), None);
    }
}
