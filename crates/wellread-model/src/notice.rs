//! What a page says for a while. The hub has one on every page, and a resource on its own.

use crate::{Date, Spanned};

/// What a page says for a while: that the office is closed, or has moved.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Notice {
    /// The text, in Markdown; an empty line begins a new paragraph.
    pub text: Spanned<String>,
    /// The first day on which it is shown; `None` for from now on.
    pub from: Option<Date>,
    /// The last day on which it is shown; `None` for always.
    pub until: Option<Date>,
}

impl Notice {
    /// Its words, without the marks of Markdown and without the facts in it, which are found where they
    /// are stated.
    ///
    /// # Examples
    /// ```
    /// use wellread_model::{Notice, Span, Spanned};
    ///
    /// let text = "We *move*. See [[we-move|the plan]], call [[contact:phone]].".to_owned();
    /// let notice = Notice { text: Spanned::new(text, Span::point(0)), from: None, until: None };
    /// assert_eq!(notice.words(), "We move. See the plan, call .");
    /// ```
    #[must_use]
    pub fn words(&self) -> String {
        let mut parts = self.text.value.split("[[");
        let mut words = parts.next().unwrap_or_default().to_owned();
        for (name, after) in parts.filter_map(|part| part.split_once("]]")) {
            let (name, other) = name.split_once('|').unwrap_or((name, ""));
            words.push_str(if other.is_empty() && !name.contains(':') { name } else { other });
            words.push_str(after);
        }
        words.replace(['*', '`'], "").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether it is shown on this day.
    #[must_use]
    pub fn is_shown_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}
