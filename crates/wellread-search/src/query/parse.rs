//! Reads what was typed: words, "quoted phrases" and -exclusions.
//!
//! Nothing in a query is an error: a quote that is not closed, a lone hyphen or markup are ignored.

use crate::constants::{ENOUGH_STRONG, LONGEST_QUERY, MAX_WORDS};
use crate::language::Analyzer;
use crate::text::{is_hyphen, words};

/// A word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct QueryToken {
    /// Byte offsets in the query.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) folded: String,
    pub(super) stem: String,
    /// Written in upper case.
    pub(super) upper_case: bool,
    /// Is searched for: not a stop word, not excluded, not weak where several are neither.
    pub(super) content: bool,
    /// Says little, and another word is searched for, so that a page need not have it.
    pub(super) weak: bool,
    /// Follows the word before it after nothing but a hyphen.
    pub(super) hyphened: bool,
    /// The number of the quoted phrase that it is in, from 0.
    pub(super) phrase: Option<usize>,
    /// The stem of what it means together with the words after it, as an idiom of the language.
    pub(super) means: Option<String>,
    /// Stands after a hyphen that begins a word: no page that has it may be found.
    pub(super) excluded: bool,
}

impl QueryToken {
    /// Puts another word in the place of the one that was typed.
    pub(super) fn replace(&mut self, folded: String, language: &Analyzer) {
        self.stem = language.stem(&folded);
        self.folded = folded;
        self.hyphened = false;
    }

    /// The length of the word, as JavaScript counts it.
    pub(super) fn length(&self) -> usize {
        self.folded.encode_utf16().count()
    }

    /// Whether it is part of what was asked, searched for or not: no stop word, not excluded.
    pub(super) fn is_named(&self) -> bool {
        self.content || self.weak
    }
}

/// A query, read.
#[derive(Debug)]
pub(super) struct Query {
    pub(super) tokens: Vec<QueryToken>,
    /// Whether the last word may still be being typed.
    pub(super) open: bool,
}

/// Reads a query. Only its first characters and words are read, up to the limits in
/// [`constants`](crate::constants).
pub(super) fn parse(query: &str, language: &Analyzer) -> Query {
    let end = query.char_indices().nth(LONGEST_QUERY).map_or(query.len(), |(at, _)| at);
    let text = &query[..end];
    // Before the words, because cutting into words drops the marks.
    let quotes = quotes(text);
    let mut tokens: Vec<QueryToken> = Vec::new();
    words(text, |word| {
        if tokens.len() == MAX_WORDS {
            return;
        }
        let phrase = quotes.iter().position(|q| q.start < word.start && word.end <= q.end);
        let hyphened = tokens.last().is_some_and(|last| {
            last.phrase == phrase && text.get(last.end..word.start).is_some_and(is_hyphen)
        });
        // `-"due process"`: the hyphen comes before the quotation mark.
        let start = phrase.map_or(word.start, |phrase| quotes[phrase].start);
        let excluded = (hyphened && tokens.last().is_some_and(|last| last.excluded))
            || is_excluded(text, start);
        tokens.push(QueryToken {
            start: word.start,
            end: word.end,
            stem: language.stem(word.folded),
            content: !excluded && !language.is_stop(word.folded),
            weak: false,
            folded: word.folded.to_owned(),
            upper_case: word.upper_case,
            hyphened,
            phrase,
            means: None,
            excluded,
        });
    });
    // A stop word in upper case is an acronym (`IT`), unless Caps Lock was on.
    if tokens.iter().any(|t| !t.upper_case && t.folded.chars().any(char::is_alphabetic)) {
        for token in &mut tokens {
            token.content |= token.upper_case && !token.excluded;
        }
    }
    // `how to` is all that was asked for, so it is what is looked for.
    if !tokens.iter().any(|token| token.content) {
        for token in &mut tokens {
            token.content = !token.excluded;
        }
    }
    weaken(&mut tokens, text.len(), language);
    let open = tokens.split_last().is_some_and(|(last, others)| {
        // One letter begins too many words to guess from, unless others come before it.
        let is_long =
            last.folded.chars().nth(1).is_some() || others.iter().any(|token| token.content);
        is_long && last.end == text.len() && last.content && last.phrase.is_none()
    });
    Query { tokens, open }
}

