//! Doubts about a valid number: what makes it unlikely, and which numbers cannot be assigned.

use wellread_model::{PhoneNumber, PhoneUse};

use super::dial::{group_lengths, is_service};

/// A line that many hubs name, so that a typing error in it can be recognized.
struct KnownLine {
    /// Its number.
    digits: &'static str,
    /// Words that people are asked to send to it, in upper case.
    words: &'static [&'static str],
}

/// The lines that are known. The first is the Crisis Text Line.
const KNOWN_LINES: &[KnownLine] =
    &[KnownLine { digits: "741741", words: &["HOME", "HELLO", "HOLA", "AYUDA", "TALK"] }];

/// What is unlikely about a number.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// It has no area code.
    NoAreaCode,
    /// It is as short as numbers to which messages are sent, and it is to be called.
    ShortCode,
    /// It begins with the digits that lead out of the United States. This is what to write.
    ExitCode(String),
    /// A plus is in front of an area code. This is what to write.
    NoCountryCode(String),
    /// A letter or digit of a word seems to be missing or wrong: the end of a sentence that begins
    /// with the number.
    Letters(String),
    /// The end of a sentence that begins with the number.
    Other(String),
}

impl Doubt {
    /// The end of a sentence that begins with the number.
    pub(crate) fn sentence_end(&self) -> String {
        match self {
            Self::NoAreaCode => "has no area code".to_owned(),
            Self::ShortCode => "is as short as numbers to text, and has no area code".to_owned(),
            Self::ExitCode(_) => {
                "begins with 011, which is dialed only in the United States".to_owned()
            }
            Self::NoCountryCode(_) => {
                "begins with + but has no country code, so phones would dial another country"
                    .to_owned()
            }
            Self::Letters(what) | Self::Other(what) => what.clone(),
        }
    }
}

/// What is unlikely about a number, as the end of a sentence.
///
/// # Examples
/// ```
/// use wellread_content::{PhoneError, parse_phone, phone_doubt};
/// use wellread_model::PhoneUse;
///
/// let number = parse_phone("446-2210", PhoneUse::Call)?;
/// assert_eq!(phone_doubt(&number, PhoneUse::Call).as_deref(), Some("has no area code"));
/// # Ok::<(), PhoneError>(())
/// ```
#[must_use]
pub fn phone_doubt(number: &PhoneNumber, usage: PhoneUse) -> Option<String> {
    doubt(number, usage).map(|doubt| doubt.sentence_end())
}

/// What is unlikely about a number: it may be a typing error, or right in a country whose numbers
/// begin with no `+` here.
pub(crate) fn doubt(number: &PhoneNumber, usage: PhoneUse) -> Option<Doubt> {
    let other = |text: &str| Some(Doubt::Other(text.to_owned()));
    if let Some(what) = doubt_of_words(number) {
        return Some(Doubt::Letters(what));
    }
    let digits = match number.digits.strip_prefix('+') {
        Some(international) => match international.strip_prefix('1') {
            Some(_) => international,
            // No country's code begins with a zero (E.164). One in parentheses after it is dialed
            // within the country only, but not in all of them.
            None if international.starts_with('0')
                || number.text.replacen("(0)", "", 1).contains("(0") =>
            {
                return other("has a 0 that is not dialed after a country code");
            }
            None if has_area_code_alone(&number.text, international) => {
                let written = number.text.trim_start_matches(['+', ' ']);
                return Some(Doubt::NoCountryCode(format!("+1 {written}")));
            }
            None if international.len() < 8 => {
                return other("is too short for a number with a country code");
            }
            None => return None,
        },
        None => number.digits.as_str(),
    };
    if let Some(abroad) = digits.strip_prefix("011").filter(|rest| rest.len() >= 8) {
        let written = number.text.trim_start_matches("011").trim_start_matches([' ', '-', '.']);
        let written =
            if written.starts_with(|c: char| c.is_ascii_digit()) { written } else { abroad };
        return Some(Doubt::ExitCode(format!("+{written}")));
    }
    let is_american = || matches!(group_lengths(&number.text).as_slice(), [3, 3, 4] | [10]);
    let is_one_digit = digits.bytes().all(|digit| digit == digits.as_bytes()[0]);
    // The prefix for calls within a country, or out of it. The United States use neither.
    if digits.starts_with('0') && !is_one_digit && !(digits.len() == 10 && is_american()) {
        return None;
    }
    let national = digits.strip_prefix('1').filter(|rest| rest.len() == 10).unwrap_or(digits);
    // North American Numbering Plan: area code and exchange begin with 2 to 9, and an area code
    // that ends with 11 would be a service; services have three digits, and 988 is the only one
    // that does not end with 11; short codes have five or six.
    let at = |index: usize| national.as_bytes()[index];
    match national.len() {
        3 if is_service(national) => None,
        5 | 6 if usage == PhoneUse::Text => None,
        5 | 6 => Some(Doubt::ShortCode),
        // `1-800-273` is the beginning of a number.
        7 if at(0) >= b'2' => Some(Doubt::NoAreaCode),
        7 => other("is not a whole number"),
        10 if at(0) >= b'2' && at(3) >= b'2' && &national[1..3] != "11" && !is_one_digit => None,
        3 | 10 => other("is not a number that exists in the United States"),
        count => Some(Doubt::Other(format!("has {}", no_such_count(count)))),
    }
}

