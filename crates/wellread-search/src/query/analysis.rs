//! A query as words of one language; and which languages it may be in.
//!
//! In a hub of several languages a query is taken for one in the language that knows most of its
//! words: as stop words, or because pages have them. Where two know as many (`iep`), it is asked in
//! both, and the pages of both are found. A page that has passages in another language may be found
//! in both; it comes once.
//!
//! Where nothing is found, the query may be in a language that the hub has no page in.

use std::cmp::Reverse;

use rustc_hash::FxHashSet;

use super::crisis::{Crisis, CrisisPhrases};
use super::found::QueryWords;
use super::parse::{Query, parse};
use super::words::find_words;
use crate::format::read::OpenIndex;
use crate::format::records::LanguageCues;
use crate::text::folded_words;

/// A query as words of one language.
pub(super) struct Analysis<'a> {
    /// The index, asked in this language.
    pub(super) index: OpenIndex<'a>,
    /// As it is searched for: with the corrections, if there are any.
    pub(super) query: Query,
    /// What the hub has for its words.
    pub(super) found: QueryWords,
    /// The query with its typing errors corrected, if there were any.
    pub(super) corrected: Option<String>,
    /// Whether the corrected query, which is not taken then, has a crisis phrase.
    pub(super) meant: Crisis,
}

/// The analyses of a query in the languages that it may be in, at least one. Nothing is corrected
/// if `correcting` is `None`.
pub(super) fn analyses<'a>(
    index: &OpenIndex<'a>,
    query: &str,
    phrases: &CrisisPhrases<'_>,
    correcting: bool,
) -> Vec<Analysis<'a>> {
    let analyze = |index| analysis(index, query, phrases, correcting);
    let mut analyses: Vec<Analysis<'a>> = likely(index, query).into_iter().map(analyze).collect();
    // Among those that find as many words, the ones that have to correct least.
    let rating = |one: &Analysis<'_>| (one.found.count(), Reverse(one.found.errors()));
    let best = analyses.iter().map(rating).max();
    analyses.retain(|one| Some(rating(one)) == best);
    // Only one correction can be shown; the same one may be right in both (`suspencion`).
    let corrected = analyses.first().map(|one| one.corrected.clone());
    analyses.retain(|one| Some(&one.corrected) == corrected.as_ref());
    analyses
}

/// The index in each of the languages that know most words of a query.
fn likely<'a>(index: &OpenIndex<'a>, query: &str) -> Vec<OpenIndex<'a>> {
    let mut languages = index.in_each_language();
    if languages.len() > 1 {
        let known: Vec<usize> = languages.iter().map(|index| known(index, query)).collect();
        let most = known.iter().max().copied();
        let mut known = known.into_iter();
        languages.retain(|_| known.next() == most);
    }
    languages
}

/// How many words of a query a language knows. Stop words count too: they are the surest sign of a
/// language.
fn known(index: &OpenIndex<'_>, query: &str) -> usize {
    let language = index.language();
    let tokens = parse(query, language).tokens;
    let is_known = |word: &str, stem: &str| {
        language.is_stop(word) || language.is_weak(word) || index.stem(stem).is_some()
    };
    tokens.iter().filter(|token| is_known(&token.folded, &token.stem)).count()
}

/// The language of a query for which no page was found, by the words that say little: of those with
/// tables, whether a page is in it or not. `None` if they do not decide.
pub(super) fn cued_language(index: &OpenIndex<'_>, query: &str) -> Option<String> {
    let folded = folded_words(query);
    let lower_case = query.to_lowercase();
    let mut rated: Vec<(usize, String)> = index
        .language_cues()
        .into_iter()
        .map(|LanguageCues { tag, words, signs }| {
            let words: FxHashSet<&str> = words.split(' ').collect();
            let known = folded.iter().filter(|word| words.contains(word.as_str())).count();
            (known + lower_case.chars().filter(|c| signs.contains(*c)).count(), tag)
        })
        .collect();
    rated.sort_by_key(|(count, _)| Reverse(*count));
    match &rated[..] {
        [(most, tag), (next, _), ..] if most > next => Some(tag.clone()),
        _ => None,
    }
}

/// One language's reading of a query. A correction that would turn it into a crisis phrase is
/// dropped: the crisis lines are shown, and the words that were typed are searched for.
fn analysis<'a>(
    index: OpenIndex<'a>,
    text: &str,
    phrases: &CrisisPhrases<'_>,
    correcting: bool,
) -> Analysis<'a> {
    let mut query = parse(text, index.language());
    let mut found = find_words(&index, &mut query, correcting.then_some(phrases));
    let mut corrected = found.corrected(text);
    let meant = corrected.as_deref().map(|text| phrases.find(text)).unwrap_or_default();
    if meant != Crisis::None {
        // The correction shows what was meant, and is not made.
        query = parse(text, index.language());
        found = find_words(&index, &mut query, None);
        corrected = None;
    }
    Analysis { index, query, found, corrected, meant }
}
