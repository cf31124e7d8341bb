//! From the words of a query to the stems of the hub: completions, joined and split words,
//! corrections.
//!
//! People do not type the words of the index. For each word of the query this module collects the
//! stems that it may stand for, as [`Expansion`]s with a percentage each: its own stem in full,
//! completions of an unfinished last word at half. What is tried for a word that the hub lacks
//! altogether is in [`unknown`](super::unknown).

use std::rc::Rc;

use super::completion::completions;
use super::crisis::CrisisPhrases;
use super::found::{QueryWords, own_word};
use super::idioms::find_idioms;
use super::parse::{Query, QueryToken};
use super::rank::{Expansion, QueryTerm};
use super::spoken::{join_spoken, may_be_spoken};
use super::unknown::{find_rare, find_unknown};
use crate::constants::{
    COMPLETION_PERCENT, FEW_PAGES, IDIOM_PERCENT, MAX_WORDS, SHORT_PREFIX, SHORTEST_UNFINISHED,
};
use crate::format::read::OpenIndex;
use crate::format::shard::StemRecord;
use crate::language::Analyzer;

/// Finds the query's words. Tokens may be split or, unless `correcting` is `None`, corrected in
/// place; the words of its phrases never are.
pub(super) fn find_words(
    index: &OpenIndex<'_>,
    query: &mut Query,
    correcting: Option<&CrisisPhrases<'_>>,
) -> QueryWords {
    find_idioms(index, query);
    if may_be_spoken(index.language(), query) {
        join_spoken(index, query);
    }
    split_numbers(index, index.language(), query);
    let mut found = QueryWords::default();
    let mut at = 0;
    // Not a `for`: a joined word takes two tokens, and a correction may make two of one.
    while at < query.tokens.len() {
        let token = &query.tokens[at];
        if token.content || token.means.is_some() {
            let number = found.terms.len();
            let &QueryToken { start, end, phrase, .. } = token;
            let weak = token.weak && token.means.is_none();
            let is_stop = index.language().is_stop(&token.folded);
            let is_short = token.length() < SHORTEST_UNFINISHED;
            let term =
                QueryTerm { phrase, weak, start, end, is_stop, is_short, ..QueryTerm::default() };
            found.terms.push(term);
            found.assign(at, number);
            // Before the single words, because `co` alone may be one of the hub's.
            if let Some(whole) = joined(index, index.language(), &query.tokens, at) {
                found.highlight(number, &query.tokens[at].stem);
                found.highlight(number, &query.tokens[at + 1].stem);
                found.own(number, &whole.stem);
                let word = format!("{}{}", query.tokens[at].folded, query.tokens[at + 1].folded);
                found.expand(number, own_word(index, whole, &word));
                found.assign(at + 1, number);
                at += 1;
            } else {
                find_word(index, query, at, correcting, &mut found);
            }
        }
        at += 1;
    }
    found
}

/// Finds the word of one token, which is the last of the terms. The order is that of trust: the
/// word itself, its plural, and only then a correction.
fn find_word(
    index: &OpenIndex<'_>,
    query: &mut Query,
    at: usize,
    correcting: Option<&CrisisPhrases<'_>>,
    found: &mut QueryWords,
) {
    let number = found.terms.len() - 1;
    if let Some(stem) = query.tokens[at].means.as_deref().and_then(|stem| index.stem(stem)) {
        found.expand(number, Expansion::new(stem, IDIOM_PERCENT));
        let token = &query.tokens[at];
        // Of `said no` only the idiom is searched for.
        if token.content {
            found.own(number, &token.stem);
            if let Some(stem) = index.stem(&token.stem) {
                found.expand(number, own_word(index, stem, &token.folded));
            }
        }
        return;
    }
    let is_last = at + 1 == query.tokens.len();
    let completed =
        if query.open && is_last { completions(index, query, found) } else { Vec::new() };
    let mut known = index.stem(&query.tokens[at].stem);
    if known.is_none() {
        let token = &mut query.tokens[at];
        // A word that can still become one of the hub's is not an error yet.
        if completed.is_empty() {
            known = plural_of(index, index.language(), token);
        }
        if let Some(known) = &known {
            token.stem.clone_from(&known.stem);
        } else if completed.is_empty() || token.length() >= SHORTEST_UNFINISHED {
            // One or two letters are hardly more than the beginning of a word.
            let is_begun = !completed.is_empty();
            known = find_unknown(index, query, at, correcting, found, is_begun);
        }
    }
    let token = &query.tokens[at];
    found.own(number, &token.stem);
    if let Some(stem) = known {
        let is_rare = stem.postings.len() < FEW_PAGES;
        found.expand(number, own_word(index, stem, &token.folded));
        if is_rare {
            find_rare(index, query, at, found);
        }
    }
    for stem in completed.iter().filter_map(|stem| index.stem(stem)) {
        found.expand(number, Expansion::new(stem, COMPLETION_PERCENT));
    }
}

