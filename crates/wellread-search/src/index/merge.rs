//! Takes the sorted entries of many chunks together, stem by stem.

use super::entry::{Entries, StemEntry, entries};
use super::prefix::sort_key;
use crate::format::shard::SYNONYM;

/// The entries that a chunk has for a bucket, and the number of the chunk's first page.
#[derive(Debug, Clone, Copy)]
pub(super) struct ChunkEntries<'a> {
    /// Pages in the entries are counted from it, so that a chunk's result does not depend on those
    /// before.
    pub(super) first_page: u32,
    /// See [`entries`].
    pub(super) entries: &'a str,
}

/// A form of the glossary as a shard lists it.
#[derive(Debug, Clone, Hash, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FormEntry {
    /// The stem under which it is filed.
    pub(super) key: String,
    /// All its words, folded, after the mark of their language.
    pub(super) words: String,
    /// The number of the term in the glossary.
    pub(super) term: u32,
    /// 0 for the term's name, else the number of the alias, from 1.
    pub(super) form: u32,
}

/// What chunks and the glossary say about the stems of a bucket.
pub(super) struct Merge<'a> {
    runs: Vec<Run<'a>>,
    /// For each run, the sort key of the entry that is next, or [`END`]: nearly all comparisons
    /// are of these, side by side in memory.
    keys: Vec<u64>,
    /// Those that are not yet taken are from `form` on.
    forms: Vec<&'a FormEntry>,
    form: usize,
    /// The entries of the current stem.
    group: Vec<PagedEntry<'a>>,
}

/// Stands for the sort key of an entry after the last. No text has such bytes.
const END: u64 = u64::MAX;

/// The entries of a chunk that are not yet taken.
struct Run<'a> {
    next: Option<PagedEntry<'a>>,
    rest: Entries<'a>,
}

/// An entry of a chunk.
#[derive(Debug, Clone, Copy)]
pub(super) struct PagedEntry<'a> {
    /// The number of the chunk's first page.
    pub(super) first_page: u32,
    pub(super) entry: StemEntry<'a>,
}

/// What all places say about a stem.
pub(super) struct StemGroup<'a, 'm> {
    pub(super) stem: &'a str,
    /// In the order of pages.
    pub(super) entries: &'m [PagedEntry<'a>],
    pub(super) forms: &'m [&'a FormEntry],
}

impl<'a> Merge<'a> {
    pub(super) fn new(runs: &[ChunkEntries<'a>], forms: &'a [FormEntry]) -> Self {
        let run = |run: &ChunkEntries<'a>| {
            let (first_page, mut rest) = (run.first_page, entries(run.entries));
            let next = rest.next().map(|entry| PagedEntry { first_page, entry });
            Run { next, rest }
        };
        let runs: Vec<Run<'_>> = runs.iter().map(run).collect();
        let keys = runs.iter().map(Run::key).collect();
        let mut forms: Vec<&FormEntry> = forms.iter().collect();
        forms.sort_by(|a, b| a.key.cmp(&b.key));
        Self { runs, keys, forms, form: 0, group: Vec::new() }
    }

    /// The next stem in the order of the alphabet.
    pub(super) fn next(&mut self) -> Option<StemGroup<'a, '_>> {
        let form = self.forms.get(self.form).map(|form| form.key.as_str());
        // A look at all runs for each stem costs less than to sort the entries: most stems are in
        // most runs.
        let least = self.keys.iter().copied().min().unwrap_or(END).min(form.map_or(END, sort_key));
        // Only longer texts differ after what the key has of them.
        let is_whole = least.trailing_zeros() >= 8;
        let stems = self.runs.iter().zip(&self.keys).filter(|(_, key)| **key == least);
        let mut stems = stems.filter_map(|(run, _)| Some(run.next?.entry.stem)).chain(form);
        let stem = if is_whole { stems.next() } else { stems.min() }?;
        self.group.clear();
        for (run, key) in self.runs.iter_mut().zip(&mut self.keys) {
            if *key == least
                && let Some(next) = run.next.filter(|next| is_whole || next.entry.stem == stem)
            {
                self.group.push(next);
                run.next = run.rest.next().map(|entry| PagedEntry { entry, ..next });
                *key = run.key();
            }
        }
        let start = self.form;
        self.form += self.forms[start..].iter().take_while(|form| form.key == stem).count();
        Some(StemGroup { stem, entries: &self.group, forms: &self.forms[start..self.form] })
    }
}

impl Run<'_> {
    fn key(&self) -> u64 {
        self.next.map_or(END, |next| sort_key(next.entry.stem))
    }
}

impl PagedEntry<'_> {
    /// Whether a page has the stem itself, and not only a synonym of it.
    pub(super) fn has_word(&self) -> bool {
        let (mut words, mut others) = (0, 0);
        self.entry.read(
            |word| {
                words += 1;
                others += u32::from(word == SYNONYM);
            },
            |_, _| {},
        );
        words == 0 || words > others
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::entry::StemWriter;

    #[test]
    fn stems_come_in_order_with_all_that_is_said() {
        let text = |stems: &[&str]| {
            let mut writer = StemWriter::default();
            stems.iter().for_each(|stem| writer.entry(stem, &[], &[], &[]));
            String::from_utf8(writer.text).unwrap()
        };
        let texts = [
            text(&["a", "evaluate", "evaluation", "evaluator"]),
            text(&[]),
            text(&["ab", "evaluate", "evaluating", "evaluator", "é"]),
        ];
        let runs: Vec<ChunkEntries<'_>> = texts
            .iter()
            .zip([0, 10, 20])
            .map(|(entries, first_page)| ChunkEntries { first_page, entries })
            .collect();
        let forms = ["evaluator", "eval", "evaluator", "z"].map(|key| FormEntry {
            key: key.to_owned(),
            words: String::new(),
            term: 0,
            form: 0,
        });
        let mut merge = Merge::new(&runs, &forms);
        let mut seen = Vec::new();
        while let Some(StemGroup { stem, entries, forms }) = merge.next() {
            assert!(entries.iter().all(|one| one.entry.stem == stem));
            let pages: Vec<u32> = entries.iter().map(|one| one.first_page).collect();
            seen.push((stem, pages, forms.len()));
        }
        assert_eq!(
            seen,
            [
                ("a", vec![0], 0),
                ("ab", vec![20], 0),
                ("eval", vec![], 1),
                ("evaluate", vec![0, 20], 0),
                ("evaluating", vec![20], 0),
                ("evaluation", vec![0], 0),
                ("evaluator", vec![0, 20], 2),
                ("z", vec![], 1),
                ("é", vec![20], 0),
            ]
        );
    }
}
