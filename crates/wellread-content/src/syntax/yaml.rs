//! Likely intentions behind a line of front matter that YAML cannot parse.
//!
//! A parser says where it stopped, in words about mappings and scalars. What its author did is
//! found by trying: for each line near that place, a list of ways in which it may have been meant
//! is written into a copy, and the copy is read again. The first way that gets the parser further
//! is the one to suggest.

use wellread_model::{Diagnostic, Kind, Place, SourcePath, Span};

use super::{
    ParseProgress, Repair, find_repair, has_curly_quotes, line_of, line_start, quoted_ways,
    without_quotes,
};
use crate::bare_value::{bare_value, is_handle};
use crate::formats::double_quoted;
use crate::keys::{LOCATION_KEYS, NUMBER_KEYS, keys, takes_list};
use crate::offset::offset_of;

/// The message for a value such as `*New*`.
const OWN_MEANING: &str =
    "The value of this line begins with a character that has a meaning of its own here.";

/// Says what is wrong with front matter. `offset` is where `yaml` begins in the file, in bytes, and
/// `parse` is the parser: it returns the place of its first error in a text, as a byte. Always one
/// error, since what follows the first one is mostly caused by it.
pub(crate) fn explain(
    error: usize,
    yaml: &str,
    offset: usize,
    path: &SourcePath,
    parse: impl Fn(&str) -> Option<usize>,
) -> Diagnostic {
    // A way counts only if the next error is further below: otherwise it has changed nothing.
    let at = line_of(yaml, error);
    let read = |repaired: &str| match parse(repaired) {
        None => ParseProgress::Whole,
        Some(next) if line_of(repaired, next) > at => ParseProgress::Further,
        Some(_) => ParseProgress::None,
    };
    let report = |place: Span, message: &str, help: &str| {
        let place = Place::at(path.clone(), place.shifted(offset));
        Diagnostic::error("front-matter-syntax", place, message).help(help)
    };
    let keys = known_keys(path);
    match find_repair(yaml, at, |line, before| repairs(line, before, &keys), read) {
        Some((index, repair)) => {
            let start = line_start(yaml, index);
            // The parser's place is the best one if it is in this line.
            let place = if index == at { Span::point(error) } else { Span::point(start) };
            report(place, repair.message, &repair.help())
        }
        None => report(
            Span::point(error.min(yaml.len())),
            "The settings at the top of this file cannot be understood here.",
            "Compare this line and the one above with the others: each is a key, a colon, a space \
             and a value. Put quotes around a value that contains a colon, a # or quotes.",
        ),
    }
}

/// Says that front matter is larger than any that a person writes. `None` for an error of another
/// kind. Anchors and aliases of YAML can make a few lines mean billions of values; the parser stops
/// early.
pub(crate) fn excess(
    error: &serde_saphyr::Error,
    yaml: &str,
    offset: usize,
    path: &SourcePath,
) -> Option<Diagnostic> {
    use serde_saphyr::Error;
    use serde_saphyr::budget::BudgetBreach;

    let (message, help) = match error.without_snippet() {
        // Found while an alias was replaced by what it stands for.
        Error::AliasError { error, .. } => return excess(error, yaml, offset, path),
        Error::Budget { breach: BudgetBreach::Depth { .. }, .. } => (
            "Lists or tables are inside one another too many times here.",
            "Remove the inner ones, with their brackets, braces or indentation.",
        ),
        Error::Budget { .. } | Error::AliasReplayLimitExceeded { .. } => (
            "There is more between the --- marks than can be read.",
            "Write texts below the second --- line, and remove what was pasted here by accident.",
        ),
        _ => return None,
    };
    let place = Place::at(path.clone(), Span::point(place(error, yaml)).shifted(offset));
    Some(Diagnostic::error("front-matter-syntax", place, message).help(help))
}

/// The byte of the parser's error in a text; 0 if it does not say. The parser counts columns in
/// characters.
pub(crate) fn place(error: &serde_saphyr::Error, yaml: &str) -> usize {
    error
        .location()
        .map_or(0, |location| offset_of(yaml, location.line() as usize, location.column() as usize))
}

/// The keys that a file may have, by the folder that it is in. Empty for a file in no folder of a
/// kind.
fn known_keys(path: &SourcePath) -> Vec<&'static str> {
    let kind = path.as_str().split('/').nth(1).and_then(Kind::from_folder);
    kind.map_or_else(Vec::new, |kind| keys(kind).map(|key| key.name).collect())
}

/// A line of front matter, taken apart as far as it can be.
struct YamlLine<'a> {
    /// The white space at its beginning.
    indent: &'a str,
    /// All that follows, without white space at the end.
    text: &'a str,
    /// What is before the first colon, equals sign or space, if that can be a key; else empty.
    key: &'a str,
    /// What follows the key.
    rest: &'a str,
}

