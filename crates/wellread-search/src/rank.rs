//! The ranking: from the words of a query to pages in order.
//!
//! `docs/search.md` explains the rules. All numbers here are whole, and `rank` in search.js makes the same
//! steps in the same order; the constants below are repeated there under the same names.

use std::rc::Rc;

use crate::read::{EVERYWHERE, StemRecord};

/// Per cent of the score of a word that a query's own word, a completion of the unfinished last word,
/// another name of a glossary term and a word of like meaning count. Expansions weigh less than the
/// word itself (Manning, Raghavan and Schütze, *Introduction to Information Retrieval*, section 9.2).
pub(crate) const OWN: u64 = 100;
pub(crate) const COMPLETION: u64 = 50;
pub(crate) const OTHER_NAME: u64 = 40;
pub(crate) const ALIKE: u64 = 30;

/// Per cent added if all words of the query meet in one section; less if only some do.
const SAME_SECTION: u64 = 25;

/// The pages below which a search also tries words of like meaning.
pub(crate) const FEW: usize = 3;

/// Words of like meaning that are tried for one word.
pub(crate) const MOST_ALIKE: usize = 4;

/// One way to find a word of the query.
#[derive(Debug, Clone)]
pub(crate) struct Expansion {
    pub(crate) stem: Rc<StemRecord>,
    pub(crate) percent: u64,
    /// Added to the best of the other ways instead of competing with them.
    pub(crate) is_additive: bool,
}

/// A word of the query with the ways to find it; none if the hub does not have it.
#[derive(Debug, Clone, Default)]
pub(crate) struct QueryTerm {
    pub(crate) expansions: Vec<Expansion>,
    /// The quoted phrase that it is part of: no page may lack it, and one section must have all of it.
    pub(crate) phrase: Option<usize>,
}

/// How many of `count` words a page must have: all of a short query, more than half of a long one.
fn needed(count: usize) -> usize {
    if count <= 3 { count } else { count / 2 + 1 }
}

/// The pages that have enough of the words, each with its score; in the order of pages. Of three words
/// that no page has together, two are enough.
pub(crate) fn rank(groups: &[QueryTerm], pages: usize) -> Vec<(u32, u64)> {
    let rows: Vec<Row> = groups.iter().map(|group| row(group, pages)).collect();
    let found = select(groups, &rows, pages, needed(groups.len()));
    if found.is_empty() && groups.len() == 3 {
        return select(groups, &rows, pages, 2);
    }
    found
}

/// The points and sections of one group, by page.
struct Row {
    points: Vec<u64>,
    sections: Vec<u32>,
}

fn row(group: &QueryTerm, pages: usize) -> Row {
    let mut row = Row { points: vec![0; pages], sections: vec![0; pages] };
    for way in group.expansions.iter().filter(|way| !way.is_additive) {
        for &(page, weight, sections) in &way.stem.postings {
            let page = page as usize;
            if page < pages {
                let points = u64::from(way.stem.idf) * u64::from(weight) * way.percent;
                row.points[page] = row.points[page].max(points);
                row.sections[page] |= sections;
            }
        }
    }
    for way in group.expansions.iter().filter(|way| way.is_additive) {
        for &(page, weight, sections) in &way.stem.postings {
            let page = page as usize;
            if page < pages {
                row.points[page] += u64::from(way.stem.idf) * u64::from(weight) * way.percent;
                row.sections[page] |= sections;
            }
        }
    }
    row
}

fn select(groups: &[QueryTerm], rows: &[Row], pages: usize, needed: usize) -> Vec<(u32, u64)> {
    let count = groups.len() as u64;
    let mut found = Vec::new();
    for page in 0..pages {
        let (mut sum, mut matched, mut missing) = (0, 0, false);
        let (mut phrase, mut shared) = (None, EVERYWHERE);
        for (group, row) in groups.iter().zip(rows) {
            sum += row.points[page];
            matched += usize::from(row.points[page] > 0);
            if group.phrase.is_some() {
                shared = if group.phrase == phrase { shared } else { EVERYWHERE };
                shared &= row.sections[page];
                missing |= shared == 0;
            }
            phrase = group.phrase;
        }
        if matched == 0 || matched < needed || missing {
            continue;
        }
        let mut score = sum * matched as u64 / count;
        if matched > 1 {
            let together = together(rows, page);
            score += score * SAME_SECTION * (together - 1) / (100 * (count - 1));
        }
        found.push((page as u32, score));
    }
    found
}

/// The most words that one section of a page has; at least one.
fn together(rows: &[Row], page: usize) -> u64 {
    (0..30)
        .map(|bit| rows.iter().filter(|row| row.sections[page] >> bit & 1 == 1).count() as u64)
        .max()
        .unwrap_or(1)
        .max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(postings: &[(u32, u32, u32)]) -> QueryTerm {
        let stem = StemRecord {
            stem: String::new(),
            words: Vec::new(),
            idf: 10,
            postings: postings.to_vec(),
        };
        QueryTerm {
            expansions: vec![Expansion { stem: Rc::new(stem), percent: OWN, is_additive: false }],
            phrase: None,
        }
    }

    #[test]
    fn short_queries_need_every_word() {
        let found = rank(&[group(&[(0, 9, 1), (1, 9, 1)]), group(&[(1, 9, 2)])], 2);
        assert_eq!(found.iter().map(|f| f.0).collect::<Vec<_>>(), [1]);
        assert!(rank(&[group(&[(0, 9, 1)]), QueryTerm::default()], 2).is_empty());
    }

    #[test]
    fn words_in_one_section_score_more() {
        let found = rank(&[group(&[(0, 9, 1), (1, 9, 1)]), group(&[(0, 9, 2), (1, 9, 1)])], 2);
        assert!(found[1].1 > found[0].1);
    }

    #[test]
    fn long_queries_need_more_than_half() {
        assert_eq!((needed(4), needed(5), needed(6)), (3, 3, 4));
    }
}
