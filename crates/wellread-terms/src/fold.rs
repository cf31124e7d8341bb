//! Which characters are equal when terms are compared (rule 4), and the two ways a word is
//! compared: as written (in NFC) and folded (in NFC and lower case).
//!
//! Characters that look alike to a reader are equal: all apostrophes, all hyphens that join words,
//! all white space. Characters that a reader cannot see are ignored. Nothing here changes a text;
//! folded words exist only to be compared. Cutting text into words by these kinds is in `words.rs`.

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use wellread_model::marks::{is_apostrophe, is_hyphen, is_invisible};

/// What a character counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CharKind {
    /// A letter, digit or underscore: a word is a run of these in one script.
    Letter(Script),
    /// A combining mark: it belongs to the letter before it.
    Mark,
    /// White space of any width, tabs and line breaks.
    Space,
    /// A hyphen that joins words. Other dashes and the minus sign are symbols.
    Hyphen,
    /// An en dash, which joins words where it touches them.
    EnDash,
    /// Invisible: soft hyphen, joiners, direction marks, variation selectors.
    Ignorable,
    /// Any other character, and the one that stands for it in comparisons.
    Symbol(char),
}

/// How a script shows where a word ends. Scripts with the same rule are one here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    /// Spaces separate words: Latin, Greek, Cyrillic, Arabic, Hebrew, Devanagari and most others.
    Spaced,
    /// No spaces; a word consists of one or more characters, so each character is a token.
    Han,
    /// No spaces; a run of it is one token.
    Hiragana,
    /// No spaces, but a run of it usually is one foreign word, and one token.
    Katakana,
    /// Spaces separate words, with particles attached to them; a run of it is one token.
    Hangul,
    /// Thai, Lao, Khmer, Burmese: no spaces, and only a dictionary could find the words.
    Unsegmented,
}

/// The character that all apostrophes are compared as.
pub(super) const APOSTROPHE: char = '\'';

/// What `c` counts as.
#[inline]
pub(super) fn kind(c: char) -> CharKind {
    match c {
        '0'..='9' | 'A'..='Z' | 'a'..='z' | '_' => CharKind::Letter(Script::Spaced),
        '\t'..='\r' | ' ' => CharKind::Space,
        '-' => CharKind::Hyphen,
        c if c.is_ascii() => CharKind::Symbol(c),
        c => kind_beyond_ascii(c),
    }
}

/// [`kind`] of what is not ASCII. The arms come from the most to the least common, and an arm may rely
/// on those before it.
fn kind_beyond_ascii(c: char) -> CharKind {
    match c {
        // The letters of the most common scripts, so that they need no lookup in Unicode's tables.
        'À'..='Ö'
        | 'Ø'..='ö'
        | 'ø'..='ʯ'
        | 'Α'..='Ρ'
        | 'Σ'..='ώ'
        | 'Ѐ'..='ҁ'
        | 'ء'..='ؿ'
        | 'ف'..='ي' => return CharKind::Letter(Script::Spaced),
        '一'..='鿿' => return CharKind::Letter(Script::Han),
        c if c.is_whitespace() => return CharKind::Space,
        c if is_apostrophe(c) => return CharKind::Symbol(APOSTROPHE),
        // A form in the front matter has straight quotes where smart punctuation curls those of the
        // text.
        '“' | '”' | '„' | '‟' => return CharKind::Symbol('"'),
        c if is_hyphen(c) => return CharKind::Hyphen,
        '–' => return CharKind::EnDash,
        // A superscript digit marks a footnote. Unicode counts it as a digit, which would make it
        // part of the word before it.
        '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' => return CharKind::Symbol(c),
        _ => {}
    }
    if is_invisible(c) {
        CharKind::Ignorable
    } else if is_combining_mark(c) {
        CharKind::Mark
    } else if c.is_alphanumeric() {
        CharKind::Letter(script(c))
    } else {
        // Some symbols have two code points (the Greek question mark is a semicolon); NFC makes
        // them equal.
        let mut composed = std::iter::once(c).nfc();
        match (composed.next(), composed.next()) {
            (Some(composed), None) => CharKind::Symbol(composed),
            _ => CharKind::Symbol(c),
        }
    }
}

/// The script of a letter, as far as it matters for finding words.
fn script(c: char) -> Script {
    match u32::from(c) {
        0x3005..=0x3007
        | 0x3021..=0x3029
        | 0x3400..=0x4dbf
        | 0x4e00..=0x9fff
        | 0xf900..=0xfaff
        | 0x20000..=0x3ffff => Script::Han,
        0x3041..=0x309f => Script::Hiragana,
        // This includes the mark of a long vowel (U+30FC), which Hiragana uses too, but rarely.
        0x30a0..=0x30ff | 0x31f0..=0x31ff | 0xff66..=0xff9f => Script::Katakana,
        0x1100..=0x11ff | 0x3130..=0x318f | 0xa960..=0xa97f | 0xac00..=0xd7ff => Script::Hangul,
        0x0e00..=0x0eff
        | 0x1000..=0x109f
        | 0x1780..=0x17ff
        | 0x19e0..=0x19ff
        | 0xa9e0..=0xa9ff
        | 0xaa60..=0xaa7f => Script::Unsegmented,
        _ => Script::Spaced,
    }
}

