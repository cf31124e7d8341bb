//! Takes a form apart: its words and symbols, which of them must be written exactly, its plurals.
//!
//! The tokens are cut just as those of a text are (`words.rs`). What becomes of them is in
//! `table.rs`.

use super::fold::written;
use super::words::{Gap, Shape, Token, next_token};
use super::{Case, FormError, Language};

/// The most tokens (words and symbols) that a form may have. A search looks at most this far ahead
/// from each word, which is what keeps it linear; terms of 30 words stay far below.
const LONGEST_FORM: usize = 128;

/// A form and its tokens, at least one of which holds a letter or digit.
pub(super) struct Parsed<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: Vec<Token>,
}

/// Takes a form apart, or says why it is none.
pub(super) fn parse(text: &str) -> Result<Parsed<'_>, FormError> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(token) = next_token(text, at, tokens.last()) {
        if tokens.len() == LONGEST_FORM {
            return Err(FormError::TooLong);
        }
        at = token.end;
        tokens.push(token);
    }
    let has_letter = |token: &Token| {
        token.is_word() && text[token.start..token.end].contains(char::is_alphanumeric)
    };
    match tokens.iter().any(has_letter) {
        _ if tokens.is_empty() => Err(FormError::Empty),
        false => Err(FormError::OnlyPunctuation),
        true => Ok(Parsed { text, tokens }),
    }
}

/// For each word of the form, that is each group of tokens without a space or hyphen between them,
/// whether it must match exactly (rule 2).
pub(super) fn exact_groups(parsed: &Parsed<'_>, case: Case) -> Vec<bool> {
    groups(parsed)
        .map(|group| match case {
            Case::Exact => true,
            Case::Any => false,
            Case::Auto => is_spelt_in_capitals(parsed.text, group),
        })
        .collect()
}

fn groups<'a>(parsed: &'a Parsed<'_>) -> impl Iterator<Item = &'a [Token]> {
    parsed.tokens.chunk_by(|_, token| token.gap == Gap::Tight)
}

/// Whether a word has two capitals or more. It is judged whole (`PT/OT`, `Q&A`, `Ph.D.`), but the
/// capitals of a title are not counted together (`Physical/Occupational`).
fn is_spelt_in_capitals(text: &str, group: &[Token]) -> bool {
    let mut capitals = 0;
    let mut titled = 0;
    for token in group.iter().filter(|token| token.is_word()) {
        let word = &text[token.start..token.end];
        let count = word.chars().filter(|c| c.is_uppercase()).count();
        let is_title = count == 1
            && word.starts_with(char::is_uppercase)
            && word.chars().filter(|c| c.is_alphabetic()).count() >= 3;
        if is_title {
            titled += 1;
        } else {
            capitals += count;
        }
    }
    capitals >= 2 || (capitals == 1 && titled > 0)
}

/// The form with its last word in the regular plurals of the language.
pub(super) fn regular_plurals(parsed: &Parsed<'_>, language: Language) -> Vec<String> {
    let Some(last) = parsed.tokens.last() else { return Vec::new() };
    let text = parsed.text;
    if !last.is_word() {
        // `Ph.D.s` and `C++s`; inside closing brackets and quotes (`(IEPs)`); nothing after other
        // symbols (`parents'`, `Help Me Grow!`).
        match last.shape {
            Shape::Symbol('.' | '+' | '#') if !language.plurals("X").is_empty() => {
                return vec![format!("{}s", &text[..last.end])];
            }
            Shape::Symbol(')' | ']' | '"' | '»') => {}
            _ => return Vec::new(),
        }
    }
    let Some(word) = parsed.tokens.iter().rfind(|token| token.is_word()) else { return Vec::new() };
    // Only brackets and quotes may follow the word that is put into the plural.
    let closes = |c: char| c.is_whitespace() || ")]\"”»".contains(c);
    if !text[word.end..last.end].chars().all(closes) {
        return Vec::new();
    }
    let mut singular = String::new();
    written(&text[word.start..word.end], &mut singular);
    let rebuild =
        |plural: String| format!("{}{plural}{}", &text[..word.start], &text[word.end..last.end]);
    language.plurals(&singular).into_iter().map(rebuild).collect()
}

/// The whole form in a listed plural, which may be given for the last word alone.
pub(super) fn listed_plural(parsed: &Parsed<'_>, plural: &str) -> String {
    let is_one_word = parse(plural).is_ok_and(|plural| groups(&plural).count() == 1);
    let last = groups(parsed).last().and_then(|group| group.first());
    match last {
        Some(last) if is_one_word => format!("{}{plural}", &parsed.text[..last.start]),
        _ => plural.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_judged_whole() {
        let exact = |text| exact_groups(&parse(text).unwrap(), Case::Auto);
        assert_eq!(exact("IEP team"), [true, false]);
        assert_eq!(exact("PT/OT"), [true]);
        assert_eq!(exact("Q&A"), [true]);
        assert_eq!(exact("Ph.D."), [true]);
        assert_eq!(exact("PRE-K"), [true, false]);
        assert_eq!(exact("Physical/Occupational Therapy"), [false, false]);
        assert_eq!(exact("Section 504"), [false, false]);
        assert_eq!(exact("E\u{301}E\u{301}"), [true]);
    }

    #[test]
    fn plurals_stay_inside_brackets() {
        let plurals = |text| regular_plurals(&parse(text).unwrap(), Language::ENGLISH);
        assert_eq!(plurals("education program (IEP)"), ["education program (IEPs)"]);
        assert_eq!(plurals("Ph.D."), ["Ph.D.s"]);
        assert_eq!(plurals("parents'"), Vec::<String>::new());
        assert_eq!(plurals("Help Me Grow!"), Vec::<String>::new());
    }

    #[test]
    fn a_listed_plural_may_be_of_the_last_word() {
        let listed = |text, plural| listed_plural(&parse(text).unwrap(), plural);
        assert_eq!(listed("exceptional child", "children"), "exceptional children");
        assert_eq!(listed("plan de apoyo", "planes de apoyo"), "planes de apoyo");
        assert_eq!(listed("child", "children"), "children");
    }
}
