//! Syllables of Spanish words, by the rules of the orthography: strong vowels (`a`, `e`, `o`) and
//! accented weak ones are each the center of a syllable; other `i` and `u` next to them are not
//! (Real Academia Española, *Ortografía de la lengua española*, 2010, II.3.2).
//!
//! Spanish is written as it is spoken, so three rules and no list of exceptions are enough. Vowels
//! are read from left to right, and each either opens a new syllable or joins the one before.

/// How many syllables a word has. It is in lower case.
pub(super) fn syllables(word: &str) -> usize {
    let letters: Vec<char> = word.chars().collect();
    let mut count = 0;
    // The last vowel of the group that is being read.
    let mut last: Option<Vowel> = None;
    for at in 0..letters.len() {
        let Some(vowel) = vowel(&letters, at) else {
            // An `h` between vowels says nothing about their syllables.
            if letters[at] != 'h' && !is_silent_u(&letters, at) {
                last = None;
            }
            continue;
        };
        let is_new = match (last, vowel) {
            (None, _) => true,
            // `ciudad`, `agua`, `construí`, `reina`.
            (Some(Vowel::Weak), _) | (Some(_), Vowel::Weak) => false,
            // Two centers, as in `leer`, `día`, `país`, and in `paranoia`, whose `i` is not a
            // center.
            (Some(_), _) => true,
        };
        count += usize::from(is_new);
        last = Some(match (last, vowel) {
            (Some(Vowel::Strong | Vowel::Accented), Vowel::Weak) => Vowel::Glide,
            _ => vowel,
        });
    }
    count.max(1)
}

/// What a vowel is to its syllable.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Vowel {
    /// `a`, `e`, `o`, with or without an accent.
    Strong,
    /// `i`, `u`, and `y` at the end of a word.
    Weak,
    /// `í` and `ú`.
    Accented,
    /// A weak one after a strong one: what follows is apart, as in `paranoia`.
    Glide,
}

/// What the letter at a place is to its syllable; `None` if it is not a vowel, or a silent one.
fn vowel(letters: &[char], at: usize) -> Option<Vowel> {
    match letters[at] {
        'a' | 'e' | 'o' | 'á' | 'é' | 'ó' => Some(Vowel::Strong),
        'í' | 'ú' => Some(Vowel::Accented),
        'u' if is_silent_u(letters, at) => None,
        'i' | 'u' | 'ü' => Some(Vowel::Weak),
        'y' if at + 1 == letters.len() => Some(Vowel::Weak),
        _ => None,
    }
}

/// Whether it is the `u` of `que`, `qui`, `gue` and `gui`. It says how `q` and `g` sound and is no
/// vowel itself; `ü` is one.
fn is_silent_u(letters: &[char], at: usize) -> bool {
    letters[at] == 'u'
        && at.checked_sub(1).is_some_and(|before| matches!(letters[before], 'q' | 'g'))
        && letters.get(at + 1).is_some_and(|after| matches!(after, 'e' | 'é' | 'i' | 'í'))
}
