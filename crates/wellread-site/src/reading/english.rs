//! Syllables of English words: vowels that are together are one, and what English spells
//! otherwise is in the tables below.
//!
//! The syllables are those of a dictionary's division (`dif-fer-ent`), not of quick speech. Words
//! that no rule fits are in [`EXCEPTIONS`]. Where next: [`super::syllables`].
//!
//! A dictionary of pronunciations would be right more often, and would add megabytes to the
//! program. An error of one syllable in a hundred words moves a page by a tenth of a grade, so
//! rules with a list of exceptions are near enough, and whoever wonders about a word can read why.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Words, by their syllables, that the rules below get wrong. Plurals and possessives follow.
const EXCEPTIONS: &[(usize, &[&str])] = &[
    (1, &["ache", "real", "corps", "lien", "aisle", "isle"]),
    (
        2,
        &[
            "business",
            "evening",
            "every",
            "wednesday",
            "maybe",
            "hundred",
            "sacred",
            "naked",
            "wicked",
            "kindred",
            "someone",
            "poem",
            "poet",
            "ruin",
            "fluid",
            "chaos",
            "soldier",
            "frontier",
            "cashier",
            "premier",
            "cafe",
            "acne",
            "argue",
            "persuade",
            "naive",
            "acre",
            "fuel",
            "duel",
            "cruel",
            "headache",
            "embed",
            "georgia",
            "russia",
            "asia",
        ],
    ),
    (
        3,
        &[
            "idea",
            "area",
            "everyone",
            "everything",
            "everywhere",
            "everybody",
            "everyday",
            "recipe",
            "element",
            "suicide",
            "genuine",
            "poetry",
            "theater",
            "theatre",
            "karate",
            "simile",
            "arguing",
            "moreover",
            "placenta",
            "nuclear",
            "museum",
            "homeowner",
            "ideal",
            "linear",
            "nausea",
            "nucleus",
            "reunion",
        ],
    ),
    (
        4,
        &[
            "apostrophe",
            "epitome",
            "initiative",
            "ambiguous",
            "contiguous",
            "suicidal",
            "catastrophe",
            "facsimile",
            "hyperbole",
            "diabetes",
        ],
    ),
    (5, &["hereditary"]),
];

/// First parts of compounds whose last `e` is silent: `homework`, `therefore`, `sometimes`. Without
/// this, the rules would read that `e` as a vowel between two consonants, and count it.
const FIRST_PARTS: [&str; 22] = [
    "some", "home", "there", "where", "here", "care", "life", "time", "note", "side", "safe",
    "base", "white", "fire", "place", "house", "horse", "whole", "fore", "one", "wide", "like",
];

/// Endings that are a syllable of their own after a silent `e`: `placement`, `safely`. The longest
/// come first where one ends with another.
const ENDINGS: [&str; 12] = [
    "ments", "ment", "lessly", "fully", "ly", "ful", "less", "ness", "hood", "ships", "ship",
    "some",
];

/// Beginnings after which a vowel is a syllable of its own, of words that have both. `reenter` and
/// `cooperate`: the vowels at the seam are spoken apart. The list is of words and not of `re-`
/// alone, because `read` and `reach` begin with it too.
const REPEATED: [&str; 24] = [
    "reallo", "preapp", "reapp", "reass", "rearr", "reeval", "reenter", "reexam", "reenr",
    "reesta", "reinst", "reimb", "reinf", "reopen", "reorgan", "readm", "reaff", "reint", "preex",
    "cooper", "coord", "coex", "reeduc", "reauth",
];

/// How long a word is at most, in bytes, to be looked at part by part. No English word is longer,
/// and what is may be as long as a file.
const LONGEST: usize = 60;

/// How many syllables a word has. It is in lower case, without marks inside.
///
/// The steps: the list of exceptions, the last part of a word, the first part of a compound, and
/// then the vowels. The second and the third leave a shorter word, which goes through all steps
/// again. At least 1.
pub(super) fn syllables(word: &str) -> usize {
    if word.len() > LONGEST {
        return counted(word);
    }
    if let Some(count) = exception(word) {
        return count;
    }
    for ending in ENDINGS {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.ends_with('e')
            && stem.len() > 2
        {
            let of_ending = if matches!(ending, "lessly" | "fully") { 2 } else { 1 };
            return syllables(stem) + of_ending;
        }
    }
    for first in FIRST_PARTS {
        if let Some(rest) = word.strip_prefix(first)
            && rest.len() >= 2
            && !rest.starts_with(['a', 'e', 'i', 'o', 'u', 'y'])
            && rest.contains(['a', 'e', 'i', 'o', 'u', 'y'])
            && !is_ending(rest)
        {
            return 1 + syllables(rest);
        }
    }
    counted(word)
}

