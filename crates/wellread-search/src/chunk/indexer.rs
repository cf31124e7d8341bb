//! The worker of the first stage: reads pages and keeps the words that it has met from chunk to chunk.
//!
//! A hub has a million words and twenty thousand different ones. So a written word is looked up by its
//! bytes first; only one that was never met is folded and stemmed. From then on everything is a number
//! into flat tables, and strings are compared once for each new stem.

use std::num::NonZeroU32;
use std::sync::Arc;

use rustc_hash::{FxBuildHasher, FxHashMap};
use xxhash_rust::xxh3::xxh3_128;

use super::entry::{Posting, StemWriter};
use super::key::key;
use super::stored::text_file;
use super::{Chunk, ChunkRun, Forms, SHORT_PREFIX, TermForm, concept, is_hyphen};
use crate::cache::StemCache;
use crate::code::Fnv;
use crate::input::Page;
use crate::language::Analyzer;
use crate::shard::bucket_of;
use crate::text::{fold, written};
use crate::weight::{FIELDS, Field, word_weight};

/// Sections from this one on share a bit, so that a set of them fits 30 bits.
const LAST_SECTION: u32 = 29;

/// Room for the words of a usual hub, so that the tables need not grow.
const WORDS: usize = 14_000;

/// A word as it is written.
#[derive(Clone, Copy)]
struct WordForm {
    word: u32,
    stem: u32,
    /// The last chunk in which it was met.
    chunk: u32,
    use_: WordRole,
}

/// What a written word is good for.
#[derive(Clone, Copy)]
struct WordRole {
    /// Folding leaves nothing of it.
    empty: bool,
    stop: bool,
    /// Whether it is indexed: no little word, or one in capitals.
    counted: bool,
    /// Whether one of the glossary's forms begins with it.
    begins: bool,
}

/// A folded word.
struct Folded {
    text: Arc<str>,
    stem: u32,
    stop: bool,
    /// The last chunk in which it was met, and the word of the same stem that was met there before it.
    chunk: u32,
    before: Option<NonZeroU32>,
}

/// A stem.
struct IndexedStem<'a> {
    text: Arc<str>,
    /// The glossary's forms that begin with it; once it is met in a text, with numbers for their stems.
    forms: Option<&'a Vec<TermForm>>,
    numbered: Option<Arc<[NumberedForm]>>,
    /// The titles that begin with it in the chunk in hand.
    titles: Vec<(u32, u16)>,
}

/// A form by the numbers of its stems and of its term's pseudo-stem. The longest come first.
struct NumberedForm {
    stems: Box<[u32]>,
    concept: u32,
}

/// What the page in hand says about a stem.
#[derive(Clone, Copy, Default)]
struct Slot {
    counts: [u16; FIELDS],
    sections: u32,
}

/// What the chunk in hand has of a stem: nothing if `chunk` is not its number.
#[derive(Clone, Copy, Default)]
struct InChunk {
    chunk: u32,
    /// The number of its postings; at the end of the chunk, the place for the next one.
    postings: u32,
    /// The last of its words that was met.
    word: Option<NonZeroU32>,
}

/// Turns chunks into their results. The words that it has met stay known from chunk to chunk; that
/// saves time and changes no result.
pub(crate) struct Indexer<'a> {
    language: &'a Analyzer,
    forms: &'a Forms,
    known: &'a StemCache,
    /// Written words by their bytes as a number, and the longer ones.
    short: FxHashMap<u128, WordForm>,
    long: FxHashMap<Box<str>, WordForm>,
    by_word: FxHashMap<Arc<str>, u32>,
    words: Vec<Folded>,
    by_stem: FxHashMap<Arc<str>, u32>,
    stems: Vec<IndexedStem<'a>>,
    /// The stems in order, each after its first eight bytes as a number, so that most comparisons are of
    /// numbers. The newest wait to be sorted in.
    order: Vec<(u64, u32)>,
    sorted: usize,
    /// By the number of the stem, apart from the rest because they are used for every word.
    slots: Vec<Slot>,
    in_chunk: Vec<InChunk>,
    /// The number of the chunk in hand, from 1.
    chunk: u32,
    /// The stems of the page in hand.
    touched: Vec<u32>,
    /// The stems of the text in hand, each with whether it is a little word's, and the places of those
    /// with which forms begin.
    sequence: Vec<(u32, bool)>,
    beginnings: Vec<usize>,
    folded: String,
    script: Vec<u8>,
    /// The postings of the chunk in hand, in the order of pages.
    postings: Vec<(u32, Posting)>,
}

