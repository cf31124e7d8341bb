//! Keys that are written twice, that no table of the kind has, or that are in the wrong place.
//!
//! Each is one error, whatever is wrong with its value: what is removed here, no one asks for.
//!
//! A misspelled key is worse than a missing one: `reveiwed` looks reviewed to its author and is not
//! for readers. So no key is ever ignored, whatever other programs do with front matter.

use std::collections::HashMap;

use wellread_model::marks::is_invisible;
use wellread_model::{Diagnostic, NameIndex, Spanned};

use super::{TableReader, sentence_start};
use crate::foreign_keys::KeyHint;
use crate::formats::double_quoted;
use crate::keys::takes_list;
use crate::node::{Node, Value};

impl TableReader<'_> {
    /// Reports and removes keys that are written a second time. The first one counts, as the author
    /// most likely added the other without having seen it. YAML forbids them, and parsers differ in
    /// which one they take.
    pub(super) fn remove_repeated_keys(&mut self) {
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

    /// The line with two values of one key, if it can have several. `None` if the values are too
    /// long to be copied, or the key takes one alone.
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
    pub(super) fn remove_unknown_keys(
        &mut self,
        known: &[&str],
        hint: impl Fn(&str) -> Option<KeyHint>,
    ) {
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
            // Word processors put curly quotes around words, and Markdown has markers for bold
            // ones.
            let bare = key.value.trim_matches(|c: char| !c.is_alphanumeric());
            // A typing error is likelier than a key in the wrong place, but not than a key that is
            // known from elsewhere.
            let near = names.nearest(bare).map(|index| known[index]);
            let help = match (hint(bare), near) {
                (Some(KeyHint::Renamed(meant)), _) if known.contains(&meant) => {
                    self.renamed(&key.value, meant)
                }
                (_, Some(near)) => self.nearly(&key.value, bare, near, &node),
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

    /// What to do about a key that is nearly `near`, and without the markup around it `bare`. The
    /// key that was meant counts as written: that it is missing is not said as well.
    fn nearly(&mut self, key: &str, bare: &str, near: &str, node: &Node) -> String {
        if near == bare && !has_placeholder_characters(key) {
            return self.renamed(key, near);
        }
        if let Some((_, value)) = self.entries.iter().find(|(name, _)| name.value == near) {
            return match self.joined(near, value, node) {
                Some(line) => format!("Write both values in one line:  {line}"),
                None => format!("If it is `{near}`, which is here too, keep one of the two."),
            };
        }
        self.misspelled.push(near.to_owned());
        match near == bare {
            true => format!("There is an invisible character in it. Type it again:  {near}"),
            false => format!("Did you mean `{near}`?"),
        }
    }

    /// What to do about a key that has another name here.
    fn renamed(&mut self, key: &str, meant: &str) -> String {
        if self.entries.iter().any(|(name, _)| name.value == meant) {
            return format!(
                "That is `{meant}` here, which this file has already. Remove this line."
            );
        }
        if self.is_misspelled(meant) {
            let what = match takes_list(meant) {
                true => "Add its value to that list, and remove this line.",
                false => "Keep one of the two.",
            };
            return format!("That is `{meant}` here as well, like a key above. {what}");
        }
        self.misspelled.push(meant.to_owned());
        format!("Write `{meant}` in place of `{key}`.")
    }
}

/// Keys that are outside of a section, one below the other. Whoever leaves out the header of a
/// section gets one error for all of its keys.
struct MisplacedKeys {
    /// Above it belongs the header.
    first: Spanned<String>,
    /// As they are shown, in the order of the file.
    names: Vec<String>,
    /// The sections that may have all of them.
    sections: Vec<&'static str>,
}

impl MisplacedKeys {
    /// Adds a key to the last group, or to a new one if no section may have it and the others.
    /// Groups shrink to the sections that all of their keys share.
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

/// Whether a value is a text, or a list of some, that one would copy from a message. A key may be
/// there thousands of times, and a look at a long list for each of them would take minutes.
fn is_short(node: &Node) -> bool {
    let is_short =
        |node: &Node| matches!(&node.value, Value::Scalar { text, .. } if text.len() <= 100);
    match &node.value {
        Value::List(items) => items.len() <= 12 && items.iter().all(is_short),
        _ => is_short(node),
    }
}

/// Whether a key has something besides letters, none of which can be seen. A space that does not
/// break, for example, which comes with text from the web.
fn has_placeholder_characters(key: &str) -> bool {
    let is_blank = |c: char| c.is_whitespace() || is_invisible(c);
    key.contains(is_blank) && key.chars().all(|c| is_blank(c) || c.is_alphanumeric() || c == '_')
}
