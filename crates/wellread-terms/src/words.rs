//! Cuts text into tokens: words and single symbols, each with its place in the text and the gap
//! before it.
//!
//! The tokenizer returns one token at a time, from left to right, so a text is read once and a
//! search needs no list of all its tokens. It knows no terms. What each character counts as is
//! decided in `fold.rs`; `parse.rs` cuts forms with it, `scan.rs` texts.

use crate::bloom::short_word_hash;
use crate::eight::{self, HIGH};
use crate::fold::{CharKind, Script, kind};

/// What separates a token from the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing, or only ignorable characters.
    Tight,
    /// White space; also the start of the text.
    Space,
    /// One hyphen, with something other than white space on both sides.
    Hyphen,
    /// One en dash between two words, which join as with a hyphen where a form has a gap, and which
    /// each stand alone elsewhere (`parent–teacher`).
    Dash,
}

/// A word or a symbol in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    /// Where it starts, as a byte offset.
    pub(super) start: usize,
    /// Where it ends, as a byte offset, exclusive. The combining marks of its last letter are
    /// inside, ignorable characters after it are not.
    pub(super) end: usize,
    /// What separates it from the token before it.
    pub(super) gap: Gap,
    /// What it consists of.
    pub(super) shape: Shape,
}

/// What a token consists of. It decides how the token is compared: most words are ASCII and need
/// no Unicode folding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A word of ASCII letters, digits and underscores, without upper case.
    LowerAscii,
    /// A word of ASCII letters, digits and underscores, with upper case.
    UpperAscii,
    /// A word with other letters, marks or ignorable characters, and the script of its letters.
    Unicode(Script),
    /// A single symbol, as it is compared.
    Symbol(char),
}

impl Token {
    /// Whether it is a word rather than a symbol.
    #[inline]
    pub(super) fn is_word(&self) -> bool {
        !matches!(self.shape, Shape::Symbol(_))
    }

    /// Whether it is a word of ASCII characters only.
    #[inline]
    pub(super) fn is_ascii_word(&self) -> bool {
        matches!(self.shape, Shape::LowerAscii | Shape::UpperAscii)
    }

    /// Whether it is this symbol.
    pub(super) fn is(&self, symbol: char) -> bool {
        self.shape == Shape::Symbol(symbol)
    }

    /// Whether it is a word that directly follows the token before it.
    pub(super) fn is_tight_word(&self) -> bool {
        self.gap == Gap::Tight && self.is_word()
    }

    /// Whether it is a single Han character.
    pub(super) fn is_han(&self) -> bool {
        self.shape == Shape::Unicode(Script::Han)
    }
}

/// The first token at or after byte `at`. `before` is the token that ends at or before `at`.
#[inline]
pub(super) fn next_token(text: &str, at: usize, before: Option<&Token>) -> Option<Token> {
    // Nearly all tokens are words after a single space.
    if let Some([b' ', first, ..]) = text.as_bytes().get(at..)
        && matches!(ASCII[usize::from(*first)], AsciiKind::Word | AsciiKind::Upper)
    {
        return Some(word(text, at + 1, Gap::Space));
    }
    any_token(text, at, before)
}

/// A word of up to seven letters of ASCII after a single space, as most tokens are.
pub(super) struct ShortWord {
    pub(super) token: Token,
    /// Its [`word_hash`](crate::bloom::word_hash).
    pub(super) hash: u64,
}

/// The token after byte `at`, if it is a [`ShortWord`] and not near the end of the text. It is what
/// [`next_token`] returns; to look at the bytes once is several times faster.
#[inline]
pub(super) fn short_word(text: &str, at: usize) -> Option<ShortWord> {
    let [b' ', bytes @ ..] = text.as_bytes().get(at..)?.first_chunk::<9>()? else { return None };
    let bytes = u64::from_le_bytes(*bytes);
    let others = eight::letters(bytes) ^ HIGH;
    let length = (others.trailing_zeros() / 8) as usize;
    if length == 0 || others == 0 {
        return None;
    }
    let after = ASCII[usize::from((bytes >> (8 * length)) as u8)];
    if !matches!(after, AsciiKind::Space | AsciiKind::Hyphen | AsciiKind::Symbol) {
        return None;
    }
    let (start, end) = (at + 1, at + 1 + length);
    let shape = ascii_shape(has_upper(bytes, others));
    let token = Token { start, end, gap: Gap::Space, shape };
    Some(ShortWord { token, hash: short_word_hash(bytes, length) })
}

/// Whether one of the letters before the first of the `others` is of upper case.
#[inline]
fn has_upper(bytes: u64, others: u64) -> bool {
    let before = others.wrapping_sub(1) & !others;
    // Those of upper case lack the bit 0x20, which is two below the topmost.
    before & HIGH & !(bytes << 2) != 0
}

