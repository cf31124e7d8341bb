//! Signs of emphasis, code and deletion that have no partner: `*how**`, `` code` ``, `~~gone~`.
//!
//! One star alone may be the mark of a remark (`required *`), so stars are looked at only where two
//! or more stand together.

use std::ops::Range;

use super::stray_markup::StrayMarkup;
use super::text_block::{BlockSource, TextBlock};

/// The code of what is found here.
const CODE: &str = "sign-stays-text";

/// Reports the first sign of each sort.
pub(super) fn find(
    block: &TextBlock<'_>,
    source: &BlockSource<'_, '_>,
    found: &mut Vec<StrayMarkup>,
) {
    let text = block.text;
    if let Some(range) = stars(block, source) {
        let message = "These stars are shown as they are, and the words between are not bold.";
        let help = "Write two stars right before the first word and two right behind the last:  \
                    **words**  To show a star, write \\*.";
        found.push(StrayMarkup::new(CODE, range, message, help));
    }
    if let Some(at) = text.find('`') {
        let message = "This ` has no partner, so it is shown as it is.";
        let help = "Delete it. An apostrophe is written '. To show this sign, write \\`.";
        found.push(StrayMarkup::new(CODE, at..at + 1, message, help));
    }
    let tildes = text.match_indices("~~").map(|(at, _)| at..at + 2);
    if let Some(range) = tildes.filter(|range| is_beside_word(text, range)).next() {
        let message =
            "These signs are shown as they are, and the words between are not struck out.";
        let help = "Write two of them on both sides:  ~~words~~  To show one, write \\~.";
        found.push(StrayMarkup::new(CODE, range, message, help));
    }
}

/// The first star that is left of two or three that stand together at one end of a word. Emphasis
/// may have taken the others.
fn stars(block: &TextBlock<'_>, source: &BlockSource<'_, '_>) -> Option<Range<usize>> {
    let text = block.text;
    text.match_indices('*').map(|(at, _)| at..at + 1).find(|star| {
        let run = source.run(star);
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let (before, after) = (source.before(&run), source.after(&run));
        // `2**3` and `f**k` are no emphasis; nor is `****`, or `**` for a remark.
        let is_inside = is_word(before) && is_word(after);
        let is_edge = |c: char| c.is_whitespace() || ".,;:!?".contains(c);
        let is_apart = [before, after].into_iter().all(|c| c.is_none_or(is_edge));
        matches!(run.end - run.start, 2 | 3) && !is_inside && !is_apart
    })
}

/// Whether a word begins or ends at a range of a text, and none goes on on both sides.
fn is_beside_word(text: &str, range: &Range<usize>) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    is_word(text[..range.start].chars().next_back()) != is_word(text[range.end..].chars().next())
}
