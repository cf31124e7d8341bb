//! The keys of one table, taken one by one; whatever is wrong becomes a diagnostic.
//!
//! A value that cannot be understood is never guessed at: it is reported and read as absent.

use jiff::civil::Date;
use wellread_model::{Diagnostic, Place, SourcePath, Span, Spanned, nearest};

use crate::node::{Node, Value};

/// A table that is being read.
pub(crate) struct TableReader<'a> {
    path: &'a SourcePath,
    /// What it is, for messages: `an article`.
    what: &'a str,
    entries: Vec<(Spanned<String>, Node)>,
    /// Where the table is, for messages about what is missing.
    place: Span,
    pub(crate) diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> TableReader<'a> {
    /// Takes a table. Keys that are repeated, or not among `known`, are reported at once;
    /// `elsewhere` tells which other kind of file knows a key.
    pub(crate) fn new(
        path: &'a SourcePath,
        what: &'a str,
        node: Node,
        known: &[&str],
        elsewhere: impl Fn(&str) -> Option<&'static str>,
        diagnostics: &'a mut Vec<Diagnostic>,
    ) -> Self {
        let place = node.span;
        let entries = match node.value {
            Value::Map(entries) => entries,
            Value::Null => Vec::new(),
            Value::Scalar { .. } | Value::List(_) => {
                diagnostics.push(
                    Diagnostic::error(
                        "not-keys",
                        Place::at(path.clone(), place),
                        format!("The settings of {what} must be lines of `key: value`."),
                    )
                    .help("For example:  title: What is an IEP?"),
                );
                Vec::new()
            }
        };
        let mut seen: Vec<&Spanned<String>> = Vec::new();
        for (key, _) in &entries {
            if let Some(first) = seen.iter().find(|other| other.value == key.value) {
                diagnostics.push(
                    Diagnostic::error(
                        "repeated-key",
                        Place::at(path.clone(), key.span),
                        format!("`{}` is written twice.", key.value),
                    )
                    .help("Keep one of the two.")
                    .related(Place::at(path.clone(), first.span), "the first one"),
                );
            } else {
                seen.push(key);
            }
            if !known.contains(&key.value.as_str()) {
                let message = format!("{} has no key `{}`.", capital(what), key.value);
                let help = match (nearest(&key.value, known.iter().copied()), elsewhere(&key.value))
                {
                    (Some(near), _) => format!("Did you mean `{near}`?"),
                    (None, Some(kind)) => {
                        format!("`{}` belongs in {kind}. Remove it here.", key.value)
                    }
                    (None, None) => format!("Remove it, or use one of: {}.", known.join(", ")),
                };
                let place = Place::at(path.clone(), key.span);
                diagnostics.push(Diagnostic::error("unknown-key", place, message).help(help));
            }
        }
        Self { path, what, entries, place, diagnostics }
    }

    fn take(&mut self, key: &str) -> Option<(Spanned<String>, Node)> {
        let index = self.entries.iter().position(|(name, _)| name.value == key)?;
        let (key, node) = self.entries.swap_remove(index);
        if node.value == Value::Null { None } else { Some((key, node)) }
    }

    fn wrong(&mut self, span: Span, message: String, help: impl Into<String>) {
        let place = Place::at(self.path.clone(), span);
        self.diagnostics.push(Diagnostic::error("wrong-value", place, message).help(help));
    }

    /// Text on its own, trimmed. Empty text is absent.
    pub(crate) fn text(&mut self, key: &str) -> Option<Spanned<String>> {
        let (name, node) = self.take(key)?;
        self.scalar(&name.value, node)
    }

    fn scalar(&mut self, key: &str, node: Node) -> Option<Spanned<String>> {
        match node.value {
            Value::Scalar { text, .. } if text.chars().any(is_unprintable) => {
                let message = format!("`{key}` holds an invisible control character.");
                self.wrong(node.span, message, "Type it again, without copying it.");
                None
            }
            Value::Scalar { text, .. } => {
                let text = text.trim();
                (!text.is_empty()).then(|| Spanned::new(text.to_owned(), node.span))
            }
            Value::Null => None,
            Value::List(_) | Value::Map(_) => {
                let what = if matches!(node.value, Value::List(_)) { "a list" } else { "a table" };
                self.wrong(
                    node.span,
                    format!("`{key}` must be one piece of text, and this is {what}."),
                    "Write it on the same line, in quotes if it holds a colon or brackets.",
                );
                None
            }
        }
    }

    /// Text that must be there.
    pub(crate) fn required(&mut self, key: &str) -> Option<Spanned<String>> {
        let place =
            self.entries.iter().find(|(name, _)| name.value == key).map(|(name, _)| name.span);
        let before = self.diagnostics.len();
        let text = self.text(key);
        if text.is_none() && self.diagnostics.len() == before {
            let start = self.place.start;
            let span = place.unwrap_or(Span::new(start, start));
            let message = match place {
                Some(_) => format!("`{key}` is empty, and {} needs it.", self.what),
                None => format!("{} needs a `{key}`, and this one has none.", capital(self.what)),
            };
            let place = Place::at(self.path.clone(), span);
            let help = if self.path.as_str().ends_with(".toml") {
                format!("Add a line:  {key} = \"…\"")
            } else {
                format!("Add a line between the --- marks:  {key}: …")
            };
            self.diagnostics.push(Diagnostic::error("missing-key", place, message).help(help));
        }
        text
    }

    /// A list of texts; one text alone is a list of one. Repetitions are dropped.
    pub(crate) fn list(&mut self, key: &str) -> Vec<Spanned<String>> {
        let Some((name, node)) = self.take(key) else { return Vec::new() };
        let items = match node.value {
            Value::List(items) => items,
            _ => vec![node],
        };
        let mut list: Vec<Spanned<String>> = Vec::new();
        for item in items {
            if let Some(text) = self.scalar(&name.value, item)
                && !list.iter().any(|other| other.value == text.value)
            {
                list.push(text);
            }
        }
        list
    }

    /// Texts without their places.
    pub(crate) fn plain_list(&mut self, key: &str) -> Vec<String> {
        self.list(key).into_iter().map(|text| text.value).collect()
    }

    /// Text without its place.
    pub(crate) fn plain(&mut self, key: &str) -> Option<String> {
        self.text(key).map(|text| text.value)
    }

    /// `true` or `false`.
    pub(crate) fn flag(&mut self, key: &str) -> Option<bool> {
        let text = self.text(key)?;
        match text.value.to_lowercase().as_str() {
            "true" | "yes" => Some(true),
            "false" | "no" => Some(false),
            _ => {
                let message =
                    format!("`{key}` must be true or false, and this is `{}`.", text.value);
                let sign = if self.path.as_str().ends_with(".toml") { " =" } else { ":" };
                let help = format!("Write `{key}{sign} true` or `{key}{sign} false`.");
                self.wrong(text.span, message, help);
                None
            }
        }
    }

    /// One of several words.
    pub(crate) fn choice<T: Copy>(&mut self, key: &str, choices: &[(&str, T)]) -> Option<T> {
        let text = self.text(key)?;
        self.choose(key, &text, choices)
    }

    fn choose<T: Copy>(
        &mut self,
        key: &str,
        text: &Spanned<String>,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let found = choices.iter().find(|(word, _)| *word == text.value).map(|(_, value)| *value);
        if found.is_none() {
            let words: Vec<_> = choices.iter().map(|(word, _)| *word).collect();
            let message = format!("`{key}` cannot be `{}`.", text.value);
            self.wrong(text.span, message, format!("Write one of: {}.", words.join(", ")));
        }
        found
    }

    /// A date, written as `2026-11-22`.
    pub(crate) fn date(&mut self, key: &str) -> Option<Spanned<Date>> {
        let text = self.text(key)?;
        let date = is_date(&text.value).then(|| text.value.parse::<Date>().ok()).flatten();
        if date.is_none() {
            let message = format!("`{key}` must be a date, and `{}` is not one.", text.value);
            self.wrong(text.span, message, "Write year-month-day, such as 2026-11-22.");
        }
        Some(Spanned::new(date?, text.span))
    }

    /// A period such as `6 months`, added to `start`.
    pub(crate) fn period_after(
        &mut self,
        key: &str,
        start: Option<&Spanned<Date>>,
    ) -> Option<Spanned<Date>> {
        let text = self.text(key)?;
        let period = parse_period(&text.value);
        let Some(period) = period else {
            let message = format!("`{key}` must be a period, and `{}` is not one.", text.value);
            self.wrong(text.span, message, "Write a number and a unit, such as 12 months.");
            return None;
        };
        let due = start?.value.checked_add(period).ok()?;
        Some(Spanned::new(due, text.span))
    }

    /// An address on the web.
    pub(crate) fn web_address(&mut self, key: &str, required: bool) -> Option<String> {
        let text = if required { self.required(key)? } else { self.text(key)? };
        if !is_web_address(&text.value) {
            let message = format!("`{key}` must be an address on the web, and this is not one.");
            let help = if text.value.contains("://") || text.value.contains(char::is_whitespace) {
                "Copy the whole address from the browser, such as https://example.org/page."
                    .to_owned()
            } else {
                format!("Begin it with https:// :  {key}: https://{}", text.value)
            };
            self.wrong(text.span, message, help);
            return None;
        }
        Some(text.value)
    }

    /// A number to call.
    pub(crate) fn phone(&mut self, key: &str) -> Option<String> {
        let text = self.text(key)?;
        let digits = text.value.chars().filter(char::is_ascii_digit).count();
        if !(3..=20).contains(&digits) {
            let message = format!("`{key}` must be a phone number, and this is not one.");
            self.wrong(
                text.span,
                message,
                "Write the number with its area code, such as 303-555-0100.",
            );
            return None;
        }
        Some(text.value)
    }

    /// A mail address.
    pub(crate) fn email(&mut self, key: &str) -> Option<String> {
        let text = self.text(key)?;
        let valid = text.value.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
        }) && !text.value.contains(char::is_whitespace)
            && text.value.matches('@').count() == 1;
        if !valid {
            let message = format!("`{key}` must be a mail address, and this is not one.");
            self.wrong(text.span, message, "Write it as name@example.org.");
            return None;
        }
        Some(text.value)
    }

    /// A table inside this one.
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

    /// A list of tables.
    pub(crate) fn tables(&mut self, key: &str) -> Vec<Node> {
        let Some((_, node)) = self.take(key) else { return Vec::new() };
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

    /// A value of any shape.
    pub(crate) fn any(&mut self, key: &str) -> Option<Node> {
        self.take(key).map(|(_, node)| node)
    }
}

