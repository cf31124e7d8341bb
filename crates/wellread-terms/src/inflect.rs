//! The regular plurals of English and Spanish nouns (rule 3), made from the spelling alone.
//!
//! Where the spelling does not decide, both candidates are returned: a plural that is never written
//! is never found, so it does no harm. Irregular plurals are not guessed; authors list them. Which
//! language has which rules is in `language.rs`.

/// Whether a word takes a plain `s` because it is read letter by letter (`IEP`, `PhD`) or is a
/// number (`504`).
fn takes_plain_s(word: &str) -> bool {
    word.ends_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
}

/// `word` with `suffix` in place of its last `letters` characters.
fn replace_suffix(word: &str, letters: usize, suffix: &str) -> String {
    let mut stem = word.chars();
    for _ in 0..letters {
        stem.next_back();
    }
    format!("{}{suffix}", stem.as_str())
}

/// Appends the English plurals of `word`: `s`; `es` after a sibilant; `ies` for `y` after a
/// consonant.
pub(super) fn english(word: &str, plurals: &mut Vec<String>) {
    let is_vowel = |c: char| "aeiouàáâäèéêëìíîïòóôöùúûü".contains(c);
    if takes_plain_s(word) {
        plurals.push(format!("{word}s"));
        // Style guides disagree on `GPSs` and `GPSes`.
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
            // The `u` of `qu` is a consonant: `soliloquies`.
            if !is_vowel(before) || (before == 'u' && before_that == Some('q')) =>
        {
            plurals.push(replace_suffix(word, 1, "ies"));
        }
        // `diagnoses`, `analyses`; but `chassis`.
        (Some('i'), Some('s')) if before_that == Some('s') && !folded.ends_with("ssis") => {
            plurals.push(replace_suffix(word, 3, "ses"));
        }
        (_, Some('s' | 'x')) | (Some('s'), Some('h')) => plurals.push(format!("{word}es")),
        (before, Some('z')) => {
            plurals.push(format!("{word}es"));
            // `quizzes`, but `topazes`: it depends on the stress, which the spelling does not show.
            if before.is_some_and(is_vowel) {
                plurals.push(format!("{word}zes"));
            }
        }
        // `coaches`, but `stomachs`.
        (Some('c'), Some('h')) => plurals.extend([format!("{word}es"), format!("{word}s")]),
        // `memos`, but `echoes`.
        (Some(before), Some('o')) if !is_vowel(before) => {
            plurals.extend([format!("{word}s"), format!("{word}es")]);
        }
        _ => plurals.push(format!("{word}s")),
    }
}

/// Appends the Spanish plurals of `word` (Real Academia Española, *Diccionario panhispánico de
/// dudas*, "plural"). A syllable more moves the stress, so that written accents come and go
/// (*Ortografía*).
pub(super) fn spanish(word: &str, plurals: &mut Vec<String>) {
    if takes_plain_s(word) {
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
        // Both are correct: `tabús` and `tabúes`.
        'í' | 'ú' => plurals.extend([format!("{word}s"), format!("{word}es")]),
        'z' => plurals.push(replace_suffix(word, 1, "ces")),
        'n' | 's' => match before.and_then(without_accent) {
            // In `país`, the accent separates two vowels, so `países` has it too.
            Some(_) if is_hiatus(&folded) => plurals.push(format!("{word}es")),
            // `evaluación`, `evaluaciones`; `interés`, `intereses`.
            Some(plain) => plurals.push(replace_suffix(word, 2, &format!("{plain}{last}es"))),
            // `crisis`, `lunes`: the plural is the same.
            None if last == 's' && syllables > 1 => {}
            None if last == 'n' && syllables > 1 => plurals.extend(plural_with_accent(word)),
            // One syllable: `plan`, `mes`.
            None => plurals.push(format!("{word}es")),
        },
        // `tórax`: the plural is the same.
        'x' if syllables > 1 => {}
        'd' | 'l' | 'r' | 'j' | 'x' | 'y' => plurals.push(format!("{word}es")),
        // Only loanwords end otherwise, and usage varies: `clubs`, `clubes`.
        _ => plurals.extend([format!("{word}s"), format!("{word}es")]),
    }
}

