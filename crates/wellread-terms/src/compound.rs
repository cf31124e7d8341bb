//! Compounds of two short nouns, which people write apart, with a hyphen or as one word: `web server`,
//! `web-server`, `webserver`. Only English has these; a hyphen and a space are equal anyway (rule 4).

use wellread_model::words::rank;

use crate::everyday::is_everyday;
use crate::language::Language;
use crate::parse::ParsedForm;
use crate::words::{Gap, Token};

/// The letters that each part of a compound has. Shorter parts are prefixes (`re-sign`).
const PART: std::ops::RangeInclusive<usize> = 3..=10;

/// Words that are part of no compound noun: `every day` is not `everyday`, `set up` is not `setup`.
const NO_PARTS: [&str; 56] = [
    "about", "after", "again", "all", "and", "any", "are", "around", "away", "back", "been", "but",
    "can", "did", "down", "every", "for", "from", "had", "has", "her", "his", "how", "into", "its",
    "may", "more", "most", "much", "not", "now", "off", "one", "our", "out", "over", "own", "she",
    "some", "such", "than", "that", "the", "them", "then", "they", "this", "through", "too",
    "under", "was", "were", "when", "who", "with", "you",
];

/// The other spelling of a form that is a compound of two nouns: as one word, or as two.
pub(super) fn other_spelling(parsed: &ParsedForm<'_>, language: Language) -> Option<String> {
    if language.tag() != Language::ENGLISH.tag() {
        return None;
    }
    let word = |token: &Token| &parsed.text[token.start..token.end];
    match parsed.tokens.as_slice() {
        [token] => split(word(token), language),
        [first, second] if second.gap != Gap::Tight => {
            joined(word(first), word(second), second.gap != Gap::Space, language)
        }
        _ => None,
    }
}

/// Two words as one. Those that their author joined with a hyphen may be any words.
fn joined(first: &str, second: &str, is_hyphenated: bool, language: Language) -> Option<String> {
    let is_part = |word: &str, is_plain: bool| {
        PART.contains(&word.len()) && is_plain && (is_hyphenated || !is_no_part(word))
    };
    let first_is_plain = first.bytes().skip(1).all(|byte| byte.is_ascii_lowercase())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic());
    let second_is_plain = second.bytes().all(|byte| byte.is_ascii_alphabetic())
        && second.bytes().skip(1).all(|byte| byte.is_ascii_lowercase());
    let joined = format!("{first}{}", second.to_ascii_lowercase());
    // What everyone writes as one word is another word (`back ground`).
    let fits = is_part(first, first_is_plain)
        && is_part(second, second_is_plain)
        && !is_everyday(&joined.to_ascii_lowercase(), language);
    fits.then_some(joined)
}

/// One word as two, if there is one way only.
fn split(word: &str, language: Language) -> Option<String> {
    let is_plain = word.bytes().all(|byte| byte.is_ascii_alphabetic())
        && word.bytes().skip(1).all(|byte| byte.is_ascii_lowercase());
    if !is_plain || word.len() > PART.end() * 2 {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    let is_noun = |part: &str| {
        PART.contains(&part.len()) && !is_no_part(part) && rank(language.tag(), part).is_some()
    };
    let cuts = 0..=lower.len();
    let mut ways = cuts.filter(|&at| is_noun(&lower[..at]) && is_noun(&lower[at..]));
    let at = ways.next().filter(|_| ways.next().is_none())?;
    Some(format!("{} {}", &word[..at], &word[at..]))
}

fn is_no_part(word: &str) -> bool {
    NO_PARTS.binary_search(&&*word.to_ascii_lowercase()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;

    #[test]
    fn compounds_have_two_spellings() {
        let other = |text| other_spelling(&parse(text).unwrap(), Language::ENGLISH);
        for (form, spelling) in [
            ("web server", "webserver"),
            ("Web Server", "Webserver"),
            ("well-being", "wellbeing"),
            ("co-teaching", ""),
            ("child care", "childcare"),
            ("webserver", "web server"),
            ("Webserver", "Web server"),
            ("every day", ""),
            ("set up", ""),
            ("back ground", ""),
            ("therapist", ""),
            ("dyslexia", ""),
            ("IEP team", ""),
            ("school IEP", ""),
            ("web-server farm", ""),
            ("PT/OT", ""),
        ] {
            assert_eq!(other(form).unwrap_or_default(), spelling, "{form}");
        }
        assert_eq!(other_spelling(&parse("web server").unwrap(), Language::SPANISH), None);
    }

    #[test]
    fn words_that_are_no_parts_are_sorted() {
        assert!(NO_PARTS.is_sorted());
    }
}
