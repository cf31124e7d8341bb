//! The text of sections as the search index takes it: in one line, and cut where its language
//! changes.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use wellread_search::{LanguageRun, SectionText};

use crate::markdown::{Body, Passage, Section, plain};

/// The text of a section, where it is in its body.
#[derive(Debug)]
pub(super) struct BodySection<'a> {
    pub(super) body: &'a Body,
    pub(super) section: &'a Section,
}

impl BodySection<'_> {
    /// The language of the heading; empty if it says none. Its words end where the text below it
    /// begins, after the end of its line.
    pub(super) fn heading_language(&self) -> &str {
        let Section { title, text, .. } = self.section;
        let end = text.start.saturating_sub(1);
        let words = end.saturating_sub(title.len())..end;
        let is_whole = |one: &&Passage| one.text.start <= words.start && words.end <= one.text.end;
        let passage = self.body.passages_in(&words).iter().find(is_whole);
        passage.map_or("", |one| one.language.as_str())
    }
}

/// The languages of passages, each once.
pub(super) fn passage_languages(body: &Body) -> Vec<&str> {
    let all = body.passages.iter().map(|passage| passage.language.as_str());
    all.collect::<BTreeSet<_>>().into_iter().collect()
}

impl SectionText for BodySection<'_> {
    /// The section's text in one line.
    fn text(&self) -> Cow<'_, str> {
        self.body.in_one_line(self.section.text.clone())
    }

    /// The text in runs of one language each, which the index reads by that language's rules.
    fn runs(&self) -> Vec<LanguageRun<'_>> {
        let part = &self.section.text;
        let run = |language, text: Range<usize>| LanguageRun {
            language,
            text: plain(&self.body.text[text]),
        };
        let (mut runs, mut at) = (Vec::new(), part.start);
        for Passage { language, text } in self.body.passages_in(part) {
            let (start, end) = (text.start.max(at), text.end.min(part.end));
            runs.push(run("", at..start));
            runs.push(run(language.as_str(), start..end));
            at = end;
        }
        if !runs.is_empty() {
            runs.push(run("", at..part.end));
        }
        runs.retain(|run| !run.text.is_empty());
        runs
    }
}
