//! Whether a query is about a crisis. Then the theme shows the crisis lines above everything, and
//! the query is never corrected into another.
//!
//! To miss such a query is worse than to show a phone number without need, so these rules are
//! looser than those of the search: between the words of a phrase others may be, spaces and
//! letters in disguise do not matter, and a longer word may have one typing error. What keeps
//! harmless queries out is that phrases are several words, and that the list knows harmless phrases
//! too.

use std::collections::BTreeSet;

use super::phrases::{CrisisWord, Phrase, Phrases, PhrasesByStart};
use crate::constants::{CRISIS_GAP, CRISIS_JOINED, CRISIS_WORDS};
use crate::format::read::OpenIndex;
use crate::language::Analyzer;
use crate::text::folded_words;

/// The phrases of an index, read.
pub(super) struct CrisisPhrases<'a> {
    lists: Vec<Phrases>,
    /// Real words that are one letter away from those of phrases.
    real_words: BTreeSet<&'a str>,
    language: &'a Analyzer,
}

/// What a query says of a crisis. What says more is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Crisis {
    /// Nothing.
    #[default]
    None,
    /// It has a crisis phrase, so that it is not corrected.
    Found,
    /// It has one for which the crisis lines are shown.
    Shown,
}

impl<'a> CrisisPhrases<'a> {
    pub(super) fn read(index: &'a OpenIndex<'_>) -> Self {
        Self {
            lists: index.core.crisis.iter().map(Phrases::read).collect(),
            real_words: index.core.real_words.split(' ').collect(),
            // Staff write their phrases in the hub's language.
            language: &index.languages.all()[0],
        }
    }

    /// Looks for phrases in a query.
    pub(super) fn find(&self, query: &str) -> Crisis {
        let words = |text: &str| {
            let mut words = folded_words(text);
            words.truncate(CRISIS_WORDS);
            words
        };
        let unmasked = unmasked(query);
        let mut texts = vec![words(query)];
        // Both, because a mark can also be a mark: `help!my child`.
        if unmasked != query {
            texts.push(words(&unmasked));
        }
        let is_in = |list: &Phrases| texts.iter().any(|words| self.is_crisis(list, words));
        let found = self.lists.iter().filter(|list| is_in(list));
        let of_list = |list: &Phrases| if list.is_shown { Crisis::Shown } else { Crisis::Found };
        found.map(of_list).max().unwrap_or_default()
    }

    /// Whether a word is one of those that make a crisis, which are never errors.
    pub(super) fn has_word(&self, word: &str) -> bool {
        self.lists.iter().any(|list| list.is_entry(word))
    }

    fn is_crisis(&self, list: &Phrases, folded: &[String]) -> bool {
        let mut words: Vec<String> = Vec::new();
        let mut rest = folded.iter().peekable();
        while let Some(word) = rest.next() {
            match rest.next_if(|second| is_one(list, word, second)) {
                Some(second) => words.push(format!("{word}{second}")),
                None => words.push(self.meant(list, word)),
            }
        }
        let read = |words: &[String]| -> Vec<CrisisWord> {
            words.iter().map(|word| self.word(list, word)).collect()
        };
        holds(list, &read(&words), 1)
            || words.iter().any(|word| {
                !self.real_words.contains(word.as_str())
                    && holds(list, &read(&cut_up(list, word)), 2)
            })
    }

    /// The slots of a word.
    fn word(&self, list: &Phrases, word: &str) -> CrisisWord {
        let slots = list.slots(word, self.language);
        let is_right = !slots.is_empty() || self.real_words.contains(word);
        let near = if is_right { Vec::new() } else { list.near(word) };
        CrisisWord { slots, near }
    }

    /// The word that is meant by one with digits for letters, or with letters drawn out: `k1ll`,
    /// `dieeee`.
    fn meant(&self, list: &Phrases, word: &str) -> String {
        let letters = with_letters(word);
        let tries =
            [word.to_owned(), letters.clone(), shortened(&letters, 2), shortened(&letters, 1)];
        let known = |other: &String| !list.slots(other, self.language).is_empty();
        tries.into_iter().find(known).unwrap_or_else(|| word.to_owned())
    }
}

/// The query with the letters that marks replace: `k!ll`, `s*icide`.
fn unmasked(query: &str) -> String {
    let mut text = String::with_capacity(query.len());
    let mut chars = query.chars().peekable();
    while let Some(c) = chars.next() {
        let before_letter = chars.peek().is_some_and(|next| next.is_alphabetic());
        match c {
            '!' if before_letter => text.push('i'),
            '@' if before_letter => text.push('a'),
            '$' if before_letter => text.push('s'),
            // It hides a letter; the phrases hold the words without it, or one error is allowed.
            '*' if before_letter => {}
            _ => text.push(c),
        }
    }
    text
}

/// A word with the letters that its digits replace: `k1ll`.
fn with_letters(word: &str) -> String {
    // `504` is a number.
    if !word.bytes().any(|b| b.is_ascii_lowercase()) {
        return word.to_owned();
    }
    let letter = |c| match c {
        '0' => 'o',
        '1' => 'i',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '7' => 't',
        _ => c,
    };
    word.chars().map(letter).collect()
}

