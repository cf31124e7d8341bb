//! Answers a query from index files, step by step as the runtime does (`client/answer.js`).

use rustc_hash::FxHashSet;

use super::analysis::{Analysis, analyses, cued_language};
use super::crisis::{Crisis, CrisisPhrases};
use super::excerpt::{Highlights, StemSequence};
use super::found::{QueryWords, TermMatch, TermStem};
use super::glossary::{FormMatch, cards, is_of_term, matches};
use super::hit::{fields, hit};
use super::parse::{Query, phrases_hold};
use super::rank::{Expansion, FirstPages, OrderedPage, RankedPage, order, rank};
use super::response::SearchResponse;
use super::synonyms::{add_synonyms, groups};
use crate::constants::{
    ALIAS_PERCENT, EXCERPTS, MAX_CARDS, MAX_CHECKED, MAX_CHECKED_FILES, STAFF_PERCENT,
    SYNONYM_PERCENT,
};
use crate::format::file::Index;
use crate::format::read::OpenIndex;
use crate::format::shard::term_stem;
use crate::text::folded_words;

/// Answers a query with at most `limit` pages. Any text is a query; none is an error.
///
/// It opens the index files that the query needs, as the browser's runtime does, and gives the same
/// answer. Opening takes longer than searching, so this is for tools and tests.
///
/// ```
/// use wellread_search::{GlossaryTerm, IndexCache, IndexSettings, index, search};
///
/// let term = GlossaryTerm {
///     name: "IEP",
///     url: "/glossary/iep/",
///     definition: "A plan for a student's special education.",
///     aliases: vec!["individualized education program"],
/// };
/// let settings = IndexSettings { language: "en", static_path: "/search/", ..Default::default() };
/// let made = index(&settings, &[], &[term], &mut IndexCache::disabled());
///
/// let answer = search(&made, "individualised education programs", 10);
/// assert_eq!(answer.cards[0].term, "IEP");
/// assert_eq!(answer.cards[0].matched, "individualized education program");
/// ```
pub fn search(index: &Index, query: &str, limit: usize) -> SearchResponse {
    let index = &OpenIndex::new(index);
    let phrases = CrisisPhrases::read(index);
    // Before any correction: a crisis word that the hub lacks must not become an ordinary one.
    let mut crisis = phrases.find(query);
    let mut analyses = analyses(index, query, &phrases, crisis == Crisis::None);
    let meant = analyses.iter().map(|one| one.meant).max().unwrap_or_default();
    crisis = crisis.max(meant);

    // Places from several languages, each with the number of its analysis.
    let mut order: Vec<(OrderedPage, usize)> = Vec::new();
    let (mut cards_of_all, mut marks) = (Vec::new(), Vec::new());
    for (number, analysis) in analyses.iter_mut().enumerate() {
        let matches = matches(&analysis.index, &analysis.query);
        let pages = pages(analysis, &matches);
        order.extend(pages.into_iter().map(|page| (page, number)));
        marks.push(highlights(&analysis.index, &analysis.found, &matches));
        cards_of_all.extend(cards(&analysis.index, &matches));
    }
    cards_of_all.truncate(MAX_CARDS);
    order.sort_by_key(|(page, _)| page.sort_key());
    // A pinned page comes once, in whatever language it was asked for.
    let mut placed = FxHashSet::default();
    order.retain(|(one, _)| placed.insert(one.page));

    // Before the cut: the answer says how many there are.
    let total = order.len();
    order.truncate(limit);
    let results = order
        .iter()
        .enumerate()
        .map(|(place, (one, number))| {
            let analysis = &analyses[*number];
            let terms = &analysis.found.terms;
            hit(&analysis.index, terms, &marks[*number], one.page, place < EXCERPTS)
        })
        .collect();
    let first = analyses.first();
    SearchResponse {
        query: query.to_owned(),
        corrected: first.and_then(|one| one.corrected.clone()),
        missing: first.map(|one| one.found.missing(query)).unwrap_or_default(),
        crisis: crisis == Crisis::Shown,
        cards: cards_of_all,
        results,
        total,
        language: if total == 0 { cued_language(index, query) } else { None },
    }
}

