//! Lists that a word processor made, and marks without a space after them. Their lines would run
//! into one.
//!
//! What tells a list from lines that only begin alike is their number and their order: two bullets,
//! or two numbers that follow each other. A single line counts only where a list is next to it.

use crate::markdown::body::OBJECT_REPLACEMENT;

use super::finding::StrayMarkup;
use super::text_block::{BlockSource, TextBlock};

/// The code of what is found here.
const CODE: &str = "list-stays-text";

/// Bullets that are nothing else, at the beginning of a line. The last two are those of Word's own
/// fonts.
pub(in crate::markdown) const BULLETS: [char; 10] =
    ['•', '‣', '⁃', '◦', '▪', '●', '∙', '■', '\u{f0b7}', '\u{f0a7}'];

/// Characters that are bullets if two lines in a row begin with one.
const MAYBE_BULLETS: [char; 19] =
    ['·', '–', '−', '○', '□', '▫', '➢', '➤', '►', '✓', '✔', '✗', '☐', '☑', '»', '§', '-', '*', '+'];

/// Whether this is an arrow, a number in a circle, a drawing or an emoji, as apps put them before
/// the lines of a list (blocks of Unicode 16).
const fn is_symbol(c: char) -> bool {
    matches!(
        c,
        '\u{2190}'..='\u{21ff}' | '\u{2460}'..='\u{24ff}' | '\u{25a0}'..='\u{27bf}'
            | '\u{2900}'..='\u{297f}' | '\u{2b00}'..='\u{2bff}' | '\u{1f300}'..='\u{1faff}'
    )
}

/// How many items a message shows.
const SHOWN: usize = 10;

/// A quick look at whether a line may be an item of a list: it begins with a bullet, or with a
/// short number and its mark.
pub(super) fn may_be_item(line: &str) -> bool {
    let Some(first) = line.chars().next() else { return false };
    is_bullet(first)
        || is_symbol(first)
        || line.starts_with("o ")
        || line.starts_with("o\t")
        || line.bytes().skip(1).take(6).any(|byte| matches!(byte, b'.' | b')'))
}

/// A line of the block that may be an item.
pub(in crate::markdown) struct ItemLine {
    /// Where the line begins in the block.
    pub(in crate::markdown) start: usize,
    /// Where its words begin.
    pub(in crate::markdown) words: usize,
    /// Where it ends, without its line break.
    pub(in crate::markdown) end: usize,
    /// What makes it look like an item.
    pub(in crate::markdown) mark: Mark,
}

/// What comes before the words of a line, from sure markers to doubtful ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::markdown) enum Mark {
    /// Nothing that begins an item.
    None,
    /// One of [`BULLETS`], which begin nothing else.
    Bullet,
    /// A character that also begins other lines, such as a dash before a signature. Only the same
    /// one goes on.
    MaybeBullet(char),
    /// Each line may have its own.
    Symbol,
    /// `[ ]` or `[x]`, which belongs after a hyphen, or is without a space between the two.
    Task,
    /// A number or letter, with what is around it.
    Number { style: NumberStyle, value: usize },
}

/// How items are counted, with the character after the number: `.`, `)`, or `(` for one in round
/// brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::markdown) enum NumberStyle {
    /// `1.`
    Digits(char),
    /// `a.`
    Letters(char),
    /// `A.`, which is also how initials of people are written.
    UpperLetters(char),
    /// `ii.`
    Roman(char),
}

/// Reports the first list of the block. One is enough: whoever corrects it corrects the others in
/// the same way.
pub(super) fn find(
    block: &TextBlock<'_>,
    source: &BlockSource<'_, '_>,
    found: &mut Vec<StrayMarkup>,
) {
    let items: Vec<ItemLine> = block.lines().map(|(start, line)| item(start, line)).collect();
    // What has been found to be no list is not looked at again from each of its lines.
    let mut next = 0;
    for (at, item) in items.iter().enumerate() {
        if at < next {
            continue;
        }
        let rest = &items[at..];
        let length = match item.mark {
            Mark::None => continue,
            Mark::Bullet | Mark::Task | Mark::MaybeBullet(_) | Mark::Symbol => {
                rest.iter().take_while(|other| other.mark == item.mark).count()
            }
            Mark::Number { .. } => sequence(rest, block.text),
        };
        // One box alone is a task; two in a line are answers to choose from.
        let line = &block.text[item.start..item.end];
        let is_task =
            item.mark == Mark::Task && !line.starts_with("[x") && line.matches('[').count() == 1;
        let is_item = item.mark == Mark::Bullet
            || is_task
            || is_among_items(item, source)
            || is_below_number(item, block.text, source);
        if length < 2 && !is_item {
            continue;
        }
        let run = &rest[..length.max(1)];
        next = at + run.len();
        if !is_item && is_no_list(run, block.text) {
            continue;
        }
        let has_breaks = run[1..].iter().zip(run).all(|(_, item)| {
            // What a line break in the text leaves.
            block.text[item.end..].starts_with(OBJECT_REPLACEMENT)
        });
        // An author who puts each emoji on its own line sees the same result as families do.
        if has_breaks && item.mark == Mark::Symbol {
            continue;
        }
        found.push(finding(run, has_breaks && run.len() > 1, source));
        return;
    }
}

