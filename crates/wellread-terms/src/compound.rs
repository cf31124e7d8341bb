//! Compounds of two short nouns, which people write apart, with a hyphen or as one word:
//! `web server`, `web-server`, `webserver`. Prefixes are like them: `co-pay`, `copay`. Only English
//! has these; a hyphen and a space are equal anyway (rule 4).

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

/// Prefixes that people write with a hyphen and without. Sorted.
const PREFIXES: [&str; 14] = [
    "anti", "co", "e", "inter", "micro", "multi", "neuro", "non", "post", "pre", "re", "semi",
    "sub", "tele",
];

/// The fewest letters after a prefix: `co-op` and `coop` are not the same.
const AFTER_PREFIX: usize = 3;

/// Words that mean something else than the same letters with a hyphen after `re`, besides those
/// that are frequent (`recover`). Sorted.
const OTHER_WORDS: [&str; 12] = [
    "recollect",
    "recount",
    "recreate",
    "redress",
    "relay",
    "remark",
    "repose",
    "resent",
    "resign",
    "resort",
    "restrain",
    "retreat",
];

/// The other spelling of a form that is a compound of two nouns, as one word or as two; or else of
/// one in which a word has a prefix, without its hyphen or with one.
pub(super) fn other_spelling(parsed: &ParsedForm<'_>, language: Language) -> Option<String> {
    if language.tag() != Language::ENGLISH.tag() {
        return None;
    }
    let word = |token: &Token| &parsed.text[token.start..token.end];
    let compound = match parsed.tokens.as_slice() {
        [token] => split(word(token), language),
        [first, second] if second.gap != Gap::Tight => {
            joined(word(first), word(second), second.gap != Gap::Space, language)
        }
        _ => None,
    };
    compound.or_else(|| with_other_prefix(parsed, language))
}

/// A form with the first of its prefixes spelled the other way.
fn with_other_prefix(parsed: &ParsedForm<'_>, language: Language) -> Option<String> {
    let word = |token: &Token| &parsed.text[token.start..token.end];
    // The case of acronyms would be lost.
    if !parsed.tokens.iter().all(|token| token.is_word() && is_plain(word(token))) {
        return None;
    }
    let is_prefix = |word: &str| PREFIXES.binary_search(&&*word.to_ascii_lowercase()).is_ok();
    let is_known = |word: &str| rank(language.tag(), &word.to_ascii_lowercase()).is_some();
    let pairs = parsed.tokens.iter().zip(parsed.tokens.iter().skip(1).map(Some).chain([None]));
    for (token, next) in pairs {
        let (before, written) = (&parsed.text[..token.start], word(token));
        if let Some(next) = next.filter(|next| next.gap == Gap::Hyphen && is_prefix(written)) {
            let joined = format!("{written}{}", word(next).to_ascii_lowercase());
            let lower = joined.to_ascii_lowercase();
            let is_other = lower.starts_with("re")
                && (is_known(&joined) || OTHER_WORDS.binary_search(&&*lower).is_ok());
            let fits = word(next).len() >= AFTER_PREFIX && !is_other;
            return fits.then(|| format!("{before}{joined}{}", &parsed.text[next.end..]));
        }
        // `e` begins too many words.
        let prefixed = PREFIXES.iter().filter(|prefix| prefix.len() > 1).find_map(|prefix| {
            let rest = written.get(prefix.len()..)?;
            let begins = written[..prefix.len()].eq_ignore_ascii_case(prefix);
            (begins && rest.len() >= AFTER_PREFIX && is_known(rest)).then_some((prefix, rest))
        });
        if let Some((prefix, rest)) = prefixed {
            let after = &parsed.text[token.end..];
            return Some(format!("{before}{}-{rest}{after}", &written[..prefix.len()]));
        }
    }
    None
}

/// Whether a word has no letters but those of English, and an upper-case letter at its start at
/// most.
fn is_plain(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_alphabetic())
        && word.bytes().skip(1).all(|byte| byte.is_ascii_lowercase())
}

/// Two words as one. Those that their author joined with a hyphen may be any words.
fn joined(first: &str, second: &str, is_hyphenated: bool, language: Language) -> Option<String> {
    let is_part = |word: &str| {
        PART.contains(&word.len()) && is_plain(word) && (is_hyphenated || !is_no_part(word))
    };
    let joined = format!("{first}{}", second.to_ascii_lowercase());
    // Two words that are usually written as one mean something else (`back ground`).
    let fits =
        is_part(first) && is_part(second) && !is_everyday(&joined.to_ascii_lowercase(), language);
    fits.then_some(joined)
}

/// One word as two, if there is one way only.
fn split(word: &str, language: Language) -> Option<String> {
    if !is_plain(word) || word.len() > PART.end() * 2 {
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
            ("co-teaching", "coteaching"),
            ("Co-Pay", "Copay"),
            ("coinsurance", "co-insurance"),
            ("pre-existing condition", "preexisting condition"),
            ("reevaluation", "re-evaluation"),
            ("early re-entry", "early reentry"),
            ("co-op", ""),
            ("re-sign", ""),
            ("non-IEP goal", ""),
            ("predict", ""),
            ("x-ray", ""),
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
        assert!(NO_PARTS.is_sorted() && PREFIXES.is_sorted() && OTHER_WORDS.is_sorted());
    }
}
