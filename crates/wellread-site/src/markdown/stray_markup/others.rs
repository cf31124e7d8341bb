//! Markup of other programs, and marks of version control.
//!
//! Texts come from wikis, note-taking programs, forums and older sites, each with markup that
//! Markdown does not know. They are not wrong, only foreign: readers see them as they are. So each
//! shape here is recognized by more than one character of it, since a single star or brace is also
//! a part of ordinary text.

use std::ops::Range;

use pulldown_cmark::BlockQuoteKind;

use crate::markdown::body::OBJECT_REPLACEMENT;
use crate::markdown::callout::{callout_kind, callout_mark};

use super::finding::StrayMarkup;
use super::references::WordNumbers;
use super::text_block::{BlockKind, BlockSource, TextBlock};

/// The code of what is found here.
const CODE: &str = "other-markup";

/// How shortcodes of other programs begin and end. Those of Hugo, in its two forms, and of Liquid
/// and Jinja.
const SHORTCODES: [(&str, &str); 3] = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}")];

/// Commands of forums that have a value: `[url=https://example.org]`.
const FORUM: [&str; 6] = ["url", "color", "size", "font", "email", "quote"];

/// Quotation marks, also as they are curled in the text.
const QUOTES: [char; 6] = ['"', '\'', '“', '”', '‘', '’'];

/// How long a shortcode in square brackets is at most, in bytes.
///
/// So that a bracket that is never closed is not looked for to the end of the text.
const LONGEST_SHORTCODE: usize = 300;

/// What has been reported on a page already, once for all of the page.
#[derive(Debug, Default)]
pub(super) struct ReportedOnce {
    /// The beginning of two versions that a program could not join.
    conflict: bool,
    /// A shortcode of another program. One message a page is enough: who has one has many.
    shortcode: bool,
    /// Whether a star has stayed text: a mark of a note that follows further below.
    pub(super) star: bool,
    /// The numbers of Word's footnotes.
    pub(super) numbers: WordNumbers,
    /// Where the last part of a table ends that empty lines divide, in the file; 0 if there is
    /// none.
    pub(super) table_end: usize,
}

/// Reports the markup of other programs.
pub(super) fn find(
    reported: &mut ReportedOnce,
    block: &TextBlock<'_>,
    source: &BlockSource<'_, '_>,
    found: &mut Vec<StrayMarkup>,
) {
    conflict(reported, block, source, found);
    shortcode(reported, block, found);
    if block.kind == BlockKind::Text {
        let finding = callout(block, source).or_else(|| damaged_callout(block, source));
        found.extend(finding.or_else(|| fence(block, source)));
    }
    highlight(("==", "mark"), block, source, found);
    highlight(("++", "ins"), block, source, found);
    raised(block, found);
    attributes(block, found);
    inline_footnote(block, source, found);
}

/// The marks with which a program shows two versions of a text. Git writes seven of a character.
/// Sooner or later such a file is saved, and both versions are published.
fn conflict(
    reported: &mut ReportedOnce,
    block: &TextBlock<'_>,
    source: &BlockSource<'_, '_>,
    found: &mut Vec<StrayMarkup>,
) {
    let is_mark = |line: &str, sign: char| {
        let rest = line.trim_start_matches(sign);
        line.len() - rest.len() == 7 * sign.len_utf8() && (rest.is_empty() || rest.starts_with(' '))
    };
    // The middle mark, of equals signs, makes a heading of the lines above it and is not text.
    let mut marks = block.lines().filter(|(_, line)| is_mark(line, '<') || is_mark(line, '|'));
    let mark = marks.next().map(|(start, line)| start..start + line.len());
    // The last mark begins seven quotations.
    let mark = mark.or_else(|| {
        let line = source.first_line();
        is_mark(line, '>').then(|| 0..block.lines().next().map_or(0, |(_, line)| line.len()))
    });
    let Some(range) = mark.filter(|_| !reported.conflict) else { return };
    reported.conflict = true;
    let message = "Two versions of a text stand here, which a program could not join.";
    let help = "Delete the version that is not wanted, and the lines that begin with <<<<<<<, ======= \
                and >>>>>>>.";
    found.push(StrayMarkup::new("conflict-mark", range, message, help));
}

