//! Words in square brackets and rows of underscores in a letter: forms have them for what is to be
//! filled in, and here they are text.

use std::ops::Range;

use super::finding::StrayMarkup;
use super::text_block::{MASK, TextBlock};

/// The code of what is found here.
pub(super) const CODE: &str = "blank-stays-text";

/// How long the words in brackets are at most, in bytes.
const LONGEST: usize = 80;

/// How many underscores are a line to write on.
const ROW: usize = 3;

/// Reports what looks like a blank in the text of a letter.
pub(super) fn find(block: &TextBlock<'_>, found: &mut Vec<StrayMarkup>) {
    let text = block.text;
    let mut from = 0;
    while let Some(at) = text[from..].find(['[', '_']).map(|next| from + next) {
        let rest = &text[at..];
        if rest.starts_with('_') {
            let row = rest.bytes().take_while(|&byte| byte == b'_').count();
            from = at + row;
            if row >= ROW {
                let message = "A row of underscores is text, which no one can fill in here.";
                let help = "Write what goes there between two braces, such as  {{your name}}";
                found.push(StrayMarkup::new(CODE, at..from, message, help));
            }
            continue;
        }
        from = at + 1;
        if let Some(range) = bracket(text, at) {
            from = range.end;
            let words = text[range.start + 1..range.end - 1].trim();
            let message = "Words in square brackets are text, which no one can fill in here.";
            let help = format!("Write  {{{{{}}}}}", words.replace(['{', '}', '|'], " ").trim());
            found.push(StrayMarkup::new(CODE, range, message, help));
        }
    }
}

/// The words in square brackets that begin here, with their brackets, if they ask for something.
fn bracket(text: &str, open: usize) -> Option<Range<usize>> {
    let near = &text[open + 1..text.floor_char_boundary(open + 1 + LONGEST)];
    let length = near.find([']', '[', '\n'])?;
    let (words, after) = (&near[..length], &near[length..]);
    let is_alone = after.starts_with(']') && !after[1..].starts_with(['(', '[', ']', ':']);
    let is_first = !text[..open].ends_with(['[', '!', '\\']);
    // `[x]` is the box of a task, and `[sic]` and `[…]` are an editor's.
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    let is_asked = letters > 1
        && !words.starts_with(['^', '!'])
        && words.trim() != "sic"
        && !words.bytes().any(|byte| byte == MASK);
    (is_alone && is_first && is_asked).then(|| open..open + length + 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::stray_markup::BlockKind;

    #[test]
    fn what_forms_have_is_distinguished_from_what_editors_write() {
        let count = |text| {
            let mut found = Vec::new();
            find(&TextBlock { kind: BlockKind::Text, text }, &mut found);
            found.len()
        };
        for (text, wanted) in [
            ("Dear [name of the principal], I am [your name].", 2),
            ("Born on ____, in grade ___", 2),
            ("[need / do not need]", 1),
            ("She \"[sic]\" said [...] it, [x] [ ] [1] [^note] [a](b) [[iep]]", 0),
            ("snake_case and __init", 0),
        ] {
            assert_eq!(count(text), wanted, "{text}");
        }
    }
}
