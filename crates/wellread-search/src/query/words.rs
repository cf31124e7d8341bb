//! From the words of a query to the stems of the hub: completions, joined and split words,
//! corrections.
//!
//! People do not type the words of the index. For each word of the query this module collects the
//! stems that it may stand for, as [`Expansion`]s with a percentage each: its own stem in full,
//! completions of an unfinished last word at half. Only a word that the hub lacks altogether is
//! tried in further ways, from the surest to the boldest: as a plural, by its synonyms, corrected,
//! by words that begin alike. The first way that finds anything is the last one tried, so that a
//! good match is never diluted.

use std::rc::Rc;

use super::correct::correct;
use super::crisis::CrisisPhrases;
use super::parse::{Query, QueryToken};
use super::rank::{Expansion, QueryTerm};
use crate::format::constants::{
    COMPLETION_PERCENT, LONG_ROOT, LONGEST_ACRONYM, MAX_COMPLETIONS, MAX_RELATED, MAX_SPAN,
    MAX_SYNONYMS, MAX_WORDS, RELATED_LONGER, SHORT_PREFIX, SHORTEST_RELATED, SYNONYM_PERCENT,
};
use crate::format::read::OpenIndex;
use crate::format::shard::{StemRecord, span};
use crate::language::Analyzer;

/// The words of a query as the hub knows them.
#[derive(Debug, Default)]
pub(super) struct QueryWords {
    pub(super) terms: Vec<QueryTerm>,
    /// For each token the number of the term that it belongs to.
    pub(super) term_of: Vec<Option<usize>>,
    /// The stem of each term's own word.
    pub(super) own: Vec<TermStem>,
    /// Stems to mark in excerpts.
    pub(super) highlights: Vec<TermStem>,
    /// The terms that are part of a glossary term.
    pub(super) matched: Vec<TermMatch>,
    /// Tokens that were corrected, by number.
    corrections: Vec<usize>,
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

/// Finds the query's words. Tokens may be split or, unless `correcting` is `None`, corrected in
/// place; the words of its phrases never are.
pub(super) fn find_words(
    index: &OpenIndex<'_>,
    language: &Analyzer,
    query: &mut Query,
    correcting: Option<&CrisisPhrases<'_>>,
) -> QueryWords {
    split_numbers(index, language, query);
    let mut found = QueryWords { term_of: vec![None; query.tokens.len()], ..Default::default() };
    let mut at = 0;
    // Not a `for`: a joined word takes two tokens.
    while at < query.tokens.len() {
        if query.tokens[at].content {
            let number = found.terms.len();
            found.terms.push(QueryTerm { phrase: query.tokens[at].phrase, ..Default::default() });
            found.term_of[at] = Some(number);
            // Before the single words, because `co` alone may be one of the hub's.
            if let Some(whole) = joined(index, language, &query.tokens, at) {
                found.highlight(number, &query.tokens[at].stem);
                found.highlight(number, &query.tokens[at + 1].stem);
                found.own(number, &whole.stem);
                found.expand(number, Expansion::own(whole));
                found.term_of[at + 1] = Some(number);
                at += 1;
            } else {
                find_word(index, language, query, at, correcting, &mut found);
            }
        }
        at += 1;
    }
    found
}

/// Finds the word of one token, which is the last of the terms.
fn find_word(
    index: &OpenIndex<'_>,
    language: &Analyzer,
    query: &mut Query,
    at: usize,
    correcting: Option<&CrisisPhrases<'_>>,
    found: &mut QueryWords,
) {
    let number = found.terms.len() - 1;
    let is_last = at + 1 == query.tokens.len();
    let token = &mut query.tokens[at];
    let completions = if query.open && is_last { completions(index, token) } else { Vec::new() };
    let mut known = index.stem(&token.stem);
    // A word that can still become one of the hub's is not an error yet.
    if known.is_none() && completions.is_empty() {
        known = plural_of(index, language, token);
        if let Some(known) = &known {
            token.stem.clone_from(&known.stem);
        } else {
            for synonym in language.synonyms(&token.stem).into_iter().take(MAX_SYNONYMS) {
                if let Some(stem) = index.stem(&synonym) {
                    found.expand(number, Expansion::new(stem, SYNONYM_PERCENT));
                }
            }
            // What the language's tables know is spelled right.
            if correcting.is_some_and(|crisis| !crisis.has_word(&token.folded))
                && found.terms[number].expansions.is_empty()
                && may_correct(token)
                && let Some(word) = correct(index, &token.folded)
            {
                token.stem = language.stem(&word);
                token.folded = word;
                known = index.stem(&token.stem);
                found.corrections.push(at);
            }
            if known.is_none() && found.terms[number].expansions.is_empty() {
                for stem in related(index, token) {
                    found.expand(number, Expansion::new(stem, SYNONYM_PERCENT));
                }
            }
        }
    }
    found.own(number, &token.stem);
    if let Some(stem) = known {
        found.expand(number, Expansion::own(stem));
    }
    for stem in completions.iter().filter_map(|stem| index.stem(stem)) {
        found.expand(number, Expansion::new(stem, COMPLETION_PERCENT));
    }
}

impl QueryWords {
    fn highlight(&mut self, term: usize, stem: &str) {
        self.highlights.push(TermStem { term, stem: stem.to_owned() });
    }

