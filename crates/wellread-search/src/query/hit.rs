//! What the list of results shows of one page: its excerpt, and the sections that match best.
//!
//! Which sections have the words of the query is in the word shards, and their headings are in the
//! record. So a text is only needed for the excerpt, and is read only in a hub whose files of text
//! are small. The author's summary is the excerpt, unless something else has more different words
//! of the query.

use std::cmp::Reverse;

use super::excerpt::{Highlights, MarkedText, mark};
use super::rank::{QueryTerm, sections_of};
use super::response::{Hit, HitSection};
use crate::constants::{HEADING_MATCHES, MAX_SECTIONS, SECTION_BITS};
use crate::format::read::OpenIndex;
use crate::format::records::{PageRecord, PageText};
use crate::language::Analyzer;
use crate::text::folded_words;

/// A stretch of a page with its matches.
struct RatedText<'a> {
    text: MarkedText<'a>,
    /// How many different words of the query it has, with its heading.
    words: u32,
    /// How many matches it has, with those in the heading counted more.
    matches: usize,
    /// Whether it is next to the text: the notes, and the facts of a resource. They have no
    /// heading.
    is_aside: bool,
}

/// A result for a page. Those that are not `detailed` show the summary alone.
pub(super) fn hit(
    index: &OpenIndex<'_>,
    terms: &[QueryTerm],
    highlights: &Highlights,
    page: u32,
    detailed: bool,
) -> Hit {
    let record = index.record(page);
    // That of the query: a page may have been found by a passage that is in another than its own.
    let language = index.language();
    let in_summary = mark(&record.summary, highlights, language);
    let mut excerpt = in_summary.excerpt();
    let mut sections = Vec::new();
    if detailed {
        sections = named(language, &record, &sections_of(terms, page), highlights);
        let text = if index.core.has_excerpts { index.text(page) } else { PageText::new() };
        let mut rated = rated(language, &record, &text, highlights);
        if record.summary.is_empty() {
            // Nothing may match the text (only the title, say); then the page's beginning is shown.
            let excerpts = rated.iter().map(|rated| rated.text.excerpt());
            excerpt = excerpts.into_iter().find(|excerpt| !excerpt.is_empty()).unwrap_or_default();
        }
        // A stable sort: of equal stretches, the page's first comes first.
        rated.sort_by_key(|rated| (Reverse(rated.words), rated.is_aside, Reverse(rated.matches)));
        // The summary is what the author wrote for this place, so the text must have more to show.
        let best = rated.iter().find(|rated| rated.text.bits != 0);
        if let Some(best) = best
            && best.text.bits.count_ones() > in_summary.bits.count_ones()
        {
            excerpt = best.text.excerpt();
        }
    }
    let topics = record.topics.into_iter().map(Into::into).collect();
    Hit {
        language: tag(index, record.language),
        title: record.title.into(),
        url: record.url.into(),
        kind: record.kind.into(),
        topics,
        excerpt,
        sections,
    }
}

/// The tag of a language by its number; none for that of the hub.
pub(super) fn tag(index: &OpenIndex<'_>, language: u32) -> Option<String> {
    (language > 0).then(|| index.core.languages[language as usize].clone())
}

/// The texts and the facts of a page with their matches, in its order.
fn rated<'a>(
    language: &Analyzer,
    record: &'a PageRecord<'_>,
    text: &'a PageText<'_>,
    highlights: &Highlights,
) -> Vec<RatedText<'a>> {
    let headings = record.headings.iter().map(|section| &*section.heading);
    // The facts have no heading.
    let texts = headings.zip(text.iter()).chain([("", &record.facts)]);
    texts
        .enumerate()
        .map(|(at, (heading, text))| {
            let is_aside = at > 0 && heading.is_empty();
            let heading = mark(heading, highlights, language);
            let text = mark(text, highlights, language);
            RatedText {
                // The heading says what the text is about, so a word counts in either.
                words: (heading.bits | text.bits).count_ones(),
                matches: heading.count * HEADING_MATCHES + text.count,
                is_aside,
                text,
            }
        })
        .collect()
}

/// The sections that a result links to: those with more than half of the words that the best one
/// has; of equal ones, those with more of them in the heading. `sections` are those of each term,
/// as bits.
fn named(
    language: &Analyzer,
    record: &PageRecord<'_>,
    sections: &[u32],
    highlights: &Highlights,
) -> Vec<HitSection> {
    let words = |at: usize| {
        let bit = (at as u32).min(SECTION_BITS - 1);
        sections.iter().filter(|bits| *bits >> bit & 1 == 1).count()
    };
    let headings = record.headings.iter().enumerate();
    let mut rated: Vec<_> = headings
        .map(|(at, section)| {
            let in_heading = mark(&section.heading, highlights, language).bits.count_ones();
            (words(at), in_heading, section)
        })
        .collect();
    let most = rated.iter().map(|(words, ..)| *words).max().unwrap_or(0);
    rated.retain(|(words, _, section)| {
        words * 2 > most && !section.heading.is_empty() && !section.anchor().is_empty()
    });
    rated.sort_by_key(|(words, in_heading, _)| (Reverse(*words), Reverse(*in_heading)));
    rated
        .into_iter()
        .take(MAX_SECTIONS)
        .map(|(.., section)| HitSection {
            heading: section.heading.clone().into(),
            url: format!("{}#{}", record.url, section.anchor()),
        })
        .collect()
}

/// A page's stretches of text as folded words, for checking phrases.
pub(super) fn fields(record: &PageRecord<'_>, text: &PageText<'_>) -> Vec<Vec<String>> {
    let headings = record.headings.iter().map(|section| &section.heading);
    let fields = [&record.title, &record.summary, &record.facts];
    let all = fields.into_iter().chain(&record.names).chain(headings).chain(text);
    all.map(|field| folded_words(field)).collect()
}
