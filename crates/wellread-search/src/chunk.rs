//! The first stage: a run of neighbouring pages becomes words with their weights and sections.
//!
//! A chunk's result depends on its own pages, the language and the glossary's forms only, so it is
//! remembered under the hash of exactly these. Chunks end at pages whose address hashes to a certain
//! value: a page that is added or removed touches its own chunk and moves no other's border.

use std::sync::Arc;

use rustc_hash::FxHashMap;

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

/// The longest first part of a hyphenated word that is also indexed in one piece: `co-teaching`.
pub(crate) const SHORT_PREFIX: usize = 4;

/// The forms of the glossary by the stem of their first word.
pub(crate) type Forms = FxHashMap<String, Vec<Form>>;

/// A term's name or alias.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    /// The stems of all its words, at least one.
    pub(crate) stems: Vec<String>,
    /// The number of the term in the order of addresses.
    pub(crate) term: u32,
}

/// A word in a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Posting {
    /// The page, counted from the first of the chunk.
    pub(crate) page: u32,
    /// 1 to 63.
    pub(crate) weight: u8,
    /// The sections as bits; none if the word is only in the title, names, summary or topics.
    pub(crate) sections: u32,
}

/// Everything about a stem in a chunk.
#[derive(Debug, Default, Hash)]
pub(crate) struct StemEntry {
    pub(crate) stem: String,
    /// The folded words that have this stem; sorted.
    pub(crate) words: Vec<Box<str>>,
    pub(crate) postings: Vec<Posting>,
    /// Titles and other names that begin with this stem: the hash of the whole and the page.
    pub(crate) titles: Vec<(u32, u32)>,
}

/// The result of a chunk.
pub(crate) struct Chunk {
    pub(crate) pages: u32,
    /// Sorted by stem.
    pub(crate) entries: Vec<StemEntry>,
    /// One file of text for each page.
    pub(crate) texts: Vec<IndexFile>,
}

/// The stem under which a sequence of words is filed: the first that is no little word, or the first.
pub(crate) fn key_position(language: &Language, folded: &[String]) -> usize {
    folded.iter().position(|word| !language.is_stop(word)).unwrap_or(0)
}

/// The stems that identify a title or query: without little words, unless there is nothing else.
pub(crate) fn content_stems(language: &Language, folded: &[String]) -> Vec<String> {
    let content: Vec<String> =
        folded.iter().filter(|w| !language.is_stop(w)).map(|w| language.stem(w)).collect();
    if content.is_empty() { folded.iter().map(|w| language.stem(w)).collect() } else { content }
}

/// The pseudo-stem under which the pages that use any form of a term are filed.
pub(crate) fn concept(term: u32) -> String {
    format!("={term}")
}

/// Indexes a run of pages.
pub(crate) fn chunk(pages: &[&Page<'_>], language: &Language, forms: &Forms) -> Chunk {
    let mut index = Indexer {
        language,
        forms,
        words: FxHashMap::default(),
        stems: FxHashMap::default(),
        entries: Vec::new(),
        slots: Vec::new(),
        forms_at: Vec::new(),
        touched: Vec::new(),
    };
    let mut texts = Vec::with_capacity(pages.len());
    for (number, page) in pages.iter().enumerate() {
        index.page(number as u32, page);
        texts.push(text_file(page));
    }
    let mut entries = index.entries;
    entries.retain(|entry| !entry.postings.is_empty() || !entry.titles.is_empty());
    for entry in &mut entries {
        entry.words.sort_unstable();
    }
    entries.sort_unstable_by(|a, b| a.stem.cmp(&b.stem));
    Chunk { pages: pages.len() as u32, entries, texts }
}

/// What a page says about one stem, while it is read.
#[derive(Clone, Copy, Default)]
struct Slot {
    counts: [u16; FIELDS],
    sections: u32,
    used: bool,
}

#[derive(Clone, Copy)]
struct Known {
    stem: u32,
    stop: bool,
}

struct Indexer<'a> {
    language: &'a Language,
    forms: &'a Forms,
    words: FxHashMap<Box<str>, Known>,
    stems: FxHashMap<String, u32>,
    entries: Vec<StemEntry>,
    slots: Vec<Slot>,
    /// The forms that begin with a stem.
    forms_at: Vec<Option<&'a Vec<Form>>>,
    touched: Vec<u32>,
}