impl<'a> Indexer<'a> {
    pub(crate) fn new(language: &'a Analyzer, forms: &'a Forms, known: &'a StemCache) -> Self {
        Self {
            language,
            forms,
            known,
            short: FxHashMap::with_capacity_and_hasher(WORDS, FxBuildHasher),
            long: FxHashMap::default(),
            by_word: FxHashMap::with_capacity_and_hasher(WORDS, FxBuildHasher),
            words: Vec::new(),
            by_stem: FxHashMap::with_capacity_and_hasher(WORDS, FxBuildHasher),
            stems: Vec::new(),
            order: Vec::new(),
            sorted: 0,
            slots: Vec::new(),
            in_chunk: Vec::new(),
            chunk: 0,
            touched: Vec::new(),
            sequence: Vec::new(),
            beginnings: Vec::new(),
            folded: String::new(),
            script: Vec::new(),
            postings: Vec::new(),
        }
    }

    /// Indexes a run of pages.
    pub(crate) fn chunk(&mut self, pages: &[&Page<'_>]) -> Chunk {
        self.chunk += 1;
        let mut texts = Vec::with_capacity(pages.len());
        for (number, page) in pages.iter().enumerate() {
            self.page(number as u16, page);
            texts.push(text_file(page, &mut self.script));
        }
        let (stems, postings) = self.sorted_postings();
        let mut writer = StemWriter::default();
        let mut runs: Vec<ChunkRun> = Vec::new();
        let mut start = 0;
        let mut list: Vec<&str> = Vec::new();
        for stem in stems {
            let InChunk { postings: end, mut word, .. } = self.in_chunk[stem as usize];
            let postings = &postings[start..end as usize];
            start = end as usize;
            let stem = &mut self.stems[stem as usize];
            if postings.is_empty() && stem.titles.is_empty() {
                continue;
            }
            let prefix = bucket_of(&stem.text);
            if runs.last().is_none_or(|run| run.prefix != prefix) {
                let start = writer.text.len();
                runs.push(ChunkRun { prefix: prefix.to_owned(), range: start..start, hash: 0 });
            }
            list.clear();
            while let Some(number) = word {
                let folded = &self.words[number.get() as usize - 1];
                list.push(&folded.text);
                word = folded.before;
            }
            if list == [&*stem.text] {
                list.clear();
            }
            list.sort_unstable();
            writer.entry(&stem.text, &list, &stem.titles, postings);
            stem.titles.clear();
            if let Some(run) = runs.last_mut() {
                run.range.end = writer.text.len();
            }
        }
        let entries = String::from_utf8(writer.text).expect("stems, words and digits are text");
        for run in &mut runs {
            run.hash = xxh3_128(&entries.as_bytes()[run.range.clone()]);
        }
        Chunk { pages: pages.len() as u32, entries, runs, texts }
    }

    /// The stems of the chunk in order, and its postings in the order of stems and pages. Where those of
    /// a stem end is left in [`InChunk::postings`].
    fn sorted_postings(&mut self) -> (Vec<u32>, Vec<Posting>) {
        let texts = &self.stems;
        let text = |at: u32| &texts[at as usize].text;
        let in_order =
            |a: &(u64, u32), b: &(u64, u32)| a.0.cmp(&b.0).then_with(|| text(a.1).cmp(text(b.1)));
        if self.sorted < self.order.len() {
            self.order[self.sorted..].sort_unstable_by(in_order);
            // Two sorted runs: this sort merges them.
            self.order.sort_by(in_order);
            self.sorted = self.order.len();
        }
        let mut stems = Vec::new();
        let mut place = 0;
        for &(_, stem) in &self.order {
            let entry = &mut self.in_chunk[stem as usize];
            if entry.chunk == self.chunk {
                stems.push(stem);
                (entry.postings, place) = (place, place + entry.postings);
            }
        }
        let mut postings = vec![Posting::default(); self.postings.len()];
        for (stem, posting) in self.postings.drain(..) {
            let place = &mut self.in_chunk[stem as usize].postings;
            postings[*place as usize] = posting;
            *place += 1;
        }
        (stems, postings)
    }

    fn page(&mut self, number: u16, page: &Page<'_>) {
        let mut lengths = [0; FIELDS];
        lengths[Field::Title as usize] += self.text(page.title, Field::Title, 0);
        self.title(number);
        for name in &page.names {
            lengths[Field::Names as usize] += self.text(name, Field::Names, 0);
            self.title(number);
        }
        lengths[Field::Summary as usize] += self.text(page.summary, Field::Summary, 0);
        for topic in page.topics {
            lengths[Field::Topics as usize] += self.text(topic, Field::Topics, 0);
        }
        for (at, section) in page.sections.iter().enumerate() {
            let bit = 1 << (at as u32).min(LAST_SECTION);
            lengths[Field::Heading as usize] += self.text(section.heading, Field::Heading, bit);
            lengths[Field::Body as usize] += self.text(section.text, Field::Body, bit);
        }
        // Most words are a few times in the body and nowhere else; 0 stands for not yet known.
        let mut of_body = [0; 16];
        for stem in self.touched.drain(..) {
            let Slot { counts, sections } = std::mem::take(&mut self.slots[stem as usize]);
            let weight = match counts {
                [0, 0, 0, 0, 0, count] if usize::from(count) < of_body.len() => {
                    let weight = &mut of_body[usize::from(count)];
                    if *weight == 0 {
                        *weight = word_weight(&counts, &lengths) as u8;
                    }
                    *weight
                }
                _ => word_weight(&counts, &lengths) as u8,
            };
            self.in_chunk[stem as usize].postings += 1;
            self.postings.push((stem, Posting { page: number, weight, sections }));
        }
    }

    /// Files the title or other name that was just counted under its first stem; see
    /// [`content_stems`](super::content_stems).
    fn title(&mut self, page: u16) {
        let all = self.sequence.iter().all(|(_, stop)| *stop);
        let (mut first, mut hash) = (None, Fnv::default());
        for &(stem, _) in self.sequence.iter().filter(|(_, stop)| all || !stop) {
            match first {
                None => first = Some(stem),
                Some(_) => hash.add(" "),
            }
            hash.add(&self.stems[stem as usize].text);
        }
        let Some(first) = first else { return };
        self.meet(first);
        let titles = &mut self.stems[first as usize].titles;
        let entry = (hash.value(), page);
        if !titles.contains(&entry) {
            titles.push(entry);
        }
    }

    /// Counts the words of one stretch of text and returns how many there are.
    fn text(&mut self, text: &str, field: Field, bit: u32) -> u32 {
        self.sequence.clear();
        self.beginnings.clear();
        let mut last: Option<(usize, u32)> = None;
        written(text, |start, end| {
            let WordForm { word, stem, use_, .. } = self.written(text, start, end);
            if use_.empty {
                return;
            }
            if use_.begins {
                self.beginnings.push(self.sequence.len());
            }
            self.sequence.push((stem, use_.stop));
            if use_.counted {
                self.count(stem, field, bit);
            }
            if let Some((last_end, last)) = last
                && start - last_end <= '\u{2010}'.len_utf8()
                && text.get(last_end..start).is_some_and(is_hyphen)
            {
                self.joined(last, word, field, bit);
            }
            last = Some((end, word));
        });
        self.concepts(field, bit);
        self.sequence.len() as u32
    }

    /// Counts a hyphenated word as a whole if its first part is short.
    fn joined(&mut self, first: u32, second: u32, field: Field, bit: u32) {
        let [first, second] = [first, second].map(|word| &self.words[word as usize].text);
        if first.len() <= SHORT_PREFIX && first.bytes().all(|b| b.is_ascii_lowercase()) {
            let word = self.word(&format!("{first}{second}"));
            self.see(word);
            self.count(self.words[word as usize].stem, field, bit);
        }
    }

    /// Counts the glossary's terms in the sequence: leftmost, longest, not overlapping.
    fn concepts(&mut self, field: Field, bit: u32) {
        let mut end = 0;
        let beginnings = std::mem::take(&mut self.beginnings);
        for &at in &beginnings {
            let (stem, _) = self.sequence[at];
            let Some(forms) = (at >= end).then(|| self.numbered(stem)).flatten() else { continue };
            let rest = &self.sequence[at..];
            let fits = |form: &NumberedForm| {
                form.stems.len() <= rest.len()
                    && form.stems.iter().zip(rest).all(|(stem, (other, _))| stem == other)
            };
            let Some(first) = forms.iter().position(fits) else { continue };
            let stems = &forms[first].stems;
            for form in forms[first..].iter().take_while(|form| form.stems == *stems) {
                self.count(form.concept, field, bit);
            }
            end = at + stems.len();
        }
        self.beginnings = beginnings;
    }

    /// The forms that begin with a stem.
    fn numbered(&mut self, stem: u32) -> Option<Arc<[NumberedForm]>> {
        let known = &self.stems[stem as usize];
        let forms = known.forms?;
        if let Some(numbered) = &known.numbered {
            return Some(Arc::clone(numbered));
        }
        let mut numbered: Vec<NumberedForm> = forms
            .iter()
            .map(|form| NumberedForm {
                stems: form.stems.iter().map(|stem| self.stem(&stem.as_str().into())).collect(),
                concept: self.stem(&concept(form.term).into()),
            })
            .collect();
        numbered
            .sort_by(|a, b| b.stems.len().cmp(&a.stems.len()).then_with(|| a.stems.cmp(&b.stems)));
        let numbered: Arc<[NumberedForm]> = numbered.into();
        self.stems[stem as usize].numbered = Some(Arc::clone(&numbered));
        Some(numbered)
    }

    fn count(&mut self, stem: u32, field: Field, bit: u32) {
        let slot = &mut self.slots[stem as usize];
        let new = slot.counts == [0; FIELDS];
        slot.counts[field as usize] = slot.counts[field as usize].saturating_add(1);
        slot.sections |= bit;
        if new {
            self.touched.push(stem);
            self.meet(stem);
        }
    }

    /// Notes that the chunk in hand has a stem.
    fn meet(&mut self, stem: u32) {
        let entry = &mut self.in_chunk[stem as usize];
        if entry.chunk != self.chunk {
            *entry = InChunk { chunk: self.chunk, postings: 0, word: None };
        }
    }

    /// Notes that the chunk in hand has a word.
    fn see(&mut self, word: u32) {
        let stem = self.words[word as usize].stem;
        if self.words[word as usize].chunk != self.chunk {
            self.meet(stem);
            let last = &mut self.in_chunk[stem as usize].word;
            let folded = &mut self.words[word as usize];
            folded.chunk = self.chunk;
            folded.before = std::mem::replace(last, NonZeroU32::new(word + 1));
        }
    }

    /// The word that stands between two places of a text.
    fn written(&mut self, text: &str, start: usize, end: usize) -> WordForm {
        let key = key(text.as_bytes(), start, end);
        let known = match key {
            Some(key) => self.short.get_mut(&key),
            None => self.long.get_mut(&text[start..end]),
        };
        if let Some(known) = known {
            let found = *known;
            if found.chunk != self.chunk {
                known.chunk = self.chunk;
                if !found.use_.empty {
                    self.see(found.word);
                }
            }
            return found;
        }
        let known = self.learn(&text[start..end]);
        match key {
            Some(key) => self.short.insert(key, known),
            None => self.long.insert(text[start..end].into(), known),
        };
        known
    }

    fn learn(&mut self, written: &str) -> WordForm {
        let mut folded = std::mem::take(&mut self.folded);
        let capitals = fold(written, &mut folded);
        let empty = folded.is_empty();
        let mut known = WordForm {
            word: 0,
            stem: 0,
            chunk: self.chunk,
            use_: WordRole { empty, stop: false, counted: false, begins: false },
        };
        if !empty {
            known.word = self.word(&folded);
            self.see(known.word);
            let Folded { stem, stop, .. } = self.words[known.word as usize];
            known.stem = stem;
            let begins = self.stems[stem as usize].forms.is_some();
            known.use_ = WordRole { empty, stop, counted: !stop || capitals, begins };
        }
        self.folded = folded;
        known
    }

    fn word(&mut self, folded: &str) -> u32 {
        if let Some(&word) = self.by_word.get(folded) {
            return word;
        }
        let word = self.words.len() as u32;
        let (text, stem) = self.known.get(folded, |folded| self.language.stem(folded));
        let stem = self.stem(&stem);
        let stop = self.language.is_stop(folded);
        self.words.push(Folded { text: Arc::clone(&text), stem, stop, chunk: 0, before: None });
        self.by_word.insert(text, word);
        word
    }

    fn stem(&mut self, stem: &Arc<str>) -> u32 {
        if let Some(&at) = self.by_stem.get(stem) {
            return at;
        }
        let at = self.stems.len() as u32;
        let text = Arc::clone(stem);
        self.stems.push(IndexedStem {
            text: Arc::clone(&text),
            forms: self.forms.get(&**stem),
            numbered: None,
            titles: Vec::new(),
        });
        self.order.push((beginning(stem), at));
        self.slots.push(Slot::default());
        self.in_chunk.push(InChunk::default());
        self.by_stem.insert(text, at);
        at
    }
}

/// The first eight bytes as a number that sorts like them.
pub(crate) fn beginning(text: &str) -> u64 {
    let mut first = [0; 8];
    let length = text.len().min(8);
    first[..length].copy_from_slice(&text.as_bytes()[..length]);
    u64::from_be_bytes(first)
}
