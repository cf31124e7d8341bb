//! The keys of one table, taken one by one; each problem becomes a diagnostic.
//!
//! A table is the front matter of a file, or one table of `site.toml`. The functions here are the
//! types that a value can have (text, list, date, phone number); [`crate::document`] and
//! [`crate::settings`] say which key has which of them.
//!
//! A value that cannot be understood is never guessed at: it is reported and read as absent. Two
//! leniencies help people who have never seen YAML, and neither changes what is meant: one text is
//! accepted where a list is expected, and a key without a value counts as absent.
//!
//! Reading is by asking: [`TableReader::text`] for one piece of text, [`TableReader::list`] for
//! several, and so on. Every function takes the name of a key, and returns `None` or nothing both
//! for an absent value and for a wrong one, so that the caller need not tell them apart.

use std::collections::HashMap;

use wellread_model::url::without_user_in;
use wellread_model::{Date, Diagnostic, NameIndex, Place, SourcePath, Span, Spanned};

use crate::formats::{double_quoted, is_unprintable, parse_date, parse_period};
use crate::node::{Node, Value};
use crate::syntax::within_curly_quotes;

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
    /// The known keys that unknown ones are likely to mean. That they are missing is no news.
    misspelled: Vec<String>,
    /// The table itself, for messages about what is missing in it.
    span: Span,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> TableReader<'a> {
    /// Begins to read a table. Keys that are repeated, or not among `known`, are reported at once;
    /// `elsewhere` tells which other kind of file has a key of that name.
    pub(crate) fn new(
        path: &'a SourcePath,
        what: &'a str,
        node: Node,
        known: &[&str],
        elsewhere: impl Fn(&str) -> Option<&'static str>,
        diagnostics: &'a mut Vec<Diagnostic>,
    ) -> Self {
        let mut reader = Self {
            path,
            what,
            entries: Vec::new(),
            is_inner: false,
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
        reader.remove_unknown_keys(known, elsewhere);
        reader
    }

    /// Begins to read a table inside this one.
    pub(crate) fn inner<'b>(
        &'b mut self,
        what: &'b str,
        node: Node,
        known: &[&str],
    ) -> TableReader<'b> {
        let mut reader = TableReader::new(self.path, what, node, known, |_| None, self.diagnostics);
        reader.is_inner = true;
        reader
    }

    /// Reports and removes keys that are written a second time. The first one counts, as the author
    /// most likely added the other without having seen it.
    fn remove_repeated_keys(&mut self) {
        let mut first: HashMap<String, Span> = HashMap::with_capacity(self.entries.len());
        let entries = std::mem::take(&mut self.entries);
        for (key, node) in entries {
            let Some(&first) = first.get(&key.value) else {
                first.insert(key.value.clone(), key.span);
                self.entries.push((key, node));
                continue;
            };
            let message = format!("`{}` is written twice.", key.value);
            self.report(
                Diagnostic::error("repeated-key", self.place(key.span), message)
                    .help("Keep one of the two.")
                    .related(self.place(first), "the first one"),
            );
        }
    }

    /// Removes what no function here will be asked for, so that it is reported once, as unknown,
    /// and not also for its value.
    fn remove_unknown_keys(
        &mut self,
        known: &[&str],
        elsewhere: impl Fn(&str) -> Option<&'static str>,
    ) {
        let is_known = |(key, _): &(Spanned<String>, Node)| known.contains(&key.value.as_str());
        let (entries, unknown) = std::mem::take(&mut self.entries).into_iter().partition(is_known);
        self.entries = entries;
        let unknown: Vec<(Spanned<String>, Node)> = unknown;
        if unknown.is_empty() {
            return;
        }
        let names = NameIndex::new(known.iter().copied());
        for (key, _) in unknown {
            let message = format!("{} has no key `{}`.", sentence_start(self.what), key.value);
            // A typing error is likelier than a key in the wrong file.
            let near = names.nearest(&key.value).map(|index| known[index]);
            let help = match (near, elsewhere(&key.value)) {
                (Some(near), _) => {
                    self.misspelled.push(near.to_owned());
                    format!("Did you mean `{near}`?")
                }
                (None, Some(kind)) => format!("`{}` belongs in {kind}. Remove it here.", key.value),
                (None, None) => format!("Remove it, or use one of: {}.", known.join(", ")),
            };
            self.report(Diagnostic::error("unknown-key", self.place(key.span), message).help(help));
        }
    }

    /// A place in the file of this table.
    pub(crate) fn place(&self, span: Span) -> Place {
        Place::at(self.path.clone(), span)
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

    /// Removes a key and gives its name with the place, and its value. `None` if it is absent or
    /// empty.
    fn take(&mut self, key: &str) -> Option<(Spanned<String>, Node)> {
        let index = self.entries.iter().position(|(name, _)| name.value == key)?;
        // The order of what is left does not matter, since keys are asked for by name.
        let (key, node) = self.entries.swap_remove(index);
        // `summary:` with nothing after it is how authors leave a key for later.
        (node.value != Value::Null).then_some((key, node))
    }

    /// One piece of text, trimmed. Empty text is absent: nothing on the site would show it.
    pub(crate) fn text(&mut self, key: &str) -> Option<Spanned<String>> {
        let (name, node) = self.take(key)?;
        self.scalar(&name.value, node)
    }

    /// The text of a scalar, trimmed. Anything else is reported under the name of `key`.
    pub(crate) fn scalar(&mut self, key: &str, node: Node) -> Option<Spanned<String>> {
        match node.value {
            // YAML can write such a character as an escape (`"\x07"`), where a look at the text of
            // the file does not find it.
            Value::Scalar { text, .. } if text.chars().any(is_unprintable) => {
                let message = format!("`{key}` contains an invisible control character.");
                self.wrong(node.span, message, "Type it again, without copying it.");
                None
            }
            Value::Scalar { text, plain } => {
                let text = text.trim();
                // Whatever is in front matter, some page shows it.
                if let Some(url) = without_user_in(text) {
                    let message = format!(
                        "`{key}` holds a user name or a password, which everyone could read."
                    );
                    self.wrong(node.span, message, format!("Write {url} in its place."));
                    return None;
                }
                let text = within_curly_quotes(text).filter(|_| plain).unwrap_or(text);
                (!text.is_empty()).then(|| Spanned::new(text.to_owned(), node.span))
            }
            Value::Null => None,
            Value::List(_) | Value::Map(_) => {
                let what = if matches!(node.value, Value::List(_)) { "a list" } else { "a table" };
                self.wrong(
                    node.span,
                    format!("`{key}` must be one piece of text, and this is {what}."),
                    "Write it on the same line, in quotes if it contains a colon or brackets.",
                );
                None
            }
        }
    }

    /// Text that must be there. If it is not, the place of the message is the empty value or the
    /// beginning of the table.
    pub(crate) fn required(&mut self, key: &str) -> Option<Spanned<String>> {
        let written = self.entries.iter().find(|(name, _)| name.value == key);
        let written = written.map(|(name, _)| name.span);
        let problems = self.diagnostics.len();
        let text = self.text(key);
        // A value that was there and wrong has been reported already, and so has a misspelled key.
        let is_reported = self.diagnostics.len() > problems
            || self.misspelled.iter().any(|misspelled| misspelled == key);
        if text.is_none() && !is_reported {
            let what = self.what;
            let message = match written {
                Some(_) => format!("`{key}` is empty, and {what} needs it."),
                None => format!("{} needs a `{key}`, and this one has none.", sentence_start(what)),
            };
            let line = self.assignment(key, &self.quoted("…"));
            let help = match (self.is_toml(), self.is_inner) {
                (true, _) => format!("Add a line:  {line}"),
                (false, true) => format!("Add it beside the other keys:  {line}"),
                (false, false) => format!("Add a line between the --- marks:  {line}"),
            };
            let place = self.place(written.unwrap_or(Span::point(self.span.start)));
            self.report(Diagnostic::error("missing-key", place, message).help(help));
        }
        text
    }

    /// A list of texts; one text alone is a list of one, since few authors know how to write a
    /// list. Repetitions are dropped.
    pub(crate) fn list(&mut self, key: &str) -> Vec<Spanned<String>> {
        let Some((name, node)) = self.take(key) else { return Vec::new() };
        let items = match node.value {
            Value::List(items) => items,
            Value::Scalar { ref text, plain: true } if text.contains(", ") => {
                self.report_list_without_brackets(key, text, node.span);
                return Vec::new();
            }
            _ => vec![node],
        };
        let mut list: Vec<Spanned<String>> =
            items.into_iter().filter_map(|item| self.scalar(&name.value, item)).collect();
        remove_repetitions(&mut list);
        list
    }

    /// Reports `topics: School, Rights`: to YAML it is one text, and its author means two.
    fn report_list_without_brackets(&mut self, key: &str, text: &str, span: Span) {
        let list = self.assignment(key, &format!("[{}]", text.trim()));
        let one = self.assignment(key, &double_quoted(text.trim()));
        let message = format!("`{key}` is written as one text with a comma in it.");
        let help =
            format!("Put brackets around a list:  {list}  Or quotes around one text:  {one}");
        self.wrong(span, message, help);
    }

    /// Texts without their places.
    pub(crate) fn plain_list(&mut self, key: &str) -> Vec<String> {
        self.list(key).into_iter().map(|text| text.value).collect()
    }

    /// Text without its place.
    pub(crate) fn plain(&mut self, key: &str) -> Option<String> {
        self.text(key).map(|text| text.value)
    }

    /// `true` or `false`. Authors also write `yes` and `no`, which YAML 1.1 took for the same.
    pub(crate) fn flag(&mut self, key: &str) -> Option<bool> {
        let text = self.text(key)?;
        // Spreadsheets and habit write TRUE or Yes.
        match text.value.to_lowercase().as_str() {
            "true" | "yes" => Some(true),
            "false" | "no" => Some(false),
            _ => {
                let message =
                    format!("`{key}` must be true or false, and this is `{}`.", text.value);
                let [yes, no] = ["true", "false"].map(|value| self.assignment(key, value));
                let help = format!("Write `{yes}` or `{no}`.");
                self.wrong(text.span, message, help);
                None
            }
        }
    }

    /// One of several words, each with the value that it stands for. They are lower case, and help
    /// lists them in the order given.
    pub(crate) fn choice<T: Copy>(&mut self, key: &str, choices: &[(&str, T)]) -> Option<T> {
        let text = self.text(key)?;
        let found = choices.iter().find(|(word, _)| *word == text.value).map(|(_, value)| *value);
        if found.is_none() {
            let words: Vec<_> = choices.iter().map(|(word, _)| *word).collect();
            let message = format!("`{key}` cannot be `{}`.", text.value);
            self.wrong(text.span, message, format!("Write one of: {}.", words.join(", ")));
        }
        found
    }

    /// A date, written as `2026-11-22` (ISO 8601). Other orders of day and month differ between
    /// countries, so none of them is accepted.
    pub(crate) fn date(&mut self, key: &str) -> Option<Spanned<Date>> {
        let text = self.text(key)?;
        let date = parse_date(&text.value);
        if date.is_none() {
            let message = format!("`{key}` must be a date, and `{}` is not one.", text.value);
            self.wrong(text.span, message, "Write year-month-day, such as 2026-11-22.");
        }
        Some(Spanned::new(date?, text.span))
    }

    /// The day that is a period such as `6 months` after `start`, with the place of the period.
    /// `None` without a start: then nothing is due.
    pub(crate) fn period_after(
        &mut self,
        key: &str,
        start: Option<&Spanned<Date>>,
    ) -> Option<Spanned<Date>> {
        let text = self.text(key)?;
        let Some(period) = parse_period(&text.value) else {
            let message = format!("`{key}` must be a period, and `{}` is not one.", text.value);
            self.wrong(text.span, message, "Write a number and a unit, such as 12 months.");
            return None;
        };
        // `None` here is a date after the year 9999: no reminder will ever be due.
        let due = start?.value.checked_add(period).ok()?;
        Some(Spanned::new(due, text.span))
    }

    /// The value of a key that must be a table, to be read with [`Self::inner`].
    pub(crate) fn table(&mut self, key: &str) -> Option<Node> {
        let (_, node) = self.take(key)?;
        if matches!(node.value, Value::Map(_)) {
            return Some(node);
        }
        self.wrong(
            node.span,
            format!("`{key}` must be a table, and this is not one."),
            format!("Write [{key}] on a line of its own, and its keys below."),
        );
        None
    }

    /// The values of a key that must be a list of tables, in their order.
    pub(crate) fn tables(&mut self, key: &str) -> Vec<Node> {
        let Some((_, node)) = self.take(key) else { return Vec::new() };
        // All or nothing: one item that is no table means that the author took it for another key.
        match node.value {
            Value::List(items) if items.iter().all(|item| matches!(item.value, Value::Map(_))) => {
                items
            }
            _ => {
                self.wrong(
                    node.span,
                    format!("`{key}` must be a list of tables."),
                    format!("Write [[{key}]] on a line of its own before each of them."),
                );
                Vec::new()
            }
        }
    }

    /// A value of any shape, for keys that may be text or a table.
    pub(crate) fn any(&mut self, key: &str) -> Option<Node> {
        self.take(key).map(|(_, node)| node)
    }

    /// A key and its value as they are written in this file, for help.
    pub(crate) fn assignment(&self, key: &str, value: &str) -> String {
        let sign = if self.is_toml() { " =" } else { ":" };
        format!("{key}{sign} {value}")
    }

    /// A text as a value of this file, for help. It must be one that YAML takes for text as it is.
    pub(crate) fn quoted(&self, text: &str) -> String {
        if self.is_toml() { double_quoted(text) } else { text.to_owned() }
    }

    /// Whether help must show TOML (`key = "…"`) rather than YAML (`key: …`).
    fn is_toml(&self) -> bool {
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

/// Removes texts that are in the list already.
fn remove_repetitions(list: &mut Vec<Spanned<String>>) {
    // Nearly all lists are short. A set would need its own memory for every list of every file.
    let mut order: Vec<usize> = (0..list.len()).collect();
    order.sort_by(|&a, &b| (&list[a].value, a).cmp(&(&list[b].value, b)));
    let is_repeated = |pair: &&[usize]| list[pair[0]].value == list[pair[1]].value;
    let mut repeated: Vec<usize> =
        order.windows(2).filter(is_repeated).map(|pair| pair[1]).collect();
    if repeated.is_empty() {
        return;
    }
    repeated.sort_unstable();
    let mut number = 0;
    list.retain(|_| {
        number += 1;
        repeated.binary_search(&(number - 1)).is_err()
    });
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
