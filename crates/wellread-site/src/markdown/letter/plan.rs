//! The structure of a letter, found before its HTML is written.
//!
//! The order of steps matters: blanks are found in the text as it is written, their places are
//! judged in what the parser makes of it, and names are compared only among those that remain. The
//! parser reads the text once for the plan and once for the page; letters are short.

use std::ops::Range;

use wellread_model::Span;

use super::blank::{Blank, BlankProblem, LocatedProblem, STAND_IN};
use super::find::{FoundBlank, WRONG_BLANK, find};
use super::names::report_names;
use super::structure::{Structure, structure};

/// What is known of a letter before it is written. Places are those of the file, so that whoever
/// writes can ask with the spans that it has.
#[derive(Debug)]
pub(in crate::markdown) struct LetterPlan {
    /// Those that can be filled in, in order.
    blanks: Vec<Blank>,
    /// Whether it begins with the body.
    begins_body: bool,
    /// Where the heading begins that the letter follows, if it follows one.
    after: Option<usize>,
    /// Where the heading begins that ends it; `None` if it ends with the body.
    before: Option<usize>,
    /// The ends of lines that stay lines, in order.
    line_ends: Vec<usize>,
    /// What is wrong, in order. They are reported when the body is written, with all others of it.
    problems: Vec<BlankProblem<Span>>,
}

impl LetterPlan {
    /// Reads the text of a letter. `span` says where a range of it is written in the file. Returns
    /// the text for the parser as well.
    ///
    /// The returned text has the same length and lines as `text`. Misplaced blanks are restored to
    /// plain text in it, so that a preview shows the braces that the message is about.
    pub(in crate::markdown) fn read(
        text: &str,
        span: impl Fn(Range<usize>) -> Span,
    ) -> (Self, String) {
        let (mut found, mut problems) = find(text);
        let mut masked = with_stand_ins(text, &found);
        let ranges: Vec<Range<usize>> = found.iter().map(|(range, _)| range.clone()).collect();
        let Structure { after, before, line_ends, misplaced } =
            structure(text, &masked, &ranges, &mut problems);
        if !misplaced.is_empty() {
            found.retain(|(range, _)| misplaced.binary_search(&range.start).is_err());
            masked = with_stand_ins(text, &found);
        }
        // A backtick in a blank is reported with the blank, and not once more as half a piece of
        // code.
        for problem in problems.iter().filter(|problem| problem.code == WRONG_BLANK) {
            let part = masked[problem.place.clone()].replace('`', "'");
            masked.replace_range(problem.place.clone(), &part);
        }
        let fields = report_names(&found, &mut problems);
        let start = text.len() - text.trim_start().len();
        if found.is_empty() && problems.is_empty() && start < text.len() {
            let first = text[start..].lines().next().unwrap_or_default();
            problems.push(LocatedProblem {
                code: "no-blanks",
                place: start..start + first.trim_end().len(),
                message: "This letter has no blank to fill in.".to_owned(),
                help: "Write two braces around what each family fills in:  {{your name}}"
                    .to_owned(),
            });
        }
        problems.sort_by_key(|problem| problem.place.start);
        // Headings are asked for by where they begin in the file.
        let at = |at: usize| span(at..at).start;
        let letter = Self {
            blanks: found
                .into_iter()
                .zip(fields)
                .map(|((range, content), field)| Blank { span: span(range), content, field })
                .collect(),
            begins_body: after.is_none() && start < text.len(),
            after: after.map(at),
            before: before.map(at),
            line_ends: line_ends.into_iter().map(at).collect(),
            problems: problems
                .into_iter()
                .map(|BlankProblem { code, place, message, help }| BlankProblem {
                    code,
                    place: span(place),
                    message,
                    help,
                })
                .collect(),
        };
        (letter, masked)
    }

    /// What is wrong with its blanks.
    pub(super) fn problems(&self) -> &[BlankProblem<Span>] {
        &self.problems
    }

    /// Whether it begins with the body.
    pub(super) const fn begins_body(&self) -> bool {
        self.begins_body
    }

    /// Whether it begins after the heading at this place.
    pub(super) fn begins_after(&self, heading: Span) -> bool {
        self.after == Some(heading.start)
    }

    /// Whether it ends before the heading at this place.
    pub(super) fn ends_before(&self, heading: Span) -> bool {
        self.before == Some(heading.start)
    }

    /// Whether the end of a line at this place is one for readers as well.
    pub(super) fn has_line_end(&self, place: Span) -> bool {
        self.line_ends.binary_search(&place.start).is_ok()
    }

    /// The blanks in a part of the file.
    pub(super) fn blanks_in(&self, part: Span) -> &[Blank] {
        let first = self.blanks.partition_point(|blank| blank.span.start < part.start);
        let length = self.blanks[first..].partition_point(|blank| blank.span.end <= part.end);
        &self.blanks[first..first + length]
    }
}

/// The text with [`STAND_IN`] in place of each byte of the blanks. Its length is the same, so that
/// places in it are places in `text`.
fn with_stand_ins(text: &str, blanks: &[FoundBlank]) -> String {
    let mut given = String::with_capacity(text.len());
    let mut at = 0;
    for (range, _) in blanks {
        given.push_str(&text[at..range.start]);
        given.push_str(&STAND_IN.repeat(range.len()));
        at = range.end;
    }
    given.push_str(&text[at..]);
    given
}
