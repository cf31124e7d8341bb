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

use super::parse::{Query, QueryToken};
use crate::constants::{
    ALL_NEEDED, COMPLETION_PERCENT, ENOUGH_WEIGHT, EVERYWHERE, FAMILY_PERCENT, FEW_PAGES,
    FULL_LIST, LOOSE_WEIGHT, MAX_WORDS, OWN_PAGE_PERCENT, OWN_PERCENT, SAME_SECTION_PERCENT,
    WORD_BITS,
};
use crate::format::code::fnv;
use crate::format::idf::idf;
use crate::format::read::OpenIndex;
use crate::format::shard::{PagePosting, StemRecord};

/// One way to find a word of the query.
#[derive(Debug, Clone)]
pub(super) struct Expansion {
    pub(super) stem: Rc<StemRecord>,
    /// How much of the stem's score counts.
    pub(super) percent: u64,
    /// Added to the best of the others instead of competing with them.
    pub(super) is_additive: bool,
    /// The word of the stem that was typed, if it is one of the hub's words.
    pub(super) word: Option<TypedWord>,
}

/// A word of a stem.
#[derive(Debug, Clone, Copy)]
pub(super) struct TypedWord {
    /// Its bits in [`PagePosting::words`]: its own, and those of its other numbers and tenses.
    bits: u32,
    /// How much it tells by itself: it is rarer than its stem.
    idf: u32,
}

impl Expansion {
    /// An expansion of which, among others, only the best counts.
    pub(super) fn new(stem: Rc<StemRecord>, percent: u64) -> Self {
        Self { stem, percent, is_additive: false, word: None }
    }

    /// The word itself, in any number or tense. `word` is as it was typed and folded; `pages` is
    /// the number of all pages.
    pub(super) fn own(stem: Rc<StemRecord>, word: &str, pages: u32) -> Self {
        let bit = |at: usize| 1 << (at as u32).min(WORD_BITS - 1);
        let words = stem.words.iter().enumerate().filter(|(_, other)| is_same_word(other, word));
        let bits: u32 = words.fold(0, |bits, (at, _)| bits | bit(at));
        let word = (bits != 0).then(|| {
            let with = stem.postings.iter().filter(|posting| posting.words & bits != 0).count();
            TypedWord { bits, idf: idf(pages, with as u32) }
        });
        Self { word, ..Self::new(stem, OWN_PERCENT) }
    }

    /// What one posting adds to its page.
    fn points(&self, posting: &PagePosting) -> u64 {
        let (idf, percent) = match self.word {
            Some(word) if posting.words & word.bits != 0 => (word.idf, self.percent),
            Some(_) => (self.stem.idf, FAMILY_PERCENT),
            None => (self.stem.idf, self.percent),
        };
        u64::from(idf) * u64::from(posting.weight) * percent
    }
}

/// Whether two words of one stem differ at most in their number or tense: `lawyer` and `lawyers`,
/// `party` and `parties`, `test` and `tested`. A word in `-ing` is often a noun of its own
/// (`meeting`, `hearing`), so it is not the same as its verb.
fn is_same_word(a: &str, b: &str) -> bool {
    uninflected(a) == uninflected(b)
}

/// A word without the endings of number and tense, and without what comes with them: `e` and a
/// doubled consonant. Two words that share this need not be related; within a stem they are.
fn uninflected(word: &str) -> String {
    let stem = word.strip_suffix("ies").or_else(|| word.strip_suffix("ied"));
    let letters: Vec<char> =
        stem.map_or_else(|| word.to_owned(), |stem| format!("{stem}y")).chars().collect();
    let is_last = |at: &usize| {
        let rest = &letters[at + 1..];
        are_endings(rest) || (rest.first() == Some(&letters[*at]) && are_endings(&rest[1..]))
    };
    let last = (0..letters.len()).find(is_last);
    last.map_or_else(String::new, |last| letters[..=last].iter().collect())
}

