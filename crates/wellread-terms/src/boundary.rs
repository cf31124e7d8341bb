//! What is a whole word: what may stand directly before and after the words of a form.
//!
//! White space always may, and so may most symbols: brackets, quotes, slashes, dashes, full stops at
//! the end of a sentence. The exceptions are those that make one word, name or number of what they
//! join. Addresses of the web and of files are found apart, in `address.rs`.

use super::Language;
use super::fold::{APOSTROPHE, Script};
use super::words::{Gap, Shape, Token};

/// How many tokens before the first of a form [`may_start`] looks at.
pub(super) const LOOK_BEHIND: usize = 3;
/// How many tokens after the last of a form [`may_end`] looks at.
pub(super) const LOOK_AHEAD: usize = 3;

/// Whether a form may start at `token`, given the tokens before it, the nearest last.
pub(super) fn may_start(text: &str, before: &[Token], token: &Token, language: Language) -> bool {
    match token.gap {
        Gap::Space => return true,
        // `pre-evaluation`: what comes before a hyphen makes another word.
        Gap::Hyphen => return false,
        Gap::Tight => {}
    }
    let [.., previous] = before else { return true };
    let Shape::Symbol(symbol) = previous.shape else {
        // Between words the script changes; before a symbol (`.NET` in `ASP.NET`) it is part of a
        // longer word.
        return token.is_word();
    };
    let joined =
        previous.gap == Gap::Tight && before.len() >= 2 && before[before.len() - 2].is_word();
    match symbol {
        // `o'clock`; but `l'évaluation` in a language that writes so.
        APOSTROPHE => !joined || language.elides(),
        // `AT&T`, `iep.org`, `504.5`.
        '.' | '&' => !joined,
        // `@IEP`, `#IEP`, `C:\IEP` name something else than the word does.
        '@' | '#' | '\\' => false,
        // `$504`
        '$' | '€' | '£' | '¥' => !starts_with_digit(text, token),
        // `1,504` and `10:504`
        ',' | ':' => {
            let in_number = joined
                && ends_with_digit(text, &before[before.len() - 2])
                && starts_with_digit(text, token);
            !in_number
        }
        // `(re)evaluation`
        ')' => !matches!(before, [open, prefix, close]
            if open.is('(') && prefix.is_tight_word() && close.gap != Gap::Space
                && !starts_with_digit(text, prefix)),
        _ => true,
    }
}

/// Whether a form may end at `last`, given the tokens after it, the nearest first.
pub(super) fn may_end(text: &str, last: &Token, after: &[Token], language: Language) -> bool {
    if is_telephone_number(text, last, after) {
        return false;
    }
    let [next, rest @ ..] = after else { return true };
    match next.gap {
        Gap::Space => return true,
        // `IEP-related`: what follows a hyphen may be anything; but `504-505` is a number.
        Gap::Hyphen => return !(ends_with_digit(text, last) && starts_with_digit(text, next)),
        Gap::Tight => {}
    }
    let Shape::Symbol(symbol) = next.shape else {
        // Between words the script changes; after a symbol (`C++11`) it is part of a longer word.
        return last.is_word();
    };
    let joined = rest.first().filter(|token| token.is_tight_word());
    match symbol {
        // `IEP's`, but not `can't`.
        APOSTROPHE => {
            joined.is_none_or(|word| language.may_follow_apostrophe(&text[word.start..word.end]))
        }
        // `AT&T`, `iep.org`, `504.5`, `iep@school.org`.
        '.' | '&' | '@' | '\\' => joined.is_none(),
        ',' | ':' => {
            !(ends_with_digit(text, last)
                && joined.is_some_and(|word| starts_with_digit(text, word)))
        }
        '%' | '‰' => !ends_with_digit(text, last),
        // `C++` is not `C`, nor is `C#`; `IEP #2` without its space is still an IEP.
        '+' => {
            !last.is('+')
                && !rest.first().is_some_and(|token| token.is('+') && token.gap == Gap::Tight)
        }
        '#' => joined.is_some_and(|word| starts_with_digit(text, word)),
        _ => true,
    }
}

/// Whether a form of a single Han character stands alone: in a run of Han or kana it is a part of
/// some word, and only a dictionary could tell of which.
pub(super) fn stands_alone(token: &Token, before: &[Token], after: &[Token]) -> bool {
    let is_cjk = |token: &Token| {
        matches!(token.shape, Shape::Wide(Script::Han | Script::Hiragana | Script::Katakana))
    };
    let after_word = token.gap == Gap::Tight && before.last().is_some_and(is_cjk);
    let before_word = after.first().is_some_and(|next| next.gap == Gap::Tight && is_cjk(next));
    !after_word && !before_word
}

/// Whether `last` is an area code: three digits, perhaps a bracket, three digits, four digits.
fn is_telephone_number(text: &str, last: &Token, after: &[Token]) -> bool {
    let is_number = |token: &Token, digits: usize| {
        token.end - token.start == digits
            && text[token.start..token.end].bytes().all(|byte| byte.is_ascii_digit())
    };
    if !is_number(last, 3) {
        return false;
    }
    match after {
        [close, exchange, line, ..] if close.is(')') => {
            is_number(exchange, 3) && is_number(line, 4)
        }
        [exchange, line, ..] => is_number(exchange, 3) && is_number(line, 4),
        _ => false,
    }
}

fn starts_with_digit(text: &str, token: &Token) -> bool {
    text.as_bytes()[token.start].is_ascii_digit()
}

fn ends_with_digit(text: &str, token: &Token) -> bool {
    text.as_bytes()[token.end - 1].is_ascii_digit()
}
