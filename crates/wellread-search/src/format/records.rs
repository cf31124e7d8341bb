//! The files that are plain JSON: the core, the records of pages, their texts, and the cards.
//!
//! Records are written as arrays, because a name for each value would be repeated thousands of
//! times; serde reads an array into a struct by the order of its fields. `docs/search.md` lists the
//! orders.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, Serializer};
use wellread_model::marks;

use super::constants::Constants;

/// The core: what a search needs before any other file, and the names of the others.
#[derive(Debug, Serialize)]
pub(crate) struct Core<'a> {
    /// The version of the format.
    pub(crate) format: u32,
    /// What the runtime and the index agree on.
    pub(crate) constants: Constants,
    /// [`wellread_model::SPELLED_OUT`], for the runtime.
    pub(crate) letters: &'static [(char, &'static str)],
    /// [`wellread_model::marks`], for the runtime.
    pub(crate) marks: Marks,
    /// The path under which the files are served.
    pub(crate) at: &'a str,
    /// What a search in Rust reads too.
    #[serde(flatten)]
    pub(crate) tables: CoreTables,
}

/// The marks that the runtime tells from letters, by code point: some of them are invisible, and a
/// script should not hold what its reader cannot see.
#[derive(Debug, Serialize)]
pub(crate) struct Marks {
    pub(crate) apostrophes: Vec<u32>,
    pub(crate) hyphens: Vec<u32>,
    /// Ranges from the first to the last.
    pub(crate) invisible: Vec<(u32, u32)>,
}

impl Marks {
    /// All of them.
    pub(crate) fn all() -> Self {
        let codes = |marks: &[char]| marks.iter().copied().map(u32::from).collect();
        let range = |&(first, last): &(char, char)| (u32::from(first), u32::from(last));
        Self {
            apostrophes: codes(&marks::APOSTROPHES),
            hyphens: codes(&marks::HYPHENS),
            invisible: marks::INVISIBLE.iter().map(range).collect(),
        }
    }
}

/// The part of the core that every reader looks things up in.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct CoreTables {
    /// The language of the hub.
    pub(crate) language: String,
    /// The number of pages.
    pub(crate) pages: u32,
    /// The lowest prefix of each word shard, separated by spaces.
    pub(crate) keys: String,
    /// The hashes of the word shards in a row, [`HASH`](super::constants::HASH) characters each.
    pub(crate) words: String,
    /// The page of each term as its distance from the one before; 0 if it has none. The first is
    /// counted from the page before the first.
    pub(crate) term_pages: String,
    /// The hashes of the blocks of page records.
    pub(crate) records: String,
    /// The hashes of the blocks of cards.
    pub(crate) cards: String,
    /// The files of the vocabulary.
    pub(crate) vocabulary: Vec<VocabularyFile>,
    /// The name of the file of the most frequent words.
    pub(crate) common: String,
    /// The name of the file of other ways to find words; see [`Alternatives`].
    pub(crate) alternatives: String,
    /// Whether the staff have synonyms of their own, which are tried for every query.
    pub(crate) has_staff_synonyms: bool,
    /// The name of the file of what is needed for words that the hub lacks; see [`UnknownWords`].
    pub(crate) unknown: String,
    /// The name of the file of completions.
    pub(crate) starts: String,
    /// The name of the file of kinds and topics.
    pub(crate) facets: String,
    /// Pinned pages by the sorted stems of their queries.
    pub(crate) best: BTreeMap<String, Vec<u32>>,
    /// The phrases of a crisis.
    pub(crate) crisis: Vec<CrisisRecord>,
    /// Words that are not those of crisis phrases spelled wrong, separated by spaces.
    pub(crate) real_words: String,
}

/// Other ways to find words, for those that the hub lacks and where hardly any page is found.
#[derive(Debug, Deserialize)]
pub(crate) struct Alternatives {
    /// Groups of synonyms, separated by spaces; the words of a phrase are joined by `+`.
    pub(crate) synonyms: Vec<String>,
    /// Those of the staff.
    pub(crate) staff: Vec<String>,
}

