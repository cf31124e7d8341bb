//! Reads what was typed: words, "quoted phrases" and -exclusions.
//!
//! Nothing in a query is an error: a quote that is not closed, a lonely hyphen or markup are ignored.

use crate::language::Analyzer;
use crate::text::words;

/// Only this many characters of a query are searched for.
const LONGEST: usize = 300;

/// Only this many words of a query are searched for.
const MOST_WORDS: usize = 24;

/// A word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QueryToken {
    /// Byte offsets in the query.
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) folded: String,
    pub(crate) stem: String,
    /// Written in capitals.
    pub(crate) capitals: bool,
    /// Must be found: not a little word, not excluded.
    pub(crate) content: bool,
    /// Follows the word before it after nothing but a hyphen.
    pub(crate) hyphened: bool,
    /// The number of the quoted phrase that it is in.
    pub(crate) phrase: Option<usize>,
    pub(crate) excluded: bool,
}

/// A query, read.
#[derive(Debug)]
pub(crate) struct Query {
    pub(crate) tokens: Vec<QueryToken>,
    /// Whether the last word may still be being typed.
    pub(crate) open: bool,
}

/// Reads a query.
pub(crate) fn parse(query: &str, language: &Analyzer) -> Query {
    let end = query.char_indices().nth(LONGEST).map_or(query.len(), |(at, _)| at);
    let text = &query[..end];
    let quotes = quotes(text);
    let mut tokens: Vec<QueryToken> = Vec::new();
    words(text, |word| {
        if tokens.len() == MOST_WORDS {
            return;
        }
        let phrase = quotes.iter().position(|q| q.start < word.start && word.end <= q.end);
        let hyphened = tokens.last().is_some_and(|last| {
            last.phrase == phrase
                && text.get(last.end..word.start).is_some_and(crate::chunk::is_hyphen)
        });
        let start = phrase.map_or(word.start, |phrase| quotes[phrase].start);
        let excluded = (hyphened && tokens.last().is_some_and(|last| last.excluded))
            || is_excluded(text, start);
        tokens.push(QueryToken {
            start: word.start,
            end: word.end,
            stem: language.stem(word.folded),
            content: !excluded && !language.is_stop(word.folded),
            folded: word.folded.to_owned(),
            capitals: word.capitals,
            hyphened,
            phrase,
            excluded,
        });
    });
    // A little word in capitals is an acronym (`IT`), unless everything is in capitals.
    if tokens.iter().any(|t| !t.capitals && t.folded.chars().any(char::is_alphabetic)) {
        for token in &mut tokens {
            token.content |= token.capitals && !token.excluded;
        }
    }
    if !tokens.iter().any(|token| token.content) {
        for token in &mut tokens {
            token.content = !token.excluded;
        }
    }
    let open = tokens.last().is_some_and(|last| {
        last.end == text.len()
            && last.content
            && last.phrase.is_none()
            && last.folded.chars().nth(1).is_some()
    });
    Query { tokens, open }
}

/// Whether the quoted phrases that the query asks for, and those it excludes, are in a page. `fields`
/// are its stretches of text as folded words.
pub(crate) fn phrases_hold(query: &Query, fields: &[Vec<String>]) -> bool {
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
    while let (Some(start), Some(end)) = (marks.next(), marks.next()) {
        found.push(start..end);
    }
    found
}

/// Whether a hyphen that begins a word stands before `start`.
fn is_excluded(text: &str, start: usize) -> bool {
    text[..start]
        .strip_suffix('-')
        .is_some_and(|before| before.chars().next_back().is_none_or(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Vec<(String, char)> {
        parse(query, &Analyzer::of("en"))
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
        let open = |query| parse(query, &Analyzer::of("en")).open;
        assert!(open("iep mee"));
        assert!(!open("iep mee "));
        assert!(!open("iep m"));
        assert!(!open("\"iep mee\""));
        assert!(!open("iep -mee"));
    }
}
