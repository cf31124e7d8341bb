//! How much there is to read in a text, in words.

use crate::fold::{CharKind, Script, kind};

/// Letters to a word in scripts that only a dictionary could cut into words (Thai, Lao, Khmer,
/// Burmese).
const UNSEGMENTED_WORD: usize = 5;

/// What each ASCII character is for counting, as [`kind`] has it.
static ASCII: [u8; 128] = {
    let mut classes = [0; 128];
    let mut byte = 0;
    // A constant expression allows no `for`.
    while byte < 128 {
        let c = byte as u8;
        if c.is_ascii_alphanumeric() || c == b'_' {
            classes[byte] = LETTER;
        } else if matches!(c, b'\t'..=b'\r' | b' ') {
            classes[byte] = SPACE;
        }
        byte += 1;
    }
    classes
};
const LETTER: u8 = 1;
const SPACE: u8 = 2;

/// Counts the words of a text, for estimates of how long it takes to read.
///
/// A word is what is between spaces, if there is a letter or digit in it. Scripts without spaces
/// count otherwise: each Han or Kana character as a word, because readers of Chinese read about as
/// many characters in a minute as readers of English read words (Trauzettel-Klosinski and Dietz,
/// *Standardized Assessment of Reading Performance: The New International Reading Speed Texts
/// IReST*, 2012: 255 and 228).
///
/// ```
/// use wellread_terms::count_words;
///
/// assert_eq!(count_words("A well-read family – with an IEP."), 6);
/// assert_eq!(count_words("什么是IEP？"), 4);
/// ```
#[must_use]
pub fn count_words(text: &str) -> usize {
    let (mut count, mut unsegmented) = (0, 0_usize);
    let (mut in_word, mut at) = (false, 0);
    let bytes = text.as_bytes();
    loop {
        // Most of a text is ASCII, of which a byte says all: every text of a hub is counted.
        while let Some(&class) = bytes.get(at).and_then(|&byte| ASCII.get(usize::from(byte))) {
            count += usize::from((class == LETTER) & !in_word);
            in_word = (class == LETTER) | (in_word & (class != SPACE));
            at += 1;
        }
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
        at += c.len_utf8();
        match kind(c) {
            CharKind::Letter(Script::Han | Script::Hiragana | Script::Katakana) => {
                count += 1;
                in_word = false;
            }
            CharKind::Letter(Script::Unsegmented) => {
                unsegmented += 1;
                in_word = false;
            }
            CharKind::Letter(Script::Spaced | Script::Hangul) => {
                count += usize::from(!in_word);
                in_word = true;
            }
            CharKind::Space => in_word = false,
            // Marks, hyphens, apostrophes: they neither begin a word nor end it.
            _ => {}
        }
    }
    count + unsegmented.div_ceil(UNSEGMENTED_WORD)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_as_they_are_read() {
        for (text, expected) in [
            ("", 0),
            (" \n – … ", 0),
            ("one", 1),
            ("one two\nthree\u{a0}four", 4),
            ("co-op and/or I.E.P. don’t", 4),
            ("e\u{301}cole à 8:30", 3),
            // What stands for an image or the number of a footnote is not a word, and ends none.
            ("\u{fffc} law.\u{fffc} \u{fffc}", 1),
            ("这是一个计划。", 6),
            ("您的IEP计划", 5),
            ("カード ひらがな", 7),
            ("한국어 문장", 2),
            ("ภาษาไทยไม่มี", 2),
        ] {
            assert_eq!(count_words(text), expected, "{text}");
        }
    }
}