/// Whether lines that begin like items are something else: people and their initials, signatures
/// after dashes, notes after the star of a word.
fn is_no_list(run: &[ItemLine], text: &str) -> bool {
    let words = || run.iter().map(|item| text[item.words..item.end].trim());
    match run[0].mark {
        Mark::Number { style: NumberStyle::UpperLetters('.'), .. } => {
            words().all(has_credentials) || (run.len() == 2 && words().all(is_name))
        }
        Mark::MaybeBullet('–' | '−') => {
            // Text after a colon is not a signature.
            let before = text[..run[0].start].trim_end();
            run.len() == 2 && words().all(is_name) && !before.ends_with(':')
        }
        Mark::MaybeBullet('*') => words()
            .all(|words| words.starts_with(char::is_uppercase) && words.ends_with(['.', '!', '?'])),
        _ => false,
    }
}

/// Whether this is `Jones, PhD`: a name, a comma and letters of a degree.
pub(in crate::markdown) fn has_credentials(words: &str) -> bool {
    words.split_once(',').is_some_and(|(name, after)| {
        let uppercase = after.chars().filter(|c| c.is_uppercase()).count();
        is_name(name) && uppercase > 1 && after.split_whitespace().count() < 4
    })
}

/// Whether these are at most three words, each of which begins like a name.
pub(in crate::markdown) fn is_name(words: &str) -> bool {
    let count = words.split_whitespace().count();
    (1..=3).contains(&count)
        && words.split_whitespace().all(|word| {
            word.starts_with(char::is_uppercase) && !word.contains(|c: char| c.is_ascii_digit())
        })
}

/// Whether a letter or Roman number is right below the item of a numbered list, as the deeper
/// level of a word processor does: `a)` with a tab, or with words that begin a sentence.
fn is_below_number(item: &ItemLine, text: &str, source: &BlockSource<'_, '_>) -> bool {
    let Mark::Number { style, .. } = item.mark else { return false };
    let sign = match style {
        NumberStyle::Letters(sign) | NumberStyle::Roman(sign) => sign,
        NumberStyle::Digits(_) | NumberStyle::UpperLetters(_) => return false,
    };
    let is_spaced = text[item.start..item.words].ends_with('\t');
    let [before, _] = source.neighbors(&(item.start..item.words));
    let rest = before.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_item = rest.len() < before.len()
        && rest.strip_prefix(['.', ')']).is_some_and(|rest| rest.starts_with([' ', '\t']));
    let is_same = sign == '(' || rest.starts_with(sign);
    let begins = text[item.words..item.end].starts_with(char::is_uppercase);
    is_item && (is_spaced || (is_same && begins))
}

/// Whether a mark without a space after it is right before or after an item of a list.
fn is_among_items(item: &ItemLine, source: &BlockSource<'_, '_>) -> bool {
    let sign = match item.mark {
        // Those of Markdown.
        Mark::MaybeBullet(sign @ ('-' | '*' | '+'))
        | Mark::Number { style: NumberStyle::Digits(sign), .. } => sign,
        _ => return false,
    };
    source.neighbors(&(item.start..item.words)).into_iter().any(|line| {
        let rest = match item.mark {
            Mark::Number { .. } => line.trim_start_matches(|c: char| c.is_ascii_digit()),
            _ => line,
        };
        let has_number = rest.len() < line.len() || matches!(item.mark, Mark::MaybeBullet(_));
        has_number && rest.strip_prefix(sign).is_some_and(|rest| rest.starts_with([' ', '\t']))
    })
}

/// The item that a line is.
pub(in crate::markdown) fn item(start: usize, line: &str) -> ItemLine {
    let (mark, length) = mark(line);
    ItemLine { start, words: start + length, end: start + line.len(), mark }
}

