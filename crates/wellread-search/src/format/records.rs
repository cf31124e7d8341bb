//! The files that are plain JSON: the core, the records of pages, and their texts.
//!
//! Records are written as arrays, because a name for each value would be repeated thousands of
//! times; serde reads an array into a struct by the order of its fields. `docs/search.md` lists the
//! orders.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, Serializer};
use wellread_model::marks;

/// The core: what a search needs before any other file, and the names of the others.
#[derive(Debug, Serialize)]
pub(crate) struct Core<'a> {
    /// The version of the format.
    pub(crate) format: u32,
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
    /// The language of the hub, and those of entries in another.
    pub(crate) languages: Vec<String>,
    /// The number of pages.
    pub(crate) pages: u32,
    /// The number of pages in each language.
    pub(crate) language_pages: Vec<u32>,
    /// The lowest prefix of each word shard, separated by spaces.
    pub(crate) keys: String,
    /// The stems that have a shard of their own, sorted, separated by spaces. Their shards are
    /// numbered after the others.
    pub(crate) frequent: String,
    /// The hashes of the word shards in a row, [`HASH`](crate::constants::HASH) characters each.
    pub(crate) words: String,
    /// The page of each term as its distance from the one before; 0 if it has none. The first is
    /// counted from the page before the first.
    pub(crate) term_pages: String,
    /// The number of records in each block.
    pub(crate) block_pages: String,
    /// The hashes of the blocks of records. They hold those of all pages, then those of the terms
    /// that have no page.
    pub(crate) records: String,
    /// The number of pages in each file of texts.
    pub(crate) text_pages: String,
    /// The hashes of the files of texts, [`TEXT_HASH`](crate::constants::TEXT_HASH) characters
    /// each.
    pub(crate) texts: String,
    /// Whether excerpts are taken from the texts, because their files are small.
    pub(crate) has_excerpts: bool,
    /// The files of the vocabulary of each language.
    pub(crate) vocabulary: Vec<Vec<VocabularyFile>>,
    /// The name of the file of the most frequent words of each language.
    pub(crate) common: Vec<String>,
    /// The name of the file of other ways to find words; see [`Alternatives`].
    pub(crate) alternatives: String,
    /// Whether the staff have synonyms of their own, which are tried for every query.
    pub(crate) has_staff_synonyms: bool,
    /// For each language the name of the file of what is needed for words that the hub lacks; see
    /// [`UnknownWords`].
    pub(crate) unknown: Vec<String>,
    /// The most frequent stems of prefixes that many shards have: those of each separated by
    /// spaces.
    pub(crate) starts: BTreeMap<String, String>,
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
    /// Groups of synonyms of each language, separated by spaces; the words of a phrase are joined
    /// by `+`.
    pub(crate) synonyms: Vec<Vec<String>>,
    /// Those of the staff.
    pub(crate) staff: Vec<String>,
    /// How the language of a query is recognized, also languages that no page is in.
    pub(crate) cues: Vec<LanguageCues>,
}

/// The words and characters by which a query in a language is recognized.
#[derive(Debug, Deserialize)]
pub(crate) struct LanguageCues {
    /// The language.
    pub(crate) tag: String,
    /// Words that say little, separated by spaces.
    pub(crate) words: String,
    /// Letters and marks that only this language has.
    pub(crate) signs: String,
}

impl Serialize for LanguageCues {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.tag, &self.words, &self.signs).serialize(serializer)
    }
}

impl Serialize for Alternatives {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.synonyms, &self.staff, &self.cues).serialize(serializer)
    }
}

/// What is needed for words that the hub lacks, besides its vocabulary.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct UnknownWords {
    /// A Bloom filter of the stems of the language's frequent words, which are never errors: six
    /// bits in each digit of [`code`](super::code). Empty if there is no list of the language.
    pub(crate) real: String,
    /// Spellings that sound alike, and what stands for all of them; replaced one after the other.
    /// `^` is the beginning of a word.
    pub(crate) sounds: Vec<(String, String)>,
    /// Words next to which nothing is corrected, separated by spaces; the beginning of several ends
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

