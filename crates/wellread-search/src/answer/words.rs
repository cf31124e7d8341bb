//! From the words of a query to the stems of the hub: completions, joined and split words, corrections.

use std::rc::Rc;

use crate::chunk::SHORT_PREFIX;
use crate::correct::correct;
use crate::language::Analyzer;
use crate::query::{Query, QueryToken};
use crate::rank::{ALIKE, COMPLETION, Expansion, MOST_ALIKE, OWN, QueryTerm};
use crate::read::{Opened, StemRecord};
use crate::starts::{SPAN, span};

/// Completions of the last word that are searched for.
const COMPLETIONS: usize = 8;

/// The letters that a word needs for its family to be looked for, and how many of these are searched for.
const FAMILY: usize = 6;
const RELATIVES: usize = 4;

/// Words in capitals up to this length are acronyms, which are never corrected.
const ACRONYM: usize = 6;

/// The words of a query as the hub knows them.
#[derive(Debug, Default)]
pub(super) struct QueryWords {
    pub(super) groups: Vec<QueryTerm>,
    /// For each token the group that it belongs to.
    pub(super) group_of: Vec<Option<usize>>,
    /// The stem of each group's own word.
    pub(super) stems: Vec<(usize, String)>,
    /// Stems to mark in excerpts, with their groups.
    pub(super) marked: Vec<(String, usize)>,
    /// Groups with the numbers of the glossary matches that they are part of.
    pub(super) terms: Vec<(usize, usize)>,
    /// Tokens that were corrected.
    corrections: Vec<usize>,
    /// The words that the hub has not, as they were typed.
    pub(super) unknown: Vec<String>,
}

/// Finds the query's words. Tokens may be split or, if `correcting`, corrected in place.
pub(super) fn find(
    opened: &Opened<'_>,
    language: &Analyzer,
    query: &mut Query,
    correcting: bool,
) -> QueryWords {
    split_numbers(opened, language, query);
    let mut found =
        QueryWords { group_of: vec![None; query.tokens.len()], ..QueryWords::default() };
    let last = query.tokens.len().wrapping_sub(1);
    let mut at = 0;
    while at < query.tokens.len() {
        if !query.tokens[at].content {
            at += 1;
            continue;
        }
        let number = found.groups.len();
        let mut group = QueryTerm { phrase: query.tokens[at].phrase, ..QueryTerm::default() };
        found.group_of[at] = Some(number);
        if let Some(stem) = joined(opened, language, &query.tokens, at) {
            found.marked.push((stem.stem.clone(), number));
            found.marked.push((query.tokens[at].stem.clone(), number));
            found.marked.push((query.tokens[at + 1].stem.clone(), number));
            found.stems.push((number, stem.stem.clone()));
            group.expansions.push(Expansion { stem, percent: OWN, is_additive: false });
            found.group_of[at + 1] = Some(number);
            found.groups.push(group);
            at += 2;
            continue;
        }
        let token = &mut query.tokens[at];
        let completions =
            if query.open && at == last { completions(opened, token) } else { Vec::new() };
        let mut known = opened.stem(&token.stem);
        if known.is_none() && completions.is_empty() {
            found.unknown.push(token.folded.clone());
            if let Some(bare) = plural_of(opened, language, token) {
                token.stem = bare;
                known = opened.stem(&token.stem);
            } else {
                for like in language.alike(&token.stem).into_iter().take(MOST_ALIKE) {
                    if let Some(stem) = opened.stem(&like) {
                        found.marked.push((like, number));
                        group.expansions.push(Expansion {
                            stem,
                            percent: ALIKE,
                            is_additive: false,
                        });
                    }
                }
                if correcting
                    && group.expansions.is_empty()
                    && may_correct(token)
                    && let Some(word) = correct(opened, &token.folded)
                {
                    token.stem = language.stem(&word);
                    token.folded = word;
                    known = opened.stem(&token.stem);
                    found.corrections.push(at);
                }
                if group.expansions.is_empty() && known.is_none() {
                    for stem in family(opened, token) {
                        found.marked.push((stem.stem.clone(), number));
                        group.expansions.push(Expansion {
                            stem,
                            percent: ALIKE,
                            is_additive: false,
                        });
                    }
                }
            }
        }
        found.marked.push((token.stem.clone(), number));
        found.stems.push((number, token.stem.clone()));
        if let Some(stem) = known {
            group.expansions.push(Expansion { stem, percent: OWN, is_additive: false });
        }
        for stem in completions {
            if let Some(stem) = opened.stem(&stem) {
                found.marked.push((stem.stem.clone(), number));
                group.expansions.push(Expansion { stem, percent: COMPLETION, is_additive: false });
            }
        }
        found.groups.push(group);
        at += 1;
    }
    found
}