impl Serialize for Alternatives {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.synonyms, &self.staff).serialize(serializer)
    }
}

/// What is needed for words that the hub lacks, beside its vocabulary.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct UnknownWords {
    /// A Bloom filter of the stems of the language's frequent words, which are never errors: six bits in
    /// each digit of [`code`](super::code). Empty if there is no list of the language.
    pub(crate) real: String,
    /// Spellings that sound alike, and what stands for all of them; replaced one after the other.
    /// `^` is the beginning of a word.
    pub(crate) sounds: Vec<(String, String)>,
    /// Words beside which nothing is corrected, separated by spaces; the beginning of several ends
    /// with `*`.
    pub(crate) grave: String,
}

/// A file of the vocabulary.
#[derive(Debug, Deserialize)]
pub(crate) struct VocabularyFile {
    /// The first letter of its words.
    pub(crate) letter: String,
    /// The file's name without `.js`.
    pub(crate) name: String,
}

impl Serialize for VocabularyFile {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.letter, &self.name).serialize(serializer)
    }
}

/// A list of crisis phrases, in one language or by the staff.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct CrisisRecord {
    /// The phrases and the groups of words that they name, as `data/crisis.txt` describes: one a
    /// line, folded, without remarks and without spaces around `=`.
    pub(crate) text: String,
    /// Whether the words are stems of the hub's language besides.
    pub(crate) stemmed: bool,
    /// Whether the crisis lines are shown for them. A query that has one is never corrected, shown
    /// or not.
    pub(crate) shown: bool,
}

/// What the list of results shows of a page.
#[derive(Debug, Deserialize)]
pub(crate) struct PageRecord<'a> {
    pub(crate) url: Cow<'a, str>,
    pub(crate) title: Cow<'a, str>,
    pub(crate) kind: Cow<'a, str>,
    /// The titles of the page's topics.
    pub(crate) topics: Vec<Cow<'a, str>>,
    /// The summary, cut to the length of an excerpt. May be empty.
    pub(crate) summary: Cow<'a, str>,
    /// The name of the file with the page's text, without `.js`.
    pub(crate) text: Cow<'a, str>,
}

impl Serialize for PageRecord<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { url, title, kind, topics, summary, text } = self;
        (url, title, kind, topics, summary, text).serialize(serializer)
    }
}

/// A page's text, from which excerpts are taken and in which phrases are checked.
#[derive(Debug, Deserialize)]
pub(crate) struct PageText<'a> {
    /// Other names of what the page is about.
    pub(crate) names: Vec<Cow<'a, str>>,
    pub(crate) sections: Vec<TextSection<'a>>,
}

impl Serialize for PageText<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.names, &self.sections).serialize(serializer)
    }
}

/// A section of a page's text.
#[derive(Debug, Deserialize)]
pub(crate) struct TextSection<'a> {
    pub(crate) heading: Cow<'a, str>,
    /// The id of the heading; empty if there is none.
    pub(crate) anchor: Cow<'a, str>,
    /// The text without markup; empty where the page's stored text ends before.
    pub(crate) text: Cow<'a, str>,
}

impl Serialize for TextSection<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.heading, &self.anchor, &self.text).serialize(serializer)
    }
}

/// A term of the glossary, as a card shows it.
#[derive(Debug, Deserialize)]
pub(crate) struct CardRecord<'a> {
    pub(crate) name: Cow<'a, str>,
    pub(crate) url: Cow<'a, str>,
    pub(crate) definition: Cow<'a, str>,
    /// The other names, as they are written; a form's number counts from the first.
    pub(crate) aliases: Vec<Cow<'a, str>>,
}

impl Serialize for CardRecord<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.name, &self.url, &self.definition, &self.aliases).serialize(serializer)
    }
}