    /// Notes the stem of a term's own word, which is also marked in excerpts, found or not.
    fn own(&mut self, term: usize, stem: &str) {
        self.highlight(term, stem);
        self.own.push(TermStem { term, stem: stem.to_owned() });
    }

    fn expand(&mut self, term: usize, expansion: Expansion) {
        self.highlight(term, &expansion.stem.stem);
        self.terms[term].expansions.push(expansion);
    }
}

/// The query with its corrected words, if there are any.
pub(super) fn corrected(query: &str, parsed: &Query, found: &QueryWords) -> Option<String> {
    if found.corrections.is_empty() {
        return None;
    }
    // By offsets, so that the rest of the query stays as it was typed.
    let (mut text, mut at) = (String::new(), 0);
    for &number in &found.corrections {
        let token = &parsed.tokens[number];
        text.push_str(&query[at..token.start]);
        text.push_str(&token.folded);
        at = token.end;
    }
    text.push_str(&query[at..]);
    Some(text)
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
/// hub writes `audiobooks`.
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

/// Whether a word may be taken for a typing error. Quotation marks ask for exactly these letters,
/// and an acronym that the hub lacks is not one of its words spelled wrong.
fn may_correct(token: &QueryToken) -> bool {
    token.phrase.is_none() && !(token.upper_case && token.folded.len() <= LONGEST_ACRONYM)
}

/// Words that begin like one that the hub lacks and are not much longer: `reading` for `reader`.
fn related(index: &OpenIndex<'_>, token: &QueryToken) -> Vec<Rc<StemRecord>> {
    let word = token.folded.as_str();
    if word.len() < SHORTEST_RELATED
        || token.phrase.is_some()
        || !word.bytes().all(|b| b.is_ascii_lowercase())
    {
        return Vec::new();
    }
    let root = &word[..word.len() - if word.len() < LONG_ROOT { 2 } else { 3 }];
    let longest = word.len() + RELATED_LONGER;
    // A root shorter by a usual suffix; the limit of the length leaves out compounds. Length is
    // what JavaScript takes for it.
    let mut found = beginning(index, root, |other| other.encode_utf16().count() <= longest);
    found.truncate(MAX_RELATED);
    found
}

/// The stems of the words that begin with a prefix and fit, the most frequent first. Only the first
/// shards of a prefix are read.
fn beginning(
    index: &OpenIndex<'_>,
    prefix: &str,
    fits: impl Fn(&str) -> bool,
) -> Vec<Rc<StemRecord>> {
    let mut found: Vec<Rc<StemRecord>> = Vec::new();
    for number in span(&index.keys, prefix).take(MAX_SPAN) {
        for stem in index.shard(number).stems.values() {
            let one = |word: &String| word.starts_with(prefix) && fits(word);
            if !stem.postings.is_empty() && stem.words.iter().any(one) {
                found.push(Rc::clone(stem));
            }
        }
    }
    // The stem breaks ties, so that both rankings take the same ones.
    found.sort_by(|a, b| b.postings.len().cmp(&a.postings.len()).then_with(|| a.stem.cmp(&b.stem)));
    found
}

/// The stems of the words that begin with an unfinished word, the most frequent first.
fn completions(index: &OpenIndex<'_>, token: &QueryToken) -> Vec<String> {
    let prefix = token.folded.as_str();
    let shards = span(&index.keys, prefix);
    // A prefix without a list of its own is completed from its first shards after all.
    if shards.len() > MAX_SPAN
        && let Some(list) = index.starts().get(prefix)
    {
        return list.split(' ').filter(|stem| *stem != token.stem).map(str::to_owned).collect();
    }
    let mut found = beginning(index, prefix, |_| true);
    // The word as typed is searched for anyway, and counts in full.
    found.retain(|stem| stem.stem != token.stem);
    found.truncate(MAX_COMPLETIONS);
    found.into_iter().map(|stem| stem.stem.clone()).collect()
}
