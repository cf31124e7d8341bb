//! The sentences in which terms are used, as the page of a term quotes them for readers and the
//! review for staff. Nothing here knows a language: a sentence is recognized by its marks alone.

use std::borrow::Cow;
use std::ops::Range;

use crate::markdown::{Body, TermUse, plain};

/// How many characters of a sentence are shown before and after the term, up to the next space: two
/// lines on a phone on each side.
const CONTEXT: usize = 160;

/// How many characters are shown where no space comes, as in Chinese text or in a long list with
/// slashes.
const MOST_CONTEXT: usize = 2 * CONTEXT;

/// The sentence around a use of a term, in three parts that are each on one line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct QuotedSentence<'a> {
    /// What comes before the term in the sentence.
    pub(crate) before: Cow<'a, str>,
    /// The words that are linked.
    pub(crate) words: Cow<'a, str>,
    /// What comes after them.
    pub(crate) after: Cow<'a, str>,
}

impl<'a> QuotedSentence<'a> {
    /// Quotes the sentence around `found`, which is one of the uses in `body`.
    pub(crate) fn new(body: &'a Body, found: &TermUse) -> Self {
        let range = sentence_around(&body.text, &found.block, &found.words);
        let part = |range: Range<usize>| in_one_line(plain(&body.text[range]));
        Self {
            // Spaces next to the term belong to the quote, those at its ends do not.
            before: trimmed(part(range.start..found.words.start), str::trim_start),
            words: part(found.words.clone()),
            after: trimmed(part(found.words.end..range.end), str::trim_end),
        }
    }
}

/// The text with spaces in place of its line breaks.
fn in_one_line(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains('\n') { text.replace('\n', " ").into() } else { text }
}

/// The text without the spaces that `trim` leaves out.
fn trimmed<'a>(text: Cow<'a, str>, trim: impl Fn(&str) -> &str) -> Cow<'a, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(trim(text)),
        Cow::Owned(text) => Cow::Owned(trim(&text).to_owned()),
    }
}

/// The sentence around `words` in a block of text, cut between words if it is long. All ranges are
/// in bytes of `text`; `words` lies within `block`.
///
/// A sentence ends at its mark followed by a space or the end of the block, so "34.5" is not an
/// end. Abbreviations such as "Dr. Lee" are taken for ends, which only makes the quote shorter.
fn sentence_around(text: &str, block: &Range<usize>, words: &Range<usize>) -> Range<usize> {
    let ends_sentence = |c: char| matches!(c, '.' | '?' | '!' | '。' | '؟' | '…');
    let mut start = block.start;
    // Read backward, so `previous` is the character after `c`. At first that is the term itself; a
    // space stands for it, so that a mark right before the term ends a sentence.
    let mut previous = ' ';
    let before = &text[block.start..words.start];
    for (count, (at, c)) in before.char_indices().rev().enumerate() {
        let boundary = ends_sentence(c) && previous.is_whitespace();
        if boundary || (count >= CONTEXT && c.is_whitespace()) || count >= MOST_CONTEXT {
            start = block.start + at + c.len_utf8();
            break;
        }
        previous = c;
    }
    let after = &text[words.end..block.end];
    let mut end = block.end;
    for (count, (at, c)) in after.char_indices().enumerate() {
        let next = || after[at + c.len_utf8()..].chars().next();
        if ends_sentence(c) && next().is_none_or(char::is_whitespace) {
            end = words.end + at + c.len_utf8();
            break;
        }
        if (count >= CONTEXT && c.is_whitespace()) || count >= MOST_CONTEXT {
            end = words.end + at;
            break;
        }
    }
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_at_their_marks() {
        let text = "One. Ask for 34.5 IEP plans, please! Then wait.";
        let at = text.find("IEP").unwrap();
        let range = sentence_around(text, &(0..text.len()), &(at..at + 3));
        assert_eq!(&text[range], " Ask for 34.5 IEP plans, please!");
    }

    /// The sentence around the first "IEP" of a block.
    fn sentence(text: &str) -> &str {
        let at = text.find("IEP").unwrap();
        &text[sentence_around(text, &(0..text.len()), &(at..at + 3))]
    }

    #[test]
    fn a_sentence_stays_inside_its_block() {
        assert_eq!(sentence("An IEP helps"), "An IEP helps");
        assert_eq!(sentence("IEP? Yes."), "IEP?");
        assert_eq!(sentence("Yes! The IEP…"), " The IEP…");
        let text = "Outside. Before IEP after. Outside.";
        let range = sentence_around(text, &(9..20), &(16..19));
        assert_eq!(&text[range], "Before IEP ");
    }

    #[test]
    fn long_sentences_are_cut_between_words() {
        let words = "é bc ".repeat(100);
        let text = format!("{words}IEP {words}end.");
        let sentence = sentence(&text);
        let (before, after) = sentence.split_once("IEP").unwrap();
        for part in [before, after] {
            let length = part.chars().count();
            assert!((CONTEXT..=CONTEXT + 3).contains(&length), "{length}");
        }
        assert!(before.starts_with("é bc") || before.starts_with("bc é"), "{before}");
        assert!(after.ends_with('é') || after.ends_with("bc"), "{after}");
    }
}
