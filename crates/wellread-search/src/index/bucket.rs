//! The second stage: what all chunks say about the stems that begin alike becomes pieces of word
//! shards.
//!
//! A bucket holds the stems with the same first two letters. Its result depends on the runs of
//! entries that the chunks have for it, on the glossary's forms in it, and is cached under their
//! hash. A piece is a range of stems that fits a shard, or one frequent stem that has a shard of
//! its own; the borders follow prefixes, so that a change in one place does not move them
//! everywhere.

use std::ops::Range;

use super::merge::{ChunkEntries, FormEntry, Merge, PagedEntry, StemGroup};
use super::prefix::{BUCKET, prefix, sort_key};
use super::shard_sizes::ShardSizes;
use super::vocabulary::VocabularyWord;
use crate::constants::WORD_BITS;
use crate::format::code::{Reader, push, shared_ascii};
use crate::format::shard::{PARTS, SYNONYM, ShardParts, is_term_stem, key_of};

/// A part of a shard; the parts of neighboring pieces are merged end to end.
#[derive(Debug, Default)]
pub(super) struct ShardPiece {
    /// The lowest prefix that belongs to the piece, or its only stem. With it, a query finds the
    /// shard of a word without reading any other.
    pub(super) start: String,
    /// Whether it is a stem so frequent that it has a shard of its own.
    pub(super) is_frequent: bool,
    /// The columns of its stems.
    pub(super) parts: ShardParts,
}

/// The result of a bucket.
#[derive(Debug, Default)]
pub(super) struct Bucket {
    /// Frequent stems first, then the rest in order.
    pub(super) pieces: Vec<ShardPiece>,
    /// For completions and corrections, which look at words and not at stems.
    vocabulary: BucketVocabulary,
}

/// The words of a bucket. One string holds all letters: a hub has tens of thousands of words, and
/// this result stays in the cache.
#[derive(Debug, Default)]
struct BucketVocabulary {
    letters: String,
    /// Sorted by word.
    words: Vec<VocabularySpan>,
}

/// Where a word and its stem are in [`BucketVocabulary::letters`].
#[derive(Debug)]
struct VocabularySpan {
    word: Range<u32>,
    stem: Range<u32>,
    /// How many pages have the stem.
    pages: u32,
}

impl BucketVocabulary {
    /// Appends letters and returns where they are.
    fn add(&mut self, text: &str) -> Range<u32> {
        let start = self.letters.len() as u32;
        self.letters.push_str(text);
        start..self.letters.len() as u32
    }

    fn text(&self, range: &Range<u32>) -> &str {
        &self.letters[range.start as usize..range.end as usize]
    }

    fn sort(&mut self) {
        let mut words = std::mem::take(&mut self.words);
        words.sort_by_cached_key(|span| {
            let word = self.text(&span.word);
            (sort_key(word), word)
        });
        self.words = words;
    }
}

impl Bucket {
    /// The words of the bucket, sorted.
    pub(super) fn vocabulary(&self) -> impl Iterator<Item = VocabularyWord<'_>> {
        let vocabulary = &self.vocabulary;
        vocabulary.words.iter().map(|span| VocabularyWord {
            word: vocabulary.text(&span.word),
            stem: vocabulary.text(&span.stem),
            pages: span.pages,
        })
    }
}

impl ShardPiece {
    /// The bytes of all columns.
    pub(super) fn size(&self) -> usize {
        self.parts.iter().map(String::len).sum()
    }
}

