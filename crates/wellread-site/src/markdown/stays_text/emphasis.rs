//! Stars, backticks and tildes that have no partner: one was deleted, or never written.

use std::ops::Range;

use super::stray_markup::StrayMarkup;
use super::text_block::{BlockSource, TextBlock};

/// Reports the first stars, the first backtick and the first tildes of a block that stay text.
pub(super) fn find(
    block: &TextBlock<'_>,
    source: &BlockSource<'_, '_>,
    found: &mut Vec<StrayMarkup>,
) {
    if let Some(range) = runs(block.text, b'*').find(|range| is_of_emphasis(range, block, source)) {
        let message = "These stars have no partner, so families would see them.";
        let help =
            "Write two stars at both ends of the words:  **words**  To show a star, write \\*.";
        found.push(StrayMarkup::new("other-markup", range, message, help));
    }
    if let Some(range) = runs(block.text, b'`').next() {
        let message = "This backtick has no partner, so families would see it.";
        let help = "Write one at both ends:  `words`  To show a backtick, write \\`.";
        found.push(StrayMarkup::new("other-markup", range, message, help));
    }
    let mut tildes = runs(block.text, b'~').filter(|range| range.len() == 2);
    if let Some(range) = tildes.find(|range| is_at_end_of_word(block.text, range)) {
        let message = "These tildes have no partner, so families would see them.";
        let help = "Write two at both ends of the words:  ~~words~~  To show a tilde, write \\~.";
        found.push(StrayMarkup::new("other-markup", range, message, help));
    }
}

/// Whether a word begins or ends with a run, and none goes on on both of its sides.
fn is_at_end_of_word(text: &str, range: &Range<usize>) -> bool {
    let is_word =
        |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || "\"“”'‘’(".contains(c));
    let before = is_word(text[..range.start].chars().next_back());
    before != is_word(text[range.end..].chars().next())
}

/// The runs of a sign in a text.
fn runs(text: &str, sign: u8) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + bytes[at..].iter().position(|&byte| byte == sign)?;
        let length = bytes[start..].iter().take_while(|&&byte| byte == sign).count();
        at = start + length;
        Some(start..at)
    })
}

/// Whether stars were meant as marks of emphasis: two of them at one side of a word, or one beside others
/// that are such a mark.
fn is_of_emphasis(
    range: &Range<usize>,
    block: &TextBlock<'_>,
    source: &BlockSource<'_, '_>,
) -> bool {
    match range.len() {
        // In `***-**-1234` they stand for digits.
        1 => source.is_beside(range, b'*') && is_at_end_of_word(block.text, range),
        // `2**3` is a power, and where it is, so is the rest.
        2 => is_at_end_of_word(block.text, range) && !has_power(block.text),
        _ => false,
    }
}

/// Whether a text is about a program: two stars stand between two numbers or names.
fn has_power(text: &str) -> bool {
    runs(text, b'*').filter(|run| run.len() == 2).any(|run| {
        let is_operand = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == ')');
        let before = text[..run.start].chars().next_back();
        is_operand(before) && text[run.end..].starts_with(|c: char| c.is_ascii_digit())
    }) || text.contains("**kwargs")
}
