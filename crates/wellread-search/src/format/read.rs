//! Opens index files: the same bytes that a browser loads.
//!
//! A missing or damaged file reads as an empty one; a search over it finds less and never fails.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use serde::Deserialize;

use super::constants::{BLOCK, HASH};
use super::file::{Index, data};
use super::records::{CardRecord, CoreTables, PageRecord, PageText};
use super::shard::{Shard, ShardParts, StemRecord, shard_of};
use super::vocabulary::{self, KnownWord};

/// An index whose files are decoded as a query asks for them.
pub(crate) struct OpenIndex<'a> {
    files: BTreeMap<&'a str, &'a [u8]>,
    pub(crate) core: CoreTables,
    /// The lowest prefix of each shard.
    pub(crate) keys: Vec<String>,
    /// The shards that were decoded: a query comes back to the same ones many times.
    shards: RefCell<BTreeMap<usize, Rc<Shard>>>,
}

impl<'a> OpenIndex<'a> {
    pub(crate) fn new(index: &'a Index) -> Self {
        let files: BTreeMap<&str, &[u8]> =
            index.files.iter().map(|file| (file.name.as_str(), &*file.bytes)).collect();
        let core = files.get(index.core.as_str()).copied().unwrap_or(&[]);
        // The first line hands the language to the runtime.
        let start = core.iter().position(|&b| b == b'\n').map_or(0, |at| at + 1);
        let core: CoreTables = serde_json::from_slice(data(&core[start..])).unwrap_or_default();
        let keys = core.keys.split(' ').map(str::to_owned).collect();
        Self { files, core, keys, shards: RefCell::default() }
    }

    /// The data of a file, decoded; empty if the file is missing or damaged.
    fn file<T: Deserialize<'a> + Default>(&self, name: &str) -> T {
        let bytes = self.files.get(format!("{name}.js").as_str()).copied().unwrap_or(&[]);
        serde_json::from_slice(data(bytes)).unwrap_or_default()
    }

    /// The shard of a number.
    pub(crate) fn shard(&self, number: usize) -> Rc<Shard> {
        if let Some(shard) = self.shards.borrow().get(&number) {
            return Rc::clone(shard);
        }
        // The borrow above has ended, so the map can be changed.
        let parts: ShardParts = self.file(&file_name("w", &self.core.words, number));
        let shard = Rc::new(Shard::decode(&parts));
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
    fn block<T: Deserialize<'a> + Default>(&self, kind: &str, hashes: &str, number: u32) -> T {
        let number = number as usize;
        let block: Vec<T> = self.file(&file_name(kind, hashes, number / BLOCK));
        block.into_iter().nth(number % BLOCK).unwrap_or_default()
    }

    /// The text of a page, by the name in its record.
    pub(crate) fn text(&self, name: &str) -> PageText<'a> {
        self.file(name)
    }

    /// The completions of prefixes that span many shards: the stems of each, separated by spaces.
    pub(crate) fn starts(&self) -> BTreeMap<String, String> {
        self.file(&self.core.starts)
    }

    /// The words of one file of the vocabulary.
    pub(crate) fn vocabulary(&self, number: usize) -> Vec<KnownWord> {
        let name = self.core.vocabulary.get(number).map_or("", |file| file.name.as_str());
        vocabulary::read(&self.file::<String>(name))
    }

    /// The hub's most frequent words.
    pub(crate) fn common(&self) -> Vec<KnownWord> {
        vocabulary::read(&self.file::<String>(&self.core.common))
    }
}

/// The name of a numbered file, from the hashes of its kind in a row.
fn file_name(kind: &str, hashes: &str, number: usize) -> String {
    format!("{kind}{number}-{}", hashes.get(number * HASH..(number + 1) * HASH).unwrap_or(""))
}
