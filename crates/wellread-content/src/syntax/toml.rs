//! Likely intentions behind a line of `site.toml` that TOML cannot parse.
//!
//! Unlike front matter, a file of settings is long and has many sections, so its author wants to
//! hear of all errors at once. Hence the loop: explain the first, repair it in a copy, read the
//! copy again.

use std::collections::BTreeSet;

use wellread_model::{Diagnostic, Place, SourcePath, Span};

use super::{
    ParseProgress, Repair, find_repair, has_curly_quotes, line_of, line_start, quoted_ways,
    without_quotes,
};
use crate::commented_section::{SECTIONS, commented_section, words};
use crate::formats::double_quoted;
use crate::meant_date::{MeantDate, meant_date};

/// For how many errors of a file ways are tried. Each way is read by the parser as a whole, and
/// whoever has more errors than this fixes these first.
const MOST_REPAIRED: usize = 5;

/// How many repeated keys of a section are named.
///
/// A section that is there twice may repeat twenty.
const MOST_NAMED: usize = 6;

/// Says what is wrong with a file of settings. `errors` are those of the parser, and `parse` is the
/// parser, which returns the same for another text.
///
/// An error is often the cause of others below it. So the first one is repaired in a copy of the
/// text, and only what is left then is an error of its own. The diagnostics come in the order in
/// which they were found, and at least one if `errors` has one.
pub(crate) fn explain(
    text: &str,
    path: &SourcePath,
    mut errors: Vec<SyntaxError>,
    parse: impl Fn(&str) -> Vec<SyntaxError>,
) -> Vec<Diagnostic> {
    let mut explanation = Explanation {
        text,
        path,
        lines: text.lines().map(str::to_owned).collect(),
        repaired: text.to_owned(),
        explained: BTreeSet::new(),
        diagnostics: Vec::new(),
    };
    for _ in 0..MOST_REPAIRED {
        if !explanation.explain_first(&errors, &parse) {
            break;
        }
        errors = parse(&explanation.repaired);
    }
    explanation.explain_rest(&errors);
    explanation.diagnostics
}

/// What has been said of a file of settings, and what it would be then. The repaired text always
/// has as many lines as the file, so that a line has one number in both.
struct Explanation<'a> {
    /// The file as it is.
    text: &'a str,
    /// Where it is, for messages.
    path: &'a SourcePath,
    /// The lines of the file, repaired as far as that was possible, and the same as one text.
    lines: Vec<String>,
    repaired: String,
    /// The lines of which something has been said.
    explained: BTreeSet<usize>,
    /// One for each explained error, in the order in which they were found.
    diagnostics: Vec<Diagnostic>,
}