/// Reports the first command on the page that another program would replace by something.
fn shortcode(reported: &mut ReportedOnce, block: &TextBlock<'_>, found: &mut Vec<StrayMarkup>) {
    if reported.shortcode {
        return;
    }
    let of_generators = SHORTCODES.iter().find_map(|(open, close)| {
        let start = block.text.find(open)?;
        let inside = &block.text[start + open.len()..];
        let length = inside.find(close).filter(|&end| !inside[..end].contains(['{', '\n']))?;
        Some(start..start + open.len() + length + close.len())
    });
    if let Some(range) = of_generators.or_else(|| bracket_shortcode(block.text)) {
        reported.shortcode = true;
        let message = "This is a command for another program. Families would read it as it stands.";
        let help = "Write what it was to show, or remove it. A picture is written \
                    ![what it shows](file.png), a link [words](address).";
        found.push(StrayMarkup::new(CODE, range, message, help));
    }
}

/// `[gallery ids="1,2"]`, `[/caption]`, `[url=https://example.org]`: commands of WordPress and of
/// forums.
fn bracket_shortcode(text: &str) -> Option<Range<usize>> {
    text.match_indices('[').find_map(|(start, _)| {
        let near = &text[start + 1..text.floor_char_boundary(start + LONGEST_SHORTCODE)];
        let inside =
            &near[..near.find([']', '[', '\n']).filter(|&at| near[at..].starts_with(']'))?];
        let is_name = |name: &str| {
            name.starts_with(|c: char| c.is_ascii_lowercase())
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        };
        // `[n=12]` is a number of people.
        let is_of_forum =
            |word: &str| word.split_once('=').is_some_and(|(key, _)| FORUM.contains(&key));
        let is_quoted = |word: &str| {
            word.split_once('=')
                .is_some_and(|(key, value)| is_name(key) && value.starts_with(QUOTES))
        };
        let mut words = inside.split_whitespace();
        let first = words.next()?;
        let is_end = words.clone().next().is_none() && first.strip_prefix('/').is_some_and(is_name);
        let is_begin =
            is_of_forum(first) || (is_name(first) && words.next().is_some_and(is_quoted));
        (is_end || is_begin).then(|| start..start + inside.len() + 2)
    })
}

/// `[!TODO]`, which is not a kind of callout, and one that is not quoted.
fn callout(block: &TextBlock<'_>, source: &BlockSource<'_, '_>) -> Option<StrayMarkup> {
    let inside = block.text.strip_prefix("[!")?;
    let end = inside.find(']')?;
    let kind = &inside[..end];
    if kind.is_empty() || !kind.chars().all(|c| c.is_alphanumeric() || "-_|".contains(c)) {
        return None;
    }
    let after = inside[end + 1..].lines().next().unwrap_or_default();
    let title = after.trim_start_matches(['-', '+']).trim();
    let whole = 0.."[!".len() + end + 1 + after.len();
    // A kind in another case, or by the name of another program, is known all the same.
    let known = callout_kind(kind);
    let better = callout_mark(known.unwrap_or(BlockQuoteKind::Note));
    // In a quotation, only the kind can be wrong; elsewhere, the quotation itself is missing.
    let is_quoted = source.first_line().trim_start().starts_with('>');
    let message = if !is_quoted {
        "A callout is a quotation: each of its lines begins with >.".to_owned()
    } else if known.is_some() {
        "A callout begins with its kind, alone or with a space and a title after it.".to_owned()
    } else {
        format!("There is no callout [!{kind}].")
    };
    let mut help = format!("Write  > [!{better}]");
    if !title.is_empty() {
        help = format!("{help} {title}");
    }
    Some(StrayMarkup::new(CODE, whole, message, help))
}