/// The mark of a line, and where the words after it begin.
fn mark(line: &str) -> (Mark, usize) {
    let Some(first) = line.chars().next() else { return (Mark::None, 0) };
    let after = &line[first.len_utf8()..];
    let words = after.trim_start();
    let length = line.len() - words.len();
    let has_words = words.starts_with(|c: char| !c.is_whitespace() && !is_bullet(c));
    if BULLETS.contains(&first) && has_words {
        return (Mark::Bullet, length);
    }
    let task = line.trim_start_matches(['-', '*', '+']);
    if line.len() - task.len() < 2 && is_task(task) {
        return (Mark::Task, line.len() - task.len());
    }
    // Word's second level, in a font in which it is a ring.
    if first == 'o' && after.starts_with([' ', '\t']) && has_words {
        return (Mark::MaybeBullet(first), length);
    }
    if MAYBE_BULLETS.contains(&first) && has_words {
        // `-5` is a number, and a hyphen with a space would have been a list.
        // `-Bring a friend`: the space is missing after the hyphen.
        let is_glued = after.starts_with(char::is_alphabetic);
        if !matches!(first, '-' | '*' | '+' | '−') || is_glued {
            return (Mark::MaybeBullet(first), length);
        }
    }
    let words = words.trim_start_matches('\u{fe0f}').trim_start();
    // The tag of what is bold comes before its words.
    let begins = |c: char| c.is_alphanumeric() || "\"“'‘¿¡\u{fffc}".contains(c);
    if is_symbol(first) && words.starts_with(begins) {
        return (Mark::Symbol, line.len() - words.len());
    }
    number(line, 0).map_or((Mark::None, 0), |ItemNumber { style, value, words }| {
        (Mark::Number { style, value }, words)
    })
}

/// Whether a text begins with the box of a task, as Markdown has it or without one of its spaces:
/// `[ ] call`, `[] call`, `[x]call`.
fn is_task(text: &str) -> bool {
    let Some((inside, words)) = text.strip_prefix('[').and_then(|rest| rest.split_once(']')) else {
        return false;
    };
    let is_box = matches!(inside, "" | " " | "x" | "X");
    let is_glued = words.starts_with(char::is_alphabetic) && matches!(inside, " " | "x" | "X");
    is_box && (is_glued || (words.starts_with(' ') && !words.trim().is_empty()))
}

fn is_bullet(c: char) -> bool {
    BULLETS.contains(&c) || MAYBE_BULLETS.contains(&c)
}

/// The number of an item, as it is written at the beginning of a line.
pub(in crate::markdown) struct ItemNumber {
    /// How it is written.
    pub(in crate::markdown) style: NumberStyle,
    /// Its value: 2 for `2.`, `b)` and `ii.`.
    pub(in crate::markdown) value: usize,
    /// Where the words after it begin in the line.
    pub(in crate::markdown) words: usize,
}

/// The number at the beginning of a line. A letter such as `i` is a Roman number if it follows the
/// value `before`, or a letter.
pub(in crate::markdown) fn number(line: &str, before: usize) -> Option<ItemNumber> {
    // `(a)` is counted as `a)` is, and is another list.
    let inner = line.strip_prefix('(').unwrap_or(line);
    let is_round = inner.len() < line.len();
    let length = inner.find(|c: char| !c.is_ascii_alphanumeric())?;
    let (word, rest) = inner.split_at(length);
    let sign = rest.chars().next().filter(|c| matches!(c, '.' | ')'))?;
    if is_round && sign != ')' {
        return None;
    }
    let after = &rest[1..];
    let words = after.trim_start();
    let item = |style, value| ItemNumber { style, value, words: line.len() - words.len() };
    let kind = if is_round { '(' } else { sign };
    let is_spaced = words.len() < after.len();
    if !words.starts_with(|c: char| !c.is_whitespace()) {
        return None;
    }
    // A number of more digits is a year, an amount or a paragraph of a law.
    if word.bytes().all(|byte| byte.is_ascii_digit()) && word.len() <= 2 {
        // `1.5` is a number.
        let is_item =
            is_spaced || words.starts_with(|c: char| c.is_alphabetic() || "\"“'‘*[".contains(c));
        return is_item.then_some(item(NumberStyle::Digits(kind), word.parse().ok()?));
    }
    // `a.m.` is not a number.
    if !is_spaced && sign == '.' {
        return None;
    }
    let roman = roman(word);
    if let Some(value) = roman
        && (word.len() > 1 || value == before + 1)
    {
        return Some(item(NumberStyle::Roman(kind), value));
    }
    // Only single letters: `Dr.` and `vs.` are words.
    let &[letter] = word.as_bytes() else { return None };
    let (style, first) = if letter.is_ascii_lowercase() {
        (NumberStyle::Letters(kind), b'a')
    } else {
        (NumberStyle::UpperLetters(kind), b'A')
    };
    letter.is_ascii_alphabetic().then(|| item(style, usize::from(letter - first) + 1))
}

