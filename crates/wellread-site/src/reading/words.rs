//! The words of a text, as the formulas count them.
//!
//! Every word of a hub is read here, so bytes are looked at wherever they say enough.

/// The words of a text, without the marks beside them. A mark alone is none. A hyphen joins
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
enum WordSign {
    /// A letter or a digit.
    Letter,
    /// It parts words.
    Gap,
    /// A mark: part of a word between letters, and none beside it.
    Mark,
}

/// What each byte is that is a character by itself.
static ASCII: [WordSign; 128] = {
    let mut signs = [WordSign::Mark; 128];
    let mut byte = 0;
    // A constant expression allows no `for`.
    while byte < 128 {
        let sign = byte as u8;
        if sign.is_ascii_alphanumeric() {
            signs[byte] = WordSign::Letter;
        } else if matches!(sign, b'\t'..=b'\r' | b' ' | b'/') {
            signs[byte] = WordSign::Gap;
        }
        byte += 1;
    }
    signs
};

/// What a character is that is not ASCII.
fn beyond_ascii(c: char) -> WordSign {
    if c.is_alphanumeric() {
        WordSign::Letter
    } else if c.is_whitespace() || matches!(c, '–' | '—' | '\u{fffc}') {
        WordSign::Gap
    } else {
        WordSign::Mark
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        // From the first letter to the end of the last one before a gap.
        let mut word: Option<[usize; 2]> = None;
        while let Some(&byte) = self.text.as_bytes().get(self.at) {
            let start = self.at;
            let sign = if let Some(&sign) = ASCII.get(usize::from(byte)) {
                self.at += 1;
                sign
            } else {
                let c = self.text[start..].chars().next()?;
                self.at += c.len_utf8();
                beyond_ascii(c)
            };
            match (sign, &mut word) {
                (WordSign::Letter, None) => word = Some([start, self.at]),
                (WordSign::Letter, Some([_, end])) => *end = self.at,
                (WordSign::Gap, Some(_)) => break,
                (WordSign::Gap, None) | (WordSign::Mark, _) => {}
            }
        }
        word.map(|[start, end]| &self.text[start..end])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_stands_between_spaces_without_marks() {
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