/// The vowel without its acute accent, if it has one.
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

/// Whether a lower-case letter is a vowel in Spanish.
fn is_spanish_vowel(c: char) -> bool {
    "aeiouáéíóúü".contains(c)
}

/// Whether the last letter but one is an accented `í` or `ú` that forms a hiatus: it is not one
/// syllable with the vowel before it.
fn is_hiatus(folded: &[char]) -> bool {
    matches!(folded, [.., first, 'í' | 'ú', _] if "aeo".contains(*first))
}

/// The number of groups of vowels. It is exact enough to tell one syllable from several.
fn count_syllables(folded: &[char]) -> usize {
    let is_vowel = |at: usize| is_spanish_vowel(folded[at]);
    (0..folded.len()).filter(|&at| is_vowel(at) && (at == 0 || !is_vowel(at - 1))).count()
}

/// The plural of a word in `n` that is stressed before its last syllable: in the plural the stress
/// is on the same vowel, which then needs an accent (`examen`, `exámenes`). `None` if the word has
/// no such vowel.
fn plural_with_accent(word: &str) -> Option<String> {
    let mut letters: Vec<char> = word.chars().collect();
    let folded: Vec<char> = word.to_lowercase().chars().collect();
    // Positions in the one are positions in the other, except after letters such as `İ`, which no
    // Spanish word has.
    if letters.len() != folded.len() {
        return None;
    }
    if !folded.iter().any(|&c| without_accent(c).is_some()) {
        let at = stressed_vowel(&folded)?;
        letters[at] = with_accent(letters[at]);
    }
    Some(letters.into_iter().chain("es".chars()).collect())
}

/// Where the stressed vowel of the last syllable but one is, in a word without accents.
fn stressed_vowel(folded: &[char]) -> Option<usize> {
    let last = folded.iter().rposition(|&c| is_spanish_vowel(c))?;
    // Vowels that touch the last one count as its own syllable.
    let end = folded[..last].iter().rposition(|&c| !is_spanish_vowel(c)).map_or(0, |at| at + 1);
    let vowel = folded[..end].iter().rposition(|&c| is_spanish_vowel(c))?;
    // In a diphthong, the open vowel carries the accent: the `e` of `ei`.
    let is_diphthong =
        vowel > 0 && "aeo".contains(folded[vowel - 1]) && "iu".contains(folded[vowel]);
    Some(if is_diphthong { vowel - 1 } else { vowel })
}

/// The vowel with an acute accent; any other letter as it is.
fn with_accent(c: char) -> char {
    match c {
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
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(plurals_of: fn(&str, &mut Vec<String>), cases: &[(&str, &str)]) {
        for (word, expected) in cases {
            let mut plurals = Vec::new();
            plurals_of(word, &mut plurals);
            assert_eq!(plurals.join(" "), *expected, "plurals of {word}");
        }
    }

    #[test]
    fn english_plurals_follow_the_spelling() {
        check(
            english,
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
                ("y", "ys"),
                ("PTX", "PTXs PTXes"),
                ("fizz", "fizzes"),
                ("guy", "guys"),
                ("ach", "aches achs"),
                ("h", "hs"),
                ("o", "os"),
                ("growth", "growths"),
            ],
        );
    }

    #[test]
    fn spanish_plurals_move_their_accents() {
        check(
            spanish,
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
                ("baúl", "baúles"),
                ("fax", "faxes"),
                ("bambú", "bambús bambúes"),
                ("rubí", "rubís rubíes"),
                ("imagen", "imágenes"),
                ("IMAGEn", "IMÁGEnes"),
                ("aislen", "áislenes"),
                ("virgen", "vírgenes"),
                ("crin", "crines"),
                ("bien", "bienes"),
                ("pan", "panes"),
                ("", ""),
            ],
        );
    }
}