/// What is left of a word such as `likened` is not a second part of a compound.
fn is_ending(rest: &str) -> bool {
    matches!(rest, "ned" | "red" | "ring" | "rs")
}

/// The exception that a word is, or of which it is the plural. `None` for the rest, which is nearly
/// all words.
fn exception(word: &str) -> Option<usize> {
    // Every word of a hub is looked up.
    static BY_WORD: LazyLock<FxHashMap<&str, usize>> = LazyLock::new(|| {
        let all = EXCEPTIONS.iter();
        all.flat_map(|(count, words)| words.iter().map(|word| (*word, *count))).collect()
    });
    let find = |word: &str| BY_WORD.get(word).copied();
    find(word).or_else(|| {
        let stem = word.strip_suffix('s')?;
        // `aches` and `leagues`: the `s` is not a syllable. After a hiss it is.
        let hisses = ["s", "x", "z", "ch", "sh", "ce", "ge", "se", "ze"];
        (stem == "ache" || stem == "headache" || !hisses.iter().any(|end| stem.ends_with(end)))
            .then(|| find(stem))?
    })
}

/// The syllables by the rules alone. Groups of vowels, more for vowels that are spoken apart, fewer
/// for a silent `e`.
fn counted(word: &str) -> usize {
    let letters = Letters::new(word);
    let mut count = letters.groups();
    count += letters.split_vowels();
    count -= letters.silent_e().min(count);
    // `autism`, `rhythm`: a syllable without a written vowel.
    if ["sm", "sms", "thm", "thms"].iter().any(|end| word.ends_with(end)) {
        count += 1;
    }
    if REPEATED.iter().any(|start| word.starts_with(start)) {
        count += 1;
    }
    count.max(1)
}

/// The letters of a word, each a vowel or not where it is. `y` and `u` are one or the other, by
/// what is next to them.
struct Letters<'a> {
    /// The whole word.
    word: &'a str,
    /// One for each letter, so that neighbors are found by number.
    letters: Vec<char>,
    /// As long as `letters`.
    is_vowel: Vec<bool>,
}

impl<'a> Letters<'a> {
    fn new(word: &'a str) -> Self {
        let letters: Vec<char> = word.chars().collect();
        let is_vowel = (0..letters.len())
            .map(|at| {
                let before = at.checked_sub(1).map(|before| letters[before]);
                let after = letters.get(at + 1).copied();
                let is_vowel_after = after.is_some_and(is_plain_vowel);
                match letters[at] {
                    // `yes`, `player`: a consonant at the start, and between vowels.
                    'y' => !(before.is_none_or(is_plain_vowel) && is_vowel_after),
                    // `quiet`, `language`, `guide`.
                    'u' if matches!(before, Some('q')) => false,
                    'u' if matches!(before, Some('g')) && is_vowel_after => false,
                    c => is_plain_vowel(c),
                }
            })
            .collect();
        Self { word, letters, is_vowel }
    }

    /// How many groups of vowels there are.
    fn groups(&self) -> usize {
        let starts = |at: usize| self.is_vowel[at] && (at == 0 || !self.is_vowel[at - 1]);
        (0..self.letters.len()).filter(|&at| starts(at)).count()
    }

