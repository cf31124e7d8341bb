//! The list of searches, `searches.txt`: what families might type, each on a line, with the page
//! that they should find.
//!
//! ```text
//! # A line that begins with # is a comment.
//! iep meeting -> articles/prepare-for-a-meeting
//! kicked out of school -> articles/my-child-was-suspended | glossary/suspension
//! tutoring
//! ```
//!
//! What its lines find is looked up elsewhere; nothing here knows a page.

use wellread_model::{Diagnostic, SourcePath, Span, Spanned};

use crate::front_matter::not_utf8;
use crate::sources::{SEARCHES, Sources};

/// What people write between a query and its page.
const ARROWS: [&str; 4] = ["->", "→", "=>", "⇒"];

/// A line of a list of searches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedSearch {
    /// What is typed; empty if the line names pages alone.
    pub query: Spanned<String>,
    /// Names of pages, of which one must be found. `None` if any page will do; an empty name where
    /// something is missing.
    pub pages: Option<Vec<Spanned<String>>>,
}

/// The searches of the hub's own list. None if it has no such file, or one that is not text, which
/// is reported.
#[must_use]
pub fn listed_searches(sources: &Sources, diagnostics: &mut Vec<Diagnostic>) -> Vec<ListedSearch> {
    let Some(source) = sources.searches() else { return Vec::new() };
    let Some(text) = source.text() else {
        diagnostics.push(not_utf8(&SourcePath::new(SEARCHES), source.bytes()));
        return Vec::new();
    };
    parse_searches(text)
}

/// Reads a list of searches. Empty lines and comments are left out.
///
/// # Examples
/// ```
/// use wellread_content::parse_searches;
///
/// let searches = parse_searches("# Plans\n504 vs iep -> three-plans | glossary/504-plan\n\nhelp\n");
/// assert_eq!(searches[0].query.value, "504 vs iep");
/// let pages = searches[0].pages.as_deref().unwrap_or_default();
/// let names: Vec<&str> = pages.iter().map(|page| &*page.value).collect();
/// assert_eq!(names, ["three-plans", "glossary/504-plan"]);
/// assert_eq!(searches[1].pages, None);
/// ```
#[must_use]
pub fn parse_searches(text: &str) -> Vec<ListedSearch> {
    let mut at = 0;
    let mut searches = Vec::new();
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        // Some editors begin a file with a mark that is not part of its text.
        let line = spanned(start, line, |c| c == '\u{feff}' || c.is_whitespace());
        if !line.value.is_empty() && !line.value.starts_with('#') {
            searches.push(listed(&line));
        }
    }
    searches
}

/// Cuts a line at its arrow, and what comes after it at its bars.
fn listed(line: &Spanned<String>) -> ListedSearch {
    let text = &line.value;
    let find = |arrow: &&str| text.find(*arrow).map(|at| (at, at + arrow.len()));
    let Some((before, after)) = ARROWS.iter().filter_map(find).min() else {
        return ListedSearch { query: line.clone(), pages: None };
    };
    let piece =
        |from: usize, text: &str| spanned(line.span.start + from, text, char::is_whitespace);
    let mut at = after;
    let mut pages = Vec::new();
    for page in text[after..].split('|') {
        pages.push(piece(at, page));
        at += page.len() + 1;
    }
    ListedSearch { query: piece(0, &text[..before]), pages: Some(pages) }
}

/// A piece of the text that begins at a byte, without what is outside at both ends.
fn spanned(start: usize, piece: &str, is_outside: impl Fn(char) -> bool) -> Spanned<String> {
    let rest = piece.trim_start_matches(&is_outside);
    let start = start + piece.len() - rest.len();
    let value = rest.trim_end_matches(&is_outside);
    Spanned::new(value.to_owned(), Span::new(start, start + value.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_piece_knows_its_place() {
        let text = "\u{feff}# remark\r\n  a b  ->  x |y \r\n\r\n-> z\nc →\nd - e > f | g\n";
        let searches = parse_searches(text);
        let shown: Vec<(&str, Option<Vec<&str>>)> = searches
            .iter()
            .map(|one| {
                for piece in one.pages.iter().flatten().chain([&one.query]) {
                    assert_eq!(&text[piece.span.start..piece.span.end], piece.value);
                }
                let pages = one.pages.as_ref();
                (&*one.query.value, pages.map(|all| all.iter().map(|p| &*p.value).collect()))
            })
            .collect();
        assert_eq!(
            shown,
            [
                ("a b", Some(vec!["x", "y"])),
                ("", Some(vec!["z"])),
                ("c", Some(vec![""])),
                ("d - e > f | g", None),
            ]
        );
    }
}