impl<'a> YamlLine<'a> {
    /// Takes a line apart: its indentation, what may be its key, and the rest. Every line has such
    /// parts, whether YAML can read it or not.
    fn new(line: &'a str) -> Self {
        let text = line.trim_start();
        let indent = &line[..line.len() - text.len()];
        let text = text.trim_end();
        // A key has no spaces, so that a sentence with a colon is not one.
        let key = text.split([':', '=', '：', ' ']).next().unwrap_or("");
        let is_key = key.chars().all(|c| c.is_alphanumeric() || "_-".contains(c));
        let key = if is_key { key } else { "" };
        Self { indent, text, key, rest: &text[key.len()..] }
    }
}

/// The ways to write a line, likelier ones first. `keys` are those that the file may have. `before`
/// is the line above. A way may be wrong: only those that the parser can read are shown.
fn repairs(line: &str, before: Option<&str>, keys: &[&str]) -> Vec<Repair> {
    let line = YamlLine::new(line);
    let mut ways = indent_ways(&line);
    if let Some(line) = without_markup(line.text, keys) {
        let message = "A key is written without markup around it.";
        ways.push(Repair::new(message, "Write", line));
    }
    if line.text.starts_with(['-', '–', '—', '•', '·', '*']) && !line.text.starts_with("- ")
    {
        let item = line.text.trim_start_matches(['-', '–', '—', '•', '·', '*']).trim();
        let item = format!("{}- {item}", line.indent);
        let message = "An item of a list begins with a hyphen and a space.";
        ways.push(Repair::new(message, "Write it as:", item));
    }
    // The order is that of likelihood: the first way that the parser can read is suggested.
    ways.extend(colon_way(&line, before, keys));
    if let Some(before) = before.filter(|_| line.indent.is_empty()) {
        ways.extend(continued_way(&line, before, keys));
    }
    if line.key.is_empty() {
        push_item_ways(&line, &mut ways);
    } else {
        push_key_ways(&line, before, keys, &mut ways);
    }
    ways
}

/// The ways to write a line that begins with something else than spaces. Tabs become two spaces, or
/// the line begins at the margin: which one is right, the parser tells.
fn indent_ways(line: &YamlLine<'_>) -> Vec<Repair> {
    if !line.indent.contains(|c| c != ' ') {
        return Vec::new();
    }
    let (message, advice) = if line.indent.contains('\t') {
        (
            "This line is indented with a tab, which is not allowed here.",
            "Use spaces in place of the tab:",
        )
    } else {
        ("This line begins with an invisible character.", "Write it again:")
    };
    let spaces: String = line.indent.chars().map(|c| if c == '\t' { "  " } else { " " }).collect();
    vec![
        Repair::new(message, advice, format!("{spaces}{}", line.text)),
        Repair::new(message, advice, line.text),
    ]
}

/// The way to write a line such as `draft true` or `draft; true`, whose first word is a key that
/// the file may have.
fn colon_way(line: &YamlLine<'_>, before: Option<&str>, keys: &[&str]) -> Option<Repair> {
    let is_sign = |c: char| !(c.is_alphanumeric() || c == '_');
    let (key, rest) = line.text.split_at(line.text.find(is_sign)?);
    let value = rest.strip_prefix([';', ',', '.', ' ']).or_else(|| rest.strip_prefix('\t'))?.trim();
    if value.is_empty() || value.starts_with(['=', ':', '：']) || !keys.contains(&key) {
        return None;
    }
    let written = format!("{}{key}: {value}", line.indent);
    // Words such as `cost` and `area` also begin the rest of a sentence.
    let is_value = !rest.starts_with([' ', '\t'])
        || matches!(&*value.to_lowercase(), "true" | "false" | "yes" | "no")
        || value.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '(' | '[' | '"'))
        || value.starts_with("http");
    let goes_on = before.is_some_and(|before| before.contains(": "));
    if is_value || !goes_on {
        let message = "The colon after the first word of this line is missing.";
        return Some(Repair::new(message, "Write", written));
    }
    let message = "This line goes on with the value above it, or the colon after its first word is \
                   missing.";
    let advice = "If it goes on, begin it with two spaces. If its first word is a key, write";
    Some(Repair::new(message, advice, written))
}

