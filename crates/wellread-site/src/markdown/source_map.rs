//! Where the text of a body is written in its file.
//!
//! A reader's text is not the author's: quotation marks are curled, `&amp;` is one character, the
//! marks of emphasis are gone. So a place in the text is never looked for in the file by its words.
//! Each piece of text is recorded with the place that it was made from, as the parser gives it.

use std::ops::Range;

use wellread_model::Span;

/// A map from bytes of a body's text to bytes of its file.
#[derive(Debug, Default)]
pub(crate) struct SourceMap {
    /// In the order of the text, and apart from each other.
    runs: Vec<SourceRun>,
}

/// A piece of the text and the part of the file that it was made from.
#[derive(Debug)]
struct SourceRun {
    /// Where the run is in the text.
    text: Range<usize>,
    /// Where the same is written in the file.
    file: Span,
    /// Whether the two are the same, byte by byte. If not, no part of the piece has a place of its
    /// own.
    is_literal: bool,
}

impl SourceMap {
    /// Records the text that has just been added, at `start` in the body's text, and its place in
    /// the file.
    pub(super) fn add(&mut self, start: usize, added: &str, file: Span, file_text: &str) {
        if added.is_empty() {
            return;
        }
        let is_literal = file_text.get(file.start..file.end) == Some(added);
        let text = start..start + added.len();
        // The parser hands over a paragraph in many pieces; most of them follow each other in the
        // file as well.
        if let Some(last) = self.runs.last_mut()
            && last.is_literal
            && is_literal
            && last.text.end == text.start
            && last.file.end == file.start
        {
            last.text.end = text.end;
            last.file.end = file.end;
            return;
        }
        self.runs.push(SourceRun { text, file, is_literal });
    }

    /// Where a range of the text is written, from its first byte to its last. What has no place of
    /// its own, such as a line break between two paragraphs, is at the end of what precedes it.
    pub(crate) fn span(&self, range: &Range<usize>) -> Span {
        let start = self.start(range.start);
        let end = if range.is_empty() { start } else { self.end(range.end) };
        Span::new(start, end.max(start))
    }

    /// The parts of the text from `start` on that their author marked as text, with a backslash
    /// before them or as a reference (`&lt;`). Smart punctuation does not count.
    pub(super) fn meant_as_text<'t>(
        &'t self,
        start: usize,
        file: &'t str,
    ) -> impl Iterator<Item = Range<usize>> + 't {
        let first = self.runs.partition_point(|run| run.text.end <= start);
        self.runs[first..].iter().filter_map(move |run| {
            let source = file.get(run.file.start..run.file.end)?;
            if !run.is_literal {
                let is_smart = source.starts_with(['"', '\'', '-', '.']);
                return (!is_smart).then(|| run.text.clone());
            }
            // A run begins anew after a backslash, which is not part of the text.
            let is_escaped = file[..run.file.start].ends_with('\\');
            let length = source.chars().next().map_or(0, char::len_utf8);
            is_escaped.then(|| run.text.start..run.text.start + length)
        })
    }

    fn start(&self, at: usize) -> usize {
        let index = self.runs.partition_point(|run| run.text.end <= at);
        match self.runs.get(index) {
            Some(run) if run.text.start <= at && run.is_literal => {
                run.file.start + (at - run.text.start)
            }
            Some(run) if run.text.start <= at => run.file.start,
            _ => index.checked_sub(1).map_or(0, |before| self.runs[before].file.end),
        }
    }

    /// Where the byte before `at` ends.
    fn end(&self, at: usize) -> usize {
        let Some(index) = self.runs.partition_point(|run| run.text.start < at).checked_sub(1)
        else {
            return 0;
        };
        let run = &self.runs[index];
        if run.is_literal && at < run.text.end {
            run.file.start + (at - run.text.start)
        } else {
            run.file.end
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_exact_where_the_text_is_the_authors_own() {
        let file = "A \"b\" &amp; *c* d";
        let mut map = SourceMap::default();
        let mut text = String::new();
        for (piece, at) in [
            ("A ", 0..2),
            ("“", 2..3),
            ("b", 3..4),
            ("”", 4..5),
            (" ", 5..6),
            ("&", 6..11),
            (" ", 11..12),
            ("c", 13..14),
            (" d", 15..17),
        ] {
            map.add(text.len(), piece, Span::from(at), file);
            text.push_str(piece);
        }
        let place = |words: &str| {
            let at = text.find(words).unwrap();
            let span = map.span(&(at..at + words.len()));
            &file[span.start..span.end]
        };
        assert_eq!(place("A"), "A");
        assert_eq!(place("“b”"), "\"b\"");
        assert_eq!(place("b"), "b");
        assert_eq!(place("”"), "\"");
        assert_eq!(place("b” & c"), "b\" &amp; *c");
        assert_eq!(place("c d"), "c* d");
        assert_eq!(map.span(&(text.len()..text.len())), Span::point(17));
        assert_eq!(map.span(&(99..999)), Span::point(17));
        assert_eq!(SourceMap::default().span(&(1..2)), Span::point(0));
    }

    #[test]
    fn a_replaced_text_of_the_same_length_has_no_inner_places() {
        let file = "[[añb]]";
        let mut map = SourceMap::default();
        map.add(0, "ñab", Span::new(2, 6), file);
        // The second byte of the file's `ñ` would be there.
        assert_eq!(map.span(&(2..4)), Span::new(2, 6));
    }
}
