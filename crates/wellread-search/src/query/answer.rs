//! Answers a query from index files, step by step as the runtime does (`client/answer.js`).

use super::crisis::{Crisis, CrisisPhrases};
use super::excerpt::{Highlights, StemSequence};
use super::glossary::{FormMatch, cards, matches};
use super::hit::{fields, hit};
use super::parse::{Query, parse, phrases_hold};
use super::rank::{Expansion, RankedPage, order, rank};
use super::response::SearchResponse;
use super::words::{QueryWords, TermMatch, TermStem, corrected, find_words};
use crate::format::constants::{
    ALIAS_PERCENT, EXCERPTS, FEW_PAGES, MAX_CHECKED, MAX_SYNONYMS, SYNONYM_PERCENT,
};
use crate::format::file::Index;
use crate::format::read::OpenIndex;
use crate::format::shard::term_stem;
use crate::language::Analyzer;
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
    let language = &Analyzer::of(&index.core.language);
    let phrases = CrisisPhrases::read(index, language);
    // Before any correction: a crisis word that the hub lacks must not become an ordinary one.
    let mut crisis = phrases.find(query);
    let mut parsed = parse(query, language);
    let may_correct = (crisis == Crisis::None).then_some(&phrases);
    let mut found = find_words(index, language, &mut parsed, may_correct);
    let mut corrected = corrected(query, &parsed, &found);
    let meant = corrected.as_deref().map(|text| phrases.find(text)).unwrap_or_default();
    if meant != Crisis::None {
        // The correction shows what was meant, and is not made.
        crisis = meant;
        parsed = parse(query, language);
        found = find_words(index, language, &mut parsed, None);
        corrected = None;
    }

    let matches = matches(index, &parsed);
    add_terms(index, &matches, &mut found);
    let pages = index.core.pages as usize;
    let mut ranked = rank(&found.terms, pages);
    if ranked.len() < FEW_PAGES && add_synonyms(index, language, &mut found) {
        ranked = rank(&found.terms, pages);
    }
    drop_excluded(index, &parsed, &mut ranked);
    let mut order = order(index, &parsed, ranked);
    if parsed.tokens.iter().any(|token| token.phrase.is_some()) {
        // Each page costs the reader's browser two files. Phrases are found by their words first,
        // so the pages that have them are at the front.
        order.truncate(MAX_CHECKED);
        order.retain(|&page| {
            let record = index.record(page);
            phrases_hold(&parsed, &fields(&record, &index.text(&record.text)))
        });
    }

    let highlights = highlights(index, language, &found, &matches);
    // Before the cut: the reader is told how many there are.
    let total = order.len();
    order.truncate(limit);
    let results = order
        .iter()
        .enumerate()
        .map(|(place, &page)| hit(index, language, &highlights, page, place < EXCERPTS))
        .collect();
    SearchResponse {
        query: query.to_owned(),
        corrected,
        crisis: crisis == Crisis::Shown,
        cards: cards(index, &matches),
        results,
        total,
    }
}

/// Lets the words of a glossary term be found by any name of the term.
fn add_terms(index: &OpenIndex<'_>, matches: &[FormMatch], found: &mut QueryWords) {
    for (number, matched) in matches.iter().enumerate() {
        let Some(stem) = index.stem(&term_stem(matched.form.term)) else { continue };
        for &token in &matched.tokens {
            // Stop words inside the form belong to no term of the query.
            if let Some(term) = found.term_of[token] {
                found.terms[term].expansions.push(Expansion {
                    is_additive: true,
                    ..Expansion::new(stem.clone(), ALIAS_PERCENT)
                });
                found.matched.push(TermMatch { term, number });
            }
        }
    }
}

/// Lets the words be found by their synonyms; returns whether the hub has any.
fn add_synonyms(index: &OpenIndex<'_>, language: &Analyzer, found: &mut QueryWords) -> bool {
    let mut any = false;
    // A copy, because the loop adds to the other lists of `found`.
    for TermStem { term, stem } in found.own.clone() {
        for synonym in language.synonyms(&stem).into_iter().take(MAX_SYNONYMS) {
            if let Some(record) = index.stem(&synonym) {
                any = true;
                found.terms[term].expansions.push(Expansion::new(record, SYNONYM_PERCENT));
                found.highlights.push(TermStem { term, stem: synonym });
            }
        }
    }
    any
}

/// Drops the pages that have a word after `-`.
fn drop_excluded(index: &OpenIndex<'_>, query: &Query, ranked: &mut Vec<RankedPage>) {
    // Phrases are checked in the text; a page may have an excluded phrase's words.
    for token in query.tokens.iter().filter(|t| t.excluded && t.phrase.is_none()) {
        if let Some(stem) = index.stem(&token.stem) {
            ranked.retain(|found| {
                stem.postings.binary_search_by_key(&found.page, |p| p.page).is_err()
            });
        }
    }
}

/// What to mark in the excerpts: the words of the query as the hub knows them, and all names of the
/// glossary terms in it.
fn highlights(
    index: &OpenIndex<'_>,
    language: &Analyzer,
    found: &QueryWords,
    matches: &[FormMatch],
) -> Highlights {
    let mut highlights = Highlights::default();
    for TermStem { term, stem } in &found.highlights {
        *highlights.stems.entry(stem.clone()).or_default() |= 1 << term;
    }
    for &TermMatch { term, number } in &found.matched {
        let card = index.card(matches[number].form.term);
        for form in std::iter::once(&card.name).chain(&card.aliases) {
            let stems = language.stems(&folded_words(form));
            if !stems.is_empty() {
                highlights.sequences.push(StemSequence { stems, bits: 1 << term });
            }
        }
    }
    highlights
}
