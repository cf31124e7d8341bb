//! Places in source files, as spans of bytes.
//!
//! Every stage of a build speaks of places as byte offsets, which are cheap to make and to compare.
//! Lines and columns exist only in messages: [`crate::LineIndex`] computes them when one is shown.
//! See [`crate::Diagnostic`] for the main user.

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

/// The texts of a list, without their places.
pub fn spanned_texts<'a>(
    texts: impl IntoIterator<Item = &'a Spanned<String>>,
) -> impl Iterator<Item = &'a str> {
    texts.into_iter().map(|text| text.value.as_str())
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
