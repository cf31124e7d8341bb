//! Acronyms that readers meet and the glossary doesn't explain.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use wellread_content::Sources;
use wellread_model::{EntryId, position_of_byte};
use wellread_terms::Match;

use super::finding::{Finding, FindingKind, Places, position};
use super::written_out::{is_clear_in_context, is_known_by_all, is_written_out, nearest};
use crate::markdown::{SourceMap, Subject, source_map};
use crate::rendered::RenderedHub;

/// An acronym that no term claims.
struct Acronym {
    /// The pages that use it, in their order.
    pages: Vec<EntryId>,
    /// Where it is in the text of the first of them.
    first: usize,
    /// Whether each of them writes it out.
    is_written_out: bool,
}

/// On how many pages an acronym must be to be reported.
const SEVERAL_PAGES: usize = 2;

/// The acronyms of a text, such as ADHD or PsyD, that no term claims, without the "s" of a plural.
///
/// A word is taken for an acronym if it has two or more upper-case letters and at most twelve
/// characters; longer ones are nearly always headings in upper case. Roman numerals aren't, nor is
/// what everyone knows, such as PM. Part of a longer word, as in VA.gov, is none: a term would not
/// be linked there.
///
/// Each has the place of its first occurrence in the text.
pub(super) fn unexplained_acronyms<'a>(
    rendered: &RenderedHub,
    text: &'a str,
    known: &mut ExplainedWords<'a>,
) -> BTreeMap<&'a str, usize> {
    let mut line = MatchedLine::default();
    let mut acronyms = BTreeMap::new();
    for (at, word) in upper_case_words(text) {
        let is_acronym = (2..=12).contains(&word.chars().count())
            && !is_roman_numeral(word)
            && !is_known_by_all(word)
            && !is_part_of_word(text, at, word)
            && !is_in_address(text, at)
            && !is_clear_in_context(text, at, word);
        if is_acronym && !known.has(word, rendered) && !line.covers(text, at, rendered) {
            acronyms.entry(word.strip_suffix('s').unwrap_or(word)).or_insert(at);
        }
    }
    acronyms
}

/// The words of a text with two upper-case letters or more, each with its place. An ampersand joins
/// (`R&D`). Few words have such a letter, so the text is searched for these, and only then for the
/// ends of words.
fn upper_case_words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            // What is not ASCII may be a letter in upper case.
            let is_sign = |byte: u8| byte.is_ascii_uppercase() | !byte.is_ascii();
            let sign = from + position_of_byte(&text.as_bytes()[from..], is_sign)?;
            let before = &text[from..sign];
            let start = from + before.trim_end_matches(char::is_alphanumeric).len();
            let rest = &text[start..];
            let mut length = length_of_word(rest);
            while let Some(joined) = rest[length..].strip_prefix('&').map(length_of_word)
                && length > 0
                && joined > 0
            {
                length += 1 + joined;
            }
            // A character that is not a letter is a word of none.
            from = (start + length).max(text.ceil_char_boundary(sign + 1));
            let word = &rest[..length];
            if word.chars().filter(|c| c.is_uppercase()).nth(1).is_some() {
                return Some((start, word));
            }
        }
    })
}

/// How many bytes of a text are letters and digits, up to the first other character.
fn length_of_word(text: &str) -> usize {
    text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len())
}

/// Whether a word is part of a longer one, by the rules for terms: `VA` in `VA.gov`, `OP` in
/// `CO-OP`.
fn is_part_of_word(text: &str, at: usize, word: &str) -> bool {
    let (mut before, mut after) = (text[..at].chars().rev(), text[at + word.len()..].chars());
    let is_joined_before = match before.next() {
        Some('@' | '#' | '\\') => true,
        Some('.' | '&' | '-') => before.next().is_some_and(char::is_alphanumeric),
        _ => false,
    };
    is_joined_before
        || matches!(after.next(), Some('.' | '&' | '@' | '\\'))
            && after.next().is_some_and(char::is_alphanumeric)
}