impl<'a> Indexer<'a> {
    fn page(&mut self, number: u32, page: &Page<'_>) {
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
        self.touched.sort_unstable();
        for stem in std::mem::take(&mut self.touched) {
            let slot = std::mem::take(&mut self.slots[stem as usize]);
            self.entries[stem as usize].postings.push(Posting {
                page: number,
                weight: word_weight(&slot.counts, &lengths) as u8,
                sections: slot.sections,
            });
        }
        for title in std::iter::once(&page.title).chain(&page.names) {
            let folded = crate::text::folded_words(title);
            let stems = content_stems(self.language, &folded);
            if let Some(first) = stems.first() {
                let at = self.stem(first.clone());
                let titles = &mut self.entries[at as usize].titles;
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
            let Some(forms) = self.forms_at[stem as usize] else {
                at += 1;
                continue;
            };
            let fits = |form: &&Form| {
                form.stems.iter().enumerate().all(|(offset, stem)| {
                    sequence.get(at + offset).is_some_and(|&s| self.entries[s as usize].stem == *stem)
                })
            };
            let longest = forms.iter().filter(fits).map(|form| form.stems.len()).max();
            let Some(longest) = longest else {
                at += 1;
                continue;
            };
            let mut terms: Vec<u32> = forms
                .iter()
                .filter(fits)
                .filter(|form| form.stems.len() == longest)
                .map(|form| form.term)
                .collect();
            terms.dedup();
            for term in terms {
                let stem = self.stem(concept(term));
                self.count(stem, field, bit);
            }
            at += longest;
        }
    }

    fn count(&mut self, stem: u32, field: Field, bit: u32) {
        let slot = &mut self.slots[stem as usize];
        if !slot.used {
            slot.used = true;
            self.touched.push(stem);
        }
        slot.counts[field as usize] = slot.counts[field as usize].saturating_add(1);
        slot.sections |= bit;
    }

    fn word(&mut self, folded: &str) -> Known {
        if let Some(&known) = self.words.get(folded) {
            return known;
        }
        let stem = self.stem(self.language.stem(folded));
        let known = Known { stem, stop: self.language.is_stop(folded) };
        self.words.insert(folded.into(), known);
        self.entries[stem as usize].words.push(folded.into());
        known
    }

    fn stem(&mut self, stem: String) -> u32 {
        if let Some(&at) = self.stems.get(&stem) {
            return at;
        }
        let at = self.entries.len() as u32;
        self.forms_at.push(self.forms.get(&stem));
        self.slots.push(Slot::default());
        self.entries.push(StemEntry { stem: stem.clone(), ..StemEntry::default() });
        self.stems.insert(stem, at);
        at
    }
}

/// Whether what stands between two words makes them one.
pub(crate) fn is_hyphen(between: &str) -> bool {
    matches!(between, "-" | "\u{2010}" | "\u{2011}")
}

/// A page's text for excerpts and phrases: its other names and its sections.
fn text_file(page: &Page<'_>) -> IndexFile {
    let mut left = KEPT_TEXT;
    let sections: Vec<(&str, &str, &str)> = page
        .sections
        .iter()
        .map(|section| {
            let end = section.text.floor_char_boundary(left.min(section.text.len()));
            left -= end;
            (section.heading, section.anchor, &section.text[..end])
        })
        .collect();
    let (name, bytes) = script("t", 10, &(&page.names, sections));
    IndexFile { name: format!("{name}.js"), bytes: Arc::from(bytes) }
}
