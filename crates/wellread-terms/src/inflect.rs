//! What the language of a hub says about words: their regular plurals, and what an apostrophe
//! joins to them.
//!
//! A language is one row of [`LANGUAGES`]; one without a row has no plurals, so that its terms
//! match only as written. Irregular plurals are never guessed: an author lists them with the term.

use std::fmt;

/// The language that texts and terms are written in.
#[derive(Clone, Copy)]
pub struct Language(&'static Rules);

/// One row of the table of languages.
struct Rules {
    /// The primary subtag of the language (BCP 47).
    tag: &'static str,
    /// The regular plurals of a word, appended to the list.
    plurals: fn(&str, &mut Vec<String>),
    /// What may follow a word and an apostrophe without making it another word.
    after_apostrophe: &'static [&'static str],
    /// Whether a short word may lean on the next one with an apostrophe (`l'évaluation`), so that
    /// the next one is still a whole word.
    elides: bool,
}

const LANGUAGES: &[Rules] = &[
    Rules {
        tag: "en",
        plurals: english,
        // `IEP's`, and the contractions; never `t`, which belongs to the word (`can't`).
        after_apostrophe: &["s", "d", "ll", "m", "re", "ve"],
        elides: false,
    },
    Rules { tag: "es", plurals: spanish, after_apostrophe: &["s"], elides: true },
];

/// The row of every language that has none of its own.
const OTHER: &Rules =
    &Rules { tag: "und", plurals: |_, _| {}, after_apostrophe: &["s"], elides: true };

impl Language {
    /// English.
    pub const ENGLISH: Self = Self(&LANGUAGES[0]);
    /// Spanish.
    pub const SPANISH: Self = Self(&LANGUAGES[1]);
    /// Any language without rules of its own: terms match only as written.
    pub const OTHER: Self = Self(OTHER);

    /// The language of a BCP 47 tag, by its primary subtag: `en`, `en-US`, `es-419`.
    #[must_use]
    pub fn from_tag(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or(tag);
        let row = LANGUAGES.iter().find(|rules| rules.tag.eq_ignore_ascii_case(primary));
        Self(row.unwrap_or(OTHER))
    }

    /// The regular plurals of `word`, which is one word without white space, as it is written.
    pub(super) fn plurals(self, word: &str) -> Vec<String> {
        let mut plurals = Vec::new();
        let Some(last) = word.chars().next_back() else { return plurals };
        if !last.is_ascii_digit() && !is_latin(last) {
            return plurals;
        }
        (self.0.plurals)(word, &mut plurals);
        plurals
    }

    /// Whether a word stays whole when an apostrophe and `next` follow it.
    pub(super) fn may_follow_apostrophe(self, next: &str) -> bool {
        self.0.after_apostrophe.iter().any(|suffix| suffix.eq_ignore_ascii_case(next))
    }

    /// Whether a word stays whole when a word and an apostrophe come directly before it.
    pub(super) fn elides(self) -> bool {
        self.0.elides
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.tag)
    }
}

fn is_latin(c: char) -> bool {
    c.is_alphabetic() && matches!(u32::from(c), 0..0x250 | 0x1e00..0x1f00)
}

/// Whether a word is spelt out by its letters (`IEP`, `PhD`) or is a number (`504`): it takes
/// a plain `s`.
fn is_spelt_out(word: &str) -> bool {
    word.ends_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
}

/// `word` without its last `letters` characters, and `suffix` after it.
fn replace_end(word: &str, letters: usize, suffix: &str) -> String {
    let stem =
        word.char_indices().rev().nth(letters.wrapping_sub(1)).map_or(word.len(), |(at, _)| at);
    format!("{}{suffix}", &word[..stem])
}

