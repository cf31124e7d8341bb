//! The texts in the settings of a file, each with its key and its place, whatever they mean.
//!
//! For what looks at all of a hub's settings at once, such as the check of links. What a key means
//! is decided where documents and settings are read.

use wellread_model::{SourcePath, Spanned};

use crate::front_matter::split;
use crate::node::{Node, Value, parse_toml, parse_yaml};
use crate::sources::SETTINGS;

/// A text of the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsText {
    /// The key whose value it is, or is a part of.
    pub key: String,
    /// The text as it is meant, with the place where it is written, quotes included.
    pub text: Spanned<String>,
}

/// All texts in the front matter of a file, or in `site.toml`, in their order. Empty if it
/// cannot be read.
///
/// # Examples
/// ```
/// use wellread_content::settings_texts;
/// use wellread_model::SourcePath;
///
/// let file = "---\ntitle: A\nlocations:\n  - url: \"https://example.org/\"\n---\nText.\n";
/// let texts = settings_texts(&SourcePath::new("content/resources/a.md"), file);
/// let url = &texts[1];
/// assert_eq!((&*url.key, &*url.text.value), ("url", "https://example.org/"));
/// assert_eq!(&file[url.text.span.start..url.text.span.end], "\"https://example.org/\"");
/// ```
#[must_use]
pub fn settings_texts(path: &SourcePath, file: &str) -> Vec<SettingsText> {
    let node = if path.as_str() == SETTINGS {
        parse_toml(file, path).ok()
    } else {
        split(file).and_then(|(front, _)| {
            parse_yaml(&file[front.start..front.end], front.start, path).ok()
        })
    };
    let mut texts = Vec::new();
    if let Some(node) = node {
        collect("", node, &mut texts);
    }
    texts
}

/// Adds the texts in a value, at any depth of lists and tables, each under the nearest key.
fn collect(key: &str, node: Node, texts: &mut Vec<SettingsText>) {
    match node.value {
        Value::Null => {}
        Value::Scalar { text, .. } => {
            let text = Spanned::new(text, node.span);
            texts.push(SettingsText { key: key.to_owned(), text });
        }
        Value::List(items) => items.into_iter().for_each(|item| collect(key, item, texts)),
        Value::Map(entries) => {
            entries.into_iter().for_each(|(key, value)| collect(&key.value, value, texts));
        }
    }
}
