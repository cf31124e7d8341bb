//! Takes a form apart: into its tokens, the words that must match exactly (rule 2), and its plurals
//! (rule 3).
//!
//! Forms are cut into tokens exactly as texts are (`words.rs`), so that equal words are equal
//! tokens. Nothing here knows the trie; `compile.rs` puts the tokens into it.

use wellread_model::Case;

use crate::fold::normalize;
use crate::form::FormError;
use crate::language::Language;
use crate::words::{Gap, Shape, Token, next_token};

/// The most tokens that a form may have. A search looks at most this far ahead from each word of a
/// text, which makes it linear in the length of the text. Real terms of 30 words are far below.
const LONGEST_FORM: usize = 128;

/// A form and its tokens, at least one of which contains a letter or a digit.
pub(super) struct ParsedForm<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: Vec<Token>,
}

/// Cuts a form into tokens.
///
/// # Errors
///
/// [`FormError::Empty`], [`FormError::OnlyPunctuation`] or [`FormError::TooLong`] if it can't be
/// searched for.
pub(super) fn parse(text: &str) -> Result<ParsedForm<'_>, FormError> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(token) = next_token(text, at, tokens.last()) {
        if tokens.len() == LONGEST_FORM {
            return Err(FormError::TooLong);
        }
        at = token.end;
        tokens.push(token);
    }
    // An underscore or a lone combining mark makes a word too, but not one to search for.
    let has_letter = |token: &Token| {
        token.is_word() && text[token.start..token.end].contains(char::is_alphanumeric)
    };
    match tokens.iter().any(has_letter) {
        _ if tokens.is_empty() => Err(FormError::Empty),
        false => Err(FormError::OnlyPunctuation),
        true => Ok(ParsedForm { text, tokens }),
    }
}

/// Whether each word of the form must match exactly (rule 2). A word here is a group of tokens with
/// no space and no hyphen between them: `PT/OT` is one.
pub(super) fn exact_groups(parsed: &ParsedForm<'_>, case: Case) -> Vec<bool> {
    groups(parsed)
        .map(|group| match case {
            Case::Exact => true,
            Case::Any => false,
            Case::Auto => is_acronym(parsed.text, group),
        })
        .collect()
}

/// The words of a form, in the sense of [`exact_groups`].
fn groups<'a>(parsed: &'a ParsedForm<'_>) -> impl Iterator<Item = &'a [Token]> {
    parsed.tokens.chunk_by(|_, token| token.gap == Gap::Tight)
}

/// Whether a group of tokens has two or more upper-case letters in all (`PT/OT`, `Q&A`, `Ph.D.`).
/// The initials of several title-case words don't add up (`Physical/Occupational`).
fn is_acronym(text: &str, group: &[Token]) -> bool {
    let mut upper_case = 0;
    let mut title_case = 0;
    for token in group.iter().filter(|token| token.is_word()) {
        let word = &text[token.start..token.end];
        let count = word.chars().filter(|c| c.is_uppercase()).count();
        // A word of one or two letters (`A`, `Ph`) is rather part of an abbreviation.
        let is_title_case = count == 1
            && word.starts_with(char::is_uppercase)
            && word.chars().filter(|c| c.is_alphabetic()).count() >= 3;
        if is_title_case {
            title_case += 1;
        } else {
            upper_case += count;
        }
    }
    // Next to an upper-case letter of its own, one initial is enough.
    upper_case >= 2 || (upper_case == 1 && title_case > 0)
}

/// The form with its last word in each of its regular plurals.
pub(super) fn regular_plurals(parsed: &ParsedForm<'_>, language: Language) -> Vec<String> {
    let Some(last) = parsed.tokens.last() else { return Vec::new() };
    let text = parsed.text;
    if !last.is_word() {
        // A symbol that is part of a name takes an `s` itself (`Ph.D.s`, `C++s`). Inside brackets
        // and quotes the word takes it (`(IEPs)`). A form with another symbol at its end is rather
        // a phrase than a noun (`parents'`, `Help Me Grow!`).
        match last.shape {
            // A language that has a plural of an acronym adds an `s`.
            Shape::Symbol('.' | '+' | '#') if !language.plurals("X").is_empty() => {
                return vec![format!("{}s", &text[..last.end])];
            }
            Shape::Symbol(')' | ']' | '"' | '»') => {}
            _ => return Vec::new(),
        }
    }
    let Some(word) = parsed.tokens.iter().rfind(|token| token.is_word()) else { return Vec::new() };
    // With any other symbol in between, it isn't the last word that the plural belongs to.
    let closes = |c: char| c.is_whitespace() || ")]\"”»".contains(c);
    if !text[word.end..last.end].chars().all(closes) {
        return Vec::new();
    }
    let mut singular = String::new();
    normalize(&text[word.start..word.end], &mut singular);
    let rebuild =
        |plural: String| format!("{}{plural}{}", &text[..word.start], &text[word.end..last.end]);
    language.plurals(&singular).into_iter().map(rebuild).collect()
}