/// Whether letters are endings alone: `e`, `es`, `ed` or `s`, any number of them, or none.
fn are_endings(letters: &[char]) -> bool {
    letters.iter().enumerate().all(|(at, letter)| match letter {
        'e' | 's' => true,
        'd' => at > 0 && letters[at - 1] == 'e',
        _ => false,
    })
}

/// A word of the query with the ways to find it; none if the hub does not have it.
#[derive(Debug, Clone, Default)]
pub(super) struct QueryTerm {
    /// The surest way comes first.
    pub(super) expansions: Vec<Expansion>,
    /// The quoted phrase that it is part of: no page may lack it, and one section must have all of
    /// it.
    pub(super) phrase: Option<usize>,
    /// Not required of a page.
    pub(super) weak: bool,
    /// Whether it is a stop word, in a query of nothing else.
    pub(super) is_stop: bool,
    /// Whether it has so few letters that it says little if the hub lacks it.
    pub(super) is_short: bool,
    /// Whether the word was corrected.
    pub(super) is_guess: bool,
    /// Byte offsets in the query.
    pub(super) start: usize,
    pub(super) end: usize,
}

impl QueryTerm {
    /// Whether it was found as itself or as what it begins, not only as another word.
    fn is_found(&self) -> bool {
        self.phrase.is_some() || self.expansions.iter().any(|one| one.percent >= COMPLETION_PERCENT)
    }

    /// How much the word tells.
    fn idf(&self) -> u64 {
        self.expansions.first().map_or(0, |first| match first.word {
            Some(word) => u64::from(word.idf),
            None => u64::from(first.stem.idf),
        })
    }
}

/// A page that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RankedPage {
    pub(super) page: u32,
    pub(super) score: u64,
    /// How many of the required words it has.
    matched: usize,
}

/// The pages that have enough of the words.
#[derive(Debug, Default)]
pub(super) struct Ranking {
    /// In the order of pages.
    pub(super) pages: Vec<RankedPage>,
    /// Whether hardly any page has enough.
    pub(super) is_few: bool,
}

/// Ranks the pages that have enough of the words. Those of `own` need only one: the pages of terms
/// in the query. `names_term` is whether a word of it is one under which a term is filed.
pub(super) fn rank(
    terms: &[QueryTerm],
    own: &FxHashSet<u32>,
    names_term: bool,
    pages: usize,
) -> Ranking {
    // A word that no page has is not asked for, but a quoted one is.
    let active: Vec<&QueryTerm> =
        terms.iter().filter(|term| !term.expansions.is_empty() || term.phrase.is_some()).collect();
    let is_sure = |term: &&QueryTerm| !term.is_guess && term.is_found();
    // Something must be left besides guesses, and it must not be the lesser part of the query.
    let is_lacking =
        |term: &&QueryTerm| term.expansions.is_empty() && term.phrase.is_none() && !term.is_short;
    let lacking = terms.iter().filter(is_lacking).count();
    let is_nonsense = lacking > 1 && lacking > active.len() && !names_term;
    if is_nonsense || (lacking > 0 && !active.iter().any(is_sure)) {
        return Ranking::default();
    }
    // A word that is found as another alone is not asked for, if the query has surer ones.
    let required = || active.iter().filter(|term| !term.weak);
    let sure = required().filter(|term| term.is_found()).count();
    let needed = if sure > 0 { needed(sure) } else { required().count() / 2 + 1 };
    let rows: Vec<TermRow> = active.iter().map(|term| row(term, pages)).collect();
    let select_with = |parts| {
        let is_enough = |found: &FoundWords| {
            found.matched >= needed || own.contains(&found.page) || found.weigh_enough(parts)
        };
        select(&active, &rows, own, pages, is_enough)
    };
    let mut found = select_with(ENOUGH_WEIGHT);
    if found.len() < FULL_LIST {
        found = select_with(LOOSE_WEIGHT);
    }
    let is_few = found.iter().filter(|one| one.matched >= needed).count() < FEW_PAGES;
    Ranking { pages: found, is_few }
}