/// The keys and values of a table whose keys are free.
pub(crate) fn free_keys(node: Node) -> Vec<(Spanned<String>, Node)> {
    match node.value {
        Value::Map(entries) => entries,
        _ => Vec::new(),
    }
}

/// Whether no page may hold this character (HTML standard, section 13.2.3.5; XML 1.0, section 2.2).
pub(crate) fn is_unprintable(c: char) -> bool {
    let number = u32::from(c);
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
        || number & 0xfffe == 0xfffe
        || (0xfdd0..=0xfdef).contains(&number)
}

/// Whether this is an `http` or `https` address with a host and no spaces (RFC 3986, section 3).
pub(crate) fn is_web_address(text: &str) -> bool {
    let rest = text
        .split_once("://")
        .filter(|(scheme, _)| {
            scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
        })
        .map(|(_, rest)| rest);
    rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or("");
        let host = host.rsplit('@').next().unwrap_or("");
        let name = host.split(':').next().unwrap_or("");
        !name.is_empty()
            && !name.starts_with('.')
            && !name.contains("..")
            && !text
                .chars()
                .any(|c| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c))
    })
}

fn is_date(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

fn parse_period(text: &str) -> Option<jiff::Span> {
    let (number, unit) = text.split_once(' ')?;
    let number: u32 = number.parse().ok().filter(|number| (1..=1000).contains(number))?;
    let number = i64::from(number);
    let span = jiff::Span::new();
    match unit.trim().trim_end_matches('s') {
        "day" => span.try_days(number).ok(),
        "week" => span.try_weeks(number).ok(),
        "month" => span.try_months(number).ok(),
        "year" => span.try_years(number).ok(),
        _ => None,
    }
}

fn capital(text: &str) -> String {
    if text.ends_with(".toml") {
        return text.to_owned();
    }
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_addresses_have_a_scheme_and_a_host() {
        for good in ["https://example.org", "http://a.b/c?d=e#f", "https://user@x.org:8080/"] {
            assert!(is_web_address(good), "{good}");
        }
        for bad in ["example.org", "https://", "javascript:alert(1)", "https:// x", "ftp://x.org"] {
            assert!(!is_web_address(bad), "{bad}");
        }
    }

    #[test]
    fn dates_are_whole() {
        assert!(is_date("2026-11-22"));
        for bad in ["2026-11-22T10:00", "26-11-22", "2026-1-2", "22.11.2026"] {
            assert!(!is_date(bad), "{bad}");
        }
    }
}