/// `504plan` becomes `504 plan` if the hub has every part but not the whole.
fn split_numbers(index: &OpenIndex<'_>, language: &Analyzer, query: &mut Query) {
    let mut at = 0;
    while at < query.tokens.len() {
        let token = query.tokens[at].clone();
        let digit = |c: char| c.is_ascii_digit();
        let mut parts: Vec<String> = Vec::new();
        for c in token.folded.chars() {
            match parts.last_mut() {
                Some(part) if part.ends_with(digit) == digit(c) => part.push(c),
                _ => parts.push(c.to_string()),
            }
        }
        // The whole goes first: a hub about `2e` students writes it in one piece.
        let is_split = token.content
            && token.phrase.is_none()
            && parts.len() > 1
            && index.stem(&token.stem).is_none()
            && parts.iter().all(|part| index.stem(&language.stem(part)).is_some());
        if is_split {
            let count = parts.len();
            let tokens = parts.into_iter().map(|part| QueryToken {
                stem: language.stem(&part),
                folded: part,
                hyphened: false,
                ..token.clone()
            });
            query.tokens.splice(at..=at, tokens.collect::<Vec<_>>());
            at += count;
        } else {
            at += 1;
        }
    }
    // Splitting makes more words than were read, and each needs its bit in the highlights.
    if query.tokens.len() > MAX_WORDS {
        query.tokens.truncate(MAX_WORDS);
        // The word that is being typed is no longer among them.
        query.open = false;
    }
}

/// The stem of two words in one piece, if the hub has it: `co-teaching`, or `audio books` where the
/// hub writes `audiobooks`. `None` also where both words are the hub's own.
fn joined(
    index: &OpenIndex<'_>,
    language: &Analyzer,
    tokens: &[QueryToken],
    at: usize,
) -> Option<Rc<StemRecord>> {
    let (first, second) = (&tokens[at], tokens.get(at + 1)?);
    if !second.content || first.phrase.is_some() || second.phrase.is_some() {
        return None;
    }
    let letters = first.folded.bytes().all(|b| b.is_ascii_lowercase());
    // What the index does with a short first part and a hyphen; see `SHORT_PREFIX`.
    let short = second.hyphened && letters && first.folded.len() <= SHORT_PREFIX;
    // Two words of the hub are taken as they are.
    if !short && index.stem(&first.stem).is_some() && index.stem(&second.stem).is_some() {
        return None;
    }
    index.stem(&language.stem(&format!("{}{}", first.folded, second.folded)))
}

/// The stem of an acronym whose plural the stemmer takes for a word: `slps`.
fn plural_of(
    index: &OpenIndex<'_>,
    language: &Analyzer,
    token: &QueryToken,
) -> Option<Rc<StemRecord>> {
    let bare = token.folded.strip_suffix('s').filter(|bare| bare.chars().nth(1).is_some())?;
    index.stem(&language.stem(bare))
}