impl Explanation<'_> {
    /// Explains the first error that is in a line not explained yet, and repairs it. Whether there
    /// is one. An error in a line that was explained before is not looked at again, so the loop
    /// ends.
    fn explain_first(
        &mut self,
        errors: &[SyntaxError],
        parse: &impl Fn(&str) -> Vec<SyntaxError>,
    ) -> bool {
        let line = |error: &SyntaxError| line_of(&self.repaired, error.at);
        let is_new =
            |error: &&SyntaxError| !error.is_repetition && !self.explained.contains(&line(error));
        let Some(error) = errors.iter().find(is_new) else { return false };
        let at = line(error);
        // The parser may name the line after the one in which a text begins.
        // Before single lines are tried: each line of such a text would look wrong in a way of its
        // own.
        let several = [at, at.saturating_sub(1)].into_iter().find_map(|begin| {
            Some((begin, text_of_several_lines(self.lines.get(begin..).unwrap_or_default())?))
        });
        if let Some((begin, (count, whole))) = several {
            let message = "The text of this setting goes over several lines.";
            self.report(
                line_start(self.text, begin),
                message,
                &format!("Write it in one:  {whole}"),
            );
            // Emptied and not removed: the lines below keep their numbers.
            self.lines[begin + 1..begin + count].fill(String::new());
            self.replace(begin, whole);
            return true;
        }
        // What is written twice is not what is looked for here.
        let is_other = |error: &&SyntaxError| !error.is_repetition;
        let count = errors.iter().filter(is_other).count();
        let column = error.at - line_start(&self.repaired, at).min(error.at);
        let read = |repaired: &str| {
            let left = parse(repaired);
            match left.iter().find(is_other) {
                None => ParseProgress::Whole,
                // Fewer errors, or the same number further below.
                Some(first)
                    if left.iter().filter(is_other).count() < count
                        || line_of(repaired, first.at) > at =>
                {
                    ParseProgress::Further
                }
                Some(_) => ParseProgress::None,
            }
        };
        let (index, repair) = find_repair(&self.repaired, at, |line, _| repairs(line), read)
            .unwrap_or((at, not_understood()));
        // Where the parser is right about the line, it may be right about the place in it.
        let place = line_start(self.text, index) + if index == at { column } else { 0 };
        self.report(place.min(self.text.len()), repair.message, &repair.help());
        self.explained.insert(at);
        // The first of two lines: those below must not move.
        let repaired = repair.line.as_deref().and_then(|line| line.lines().next());
        self.replace(index, repaired.unwrap_or_default().to_owned());
        true
    }

    /// Puts a line in the place of one that has been explained.
    fn replace(&mut self, index: usize, line: String) {
        self.explained.insert(index);
        if let Some(old) = self.lines.get_mut(index) {
            *old = line;
        }
        self.repaired = self.lines.join("\n") + "\n";
    }

    /// Explains what is left: lines that no way helps, and what is written twice. Repetitions come
    /// last, because many of them are caused by a missing name of a section.
    fn explain_rest(&mut self, errors: &[SyntaxError]) {
        // Lines that are not explained are as they were, so a column in them is one in the file.
        let (starts, repaired_starts) = (line_starts(self.text), line_starts(&self.repaired));
        let line_at =
            |error: &SyntaxError| repaired_starts.partition_point(|&start| start <= error.at) - 1;
        let end = self.text.len();
        let place = |error: &SyntaxError, is_repaired: bool| {
            let line = line_at(error);
            let start = starts.get(line).copied().unwrap_or(end);
            let column = if is_repaired { 0 } else { error.at - repaired_starts[line] };
            (start + column).min(end)
        };
        let (repeated, others): (Vec<&SyntaxError>, Vec<&SyntaxError>) =
            errors.iter().partition(|error| error.is_repetition);
        for error in others {
            if self.explained.insert(line_at(error)) {
                let Repair { message, advice, .. } = not_understood();
                self.report(place(error, false), message, advice);
            }
        }
        let repeated_lines: Vec<usize> = repeated.iter().map(|error| line_at(error)).collect();
        for repetition in repetitions(&self.lines, &repeated_lines) {
            let error = repeated[repetition.first];
            let is_repaired = self.explained.contains(&line_at(error));
            self.report(place(error, is_repaired), &repetition.message, &repetition.help);
        }
    }

    /// Adds an error at a byte of the settings.
    fn report(&mut self, at: usize, message: &str, help: &str) {
        let place = Place::at(self.path.clone(), Span::point(at));
        self.diagnostics.push(Diagnostic::error("settings-syntax", place, message).help(help));
    }
}

/// The setting that begins in the first of these lines, if its quotes are closed only some lines
/// below: how many lines it takes, and how it is written in one. TOML has another form for such
/// texts, with three quotes, which staff need not learn.
fn text_of_several_lines(lines: &[String]) -> Option<(usize, String)> {
    // A longer text is most likely one that is not closed at all.
    const MOST: usize = 6;
    let first = lines.first()?;
    let value = first.split_once('=')?.1.trim();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    if value[1..].contains(quote) {
        return None;
    }
    let goes_on = |line: &&String| {
        let line = line.trim();
        !line.is_empty() && !line.starts_with(['[', '#']) && !line.contains('=')
    };
    let below = lines[1..].iter().take(MOST).take_while(goes_on);
    let end = below.clone().position(|line| line.trim_end().ends_with(quote))?;
    let whole: Vec<&str> = lines[..end + 2].iter().map(|line| line.trim()).collect();
    let whole = whole.join(" ");
    // One quote at its beginning and one at its end.
    (whole.matches(quote).count() == 2).then_some((end + 2, whole))
}

/// The bytes at which lines begin.
fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

/// The help for a line for which nothing better is found. It says how any line looks, which is all
/// that can be said.
fn not_understood() -> Repair {
    Repair::removal(
        "This line cannot be understood.",
        "Write one `key = \"value\"` on each line, with quotes around text.",
    )
}

/// One error for lines of a section whose keys are written a second time.
struct Repetition {
    /// The index of the first of these lines among all repeated ones.
    first: usize,
    /// What is wrong.
    message: String,
    /// What to do.
    help: String,
}

