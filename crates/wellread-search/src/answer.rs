//! Answers a query from index files, step by step as the runtime does (`search` in search.js).

mod glossary;
mod words;

use std::cmp::Reverse;

use serde::Serialize;

use crate::build::Index;
use crate::code::fnv;
use crate::correct::distance;
use crate::excerpt::{Highlights, mark};
use crate::language::Analyzer;
use crate::query::{Query, parse, phrases_hold};
use crate::rank::{ALIKE, Expansion, FEW, MOST_ALIKE, OTHER_NAME, rank};
use crate::read::{Opened, PageRecord, PageText};
use crate::text::folded_words;

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SearchResponse {
    /// The query as it was given.
    pub query: String,
    /// The query with its typing errors corrected, if there were any; the results are for this one.
    pub corrected: Option<String>,
    /// Whether the query has one of the crisis words or phrases.
    pub crisis: bool,
    /// The glossary's terms that the query is or contains, in its order.
    pub cards: Vec<Card>,
    /// The pages, the best first.
    pub results: Vec<Hit>,
    /// How many pages were found in all.
    pub total: usize,
}

/// A glossary term that the query mentions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Card {
    /// The term's name.
    pub term: String,
    /// The address of its page.
    pub url: String,
    /// The short definition, as plain text.
    pub definition: String,
    /// The name or alias that the query mentions, as the hub writes it.
    pub matched: String,
}

/// A page that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hit {
    /// The page's title, as plain text.
    pub title: String,
    /// The address of the page.
    pub url: String,
    /// The page's kind.
    pub kind: String,
    /// The titles of the page's topics.
    pub topics: Vec<String>,
    /// Text with `<mark>` around what matched and everything else escaped.
    pub excerpt: String,
    /// The sections that match best, the best first. Only the first results have them.
    pub sections: Vec<HitSection>,
}

/// A section of a page that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HitSection {
    /// The heading's words.
    pub heading: String,
    /// The address of the page with the section's anchor.
    pub url: String,
}

/// How many results get an excerpt from their text; the others show their summary.
const EXCERPTS: usize = 5;

/// How many pages are read to check quoted phrases.
const CHECKED: usize = 24;

/// Sections named with a result.
const SECTIONS: usize = 3;

/// Answers a query with at most `limit` pages. Any text is a query; none is an error.
pub fn search(index: &Index, query: &str, limit: usize) -> SearchResponse {
    let opened = Opened::new(index);
    let language = Analyzer::of(&opened.core.language);
    let mut parsed = parse(query, &language);
    let mut crisis = is_crisis(&opened, &folded_words(query), &language);
    let mut found = words::find(&opened, &language, &mut parsed, !crisis);
    crisis |= found.unknown.iter().any(|word| is_nearly_crisis(&opened, word));
    let corrected = words::corrected(query, &parsed, &found);
    if let Some(corrected) = &corrected {
        crisis |= is_crisis(&opened, &folded_words(corrected), &language);
    }

    let matches = glossary::matches(&opened, &parsed);
    for (number, found_term) in matches.iter().enumerate() {
        let Some(concept) = opened.stem(&crate::chunk::concept(found_term.form.term)) else {
            continue;
        };
        for &token in &found_term.tokens {
            if let Some(group) = found.group_of[token] {
                let stem = concept.clone();
                found.groups[group].expansions.push(Expansion {
                    stem,
                    percent: OTHER_NAME,
                    is_additive: true,
                });
                found.terms.push((group, number));
            }
        }
    }
    let pages = opened.core.pages as usize;
    let mut ranked = rank(&found.groups, pages);
    if ranked.len() < FEW && !found.groups.is_empty() {
        let mut more = false;
        for (group, stem) in found.stems.clone() {
            for like in language.alike(&stem).into_iter().take(MOST_ALIKE) {
                if let Some(stem) = opened.stem(&like) {
                    more = true;
                    found.groups[group].expansions.push(Expansion {
                        stem,
                        percent: ALIKE,
                        is_additive: false,
                    });
                    found.marked.push((like, group));
                }
            }
        }
        if more {
            ranked = rank(&found.groups, pages);
        }
    }
    drop_excluded(&opened, &parsed, &mut ranked);
    let mut order = ordered(&opened, &parsed, ranked);
    if parsed.tokens.iter().any(|token| token.phrase.is_some()) {
        order.truncate(CHECKED);
        order.retain(|&page| {
            let record = opened.record(page);
            let text = opened.text(&record.5);
            phrases_hold(&parsed, &fields(&record, &text))
        });
    }

    let cards = glossary::cards(&opened, &matches);
    let marks = marks(&opened, &language, &found, &matches);
    let total = order.len();
    order.truncate(limit);
    let results = order
        .iter()
        .enumerate()
        .map(|(place, &page)| hit(&opened, &language, &marks, page, place < EXCERPTS))
        .collect();
    SearchResponse { query: query.to_owned(), corrected, crisis, cards, results, total }
}

/// Whether words contain a crisis phrase: its stems in a row, or its letters with other gaps.
fn is_crisis(opened: &Opened<'_>, folded: &[String], language: &Analyzer) -> bool {
    let stems: Vec<String> = folded.iter().map(|word| language.stem(word)).collect();
    opened.core.crisis.iter().any(|(phrase, joined)| {
        let phrase: Vec<&str> = phrase.split(' ').collect();
        stems.windows(phrase.len()).any(|window| window.iter().zip(&phrase).all(|(a, b)| a == b))
            || (0..folded.len()).any(|from| {
                let mut rest = joined.as_str();
                folded[from..].iter().any(|word| match rest.strip_prefix(word.as_str()) {
                    Some(left) => {
                        rest = left;
                        rest.is_empty()
                    }
                    None => {
                        rest = "\u{0}";
                        false
                    }
                })
            })
    })
}

