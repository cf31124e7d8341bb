//! A body as the steps see it: its lines, what each of them is, and what may not be touched.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use crate::markdown::body_source::comments;
use crate::markdown::html::{HtmlToken, tokens};
use crate::markdown::options::options;

/// Elements whose text is shown as it is.
const LITERAL: [&str; 8] = ["pre", "code", "kbd", "samp", "var", "textarea", "script", "math"];

/// A body and its parts.
#[derive(Debug)]
pub(super) struct Parts<'t> {
    /// The body as the step gets it.
    pub(super) text: &'t str,
    /// All lines of it, in order.
    pub(super) lines: Vec<Line>,
    /// Code and comments, in order and apart.
    untouchable: Vec<Range<usize>>,
}

/// A line, as ranges of the body.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Where it begins in the body.
    pub(super) start: usize,
    /// Where its words begin: after spaces and the markers of quotations.
    pub(super) words: usize,
    /// Where it ends, without its line break.
    pub(super) end: usize,
    /// Where the next one begins.
    pub(super) next: usize,
    /// What Markdown makes of it.
    pub(super) kind: LineKind,
    /// Whether it is in a list.
    pub(super) is_in_list: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineKind {
    /// Nothing but white space, and perhaps the markers of quotations.
    Blank,
    /// Running text.
    Text,
    /// The first line of an item.
    Item,
    Heading,
    /// Code, a table, a block of HTML.
    Other,
}

impl<'t> Parts<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let comments = comments(text).closed;
        let visible = blanked(text, &comments);
        let mut lines = lines(text);
        let mut untouchable = comments;
        let mut items = Vec::new();
        let mut list_end = 0;
        for (event, range) in Parser::new_ext(&visible, options()).into_offset_iter() {
            match event {
                Event::Code(_) | Event::Start(Tag::CodeBlock(_)) => untouchable.push(range.clone()),
                Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) => {
                    untouchable.extend(html_comments(text, &range));
                }
                Event::Start(Tag::List(_)) if range.start >= list_end => {
                    list_end = range.end;
                    lines_in(&mut lines, &range).for_each(|line| line.is_in_list = true);
                    continue;
                }
                Event::Start(Tag::Item) => {
                    items.push(range.start);
                    continue;
                }
                _ => {}
            }
            let kind = match event {
                Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::Table(_)) | Event::Rule => {
                    LineKind::Other
                }
                Event::Start(Tag::Heading { .. }) => LineKind::Heading,
                _ => continue,
            };
            lines_in(&mut lines, &range).for_each(|line| line.kind = kind);
        }
        for start in items {
            let index = lines.partition_point(|line| line.end < start);
            if let Some(line) = lines.get_mut(index).filter(|line| line.kind == LineKind::Text) {
                line.kind = LineKind::Item;
            }
        }
        untouchable.sort_by_key(|range| range.start);
        let mut parts = Self { text, lines, untouchable: joined(untouchable) };
        let literal = parts.literal_html();
        parts.untouchable.extend(literal);
        parts.untouchable.sort_by_key(|range| range.start);
        parts.untouchable = joined(std::mem::take(&mut parts.untouchable));
        for range in parts.untouchable.clone() {
            // What begins a line with code is text, such as `a` in a sentence.
            let is_inside = |line: &Line| range.start < line.words && line.words < range.end;
            lines_in(&mut parts.lines, &range)
                .filter(|line| is_inside(line))
                .for_each(|line| line.kind = LineKind::Other);
        }
        parts
    }

    /// The words of a line, with the white space after them.
    pub(super) fn words(&self, line: &Line) -> &'t str {
        &self.text[line.words..line.end]
    }

    /// What comes before the words of a line.
    pub(super) fn prefix(&self, line: &Line) -> &'t str {
        &self.text[line.start..line.words]
    }

    /// The line break of the body.
    pub(super) fn line_break(&self) -> &'static str {
        if self.text.contains("\r\n") { "\r\n" } else { "\n" }
    }

    /// Whether a range touches code or a comment.
    pub(super) fn is_untouchable(&self, range: &Range<usize>) -> bool {
        let index = self.untouchable.partition_point(|part| part.end <= range.start);
        self.untouchable.get(index).is_some_and(|part| part.start < range.end.max(range.start + 1))
    }

    /// Whether a place is in no list and no quotation, as far as its line shows.
    pub(super) fn is_at_top(&self, at: usize) -> bool {
        let index = self.lines.partition_point(|line| line.next <= at);
        let line = self.lines.get(index);
        line.is_none_or(|line| !line.is_in_list && !self.prefix(line).contains('>'))
    }

    /// The parts of the body that may be edited, in order.
    pub(super) fn editable(&self) -> impl Iterator<Item = Range<usize>> {
        let starts = std::iter::once(0).chain(self.untouchable.iter().map(|part| part.end));
        let ends = self.untouchable.iter().map(|part| part.start);
        starts.zip(ends.chain(std::iter::once(self.text.len()))).map(|(start, end)| start..end)
    }

    /// Elements of HTML whose text is shown as it is, each to its end.
    fn literal_html(&self) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut open: Option<(String, usize)> = None;
        for part in self.editable() {
            for token in tokens(&self.text[part.clone()]) {
                match token {
                    HtmlToken::Open { name, range, .. }
                        if open.is_none() && LITERAL.contains(&&*name) =>
                    {
                        open = Some((name, part.start + range.start));
                    }
                    HtmlToken::Close { name, range } => {
                        if let Some((_, start)) = open.take_if(|(opened, _)| *opened == name) {
                            found.push(start..part.start + range.end);
                        }
                    }
                    _ => {}
                }
            }
        }
        found.extend(open.map(|(_, start)| start..self.text.len()));
        found
    }
}

