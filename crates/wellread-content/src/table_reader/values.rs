//! The types that the value of a key can have: text, list, flag, choice, date, period, table.
//!
//! Each function takes one key out of the table and returns its value, or `None` and a diagnostic.
//! None of them guesses: what can mean two things is an error with both, because a wrong date or
//! number is read by families, not by its author.

use wellread_model::url::without_user_in;
use wellread_model::{Date, Diagnostic, Period, Severity, Span, Spanned, nearest};

use super::{TableReader, sentence_start};
use crate::formats::{double_quoted, is_unprintable, parse_date, parse_period};
use crate::markup::{names_fact, without_markup};
use crate::meant_date::{MeantDate, meant_date};
use crate::meant_period::meant_periods;
use crate::node::{Node, Value};
use crate::syntax::within_curly_quotes;

/// Keys whose text is shown as plain text. The others are names, addresses, dates and choices, or
/// Markdown (`sources`, the `text` of a notice). In these, `**bold**` would be seen with its stars.
const PLAIN_TEXT: [&str; 26] = [
    "title",
    "subtitle",
    "summary",
    "term",
    "aliases",
    "say",
    "name",
    "credentials",
    "role",
    "organization",
    "cost",
    "eligibility",
    "part_of",
    "ages",
    "apply",
    "bring",
    "accessibility",
    "area",
    "languages",
    "audience",
    "topics",
    "hours",
    "address",
    "label",
    "description",
    "plural",
];

