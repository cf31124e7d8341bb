//! The second stage: the entries of all chunks whose stems begin alike become pieces of word shards.
//!
//! A bucket holds the stems with the same first two letters. Its result depends on the runs of entries
//! that the chunks have for it, on the glossary's forms in it and on the number of pages, and is
//! remembered under their hash. A piece is a range of stems that fits a shard, or one frequent stem; the
//! borders follow prefixes, so that a change in one place does not move them everywhere.

use rustc_hash::FxHashMap;

use crate::chunk::{Posting, StemEntry};
use crate::code::push;
use crate::weight::rarity;

/// A stretch of chunk entries in one bucket, and the number of the chunk's first page.
#[derive(Clone, Copy)]
pub(crate) struct Run<'a> {
    pub(crate) first_page: u32,
    pub(crate) entries: &'a [StemEntry],
    /// All postings of the chunk.
    pub(crate) postings: &'a [Posting],
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

/// The parts of a shard; those of neighbouring pieces are joined end to end.
#[derive(Debug, Default, Clone)]
pub(crate) struct Piece {
    /// The lowest prefix that belongs to the piece.
    pub(crate) start: String,
    pub(crate) words: String,
    pub(crate) numbers: String,
    pub(crate) pages: String,
    pub(crate) weights: String,
    pub(crate) sections: String,
    pub(crate) forms: String,
    pub(crate) titles: String,
}

/// A word for the vocabulary.
#[derive(Debug, Clone)]
pub(crate) struct VocabularyWord {
    pub(crate) word: Box<str>,
    pub(crate) stem: Box<str>,
    /// In how many pages the stem is.
    pub(crate) pages: u32,
}

/// The result of a bucket.
#[derive(Debug, Default)]
pub(crate) struct Bucket {
    pub(crate) pieces: Vec<Piece>,
    /// Sorted.
    pub(crate) vocabulary: Vec<VocabularyWord>,
}

impl Piece {
    pub(crate) fn size(&self) -> usize {
        self.words.len()
            + self.numbers.len()
            + self.pages.len()
            + self.weights.len()
            + self.sections.len()
            + self.forms.len()
            + self.titles.len()
    }

    /// Adds the piece that follows.
    pub(crate) fn append(&mut self, next: &Piece) {
        self.words.push_str(&next.words);
        self.numbers.push_str(&next.numbers);
        self.pages.push_str(&next.pages);
        self.weights.push_str(&next.weights);
        self.sections.push_str(&next.sections);
        self.forms.push_str(&next.forms);
        self.titles.push_str(&next.titles);
    }
}

/// The bucket of a stem: its first two characters.
pub(crate) fn bucket_of(stem: &str) -> &str {
    let end = stem.char_indices().nth(2).map_or(stem.len(), |(at, _)| at);
    &stem[..end]
}