/// Writes the word `slice` into the scratch buffer `out` as it is compared where case matters: in
/// NFC and without ignorable characters.
pub(super) fn normalize(slice: &str, out: &mut String) {
    out.clear();
    if slice.is_ascii() {
        out.push_str(slice);
        return;
    }
    out.extend(slice.chars().filter(|&c| !is_invisible(c)));
    // No character below U+0300, the first combining mark, can be out of NFC, which spares most
    // words of European languages the check.
    if out.chars().any(|c| c >= '\u{300}') && is_nfc_quick(out.chars()) != IsNormalized::Yes {
        let composed: String = out.nfc().collect();
        *out = composed;
    }
}

/// Puts a word that [`normalize`] returned into lower case, letter by letter. `scratch` is a
/// scratch buffer.
///
/// This is less than Unicode's full case folding, on purpose: `ß` differs from `ss`, which German
/// tells apart (`Maße`, `Masse`), and the Turkish `İ` and `ı` differ from `i`.
pub(super) fn lower(word: &mut String, scratch: &mut String) {
    if word.is_ascii() {
        word.make_ascii_lowercase();
        return;
    }
    scratch.clear();
    // At the end of a word, a lower-case sigma is another character, but an upper-case one is not.
    scratch
        .extend(word.chars().flat_map(char::to_lowercase).map(|c| if c == 'ς' { 'σ' } else { c }));
    std::mem::swap(word, scratch);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        let (mut word, mut scratch) = (String::new(), String::new());
        normalize(text, &mut word);
        lower(&mut word, &mut scratch);
        word
    }

    #[test]
    fn words_that_look_the_same_are_equal() {
        assert_eq!(folded("Re\u{301}sume\u{301}"), folded("RÉSUMÉ"));
        assert_eq!(folded("accom\u{ad}modation"), "accommodation");
        assert_eq!(folded("\u{212b}"), folded("å"));
        assert_eq!(folded("ΟΔΟΣ"), folded("οδος"));
        assert_eq!(folded("كـــتاب"), folded("كتاب"));
    }

    #[test]
    fn words_that_look_different_differ() {
        assert_ne!(folded("Maße"), folded("Masse"));
        assert_ne!(folded("İstanbul"), folded("istanbul"));
        assert_ne!(folded("résumé"), folded("resume"));
        assert_eq!(folded("İ"), folded("i\u{307}"));
    }

    #[test]
    fn characters_count_as_a_reader_sees_them() {
        assert_eq!(kind('\u{2011}'), CharKind::Hyphen);
        assert_eq!(kind('–'), CharKind::EnDash);
        assert_eq!(kind('—'), CharKind::Symbol('—'));
        assert_eq!(kind('\u{a0}'), CharKind::Space);
        assert_eq!(kind('\u{202f}'), CharKind::Space);
        assert_eq!(kind('’'), CharKind::Symbol(APOSTROPHE));
        assert_eq!(kind('\u{37e}'), CharKind::Symbol(';'));
        assert_eq!(kind('²'), CharKind::Symbol('²'));
        assert_eq!(kind('\u{301}'), CharKind::Mark);
        assert_eq!(kind('\u{200f}'), CharKind::Ignorable);
        assert_eq!(kind('ü'), CharKind::Letter(Script::Spaced));
        assert_eq!(kind('学'), CharKind::Letter(Script::Han));
        assert_eq!(kind('\u{640}'), CharKind::Ignorable);
        assert_eq!(kind('\u{ff0d}'), CharKind::Hyphen);
        assert_eq!(kind('“'), CharKind::Symbol('"'));
        assert_eq!(kind('_'), CharKind::Letter(Script::Spaced));
    }

    #[test]
    fn scripts_begin_and_end_where_unicode_says() {
        let cases = [
            (['\u{3041}', '\u{3096}'], Script::Hiragana),
            (['\u{30a1}', '\u{30ff}'], Script::Katakana),
            (['\u{ff66}', '\u{ff9d}'], Script::Katakana),
            (['\u{3400}', '\u{4dbf}'], Script::Han),
            (['\u{4e00}', '\u{9fff}'], Script::Han),
            (['\u{20000}', '\u{2a6df}'], Script::Han),
            (['\u{ac00}', '\u{d7a3}'], Script::Hangul),
            (['\u{e01}', '\u{edf}'], Script::Unsegmented),
            (['\u{1000}', '\u{1780}'], Script::Unsegmented),
            (['\u{905}', '\u{10d0}'], Script::Spaced),
        ];
        for (letters, script) in cases {
            for c in letters {
                assert_eq!(kind(c), CharKind::Letter(script), "U+{:04X}", u32::from(c));
            }
        }
    }
}
