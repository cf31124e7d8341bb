//! Opens index files: the same bytes that a browser loads.
//!
//! An [`Index`] never left the memory of the program that made it, so what the core names is there
//! and can be read. Where it is not, the index was made wrongly, which must not look like a search
//! that finds nothing.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use serde::Deserialize;

use super::code::Reader;
use super::constants::{HASH, TEXT_HASH};
use super::file::{Index, data};
use super::records::{Alternatives, CoreTables, PageRecord, PageText, UnknownWords};
use super::shard::{Shard, ShardKeys, ShardParts, StemRecord};
use super::vocabulary::{self, KnownWord};
use crate::language::Analyzer;

/// An index whose files are decoded as a query asks for them.
pub(crate) struct OpenIndex<'a> {
    files: BTreeMap<&'a str, &'a [u8]>,
    pub(crate) core: CoreTables,
    pub(crate) language: Analyzer,
    /// The number of the record of each term: that of its page, or one above all pages.
    term_records: Vec<u32>,
    /// The first page of each file of text.
    text_starts: Vec<u32>,
    pub(crate) keys: ShardKeys,
    /// The shards that were decoded: a query comes back to the same ones many times.
    shards: RefCell<BTreeMap<usize, Rc<Shard>>>,
}

impl<'a> OpenIndex<'a> {
    pub(crate) fn new(index: &'a Index) -> Self {
        let files: BTreeMap<&str, &[u8]> =
            index.files.iter().map(|file| (file.name.as_str(), &*file.bytes)).collect();
        let core = files.get(index.core.as_str()).expect("an index has the core that it names");
        let core: CoreTables = serde_json::from_slice(data(after_code(core)))
            .expect("the core reads back as it was written");
        let term_records = term_records(&core);
        let text_starts = text_starts(&core.text_pages);
        let keys = ShardKeys::read(&core.keys, &core.frequent);
        let language = Analyzer::of(&core.language);
        let shards = RefCell::default();
        Self { files, core, language, term_records, text_starts, keys, shards }
    }

    /// The data of a file that the core or a record names, decoded.
    fn file<T: Deserialize<'a>>(&self, name: &str) -> T {
        let bytes = self
            .files
            .get(format!("{name}.js").as_str())
            .expect("the index has every file that it names");
        serde_json::from_slice(data(bytes)).expect("a file reads back as it was written")
    }

    /// The data of a file that has a line of code before it.
    fn file_with_code<T: Deserialize<'a>>(&self, name: &str) -> T {
        let bytes = self
            .files
            .get(format!("{name}.js").as_str())
            .expect("the index has every file that it names");
        serde_json::from_slice(data(after_code(bytes)))
            .expect("a file reads back as it was written")
    }

    /// The shard of a number.
    pub(crate) fn shard(&self, number: usize) -> Rc<Shard> {
        if let Some(shard) = self.shards.borrow().get(&number) {
            return Rc::clone(shard);
        }
        // The borrow above has ended, so the map can be changed.
        // A hub without a word has no shard.
        let shard = match file_name("w", &self.core.words, number) {
            Some(name) => {
                let parts = self.file::<ShardParts>(&name);
                Shard::decode(&parts, self.core.pages, &self.language)
            }
            None => Shard::default(),
        };
        let shard = Rc::new(shard);
        self.shards.borrow_mut().insert(number, Rc::clone(&shard));
        shard
    }

    /// The shard in which a stem is, if anywhere.
    pub(crate) fn shard_for(&self, stem: &str) -> Rc<Shard> {
        self.shard(self.keys.shard_of(stem))
    }

    /// A stem that some page has.
    pub(crate) fn stem(&self, stem: &str) -> Option<Rc<StemRecord>> {
        self.shard_for(stem).stems.get(stem).filter(|stem| !stem.postings.is_empty()).cloned()
    }

    /// The record of a page.
    pub(crate) fn record(&self, page: u32) -> PageRecord<'a> {
        let (page, size) = (page as usize, self.core.block as usize);
        let name = file_name("r", &self.core.records, page / size)
            .expect("shards hold the numbers of pages and terms of the index");
        let block: Vec<PageRecord<'a>> = self.file(&name);
        block.into_iter().nth(page % size).expect("a block holds every number up to the last")
    }

    /// The record of a term, which is what a card shows.
    pub(crate) fn card(&self, term: u32) -> PageRecord<'a> {
        self.record(self.term_records[term as usize])
    }

    /// The number of the file with the text of a page.
    pub(crate) fn text_file(&self, page: u32) -> usize {
        self.text_starts.partition_point(|start| *start <= page) - 1
    }

    /// The text of a page.
    pub(crate) fn text(&self, page: u32) -> PageText<'a> {
        let number = self.text_file(page);
        let hash = &self.core.texts[number * TEXT_HASH..(number + 1) * TEXT_HASH];
        let texts: Vec<PageText<'a>> = self.file(&format!("t{hash}"));
        let place = (page - self.text_starts[number]) as usize;
        texts.into_iter().nth(place).expect("a file of texts has those of all its pages")
    }

    /// Other ways to find words.
    pub(crate) fn alternatives(&self) -> Alternatives {
        self.file_with_code(&self.core.alternatives)
    }

    /// What is needed to correct words.
    pub(crate) fn unknown(&self) -> UnknownWords {
        self.file_with_code(&self.core.unknown)
    }

    /// The page of a term, if it has one.
    pub(crate) fn page_of(&self, term: u32) -> Option<u32> {
        self.term_records.get(term as usize).copied().filter(|record| *record < self.core.pages)
    }

    /// The words of one file of the vocabulary.
    pub(crate) fn vocabulary(&self, number: usize) -> Vec<KnownWord> {
        // A hub without a word has no such file.
        let file = self.core.vocabulary.get(number);
        file.map_or_else(Vec::new, |file| vocabulary::read(&self.file::<String>(&file.name)))
    }

    /// The hub's most frequent words.
    pub(crate) fn common(&self) -> Vec<KnownWord> {
        vocabulary::read(&self.file::<String>(&self.core.common))
    }
}

/// What follows the first line, which hands code to the runtime.
fn after_code(bytes: &[u8]) -> &[u8] {
    let start = bytes.iter().position(|&b| b == b'\n').map_or(0, |at| at + 1);
    &bytes[start..]
}

/// The record of each term; see [`CoreTables::term_pages`].
fn term_records(core: &CoreTables) -> Vec<u32> {
    let (mut records, mut reader) = (Vec::new(), Reader::new(&core.term_pages));
    // The next page, and the next record of a term that has none.
    let (mut page, mut other) = (0, core.pages);
    while !reader.done() {
        let distance = reader.number();
        if distance > 0 {
            page += distance;
            records.push(page - 1);
        } else {
            records.push(other);
            other += 1;
        }
    }
    records
}

/// The first page of each file of text, from the numbers of pages in them.
fn text_starts(counts: &str) -> Vec<u32> {
    let (mut starts, mut reader, mut next) = (Vec::new(), Reader::new(counts), 0);
    while !reader.done() {
        starts.push(next);
        next += reader.number();
    }
    starts
}

/// The name of a numbered file, from the hashes of its kind in a row. `None` if there are not so
/// many.
fn file_name(kind: &str, hashes: &str, number: usize) -> Option<String> {
    let hash = hashes.get(number * HASH..(number + 1) * HASH)?;
    Some(format!("{kind}{number}-{hash}"))
}
