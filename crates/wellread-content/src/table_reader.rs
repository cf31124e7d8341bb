//! The keys of one table, taken one by one; each problem becomes a diagnostic.
//!
//! A table is the front matter of a file, or one table of `site.toml`. What keys it may have is
//! decided here, what types their values can have in [`values`]; [`crate::document`] and
//! [`crate::settings`] say which key has which type.
//!
//! A value that cannot be understood is never guessed at: it is reported, and at most read so that
//! it causes no other errors. Two leniencies help people who have never seen YAML, and neither
//! changes what is meant: one text is accepted where a list is expected, and a key without a value
//! counts as absent.
//!
//! Reading is by asking: [`TableReader::text`] for one piece of text, [`TableReader::list`] for
//! several, and so on. Every function takes the name of a key, and returns `None` or nothing both
//! for an absent value and for a wrong one, so that the caller need not distinguish them.

mod lists;
mod values;
mod wrong_keys;

use std::ops::Range;

use wellread_model::{Diagnostic, Place, Severity, SourcePath, Span, Spanned};

use crate::foreign_keys::KeyHint;
use crate::formats::double_quoted;
use crate::node::{Node, Value};

/// A table that is being read. Each key is removed when it is asked for, and all known keys must be
/// asked for: in a build with debug assertions, dropping it panics over one that was not, since a
/// key without any effect would mislead its author.
pub(crate) struct TableReader<'a> {
    /// The file that the table is in, for places.
    path: &'a SourcePath,
    /// A name of the table for messages: `an article`, `[contact]`.
    what: &'a str,
    /// What has not been asked for yet.
    entries: Vec<(Spanned<String>, Node)>,
    /// Whether it is a table inside another one.
    is_inner: bool,
    /// The text of the file up to the end of the table, if that has comments worth reading.
    text: &'a str,
    /// Which of the diagnostics are about values that YAML reads otherwise than people, in the
    /// order of their places.
    misread: Range<usize>,
    /// The known keys that unknown ones are likely to mean. Not reported as missing.
    misspelled: Vec<String>,
    /// The table itself, for messages about what is missing in it.
    span: Span,
    /// The list to which problems are added.
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> TableReader<'a> {
    /// Begins to read a table. Keys that are repeated, or not among `known`, are reported at once;
    /// `hint` says what an unknown one may mean.
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

    /// Takes note of the text of the file up to the end of the table, in which a key may be a
    /// comment.
    pub(crate) fn set_text(&mut self, text: &'a str) {
        self.text = text;
    }

    /// Takes note of the diagnostics that [`crate::misread`] has added.
    pub(crate) fn set_misread(&mut self, diagnostics: Range<usize>) {
        self.misread = diagnostics;
    }

    /// What was said of a value that YAML reads otherwise than people, by its code and the byte at
    /// which it begins.
    fn misread_at(&mut self, code: &str, start: usize) -> Option<&mut Diagnostic> {
        let all = &mut self.diagnostics[self.misread.clone()];
        let first = all.partition_point(|one| one.start() < start);
        let here = all[first..].iter_mut().take_while(|one| one.start() == start);
        here.into_iter().find(|one| one.code == code)
    }

    /// The line in which a key and its value are a comment: `# title: What is an IEP?`.
    pub(crate) fn commented(&self, key: &str) -> Option<Spanned<&'a str>> {
        let mut start = 0;
        self.text.split_inclusive('\n').find_map(|line| {
            let at = start;
            start += line.len();
            let setting = line.trim().strip_prefix('#')?.trim();
            let value = setting.strip_prefix(key)?.trim_start().strip_prefix([':', '='])?;
            (!value.trim().is_empty()).then(|| Spanned::new(setting, Span::point(at)))
        })
    }

    /// A place in the file of this table.
    pub(crate) fn place(&self, span: Span) -> Place {
        Place::at(self.path.clone(), span)
    }

    /// Whether an unknown key was likely meant to be this one. It is not reported as missing then.
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

    /// The problems from index `count` on.
    pub(crate) fn problems_since(&mut self, count: usize) -> &mut [Diagnostic] {
        self.diagnostics.get_mut(count..).unwrap_or_default()
    }

    /// Whether there is an error among the problems from index `count` on.
    pub(crate) fn has_error_since(&self, count: usize) -> bool {
        let mut added = self.diagnostics.iter().skip(count);
        added.any(|one| one.severity == Severity::Error)
    }

    /// A key and its value as they are written in this file, for help.
    pub(crate) fn assignment(&self, key: &str, value: &str) -> String {
        let sign = if self.is_toml() { " =" } else { ":" };
        format!("{key}{sign} {value}")
    }

    /// A text as a value of this file, also inside brackets, for help: in quotes if it needs them.
    pub(crate) fn as_value(&self, text: &str) -> String {
        // Only what means itself in YAML wherever it is (YAML 1.2.2, section 7.3.3), and some
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
