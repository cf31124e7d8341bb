//! Places in source files: byte spans, and the lines and columns that people count in.
//!
//! Every stage of a build speaks of places as byte offsets, which are cheap to make and to compare.
//! Lines and columns exist only in messages: [`LineIndex`] computes them when one is shown. See
//! [`crate::Diagnostic`] for the main user.

use std::ops::Range;

use crate::SourcePath;

/// A range of bytes in a source file, counted from the start of the file (a byte-order mark
/// included), end exclusive.
///
/// A span does not know its file. Front matter and Markdown are read as slices of the file, and
/// their spans are [shifted](Self::shifted) to its start at once, so that no other kind of offset
/// travels between functions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
}

impl Span {
    /// A span from `start` to `end` (exclusive), in bytes.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// An empty span: the point before the byte `at`.
    #[must_use]
    pub const fn point(at: usize) -> Self {
        Self { start: at, end: at }
    }

    /// The same span, `offset` bytes further on.
    #[must_use]
    pub const fn shifted(self, offset: usize) -> Self {
        Self { start: self.start + offset, end: self.end + offset }
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self { start: range.start, end: range.end }
    }
}

/// A value together with the place where its author wrote it, so that a problem found much later
/// (an article that names an unknown person, say) can still point at the word.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place in its file.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Pairs a value with its place.
    pub const fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

impl<T: AsRef<str>> AsRef<str> for Spanned<T> {
    fn as_ref(&self) -> &str {
        self.value.as_ref()
    }
}

/// A place that a message points at: a file, and the bytes in it if they are known. Places are
/// ordered by file and then by position, with the file as a whole first.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The file, relative to the hub.
    pub file: SourcePath,
    /// The bytes meant, or `None` for the file as a whole.
    pub span: Option<Span>,
}

impl Place {
    /// A span in a file.
    #[must_use]
    pub const fn at(file: SourcePath, span: Span) -> Self {
        Self { file, span: Some(span) }
    }

    /// A file as a whole.
    #[must_use]
    pub const fn file(file: SourcePath) -> Self {
        Self { file, span: None }
    }
}

/// A line and a column as people count them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters (Unicode scalar values), from 1. A byte-order mark has no column.
    pub column: usize,
}

/// Where the lines of one text begin. Building it costs one pass over the text; after that each
/// offset becomes a position by binary search.
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
}

impl<'a> LineIndex<'a> {
    /// Indexes a text.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        // In `\r\n` the line ends at the `\n`, or every such break would make two lines.
        let ends_line = |at: usize| {
            bytes[at] == b'\n' || (bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n'))
        };
        let starts =
            std::iter::once(0).chain((0..bytes.len()).filter(|&at| ends_line(at)).map(|at| at + 1));
        Self { text, starts: starts.collect() }
    }

    /// The position of a byte offset. An offset past the end, or inside a character, is taken as
    /// the nearest character before it.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        // The first line begins at 0, which is never after the offset, so there is one to subtract.
        let line = self.starts.partition_point(|&start| start <= offset) - 1;
        let before = &self.text[self.starts[line]..offset];
        // Editors do not show the mark, and authors count what they see.
        let column = before.trim_start_matches('\u{feff}').chars().count() + 1;
        Position { line: line + 1, column }
    }

    /// The text of a line (counted from 1) without its line break and without a byte-order mark;
    /// empty for a line that does not exist.
    #[must_use]
    pub fn line(&self, line: usize) -> &'a str {
        let Some(&start) = line.checked_sub(1).and_then(|index| self.starts.get(index)) else {
            return "";
        };
        let end = self.starts.get(line).copied().unwrap_or(self.text.len());
        // No terminal shows a byte-order mark, and left in it would shift what is underlined.
        self.text[start..end].trim_end_matches(['\n', '\r']).trim_start_matches('\u{feff}')
    }
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
}