/// A Roman number up to twenty or so, in lower case.
fn roman(word: &str) -> Option<usize> {
    const TENS: [&str; 3] = ["", "x", "xx"];
    const ONES: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    let tens = TENS.iter().rposition(|tens| word.starts_with(tens))?;
    let ones = ONES.iter().position(|ones| *ones == &word[TENS[tens].len()..])?;
    Some(tens * 10 + ones).filter(|&value| value > 0)
}

/// How many of these items are numbered one after the other.
fn sequence(items: &[ItemLine], text: &str) -> usize {
    let of = |item: &ItemLine, before| number(&text[item.start..item.end], before);
    // `i.` is read as the letter unless `ii.` follows.
    [0, usize::MAX - 1]
        .into_iter()
        .map(|before| {
            let mut last: Option<(NumberStyle, usize)> = None;
            let run = items.iter().take_while(|item| {
                let before = last.map_or(before, |(_, value)| value);
                let Some(ItemNumber { style, value, .. }) = of(item, before) else { return false };
                let follows = last.is_none_or(|last| last == (style, value.wrapping_sub(1)));
                last = Some((style, value));
                follows
            });
            run.count()
        })
        .max()
        .unwrap_or(0)
}

/// What to say about these items. `has_breaks` says whether each is shown on a line of its own.
fn finding(run: &[ItemLine], has_breaks: bool, source: &BlockSource<'_, '_>) -> StrayMarkup {
    let first_number = match run[0].mark {
        Mark::Number { style: NumberStyle::Digits(_), value } => Some(value),
        _ => None,
    };
    let mut items: Vec<String> = Vec::new();
    for item in run {
        let is_letter = first_number.is_none() && matches!(item.mark, Mark::Number { .. });
        // Letters and Roman numbers are referred to, and Markdown has none.
        let sign =
            if is_letter { source.line(&(item.start..item.words), false) } else { String::new() };
        let written = source.line(&(item.words..item.end), true);
        let written = if is_letter { format!("{} {written}", sign.trim()) } else { written };
        // A star before the words is taken for one of theirs.
        let written = match item.mark {
            Mark::MaybeBullet(sign @ '*') => written.strip_prefix(sign).unwrap_or(&written),
            // The mark of an image is not the box of a task.
            Mark::Task => written.trim_start_matches(['*', '!']),
            _ => &written,
        };
        let written = match written.split_once(']') {
            Some((inside, words)) if item.mark == Mark::Task => {
                let sign = if inside.len() > 1 { &inside[1..] } else { " " };
                &format!("[{sign}] {}", words.trim_start())
            }
            _ => written,
        };
        // A paste may have put all items on one line.
        let is_bullet = |c: char| item.mark == Mark::Bullet && BULLETS.contains(&c);
        items.extend(written.split(is_bullet).map(|item| item.trim().to_owned()));
    }
    items.retain(|item| !item.is_empty());
    // The first items show how; a message with all of a long list would not be read.
    let more = items.len() > SHOWN;
    let lines: Vec<String> = items
        .iter()
        .take(SHOWN)
        .enumerate()
        .map(|(index, item)| {
            first_number
                .map_or_else(|| format!("- {item}"), |first| format!("{}. {item}", first + index))
        })
        .collect();
    let message = if has_breaks {
        "This is not a list in Markdown, so screen readers do not announce it as one."
    } else {
        "This is not a list in Markdown: its lines run into one."
    };
    let how = if first_number.is_some() {
        "a number, a period and a space, below an empty line"
    } else {
        "a hyphen and a space"
    };
    if let [ItemLine { mark: Mark::Task, start, end, .. }] = *run {
        let message = "A task is a hyphen, a box, [ ] or [x], and words, with spaces between them.";
        return StrayMarkup::new(CODE, start..end, message, format!("Write  {}", lines.join("")));
    }
    let rest = if more { "\nand so on." } else { "" };
    let help =
        format!("Begin each item on a line of its own with {how}:\n{}{rest}", lines.join("\n"));
    let last = &run[run.len() - 1];
    StrayMarkup::new(CODE, run[0].start..last.end, message, help)
}
