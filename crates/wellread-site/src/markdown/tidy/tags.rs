//! Tags of word processors, and what they write into tags that are right.
//!
//! Elements that only set looks lose their tags. Where a style means something, such as bold, the
//! element that means it takes its place. Elements with a meaning of their own lose attributes.

use std::collections::BTreeMap;
use std::ops::Range;

use super::edits::Edit;
use super::parts::Parts;
use super::style::{elements, foreign, is_normal_weight};
use crate::markdown::allowlist::element;
use crate::markdown::html::{Attribute, HtmlToken, tokens};

/// Elements whose tags go and whose text stays.
const LOOKS: [&str; 8] = ["font", "center", "big", "html", "body", "head", "tt", "nobr"];

/// Elements without text that say something to a program.
const SETTINGS: [&str; 3] = ["meta", "link", "base"];

/// Elements whose text no reader sees.
const HIDDEN: [&str; 2] = ["style", "xml"];

/// The prefixes of the names that word processors give to elements (`<o:p>`, `<st1:City>`). Others
/// are schemes of addresses (`<tel:988>`).
const PREFIXES: [&str; 9] = ["o", "w", "v", "m", "x", "st1", "st2", "w10", "wx"];

/// An element that is open.
struct OpenTag {
    /// Where the opening tag is.
    range: Range<usize>,
    /// What happens to it and to its closing tag.
    tags: Tags,
}

