//! A word shard: the stems of a range of the alphabet, each with the pages that have it.
//!
//! A shard is eight columns of text instead of rows, because like values side by side compress
//! better. The index joins the columns of many stems end to end; this module only takes them apart.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::code::Reader;
use super::idf::idf;
use crate::constants::{EVERYWHERE, MAX_FREQUENT, MAX_SPAN};
use crate::language::{Languages, bare};

/// The columns of a shard.
pub(crate) const PARTS: usize = 8;

/// The columns in the order of `docs/search.md`: words, numbers, pages, weights, sections, forms,
/// titles, words of the pages.
pub(crate) type ShardParts = [String; PARTS];

/// A word shard, decoded.
#[derive(Debug, Default)]
pub(crate) struct Shard {
    pub(crate) stems: BTreeMap<String, Rc<StemRecord>>,
    /// The glossary's forms that are filed under these stems.
    pub(crate) forms: Vec<FormRecord>,
    /// The titles and other names of pages that begin with these stems.
    pub(crate) titles: Vec<TitleRecord>,
}

/// A stem with the pages that have it.
#[derive(Debug)]
pub(crate) struct StemRecord {
    pub(crate) stem: String,
    /// The words of the hub that have this stem, at least one.
    pub(crate) words: Vec<String>,
    /// How much a match tells: the inverse document frequency, as a whole number.
    pub(crate) idf: u32,
    /// In the order of pages.
    pub(crate) postings: Vec<PagePosting>,
}

/// Stands among the words of a stem for pages that have only a synonym of it, in their title.
pub(crate) const SYNONYM: &str = "";

impl StemRecord {
    /// Whether the page of a posting has the stem itself.
    pub(crate) fn is_in(&self, posting: &PagePosting) -> bool {
        // Words are sorted, and this one is before all others.
        self.words[0] != SYNONYM || posting.words != 1
    }
}

/// A stem in a page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PagePosting {
    pub(crate) page: u32,
    /// 1 to 63.
    pub(crate) weight: u32,
    /// The sections that have the stem, as bits; at least one.
    pub(crate) sections: u32,
    /// The words of the stem that the page has, as bits in the order of [`StemRecord::words`].
    pub(crate) words: u32,
}

/// A form of the glossary: the name or an alias of a term.
#[derive(Debug, Clone)]
pub(crate) struct FormRecord {
    pub(crate) words: Vec<FormWord>,
    /// The place of the word under whose stem it is filed.
    pub(crate) key: usize,
    pub(crate) term: u32,
    /// 0 for the term's name, else the number of the alias, from 1.
    pub(crate) form: usize,
}

/// One word of a form.
#[derive(Debug, Clone)]
pub(crate) struct FormWord {
    pub(crate) folded: String,
    pub(crate) stem: String,
    /// Whether it is a stop word.
    pub(crate) stop: bool,
}

/// A title or another name of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TitleRecord {
    /// The hash of its stems; see [`fnv`](super::code::fnv).
    pub(crate) hash: u32,
    pub(crate) page: u32,
}

/// The pseudo-stem under which the pages that use any form of a term are filed. No word contains
/// `=`. There is one for each stem under which forms of the term are filed, its *key*, in whose
/// shard it lies: a query with this stem loads that anyway.
pub(crate) fn term_stem(key: &str, term: u32) -> String {
    format!("{key}={term}")
}

/// The stem in whose shard a stem lies: itself, unless it is that of a term.
pub(crate) fn key_of(stem: &str) -> &str {
    stem.split_once('=').map_or(stem, |(key, _)| key)
}

/// Whether a stem is that of a term and not of a word.
pub(crate) fn is_term_stem(stem: &str) -> bool {
    stem.contains('=')
}

/// Which shard holds which stems.
#[derive(Debug, Default)]
pub(crate) struct ShardKeys {
    /// The lowest prefix of each shard that holds a range of stems; the first is empty.
    pub(crate) ranges: Vec<String>,
    /// The stems that have a shard of their own, sorted. These shards are numbered after the
    /// others.
    pub(crate) frequent: Vec<String>,
}

impl ShardKeys {
    /// Reads both lists; see [`CoreTables`](super::records::CoreTables).
    pub(crate) fn read(ranges: &str, frequent: &str) -> Self {
        let list = |text: &str| text.split(' ').map(str::to_owned).collect();
        let frequent = if frequent.is_empty() { Vec::new() } else { list(frequent) };
        Self { ranges: list(ranges), frequent }
    }

    /// The number of the shard that holds a stem: its own, or the last whose first prefix is not
    /// above it.
    pub(crate) fn shard_of(&self, stem: &str) -> usize {
        let stem = key_of(stem);
        match self.frequent.binary_search_by(|other| other.as_str().cmp(stem)) {
            Ok(at) => self.ranges.len() + at,
            Err(_) => self.range_of(stem),
        }
    }

