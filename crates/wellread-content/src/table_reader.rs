//! The keys of one table, taken one by one; each problem becomes a diagnostic.
//!
//! A table is the front matter of a file, or one table of `site.toml`. What keys it may have is
//! decided here, what types their values can have in [`values`]; [`crate::document`] and
//! [`crate::settings`] say which key has which type.
//!
//! A value that cannot be understood is never guessed at: it is reported, and at most read so that it
//! causes no other errors. Two leniencies help people who have never seen YAML, and neither changes
//! what is meant: one text is accepted where a list is expected, and a key without a value counts as
//! absent.
//!
//! Reading is by asking: [`TableReader::text`] for one piece of text, [`TableReader::list`] for
//! several, and so on. Every function takes the name of a key, and returns `None` or nothing both
//! for an absent value and for a wrong one, so that the caller need not tell them apart.

mod lists;
mod values;

use std::collections::HashMap;
use std::ops::Range;

use wellread_model::marks::is_invisible;
use wellread_model::{Diagnostic, NameIndex, Place, SourcePath, Span, Spanned};

use crate::foreign_keys::KeyHint;
use crate::formats::double_quoted;
use crate::keys::takes_list;
use crate::node::{Node, Value};

/// A table that is being read. Each key is removed when it is asked for, and all known keys must be
/// asked for: in a build with debug assertions, dropping it panics over one that was not, since a
/// key without any effect would mislead its author.
pub(crate) struct TableReader<'a> {
    path: &'a SourcePath,
    /// A name of the table for messages: `an article`, `[contact]`.
    what: &'a str,
    /// What has not been asked for yet.
    entries: Vec<(Spanned<String>, Node)>,
    /// Whether it is a table inside another one.
    is_inner: bool,
    /// The text of the file up to the end of the table, if that has comments worth reading.
    text: &'a str,
    /// Which of the diagnostics are about values that YAML reads otherwise than people, in the order of
    /// their places.
    misread: Range<usize>,
    /// The known keys that unknown ones are likely to mean. That they are missing is no news.
    misspelled: Vec<String>,
    /// The table itself, for messages about what is missing in it.
    span: Span,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> TableReader<'a> {
    /// Begins to read a table. Keys that are repeated, or not among `known`, are reported at once;
    /// `hint` tells what an unknown one may mean.
    pub(crate) fn new(
        path: &'a SourcePath,
        what: &'a str,
        node: Node,
        known: &[&str],
        hint: impl Fn(&str) -> Option<KeyHint>,
        diagnostics: &'a mut Vec<Diagnostic>,
    ) -> Self {
        let mut reader = Self {
            path,
            what,
            entries: Vec::new(),
            is_inner: false,
            text: "",
            misread: 0..0,
            misspelled: Vec::new(),
            span: node.span,
            diagnostics,
        };
        match node.value {
            Value::Map(entries) => reader.entries = entries,
            // A file may have nothing between its `---` lines. Required keys are then missing.
            Value::Null => {}
            Value::Scalar { .. } | Value::List(_) => {
                let message = format!("The settings of {what} must be lines of `key: value`.");
                reader.report(
                    Diagnostic::error("not-keys", reader.place(node.span), message)
                        .help("For example:  title: What is an IEP?"),
                );
            }
        }
        reader.remove_repeated_keys();
        reader.remove_unknown_keys(known, hint);
        reader
    }

    /// Begins to read a table inside this one.
    pub(crate) fn inner<'b>(
        &'b mut self,
        what: &'b str,
        node: Node,
        known: &[&str],
        hint: impl Fn(&str) -> Option<KeyHint>,
    ) -> TableReader<'b> {
        let misread = self.misread.clone();
        let mut reader = TableReader::new(self.path, what, node, known, hint, self.diagnostics);
        (reader.is_inner, reader.misread) = (true, misread);
        reader
    }

    /// Takes note of the text of the file up to the end of the table, in which a key may be a comment.
    pub(crate) fn set_text(&mut self, text: &'a str) {
        self.text = text;
    }

    /// Takes note of the diagnostics that [`crate::misread`] has added.
    pub(crate) fn set_misread(&mut self, diagnostics: Range<usize>) {
        self.misread = diagnostics;
    }

    /// What was said of a value that YAML reads otherwise than people, by its code and the byte at which
    /// it begins.
    fn misread_at(&mut self, code: &str, start: usize) -> Option<&mut Diagnostic> {
        let all = &mut self.diagnostics[self.misread.clone()];
        let first = all.partition_point(|one| one.start() < start);
        let here = all[first..].iter_mut().take_while(|one| one.start() == start);
        here.into_iter().find(|one| one.code == code)
    }

    /// The line in which a key and its value are a comment: `# title: What is an IEP?`.
    fn commented(&self, key: &str) -> Option<Spanned<&'a str>> {
        let mut start = 0;
        self.text.split_inclusive('\n').find_map(|line| {
            let at = start;
            start += line.len();
            let setting = line.trim().strip_prefix('#')?.trim();
            let value = setting.strip_prefix(key)?.trim_start().strip_prefix([':', '='])?;
            (!value.trim().is_empty()).then(|| Spanned::new(setting, Span::point(at)))
        })
    }

    /// Reports and removes keys that are written a second time. The first one counts, as the author
    /// most likely added the other without having seen it.
    fn remove_repeated_keys(&mut self) {
        let mut first: HashMap<String, usize> = HashMap::with_capacity(self.entries.len());
        let entries = std::mem::take(&mut self.entries);
        for (key, node) in entries {
            let Some(&index) = first.get(&key.value) else {
                first.insert(key.value.clone(), self.entries.len());
                self.entries.push((key, node));
                continue;
            };
            let (first, value) = &self.entries[index];
            let help = match self.joined(&key.value, value, &node) {
                Some(line) => format!("Keep one of the two, or write both in one line:  {line}"),
                None => "Keep one of the two.".to_owned(),
            };
            let message = format!("`{}` is written twice.", key.value);
            let problem = Diagnostic::error("repeated-key", self.place(key.span), message);
            let problem = problem.help(help).related(self.place(first.span), "the first one");
            self.report(problem);
        }
    }

    /// The line with two values of one key, if it can have several.
    fn joined(&self, key: &str, first: &Node, second: &Node) -> Option<String> {
        if !is_short(first) || !is_short(second) {
            return None;
        }
        let mut values = first.texts()?;
        for value in second.texts()? {
            if !values.contains(&value) {
                values.push(value);
            }
        }
        if key == "hours" {
            return Some(self.assignment(key, &double_quoted(&values.join("; "))));
        }
        let values: Vec<String> = values.iter().map(|value| self.as_value(value)).collect();
        (takes_list(key) && values.len() > 1)
            .then(|| self.assignment(key, &format!("[{}]", values.join(", "))))
    }

    /// Removes what no function here will be asked for, so that it is reported once, as unknown,
    /// and not also for its value.
    fn remove_unknown_keys(&mut self, known: &[&str], hint: impl Fn(&str) -> Option<KeyHint>) {
        let is_known = |(key, _): &(Spanned<String>, Node)| known.contains(&key.value.as_str());
        let (entries, unknown) = std::mem::take(&mut self.entries).into_iter().partition(is_known);
        self.entries = entries;
        let unknown: Vec<(Spanned<String>, Node)> = unknown;
        if unknown.is_empty() {
            return;
        }
        let names = NameIndex::new(known.iter().copied());
        let mut misplaced: Vec<MisplacedKeys> = Vec::new();
        for (key, node) in unknown {
            // Word processors put curly quotes around words, and Markdown has signs for bold ones.
            let bare = key.value.trim_matches(|c: char| !c.is_alphanumeric());
            // A typing error is likelier than a key in the wrong place, but not than a key that is
            // known from elsewhere.
            let near = names.nearest(bare).map(|index| known[index]);
            let help = match (hint(bare), near) {
                (Some(KeyHint::Renamed(meant)), _) if known.contains(&meant) => {
                    self.renamed(&key.value, meant)
                }
                (_, Some(near)) if near == bare && has_blank_signs(&key.value) => {
                    self.misspelled.push(near.to_owned());
                    format!("There is an invisible character in it. Type it again:  {near}")
                }
                (_, Some(near)) if near == bare => self.renamed(&key.value, near),
                (_, Some(near)) => match self.entries.iter().find(|(name, _)| name.value == near) {
                    Some((_, value)) => match self.joined(near, value, &node) {
                        Some(line) => format!("Write both values in one line:  {line}"),
                        None => {
                            format!("If it is `{near}`, which is here too, keep one of the two.")
                        }
                    },
                    None => {
                        self.misspelled.push(near.to_owned());
                        format!("Did you mean `{near}`?")
                    }
                },
                (Some(KeyHint::Section(sections)), None) => {
                    MisplacedKeys::add(&mut misplaced, key, sections);
                    continue;
                }
                (Some(KeyHint::OtherKind(kind)), None) => {
                    format!("`{}` belongs in {kind}. Remove it here.", key.value)
                }
                (Some(KeyHint::Top), None) => {
                    "Move this line to the top of the file, above the first line in brackets."
                        .to_owned()
                }
                (Some(KeyHint::NotNeeded(reason)), None) => format!("{reason} Remove this line."),
                _ => format!("Remove it, or use one of: {}.", known.join(", ")),
            };
            let message = format!("{} has no key `{}`.", sentence_start(self.what), key.value);
            self.report(Diagnostic::error("unknown-key", self.place(key.span), message).help(help));
        }
        for MisplacedKeys { first, names, sections } in misplaced {
            let message = format!("These keys belong in a section: {}.", names.join(", "));
            let sections = sections.join(" or ");
            let help =
                format!("Write its name on a line of its own above `{}`:  {sections}", first.value);
            let place = self.place(first.span);
            self.report(Diagnostic::error("unknown-key", place, message).help(help));
        }
    }

    /// What to do about a key that has another name here.
    fn renamed(&mut self, key: &str, meant: &str) -> String {
        if self.entries.iter().any(|(name, _)| name.value == meant) {
            return format!(
                "That is `{meant}` here, which this file has already. Remove this line."
            );
        }
        self.misspelled.push(meant.to_owned());
        format!("Write `{meant}` in place of `{key}`.")
    }

    /// A place in the file of this table.
    pub(crate) fn place(&self, span: Span) -> Place {
        Place::at(self.path.clone(), span)
    }

    /// Whether an unknown key was likely meant to be this one. That it is missing is no news then.
    pub(crate) fn is_misspelled(&self, key: &str) -> bool {
        self.misspelled.iter().any(|misspelled| misspelled == key)
    }

    /// Reports that something is missing, at the beginning of the table.
    pub(crate) fn missing(&mut self, message: &str, help: impl Into<String>) {
        let place = self.place(Span::point(self.span.start));
        self.report(Diagnostic::error("missing-key", place, message).help(help));
    }

    /// Adds a problem.
    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reports a value that cannot be used.
    pub(crate) fn wrong(
        &mut self,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.report(Diagnostic::error("wrong-value", self.place(span), message).help(help));
    }

    /// Whether a key is written and not yet read, even if nothing follows it.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(name, _)| name.value == key)
    }

    /// Removes a key and gives its name with the place, and its value. `None` if it is absent or
    /// empty.
    fn take(&mut self, key: &str) -> Option<(Spanned<String>, Node)> {
        let index = self.entries.iter().position(|(name, _)| name.value == key)?;
        // The order of what is left does not matter, since keys are asked for by name.
        let (key, node) = self.entries.swap_remove(index);
        // `summary:` with nothing after it is how authors leave a key for later.
        (node.value != Value::Null).then_some((key, node))
    }

    /// How many problems there are so far, those of other tables and files included.
    pub(crate) fn problem_count(&self) -> usize {
        self.diagnostics.len()
    }

    /// A key and its value as they are written in this file, for help.
    pub(crate) fn assignment(&self, key: &str, value: &str) -> String {
        let sign = if self.is_toml() { " =" } else { ":" };
        format!("{key}{sign} {value}")
    }

    /// A text as a value of this file, also inside brackets, for help: in quotes if it needs them.
    pub(crate) fn as_value(&self, text: &str) -> String {
        // Only what means itself in YAML wherever it stands (YAML 1.2.2, section 7.3.3), and some
        // more than that would be.
        let is_plain = text.starts_with(|c: char| c.is_alphanumeric() || "+(/…".contains(c))
            && !text.ends_with(|c: char| c == ':' || c.is_whitespace())
            && !text.contains(": ")
            && !text.contains(" #")
            && !text.contains([',', '[', ']', '{', '}', '\n']);
        if self.is_toml() || !is_plain { double_quoted(text) } else { text.to_owned() }
    }

    /// Whether help must show TOML (`key = "…"`) rather than YAML (`key: …`).
    pub(crate) fn is_toml(&self) -> bool {
        self.path.as_str().ends_with(".toml")
    }
}

