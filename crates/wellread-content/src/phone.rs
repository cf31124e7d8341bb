//! Phone numbers as people write them, and what a tap on them dials.
//!
//! There is one parser for every number of a hub, and it is strict: it understands all of a text or
//! nothing. What it understands is a number with the usual separators, letters for keys
//! (`1-800-4-A-CHILD`), an extension, and three notes that cannot be misread: `Call` or `Text` in
//! front, `Text HOME to` in front, and `24/7` behind. Any other text is an error, because digits of
//! hours, menus and second numbers were dialed once. Where next: [`crate::contact`].

mod dial;

use wellread_model::{PhoneNumber, PhoneUse};

use self::dial::{dial, is_service};
use crate::formats::strip_prefix_any_case;

/// How many words and signs of a text are looked at for a number in it.
const MAX_PIECES: usize = 40;

/// Words before a number that say what to do with it, longest first, and their use. `None` is both.
const VERBS: [(&str, Option<PhoneUse>); 18] = [
    ("call or text", None),
    ("text or call", None),
    ("llame o envíe un mensaje al", None),
    ("call us at", Some(PhoneUse::Call)),
    ("call", Some(PhoneUse::Call)),
    ("dial", Some(PhoneUse::Call)),
    ("telephone", Some(PhoneUse::Call)),
    ("teléfono", Some(PhoneUse::Call)),
    ("phone", Some(PhoneUse::Call)),
    ("tel.", Some(PhoneUse::Call)),
    ("tel", Some(PhoneUse::Call)),
    ("llame al", Some(PhoneUse::Call)),
    ("llama al", Some(PhoneUse::Call)),
    ("marque", Some(PhoneUse::Call)),
    ("sms", Some(PhoneUse::Text)),
    ("text us at", Some(PhoneUse::Text)),
    ("text to", Some(PhoneUse::Text)),
    ("text", Some(PhoneUse::Text)),
];

/// What begins and ends an instruction with the word to send: `Text HOME to 741741`.
const KEYWORD_SENTENCES: [(&str, &str); 6] = [
    ("text ", " to "),
    ("send ", " to "),
    ("envíe ", " al "),
    ("envía ", " al "),
    ("manda ", " al "),
    ("mande ", " al "),
];

/// Words and signs between two numbers.
const BETWEEN_NUMBERS: [&str; 11] =
    [" or ", " and ", " y ", " o ", " & ", "&", ",", ";", "|", "\n", "/"];

/// Why a text is no phone number.
#[derive(Debug, PartialEq, Eq)]
pub enum PhoneError {
    /// It holds several numbers.
    Several(Vec<String>),
    /// It holds a number, and words or digits that are not part of it.
    ExtraText {
        /// The number.
        number: String,
        /// What is not part of it.
        rest: String,
    },
    /// The number is to be called, and it was written where numbers to text belong; or the reverse.
    OtherUse,
    /// There is no number in it, or none that exists.
    NoNumber,
}

/// Understands a text as one phone number.
///
/// # Errors
/// If anything of the text is no part of the number.
///
/// # Examples
/// ```
/// use wellread_content::{PhoneError, parse_phone};
/// use wellread_model::PhoneUse;
///
/// let number = parse_phone("(303) 555-0100 ext. 12", PhoneUse::Call).unwrap();
/// assert_eq!(number.url(PhoneUse::Call), "tel:3035550100;ext=12");
/// assert_eq!(parse_phone("ask at the desk", PhoneUse::Call), Err(PhoneError::NoNumber));
/// ```
pub fn parse_phone(text: &str, usage: PhoneUse) -> Result<PhoneNumber, PhoneError> {
    let plain = plain_signs(text);
    let plain = plain.trim();
    let (rest, has_verb) = match without_verb(plain) {
        Some((_, Some(other))) if other != usage => return Err(PhoneError::OtherUse),
        Some((rest, _)) => (rest, true),
        None => match without_keyword(plain) {
            Some(_) if usage == PhoneUse::Call => return Err(PhoneError::OtherUse),
            Some(rest) => (rest, true),
            None => (plain, false),
        },
    };
    let Some((digits, extension)) = dial(without_all_day(rest)) else {
        return Err(explain(rest));
    };
    let instruction = has_verb.then(|| text.trim().to_owned());
    // The author's own characters are shown; `plain_signs` has changed some, one for one.
    let start = plain.chars().count() - rest.chars().count();
    let shown = text.trim().chars().skip(start).collect::<String>().trim().to_owned();
    Ok(PhoneNumber { label: None, text: shown, instruction, digits, extension })
}

