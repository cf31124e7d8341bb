//! What the list of results shows of one page: its excerpt, and the sections that match best.
//!
//! The author's summary is the excerpt, unless the text has more different words of the query. Only
//! the first results look at the text, because each text is a file that the browser has to load.

use std::cmp::Reverse;

use super::excerpt::{Highlights, MarkedText, mark};
use super::response::{Hit, HitSection};
use crate::format::constants::{HEADING_MATCHES, MAX_SECTIONS};
use crate::format::read::OpenIndex;
use crate::format::records::{PageRecord, PageText, TextSection};
use crate::language::Analyzer;
use crate::text::folded_words;

/// A section with its matches.
struct RatedSection<'a> {
    section: &'a TextSection<'a>,
    text: MarkedText<'a>,
    /// How many different words of the query it has.
    words: u32,
    /// How many matches it has, with those in the heading counted more.
    matches: usize,
}

/// A result for a page. Without its text, which is a file of its own, it shows the summary.
pub(super) fn hit(
    index: &OpenIndex<'_>,
    language: &Analyzer,
    highlights: &Highlights,
    page: u32,
    with_text: bool,
) -> Hit {
    let record = index.record(page);
    let in_summary = mark(&record.summary, highlights, language);
    let mut excerpt = in_summary.excerpt();
    let mut sections = Vec::new();
    if with_text {
        let text = index.text(&record.text);
        let mut rated = rated(&text, highlights, language);
        if record.summary.is_empty() {
            // Nothing may match the text (only the title, say); then the page's beginning is shown.
            let excerpts = rated.iter().map(|rated| rated.text.excerpt());
            excerpt = excerpts.into_iter().find(|excerpt| !excerpt.is_empty()).unwrap_or_default();
        }
        // A stable sort: of equal sections, the page's first comes first.
        rated.sort_by_key(|rated| (Reverse(rated.words), Reverse(rated.matches)));
        sections = named(&rated, &record.url);
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
        title: record.title.into(),
        url: record.url.into(),
        kind: record.kind.into(),
        topics,
        excerpt,
        sections,
    }
}

/// The sections of a page with their matches, in its order.
fn rated<'a>(
    text: &'a PageText<'a>,
    highlights: &Highlights,
    language: &Analyzer,
) -> Vec<RatedSection<'a>> {
    text.sections
        .iter()
        .map(|section| {
            let heading = mark(&section.heading, highlights, language);
            let text = mark(&section.text, highlights, language);
            RatedSection {
                section,
                // The heading says what the text is about, so a word counts in either.
                words: (heading.bits | text.bits).count_ones(),
                matches: heading.count * HEADING_MATCHES + text.count,
                text,
            }
        })
        .collect()
}

/// The sections that a result links to: those with more than half of the words that the best one
/// has.
fn named(rated: &[RatedSection<'_>], url: &str) -> Vec<HitSection> {
    let most = rated.first().map_or(0, |best| best.words);
    rated
        .iter()
        .filter(|rated| rated.words * 2 > most)
        .map(|rated| rated.section)
        .filter(|section| !section.heading.is_empty() && !section.anchor.is_empty())
        .take(MAX_SECTIONS)
        .map(|section| HitSection {
            heading: section.heading.clone().into(),
            url: format!("{url}#{}", section.anchor),
        })
        .collect()
}

/// A page's stretches of text as folded words, for checking phrases.
pub(super) fn fields(record: &PageRecord<'_>, text: &PageText<'_>) -> Vec<Vec<String>> {
    let mut fields = vec![folded_words(&record.title), folded_words(&record.summary)];
    fields.extend(text.names.iter().map(|name| folded_words(name)));
    for section in &text.sections {
        fields.push(folded_words(&section.heading));
        fields.push(folded_words(&section.text));
    }
    fields
}