/// The beginning of a callout with a wrong character, or without one: `[!NOTE} Hi`, `[NOTE] Hi`,
/// `[! NOTE]`, `!NOTE Hi`.
fn damaged_callout(block: &TextBlock<'_>, source: &BlockSource<'_, '_>) -> Option<StrayMarkup> {
    let (_, line) = block.lines().next()?;
    let rest = line.trim_start_matches(['[', '{', '(', '!', ' ', '¡']);
    let opening = &line[..line.len() - rest.len()];
    let length = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let (word, after) = rest.split_at(length);
    let kind = callout_kind(word)?;
    let title = after.trim_start_matches([']', '}', ')', ':', '!', ' ', '-', '+']);
    let closing = after[..after.len() - title.len()].trim();
    let is_uppercase = word.chars().all(char::is_uppercase);
    let is_quoted = source.first_line().trim_start().starts_with('>');
    // A bracket and an exclamation mark together are hardly anything else.
    let is_bracket = opening.starts_with(['[', '{', '(']) && opening.contains('!');
    let is_meant = if is_bracket {
        // After the word is what was to close the bracket, or nothing at all.
        !closing.is_empty() || title.is_empty()
    } else if opening == "[" {
        // A note of an editor is in lower case, and has more words.
        is_quoted && is_uppercase && closing.starts_with(']')
    } else {
        let is_free = title.is_empty() || after.starts_with([' ', ':', ']']);
        is_quoted && is_uppercase && opening == "!" && is_free
    };
    if !is_meant || line.contains("](") {
        return None;
    }
    let begin = line.len() - title.len();
    let title = match title {
        "" => String::new(),
        _ => format!(" {}", source.line(&(begin..line.len()), true)),
    };
    let message = "A callout is a quotation that begins with its kind between [! and ].";
    let help = format!("Write  > [!{}]{title}", callout_mark(kind));
    Some(StrayMarkup::new(CODE, 0..line.len(), message, help))
}

/// `:::note` and `!!! note`, the callouts of other programs; `[TOC]`.
fn fence(block: &TextBlock<'_>, source: &BlockSource<'_, '_>) -> Option<StrayMarkup> {
    let (start, line) = block.lines().find(|(start, line)| {
        // A definition list takes the first colon for its own.
        let whole = if *start == 0 { source.first_line().trim_start() } else { line };
        whole.starts_with(":::")
            || line.starts_with("!!! ")
            || matches!(line.trim(), "[TOC]" | "[toc]")
    })?;
    let range = start..start + line.len();
    if line.trim().eq_ignore_ascii_case("[toc]") {
        let message =
            "This is a command for another program. Long pages have their contents anyway.";
        return Some(StrayMarkup::new(CODE, range, message, "Remove this line."));
    }
    let kind = line.trim_matches(|c: char| c == ':' || c == '!' || c.is_whitespace());
    // The end of one has no kind.
    let kind = kind.split_whitespace().next()?.to_ascii_lowercase();
    let better = callout_mark(callout_kind(&kind).unwrap_or(BlockQuoteKind::Note));
    let message =
        "This is how another program marks a callout. Families would read it as it stands.";
    let help =
        format!("Write  > [!{better}]  and begin each line of the callout with > and a space.");
    Some(StrayMarkup::new(CODE, range, message, help))
}

/// `==words==`, `++words++`. Only the first in a block is reported: who writes one writes all of
/// them so.
fn highlight(
    (sign, element): (&str, &str),
    block: &TextBlock<'_>,
    source: &BlockSource<'_, '_>,
    found: &mut Vec<StrayMarkup>,
) {
    let text = block.text;
    let last = sign.chars().next_back().unwrap_or_default();
    let Some(start) = text.find(sign) else { return };
    let inside = &text[start + 2..];
    let Some(end) = inside.find(sign) else { return };
    let words = &inside[..end];
    let is_marked = words.starts_with(|c: char| !c.is_whitespace() && c != last)
        && words.ends_with(|c: char| !c.is_whitespace() && c != last)
        && !inside[end + 2..].starts_with(last)
        // `C++ and C++`, `i++`.
        && (last == '=' || !text[..start].ends_with(char::is_alphanumeric));
    if is_marked {
        let words = source.between(start + 1, start + 2 + end);
        let message = format!("Words between {sign} are not marked in Markdown.");
        let help = format!("Write  <{element}>{words}</{element}>");
        found.push(StrayMarkup::new(CODE, start..start + end + 4, message, help));
    }
}

