//! The first stage: a run of neighbouring pages becomes words with their weights and sections.
//!
//! A chunk's result depends on its own pages, the language and the glossary's forms only, so it is
//! remembered under the hash of exactly these. Chunks end at pages whose address hashes to a certain
//! value: a page that is added or removed touches its own chunk and moves no other's border.

mod indexer;

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::build::IndexFile;
use crate::language::Language;

pub(crate) use indexer::Indexer;

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
    pub(crate) page: u16,
    /// 1 to 63.
    pub(crate) weight: u8,
    /// The sections as bits; none if the word is only in the title, names, summary or topics.
    pub(crate) sections: u32,
}

/// Everything about a stem in a chunk.
#[derive(Debug)]
pub(crate) struct StemEntry {
    pub(crate) stem: Arc<str>,
    /// Where its postings are among those of the chunk.
    pub(crate) postings: Range<u32>,
    /// What few stems have, apart, because there are very many entries.
    pub(crate) more: Option<Box<More>>,
}

/// The rest of a [`StemEntry`].
#[derive(Debug, Hash)]
pub(crate) struct More {
    /// The folded words that have this stem; sorted. Empty stands for the stem itself.
    pub(crate) words: Vec<Arc<str>>,
    /// Titles and other names that begin with this stem: the hash of the whole and the page.
    pub(crate) titles: Vec<(u32, u16)>,
}

impl StemEntry {
    /// See [`More::words`].
    pub(crate) fn words(&self) -> &[Arc<str>] {
        self.more.as_ref().map_or(&[], |more| &more.words)
    }

    /// See [`More::titles`].
    pub(crate) fn titles(&self) -> &[(u32, u16)] {
        self.more.as_ref().map_or(&[], |more| &more.titles)
    }
}

/// The result of a chunk.
pub(crate) struct Chunk {
    pub(crate) pages: u32,
    /// Sorted by stem.
    pub(crate) entries: Vec<StemEntry>,
    pub(crate) postings: Vec<Posting>,
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

/// Whether what stands between two words makes them one.
pub(crate) fn is_hyphen(between: &str) -> bool {
    matches!(between, "-" | "\u{2010}" | "\u{2011}")
}