    fn range_of(&self, stem: &str) -> usize {
        self.ranges.partition_point(|key| key.as_str() <= stem).saturating_sub(1)
    }

    /// The frequent stems with a prefix.
    fn frequent_with(&self, prefix: &str) -> impl Iterator<Item = usize> {
        let first = self.frequent.partition_point(|stem| stem.as_str() < prefix);
        let rest = self.frequent[first..].iter().enumerate();
        rest.take_while(move |(_, stem)| stem.starts_with(prefix)).map(move |(at, _)| first + at)
    }

    /// The shards that hold ranges of stems with a prefix.
    fn ranges_with(&self, prefix: &str) -> std::ops::Range<usize> {
        let first = self.range_of(prefix);
        // A hub without a word has no keys.
        let rest = self.ranges.get(first + 1..).unwrap_or(&[]);
        first..first + 1 + rest.iter().take_while(|key| key.starts_with(prefix)).count()
    }

    /// Whether more shards hold stems with a prefix than are read for one.
    pub(crate) fn is_wide(&self, prefix: &str) -> bool {
        self.ranges_with(prefix).len() > MAX_SPAN
            || self.frequent_with(prefix).count() > MAX_FREQUENT
    }

    /// The numbers of the shards that are read for a prefix, those of frequent stems first.
    pub(crate) fn span(&self, prefix: &str) -> Vec<usize> {
        let frequent = self.frequent_with(prefix).map(|at| self.ranges.len() + at);
        frequent.take(MAX_FREQUENT).chain(self.ranges_with(prefix).take(MAX_SPAN)).collect()
    }
}

impl Shard {
    /// Decodes the columns of a shard, as [`ShardParts`] were made. `pages` is the number of pages
    /// in each language.
    pub(crate) fn decode(parts: &ShardParts, pages: &[u32], languages: &Languages) -> Self {
        let [words, numbers, places, weights, sections, forms, titles, bits] = parts;
        let mut shard = Self::default();
        let (mut words, mut numbers) = (Reader::new(words), Reader::new(numbers));
        let (mut places, mut weights) = (Reader::new(places), Reader::new(weights));
        let (mut sections, mut bits) = (Reader::new(sections), Reader::new(bits));
        let mut stem = String::new();
        while !words.done() {
            stem = words.front_coded(&stem);
            let mut list = Vec::new();
            while words.take(b',') {
                list.push(words.front_coded(&stem));
            }
            words.take(b' ');
            // The usual case costs nothing in the file: the only word is its own stem.
            if list.is_empty() {
                list.push(stem.clone());
            }
            let count = numbers.number();
            let mut next = 0;
            let postings = (0..count)
                .map(|_| {
                    let page = next + places.number();
                    next = page + 1;
                    let sections = match sections.number() {
                        // A match in the title must not count less than one in a section when the
                        // ranking asks which words are together.
                        0 => EVERYWHERE,
                        bits => bits,
                    };
                    let words = if list.len() > 1 { bits.number() } else { 1 };
                    PagePosting { page, weight: weights.number(), sections, words }
                })
                .collect();
            let idf = idf(pages[Languages::number_of(&stem)], count);
            let record = StemRecord { stem: stem.clone(), words: list, idf, postings };
            shard.stems.insert(stem.clone(), Rc::new(record));
        }
        shard.forms = forms.split_terminator('|').map(|entry| form(entry, languages)).collect();
        let mut titles = Reader::new(titles);
        while !titles.done() {
            shard.titles.push(TitleRecord { hash: titles.number(), page: titles.number() });
        }
        shard
    }
}

/// A form of the glossary: `word word=term.form`, after the mark of its language.
fn form(entry: &str, languages: &Languages) -> FormRecord {
    let language = &languages.all()[Languages::number_of(entry)];
    let (words, numbers) = entry.split_once('=').expect("a form has its numbers after `=`");
    let (term, form) = numbers.split_once('.').expect("a form has two numbers");
    let words: Vec<FormWord> = bare(words)
        .split(' ')
        .map(|word| FormWord {
            folded: word.to_owned(),
            stem: language.stem(word),
            stop: language.is_stop(word),
        })
        .collect();
    let folded: Vec<String> = words.iter().map(|word| word.folded.clone()).collect();
    let key = language.key_position(&folded);
    let term = term.parse().expect("the number of a term has digits alone");
    let form = form.parse().expect("the number of a form has digits alone");
    FormRecord { words, key, term, form }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_span_shards() {
        let keys = ShardKeys::read(" ma med meet men mo", "meal meet");
        let shards = ["meeting", "meet", "meal=3", "men=3", "a"].map(|stem| keys.shard_of(stem));
        assert_eq!(shards, [3, 7, 6, 4, 0]);
        assert_eq!(keys.span("me"), [6, 7, 1, 2]);
        assert_eq!(keys.span("mo"), [5]);
        assert!(keys.is_wide("me") && !keys.is_wide("mo"));
        assert_eq!(ShardKeys::default().span("me"), [0]);
    }
}
