//! What a chunk says about a stem, packed as text: an *entry*.
//!
//! Text, because it is small in memory, is hashed in one go, and holds the postings as the files
//! will have them: a bucket that joins the entries of many chunks copies whole stretches.
//!
//! An entry is the stem and a body, each after its length. The body is a number of words, each
//! after its length; a number of titles, each a hash and a page; the number of postings, and if
//! there are any, the first and the last page, the length of the distances, the distances, the
//! words of each page likewise (empty if there is one word alone), the weights and the sections.

use crate::format::code::{Reader, push_bytes as push};

/// A stem in a page.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Posting {
    /// The page, counted from the first of the chunk.
    pub(super) page: u16,
    /// 1 to 63.
    pub(super) weight: u8,
    /// The sections as bits; none if the word is only in the title, names, summary or topics.
    pub(super) sections: u32,
    /// The words of the stem that the page has, as bits: the first word of the entry is the lowest.
    pub(super) words: u32,
}

/// A title or another name of a page that begins with a stem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TitleEntry {
    /// The hash of its stems; see [`Fnv`](crate::format::code::Fnv).
    pub(super) hash: u32,
    /// The page, counted from the first of the chunk.
    pub(super) page: u16,
}

/// Everything about a stem in a chunk.
#[derive(Debug, Clone, Copy)]
pub(super) struct StemEntry<'a> {
    pub(super) stem: &'a str,
    pub(super) body: &'a str,
}

/// Reads the entries of a chunk or of a part of it, in order.
pub(super) fn entries(text: &str) -> Entries<'_> {
    Entries { reader: Reader::new(text) }
}

/// See [`entries`].
pub(super) struct Entries<'a> {
    reader: Reader<'a>,
}

impl<'a> Iterator for Entries<'a> {
    type Item = StemEntry<'a>;

    #[inline]
    fn next(&mut self) -> Option<StemEntry<'a>> {
        let reader = &mut self.reader;
        (!reader.done()).then(|| StemEntry { stem: field(reader), body: field(reader) })
    }
}

/// The postings of an entry, in the numbers of `docs/search.md`.
#[derive(Debug, Default)]
pub(super) struct Postings<'a> {
    pub(super) count: u32,
    /// The first and the last page, counted from the first of the chunk.
    pub(super) first: u32,
    pub(super) last: u32,
    /// The distances of all pages but the first from the one before, less one.
    pub(super) distances: &'a str,
    /// The words of each page as bits; empty if the entry has one word.
    pub(super) words: &'a str,
    pub(super) weights: &'a str,
    pub(super) sections: &'a str,
}

impl<'a> StemEntry<'a> {
    /// Calls `word` for each folded word that has this stem, in the order of their bits, unless the
    /// stem itself is the only one; and `title` for each title or other name that begins with it:
    /// its hash and its page. Returns the postings.
    pub(super) fn read(
        &self,
        mut word: impl FnMut(&'a str),
        mut title: impl FnMut(u32, u32),
    ) -> Postings<'a> {
        let mut reader = Reader::new(self.body);
        for _ in 0..reader.number() {
            word(field(&mut reader));
        }
        for _ in 0..reader.number() {
            title(reader.number(), reader.number());
        }
        let count = reader.number();
        if count == 0 {
            return Postings::default();
        }
        let (first, last) = (reader.number(), reader.number());
        let (distances, words) = (field(&mut reader), field(&mut reader));
        let weights = reader.slice(count as usize);
        Postings { count, first, last, distances, words, weights, sections: reader.rest() }
    }
}

/// Writes entries one after the other: bytes, because pushing them needs no check of UTF-8, but
/// always text.
#[derive(Debug, Default)]
pub(super) struct StemWriter {
    pub(super) text: Vec<u8>,
    body: Vec<u8>,
    distances: Vec<u8>,
    bits: Vec<u8>,
}

impl StemWriter {
    /// Appends an entry; see [`StemEntry::read`] for `words`.
    pub(super) fn entry(
        &mut self,
        stem: &str,
        words: &[&str],
        titles: &[TitleEntry],
        postings: &[Posting],
    ) {
        let Self { text, body, distances, bits } = self;
        body.clear();
        push(body, words.len() as u32);
        for word in words {
            append(body, word.as_bytes());
        }
        push(body, titles.len() as u32);
        for &TitleEntry { hash, page } in titles {
            push(body, hash);
            push(body, u32::from(page));
        }
        push(body, postings.len() as u32);
        if let [first, others @ ..] = postings {
            // Distances less one: in a chunk most of them are below 64, one character each.
            distances.clear();
            let mut last = first.page;
            for posting in others {
                push(distances, u32::from(posting.page - last - 1));
                last = posting.page;
            }
            push(body, u32::from(first.page));
            push(body, u32::from(last));
            append(body, distances);
            bits.clear();
            if words.len() > 1 {
                postings.iter().for_each(|posting| push(bits, posting.words));
            }
            append(body, bits);
            for posting in postings {
                push(body, u32::from(posting.weight));
            }
            for posting in postings {
                push(body, posting.sections);
            }
        }
        append(text, stem.as_bytes());
        append(text, body);
    }
}

/// Appends a field after its length.
fn append(text: &mut Vec<u8>, field: &[u8]) {
    push(text, field.len() as u32);
    text.extend_from_slice(field);
}

/// Reads what [`append`] wrote.
#[inline]
fn field<'a>(reader: &mut Reader<'a>) -> &'a str {
    let length = reader.number() as usize;
    reader.slice(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_back() {
        let mut writer = StemWriter::default();
        let postings = [(3, 9, 1), (4, 63, 0), (200, 1, 70_000)]
            .map(|(page, weight, sections)| Posting { page, weight, sections, words: 2 });
        writer.entry(
            "plan",
            &["plan", "plané"],
            &[TitleEntry { hash: 70_000, page: 3 }],
            &postings,
        );
        writer.entry("é", &[], &[], &[]);
        let list: Vec<StemEntry<'_>> = entries(str::from_utf8(&writer.text).unwrap()).collect();
        assert_eq!(list.iter().map(|entry| entry.stem).collect::<Vec<_>>(), ["plan", "é"]);
        let (mut words, mut titles) = (Vec::new(), Vec::new());
        let back = list[0].read(|word| words.push(word), |hash, page| titles.push((hash, page)));
        assert_eq!((words, titles), (vec!["plan", "plané"], vec![(70_000, 3)]));
        assert_eq!((back.count, back.first, back.last), (3, 3, 200));
        let mut distances = Reader::new(back.distances);
        assert_eq!((distances.number(), distances.number(), distances.done()), (0, 195, true));
        let mut sections = Reader::new(back.sections);
        assert_eq!([(); 3].map(|()| sections.number()), [1, 0, 70_000]);
        assert_eq!(back.weights.len(), 3);
        let mut words = Reader::new(back.words);
        assert_eq!([(); 3].map(|()| words.number()), [2, 2, 2]);
    }
}