/// A word in which letters that are three times in a row or more are only `times` times.
fn shortened(word: &str, times: usize) -> String {
    let letters: Vec<char> = word.chars().collect();
    let runs = letters.chunk_by(|a, b| a == b);
    runs.flat_map(|run| &run[..if run.len() > 2 { times } else { run.len() }]).collect()
}

/// Whether two words are one: `my self`, `over dosed`, `don t`.
fn is_one(list: &Phrases, first: &str, second: &str) -> bool {
    let whole = format!("{first}{second}");
    let length = |text: &str| text.encode_utf16().count();
    if (length(second) == 1 || length(&whole) >= CRISIS_JOINED) && list.is_entry(&whole) {
        return true;
    }
    // Only a beginning that the first word alone does not have.
    whole.char_indices().map(|(at, letter)| at + letter.len_utf8()).any(|end| {
        let start = &whole[..end];
        end > first.len() && length(start) >= CRISIS_JOINED && list.is_entry(&format!("{start}*"))
    })
}

/// The words that one without spaces is made of: `killmyself`. None if it isn't, or is too short to
/// tell.
fn cut_up(list: &Phrases, word: &str) -> Vec<String> {
    // The unit of lengths in JavaScript.
    if word.encode_utf16().count() < CRISIS_JOINED {
        return Vec::new();
    }
    // For each place, the words that lead there, if any do.
    let mut cuts: Vec<Option<Vec<String>>> = vec![None; word.len() + 1];
    cuts[0] = Some(Vec::new());
    for end in (1..=word.len()).filter(|&end| word.is_char_boundary(end)) {
        cuts[end] = (0..end).find_map(|start| {
            let before = cuts[start].as_ref()?;
            let part = word.get(start..end)?;
            let known = list.is_entry(part) || list.is_entry(&format!("{part}*"));
            known.then(|| [before.as_slice(), &[part.to_owned()]].concat())
        });
    }
    cuts.pop().flatten().unwrap_or_default()
}

/// A stretch of words, by their numbers; the end is exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct WordSpan {
    start: usize,
    end: usize,
}

impl WordSpan {
    fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether the other lies in it and is shorter.
    fn exceeds(self, other: Self) -> bool {
        self != other && self.start <= other.start && other.end <= self.end
    }
}

/// Whether words hold a phrase of so many elements or more that no harmless one overlaps. One that
/// lies inside the phrase does not count: `overdose of` is harmless, `overdose of pills` is not.
fn holds(list: &Phrases, words: &[CrisisWord], least: usize) -> bool {
    let harmless: Vec<WordSpan> = spans(list, &list.harmless, words, 1, false).collect();
    spans(list, &list.crisis, words, least, true)
        .any(|found| !harmless.iter().any(|it| it.overlaps(found) && !found.exceeds(*it)))
}

/// Where phrases of so many elements or more are found.
fn spans<'a>(
    list: &'a Phrases,
    phrases: &'a PhrasesByStart,
    words: &'a [CrisisWord],
    least: usize,
    may_err: bool,
) -> impl Iterator<Item = WordSpan> + 'a {
    words.iter().enumerate().flat_map(move |(start, word)| {
        let near = if may_err { word.near.as_slice() } else { &[] };
        let slots = word.slots.iter().chain(near);
        let phrases = slots.filter_map(|slot| phrases.get(slot)).flatten();
        phrases.filter(move |phrase| phrase.elements.len() >= least).filter_map(move |phrase| {
            // A single word has to be exact, since each is one letter away from some other.
            let may_err = may_err && phrase.elements.len() > 1;
            let end = end(list, phrase, words, start, may_err)?;
            Some(WordSpan { start, end })
        })
    })
}

/// Where a phrase that starts at a word ends, if it is there.
fn end(
    list: &Phrases,
    phrase: &Phrase,
    words: &[CrisisWord],
    start: usize,
    may_err: bool,
) -> Option<usize> {
    let are_between = |words: &[CrisisWord]| words.iter().all(|word| list.is_between(word));
    if phrase.begins && !are_between(&words[..start]) {
        return None;
    }
    let end = follow(list, &phrase.elements, words, start, may_err)?;
    (!phrase.ends || are_between(&words[end..])).then_some(end)
}

/// Where the words that fit elements end, of which the first is at `start`.
fn follow(
    list: &Phrases,
    elements: &[usize],
    words: &[CrisisWord],
    start: usize,
    may_err: bool,
) -> Option<usize> {
    let fits = |word: &CrisisWord, element: &usize| {
        word.slots.contains(element) || (may_err && word.near.contains(element))
    };
    let (first, rest) = elements.split_first()?;
    if !fits(words.get(start)?, first) {
        return None;
    }
    if rest.is_empty() {
        return Some(start + 1);
    }
    // At each place the next element is tried before the word is taken for one between.
    for at in start + 1..=start + 1 + CRISIS_GAP {
        let found = follow(list, rest, words, at, may_err);
        if found.is_some() || !list.is_between(words.get(at)?) {
            return found;
        }
    }
    None
}