/// The name of the group of words that may be between two of a phrase.
pub(crate) const BETWEEN: &str = "BETWEEN";

/// A list of crisis phrases, in one language or by the staff.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct CrisisRecord {
    /// The phrases and the groups of words that they name, as `data/crisis.txt` describes: one a
    /// line, folded, without comments and without spaces around `=`. The names of groups are short,
    /// but for [`BETWEEN`].
    pub(crate) text: String,
    /// Whether the words are stems of the hub's language besides.
    pub(crate) stemmed: bool,
    /// Whether the crisis lines are shown for them. A query that has one is never corrected, shown
    /// or not.
    pub(crate) shown: bool,
}

/// What the list of results shows of a page, and a card of a term: all of a page but its text.
#[derive(Debug, Deserialize)]
pub(crate) struct PageRecord<'a> {
    pub(crate) url: Cow<'a, str>,
    pub(crate) title: Cow<'a, str>,
    pub(crate) kind: Cow<'a, str>,
    /// The titles of the page's topics.
    pub(crate) topics: Vec<Cow<'a, str>>,
    /// The definition of a term; else the summary, or without one the beginning of the text, cut to
    /// the length of an excerpt. May be empty.
    pub(crate) summary: Cow<'a, str>,
    /// Other names of what the page is about. Those of a term are as it lists them: the number of a
    /// form counts from the first.
    pub(crate) names: Vec<Cow<'a, str>>,
    /// The headings of all sections.
    pub(crate) headings: Vec<HeadingRecord<'a>>,
    /// The facts of the page in a row.
    pub(crate) facts: Cow<'a, str>,
    /// The number of its language.
    pub(crate) language: u32,
}

impl Serialize for PageRecord<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { url, title, kind, topics, summary, names, headings, facts, language } = self;
        (url, title, kind, topics, summary, names, headings, facts, language).serialize(serializer)
    }
}

/// The heading of a section; both parts are empty for the text before the first one.
#[derive(Debug, Deserialize)]
pub(crate) struct HeadingRecord<'a> {
    pub(crate) heading: Cow<'a, str>,
    /// The id of the heading; empty if there is none, [`USUAL`] if it is [`usual_anchor`].
    anchor: Cow<'a, str>,
}

/// Stands for the usual anchor of a heading; an id has no space.
const USUAL: &str = " ";

/// The anchor that most headings have, so that records need not repeat their words. `None` for
/// letters of which two languages could think differently.
fn usual_anchor(heading: &str) -> Option<impl Iterator<Item = char>> {
    let letter = |c: char| match c {
        ' ' => Some('-'),
        _ if c.is_ascii_alphanumeric() || c == '_' || c == '-' => Some(c.to_ascii_lowercase()),
        _ => None,
    };
    heading.is_ascii().then(|| heading.trim().chars().filter_map(letter))
}

impl<'a> HeadingRecord<'a> {
    pub(crate) fn new(heading: &'a str, anchor: &'a str) -> Self {
        let is_usual = !anchor.is_empty()
            && usual_anchor(heading).is_some_and(|usual| usual.eq(anchor.chars()));
        let anchor = if is_usual { USUAL } else { anchor };
        Self { heading: Cow::Borrowed(heading), anchor: Cow::Borrowed(anchor) }
    }

    /// The id of the heading; empty if there is none.
    pub(crate) fn anchor(&self) -> Cow<'_, str> {
        if self.anchor == USUAL {
            usual_anchor(&self.heading).into_iter().flatten().collect()
        } else {
            Cow::Borrowed(&self.anchor)
        }
    }
}

impl Serialize for HeadingRecord<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.heading, &self.anchor).serialize(serializer)
    }
}

/// The text of each section of a page, without markup, from which excerpts are taken and in which
/// phrases are checked; empty where the page's stored text ends before.
pub(crate) type PageText<'a> = Vec<Cow<'a, str>>;