/// Whether a word that the hub has not is a crisis word with one typing error.
fn is_nearly_crisis(opened: &Opened<'_>, word: &str) -> bool {
    word.len() >= 6
        && opened.core.crisis.iter().any(|(phrase, joined)| {
            !phrase.contains(' ') && distance(word.as_bytes(), joined.as_bytes(), 1).is_some()
        })
}

fn drop_excluded(opened: &Opened<'_>, query: &Query, ranked: &mut Vec<(u32, u64)>) {
    for token in query.tokens.iter().filter(|t| t.excluded && t.phrase.is_none()) {
        if let Some(stem) = opened.stem(&token.stem) {
            ranked.retain(|(page, _)| stem.postings.binary_search_by_key(page, |p| p.0).is_err());
        }
    }
}

/// The pages in order: pinned ones, those whose title or other name is the query, the rest by score.
fn ordered(opened: &Opened<'_>, query: &Query, ranked: Vec<(u32, u64)>) -> Vec<u32> {
    let content: Vec<&str> =
        query.tokens.iter().filter(|t| t.content).map(|t| t.stem.as_str()).collect();
    let mut sorted = content.clone();
    sorted.sort_unstable();
    sorted.dedup();
    let mut order: Vec<u32> = opened.core.best.get(&sorted.join(" ")).cloned().unwrap_or_default();
    let mut rest = ranked;
    if let Some(first) = content.first() {
        let hash = fnv(&content.join(" "));
        let shard = opened.shard_for(first);
        let exact = |page: u32| shard.titles.contains(&(hash, page));
        for &(_, page) in shard.titles.iter().filter(|title| title.0 == hash) {
            if !rest.iter().any(|r| r.0 == page) && query.tokens.iter().all(|t| !t.excluded) {
                rest.push((page, 0));
            }
        }
        rest.sort_by_key(|&(page, score)| (!exact(page), Reverse(score), page));
    }
    for (page, _) in rest {
        if !order.contains(&page) {
            order.push(page);
        }
    }
    order
}

/// A page's stretches of text as folded words.
fn fields(record: &PageRecord, text: &PageText) -> Vec<Vec<String>> {
    let mut fields = vec![folded_words(&record.1), folded_words(&record.4)];
    fields.extend(text.0.iter().map(|name| folded_words(name)));
    for (heading, _, body) in &text.1 {
        fields.push(folded_words(heading));
        fields.push(folded_words(body));
    }
    fields
}

fn marks(
    opened: &Opened<'_>,
    language: &Analyzer,
    found: &words::QueryWords,
    matches: &[glossary::FormMatch],
) -> Highlights {
    let mut marks = Highlights::default();
    for (stem, group) in &found.marked {
        *marks.stems.entry(stem.clone()).or_default() |= 1 << group;
    }
    for &(group, number) in &found.terms {
        let (name, _, _, aliases) = opened.card(matches[number].form.term);
        for form in std::iter::once(&name).chain(&aliases) {
            let stems: Vec<String> =
                folded_words(form).iter().map(|word| language.stem(word)).collect();
            if !stems.is_empty() {
                marks.sequences.push((stems, 1 << group));
            }
        }
    }
    marks
}

fn hit(
    opened: &Opened<'_>,
    language: &Analyzer,
    marks: &Highlights,
    page: u32,
    with_text: bool,
) -> Hit {
    let (url, title, kind, topics, summary, text) = opened.record(page);
    let in_summary = mark(&summary, marks, language);
    let mut excerpt = None;
    let mut sections = Vec::new();
    if with_text {
        let (_, texts) = opened.text(&text);
        let marked: Vec<_> = texts
            .iter()
            .map(|(heading, anchor, text)| {
                (mark(heading, marks, language), mark(text, marks, language), heading, anchor)
            })
            .collect();
        let mut best: Vec<(u32, usize, usize)> = marked
            .iter()
            .enumerate()
            .map(|(at, (heading, text, ..))| {
                ((heading.bits | text.bits).count_ones(), heading.count * 3 + text.count, at)
            })
            .filter(|(bits, ..)| *bits > 0)
            .collect();
        best.sort_by_key(|&(bits, count, at)| (Reverse(bits), Reverse(count), at));
        let most = best.first().map_or(0, |b| b.0);
        sections = best
            .iter()
            .filter(|(bits, ..)| bits * 2 > most)
            .map(|&(.., at)| &marked[at])
            .filter(|(.., heading, anchor)| !heading.is_empty() && !anchor.is_empty())
            .take(SECTIONS)
            .map(|(.., heading, anchor)| HitSection {
                heading: (*heading).clone(),
                url: format!("{url}#{anchor}"),
            })
            .collect();
        let shown = best.iter().map(|&(.., at)| &marked[at].1).find(|text| text.bits != 0);
        let shown = shown.filter(|text| text.bits.count_ones() > in_summary.bits.count_ones());
        excerpt = match shown {
            Some(text) => Some(text.excerpt()),
            None if summary.is_empty() => {
                marked.iter().map(|m| m.1.excerpt()).find(|e| !e.is_empty())
            }
            None => None,
        };
    }
    let excerpt = excerpt.unwrap_or_else(|| in_summary.excerpt());
    Hit { title, url, kind, topics, excerpt, sections }
}
