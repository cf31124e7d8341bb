//! The ranking: from the words of a query to pages in order.
//!
//! A page's score for a word is the word's idf (how rare it is in the hub) times the word's weight
//! in the page, which the index has computed; that is BM25F, with the saturation and the lengths
//! already in the weight. A word can be found in several ways, its *expansions*, such as a synonym
//! or a completion. Each counts at a percentage, and of all of them only the best, with other names
//! of a glossary term on top. A page's score is the sum over the words, less if it lacks some and
//! more if they meet in one section. Pinned pages and exact titles go before all scores.
//!
//! `docs/search.md` explains the rules. All numbers here are whole, and `client/rank.js` takes the
//! same steps in the same order.

use std::cmp::Reverse;
use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::parse::Query;
use crate::format::code::fnv;
use crate::format::constants::{
    ALL_NEEDED, EVERYWHERE, OWN_PERCENT, SAME_SECTION_PERCENT, SECTION_BITS,
};
use crate::format::read::OpenIndex;
use crate::format::shard::StemRecord;

/// One way to find a word of the query.
#[derive(Debug, Clone)]
pub(super) struct Expansion {
    pub(super) stem: Rc<StemRecord>,
    /// How much of the stem's score counts.
    pub(super) percent: u64,
    /// Added to the best of the others instead of competing with them.
    pub(super) is_additive: bool,
}

impl Expansion {
    /// An expansion of which, among others, only the best counts.
    pub(super) fn new(stem: Rc<StemRecord>, percent: u64) -> Self {
        Self { stem, percent, is_additive: false }
    }

    /// The word itself.
    pub(super) fn own(stem: Rc<StemRecord>) -> Self {
        Self::new(stem, OWN_PERCENT)
    }

    /// What one posting adds to its page.
    fn points(&self, weight: u32) -> u64 {
        u64::from(self.stem.idf) * u64::from(weight) * self.percent
    }
}

/// A word of the query with the ways to find it; none if the hub does not have it.
#[derive(Debug, Clone, Default)]
pub(super) struct QueryTerm {
    pub(super) expansions: Vec<Expansion>,
    /// The quoted phrase that it is part of: no page may lack it, and one section must have all of
    /// it.
    pub(super) phrase: Option<usize>,
}

/// A page that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RankedPage {
    pub(super) page: u32,
    pub(super) score: u64,
}

/// The pages that have enough of the words, each with its score; in the order of pages.
pub(super) fn rank(terms: &[QueryTerm], pages: usize) -> Vec<RankedPage> {
    let rows: Vec<TermRow> = terms.iter().map(|term| row(term, pages)).collect();
    let found = select(terms, &rows, pages, needed(terms.len()));
    // Of three words that no page has together, two are enough: a page about two of them helps more
    // than nothing. Of two, one is not: that answers another question.
    if found.is_empty() && terms.len() == ALL_NEEDED {
        return select(terms, &rows, pages, ALL_NEEDED - 1);
    }
    found
}

/// How many of `count` words a page must have.
fn needed(count: usize) -> usize {
    if count <= ALL_NEEDED { count } else { count / 2 + 1 }
}

/// The points and sections of one term, by page.
struct TermRow {
    points: Vec<u64>,
    sections: Vec<u32>,
}

/// What a term adds to each of the pages.
fn row(term: &QueryTerm, pages: usize) -> TermRow {
    let mut row = TermRow { points: vec![0; pages], sections: vec![0; pages] };
    // What is additive comes last: before, it would be swallowed by the maximum.
    for additive in [false, true] {
        for expansion in term.expansions.iter().filter(|e| e.is_additive == additive) {
            for posting in &expansion.stem.postings {
                let page = posting.page as usize;
                let points = expansion.points(posting.weight);
                row.points[page] =
                    if additive { row.points[page] + points } else { row.points[page].max(points) };
                row.sections[page] |= posting.sections;
            }
        }
    }
    row
}

