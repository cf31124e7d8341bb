//! Facts and links of the hub in other brackets than `[[ ]]`: `[contact:phone]`,
//! `{{contact:phone}}`, `[!IEP]`, and words for a link after the double brackets.

use std::ops::Range;

use crate::markdown::callout::callout_kind;
use crate::markdown::fact_values::is_field;

use super::address::is_address;
use super::finding::{LINK_STAYS_TEXT, StrayMarkup};
use super::text_block::{BlockSource, TextBlock};
use crate::markdown::url_tail::LONGEST_ADDRESS;

/// The brackets that people write for double square ones.
const BRACKETS: [(&str, &str); 5] =
    [("[", "]"), ("{{", "}}"), ("((", "))"), ("{", "}"), ("<<", ">>")];

/// How long a fact's name is at most, in bytes.
const LONGEST: usize = 100;

/// Reports all of them in a block.
pub(super) fn find(
    block: &TextBlock<'_>,
    source: &BlockSource<'_, '_>,
    found: &mut Vec<StrayMarkup>,
) {
    let text = block.text;
    let mut taken: Vec<Range<usize>> = found.iter().map(|one| one.range.clone()).collect();
    taken.sort_unstable_by_key(|range| range.start);
    let mut covered = 0;
    for (at, _) in text.match_indices(['[', '{', '(', '<']) {
        if at < covered {
            continue;
        }
        let finding = fact(text, at)
            .or_else(|| without_link(text, at))
            .or_else(|| curly_words(text, at, source))
            .or_else(|| words_after(text, at, source));
        if let Some(finding) = finding.filter(|one| !is_taken(&taken, &one.range)) {
            covered = finding.range.end;
            found.push(finding);
        }
    }
}

/// Whether one of these parts, in order, overlaps another.
fn is_taken(taken: &[Range<usize>], range: &Range<usize>) -> bool {
    let before = taken.partition_point(|one| one.start < range.end);
    before.checked_sub(1).is_some_and(|last| taken[last].end > range.start)
}

/// The text from a place to the end of its line, as far as a name can reach.
fn near(text: &str, start: usize) -> &str {
    let text = &text[start..];
    let near = &text[..text.floor_char_boundary(LONGEST)];
    near.lines().next().unwrap_or_default()
}

/// `[contact:phone]`, `{{contact:phone}}`.
fn fact(text: &str, at: usize) -> Option<StrayMarkup> {
    let (name, length) = BRACKETS.into_iter().find_map(|(open, close)| {
        let inside = near(text, at).strip_prefix(open)?;
        let name = &inside[..inside.find(close)?];
        let length = open.len() + name.len() + close.len();
        let after = &text[at + length..];
        let is_whole = !name.starts_with(['[', '{', '(', '<']) && !after.starts_with(['(', ']']);
        is_whole.then_some((name, length))
    })?;
    let (holder, rest) = name.split_once(':')?;
    let (field, _) = rest.split_once(':').unwrap_or((rest, ""));
    let is_slug = |holder: &str| {
        !holder.is_empty()
            && holder
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    let is_fact = is_slug(holder) || holder.eq_ignore_ascii_case("contact");
    // `[note: phone]` is a note: a fact has no space there.
    if !is_fact || !is_field(&field.to_lowercase()) || text[..at].ends_with(['[', '!']) {
        return None;
    }
    let message = "A fact has two square brackets on each side.";
    let help = format!("Write  [[{name}]]");
    Some(StrayMarkup::new(LINK_STAYS_TEXT, at..at + length, message, help))
}

/// `{form}(https://example.org/)`.
fn curly_words(text: &str, at: usize, source: &BlockSource<'_, '_>) -> Option<StrayMarkup> {
    let inside = near(text, at).strip_prefix('{')?;
    let length = inside.find(['{', '}'])?;
    let open = at + 1 + length + 1;
    let after = text[at + 1 + length..].strip_prefix("}(")?;
    let near = &after[..after.floor_char_boundary(LONGEST_ADDRESS)];
    let close =
        open + 1 + near.find([')', '(', '\n']).filter(|&end| near[end..].starts_with(')'))?;
    let address = source.between(open, close);
    if length == 0 || !is_address(&address) || address.contains(char::is_whitespace) {
        return None;
    }
    let words = source.between(at, open - 1);
    let message = "The words of a link go in square brackets.";
    let help = format!("Write  [{words}]({address})");
    Some(StrayMarkup::new(LINK_STAYS_TEXT, at..close + 1, message, help))
}

/// `[!IEP]`, for a word that is to be no link.
fn without_link(text: &str, at: usize) -> Option<StrayMarkup> {
    let inside = near(text, at).strip_prefix("[!")?;
    let word = &inside[..inside.find(']')?];
    let after = &text[at + word.len() + 3..];
    // At the beginning of a line it was to be a callout.
    let begins = text[..at].is_empty() || text[..at].ends_with(['\n', '[']);
    let is_word = callout_kind(word).is_none()
        && word.starts_with(char::is_alphanumeric)
        && !word.contains(['[', ':']);
    if begins || !is_word || after.starts_with(['(', ']', '[']) {
        return None;
    }
    let message = "To stop a word from being linked, use double brackets.";
    let help = format!("Write  [[!{word}]]");
    Some(StrayMarkup::new("other-markup", at..at + word.len() + 3, message, help))
}

/// `[[contact:phone]](call us)`.
fn words_after(text: &str, at: usize, source: &BlockSource<'_, '_>) -> Option<StrayMarkup> {
    let inside = near(text, at).strip_prefix('(')?;
    let words = &inside[..inside.find([')', '('])?];
    let name = source.name_before(at)?;
    // `[[plan]](s)` is one or several.
    let is_meant = words.chars().filter(|c| c.is_alphabetic()).count() > 3;
    if !is_meant || !inside[words.len()..].starts_with(')') {
        return None;
    }
    let name = name.split('|').next().unwrap_or(name);
    let message = "Other words for a link in double brackets stand inside them, after a |.";
    let help =
        format!("Write  [[{name}|{words}]]  If the words are a note, write a space before them.");
    Some(StrayMarkup::new("other-markup", at..at + words.len() + 2, message, help))
}
