//! How much there is to read in a text, in words.

use crate::eight::{HIGH, ONES, is_in, letters};
use crate::fold::{CharKind, Script, kind};

/// Letters to a word in scripts that only a dictionary could cut into words (Thai, Lao, Khmer,
/// Burmese).
const UNSEGMENTED_WORD: usize = 5;

/// How many bytes of ASCII are counted together.
const PIECE: usize = 8;

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
    let (mut counter, mut rest) = (WordCounter::default(), text);
    while !rest.is_empty() {
        if let Some(&piece) = rest.as_bytes().first_chunk()
            && counter.add_piece(piece)
        {
            rest = &rest[PIECE..];
        } else {
            let (piece, after) = rest.split_at(rest.ceil_char_boundary(PIECE));
            piece.chars().for_each(|c| counter.add(c));
            rest = after;
        }
    }
    counter.count + counter.unsegmented.div_ceil(UNSEGMENTED_WORD)
}

/// The words of a text, as far as it has been read.
#[derive(Default)]
struct WordCounter {
    /// The words but for those of `unsegmented`.
    count: usize,
    /// Letters of scripts that only a dictionary could cut into words.
    unsegmented: usize,
    /// Whether the last word goes on until a space comes.
    in_word: bool,
}

impl WordCounter {
    fn add(&mut self, c: char) {
        match kind(c) {
            CharKind::Letter(Script::Han | Script::Hiragana | Script::Katakana) => {
                self.count += 1;
                self.in_word = false;
            }
            CharKind::Letter(Script::Unsegmented) => {
                self.unsegmented += 1;
                self.in_word = false;
            }
            CharKind::Letter(Script::Spaced | Script::Hangul) => {
                self.count += usize::from(!self.in_word);
                self.in_word = true;
            }
            CharKind::Space => self.in_word = false,
            // Marks, hyphens, apostrophes: they neither begin a word nor end it.
            _ => {}
        }
    }

    /// Adds a piece that is ASCII and in which all that is between spaces begins with a letter, and
    /// so is a word. Any other is not added.
    fn add_piece(&mut self, piece: [u8; PIECE]) -> bool {
        let bytes = u64::from_le_bytes(piece);
        if bytes & HIGH != 0 {
            return false;
        }
        let others = HIGH ^ (is_in(bytes, b' '..=b' ') | is_in(bytes, b'\t'..=b'\r'));
        let before = (others << 8) | if self.in_word { 0x80 } else { 0 };
        let starts = others & !before;
        if starts & !letters(bytes) != 0 {
            return false;
        }
        // The sum of all bytes comes to be in the topmost.
        self.count += ((starts >> 7).wrapping_mul(ONES) >> 56) as usize;
        self.in_word = others >> 63 != 0;
        true
    }
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

    #[test]
    fn pieces_count_as_their_characters_do() {
        let by_characters = |text: &str| {
            let mut counter = WordCounter::default();
            text.chars().for_each(|c| counter.add(c));
            counter.count
        };
        // Each byte, and each sign, at each place of a piece, with a letter, a sign or a space on either side.
        let bytes = (0..128_u8).map(|byte| char::from(byte).to_string());
        let signs = ["- ", " (", ". ", " 5", "’", " é", "\n\n", "don't", "I.E.P."];
        for sign in bytes.chain(signs.map(str::to_owned)) {
            for at in 0..3 * PIECE {
                for filler in ["a", " ", "ab ", "-", "a-"] {
                    let mut text = filler.repeat(3 * PIECE);
                    text.insert_str(at, &sign);
                    assert_eq!(count_words(&text), by_characters(&text), "{text}");
                }
            }
        }
    }
}
