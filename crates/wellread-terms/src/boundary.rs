//! Decides what is a whole word (rule 1): what may be directly before and after a form.
//!
//! White space always may, and so may most symbols: brackets, quotes, slashes, dashes, a period at
//! the end of a sentence. The exceptions are symbols that join two parts into one word, name or
//! number. URLs and file names follow rules of their own, in `address.rs`. Nothing here knows a
//! term: the functions see only the tokens next to a candidate.

use crate::fold::{APOSTROPHE, Script};
use crate::language::Language;
use crate::words::{Gap, Shape, Token};

/// How many tokens before a form decide whether it may start: `(`, `re`, `)` in `(re)evaluation`.
pub(super) const LOOK_BEHIND: usize = 3;
/// How many tokens after a form decide whether it may end: `)`, `555`, `0100` in `(504) 555-0100`.
pub(super) const LOOK_AHEAD: usize = 3;

/// Whether a form may start at `token`, given up to [`LOOK_BEHIND`] tokens before it, the nearest
/// last.
pub(super) fn may_start(text: &str, before: &[Token], token: &Token, language: Language) -> bool {
    match token.gap {
        Gap::Space => return true,
        // `pre-evaluation`: a prefix makes another word.
        Gap::Hyphen => return false,
        // `parent–evaluation`: a dash joins two words that each stand for themselves.
        Gap::Dash => return true,
        Gap::Tight => {}
    }
    let [.., previous] = before else { return true };
    let Shape::Symbol(symbol) = previous.shape else {
        // Two words can touch only where the script changes, which ends a word. A symbol that
        // touches a word belongs to it (`.NET` in `ASP.NET`).
        return token.is_word();
    };
    let joined =
        previous.gap == Gap::Tight && before.len() >= 2 && before[before.len() - 2].is_word();
    match symbol {
        // `o'clock`; but `l'évaluation` in a language that elides.
        APOSTROPHE => !joined || language.elides(),
        // `AT&T`, `iep.org`, `504.5`.
        '.' | '&' => !joined,
        // `@IEP`, `#IEP`, `C:\IEP` are names of something else.
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

/// Whether a form may end at `last`, given up to [`LOOK_AHEAD`] tokens after it, the nearest first.
pub(super) fn may_end(text: &str, last: &Token, after: &[Token], language: Language) -> bool {
    if is_telephone_number(text, last, after) {
        return false;
    }
    let [next, rest @ ..] = after else { return true };
    match next.gap {
        Gap::Space | Gap::Dash => return true,
        // `IEP-related`: anything may follow a hyphen, except that `504-505` is one number.
        Gap::Hyphen => return !(ends_with_digit(text, last) && starts_with_digit(text, next)),
        Gap::Tight => {}
    }
    let Shape::Symbol(symbol) = next.shape else {
        // As in `may_start`: `C++` in `C++11` is part of a longer word.
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
        // `504,000` and `10:504`
        ',' | ':' => {
            !(ends_with_digit(text, last)
                && joined.is_some_and(|word| starts_with_digit(text, word)))
        }
        // `504%`
        '%' | '‰' => !ends_with_digit(text, last),
        // `C++` is not `C`, but `IEP+` is an IEP.
        '+' => {
            !last.is('+')
                && !rest.first().is_some_and(|token| token.is('+') && token.gap == Gap::Tight)
        }
        // `C#` is not `C`, but `IEP#2` is `IEP #2` without its space.
        '#' => joined.is_some_and(|word| starts_with_digit(text, word)),
        _ => true,
    }
}

/// Whether a form of a single Han character stands alone. In a run of Han or kana it is part of
/// some longer word, and only a dictionary could tell which.
pub(super) fn stands_alone(token: &Token, before: &[Token], after: &[Token]) -> bool {
    let is_cjk = |token: &Token| {
        matches!(token.shape, Shape::Unicode(Script::Han | Script::Hiragana | Script::Katakana))
    };
    let after_word = token.gap == Gap::Tight && before.last().is_some_and(is_cjk);
    let before_word = after.first().is_some_and(|next| next.gap == Gap::Tight && is_cjk(next));
    !after_word && !before_word
}

/// Whether `last` is the area code of a North American telephone number: three digits, perhaps a
/// closing parenthesis, three digits, four digits. What separates them does not matter.
fn is_telephone_number(text: &str, last: &Token, after: &[Token]) -> bool {
    // Lengths in bytes are lengths in digits, as all bytes are digits.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::next_token;

    fn tokens(text: &str) -> Vec<Token> {
        let mut tokens: Vec<Token> = Vec::new();
        while let Some(token) =
            next_token(text, tokens.last().map_or(0, |token| token.end), tokens.last())
        {
            tokens.push(token);
        }
        tokens
    }

    /// Whether a form may start at the last token of `text`.
    fn starts(text: &str, language: Language) -> bool {
        let tokens = tokens(text);
        let (last, before) = tokens.split_last().unwrap();
        let before = &before[before.len().saturating_sub(LOOK_BEHIND)..];
        may_start(text, before, last, language)
    }

    /// Whether a form may end at the first token of `text`.
    fn ends(text: &str) -> bool {
        let tokens = tokens(text);
        may_end(text, &tokens[0], &tokens[1..], Language::ENGLISH)
    }

    #[test]
    fn a_symbol_joins_only_what_touches_it() {
        for text in
            ["x .IEP", "x &IEP", ".IEP", "&IEP", "'IEP", "x 'IEP", "x ,504", ":504", "x$IEP"]
        {
            assert!(starts(text, Language::ENGLISH), "{text}");
        }
        for text in ["x.IEP", "x&IEP", "x'IEP", "1,504", "1:504", "$504", "x €504", "x @IEP"] {
            assert!(!starts(text, Language::ENGLISH), "{text}");
        }
        for text in ["x,504", "1,IEP", "x:504", "1:IEP", "1;504"] {
            assert!(starts(text, Language::ENGLISH), "{text}");
        }
        assert!(starts("l'IEP", Language::SPANISH));
        assert!(!starts("l.IEP", Language::SPANISH));
    }

    #[test]
    fn a_prefix_in_parentheses_touches_the_word() {
        assert!(!starts("(re)start", Language::ENGLISH));
        for text in
            ["(re) start", "( re)start", "(re )start", "(1)start", "[re)start", "(a re)start"]
        {
            assert!(starts(text, Language::ENGLISH), "{text}");
        }
    }

    #[test]
    fn a_symbol_after_a_form_may_join_it() {
        for text in [
            "IEP. x", "IEP.", "IEP& x", "504, 5", "IEP,5", "504,x", "IEP%", "504 %", "IEP+",
            "IEP+ +", "IEP#2",
        ] {
            assert!(ends(text), "{text}");
        }
        for text in [
            "IEP.x", "IEP&x", "IEP@x", "504,5", "504:5", "504%", "504‰", "IEP++", "IEP#", "IEP#x",
            "IEP# 2",
        ] {
            assert!(!ends(text), "{text}");
        }
    }

    #[test]
    fn telephone_numbers_have_ten_digits() {
        for text in ["504 555 0100", "504) 555-0100", "504.555.0100"] {
            assert!(!ends(text), "{text}");
        }
        for text in [
            "504 555 010",
            "504 55 0100",
            "50 555 0100",
            "504 abc 0100",
            "504 555 010a",
            "504 555",
            "504) 555 x",
        ] {
            assert!(ends(text), "{text}");
        }
    }

    #[test]
    fn a_single_han_character_stands_alone() {
        let alone = |text: &str, at: usize| {
            let tokens = tokens(text);
            stands_alone(&tokens[at], &tokens[..at], &tokens[at + 1..])
        };
        assert!(alone("评", 0));
        assert!(alone("价 评 价", 1));
        assert!(alone("IEP评IEP", 1));
        assert!(!alone("评价", 0));
        assert!(!alone("评价", 1));
        assert!(!alone("のプラ评", 2));
        assert!(!alone("评の", 0));
    }
}
