//! A review of what the linker did, for staff: every automatic link in its sentence, terms that
//! are never used, words that nobody explains, definitions that explain little; and for each, the
//! exact text that would change it.

use std::collections::{BTreeMap, BTreeSet};

use wellread_content::{BuildOptions, Sources};
use wellread_model::{
    Checked, Diagnostic, Entry, EntryId, Kind, Library, LineIndex, Position, Span, sort,
};

use crate::cache::BuildCache;
use crate::markdown::{Body, TermUse, plain};
use crate::rendered::{RenderedHub, render_hub};
use crate::view::sentence_around;
use wellread_terms::Match;

/// A definition with more words than this is long.
const LONG_DEFINITION: usize = 45;

/// On how many pages a word in capitals must stand to be remarked on.
const SEVERAL_PAGES: usize = 2;

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remark {
    /// A term was linked automatically.
    Linked,
    /// A term is linked nowhere.
    NeverUsed,
    /// A name is claimed by two terms, or written twice.
    DefinedTwice,
    /// A word in capitals stands on several pages and has no entry.
    Unexplained,
    /// A definition is long.
    Long,
    /// A definition leads back to its own term.
    Circular,
    /// A definition uses a word in capitals that has no entry.
    UsesUnexplained,
}

impl Remark {
    /// The name in JSON and CSV.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Linked => "linked",
            Self::NeverUsed => "never-used",
            Self::DefinedTwice => "defined-twice",
            Self::Unexplained => "unexplained",
            Self::Long => "long-definition",
            Self::Circular => "circular-definition",
            Self::UsesUnexplained => "uses-unexplained",
        }
    }
}

/// One line of the review.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// What it is about.
    pub remark: Remark,
    /// The term, or the word.
    pub term: String,
    /// The file of the term; empty for a word without an entry.
    pub term_file: String,
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The sentence, or what is the matter. In a sentence, the words stand between » and «.
    pub text: String,
    /// What to write to change it.
    pub change: String,
}

/// Reviews the terms of a hub. The findings are there even if the hub has mistakes elsewhere.
#[must_use]
pub fn review(sources: &Sources, options: BuildOptions) -> Checked<Vec<Finding>> {
    let mut diagnostics = Vec::new();
    let rendered = render_hub(sources, options, &mut BuildCache::default(), &mut diagnostics);
    sort(&mut diagnostics);
    let value = rendered.map(|rendered| {
        let mut findings = Vec::new();
        linked(&rendered, &mut findings);
        never_used(&rendered, &mut findings);
        defined_twice(sources, &diagnostics, &mut findings);
        unexplained(&rendered, &mut findings);
        definitions(&rendered, &mut findings);
        findings.sort();
        findings
    });
    Checked { value, diagnostics }
}

fn finding(
    remark: Remark,
    entry: &Entry,
    term: &str,
    at: Position,
    text: String,
    change: String,
) -> Finding {
    let file = entry.document.source.as_str().to_owned();
    let term_file = if entry.title() == term { file.clone() } else { String::new() };
    let (line, column) = (at.line, at.column);
    Finding { remark, term: term.to_owned(), term_file, file, line, column, text, change }
}

fn linked(rendered: &RenderedHub, findings: &mut Vec<Finding>) {
    let library = &rendered.hub.library;
    for ((_, entry), body) in library.iter().zip(&rendered.bodies) {
        let index = LineIndex::new(&entry.document.text);
        for found in &body.uses {
            let term = &library[found.term];
            let words = plain(&body.text[found.words.clone()]).replace('\n', " ");
            let range = sentence_around(&body.text, &found.block, &found.words);
            let tidy = |text: &str| plain(text).replace('\n', " ");
            let sentence = format!(
                "{}»{words}«{}",
                tidy(&body.text[range.start..found.words.start]).trim_start(),
                tidy(&body.text[found.words.end..range.end]).trim_end()
            );
            let slug = &term.document.slug;
            let change = format!(
                "To stop it here, write [[!{words}]]. To stop it on this page, add  skip_terms: [{slug}]"
            );
            let at = index.position(place_in_source(entry, body, found).start);
            let linked = finding(Remark::Linked, entry, term.title(), at, sentence, change);
            let term_file = term.document.source.as_str().to_owned();
            findings.push(Finding { term_file, ..linked });
        }
    }
}

/// Where the linked words stand in the file: the occurrence with the same number in the source of
/// the block, or the block where markup splits the words.
fn place_in_source(entry: &Entry, body: &Body, found: &TermUse) -> Span {
    let words = &body.text[found.words.clone()];
    let before = &body.text[found.block.start..found.words.start];
    let number = before.matches(words).count();
    let written = entry.document.text.get(found.span.start..found.span.end);
    let source = written.unwrap_or_default();
    source
        .match_indices(words)
        .nth(number)
        .map_or(found.span, |(at, _)| Span::new(at, at + words.len()).shifted(found.span.start))
}

fn never_used(rendered: &RenderedHub, findings: &mut Vec<Finding>) {
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
            findings.push(finding(Remark::NeverUsed, entry, entry.title(), at, text, change));
        }
    }
}

fn position(entry: &Entry, span: Span) -> Position {
    LineIndex::new(&entry.document.text).position(span.start)
}

