//! Words that the hub lacks, found in another way, from the surest to the boldest: by their
//! synonyms, as the beginning of others, corrected, by words that begin alike. The first way that
//! finds anything is the last one tried, so that a good match is never diluted.

use std::rc::Rc;

use super::completion::{related, unfinished};
use super::correct::{Corrector, LikelyWords, fitting};
use super::crisis::CrisisPhrases;
use super::found::{QueryWords, other_stems};
use super::parse::{Query, QueryToken};
use super::rank::Expansion;
use super::synonyms::{add_synonyms, groups, is_listed};
use crate::constants::{
    COMPLETION_PERCENT, LONGEST_ACRONYM, MAX_WORDS, OTHER_PERCENT, STAFF_PERCENT, SYNONYM_PERCENT,
};
use crate::format::read::OpenIndex;
use crate::format::shard::StemRecord;
use crate::language::bare;

/// Finds the word of the token `at`, which is the last of the terms. Returns the stem of its
/// correction, if there is one. Nothing is corrected if `correcting` is `None`, and only synonyms
/// are tried for a word that `is_begun`: it can still become one of the hub's.
pub(super) fn find_unknown(
    index: &OpenIndex<'_>,
    query: &mut Query,
    at: usize,
    correcting: Option<&CrisisPhrases<'_>>,
    found: &mut QueryWords,
    is_begun: bool,
) -> Option<Rc<StemRecord>> {
    let number = found.terms.len() - 1;
    let known = index.synonyms();
    let staff = groups(index.language(), &known.staff);
    if add_synonyms(index, &staff, STAFF_PERCENT, &query.tokens, found, Some(at)) {
        return None;
    }
    let own = groups(index.language(), &known.language);
    if add_synonyms(index, &own, OTHER_PERCENT, &query.tokens, found, Some(at)) || is_begun {
        return None;
    }
    let corrector = Corrector::new(index);
    let token = &query.tokens[at];
    let is_listed = is_listed(&staff, &token.stem) || is_listed(&own, &token.stem);
    if is_word(token) && !is_listed && !corrector.is_real(bare(&token.stem)) {
        for stem in unfinished(index, token) {
            found.expand(number, Expansion::new(stem, COMPLETION_PERCENT));
        }
        if !found.terms[number].expansions.is_empty() {
            return None;
        }
        let mut others = query.tokens.iter().enumerate().filter(|(other, _)| *other != at);
        let is_grave = others.any(|(_, other)| corrector.is_grave(&other.folded));
        let may_correct =
            correcting.is_some_and(|crisis| !is_grave && !crisis.has_word(&token.folded));
        let is_corrected = may_correct && correct(index, &corrector, query, at, found);
        if is_corrected {
            return index.stem(&query.tokens[at].stem);
        }
    }
    for stem in related(index, &query.tokens[at]) {
        found.expand(number, Expansion::new(stem, SYNONYM_PERCENT));
    }
    None
}

/// Lets a word that hardly any page has be found by its synonyms, too.
pub(super) fn find_rare(index: &OpenIndex<'_>, query: &Query, at: usize, found: &mut QueryWords) {
    let own = groups(index.language(), &index.synonyms().language);
    add_synonyms(index, &own, OTHER_PERCENT, &query.tokens, found, Some(at));
}

/// Puts what was meant in the place of a token's word; returns whether there is anything.
fn correct(
    index: &OpenIndex<'_>,
    corrector: &Corrector,
    query: &mut Query,
    at: usize,
    found: &mut QueryWords,
) -> bool {
    let language = index.language();
    let meant = corrector.meant(index, &query.tokens[at].folded);
    let others = || other_stems(index, &query.tokens, at);
    match meant {
        LikelyWords::Words(words) => {
            let Some(word) = fitting(index, &words, &others()) else { return false };
            found.correct(&query.tokens[at], word.clone());
            if let Some(term) = found.terms.last_mut() {
                term.is_guess = true;
            }
            query.tokens[at].replace(word, language);
            true
        }
        LikelyWords::Parts(first, second) if query.tokens.len() < MAX_WORDS => {
            found.correct(&query.tokens[at], format!("{first} {second}"));
            let mut next = query.tokens[at].clone();
            next.replace(second, language);
            query.tokens.insert(at + 1, next);
            query.tokens[at].replace(first, language);
            true
        }
        LikelyWords::Parts(..) | LikelyWords::Nothing => false,
    }
}

/// Whether a word may be spelled wrong. Quotation marks ask for exactly these letters, and an
/// acronym that the hub lacks is not one of its words spelled wrong.
fn is_word(token: &QueryToken) -> bool {
    token.phrase.is_none() && !(token.upper_case && token.folded.len() <= LONGEST_ACRONYM)
}