/// The help for lines whose key or section is above them already. Lines of one section that
/// follow each other are one error: most likely, the header above them is missing or a comment.
fn repetitions(lines: &[String], repeated: &[usize]) -> Vec<Repetition> {
    let mut section = None;
    let sections = lines.iter().enumerate().map(|(index, line)| {
        if line.trim_start().starts_with('[') {
            section = Some(index);
        }
        section
    });
    let sections: Vec<Option<usize>> = sections.collect();
    let name = |line: usize| {
        lines.get(line).map_or("", |line| line.split('=').next().unwrap_or("").trim())
    };
    let same_section = |a: &usize, b: &usize| sections.get(*a) == sections.get(*b);
    let mut number = 0;
    let explained = repeated.chunk_by(same_section).map(|group| {
        let (index, first) = (number, group[0]);
        number += group.len();
        let line = |index: usize| lines.get(index).map(String::as_str);
        if let Some((at, section)) = commented_section(line, first) {
            let (message, help) = words(section, at);
            return Repetition { first: index, message, help };
        }
        let is_header = sections.get(first) == Some(&Some(first));
        // A section that is there twice repeats its keys.
        let names = if is_header { &group[..1] } else { group };
        let names = names.iter().take(MOST_NAMED);
        let names: Vec<String> = names.map(|&line| format!("`{}`", name(line))).collect();
        let (message, help) = match names.as_slice() {
            [one] => (
                format!("{one} is written twice in this file."),
                "Keep one of the two, with all that belongs to it.",
            ),
            names => (
                format!("{} are written twice in one section.", names.join(" and ")),
                "Keep one of each. If they belong to another section, write its name, such as \
                 [[crisis]], on a line of its own above them.",
            ),
        };
        Repetition { first: index, message, help: help.to_owned() }
    });
    explained.collect()
}

/// An error of the parser, as far as it is of use.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SyntaxError {
    /// The byte at which it is.
    pub(crate) at: usize,
    /// Whether a key or a table is written a second time. The library says it only in words.
    pub(crate) is_repetition: bool,
}

impl SyntaxError {
    /// What is of use in an error of the parser.
    pub(crate) fn new(error: &toml::de::Error) -> Self {
        let at = error.span().map_or(0, |span| span.start);
        Self { at, is_repetition: error.message().contains("duplicate key") }
    }
}

/// The ways to write a line, likelier ones first. Some are two lines, where two things are on
/// one.
fn repairs(line: &str) -> Vec<Repair> {
    let text = line.trim();
    let mut ways = Vec::new();
    if text.starts_with('[') && !text.contains('=') {
        return section_ways(text);
    }
    if let Some((section, setting)) = text.split_once(']').filter(|_| text.starts_with('[')) {
        let end = if setting.starts_with(']') { "]]" } else { "]" };
        let setting = setting.trim_start_matches([']', ' ']);
        let message = "The name of a section goes on a line of its own.";
        let lines = format!("{section}{end}\n{setting}");
        ways.push(Repair::new(message, "Write two lines:", lines));
    }
    let Some(at) = text.find(['=', ':', '＝']) else {
        ways.extend(section_named(text));
        if !text.is_empty() {
            let message = "This line is not a setting: it has no = in it.";
            let advice = "Write it as `key = \"value\"`; or begin it with # if it is a comment.";
            ways.push(Repair::removal(message, advice));
        }
        return ways;
    };
    let key = text[..at].trim();
    let sign = text[at..].chars().next().map_or(1, char::len_utf8);
    let value = text[at + sign..].trim();
    // `12 Elm Street #4, Aurora` has no comment: these begin with a space or a word.
    let (value, comment) = match split_comment(value) {
        (start, rest)
            if !start.starts_with(['"', '\'', '“', '['])
                && rest.starts_with(" #")
                && rest[2..].starts_with(|c: char| c.is_ascii_digit()) =>
        {
            (value, "")
        }
        parts => parts,
    };
    let with = |value: &str| format!("{key} = {value}{comment}");
    if !text[at..].starts_with('=') {
        let message = "A key is followed by = in this file.";
        ways.push(Repair::new(message, "Write", with(value)));
        ways.push(Repair::new(message, "Write", with(&double_quoted(without_quotes(value)))));
    }
    if let Some((first, second)) = two_settings(value) {
        let message = "Two settings are on one line.";
        let lines = format!("{}\n{second}", with(first));
        ways.push(Repair::new(message, "Write two lines:", lines));
    }
    if let Some(rest) = value.strip_suffix([',', ';']) {
        let message = "A line does not end with a comma or a semicolon here.";
        ways.push(Repair::new(message, "Delete it:", with(rest.trim_end())));
    }
    // In quotes these would be read, and still be no date and no color.
    match key {
        "from" | "until" | "checked" => ways.push(date_way(value, with)),
        "accent" => ways.push(color_way(value, with)),
        _ => {}
    }
    push_value_ways(value, with, &mut ways);
    if key.contains(|c: char| !(c.is_ascii_alphanumeric() || "_-.\"'".contains(c))) {
        let message = "A key of several words needs quotes around it.";
        let line = format!("{} = {value}{comment}", double_quoted(without_quotes(key)));
        ways.push(Repair::new(message, "Write", line));
    }
    ways
}

