//! Phone numbers with a letter in place of a digit: `3O3-446-2210`. They look right, and no phone
//! dials them.

use std::ops::Range;

use wellread_model::digit_meant;

use super::finding::StrayMarkup;
use super::text_block::TextBlock;

/// The code of what is found here.
pub(super) const CODE: &str = "unlikely-phone";

/// How many characters the parts of a phone number have.
const SHAPES: [&[usize]; 3] = [&[1, 3, 3, 4], &[3, 3, 4], &[3, 4]];

/// Whether a text may hold such a number: a letter is next to a digit.
pub(super) fn may_hold_one(text: &str) -> bool {
    text.as_bytes().windows(2).any(|pair| {
        let is_digit = |byte: u8| byte.is_ascii_digit();
        (is_digit(pair[0]) && is_letter(pair[1])) || (is_letter(pair[0]) && is_digit(pair[1]))
    })
}

/// Reports the numbers of a block that have such a letter.
pub(super) fn find(block: &TextBlock<'_>, found: &mut Vec<StrayMarkup>) {
    let text = block.text;
    if !may_hold_one(text) {
        return;
    }
    let parts = parts(text);
    let mut at = 0;
    while at < parts.len() {
        let shape = SHAPES.iter().find(|shape| is_number(text, &parts[at..], shape));
        let Some(shape) = shape else {
            at += 1;
            continue;
        };
        let (area, end) =
            (parts[at + shape.len().saturating_sub(3)].clone(), parts[at + shape.len() - 1].end);
        // The area code may be in brackets.
        let is_in_brackets = text[..area.start].ends_with('(') && text[area.end..].starts_with(')');
        let start = parts[at].start - usize::from(is_in_brackets && area.start == parts[at].start);
        let range = start..end;
        at += shape.len();
        let written = &text[range.clone()];
        if let Some(letter) = written.chars().find(|&c| u8::try_from(c).is_ok_and(is_letter)) {
            let better: String = written.chars().map(digit_meant).collect();
            let message = format!("The letter {letter} stands in this number in place of a digit.");
            found.push(StrayMarkup::new(CODE, range, message, format!("Write  {better}")));
        }
    }
}

/// Whether parts of a text, beginning with the first, make a number of this shape: with a digit in
/// each, more digits than letters, and one or two characters between them.
fn is_number(text: &str, parts: &[Range<usize>], shape: &[usize]) -> bool {
    let Some(own) = parts.get(..shape.len()) else { return false };
    // `3-4` characters are also a range of pages, unless a hyphen joins them.
    let marks: &[&str] = if shape.len() == 2 {
        &["-", "\u{2011}", "."]
    } else {
        &["-", "\u{2011}", "–", ".", " ", "\u{a0}", ") ", ")", ")-", " (", "-("]
    };
    let is_joined = own.windows(2).all(|pair| marks.contains(&&text[pair[0].end..pair[1].start]));
    let digits =
        |part: &Range<usize>| text[part.clone()].bytes().filter(u8::is_ascii_digit).count();
    let count: usize = own.iter().map(digits).sum();
    is_joined
        && own.iter().zip(shape).all(|(part, &length)| part.len() == length && digits(part) > 0)
        && count * 2 > shape.iter().sum()
}

/// The runs of digits and of letters that look like digits, none of which is part of a word.
fn parts(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut parts = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let length = bytes[at..].iter().take_while(|&&byte| is_part(byte)).count();
        if length == 0 {
            at += 1;
            continue;
        }
        let end = at + length;
        let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        let before = text[..at].chars().next_back();
        if !is_word(before) && !is_word(text[end..].chars().next()) {
            parts.push(at..end);
        }
        at = end;
    }
    parts
}

const fn is_part(byte: u8) -> bool {
    byte.is_ascii_digit() || is_letter(byte)
}

/// Letters that are taken for 0 or 1.
const fn is_letter(byte: u8) -> bool {
    let c = byte as char;
    digit_meant(c) != c
}