/// The pages that are found in one language, in order.
fn pages(analysis: &mut Analysis<'_>, matches: &[FormMatch]) -> Vec<OrderedPage> {
    let Analysis { index, query, found, .. } = analysis;
    let mut ranked = ranked(index, query, matches, found);
    drop_excluded(index, query, &mut ranked);
    let places = FirstPages {
        whole: matches
            .first()
            .filter(|one| matches.len() == 1 && one.is_whole(&query.tokens))
            .and_then(|one| index.page_of(one.form.term)),
        completed: found.completed.iter().filter_map(|&term| index.page_of(term)).collect(),
    };
    let order = order(index, query, ranked, &places);
    if query.tokens.iter().all(|token| token.phrase.is_none()) {
        return order;
    }
    let holds = |one: &OrderedPage| {
        phrases_hold(query, &fields(&index.record(one.page), &index.text(one.page)))
    };
    checked(index, order).into_iter().filter(holds).collect()
}

/// Lets the words of a glossary term be found by any name of the term.
fn add_terms(index: &OpenIndex<'_>, matches: &[FormMatch], found: &mut QueryWords) {
    for (number, matched) in matches.iter().enumerate() {
        let key = &matched.form.words[matched.form.key].stem;
        let Some(stem) = index.stem(&term_stem(key, matched.form.term)) else { continue };
        for &token in &matched.tokens {
            // Stop words inside the form belong to no term of the query.
            if let Some(term) = found.term_of(token) {
                found.terms[term].expansions.push(Expansion {
                    is_additive: true,
                    ..Expansion::new(stem.clone(), ALIAS_PERCENT)
                });
                found.matched.push(TermMatch { term, number });
            }
        }
    }
}

/// The pages that are found, each with its score.
fn ranked(
    index: &OpenIndex<'_>,
    query: &Query,
    matches: &[FormMatch],
    found: &mut QueryWords,
) -> Vec<RankedPage> {
    add_terms(index, matches, found);
    let synonyms = |found: &mut QueryWords, texts: &[String], percent| {
        let groups = groups(index.language(), texts);
        add_synonyms(index, &groups, percent, &query.tokens, found, None)
    };
    let known = index.synonyms();
    synonyms(found, &known.staff, STAFF_PERCENT);
    let own = matches.iter().filter_map(|one| index.page_of(one.form.term)).collect();
    let names_term = query.tokens.iter().any(|token| token.content && is_of_term(index, token));
    let pages = index.core.pages as usize;
    let mut ranking = rank(&found.terms, &own, names_term, pages);
    if ranking.is_few && synonyms(found, &known.language, SYNONYM_PERCENT) {
        ranking = rank(&found.terms, &own, names_term, pages);
    }
    ranking.pages
}

/// The pages in which phrases are looked for. Each costs the reader's browser up to two files.
/// Phrases are found by their words first, so the pages that have them are at the front.
fn checked(index: &OpenIndex<'_>, mut order: Vec<OrderedPage>) -> Vec<OrderedPage> {
    order.truncate(MAX_CHECKED);
    let mut files = FxHashSet::default();
    order.retain(|one| {
        let file = index.text_file(one.page);
        let is_light = index.core.has_excerpts || files.len() < MAX_CHECKED_FILES;
        files.contains(&file) || is_light && files.insert(file)
    });
    order
}

/// Drops the pages that have a word after `-`.
fn drop_excluded(index: &OpenIndex<'_>, query: &Query, ranked: &mut Vec<RankedPage>) {
    // Phrases are checked in the text; a page may have an excluded phrase's words.
    for token in query.tokens.iter().filter(|t| t.excluded && t.phrase.is_none()) {
        if let Some(stem) = index.stem(&token.stem) {
            ranked.retain(|found| {
                let place = stem.postings.binary_search_by_key(&found.page, |p| p.page);
                place.map_or(true, |place| !stem.is_in(&stem.postings[place]))
            });
        }
    }
}

/// What to mark in the excerpts: the words of the query as the hub knows them, and all names of the
/// glossary terms in it.
fn highlights(index: &OpenIndex<'_>, found: &QueryWords, matches: &[FormMatch]) -> Highlights {
    let mut highlights = Highlights::default();
    for TermStem { term, stem } in &found.highlights {
        *highlights.stems.entry(stem.clone()).or_default() |= 1 << term;
    }
    for &TermMatch { term, number } in &found.matched {
        let card = index.card(matches[number].form.term);
        for form in std::iter::once(&card.title).chain(&card.names) {
            let stems = index.language().stems(&folded_words(form));
            if !stems.is_empty() {
                highlights.sequences.push(StemSequence { stems, bits: 1 << term });
            }
        }
    }
    highlights
}
