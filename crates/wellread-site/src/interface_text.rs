//! The interface text: labels, headings and sentences that belong to the theme and not to the
//! content, in the language of the hub.
//!
//! A theme has one TOML file for each language in its `text/` folder. Each key has a text or a list
//! of texts; a text may hold placeholders such as `{n}`, which the code or the template that uses
//! it fills in. This module doesn't know which keys there are, nor which files are read in which
//! order: that is in `theme/`.

use std::collections::BTreeMap;

use serde::Serialize;
use wellread_model::{Date, LanguageTag};

/// The interface text by key.
///
/// # Examples
///
/// ```
/// use wellread_site::InterfaceText;
///
/// let mut text = InterfaceText::default();
/// text.extend("search_title = \"Search\"")?;
/// text.extend("search_title = \"Buscar\"")?;
/// assert_eq!(text.get("search_title"), "Buscar");
/// assert_eq!(text.get("a_key_without_text"), "a_key_without_text");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct InterfaceText {
    /// Each text by its key.
    entries: BTreeMap<String, TextEntry>,
    /// The same in other languages, by their tags: see [`Self::in_language`].
    #[serde(skip)]
    translations: BTreeMap<String, InterfaceText>,
}

/// What is under one key. Templates get it as a plain text or list.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(untagged)]
enum TextEntry {
    One(String),
    Many(Vec<String>),
}

impl InterfaceText {
    /// Reads a TOML table of texts. A key that has a text already gets the new one, so that later
    /// files override earlier ones key by key.
    ///
    /// # Errors
    /// If this isn't TOML. The error holds the parser's message and the range of bytes it is about.
    pub fn extend(&mut self, toml: &str) -> Result<(), toml::de::Error> {
        let table = toml::de::DeTable::parse(toml)?;
        for (key, value) in table.get_ref() {
            let entry = match value.get_ref() {
                toml::de::DeValue::String(text) => TextEntry::One(text.to_string()),
                toml::de::DeValue::Array(items) => TextEntry::Many(
                    items
                        .iter()
                        .filter_map(|item| item.get_ref().as_str())
                        .map(str::to_owned)
                        .collect(),
                ),
                // No key of the interface is a number, a date or a table, so no page would show it.
                _ => continue,
            };
            self.entries.insert(key.get_ref().to_string(), entry);
        }
        Ok(())
    }

    /// Adds the text in another language.
    pub(crate) fn add_translation(&mut self, language: &LanguageTag, text: Self) {
        self.translations.insert(language.as_str().to_owned(), text);
    }

    /// The text in a language of a letter that is not the hub's: who fills in a letter in Spanish
    /// reads Spanish. `None` if the theme has no text in it.
    pub(crate) fn in_language(&self, language: &LanguageTag) -> Option<&Self> {
        self.translations.get(language.as_str())
    }

    /// The keys, sorted.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// Whether there is a text, or a list of them, for a key.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// The text for a key; the key itself if there is none, so that a page shows which text is
    /// missing.
    #[must_use]
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.find(key).unwrap_or(key)
    }

    /// The text for a key, if there is one.
    pub(crate) fn find(&self, key: &str) -> Option<&str> {
        match self.entries.get(key)? {
            TextEntry::One(text) => Some(text),
            TextEntry::Many(_) => None,
        }
    }

    /// The text for a key, followed by a number, as in "Table 2".
    #[must_use]
    pub fn with_number(&self, key: &str, number: usize) -> String {
        format!("{} {number}", self.get(key))
    }

    /// A date as readers write it, such as "November 26, 2026": the key `date` with `{month}`,
    /// `{day}` and `{year}` filled in.
    #[must_use]
    pub fn date(&self, date: Date) -> String {
        let month = match self.entries.get("months") {
            Some(TextEntry::Many(months)) => {
                months.get(usize::from(date.month().unsigned_abs()) - 1)
            }
            _ => None,
        };
        // A theme that lists fewer than twelve months still gets a date that is right (ISO 8601).
        let Some(month) = month else { return date.to_string() };
        self.get("date")
            .replace("{month}", month)
            .replace("{day}", &date.day().to_string())
            .replace("{year}", &date.year().to_string())
    }
}
