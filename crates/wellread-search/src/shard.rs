//! The second stage: the entries of all chunks whose stems begin alike become pieces of word shards.
//!
//! A bucket holds the stems with the same first two letters. Its result depends on the runs of entries
//! that the chunks have for it, on the glossary's forms in it and on the number of pages, and is
//! remembered under their hash. A piece is a range of stems that fits a shard, or one frequent stem; the
//! borders follow prefixes, so that a change in one place does not move them everywhere.

use std::ops::Range;

use crate::chunk::beginning;
use crate::chunk::entry::{StemEntry, entries};
use crate::code::push;
use crate::weight::idf;

/// The entries that a chunk has for a bucket, and the number of the chunk's first page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run<'a> {
    pub(crate) first_page: u32,
    /// See [`entries`].
    pub(crate) entries: &'a str,
}

/// A form of the glossary as a shard lists it.
#[derive(Debug, Clone, Hash, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FormEntry {
    /// The stem under which it is filed.
    pub(crate) key: String,
    /// All its stems, little words marked with `~`.
    pub(crate) stems: String,
    pub(crate) term: u32,
    /// 0 for the term's name, else the number of the alias, from 1.
    pub(crate) form: u32,
}

/// The parts of a shard in the order of `docs/search.md`: words, numbers, pages, weights, sections, forms,
/// titles.
pub(crate) type Parts = [String; 7];

/// A part of a shard; the parts of neighbouring pieces are joined end to end.
#[derive(Debug, Default)]
pub(crate) struct ShardPiece {
    /// The lowest prefix that belongs to the piece.
    pub(crate) start: String,
    pub(crate) parts: Parts,
}

/// A word for the vocabulary.
#[derive(Debug, Clone, Copy)]
pub(crate) struct VocabularyWord<'a> {
    pub(crate) word: &'a str,
    pub(crate) stem: &'a str,
    /// In how many pages the stem is.
    pub(crate) pages: u32,
}

/// The result of a bucket.
#[derive(Debug, Default)]
pub(crate) struct Bucket {
    pub(crate) pieces: Vec<ShardPiece>,
    /// The letters of the vocabulary, and where in them each word and its stem are, with the number of
    /// pages; sorted by word.
    letters: String,
    vocabulary: Vec<(Range<u32>, Range<u32>, u32)>,
}

impl Bucket {
    /// The words of the bucket, sorted.
    pub(crate) fn vocabulary(&self) -> impl Iterator<Item = VocabularyWord<'_>> {
        self.vocabulary.iter().map(|(word, stem, pages)| VocabularyWord {
            word: at(&self.letters, word),
            stem: at(&self.letters, stem),
            pages: *pages,
        })
    }
}

fn at<'a>(text: &'a str, range: &Range<u32>) -> &'a str {
    &text[range.start as usize..range.end as usize]
}

impl ShardPiece {
    pub(crate) fn size(&self) -> usize {
        self.parts.iter().map(String::len).sum()
    }
}

/// The bucket of a stem: its first two characters.
pub(crate) fn bucket_of(stem: &str) -> &str {
    let end = stem.char_indices().nth(2).map_or(stem.len(), |(at, _)| at);
    &stem[..end]
}

/// Merges the runs of a bucket. `total` is the number of pages, `target` the bytes of a shard.
pub(crate) fn bucket(runs: &[Run<'_>], forms: &[FormEntry], total: u32, target: usize) -> Bucket {
    let mut sorted: Vec<(u64, &str, PostingSource<'_>)> = Vec::new();
    for run in runs {
        let first_page = run.first_page;
        sorted.extend(entries(run.entries).map(|entry| {
            (beginning(entry.stem), entry.stem, PostingSource::Entry(first_page, entry))
        }));
    }
    sorted.extend(
        forms.iter().map(|form| (beginning(&form.key), &*form.key, PostingSource::Form(form))),
    );
    // A stable sort: it keeps the order of pages, and has only to merge the runs, which are sorted.
    sorted.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));

    let mut joined = Joined::default();
    let mut items = Vec::new();
    for group in sorted.chunk_by(|a, b| a.1 == b.1) {
        items.push(joined.stem(group, total));
    }
    let mut pieces = Vec::new();
    joined.split(&items, 2, target, &mut pieces);
    let Joined { letters, mut vocabulary, .. } = joined;
    vocabulary.sort_unstable_by_key(|(word, _, _)| at(&letters, word));
    Bucket { pieces, letters, vocabulary }
}

/// What a bucket knows of a stem from one place.
enum PostingSource<'a> {
    /// The number of the chunk's first page, and its entry.
    Entry(u32, StemEntry<'a>),
    Form(&'a FormEntry),
}

/// The parts of all stems of a bucket end to end.
#[derive(Default)]
struct Joined<'a> {
    /// The words have only what follows the stem, which depends on where a piece begins.
    parts: Parts,
    letters: String,
    vocabulary: Vec<(Range<u32>, Range<u32>, u32)>,
    /// The words of the stem in hand.
    words: Vec<&'a str>,
}

