//! What the parser makes of a letter: where blanks may not be, which part of the body is the letter
//! itself, and which ends of lines stay.
//!
//! Markdown joins the lines of a paragraph. An address, a date or the end of a letter is written in
//! lines, so the lines of a paragraph stay if all of them are short. One that is longer is running
//! text, which an editor or its author has wrapped.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};
use wellread_model::url::begins_like_web;

use super::blank::LocatedProblem;
use crate::markdown::allowlist::{Model, element, may_stay_open};
use crate::markdown::bare_links::BareLinks;
use crate::markdown::html::{HtmlToken, tokens};
use crate::markdown::inline::{is_inline, is_inline_end};
use crate::markdown::options::options;
use crate::markdown::url_tail::LONGEST_ADDRESS;

/// How long a line may be that stays one, in characters, unless it is the last of its paragraph.
///
/// Lines of addresses are shorter, and editors wrap running text further right.
const LONGEST_LINE: usize = 60;

/// The code of a blank in the wrong place.
const CODE: &str = "blank-place";

/// What the parser says of a letter. Places are those of its text.
#[derive(Debug, Default)]
pub(super) struct Structure {
    /// Where the heading begins that the letter follows. `None` if it begins with the body.
    pub(super) after: Option<usize>,
    /// Where the heading begins that ends it. `None` if it ends with the body. It has the level of
    /// the heading above the letter, or a higher one: headings below that belong to the letter.
    pub(super) before: Option<usize>,
    /// The ends of lines that stay lines, in order.
    pub(super) line_ends: Vec<usize>,
    /// Where blanks begin that cannot be filled in, in order.
    pub(super) misplaced: Vec<usize>,
}

/// Where a blank is. The first that is found for a blank is the outermost, and holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum BlankPlace {
    /// Nowhere in the text: in the address of a link that is defined elsewhere, for example.
    Unseen,
    Text,
    Heading,
    Link,
    Image,
    Footnote,
}

impl BlankPlace {
    /// What is wrong with the place, and what to do.
    ///
    /// `None` for running text, where blanks belong. The blank itself follows the second text.
    const fn words(self) -> Option<[&'static str; 2]> {
        Some(match self {
            Self::Text => return None,
            Self::Heading => [
                "A blank cannot be in a heading, which is not part of the letter.",
                "Write it in a line of its own below the heading:",
            ],
            Self::Link => ["A blank cannot be in a link.", "Write it before or after the link:"],
            Self::Image => [
                "A blank cannot be in the description of a picture.",
                "Write it before or after the picture:",
            ],
            Self::Footnote => [
                "A blank cannot be in a footnote, which is not part of the letter.",
                "Write it in the text of the letter:",
            ],
            Self::Unseen => [
                "A blank cannot be here, where no text is shown.",
                "Write it in the text of the letter:",
            ],
        })
    }
}

/// A heading that no list, quotation or element of raw HTML holds.
struct TopHeading {
    /// Where it is in the body.
    range: Range<usize>,
    /// From 1 to 6.
    level: u8,
}

/// The end of a line in a paragraph whose lines are short.
struct LineEnd {
    /// The byte of the line break in the body.
    at: usize,
    /// Where its paragraph begins.
    paragraph: usize,
}

/// What the events of a letter say of it.
struct LetterEvents {
    /// Where each blank is, in the order of the blanks.
    places: Vec<BlankPlace>,
    /// The headings at the top level, in order.
    headings: Vec<TopHeading>,
    /// The ends of lines in paragraphs with short lines, in order.
    line_ends: Vec<LineEnd>,
}

/// Finds where a letter begins and ends, and the ends of its short lines. `masked` is what the
/// parser gets of `text`, `blanks` are in order.
///
/// It adds a problem for each blank that cannot be filled in where it is.
pub(super) fn structure(
    text: &str,
    masked: &str,
    blanks: &[Range<usize>],
    problems: &mut Vec<LocatedProblem>,
) -> Structure {
    let LetterEvents { places, headings, mut line_ends } =
        read_events(text, masked, blanks, problems);
    let mut found = Structure::default();
    let (mut first, mut last) = (None, None);
    for (blank, place) in blanks.iter().zip(places) {
        match misplaced(text, blank, place) {
            Some(problem) => {
                found.misplaced.push(blank.start);
                problems.push(problem);
            }
            None => {
                first = first.or(Some(blank.start));
                last = Some(blank.end);
            }
        }
    }
    if let (Some(first), Some(last)) = (first, last) {
        set_borders(text, &headings, first..last, &mut found, problems);
    }
    let (start, end) = (found.after.unwrap_or(0), found.before.unwrap_or(text.len()));
    // Only those of the letter itself: advice above and below it is running text.
    line_ends.retain(|one: &LineEnd| start <= one.paragraph && one.paragraph < end);
    found.line_ends = line_ends.into_iter().map(|one| one.at).collect();
    found
}

