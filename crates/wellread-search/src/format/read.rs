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
use super::file::{Index, data};
use super::records::{
    Alternatives, CoreTables, LanguageCues, PageRecord, PageText, UnknownWords, VocabularyFile,
};
use super::shard::{Shard, ShardKeys, ShardParts, StemRecord};
use super::vocabulary::{self, KnownWord};
use crate::constants::{HASH, TEXT_HASH};
use crate::language::{Analyzer, Languages};

/// An index whose files are decoded as a query asks for them, asked in one of its languages.
#[derive(Clone)]
pub(crate) struct OpenIndex<'a> {
    files: Rc<BTreeMap<&'a str, &'a [u8]>>,
    pub(crate) core: Rc<CoreTables>,
    pub(crate) languages: Rc<Languages>,
    /// The number of the language in which it is asked.
    number: usize,
    /// The number of the record of each term: that of its page, or one above all pages.
    term_records: Rc<[u32]>,
    /// The first page of each block of records, and of each file of text.
    block_starts: Rc<[u32]>,
    text_starts: Rc<[u32]>,
    pub(crate) keys: Rc<ShardKeys>,
    /// The shards that were decoded: a query comes back to the same ones many times.
    shards: Rc<RefCell<BTreeMap<usize, Rc<Shard>>>>,
}

impl<'a> OpenIndex<'a> {
    pub(crate) fn new(index: &'a Index) -> Self {
        let files: BTreeMap<&str, &[u8]> =
            index.files.iter().map(|file| (file.name.as_str(), &*file.bytes)).collect();
        let core = files.get(index.core.as_str()).expect("an index has the core that it names");
        let core: CoreTables = serde_json::from_slice(data(after_code(core)))
            .expect("the core reads back as it was written");
        Self {
            languages: Rc::new(Languages::read(core.languages.clone())),
            number: 0,
            term_records: term_records(&core).into(),
            block_starts: starts(&core.block_pages).into(),
            text_starts: starts(&core.text_pages).into(),
            keys: Rc::new(ShardKeys::read(&core.keys, &core.frequent)),
            shards: Rc::default(),
            files: Rc::new(files),
            core: Rc::new(core),
        }
    }

    /// The same index, once for each of its languages.
    pub(crate) fn in_each_language(&self) -> Vec<Self> {
        let numbers = 0..self.languages.all().len();
        numbers.map(|number| Self { number, ..self.clone() }).collect()
    }

    /// The language in which it is asked.
    pub(crate) fn language(&self) -> &Analyzer {
        &self.languages.all()[self.number]
    }

    /// The number of pages in this language.
    pub(crate) fn pages_in_language(&self) -> u32 {
        self.core.language_pages[self.number]
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
                Shard::decode(&parts, &self.core.language_pages, &self.languages)
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
        let number = self.block_starts.partition_point(|start| *start <= page) - 1;
        let name = file_name("r", &self.core.records, number)
            .expect("shards hold the numbers of pages and terms of the index");
        let block: Vec<PageRecord<'a>> = self.file(&name);
        let place = (page - self.block_starts[number]) as usize;
        block.into_iter().nth(place).expect("a block holds every number up to the last")
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

    /// The words and characters by which the language of a query is recognized.
    pub(crate) fn language_cues(&self) -> Vec<LanguageCues> {
        self.alternatives().cues
    }

    fn alternatives(&self) -> Alternatives {
        self.file_with_code(&self.core.alternatives)
    }

    /// Groups of synonyms.
    pub(crate) fn synonyms(&self) -> KnownSynonyms {
        let mut read = self.alternatives();
        KnownSynonyms { staff: read.staff, language: read.synonyms.swap_remove(self.number) }
    }

    /// What is needed to correct words.
    pub(crate) fn unknown(&self) -> UnknownWords {
        self.file_with_code(&self.core.unknown[self.number])
    }

    /// The page of a term, if it has one.
    pub(crate) fn page_of(&self, term: u32) -> Option<u32> {
        self.term_records.get(term as usize).copied().filter(|record| *record < self.core.pages)
    }

    /// The files of the vocabulary of the language.
    pub(crate) fn vocabulary_files(&self) -> &[VocabularyFile] {
        &self.core.vocabulary[self.number]
    }

    /// The words of one file of the vocabulary.
    pub(crate) fn vocabulary(&self, number: usize) -> Vec<KnownWord> {
        // A language without a word has no such file.
        let file = self.vocabulary_files().get(number);
        file.map_or_else(Vec::new, |file| vocabulary::read(&self.file::<String>(&file.name)))
    }

    /// The most frequent words of the language.
    pub(crate) fn common(&self) -> Vec<KnownWord> {
        vocabulary::read(&self.file::<String>(&self.core.common[self.number]))
    }
}

/// Groups of synonyms, as [`Alternatives`] has them.
pub(crate) struct KnownSynonyms {
    /// Those of the staff.
    pub(crate) staff: Vec<String>,
    /// Those of the language in which the index is asked.
    pub(crate) language: Vec<String>,
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

/// The first page of each of some files, from the numbers of pages in them.
fn starts(counts: &str) -> Vec<u32> {
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