/// What is unlikely about a number, as the end of a sentence: it may be a typing error, or right in
/// a country whose numbers begin with no `+` here.
///
/// # Examples
/// ```
/// use wellread_content::{parse_phone, phone_doubt};
/// use wellread_model::PhoneUse;
///
/// let number = parse_phone("446-2210", PhoneUse::Call).unwrap();
/// assert_eq!(phone_doubt(&number, PhoneUse::Call).as_deref(), Some("has no area code"));
/// ```
#[must_use]
pub fn doubt(number: &PhoneNumber, usage: PhoneUse) -> Option<String> {
    let digits = match number.digits.strip_prefix('+') {
        Some(international) => match international.strip_prefix('1') {
            Some(_) => international,
            // No country's code begins with a zero (E.164). One in parentheses after it is dialed
            // within the country only, but not in all of them.
            None if international.starts_with('0')
                || number.text.replacen("(0)", "", 1).contains("(0") =>
            {
                return Some("has a 0 that is not dialed after a country code".to_owned());
            }
            None if international.len() < 8 => {
                return Some("is too short for a number with a country code".to_owned());
            }
            None => return None,
        },
        // The prefix for calls within a country, or out of it. The United States use neither.
        None if number.digits.starts_with('0') => return None,
        None => number.digits.as_str(),
    };
    let national = digits.strip_prefix('1').filter(|rest| rest.len() == 10).unwrap_or(digits);
    // North American Numbering Plan: area code and exchange begin with 2 to 9; services have three
    // digits, and 988 is the only one that does not end with 11; short codes have five or six.
    let at = |index: usize| national.as_bytes()[index];
    match national.len() {
        3 if is_service(national) => None,
        5 | 6 if usage == PhoneUse::Text => None,
        7 => Some("has no area code".to_owned()),
        10 if at(0) >= b'2' && at(3) >= b'2' => None,
        3 | 10 => Some("is not a number that exists in the United States".to_owned()),
        count => Some(format!(
            "has {count} digits, and no phone number in the United States has that many"
        )),
    }
}

/// Makes the signs equal that look alike: each dash `-`, each space a space. One character stays one
/// character.
fn plain_signs(text: &str) -> String {
    let plain = |c| match c {
        // Hyphens, figure dash, en and em dash, minus: word processors choose among them.
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\n' => '\n',
        c if c.is_whitespace() => ' ',
        c => c,
    };
    text.chars().map(plain).collect()
}

/// What follows a word of [`VERBS`].
fn without_verb(text: &str) -> Option<(&str, Option<PhoneUse>)> {
    VERBS.iter().find_map(|(verb, usage)| {
        let rest = strip_prefix_any_case(text, verb)?;
        let rest = rest.strip_prefix(':').unwrap_or(rest);
        // "Text" must not be found in "Texting"; and a second word ("Call us") is no number.
        let number = rest.trim_start();
        let begins = number.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '('));
        (begins && number.len() < rest.len()).then_some((number, *usage))
    })
}

