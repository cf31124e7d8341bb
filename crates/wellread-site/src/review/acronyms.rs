//! Acronyms that readers meet and the glossary doesn't explain.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rayon::prelude::*;
use wellread_content::Sources;
use wellread_model::EntryId;
use wellread_terms::Match;

use super::finding::{Finding, Places, Remark, position};
use crate::markdown::{SourceMap, Subject, source_map};
use crate::rendered::RenderedHub;

/// An acronym that no term claims.
struct Acronym {
    /// The pages that use it, in their order.
    pages: Vec<EntryId>,
    /// Where it is in the text of the first of them.
    first: usize,
}

/// On how many pages an acronym must be to be reported.
const SEVERAL_PAGES: usize = 2;

/// The acronyms of a text, such as ADHD or PsyD, that no term claims, without the "s" of a plural.
///
/// A word is taken for an acronym if it has two or more upper-case letters and at most twelve
/// characters; longer ones are nearly always headings in upper case. Roman numerals aren't.
///
/// Each has the place of its first occurrence in the text.
pub(super) fn unexplained_acronyms<'a>(
    rendered: &RenderedHub,
    text: &'a str,
) -> BTreeMap<&'a str, usize> {
    let mut terms: Vec<Match> = Vec::new();
    rendered.terms.trie.find_with(text, &mut terms, |_, _| true);
    // Matches are in the order of the text and don't overlap, so the first one that ends after a
    // place is the only one that can cover it.
    let explained = |at: usize| {
        let index = terms.partition_point(|term| term.end <= at);
        terms.get(index).is_some_and(|term| term.start <= at)
    };
    let is_roman = |word: &str| word.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'C'));
    let mut acronyms = BTreeMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        let upper_case = word.chars().filter(|c| c.is_uppercase()).count();
        let is_acronym =
            upper_case >= 2 && (2..=12).contains(&word.chars().count()) && !is_roman(word);
        // The offset in the text, which `split` doesn't give: the word is a slice of it.
        let at = word.as_ptr().addr() - text.as_ptr().addr();
        if is_acronym && !explained(at) {
            acronyms.entry(word.strip_suffix('s').unwrap_or(word)).or_insert(at);
        }
    }
    acronyms
}

/// Acronyms on several pages that have no glossary entry. One on a single page may be a proper name
/// that needs none.
pub(super) fn unexplained(
    rendered: &RenderedHub,
    sources: &Sources,
    places: &mut Places<'_>,
    findings: &mut Vec<Finding>,
) {
    let library = &rendered.hub.library;
    let mut acronyms: BTreeMap<&str, Acronym> = BTreeMap::new();
    let of_bodies: Vec<BTreeMap<&str, usize>> =
        rendered.bodies.par_iter().map(|body| unexplained_acronyms(rendered, &body.text)).collect();
    for ((id, _), of_body) in library.iter().zip(of_bodies) {
        for (word, first) in of_body {
            let acronym =
                acronyms.entry(word).or_insert_with(|| Acronym { pages: Vec::new(), first });
            acronym.pages.push(id);
        }
    }
    // Few pages are the first with an acronym, and a build needs no maps of texts.
    let context = rendered.context(sources);
    let mut maps: BTreeMap<EntryId, SourceMap> = BTreeMap::new();
    for (word, Acronym { pages, first: at }) in acronyms {
        if pages.len() < SEVERAL_PAGES {
            continue;
        }
        let first = &library[pages[0]];
        let map = maps.entry(pages[0]).or_insert_with(|| {
            source_map(Subject::new(pages[0].0 as usize, first, library), &context)
        });
        let span = map.span(&(at..at + word.len()));
        let files: Vec<&str> =
            pages.iter().map(|&id| library[id].document.source.as_str()).collect();
        let text =
            format!("On {} pages, without a glossary entry: {}", pages.len(), files.join(", "));
        let change = format!("wellread new term \"{word}\"");
        let at = position(places, first, span);
        let finding = Finding::new(Remark::Unexplained, first, word, at, text, change);
        findings.push(Finding { pages: Reverse(pages.len()), ..finding });
    }
}