/// [`next_token`], whatever it is and is before it.
fn any_token(text: &str, mut at: usize, before: Option<&Token>) -> Option<Token> {
    let mut gap = if before.is_none() { Gap::Space } else { Gap::Tight };
    loop {
        let (kind, length) = kind_at(text, at)?;
        match kind {
            CharKind::Letter(_) | CharKind::Mark => return Some(word(text, at, gap)),
            CharKind::Space => gap = Gap::Space,
            CharKind::Ignorable => {}
            CharKind::Hyphen => {
                // A run of hyphens is a dash, and so is a hyphen with a space next to it.
                let joins = gap == Gap::Tight
                    && before.is_some_and(|before| !before.is('-'))
                    && !matches!(kind_after(text, at + length), CharKind::Space | CharKind::Hyphen);
                if joins {
                    gap = Gap::Hyphen;
                } else {
                    return Some(symbol(at, length, gap, '-'));
                }
            }
            CharKind::EnDash => {
                let joins = gap == Gap::Tight
                    && before.is_some_and(Token::is_word)
                    && matches!(
                        kind_after(text, at + length),
                        CharKind::Letter(_) | CharKind::Mark
                    );
                if joins {
                    gap = Gap::Dash;
                } else {
                    return Some(symbol(at, length, gap, '–'));
                }
            }
            CharKind::Symbol(c) => return Some(symbol(at, length, gap, c)),
        }
        at += length;
    }
}

/// The kind of the character at byte `at`, and its length in bytes; `None` at the end of the text.
#[inline]
fn kind_at(text: &str, at: usize) -> Option<(CharKind, usize)> {
    let byte = *text.as_bytes().get(at)?;
    Some(match ASCII[usize::from(byte)] {
        AsciiKind::Word | AsciiKind::Upper => (CharKind::Letter(Script::Spaced), 1),
        AsciiKind::Space => (CharKind::Space, 1),
        AsciiKind::Hyphen => (CharKind::Hyphen, 1),
        AsciiKind::Symbol => (CharKind::Symbol(char::from(byte)), 1),
        AsciiKind::NotAscii => {
            let c = text[at..].chars().next()?;
            (kind(c), c.len_utf8())
        }
    })
}

/// The kind of the first character at or after `at` that isn't ignorable. The end of a text counts
/// as a space.
fn kind_after(text: &str, at: usize) -> CharKind {
    text[at..]
        .chars()
        .map(kind)
        .find(|kind| *kind != CharKind::Ignorable)
        .unwrap_or(CharKind::Space)
}

fn symbol(start: usize, length: usize, gap: Gap, c: char) -> Token {
    Token { start, end: start + length, gap, shape: Shape::Symbol(c) }
}

/// The word that starts at `start`.
#[inline]
fn word(text: &str, start: usize, gap: Gap) -> Token {
    let bytes = text.as_bytes();
    let (length, mut has_upper) = letters(bytes.get(start..).unwrap_or_default());
    let mut at = start + length;
    while let Some(&byte) = bytes.get(at) {
        let kind = ASCII[usize::from(byte)];
        if !matches!(kind, AsciiKind::Word | AsciiKind::Upper) {
            // Whether this character belongs to the word takes decoding it. Starting the word over
            // is simpler than carrying on from here, and rare.
            if kind == AsciiKind::NotAscii {
                return unicode_word(text, start, gap);
            }
            break;
        }
        has_upper |= kind == AsciiKind::Upper;
        at += 1;
    }
    Token { start, end: at, gap, shape: ascii_shape(has_upper) }
}

/// How many letters of ASCII a text begins with, or fewer: of its last seven bytes none is looked
/// at. And whether one of them is of upper case.
#[inline]
fn letters(bytes: &[u8]) -> (usize, bool) {
    let (mut length, mut is_upper) = (0, false);
    while let Some(&chunk) = bytes.get(length..).and_then(<[u8]>::first_chunk) {
        let word = u64::from_le_bytes(chunk);
        let others = eight::letters(word) ^ HIGH;
        is_upper |= has_upper(word, others);
        length += (others.trailing_zeros() / 8) as usize;
        if others != 0 {
            break;
        }
    }
    (length, is_upper)
}

#[inline]
fn ascii_shape(has_upper: bool) -> Shape {
    if has_upper { Shape::UpperAscii } else { Shape::LowerAscii }
}

/// The word that starts at `start`, where a character outside ASCII is in it or directly after it.
fn unicode_word(text: &str, start: usize, gap: Gap) -> Token {
    let mut end = start;
    let mut own: Option<Script> = None;
    let (mut is_ascii, mut has_upper) = (true, false);
    // Ignorable characters are inside the word only if more of the word follows them.
    let mut ignorable = false;
    for (offset, c) in text[start..].char_indices() {
        match kind(c) {
            CharKind::Letter(script) => match own {
                None => own = Some(script),
                // Each Han character is a word of its own, so another one ends the word too.
                Some(own) if own == script && script != Script::Han => {}
                Some(_) => break,
            },
            // A mark without a letter is a word, so that no form is found next to it.
            CharKind::Mark => own = own.or(Some(Script::Spaced)),
            CharKind::Ignorable => {
                ignorable = true;
                continue;
            }
            CharKind::Space | CharKind::Hyphen | CharKind::EnDash | CharKind::Symbol(_) => break,
        }
        is_ascii &= c.is_ascii() && !ignorable;
        has_upper |= c.is_ascii_uppercase();
        end = start + offset + c.len_utf8();
    }
    let shape = if is_ascii {
        ascii_shape(has_upper)
    } else {
        Shape::Unicode(own.unwrap_or(Script::Spaced))
    };
    Token { start, end, gap, shape }
}

