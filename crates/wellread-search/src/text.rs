//! Cuts text into words and folds them: case, accents, width and curly marks go.
//!
//! The rules are few because the runtime has to follow them to the letter (`client/text.js`): a
//! word is a run of letters, digits and combining marks; apostrophes and characters that readers
//! cannot see vanish inside it ([`wellread_model::marks`]); single letters joined by periods are
//! one word (`I.E.P.`); each Han or Kana character is a word.
//!
//! Nothing here depends on the language; [`Analyzer`](crate::language::Analyzer) does.

use unicode_normalization::char::is_combining_mark;
use wellread_model::{folded_chars, marks, spelled_out};

use crate::constants::{LONGEST_WORD, SHORTEST_PHONE};

/// What a byte means to [`each_word`]. A table of bytes decides nearly every character of English
/// text with one look-up; only what is unclear is decoded.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ByteClass {
    /// A letter or digit of ASCII.
    Letter,
    /// ASCII that is between words in any case.
    Between,
    /// What needs a closer look: an apostrophe, a period, anything beyond ASCII.
    Unclear,
}

const CLASSES: [ByteClass; 256] = {
    let mut table = [ByteClass::Unclear; 256];
    let mut byte = 0;
    while byte < 128 {
        if (byte as u8).is_ascii_alphanumeric() {
            table[byte] = ByteClass::Letter;
        } else if byte as u8 != b'\'' && byte as u8 != b'.' {
            table[byte] = ByteClass::Between;
        }
        byte += 1;
    }
    table
};

/// A word where it is in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word<'a> {
    /// Byte offsets of the written word in the text.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The folded word: letters in lower case, without accents, and digits.
    pub(crate) folded: &'a str,
    /// Whether it is written in upper case, with two letters or more, save a final plural `s`.
    pub(crate) upper_case: bool,
}

/// Calls `each` for every word of the text, in order.
pub(crate) fn words(text: &str, mut each: impl FnMut(Word<'_>)) {
    let mut folded = String::new();
    each_word(text, |start, end| {
        let upper_case = fold(&text[start..end], &mut folded);
        if !folded.is_empty() {
            each(Word { start, end, folded: &folded, upper_case });
        }
    });
}

/// Calls `each` with the byte offsets of every written word, in order. The few that [`fold`] leaves
/// nothing of are among them.
pub(crate) fn each_word(text: &str, mut each: impl FnMut(usize, usize)) {
    let bytes = text.as_bytes();
    let class = |byte: &u8| CLASSES[usize::from(*byte)];
    let mut at = 0;
    while let Some(first) = bytes.get(at) {
        if class(first) == ByteClass::Between {
            at += 1;
            continue;
        }
        let mut end = letters_end(bytes, at);
        // Most words are letters and digits of ASCII before a mark that ends any word.
        let plain = match bytes.get(end) {
            // A single letter before a period may begin `I.E.P.`.
            Some(b'.') => end - at > 1,
            Some(next) => class(next) == ByteClass::Between,
            None => true,
        };
        if !plain {
            let Some(c) = text[at..].chars().next() else { break };
            if !is_word(c) {
                at += c.len_utf8();
                continue;
            }
            end = initials(text, at).unwrap_or_else(|| word_end(text, at, c));
        }
        each(at, end);
        // The byte after a word is looked at again: it can be a letter that is a word by itself.
        at = end;
    }
}

/// Where the letters and digits of ASCII that begin at a place end.
#[inline]
fn letters_end(bytes: &[u8], start: usize) -> usize {
    let mut end = start;
    // Sixteen at a time: nearly every word is shorter, and its end comes without a loop whose
    // number of rounds a processor cannot foresee.
    while let Some(next) = bytes.get(end..end + 16).and_then(|next| next.try_into().ok()) {
        let others = other_bytes(u128::from_le_bytes(next));
        if others != 0 {
            return end + others.trailing_zeros() as usize / 8;
        }
        end += 16;
    }
    let is_other = |byte: &u8| CLASSES[usize::from(*byte)] != ByteClass::Letter;
    bytes[end..].iter().position(is_other).map_or(bytes.len(), |length| end + length)
}

/// The bytes that are neither letters nor digits of ASCII, each as its highest bit.
fn other_bytes(bytes: u128) -> u128 {
    const ONES: u128 = u128::MAX / 255;
    // The highest bit of each byte that is at least this, below 128. No sum reaches the next byte.
    let at_least = |bytes: u128, least: u8| bytes + ONES * u128::from(128 - least);
    let ascii = bytes & (ONES * 0x7f);
    let lower = ascii | (ONES * 0x20);
    let letters = at_least(lower, b'a') ^ at_least(lower, b'z' + 1);
    let digits = at_least(ascii, b'0') ^ at_least(ascii, b'9' + 1);
    (!(letters | digits) | bytes) & (ONES * 0x80)
}

/// The folded words of a text, for short texts.
pub(crate) fn folded_words(text: &str) -> Vec<String> {
    let mut list = Vec::new();
    words(text, |word| list.push(word.folded.to_owned()));
    list
}

/// Whether what is between two words makes them one.
pub(crate) fn is_hyphen(between: &str) -> bool {
    let mut chars = between.chars();
    chars.next().is_some_and(marks::is_hyphen) && chars.next().is_none()
}

/// Whether a character can be part of a word, and has a part in its folded form.
fn is_word(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric()
    } else {
        (c.is_alphanumeric() || is_combining_mark(c)) && !is_join(c)
    }
}

