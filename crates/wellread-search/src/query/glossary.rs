//! The glossary's terms in a query.
//!
//! A query that mentions a term, by any of its names, gets the term's card above the results, and
//! pages that use another name of it are found too: `speech therapist` finds what is written about
//! SLPs. Forms are matched by stems, as whole words in a row, like the links in pages. Unlike those
//! they may be missing their stop words, because people leave them out when they search.

use std::cmp::Reverse;

use super::hit::tag;
use super::parse::{Query, QueryToken};
use super::response::Card;
use crate::constants::{MAX_CARDS, MAX_TERMS};
use crate::format::read::OpenIndex;
use crate::format::shard::{FormRecord, FormWord};

/// A form of the glossary in a query.
pub(super) struct FormMatch {
    pub(super) form: FormRecord,
    /// The tokens that it covers.
    pub(super) tokens: Vec<usize>,
    /// Whether these are written like the form.
    pub(super) is_written: bool,
}

impl FormMatch {
    /// Whether the form is all that the query asks for, in its own writing.
    pub(super) fn is_whole(&self, tokens: &[QueryToken]) -> bool {
        let covers =
            |(at, token): (usize, &QueryToken)| self.tokens.contains(&at) || !token.is_named();
        self.is_written && tokens.iter().enumerate().all(covers)
    }
}

/// The forms in a query: leftmost, longest, not overlapping, each term once.
pub(super) fn matches(index: &OpenIndex<'_>, query: &Query) -> Vec<FormMatch> {
    let tokens = &query.tokens;
    let mut found: Vec<FormMatch> = Vec::new();
    let mut at = 0;
    while at < tokens.len() && found.len() < MAX_TERMS {
        let mut next = at + 1;
        if tokens[at].content {
            let shard = index.shard_for(&tokens[at].stem);
            let best = shard
                .forms
                .iter()
                .filter(|form| form.words[form.key].stem == tokens[at].stem)
                .filter_map(|form| Some((form, covered(form, tokens, at)?)))
                // The first of the longest; of these, one that is written like the query wins over
                // one that only shares its stems.
                .min_by_key(|(form, covered)| {
                    (Reverse(form.words.len()), !is_written(form, tokens, covered))
                });
            if let Some((form, covered)) = best {
                // The covered words are used up, even if the term was found before.
                next = covered.last().map_or(next, |last| (last + 1).max(next));
                if !found.iter().any(|m| m.form.term == form.term) {
                    let is_written = is_written(form, tokens, &covered);
                    found.push(FormMatch { form: form.clone(), tokens: covered, is_written });
                }
            }
        }
        at = next;
    }
    found
}

/// Whether forms are filed under a word: `504`, where the glossary has the 504 plan.
pub(super) fn is_of_term(index: &OpenIndex<'_>, token: &QueryToken) -> bool {
    let shard = index.shard_for(&token.stem);
    shard.forms.iter().any(|form| form.words[form.key].stem == token.stem)
}

/// Whether the words of a form are written like the tokens that it covers.
fn is_written(form: &FormRecord, tokens: &[QueryToken], covered: &[usize]) -> bool {
    // A form that is found without its stop words covers fewer tokens.
    let words = form.words.iter().filter(|word| covered.len() == form.words.len() || !word.stop);
    words.zip(covered).all(|(word, &at)| word.folded == tokens[at].folded)
}

/// The tokens that a form covers if its key is at `at`: all its words in a row; or, if two or more
/// of them are no stop words, these in a row (`program of education` is found by `program
/// education`).
fn covered(form: &FormRecord, tokens: &[QueryToken], at: usize) -> Option<Vec<usize>> {
    if let Some(start) = at.checked_sub(form.key) {
        let end = start + form.words.len();
        let here = tokens.get(start..end);
        if here.is_some_and(|here| {
            here.iter().zip(&form.words).all(|(t, part)| !t.excluded && t.stem == part.stem)
        }) {
            return Some((start..end).collect());
        }
    }
    let content: Vec<&FormWord> = form.words.iter().filter(|part| !part.stop).collect();
    // A form with one content word must match as a whole, or `the Act` would be in every `act`.
    if content.len() < 2 {
        return None;
    }
    let places: Vec<usize> =
        (at..tokens.len()).filter(|&i| tokens[i].content).take(content.len()).collect();
    let fits = places.len() == content.len()
        && places.iter().zip(content).all(|(&place, part)| tokens[place].stem == part.stem);
    fits.then_some(places)
}

/// The cards of the matches.
pub(super) fn cards(index: &OpenIndex<'_>, matches: &[FormMatch]) -> Vec<Card> {
    matches
        .iter()
        .take(MAX_CARDS)
        .map(|found| {
            let card = index.card(found.form.term);
            let alias = found.form.form.checked_sub(1).and_then(|at| card.names.get(at));
            Card {
                language: tag(index, card.language),
                matched: alias.unwrap_or(&card.title).clone().into(),
                term: card.title.into(),
                url: card.url.into(),
                definition: card.summary.into(),
            }
        })
        .collect()
}
