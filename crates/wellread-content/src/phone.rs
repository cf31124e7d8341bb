//! Phone numbers as people write them, and what a tap on them dials.
//!
//! There is one parser for every number of a hub, and it is strict: it understands all of a text or
//! nothing. What it understands is a number with the usual separators, letters for keys
//! (`1-800-4-A-CHILD`), an extension, and three notes that cannot be misread: `Call` or `Text` in
//! front, `Text HOME to` in front, and `24/7` behind. Any other text is an error, because digits of
//! hours, menus and second numbers were dialed once. Where next: [`crate::contact`].

use wellread_model::{PhoneNumber, PhoneUse};

use crate::formats::strip_prefix_any_case;

/// The longest number that exists, in digits, with its country's code (E.164, section 6).
const MAX_DIGITS: usize = 15;
/// The longest number without a country's code: 1, area code, exchange and line.
const MAX_DOMESTIC_DIGITS: usize = 11;
/// The longest extension, in digits. Longer ones are second numbers.
const MAX_EXTENSION_DIGITS: usize = 6;

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

/// Words for an extension, each before a longer one's beginning is looked for.
const EXTENSION_WORDS: [&str; 5] = ["extension", "extensión", "extn", "ext", "x"];

/// Why a text is no phone number.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum PhoneError {
    /// It holds several numbers.
    Several(Vec<String>),
    /// It holds a number, and words or digits that are not part of it.
    ExtraText { number: String, rest: String },
    /// The number is to be called, and it was written where numbers to text belong; or the reverse.
    OtherUse,
    /// There is no number in it, or none that exists.
    NoNumber,
}

