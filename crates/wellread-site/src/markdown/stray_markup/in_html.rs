//! Markdown among the lines of an HTML block, which end with the next empty line. Nothing there is
//! parsed as Markdown: the markup is correct but in the wrong place.

use std::ops::Range;

use super::finding::{LINK_STAYS_TEXT, StrayMarkup};
use super::text_block::{BlockSource, TextBlock};
use crate::markdown::elements::HtmlContext;

/// Elements whose text is copied or typed as it is.
const LITERAL: [&str; 5] = ["code", "kbd", "samp", "var", "pre"];

/// Replaces what was found, one character at a time, by the one cause of it all.
pub(super) fn find(
    html: HtmlContext<'_>,
    block: &TextBlock<'_>,
    source: &BlockSource<'_, '_>,
    found: &mut Vec<StrayMarkup>,
) {
    // What is wrong by itself wherever it is.
    let is_markdown = |one: &StrayMarkup| {
        one.code.ends_with("-stays-text")
            || matches!(one.code, "other-markup" | "unknown-reference")
    };
    if html.element == "pre" {
        return;
    }
    let first_found = found.iter().filter(|one| is_markdown(one)).map(|one| one.range.clone());
    let in_text = signs(block.text).filter(|range| !source.is_after_tag(range, &LITERAL));
    let Some(range) = first_found.chain(in_text).min_by_key(|range| range.start) else { return };
    let is_link = found.iter().any(|one| one.code == LINK_STAYS_TEXT)
        || (block.text.contains("[[") && block.text.contains("]]"));
    found.retain(|one| !is_markdown(one));
    let code = if is_link { LINK_STAYS_TEXT } else { "other-markup" };
    let message = "Markdown is not read in the lines right below an HTML tag, so families would see \
                   these signs.";
    let name = html.element;
    let help = if !html.takes_paragraphs {
        format!(
            "In <{name}>, write <strong>words</strong> for bold words, and <a \
             href=\"address\">words</a> for a link."
        )
    } else if source.begins_line(block.text.len() - block.text.trim_start().len()) {
        "Write an empty line above this text, and one below it.".to_owned()
    } else {
        format!("Begin this text on a line of its own, with an empty line between it and <{name}>.")
    };
    found.push(StrayMarkup::new(code, range, message, help));
}

/// The first markup of Markdown in a text that was not read as such.
fn signs(text: &str) -> Option<Range<usize>> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_start();
        let start = at + line.len() - words.len();
        at += line.len();
        let heading = words.trim_start_matches('#');
        let level = words.len() - heading.len();
        if (1..=6).contains(&level) && heading.starts_with(' ') {
            return Some(start..start + words.trim_end().len());
        }
        if ["- ", "* ", "1. "].into_iter().any(|mark| words.starts_with(mark)) {
            return Some(start..start + words.trim_end().len());
        }
    }
    ["**", "*", "`"].into_iter().find_map(|sign| paired(text, sign)).or_else(|| {
        let start = text.find("[[")?;
        text[start..].find("]]").map(|end| start..start + end + 2)
    })
}

/// Words between two equal signs.
fn paired(text: &str, sign: &str) -> Option<Range<usize>> {
    let is_edge = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || "\"“”.!?".contains(c));
    let mut places = text.match_indices(sign).map(|(at, _)| at);
    let is_inside = |at: usize| text[..at].ends_with(char::is_alphanumeric);
    let start =
        places.find(|&at| !is_inside(at) && is_edge(text[at + sign.len()..].chars().next()))?;
    let end = places.find(|&at| is_edge(text[..at].chars().next_back()))?;
    Some(start..end + sign.len())
}