/// Merges the runs of a bucket. `total` is the number of pages, `target` the bytes of a shard.
pub(crate) fn bucket(runs: &[Run<'_>], forms: &[FormEntry], total: u32, target: usize) -> Bucket {
    let mut groups: FxHashMap<&str, Group<'_>> = FxHashMap::default();
    for run in runs {
        for entry in run.entries {
            groups.entry(&entry.stem).or_default().entries.push((run, entry));
        }
    }
    for form in forms {
        groups.entry(&form.key).or_default().forms.push(form);
    }
    let mut sorted: Vec<(&str, Group<'_>)> = groups.into_iter().collect();
    sorted.sort_unstable_by_key(|(stem, _)| *stem);

    let mut vocabulary = Vec::new();
    let items: Vec<Item<'_>> =
        sorted.iter().map(|(stem, group)| item(stem, group, total, &mut vocabulary)).collect();
    vocabulary.sort_unstable_by(|a, b| a.word.cmp(&b.word));
    let mut pieces = Vec::new();
    split(&items, 2, target, &mut pieces);
    Bucket { pieces, vocabulary }
}

#[derive(Default)]
struct Group<'a> {
    entries: Vec<(&'a Run<'a>, &'a StemEntry)>,
    forms: Vec<&'a FormEntry>,
}

/// A stem's part of a piece; its words wait for the stem before it.
struct Item<'a> {
    stem: &'a str,
    tails: String,
    rest: Piece,
}

fn item<'a>(
    stem: &'a str,
    group: &Group<'_>,
    total: u32,
    vocabulary: &mut Vec<VocabularyWord>,
) -> Item<'a> {
    let mut rest = Piece::default();
    let (mut count, mut next) = (0, 0);
    for (run, entry) in &group.entries {
        for posting in &run.postings[entry.postings.start as usize..entry.postings.end as usize] {
            let page = run.first_page + u32::from(posting.page);
            push(&mut rest.pages, page - next);
            push(&mut rest.weights, u32::from(posting.weight));
            push(&mut rest.sections, posting.sections);
            next = page + 1;
            count += 1;
        }
        for (hash, page) in entry.titles() {
            push(&mut rest.titles, *hash);
            push(&mut rest.titles, run.first_page + u32::from(*page));
        }
    }
    push(&mut rest.numbers, count);
    push(&mut rest.numbers, rarity(total, count));
    for form in &group.forms {
        let FormEntry { stems, term, form, .. } = form;
        rest.forms.push_str(&format!("{stems}={term}.{form}|"));
    }

    let mut words: Vec<&str> = Vec::new();
    for (_, entry) in &group.entries {
        if entry.words().is_empty() && !words.contains(&stem) {
            words.push(stem);
        }
        words.extend(entry.words().iter().map(AsRef::as_ref));
    }
    words.sort_unstable();
    words.dedup();
    let mut tails = String::new();
    if words != [stem] && !words.is_empty() {
        for word in &words {
            let shared = shared_ascii(stem, word);
            tails.push(',');
            push(&mut tails, shared as u32);
            tails.push_str(&word[shared..]);
        }
    }
    tails.push(' ');
    if count > 0 {
        vocabulary.extend(
            words.iter().filter(|_| !stem.starts_with('=')).map(|&word| VocabularyWord {
                word: word.into(),
                stem: stem.into(),
                pages: count,
            }),
        );
    }
    Item { stem, tails, rest }
}

/// Cuts sorted items that share their first `depth` characters into pieces.
fn split(items: &[Item<'_>], depth: usize, target: usize, pieces: &mut Vec<Piece>) {
    let Some(first) = items.first() else { return };
    let size: usize =
        items.iter().map(|item| item.stem.len() + item.tails.len() + item.rest.size()).sum();
    if size <= target || items.len() == 1 {
        pieces.push(piece(items, prefix(first.stem, depth)));
        return;
    }
    for group in items.chunk_by(|a, b| prefix(a.stem, depth + 1) == prefix(b.stem, depth + 1)) {
        split(group, depth + 1, target, pieces);
    }
}

fn piece(items: &[Item<'_>], start: &str) -> Piece {
    let mut piece = Piece { start: start.to_owned(), ..Piece::default() };
    let mut last = "";
    for item in items {
        let shared = shared_ascii(last, item.stem);
        push(&mut piece.words, shared as u32);
        piece.words.push_str(&item.stem[shared..]);
        piece.words.push_str(&item.tails);
        piece.append(&item.rest);
        last = item.stem;
    }
    piece
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
    use crate::chunk::More;

    fn entry(stem: &str, words: &[&str], pages: u32) -> StemEntry {
        StemEntry {
            stem: stem.into(),
            postings: 0..pages,
            more: Some(Box::new(More {
                words: words.iter().map(|&w| w.into()).collect(),
                titles: Vec::new(),
            })),
        }
    }

    #[test]
    fn a_frequent_word_gets_a_piece_of_its_own() {
        let entries = [
            entry("plan", &["plan"], 400),
            entry("plane", &["plane"], 2),
            entry("plum", &["plum"], 2),
        ];
        let postings: Vec<Posting> =
            (0..400).map(|page| Posting { page, weight: 9, sections: 1 }).collect();
        let run = Run { first_page: 0, entries: &entries, postings: &postings };
        let result = bucket(&[run], &[], 400, 200);
        let starts: Vec<&str> = result.pieces.iter().map(|p| p.start.as_str()).collect();
        assert_eq!(starts, ["plan", "plane", "plu"]);
        assert_eq!(result.vocabulary.len(), 3);
    }
}
