//! Typing errors: which word of the hub was meant.
//!
//! A word is corrected only to a word that the hub has, so every correction finds something. How
//! many errors are allowed depends on the length, since a short word is one letter away from many
//! others; a word that sounds like the right one may have more. A frequent word of the language is
//! no error, and next to words that may be about harm nothing is one.

use std::cmp::Reverse;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use wellread_model::edit_distance;

use super::completion::pages_of;
use crate::constants::{
    FEW_FITTING, MAX_FITTING, ONE_ERROR, SHORTEST_PART, SHORTEST_SOUND, SOUND_ERRORS, THREE_ERRORS,
    TWO_ERRORS,
};
use crate::format::bloom::WordFilter;
use crate::format::read::OpenIndex;
use crate::format::records::UnknownWords;
use crate::format::shard::StemRecord;
use crate::format::vocabulary::KnownWord;

/// What was meant by a word.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum LikelyWords {
    Nothing,
    /// One of these, which are equally near; the ones with the most pages first.
    Words(Vec<String>),
    /// Two words in one piece.
    Parts(String, String),
}

/// Corrects words.
pub(super) struct Corrector {
    real: WordFilter,
    data: UnknownWords,
}

impl Corrector {
    /// The corrector of an index.
    pub(super) fn new(index: &OpenIndex<'_>) -> Self {
        let data = index.unknown();
        Self { real: WordFilter::read(&data.real), data }
    }

    /// Whether a stem is that of one of the language's frequent words, which is no error.
    pub(super) fn is_real(&self, stem: &str) -> bool {
        self.real.has(stem)
    }

    /// Whether a word may be about harm.
    pub(super) fn is_grave(&self, word: &str) -> bool {
        self.data.grave.split(' ').any(|entry| match entry.strip_suffix('*') {
            Some(start) => word.starts_with(start),
            None => word == entry,
        })
    }

    /// The words of the hub that may be meant by one that it lacks.
    pub(super) fn meant(&self, index: &OpenIndex<'_>, word: &str) -> LikelyWords {
        let most = allowed_errors(word.len());
        if most == 0 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
            return LikelyWords::Nothing;
        }
        let begins = |letter: u8| move |other: &str| other.as_bytes().first() == Some(&letter);
        let (first, second) = (word.as_bytes()[0], word.as_bytes()[1]);
        // Most errors leave the first letter alone, and then a single file of the vocabulary is
        // enough.
        let own = vocabulary_of(index, first);
        let words = self.nearest(&own, word, most, begins(first));
        if !words.is_empty() {
            return LikelyWords::Words(words);
        }
        let common = index.common();
        if let Some((first, second)) = cut(&own, &common, word) {
            return LikelyWords::Parts(first, second);
        }
        let mut words = self.nearest(&common, word, most, |other| !begins(first)(other));
        if words.is_empty() {
            // The first letter may be missing, or be in the second place.
            words = self.nearest(&vocabulary_of(index, second), word, most, begins(second));
        }
        if words.is_empty() { LikelyWords::Nothing } else { LikelyWords::Words(words) }
    }

    /// The candidates that cost least, the ones with the most pages first. A word that sounds alike
    /// costs less than another with as many errors.
    fn nearest(
        &self,
        candidates: &[KnownWord],
        word: &str,
        most: usize,
        fits: impl Fn(&str) -> bool,
    ) -> Vec<String> {
        let has_sounds = !self.data.sounds.is_empty() && word.len() >= SHORTEST_SOUND;
        let loose = if has_sounds { SOUND_ERRORS.min(word.len().div_ceil(2)) } else { 0 };
        let sound = self.sound(word);
        let mut found: Vec<(usize, &KnownWord)> = candidates
            .iter()
            .filter(|known| fits(&known.word))
            .filter_map(|known| {
                // Bytes are letters here: both words are a to z.
                let (a, b) = (word.as_bytes(), known.word.as_bytes());
                let errors = edit_distance(a, b, most.max(loose));
                // The hub may write about allergies alone: `alergy`.
                let one = singular(&known.word);
                let of_one = one.as_ref().and_then(|one| edit_distance(a, one.as_bytes(), most));
                let is_alike = has_sounds && errors.is_some() && self.sound(&known.word) == sound;
                let errors = match (errors, of_one.map(|errors| errors.max(1))) {
                    (Some(errors), Some(of_one)) => errors.min(of_one),
                    (errors, of_one) => errors.or(of_one)?,
                };
                match (is_alike, errors) {
                    (true, 1) => Some((1, known)),
                    (true, _) => Some((3, known)),
                    (false, _) if is_another(a, b) => None,
                    (false, _) => (errors <= most).then_some((2 * errors, known)),
                }
            })
            .collect();
        let least = found.iter().map(|(cost, _)| *cost).min();
        found.retain(|(cost, _)| Some(*cost) == least);
        found.sort_by_key(|(_, known)| (Reverse(known.pages), known.word.clone()));
        found.into_iter().map(|(_, known)| known.word.clone()).collect()
    }

    /// What a word sounds like, roughly.
    fn sound(&self, word: &str) -> String {
        let sounds = self.data.sounds.iter();
        sounds.fold(format!("^{word}"), |text, (from, to)| text.replace(from, to))
    }
}

/// Whether two of the shortest words that are corrected differ in a consonant: `lisp` is no `list`,
/// but another word that the hub lacks.
fn is_another(a: &[u8], b: &[u8]) -> bool {
    let is_vowel = |letter: &u8| b"aeiouy".contains(letter);
    let differ = || a.iter().zip(b).filter(|(a, b)| a != b);
    // Two places differ where letters have changed their order.
    a.len() == ONE_ERROR
        && b.len() == ONE_ERROR
        && differ().count() == 1
        && differ().any(|(a, b)| !is_vowel(a) || !is_vowel(b))
}

