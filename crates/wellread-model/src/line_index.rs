//! Converts byte offsets of a text to lines and columns.
//!
//! An index is made once for each text and then asked about many places. A place costs the same
//! wherever in its line it is: a page that was pasted as one line may have a thousand problems in
//! it.

use crate::{Span, position_of_byte};

/// A line and a column as people count them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters (Unicode scalar values), from 1. A byte-order mark has no column.
    pub column: usize,
}

/// How many bytes of a text are counted through for one place at most. Small enough to be nothing
/// next to the message about the place, large enough for the table to be nothing compared with the
/// text.
const STEP: usize = 256;

/// Where the lines of one text begin, and how many characters there are up to each part of it.
/// Building it costs one pass over the text; after that each offset becomes a position by binary
/// search.
///
/// Lines end with `\n`, `\r\n`, or a lone `\r`, as in Markdown (CommonMark 0.31, section 2.1), so
/// that line numbers agree with the author's editor on every system.
///
/// # Examples
/// ```
/// use wellread_model::{LineIndex, Position};
///
/// let index = LineIndex::new("one\r\nzwölf\n");
/// assert_eq!(index.position(5), Position { line: 2, column: 1 });
/// // The ö is two bytes and one column.
/// assert_eq!(index.position(9), Position { line: 2, column: 4 });
/// assert_eq!(index.line(2), "zwölf");
/// // Offsets and lines past the end are harmless.
/// assert_eq!(index.position(999).line, 3);
/// assert_eq!(index.line(4), "");
/// ```
#[derive(Debug)]
pub struct LineIndex<'a> {
    text: &'a str,
    /// The byte offset at which each line begins, the first of them 0.
    starts: Vec<usize>,
    /// How many characters begin before each byte whose offset is a multiple of [`STEP`].
    characters: Vec<usize>,
}

impl<'a> LineIndex<'a> {
    /// Indexes a text.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        // In `\r\n` the line ends at the `\n`, or every such break would make two lines.
        let is_break = |byte: u8| byte == b'\n' || byte == b'\r';
        let ends_line = |&at: &usize| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n');
        let mut from = 0;
        // A line of Markdown is often a paragraph, so breaks are rare.
        let ends = std::iter::from_fn(|| {
            let at = from + position_of_byte(&bytes[from..], is_break)?;
            from = at + 1;
            Some(at)
        });
        let starts: Vec<usize> =
            std::iter::once(0).chain(ends.filter(ends_line).map(|at| at + 1)).collect();
        let mut count = 0;
        let characters = bytes
            .chunks(STEP)
            .map(|chunk| {
                let before = count;
                count += characters_in(chunk);
                before
            })
            .collect();
        Self { text, starts, characters }
    }

    /// The position of a byte offset. An offset past the end, or inside a character, is taken as
    /// the nearest character before it.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        // The first line begins at 0, which is never after the offset, so there is one to subtract.
        let line = self.starts.partition_point(|&start| start <= offset);
        // Before the first character of the line there is at most the byte-order mark.
        let column = self.distance(self.line_span(line).start, offset) + 1;
        Position { line, column }
    }

    /// The text of a line (counted from 1) without its line break and without a byte-order mark;
    /// empty for a line that does not exist.
    #[must_use]
    pub fn line(&self, line: usize) -> &'a str {
        let Span { start, end } = self.line_span(line);
        &self.text[start..end]
    }

    /// The bytes of [`Self::line`] in the text.
    #[must_use]
    pub fn line_span(&self, line: usize) -> Span {
        let Some(&start) = line.checked_sub(1).and_then(|index| self.starts.get(index)) else {
            return Span::point(self.text.len());
        };
        let end = self.starts.get(line).copied().unwrap_or(self.text.len());
        let text = self.text[start..end].trim_end_matches(['\n', '\r']);
        // Editors do not show the mark, and authors count what they see.
        let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Span::new(start + mark, start + text.len())
    }

    /// The number of characters from one byte offset to another; 0 if the second is not after the
    /// first. Both are the beginnings of characters, or the end of the text.
    #[must_use]
    pub fn distance(&self, from: usize, to: usize) -> usize {
        self.characters_before(to).saturating_sub(self.characters_before(from))
    }

    /// How many characters come before a byte of the text. Counted from the nearest recorded step,
    /// so that a long line costs no more than a short one.
    fn characters_before(&self, offset: usize) -> usize {
        let chunk = offset / STEP;
        // At the end of a text that fills its last chunk there is no further one.
        let Some(&before) = self.characters.get(chunk) else {
            let Some(last) = self.characters.len().checked_sub(1) else { return 0 };
            return self.characters[last] + characters_in(&self.text.as_bytes()[last * STEP..]);
        };
        before + characters_in(&self.text.as_bytes()[chunk * STEP..offset])
    }
}

/// How many characters begin in these bytes of UTF-8: all bytes but those that continue one, which
/// are 10xxxxxx in binary.
fn characters_in(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0b1100_0000 != 0b1000_0000).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_from_one() {
        let index = LineIndex::new("\u{feff}añb\r\nc\rd\n");
        let at = |offset| {
            let Position { line, column } = index.position(offset);
            (line, column)
        };
        assert_eq!(at(0), (1, 1));
        assert_eq!(at(3), (1, 1));
        assert_eq!(at(6), (1, 3));
        assert_eq!(at(9), (2, 1));
        assert_eq!(at(11), (3, 1));
        assert_eq!(at(999), (4, 1));
        assert_eq!(index.line(1), "añb");
        assert_eq!(index.line(3), "d");
        assert_eq!(index.line(77), "");
    }

    #[test]
    fn columns_of_long_lines_are_exact() {
        // Characters of one to four bytes, over several chunks, and one that ends a chunk.
        for line in ["añ学🙂".repeat(300), "x".repeat(3 * STEP), String::new()] {
            let text = format!("first\n{line}\nlast");
            let index = LineIndex::new(&text);
            for (number, (at, _)) in line.char_indices().enumerate() {
                assert_eq!(index.position(6 + at), Position { line: 2, column: number + 1 });
            }
            assert_eq!(index.position(text.len()), Position { line: 3, column: 5 });
            let whole = LineIndex::new(&line);
            assert_eq!(whole.position(line.len()).column, line.chars().count() + 1);
        }
    }
}
