//! What follows the path of a link into the hub: its query and its fragment.
//!
//! Both belong to the page or file that is linked: a search, a page of a PDF, a heading. So they
//! are written as their author wrote them, and only what names a heading is looked up.

use wellread_model::url::{decode, encode_forbidden};

/// How far from a place the ends of an address are looked for, in bytes: none is longer. Without a
/// limit, a text without spaces would be read again from each of its brackets.
pub(super) const LONGEST_ADDRESS: usize = 500;

/// The query and the fragment of a URL, as they are written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct UrlTail {
    /// With its question mark; empty if there is none.
    pub(super) query: String,
    /// Without its `#`.
    fragment: String,
}

impl UrlTail {
    /// Splits a destination into its path and the rest (RFC 3986, section 3).
    pub(super) fn split(destination: &str) -> (&str, Self) {
        let (rest, fragment) = destination.split_once('#').unwrap_or((destination, ""));
        let (path, query) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
        (path, Self { query: query.to_owned(), fragment: fragment.to_owned() })
    }

    /// A fragment alone, as it is written in a wikilink.
    pub(super) fn of_anchor(anchor: Option<&str>) -> Self {
        Self { query: String::new(), fragment: anchor.unwrap_or_default().to_owned() }
    }

    /// Whether there is a fragment and no query.
    pub(super) const fn is_fragment(&self) -> bool {
        self.query.is_empty() && !self.fragment.is_empty()
    }

    /// The id that the fragment names. A text directive (`#:~:text=`), which browsers look up in
    /// the words of the page, names none, and neither does `#top` (HTML standard, section 7.4.6.4).
    pub(super) fn anchor(&self) -> Option<String> {
        let id = self.fragment.split_once(":~:").map_or(&*self.fragment, |(id, _)| id);
        let is_id = !id.is_empty() && !id.eq_ignore_ascii_case("top");
        is_id.then(|| decode(id).into_owned())
    }

    /// Both, for a URL.
    pub(super) fn url(&self) -> String {
        let mark = if self.fragment.is_empty() { "" } else { "#" };
        encode_forbidden(&format!("{}{mark}{}", self.query, self.fragment))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tail_is_what_follows_the_path() {
        let (path, tail) = UrlTail::split("a.md?x=1 2#caf%C3%A9");
        assert_eq!((path, &*tail.url()), ("a.md", "?x=1%202#caf%C3%A9"));
        assert_eq!(tail.anchor().as_deref(), Some("café"));
        let (path, tail) = UrlTail::split("a.md#");
        assert_eq!((path, &*tail.url(), tail.anchor()), ("a.md", "", None));
        let (_, tail) = UrlTail::split("#one:~:text=two%2C");
        assert_eq!((&*tail.url(), tail.anchor().as_deref()), ("#one:~:text=two%2C", Some("one")));
        assert_eq!(UrlTail::split("#:~:text=two").1.anchor(), None);
        assert_eq!(UrlTail::split("#a?b").1.query, "");
    }
}
