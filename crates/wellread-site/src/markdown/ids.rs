//! Ids of headings: readable, unique on the page, and the same as other Markdown viewers make.
//!
//! The same, because an author who follows `#a-heading` in an editor or on GitHub must arrive at
//! the same place as a reader of the site. Ids that belong to the page around the body are never
//! given away.

use std::collections::{BTreeMap, BTreeSet};

use super::body::FOOTNOTES_ID;

/// The ids of one page.
#[derive(Debug, Default)]
pub(super) struct Ids {
    /// All ids that were given.
    taken: BTreeSet<String>,
    /// The highest number that was tried for an id that several headings would have. Ids are never
    /// given back, so none up to it is free.
    numbers: BTreeMap<String, usize>,
}

impl Ids {
    /// Claims an id that the author wrote. `false` if it is already in use.
    pub(super) fn claim(&mut self, id: &str) -> bool {
        !is_reserved(id) && self.taken.insert(id.to_owned())
    }

    /// Makes an id for a heading: see [`heading_id`], with a number at the end where that is taken
    /// (the rule that GitHub follows).
    pub(super) fn make(&mut self, text: &str) -> String {
        let mut base = heading_id(text);
        // Text without a letter or digit, and text whose id the page needs, gets an id all the
        // same: every heading can be linked to.
        if base.is_empty() || is_reserved(&base) {
            base = if base.is_empty() { "section".to_owned() } else { format!("section-{base}") };
        }
        // GitHub counts from 1, too: the first of several equal headings has no number.
        if self.taken.insert(base.clone()) {
            return base;
        }
        let number = self.numbers.entry(base.clone()).or_default();
        loop {
            *number += 1;
            let id = format!("{base}-{number}");
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }

    /// All ids in use.
    pub(super) fn into_sorted(self) -> Vec<String> {
        self.taken.into_iter().collect()
    }
}

/// The id of the first heading with this text: lower case, punctuation dropped, spaces as hyphens.
pub(super) fn heading_id(text: &str) -> String {
    let mut id = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if c.is_ascii_alphanumeric() {
            id.push(c.to_ascii_lowercase());
        } else if c.is_alphanumeric() || c == '_' || c == '-' {
            id.extend(c.to_lowercase());
        } else if c.is_whitespace() {
            id.push('-');
        }
    }
    id
}

/// Whether the id belongs to the page around the body: to the theme (`wr-`), to the definitions of
/// terms (`word-`), or to the footnotes.
pub(crate) fn is_reserved(id: &str) -> bool {
    let numbered = |prefix: &str| {
        id.strip_prefix(prefix).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    id == FOOTNOTES_ID
        || numbered("note-")
        || ["note-ref-", "word-", "wr-"].iter().any(|prefix| id.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_leave_the_pages_own_alone() {
        let mut ids = Ids::default();
        assert_eq!(ids.make("What’s an IEP?"), "whats-an-iep");
        assert_eq!(ids.make("What’s an IEP?"), "whats-an-iep-1");
        assert_eq!(ids.make("Notes"), "section-notes");
        assert_eq!(ids.make("Note 1"), "section-note-1");
        assert_eq!(ids.make("?!"), "section");
        assert_eq!(ids.make("Évaluation 学校"), "évaluation-学校");
        assert_eq!(ids.make("What’s an IEP 2"), "whats-an-iep-2");
        assert_eq!(ids.make("What’s an IEP?"), "whats-an-iep-3");
        assert!(!ids.claim("section"));
        assert!(!ids.claim("word-iep"));
        assert!(ids.claim("mine"));
    }
}