/// The query with its corrected words, if there are any.
pub(super) fn corrected(query: &str, parsed: &Query, found: &QueryWords) -> Option<String> {
    if found.corrections.is_empty() {
        return None;
    }
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

/// `504plan` becomes `504 spec` if the hub has not the whole but has every part.
fn split_numbers(opened: &Opened<'_>, language: &Analyzer, query: &mut Query) {
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
        let is_split = token.content
            && token.phrase.is_none()
            && parts.len() > 1
            && opened.stem(&token.stem).is_none()
            && parts.iter().all(|part| opened.stem(&language.stem(part)).is_some());
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
}

/// `co-teaching`, or `audio books` where the hub writes `audiobooks`: the stem of two words in one piece, if
/// the hub has it.
fn joined(
    opened: &Opened<'_>,
    language: &Analyzer,
    tokens: &[QueryToken],
    at: usize,
) -> Option<Rc<StemRecord>> {
    let (first, second) = (&tokens[at], tokens.get(at + 1)?);
    if !second.content || first.phrase.is_some() || second.phrase.is_some() {
        return None;
    }
    let letters = first.folded.bytes().all(|b| b.is_ascii_lowercase());
    let short = second.hyphened && letters && first.folded.len() <= SHORT_PREFIX;
    if !short && opened.stem(&first.stem).is_some() && opened.stem(&second.stem).is_some() {
        return None;
    }
    opened.stem(&language.stem(&format!("{}{}", first.folded, second.folded)))
}

/// `slps`: the plural of an acronym that the stemmer takes for a word.
fn plural_of(opened: &Opened<'_>, language: &Analyzer, token: &QueryToken) -> Option<String> {
    let bare = token.folded.strip_suffix('s').filter(|bare| bare.len() >= 2)?;
    let stem = language.stem(bare);
    opened.stem(&stem).map(|_| stem)
}

fn may_correct(token: &QueryToken) -> bool {
    token.phrase.is_none() && !(token.capitals && token.folded.len() <= ACRONYM)
}

/// Words that begin like one that the hub has not and are not much longer: `reading` for `reader`.
fn family(opened: &Opened<'_>, token: &QueryToken) -> Vec<Rc<StemRecord>> {
    let word = token.folded.as_str();
    if word.len() < FAMILY
        || token.phrase.is_some()
        || !word.bytes().all(|b| b.is_ascii_lowercase())
    {
        return Vec::new();
    }
    let root = &word[..word.len() - if word.len() < 8 { 2 } else { 3 }];
    let mut found = beginning(opened, root, |other| other.len() <= word.len() + 3);
    found.truncate(RELATIVES);
    found
}

/// The stems of the words that begin with a prefix and fit, the most frequent first. Only the first
/// shards of a prefix are read.
fn beginning(
    opened: &Opened<'_>,
    prefix: &str,
    fits: impl Fn(&str) -> bool,
) -> Vec<Rc<StemRecord>> {
    let mut found: Vec<Rc<StemRecord>> = Vec::new();
    for number in span(&opened.keys, prefix).take(SPAN) {
        for stem in opened.shard(number).stems.values() {
            let one = |word: &String| word.starts_with(prefix) && fits(word);
            if !stem.postings.is_empty() && stem.words.iter().any(one) {
                found.push(Rc::clone(stem));
            }
        }
    }
    found.sort_by(|a, b| b.postings.len().cmp(&a.postings.len()).then_with(|| a.stem.cmp(&b.stem)));
    found
}

/// The stems of the words that begin with an unfinished word, the most frequent first.
fn completions(opened: &Opened<'_>, token: &QueryToken) -> Vec<String> {
    let prefix = token.folded.as_str();
    let shards = span(&opened.keys, prefix);
    if shards.len() > SPAN
        && let Some(list) = opened.starts().get(prefix)
    {
        return list.split(' ').filter(|stem| *stem != token.stem).map(str::to_owned).collect();
    }
    let mut found = beginning(opened, prefix, |_| true);
    found.retain(|stem| stem.stem != token.stem);
    found.truncate(COMPLETIONS);
    found.into_iter().map(|stem| stem.stem.clone()).collect()
}