/// The comments in a part of a body that is HTML.
fn html_comments(text: &str, html: &Range<usize>) -> Vec<Range<usize>> {
    let mut comments = Vec::new();
    let mut at = html.start;
    while let Some(start) = text[at..html.end].find("<!--").map(|found| at + found) {
        at = text[start..html.end].find("-->").map_or(html.end, |end| start + end + "-->".len());
        comments.push(start..at);
    }
    comments
}

/// The lines of a body, all of them text or blank.
fn lines(text: &str) -> Vec<Line> {
    let mut next = 0;
    text.split_inclusive('\n')
        .map(|line| {
            let start = next;
            next += line.len();
            let content = line.trim_end_matches(['\n', '\r']);
            let words = start + content.len() - content.trim_start_matches([' ', '\t', '>']).len();
            let end = start + content.len();
            let kind = if words == end { LineKind::Blank } else { LineKind::Text };
            Line { start, words, end, next, kind, is_in_list: false }
        })
        .collect()
}

/// The lines that a range touches.
fn lines_in<'l>(lines: &'l mut [Line], range: &Range<usize>) -> impl Iterator<Item = &'l mut Line> {
    let first = lines.partition_point(|line| line.next <= range.start);
    let end = range.end;
    lines[first..].iter_mut().take_while(move |line| line.start < end)
}

/// The text with spaces in place of comments, so that the parser does not see them and places stay.
fn blanked(text: &str, comments: &[Range<usize>]) -> String {
    let mut written = String::with_capacity(text.len());
    let mut at = 0;
    for comment in comments {
        written.push_str(&text[at..comment.start]);
        let blank = text[comment.clone()].bytes();
        written.extend(blank.map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        at = comment.end;
    }
    written.push_str(&text[at..]);
    written
}

/// Ranges in order, those that overlap as one.
fn joined(ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match joined.last_mut().filter(|last| last.end >= range.start) {
            Some(last) => last.end = last.end.max(range.end),
            None => joined.push(range),
        }
    }
    joined
}
