//! The stems that an indexer has met, as numbers into flat tables.

use std::num::NonZeroU32;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::chunk::{Forms, TermForm};
use super::prefix::sort_key;
use super::texts::Texts;
use super::weight::FIELDS;

/// The capacity that the tables begin with: the words of a usual hub, so that they need not grow.
pub(super) const USUAL_WORDS: usize = 14_000;

/// Stems by number. The numbers are given in the order in which the stems are met, which depends on
/// the chunks that this indexer got; nothing of a result depends on them.
pub(super) struct StemTable<'a> {
    forms: &'a Forms,
    /// Those with numbers for their stems that were met in a text, by their first stem.
    numbered: FxHashMap<u32, Arc<[NumberedForm]>>,
    /// The pseudo-stems of the terms that were met, by the number of the term.
    pseudo_stems: FxHashMap<u32, Arc<[u32]>>,
    /// The stems themselves.
    pub(super) texts: Texts,
    /// Where each is. Small, because these are looked at for every word of the text.
    pub(super) uses: Vec<StemUse>,
    /// The words of each.
    words: Vec<StemWords>,
    /// The stems in order. Those from `sorted` on are new and wait to be sorted in.
    order: Vec<OrderedStem>,
    sorted: usize,
}

/// A form by the numbers of its stems and of its term's pseudo-stems.
pub(super) struct NumberedForm {
    /// The stems of its words, at least one.
    pub(super) stems: Box<[u32]>,
    /// The pseudo-stems of its term, which all forms of it share. There is at least one.
    pub(super) pseudo_stems: Arc<[u32]>,
}

/// Where a stem is, as far as the current chunk goes. Half a line of the processor's cache.
#[derive(Clone, Copy, Default)]
pub(super) struct StemUse {
    pub(super) page: PageUse,
    /// The last chunk that has it. For any other, the rest holds nothing, so nothing has to be
    /// cleared between chunks.
    pub(super) chunk: u32,
    /// The number of its postings in the chunk; at the end, the place for the next one.
    pub(super) postings: u32,
}

impl StemUse {
    /// Notes that a chunk has the stem.
    #[inline]
    pub(super) fn touch(&mut self, chunk: u32) {
        self.postings = if self.chunk == chunk { self.postings } else { 0 };
        self.chunk = chunk;
    }
}

/// What the current page says about a stem.
#[derive(Clone, Copy, Default)]
pub(super) struct PageUse {
    /// How often it is in each field.
    pub(super) counts: [u16; FIELDS],
    /// The sections that have it, as bits.
    pub(super) sections: u32,
    /// The words of the stem that it has, as bits; see
    /// [`FoldedWord::bit`](super::word_table::FoldedWord).
    pub(super) words: u32,
}

/// The words of a stem that a chunk has.
#[derive(Clone, Copy, Default)]
pub(super) struct StemWords {
    chunk: u32,
    /// The last of them that was met, as its number plus one: the head of a list.
    pub(super) last: Option<NonZeroU32>,
    /// The number of these words.
    pub(super) count: u32,
}

/// A stem by its first eight bytes and its number.
#[derive(Clone, Copy)]
struct OrderedStem {
    sort_key: u64,
    stem: u32,
}

impl<'a> StemTable<'a> {
    pub(super) fn new(forms: &'a Forms) -> Self {
        Self {
            forms,
            numbered: FxHashMap::default(),
            pseudo_stems: FxHashMap::default(),
            texts: Texts::with_capacity(USUAL_WORDS),
            uses: Vec::new(),
            words: Vec::new(),
            order: Vec::new(),
            sorted: 0,
        }
    }

    /// The number of a stem.
    pub(super) fn number(&mut self, stem: &str) -> u32 {
        if let Some(number) = self.texts.find(stem) {
            return number;
        }
        let number = self.texts.add(stem);
        self.order.push(OrderedStem { sort_key: sort_key(stem), stem: number });
        self.uses.push(StemUse::default());
        self.words.push(StemWords::default());
        number
    }

    /// Whether one of the glossary's forms begins with a stem.
    pub(super) fn begins_form(&self, stem: u32) -> bool {
        self.forms.contains_key(self.texts.get(stem))
    }

    /// The glossary's forms that begin with a stem, the longest first.
    pub(super) fn forms(&mut self, stem: u32) -> Option<Arc<[NumberedForm]>> {
        if let Some(numbered) = self.numbered.get(&stem) {
            return Some(Arc::clone(numbered));
        }
        let forms = self.forms.get(self.texts.get(stem))?;
        let mut numbered: Vec<NumberedForm> = forms
            .iter()
            .map(|form| NumberedForm {
                stems: self.numbers_of(&form.stems),
                pseudo_stems: self.pseudo_stems(form),
            })
            .collect();
        // Equal forms of two terms come side by side, because a word counts for both.
        numbered
            .sort_by(|a, b| b.stems.len().cmp(&a.stems.len()).then_with(|| a.stems.cmp(&b.stems)));
        let numbered: Arc<[NumberedForm]> = numbered.into();
        self.numbered.insert(stem, Arc::clone(&numbered));
        Some(numbered)
    }

    /// The pseudo-stems of the term of a form. A term may have thousands of forms, so its list is
    /// made once.
    fn pseudo_stems(&mut self, form: &TermForm) -> Arc<[u32]> {
        if let Some(known) = self.pseudo_stems.get(&form.term) {
            return Arc::clone(known);
        }
        let numbers: Arc<[u32]> = self.numbers_of(&form.pseudo_stems);
        self.pseudo_stems.insert(form.term, Arc::clone(&numbers));
        numbers
    }

    fn numbers_of<T: FromIterator<u32>>(&mut self, stems: &[String]) -> T {
        stems.iter().map(|stem| self.number(stem)).collect()
    }

    /// The words of a stem that a chunk has so far.
    pub(super) fn words_in(&mut self, stem: u32, chunk: u32) -> &mut StemWords {
        let words = &mut self.words[stem as usize];
        if words.chunk != chunk {
            *words = StemWords { chunk, ..StemWords::default() };
        }
        words
    }

    /// The numbers of the stems that a chunk has, in the order of the alphabet.
    pub(super) fn sorted(&mut self, chunk: u32) -> Vec<u32> {
        let text = |at: &OrderedStem| self.texts.get(at.stem);
        let in_order = |a: &OrderedStem, b: &OrderedStem| {
            a.sort_key.cmp(&b.sort_key).then_with(|| text(a).cmp(text(b)))
        };
        // After a few chunks nearly all stems are known, and little is left to sort.
        if self.sorted < self.order.len() {
            self.order[self.sorted..].sort_unstable_by(in_order);
            // Two sorted runs: this sort merges them.
            self.order.sort_by(in_order);
            self.sorted = self.order.len();
        }
        let met = |at: &&OrderedStem| self.uses[at.stem as usize].chunk == chunk;
        self.order.iter().filter(met).map(|at| at.stem).collect()
    }
}
