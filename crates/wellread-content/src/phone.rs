//! Phone numbers as people write them, and what a tap on them dials.
//!
//! There is one parser for every number of a hub, and it is strict: it understands all of a text or
//! nothing. What it understands is a number with the usual separators, letters for keys
//! (`1-800-4-A-CHILD`), an extension, and three notes that cannot be misread: `Call` or `Text` in
//! front, `Text HOME to` in front, and `24/7` after. Any other text is an error, because digits of
//! hours, menus and second numbers were dialed once. Where next: [`crate::contact`].

mod dial;
mod doubt;
mod error;
mod explain;
mod label;

use wellread_model::{PhoneNumber, PhoneUse, digit_meant};

use self::dial::dial;
pub use self::dial::keypad_digit;
pub use self::doubt::phone_doubt;
pub(crate) use self::doubt::{Doubt, doubt, no_such_count};
pub use self::error::PhoneError;
use self::explain::explain;
pub(crate) use self::label::{LabelUse, label_use};
use crate::formats::strip_prefix_any_case;

/// Words before a number that say what to do with it, longest first, and their use. `None` is both.
const VERBS: [(&str, Option<PhoneUse>); 19] = [
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
    ("txt", Some(PhoneUse::Text)),
];

/// What begins and ends an instruction with the word to send: `Text HOME to 741741`.
const KEYWORD_SENTENCES: [(&str, &str); 7] = [
    ("text ", " to "),
    ("txt ", " to "),
    ("send ", " to "),
    ("envíe ", " al "),
    ("envía ", " al "),
    ("manda ", " al "),
    ("mande ", " al "),
];

/// Understands a text as one phone number.
///
/// # Errors
/// If anything of the text is not part of the number.
///
/// # Examples
/// ```
/// use wellread_content::{PhoneError, parse_phone};
/// use wellread_model::PhoneUse;
///
/// let number = parse_phone("(303) 555-0100 ext. 12", PhoneUse::Call)?;
/// assert_eq!(number.url(PhoneUse::Call), "tel:3035550100;ext=12");
/// assert_eq!(parse_phone("ask at the desk", PhoneUse::Call), Err(PhoneError::NoNumber));
/// # Ok::<(), PhoneError>(())
/// ```
pub fn parse_phone(text: &str, usage: PhoneUse) -> Result<PhoneNumber, PhoneError> {
    if let Some(corrected) = with_digits_for_letters(text) {
        parse_phone(&corrected, usage)?;
        return Err(PhoneError::LetterForDigit(corrected));
    }
    let plain = plain_characters(text);
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
        return Err(whole_instruction(plain).unwrap_or_else(|| explain(rest, usage)));
    };
    let instruction = has_verb.then(|| text.trim().to_owned());
    // The author's own characters are shown; `plain_characters` has changed some, one for one.
    let start = plain.chars().count() - rest.chars().count();
    let shown = text.trim().chars().skip(start).collect::<String>().trim().to_owned();
    Ok(PhoneNumber { label: None, text: shown, instruction, digits, extension })
}

/// The text with the digits for which letters were written that look like them: O for 0, I and l
/// for 1. A word of keys (`1-800-4-A-CHILD`) has other letters too.
fn with_digits_for_letters(text: &str) -> Option<String> {
    let is_sign = |c: &char| !c.is_alphanumeric();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c| !is_sign(&c)).unwrap_or(rest.len());
        let (signs, words) = rest.split_at(end);
        let (group, after) = words.split_at(words.find(|c| is_sign(&c)).unwrap_or(words.len()));
        out.push_str(signs);
        let looks_like_digits = group.chars().all(|c| digit_meant(c).is_ascii_digit());
        let has_digit = group.contains(|c: char| c.is_ascii_digit());
        // `OOO` can be no word; `o` is one, and `Il` begins some.
        let is_wrong = has_digit || (group.len() > 2 && group.chars().all(|c| "OI".contains(c)));
        if looks_like_digits && is_wrong {
            out.extend(group.chars().map(digit_meant));
        } else {
            out.push_str(group);
        }
        rest = after;
    }
    (out != text).then_some(out)
}

/// The instruction that `HELP to 741741` is the end of.
fn whole_instruction(text: &str) -> Option<PhoneError> {
    // What has its first word is whole. This also ends the recursion.
    if KEYWORD_SENTENCES.iter().any(|(begin, _)| strip_prefix_any_case(text, begin).is_some()) {
        return None;
    }
    ["Text", "Envíe"]
        .map(|verb| format!("{verb} {text}"))
        .into_iter()
        .find(|whole| parse_phone(whole, PhoneUse::Text).is_ok())
        .map(PhoneError::NoVerb)
}

/// Makes the characters equal that look alike: each dash `-`, each space a space. One character
/// stays one character.
fn plain_characters(text: &str) -> String {
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
        // "Text" must not be found in "Texting"; and a second word ("Call us") is not a number.
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

/// Removes `24/7` from the end, with or without parentheses. It is the one note on hours that
/// people write into the number itself and that can be nothing else.
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
            ("1-800-GO-FEDEX", "tel:18004633339"),
            ("1-800-OIL-LINE", "tel:18006455463"),
            ("1-800-I-CANDLE", "tel:18004226353"),
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
        let count = |digits| PhoneError::Count { digits, in_letters: false };
        let letter = |text: &str| PhoneError::LetterForDigit(text.to_owned());
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
            ("303-555-0100 12", extra("303-555-0100", "12")),
            ("0101", PhoneError::NoNumber),
            ("", PhoneError::NoNumber),
            ("()", PhoneError::NoNumber),
            ("+", PhoneError::NoNumber),
            ("(303 555-0100", extra("303 555-0100", "(")),
            ("303-555-0100.", extra("303-555-0100", "….")),
            ("٣٠٣-٥٥٥-٠١٠٠", PhoneError::NoNumber),
            ("1234567890123456", count(16)),
            ("800-284-02511", count(11)),
            ("52 55 1234 5678", count(12)),
            ("52 303 446 9921", count(12)),
            ("1-800-284-0251-5", count(12)),
            ("800 284 02511", count(11)),
            ("303.446.9921.5", count(11)),
            ("1-800-GET-HELPNOW", PhoneError::Count { digits: 14, in_letters: true }),
            ("HELP to 741741", PhoneError::NoVerb("Text HELP to 741741".to_owned())),
            ("800-284-O251", letter("800-284-0251")),
            ("(3O3) 446-9921", letter("(303) 446-9921")),
            ("3o3-446-992l", letter("303-446-9921")),
            ("8OO-FLOWERS", letter("800-FLOWERS")),
            ("303-446-OOOO", letter("303-446-0000")),
            ("Call 9ll", letter("Call 911")),
            ("(3O3) 446-9921 (cell)", extra("(303) 446-9921", "cell")),
            ("tel:303-555-0100", extra("303-555-0100", "tel:…")),
            ("[us](tel:3035550100)", extra("3035550100", "[us](tel:…)")),
            ("<303-555-0100>", extra("303-555-0100", "<…>")),
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
}
