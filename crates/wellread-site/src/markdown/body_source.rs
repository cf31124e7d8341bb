//! The Markdown of a body as the parser gets it: without Obsidian's comments (`%%…%%`), which staff
//! write for each other alone, and in a letter with stand-ins for its blanks.
//!
//! Comments are cut out before anything is parsed, since they reach over blocks of any kind. The
//! places of what is left stay those of the file.

use std::borrow::Cow;
use std::ops::Range;

use wellread_model::{Diagnostic, Document, Kind, Span};

use super::colon_lines::colon_lines;
use super::letter::LetterPlan;
use super::limits::beyond_limits;
use super::plain_parts::{is_in, plain_parts};

/// The Markdown of a body.
#[derive(Debug)]
pub(super) struct BodySource<'d> {
    /// What the parser gets.
    text: Cow<'d, str>,
    /// Which sign in it stands for a colon.
    stand_in: Option<char>,
    /// Where it differs in length from the body, in order.
    shifts: Vec<Shift>,
    /// Where the body begins in the file.
    start: usize,
    /// Comments that never end, in the file.
    open_comments: Vec<Span>,
    /// Why the parser gets nothing.
    refused: Option<Box<Diagnostic>>,
    /// What is known of it as a letter, if it is one.
    letter: Option<LetterPlan>,
}

/// A place from which on the parser's text is shifted against the body: a part was cut out, or a
/// colon has a longer stand-in.
#[derive(Debug, Clone, Copy)]
struct Shift {
    /// Where it is, in the parser's text.
    at: usize,
    /// How many bytes of the body were cut out up to here, this cut included.
    cut: usize,
    /// How many were added.
    added: usize,
}

impl<'d> BodySource<'d> {
    /// The body of a document.
    pub(super) fn new(document: &'d Document) -> Self {
        let (body, start) = (document.body_text(), document.body.start);
        let mut source = Self {
            text: Cow::Borrowed(body),
            stand_in: None,
            shifts: Vec::new(),
            start,
            open_comments: Vec::new(),
            refused: beyond_limits(document),
            letter: None,
        };
        if source.refused.is_some() {
            source.text = Cow::Borrowed("");
        } else if body.contains("%%") {
            source.cut_comments(body);
        }
        source.replace_colons();
        // Last, because lines that begin with a colon belong to paragraphs only now.
        if document.kind == Kind::Letter {
            let (letter, text) = LetterPlan::read(&source.text, |range| source.span(range));
            (source.letter, source.text) = (Some(letter), Cow::Owned(text));
        }
        source
    }

    /// What the parser gets.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Which sign in it stands for a colon, if one does.
    pub(super) const fn stand_in(&self) -> Option<char> {
        self.stand_in
    }

    /// Comments that never end, in the file.
    pub(super) fn open_comments(&self) -> &[Span] {
        &self.open_comments
    }

    /// The error about a body that the parser cannot be given: see [`beyond_limits`].
    pub(super) fn refused(&self) -> Option<&Diagnostic> {
        self.refused.as_deref()
    }

    /// What is known of it as a letter, if it is one.
    pub(super) const fn letter(&self) -> Option<&LetterPlan> {
        self.letter.as_ref()
    }

    /// Where a range of the text is written in the file.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        let shifted = |at: usize, count: usize| match count.checked_sub(1) {
            Some(last) => at + self.shifts[last].cut - self.shifts[last].added,
            None => at,
        };
        // What begins after a cut is after it, and what ends at one is before it.
        let is_before_start = |shift: &Shift| shift.at <= range.start;
        let start = shifted(range.start, self.shifts.partition_point(is_before_start));
        let end = shifted(range.end, self.shifts.partition_point(|shift| shift.at < range.end));
        Span::new(start, end.max(start)).shifted(self.start)
    }

    /// Takes the comments out, and records where, so that places in the file stay right.
    fn cut_comments(&mut self, body: &str) {
        let Comments { closed, open } = comments(body);
        let (mut left, mut at, mut total) = (String::with_capacity(body.len()), 0, 0);
        for comment in closed {
            let Range { start, end } = with_empty_line(body, comment);
            left.push_str(&body[at..start]);
            total += end - start;
            self.shifts.push(Shift { at: left.len(), cut: total, added: 0 });
            at = end;
        }
        left.push_str(&body[at..]);
        self.text = Cow::Owned(left);
        let place = |at| Span::new(at, at + 2).shifted(self.start);
        self.open_comments = open.into_iter().map(place).collect();
    }

    /// Hides colons that begin no definition from the parser.
    fn replace_colons(&mut self) {
        let Some(lines) = colon_lines(&self.text) else { return };
        let longer = lines.stand_in.len_utf8() - ':'.len_utf8();
        let mut shifts = Vec::with_capacity(self.shifts.len() + lines.colons.len());
        let (mut cuts, mut cut) = (self.shifts.iter().peekable(), 0);
        for (index, colon) in lines.colons.iter().enumerate() {
            let before = index * longer;
            while let Some(shift) = cuts.next_if(|shift| shift.at <= *colon) {
                cut = shift.cut;
                shifts.push(Shift { at: shift.at + before, cut, added: before });
            }
            shifts.push(Shift { at: colon + before + longer, cut, added: before + longer });
        }
        let added = lines.colons.len() * longer;
        shifts.extend(cuts.map(|shift| Shift { at: shift.at + added, cut: shift.cut, added }));
        self.shifts = shifts;
        self.stand_in = Some(lines.stand_in);
        self.text = Cow::Owned(lines.text);
    }
}

