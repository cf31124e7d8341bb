//! Brackets that were meant as links, and stay text.

use std::ops::Range;

use wellread_model::in_one_line;
use wellread_model::url::begins_like_web;

use crate::markdown::body::OBJECT_REPLACEMENT;

use super::address::is_address;
use super::destination::{Destination, destination};
use super::finding::{LINK_STAYS_TEXT as CODE, StrayMarkup};
use super::references::{definition, reference};
use super::text_block::{BlockSource, MASK, TextBlock};
use crate::markdown::url_tail::LONGEST_ADDRESS;

/// How long the words of a link are at most, in bytes. Each pair of brackets inside another is
/// looked at.
const LONGEST_WORDS: usize = 1000;

/// Looks at each pair of square brackets, and at those without a partner. Each shape below is tried
/// in turn; the first that fits is the one to report, and what it covers is not looked at again.
pub(super) fn find(
    block: &TextBlock<'_>,
    source: &BlockSource<'_, '_>,
    found: &mut Vec<StrayMarkup>,
) {
    let Brackets { pairs, open, closing } = brackets(block.text);
    let mut covered = 0;
    for pair in &pairs {
        if pair.start < covered || pair.len() > LONGEST_WORDS {
            continue;
        }
        let finding = link(block, source, pair)
            .or_else(|| definition(block, source, pair))
            .or_else(|| reference(block, source, pair, &pairs))
            .or_else(|| reversed(block, source, pair))
            .or_else(|| curly(block, source, pair))
            .or_else(|| half_closed(block, source, pair, &closing));
        if let Some(finding) = finding {
            covered = finding.range.end;
            found.push(finding);
        }
    }
    found.extend(closing.iter().filter_map(|&at| without_opening(block, at)));
    // `[[iep`, whether one bracket closes it or none.
    for &at in &open {
        if at < covered {
            continue;
        }
        if let Some(finding) = without_closing(block, source, at) {
            covered = finding.range.end;
            found.push(finding);
            continue;
        }
        if block.text[at..].starts_with("[[") && at >= covered {
            let finding = unclosed(block, source, at);
            covered = finding.range.end;
            found.push(finding);
        }
    }
}

/// The square brackets of a text. They are found in one pass, so that no bracket is looked for from
/// another.
struct Brackets {
    /// From each opening bracket to after its partner, in the order of the text.
    pairs: Vec<Range<usize>>,
    /// Opening brackets without a partner, in order.
    open: Vec<usize>,
    /// Closing ones, in order.
    closing: Vec<usize>,
}

/// Pairs the square brackets of a text in one pass, so that nested ones cost no more.
fn brackets(text: &str) -> Brackets {
    let (mut pairs, mut open, mut closing) = (Vec::new(), Vec::new(), Vec::new());
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'[' => open.push(at),
            b']' => match open.pop() {
                Some(start) => pairs.push(start..at + 1),
                None => closing.push(at),
            },
            _ => {}
        }
    }
    // Partners are found from the inside out; findings are made from the outside in.
    pairs.sort_unstable_by_key(|pair| (pair.start, std::cmp::Reverse(pair.end)));
    Brackets { pairs, open, closing }
}