/// Merges the runs of a bucket.
pub(super) fn bucket(runs: &[ChunkEntries<'_>], forms: &[FormEntry], sizes: ShardSizes) -> Bucket {
    let (mut merge, mut merged) = (Merge::new(runs, forms), MergedStems::default());
    let mut items = Vec::new();
    while let Some(group) = merge.next() {
        // A stem that occurs only as a synonym is not a word of the hub.
        let is_known = group.entries.iter().any(PagedEntry::has_word);
        if is_known || !group.forms.is_empty() {
            items.push(merged.stem(&group, is_known));
        }
    }
    let (mut pieces, mut others) = (Vec::new(), Vec::new());
    // The stems of terms stay with their keys; see `term_stem`.
    for group in items.chunk_by(|a, b| a.key == b.key) {
        if group.iter().map(|item| item.size).sum::<usize>() >= sizes.frequent {
            pieces.push(ShardPiece { is_frequent: true, ..merged.piece(group, group[0].key) });
        } else {
            others.extend(group);
        }
    }
    merged.split(&others, BUCKET, sizes.target, &mut pieces);
    merged.vocabulary.sort();
    Bucket { pieces, vocabulary: merged.vocabulary }
}

/// Appends the words of each page as bits of all words of the stem. `words` are those of one place,
/// and `own` their bits there; see [`Postings::words`](super::entry::Postings).
fn push_words(bits: &mut String, all: &[&str], words: &[&str], own: &str, count: u32) {
    let bit = |at: usize| 1u32 << at.min(WORD_BITS as usize - 1);
    let place = |word: &str| bit(all.partition_point(|other| *other < word));
    let places: Vec<u32> = words.iter().map(|word| place(word)).collect();
    let mut own = Reader::new(own);
    for _ in 0..count {
        let set = if let [only] = places[..] {
            only
        } else {
            let here = own.number();
            let present = places.iter().enumerate().filter(|(at, _)| here & bit(*at) != 0);
            present.fold(0, |set, (_, place)| set | place)
        };
        push(bits, set);
    }
}

/// The parts of all stems of a bucket end to end, from which pieces are cut once the size of each
/// stem is known.
#[derive(Default)]
struct MergedStems<'a> {
    /// From the column of words, only what follows each stem: the stem itself is front-coded
    /// against the one before it, and which that is depends on where a piece begins.
    parts: ShardParts,
    vocabulary: BucketVocabulary,
    /// A scratch buffer: the words of the current stem, place by place.
    words: Vec<&'a str>,
    /// A scratch buffer: those of all places.
    all: Vec<&'a str>,
    /// A scratch buffer: for each place that has postings of the current stem, its words in
    /// `words`, their bits of each page, and the number of these pages.
    runs: Vec<(Range<usize>, &'a str, u32)>,
}

/// A stem, and where its parts begin and end in [`MergedStems::parts`].
struct StemParts<'a> {
    stem: &'a str,
    /// See [`key_of`].
    key: &'a str,
    start: [usize; PARTS],
    end: [usize; PARTS],
    /// The bytes of all parts.
    size: usize,
}

impl<'a> MergedStems<'a> {
    /// Where each column ends now.
    fn ends(&self) -> [usize; PARTS] {
        std::array::from_fn(|part| self.parts[part].len())
    }