/// The English plurals: `s`; `es` after a hissing sound; `ies` for `y` after a consonant.
///
/// Where the spelling alone does not decide (`stomachs`, `churches`; `memos`, `echoes`), both are
/// taken: a plural that nobody writes does no harm.
fn english(word: &str, plurals: &mut Vec<String>) {
    let is_vowel = |c: char| "aeiouàáâäèéêëìíîïòóôöùúûü".contains(c);
    if is_spelt_out(word) {
        plurals.push(format!("{word}s"));
        if word.ends_with(['S', 'X', 'Z']) {
            plurals.push(format!("{word}es"));
        }
        return;
    }
    let folded = word.to_lowercase();
    let mut letters = folded.chars().rev();
    let (last, before) = (letters.next(), letters.next());
    let before_that = letters.next();
    match (before, last) {
        (Some(before), Some('y'))
            if !is_vowel(before) || (before == 'u' && before_that == Some('q')) =>
        {
            plurals.push(replace_end(word, 1, "ies"));
        }
        (_, Some('s' | 'x')) | (Some('s'), Some('h')) => plurals.push(format!("{word}es")),
        (before, Some('z')) => {
            plurals.push(format!("{word}es"));
            if before.is_some_and(is_vowel) {
                plurals.push(format!("{word}zes"));
            }
        }
        (Some('c'), Some('h')) => plurals.extend([format!("{word}es"), format!("{word}s")]),
        (Some(before), Some('o')) if !is_vowel(before) => {
            plurals.extend([format!("{word}s"), format!("{word}es")]);
        }
        _ => plurals.push(format!("{word}s")),
    }
}

/// The Spanish plurals, with the accents that come and go (Real Academia Española, *Ortografía*,
/// and *Diccionario panhispánico de dudas*, "plural").
fn spanish(word: &str, plurals: &mut Vec<String>) {
    if is_spelt_out(word) {
        plurals.push(format!("{word}s"));
        return;
    }
    let folded: Vec<char> = word.to_lowercase().chars().collect();
    let (Some(&last), before) = (folded.last(), folded.iter().rev().nth(1).copied()) else {
        return;
    };
    let syllables = count_syllables(&folded);
    match last {
        'a' | 'e' | 'i' | 'o' | 'u' | 'á' | 'é' | 'ó' => plurals.push(format!("{word}s")),
        'í' | 'ú' => plurals.extend([format!("{word}s"), format!("{word}es")]),
        'z' => plurals.push(replace_end(word, 1, "ces")),
        'n' | 's' => match before.and_then(without_accent) {
            // `evaluación`, `interés`; but in `país` the accent parts two vowels, and stays.
            Some(_) if is_hiatus(&folded) => plurals.push(format!("{word}es")),
            Some(plain) => plurals.push(replace_end(word, 2, &format!("{plain}{last}es"))),
            None if last == 's' && syllables > 1 => {} // `crisis`, `lunes`: the same in the plural.
            None if last == 'n' && syllables > 1 => plurals.extend(with_accent(word)),
            None => plurals.push(format!("{word}es")),
        },
        'x' if syllables > 1 => {}
        'd' | 'l' | 'r' | 'j' | 'x' | 'y' => plurals.push(format!("{word}es")),
        // Endings of borrowed words: `test`, `club`.
        _ => plurals.extend([format!("{word}s"), format!("{word}es")]),
    }
}

fn without_accent(c: char) -> Option<char> {
    Some(match c {
        'á' => 'a',
        'é' => 'e',
        'í' => 'i',
        'ó' => 'o',
        'ú' => 'u',
        _ => return None,
    })
}

fn is_spanish_vowel(c: char) -> bool {
    "aeiouáéíóúü".contains(c)
}

/// Whether the accented `í` or `ú` before the last letter follows another vowel.
fn is_hiatus(folded: &[char]) -> bool {
    matches!(folded, [.., first, 'í' | 'ú', _] if "aeo".contains(*first))
}

/// Groups of vowels; enough to tell one syllable from several.
fn count_syllables(folded: &[char]) -> usize {
    let vowel = |at: usize| is_spanish_vowel(folded[at]);
    (0..folded.len()).filter(|&at| vowel(at) && (at == 0 || !vowel(at - 1))).count()
}