/// `[the plan](my plan.pdf)`, `[the plan] (plan.pdf)`, `[the plan](plan.pdf`.
///
/// `None` also for a pair that is not a link at all, such as `[sic]`.
fn link(
    block: &TextBlock<'_>,
    source: &BlockSource<'_, '_>,
    pair: &Range<usize>,
) -> Option<StrayMarkup> {
    let text = block.text;
    let spaces = text[pair.end..].find(|c: char| !c.is_whitespace())?;
    let open = pair.end + spaces;
    let finding = without_round_bracket(block, source, pair)
        .or_else(|| without_round_brackets(block, source, pair));
    if finding.is_some() {
        return finding;
    }
    let inside = text[open..].strip_prefix('(')?;
    let start = open + 1;
    let Some(end) = closing(inside).map(|end| start + end) else {
        return never_closed(block, source, pair, start);
    };
    let begin = begin_of_link(text, pair);
    let (sign, words) = (&text[begin..pair.start], source.between(pair.start, pair.end - 1));
    let whole = begin..end + 1;
    let written = source.between(open, end);
    // What is not printable has been reported.
    if written.is_empty() || written.contains(char::is_control) {
        return None;
    }
    // `[a [b](c)](d)`: the inner one is a link already.
    if words.contains("](") && spaces == 0 {
        let message = "This link is around another link, and only the inner one works.";
        let help = "Write the two links one after the other, or remove one of them.";
        return Some(StrayMarkup::new(CODE, whole, message, help));
    }
    // `[sic] (see below)` is text; only an address makes a link of it.
    if spaces > 0 {
        if !is_address(&written) || written.contains(char::is_whitespace) {
            return None;
        }
        let message = "There is a space between the two parts of this link.";
        let help = format!("Write  {sign}[{words}]({written})");
        return Some(StrayMarkup::new(CODE, whole, message, help));
    }
    if written.contains("{{") || written.contains("{%") {
        let message = "The address of this link is a command for another program.";
        let help =
            format!("Write the address itself, such as  {sign}[{words}](../articles/plan.md)");
        return Some(StrayMarkup::new(CODE, whole, message, help));
    }
    if sign == "!" && words.contains("[[") && is_address(&written) {
        let message = "The description of a picture is words alone, without links and facts.";
        let help = format!("Write  ![{}]({written})", without_wikilinks(&words));
        return Some(StrayMarkup::new(CODE, whole, message, help));
    }
    let message = "Written like this, it is not a link.";
    let mut meant =
        Destination { message, how: "Write it between < and >:", written: String::new() };
    if written.contains(char::is_whitespace) {
        meant = destination(&written);
    } else {
        meant.written = format!("<{}>", written.trim_matches(['<', '>']));
    }
    let help = format!("{}  {sign}[{words}]({})", meant.how, meant.written);
    Some(StrayMarkup::new(CODE, whole, meant.message, help))
}

/// A text with the words of its wikilinks in place of these. A fact has none: what it shows
/// changes.
fn without_wikilinks(text: &str) -> String {
    let mut words = String::new();
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once("[[") {
        let (name, after) = inside.split_once("]]").unwrap_or((inside, ""));
        words.push_str(before);
        let shown = name.rsplit('|').next().unwrap_or(name);
        words.push_str(if name.contains(':') && !name.contains('|') { "" } else { shown });
        rest = after;
    }
    words.push_str(rest);
    in_one_line(&words)
}

/// `[the plan](plan.pdf`, whose address begins at `start`: it is the first word there. An address
/// ends at a space, so what follows is not taken for a part of it.
fn never_closed(
    block: &TextBlock<'_>,
    source: &BlockSource<'_, '_>,
    pair: &Range<usize>,
    start: usize,
) -> Option<StrayMarkup> {
    let inside = &block.text[start..];
    let near = &inside[..inside.floor_char_boundary(LONGEST_ADDRESS)];
    let length = near.find(|c: char| c.is_whitespace() || c.is_control());
    let end = start + length.unwrap_or(near.len());
    let address = source.line(&(start..end), false);
    let address = address.trim_end_matches(['.', ',', ';']);
    if !is_address(address) {
        return None;
    }
    let missing = if address.contains('(') { "has a bracket that is" } else { "is" };
    let message = format!("The address of this link {missing} never closed.");
    let (begin, words) =
        (begin_of_link(block.text, pair), source.between(pair.start, pair.end - 1));
    let sign = &block.text[begin..pair.start];
    let help = format!("Write  {sign}[{words}](<{address}>)");
    Some(StrayMarkup::new(CODE, begin..end, message, help))
}

/// Where a link with these words begins: the `!` of an image belongs to it.
fn begin_of_link(text: &str, pair: &Range<usize>) -> usize {
    pair.start - usize::from(text[..pair.start].ends_with('!'))
}

