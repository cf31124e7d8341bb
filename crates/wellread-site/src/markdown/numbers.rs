//! Numbers that stay on one line: phone numbers, dates, anything of digits and hyphens.
//!
//! Browsers break lines after a hyphen, and `303-555-/0100` is read and dialed wrongly. The text
//! must not change (a no-break hyphen would be copied, and no phone dials it), so the number gets
//! an element that the stylesheet does not wrap. Only the shape counts. Dates and other
//! numbers of that shape stay whole too, which harms nothing.

use std::collections::BTreeSet;
use std::ops::Range;

use wellread_content::keypad_digit;
use wellread_model::marks::{is_dash, is_hyphen};
use wellread_model::{needs_escape, position_of_byte};

use super::escape::escape_into;

/// How many digits, or letters in place of digits, a number has. Shorter ones hardly ever are at
/// the end of a line, and phone numbers have no more (ITU-T E.164).
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// The characters of the longest number, with its marks: what fits on a line of a small phone. The
/// dots between two numbers of a price list do not.
const LONGEST: usize = 24;

/// A run of digits and the marks between them, without spaces.
struct DigitGroup {
    /// Where it is in the text.
    range: Range<usize>,
    /// Digits and letters.
    digits: usize,
    /// `1-800-GET-HELP`: letters that stand for digits. Such a number has no spaces.
    has_letters: bool,
}

/// [`write_text`], which tells whether it wrote the text as it is, and would so write each part of
/// it: most text has neither a digit nor anything to escape.
pub(super) fn write_words(out: &mut String, text: &str) -> bool {
    let is_special = |byte: u8| byte.is_ascii_digit() | needs_escape(byte);
    let is_verbatim = position_of_byte(text.as_bytes(), is_special).is_none();
    if is_verbatim {
        out.push_str(text);
    } else {
        write_text(out, text);
    }
    is_verbatim
}

/// Appends text, escaped, with `<span class="number">` around each number.
pub(super) fn write_text(out: &mut String, text: &str) {
    let mut at = 0;
    for number in numbers(text) {
        escape_into(out, &text[at..number.start]);
        out.push_str("<span class=\"number\">");
        escape_into(out, &text[number.clone()]);
        out.push_str("</span>");
        at = number.end;
    }
    escape_into(out, &text[at..]);
}

/// How many groups of digits a phone number has at most: `+33 1 23 45 67 89` has six.
const GROUPS: usize = 6;

/// A number in a text that a phone dials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DialedNumber {
    /// Where it is, with the marks between its digits.
    pub(crate) range: Range<usize>,
    /// Its digits; see [`national`].
    pub(crate) digits: String,
}

/// The digits of a number without `+` and without the code of the United States, so that all ways
/// to write it are one: `+1 303…`, `1-303…`, `303…`. Letters are the keys of a phone.
pub(crate) fn national(number: &str) -> String {
    let digits: String = number.chars().filter_map(dialed_digit).collect();
    wellread_model::national(&digits).to_owned()
}

/// The phone numbers in a text, however they are written. Short ones, such as 988, count only if
/// they are `known`.
pub(crate) fn phone_numbers(text: &str, known: &BTreeSet<String>) -> Vec<DialedNumber> {
    let mut found = Vec::new();
    if !has_digit(text) {
        return found;
    }
    let groups: Vec<DigitGroup> = groups(text).collect();
    let mut at = 0;
    while at < groups.len() {
        // The longest number that begins here, in groups with one space between them.
        let row = groups[at..].windows(2).take(GROUPS - 1);
        let joined =
            row.take_while(|pair| is_one_space(&text[pair[0].range.end..pair[1].range.start]));
        let longest = joined.count() + 1;
        let number = (1..=longest).rev().find_map(|count| {
            let range = groups[at].range.start..groups[at + count - 1].range.end;
            let written = &text[range.clone()];
            let digits = national(written);
            // `988lifeline.org` is a name.
            let is_in_word = text[range.end..].starts_with(char::is_alphanumeric);
            let is_short = known.contains(&digits) && !is_in_word;
            let is_number =
                is_short || is_dialed(written, &digits) && !is_of_law(&text[..range.start]);
            is_number.then_some((count, DialedNumber { range, digits }))
        });
        at += number.as_ref().map_or(1, |(count, _)| *count);
        found.extend(number.map(|(_, number)| number));
    }
    found
}