/// The way to write a day. Where it is not known which one is meant, the line is an example.
fn date_way(value: &str, with: impl Fn(&str) -> String) -> Repair {
    let (advice, day) = match meant_date(without_quotes(value)) {
        MeantDate::Days(days) if days.len() == 1 => ("Write", days[0].to_string()),
        MeantDate::Days(days) => (
            "Write the year, the month and the day. Two days may be meant; one of them is",
            days[0].to_string(),
        ),
        MeantDate::NoSuchDay(_) | MeantDate::NoDay(_) | MeantDate::Unknown => {
            ("Write the year, the month and the day, such as", "2026-12-04".to_owned())
        }
    };
    Repair::new("This is not how a date is written here.", advice, with(&day))
}

/// The way to write a color: a `#`, which begins a comment outside of quotes, and six digits.
fn color_way(value: &str, with: impl Fn(&str) -> String) -> Repair {
    let message = "This is not how a color is written here.";
    let digits = without_quotes(value).trim_start_matches('#');
    if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Repair::new(message, "Write", with(&format!("\"#{digits}\"")));
    }
    Repair::new(message, "Write # and six digits in quotes, such as", with("\"#1f5f5b\""))
}

/// The ways to write the name of a section. A known section has its own number of brackets; for
/// others, what is written decides.
fn section_ways(text: &str) -> Vec<Repair> {
    let name = text.trim_matches(['[', ']', ' ']);
    let double = text.starts_with("[[") || text.ends_with("]]");
    let known = SECTIONS.iter().find(|section| section.trim_matches(['[', ']']) == name);
    let section = match known {
        Some(section) => (*section).to_owned(),
        None if double => format!("[[{name}]]"),
        None => format!("[{name}]"),
    };
    let message = "The brackets around the name of this section do not match.";
    let way = Repair::new(message, "Write", section);
    std::iter::once(way).chain(section_named(name)).collect()
}

/// The ways to write a value. `with` makes the line of one.
fn push_value_ways(value: &str, with: impl Fn(&str) -> String, ways: &mut Vec<Repair>) {
    let quoted = quoted_ways(value);
    let whole = with(&double_quoted(without_quotes(value)));
    if value.is_empty() {
        let message = "There is no value after the =.";
        ways.push(Repair::new(message, "Write it in quotes, or delete the line:", with("\"…\"")));
    } else if has_curly_quotes(value) {
        let message =
            "The quotation marks of this value are curly, as a word processor makes them.";
        ways.push(Repair::new(message, "Type straight ones:", whole));
    } else if let Some(list) = value.strip_prefix('[') {
        let list = list.trim_end_matches([']', ',', ' ']);
        let message = "A list begins here, and its closing bracket is missing.";
        ways.push(Repair::new(message, "Close it:", with(&format!("[{list}]"))));
        let items: Vec<String> =
            list.split(',').map(|item| double_quoted(without_quotes(item.trim()))).collect();
        let message = "Each item of this list needs quotes.";
        ways.push(Repair::new(message, "Write", with(&format!("[{}]", items.join(", ")))));
    } else if !quoted.is_empty() {
        let written = |text: &str| with(&double_quoted(text));
        ways.extend(quoted.into_iter().map(|way| way.rewritten(written)));
    } else if let Some(flag) = flag(value) {
        let message = "`true` and `false` are written in lower case, without quotes.";
        ways.push(Repair::new(message, "Write", with(flag)));
    } else {
        let message = "Text needs quotes around it.";
        ways.push(Repair::new(message, "Write", whole));
    }
}

/// The truth value that was meant by a word that TOML does not have.
fn flag(word: &str) -> Option<&'static str> {
    match word.to_lowercase().as_str() {
        "true" | "yes" | "on" => Some("true"),
        "false" | "no" | "off" => Some("false"),
        _ => None,
    }
}

/// The way to write the name of a section that has too few brackets, or other signs in it.
fn section_named(name: &str) -> Option<Repair> {
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let section = SECTIONS.iter().find(|section| section.trim_matches(['[', ']']) == letters)?;
    let message = "The name of a section is in brackets, alone on its line.";
    Some(Repair::new(message, "Write", *section))
}

/// A value in quotes, and the setting that follows it on the same line: `"a" key = "b"`.
fn two_settings(value: &str) -> Option<(&str, &str)> {
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let end = 2 + value[1..].find(quote)?;
    let second = value[end..].trim_start();
    let is_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let sign = second.trim_start_matches(is_key);
    (sign.len() < second.len() && sign.trim_start().starts_with('='))
        .then_some((&value[..end], second))
}

/// Splits a value from a comment after it: ` # …` outside of quotes. A `#` in front of a quote is
/// inside a text, or cannot be distinguished from one.
fn split_comment(value: &str) -> (&str, &str) {
    let at = value.rfind(" #").filter(|&at| !value[at..].contains(['"', '\'', '”', '’']));
    at.map_or((value, ""), |at| value.split_at(at))
}
