//! A block of running text as it is looked at, and as its author wrote it.

use std::ops::Range;

use wellread_model::Span;

use crate::markdown::output::BodyOutput;

/// What a block of text is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BlockKind {
    /// A paragraph, the text of a list item, and the like.
    Text,
    /// A heading.
    Heading,
    /// A cell of a table.
    Cell,
}

/// A block of text as it is looked at.
pub(super) struct TextBlock<'b> {
    /// Running text, a heading or a cell: not all markup has a meaning in each.
    pub(super) kind: BlockKind,
    /// The text, with a control character for each byte that was meant as text.
    pub(super) text: &'b str,
}

/// What takes the place of a byte that was meant as text. No file may hold this character.
pub(super) const MASK: u8 = 1;

/// The text of the open block, with [`MASK`] for what was meant as text.
pub(super) fn masked(out: &BodyOutput<'_>) -> String {
    let range = out.block_range();
    let mut bytes = out.text()[range.clone()].as_bytes().to_vec();
    let mut mask = |part: Range<usize>| {
        let end = part.end.min(range.end).saturating_sub(range.start);
        let start = part.start.saturating_sub(range.start).min(end);
        bytes[start..end].fill(MASK);
    };
    out.code_in_block().iter().cloned().for_each(&mut mask);
    out.meant_as_text().for_each(mask);
    // Whole characters were masked, so what is left is UTF-8.
    String::from_utf8(bytes).unwrap_or_default()
}

/// The source of a block, to write it another way.
pub(super) struct BlockSource<'b, 'a> {
    /// The body so far, which ends with the block.
    out: &'b BodyOutput<'a>,
    /// Where the block begins in the text of the body.
    start: usize,
}

/// How much markup is looked for before a part of a line, in bytes: far more than anyone writes.
const MOST_MARKUP: usize = 20;

impl<'b, 'a> BlockSource<'b, 'a> {
    pub(super) const fn new(out: &'b BodyOutput<'a>, start: usize) -> Self {
        Self { out, start }
    }

    /// Whether the block is a part of the text of a letter.
    pub(super) const fn is_in_letter(&self) -> bool {
        self.out.is_in_letter()
    }

