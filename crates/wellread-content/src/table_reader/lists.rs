//! The values that hold several others: lists of texts, and tables.
//!
//! Few authors know how to write a list. One text alone is a list of one, and a text that can only
//! be several is reported with the line to write.

use wellread_model::{PhoneUse, Spanned};

use super::TableReader;
use crate::formats::{double_quoted, joined_parts};
use crate::node::{Node, Value};
use crate::phone::{parse_phone, phone_doubt};

impl TableReader<'_> {
    /// A list of texts; one text alone is a list of one. Repetitions are dropped. The order is that
    /// of the file. Empty if the key is absent, and for what was reported.
    pub(crate) fn list(&mut self, key: &str) -> Vec<Spanned<String>> {
        let mut list = self.list_as_written(key);
        remove_repetitions(&mut list);
        list
    }

    /// A list of texts with its repetitions.
    pub(crate) fn list_as_written(&mut self, key: &str) -> Vec<Spanned<String>> {
        let Some((name, node)) = self.take(key) else { return Vec::new() };
        let span = node.span;
        // A list whose items lack their hyphens has been reported.
        if self.misread_at("folded-list", span.start).is_some() {
            return Vec::new();
        }
        if let Some(items) = meant_items(key, &node) {
            self.report_no_list(key, &node, &items);
            // What was most likely meant, so that names in it are not unknown elsewhere.
            return items.into_iter().map(|item| Spanned::new(item, span)).collect();
        }
        let items = match node.value {
            Value::List(items) => items,
            _ => vec![node],
        };
        let mut list: Vec<Spanned<String>> =
            items.into_iter().filter_map(|item| self.scalar(&name.value, item)).collect();
        self.remove_nothings(key, &mut list);
        list
    }

    /// Reports and removes items that say that there is none. Each would become a topic or a
    /// language.
    fn remove_nothings(&mut self, key: &str, list: &mut Vec<Spanned<String>>) {
        const KEYS: [&str; 6] = ["topics", "audience", "area", "languages", "authors", "reviewers"];
        const NOTHING: [&str; 7] = ["none", "n/a", "na", "tbd", "todo", "nil", "ninguno"];
        if !KEYS.contains(&key) {
            return;
        }
        let is_nothing = |item: &Spanned<String>| NOTHING.contains(&&*item.value.to_lowercase());
        for item in list.extract_if(.., |item| is_nothing(item)) {
            let message = format!("`{}` would be shown as one of the `{key}`.", item.value);
            let help = format!("Delete it. If nothing is left, delete the line `{key}`.");
            self.wrong(item.span, message, help);
        }
    }

    /// Reports a value that is one text to YAML, or lists in a list, and several texts to its
    /// author. The help has the whole line, so that nothing has to be put together.
    fn report_no_list(&mut self, key: &str, node: &Node, items: &[String]) {
        let list: Vec<String> = items.iter().map(|item| self.as_value(item)).collect();
        let list = self.assignment(key, &format!("[{}]", list.join(", ")));
        let (message, help) = match &node.value {
            Value::Scalar { text, .. } => {
                let one = self.assignment(key, &double_quoted(text.trim()));
                let help = format!("Write a list:  {list}  Or quotes around one text:  {one}");
                (format!("`{key}` is written as one text, and looks like a list."), help)
            }
            Value::List(items)
                if items.iter().all(|item| matches!(item.value, Value::Scalar { .. })) =>
            {
                let message = format!("An item of `{key}` looks like two.");
                (message, format!("Write  {list}"))
            }
            _ => {
                let message = format!("`{key}` has brackets or colons that a list does not have.");
                (message, format!("Write  {list}"))
            }
        };
        self.wrong(node.span, message, help);
    }

    /// Texts without their places.
    pub(crate) fn plain_list(&mut self, key: &str) -> Vec<String> {
        self.list(key).into_iter().map(|text| text.value).collect()
    }

    /// The value of a key that must be a table, to be read with [`Self::inner`]. `None` if it is
    /// absent, or reported as something else.
    pub(crate) fn table(&mut self, key: &str) -> Option<Node> {
        let (_, node) = self.take(key)?;
        if matches!(node.value, Value::Map(_)) {
            return Some(node);
        }
        let message = if matches!(node.value, Value::List(_)) {
            format!("`{key}` is written in two brackets, or more than once.")
        } else {
            format!("`{key}` is the name of a section, and has no value itself.")
        };
        let help = format!("Write [{key}] on a line of its own, and its keys below.");
        self.wrong(node.span, message, help);
        None
    }

    /// The values of a key that must be a list of tables, in their order. One table alone is an
    /// error, since its author believes that there can be one only.
    pub(crate) fn tables(&mut self, key: &str) -> Vec<Node> {
        let Some((_, node)) = self.take(key) else { return Vec::new() };
        // All or nothing: one item that is not a table means that the author took it for another
        // key.
        match node.value {
            Value::List(items) if items.iter().all(|item| matches!(item.value, Value::Map(_))) => {
                items
            }
            _ => {
                let lone = matches!(node.value, Value::Map(_));
                let (message, help) = if self.is_toml() {
                    let brackets =
                        if lone { "is in single brackets" } else { "has no value itself" };
                    (
                        format!("`{key}` {brackets}: there can be several."),
                        format!("Write [[{key}]] on a line of its own before each of them."),
                    )
                } else {
                    (
                        format!("The places of `{key}` need names for their parts."),
                        named_places(key, &node),
                    )
                };
                self.wrong(node.span, message, help);
                Vec::new()
            }
        }
    }
}

