//! Cuts text into tokens: words and single symbols, each with its place in the author's text and
//! the gap before it.
//!
//! One token at a time, from left to right, so that a text is read once however long it is.
//! Nothing here knows a term. What each character counts as is in `fold.rs`; what is done with the
//! tokens is in `scan.rs` and, for the terms themselves, in `table.rs`.

use super::fold::{CharKind, Script, kind};

/// What separates a token from the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing, or only characters without a shape.
    Tight,
    /// White space; also the start of the text.
    Space,
    /// One hyphen with something other than white space on both sides.
    Hyphen,
}

/// The number of a word that was not looked up.
pub(super) const UNREAD: u32 = u32::MAX - 1;

/// A word or a symbol in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    /// Where it starts, in bytes.
    pub(super) start: usize,
    /// Where it ends, in bytes. Marks belong to it, ignorable characters after it do not.
    pub(super) end: usize,
    /// The number of the word in the table that reads the text; [`UNREAD`] until it is needed.
    pub(super) word: u32,
    /// What is between it and the token before.
    pub(super) gap: Gap,
    /// What it consists of.
    pub(super) shape: Shape,
}

/// What a token consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// ASCII letters, digits and underscores, none of them a capital.
    Plain,
    /// The same with capitals.
    Capitals,
    /// A word with other letters, marks or ignorable characters in it.
    Wide(Script),
    /// A single character, as it is compared.
    Symbol(char),
}

impl Token {
    /// Whether it is a word.
    pub(super) fn is_word(&self) -> bool {
        !matches!(self.shape, Shape::Symbol(_))
    }

    /// Whether it is this symbol.
    pub(super) fn is(&self, symbol: char) -> bool {
        self.shape == Shape::Symbol(symbol)
    }

    /// Whether it is a word directly after the token before it.
    pub(super) fn is_tight_word(&self) -> bool {
        self.gap == Gap::Tight && self.is_word()
    }

    /// Whether it is a single Han character.
    pub(super) fn is_han(&self) -> bool {
        self.shape == Shape::Wide(Script::Han)
    }
}

/// The first token at or after byte `at`. `before` is the token that ends at or before `at`.
pub(super) fn next_token(text: &str, mut at: usize, before: Option<&Token>) -> Option<Token> {
    let bytes = text.as_bytes();
    let mut gap = if before.is_none() { Gap::Space } else { Gap::Tight };
    loop {
        let byte = *bytes.get(at)?;
        let (kind, length) = match ASCII[usize::from(byte)] {
            Ascii::Word | Ascii::Capital => return Some(word(text, at, gap)),
            Ascii::Space => (CharKind::Space, 1),
            Ascii::Hyphen => (CharKind::Hyphen, 1),
            Ascii::Symbol => (CharKind::Symbol(char::from(byte)), 1),
            Ascii::No => {
                let c = text[at..].chars().next()?;
                (kind(c), c.len_utf8())
            }
        };
        match kind {
            CharKind::Letter(_) | CharKind::Mark => return Some(word(text, at, gap)),
            CharKind::Space => gap = Gap::Space,
            CharKind::Ignorable => {}
            CharKind::Hyphen => {
                // A run of hyphens is a dash, and so is a hyphen with a space beside it.
                let joins = gap == Gap::Tight
                    && before.is_some_and(|before| !before.is('-'))
                    && !matches!(kind_after(text, at + length), CharKind::Space | CharKind::Hyphen);
                if joins {
                    gap = Gap::Hyphen;
                } else {
                    return Some(symbol(at, length, gap, '-'));
                }
            }
            CharKind::Symbol(c) => return Some(symbol(at, length, gap, c)),
        }
        at += length;
    }
}

fn symbol(start: usize, length: usize, gap: Gap, c: char) -> Token {
    Token { start, end: start + length, word: UNREAD, gap, shape: Shape::Symbol(c) }
}