/// The required words that a page has.
struct FoundWords {
    page: u32,
    matched: usize,
    /// The sum of their inverse document frequencies, which is what they weigh, and that of all
    /// required words.
    matched_idf: u64,
    total_idf: u64,
}

impl FoundWords {
    /// Whether they weigh at least the `parts`-th part of the query.
    fn weigh_enough(&self, parts: u64) -> bool {
        self.matched_idf * parts >= self.total_idf
    }
}

/// How many of `count` words a page must have.
fn needed(count: usize) -> usize {
    if count <= ALL_NEEDED { count } else { count / 2 + 1 }
}

/// The points and sections of one term, by page.
struct TermRow {
    points: Vec<u64>,
    sections: Vec<u32>,
    /// The inverse document frequency of the term: how much it weighs in the query.
    idf: u64,
}

/// What a term adds to each of the pages.
fn row(term: &QueryTerm, pages: usize) -> TermRow {
    let mut row = TermRow { points: vec![0; pages], sections: vec![0; pages], idf: term.idf() };
    // What is additive comes last: before, it would be swallowed by the maximum.
    for additive in [false, true] {
        for expansion in term.expansions.iter().filter(|e| e.is_additive == additive) {
            for posting in &expansion.stem.postings {
                let page = posting.page as usize;
                let points = expansion.points(posting);
                row.points[page] =
                    if additive { row.points[page] + points } else { row.points[page].max(points) };
                row.sections[page] |= posting.sections;
            }
        }
    }
    row
}

/// The sections of a page that have each of the terms, as bits; none for a term that is only in its
/// title, say.
pub(super) fn sections_of(terms: &[QueryTerm], page: u32) -> Vec<u32> {
    let in_page = |expansion: &Expansion| {
        let postings = &expansion.stem.postings;
        let place = postings.binary_search_by_key(&page, |posting| posting.page).ok();
        place.map_or(0, |place| postings[place].sections)
    };
    let of_term = |term: &QueryTerm| {
        let sections = term.expansions.iter().map(in_page);
        sections.filter(|bits| *bits != EVERYWHERE).fold(0, |all, bits| all | bits)
    };
    terms.iter().map(of_term).collect()
}

/// The pages that have enough of the terms and all phrases, with their scores.
fn select(
    terms: &[&QueryTerm],
    rows: &[TermRow],
    own: &FxHashSet<u32>,
    pages: usize,
    is_enough: impl Fn(&FoundWords) -> bool,
) -> Vec<RankedPage> {
    let count = terms.len() as u64;
    let required = || terms.iter().zip(rows).filter(|(term, _)| !term.weak);
    let total_idf: u64 = required().map(|(_, row)| row.idf).sum();
    let mut found = Vec::new();
    for page in 0..pages {
        let (mut sum, mut matched, mut matched_idf, mut missing) = (0, 0, 0, false);
        let (mut phrase, mut shared) = (None, EVERYWHERE);
        for (term, row) in terms.iter().zip(rows) {
            sum += row.points[page];
            if row.points[page] > 0 && !term.weak {
                matched += 1;
                matched_idf += row.idf;
            }
            // The words of a phrase follow one another, and one section must have all of them. That
            // leaves few pages whose text has to be read to check the phrase.
            if term.phrase.is_some() {
                shared = if term.phrase == phrase { shared } else { EVERYWHERE };
                shared &= row.sections[page];
                missing |= shared == 0;
            }
            phrase = term.phrase;
        }
        let number = page as u32;
        let words = FoundWords { page: number, matched, matched_idf, total_idf };
        if matched == 0 || missing || !is_enough(&words) {
            continue;
        }
        // A page that lacks words loses what these weigh: the rare word decides. A term's own
        // page loses less.
        let sure = if own.contains(&number) { OWN_PAGE_PERCENT } else { 0 };
        let mut score = sum * (matched_idf * (100 - sure) + total_idf * sure) / (100 * total_idf);
        if matched > 1 {
            // Only the words beyond the first count, because one word is always together with
            // itself.
            let together = together(rows, page);
            score += score * SAME_SECTION_PERCENT * (together - 1) / (100 * (count - 1));
        }
        found.push(RankedPage { page: number, score, matched });
    }
    found
}

