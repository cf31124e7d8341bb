//! The words of the interface, in the reader's language, from the theme's `text/` folder.

use std::collections::BTreeMap;

use serde::Serialize;
use wellread_model::Date;

/// The words of the interface by key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct InterfaceText {
    words: BTreeMap<String, Words>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(untagged)]
enum Words {
    One(String),
    Many(Vec<String>),
}

impl InterfaceText {
    /// Reads a TOML table of texts. Keys that are there already are replaced.
    ///
    /// # Errors
    /// What the TOML parser says, with the bytes it means.
    pub fn extend(&mut self, toml: &str) -> Result<(), toml::de::Error> {
        let table = toml::de::DeTable::parse(toml)?;
        for (key, value) in table.get_ref() {
            let words = match value.get_ref() {
                toml::de::DeValue::String(text) => Words::One(text.to_string()),
                toml::de::DeValue::Array(items) => Words::Many(
                    items
                        .iter()
                        .filter_map(|item| item.get_ref().as_str())
                        .map(str::to_owned)
                        .collect(),
                ),
                _ => continue,
            };
            self.words.insert(key.get_ref().to_string(), words);
        }
        Ok(())
    }

    /// The text for a key; the key itself if there is none, so that it can be found on the page.
    #[must_use]
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        match self.words.get(key) {
            Some(Words::One(text)) => text,
            _ => key,
        }
    }

    /// The text for a key, and a number after it.
    #[must_use]
    pub fn with_number(&self, key: &str, number: usize) -> String {
        format!("{} {number}", self.get(key))
    }

    /// A date in words.
    #[must_use]
    pub fn date(&self, date: Date) -> String {
        let month = match self.words.get("months") {
            Some(Words::Many(months)) => months.get(usize::from(date.month().unsigned_abs()) - 1),
            _ => None,
        };
        let Some(month) = month else { return date.to_string() };
        self.get("date")
            .replace("{month}", month)
            .replace("{day}", &date.day().to_string())
            .replace("{year}", &date.year().to_string())
    }
}
