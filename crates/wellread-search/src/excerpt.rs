//! Excerpts: the part of a page that shows why it was found, with `<mark>` around what matched.

use std::collections::BTreeMap;

use crate::language::Analyzer;
use crate::text::words;

/// Words in an excerpt.
const WINDOW: usize = 30;

/// Words that an excerpt shows before the first match.
const LEAD: usize = 4;

/// What to mark: stems, and sequences of stems (a term's other names), each with the word of the query
/// that it stands for as a bit.
#[derive(Debug, Default)]
pub(crate) struct Highlights {
    pub(crate) stems: BTreeMap<String, u32>,
    pub(crate) sequences: Vec<(Vec<String>, u32)>,
}

/// A stretch of text with its words and what matched.
pub(crate) struct Marked<'a> {
    text: &'a str,
    /// Start, end and matched bits of each word.
    words: Vec<(usize, usize, u32)>,
    /// All bits that matched.
    pub(crate) bits: u32,
    /// How many words matched.
    pub(crate) count: usize,
}

/// Finds what matches in a text.
pub(crate) fn mark<'a>(text: &'a str, marks: &Highlights, language: &Analyzer) -> Marked<'a> {
    let (mut places, mut stems) = (Vec::new(), Vec::new());
    words(text, |word| {
        let stem = language.stem(word.folded);
        places.push((word.start, word.end, marks.stems.get(&stem).copied().unwrap_or(0)));
        stems.push(stem);
    });
    for (sequence, bit) in &marks.sequences {
        for at in 0..(stems.len() + 1).saturating_sub(sequence.len()) {
            if stems[at..at + sequence.len()] == sequence[..] {
                for place in &mut places[at..at + sequence.len()] {
                    place.2 |= bit;
                }
            }
        }
    }
    let bits = places.iter().fold(0, |bits, place| bits | place.2);
    let count = places.iter().filter(|place| place.2 != 0).count();
    Marked { text, words: places, bits, count }
}

impl Marked<'_> {
    /// The stretch of the text with the most different matches, as escaped HTML.
    pub(crate) fn excerpt(&self) -> String {
        let (mut start, mut most) = (0, (0, 0));
        for (at, word) in self.words.iter().enumerate().filter(|(_, word)| word.2 != 0) {
            let from = at.saturating_sub(LEAD);
            let window = &self.words[from..self.words.len().min(from + WINDOW)];
            let bits = window.iter().fold(word.2, |bits, word| bits | word.2);
            let rating = (bits.count_ones(), window.iter().filter(|word| word.2 != 0).count());
            if rating > most {
                (start, most) = (from, rating);
            }
        }
        let end = self.words.len().min(start + WINDOW);
        let mut html = String::new();
        if start > 0 {
            html.push_str("… ");
        }
        let Some(first) = self.words.get(start) else { return html };
        let mut at = if start == 0 { 0 } else { first.0 };
        for &(from, to, bits) in &self.words[start..end] {
            if bits != 0 {
                escape(&self.text[at..from], &mut html);
                html.push_str("<mark>");
                escape(&self.text[from..to], &mut html);
                html.push_str("</mark>");
                at = to;
            }
        }
        let stop = if end == self.words.len() {
            self.text.len()
        } else {
            let after = self.words[end - 1].1;
            let rest = &self.text[after..self.words[end].0];
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
fn escape(text: &str, html: &mut String) {
    let mut space = false;
    for c in text.chars() {
        if c.is_whitespace() {
            if !space {
                html.push(' ');
            }
            space = true;
            continue;
        }
        space = false;
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_are_marked_and_the_rest_escaped() {
        let language = Analyzer::of("en");
        let marks = Highlights {
            stems: BTreeMap::from([("plan".to_owned(), 1)]),
            sequences: vec![(vec!["due".to_owned(), "process".to_owned()], 2)],
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
        let excerpt = mark(&text, &marks, &Analyzer::of("en")).excerpt();
        assert!(excerpt.starts_with("… one two one two <mark>plan</mark> three"), "{excerpt}");
        assert!(excerpt.ends_with(" …"));
    }
}