/// The most words that one section of a page has; at least one.
fn together(rows: &[TermRow], page: usize) -> u64 {
    // The sections that have more than as many of the words so far as the place says: all sections
    // are counted at once.
    let mut levels = [0; MAX_WORDS];
    for (at, row) in rows.iter().enumerate() {
        let mut here = row.sections[page];
        for level in levels.iter_mut().take(at + 1) {
            (*level, here) = (*level | here, *level & here);
        }
    }
    levels.iter().take_while(|level| **level != 0).count().max(1) as u64
}

/// The pages that come before those with more points.
pub(super) struct FirstPages {
    /// The page of the term that the query is, in its own writing.
    pub(super) whole: Option<u32>,
    /// The pages of terms that the query begins.
    pub(super) completed: FxHashSet<u32>,
}

/// A page in the order of results.
#[derive(Debug, Clone, Copy)]
pub(super) struct OrderedPage {
    /// Pages of a lower group come before those with more points.
    group: u8,
    score: u64,
    pub(super) page: u32,
}

impl OrderedPage {
    /// By what pages are sorted, those of several languages together.
    pub(super) fn sort_key(&self) -> (u8, Reverse<u64>, u32) {
        (self.group, Reverse(self.score), self.page)
    }
}

/// The pages in order: pinned ones, the page of the term that the query is, those whose title or
/// other name it is, those of terms that it begins, the rest by score.
pub(super) fn order(
    index: &OpenIndex<'_>,
    query: &Query,
    mut ranked: Vec<RankedPage>,
    FirstPages { whole, completed }: &FirstPages,
) -> Vec<OrderedPage> {
    let named: Vec<&QueryToken> = query.tokens.iter().filter(|token| token.is_named()).collect();
    let stems: Vec<&str> = named.iter().map(|token| token.stem.as_str()).collect();
    // The key that `index::files::pinned` made: sorted and each stem once.
    let mut sorted = stems.clone();
    sorted.sort_unstable();
    sorted.dedup();
    let pinned = index.core.best.get(&sorted.join(" "));
    // Where `Analyzer::key_position` files the titles.
    let strong = named.iter().find(|token| !index.language().is_weak(&token.folded));
    let mut exact = FxHashSet::default();
    if let Some(key) = strong.or(named.first()) {
        let hash = fnv(&stems.join(" "));
        let shard = index.shard_for(&key.stem);
        // In the order of the query here, because a title is a sequence of words.
        let titles = shard.titles.iter().filter(|title| title.hash == hash);
        exact = titles.map(|title| title.page).collect();
        // Titles in stop words alone (`What is it?`) are indexed nowhere else.
        if query.tokens.iter().all(|token| !token.excluded) {
            let present: FxHashSet<u32> = ranked.iter().map(|found| found.page).collect();
            let missing = exact.union(completed).filter(|page| !present.contains(page));
            let added = |&page| RankedPage { page, score: 0, matched: 0 };
            ranked.extend(missing.map(added));
        }
    }
    let group = |found: &RankedPage| match found.page {
        page if Some(page) == *whole => 1,
        page if exact.contains(&page) => 2,
        page if completed.contains(&page) => 3,
        _ => 4,
    };
    // The first that is pinned has the most points.
    let pinned = pinned.into_iter().flatten().zip(0..);
    let pinned = pinned.map(|(&page, at)| OrderedPage { group: 0, score: u64::MAX - at, page });
    let found = ranked.iter().map(|found| OrderedPage {
        group: group(found),
        score: found.score,
        page: found.page,
    });
    let mut order: Vec<OrderedPage> = pinned.chain(found).collect();
    // The page makes the order total, whatever order a set has.
    order.sort_by_key(OrderedPage::sort_key);
    // A pinned page that was found too comes once.
    let mut placed = FxHashSet::default();
    order.retain(|one| placed.insert(one.page));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(postings: &[(u32, u32, u32)]) -> QueryTerm {
        let stem = StemRecord {
            stem: String::new(),
            words: Vec::new(),
            idf: 10,
            postings: postings
                .iter()
                .map(|&(page, weight, sections)| PagePosting { page, weight, sections, words: 1 })
                .collect(),
        };
        QueryTerm {
            expansions: vec![Expansion::new(Rc::new(stem), OWN_PERCENT)],
            ..QueryTerm::default()
        }
    }

    fn ranked(terms: &[QueryTerm], pages: usize) -> Vec<RankedPage> {
        rank(terms, &FxHashSet::default(), false, pages).pages
    }

    #[test]
    fn short_queries_need_every_word_or_a_part_of_their_weight() {
        let both = [(0, 9, 1), (1, 9, 1)];
        let pages = |found: &[RankedPage]| found.iter().map(|f| f.page).collect::<Vec<_>>();
        let common = |idf| {
            let mut one = term(&both);
            if let Some(stem) = Rc::get_mut(&mut one.expansions[0].stem) {
                stem.idf = idf;
            }
            one
        };
        let three = |idf| ranked(&[common(idf), term(&[(1, 9, 2)]), term(&[(1, 9, 4)])], 2);
        assert_eq!((pages(&three(6)), pages(&three(10))), (vec![1], vec![0, 1]));
        let found = ranked(&[term(&both), term(&[(1, 9, 2)])], 2);
        assert!(found.len() == 2 && found[1].score > 2 * found[0].score);
        // But not one that no page has.
        assert_eq!(ranked(&[term(&[(0, 9, 1)]), QueryTerm::default()], 2).len(), 1);
    }

    #[test]
    fn words_in_one_section_score_more() {
        let found = ranked(&[term(&[(0, 9, 1), (1, 9, 1)]), term(&[(0, 9, 2), (1, 9, 1)])], 2);
        assert!(found[1].score > found[0].score);
    }

    #[test]
    fn the_fewer_pages_have_a_word_the_more_it_weighs() {
        let posting = |page, words| PagePosting { page, weight: 9, sections: 1, words };
        // "plan" on one page, "planning" on three, "plans" on one of these.
        let stem = Rc::new(StemRecord {
            stem: "plan".to_owned(),
            words: ["plan", "planning", "plans"].map(str::to_owned).to_vec(),
            idf: 10,
            postings: vec![posting(0, 1), posting(1, 2 | 4), posting(2, 2), posting(3, 2)],
        });
        let idf_of = |word| Expansion::own(Rc::clone(&stem), word, 100).word.map(|word| word.idf);
        assert_eq!(idf_of("plan"), Some(idf(100, 2)));
        assert_eq!(idf_of("planning"), Some(idf(100, 3)));
        assert_eq!(idf_of("planner"), None);
    }

    #[test]
    fn numbers_and_tenses_are_one_word() {
        for words in
            ["test tests tested", "party parties", "plan planned", "class classes", "agree agreed"]
        {
            let words: Vec<&str> = words.split(' ').collect();
            assert!(words.iter().all(|word| is_same_word(word, words[0])), "{words:?}");
        }
        for (a, b) in [("meeting", "meet"), ("sectoral", "sector"), ("", "test")] {
            assert!(!is_same_word(a, b), "{a} {b}");
        }
    }

    #[test]
    fn long_queries_need_more_than_half() {
        assert_eq!((needed(4), needed(5), needed(6)), (3, 3, 4));
    }
}
