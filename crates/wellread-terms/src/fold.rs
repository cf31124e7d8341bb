//! What each character counts as when terms are compared, and the two forms of a word that are
//! compared: as written (NFC) and folded (NFC in lower case).
//!
//! It decides as a reader would see it: characters without a shape of their own are ignored, every
//! apostrophe is one apostrophe, every joining hyphen one hyphen, every white space one space. It
//! never changes a text; the author's own bytes stay the reference. Cutting text into words by
//! these kinds is in `words.rs`.

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// What a character counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CharKind {
    /// A letter, digit or underscore: a word is a run of these in one script.
    Letter(Script),
    /// A combining mark: it belongs to the letter before it.
    Mark,
    /// White space of any width, tabs and line breaks.
    Space,
    /// A hyphen that joins words. Dashes and the minus sign are symbols.
    Hyphen,
    /// Without a shape of its own: soft hyphen, joiners, direction marks, variation selectors.
    Ignorable,
    /// Any other character, as the one that it is compared as.
    Symbol(char),
}

/// How a script shows where a word ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    /// Words are written apart: Latin, Greek, Cyrillic, Arabic, Hebrew, Devanagari and most others.
    Spaced,
    /// Words are written together and mostly made of whole characters, so each is a word to us.
    Han,
    /// Written together; a run of it is taken for one word.
    Hiragana,
    /// Written together, but a run is mostly one foreign word.
    Katakana,
    /// Written apart with particles attached to the word; a run of it is taken for one word.
    Hangul,
    /// Thai, Lao, Khmer, Burmese: written together, and only a dictionary could find the words.
    Unsegmented,
}

/// The apostrophe that all others are compared as.
pub(super) const APOSTROPHE: char = '\'';

/// The kind of `c`.
pub(super) fn kind(c: char) -> CharKind {
    match c {
        '0'..='9' | 'A'..='Z' | 'a'..='z' | '_' => return CharKind::Letter(Script::Spaced),
        '-' => return CharKind::Hyphen,
        // The letters of the commonest scripts, so that their texts need no table of Unicode.
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
        c if c.is_ascii() => return CharKind::Symbol(c),
        // The acute accent and the prime are what a keyboard in another language leaves.
        '’' | '‘' | '‛' | '´' | '′' | 'ʼ' | 'ʻ' | '＇' => {
            return CharKind::Symbol(APOSTROPHE);
        }
        // Smart punctuation curls the straight marks of a form and of its text alike.
        '“' | '”' | '„' | '‟' => return CharKind::Symbol('"'),
        '\u{2010}' | '\u{2011}' | '\u{58a}' | '\u{5be}' | '\u{fe63}' | '\u{ff0d}' => {
            return CharKind::Hyphen;
        }
        // A raised digit is the mark of a note, not part of the word before it.
        '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' => return CharKind::Symbol(c),
        _ => {}
    }
    if is_ignorable(c) {
        CharKind::Ignorable
    } else if is_combining_mark(c) {
        CharKind::Mark
    } else if c.is_alphanumeric() {
        CharKind::Letter(script(c))
    } else {
        // Some symbols are only another code for one that has its own (the Greek question mark is
        // a semicolon); NFC makes them equal.
        let mut composed = std::iter::once(c).nfc();
        match (composed.next(), composed.next()) {
            (Some(c), None) => CharKind::Symbol(c),
            _ => CharKind::Symbol(c),
        }
    }
}

/// Whether a reader sees nothing where `c` is written. After Unicode's
/// `Default_Ignorable_Code_Point`; the tatweel, which only stretches a word, is counted in.
fn is_ignorable(c: char) -> bool {
    c >= '\u{ad}'
        && matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{640}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
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
        // The mark of a long vowel (U+30FC) is nearly always written with Katakana.
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

/// Writes the word `slice` into `out` as it is compared when case matters: without ignorable
/// characters and in NFC.
pub(super) fn written(slice: &str, out: &mut String) {
    out.clear();
    if slice.is_ascii() {
        out.push_str(slice);
        return;
    }
    out.extend(slice.chars().filter(|&c| !is_ignorable(c)));
    // Everything below the combining marks is in NFC already.
    if out.chars().any(|c| c >= '\u{300}') && is_nfc_quick(out.chars()) != IsNormalized::Yes {
        let composed: String = out.nfc().collect();
        *out = composed;
    }
}

/// Puts a word that [`written`] made into lower case, letter by letter.
///
/// Not the full case folding of Unicode: `ß` stays apart from `ss`, which German tells apart
/// (`Maße`, `Masse`), and the Turkish `İ` and `ı` stay apart from `i`.
pub(super) fn lower(word: &mut String, scratch: &mut String) {
    if word.is_ascii() {
        word.make_ascii_lowercase();
        return;
    }
    scratch.clear();
    // A sigma at the end of a word has a shape of its own in lower case only.
    scratch
        .extend(word.chars().flat_map(char::to_lowercase).map(|c| if c == 'ς' { 'σ' } else { c }));
    std::mem::swap(word, scratch);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        let (mut word, mut scratch) = (String::new(), String::new());
        written(text, &mut word);
        lower(&mut word, &mut scratch);
        word
    }

    #[test]
    fn words_that_look_alike_are_equal() {
        assert_eq!(folded("Re\u{301}sume\u{301}"), folded("RÉSUMÉ"));
        assert_eq!(folded("accom\u{ad}modation"), "accommodation");
        assert_eq!(folded("\u{212b}"), folded("å"));
        assert_eq!(folded("ΟΔΟΣ"), folded("οδος"));
        assert_eq!(folded("كـــتاب"), folded("كتاب"));
    }

    #[test]
    fn words_that_look_different_stay_apart() {
        assert_ne!(folded("Maße"), folded("Masse"));
        assert_ne!(folded("İstanbul"), folded("istanbul"));
        assert_ne!(folded("résumé"), folded("resume"));
        assert_eq!(folded("İ"), folded("i\u{307}"));
    }

    #[test]
    fn kinds_follow_the_eye() {
        assert_eq!(kind('\u{2011}'), CharKind::Hyphen);
        assert_eq!(kind('–'), CharKind::Symbol('–'));
        assert_eq!(kind('\u{a0}'), CharKind::Space);
        assert_eq!(kind('\u{202f}'), CharKind::Space);
        assert_eq!(kind('’'), CharKind::Symbol(APOSTROPHE));
        assert_eq!(kind('\u{37e}'), CharKind::Symbol(';'));
        assert_eq!(kind('²'), CharKind::Symbol('²'));
        assert_eq!(kind('\u{301}'), CharKind::Mark);
        assert_eq!(kind('\u{200f}'), CharKind::Ignorable);
        assert_eq!(kind('ü'), CharKind::Letter(Script::Spaced));
        assert_eq!(kind('学'), CharKind::Letter(Script::Han));
    }
}