/// The kind of the first character with a shape at or after `at`; the end of a text is a space.
fn kind_after(text: &str, at: usize) -> CharKind {
    text[at..]
        .chars()
        .map(kind)
        .find(|kind| *kind != CharKind::Ignorable)
        .unwrap_or(CharKind::Space)
}

/// The word that starts at `start`.
#[inline]
fn word(text: &str, start: usize, gap: Gap) -> Token {
    let bytes = text.as_bytes();
    let mut at = start;
    let mut capitals = false;
    while let Some(&byte) = bytes.get(at) {
        match ASCII[usize::from(byte)] {
            Ascii::Word => {}
            Ascii::Capital => capitals = true,
            Ascii::No => return wide_word(text, start, gap),
            _ => break,
        }
        at += 1;
    }
    let shape = if capitals { Shape::Capitals } else { Shape::Plain };
    Token { start, end: at, word: UNREAD, gap, shape }
}

/// The word that starts at `start`, where something other than ASCII was met in or after it.
fn wide_word(text: &str, start: usize, gap: Gap) -> Token {
    let mut end = start;
    let mut own: Option<Script> = None;
    let (mut ascii, mut capitals) = (true, false);
    // Ignorable characters count only once something of the word follows them.
    let mut ignorable = false;
    for (offset, c) in text[start..].char_indices() {
        match kind(c) {
            CharKind::Letter(script) => match own {
                None => own = Some(script),
                Some(own) if own == script && script != Script::Han => {}
                Some(_) => break,
            },
            CharKind::Mark => own = own.or(Some(Script::Spaced)),
            CharKind::Ignorable => {
                ignorable = true;
                continue;
            }
            CharKind::Space | CharKind::Hyphen | CharKind::Symbol(_) => break,
        }
        ascii &= c.is_ascii() && !ignorable;
        capitals |= c.is_ascii_uppercase();
        end = start + offset + c.len_utf8();
    }
    let shape = match (ascii, capitals) {
        (true, false) => Shape::Plain,
        (true, true) => Shape::Capitals,
        (false, _) => Shape::Wide(own.unwrap_or(Script::Spaced)),
    };
    Token { start, end, word: UNREAD, gap, shape }
}

/// The kinds of ASCII, so that plain English is cut without decoding characters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ascii {
    Word,
    Capital,
    Space,
    Hyphen,
    Symbol,
    /// Part of a longer character.
    No,
}

static ASCII: [Ascii; 256] = {
    let mut table = [Ascii::No; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = match byte as u8 {
            b'0'..=b'9' | b'a'..=b'z' | b'_' => Ascii::Word,
            b'A'..=b'Z' => Ascii::Capital,
            b'\t'..=b'\r' | b' ' => Ascii::Space,
            b'-' => Ascii::Hyphen,
            _ => Ascii::Symbol,
        };
        byte += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

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
    fn gaps_are_told_apart() {
        use Gap::{Hyphen, Space, Tight};
        assert_eq!(cut("follow-up  it"), [("follow", Space), ("up", Hyphen), ("it", Space)]);
        assert_eq!(cut("PT/OT"), [("PT", Space), ("/", Tight), ("OT", Tight)]);
        assert_eq!(cut("a - b"), [("a", Space), ("-", Space), ("b", Space)]);
        assert_eq!(cut("a--b"), [("a", Space), ("-", Tight), ("-", Tight), ("b", Tight)]);
        assert_eq!(cut("pre- b"), [("pre", Space), ("-", Tight), ("b", Space)]);
        assert_eq!(cut("-b"), [("-", Space), ("b", Tight)]);
        assert_eq!(cut("a\u{2011}\u{200b}b"), [("a", Space), ("b", Hyphen)]);
        assert_eq!(cut("a \u{200b}\u{a0}\nb"), [("a", Space), ("b", Space)]);
    }

    #[test]
    fn words_end_where_a_reader_sees_it() {
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