/// Whether a word is part of an address of the web, which has no spaces: `https://www.w3.org/WAI/`.
fn is_in_address(text: &str, at: usize) -> bool {
    let before = nearest(&text[..at]).rsplit(char::is_whitespace).next().unwrap_or_default();
    before.contains("://") || before.contains("www.")
}

/// Whether a word is a number in Roman numerals below 400, as titles and parts of laws have them:
/// tens, then a last digit. `CIL` and `LLC` are none.
fn is_roman_numeral(word: &str) -> bool {
    /// Cuts a digit off: `one`, `five` and `ten` are its letters, as in `VIII`, `IV` and `IX`.
    fn digit(word: &str, [one, five, ten]: [char; 3]) -> &str {
        let mut rest = word;
        if let Some(after) = rest.strip_prefix(one).and_then(|rest| rest.strip_prefix([five, ten]))
        {
            return after;
        }
        rest = rest.strip_prefix(five).unwrap_or(rest);
        let ones = rest.chars().take_while(|&c| c == one).take(3).count();
        &rest[ones * one.len_utf8()..]
    }
    let hundreds = word.bytes().take_while(|&byte| byte == b'C').take(3).count();
    digit(digit(&word[hundreds..], ['X', 'L', 'C']), ['I', 'V', 'X']).is_empty()
}

/// Which words in upper case are names of terms by themselves. Few words are looked at again and
/// again.
#[derive(Default)]
pub(super) struct ExplainedWords<'a>(FxHashMap<&'a str, bool>);

impl<'a> ExplainedWords<'a> {
    fn has(&mut self, word: &'a str, rendered: &RenderedHub) -> bool {
        *self.0.entry(word).or_insert_with(|| {
            let mut terms: Vec<Match> = Vec::new();
            rendered.terms.trie.find_with(word, &mut terms, |_, _| true);
            terms.iter().any(|term| (term.start, term.end) == (0, word.len()))
        })
    }
}

/// The terms in the line of a text that was looked at last: a word may be part of a longer name.
#[derive(Default)]
struct MatchedLine {
    range: Range<usize>,
    /// In the order of the line, and not overlapping.
    terms: Vec<Match>,
}

impl MatchedLine {
    /// Whether a term covers this place of the text.
    fn covers(&mut self, text: &str, at: usize, rendered: &RenderedHub) -> bool {
        if !self.range.contains(&at) {
            let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
            let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
            self.range = start..end;
            self.terms.clear();
            rendered.terms.trie.find_with(&text[start..end], &mut self.terms, |_, _| true);
        }
        let at = at - self.range.start;
        let index = self.terms.partition_point(|term| term.end <= at);
        self.terms.get(index).is_some_and(|term| term.start <= at)
    }
}

