//! Explains why a text is not a phone number: which number in it was meant, and what is next to it.
//!
//! What is suggested here is copied, and then dialed. So no number is cut out of a longer one:
//! digits next to a number are left out only where it is grouped like one that is whole.

use wellread_model::{PhoneNumber, PhoneUse};

use super::dial::{dial, group_lengths};
use super::doubt::{Doubt, doubt};
use super::error::PhoneError;

/// How many words and characters of a text are looked at for a number in it.
const MAX_PIECES: usize = 40;

/// Words and characters between two numbers.
const BETWEEN_NUMBERS: [&str; 11] =
    [" or ", " and ", " y ", " o ", " & ", "&", ",", ";", "|", "\n", "/"];

/// Finds out what a text holds that is not a phone number.
pub(super) fn explain(text: &str, usage: PhoneUse) -> PhoneError {
    let likely = |text: &str| is_likely(text, usage);
    if let Some(numbers) =
        BETWEEN_NUMBERS.iter().find_map(|between| several(text, between, &likely))
    {
        return PhoneError::Several(numbers);
    }
    if let Some(numbers) = several_named(text, usage) {
        return PhoneError::SeveralNamed(numbers);
    }
    if let Some(error) = inside_punctuation(text, &likely) {
        return error;
    }
    if let Some(digits) = digits_in_letters(text, usage) {
        return PhoneError::Count { digits, in_letters: true };
    }
    let is_whole = |text: &str| doubt_of(text, usage) == Some(None);
    // The longest number at the beginning, or else the longest at the end. A message needs no more,
    // so the text is not looked through any further than numbers are long.
    let is_word = |c: char| c.is_alphanumeric();
    let cuts = text.char_indices().map(|(at, _)| text.split_at(at)).filter(|(left, right)| {
        // No piece of a longer number, and no piece of a word.
        !left.ends_with(is_word) || !right.starts_with(is_word)
    });
    let cuts: Vec<(&str, &str)> = cuts.collect();
    // Digits after a number may be the rest of it, unless they are a number themselves (`988 911`).
    let at_start = cuts.iter().take(MAX_PIECES).rev().copied().filter(|(number, rest)| {
        !cuts_a_number(number, rest) || (is_whole(number.trim()) && is_whole(rest.trim()))
    });
    // Digits before one are its beginning: a country's code, or an area code.
    let at_end = cuts.iter().rev().take(MAX_PIECES).rev().map(|&(rest, number)| (number, rest));
    let at_end =
        at_end.filter(|(_, rest)| !last_word(rest).ends_with(|c: char| c.is_ascii_digit()));
    for (number, rest) in at_start.chain(at_end) {
        let (number, rest) = (number.trim(), rest.trim());
        if rest.is_empty() || !likely(number) {
            continue;
        }
        let words = rest.trim_matches(|c: char| !is_word(c));
        if let Some(second) = [rest, words].into_iter().find(|rest| likely(rest)) {
            return PhoneError::Several(vec![number.to_owned(), second.to_owned()]);
        }
        let rest = if words.is_empty() { rest } else { words };
        return PhoneError::ExtraText { number: number.to_owned(), rest: rest.to_owned() };
    }
    count(text)
}

/// A number in a link (`[Office](tel:303-555-0100)`), or between characters (`<303-555-0100>`).
fn inside_punctuation(text: &str, likely: &impl Fn(&str) -> bool) -> Option<PhoneError> {
    let after = |scheme: &str| text.find(scheme).map(|at| &text[at + scheme.len()..]);
    let link = ["tel:", "sms:"].into_iter().find_map(after);
    let link = link.map(|link| link.split([')', '>', ']', '"']).next().unwrap_or(link).trim());
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric() && !"+()".contains(c));
    let number = link.into_iter().chain([bare]).find(|number| likely(number))?;
    let rest = text.replacen(number, "…", 1);
    Some(PhoneError::ExtraText { number: number.to_owned(), rest })
}

/// A text without its characters at the end.
fn last_word(text: &str) -> &str {
    text.trim_end_matches(|c: char| !c.is_alphanumeric())
}

/// Whether what follows a number may be the rest of it. Digits may: unless there is more than a
/// hyphen between, and the number is grouped as whole ones are in the United States.
fn cuts_a_number(number: &str, rest: &str) -> bool {
    let next = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    if !next.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let after = &number[last_word(number).len()..];
    let between = after.chars().chain(rest[..rest.len() - next.len()].chars());
    let is_apart = between.into_iter().any(|c| c.is_whitespace() || ",;()[]".contains(c));
    let number = number.trim_start().trim_start_matches('+');
    let is_whole = number.contains(|c: char| c.is_ascii_alphabetic())
        || matches!(
            group_lengths(number).as_slice(),
            [1, 3, 3, 4] | [3, 3, 4] | [1, 3, 7] | [3, 7] | [1, 10] | [10 | 11]
        );
    !is_apart || !is_whole
}

