//! Where terms are used: every automatic link, and the terms that have none.

use std::collections::BTreeSet;

use wellread_model::{Entry, EntryId, Kind, LineIndex, Span};

use super::finding::{Finding, Remark, position};
use crate::markdown::{Body, TermUse};
use crate::rendered::RenderedHub;
use crate::view::QuotedSentence;

/// Every automatic link, in its sentence.
pub(super) fn linked(rendered: &RenderedHub, findings: &mut Vec<Finding>) {
    let library = &rendered.hub.library;
    for ((_, entry), body) in library.iter().zip(&rendered.bodies) {
        let index = LineIndex::new(&entry.document.text);
        for found in &body.uses {
            let term = &library[found.term];
            let QuotedSentence { before, words, after } = QuotedSentence::new(body, found);
            let sentence = format!("{before}»{words}«{after}");
            let slug = &term.document.slug;
            let change = format!(
                "To stop it here, write [[!{words}]]. To stop it on this page, add  skip_terms: [{slug}]"
            );
            let at = index.position(place_in_source(entry, body, found).start);
            let linked = Finding::new(Remark::Linked, entry, term.title(), at, sentence, change);
            // The finding is in the file with the link, but about a term in another.
            let term_file = term.document.source.as_str().to_owned();
            findings.push(Finding { term_file, ..linked });
        }
    }
}

/// Where the linked words are in the file.
///
/// A body has text and not places of words, so they are found again: if the words are the third such
/// occurrence in the text of their block, they are the third in its source. Where markup splits them,
/// or has more occurrences (a link's address, say), the place is only near: the block at worst.
fn place_in_source(entry: &Entry, body: &Body, found: &TermUse) -> Span {
    let words = &body.text[found.words.clone()];
    let before = &body.text[found.block.start..found.words.start];
    // How many occurrences come before this one.
    let number = before.matches(words).count();
    let written = entry.document.text.get(found.span.start..found.span.end);
    let source = written.unwrap_or_default();
    source
        .match_indices(words)
        .nth(number)
        .map_or(found.span, |(at, _)| Span::new(at, at + words.len()).shifted(found.span.start))
}

/// Terms that no page links to, automatically or by hand.
pub(super) fn never_used(rendered: &RenderedHub, findings: &mut Vec<Finding>) {
    let used: BTreeSet<EntryId> =
        rendered.bodies.iter().flat_map(|body| body.words.iter().copied()).collect();
    for (id, entry) in rendered.hub.library.of_kind(Kind::Term) {
        if !used.contains(&id) {
            let text = "No page uses this term.".to_owned();
            let change = format!(
                "Add the words that pages use for it to  aliases: […]  in this file, or delete the file {}",
                entry.document.source
            );
            let at = position(entry, entry.document.title.span);
            findings.push(Finding::new(Remark::NeverUsed, entry, entry.title(), at, text, change));
        }
    }
}