/// The form with the noun before `of` in its regular plurals, in English: `statements of work`.
pub(super) fn plural_before_of(parsed: &ParsedForm<'_>, language: Language) -> Vec<String> {
    let text = parsed.text;
    let is_of = |token: &Token| &text[token.start..token.end] == "of" && token.gap == Gap::Space;
    let of = parsed.tokens.iter().position(is_of).filter(|at| at + 1 < parsed.tokens.len());
    let noun = of.and_then(|at| at.checked_sub(1)).map(|at| &parsed.tokens[at]);
    let Some(noun) = noun.filter(|noun| noun.is_word() && language.tag() == "en") else {
        return Vec::new();
    };
    let mut singular = String::new();
    normalize(&text[noun.start..noun.end], &mut singular);
    let rebuild = |plural: String| format!("{}{plural}{}", &text[..noun.start], &text[noun.end..]);
    language.plurals(&singular).into_iter().map(rebuild).collect()
}

/// The whole form in a listed plural, which may stand for the last word alone: `exceptional child`
/// with `children` is `exceptional children`.
pub(super) fn listed_plural(parsed: &ParsedForm<'_>, plural: &str) -> String {
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
    fn upper_case_letters_count_across_a_whole_word() {
        let exact = |text| exact_groups(&parse(text).unwrap(), Case::Auto);
        assert_eq!(exact("IEP team"), [true, false]);
        assert_eq!(exact("PT/OT"), [true]);
        assert_eq!(exact("Q&A"), [true]);
        assert_eq!(exact("Ph.D."), [true]);
        assert_eq!(exact("PRE-K"), [true, false]);
        assert_eq!(exact("Physical/Occupational Therapy"), [false, false]);
        assert_eq!(exact("Section 504"), [false, false]);
        assert_eq!(exact("E\u{301}E\u{301}"), [true]);
        assert_eq!(exact("Plan/X"), [true]);
        assert_eq!(exact("Plan/x"), [false]);
        assert_eq!(exact("Ed/As"), [true], "words of two letters are abbreviations");
        assert_eq!(exact("Edu/Ass"), [false]);
    }

    #[test]
    fn a_form_has_up_to_128_tokens() {
        assert!(parse(&"a ".repeat(128)).is_ok());
        assert_eq!(parse(&"a ".repeat(129)).err(), Some(FormError::TooLong));
        assert_eq!(parse("_").err(), Some(FormError::OnlyPunctuation));
        assert_eq!(parse("\u{301}").err(), Some(FormError::OnlyPunctuation));
        assert_eq!(parse("\u{ad} ").err(), Some(FormError::Empty));
    }

    #[test]
    fn plurals_stay_inside_brackets() {
        let plurals = |text| regular_plurals(&parse(text).unwrap(), Language::ENGLISH);
        assert_eq!(plurals("education program (IEP)"), ["education program (IEPs)"]);
        assert_eq!(plurals("\"plan\" "), ["\"plans\""]);
        assert_eq!(plurals("plan.)"), Vec::<String>::new());
        assert_eq!(plurals("Ph.D."), ["Ph.D.s"]);
        assert_eq!(plurals("C#"), ["C#s"]);
        assert_eq!(
            regular_plurals(&parse("Ph.D.").unwrap(), Language::OTHER),
            Vec::<String>::new()
        );
        assert_eq!(plurals("parents'"), Vec::<String>::new());
        assert_eq!(plurals("Help Me Grow!"), Vec::<String>::new());
    }

    #[test]
    fn a_listed_plural_may_replace_only_the_last_word() {
        let listed = |text, plural| listed_plural(&parse(text).unwrap(), plural);
        assert_eq!(listed("exceptional child", "children"), "exceptional children");
        assert_eq!(listed("plan de apoyo", "planes de apoyo"), "planes de apoyo");
        assert_eq!(listed("child", "children"), "children");
    }
}
