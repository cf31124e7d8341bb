//! Diagnostics with lines and columns, ready to be shown: what the terminal, the browser overlay,
//! JSON and the annotations of GitHub have in common.
//!
//! The size of what is made here follows from the number of problems, never from the length of
//! their lines: a page that was pasted as one line of half a megabyte may have twenty thousand
//! problems in it. So each file is indexed once, and a [`MarkedLine`] holds a bounded part of a
//! long line.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::line_index::{LineIndex, Position};
use crate::{Diagnostic, Place, RelatedPlace, SourcePath, Span};

/// The longest line that is shown whole, in characters. A paragraph is often one line of a file, so
/// this is far more than the width of a terminal.
const WHOLE: usize = 500;

/// How much of a longer line is shown before the place, after it, and at most of it, in characters.
const CONTEXT: usize = 90;

/// Stands where a part of a line is left out.
const ELLIPSIS: &str = "…";

/// A diagnostic with its places in lines and columns, ready to be rendered. It holds all that a
/// renderer needs, so that none of them reads files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The diagnostic.
    pub diagnostic: Diagnostic,
    /// The line that it points into; `None` if it concerns a file as a whole, or no file.
    pub line: Option<MarkedLine>,
    /// The other places, each as `file:line:column: label`.
    pub related: Vec<String>,
}

impl Located {
    /// The path of the file, relative to the hub.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        self.diagnostic.place.as_ref().map(|place| place.file.as_str())
    }
}

/// A line of a file and the part of it that is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedLine {
    /// The number of the line, from 1.
    pub number: usize,
    /// The column at which the marked part begins, in characters of the whole line, from 1.
    pub column: usize,
    /// What is shown of the line, without its line break. For a long line it is the part around the
    /// place, with `…` where something is left out.
    pub text: String,
    /// The marked part, in bytes of `text`; empty for a point between two characters. What a place
    /// covers on further lines is left out.
    pub mark: Range<usize>,
}

impl MarkedLine {
    /// Marks the first line of a span. A span may stem from an older text than this one, as when a
    /// file is saved during a build: a mark that is slightly off is better than a panic.
    fn new(span: Span, text: &str, index: &LineIndex<'_>) -> Self {
        let Position { line: number, column } = index.position(span.start);
        let line = index.line_span(number);
        // A place in a line break is at the end of the line.
        let within = |at: usize| text.floor_char_boundary(at).clamp(line.start, line.end);
        let (start, end) = (within(span.start), within(span.end.max(span.start)));
        let (from, marked, to) = if index.distance(line.start, line.end) > WHOLE {
            let marked = forward(text, start..end, CONTEXT);
            // A marked part that is long itself needs no more after it.
            let to = if marked < end { marked } else { forward(text, end..line.end, CONTEXT) };
            (backward(text, line.start..start, CONTEXT), marked, to)
        } else {
            (line.start, end, line.end)
        };
        let before = if from > line.start { ELLIPSIS } else { "" };
        let after = if to < line.end { ELLIPSIS } else { "" };
        let mark = before.len() + (start - from)..before.len() + (marked - from);
        Self { number, column, text: format!("{before}{}{after}", &text[from..to]), mark }
    }
}

/// The offset that is up to `most` characters after the start of a range, and at most its end.
fn forward(text: &str, range: Range<usize>, most: usize) -> usize {
    let after = text[range.clone()].char_indices().nth(most);
    after.map_or(range.end, |(at, _)| range.start + at)
}

/// The offset that is up to `most` characters before the end of a range, and at least its start.
fn backward(text: &str, range: Range<usize>, most: usize) -> usize {
    let before = text[range.clone()].char_indices().rev().take(most).last();
    before.map_or(range.end, |(at, _)| range.start + at)
}

/// Turns places into lines and columns. The text of each file is asked for and indexed once,
/// however many places are in it.
///
/// # Examples
/// ```
/// use wellread_model::{Diagnostic, Locator, Place, SourcePath, Span};
///
/// let text = "---\ntitel: Sleep\n---\n";
/// let mut locator = Locator::new(|_| Some(text));
/// let place = Place::at(SourcePath::new("content/articles/sleep.md"), Span::new(4, 9));
/// let diagnostic = Diagnostic::error("unknown-key", place, "An article has no key `titel`.");
///
/// let line = locator.locate(&diagnostic).line.expect("the text of the file is known");
/// assert_eq!((line.number, line.column), (2, 1));
/// assert_eq!(&line.text[line.mark], "titel");
/// ```
#[derive(Debug)]
pub struct Locator<'a, F> {
    text_of: F,
    files: BTreeMap<SourcePath, Option<IndexedFile<'a>>>,
}