/// How places are written, with the texts that are where they belong. An example takes their
/// place if there are none.
fn named_places(key: &str, node: &Node) -> String {
    let places = node.texts().filter(|texts| !texts.is_empty());
    let places = places.unwrap_or_else(|| vec!["2 Elm Street, Aurora".to_owned()]);
    let places = places.iter().map(|place| {
        let parts = place_parts(place);
        let parts = parts.iter().map(|(name, text)| format!("{name}: {}", double_quoted(text)));
        format!("\n  - {}", parts.collect::<Vec<_>>().join("\n    "))
    });
    format!("Write each in lines of its own:\n{key}:{}", places.collect::<String>())
}

/// The parts of a place that is written as one text: `Aurora office, 2 Elm Street, 303-555-0100`.
/// All of it is the address if there is no number in it. It is a guess, and only shown: the author
/// sees at a glance whether it is right.
fn place_parts(place: &str) -> Vec<(&'static str, String)> {
    let is_phone = |part: &&str| {
        let is_long = part.chars().filter(char::is_ascii_digit).count() >= 7;
        is_long
            && parse_phone(part, PhoneUse::Call)
                .is_ok_and(|number| phone_doubt(&number, PhoneUse::Call).is_none())
    };
    let mut rest: Vec<&str> =
        place.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()).collect();
    // Without a number, where a name ends and a street begins is anyone's guess.
    let Some(at) = rest.iter().position(is_phone) else {
        return vec![("address", place.to_owned())];
    };
    let phone = rest.remove(at);
    let has_digit = |part: &&str| part.contains(|c: char| c.is_ascii_digit());
    // A street has a number; what is in front of it is a name.
    let is_named = rest.first().is_some_and(|first| !has_digit(first))
        && (rest.len() == 1 || rest.get(1).is_some_and(has_digit));
    let mut parts = Vec::new();
    if is_named {
        parts.push(("name", rest.remove(0).to_owned()));
    }
    if !rest.is_empty() {
        parts.push(("address", rest.join(", ")));
    }
    parts.push(("phone", phone.to_owned()));
    parts
}

/// The items of a list that its author wrote as something else. `None` if it is what it seems to
/// be. Quotes around a text say that it is one.
fn meant_items(key: &str, node: &Node) -> Option<Vec<String>> {
    match &node.value {
        Value::Scalar { text, plain: true } => split_text(key, text),
        // `{School, Visits}` is keys without values, and `[[sleep]]` a list in a list.
        Value::Map(_) => node.texts(),
        Value::List(items) => {
            let has_inner =
                items.iter().any(|item| matches!(item.value, Value::List(_) | Value::Map(_)));
            if has_inner {
                let texts: Vec<Vec<String>> =
                    items.iter().map(Node::texts).collect::<Option<_>>()?;
                return Some(texts.concat());
            }
            // `[English and Spanish]`
            let mut is_split = false;
            let mut texts = Vec::new();
            for item in items {
                let Value::Scalar { text, plain } = &item.value else { return None };
                match joined_languages(key, text).filter(|_| *plain) {
                    Some(parts) => {
                        is_split = true;
                        texts.extend(parts);
                    }
                    None => texts.push(text.trim().to_owned()),
                }
            }
            is_split.then_some(texts)
        }
        _ => None,
    }
}

/// The items of a text that can only be several: `School, Visits`, `School; Visits`,
/// `(School, Visits)`.
fn split_text(key: &str, text: &str) -> Option<Vec<String>> {
    let text = text.trim();
    let in_brackets = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let inner = in_brackets.filter(|inner| !inner.contains(['(', ')']));
    let bare = inner.unwrap_or(text);
    let parts = |sign: &str| -> Vec<String> {
        let parts = bare.split(sign).map(|part| part.trim().trim_end_matches(',').to_owned());
        parts.filter(|part| !part.is_empty()).collect()
    };
    // A citation has semicolons and lines of its own.
    let is_citation = key == "sources";
    // `R&amp;D` has a character of HTML in it.
    let is_apart = |sign: &str| match sign {
        ", " => true,
        ";" => !is_citation && !bare.contains('&'),
        _ => !is_citation,
    };
    let signs = [", ", ";", " | ", " • ", " · "];
    let sign = signs.into_iter().find(|sign| bare.contains(sign) && is_apart(sign));
    if let Some(sign) = sign {
        return Some(parts(sign));
    }
    if let Some(languages) = joined_languages(key, bare) {
        return Some(languages);
    }
    (inner.is_some() && !is_citation).then(|| vec![bare.to_owned()])
}

/// The languages in `English and Spanish` or `English/Spanish`. No name of a language has such a
/// word or sign in it, as names of places and groups have.
fn joined_languages(key: &str, text: &str) -> Option<Vec<String>> {
    if key != "languages" {
        return None;
    }
    let parts = joined_parts(text);
    (parts.len() > 1).then_some(parts)
}

/// Removes texts that are in the list already. The first of each stays, where its author most
/// likely wants it.
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
