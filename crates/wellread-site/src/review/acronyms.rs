//! Acronyms that readers meet and the glossary doesn't explain.

use std::collections::{BTreeMap, BTreeSet};

use wellread_model::{EntryId, Span};
use wellread_terms::Match;

use super::finding::{Finding, Remark, position};
use crate::rendered::RenderedHub;

/// On how many pages an acronym must be to be reported.
const SEVERAL_PAGES: usize = 2;

/// The acronyms of a text, such as ADHD or PsyD, that no term claims, without the "s" of a plural.
///
/// A word is taken for an acronym if it has two or more upper-case letters and at most twelve
/// characters; longer ones are nearly always headings in upper case. Roman numerals aren't.
pub(super) fn unexplained_acronyms<'a>(rendered: &RenderedHub, text: &'a str) -> BTreeSet<&'a str> {
    let mut found: Vec<Match> = Vec::new();
    rendered.terms.trie.find(text, &mut found);
    // Matches are in the order of the text and don't overlap, so the first one that ends after a
    // place is the only one that can cover it.
    let explained = |at: usize| {
        let index = found.partition_point(|term| term.end <= at);
        found.get(index).is_some_and(|term| term.start <= at)
    };
    let is_roman = |word: &str| word.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'C'));
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| {
            let upper_case = word.chars().filter(|c| c.is_uppercase()).count();
            upper_case >= 2 && (2..=12).contains(&word.chars().count()) && !is_roman(word)
        })
        .filter(|word| {
            // The offset in the text, which `split` doesn't give: the word is a slice of it.
            let at = word.as_ptr().addr() - text.as_ptr().addr();
            !explained(at)
        })
        .map(|word| word.strip_suffix('s').unwrap_or(word))
        .collect()
}

/// Acronyms on several pages that have no glossary entry. One on a single page may be a proper name
/// that needs none.
pub(super) fn unexplained(rendered: &RenderedHub, findings: &mut Vec<Finding>) {
    let library = &rendered.hub.library;
    let mut pages: BTreeMap<&str, Vec<EntryId>> = BTreeMap::new();
    for ((id, _), body) in library.iter().zip(&rendered.bodies) {
        for word in unexplained_acronyms(rendered, &body.text) {
            pages.entry(word).or_default().push(id);
        }
    }
    for (word, ids) in pages.into_iter().filter(|(_, ids)| ids.len() >= SEVERAL_PAGES) {
        let first = &library[ids[0]];
        // Rendered text has no places in the file; the first occurrence in its source is near enough.
        let at =
            first.document.body_text().find(word).map_or(0, |at| first.document.body.start + at);
        let files: Vec<&str> = ids.iter().map(|&id| library[id].document.source.as_str()).collect();
        let text =
            format!("On {} pages, without a glossary entry: {}", ids.len(), files.join(", "));
        let change = format!("wellread new term \"{word}\"");
        let at = position(first, Span::new(at, at));
        findings.push(Finding::new(Remark::Unexplained, first, word, at, text, change));
    }
}