/// What follows an instruction such as `Text HOME to`. The word to send has no digits, since these
/// could be a number.
fn without_keyword(text: &str) -> Option<&str> {
    KEYWORD_SENTENCES.iter().find_map(|(begin, end)| {
        let rest = strip_prefix_any_case(text, begin)?;
        // The lower case of ASCII letters is as long as they are.
        let at = rest.to_ascii_lowercase().find(end)?;
        let (keyword, number) = (&rest[..at], &rest[at + end.len()..]);
        let is_word = |c: char| c.is_alphabetic() || "\"'“”‘’ ".contains(c);
        (keyword.len() <= 30 && keyword.chars().all(is_word)).then_some(number.trim_start())
    })
}

/// Removes `24/7` from the end, with or without parentheses. It is the one note on hours that people
/// write into the number itself and that can be nothing else.
fn without_all_day(text: &str) -> &str {
    let inner = text.strip_suffix(')').unwrap_or(text).trim_end();
    let Some(rest) = inner.strip_suffix("24/7") else { return text };
    let rest =
        if inner.len() < text.len() { rest.trim_end().strip_suffix('(') } else { Some(rest) };
    match rest {
        Some(rest) if rest.ends_with([' ', ',', ';']) => rest.trim_end_matches([' ', ',', ';']),
        _ => text,
    }
}

/// Finds out what a text holds that is no phone number.
fn explain(text: &str) -> PhoneError {
    if let Some(numbers) = BETWEEN_NUMBERS.iter().find_map(|between| several(text, between)) {
        return PhoneError::Several(numbers);
    }
    // The longest number at the beginning, or else the longest at the end. A message needs no more,
    // so the text is not looked through any further than numbers are long.
    let is_word = |c: char| c.is_alphanumeric();
    let cuts = text.char_indices().map(|(at, _)| text.split_at(at)).filter(|(left, right)| {
        // No piece of a longer number, and no piece of a word.
        !left.ends_with(is_word) || !right.starts_with(is_word)
    });
    let cuts: Vec<(&str, &str)> = cuts.collect();
    let at_start = cuts.iter().take(MAX_PIECES).rev().copied();
    let at_end = cuts.iter().rev().take(MAX_PIECES).rev().map(|&(left, right)| (right, left));
    for (number, rest) in at_start.chain(at_end) {
        let (number, rest) = (number.trim(), rest.trim());
        if rest.is_empty() || !is_likely(number) {
            continue;
        }
        let words = rest.trim_matches(|c: char| !is_word(c));
        if let Some(second) = [rest, words].into_iter().find(|rest| is_likely(rest)) {
            return PhoneError::Several(vec![number.to_owned(), second.to_owned()]);
        }
        let rest = if words.is_empty() { rest } else { words };
        return PhoneError::ExtraText { number: number.to_owned(), rest: rest.to_owned() };
    }
    PhoneError::NoNumber
}

