//! The phrases of a crisis, read from the core, and which words they are made of.
//!
//! A phrase is a row of *elements*, each of which many words can be: `kill|hurt myself|himself`.
//! Each different element is a slot with a number. An *entry* is a word, or the beginning of words
//! where a star follows, and fits the slots of all elements that list it. So a query is looked up
//! word by word, and a phrase is found by comparing numbers; `crisis` does that.
//!
//! `data/crisis.txt` describes how phrases are written.

use std::collections::BTreeMap;

use wellread_model::edit_distance;

use crate::constants::ONE_ERROR;
use crate::format::records::{BETWEEN, CrisisRecord};
use crate::language::Analyzer;

/// A list of phrases.
pub(super) struct Phrases {
    /// Whether words are also looked up by their stems: those of staff, who write one form of a
    /// word.
    is_stemmed: bool,
    /// Whether the crisis lines are shown for them.
    pub(super) is_shown: bool,
    /// The slots of each entry.
    entries: BTreeMap<String, Vec<usize>>,
    /// The slot of the words that may be between those of a phrase.
    between: usize,
    pub(super) crisis: PhrasesByStart,
    pub(super) harmless: PhrasesByStart,
}

/// Phrases by the slot of their first element.
pub(super) type PhrasesByStart = BTreeMap<usize, Vec<Phrase>>;

/// One phrase.
pub(super) struct Phrase {
    /// The slots of its elements, at least one.
    pub(super) elements: Vec<usize>,
    /// Whether it has to begin the query.
    pub(super) begins: bool,
    /// Whether it has to end the query.
    pub(super) ends: bool,
}

/// The slots that a word fits.
#[derive(Clone)]
pub(super) struct CrisisWord {
    pub(super) slots: Vec<usize>,
    /// The slots that it fits with one typing error.
    pub(super) near: Vec<usize>,
}

/// What is known while phrases are read.
#[derive(Default)]
struct WordReading<'a> {
    groups: BTreeMap<&'a str, &'a str>,
    slots: BTreeMap<&'a str, usize>,
    entries: BTreeMap<String, Vec<usize>>,
}

impl<'a> WordReading<'a> {
    /// The slot of an element.
    fn slot(&mut self, element: &'a str) -> usize {
        if let Some(&slot) = self.slots.get(element) {
            return slot;
        }
        let slot = self.slots.len();
        self.slots.insert(element, slot);
        for part in element.split('|') {
            for item in self.groups.get(part).copied().unwrap_or(part).split(' ') {
                let mut parts = item.split('/');
                let base = parts.next().unwrap_or_default();
                for suffix in std::iter::once("").chain(parts) {
                    self.entries.entry(format!("{base}{suffix}")).or_default().push(slot);
                }
            }
        }
        slot
    }
}

impl Phrases {
    pub(super) fn read(record: &CrisisRecord) -> Self {
        let mut reading = WordReading::default();
        let (mut crisis, mut harmless) = (PhrasesByStart::new(), PhrasesByStart::new());
        for line in record.text.lines() {
            if let Some((name, words)) = line.split_once('=') {
                reading.groups.insert(name, words);
                continue;
            }
            let (list, line) = match line.strip_prefix("- ") {
                Some(line) => (&mut harmless, line),
                None => (&mut crisis, line),
            };
            let (begins, line) = match line.strip_prefix("^ ") {
                Some(line) => (true, line),
                None => (false, line),
            };
            let (ends, line) = match line.strip_suffix(" $") {
                Some(line) => (true, line),
                None => (false, line),
            };
            let elements: Vec<usize> =
                line.split(' ').map(|element| reading.slot(element)).collect();
            list.entry(elements[0]).or_default().push(Phrase { elements, begins, ends });
        }
        let between = reading.slot(BETWEEN);
        Self {
            is_stemmed: record.stemmed,
            is_shown: record.shown,
            entries: reading.entries,
            between,
            crisis,
            harmless,
        }
    }

    /// Whether a word, or the beginning of words with its star, is written out in the phrases.
    pub(super) fn is_entry(&self, word: &str) -> bool {
        self.entries.contains_key(word)
    }

    /// Whether a word may be between those of a phrase, also with a typing error.
    pub(super) fn is_between(&self, word: &CrisisWord) -> bool {
        word.slots.contains(&self.between) || word.near.contains(&self.between)
    }

    /// The slots of a word.
    pub(super) fn slots(&self, word: &str, language: &Analyzer) -> Vec<usize> {
        let mut found = self.entries.get(word).cloned().unwrap_or_default();
        if self.is_stemmed {
            let stem = language.stem(word);
            if stem != word {
                found.extend(self.entries.get(&stem).into_iter().flatten());
            }
        }
        for (at, letter) in word.char_indices() {
            let start = format!("{}*", &word[..at + letter.len_utf8()]);
            found.extend(self.entries.get(&start).into_iter().flatten());
        }
        found
    }

    /// The slots that a word fits with one typing error.
    pub(super) fn near(&self, word: &str) -> Vec<usize> {
        if !word.bytes().all(|b| b.is_ascii_lowercase()) {
            return Vec::new();
        }
        let letters: Vec<char> = word.chars().collect();
        let near = self.entries.iter().filter(|(entry, _)| is_near(&letters, entry));
        near.flat_map(|(_, slots)| slots).copied().collect()
    }
}

/// Whether a word is an entry, or begins as one with a star does, but for one typing error.
fn is_near(word: &[char], entry: &str) -> bool {
    let mut first = entry.chars();
    let (first, second) = (first.next(), first.next());
    let (own, next) = (word.first().copied(), word.get(1).copied());
    // The first letter is right, or swapped with the second: real words differ by the first letter
    // more often than errors do.
    if first != own && (first != next || second != own) {
        return false;
    }
    let base: Vec<char> = entry.strip_suffix('*').unwrap_or(entry).chars().collect();
    let is = |letters: &[char]| edit_distance(letters, &base, 1).is_some();
    if !entry.ends_with('*') {
        return base.len() >= ONE_ERROR && is(word);
    }
    // One letter more, because the rest of the word is free, and a short beginning begins too much.
    base.len() > ONE_ERROR
        && [base.len() - 1, base.len(), base.len() + 1]
            .iter()
            .any(|&length| is(&word[..length.min(word.len())]))
}