fn defined_twice(sources: &Sources, diagnostics: &[Diagnostic], findings: &mut Vec<Finding>) {
    let claimed =
        diagnostics.iter().filter(|one| matches!(one.code, "form-claimed-twice" | "repeated-form"));
    for diagnostic in claimed {
        let located = diagnostic.located(|path| sources.text(path));
        findings.push(Finding {
            remark: Remark::DefinedTwice,
            term: located
                .line_text
                .as_deref()
                .and_then(|line| line.split_once(':'))
                .map_or_else(String::new, |(_, value)| value.trim().to_owned()),
            term_file: located.file.clone().unwrap_or_default(),
            file: located.file.unwrap_or_default(),
            line: located.line.unwrap_or(1),
            column: located.column.unwrap_or(1),
            text: format!("{} ({})", located.message, located.related.join("; ")),
            change: located.help.unwrap_or_default(),
        });
    }
}

/// Words written with two or more capitals, such as ADHD or PsyD, that no term claims.
fn words_in_capitals<'a>(rendered: &RenderedHub, text: &'a str) -> BTreeSet<&'a str> {
    let mut found: Vec<Match> = Vec::new();
    rendered.terms.find(text, &mut found);
    let explained = |at: usize| {
        let index = found.partition_point(|term| term.end <= at);
        found.get(index).is_some_and(|term| term.start <= at)
    };
    let is_roman = |word: &str| word.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'C'));
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| {
            let capitals = word.chars().filter(|c| c.is_uppercase()).count();
            capitals >= 2 && (2..=12).contains(&word.chars().count()) && !is_roman(word)
        })
        .filter(|word| {
            // Offsets into the text: a part of a split borrows from it.
            let at = word.as_ptr().addr() - text.as_ptr().addr();
            !explained(at)
        })
        .map(|word| word.strip_suffix('s').unwrap_or(word))
        .collect()
}

fn unexplained(rendered: &RenderedHub, findings: &mut Vec<Finding>) {
    let library = &rendered.hub.library;
    let mut pages: BTreeMap<&str, Vec<EntryId>> = BTreeMap::new();
    for ((id, _), body) in library.iter().zip(&rendered.bodies) {
        for word in words_in_capitals(rendered, &body.text) {
            pages.entry(word).or_default().push(id);
        }
    }
    for (word, ids) in pages.into_iter().filter(|(_, ids)| ids.len() >= SEVERAL_PAGES) {
        let first = &library[ids[0]];
        let at =
            first.document.body_text().find(word).map_or(0, |at| first.document.body.start + at);
        let files: Vec<&str> = ids.iter().map(|&id| library[id].document.source.as_str()).collect();
        let text = format!("Stands on {} pages and has no entry: {}", ids.len(), files.join(", "));
        let change = format!("wellread new term \"{word}\"");
        let at = position(first, Span::new(at, at));
        findings.push(finding(Remark::Unexplained, first, word, at, text, change));
    }
}

fn definitions(rendered: &RenderedHub, findings: &mut Vec<Finding>) {
    let library = &rendered.hub.library;
    let uses = terms_in_definitions(rendered);
    for (id, entry) in library.of_kind(Kind::Term) {
        let body = &rendered.bodies[id.0 as usize];
        let definition = &body.text[body.first_paragraph.clone()];
        let start = entry.document.body_text().find(|c: char| !c.is_whitespace()).unwrap_or(0);
        let at = position(entry, Span::new(start, start).shifted(entry.document.body.start));
        let mut add = |remark, text: String, change: String| {
            findings.push(finding(remark, entry, entry.title(), at, text, change));
        };
        let words = definition.split_whitespace().count();
        if words > LONG_DEFINITION {
            let text = format!("The short definition has {words} words.");
            let change = format!(
                "Put an empty line after the first sentence or two: at most {LONG_DEFINITION} words stand alone."
            );
            add(Remark::Long, text, change);
        }
        for other in &uses[&id] {
            if *other == id {
                let text = format!("The definition of {} uses {0} itself.", entry.title());
                add(Remark::Circular, text, "Say it in other words.".to_owned());
            } else if *other > id && uses[other].contains(&id) {
                let other = &library[*other];
                let text = format!(
                    "{} is explained by {}, and that by {0}.",
                    entry.title(),
                    other.title()
                );
                let change =
                    format!("Reword this definition, or the one in {}", other.document.source);
                add(Remark::Circular, text, change);
            }
        }
        for word in words_in_capitals(rendered, definition) {
            let text = format!("The definition uses {word}, which has no entry.");
            add(Remark::UsesUnexplained, text, format!("wellread new term \"{word}\""));
        }
    }
}

/// Which terms the definition of each term uses, itself included.
fn terms_in_definitions(rendered: &RenderedHub) -> BTreeMap<EntryId, BTreeSet<EntryId>> {
    let library: &Library = &rendered.hub.library;
    let mut found = Vec::new();
    library
        .of_kind(Kind::Term)
        .map(|(id, _)| {
            let body = &rendered.bodies[id.0 as usize];
            found.clear();
            rendered.terms.find(&body.text[body.first_paragraph.clone()], &mut found);
            (id, found.iter().map(|term| EntryId(term.entry)).collect())
        })
        .collect()
}