/// Whether the number of a law follows a text: `42 U.S.C. 12131-12134`, `28 CFR 36.301-36.310`.
fn is_of_law(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '\u{a0}']);
    ["§", "U.S.C.", "USC", "C.F.R.", "CFR"].iter().any(|code| before.ends_with(code))
}

/// Whether a number is one to dial. Dates, amounts and the numbers of laws are others.
fn is_dialed(written: &str, digits: &str) -> bool {
    let has_country = written.starts_with('+') && DIGITS.contains(&digits.len());
    let parts: Vec<usize> = written.split(is_mark).map(str::len).collect();
    has_country || (digits.len() == 10 && !written.starts_with('0')) || parts == [3, 4]
}

/// The digit that a character of a number dials. In running text only upper-case letters stand for
/// keys (`1-800-4-A-CHILD`): those in lower case are words around the number.
pub(super) fn dialed_digit(c: char) -> Option<char> {
    keypad_digit(c).filter(|_| !c.is_ascii_lowercase())
}

/// Whether a text has a digit of ASCII. It looks at all bytes, which the compiler makes many at
/// once.
fn has_digit(text: &str) -> bool {
    text.bytes().fold(false, |has, byte| has | byte.is_ascii_digit())
}

/// The numbers in a text that a line could break.
fn numbers(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    // Most text has no digit, and is not looked at again.
    if !has_digit(text) {
        return found;
    }
    let mut row: Vec<DigitGroup> = Vec::new();
    for group in groups(text) {
        let follows = row.last().is_some_and(|last| {
            let between = &text[last.range.end..group.range.start];
            !last.has_letters && !group.has_letters && is_one_space(between)
        });
        if !follows {
            close(&mut row, text, &mut found);
        }
        row.push(group);
    }
    close(&mut row, text, &mut found);
    found
}

/// Ends a row of groups with spaces between them: together they are a number, or each may be one.
fn close(row: &mut Vec<DigitGroup>, text: &str, found: &mut Vec<Range<usize>>) {
    let is_number = |range: &Range<usize>, digits: usize| {
        let number = &text[range.clone()];
        // Without a mark between its digits it is one word, which no line breaks.
        let breaks = number.bytes().any(|byte| !byte.is_ascii_alphanumeric());
        breaks && DIGITS.contains(&digits) && number.chars().count() <= LONGEST
    };
    if let [first, .., last] = row.as_slice() {
        let whole = first.range.start..last.range.end;
        if is_number(&whole, row.iter().map(|group| group.digits).sum()) {
            found.push(whole);
            row.clear();
        }
    }
    found.extend(
        row.drain(..)
            .filter(|group| is_number(&group.range, group.digits))
            .map(|group| group.range),
    );
}

/// The groups of a text, in order.
fn groups(text: &str) -> impl Iterator<Item = DigitGroup> + '_ {
    let mut rest = 0;
    std::iter::from_fn(move || {
        loop {
            let start = rest + text[rest..].find(|c| is_digit(c) || is_mark(c))?;
            let length = text[start..].find(|c| !is_digit(c) && !is_mark(c));
            let end = length.map_or(text.len(), |length| start + length);
            rest = end;
            let before = text[..start].chars().next_back();
            let run = text[start..end].trim_end_matches(|c| is_mark(c) && c != ')');
            // The bracket around a note is not part of the number in it.
            let run = if run.contains('(') { run } else { run.trim_end_matches(')') };
            // `A-1`, `abc123` and `(MEDICAID)` are names of something.
            let number = run.trim_start_matches(['+', '(']);
            if before.is_some_and(char::is_alphanumeric)
                || !number.starts_with(|c: char| c.is_ascii_digit())
            {
                continue;
            }
            return Some(DigitGroup {
                range: start..start + run.len(),
                digits: run.chars().filter(|&c| is_digit(c)).count(),
                has_letters: run.contains(|c: char| c.is_ascii_uppercase()),
            });
        }
    })
}