impl Drop for TableReader<'_> {
    fn drop(&mut self) {
        // A second panic would end the program without showing the first.
        if !std::thread::panicking() {
            let unread: Vec<&str> = self.entries.iter().map(|(key, _)| &*key.value).collect();
            debug_assert!(
                unread.is_empty(),
                "{} has keys that are not read: {unread:?}",
                self.what
            );
        }
    }
}

/// Whether a key has something besides letters, none of which can be seen.
fn has_blank_signs(key: &str) -> bool {
    let is_blank = |c: char| c.is_whitespace() || is_invisible(c);
    key.contains(is_blank) && key.chars().all(|c| is_blank(c) || c.is_alphanumeric() || c == '_')
}

/// Whether a value is a text, or a list of some, that one would copy from a message. A key may be there
/// thousands of times, and a look at a long list for each of them would take minutes.
fn is_short(node: &Node) -> bool {
    let is_short =
        |node: &Node| matches!(&node.value, Value::Scalar { text, .. } if text.len() <= 100);
    match &node.value {
        Value::List(items) => items.len() <= 12 && items.iter().all(is_short),
        _ => is_short(node),
    }
}

/// Keys that stand outside of a section, one below the other.
struct MisplacedKeys {
    first: Spanned<String>,
    names: Vec<String>,
    /// The sections that may have all of them.
    sections: Vec<&'static str>,
}

impl MisplacedKeys {
    /// Adds a key to the last group, or to a new one if no section may have it and the others.
    fn add(all: &mut Vec<Self>, key: Spanned<String>, sections: &[&'static str]) {
        let name = format!("`{}`", key.value);
        if let Some(last) = all.last_mut()
            && last.sections.iter().any(|section| sections.contains(section))
        {
            last.sections.retain(|section| sections.contains(section));
            last.names.push(name);
        } else {
            all.push(Self { first: key, names: vec![name], sections: sections.to_vec() });
        }
    }
}

/// The keys and values of a table whose keys the author chooses.
pub(crate) fn free_keys(node: Node) -> Vec<(Spanned<String>, Node)> {
    match node.value {
        Value::Map(entries) => entries,
        _ => Vec::new(),
    }
}

/// The name of a table as the first words of a sentence. The name of a file stays as it is.
fn sentence_start(what: &str) -> String {
    if what.ends_with(".toml") {
        return what.to_owned();
    }
    let mut chars = what.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}