/// Whether a character vanishes inside a word: an apostrophe, or one that readers cannot see.
/// Unicode counts a few of them as letters.
fn is_join(c: char) -> bool {
    marks::is_apostrophe(c) || marks::is_invisible(c)
}

/// Han and Kana are written without spaces; each character stands alone.
fn is_alone(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}

/// Where the word that starts at `start` with `first` ends, as a byte offset.
fn word_end(text: &str, start: usize, first: char) -> usize {
    let mut end = start + first.len_utf8();
    if is_alone(first) {
        return end;
    }
    let base = end;
    for (offset, c) in text[end..].char_indices() {
        if is_word(c) && !is_alone(c) {
            end = base + offset + c.len_utf8();
        } else if !is_join(c) {
            break;
        }
        // What joins is part of the word only if a letter follows.
    }
    end
}

/// The end of `I.E.P.` if one starts here: single letters, each followed by a period, the last
/// perhaps not. The last period stays outside.
fn initials(text: &str, start: usize) -> Option<usize> {
    let mut chars = text[start..].char_indices().peekable();
    let (mut letters, mut end) = (0, start);
    while let Some(&(offset, letter)) = chars.peek() {
        if !letter.is_alphabetic() || is_join(letter) {
            break;
        }
        chars.next();
        let after = chars.peek().map(|&(_, c)| c);
        if after.is_some_and(is_word) {
            break;
        }
        letters += 1;
        // After the letter, not after its period: the last one may end the sentence.
        end = start + offset + letter.len_utf8();
        if after != Some('.') {
            break;
        }
        chars.next();
    }
    (letters >= 2).then_some(end)
}