/// Whether a character dials: a digit, or an upper-case letter in place of one.
fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || c.is_ascii_uppercase()
}

/// What is between the digits of a number: also the hyphens and dashes of word processors, but
/// not the long dash, which is between two numbers.
fn is_mark(c: char) -> bool {
    matches!(c, '.' | '(' | ')' | '+') || is_hyphen(c) || (c != '—' && is_dash(c))
}

/// Whether two groups of digits have one space between them, which may be a no-break space.
fn is_one_space(between: &str) -> bool {
    matches!(between, " " | "\u{a0}" | "\u{202f}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        numbers(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn phone_numbers_are_found_as_people_write_them() {
        for number in [
            "303-555-0100",
            "(303) 555-0100",
            "+1 (303) 555-0100",
            "303.555.0100",
            "303 555 0100",
            "+44 20 7946 0018",
            "1-800-4-A-CHILD",
            "303\u{2011}555\u{2011}0100",
            "2026-11-25",
        ] {
            assert_eq!(found(number), [number]);
            assert_eq!(found(&format!("Call {number}, please.")), [number]);
            assert_eq!(found(&format!("Call {number}.")), [number]);
            assert_eq!(found(&format!("¡Llame al {number}!")), [number]);
        }
        assert_eq!(found("303-555-0100 or 303-555-0101"), ["303-555-0100", "303-555-0101"]);
        assert_eq!(found("(Call 303-555-0100) x12"), ["303-555-0100"]);
    }

    #[test]
    fn phone_numbers_are_found_to_look_them_up() {
        let known = BTreeSet::from(["988".to_owned(), "741741".to_owned()]);
        let dialed = |text: &str| -> Vec<String> {
            phone_numbers(text, &known).into_iter().map(|number| number.digits).collect()
        };
        for text in [
            "303-446-2210",
            "(303) 446-2210",
            "+1 303 446 2210",
            "1.303.446.2210",
            "3034462210",
            "tel:+13034462210",
            "phone: 303 446 2210",
        ] {
            assert_eq!(dialed(text), ["3034462210"], "{text}");
        }
        assert_eq!(
            dialed("Call 1-800-4-A-CHILD, 988 or text HOME to 741741."),
            ["8004224453", "988", "741741"]
        );
        assert_eq!(dialed("+33 1 23 45 67 89 and 446-2210"), ["33123456789", "4462210"]);
        assert_eq!(dialed("5 303-446-2210 800-446-2210"), ["3034462210", "8004462210"]);
        assert_eq!(dialed("https://988lifeline.org/ and 988, or 988."), ["988", "988"]);
        assert_eq!(dialed("2026-11-25, 504, 34 CFR 300.301, $1,250.00, 80202-1234"), [""; 0]);
        assert_eq!(
            dialed("42 U.S.C. 12131-12134, 28 CFR\u{a0}36.301-36.310, § 12131-12134"),
            [""; 0]
        );
    }

    #[test]
    fn other_numbers_break_as_before() {
        for text in [
            "",
            "988",
            "In 2026, 504 plans",
            "Ages 5-12",
            "3035550100",
            "$1,250.00",
            "A1-2345-6789",
            "1 2 3 4 5 6 7 8 9 10 11 12 13",
            "1-2-3-4-5-6-7-8-9-10-11-12-13-14",
            "THE IEP-TEAM",
            "2 (MEDICAID)",
            "2 (GET-HELP)",
            "2020—2024",
            "1 ............................ 1234567",
            "1..............................1234567",
            "–",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
        // Too much for one number, but one of them would break.
        assert_eq!(found("80202 1 200 303-555-0100 5"), ["303-555-0100"]);
    }

    #[test]
    fn the_text_stays_as_it_is() {
        let mut html = String::new();
        write_text(&mut html, "A & B: 303-555-0100 <24/7>");
        assert_eq!(html, "A &amp; B: <span class=\"number\">303-555-0100</span> &lt;24/7&gt;");
    }
}
