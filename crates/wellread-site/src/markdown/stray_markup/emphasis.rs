//! Unpaired stars, backticks and tildes: the other was deleted, or never written.

use std::cell::LazyCell;
use std::ops::Range;

use super::finding::StrayMarkup;
use super::text_block::{BlockSource, TextBlock};

/// The code of what is found here.
const CODE: &str = "other-markup";

/// How long words between two marks are at most, in bytes.
const LONGEST: usize = 200;

/// Reports the first stars, the first backtick, the first tildes and the first underscores of a
/// block that stay text. `has_stars` says whether stars were in the text before: then one before a
/// line may belong to them.
pub(super) fn find(
    has_stars: bool,
    block: &TextBlock<'_>,
    source: &BlockSource<'_, '_>,
    found: &mut Vec<StrayMarkup>,
) {
    let text = block.text;
    // Asked for each run of stars.
    let has_power = LazyCell::new(|| has_power(text));
    let is_of_emphasis = |range: &Range<usize>| match range.len() {
        // In `***-**-1234` they stand for digits.
        1 => source.is_next_to(range, b'*') && is_at_end_of_word(text, range),
        // `2**3` is a power, and where it is, so is the rest.
        2 => is_at_end_of_word(text, range) && !*has_power,
        _ => false,
    };
    if let Some(stray) = spaced(block, source) {
        found.push(stray);
    // Two of them at one side of a word, or one besides others that are such a mark.
    } else if let Some(range) = runs(text, b'*').find(is_of_emphasis) {
        let message = "These stars have no partner, so families would see them.";
        let help =
            "Write two stars at both ends of the words:  **words**  To show a star, write \\*.";
        found.push(StrayMarkup::new(CODE, range, message, help));
    } else if let Some(range) =
        at_line_start(block, source).or_else(|| before_a_word(text)).filter(|_| !has_stars)
    {
        let message = "This star has no partner, so families would see it.";
        let help = "Write one at both ends of the words:  *words*  To show a star, write \\*.";
        found.push(StrayMarkup::new(CODE, range, message, help));
    }
    if let Some(range) = runs(text, b'`').next() {
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        let is_in_word = is_letter(text[..range.start].chars().next_back())
            && is_letter(text[range.end..].chars().next());
        let message = "This backtick has no partner, so families would see it.";
        let help = if is_in_word {
            format!("Write an apostrophe:  {}", word_around(text, &range).replace('`', "'"))
        } else {
            "Write one at both ends:  `words`  To show a backtick, write \\`.".to_owned()
        };
        found.push(StrayMarkup::new(CODE, range, message, help));
    }
    let mut tildes = runs(text, b'~').filter(|range| range.len() == 2);
    if let Some(range) = tildes.find(|range| is_at_end_of_word(text, range)) {
        let message = "These tildes have no partner, so families would see them.";
        let help = "Write two at both ends of the words:  ~~words~~  To show a tilde, write \\~.";
        found.push(StrayMarkup::new(CODE, range, message, help));
    }
    let mut lines = runs(text, b'_').filter(|range| range.len() == 2);
    // After a word, underscores are a line to write on; before an identifier, they are part of it.
    let begins_word = |range: &Range<usize>| {
        let after = &text[range.end..];
        let mut word = after.chars().take_while(|c| c.is_alphanumeric() || *c == '_');
        let begins = word.next().is_some_and(char::is_alphabetic);
        // Not further than to the next underscore.
        begins && is_at_end_of_word(text, range) && !word.any(|c| c == '_' || char::is_uppercase(c))
    };
    if let Some(range) = lines.find(begins_word) {
        let message = "These underscores have no partner, so families would see them.";
        let help = "Write two stars at both ends of the words:  **words**  To show an underscore, \
                    write \\_.";
        found.push(StrayMarkup::new(CODE, range, message, help));
    }
}

/// Words between two pairs of stars with a space inside one of them, which mark nothing:
/// `** very important **`, `**important **`.
fn spaced(block: &TextBlock<'_>, source: &BlockSource<'_, '_>) -> Option<StrayMarkup> {
    let text = block.text;
    let mut last: Option<Range<usize>> = None;
    for run in runs(text, b'*').filter(|run| run.len() == 2) {
        if let Some(open) = last.take().filter(|open| run.start - open.end < LONGEST) {
            if let Some(finding) = glued(block, source, &open, &run) {
                return Some(finding);
            }
            let inside = &text[open.end..run.start];
            let has_space =
                inside.starts_with(char::is_whitespace) || inside.ends_with(char::is_whitespace);
            let has_word = inside
                .split_whitespace()
                .any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1);
            // `x ** y` is a power.
            let mut before = text[..open.start].trim_end().chars().rev();
            let is_power = before.next().is_some_and(|last| {
                last.is_numeric() || before.next().is_none_or(char::is_whitespace)
            });
            let begins = !text[..open.start].ends_with(char::is_alphanumeric);
            if has_space && has_word && begins && !is_power && !inside.contains('\n') {
                let words = source.between(open.end - 1, run.start);
                let message = "Stars with a space between them and the words mark nothing.";
                let help = format!("Write  **{}**", words.trim());
                return Some(StrayMarkup::new(CODE, open.start..run.end, message, help));
            }
        }
        last = Some(run);
    }
    None
}

