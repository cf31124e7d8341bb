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
use super::constants::{BLOCK, HASH};
use super::file::{Index, data};
use super::records::{Alternatives, CardRecord, CoreTables, PageRecord, PageText, UnknownWords};
use super::shard::{Shard, ShardParts, StemRecord, shard_of};
use super::vocabulary::{self, KnownWord};
use crate::language::Analyzer;

/// An index whose files are decoded as a query asks for them.
pub(crate) struct OpenIndex<'a> {
    files: BTreeMap<&'a str, &'a [u8]>,
    pub(crate) core: CoreTables,
    pub(crate) language: Analyzer,
    /// The page of each term.
    term_pages: Vec<Option<u32>>,
    /// The lowest prefix of each shard.
    pub(crate) keys: Vec<String>,
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
        let term_pages = term_pages(&core.term_pages);
        let keys = core.keys.split(' ').map(str::to_owned).collect();
        let language = Analyzer::of(&core.language);
        Self { files, core, language, term_pages, keys, shards: RefCell::default() }
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
        self.shard(shard_of(&self.keys, stem))
    }

    /// A stem that some page has.
    pub(crate) fn stem(&self, stem: &str) -> Option<Rc<StemRecord>> {
        self.shard_for(stem).stems.get(stem).filter(|stem| !stem.postings.is_empty()).cloned()
    }

    /// The record of a page.
    pub(crate) fn record(&self, page: u32) -> PageRecord<'a> {
        self.block("r", &self.core.records, page)
    }

    /// The card of a term.
    pub(crate) fn card(&self, term: u32) -> CardRecord<'a> {
        self.block("g", &self.core.cards, term)
    }

    /// One entry of a block.
    fn block<T: Deserialize<'a>>(&self, kind: &str, hashes: &str, number: u32) -> T {
        let number = number as usize;
        let name = file_name(kind, hashes, number / BLOCK)
            .expect("shards hold the numbers of pages and terms of the index");
        let block: Vec<T> = self.file(&name);
        block.into_iter().nth(number % BLOCK).expect("a block holds every number up to the last")
    }

    /// The text of a page, by the name in its record.
    pub(crate) fn text(&self, name: &str) -> PageText<'a> {
        self.file(name)
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
        self.term_pages.get(term as usize).copied().flatten()
    }

    /// The completions of prefixes that span many shards: the stems of each, separated by spaces.
    pub(crate) fn starts(&self) -> BTreeMap<String, String> {
        self.file(&self.core.starts)
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

/// The page of each term; see [`CoreTables::term_pages`].
fn term_pages(text: &str) -> Vec<Option<u32>> {
    let (mut pages, mut next, mut reader) = (Vec::new(), 0, Reader::new(text));
    while !reader.done() {
        let page = reader.number().checked_sub(1).map(|distance| next + distance);
        next = page.map_or(next, |page| page + 1);
        pages.push(page);
    }
    pages
}

/// The name of a numbered file, from the hashes of its kind in a row. `None` if there are not so
/// many.
fn file_name(kind: &str, hashes: &str, number: usize) -> Option<String> {
    let hash = hashes.get(number * HASH..(number + 1) * HASH)?;
    Some(format!("{kind}{number}-{hash}"))
}
