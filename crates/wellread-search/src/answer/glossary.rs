//! The glossary's terms in a query.

use super::Card;
use crate::query::{Query, QueryToken};
use crate::read::{FormRecord, Opened};

/// Terms of a query that are looked up.
const TERMS: usize = 4;

/// Cards that are shown.
const CARDS: usize = 3;

/// A form of the glossary in a query.
pub(super) struct FormMatch {
    pub(super) form: FormRecord,
    /// The tokens that it covers.
    pub(super) tokens: Vec<usize>,
}

/// The forms in a query: leftmost, longest, not overlapping, each term once.
pub(super) fn matches(opened: &Opened<'_>, query: &Query) -> Vec<FormMatch> {
    let tokens = &query.tokens;
    let mut found: Vec<FormMatch> = Vec::new();
    let mut at = 0;
    while at < tokens.len() && found.len() < TERMS {
        let mut next = at + 1;
        if tokens[at].content {
            let shard = opened.shard_for(&tokens[at].stem);
            let best = shard
                .forms
                .iter()
                .filter(|form| form.stems[form.key].0 == tokens[at].stem)
                .filter_map(|form| Some((form, covered(form, tokens, at)?)))
                // The first of the longest.
                .fold(None, |best: Option<(&FormRecord, Vec<usize>)>, next| match best {
                    Some(best) if best.0.stems.len() >= next.0.stems.len() => Some(best),
                    _ => Some(next),
                });
            if let Some((form, covered)) = best {
                next = covered.last().map_or(next, |last| (last + 1).max(next));
                if !found.iter().any(|m| m.form.term == form.term) {
                    found.push(FormMatch { form: form.clone(), tokens: covered });
                }
            }
        }
        at = next;
    }
    found
}

/// The tokens that a form covers if its key is at `at`: all its words in a row; or, if two or more of
/// them are no little words, these in a row.
fn covered(form: &FormRecord, tokens: &[QueryToken], at: usize) -> Option<Vec<usize>> {
    if let Some(start) = at.checked_sub(form.key) {
        let end = start + form.stems.len();
        let here = tokens.get(start..end);
        if here.is_some_and(|here| {
            here.iter().zip(&form.stems).all(|(t, (stem, _))| !t.excluded && t.stem == *stem)
        }) {
            return Some((start..end).collect());
        }
    }
    let content: Vec<&String> =
        form.stems.iter().filter(|(_, stop)| !stop).map(|(s, _)| s).collect();
    if content.len() < 2 {
        return None;
    }
    let places: Vec<usize> =
        (at..tokens.len()).filter(|&i| tokens[i].content).take(content.len()).collect();
    let fits = places.len() == content.len()
        && places.iter().zip(content).all(|(&place, stem)| tokens[place].stem == *stem);
    fits.then_some(places)
}

/// The cards of the matches.
pub(super) fn cards(opened: &Opened<'_>, matches: &[FormMatch]) -> Vec<Card> {
    matches
        .iter()
        .take(CARDS)
        .map(|found| {
            let (term, url, definition, aliases) = opened.card(found.form.term);
            let alias = found.form.form.checked_sub(1).and_then(|at| aliases.get(at));
            let matched = alias.unwrap_or(&term).clone();
            Card { term, url, definition, matched }
        })
        .collect()
}
