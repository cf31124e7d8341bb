//! Excerpts: the part of a page that shows why it was found, with `<mark>` around what matched.

use std::collections::BTreeMap;

use wellread_model::escape_into;

use crate::constants::{EXCERPT_LEAD, EXCERPT_WORDS};
use crate::language::Analyzer;
use crate::text::words;

/// What to mark. Each word of the query is a bit: a stretch of text is worth more the more
/// different words it has.
#[derive(Debug, Default)]
pub(super) struct Highlights {
    /// Stems with the words of the query that they stand for.
    pub(super) stems: BTreeMap<String, u32>,
    /// Names of glossary terms, likewise.
    pub(super) sequences: Vec<StemSequence>,
}

/// Stems that count only in a row.
#[derive(Debug)]
pub(super) struct StemSequence {
    pub(super) stems: Vec<String>,
    pub(super) bits: u32,
}

/// A stretch of text with its words and what matched.
pub(super) struct MarkedText<'a> {
    text: &'a str,
    words: Vec<MarkedWord>,
    /// All words of the query that matched.
    pub(super) bits: u32,
    /// How many words of the text matched.
    pub(super) count: usize,
}

/// A word of a text.
struct MarkedWord {
    /// Byte offsets in the text.
    start: usize,
    end: usize,
    /// The words of the query that it matches.
    bits: u32,
}

/// Finds what matches in a text.
pub(super) fn mark<'a>(
    text: &'a str,
    highlights: &Highlights,
    language: &Analyzer,
) -> MarkedText<'a> {
    let (mut marked, mut stems) = (Vec::new(), Vec::new());
    words(text, |word| {
        let stem = language.stem(word.folded);
        let bits = highlights.stems.get(&stem).copied().unwrap_or(0);
        marked.push(MarkedWord { start: word.start, end: word.end, bits });
        stems.push(stem);
    });
    for sequence in &highlights.sequences {
        let length = sequence.stems.len();
        for at in 0..(stems.len() + 1).saturating_sub(length) {
            if stems[at..at + length] == sequence.stems[..] {
                for word in &mut marked[at..at + length] {
                    word.bits |= sequence.bits;
                }
            }
        }
    }
    let bits = union(&marked);
    let count = marked.iter().filter(|word| word.bits != 0).count();
    MarkedText { text, words: marked, bits, count }
}

/// All words of the query that a stretch of text has.
fn union(words: &[MarkedWord]) -> u32 {
    words.iter().fold(0, |bits, word| bits | word.bits)
}

impl MarkedText<'_> {
    /// The stretch of the text with the most different matches, as escaped HTML.
    pub(super) fn excerpt(&self) -> String {
        let (mut start, mut most) = (0, (0, 0));
        for (at, _) in self.words.iter().enumerate().filter(|(_, word)| word.bits != 0) {
            let from = at.saturating_sub(EXCERPT_LEAD);
            let window = &self.words[from..self.words.len().min(from + EXCERPT_WORDS)];
            let matches = window.iter().filter(|word| word.bits != 0).count();
            let rating = (union(window).count_ones(), matches);
            // Only more is better: of equal stretches the first is shown.
            if rating > most {
                (start, most) = (from, rating);
            }
        }
        let end = self.words.len().min(start + EXCERPT_WORDS);
        let mut html = String::new();
        // The ellipsis says that the text goes on before and after.
        if start > 0 {
            html.push_str("… ");
        }
        let Some(first) = self.words.get(start) else { return html };
        // From the very beginning, so that an opening quotation mark is not lost.
        let mut at = if start == 0 { 0 } else { first.start };
        for word in self.words[start..end].iter().filter(|word| word.bits != 0) {
            escape(&self.text[at..word.start], &mut html);
            html.push_str("<mark>");
            escape(&self.text[word.start..word.end], &mut html);
            html.push_str("</mark>");
            at = word.end;
        }
        let stop = if end == self.words.len() {
            self.text.len()
        } else {
            // Up to the next space: a period or a bracket stays with its word.
            let after = self.words[end - 1].end;
            let rest = &self.text[after..self.words[end].start];
            after + rest.find(char::is_whitespace).unwrap_or(0)
        };
        escape(&self.text[at..stop], &mut html);
        let mut html = html.trim_end().to_owned();
        if end < self.words.len() {
            html.push_str(" …");
        }
        html
    }
}

/// Escapes for HTML and makes every run of white space one space.
///
/// An apostrophe is escaped too, since it is not known here where a theme will write an excerpt.
fn escape(text: &str, html: &mut String) {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_whitespace() {
            line.push(c);
        } else if !line.ends_with(' ') {
            line.push(' ');
        }
    }
    for (number, part) in line.split('\'').enumerate() {
        if number > 0 {
            html.push_str("&#39;");
        }
        escape_into(html, part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_are_marked_and_the_rest_escaped() {
        let language = Analyzer::from_tag("en");
        let marks = Highlights {
            stems: BTreeMap::from([("plan".to_owned(), 1)]),
            sequences: vec![StemSequence {
                stems: vec!["due".to_owned(), "process".to_owned()],
                bits: 2,
            }],
        };
        let marked = mark("<b>Plans</b> & due\n process.", &marks, &language);
        assert_eq!(
            marked.excerpt(),
            "&lt;b&gt;<mark>Plans</mark>&lt;/b&gt; &amp; <mark>due</mark> <mark>process</mark>."
        );
        assert_eq!((marked.bits, marked.count), (3, 3));
    }

    #[test]
    fn a_long_text_is_cut_around_its_matches() {
        let text = format!("{} plan {}", "one two ".repeat(40), "three ".repeat(60));
        let marks =
            Highlights { stems: BTreeMap::from([("plan".to_owned(), 1)]), ..Highlights::default() };
        let excerpt = mark(&text, &marks, &Analyzer::from_tag("en")).excerpt();
        assert!(excerpt.starts_with("… one two one two <mark>plan</mark> three"), "{excerpt}");
        assert!(excerpt.ends_with(" …"));
    }
}
