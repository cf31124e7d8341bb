//! The words that a reader of a body finds, to make sure that none is lost.

use std::fmt::Write as _;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use super::tags::{is_instruction, is_of_word};
use crate::markdown::body_source::comments;
use crate::markdown::html::{HtmlToken, decode, tokens};
use crate::markdown::inline::{is_inline, is_inline_end};
use crate::markdown::options::options;

/// Elements of which a word may be a part.
const AMONG_LETTERS: [&str; 16] = [
    "span", "font", "b", "i", "em", "strong", "u", "s", "sup", "sub", "mark", "small", "a", "abbr",
    "big", "ins",
];

/// The words of a body in their order. Numbers of lists are words; bullets are not, nor is an
/// address of the web, whose text changes with it. Code counts character by character.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut shown = String::with_capacity(text.len());
    let mut code = Vec::new();
    // The next number of each list around.
    let mut numbers: Vec<Option<u64>> = Vec::new();
    let mut is_tag = false;
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        match event {
            // Markdown takes `<st1:place>` for an address.
            Event::Start(Tag::Link { link_type: LinkType::Autolink, ref dest_url, .. }) => {
                is_tag = is_of_word(dest_url);
            }
            Event::End(TagEnd::Link) => is_tag = false,
            Event::Text(_) if is_tag => {}
            Event::Text(text) => shown.push_str(&text),
            Event::Code(text) => {
                shown.push_str(&text);
                code.push(text.into_string());
            }
            Event::Html(html) | Event::InlineHtml(html) => push_html(&mut shown, &html),
            Event::SoftBreak | Event::HardBreak => shown.push('\n'),
            Event::Start(Tag::CodeBlock(_)) => code.push(text[range].trim_end().to_owned()),
            Event::Start(Tag::List(first)) => numbers.push(first),
            Event::End(TagEnd::List(_)) => {
                numbers.pop();
            }
            Event::Start(Tag::Item) => {
                shown.push('\n');
                if let Some(Some(number)) = numbers.last_mut() {
                    let _ = write!(shown, "{number} ");
                    *number += 1;
                }
            }
            Event::Start(tag) if !is_inline(&tag) => shown.push('\n'),
            Event::End(tag) if !is_inline_end(tag) => shown.push('\n'),
            _ => {}
        }
    }
    let comments = comments(text).closed.into_iter().map(|range| text[range].to_owned());
    let shown = without_tags_of_word(&shown);
    let is_address = |word: &&str| word.contains("://") || word.starts_with("www.");
    let mut words: Vec<String> = shown
        .split_whitespace()
        .filter(|word| !is_address(word))
        .flat_map(|word| word.split(|c: char| !c.is_alphanumeric()))
        // Word's second level of bullets is a letter.
        .filter(|word| !word.is_empty() && *word != "o")
        .map(str::to_owned)
        .collect();
    words.extend(code);
    words.extend(comments);
    words
}

/// The text without the tags that Markdown takes for text.
fn without_tags_of_word(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut at = 0;
    for token in tokens(text) {
        let (is_foreign, range) = match token {
            HtmlToken::Open { name, range, .. } | HtmlToken::Close { name, range } => {
                (is_of_word(&name), range)
            }
            HtmlToken::Other(range) => (is_instruction(&text[range.clone()]), range),
            HtmlToken::Text(_) | HtmlToken::Comment => continue,
        };
        if is_foreign {
            bare.push_str(&text[at..range.start]);
            at = range.end;
        }
    }
    bare.push_str(&text[at..]);
    bare
}

fn push_html(shown: &mut String, html: &str) {
    // What Word writes into these is for itself.
    let mut hidden: Option<String> = None;
    for token in tokens(html) {
        match token {
            HtmlToken::Text(range) if hidden.is_none() => shown.push_str(&decode(&html[range])),
            HtmlToken::Open { name, .. } => {
                if matches!(&*name, "style" | "xml") {
                    hidden = hidden.or(Some(name));
                } else if !AMONG_LETTERS.contains(&&*name) && !name.contains(':') {
                    shown.push(' ');
                }
            }
            HtmlToken::Close { name, .. } => {
                if hidden.as_ref() == Some(&name) {
                    hidden = None;
                } else if !AMONG_LETTERS.contains(&&*name) && !name.contains(':') {
                    shown.push(' ');
                }
            }
            _ => {}
        }
    }
}