/// Words between two pairs of stars that mark nothing because a word is glued to a character at one
/// of their ends: `**Note:**text` (CommonMark 0.31, section 6.2).
fn glued(
    block: &TextBlock<'_>,
    source: &BlockSource<'_, '_>,
    open: &Range<usize>,
    close: &Range<usize>,
) -> Option<StrayMarkup> {
    let text = block.text;
    let (inside, before, after) =
        (&text[open.end..close.start], &text[..open.start], &text[close.end..]);
    let is_sign = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    let is_word = |c: char| c.is_alphanumeric();
    let (first, last) = (inside.chars().next()?, inside.chars().next_back()?);
    let is_spaced = first.is_whitespace() || last.is_whitespace() || inside.contains('\n');
    if is_spaced || !inside.contains(char::is_alphabetic) {
        return None;
    }
    let is_glued_behind = is_sign(last) && after.starts_with(is_word) && !before.ends_with(is_word);
    let is_glued_before =
        is_sign(first) && before.ends_with(is_word) && !after.starts_with(is_word);
    let words = source.between(open.end - 1, close.start);
    let help = if is_glued_behind {
        let next = after.split(char::is_whitespace).next().unwrap_or_default();
        format!("Write  **{words}** {next}")
    } else if is_glued_before {
        let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        format!("Write  {word} **{words}**")
    } else {
        return None;
    };
    let message = "Stars mark nothing between a sign and a word without a space.";
    Some(StrayMarkup::new(CODE, open.start..close.end, message, help))
}

/// Whether a star comes after a word: it belongs to a note further below.
pub(super) fn marks_a_word(text: &str) -> bool {
    runs(text, b'*').any(|run| {
        let before = text[..run.start].chars().next_back();
        before.is_some_and(|c| !c.is_whitespace())
            && !text[run.end..].starts_with(char::is_alphanumeric)
    })
}

/// The only star of the block, at the beginning of a line and before a word that begins no
/// sentence: `*very important`. A note to a star elsewhere is a sentence, or there is that star.
fn at_line_start(block: &TextBlock<'_>, source: &BlockSource<'_, '_>) -> Option<Range<usize>> {
    let text = block.text;
    let mut stars = runs(text, b'*');
    let range = stars.next().filter(|range| range.len() == 1)?;
    let is_only = stars.next().is_none();
    let begins = text[..range.start].is_empty() || text[..range.start].ends_with('\n');
    let line = text[range.end..].lines().next().unwrap_or_default();
    let is_phrase =
        line.starts_with(char::is_lowercase) && line.split_whitespace().nth(1).is_some();
    let is_item = || {
        let is_item =
            |line: &str| ["* ", "- ", "+ "].into_iter().any(|mark| line.starts_with(mark));
        source.neighbors(&range).into_iter().any(is_item)
    };
    (is_only && begins && is_phrase && !is_item()).then_some(range)
}

/// The only star of the block, in the middle of a line and before a word: `the *best way`. One
/// before digits is a key of a phone (`*67`), and one after a word belongs to a note.
fn before_a_word(text: &str) -> Option<Range<usize>> {
    let mut stars = runs(text, b'*');
    let range = stars.next().filter(|range| range.len() == 1)?;
    let is_only = stars.next().is_none();
    let before = text[..range.start].strip_suffix([' ', '\u{a0}']).unwrap_or_default();
    let is_operand = before.ends_with(|c: char| c.is_ascii_digit() || c == '=');
    let letters = text[range.end..].chars().take_while(|c| c.is_alphabetic()).count();
    (is_only && !before.trim().is_empty() && !is_operand && letters > 1).then_some(range)
}

/// The word in which a part of a text is.
fn word_around<'t>(text: &'t str, part: &Range<usize>) -> &'t str {
    let start = text[..part.start].rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let length = text[part.end..].find(char::is_whitespace);
    let end = length.map_or(text.len(), |length| part.end + length);
    text.get(start..end).unwrap_or_default().trim_end_matches(['.', ',', ';', ':', '!', '?'])
}

/// Whether a word begins or ends with a run, and none goes on on both of its sides.
fn is_at_end_of_word(text: &str, range: &Range<usize>) -> bool {
    let is_word =
        |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || "\"“”'‘’(".contains(c));
    let before = is_word(text[..range.start].chars().next_back());
    before != is_word(text[range.end..].chars().next())
}

/// The runs of a sign in a text.
fn runs(text: &str, sign: u8) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + bytes[at..].iter().position(|&byte| byte == sign)?;
        let length = bytes[start..].iter().take_while(|&&byte| byte == sign).count();
        at = start + length;
        Some(start..at)
    })
}

/// Whether a text is about a program: two stars are between two numbers or names.
fn has_power(text: &str) -> bool {
    runs(text, b'*').filter(|run| run.len() == 2).any(|run| {
        let is_operand = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == ')');
        let before = text[..run.start].chars().next_back();
        is_operand(before) && text[run.end..].starts_with(|c: char| c.is_ascii_digit())
    }) || text.contains("**kwargs")
}
