//! The words that an indexer has met, as they are written and folded.

use std::num::NonZeroU32;
use std::sync::Arc;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::stem_cache::{StemCache, StemmedWord};
use super::stem_table::{StemTable, USUAL_WORDS};
use super::word_key::word_key;
use crate::constants::WORD_BITS;
use crate::language::Analyzer;
use crate::text::fold;

/// Words by number, and what is known of each way to write them.
pub(super) struct WordTable<'a> {
    language: &'a Analyzer,
    stem_cache: &'a StemCache,
    /// Written words whose bytes fit a number: nearly all, and much quicker to look up.
    short: FxHashMap<u128, WordForm>,
    long: FxHashMap<Box<str>, WordForm>,
    /// The numbers of folded words.
    numbers: FxHashMap<Arc<str>, u32>,
    pub(super) words: Vec<FoldedWord>,
    /// A scratch buffer for folding.
    folded: String,
}

/// A word as it is written.
#[derive(Clone, Copy)]
pub(super) struct WordForm {
    pub(super) word: u32,
    pub(super) stem: u32,
    /// See [`FoldedWord::bit`].
    pub(super) bit: u32,
    /// The last chunk in which it was met.
    chunk: u32,
    pub(super) role: WordRole,
}

/// What a written word is good for.
#[derive(Clone, Copy)]
pub(super) struct WordRole {
    /// Folding leaves nothing of it.
    pub(super) empty: bool,
    /// A stop word, in whatever case.
    pub(super) stop: bool,
    /// A word that says little; see [`Analyzer::is_weak`].
    pub(super) weak: bool,
    /// Whether it is indexed: no stop word, or one in upper case (`IT`, `US`).
    pub(super) counted: bool,
    /// Whether one of the glossary's forms begins with it.
    pub(super) begins: bool,
}

/// A folded word, as the index has it.
pub(super) struct FoldedWord {
    pub(super) text: Arc<str>,
    pub(super) stem: u32,
    stop: bool,
    /// Its place among the words of its stem that were met in that chunk, as a bit; those beyond
    /// the last bit share it.
    bit: u32,
    /// The last chunk in which it was met.
    chunk: u32,
    /// The word of the same stem that was met in that chunk before it, as its number plus one.
    pub(super) before: Option<NonZeroU32>,
}

impl<'a> WordTable<'a> {
    pub(super) fn new(language: &'a Analyzer, stem_cache: &'a StemCache) -> Self {
        Self {
            language,
            stem_cache,
            short: FxHashMap::with_capacity_and_hasher(USUAL_WORDS, FxBuildHasher),
            long: FxHashMap::default(),
            numbers: FxHashMap::with_capacity_and_hasher(USUAL_WORDS, FxBuildHasher),
            words: Vec::new(),
            folded: String::new(),
        }
    }

    /// Looks up the word that is between two places of a text, and notes that it is in a chunk.
    pub(super) fn look_up(
        &mut self,
        text: &str,
        start: usize,
        end: usize,
        chunk: u32,
        stems: &mut StemTable<'_>,
    ) -> WordForm {
        // Nearly every call ends with this look-up, so it comes before folding.
        let key = word_key(text.as_bytes(), start, end);
        let known = match key {
            Some(key) => self.short.get_mut(&key),
            None => self.long.get_mut(&text[start..end]),
        };
        if let Some(known) = known {
            if known.chunk == chunk {
                return *known;
            }
            known.chunk = chunk;
            let found = *known;
            if found.role.empty {
                return found;
            }
            let bit = self.record_form(found.word, chunk, stems);
            let known = match key {
                Some(key) => self.short.get_mut(&key),
                None => self.long.get_mut(&text[start..end]),
            };
            // It was found above.
            known.into_iter().for_each(|known| known.bit = bit);
            return WordForm { bit, ..found };
        }
        let form = self.learn(&text[start..end], chunk, stems);
        match key {
            Some(key) => self.short.insert(key, form),
            None => self.long.insert(text[start..end].into(), form),
        };
        form
    }

    /// Folds and stems a word that was never met in this writing.
    fn learn(&mut self, written: &str, chunk: u32, stems: &mut StemTable<'_>) -> WordForm {
        // Taken out, because the table is borrowed while the word is in it.
        let mut folded = std::mem::take(&mut self.folded);
        let upper_case = fold(written, &mut folded);
        let empty = folded.is_empty();
        let mut form = WordForm {
            word: 0,
            stem: 0,
            bit: 0,
            chunk,
            role: WordRole { empty, stop: false, weak: false, counted: false, begins: false },
        };
        if !empty {
            form.word = self.number(&folded, stems);
            form.bit = self.record_form(form.word, chunk, stems);
            let FoldedWord { stem, stop, .. } = self.words[form.word as usize];
            form.stem = stem;
            let begins = stems.stems[stem as usize].forms.is_some();
            let weak = self.language.is_weak(&folded);
            form.role = WordRole { empty, stop, weak, counted: !stop || upper_case, begins };
        }
        self.folded = folded;
        form
    }

    /// The number of a folded word.
    pub(super) fn number(&mut self, folded: &str, stems: &mut StemTable<'_>) -> u32 {
        let marked = self.language.word(folded);
        if let Some(&number) = self.numbers.get(&*marked) {
            return number;
        }
        let number = self.words.len() as u32;
        let StemmedWord { word: text, stem } =
            self.stem_cache.get(&marked, || self.language.stem(folded));
        let stem = stems.number(&stem);
        let stop = self.language.is_stop(folded);
        let text_of = Arc::clone(&text);
        self.words.push(FoldedWord { text: text_of, stem, stop, bit: 0, chunk: 0, before: None });
        self.numbers.insert(text, number);
        number
    }

    /// Notes that a chunk has a word: puts it at the head of its stem's list. Returns its bit.
    pub(super) fn record_form(&mut self, word: u32, chunk: u32, stems: &mut StemTable<'_>) -> u32 {
        let folded = &mut self.words[word as usize];
        if folded.chunk != chunk {
            let met = stems.touch(folded.stem, chunk);
            folded.chunk = chunk;
            folded.bit = 1 << met.words.min(WORD_BITS - 1);
            met.words += 1;
            folded.before = std::mem::replace(&mut met.word, NonZeroU32::new(word + 1));
        }
        folded.bit
    }
}
