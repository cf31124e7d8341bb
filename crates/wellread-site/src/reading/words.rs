//! The words of a text, as the formulas count them.
//!
//! Every word of a hub is read here, so bytes are looked at wherever they say enough.

/// The words of a text, without the marks next to them. A mark alone is not a word. A hyphen joins
/// (`twice-exceptional` is one word), a dash and a slash part.
pub(crate) const fn words(text: &str) -> Words<'_> {
    Words { text, at: 0 }
}

/// See [`words`].
pub(crate) struct Words<'a> {
    text: &'a str,
    at: usize,
}

/// What a character is between words and in them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum WordByte {
    /// A letter or a digit.
    Letter,
    /// It parts words.
    Gap,
    /// A mark: part of a word between letters, and none next to it.
    Mark,
    /// Only the whole character tells.
    Unknown,
}

/// What each byte is.
static BYTES: [WordByte; 256] = {
    let mut signs = [WordByte::Unknown; 256];
    let mut byte = 0;
    // A constant expression allows no `for`.
    while byte < 128 {
        let sign = byte as u8;
        signs[byte] = if sign.is_ascii_alphanumeric() {
            WordByte::Letter
        } else if matches!(sign, b'\t'..=b'\r' | b' ' | b'/') {
            WordByte::Gap
        } else {
            WordByte::Mark
        };
        byte += 1;
    }
    signs
};

impl<'a> Words<'a> {
    /// What the next character is; `None` at the end. It is passed over.
    fn sign(&mut self) -> Option<WordByte> {
        let &byte = self.text.as_bytes().get(self.at)?;
        let sign = BYTES[usize::from(byte)];
        if sign != WordByte::Unknown {
            self.at += 1;
            return Some(sign);
        }
        let c = self.text[self.at..].chars().next()?;
        self.at += c.len_utf8();
        Some(if c.is_alphanumeric() {
            WordByte::Letter
        } else if c.is_whitespace() || matches!(c, '–' | '—' | '\u{fffc}') {
            WordByte::Gap
        } else {
            WordByte::Mark
        })
    }

    /// Passes over letters of ASCII, which are most of every word.
    fn pass_letters(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        let is_letter = |byte: &u8| BYTES[usize::from(*byte)] == WordByte::Letter;
        self.at += rest.iter().position(|byte| !is_letter(byte)).unwrap_or(rest.len());
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let mut start = self.at;
        while self.sign()? != WordByte::Letter {
            start = self.at;
        }
        self.pass_letters();
        let mut end = self.at;
        while let Some(sign) = self.sign() {
            match sign {
                WordByte::Letter => {
                    self.pass_letters();
                    end = self.at;
                }
                WordByte::Gap => break,
                WordByte::Mark | WordByte::Unknown => {}
            }
        }
        Some(&self.text[start..end])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_is_between_spaces_without_marks() {
        for (text, wanted) in [
            ("", &[][..]),
            (" \n – … ", &[]),
            ("one", &["one"]),
            (
                "(twice-exceptional) and/or “I.E.P.” don’t—",
                &["twice-exceptional", "and", "or", "I.E.P", "don’t"],
            ),
            ("niño\u{a0}é – 8:30\u{fffc}x", &["niño", "é", "8:30", "x"]),
            ("-- a -- b", &["a", "b"]),
        ] {
            assert_eq!(words(text).collect::<Vec<_>>(), wanted, "{text}");
        }
    }
}
