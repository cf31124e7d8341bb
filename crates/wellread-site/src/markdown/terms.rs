//! The rules of the page for terms: not on their own page, not where they are skipped, once a page
//! or a section. Which words are terms is decided in [`crate::matcher`].

use wellread_model::{EntryId, LinkScope};

use super::TermUse;
use super::write::BodyWriter;

impl BodyWriter<'_> {
    pub(super) fn link_terms(&mut self) {
        let block = self.block.text(&self.body.text);
        let mut matches = std::mem::take(&mut self.matches);
        matches.clear();
        if self.subject.scope != LinkScope::None {
            let text = &self.body.text[block.clone()];
            self.context.terms.find_with(text, &mut matches, |found| {
                let range = block.start + found.start..block.start + found.end;
                !self.skipped.contains(&EntryId(found.entry)) && !self.block.is_barred(&range)
            });
        }
        // What the author linked counts from its place in the text on.
        let mut explicit = std::mem::take(&mut self.explicit).into_iter().peekable();
        matches.retain(|found| {
            let start = block.start + found.start;
            while let Some((_, term)) = explicit.next_if(|&(at, _)| at <= start) {
                self.remember_word(term);
            }
            let term = EntryId(found.entry);
            let is_due = self.subject.scope == LinkScope::All || !self.linked.contains(&term);
            if is_due {
                self.remember_word(term);
            }
            is_due
        });
        explicit.for_each(|(_, term)| self.remember_word(term));
        if !matches.is_empty() {
            let library = self.context.library;
            self.block.link(&mut self.body.html, &self.body.text, &matches, library);
            for found in &matches {
                self.body.uses.push(TermUse {
                    term: EntryId(found.entry),
                    block: block.clone(),
                    words: block.start + found.start..block.start + found.end,
                    span: self.block.span().unwrap_or(self.subject.entry.document.body),
                });
            }
        }
        self.matches = matches;
    }

    /// Counts a term as linked on this page.
    pub(super) fn remember_word(&mut self, term: EntryId) {
        self.linked.insert(term);
        if !self.body.words.contains(&term) {
            self.body.words.push(term);
        }
    }
}