impl TableReader<'_> {
    /// One piece of text, trimmed. Empty text is absent: nothing on the site would show it. Nothing
    /// is reported for a key that is not there.
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
                // Word processors put them around a value whose quotes are then no quotes for YAML.
                let text = within_curly_quotes(text).filter(|_| plain).unwrap_or(text);
                self.warn_of_markup(key, text, node.span);
                (!text.is_empty()).then(|| Spanned::new(text.to_owned(), node.span))
            }
            Value::Null => None,
            Value::List(_) | Value::Map(_) => {
                self.report_not_one_text(key, &node);
                None
            }
        }
    }

    /// Reports a list or keys where one text belongs, with the text that they most likely are:
    /// `title: [What is an IEP?]`.
    fn report_not_one_text(&mut self, key: &str, node: &Node) {
        let is_list = matches!(node.value, Value::List(_));
        let what = if is_list { "this is a list" } else { "here it has brackets or keys" };
        let items = node.texts().filter(|items| !items.is_empty());
        // Several addresses are not a sentence.
        let is_address = |item: &String| item.contains("://") || item.contains('@');
        let help = match items {
            Some(items) if items.len() > 1 && items.iter().all(is_address) => {
                format!(
                    "Write one of them, such as  {}",
                    self.assignment(key, &self.as_value(&items[0]))
                )
            }
            Some(items) => {
                let text = double_quoted(&items.join(", "));
                format!("Write it in quotes, without brackets:  {}", self.assignment(key, &text))
            }
            None => "Write it on the same line, in quotes if it contains a colon or brackets."
                .to_owned(),
        };
        let message = format!("A value of `{key}` must be one piece of text, and {what}.");
        self.wrong(node.span, message, help);
    }

    /// Warns of markup of Markdown or HTML in a text that is shown as it is.
    fn warn_of_markup(&mut self, key: &str, text: &str, span: Span) {
        if !PLAIN_TEXT.contains(&key) {
            return;
        }
        let Some(plain) = without_markup(text) else { return };
        let message =
            format!("`{key}` is shown as it is written, with these characters in it: {text}");
        let help = if names_fact(text) {
            "A fact is shown only in the text below the settings. Write the words themselves here."
                .to_owned()
        } else {
            format!("Write  {}", self.assignment(key, &double_quoted(&plain)))
        };
        let place = self.place(span);
        self.report(Diagnostic::warning("markup-in-value", place, message).help(help));
    }

    /// Text that must be there. If it is not, the place of the message is the empty value or the
    /// beginning of the table. `None` has always been reported.
    pub(crate) fn required(&mut self, key: &str) -> Option<Spanned<String>> {
        let written = self.entries.iter().find(|(name, _)| name.value == key);
        let written = written.map(|(name, _)| name.span);
        let problems = self.problem_count();
        let text = self.text(key);
        // A value that was there and wrong has been reported already, and so has a misspelled key.
        let is_reported = self.problem_count() > problems || self.is_misspelled(key);
        if text.is_none() && !is_reported {
            // That what follows the key is a comment has been said, with the same advice.
            let comment = written.and_then(|key| self.misread_at("cut-value", key.end + 1));
            if let Some(comment) = comment {
                (comment.code, comment.severity) = ("missing-key", Severity::Error);
                return None;
            }
            let what = self.what;
            let message = match written {
                Some(_) => format!("`{key}` is empty, and {what} needs it."),
                None if what.ends_with(".toml") => format!("{what} needs a `{key}`, and has none."),
                None => format!("{} needs a `{key}`, and this one has none.", sentence_start(what)),
            };
            if let Some(Spanned { value: setting, span }) = self.commented(key) {
                let message = format!("{message} The # in front of this line makes it a comment.");
                let place = self.place(span);
                let problem = Diagnostic::error("missing-key", place, message);
                self.report(problem.help(format!("Write it without the #:  {setting}")));
                return None;
            }
            let line = self.assignment(key, &self.as_value("…"));
            let help = match (self.is_toml(), self.is_inner) {
                _ if written.is_some() => format!("Write  {line}"),
                (true, _) => format!("Add a line:  {line}"),
                (false, true) => format!("Add it next to the other keys:  {line}"),
                (false, false) => format!("Add a line between the --- marks:  {line}"),
            };
            let place = self.place(written.unwrap_or(Span::point(self.span.start)));
            self.report(Diagnostic::error("missing-key", place, message).help(help));
        }
        text
    }

    /// Text without its place.
    pub(crate) fn plain(&mut self, key: &str) -> Option<String> {
        self.text(key).map(|text| text.value)
    }

    /// `true` or `false`. Authors also write `yes` and `no`, which YAML 1.1 took for the same.
    ///
    /// Unlike other keys, one without a value is an error: a `draft:` that its author believes to
    /// be set would publish the page.
    pub(crate) fn flag(&mut self, key: &str) -> Option<bool> {
        let written = self.entries.iter().find(|(name, _)| name.value == key);
        let written = written.map(|(name, _)| name.span);
        let problems = self.problem_count();
        let text = self.text(key);
        if text.is_none()
            && self.problem_count() == problems
            && let Some(span) = written
        {
            let [yes, no] = ["true", "false"].map(|value| self.assignment(key, value));
            let help = format!("Write `{yes}` or `{no}`, or delete the line.");
            self.wrong(span, format!("`{key}` is empty."), help);
        }
        let text = text?;
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

    /// A whole number that is not negative. Fractions and what is above 4,294,967,295 are errors.
    pub(crate) fn number(&mut self, key: &str) -> Option<u32> {
        let text = self.text(key)?;
        let number = text.value.parse().ok();
        if number.is_none() {
            let message = format!("`{key}` must be a number, and `{}` is not one.", text.value);
            let help = format!("Write a whole number, such as  {}", self.assignment(key, "1"));
            self.wrong(text.span, message, help);
        }
        number
    }

    /// One of several words, each with the value that it stands for. They are lower case, and help
    /// lists them in the order given. `None` if the key is absent or wrong; the caller has the
    /// default.
    pub(crate) fn choice<T: Copy>(&mut self, key: &str, choices: &[(&str, T)]) -> Option<T> {
        let text = self.text(key)?;
        let found = choices.iter().find(|(word, _)| *word == text.value).map(|(_, value)| *value);
        if found.is_none() {
            let words: Vec<_> = choices.iter().map(|(word, _)| *word).collect();
            let message = format!("`{key}` cannot be `{}`.", text.value);
            let near = nearest(&text.value, words.iter().copied());
            let help = near.map_or_else(
                || format!("Write one of: {}.", words.join(", ")),
                |near| format!("Write  {}", self.assignment(key, &self.as_value(near))),
            );
            self.wrong(text.span, message, help);
        }
        found
    }

    /// A date, written as `2026-11-22` (ISO 8601). Other orders of day and month differ between
    /// countries, so none of them is accepted. Days that the calendar does not have are errors;
    /// whether a day may be in the future is asked elsewhere.
    pub(crate) fn date(&mut self, key: &str) -> Option<Spanned<Date>> {
        let text = self.text(key)?;
        let date = parse_date(&text.value);
        if date.is_none() {
            let (message, help) = self.not_a_date(key, &text.value);
            self.wrong(text.span, message, help);
        }
        Some(Spanned::new(date?, text.span))
    }

    /// What is wrong with a text that is not a date, and what to write. The first is the message,
    /// the second the help. `3/4/2026` gets both of its days.
    fn not_a_date(&self, key: &str, text: &str) -> (String, String) {
        let line = |day: &Date| self.assignment(key, &day.to_string());
        let message = format!("`{key}` must be a date, and `{text}` is not one.");
        match meant_date(text) {
            MeantDate::Days(days) if days.len() == 1 => {
                let message = format!("`{key}`: {text} is not how a date is written here.");
                (message, format!("Write  {}", line(&days[0])))
            }
            MeantDate::Days(days) => {
                let ways: Vec<String> = days
                    .iter()
                    .map(|day| format!("{}  for {}", line(day), day.strftime("%B %-d")))
                    .collect();
                let message = format!("`{key}`: {text} can be two days.");
                (message, format!("Write  {}", ways.join(", or  ")))
            }
            MeantDate::NoSuchDay(reason) => (
                format!("`{key}`: there is no such day as {text}."),
                format!("{reason} Correct it."),
            ),
            MeantDate::NoDay(first) => {
                (message, format!("Write the day as well, such as  {}", line(&first)))
            }
            MeantDate::Unknown => (message, "Write year-month-day, such as 2026-11-22.".to_owned()),
        }
    }

    /// A period such as `6 months`. A number alone is not one: it may be days or months.
    pub(crate) fn period(&mut self, key: &str) -> Option<Spanned<Period>> {
        let text = self.text(key)?;
        let Some(period) = parse_period(&text.value) else {
            let message = format!("`{key}` must be a period, and `{}` is not one.", text.value);
            let meant = meant_periods(&text.value);
            // In TOML, a text has quotation marks.
            let written =
                |one: &String| if self.is_toml() { double_quoted(one) } else { one.clone() };
            let lines: Vec<String> =
                meant.iter().map(|one| self.assignment(key, &written(one))).collect();
            let help = match lines.as_slice() {
                [] => "Write a number and a unit, such as 12 months.".to_owned(),
                lines => format!("Write  {}", lines.join(",  or  ")),
            };
            self.wrong(text.span, message, help);
            return None;
        };
        Some(Spanned::new(period, text.span))
    }

    /// A value of any shape, for keys that may be text or a table.
    pub(crate) fn any(&mut self, key: &str) -> Option<Node> {
        self.take(key).map(|(_, node)| node)
    }
}