/// The plural of a word that is stressed before its last syllable and ends in `n`: the stress stays
/// where it is and has to be written (`examen`, `exámenes`).
fn with_accent(word: &str) -> Option<String> {
    let mut letters: Vec<char> = word.chars().collect();
    let plain: Vec<char> = word.to_lowercase().chars().collect();
    if letters.len() != plain.len() {
        return None;
    }
    let already = plain.iter().any(|&c| without_accent(c).is_some());
    if !already {
        let last = plain.iter().rposition(|&c| is_spanish_vowel(c))?;
        let group_start = plain[..last].iter().rposition(|&c| !is_spanish_vowel(c));
        // The vowels that touch the last one are its own syllable.
        let end = group_start.map_or(0, |at| at + 1);
        let stressed = plain[..end].iter().rposition(|&c| is_spanish_vowel(c))?;
        // Of two vowels in one syllable the open one carries the accent (`bien`: `ie`).
        let open =
            (stressed > 0 && "aeo".contains(plain[stressed - 1]) && "iu".contains(plain[stressed]))
                .then(|| stressed - 1);
        let at = open.unwrap_or(stressed);
        letters[at] = match letters[at] {
            'a' => 'á',
            'e' => 'é',
            'i' => 'í',
            'o' => 'ó',
            'u' => 'ú',
            'A' => 'Á',
            'E' => 'É',
            'I' => 'Í',
            'O' => 'Ó',
            'U' => 'Ú',
            c => c,
        };
    }
    Some(letters.into_iter().chain("es".chars()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(language: Language, cases: &[(&str, &str)]) {
        for (word, expected) in cases {
            assert_eq!(language.plurals(word).join(" "), *expected, "plurals of {word}");
        }
    }

    #[test]
    fn english_plurals_are_regular() {
        check(
            Language::ENGLISH,
            &[
                ("accommodation", "accommodations"),
                ("disability", "disabilities"),
                ("day", "days"),
                ("soliloquy", "soliloquies"),
                ("progress", "progresses"),
                ("box", "boxes"),
                ("quiz", "quizes quizzes"),
                ("waltz", "waltzes"),
                ("brush", "brushes"),
                ("coach", "coaches coachs"),
                ("stomach", "stomaches stomachs"),
                ("belief", "beliefs"),
                ("video", "videos"),
                ("veto", "vetos vetoes"),
                ("IEP", "IEPs"),
                ("PhD", "PhDs"),
                ("PsyD", "PsyDs"),
                ("SSA", "SSAs"),
                ("GPS", "GPSs GPSes"),
                ("LEY", "LEYs"),
                ("504", "504s"),
                ("résumé", "résumés"),
                ("Disability", "Disabilities"),
                ("план", ""),
                ("计", ""),
                ("", ""),
                ("y", "ys"),
            ],
        );
    }

    #[test]
    fn spanish_plurals_move_their_accents() {
        check(
            Language::SPANISH,
            &[
                ("evaluación", "evaluaciones"),
                ("plan", "planes"),
                ("voz", "voces"),
                ("lápiz", "lápices"),
                ("discapacidad", "discapacidades"),
                ("adaptación", "adaptaciones"),
                ("escuela", "escuelas"),
                ("café", "cafés"),
                ("tabú", "tabús tabúes"),
                ("interés", "intereses"),
                ("autobús", "autobuses"),
                ("capitán", "capitanes"),
                ("país", "países"),
                ("mes", "meses"),
                ("crisis", ""),
                ("tórax", ""),
                ("joven", "jóvenes"),
                ("examen", "exámenes"),
                ("dictamen", "dictámenes"),
                ("origen", "orígenes"),
                ("ley", "leyes"),
                ("test", "tests testes"),
                ("líder", "líderes"),
                ("IEP", "IEPs"),
                ("504", "504s"),
            ],
        );
    }

    #[test]
    fn a_language_without_rules_has_no_plurals() {
        check(Language::from_tag("de-AT"), &[("Plan", ""), ("IEP", "")]);
        assert_eq!(Language::from_tag("ES-419").plurals("plan"), ["planes"]);
        assert_eq!(Language::from_tag("en_US").plurals("plan"), ["plans"]);
    }
}
