//! The worker of the first stage: reads pages and keeps the words that it has met from chunk to chunk.

use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{
    Chunk, Form, Forms, More, Posting, SHORT_PREFIX, StemEntry, concept, content_stems, is_hyphen,
};
use crate::build::IndexFile;
use crate::code::{fnv, script};
use crate::input::Page;
use crate::language::Language;
use crate::text::words;
use crate::weight::{FIELDS, Field, word_weight};

/// Text beyond this many bytes of a page is searched but not kept for excerpts and phrases.
const KEPT_TEXT: usize = 32_000;

/// Sections from this one on share a bit, so that a set of them fits 30 bits.
const LAST_SECTION: u32 = 29;

/// What a page says about one stem, while it is read.
#[derive(Clone, Copy, Default)]
struct Slot {
    counts: [u16; FIELDS],
    sections: u32,
    used: bool,
}

#[derive(Clone, Copy)]
struct Known {
    word: u32,
    stem: u32,
    stop: bool,
}

/// A stem that an indexer has met.
struct Met<'a> {
    stem: Arc<str>,
    /// The first eight bytes as a number, so that most comparisons are of numbers.
    order: u64,
    /// The glossary's forms that begin with it; once it is met in a text, with numbers for their stems.
    forms: Option<&'a Vec<Form>>,
    numbered: Option<Rc<[NumberedForm]>>,
    slot: Slot,
    /// The rest is about the chunk in hand.
    words: Vec<u32>,
    count: u32,
    titles: Vec<(u32, u16)>,
    in_chunk: bool,
}

/// A form by the numbers of its stems, and its term. The longest come first.
type NumberedForm = (Box<[u32]>, u32);

/// Turns chunks into their results. The words that it has met stay known from chunk to chunk; that
/// saves time and changes no result.
pub(crate) struct Indexer<'a> {
    language: &'a Language,
    forms: &'a Forms,
    known: FxHashMap<Arc<str>, Known>,
    /// The words, and whether the chunk in hand has them.
    words: Vec<(Arc<str>, bool)>,
    by_stem: FxHashMap<Arc<str>, u32>,
    stems: Vec<Met<'a>>,
    /// The stems of the page in hand.
    touched: Vec<u32>,
    /// The stems and words of the chunk in hand, and its postings in the order of pages.
    chunk_stems: Vec<u32>,
    chunk_words: Vec<u32>,
    postings: Vec<(u32, Posting)>,
}

impl<'a> Indexer<'a> {
    pub(crate) fn new(language: &'a Language, forms: &'a Forms) -> Self {
        Self {
            language,
            forms,
            known: FxHashMap::default(),
            words: Vec::new(),
            by_stem: FxHashMap::default(),
            stems: Vec::new(),
            touched: Vec::new(),
            chunk_stems: Vec::new(),
            chunk_words: Vec::new(),
            postings: Vec::new(),
        }
    }