    /// How many more syllables there are because two vowels of a group are spoken apart. Each arm
    /// names words on both sides of its rule; a change of one has to hold for them.
    fn split_vowels(&self) -> usize {
        let letter = |at: usize| self.letters.get(at).copied().unwrap_or(' ');
        let mut count = 0;
        for at in 0..self.letters.len().saturating_sub(1) {
            if !self.is_vowel[at] || !self.is_vowel[at + 1] {
                continue;
            }
            let before = if at == 0 { ' ' } else { letter(at - 1) };
            let (after, next) = (letter(at + 2), letter(at + 3));
            let is_apart = match (letter(at), letter(at + 1)) {
                // `media`, `initiate`; not `special`, `initial`, `marriage`, `familiar`.
                ('i', 'a') => {
                    (after == 't' || !matches!(before, 't' | 'c' | 's'))
                        && (after, next) != ('g', 'e')
                        && !(before == 'l' && matches!(after, 'r' | 'n'))
                }
                // `violence`, `serious`; not `nation`, `religious`, `opinion`, `behavior`.
                ('i', 'o') => match after {
                    'n' => !matches!(before, 't' | 's' | 'c' | 'g' | 'x' | 'n' | 'l') || at == 1,
                    'u' => !matches!(before, 't' | 'c' | 'g' | 'x'),
                    'r' => !matches!(before, 'v' | 'n'),
                    _ => true,
                },
                ('i', 'u') | ('u', 'a') | ('y', 'a') => true,
                // `society`, `client`, `science`, `easier`; not `patient`, `convenient`,
                // `resilience`, `friend`, `carried`.
                ('i', 'e') => {
                    let is_before_n = after == 'n' && matches!(next, 't' | 'c');
                    let is_comparison =
                        matches!(&self.word[self.byte(at)..], "ier" | "iers" | "iest")
                            && self.is_vowel[..at].contains(&true);
                    after == 't'
                        || (is_before_n && (!matches!(before, 't' | 'c' | 'n' | 'l') || at == 2))
                        || is_comparison
                }
                // `video`, `theory`; not `people`, `surgeon`, `leopard`, `courageous`.
                ('e', 'o') => {
                    !(after == 'n' && matches!(before, 'g' | 'h'))
                        && (before, after) != ('g', 'u')
                        && after != 'p'
                        && !self.word.starts_with("george")
                }
                // `create`, `reaction`, `reality`; not `cream`, `creature`.
                ('e', 'a') => {
                    let is_creation = self.word.contains("creat") && !self.word.contains("creatu");
                    is_creation || self.word.starts_with("react") || self.word.starts_with("reali")
                }
                // `influence`, `fluent`.
                ('u', 'e') => after == 'n' && matches!(next, 't' | 'c'),
                // `annuity`, `intuition`, `continuing`; not `suit`, `building`.
                ('u', 'i') => {
                    (after == 't' && matches!(next, 'y' | 'i')) || (after, next) == ('n', 'g')
                }
                ('u', 'o') => after == 'u',
                ('e' | 'o' | 'i' | 'y', 'i') => (after, next) == ('n', 'g'),
                _ => false,
            };
            count += usize::from(is_apart);
        }
        count
    }

    /// The byte at which a letter begins.
    fn byte(&self, at: usize) -> usize {
        self.letters[..at].iter().map(|c| c.len_utf8()).sum()
    }

    /// How many groups are a silent `e` at the end, alone or before `s` and `d`. 0 or 1. In `table`
    /// and `wanted`, it makes a syllable.
    fn silent_e(&self) -> usize {
        let length = self.letters.len();
        let letter = |back: usize| length.checked_sub(back).map_or(' ', |at| self.letters[at]);
        let is_vowel = |back: usize| length.checked_sub(back).is_some_and(|at| self.is_vowel[at]);
        // How many letters come after the `e`.
        let after = match (letter(1), letter(2)) {
            ('e', _) => 0,
            ('s' | 'd', 'e') => 1,
            _ => return 0,
        };
        let (before, second) = (after + 2, after + 3);
        // A group of vowels has its sound, and what is not a letter has none. The `u` of `vague` is
        // silent.
        if is_vowel(before) || letter(before) == ' ' {
            return 0;
        }
        // `table`, `handled`.
        if letter(before) == 'l'
            && !is_vowel(second)
            && letter(second) != 'l'
            && letter(second) != ' '
        {
            return 0;
        }
        let is_spoken = match letter(1) {
            's' => {
                matches!(letter(before), 's' | 'x' | 'z' | 'c' | 'g')
                    || (letter(before) == 'h' && matches!(letter(second), 'c' | 's'))
            }
            'd' => matches!(letter(before), 't' | 'd'),
            _ => false,
        };
        usize::from(!is_spoken)
    }
}

/// Whether a letter is a vowel wherever it is, but for a `u` after `q` and `g`.
const fn is_plain_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'á' | 'é' | 'è' | 'í' | 'ï' | 'ó' | 'ö' | 'ú' | 'ü')
}