/// Obsidian's comments in a body.
#[derive(Debug, Default)]
pub(super) struct Comments {
    /// Those that end, in order, with their markers.
    pub(super) closed: Vec<Range<usize>>,
    /// Where the others begin.
    open: Vec<usize>,
}

/// Finds Obsidian's comments in a body.
pub(super) fn comments(body: &str) -> Comments {
    let mut comments = Comments::default();
    if !body.contains("%%") {
        return comments;
    }
    let plain = plain_parts(body);
    let mut from = 0;
    while let Some(open) = body[from..].find("%%").map(|found| from + found) {
        from = open + 2;
        if !begins_comment(body, open) || !is_in(&plain, open) {
            continue;
        }
        let Some(close) = closing(body, open) else {
            comments.open.push(open);
            continue;
        };
        comments.closed.push(open..close);
        // The markers of the next one may not be among the spaces after this one.
        from = with_empty_line(body, open..close).end;
    }
    comments
}

/// Whether two percent signs begin a comment: not after a word (`50%%`), a backslash or a third
/// one.
fn begins_comment(body: &str, at: usize) -> bool {
    let before = body[..at].chars().next_back();
    let is_free = before.is_none_or(|c| c.is_whitespace() || "([{\"'*_>-–—.,;:".contains(c));
    is_free && !body[at + 2..].starts_with('%')
}

/// Where a comment ends, after its last marker. One that begins its line may hold paragraphs.
fn closing(body: &str, open: usize) -> Option<usize> {
    let inside = &body[open + 2..];
    let length = inside.find("%%")?;
    let before = body[..open].trim_end_matches(['>', ' ', '\t']);
    let begins_line = before.is_empty() || before.ends_with('\n');
    let has_paragraphs = || inside[..length].lines().skip(1).any(|line| line.trim().is_empty());
    (begins_line || !has_paragraphs()).then_some(open + 2 + length + 2)
}

/// A comment, with its line if nothing else is on it: an empty one would part a paragraph in two.
fn with_empty_line(body: &str, comment: Range<usize>) -> Range<usize> {
    let start = body[..comment.start].trim_end_matches([' ', '\t']).len();
    let rest = body[comment.end..].trim_start_matches([' ', '\t', '\r']);
    let begins = start == 0 || body[..start].ends_with('\n');
    match rest.strip_prefix('\n') {
        Some(after) if begins => start..body.len() - after.len(),
        _ => comment,
    }
}

#[cfg(test)]
mod tests {
    use wellread_model::{Slug, SourcePath, Spanned};

    use super::*;

    fn source(body: &str, check: impl FnOnce(&BodySource<'_>)) {
        let path = SourcePath::new("content/articles/a.md");
        let title = Spanned::new("A".to_owned(), Span::point(0));
        let mut document = Document::new(Kind::Article, Slug::new("a").unwrap(), path, title);
        document.text = format!("--{body}").into();
        document.body = Span::new(2, document.text.len());
        check(&BodySource::new(&document));
    }

    #[test]
    fn comments_are_cut_out() {
        for (body, wanted) in [
            ("a %%b%% c", "a  c"),
            ("a\n%%b%%\nc", "a\nc"),
            ("a\n\n%%\nb\n\nc\n%%\n\nd", "a\n\n\nd"),
            ("%%b%%", ""),
            ("(%%b%%) %%c%%", "() "),
            ("50%% of a and 60%% of b", "50%% of a and 60%% of b"),
            ("`%%a%%` \\%%b%% %%%c%%%", "`%%a%%` \\%%b%% %%%c%%%"),
            ("```\n%%a%%\n```\n", "```\n%%a%%\n```\n"),
        ] {
            source(body, |source| assert_eq!(source.text(), wanted, "{body}"));
        }
    }

    #[test]
    fn comments_that_never_end_are_known() {
        source("a %%b\n\nc %%d%%", |source| {
            assert_eq!(source.open_comments(), [Span::new(4, 6)]);
            assert_eq!(source.text(), "a %%b\n\nc ");
        });
        source("%% b", |source| assert_eq!(source.open_comments(), [Span::new(2, 4)]));
    }

    #[test]
    fn places_stay_those_of_the_file() {
        source("a %%b%%\n:) c %%d%% e\n:) f", |source| {
            let text = source.text();
            assert_eq!(text.replace(source.stand_in().unwrap(), ":"), "a \n:) c  e\n:) f");
            let file = "--a %%b%%\n:) c %%d%% e\n:) f";
            for (at, c) in text.char_indices() {
                let shown = if Some(c) == source.stand_in() { ':' } else { c };
                let span = source.span(at..at + c.len_utf8());
                assert_eq!(file[span.start..span.end], shown.to_string(), "{at}");
            }
        });
        source("ab %%c%% de %%f%% g", |source| {
            assert_eq!(source.text(), "ab  de  g");
            assert_eq!(source.span(0..2), Span::new(2, 4));
            assert_eq!(source.span(4..6), Span::new(11, 13));
            assert_eq!(source.span(8..9), Span::new(20, 21));
            assert_eq!(source.span(0..9), Span::new(2, 21));
        });
    }
}
