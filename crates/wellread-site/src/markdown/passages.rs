//! The passages of a body that say which language they are in (`<div lang="es">`).
//!
//! Elements nest, and passages do not: where an element is inside another, the passage of the outer
//! one ends and goes on after it.

use wellread_model::LanguageTag;

use super::body::Passage;

/// The passages of a body that is being written.
#[derive(Debug, Default)]
pub(super) struct Passages {
    /// Those that have ended, in order.
    ended: Vec<Passage>,
    /// The languages of the elements that are open and say so, the innermost last.
    open: Vec<LanguageTag>,
    /// How long the text was when the passage began that is open.
    start: usize,
}

impl Passages {
    /// An element begins that says which language it is in. `at` is the length of the text.
    pub(super) fn begin(&mut self, language: LanguageTag, at: usize) {
        self.end_passage(at);
        self.open.push(language);
    }

    /// Ends what [`Self::begin`] began last.
    pub(super) fn end(&mut self, at: usize) {
        self.end_passage(at);
        self.open.pop();
    }

    /// Ends the open passage, if it has text. What follows is another one.
    fn end_passage(&mut self, at: usize) {
        if let Some(language) = self.open.last()
            && self.start < at
        {
            self.ended.push(Passage { language: language.clone(), text: self.start..at });
        }
        self.start = at;
    }

    /// All passages.
    pub(super) fn into_passages(self) -> Vec<Passage> {
        self.ended
    }
}