    /// Where a part of the block is written.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        self.out.source_map().span(&(self.start + range.start..self.start + range.end))
    }

    /// What the author wrote between two characters of the block, given by the places of the first
    /// and of the second, which are one byte long each: all markup, on one line.
    pub(super) fn between(&self, first: usize, second: usize) -> String {
        let start = self.span(&(first..first + 1)).end;
        let end = self.span(&(second..second + 1)).start;
        self.on_one_line(start, end)
    }

    /// What the author wrote for a part of a line, with the markup that it begins with, and to the
    /// end of the line if the part reaches there.
    pub(super) fn line(&self, part: &Range<usize>, is_to_end: bool) -> String {
        let Span { start, mut end } = self.span(part);
        let text = self.out.file_text();
        if is_to_end {
            end += rest_of_line(&text[end..]).len();
        }
        // A run of brackets may be as long as the file, and each is asked about.
        let before = text[..start].bytes().rev().take(MOST_MARKUP);
        let markup = before.take_while(|byte| b"*_~`[!".contains(byte));
        self.on_one_line(start - markup.count(), end)
    }

    /// A part of the file without line breaks, and without the markers with which its further lines
    /// begin in a quotation.
    fn on_one_line(&self, start: usize, end: usize) -> String {
        let source = self.out.file_text().get(start..end).unwrap_or_default();
        let mut lines = source.trim().lines();
        let mut written = lines.next().unwrap_or_default().trim_end().to_owned();
        for line in lines {
            written.push(' ');
            written.push_str(line.trim_matches(|c: char| c == '>' || c.is_whitespace()));
        }
        written
    }

    /// The name between the double brackets that end right before a character of the block.
    pub(super) fn name_before(&self, at: usize) -> Option<&str> {
        let text = self.out.file_text();
        let before = text[..self.span(&(at..at + 1)).start].strip_suffix("]]")?;
        let near = &before[before.ceil_char_boundary(before.len().saturating_sub(LONGEST_NAME))..];
        near.rsplit_once("[[").map(|(_, name)| name).filter(|name| !name.contains(['\n', ']']))
    }

    /// Whether a part of the block is inside a link, where it has been looked at.
    pub(super) fn is_in_link(&self, part: &Range<usize>) -> bool {
        self.out.forbids_link(&(self.start + part.start..self.start + part.end))
    }

    /// Whether a character is right before or after a part of the block in the file.
    pub(super) fn is_next_to(&self, part: &Range<usize>, sign: u8) -> bool {
        let Span { start, end } = self.span(part);
        let bytes = self.out.file_text().as_bytes();
        let before = start.checked_sub(1).and_then(|at| bytes.get(at));
        before == Some(&sign) || bytes.get(end) == Some(&sign)
    }

    /// The lines of the file before and after that of a part of the block, without what a quotation
    /// or a list puts before them.
    pub(super) fn neighbors(&self, part: &Range<usize>) -> [&str; 2] {
        let text = self.out.file_text();
        let start = self.span(part).start;
        let nearest = text.floor_char_boundary(start.saturating_sub(LONGEST_LINE));
        let nearest = nearest.max(self.out.body_start().min(start));
        let before = text[nearest..start].rsplit('\n').nth(1).unwrap_or_default();
        let after = text[start..text.floor_char_boundary(start + LONGEST_LINE)].split('\n').nth(1);
        [before, after.unwrap_or_default()].map(|line| line.trim_start_matches(['>', ' ', '\t']))
    }

    /// Whether nothing but spaces is before a character of the block in its line of the file.
    pub(super) fn begins_line(&self, at: usize) -> bool {
        let start = self.span(&(at..at + 1)).start;
        let before = self.out.file_text()[..start].trim_end_matches([' ', '\t', '>']);
        before.is_empty() || before.ends_with('\n')
    }

    /// The nearest lines with text before and after these places of the block, if nothing but empty
    /// lines is between.
    pub(super) fn beyond_gaps(&self, start: usize, end: usize) -> [&str; 2] {
        let text = self.out.file_text();
        let Span { start, end } = self.span(&(start..end));
        let nearest = start.saturating_sub(LONGEST_LINE).max(self.out.body_start().min(start));
        let mut before = text[text.ceil_char_boundary(nearest)..start].rsplit('\n').skip(1);
        let mut after = text[end..text.floor_char_boundary(end + LONGEST_LINE)].split('\n').skip(1);
        let is_gap = |line: Option<&str>| line.is_some_and(|line| line.trim().is_empty());
        let has_text = |line: &&str| !line.trim().is_empty();
        let before = if is_gap(before.next()) { before.find(has_text) } else { None };
        let after = if is_gap(after.next()) { after.find(has_text) } else { None };
        [before.unwrap_or_default(), after.unwrap_or_default()]
    }

    /// Whether nothing but empty lines is between two places of the file.
    pub(super) fn is_gap(&self, start: usize, end: usize) -> bool {
        let text = self.out.file_text();
        // A long gap is not read again for each block behind it.
        end - start.min(end) < LONGEST_LINE
            && text.get(start..end).is_some_and(|between| between.trim().is_empty())
    }

    /// Whether the last tag before a part of the block opens one of these elements.
    pub(super) fn is_after_tag(&self, part: &Range<usize>, names: &[&str]) -> bool {
        let text = self.out.file_text();
        let start = self.span(part).start;
        let near = &text[text.floor_char_boundary(start.saturating_sub(LONGEST_LINE))..start];
        let tag = near.rsplit_once('<').map_or("", |(_, tag)| tag);
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        names.contains(&name)
    }

    /// The line of the file in which the block begins.
    pub(super) fn first_line(&self) -> &str {
        let text = self.out.file_text();
        let start = self.span(&(0..1)).start;
        let nearest = text.floor_char_boundary(start.saturating_sub(LONGEST_LINE));
        let begin = text[nearest..start].rfind('\n').map_or(nearest, |end| nearest + end + 1);
        rest_of_line(&text[begin..])
    }
}

impl TextBlock<'_> {
    /// The lines of the block, with the places at which they begin.
    pub(super) fn lines(&self) -> impl Iterator<Item = (usize, &str)> + Clone {
        self.text.split_inclusive('\n').scan(0, |at, line| {
            let start = *at;
            *at += line.len();
            Some((start, line.trim_end_matches(['\n', '\u{fffc}'])))
        })
    }
}

/// How long a name in double brackets is at most, with other words for it, in bytes.
const LONGEST_NAME: usize = 200;

/// How much of a line is looked at, in bytes. A line of raw HTML may be as long as a file, with
/// thousands of blocks in it.
const LONGEST_LINE: usize = 1000;

/// A text to the end of its first line.
fn rest_of_line(text: &str) -> &str {
    let near = &text[..text.floor_char_boundary(LONGEST_LINE)];
    near.lines().next().unwrap_or_default()
}
