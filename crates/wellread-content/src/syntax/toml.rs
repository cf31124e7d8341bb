//! The ways in which staff mean a line of `site.toml` that TOML cannot read.

use std::collections::BTreeSet;

use wellread_model::{Diagnostic, Place, SourcePath, Span};

use super::{
    ParseProgress, Repair, find_repair, has_curly_quotes, line_of, line_start, quoted_ways,
    without_quotes,
};
use crate::formats::double_quoted;

/// Says what is wrong with a file of settings. `errors` are the bytes at which the parser saw
/// errors, and whether each is of something that is written twice; `parse` is the parser, which
/// returns the same for another text.
///
/// Of several errors in one line, the first is the cause of the others.
pub(crate) fn explain(
    text: &str,
    path: &SourcePath,
    errors: Vec<SyntaxError>,
    parse: impl Fn(&str) -> Vec<SyntaxError>,
) -> Vec<Diagnostic> {
    let ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    let line_at = |at: usize| ends.partition_point(|&end| end < at);
    let report = |at: usize, message: String, help: String| {
        let place = Place::at(path.clone(), Span::point(at.min(text.len())));
        Diagnostic::error("settings-syntax", place, message).help(help)
    };
    let lines: Vec<&str> = text.lines().collect();
    let count = errors.len();
    let sections = sections(&lines);
    let mut repeated_section: Option<usize> = None;
    let mut explained: BTreeSet<usize> = BTreeSet::new();
    let mut tried = 0;
    let mut diagnostics = Vec::new();
    for error in errors {
        let at = line_at(error.at);
        if explained.contains(&at) {
            continue;
        }
        if error.is_repetition {
            // A section that stands twice repeats its keys.
            let is_consequence = repeated_section.is_some()
                && sections.get(at).copied().flatten() == repeated_section;
            let line = lines.get(at).copied().unwrap_or("").trim();
            if line.starts_with('[') {
                repeated_section = Some(at);
            }
            if !is_consequence {
                let name = line.split('=').next().unwrap_or(line).trim();
                let message = format!("`{name}` is written twice in this file.");
                let help = "Keep one of the two, with all that belongs to it.";
                diagnostics.push(report(error.at, message, help.to_owned()));
            }
            continue;
        }
        let read = |repaired: &str| {
            let left = parse(repaired);
            match left.first() {
                None => ParseProgress::Whole,
                // Fewer errors, or the same number further below.
                Some(first) if left.len() < count || line_of(repaired, first.at) > at => {
                    ParseProgress::Further
                }
                Some(_) => ParseProgress::None,
            }
        };
        tried += 1;
        let is_tried = tried <= MOST_REPAIRED;
        let repaired =
            is_tried.then(|| find_repair(text, at, |line, _| repairs(line), read)).flatten();
        let (index, message, help) = match repaired {
            // Something else is wrong above, and was the cause of this one.
            Some((index, _)) if explained.contains(&index) => continue,
            Some((index, repair)) => (index, repair.message, repair.help()),
            None => (
                at,
                "This line cannot be understood.",
                "Write one `key = \"value\"` on each line, with quotes around text.".to_owned(),
            ),
        };
        explained.extend([at, index]);
        let place = if index == at { error.at.min(text.len()) } else { line_start(text, index) };
        diagnostics.push(report(place, message.to_owned(), help));
    }
    diagnostics
}

/// For how many errors of a file ways are tried. Each way is read by the parser as a whole, and whoever
/// has more errors than this fixes these first.
const MOST_REPAIRED: usize = 5;

/// For each line, the line with the name of the section that it is in; `None` before the first.
fn sections(lines: &[&str]) -> Vec<Option<usize>> {
    let mut section = None;
    let of_line = |(index, line): (usize, &&str)| {
        if line.trim_start().starts_with('[') {
            section = Some(index);
        }
        section
    };
    lines.iter().enumerate().map(of_line).collect()
}

/// An error of the parser, as far as it is of use.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SyntaxError {
    /// The byte at which it is.
    pub(crate) at: usize,
    /// Whether a key or a table is written a second time.
    pub(crate) is_repetition: bool,
}

impl SyntaxError {
    /// What is of use in an error of the parser.
    pub(crate) fn new(error: &toml::de::Error) -> Self {
        let at = error.span().map_or(0, |span| span.start);
        Self { at, is_repetition: error.message().contains("duplicate key") }
    }
}

/// The ways to write a line, likelier ones first.
fn repairs(line: &str) -> Vec<Repair> {
    let text = line.trim();
    let mut ways = Vec::new();
    if text.starts_with('[') && !text.contains('=') {
        let name = text.trim_matches(['[', ']', ' ']);
        let double = text.starts_with("[[") || text.ends_with("]]");
        let section = if double { format!("[[{name}]]") } else { format!("[{name}]") };
        let message = "The brackets around the name of this section do not match.";
        ways.push(Repair::new(message, "Write", section));
        return ways;
    }
    let Some(at) = text.find(['=', ':', '＝']) else {
        if !text.is_empty() {
            let message = "This line is no setting: it has no = in it.";
            let advice = "Write it as `key = \"value\"`; or begin it with # if it is a comment.";
            ways.push(Repair { message, advice, line: None });
        }
        return ways;
    };
    let key = text[..at].trim();
    let sign = text[at..].chars().next().map_or(1, char::len_utf8);
    let value = text[at + sign..].trim();
    let (value, comment) = split_remark(value);
    let with = |value: &str| format!("{key} = {value}{comment}");
    if !text[at..].starts_with('=') {
        let message = "A key is followed by = in this file.";
        ways.push(Repair::new(message, "Write", with(value)));
        ways.push(Repair::new(message, "Write", with(&double_quoted(without_quotes(value)))));
    }
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
        ways.extend(quoted.into_iter().map(|(message, advice, text)| {
            Repair::new(message, advice, with(&double_quoted(&text)))
        }));
    } else {
        let message = "Text needs quotes around it.";
        ways.push(Repair::new(message, "Write", whole));
    }
    if key.contains(|c: char| !(c.is_ascii_alphanumeric() || "_-.\"'".contains(c))) {
        let message = "A key of several words needs quotes around it.";
        let line = format!("{} = {value}{comment}", double_quoted(without_quotes(key)));
        ways.push(Repair::new(message, "Write", line));
    }
    ways
}

/// Splits a value from a comment after it: ` # …` outside of quotes.
fn split_remark(value: &str) -> (&str, &str) {
    let at = value.rfind(" #").filter(|&at| !value[at..].contains(['"', '\'', '”', '’']));
    at.map_or((value, ""), |at| value.split_at(at))
}