/// Folds one written word into `out`, replacing what is there, and says whether it is written in
/// upper case. The result can be empty, of a lone accent for example.
pub(crate) fn fold(written: &str, out: &mut String) -> bool {
    out.clear();
    // Most words have nothing to fold.
    if written.bytes().all(|b| b.is_ascii_lowercase()) {
        out.push_str(&written[..written.len().min(LONGEST_WORD)]);
        return false;
    }
    let written = without_possessive(written);
    let (mut upper, mut lower, mut last) = (0, 0, ' ');
    for c in written.chars() {
        upper += usize::from(c.is_uppercase());
        lower += usize::from(c.is_lowercase());
        last = c;
    }
    // `IEPs` and `504s`: the plural of an acronym or a number, which no stemmer knows.
    let digits = written.starts_with(|c: char| c.is_ascii_digit());
    let bare = written.strip_suffix('s').filter(|_| last == 's' && lower == 1);
    let plural = bare.filter(|bare| {
        upper >= 2 || (digits && upper == 0 && bare.chars().all(|c| c.is_ascii_digit()))
    });
    let upper_case = upper >= 2 && (lower == 0 || plural.is_some());
    let written = plural.unwrap_or(written);
    if written.is_ascii() {
        // NFKD leaves ASCII alone, so this is the other branch, made quick.
        let letters = written.bytes().filter(u8::is_ascii_alphanumeric).take(LONGEST_WORD);
        out.extend(letters.map(|b| char::from(b.to_ascii_lowercase())));
    } else {
        let letters = folded_chars(written).filter(|&c| c.is_alphanumeric() && !is_join(c));
        for letter in letters.take(LONGEST_WORD) {
            match (letter, spelled_out(letter)) {
                (_, Some(letters)) => out.push_str(letters),
                // The end of a Greek word: a suffix must not change the letter before it.
                ('ς', _) => out.push('σ'),
                _ => out.push(letter),
            }
        }
    }
    upper_case
}

/// The word without a final `'s`. It goes before folding, which would make it a plural
/// (`parent's`).
fn without_possessive(written: &str) -> &str {
    let Some(bare) = written.strip_suffix(['s', 'S']) else { return written };
    let mut chars = bare.chars();
    match chars.next_back() {
        Some(c) if marks::is_apostrophe(c) => chars.as_str(),
        _ => written,
    }
}

/// A phone number as one word: its digits, without the 1 that begins numbers of North America.
///
/// ```
/// use wellread_search::phone_word;
///
/// assert_eq!(phone_word("+1 (303) 555-0100"), "3035550100");
/// assert_eq!(phone_word("988"), "988");
/// ```
#[must_use]
pub fn phone_word(number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix('1') {
        Some(national) if national.len() == 10 => national.to_owned(),
        _ => digits,
    }
}

/// Whether a folded word may be a whole phone number. No shorter number is the beginning of one.
pub(crate) fn is_phone_word(folded: &str) -> bool {
    folded.len() >= SHORTEST_PHONE && folded.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folds(text: &str) -> String {
        folded_words(text).join(" ")
    }

    #[test]
    fn words_are_folded() {
        assert_eq!(folds("Évaluation, ﬁnal １２ CAFÉ"), "evaluation final 12 cafe");
        assert_eq!(folds("the child’s parents' plan; don't"), "the child parents plan dont");
        assert_eq!(folds("I.E.P. and U.S. law. A. Bee"), "iep and us law a bee");
        assert_eq!(folds("IEPs, SLP’s, 504s, 3rd, PT/OT"), "iep slp 504 3rd pt ot");
        assert_eq!(folds("inter\u{ad}vention twice-exceptional"), "intervention twice exceptional");
        assert_eq!(folds("学校 plan"), "学 校 plan");
        // No letter of ASCII follows.
        assert_eq!(folds("Привет, мир 学校"), "привет мир 学 校");
        assert_eq!(folds("donʼt don´t don′s Hawaiʻi ʼem"), "dont dont don hawaii em");
        assert_eq!(folds("I\u{200f}EP\u{200f} كـــتاب \u{feff}x"), "iep كتاب x");
        assert_eq!(folds("❤\u{fe0f} a''b '' ʼʼ"), "ab");
        assert_eq!(folds("<b>&amp; 🎉 \" ' - —"), "b amp");
    }

    #[test]
    fn upper_case_is_seen() {
        let mut seen = Vec::new();
        words("IEP IEPs iep Iep I 504 PT/OT", |w| seen.push(w.upper_case));
        assert_eq!(seen, [true, true, false, false, false, false, true, true]);
    }

    proptest! {
        #[test]
        fn any_text_is_cut_at_characters(text in "\\PC{0,60}") {
            let mut last = 0;
            words(&text, |w| {
                assert!(w.start >= last && w.end > w.start && text.get(w.start..w.end).is_some());
                last = w.end;
            });
        }
    }
}