/// What happens to the two tags of an element.
enum Tags {
    /// They stay.
    Stay,
    /// They go.
    Go,
    /// They go, with the text between them.
    GoWithText,
    /// Other tags take their place.
    Become(Vec<&'static str>),
    /// Empty lines take their place.
    Paragraph,
}

/// Elements in which an empty line would end the HTML too early.
const BLOCKS: [&str; 14] = [
    "table",
    "ul",
    "ol",
    "li",
    "td",
    "th",
    "tr",
    "div",
    "blockquote",
    "section",
    "details",
    "dl",
    "dd",
    "figure",
];

/// Takes out the tags that a paste brought along, and leaves their text.
pub(super) fn find(parts: &Parts<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    // By name, since the tags of a paste need not nest.
    let mut open: BTreeMap<String, Vec<OpenTag>> = BTreeMap::new();
    let mut blocks = 0_usize;
    for part in parts.editable() {
        let text = &parts.text[part.clone()];
        let placed = |range: &Range<usize>| part.start + range.start..part.start + range.end;
        for token in tokens(text) {
            match token {
                HtmlToken::Open { name, attributes, range } if !is_escaped(text, &range) => {
                    let range = placed(&range);
                    let mut tags = tags(&name, &attributes);
                    blocks += usize::from(BLOCKS.contains(&&*name));
                    if matches!(tags, Tags::Paragraph)
                        && (blocks > 0 || !parts.is_at_top(range.start))
                    {
                        tags = Tags::Stay;
                    }
                    if matches!(tags, Tags::Stay | Tags::Paragraph) {
                        edits.extend(without_foreign(&attributes, &name, part.start, parts.text));
                    } else if matches!(tags, Tags::Go) {
                        edits.push(Edit::removal(range.clone()));
                    }
                    let is_empty =
                        SETTINGS.contains(&&*name) || parts.text[..range.end].ends_with("/>");
                    if !is_empty {
                        open.entry(name).or_default().push(OpenTag { range, tags });
                    }
                }
                HtmlToken::Close { name, range } if !is_escaped(text, &range) => {
                    let range = placed(&range);
                    blocks = blocks.saturating_sub(usize::from(BLOCKS.contains(&&*name)));
                    let opened = open.get_mut(&name).and_then(Vec::pop);
                    edits.extend(closed(&name, opened, range, parts));
                }
                HtmlToken::Other(range) if is_instruction(&text[range.clone()]) => {
                    edits.push(Edit::removal(placed(&range)));
                }
                _ => {}
            }
        }
    }
    // A style that never ends has no text to mean something for.
    let left = open.into_values().flatten().filter(|one| matches!(one.tags, Tags::Become(_)));
    edits.extend(left.map(|one| Edit::removal(one.range)));
    edits.extend(empty_paragraphs(parts));
    in_order(edits)
}

/// The edits of a closing tag, and of the opening one if that waited for it.
fn closed(name: &str, open: Option<OpenTag>, range: Range<usize>, parts: &Parts<'_>) -> Vec<Edit> {
    let Some(OpenTag { range: opening, tags }) = open else {
        let is_stray = LOOKS.contains(&name) || name == "span" || is_of_word(name);
        return if is_stray { vec![Edit::removal(range)] } else { Vec::new() };
    };
    match tags {
        Tags::Stay => Vec::new(),
        Tags::Go => vec![Edit::removal(range)],
        Tags::GoWithText => vec![Edit::removal(opening.start..range.end)],
        Tags::Paragraph => {
            let (text, line) = (parts.text, parts.line_break());
            let before = text[..opening.start].trim_end_matches(' ');
            let start = match before {
                "" => String::new(),
                _ if before.ends_with('\n') => line.to_owned(),
                _ => line.repeat(2),
            };
            let after = text[range.end..].trim_start_matches([' ', '\r']);
            let end = match after.trim_start_matches('\n') {
                "" => String::new(),
                _ if after.starts_with('\n') => line.to_owned(),
                _ => line.repeat(2),
            };
            // White space after the tag would be an indent.
            let inside = &text[opening.end..range.start];
            let indent = inside.len() - inside.trim_start().len();
            vec![Edit::new(opening.start..opening.end + indent, start), Edit::new(range, end)]
        }
        Tags::Become(elements) => {
            let before: String = elements.iter().map(|name| format!("<{name}>")).collect();
            let after: String = elements.iter().rev().map(|name| format!("</{name}>")).collect();
            vec![Edit::new(opening, before), Edit::new(range, after)]
        }
    }
}

fn tags(name: &str, attributes: &[Attribute<'_>]) -> Tags {
    let value = |name: &str| {
        attributes.iter().find(|attribute| attribute.name == name).map(|attribute| attribute.value)
    };
    if HIDDEN.contains(&name) {
        return Tags::GoWithText;
    }
    if LOOKS.contains(&name) || SETTINGS.contains(&name) || is_of_word(name) {
        return Tags::Go;
    }
    match name {
        "span" => {
            let meant = elements(value("style").unwrap_or_default());
            if !foreign(attributes).into_iter().all(|is_foreign| is_foreign) {
                Tags::Stay
            } else if meant.is_empty() {
                Tags::Go
            } else {
                Tags::Become(meant)
            }
        }
        "p" if foreign(attributes).contains(&true) => Tags::Paragraph,
        "b" | "strong" if value("style").is_some_and(is_normal_weight) => Tags::Go,
        // A place that Word's table of contents leads to.
        "a" if value("href").is_none() && value("name").is_some() => Tags::Go,
        _ => Tags::Stay,
    }
}

/// Removes the foreign attributes of a tag that stays.
fn without_foreign(
    attributes: &[Attribute<'_>],
    name: &str,
    start: usize,
    text: &str,
) -> Vec<Edit> {
    // What is refused anyway is left for its author to see.
    if element(name).is_none() {
        return Vec::new();
    }
    let is_foreign = foreign(attributes).into_iter();
    let foreign = attributes.iter().zip(is_foreign).filter(|(_, is_foreign)| *is_foreign);
    foreign
        .map(|(attribute, _)| {
            let at = start + attribute.range.start;
            let before = text[..at].trim_end().len();
            Edit::removal(before..start + attribute.range.end)
        })
        .collect()
}

/// Whether an element is one of a word processor.
pub(super) fn is_of_word(name: &str) -> bool {
    name.split_once(':').is_some_and(|(prefix, local)| {
        PREFIXES.contains(&prefix) && local.starts_with(|c: char| c.is_ascii_alphabetic())
    })
}

/// Whether it is a declaration that only programs write.
pub(super) fn is_instruction(text: &str) -> bool {
    let lower = text.get(..12.min(text.len())).unwrap_or_default().to_ascii_lowercase();
    text.ends_with('>')
        && ["<![if", "<![endif", "<?xml", "<!doctype"]
            .into_iter()
            .any(|start| lower.starts_with(start))
}

/// Whether a tag is text, since there is a backslash before it.
fn is_escaped(text: &str, range: &Range<usize>) -> bool {
    let before = &text[..range.start];
    (before.len() - before.trim_end_matches('\\').len()) % 2 == 1
}

/// Paragraphs that only hold a no-break space: Word's empty lines.
fn empty_paragraphs(parts: &Parts<'_>) -> Vec<Edit> {
    const OPEN: &str = "<p>";
    const CLOSE: &str = "</p>";
    let mut edits = Vec::new();
    for part in parts.editable() {
        for (at, _) in parts.text[part.clone()].match_indices(OPEN) {
            let rest = &parts.text[part.start + at + OPEN.len()..part.end];
            let near = &rest[..rest.floor_char_boundary(60)];
            let Some((inside, _)) = near.split_once(CLOSE) else { continue };
            if inside.replace("&nbsp;", "").trim().is_empty() {
                let start = part.start + at;
                let end = start + OPEN.len() + inside.len() + CLOSE.len();
                edits.push(Edit::removal(start..end));
            }
        }
    }
    edits
}

/// Edits in order. If two overlap, such as tags in text that goes, the one that begins first stays.
fn in_order(mut edits: Vec<Edit>) -> Vec<Edit> {
    edits.sort_by_key(|edit| (edit.range.start, std::cmp::Reverse(edit.range.end)));
    let mut end = 0;
    edits.retain(|edit| {
        let is_apart = edit.range.start >= end;
        end = end.max(edit.range.end);
        is_apart
    });
    edits
}
