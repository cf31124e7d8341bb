//! Opens index files: the same bytes that a browser loads.
//!
//! A missing or damaged file reads as an empty one; a search over it finds less and never fails.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::build::Index;
use crate::code::{Reader, data};
use crate::starts::shard_of;

/// All sections at once: where a word of the title counts.
pub(crate) const EVERYWHERE: u32 = 0x3fff_ffff;

/// What the core says.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Core {
    pub(crate) language: String,
    pub(crate) pages: u32,
    pub(crate) keys: String,
    pub(crate) words: String,
    pub(crate) records: String,
    pub(crate) cards: String,
    pub(crate) vocabulary: Vec<(String, String)>,
    pub(crate) common: String,
    pub(crate) starts: String,
    pub(crate) best: BTreeMap<String, Vec<u32>>,
    pub(crate) crisis: Vec<(String, String)>,
}

/// A page's record: address, title, kind, topics, summary, the name of its text.
pub(crate) type PageRecord = (String, String, String, Vec<String>, String, String);

/// A page's text: other names, and sections of heading, anchor and text.
pub(crate) type PageText = (Vec<String>, Vec<(String, String, String)>);

/// A term's name, address, definition and aliases.
pub(crate) type CardRecord = (String, String, String, Vec<String>);

/// A word shard.
#[derive(Debug, Default)]
pub(crate) struct Shard {
    pub(crate) stems: BTreeMap<String, Rc<StemRecord>>,
    pub(crate) forms: Vec<FormRecord>,
    pub(crate) titles: Vec<(u32, u32)>,
}

/// A stem with the pages that have it.
#[derive(Debug)]
pub(crate) struct StemRecord {
    pub(crate) stem: String,
    pub(crate) words: Vec<String>,
    pub(crate) idf: u32,
    /// Page, weight and sections; in the order of pages.
    pub(crate) postings: Vec<(u32, u32, u32)>,
}

/// A form of the glossary.
#[derive(Debug, Clone)]
pub(crate) struct FormRecord {
    /// The stems, each with whether it is a little word.
    pub(crate) stems: Vec<(String, bool)>,
    /// The place of the stem under which it is filed.
    pub(crate) key: usize,
    pub(crate) term: u32,
    pub(crate) form: usize,
}

/// The index, opened.
pub(crate) struct Opened<'a> {
    files: BTreeMap<&'a str, &'a [u8]>,
    pub(crate) core: Core,
    pub(crate) keys: Vec<String>,
    shards: RefCell<BTreeMap<usize, Rc<Shard>>>,
}

impl<'a> Opened<'a> {
    pub(crate) fn new(index: &'a Index) -> Self {
        let files: BTreeMap<&str, &[u8]> =
            index.files.iter().map(|file| (file.name.as_str(), &*file.bytes)).collect();
        let core = files.get(index.core.as_str()).copied().unwrap_or(&[]);
        // The first line hands the language to the runtime.
        let start = core.iter().position(|&b| b == b'\n').map_or(0, |at| at + 1);
        let core: Core = serde_json::from_slice(data(&core[start..])).unwrap_or_default();
        let keys = core.keys.split(' ').map(str::to_owned).collect();
        Self { files, core, keys, shards: RefCell::default() }
    }

    fn file<T: DeserializeOwned + Default>(&self, name: &str) -> T {
        let bytes = self.files.get(format!("{name}.js").as_str()).copied().unwrap_or(&[]);
        serde_json::from_slice(data(bytes)).unwrap_or_default()
    }

    pub(crate) fn shard(&self, number: usize) -> Rc<Shard> {
        if let Some(shard) = self.shards.borrow().get(&number) {
            return Rc::clone(shard);
        }
        let parts: [String; 7] = self.file(&named("w", &self.core.words, number));
        let shard = Rc::new(shard(&parts));
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

    pub(crate) fn record(&self, page: u32) -> PageRecord {
        let block: Vec<PageRecord> = self.file(&named("r", &self.core.records, page as usize / 8));
        block.into_iter().nth(page as usize % 8).unwrap_or_default()
    }

    pub(crate) fn card(&self, term: u32) -> CardRecord {
        let block: Vec<CardRecord> = self.file(&named("g", &self.core.cards, term as usize / 8));
        block.into_iter().nth(term as usize % 8).unwrap_or_default()
    }

    pub(crate) fn text(&self, name: &str) -> PageText {
        self.file(name)
    }

    pub(crate) fn starts(&self) -> BTreeMap<String, String> {
        self.file(&self.core.starts)
    }

    /// The words of one file of the vocabulary.
    pub(crate) fn vocabulary(&self, number: usize) -> Vec<(String, u32)> {
        let name = self.core.vocabulary.get(number).map_or("", |(_, name)| name.as_str());
        crate::vocabulary::read(&self.file::<String>(name))
    }

    /// The hub's most frequent words.
    pub(crate) fn common(&self) -> Vec<(String, u32)> {
        crate::vocabulary::read(&self.file::<String>(&self.core.common))
    }
}

/// The name of a file from the row of hashes.
fn named(kind: &str, names: &str, number: usize) -> String {
    format!("{kind}{number}-{}", names.get(number * 6..number * 6 + 6).unwrap_or(""))
}

fn shard([words, numbers, pages, weights, sections, forms, titles]: &[String; 7]) -> Shard {
    let mut result = Shard::default();
    let (mut words, mut numbers) = (Reader::new(words), Reader::new(numbers));
    let (mut pages, mut weights) = (Reader::new(pages), Reader::new(weights));
    let mut sections = Reader::new(sections);
    let mut last = String::new();
    while !words.done() {
        last.truncate(words.number() as usize);
        last.push_str(words.letters());
        let mut list = Vec::new();
        while words.take(b',') {
            let shared = words.number() as usize;
            list.push(format!("{}{}", last.get(..shared).unwrap_or(""), words.letters()));
        }
        words.take(b' ');
        if list.is_empty() {
            list.push(last.clone());
        }
        let (count, idf) = (numbers.number(), numbers.number());
        let mut next = 0;
        let postings = (0..count)
            .map(|_| {
                let page = next + pages.number();
                next = page + 1;
                let everywhere = |bits| if bits == 0 { EVERYWHERE } else { bits };
                (page, weights.number(), everywhere(sections.number()))
            })
            .collect();
        let stem = StemRecord { stem: last.clone(), words: list, idf, postings };
        result.stems.insert(last.clone(), Rc::new(stem));
    }
    result.forms = forms.split('|').filter_map(form).collect();
    let mut titles = Reader::new(titles);
    while !titles.done() {
        result.titles.push((titles.number(), titles.number()));
    }
    result
}

fn form(entry: &str) -> Option<FormRecord> {
    let (stems, numbers) = entry.split_once('=')?;
    let (term, form) = numbers.split_once('.')?;
    let stems: Vec<(String, bool)> = stems
        .split(' ')
        .map(|stem| {
            stem.strip_prefix('~').map_or((stem.to_owned(), false), |s| (s.to_owned(), true))
        })
        .collect();
    let key = stems.iter().position(|(_, stop)| !stop).unwrap_or(0);
    Some(FormRecord { stems, key, term: term.parse().ok()?, form: form.parse().ok()? })
}