/// The singular of what looks like a plural.
fn singular(word: &str) -> Option<String> {
    let one = word.strip_suffix("ies").map(|stem| format!("{stem}y"));
    one.or_else(|| word.strip_suffix('s').map(str::to_owned))
}

/// The words of the hub that begin with a letter, and others of the same file.
fn vocabulary_of(index: &OpenIndex<'_>, letter: u8) -> Vec<KnownWord> {
    let files = index.vocabulary_files();
    let letter = char::from(letter).to_string();
    index.vocabulary(files.partition_point(|file| file.letter <= letter).saturating_sub(1))
}

/// Two words of the hub in one piece: `socialworker`. Among several cuts, the one whose rarer word
/// has the most pages.
fn cut(own: &[KnownWord], common: &[KnownWord], word: &str) -> Option<(String, String)> {
    let pages = |list: &[KnownWord]| -> FxHashMap<String, u32> {
        list.iter().map(|known| (known.word.clone(), known.pages)).collect()
    };
    let (firsts, seconds) = (pages(own), pages(common));
    let mut best: Option<(u32, usize)> = None;
    for at in SHORTEST_PART..(word.len() + 1).saturating_sub(SHORTEST_PART) {
        let (first, second) = word.split_at(at);
        let pages = *firsts.get(first).unwrap_or(&0).min(seconds.get(second).unwrap_or(&0));
        if pages > best.map_or(0, |(most, _)| most) {
            best = Some((pages, at));
        }
    }
    let (first, second) = word.split_at(best?.1);
    Some((first.to_owned(), second.to_owned()))
}

/// Among words that are equally near, the one that shares most of its pages with the other words of
/// the query, so that a commoner word does not win over one that fits.
pub(super) fn fitting(
    index: &OpenIndex<'_>,
    words: &[String],
    others: &[Rc<StemRecord>],
) -> Option<String> {
    if others.is_empty() {
        return words.first().cloned();
    }
    let pages_with = pages_of(others);
    let mut best: Option<(&String, usize, usize)> = None;
    for word in words.iter().take(MAX_FITTING) {
        let record = index.stem(&index.language().stem(word));
        let postings = record.as_ref().map_or(&[][..], |record| &record.postings);
        let shared = postings.iter().filter(|p| pages_with.contains(&p.page)).count();
        let pages = postings.len() + FEW_FITTING;
        if best.is_none_or(|(_, most, of)| shared * of > most * pages) {
            best = Some((word, shared, pages));
        }
    }
    best.map(|(word, ..)| word.clone())
}

/// How many errors a word may have, by its length in letters.
fn allowed_errors(length: usize) -> usize {
    [ONE_ERROR, TWO_ERRORS, THREE_ERRORS].into_iter().filter(|least| length >= *least).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn corrector(sounds: &[(&str, &str)]) -> Corrector {
        let sounds = sounds.iter().map(|&(from, to)| (from.to_owned(), to.to_owned())).collect();
        let grave = "die overdos*".to_owned();
        let data = UnknownWords { real: String::new(), sounds, grave };
        Corrector { real: WordFilter::from_words(&["wish".to_owned()]), data }
    }

    fn known(list: &[(&str, u32)]) -> Vec<KnownWord> {
        list.iter().map(|&(word, pages)| KnownWord { word: word.to_owned(), pages }).collect()
    }

    #[test]
    fn longer_words_may_have_more_errors() {
        assert_eq!([3, 4, 7, 8, 10, 11].map(allowed_errors), [0, 1, 1, 2, 2, 3]);
    }

    #[test]
    fn frequent_words_come_first_among_the_nearest() {
        let candidates = known(&[("plans", 9), ("plays", 30), ("clans", 90), ("plural", 99)]);
        let nearest = |word| corrector(&[]).nearest(&candidates, word, 1, |_| true);
        assert_eq!(nearest("plams"), ["plays", "plans"]);
        // In four letters, another consonant makes another word.
        assert!(corrector(&[]).nearest(&known(&[("list", 9)]), "lisp", 1, |_| true).is_empty());
    }

    #[test]
    fn what_sounds_alike_may_be_spelled_otherwise() {
        let candidates = known(&[("physical", 3), ("medical", 90)]);
        let sounds = [("ph", "f"), ("y", "i"), ("z", "s")];
        let nearest = |sounds| corrector(sounds).nearest(&candidates, "fizical", 1, |_| true);
        assert_eq!(nearest(&sounds[..]), ["physical"]);
        assert!(nearest(&[]).is_empty());
    }

    #[test]
    fn two_words_in_one_piece_are_cut() {
        let (own, common) =
            (known(&[("soc", 9), ("social", 3)]), known(&[("worker", 2), ("x", 9)]));
        let parts = cut(&own, &common, "socialworker");
        assert_eq!(parts, Some(("social".to_owned(), "worker".to_owned())));
        assert_eq!(cut(&own, &common, "so"), None);
    }

    #[test]
    fn words_of_harm_are_known_by_their_beginnings_too() {
        let corrector = corrector(&[]);
        assert!(corrector.is_grave("die") && corrector.is_grave("overdosed"));
        assert!(!corrector.is_grave("diet"));
        assert!(corrector.is_real("wish") && !corrector.is_real("wisch"));
    }
}
