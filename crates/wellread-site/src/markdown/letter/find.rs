//! Finds the blanks in the text of a letter, and what was meant as one and is not.
//!
//! A blank is two braces, a name, and two braces, in one line. Braces are so rare in letters that
//! every other one is looked at: families would read it. A backslash before a brace (`\{{`) makes
//! text of it, as everywhere in Markdown, and in code braces are text as well.
//!
//! Whatever is not a blank and has braces is one of three things: text (escaped, or a set such as
//! `{1, 2}`), a typing error that can be named, or two typing errors. Each is read from its first
//! brace on, never further than a few hundred bytes, so that a text of nothing but braces takes no
//! longer for each of them.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use super::blank::{BlankContent, LocatedProblem};
use crate::markdown::html::{HtmlToken, tokens};
use crate::markdown::plain_parts::{is_in, plain_parts};

/// The code of what is found here.
pub(super) const WRONG_BLANK: &str = "wrong-blank";

/// How long a blank is at most, in bytes. It is what a field of a form is called.
///
/// Longer ones are sentences, which no one can take in at a glance while typing.
const LONGEST: usize = 120;

/// How far the other end of a blank is looked for beyond the end of its line, in bytes.
///
/// An editor may have wrapped the line inside the blank.
const FAR: usize = 200;

/// How many words are taken for the name of a blank that is not closed.
///
/// For the text that help suggests, which staff look at before they copy it.
const GUESSED: usize = 4;

/// Markup of Markdown and HTML, which would be shown.
const SIGNS: [char; 9] = ['*', '_', '`', '~', '<', '>', '[', ']', '\\'];

/// A blank and its place in the text.
pub(super) type FoundBlank = (Range<usize>, BlankContent);

/// The blanks of a text, in order, and what is wrong with others.
///
/// Ranges are bytes of `text` and do not overlap. Whether a blank may be where it is is not
/// asked here: that takes the parser.
pub(super) fn find(text: &str) -> (Vec<FoundBlank>, Vec<LocatedProblem>) {
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    if !text.contains(['{', '}']) {
        return (found, problems);
    }
    let parts = plain_parts(text);
    let mut at = 0;
    while let Some(start) = text[at..].find(['{', '}']).map(|next| at + next) {
        if !is_in(&parts, start) {
            at = start + 1;
            continue;
        }
        let read = read(text, start);
        at = read.end;
        match read.what {
            BraceContent::Text => {}
            BraceContent::Blank(content) => found.push((start..read.end, content)),
            BraceContent::Problem(message, help) => {
                let place = start..start + read.marked;
                problems.push(LocatedProblem {
                    code: WRONG_BLANK,
                    place,
                    message: message.into(),
                    help,
                });
            }
        }
    }
    (found, problems)
}

/// What starts at a brace. Scanning continues after it, so no byte is tried twice as a start.
struct BraceRead {
    /// What the braces hold.
    what: BraceContent,
    /// Where to go on.
    end: usize,
    /// How many bytes of it a message points at. Fewer than it has if it goes over the end of a
    /// line, which editors cannot underline well.
    marked: usize,
}

/// A brace is the beginning of one of these.
enum BraceContent {
    /// It stays as it is written.
    Text,
    /// A blank that can be filled in, if its place allows it.
    Blank(BlankContent),
    /// The message, and the help.
    Problem(&'static str, String),
}

impl BraceRead {
    /// Text that ends at `end`.
    const fn text(end: usize) -> Self {
        Self { what: BraceContent::Text, end, marked: 0 }
    }

