//! What unfinished words can become.
//!
//! Which completions are worth a search follows from what is next to the word: forms of the
//! glossary that the query begins, then words whose pages have the other words too, in titles
//! before texts.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::found::{QueryWords, other_stems};
use super::parse::{Query, QueryToken};
use crate::constants::{
    FEW_PAGES, LONG_ROOT, MAX_COMPLETIONS, MAX_RELATED, RELATED_LONGER, SHORTEST_RELATED,
    SHORTEST_UNFINISHED, SHORTEST_WHOLE,
};
use crate::format::read::OpenIndex;
use crate::format::shard::{FormWord, PagePosting, StemRecord, is_term_stem};
use crate::language::bare;
use crate::text::is_phone_word;

/// The stems of the words that begin with the unfinished last word.
pub(super) fn completions(
    index: &OpenIndex<'_>,
    query: &Query,
    found: &mut QueryWords,
) -> Vec<String> {
    let tokens = &query.tokens;
    let at = tokens.len() - 1;
    let token = &tokens[at];
    let prefix = &index.language().word(&token.folded);
    let mut stems = completed_forms(index, tokens, found);
    if token.folded.chars().nth(1).is_some() {
        let rated = |shards| rated(index, shards, prefix, &other_stems(index, tokens, at));
        match index.core.starts.get(prefix) {
            // Longer words lie next to a whole word or need not be loaded.
            _ if is_complete(index, token) => {
                stems.extend(rated(vec![index.keys.shard_of(&token.stem)]));
            }
            Some(list) => stems.extend(list.split_whitespace().map(str::to_owned)),
            // A wide prefix without a list of its own is completed from its first shards after all.
            None => stems.extend(rated(index.keys.span(prefix))),
        }
    }
    // The word as typed is searched for anyway, and counts in full.
    let mut known = FxHashSet::default();
    stems.retain(|stem| *stem != token.stem && known.insert(stem.clone()));
    stems.truncate(MAX_COMPLETIONS);
    stems
}

/// Whether the last word is likely one that is written to its end: a word of some pages.
fn is_complete(index: &OpenIndex<'_>, token: &QueryToken) -> bool {
    let pages = |stem: Rc<StemRecord>| stem.postings.len();
    token.length() >= SHORTEST_WHOLE && index.stem(&token.stem).map_or(0, pages) >= FEW_PAGES
}

/// The stems of some shards that begin with a prefix, by how much they weigh in the pages that have
/// other words too.
fn rated(
    index: &OpenIndex<'_>,
    shards: Vec<usize>,
    prefix: &str,
    others: &[Rc<StemRecord>],
) -> Vec<String> {
    let pages = pages_of(others);
    let weight = |stem: &StemRecord| {
        let counts = |posting: &&PagePosting| others.is_empty() || pages.contains(&posting.page);
        stem.postings.iter().filter(counts).map(|posting| u64::from(posting.weight)).sum::<u64>()
    };
    let mut found: Vec<(u64, Rc<StemRecord>)> = beginning(index, shards, prefix, |_| true)
        .into_iter()
        .map(|stem| (weight(&stem), stem))
        .collect();
    found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.stem.cmp(&b.1.stem)));
    found.into_iter().map(|(_, stem)| stem.stem.clone()).collect()
}

/// The pages of any of some stems.
pub(super) fn pages_of(stems: &[Rc<StemRecord>]) -> FxHashSet<u32> {
    stems.iter().flat_map(|stem| stem.postings.iter().map(|posting| posting.page)).collect()
}

/// The stems that the last word can become in forms of the glossary of which the query has the
/// beginnings of all other words: `504 co`, `spec ed t`. Words that say little are not among them;
/// with these alone, a word that the hub lacks can become a form by itself: `my son paraprof`.
fn completed_forms(
    index: &OpenIndex<'_>,
    tokens: &[QueryToken],
    found: &mut QueryWords,
) -> Vec<String> {
    let says_something = |token: &&QueryToken| token.content && !token.weak;
    let content: Vec<&QueryToken> = tokens.iter().filter(says_something).collect();
    let Some((last, others)) = content.split_last() else { return Vec::new() };
    if tokens.last().is_some_and(|token| token.weak) {
        return Vec::new();
    }
    let fits = |word: &FormWord, token: &QueryToken| {
        word.stem == token.stem || word.folded.starts_with(&token.folded)
    };
    let mut shards: Vec<_> = others.iter().map(|other| index.shard_for(&other.stem)).collect();
    if others.is_empty()
        && last.folded.len() >= SHORTEST_UNFINISHED
        && index.stem(&last.stem).is_none()
    {
        let prefix = index.language().word(&last.folded);
        shards.extend(index.keys.span(&prefix).into_iter().map(|one| index.shard(one)));
    }
    let mut stems = Vec::new();
    for shard in shards {
        for form in &shard.forms {
            let is_begun = form.words.len() == content.len()
                && form.words.iter().zip(&content).all(|(word, token)| fits(word, token));
            if let Some(last) = form.words.last().filter(|_| is_begun) {
                stems.push(last.stem.clone());
                found.completed.push(form.term);
            }
        }
    }
    stems
}

/// The words that one which the hub lacks begins: `special` for `spec`.
pub(super) fn unfinished(index: &OpenIndex<'_>, token: &QueryToken) -> Vec<Rc<StemRecord>> {
    let word = token.folded.as_str();
    if word.len() < SHORTEST_UNFINISHED || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return Vec::new();
    }
    let prefix = index.language().word(word);
    let mut found = beginning(index, index.keys.span(&prefix), &prefix, |_| true);
    found.truncate(MAX_COMPLETIONS);
    found
}

/// Words that begin like one that the hub lacks and are not much longer: `reading` for `reader`.
pub(super) fn related(index: &OpenIndex<'_>, token: &QueryToken) -> Vec<Rc<StemRecord>> {
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
    let root = &index.language().word(root);
    let fits = |other: &str| other.encode_utf16().count() <= longest;
    let mut found = beginning(index, index.keys.span(root), root, fits);
    found.truncate(MAX_RELATED);
    found
}

/// The stems of the words in some shards that begin with a prefix, after the mark of a language,
/// and fit; the most frequent first.
fn beginning(
    index: &OpenIndex<'_>,
    shards: Vec<usize>,
    prefix: &str,
    fits: impl Fn(&str) -> bool,
) -> Vec<Rc<StemRecord>> {
    let mut found: Vec<Rc<StemRecord>> = Vec::new();
    for number in shards {
        for stem in index.shard(number).stems.values().filter(|stem| !is_term_stem(&stem.stem)) {
            let one = |word: &String| {
                word.starts_with(prefix) && fits(bare(word)) && !is_phone_word(bare(word))
            };
            if !stem.postings.is_empty() && stem.words.iter().any(one) {
                found.push(Rc::clone(stem));
            }
        }
    }
    // The stem breaks ties, so that both rankings take the same ones.
    found.sort_by(|a, b| b.postings.len().cmp(&a.postings.len()).then_with(|| a.stem.cmp(&b.stem)));
    found
}