/// Understands a text as one phone number.
///
/// # Errors
/// If anything of the text is no part of the number.
pub(crate) fn parse_phone(text: &str, usage: PhoneUse) -> Result<PhoneNumber, PhoneError> {
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
pub(crate) fn doubt(number: &PhoneNumber, usage: PhoneUse) -> Option<String> {
    let digits = match number.digits.strip_prefix('+') {
        Some(international) => match international.strip_prefix('1') {
            Some(_) => international,
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
        let (keyword, number) = rest.split_once(end)?;
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

/// What a bare number dials: its digits, with a `+` if it has one, and its extension.
fn dial(text: &str) -> Option<(String, Option<String>)> {
    let (main, extension) = split_extension(text);
    if extension.is_some_and(|extension| extension.len() > MAX_EXTENSION_DIGITS) {
        return None;
    }
    let digits = digits_beside_parentheses(main).or_else(|| digits(main))?;
    let count = digits.trim_start_matches('+').len();
    let exists = match digits.as_bytes()[0] {
        b'+' | b'0' => (3..=MAX_DIGITS).contains(&count),
        // Without the country's code that only 1 begins, there is no such number.
        first => (3..=MAX_DOMESTIC_DIGITS - usize::from(first != b'1')).contains(&count),
    };
    // `988 911` is two numbers, and `303 911 0100` is one.
    let is_service = |group: &str| is_service(group) && count < 10;
    let has_services = main.contains(' ') && main.split(' ').any(is_service);
    (exists && !has_services).then(|| (digits, extension.map(str::to_owned)))
}

/// Splits a number from its extension.
fn split_extension(text: &str) -> (&str, Option<&str>) {
    let head = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let extension = &text[head.len()..];
    let head = head.trim_end().trim_end_matches(['.', ':']).trim_end();
    let main = EXTENSION_WORDS.iter().find_map(|word| {
        let start = head.char_indices().rev().nth(word.chars().count() - 1)?.0;
        let main = head[..start].trim_end().trim_end_matches([',', ';']);
        (head[start..].to_lowercase() == *word && main.ends_with(is_end)).then_some(main)
    });
    match main {
        Some(main) if !extension.is_empty() => (main, Some(extension)),
        _ => (text, None),
    }
}

/// Whether this is the number of a service in North America: 988, 211, 911 and the like.
fn is_service(digits: &str) -> bool {
    digits == "988" || (digits.len() == 3 && digits.ends_with("11"))
}

/// Whether a number may end with this character.
fn is_end(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == ')'
}

/// The digits of a number that is written twice: as a word, and as the digits of its keys, one of
/// them in parentheses at the end (`1-800-273-TALK (8255)`).
fn digits_beside_parentheses(text: &str) -> Option<String> {
    let (main, repeated) = text.strip_suffix(')')?.rsplit_once('(')?;
    let keys: Option<String> = repeated.chars().filter(|c| !"- ".contains(*c)).map(key).collect();
    let keys = keys.filter(|keys| keys.len() >= 3)?;
    digits(main.trim_end()).filter(|digits| digits.ends_with(&keys))
}

/// The key of a phone for a digit or a letter (ITU-T E.161).
fn key(c: char) -> Option<char> {
    Some(match c {
        '0'..='9' => c,
        'A'..='C' => '2',
        'D'..='F' => '3',
        'G'..='I' => '4',
        'J'..='L' => '5',
        'M'..='O' => '6',
        'P'..='S' => '7',
        'T'..='V' => '8',
        'W'..='Z' => '9',
        _ => return None,
    })
}

/// The digits of a number that holds nothing but digits, letters for keys and separators.
fn digits(text: &str) -> Option<String> {
    let is_international = text.starts_with('+');
    let body = text.strip_prefix('+').unwrap_or(text);
    // The zero that is dialed within a country only, in the notation that visiting cards have.
    let body = if is_international { body.replacen("(0)", "", 1) } else { body.to_owned() };
    let mut digits = String::new();
    let mut letters = 0;
    let mut open = None;
    let mut separators = 0;
    for c in body.chars() {
        if let Some(key) = key(c) {
            letters += usize::from(c.is_ascii_alphabetic());
            // Letters come after an area code, and never in its parentheses.
            if letters > 0 && (digits.len() < 3 || open.is_some()) {
                return None;
            }
            digits.push(key);
            separators = 0;
            continue;
        }
        separators += 1;
        match c {
            '(' if open.is_none() => open = Some(digits.len()),
            // Empty parentheses would be a number that someone forgot.
            ')' if open.take().is_some_and(|start| digits.len() > start) => {}
            ' ' | '-' | '.' => {}
            // 303/555-0100
            '/' if digits.len() == 3 || (digits.len() == 4 && digits.starts_with('1')) => {}
            _ => return None,
        }
        // Longer gaps are a form that was not filled in, or two columns of a table.
        if separators > 3 {
            return None;
        }
    }
    let is_whole =
        open.is_none() && body.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '(');
    if !is_whole || !body.ends_with(is_end) || (letters > 0 && !is_in_letters(&digits)) {
        return None;
    }
    Some(if is_international { format!("+{digits}") } else { digits })
}

/// Whether a number with letters is as long as one in North America, where such numbers are used,
/// and begins with an area code: `988 PRESS ONE` is a sentence.
fn is_in_letters(digits: &str) -> bool {
    let national = digits.strip_prefix('1').unwrap_or(digits);
    national.len() == 10 && !is_service(&national[..3])
}

/// Finds out what a text holds that is no phone number.
fn explain(text: &str) -> PhoneError {
    for separator in BETWEEN_NUMBERS {
        let parts: Vec<&str> = text.split(separator).map(str::trim).collect();
        if parts.len() > 1 && parts.iter().all(|part| dial(part).is_some()) {
            return PhoneError::Several(parts.into_iter().map(str::to_owned).collect());
        }
    }
    // The longest number at the beginning, or else the longest at the end. A message needs no more,
    // so the text is not looked through any further than numbers are long.
    let is_word = |c: char| c.is_alphanumeric();
    let cuts = text.char_indices().map(|(at, _)| text.split_at(at)).filter(|(left, right)| {
        // No piece of a longer number, and no piece of a word.
        !left.ends_with(is_word) || !right.starts_with(is_word)
    });
    let cuts: Vec<(&str, &str)> = cuts.collect();
    let at_start = cuts.iter().take(MAX_PIECES).rev().map(|&(left, right)| (left, right));
    let at_end = cuts.iter().rev().take(MAX_PIECES).rev().map(|&(left, right)| (right, left));
    for (number, rest) in at_start.chain(at_end) {
        let (number, rest) = (number.trim(), rest.trim());
        if rest.is_empty() || dial(number).is_none() {
            continue;
        }
        let words = rest.trim_matches(|c: char| !is_word(c));
        if let Some(second) = [rest, words].into_iter().find(|rest| dial(rest).is_some()) {
            return PhoneError::Several(vec![number.to_owned(), second.to_owned()]);
        }
        let rest = if words.is_empty() { rest } else { words };
        return PhoneError::ExtraText { number: number.to_owned(), rest: rest.to_owned() };
    }
    PhoneError::NoNumber
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
        for text in ["Text HOME to 741741", "text “HOME” to 741741", "Envíe HOLA al 741741"] {
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
    fn unlikely_numbers_are_doubted() {
        let is_doubted = |text, usage| doubt(&parse_phone(text, usage).unwrap(), usage).is_some();
        for text in
            ["303 555 01", "555-0100", "303-055-0100", "103-555-0100", "+44 20", "123", "741741"]
        {
            assert!(is_doubted(text, PhoneUse::Call), "{text}");
        }
        for text in
            ["303-555-0100", "1-303-555-0100", "+1 303 555 0100", "988", "711", "911", "020 79"]
        {
            assert!(!is_doubted(text, PhoneUse::Call), "{text}");
        }
        for text in ["741741", "12345", "988"] {
            assert!(!is_doubted(text, PhoneUse::Text), "{text}");
        }
    }
}