    /// Appends what all places say about a stem; of one that is not known, only the forms.
    fn stem(&mut self, group: &StemGroup<'a, '_>, is_known: bool) -> StemParts<'a> {
        let StemGroup { stem, entries, forms: own_forms } = *group;
        let start = self.ends();
        let [tails, numbers, pages, weights, sections, forms, titles, bits] = &mut self.parts;
        let Self { words, all, runs, .. } = self;
        words.clear();
        runs.clear();
        let (mut count, mut next, mut has_others) = (0, 0, false);
        for &PagedEntry { first_page, entry } in if is_known { entries } else { &[] } {
            let known = words.len();
            let postings = entry.read(
                |word| words.push(word),
                |hash, page| {
                    push(titles, hash);
                    push(titles, first_page + page);
                },
            );
            // An entry without words stands for the stem alone; see `StemEntry::read`.
            if words.len() == known {
                words.push(stem);
            } else {
                has_others = true;
            }
            runs.push((known..words.len(), postings.words, postings.count));
            if postings.count > 0 {
                push(pages, first_page + postings.first - next);
                pages.push_str(postings.distances);
                weights.push_str(postings.weights);
                sections.push_str(postings.sections);
                next = first_page + postings.last + 1;
                count += postings.count;
            }
        }
        for FormEntry { words, term, form, .. } in own_forms {
            forms.push_str(&format!("{words}={term}.{form}|"));
        }
        push(numbers, count);
        all.clear();
        if has_others {
            // Chunks know of one another's words nothing, so most come many times.
            all.extend_from_slice(words);
            all.sort_unstable();
            all.dedup();
            if all.len() > 1 {
                for (words_of, own, count) in &*runs {
                    push_words(bits, all, &words[words_of.clone()], own, *count);
                }
            }
            if all[..] != [stem] {
                for word in &*all {
                    let shared = shared_ascii(stem, word);
                    tails.push(',');
                    push(tails, shared as u32);
                    tails.push_str(&word[shared..]);
                }
            }
        } else {
            all.push(stem);
        }
        tails.push(' ');
        // A pseudo-stem of the glossary is no word, and one without pages can complete nothing.
        if count > 0 && !is_term_stem(stem) {
            let stem = self.vocabulary.add(stem);
            for word in all.iter().filter(|word| **word != SYNONYM) {
                let word = self.vocabulary.add(word);
                self.vocabulary.words.push(VocabularySpan {
                    word,
                    stem: stem.clone(),
                    pages: count,
                });
            }
        }
        let end = self.ends();
        let size = stem.len() + end.iter().sum::<usize>() - start.iter().sum::<usize>();
        StemParts { stem, key: key_of(stem), start, end, size }
    }

    /// Cuts sorted items that share their first `depth` characters into pieces. By one more letter
    /// at a time, so that a border moves only if its own neighborhood changes.
    fn split(
        &self,
        items: &[&StemParts<'a>],
        depth: usize,
        target: usize,
        pieces: &mut Vec<ShardPiece>,
    ) {
        let [first, ..] = items else { return };
        // A stem cannot be cut, nor those of terms from their key.
        let is_one = items.last().is_some_and(|last| last.key == first.key);
        if is_one || items.iter().map(|item| item.size).sum::<usize>() <= target {
            pieces.push(self.piece(items.iter().copied(), prefix(first.key, depth)));
            return;
        }
        let start = |item: &StemParts<'a>| prefix(item.key, depth + 1);
        for group in items.chunk_by(|a, b| start(a) == start(b)) {
            self.split(group, depth + 1, target, pieces);
        }
    }

    /// The piece of a run of stems. `start` is the prefix that all of them share.
    fn piece<'s>(
        &self,
        items: impl IntoIterator<Item = &'s StemParts<'a>>,
        start: &str,
    ) -> ShardPiece
    where
        'a: 's,
    {
        let mut parts = ShardParts::default();
        let mut last = "";
        for item in items {
            let shared = shared_ascii(last, item.stem);
            push(&mut parts[0], shared as u32);
            parts[0].push_str(&item.stem[shared..]);
            last = item.stem;
            for (part, text) in parts.iter_mut().enumerate() {
                text.push_str(&self.parts[part][item.start[part]..item.end[part]]);
            }
        }
        ShardPiece { start: start.to_owned(), is_frequent: false, parts }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::entry::{Posting, StemWriter};

    #[test]
    fn a_frequent_word_gets_a_shard_of_its_own() {
        let mut writer = StemWriter::default();
        for (stem, pages) in [("plan", 400), ("plane", 2), ("plum", 2)] {
            let postings: Vec<Posting> =
                (0..pages).map(|page| Posting { page, weight: 9, sections: 1, words: 1 }).collect();
            writer.entry(stem, &[], &[], &postings);
        }
        let run = ChunkEntries { first_page: 0, entries: str::from_utf8(&writer.text).unwrap() };
        let result = bucket(&[run], &[], ShardSizes { target: 10, frequent: 200 });
        let starts: Vec<(&str, bool)> =
            result.pieces.iter().map(|p| (p.start.as_str(), p.is_frequent)).collect();
        assert_eq!(starts, [("plan", true), ("pla", false), ("plu", false)]);
        assert_eq!(result.vocabulary().count(), 3);
    }
}