/// The numbers of a text that holds several with a sign between them. Of `303-555-0100/0101`, the
/// second one begins like the first.
fn several(text: &str, between: &str) -> Option<Vec<String>> {
    let mut parts = text.split(between).map(str::trim);
    let first = parts.next().filter(|first| is_likely(first))?;
    let whole = |part: &str| {
        let is_end = (2..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        let start = first.len().checked_sub(part.len()).filter(|_| is_end && !is_likely(part));
        let number = start.and_then(|at| first.get(..at)).map(|start| format!("{start}{part}"));
        Some(number.unwrap_or_else(|| part.to_owned())).filter(|number| is_likely(number))
    };
    let others: Vec<String> = parts.map(whole).collect::<Option<_>>()?;
    let numbers: Vec<String> = std::iter::once(first.to_owned()).chain(others).collect();
    (numbers.len() > 1).then_some(numbers)
}

/// Whether a text is a number that is worth suggesting: one to call or to text, or one without its
/// area code.
fn is_likely(text: &str) -> bool {
    let Some((digits, extension)) = dial(text) else { return false };
    let number = PhoneNumber { text: text.to_owned(), digits, extension, ..PhoneNumber::default() };
    number.digits.len() == 7
        || [PhoneUse::Call, PhoneUse::Text].iter().any(|usage| doubt(&number, *usage).is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a text dials when called, or the error.
    fn call(text: &str) -> Result<String, PhoneError> {
        parse_phone(text, PhoneUse::Call).map(|number| number.url(PhoneUse::Call))
    }

    #[test]
    fn people_write_numbers_in_many_ways() {
        for (text, url) in [
            ("303-555-0100", "tel:3035550100"),
            ("(303) 555-0100", "tel:3035550100"),
            ("303.555.0100", "tel:3035550100"),
            ("303/555-0100", "tel:3035550100"),
            ("303 – 555 – 0100", "tel:3035550100"),
            ("303\u{2011}555\u{a0}0100", "tel:3035550100"),
            ("+1 (303) 555-0100", "tel:+13035550100"),
            ("1 (303) 555-0100", "tel:13035550100"),
            ("+44 (0)20 7946 0958", "tel:+442079460958"),
            ("+52 55 1234 5678", "tel:+525512345678"),
            ("020 7946 0958", "tel:02079460958"),
            ("988", "tel:988"),
            ("1-800-4-A-CHILD", "tel:18004224453"),
            ("1-800-FLOWERS", "tel:18003569377"),
            ("1-800-Flowers", "tel:18003569377"),
            ("1-800-FOX1234", "tel:18003691234"),
            ("+298 211 111", "tel:+298211111"),
            ("303-555-0100 (ext. 12)", "tel:3035550100;ext=12"),
            ("303-555-0100 (x12)", "tel:3035550100;ext=12"),
            ("1-800-273-TALK (8255)", "tel:18002738255"),
            ("1-800-273-8255 (TALK)", "tel:18002738255"),
            ("303-555-0100 ext 12", "tel:3035550100;ext=12"),
            ("303-555-0100 Ext. 12", "tel:3035550100;ext=12"),
            ("303-555-0100, EXT: 12", "tel:3035550100;ext=12"),
            ("303-555-0100 x12", "tel:3035550100;ext=12"),
            ("303-555-0100x12", "tel:3035550100;ext=12"),
            ("303-555-0100 extension 12", "tel:3035550100;ext=12"),
            ("1-800-4-A-CHILD ext. 7", "tel:18004224453;ext=7"),
            ("303-555-0100 (24/7)", "tel:3035550100"),
            ("303-555-0100, 24/7", "tel:3035550100"),
            ("Call or text 988", "tel:988"),
            ("CALL 988 (24/7)", "tel:988"),
            ("Tel.: 303-555-0100", "tel:3035550100"),
        ] {
            assert_eq!(call(text).as_deref(), Ok(url), "{text}");
        }
    }

    #[test]
    fn nothing_else_is_dialed() {
        let extra = |number: &str, rest: &str| PhoneError::ExtraText {
            number: number.to_owned(),
            rest: rest.to_owned(),
        };
        for (text, error) in [
            ("TTY 711", extra("711", "TTY")),
            ("988, press 1", extra("988", "press 1")),
            ("303-555-0100 9-5", extra("303-555-0100", "9-5")),
            ("303-555-0100 (Mon-Fri 9-5)", extra("303-555-0100", "Mon-Fri 9-5")),
            ("Office: (303) 555-0100", extra("(303) 555-0100", "Office")),
            ("303-555-0100 TTY 711", extra("303-555-0100", "TTY 711")),
            ("24/7", PhoneError::NoNumber),
            ("303-555-0100 or 988 now", extra("303-555-0100", "or 988 now")),
            ("Text HOME to 741741", PhoneError::OtherUse),
            ("text 988", PhoneError::OtherUse),
            ("303-555-0100 ext 3035550101", extra("303-555-0100", "ext 3035550101")),
            ("303-555-0100 ext", extra("303-555-0100", "ext")),
            ("988 PRESS 1", extra("988", "PRESS 1")),
            ("12", PhoneError::NoNumber),
            ("303 call 711", extra("711", "303 call")),
            ("0101", PhoneError::NoNumber),
            ("", PhoneError::NoNumber),
            ("()", PhoneError::NoNumber),
            ("+", PhoneError::NoNumber),
            ("(303 555-0100", extra("303 555-0100", "(")),
            ("303-555-0100.", extra("303-555-0100", ".")),
            ("٣٠٣-٥٥٥-٠١٠٠", PhoneError::NoNumber),
            ("1234567890123456", PhoneError::NoNumber),
            ("tel:303-555-0100", extra("303-555-0100", "tel")),
        ] {
            assert_eq!(call(text), Err(error), "{text}");
        }
        let short = Err(PhoneError::Several(vec!["303-555-0100".into(), "303-555-0101".into()]));
        for text in ["303-555-0100/0101", "303-555-0100 or 0101", "303-555-0100, 01"] {
            assert_eq!(call(text), short, "{text}");
        }
        for text in [
            "303-555-0100 or 303-555-0101",
            "303-555-0100 / 303-555-0101",
            "303-555-0100 303-555-0101",
            "(303) 555-0100 (303) 555-0101",
            "988 & 911",
            "988 911",
        ] {
            assert!(matches!(call(text), Err(PhoneError::Several(_))), "{text}");
        }
    }

    #[test]
    fn a_message_goes_to_the_number_and_shows_the_sentence() {
        for text in [
            "Text HOME to 741741",
            "TEXT HOME TO 741741",
            "text “HOME” to 741741",
            "Envíe HOLA al 741741",
        ] {
            let number = parse_phone(text, PhoneUse::Text).unwrap();
            assert_eq!(number.url(PhoneUse::Text), "sms:741741", "{text}");
            assert_eq!(number.instruction.as_deref(), Some(text));
            assert_eq!(number.text, "741741");
        }
        assert_eq!(parse_phone("Call 988", PhoneUse::Text), Err(PhoneError::OtherUse));
        assert!(parse_phone("Text HOME2 to 741741", PhoneUse::Text).is_err());
        let number = parse_phone("741741", PhoneUse::Text).unwrap();
        assert_eq!((number.instruction, number.text.as_str()), (None, "741741"));
    }

    #[test]
    fn suggested_numbers_can_be_written() {
        for text in [
            "TTY 711",
            "988, press 1",
            "Office: (303) 555-0100, ext 12 or 303-555-0101",
            "1-800-Flowers or 1-800-273-TALK",
            "303-555-0100/0101/0102",
            "+49 (030) 1234567 fax",
            "call 1-800",
            "1 2 3 4 5 6 7 8 9 10",
        ] {
            let numbers = match call(text) {
                Err(PhoneError::Several(numbers)) => numbers,
                Err(PhoneError::ExtraText { number, .. }) => vec![number],
                _ => continue,
            };
            for number in numbers {
                let parsed = parse_phone(&number, PhoneUse::Call);
                let doubt = parsed.map(|parsed| doubt(&parsed, PhoneUse::Call));
                assert_eq!(doubt, Ok(None), "{text}: {number}");
            }
        }
    }

    #[test]
    fn unlikely_numbers_are_doubted() {
        let is_doubted = |text, usage| doubt(&parse_phone(text, usage).unwrap(), usage).is_some();
        for text in [
            "303 555 01",
            "555-0100",
            "303-055-0100",
            "103-555-0100",
            "+44 20",
            "123",
            "1-800",
            "741741",
            "+49 (030) 1234567",
            "+0 303 555 0100",
        ] {
            assert!(is_doubted(text, PhoneUse::Call), "{text}");
        }
        for text in [
            "303-555-0100",
            "1-303-555-0100",
            "+1 303 555 0100",
            "988",
            "711",
            "911",
            "020 7946 0958",
        ] {
            assert!(!is_doubted(text, PhoneUse::Call), "{text}");
        }
        for text in ["741741", "12345", "988"] {
            assert!(!is_doubted(text, PhoneUse::Text), "{text}");
        }
    }
}