/// The pages that have at least `needed` of the terms and all phrases, with their scores.
fn select(terms: &[QueryTerm], rows: &[TermRow], pages: usize, needed: usize) -> Vec<RankedPage> {
    let count = terms.len() as u64;
    let mut found = Vec::new();
    for page in 0..pages {
        let (mut sum, mut matched, mut missing) = (0, 0, false);
        let (mut phrase, mut shared) = (None, EVERYWHERE);
        for (term, row) in terms.iter().zip(rows) {
            sum += row.points[page];
            matched += usize::from(row.points[page] > 0);
            // The words of a phrase follow one another, and one section must have all of them. That
            // leaves few pages whose text has to be read to check the phrase.
            if term.phrase.is_some() {
                shared = if term.phrase == phrase { shared } else { EVERYWHERE };
                shared &= row.sections[page];
                missing |= shared == 0;
            }
            phrase = term.phrase;
        }
        if matched == 0 || matched < needed || missing {
            continue;
        }
        // A page with all words beats one with a single frequent word.
        let mut score = sum * matched as u64 / count;
        if matched > 1 {
            // Of the words beyond the first, because one word is always together with itself.
            let together = together(rows, page);
            score += score * SAME_SECTION_PERCENT * (together - 1) / (100 * (count - 1));
        }
        found.push(RankedPage { page: page as u32, score });
    }
    found
}

/// The most words that one section of a page has; at least one.
fn together(rows: &[TermRow], page: usize) -> u64 {
    (0..SECTION_BITS)
        .map(|bit| rows.iter().filter(|row| row.sections[page] >> bit & 1 == 1).count() as u64)
        .max()
        .unwrap_or(1)
        .max(1)
}

/// The pages in order: pinned ones, those whose title or other name is the query, the rest by
/// score.
pub(super) fn order(index: &OpenIndex<'_>, query: &Query, mut ranked: Vec<RankedPage>) -> Vec<u32> {
    let content: Vec<&str> =
        query.tokens.iter().filter(|t| t.content).map(|t| t.stem.as_str()).collect();
    // The key that `index::files::pinned` made: sorted and each stem once.
    let mut sorted = content.clone();
    sorted.sort_unstable();
    sorted.dedup();
    let pinned = index.core.best.get(&sorted.join(" "));
    if let Some(first) = content.first() {
        let hash = fnv(&content.join(" "));
        let shard = index.shard_for(first);
        // In the order of the query here, because a title is a sequence of words.
        let titles = shard.titles.iter().filter(|title| title.hash == hash);
        let exact: FxHashSet<u32> = titles.map(|title| title.page).collect();
        // Titles in stop words alone (`What is it?`) are indexed nowhere else.
        if query.tokens.iter().all(|token| !token.excluded) {
            let present: FxHashSet<u32> = ranked.iter().map(|found| found.page).collect();
            let missing = exact.difference(&present);
            ranked.extend(missing.map(|&page| RankedPage { page, score: 0 }));
        }
        // The page makes the order total, whatever order a set has.
        ranked
            .sort_by_key(|found| (!exact.contains(&found.page), Reverse(found.score), found.page));
    }
    // A pinned page that was found too comes once.
    let mut placed = FxHashSet::default();
    let found = ranked.into_iter().map(|found| found.page);
    pinned.into_iter().flatten().copied().chain(found).filter(|&page| placed.insert(page)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::shard::PagePosting;

    fn term(postings: &[(u32, u32, u32)]) -> QueryTerm {
        let stem = StemRecord {
            stem: String::new(),
            words: Vec::new(),
            idf: 10,
            postings: postings
                .iter()
                .map(|&(page, weight, sections)| PagePosting { page, weight, sections })
                .collect(),
        };
        QueryTerm { expansions: vec![Expansion::own(Rc::new(stem))], phrase: None }
    }

    #[test]
    fn short_queries_need_every_word() {
        let found = rank(&[term(&[(0, 9, 1), (1, 9, 1)]), term(&[(1, 9, 2)])], 2);
        assert_eq!(found.iter().map(|f| f.page).collect::<Vec<_>>(), [1]);
        assert!(rank(&[term(&[(0, 9, 1)]), QueryTerm::default()], 2).is_empty());
    }

    #[test]
    fn words_in_one_section_score_more() {
        let found = rank(&[term(&[(0, 9, 1), (1, 9, 1)]), term(&[(0, 9, 2), (1, 9, 1)])], 2);
        assert!(found[1].score > found[0].score);
    }

    #[test]
    fn long_queries_need_more_than_half() {
        assert_eq!((needed(4), needed(5), needed(6)), (3, 3, 4));
    }
}