/// `[the plan]https://example.org/)`, `[the plan]plan.pdf`. Brackets in a text are common, so what
/// follows must be an address without doubt.
fn without_round_bracket(
    block: &TextBlock<'_>,
    source: &BlockSource<'_, '_>,
    pair: &Range<usize>,
) -> Option<StrayMarkup> {
    let rest = &block.text[pair.end..];
    let rest = &rest[..rest.floor_char_boundary(LONGEST_ADDRESS)];
    let end = rest.find(|c: char| c.is_whitespace() || c == ')').unwrap_or(rest.len());
    let is_closed = rest[end..].starts_with(')');
    // After a bracket or a tag, the link has another fault.
    if end == 0 || rest.starts_with('(') || (!is_closed && rest.starts_with(OBJECT_REPLACEMENT)) {
        return None;
    }
    let end = if is_closed {
        end
    } else {
        rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?']).len()
    };
    let address = source.line(&(pair.end..pair.end + end), false);
    let words = source.between(pair.start, pair.end - 1);
    // `[W]hen` is how editors change a letter.
    let has_words = is_closed || words.chars().filter(|c| c.is_alphabetic()).count() > 2;
    if !has_words || !is_address(&address) {
        return None;
    }
    let message = if is_closed {
        "There is no ( before the address of this link."
    } else {
        "The address of a link stands in round brackets."
    };
    let help = format!("Write  [{words}]({address})");
    let end = pair.end + end + usize::from(is_closed);
    Some(StrayMarkup::new(CODE, pair.start..end, message, help))
}

/// `[the plan]<https://example.org/>`.
fn without_round_brackets(
    block: &TextBlock<'_>,
    source: &BlockSource<'_, '_>,
    pair: &Range<usize>,
) -> Option<StrayMarkup> {
    // The tag of the link comes before its words.
    let start = pair.end + leading_objects(&block.text[pair.end..]);
    let rest = &block.text[start..];
    let words = source.between(pair.start, pair.end - 1);
    if !begins_like_web(rest) || words.is_empty() {
        return None;
    }
    let length = rest.find(|c: char| c.is_whitespace() || "()[]<>".contains(c));
    let length = length.unwrap_or(rest.len());
    let address = rest[..length].trim_end_matches(['.', ',', ';', ':', '!', '?']);
    let message = "The address of a link stands in round brackets.";
    let help = format!("Write  [{words}]({address})");
    Some(StrayMarkup::new(CODE, pair.start..start + address.len(), message, help))
}

/// How long the tags are that a text begins with.
fn leading_objects(text: &str) -> usize {
    text.len() - text.trim_start_matches(OBJECT_REPLACEMENT).len()
}

/// Where the round bracket that is open before a text is closed. Brackets inside of an address
/// count, as in the names of articles of an encyclopedia.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, byte) in text.bytes().enumerate().take(LONGEST_ADDRESS) {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(at),
            b')' => depth -= 1,
            _ => {}
        }
    }
    // One that stands for itself, as in `foo(bar`, leaves the last for the link.
    text.bytes().take(LONGEST_ADDRESS).position(|byte| byte == b')').filter(|_| depth == 0)
}

/// `(the plan)[plan.pdf]`.
fn reversed(
    block: &TextBlock<'_>,
    source: &BlockSource<'_, '_>,
    pair: &Range<usize>,
) -> Option<StrayMarkup> {
    let before = block.text[..pair.start].strip_suffix(')')?;
    let address = source.between(pair.start, pair.end - 1);
    if !is_address(&address) {
        return None;
    }
    // Otherwise each pair would look back through the whole text.
    let limit = before.len().saturating_sub(LONGEST_ADDRESS);
    let open = before.bytes().rposition(|byte| byte == b'(').filter(|&at| at >= limit)?;
    let words = source.between(open, pair.start - 1);
    let message = "The brackets of this link are the wrong way around.";
    let help = format!("Write  [{words}]({address})");
    Some(StrayMarkup::new(CODE, open..pair.end, message, help))
}

