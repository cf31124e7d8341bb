//! The words of a query as the hub knows them: what the steps that find them fill in.

use std::rc::Rc;

use wellread_model::edit_distance;

use super::parse::QueryToken;
use super::rank::{Expansion, QueryTerm};
use crate::constants::MAX_ERRORS;
use crate::format::read::OpenIndex;
use crate::format::shard::StemRecord;

/// The words of a query as the hub knows them.
#[derive(Debug, Default)]
pub(super) struct QueryWords {
    pub(super) terms: Vec<QueryTerm>,
    /// The term to which each token belongs, by their numbers. In the order of tokens; see
    /// [`QueryWords::term_of`].
    term_of: Vec<Option<usize>>,
    /// Stems to mark in excerpts.
    pub(super) highlights: Vec<TermStem>,
    /// The terms that are part of a glossary term.
    pub(super) matched: Vec<TermMatch>,
    /// What was corrected, in the order of the query.
    pub(super) corrections: Vec<Correction>,
    /// The terms of the glossary that the query begins, by number.
    pub(super) completed: Vec<u32>,
}

/// A corrected word.
#[derive(Debug, Clone)]
pub(super) struct Correction {
    /// Byte offsets in the query.
    start: usize,
    end: usize,
    /// What is there now.
    text: String,
    /// How many letters differ; [`MAX_ERRORS`] for more.
    errors: usize,
}

/// A stem of one of the query's terms.
#[derive(Debug, Clone)]
pub(super) struct TermStem {
    pub(super) term: usize,
    pub(super) stem: String,
}

/// One of the query's terms in a match of the glossary.
#[derive(Debug, Clone, Copy)]
pub(super) struct TermMatch {
    pub(super) term: usize,
    /// The number of the match.
    pub(super) number: usize,
}

impl QueryWords {
    /// Notes to which term a token belongs.
    pub(super) fn assign(&mut self, token: usize, term: usize) {
        self.term_of.resize(token + 1, None);
        self.term_of[token] = Some(term);
    }

    /// The number of the term to which a token belongs. Stop words have none.
    pub(super) fn term_of(&self, token: usize) -> Option<usize> {
        self.term_of.get(token).copied().flatten()
    }

    pub(super) fn highlight(&mut self, term: usize, stem: &str) {
        self.highlights.push(TermStem { term, stem: stem.to_owned() });
    }

    /// Notes the stem of a term's own word, which is also marked in excerpts, found or not.
    pub(super) fn own(&mut self, term: usize, stem: &str) {
        self.highlight(term, stem);
    }

    pub(super) fn expand(&mut self, term: usize, expansion: Expansion) {
        self.highlight(term, &expansion.stem.stem);
        self.terms[term].expansions.push(expansion);
    }

    /// Notes that other words were put in the place of a token's.
    pub(super) fn correct(&mut self, token: &QueryToken, text: String) {
        let (typed, now) = (token.folded.as_bytes(), text.as_bytes());
        let errors = edit_distance(typed, now, MAX_ERRORS - 1).unwrap_or(MAX_ERRORS);
        self.corrections.push(Correction { start: token.start, end: token.end, text, errors });
    }

    /// The number of errors that were corrected.
    pub(super) fn errors(&self) -> usize {
        self.corrections.iter().map(|correction| correction.errors).sum()
    }

    /// The number of words that were found in some way.
    pub(super) fn count(&self) -> usize {
        self.terms.iter().filter(|term| !term.expansions.is_empty()).count()
    }

    /// The query with its corrected words, if there are any.
    pub(super) fn corrected(&self, query: &str) -> Option<String> {
        if self.corrections.is_empty() {
            return None;
        }
        // By offsets, so that the rest of the query stays as it was typed.
        let (mut text, mut at) = (String::new(), 0);
        for correction in &self.corrections {
            text.push_str(&query[at..correction.start]);
            text.push_str(&correction.text);
            at = correction.end;
        }
        text.push_str(&query[at..]);
        Some(text)
    }

    /// The words that no page has, as they were typed. All words of a query that begins a term are
    /// parts of it.
    pub(super) fn missing(&self, query: &str) -> Vec<String> {
        let missing = |term: &&QueryTerm| {
            term.expansions.is_empty()
                && term.phrase.is_none()
                && !term.is_stop
                && self.completed.is_empty()
        };
        let words = self.terms.iter().filter(missing);
        words.map(|term| query[term.start..term.end].to_owned()).collect()
    }
}

/// The word itself, by its stem. British spellings count as the American ones that the index has.
pub(super) fn own_word(index: &OpenIndex<'_>, stem: Rc<StemRecord>, folded: &str) -> Expansion {
    let language = index.language();
    let (word, spelling) = (language.word(folded), language.word(&language.spelling(folded)));
    let is_known = stem.words.contains(&word);
    Expansion::own(stem, if is_known { &word } else { &spelling }, index.pages_in_language())
}

/// The stems of the other words of a query that the hub has; `at` is the place of the word itself.
pub(super) fn other_stems(
    index: &OpenIndex<'_>,
    tokens: &[QueryToken],
    at: usize,
) -> Vec<Rc<StemRecord>> {
    let others = tokens.iter().enumerate().filter(|(other, token)| *other != at && token.content);
    others.filter_map(|(_, token)| index.stem(&token.stem)).collect()
}