/// The text of a file with its index.
#[derive(Debug)]
struct IndexedFile<'a> {
    text: &'a str,
    index: LineIndex<'a>,
}

impl<'a, F: Fn(&SourcePath) -> Option<&'a str>> Locator<'a, F> {
    /// `text_of` gives the text of a file, or `None` for one that is not text; a place in such a
    /// file stays a file as a whole.
    #[must_use]
    pub const fn new(text_of: F) -> Self {
        Self { text_of, files: BTreeMap::new() }
    }

    /// The line and column at which a place begins. `None` for a file as a whole.
    pub fn position(&mut self, place: &Place) -> Option<Position> {
        let span = place.span?;
        Some(self.file(&place.file)?.index.position(span.start))
    }

    /// A diagnostic with its places in lines and columns.
    pub fn locate(&mut self, diagnostic: &Diagnostic) -> Located {
        let line = diagnostic.place.as_ref().and_then(|place| {
            let span = place.span?;
            self.file(&place.file).map(|file| MarkedLine::new(span, file.text, &file.index))
        });
        let related = diagnostic.related.iter().map(|other| self.describe(other)).collect();
        Located { diagnostic: diagnostic.clone(), line, related }
    }

    /// Another place in one text: not every renderer can show several places.
    fn describe(&mut self, other: &RelatedPlace) -> String {
        let at = self
            .position(&other.place)
            .map_or(String::new(), |at| format!(":{}:{}", at.line, at.column));
        format!("{}{at}: {}", other.place.file, other.label)
    }

    /// The file with its lines, which are indexed at the first problem in it. `None` if its text
    /// is not known.
    fn file(&mut self, path: &SourcePath) -> Option<&IndexedFile<'a>> {
        // Looked up twice, so that the path is copied for the first place in a file alone.
        if !self.files.contains_key(path) {
            let text = (self.text_of)(path);
            let file = text.map(|text| IndexedFile { text, index: LineIndex::new(text) });
            self.files.insert(path.clone(), file);
        }
        self.files.get(path)?.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, span: Span) -> MarkedLine {
        MarkedLine::new(span, text, &LineIndex::new(text))
    }

    #[test]
    fn short_lines_are_whole() {
        let line = marked("a\none two three\nb", Span::new(6, 9));
        assert_eq!((line.number, line.column, line.text.as_str()), (2, 5, "one two three"));
        assert_eq!(&line.text[line.mark.clone()], "two");
    }

    #[test]
    fn places_on_several_lines_are_marked_on_the_first() {
        let line = marked("one\r\ntwo\r\nthree", Span::new(6, 13));
        assert_eq!((line.number, line.column, &line.text[line.mark.clone()]), (2, 2, "wo"));
        // In a line break, past the end, and in the middle of a character.
        assert_eq!(marked("one\ntwo", Span::new(3, 4)).mark, 3..3);
        assert_eq!(marked("one", Span::new(77, 99)).mark, 3..3);
        assert_eq!(marked("ñ", Span::new(1, 2)).mark, 0..2);
        assert_eq!(marked("", Span::point(0)).text, "");
    }

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let text = format!("{}HERE{}", "ä".repeat(1000), "ö".repeat(1000));
        let line = marked(&text, Span::new(2000, 2004));
        assert_eq!(line.column, 1001);
        assert_eq!(&line.text[line.mark.clone()], "HERE");
        assert_eq!(line.text, format!("…{}HERE{}…", "ä".repeat(CONTEXT), "ö".repeat(CONTEXT)));

        let start = marked(&text, Span::new(0, 2));
        assert_eq!(start.text, format!("ä{}…", "ä".repeat(CONTEXT)));
        let end = marked(&text, Span::point(text.len()));
        assert_eq!((end.text, end.column), (format!("…{}", "ö".repeat(CONTEXT)), 2005));
        let all = marked(&text, Span::new(0, text.len()));
        assert_eq!(all.text, format!("{}…", "ä".repeat(CONTEXT)));
        assert_eq!(all.text[all.mark].chars().count(), CONTEXT);
    }
}