/// `[the plan]{plan.pdf}`.
fn curly(
    block: &TextBlock<'_>,
    source: &BlockSource<'_, '_>,
    pair: &Range<usize>,
) -> Option<StrayMarkup> {
    let inside = block.text[pair.end..].strip_prefix('{')?;
    let near = &inside[..inside.floor_char_boundary(LONGEST_ADDRESS)];
    let end = pair.end + 1 + near.find(['{', '}']).filter(|&at| near[at..].starts_with('}'))?;
    let address = source.between(pair.end, end);
    if !is_address(&address) {
        return None;
    }
    let words = source.between(pair.start, pair.end - 1);
    let message = "The address of a link stands in round brackets.";
    let help = format!("Write  [{words}]({address})");
    Some(StrayMarkup::new(CODE, pair.start..end + 1, message, help))
}

/// `[iep]]`, with one bracket too few before it.
fn half_closed(
    block: &TextBlock<'_>,
    source: &BlockSource<'_, '_>,
    pair: &Range<usize>,
    closing: &[usize],
) -> Option<StrayMarkup> {
    let text = block.text;
    let inside = &text[pair.start + 1..pair.end - 1];
    let is_name = !inside.is_empty() && !inside.contains(['[', '\n']) && !inside.starts_with('^');
    let is_lone = closing.binary_search(&pair.end).is_ok();
    if !is_name || !is_lone {
        return None;
    }
    let name = source.between(pair.start, pair.end - 1);
    let message = "A link to a page of this hub has two brackets on both sides.";
    let help = format!("Write  [[{name}]]");
    Some(StrayMarkup::new(CODE, pair.start..pair.end + 1, message, help))
}

/// `[[iep`, `[[iep]`. It is always reported: two opening brackets have no other meaning in a hub.
fn unclosed(block: &TextBlock<'_>, source: &BlockSource<'_, '_>, at: usize) -> StrayMarkup {
    let inside = &block.text[at + 2..];
    let ends = |c: char| matches!(c, ']' | '[' | '\n') || u32::from(c) == u32::from(MASK);
    let line = &inside[..inside.find(ends).unwrap_or(inside.len())];
    let is_closed_once = inside[line.len()..].starts_with(']');
    // Without any bracket after it, the name is most likely the next word.
    let name = if is_closed_once || line.contains('|') {
        line
    } else {
        line.split_whitespace().next().unwrap_or_default()
    };
    let name = name.trim_end_matches(|c: char| c.is_whitespace() || ".,;:!?)}>".contains(c));
    let start = at + 2 + line.len() - line.trim_start().len();
    let name = name.trim_start();
    let end = start + name.len();
    let written = source.line(&(start..end), false);
    let written = written.trim_start_matches(['[', '!']);
    let message = "These double brackets are never closed.";
    let escape = "To show brackets, write \\[ for each.";
    let help = if written.is_empty() {
        escape.to_owned()
    } else {
        format!("Write  [[{written}]]  {escape}")
    };
    StrayMarkup::new(CODE, at..end + usize::from(is_closed_once), message, help)
}

/// `the plan](plan.pdf)`.
fn without_opening(block: &TextBlock<'_>, at: usize) -> Option<StrayMarkup> {
    let inside = block.text[at + 1..].strip_prefix('(')?;
    let end = closing(inside)?;
    let address = &inside[..end];
    if !is_address(address) {
        return None;
    }
    let message = "There is no [ before the words of this link.";
    let help = format!("Write  [words]({address})");
    Some(StrayMarkup::new(CODE, at..at + end + 3, message, help))
}

/// `[the plan(plan.pdf)`.
fn without_closing(
    block: &TextBlock<'_>,
    source: &BlockSource<'_, '_>,
    at: usize,
) -> Option<StrayMarkup> {
    let after = &block.text[at + 1..];
    let near = &after[..after.floor_char_boundary(LONGEST_ADDRESS)];
    let open = near.find(['(', '[', '\n']).filter(|&open| near[open..].starts_with('('))?;
    let end = closing(&after[open + 1..])?;
    let address = &after[open + 1..open + 1 + end];
    if open == 0 || address.contains(char::is_whitespace) || !is_address(address) {
        return None;
    }
    let words = source.between(at, at + 1 + open);
    let message = "There is no ] after the words of this link.";
    let help = format!("Write  [{words}]({address})");
    Some(StrayMarkup::new(CODE, at..at + open + end + 3, message, help))
}