    /// Something wrong, all of which the message points at.
    const fn problem(range: Range<usize>, message: &'static str, help: String) -> Self {
        let marked = range.end - range.start;
        Self { what: BraceContent::Problem(message, help), end: range.end, marked }
    }
}

/// Reads what begins with the brace at `start`.
///
/// It looks at the run of braces there, and at the next brace or the end of the line, whichever
/// comes first. What that is decides: nothing means that it is never closed, an opening one that
/// another blank begins inside.
fn read(text: &str, start: usize) -> BraceRead {
    let brace = text.as_bytes()[start];
    let run = run(text, start);
    let rest = &text[start + run..];
    // No further than the next brace, so that a line of many is not read to its end for each.
    let stop = rest.find(['{', '}', '\n', '\r']).map_or(text.len(), |at| start + run + at);
    let stop_brace = text.as_bytes().get(stop).filter(|byte| matches!(byte, b'{' | b'}'));
    if is_escaped(text, start) {
        // What it closes is text as well.
        let is_closed = brace == b'{' && stop_brace == Some(&b'}');
        return BraceRead::text(if is_closed { stop + self::run(text, stop) } else { start + run });
    }
    // One alone is text, such as the end of a set; two were meant to close a blank.
    if brace == b'}' {
        return if run > 1 { unopened(text, start, run) } else { BraceRead::text(start + 1) };
    }
    let Some(stop_brace) = stop_brace else {
        return if run > 1 { unclosed(text, start, run, stop) } else { BraceRead::text(start + 1) };
    };
    if *stop_brace == b'{' {
        return if run > 1 { nested(text, start, stop) } else { BraceRead::text(start + 1) };
    }
    let (content, stop_run) = (&text[start + run..stop], self::run(text, stop));
    let range = start..stop + stop_run;
    let name = words(content);
    if (run, stop_run) != (2, 2) {
        // `{#name}` after a heading names it, and `{1, 2}` is a set.
        let is_text = run == 1
            && stop_run == 1
            && (content.starts_with(['#', '.', ':'])
                || !name.starts_with(char::is_alphabetic)
                || name.len() > LONGEST);
        return if is_text {
            BraceRead::text(range.end)
        } else {
            let help = format!("Write  {{{{{}}}}}", without_markup(&name));
            BraceRead::problem(range, "A blank has two braces on each side.", help)
        };
    }
    match blank(&name) {
        Ok(content) => BraceRead { what: BraceContent::Blank(content), end: range.end, marked: 0 },
        Err((message, help)) => BraceRead::problem(range, message, help),
    }
}

/// The content of a blank, from the words between its braces.
///
/// The error is the message and the help.
fn blank(words: &str) -> Result<BlankContent, (&'static str, String)> {
    // In a table, people write a backslash before a bar.
    let words = words.replace("\\|", "|");
    if words.is_empty() {
        let help = "Write what goes there, such as  {{child's name}}  To show braces, write  \\{{";
        return Err(("This blank has no name.", help.to_owned()));
    }
    if words.contains(SIGNS) {
        let plain = without_markup(&words);
        let message = "A blank is shown as it is written, with all characters in it.";
        return Err((message, format!("Write  {{{{{plain}}}}}")));
    }
    if words.len() > LONGEST {
        let first = first_words(&words);
        let message = "The name of this blank is longer than the label of a field can be.";
        return Err((message, format!("Write a few words in it:  {{{{{first}}}}}")));
    }
    if let Some(bare) = without_quotes(&words) {
        let message = "A blank is shown as it is written, with its quotation marks.";
        return Err((message, format!("Write  {{{{{bare}}}}}")));
    }
    if words.contains('|') {
        return choice(&words);
    }
    if let Some((label, text)) =
        words.split_once(": ").or(words.strip_suffix(':').map(|it| (it, "")))
        && label.contains(char::is_alphanumeric)
    {
        return Err(lone_choice(label.trim(), text.trim()));
    }
    if !words.contains(char::is_alphanumeric) {
        let help = "Write what goes there in words, such as  {{child's name}}".to_owned();
        return Err(("The name of this blank has no words.", help));
    }
    let short = words.strip_suffix('…').or_else(|| words.strip_suffix("..."));
    let is_long = short.is_some();
    let name = short.map_or_else(|| words.clone(), |name| name.trim_end().to_owned());
    Ok(BlankContent::Text { name, is_long })
}

/// The content of a blank in which one of several texts is chosen.
///
/// A colon with a space after it ends the label, so that `9:00|9:30` has none.
fn choice(words: &str) -> Result<BlankContent, (&'static str, String)> {
    let (label, texts) = match words.split_once(": ") {
        Some((label, texts)) if !label.contains('|') => (Some(label.trim().to_owned()), texts),
        _ => (None, words),
    };
    let mut options: Vec<String> = Vec::new();
    let (mut has_empty, mut has_same) = (false, false);
    for option in texts.split('|').map(str::trim) {
        has_empty |= option.is_empty();
        let is_known = options.iter().any(|known| known == option);
        has_same |= is_known && !option.is_empty();
        if !option.is_empty() && !is_known {
            options.push(option.to_owned());
        }
    }
    if !has_empty && !has_same && options.len() > 1 {
        return Ok(BlankContent::Choice { label, options });
    }
    let label = label.map_or_else(String::new, |label| format!("{label}: "));
    let message = match has_empty {
        true => "Between two bars of this blank there is nothing to choose.",
        false => "Two choices of this blank are the same.",
    };
    let help = match options.as_slice() {
        [] => "Write the choices with a bar between them:  {{Mr.|Ms.|Mx.}}".to_owned(),
        [one] => format!("Write  {{{{{label}{one}}}}}  or another choice after the bar."),
        options => format!("Write  {{{{{label}{}}}}}", options.join("|")),
    };
    Err((message, help))
}

/// The error for a label without choices, or with one alone.
fn lone_choice(label: &str, text: &str) -> (&'static str, String) {
    let label = label.trim_end_matches(':');
    if text.is_empty() {
        let message = "After the colon of this blank there is nothing to choose from.";
        return (message, format!("Write  {{{{{label}}}}}  or choices:  {{{{{label}: Yes|No}}}}"));
    }
    let message = "After the colon of this blank there is only one choice.";
    let help = format!(
        "Write another one after a bar:  {{{{{label}: {text}|…}}}}  If nothing is to be chosen, write \
         {{{{{label} {text}}}}}"
    );
    (message, help)
}

/// Words without the quotation marks around the whole of them. `None` if there are none.
fn without_quotes(words: &str) -> Option<&str> {
    const PAIRS: [(char, &[char]); 6] = [
        ('"', &['"']),
        ('\'', &['\'']),
        ('“', &['”', '“', '"']),
        ('‘', &['’', '‘']),
        ('„', &['“', '”']),
        ('«', &['»']),
    ];
    let open = words.chars().next()?;
    let (_, closes) = PAIRS.iter().find(|(one, _)| *one == open)?;
    let bare = words[open.len_utf8()..].strip_suffix(*closes)?.trim();
    // `“yes” or “no”` has two pairs; a single closing mark may be an apostrophe.
    let is_one = matches!(open, '\'' | '‘') || !bare.contains(*closes);
    (is_one && !bare.is_empty()).then_some(bare)
}

/// The error for two braces that nothing closes in their line.
///
/// If the closing braces are in the next lines of the paragraph, they are most likely its own.
fn unclosed(text: &str, start: usize, run: usize, line_end: usize) -> BraceRead {
    let rest = &text[start + run..];
    let near = &rest[..rest.floor_char_boundary(line_end - start - run + FAR)];
    // Up to the first line that is blank, whatever ends the lines. The rest of this one may be.
    let is_inside = |(at, line): &(usize, &str)| *at == 0 || !line.trim().is_empty();
    let lines = near.split_inclusive('\n').enumerate().take_while(is_inside);
    let length = lines.map(|(_, line)| line.len()).sum();
    let paragraph = &near[..length];
    let close = paragraph.find(['{', '}']).filter(|&at| paragraph[at..].starts_with("}}"));
    if let Some(close) = close {
        let name = without_markup(&words(&paragraph[..close]));
        let end = start + run + close;
        let mut read = BraceRead::problem(
            start..end + self::run(text, end),
            "This blank is split over two lines.",
            format!("Write it in one line:  {{{{{name}}}}}"),
        );
        read.marked = line_end - start;
        return read;
    }
    not_closed(text, start, run, line_end)
}

/// The error for a blank that nothing closes before `end`.
fn not_closed(text: &str, start: usize, run: usize, end: usize) -> BraceRead {
    let name = first_words(&words(&text[start + run..end]));
    let name = if name.is_empty() { "child's name" } else { &name };
    let help = format!("Write }}}} where it ends:  {{{{{name}}}}}");
    BraceRead::problem(start..start + run, "This blank is never closed.", help)
}

/// The error for a blank that begins before another one has ended.
///
/// If the outer one is closed after the inner one, there really are two. Otherwise the outer one
/// was never closed, which is the commoner error.
fn nested(text: &str, start: usize, inner: usize) -> BraceRead {
    let inner_run = run(text, inner);
    // A run of braces may be longer than any blank.
    let near = &text[..text.floor_char_boundary(inner + inner_run + FAR)];
    let line_end = near[inner..].find(['\n', '\r']).map_or(near.len(), |end| inner + end);
    let after = &text[inner + inner_run..line_end];
    let close = after.find(['{', '}']).map(|at| inner + inner_run + at);
    let close = close.filter(|&at| text[at..line_end].starts_with("}}"));
    let after = close.map(|at| at + 2);
    let outer = after.and_then(|after| {
        let next = text[after..line_end].find(['{', '}'])?;
        text[after + next..line_end].starts_with("}}").then_some(after + next)
    });
    let (Some(close), Some(after), Some(outer)) = (close, after, outer) else {
        // The second one is whole, so the first one was left open.
        return not_closed(text, start, run(text, start), inner);
    };
    let before = words(&text[start + run(text, start)..inner]);
    let own = words(&format!("{before} {}", &text[after..outer]));
    let name = words(&text[inner + inner_run..close]);
    let help = match own.is_empty() {
        true => format!("Write  {{{{{name}}}}}"),
        false => format!("Write them one after the other:  {{{{{own}}}}} {{{{{name}}}}}"),
    };
    BraceRead::problem(start..outer + run(text, outer), "There is a blank inside this one.", help)
}

/// The error for two braces that close nothing.
///
/// The two words in front of it are suggested as its name.
fn unopened(text: &str, start: usize, run: usize) -> BraceRead {
    let near = &text[text.floor_char_boundary(start.saturating_sub(FAR))..start];
    let before = near.rsplit(['\n', '\r', '}']).next().unwrap_or(near);
    let clause = before.rsplit(['.', ',', ';', ':', '!', '?', '(', ')']).next().unwrap_or(before);
    let mut last: Vec<&str> = clause.split_whitespace().rev().take(2).collect();
    last.reverse();
    let name = if last.is_empty() { "child's name".to_owned() } else { last.join(" ") };
    let help = format!("Write {{{{ where it begins:  {{{{{}}}}}", without_markup(&name));
    BraceRead::problem(start..start + run, "Nothing opens this blank.", help)
}

/// How many braces of one kind are here. At least 1.
fn run(text: &str, start: usize) -> usize {
    let brace = text.as_bytes()[start];
    text.as_bytes()[start..].iter().take_while(|&&byte| byte == brace).count()
}

/// Whether a backslash makes text of what is here. Two backslashes are one that is shown, and
/// escape nothing.
fn is_escaped(text: &str, at: usize) -> bool {
    let slashes = text.as_bytes()[..at].iter().rev().take_while(|&&byte| byte == b'\\').count();
    slashes % 2 == 1
}

/// Words as they are compared and shown: composed, with one space between them.
fn words(text: &str) -> String {
    let text: String = text.nfc().collect();
    wellread_model::in_one_line(&text)
}

/// Words without tags and markup.
fn without_markup(name: &str) -> String {
    let name: String = tokens(name)
        .into_iter()
        .filter_map(|token| match token {
            HtmlToken::Text(range) | HtmlToken::Other(range) => Some(&name[range]),
            _ => None,
        })
        .collect();
    // A backtick inside a word was meant as an apostrophe.
    let mut last = None;
    let mut rest = name.chars().peekable();
    let mut plain = String::with_capacity(name.len());
    while let Some(c) = rest.next() {
        let is_in_word = last.is_some_and(char::is_alphabetic)
            && rest.peek().is_some_and(|next| next.is_alphabetic());
        match c {
            '`' if is_in_word => plain.push('\''),
            '_' => plain.push(' '),
            _ if SIGNS.contains(&c) => {}
            _ => plain.push(c),
        }
        last = Some(c);
    }
    let plain = words(&plain);
    if plain.is_empty() { "child's name".to_owned() } else { plain }
}

/// The first words up to the end of a clause.
fn first_words(text: &str) -> String {
    let clause = text.split(['.', ',', ';', ':', '!', '?', '(', '|', '{', '}']).next();
    let clause = clause.unwrap_or(text);
    let first: Vec<&str> = clause.split_whitespace().take(GUESSED).collect();
    let first = first.join(" ");
    let short = &first[..first.floor_char_boundary(LONGEST / 2)];
    if short.is_empty() { String::new() } else { without_markup(short) }
}