/// The way to write a line that goes on with the value of the line above.
fn continued_way(line: &YamlLine<'_>, before: &str, keys: &[&str]) -> Option<Repair> {
    let YamlLine { text, key, rest, .. } = line;
    let indented = format!("  {text}");
    let is_block = [": |", ": >"].iter().any(|sign| before.trim_end().ends_with(sign));
    if is_block && !text.contains(": ") {
        let message = "The lines of a text that begins with | or > have spaces in front.";
        let advice = "Write two spaces in front of each of its lines:";
        return Some(Repair::new(message, advice, indented));
    }
    let value = before.split_once(": ").map_or("", |(_, value)| value.trim());
    let goes_on = value.starts_with(char::is_alphanumeric)
        && !before.starts_with(' ')
        && (value.ends_with(',')
            || text.starts_with(char::is_lowercase)
            || text.starts_with(['“', '‘', '"', '('])
            || before.starts_with("address:"));
    // `draft = true` is not one.
    let is_setting = keys.contains(key) && rest.trim_start().starts_with('=');
    let is_sentence = text.starts_with(|c: char| c.is_alphanumeric() || "“‘\"'(".contains(c))
        && !text.contains(':')
        && !is_setting;
    let message = "This line seems to go on with the value above it.";
    let advice = "Join it to the line above, or begin it with two spaces:";
    (goes_on && is_sentence).then(|| Repair::new(message, advice, indented))
}

/// The ways to write a line that begins with what can be a key.
fn push_key_ways(
    &YamlLine { indent, text, key, rest }: &YamlLine<'_>,
    before: Option<&str>,
    keys: &[&str],
    ways: &mut Vec<Repair>,
) {
    if let Some((first, second)) = two_settings(text, keys) {
        let message = "This line seems to hold two settings.";
        let advice = "If so, write two lines. If it is one text, put quotes around all of it.";
        ways.push(Repair::new(message, advice, format!("{first}\n{second}")));
    }
    if let Some(after) = rest.strip_prefix(':') {
        let value = after.trim();
        if let Some(indent) = before.and_then(|before| item_indent(before, indent, key)) {
            let message = "This line has fewer spaces in front than the others of its item.";
            let advice = "Write it below the others, with as many spaces as they have:";
            let repair = Repair::new(message, advice, format!("{indent}{text}"));
            ways.push(Repair { shows_indent: true, ..repair });
        }
        let ends_with_key = before.is_some_and(|before| before.trim_end().ends_with(':'));
        if !indent.is_empty() && !ends_with_key {
            let message = "This line begins with a space.";
            ways.push(Repair::new(message, "Delete the space in front:", text));
        }
        let has_space = after.starts_with(' ') || value.is_empty();
        let line = format!("{indent}{key}: {value}");
        if !has_space && after.starts_with(char::is_whitespace) {
            let message = "There is an invisible character after the colon of this line.";
            ways.push(Repair::new(message, "Write it again, with a plain space:", line));
        } else if !has_space {
            let message = "There is no space after the colon of this line.";
            ways.push(Repair::new(message, "Write", line));
        }
        push_value_ways(&format!("{indent}{key}"), value, ways);
    } else if let Some(value) = rest.trim_start().strip_prefix(['=', '：']) {
        let message = "A key is followed by a colon and a space here.";
        ways.push(Repair::new(message, "Write", format!("{indent}{key}: {}", value.trim())));
    } else {
        push_item_ways(&YamlLine { indent, text, key, rest }, ways);
    }
}

/// The spaces in front of the keys of an item of a list, if the line above is one of these keys and
/// this one, which has fewer spaces, can be one. Only keys that items of lists have count, so that
/// a wrong indentation elsewhere is not an item.
fn item_indent(before: &str, indent: &str, key: &str) -> Option<String> {
    let is_known = |key: &str| LOCATION_KEYS.contains(&key) || NUMBER_KEYS.contains(&key);
    let text = before.trim_start_matches([' ', '-']);
    let (above, _) = text.split_once(": ")?;
    let spaces = before.len() - text.len();
    (!indent.is_empty() && spaces > indent.len() && is_known(key) && is_known(above))
        .then(|| " ".repeat(spaces))
}

/// A line such as `**title**: A guide` without the markup around its key, if that is one that the
/// file may have.
fn without_markup(text: &str, keys: &[&str]) -> Option<String> {
    const SIGNS: [char; 6] = ['*', '_', '`', '“', '”', '‘'];
    let inner = text.strip_prefix(SIGNS)?.trim_start_matches(SIGNS);
    let is_letter = |c: char| c.is_alphanumeric() || c == '_';
    let (key, rest) = inner.split_at(inner.find(|c| !is_letter(c)).unwrap_or(inner.len()));
    let key = key.trim_end_matches('_');
    let value = rest.trim_start_matches(SIGNS).strip_prefix(':')?.trim_start_matches(SIGNS).trim();
    keys.contains(&key).then(|| format!("{key}: {value}"))
}

