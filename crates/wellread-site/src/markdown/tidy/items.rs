//! The beginning of a line that a word processor made an item of a list: its marker, and what
//! Markdown writes for it.
//!
//! The grammar of items is that of the warning about them (`stray_markup/lists.rs`), which sees
//! text. Here the line is seen as it is written, so what could be emphasis or a quotation is not
//! recognized.

use super::no_break_spaces::without_leading;
use crate::markdown::stray_markup::lists::{
    BULLETS, ItemLine, ItemNumber, Mark, NumberStyle, item, number,
};

/// Characters that say yes or no, and stay.
const MEANINGFUL: [char; 4] = ['✓', '✔', '✗', '✘'];

/// Boxes to tick, empty and ticked.
const BOXES: [(char, &str); 2] = [('☐', "[ ]"), ('☑', "[x]")];

/// What begins an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ItemMarker {
    /// Nothing but a bullet.
    Bullet(char),
    /// A bullet if another one follows.
    MaybeBullet(char),
    /// A box to tick.
    Box,
    /// A character that stays, in a list.
    Check,
    /// A number with its value.
    Number(NumberStyle, usize),
}

/// An item as it was pasted.
#[derive(Debug, Clone)]
pub(super) struct PastedItem<'t> {
    /// What is at its beginning.
    pub(super) marker: ItemMarker,
    /// What comes before the words, without the bullet that Markdown has.
    shown_marker: &'t str,
    pub(super) words: &'t str,
}

impl<'t> PastedItem<'t> {
    /// The item that a line is, without white space at its ends. `before` is the number of the item
    /// before it, which distinguishes `i.` from a letter.
    pub(super) fn parse(line: &'t str, before: usize) -> Option<Self> {
        let first = line.chars().next()?;
        if let Some((_, shown_marker)) = BOXES.into_iter().find(|(marker, _)| *marker == first) {
            let words = line[first.len_utf8()..].trim_start();
            return (!words.is_empty()).then_some(Self {
                marker: ItemMarker::Box,
                shown_marker,
                words,
            });
        }
        if MEANINGFUL.contains(&first) {
            let words = line[first.len_utf8()..].trim_start();
            let shown_marker = &line[..first.len_utf8()];
            return (!words.is_empty()).then_some(Self {
                marker: ItemMarker::Check,
                shown_marker,
                words,
            });
        }
        let ItemLine { mark, words: start, .. } = item(0, line);
        let words = line.get(start..).filter(|words| !words.is_empty())?;
        let marker = match mark {
            Mark::Bullet => ItemMarker::Bullet(first),
            Mark::MaybeBullet(marker) if is_bullet(marker, line) => ItemMarker::MaybeBullet(marker),
            Mark::Number { .. } => {
                let ItemNumber { style, value, .. } = number(line, before)?;
                ItemMarker::Number(style, value)
            }
            _ => return None,
        };
        let shown_marker = match marker {
            // Letters and Roman numbers are referred to, and Markdown has none.
            ItemMarker::Number(NumberStyle::Digits(_), _)
            | ItemMarker::Bullet(_)
            | ItemMarker::MaybeBullet(_) => "",
            _ => line[..start].trim_end(),
        };
        Some(Self { marker, shown_marker, words })
    }

    /// What the item begins with in Markdown, with the space after it.
    pub(super) fn marker(&self) -> String {
        match self.marker {
            ItemMarker::Number(NumberStyle::Digits(mark), value) => {
                format!("{value}{} ", if mark == ')' { ')' } else { '.' })
            }
            _ => "- ".to_owned(),
        }
    }

    /// The items in the line: a paste may have put all of them there.
    pub(super) fn lines(&self) -> Vec<String> {
        let marker = match self.marker {
            ItemMarker::Bullet(marker) => marker,
            _ => '\0',
        };
        let parts = self.words.split(marker).map(|part| without_leading(part).trim_end());
        let parts = parts.filter(|part| !part.is_empty());
        let shown = |part: &str| match self.shown_marker {
            "" => as_text(part),
            marker => format!("{marker} {part}"),
        };
        parts.map(shown).collect()
    }
}

impl ItemMarker {
    /// What items of one level have in common.
    pub(super) fn level_key(self) -> Self {
        match self {
            Self::Number(style, _) => Self::Number(style, 0),
            other => other,
        }
    }
}

/// Whether a character is a bullet here. It may be a mark of Markdown, of a paragraph of a law, of
/// a number below zero.
fn is_bullet(marker: char, line: &str) -> bool {
    let after = &line[marker.len_utf8()..];
    let is_spaced = after.starts_with(char::is_whitespace);
    let words = after.trim_start();
    match marker {
        '*' => !after.contains('*'),
        '§' => after.starts_with('\t') || (is_spaced && !words.starts_with(is_digit)),
        '–' | '−' => !words.starts_with(is_digit) && (is_spaced || words == after),
        _ => true,
    }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// The words of an item, so that they do not begin another block in it.
fn as_text(words: &str) -> String {
    let first = words.split(char::is_whitespace).next().unwrap_or_default();
    let is_sign = matches!(first, "-" | "*" | "+" | ">" | ":" | "#" | "##" | "###" | "####");
    let is_line = first.len() > 2
        && (first.bytes().all(|byte| byte == b'-') || first.bytes().all(|byte| byte == b'='));
    let digits = first.bytes().take_while(u8::is_ascii_digit).count();
    let is_number = (1..10).contains(&digits) && matches!(&first[digits..], "." | ")");
    if is_number {
        format!("{}\\{}", &words[..digits], &words[digits..])
    } else if is_sign || is_line || words.starts_with('>') {
        format!("\\{words}")
    } else {
        words.to_owned()
    }
}

/// The length of a bullet with the space after it at the beginning of a text; 0 if there is none.
pub(super) fn bullet_length(text: &str) -> usize {
    let rest = text.strip_prefix(BULLETS);
    rest.filter(|rest| !rest.trim().is_empty())
        .map_or(0, |rest| text.len() - rest.trim_start().len())
}