/// Words that say little, and single characters with which the query does not end, are not required
/// if another says more, and not even searched for if several do: what is rare in a question
/// decides.
fn weaken(tokens: &mut [QueryToken], end: usize, language: &Analyzer) {
    let is_weak = |token: &QueryToken| {
        let is_character =
            matches!(token.folded.as_bytes(), [b'a'..=b'z' | b'0'..=b'9']) && token.end < end;
        token.content
            && token.phrase.is_none()
            && !token.upper_case
            && (language.is_weak(&token.folded) || is_character)
    };
    let strong = tokens.iter().filter(|token| token.content && !is_weak(token)).count();
    if strong == 0 {
        return;
    }
    for token in tokens.iter_mut().filter(|token| is_weak(token)) {
        token.weak = true;
        token.content = strong < ENOUGH_STRONG;
    }
}

/// Whether a page has every quoted phrase that the query asks for and none that it excludes.
/// `fields` are the page's stretches of text as folded words; a phrase does not run from one into
/// the next.
pub(super) fn phrases_hold(query: &Query, fields: &[Vec<String>]) -> bool {
    let last = query.tokens.iter().filter_map(|token| token.phrase).max();
    (0..last.map_or(0, |last| last + 1)).all(|number| {
        let tokens: Vec<&QueryToken> =
            query.tokens.iter().filter(|t| t.phrase == Some(number)).collect();
        let Some(first) = tokens.first() else { return true };
        let found = fields.iter().any(|field| {
            field
                .windows(tokens.len())
                .any(|window| window.iter().zip(&tokens).all(|(word, token)| *word == token.folded))
        });
        found != first.excluded
    })
}

/// The stretches between quotation marks, the marks included. One that is not closed is no stretch.
fn quotes(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut marks = text
        .char_indices()
        .filter(|(_, c)| matches!(c, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}' | '«' | '»'))
        .map(|(at, _)| at);
    let mut found = Vec::new();
    // In pairs, whatever their shape: people open and close with the same mark.
    while let (Some(start), Some(end)) = (marks.next(), marks.next()) {
        found.push(start..end);
    }
    found
}

/// Whether a hyphen that begins a word comes before `start`.
fn is_excluded(text: &str, start: usize) -> bool {
    text[..start]
        .strip_suffix('-')
        .is_some_and(|before| before.chars().next_back().is_none_or(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Vec<(String, char)> {
        parse(query, &Analyzer::from_tag("en"))
            .tokens
            .into_iter()
            .map(|t| {
                let kind = match (t.excluded, t.phrase, t.content) {
                    (true, ..) => '-',
                    (_, Some(_), _) => '"',
                    (.., true) => '+',
                    _ => '.',
                };
                (t.folded, kind)
            })
            .collect()
    }

    fn show(query: &str) -> String {
        read(query).iter().map(|(word, kind)| format!("{kind}{word}")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn marks_are_understood() {
        assert_eq!(
            show("plan -school -\"other health\" \"due process\""),
            "+plan -school -other -health \"due \"process"
        );
        assert_eq!(show("how do I ask"), ".how .do .i +ask");
        assert_eq!(show("the IT office"), ".the +it +office");
        assert_eq!(show("reading - writing \"open"), "+reading +writing +open");
        assert_eq!(show("how to"), "+how +to");
        assert_eq!(show("-- \" - ' 🎉 <>"), "");
    }

    #[test]
    fn only_an_unfinished_word_is_open() {
        let open = |query| parse(query, &Analyzer::from_tag("en")).open;
        assert!(open("iep mee"));
        assert!(!open("iep mee "));
        assert!(open("iep m") && !open("m") && !open("the m"));
        assert!(!open("\"iep mee\""));
        assert!(!open("iep -mee"));
    }
}