/// The two settings of a line such as `title: A guide draft: true`, where the second key is one
/// that the file may have. A colon inside of a title is none of these, since the word before it is
/// no key.
fn two_settings<'a>(text: &'a str, keys: &[&str]) -> Option<(&'a str, &'a str)> {
    text.match_indices(": ")
        .skip(1)
        .chain(text.strip_suffix(':').map(|rest| (rest.len(), ":")))
        .find_map(|(colon, _)| {
            let start = text[..colon].rfind([' ', ',', ']', '"']).map_or(0, |at| at + 1);
            let first = text[..start].trim_end().trim_end_matches([',', ';']);
            (keys.contains(&&text[start..colon]) && first.contains(": "))
                .then_some((first, &text[start..]))
        })
}

/// The ways to write a line that is not a key: an item of a list, or text that is not a setting.
fn push_item_ways(&YamlLine { indent, text, .. }: &YamlLine<'_>, ways: &mut Vec<Repair>) {
    if let Some(item) = text.strip_prefix("- ") {
        let item = item.trim();
        let message = "This item of a list needs quotes, or it means something else here.";
        let line = format!("{indent}- {}", double_quoted(without_quotes(item)));
        ways.push(Repair::new(message, "Put quotes around it:", line));
        let message = "This item of a list belongs to no key.";
        let advice = "Write the key with a colon on a line of its own above the list, such as \
                      topics:";
        ways.push(Repair::removal(message, advice));
    }
    ways.push(Repair::removal(
        "This line is not a setting: it has no key with a colon after it.",
        "Write it as a key, a colon, a space and a value; or, if it is text for readers, move it \
         below the second --- line.",
    ));
}

/// The ways to write the value of a key.
fn push_value_ways(key: &str, value: &str, ways: &mut Vec<Repair>) {
    let inner = without_quotes(value);
    let whole = format!("{key}: {}", double_quoted(inner));
    if let Some(bare) = bare_value(key.trim(), value) {
        let is_number = matches!(key.trim(), "phone" | "text_phone");
        let (message, advice) = if is_number {
            ("This value has more in it than the number.", "Write the number alone:")
        } else {
            (
                "This value has characters around it that do not belong to it.",
                "Write it without them:",
            )
        };
        ways.push(Repair::new(message, advice, format!("{key}: {bare}")));
    } else if is_handle(key.trim(), value) {
        ways.push(Repair::removal(
            "A name in an app is not a web address.",
            "Open its page in a browser, and write its whole address after url:",
        ));
    }
    if has_curly_quotes(value) {
        let message =
            "The quotation marks of this value are curly, as a word processor makes them.";
        ways.push(Repair::new(message, "Type straight ones:", whole.clone()));
    }
    push_list_ways(key, value, ways);
    let quoted = quoted_ways(value);
    if !quoted.is_empty() {
        let written = |text: &str| format!("{key}: {}", double_quoted(text));
        ways.extend(quoted.into_iter().map(|way| way.rewritten(written)));
        return;
    }
    let holds_colon = value.contains(": ") || value.ends_with(':');
    let message = if holds_colon {
        "The value of this line contains a colon, so the line cannot be understood."
    } else {
        OWN_MEANING
    };
    ways.push(Repair::new(message, "Put quotes around the value:", whole));
    // A list or a text of several lines may be meant; what is here then has no place.
    let message = "This value and the lines below do not fit together.";
    let advice = "Write either one value on this line, or nothing, and a list below in which each \
                  item begins with a hyphen and a space:";
    ways.push(Repair::new(message, advice, format!("{key}:")));
}

/// The ways to write the value of a key that looks like a list.
fn push_list_ways(key: &str, value: &str, ways: &mut Vec<Repair>) {
    if let Some(item) = value.strip_prefix("- ").filter(|_| takes_list(key.trim())) {
        let message = "A list that begins with a hyphen cannot be on the line of its key.";
        let line = format!("{key}: [{}]", item.trim());
        ways.push(Repair::new(message, "Write it in brackets:", line));
    }
    let Some(list) = value.strip_prefix('[') else { return };
    let items = list.trim_end_matches([']', ',', ' ']);
    let message = "A list begins here, and its closing bracket is missing.";
    ways.push(Repair::new(message, "Close it:", format!("{key}: [{items}]")));
    // Only a whole list has items that could be meant.
    if list.ends_with(']') {
        let items = items.split(',').map(|item| double_quoted(without_quotes(item.trim())));
        let items = items.collect::<Vec<_>>().join(", ");
        let message = "An item of this list needs quotes, or it means something else here.";
        let line = format!("{key}: [{items}]");
        ways.push(Repair::new(message, "Put quotes around the items:", line));
    }
    let line = format!("{key}: {}", double_quoted(value));
    ways.push(Repair::new(OWN_MEANING, "Put quotes around the value:", line));
}