/// What a byte is, so that ASCII text is cut without decoding characters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum AsciiKind {
    /// A lower-case letter, a digit or an underscore.
    Word,
    /// An upper-case letter.
    Upper,
    Space,
    Hyphen,
    Symbol,
    /// Part of a longer character.
    NotAscii,
}

static ASCII: [AsciiKind; 256] = {
    let mut kinds = [AsciiKind::NotAscii; 256];
    let mut byte = 0;
    // A constant expression allows no `for`.
    while byte < 128 {
        kinds[byte] = match byte as u8 {
            b'0'..=b'9' | b'a'..=b'z' | b'_' => AsciiKind::Word,
            b'A'..=b'Z' => AsciiKind::Upper,
            b'\t'..=b'\r' | b' ' => AsciiKind::Space,
            b'-' => AsciiKind::Hyphen,
            _ => AsciiKind::Symbol,
        };
        byte += 1;
    }
    kinds
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bloom::word_hash;

    fn cut(text: &str) -> Vec<(&str, Gap)> {
        let mut tokens: Vec<Token> = Vec::new();
        let mut at = 0;
        while let Some(token) = next_token(text, at, tokens.last()) {
            at = token.end;
            tokens.push(token);
        }
        tokens.iter().map(|token| (&text[token.start..token.end], token.gap)).collect()
    }

    #[test]
    fn gaps_are_distinguished() {
        use Gap::{Dash, Hyphen, Space, Tight};
        assert_eq!(cut("follow-up  it"), [("follow", Space), ("up", Hyphen), ("it", Space)]);
        assert_eq!(cut("PT/OT"), [("PT", Space), ("/", Tight), ("OT", Tight)]);
        assert_eq!(cut("a - b"), [("a", Space), ("-", Space), ("b", Space)]);
        assert_eq!(cut("a--b"), [("a", Space), ("-", Tight), ("-", Tight), ("b", Tight)]);
        assert_eq!(cut("pre- b"), [("pre", Space), ("-", Tight), ("b", Space)]);
        assert_eq!(cut("a–b"), [("a", Space), ("b", Dash)]);
        assert_eq!(cut("a –b"), [("a", Space), ("–", Space), ("b", Tight)]);
        assert_eq!(cut("a–"), [("a", Space), ("–", Tight)]);
        assert_eq!(cut("-b"), [("-", Space), ("b", Tight)]);
        assert_eq!(cut("a\u{2011}\u{200b}b"), [("a", Space), ("b", Hyphen)]);
        assert_eq!(cut("a \u{200b}\u{a0}\nb"), [("a", Space), ("b", Space)]);
    }

    #[test]
    fn short_words_are_the_tokens_that_they_would_be_anyway() {
        let ends = (0..128_u8).map(|byte| char::from(byte).to_string());
        for end in ends.chain(["é", "’", "\u{301}", "–", "学"].map(str::to_owned)) {
            for word in ["", "a", "IEP", "plan", "Meeting", "meeTing", "meetings", "evaluations"] {
                let text = format!("x {word}{end} and some more text");
                let Some(ShortWord { token, hash }) = short_word(&text, 1) else {
                    let is_short = (1..8).contains(&word.len()) && end.is_ascii();
                    assert!(!is_short || end.chars().all(|c| c.is_alphanumeric() || c == '_'));
                    continue;
                };
                let expected = next_token(&text, 1, None).unwrap();
                assert_eq!((token.start, token.end), (expected.start, expected.end), "{text}");
                assert_eq!((token.gap, token.shape), (expected.gap, expected.shape), "{text}");
                assert_eq!(hash, word_hash(text.as_bytes(), token.start, token.end), "{text}");
            }
        }
        assert!(short_word(" planned", 0).is_none(), "near the end");
    }

    #[test]
    fn words_end_where_a_reader_expects() {
        let words = |text| cut(text).into_iter().map(|(word, _)| word).collect::<Vec<_>>();
        assert_eq!(words("my_IEP_file 504s"), ["my_IEP_file", "504s"]);
        assert_eq!(words("re\u{301}sume\u{301}!"), ["re\u{301}sume\u{301}", "!"]);
        assert_eq!(words("\u{200f}IEP\u{200f} x"), ["IEP", "x"]);
        assert_eq!(words("accom\u{ad}modation"), ["accom\u{ad}modation"]);
        assert_eq!(words("IEP²"), ["IEP", "²"]);
        assert_eq!(words("您的IEP计划"), ["您", "的", "IEP", "计", "划"]);
        assert_eq!(words("学校のプラン"), ["学", "校", "の", "プラン"]);
        assert_eq!(words("IEPа"), ["IEPа"], "the last letter is Cyrillic");
        assert_eq!(words("\u{301}"), ["\u{301}"]);
        assert_eq!(words(" \u{ad} "), Vec::<&str>::new());
    }
}