/// Whether the digits after a plus are those of a number in the United States, without their 1.
fn has_area_code_alone(text: &str, digits: &str) -> bool {
    // Countries whose code looks like an area code and whose numbers have seven digits more.
    const ABROAD: [&str; 16] = [
        "220", "231", "239", "248", "252", "267", "269", "297", "423", "501", "507", "678", "680",
        "681", "682", "689",
    ];
    // What begins the digits of no country whose numbers are so short.
    const NOWHERE: [&str; 9] = ["20", "21", "30", "33", "34", "40", "50", "7", "91"];
    let bytes = digits.as_bytes();
    if bytes.len() != 10 || ABROAD.iter().any(|code| digits.starts_with(code)) {
        return false;
    }
    let can_be = |at: usize| bytes[at] >= b'2' && &bytes[at + 1..at + 3] != b"11";
    let is_grouped = match group_lengths(text).as_slice() {
        [3, 3, 4] => true,
        [10] => NOWHERE.iter().any(|start| digits.starts_with(start)),
        _ => false,
    };
    can_be(0) && can_be(3) && is_grouped
}

/// What is unlikely about the letters of a number, or about the word to send to it.
fn doubt_of_words(number: &PhoneNumber) -> Option<String> {
    for KnownLine { digits, words } in KNOWN_LINES {
        if lacks_one(&number.digits, digits) {
            return Some(format!("looks like {digits} with a digit missing"));
        }
        let instruction = number.instruction.as_deref().filter(|_| number.digits == *digits);
        let sent = instruction.unwrap_or_default().split(|c: char| !c.is_alphabetic());
        let mut near = sent.flat_map(|sent| words.iter().map(move |word| (sent, word)));
        let found = near.find(|(sent, word)| lacks_one(&sent.to_uppercase(), word));
        if let Some((sent, word)) = found {
            return Some(format!("says to send {sent}, which is {word} with a letter missing"));
        }
    }
    // `1-800-273-TAL8`; that of `1-800-FOX1234` has as many digits as people write after a word.
    let group = number.text.rsplit(['-', ' ', '.']).next().unwrap_or_default();
    let word = group.strip_suffix(|c: char| c.is_ascii_digit())?;
    let is_word = word.len() >= 3 && word.bytes().all(|letter| letter.is_ascii_alphabetic());
    is_word.then(|| "ends with a digit after its letters".to_owned())
}

/// Whether a text is another one without one of its characters, all of ASCII.
fn lacks_one(text: &str, whole: &str) -> bool {
    let same = text.bytes().zip(whole.bytes()).take_while(|(a, b)| a == b).count();
    text.len() + 1 == whole.len() && text.as_bytes()[same..] == whole.as_bytes()[same + 1..]
}

/// That no number has so many digits, as the end of a sentence.
pub(crate) fn no_such_count(digits: usize) -> String {
    format!("{digits} digits, and no phone number in the United States has that many")
}

#[cfg(test)]
mod tests {
    use super::super::parse_phone;
    use super::*;

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
            "000-000-0000",
            "0000000000",
            "555-555-5555",
            "(030) 446-9921",
            "911-446-9921",
            "011 52 55 1234 5678",
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