/// Looks at the events of a letter, and adds problems of code and raw HTML in it.
fn read_events(
    text: &str,
    masked: &str,
    blanks: &[Range<usize>],
    problems: &mut Vec<LocatedProblem>,
) -> LetterEvents {
    // A blank of which no event tells is in no text: in a definition of a link, for example.
    let mut places = vec![BlankPlace::Unseen; blanks.len()];
    // Marks the blanks in a range. Ranges are at most a few levels deep, so each is met a few
    // times.
    let mut mark = |range: &Range<usize>, place: BlankPlace| {
        let first = blanks.partition_point(|blank| blank.start < range.start);
        let inside = blanks[first..].partition_point(|blank| blank.end <= range.end);
        for known in &mut places[first..first + inside] {
            if *known == BlankPlace::Unseen {
                *known = place;
            }
        }
    };
    let (mut headings, mut line_ends) = (Vec::new(), Vec::new());
    let (mut depth, mut in_elements, mut paragraph) = (0_usize, 0_usize, None);
    let events = BareLinks::new(masked, Parser::new_ext(masked, options()).into_offset_iter());
    for (event, range) in events {
        match &event {
            Event::Start(Tag::Heading { level, .. }) => {
                mark(&range, BlankPlace::Heading);
                if depth == 0 && in_elements == 0 {
                    headings.push(TopHeading { range: range.clone(), level: *level as u8 });
                }
            }
            Event::Start(Tag::Link { .. }) => mark(&range, BlankPlace::Link),
            Event::Start(Tag::Image { .. }) => mark(&range, BlankPlace::Image),
            Event::Start(Tag::FootnoteDefinition(_)) => mark(&range, BlankPlace::Footnote),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                in_code(text, &range, problems)
            }
            Event::Start(Tag::Paragraph) => {
                paragraph = has_short_lines(&text[range.clone()]).then_some(range.start);
            }
            Event::Text(_) => mark(&range, BlankPlace::Text),
            Event::Html(html) => {
                in_html(html, &range, problems);
                in_elements = depth_after(in_elements, html);
            }
            Event::InlineHtml(html) => in_html(html, &range, problems),
            Event::SoftBreak => {
                line_ends.extend(paragraph.map(|paragraph| LineEnd { at: range.start, paragraph }));
            }
            _ => {}
        }
        match &event {
            Event::Start(tag) if !is_inline(tag) => depth += 1,
            Event::End(tag) if !is_inline_end(*tag) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    LetterEvents { places, headings, line_ends }
}

/// The error for a blank that cannot be filled in where it is; `None` if it can.
fn misplaced(text: &str, blank: &Range<usize>, place: BlankPlace) -> Option<LocatedProblem> {
    // For the parser, an address with a blank in it is not an address.
    let is_cut = place == BlankPlace::Text && is_in_address(text, blank.start);
    let place = if is_cut { BlankPlace::Link } else { place };
    let [message, help] = place.words()?;
    Some(LocatedProblem {
        code: CODE,
        place: blank.clone(),
        message: message.to_owned(),
        help: format!("{help}  {}", &text[blank.clone()]),
    })
}

/// Sets where the letter begins and ends: at the headings around its blanks, from the first to the
/// last, which are at `filled_in`. Adds a warning for a heading between them.
fn set_borders(
    text: &str,
    headings: &[TopHeading],
    filled_in: Range<usize>,
    found: &mut Structure,
    problems: &mut Vec<LocatedProblem>,
) {
    let above = headings.iter().rev().find(|heading| heading.range.end <= filled_in.start);
    let ends = |heading: &&TopHeading| {
        heading.range.start >= filled_in.end
            && above.is_none_or(|above| heading.level <= above.level)
    };
    // It would end the letter, if no blank was below it.
    let is_inside = |heading: &&TopHeading| {
        filled_in.contains(&heading.range.start)
            && above.is_none_or(|above| heading.level <= above.level)
    };
    problems.extend(headings.iter().find(is_inside).map(|heading| heading_inside(text, heading)));
    found.after = above.map(|heading| heading.range.start);
    found.before = headings.iter().find(ends).map(|heading| heading.range.start);
}

/// The warning for a heading in the middle of the letter. Most often it begins advice, in which a
/// blank was left, and the advice would be printed and sent with the letter.
fn heading_inside(text: &str, heading: &TopHeading) -> LocatedProblem {
    let written = text[heading.range.clone()].trim_end();
    LocatedProblem {
        code: "heading-in-letter",
        place: heading.range.start..heading.range.start + written.len(),
        message: "This heading and the text below it are printed in the letter, since there is a \
                  blank in them."
            .to_owned(),
        help: "Is it advice and no part of the letter? Then write words in place of the blank. \
               Does it belong to the letter? Then begin it with one # more than the heading above \
               the letter."
            .to_owned(),
    }
}

/// Whether a place in a text is in the middle of a web address.
fn is_in_address(text: &str, at: usize) -> bool {
    let near = &text[text.floor_char_boundary(at.saturating_sub(LONGEST_ADDRESS))..at];
    let mut word = near.rsplit(char::is_whitespace).next().unwrap_or(near);
    // One address after another: the blank is in the one that is still open.
    while let Some(address) = after_opening(word) {
        let Some(end) = end_of_address(address) else { return true };
        word = &address[end..];
    }
    false
}

/// What follows the characters with which a web address begins, or a link's brackets.
fn after_opening(word: &str) -> Option<&str> {
    let after = |sign: &str| word.find(sign).map(|at| at + sign.len());
    let www = begins_like_web(word).then_some(0);
    let start = [after("]("), after("://"), www].into_iter().flatten().min()?;
    Some(&word[start..])
}

/// Where an address ends: after the bracket that closes one which was opened before it.
fn end_of_address(address: &str) -> Option<usize> {
    let mut depth = 0_usize;
    address.char_indices().find_map(|(at, c)| {
        match c {
            '(' => depth += 1,
            ')' if depth > 0 => depth -= 1,
            ')' | '>' => return Some(at + 1),
            _ => {}
        }
        None
    })
}

/// Whether all lines of a paragraph but the last are short.
fn has_short_lines(paragraph: &str) -> bool {
    let mut lines = paragraph.trim_end().lines();
    lines.next_back();
    lines.all(|line| line.trim().chars().count() <= LONGEST_LINE)
}

/// Reports a blank in a block that is code because of the spaces before its lines: a letter has
/// none, and word processors indent addresses.
fn in_code(text: &str, range: &Range<usize>, problems: &mut Vec<LocatedProblem>) {
    let Some(blank) = braces(&text[range.clone()], range.start) else { return };
    problems.push(LocatedProblem {
        code: CODE,
        place: blank,
        message:
            "A line that begins with four spaces is shown as code, and blanks do not work in code."
                .to_owned(),
        help: "Delete the spaces at the beginning of the line.".to_owned(),
    });
}

/// Reports a blank in a tag, or among the lines of a block of HTML.
fn in_html(html: &str, range: &Range<usize>, problems: &mut Vec<LocatedProblem>) {
    let Some(blank) = braces(html, range.start).filter(|_| !html.starts_with("<!--")) else {
        return;
    };
    problems.push(LocatedProblem {
        code: CODE,
        place: blank,
        message: "A blank cannot be in HTML.".to_owned(),
        help: "Write it in a paragraph without tags, with an empty line above and below it."
            .to_owned(),
    });
}

/// In how many elements of raw HTML that hold blocks the body is behind a line of it.
///
/// A heading inside of one is not a border of the letter: the section would cross the element.
fn depth_after(depth: usize, html: &str) -> usize {
    let holds_blocks = |name: &str| {
        element(name).is_some_and(|rules| rules.model == Model::Flow) && !may_stay_open(name)
    };
    tokens(html).iter().fold(depth, |depth, token| match token {
        HtmlToken::Open { name, .. } if holds_blocks(name) => depth + 1,
        HtmlToken::Close { name, .. } if holds_blocks(name) => depth.saturating_sub(1),
        _ => depth,
    })
}

/// The first two braces in a text that are closed, as a range of the whole that it begins at
/// `start`. In code and in HTML, [`super::find`] finds none, so they are looked for here.
fn braces(text: &str, start: usize) -> Option<Range<usize>> {
    let open = text.find("{{")?;
    let close = text[open..].find("}}")?;
    Some(start + open..start + open + close + 2)
}
