//! Definitions that explain little: long ones, circular ones, ones with acronyms of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use wellread_model::{Entry, EntryId, Kind, Library, Span, fold_name};

use super::acronyms::{ExplainedWords, unexplained_acronyms};
use super::finding::{Finding, FindingKind, Places, position};
use super::written_out::{is_emphasis, is_written_out};
use crate::glossary;
use crate::rendered::RenderedHub;

/// A definition with more words than this is long. It appears next to the text that it explains and
/// should be read at a glance: about two sentences of plain language.
pub(crate) const LONG_DEFINITION: usize = 45;

/// Finds short definitions that are too long, that lead back to their own term, or that have
/// acronyms which nothing explains.
pub(super) fn definitions(
    rendered: &RenderedHub,
    places: &mut Places<'_>,
    findings: &mut Vec<Finding>,
) {
    let library = &rendered.hub.library;
    let uses = terms_in_definitions(rendered);
    let mut known = ExplainedWords::default();
    for (id, entry) in library.of_kind(Kind::Term) {
        let body = &rendered.bodies[id.0 as usize];
        let definition = &body.text[body.first_paragraph.clone()];
        // The first line of the body, after the empty lines below the front matter.
        let start = entry.document.body_text().find(|c: char| !c.is_whitespace()).unwrap_or(0);
        let at = position(places, entry, Span::point(start).shifted(entry.document.body.start));
        let mut add = |kind, text: String, change: String| {
            findings.push(Finding::new(kind, entry, entry.title(), at, text, change));
        };
        let words = definition.split_whitespace().count();
        if words > LONG_DEFINITION {
            let text = format!("The short definition has {words} words.");
            let change = format!(
                "Begin with a sentence or two of at most {LONG_DEFINITION} words, and put an empty line \
                 behind them. What follows it is only on the page of the term."
            );
            add(FindingKind::Long, text, change);
        }
        circular(library, &uses, id, &mut add);
        let language = library.settings.language.primary();
        let acronyms = unexplained_acronyms(rendered, definition, &mut known).into_keys();
        let is_unclear =
            |word: &&str| !is_written_out(definition, word) && !is_emphasis(word, language);
        for word in acronyms.filter(is_unclear) {
            let title = entry.title();
            let text = format!("The definition of {title} uses {word}, which has no entry.");
            add(FindingKind::UsesUnexplained, text, format!("wellread new term \"{word}\""));
        }
    }
}

/// Definitions that lead back to their own term: directly, or through one other definition. Longer
/// circles are left out, since most of them are a chain of good definitions.
fn circular(
    library: &Library,
    uses: &BTreeMap<EntryId, BTreeSet<EntryId>>,
    id: EntryId,
    add: &mut impl FnMut(FindingKind, String, String),
) {
    let entry = &library[id];
    for other in &uses[&id] {
        if *other == id {
            let text = format!("The definition of {} uses {0} itself.", entry.title());
            add(FindingKind::Circular, text, "Explain it without the term.".to_owned());
        // A pair is reported once, at the term that comes first.
        // The names of resources are found too, and have no definition.
        } else if *other > id && uses.get(other).is_some_and(|others| others.contains(&id)) {
            let other = &library[*other];
            let text =
                format!("{} is explained by {}, and that by {0}.", entry.title(), other.title());
            let change = format!("Reword this definition, or the one in {}", other.document.source);
            add(FindingKind::Circular, text, change);
        }
    }
}

/// Which terms the definition of each term uses, itself included.
fn terms_in_definitions(rendered: &RenderedHub) -> BTreeMap<EntryId, BTreeSet<EntryId>> {
    let library = &rendered.hub.library;
    let mut found = Vec::new();
    library
        .of_kind(Kind::Term)
        .map(|(id, entry)| {
            let body = &rendered.bodies[id.0 as usize];
            found.clear();
            let text = &body.text[body.first_paragraph.clone()];
            rendered.terms.trie.find_with(text, &mut found, |_, _| true);
            let uses = found
                .iter()
                .filter(|one| {
                    EntryId(one.entry) != id
                        || (is_its_name(entry, &text[one.start..one.end])
                            && !is_introduced(entry, text, one.start..one.end))
                })
                .map(|one| EntryId(one.entry));
            (id, uses.collect())
        })
        .collect()
}

/// Whether a definition tells readers another name of its term, rather than explaining the term by
/// it: the name is quoted, holds the title as the name of an office does, or is what an
/// abbreviation stands for, or the abbreviation.
fn is_introduced(term: &Entry, text: &str, range: Range<usize>) -> bool {
    let is_quote = |c: char| matches!(c, '"' | '“' | '”' | '«' | '»' | '‘' | '’');
    let (title, name) = (term.title(), &text[range.clone()]);
    let (folded, folded_name) = (fold_name(title), fold_name(name));
    if folded == folded_name {
        return false;
    }
    let is_quoted =
        text[..range.start].ends_with(is_quote) && text[range.end..].starts_with(is_quote);
    let is_abbreviation = |name: &str| {
        name.chars().filter(|c| c.is_uppercase()).nth(1).is_some() && !name.contains(' ')
    };
    is_quoted
        || folded_name.split(' ').count() > folded.split(' ').count()
            && folded_name.contains(&folded)
        || is_abbreviation(title) != is_abbreviation(name)
}

/// Whether words that were found for a term are one of its names, and not the plural of one: a
/// definition may say what people have several of.
fn is_its_name(term: &Entry, words: &str) -> bool {
    let words = fold_name(words);
    let names: Vec<String> =
        glossary::term_names(&term.document).map(|name| fold_name(&name.value)).collect();
    let is_longer = |name: &String| words.starts_with(&**name) && words.len() > name.len();
    names.contains(&words) && !(words.ends_with('s') && names.iter().any(is_longer))
}