/// `It is so.^1^`, `10^th^`: raised characters of other programs.
fn raised(block: &TextBlock<'_>, found: &mut Vec<StrayMarkup>) {
    let text = block.text;
    let Some(start) = text.find('^') else { return };
    let inside = &text[start + 1..];
    let length = inside.find(|c: char| !c.is_alphanumeric() && c != ',').unwrap_or(inside.len());
    let words = &inside[..length];
    // What is raised is short; a longer stretch is text between two characters that have another
    // meaning.
    if words.is_empty() || length > 12 || !inside[length..].starts_with('^') {
        return;
    }
    let help = if words.bytes().all(|byte| byte.is_ascii_digit()) {
        format!("For a footnote write  [^{words}]  For a raised number write  <sup>{words}</sup>")
    } else {
        format!("Write  <sup>{words}</sup>")
    };
    let message = "Characters between ^ are not raised in Markdown.";
    found.push(StrayMarkup::new(CODE, start..start + length + 2, message, help));
}

/// `![words](file.png){width=300}`, `{: .button}`: attributes of other programs.
fn attributes(block: &TextBlock<'_>, found: &mut Vec<StrayMarkup>) {
    let text = block.text;
    for (start, _) in text.match_indices('{') {
        // No attributes are longer, and each brace of a text begins such a look.
        let near = &text[start + 1..text.floor_char_boundary(start + 200)];
        let Some(end) = near.find(['}', '{', '\n']).filter(|&end| near[end..].starts_with('}'))
        else {
            continue;
        };
        let inside = near[..end].trim_start_matches(':').trim();
        let is_attribute = |word: &str| {
            let name = word.trim_start_matches(['.', '#']);
            let key = word.split_once('=').map(|(key, value)| (key, !value.is_empty()));
            let is_name = |name: &str| {
                name.starts_with(|c: char| c.is_ascii_alphabetic())
                    && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            };
            key.map_or(name.len() < word.len() && is_name(name), |(key, has_value)| {
                has_value && is_name(key)
            })
        };
        let after = text[start + end + 2..].trim_start_matches([' ', '\t']);
        // Attributes follow an image or a link, or end a line; a brace inside a sentence is text.
        let is_last = after.is_empty() || after.starts_with('\n');
        let is_behind = text[..start].ends_with(OBJECT_REPLACEMENT) || is_last;
        if !inside.is_empty() && is_behind && inside.split_whitespace().all(is_attribute) {
            let message =
                "This is a command for another program. Families would read it as it stands.";
            let help = "Remove it. Pages fit pictures to the screen.";
            found.push(StrayMarkup::new(CODE, start..start + end + 2, message, help));
            return;
        }
    }
}

/// `^[text]`, a footnote where it is referred to.
fn inline_footnote(
    block: &TextBlock<'_>,
    source: &BlockSource<'_, '_>,
    found: &mut Vec<StrayMarkup>,
) {
    let text = block.text;
    let Some(start) = text.find("^[") else { return };
    let Some(end) = text[start..].find(']').map(|end| start + end) else { return };
    // `x^[2]` is a power.
    let words = source.between(start + 1, end);
    if words.contains(char::is_whitespace) {
        let message = "A footnote cannot stand where it is referred to.";
        let help = format!("Write  [^1]  here, and on a line of its own  [^1]: {words}");
        found.push(StrayMarkup::new(CODE, start..end + 1, message, help));
    }
}
