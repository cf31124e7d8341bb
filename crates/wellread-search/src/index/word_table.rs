//! The words that an indexer has met, as they are written and folded.

use std::num::NonZeroU32;

use super::stem_cache::StemCache;
use super::stem_table::{StemTable, USUAL_WORDS};
use super::texts::Texts;
use super::written_words::{WrittenWord, WrittenWords};
use crate::constants::WORD_BITS;
use crate::language::Analyzer;
use crate::text::fold;

/// Words by number, and what is known of each way to write them.
pub(super) struct WordTable<'a> {
    language: &'a Analyzer,
    stem_cache: &'a StemCache,
    written: WrittenWords<WordForm>,
    /// The folded words as the index has them.
    pub(super) texts: Texts,
    /// What is known of each of them.
    pub(super) words: Vec<FoldedWord>,
    /// A scratch buffer for folding.
    folded: String,
}

/// A word as it is written. Small, because these are looked at for every word of the text.
#[derive(Clone, Copy)]
pub(super) struct WordForm {
    pub(super) word: u32,
    pub(super) stem: u32,
    /// The last chunk in which it was met.
    chunk: u32,
    /// See [`FoldedWord::bit`].
    pub(super) bit: u16,
    pub(super) role: WordRole,
}

/// What a word is good for: some of these bits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct WordRole(u8);

impl WordRole {
    /// Folding leaves nothing of it.
    pub(super) const EMPTY: Self = Self(1);
    /// A stop word, in whatever case.
    pub(super) const STOP: Self = Self(1 << 1);
    /// A word that says little; see [`Analyzer::is_weak`].
    pub(super) const WEAK: Self = Self(1 << 2);
    /// It is indexed: no stop word, or one in upper case (`IT`, `US`).
    pub(super) const COUNTED: Self = Self(1 << 3);
    /// One of the glossary's forms begins with it.
    pub(super) const BEGINS: Self = Self(1 << 4);

    #[inline]
    pub(super) fn is(self, role: Self) -> bool {
        self.0 & role.0 != 0
    }

    /// The role if the condition holds, or else none.
    fn when(self, condition: bool) -> Self {
        if condition { self } else { Self(0) }
    }

    fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A folded word.
pub(super) struct FoldedWord {
    pub(super) stem: u32,
    stop: bool,
    /// Its place among the words of its stem that were met in that chunk, as a bit; those beyond
    /// the last bit share it.
    bit: u16,
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
            written: WrittenWords::with_capacity(USUAL_WORDS),
            texts: Texts::with_capacity(USUAL_WORDS),
            words: Vec::new(),
            folded: String::new(),
        }
    }

    /// Looks up the words of a text; [`WordTable::number_of`] has what is found.
    pub(super) fn find_all(&self, text: &str, words: &mut [WrittenWord]) {
        self.written.find_all(text, words);
    }

    /// The number of a written word of a text that was looked up.
    #[inline]
    pub(super) fn number_of(
        &mut self,
        text: &str,
        word: &WrittenWord,
        stems: &mut StemTable<'_>,
    ) -> u32 {
        word.found().unwrap_or_else(|| self.learn(text, word, stems))
    }

    /// What is known of a written word by its number. Notes that it is in a chunk.
    #[inline]
    pub(super) fn record(
        &mut self,
        written: u32,
        chunk: u32,
        stems: &mut StemTable<'_>,
    ) -> WordForm {
        let form = *self.written.get_mut(written);
        if form.chunk == chunk {
            return form;
        }
        let empty = form.role.is(WordRole::EMPTY);
        let bit = if empty { 0 } else { self.record_form(form.word, chunk, stems) };
        let form = WordForm { chunk, bit, ..form };
        *self.written.get_mut(written) = form;
        form
    }

    /// Folds and stems a word that was not met in this writing before its text was looked up.
    #[cold]
    fn learn(&mut self, text: &str, word: &WrittenWord, stems: &mut StemTable<'_>) -> u32 {
        // The text may have it twice.
        if let Some(number) = self.written.find(text, word) {
            return number;
        }
        // Taken out, because the table is borrowed while the word is in it.
        let mut folded = std::mem::take(&mut self.folded);
        let upper_case = fold(&text[word.start..word.end], &mut folded);
        let mut form = WordForm { word: 0, stem: 0, chunk: 0, bit: 0, role: WordRole::EMPTY };
        if !folded.is_empty() {
            form.word = self.number(&folded, stems);
            let FoldedWord { stem, stop, .. } = self.words[form.word as usize];
            form.stem = stem;
            let begins = stems.begins_form(stem);
            form.role = WordRole::STOP
                .when(stop)
                .and(WordRole::WEAK.when(self.language.is_weak(&folded)))
                .and(WordRole::COUNTED.when(!stop || upper_case))
                .and(WordRole::BEGINS.when(begins));
        }
        self.folded = folded;
        self.written.insert(text, word, form)
    }

    /// The number of a folded word.
    pub(super) fn number(&mut self, folded: &str, stems: &mut StemTable<'_>) -> u32 {
        let marked = self.language.word(folded);
        if let Some(number) = self.texts.find(&marked) {
            return number;
        }
        let stem = self.stem_cache.get(&marked, || self.language.stem(folded));
        let (stem, stop) = (stems.number(&stem), self.language.is_stop(folded));
        self.words.push(FoldedWord { stem, stop, bit: 0, chunk: 0, before: None });
        self.texts.add(&marked)
    }

    /// Notes that a chunk has a word: puts it at the head of its stem's list. Returns its bit.
    pub(super) fn record_form(&mut self, word: u32, chunk: u32, stems: &mut StemTable<'_>) -> u16 {
        let folded = &mut self.words[word as usize];
        if folded.chunk != chunk {
            let met = stems.words_in(folded.stem, chunk);
            folded.chunk = chunk;
            folded.bit = 1 << met.count.min(WORD_BITS - 1);
            met.count += 1;
            folded.before = std::mem::replace(&mut met.last, NonZeroU32::new(word + 1));
        }
        folded.bit
    }
}