/// The numbers of a text that holds several with a character between them. Of `303-555-0100/0101`,
/// the second one begins like the first.
fn several(text: &str, between: &str, likely: &impl Fn(&str) -> bool) -> Option<Vec<String>> {
    let mut parts = text.split(between).map(str::trim);
    let first = parts.next().filter(|first| likely(first))?;
    let whole = |part: &str| {
        let is_end = (2..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        let start = first.len().checked_sub(part.len()).filter(|_| is_end && !likely(part));
        let number = start.and_then(|at| first.get(..at)).map(|start| format!("{start}{part}"));
        Some(number.unwrap_or_else(|| part.to_owned())).filter(|number| likely(number))
    };
    let others: Vec<String> = parts.map(whole).collect::<Option<_>>()?;
    let numbers: Vec<String> = std::iter::once(first.to_owned()).chain(others).collect();
    (numbers.len() > 1).then_some(numbers)
}

/// The labels and numbers of a text that holds several: `303-555-0100 Office, 303-555-0101 Cell`. A
/// number without a label has an empty one.
fn several_named(text: &str, usage: PhoneUse) -> Option<Vec<(String, String)>> {
    // More than this is not a list of numbers.
    const MOST: usize = 6;
    const MAX_BYTES: usize = 300;
    if text.len() > MAX_BYTES {
        return None;
    }
    // What surrounds the number of a service (`or 988 now`) is rarely its name.
    let is_whole = |number: &str| {
        number.chars().filter(char::is_ascii_alphanumeric).count() >= 10
            && doubt_of(number, usage) == Some(None)
    };
    let named = |part: &str| {
        if is_whole(part) {
            return Some((String::new(), part.to_owned()));
        }
        match explain(part, usage) {
            PhoneError::ExtraText { number, rest }
                if is_whole(&number)
                    && rest.starts_with(char::is_alphabetic)
                    && !rest.contains(|c: char| c.is_ascii_digit()) =>
            {
                Some((rest, number))
            }
            _ => None,
        }
    };
    BETWEEN_NUMBERS.iter().find_map(|between| {
        let parts: Vec<&str> = text.split(between).take(MOST + 1).map(str::trim).collect();
        if !(2..=MOST).contains(&parts.len()) {
            return None;
        }
        parts.into_iter().map(named).collect()
    })
}

/// How many digits and letters a number has in which one of them is missing or one too many:
/// `1-800-273-TAK`. Its digits alone are not a number, so that none may be cut out of it.
fn digits_in_letters(text: &str, usage: PhoneUse) -> Option<usize> {
    let letter = text.find(|c: char| c.is_ascii_alphabetic())?;
    let (before, after) = text.split_at(letter);
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-.()+".contains(c);
    let digits = text.chars().filter(char::is_ascii_alphanumeric).count();
    let is_number = before.chars().filter(char::is_ascii_digit).count() >= 3
        && before.ends_with(|c: char| c.is_ascii_digit() || "-.".contains(c))
        && after.chars().all(is_part)
        && !text.contains(char::is_whitespace)
        && (8..=14).contains(&digits);
    let before = before.trim_end_matches(|c: char| !c.is_ascii_digit());
    let is_whole = !matches!(doubt_of(before, usage), None | Some(Some(Doubt::ShortCode)))
        && is_likely(before, usage);
    (is_number && !is_whole).then_some(digits)
}

/// Whether a text is a number that is worth suggesting: one to call or to text, or one without its
/// area code.
fn is_likely(text: &str, usage: PhoneUse) -> bool {
    matches!(doubt_of(text, usage), Some(None | Some(Doubt::NoAreaCode | Doubt::ShortCode)))
}

/// What is unlikely about a number, if the text is one.
fn doubt_of(text: &str, usage: PhoneUse) -> Option<Option<Doubt>> {
    let (digits, extension) = dial(text)?;
    let number = PhoneNumber { text: text.to_owned(), digits, extension, ..PhoneNumber::default() };
    Some(doubt(&number, usage))
}

/// That there is no number, or what counts against the digits of it.
fn count(text: &str) -> PhoneError {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(char::is_ascii_uppercase).count();
    let is_one = !text.contains(|c: char| !c.is_ascii_digit() && !" -./()+".contains(c));
    let is_in_letters = !text
        .contains(|c: char| !c.is_ascii_digit() && !c.is_ascii_uppercase() && !"-.+()".contains(c));
    match (digits, letters) {
        (8.., _) if is_one && digits != 10 => PhoneError::Count { digits, in_letters: false },
        (3.., 1..) if is_in_letters && digits + letters != 10 => {
            PhoneError::Count { digits: digits + letters, in_letters: true }
        }
        _ => PhoneError::NoNumber,
    }
}
