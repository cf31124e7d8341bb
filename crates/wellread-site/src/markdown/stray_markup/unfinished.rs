//! Unfinished text: notes to oneself, words to fill in, sentences of a template.

use std::ops::Range;

use wellread_content::{
    is_announcement, is_starter_sentence, unfinished_brackets, unfinished_mark,
};

use super::finding::StrayMarkup;
use super::text_block::{BlockKind, BlockSource, TextBlock};

/// Reports the first thing in the block that is not written yet.
pub(super) fn find(
    block: &TextBlock<'_>,
    language: &str,
    source: &BlockSource<'_, '_>,
    found: &mut Vec<StrayMarkup>,
) {
    let text = block.text;
    let sentence = || {
        let mut lines = block.lines();
        let (start, line) = lines.find(|(_, line)| is_starter_sentence(line))?;
        Some(start..start + line.trim_end().len())
    };
    if let Some(range) = sentence() {
        let message = "This sentence is from the template of the file.";
        let help = "Write your own in its place, or delete it.";
        found.push(StrayMarkup::new("unfinished-text", range, message, help));
        return;
    }
    // A letter that families copy is a quotation, and its brackets are theirs to fill in.
    let is_letter = source.first_line().trim_start().starts_with('>');
    let fill_in = || unfinished_brackets(text).filter(|_| !is_letter);
    let is_missing = |mark: &Range<usize>| {
        block.kind != BlockKind::Heading || !is_announcement(&text[mark.clone()])
    };
    let range = unfinished_mark(text, Some(language)).filter(is_missing).map(|mark| {
        let start = mark.start;
        let line = text[start..].lines().next().unwrap_or_default();
        let end = line.find(|c: char| ".;".contains(c)).unwrap_or(line.len());
        start..start + end
    });
    if let Some(range) = range.or_else(fill_in) {
        let message = "Something is still to be written here, and families would read this.";
        let help = "Write it, or delete this note. A note that no one is to see:  %% ask Dana %%";
        found.push(StrayMarkup::new("unfinished-text", range, message, help));
    }
}