/// A stem, and where its parts begin and end in [`Joined::parts`].
struct Item<'a> {
    stem: &'a str,
    start: [usize; 7],
    end: [usize; 7],
}

impl Item<'_> {
    fn size(&self) -> usize {
        self.stem.len() + self.end.iter().sum::<usize>() - self.start.iter().sum::<usize>()
    }
}

impl<'a> Joined<'a> {
    fn ends(&self) -> [usize; 7] {
        std::array::from_fn(|part| self.parts[part].len())
    }

    /// Appends what all places say about a stem.
    fn stem(&mut self, sources: &[(u64, &'a str, PostingSource<'a>)], total: u32) -> Item<'a> {
        let stem = sources.first().map_or("", |(_, stem, _)| *stem);
        let start = self.ends();
        let [tails, numbers, pages, weights, sections, forms, titles] = &mut self.parts;
        let words = &mut self.words;
        words.clear();
        let (mut count, mut next) = (0, 0);
        for (_, _, source) in sources {
            match source {
                PostingSource::Entry(first_page, entry) => {
                    let known = words.len();
                    let postings = entry.read(
                        |word| words.push(word),
                        |hash, page| {
                            push(titles, hash);
                            push(titles, first_page + page);
                        },
                    );
                    if words.len() == known && words.last() != Some(&stem) {
                        words.push(stem);
                    }
                    if postings.count > 0 {
                        push(pages, first_page + postings.first - next);
                        pages.push_str(postings.distances);
                        weights.push_str(postings.weights);
                        sections.push_str(postings.sections);
                        next = first_page + postings.last + 1;
                        count += postings.count;
                    }
                }
                PostingSource::Form(FormEntry { stems, term, form, .. }) => {
                    forms.push_str(&format!("{stems}={term}.{form}|"));
                }
            }
        }
        push(numbers, count);
        push(numbers, idf(total, count));
        words.sort_unstable();
        words.dedup();
        if words[..] != [stem] {
            for word in &*words {
                let shared = shared_ascii(stem, word);
                tails.push(',');
                push(tails, shared as u32);
                tails.push_str(&word[shared..]);
            }
        }
        tails.push(' ');
        if count > 0 && !stem.starts_with('=') {
            let letters = &mut self.letters;
            let mut place = |text: &str| {
                let start = letters.len() as u32;
                letters.push_str(text);
                start..letters.len() as u32
            };
            let stem = place(stem);
            self.vocabulary.extend(words.iter().map(|word| (place(word), stem.clone(), count)));
        }
        Item { stem, start, end: self.ends() }
    }

    /// Cuts sorted items that share their first `depth` characters into pieces.
    fn split(&self, items: &[Item<'_>], depth: usize, target: usize, pieces: &mut Vec<ShardPiece>) {
        let Some(first) = items.first() else { return };
        if items.len() == 1 || items.iter().map(Item::size).sum::<usize>() <= target {
            pieces.push(self.piece(items, prefix(first.stem, depth)));
            return;
        }
        for group in items.chunk_by(|a, b| prefix(a.stem, depth + 1) == prefix(b.stem, depth + 1)) {
            self.split(group, depth + 1, target, pieces);
        }
    }

    fn piece(&self, items: &[Item<'_>], start: &str) -> ShardPiece {
        let mut words = String::new();
        let mut last = "";
        for item in items {
            let shared = shared_ascii(last, item.stem);
            push(&mut words, shared as u32);
            words.push_str(&item.stem[shared..]);
            words.push_str(&self.parts[0][item.start[0]..item.end[0]]);
            last = item.stem;
        }
        let mut parts: Parts = match items {
            [] => Parts::default(),
            [first, ..] => std::array::from_fn(|part| {
                let end = items.last().map_or(0, |last| last.end[part]);
                self.parts[part][first.start[part]..end].to_owned()
            }),
        };
        parts[0] = words;
        ShardPiece { start: start.to_owned(), parts }
    }
}

fn prefix(stem: &str, characters: usize) -> &str {
    let end = stem.char_indices().nth(characters).map_or(stem.len(), |(at, _)| at);
    &stem[..end]
}

/// How many bytes of plain ASCII two words share at their beginning. Only ASCII, because there a byte is
/// a character for JavaScript too.
pub(crate) fn shared_ascii(a: &str, b: &str) -> usize {
    a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b && a.is_ascii()).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chunk::entry::{Posting, StemWriter};

    #[test]
    fn a_frequent_word_gets_a_piece_of_its_own() {
        let mut writer = StemWriter::default();
        for (stem, pages) in [("plan", 400), ("plane", 2), ("plum", 2)] {
            let postings: Vec<Posting> =
                (0..pages).map(|page| Posting { page, weight: 9, sections: 1 }).collect();
            writer.entry(stem, &[], &[], &postings);
        }
        let run = Run { first_page: 0, entries: str::from_utf8(&writer.text).unwrap() };
        let result = bucket(&[run], &[], 400, 200);
        let starts: Vec<&str> = result.pieces.iter().map(|p| p.start.as_str()).collect();
        assert_eq!(starts, ["plan", "plane", "plu"]);
        assert_eq!(result.vocabulary().count(), 3);
    }
}