/// Acronyms on several pages that have no glossary entry. One on a single page may be a proper name
/// that needs none, and one that each of its pages writes out is explained where it is read.
pub(super) fn unexplained(
    rendered: &RenderedHub,
    sources: &Sources,
    places: &mut Places<'_>,
    findings: &mut Vec<Finding>,
) {
    let library = &rendered.hub.library;
    let mut acronyms: BTreeMap<&str, Acronym> = BTreeMap::new();
    let of_bodies: Vec<Vec<(&str, usize, bool)>> = rendered
        .bodies
        .par_iter()
        .map_init(ExplainedWords::default, |known, body| {
            let found = unexplained_acronyms(rendered, &body.text, known).into_iter();
            let is_written_out = |word| body.blocks().any(|block| is_written_out(block, word));
            found.map(|(word, first)| (word, first, is_written_out(word))).collect()
        })
        .collect();
    for ((id, _), of_body) in library.iter().zip(of_bodies) {
        for (word, first, is_written_out) in of_body {
            let acronym = acronyms.entry(word).or_insert_with(|| Acronym {
                pages: Vec::new(),
                first,
                is_written_out: true,
            });
            acronym.pages.push(id);
            acronym.is_written_out &= is_written_out;
        }
    }
    // Few pages are the first with an acronym, and a build needs no maps of texts.
    let context = rendered.context(sources);
    let mut maps: BTreeMap<EntryId, SourceMap> = BTreeMap::new();
    for (word, Acronym { pages, first: at, is_written_out }) in acronyms {
        if pages.len() < SEVERAL_PAGES || is_written_out {
            continue;
        }
        let first = &library[pages[0]];
        let map = maps.entry(pages[0]).or_insert_with(|| {
            source_map(Subject::new(pages[0].0 as usize, first, library), &context)
        });
        let span = map.span(&(at..at + word.len()));
        let files: Vec<String> =
            pages.iter().map(|&id| library[id].document.source.to_string()).collect();
        let text =
            format!("On {} pages, without a glossary entry: {}", pages.len(), files.join(", "));
        let change = format!("wellread new term \"{word}\"");
        let at = position(places, first, span);
        let finding = Finding::new(FindingKind::Unexplained, first, word, at, text, change);
        findings.push(Finding { pages: Reverse(pages.len()), files, ..finding });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_parts_of_addresses_and_compounds() {
        let is_part =
            |text: &str, word: &str| is_part_of_word(text, text.find(word).unwrap(), word);
        for (text, word) in
            [("VA.gov", "VA"), ("a CO-OP", "OP"), ("@CDE", "CDE"), ("x@CDE.org", "CDE")]
        {
            assert!(is_part(text, word), "{text}");
        }
        for text in ["The VA. It", "VA-wide", "(VA)", "VA’s", "the VA", "VA&", "– VA"] {
            assert!(!is_part(text, "VA"), "{text}");
        }
    }

    #[test]
    fn roman_numerals_are_numbers() {
        for word in ["II", "IV", "VIII", "IX", "XIX", "XL", "XXIX", "CII", "CCCXC"] {
            assert!(is_roman_numeral(word), "{word}");
        }
        for word in ["CIL", "LLC", "CVV", "IC", "VV", "IIII", "IEP", "VIP", "XD"] {
            assert!(!is_roman_numeral(word), "{word}");
        }
    }

    #[test]
    fn words_in_addresses_are_no_acronyms() {
        for (text, is_one) in [
            ("https://www.w3.org/WAI/resources/", true),
            ("See www.w3.org/WAI", true),
            ("SSDI/WAI", false),
            ("https://x.test and WAI", false),
        ] {
            assert_eq!(is_in_address(text, text.find("WAI").unwrap()), is_one, "{text}");
        }
    }

    #[test]
    fn an_ampersand_joins_letters() {
        let found = |text| upper_case_words(text).map(|(_, word)| word).collect::<Vec<_>>();
        assert_eq!(
            found("The VR&E, (R&D) and AT&T; VA & GI; X& &Y AB&"),
            ["VR&E", "R&D", "AT&T", "VA", "GI", "AB"]
        );
    }

    #[test]
    fn words_with_two_upper_case_letters_are_found_as_if_all_were_read() {
        for text in [
            "",
            "IEP",
            "The IEPs, an ALP; PsyD’s and eIEPx. É Éé ÉÉ niños ÑÑo",
            "a’b “ADHD” – no\u{fffc}FAPE\u{fffc} ½ Ǆǅ 504PLAN x2Y3Z.",
            "trailing ’",
        ] {
            let is_one = |word: &&str| word.chars().filter(|c| c.is_uppercase()).count() > 1;
            let all = text.split(|c: char| !c.is_alphanumeric()).filter(is_one);
            let wanted: Vec<(usize, &str)> =
                all.map(|word| (word.as_ptr().addr() - text.as_ptr().addr(), word)).collect();
            assert_eq!(upper_case_words(text).collect::<Vec<_>>(), wanted, "{text}");
        }
    }
}