    /// Indexes a run of pages.
    pub(crate) fn chunk(&mut self, pages: &[&Page<'_>]) -> Chunk {
        let mut texts = Vec::with_capacity(pages.len());
        for (number, page) in pages.iter().enumerate() {
            self.page(number as u16, page);
            texts.push(text_file(page));
        }
        for word in std::mem::take(&mut self.chunk_words) {
            self.words[word as usize].1 = false;
        }
        let mut order = std::mem::take(&mut self.chunk_stems);
        order.sort_unstable_by(|&a, &b| {
            let (a, b) = (&self.stems[a as usize], &self.stems[b as usize]);
            a.order.cmp(&b.order).then_with(|| a.stem.cmp(&b.stem))
        });
        let mut entries = Vec::with_capacity(order.len());
        // Where the next posting of each stem goes; `count` becomes that place.
        let mut place = 0;
        for &at in &order {
            let met = &mut self.stems[at as usize];
            met.in_chunk = false;
            let mut words = Vec::new();
            if !matches!(met.words[..], [word] if self.words[word as usize].0 == met.stem) {
                words
                    .extend(met.words.iter().map(|&word| Arc::clone(&self.words[word as usize].0)));
                words.sort_unstable();
            }
            met.words.clear();
            let range = place..place + met.count;
            let titles = std::mem::take(&mut met.titles);
            if met.count > 0 || !titles.is_empty() {
                let stem = Arc::clone(&met.stem);
                let plain = words.is_empty() && titles.is_empty();
                let more = (!plain).then(|| Box::new(More { words, titles }));
                entries.push(StemEntry { stem, postings: range.clone(), more });
            }
            met.count = place;
            place = range.end;
        }
        let empty = Posting { page: 0, weight: 0, sections: 0 };
        let mut postings = vec![empty; self.postings.len()];
        for (stem, posting) in &self.postings {
            let place = &mut self.stems[*stem as usize].count;
            postings[*place as usize] = *posting;
            *place += 1;
        }
        self.postings.clear();
        for at in order {
            self.stems[at as usize].count = 0;
        }
        Chunk { pages: pages.len() as u32, entries, postings, texts }
    }

    fn page(&mut self, number: u16, page: &Page<'_>) {
        let mut lengths = [0; FIELDS];
        let mut sequence = Vec::new();
        let mut field = |this: &mut Self, field: Field, section: Option<usize>, text: &str| {
            let bit = section.map_or(0, |at| 1 << (at as u32).min(LAST_SECTION));
            lengths[field as usize] += this.text(text, field, bit, &mut sequence);
        };
        field(self, Field::Title, None, page.title);
        for name in &page.names {
            field(self, Field::Names, None, name);
        }
        field(self, Field::Summary, None, page.summary);
        for topic in page.topics {
            field(self, Field::Topics, None, topic);
        }
        for (at, section) in page.sections.iter().enumerate() {
            field(self, Field::Heading, Some(at), section.heading);
            field(self, Field::Body, Some(at), section.text);
        }
        for stem in std::mem::take(&mut self.touched) {
            let met = &mut self.stems[stem as usize];
            let slot = std::mem::take(&mut met.slot);
            met.count += 1;
            let weight = word_weight(&slot.counts, &lengths) as u8;
            self.postings.push((stem, Posting { page: number, weight, sections: slot.sections }));
        }
        for title in std::iter::once(&page.title).chain(&page.names) {
            let folded = crate::text::folded_words(title);
            let stems = content_stems(self.language, &folded);
            if let Some(first) = stems.first() {
                let at = self.stem(first);
                self.meet(at);
                let titles = &mut self.stems[at as usize].titles;
                let entry = (fnv(&stems.join(" ")), number);
                if !titles.contains(&entry) {
                    titles.push(entry);
                }
            }
        }
    }

    /// Counts the words of one stretch of text and returns how many there are.
    fn text(&mut self, text: &str, field: Field, bit: u32, sequence: &mut Vec<u32>) -> u32 {
        sequence.clear();
        let (mut length, mut last_end, mut last_size) = (0, usize::MAX, 0);
        let mut last = [0u8; SHORT_PREFIX];
        let mut joined = String::new();
        words(text, |word| {
            let known = self.word(word.folded);
            sequence.push(known.stem);
            length += 1;
            if !known.stop || word.capitals {
                self.count(known.stem, field, bit);
            }
            if last_size > 0 && text.get(last_end..word.start).is_some_and(is_hyphen) {
                joined.clear();
                joined.extend(last[..last_size].iter().map(|&b| char::from(b)));
                joined.push_str(word.folded);
                let known = self.word(&joined);
                self.count(known.stem, field, bit);
            }
            last_end = word.end;
            let bytes = word.folded.as_bytes();
            let short = bytes.len() <= SHORT_PREFIX && bytes.iter().all(u8::is_ascii_lowercase);
            last_size = if short { bytes.len() } else { 0 };
            last[..last_size].copy_from_slice(&bytes[..last_size]);
        });
        self.concepts(sequence, field, bit);
        length
    }

    /// Counts the glossary's terms in a sequence of stems: leftmost, longest, not overlapping.
    fn concepts(&mut self, sequence: &[u32], field: Field, bit: u32) {
        let mut at = 0;
        while let Some(&stem) = sequence.get(at) {
            let longest = self.numbered(stem).and_then(|forms| {
                let first =
                    forms.iter().position(|(stems, _)| sequence[at..].starts_with(stems))?;
                Some((forms, first))
            });
            let Some((forms, first)) = longest else {
                at += 1;
                continue;
            };
            let stems = &forms[first].0;
            for (_, term) in forms[first..].iter().take_while(|(other, _)| other == stems) {
                let stem = self.stem(&concept(*term));
                self.count(stem, field, bit);
            }
            at += stems.len();
        }
    }

    /// The forms that begin with a stem.
    fn numbered(&mut self, stem: u32) -> Option<Rc<[NumberedForm]>> {
        let met = &self.stems[stem as usize];
        let forms = met.forms?;
        if let Some(numbered) = &met.numbered {
            return Some(Rc::clone(numbered));
        }
        let mut numbered: Vec<NumberedForm> = forms
            .iter()
            .map(|form| (form.stems.iter().map(|stem| self.stem(stem)).collect(), form.term))
            .collect();
        numbered.sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        let numbered: Rc<[NumberedForm]> = numbered.into();
        self.stems[stem as usize].numbered = Some(Rc::clone(&numbered));
        Some(numbered)
    }

    fn count(&mut self, stem: u32, field: Field, bit: u32) {
        let slot = &mut self.stems[stem as usize].slot;
        let new = !slot.used;
        slot.used = true;
        slot.counts[field as usize] = slot.counts[field as usize].saturating_add(1);
        slot.sections |= bit;
        if new {
            self.touched.push(stem);
            self.meet(stem);
        }
    }

    /// Notes that the chunk in hand has a stem.
    fn meet(&mut self, stem: u32) {
        let met = &mut self.stems[stem as usize];
        if !met.in_chunk {
            met.in_chunk = true;
            self.chunk_stems.push(stem);
        }
    }

    fn word(&mut self, folded: &str) -> Known {
        let known = match self.known.get(folded) {
            Some(&known) => known,
            None => self.learn(folded),
        };
        let seen = &mut self.words[known.word as usize].1;
        if !*seen {
            *seen = true;
            self.chunk_words.push(known.word);
            self.stems[known.stem as usize].words.push(known.word);
            self.meet(known.stem);
        }
        known
    }

    fn learn(&mut self, folded: &str) -> Known {
        let stem = self.stem(&self.language.stem(folded));
        let stop = self.language.is_stop(folded);
        let known = Known { word: self.words.len() as u32, stem, stop };
        let word: Arc<str> = folded.into();
        self.words.push((Arc::clone(&word), false));
        self.known.insert(word, known);
        known
    }

    fn stem(&mut self, stem: &str) -> u32 {
        if let Some(&at) = self.by_stem.get(stem) {
            return at;
        }
        let at = self.stems.len() as u32;
        let mut first = [0; 8];
        let length = stem.len().min(8);
        first[..length].copy_from_slice(&stem.as_bytes()[..length]);
        let name: Arc<str> = stem.into();
        self.stems.push(Met {
            stem: Arc::clone(&name),
            order: u64::from_be_bytes(first),
            forms: self.forms.get(stem),
            numbered: None,
            slot: Slot::default(),
            words: Vec::new(),
            count: 0,
            titles: Vec::new(),
            in_chunk: false,
        });
        self.by_stem.insert(name, at);
        at
    }
}

/// A page's text for excerpts and phrases: its other names and its sections.
fn text_file(page: &Page<'_>) -> IndexFile {
    let mut left = KEPT_TEXT;
    let sections: Vec<(&str, &str, &str)> = page
        .sections
        .iter()
        .map(|section| {
            let end = boundary(section.text, left);
            left -= end;
            (section.heading, section.anchor, &section.text[..end])
        })
        .collect();
    let (name, bytes) = script("t", 10, &(&page.names, sections));
    IndexFile { name: format!("{name}.js"), bytes: Arc::from(bytes) }
}

/// The last place not above `most` at which a text can be cut.
fn boundary(text: &str, most: usize) -> usize {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}
