//! What the search is built from: plain values borrowed from the caller.

use std::borrow::Cow;
use std::fmt::Debug;

use wellread_model::Kind;

/// One page of the hub, as its readers see it.
#[derive(Debug, Clone)]
pub struct Page<'a> {
    /// The URL from the root of the host, with the path of `base_url`: `/hub/articles/iep/`. The
    /// pages are sorted by it, so it must be unique.
    pub url: &'a str,
    /// The title, as plain text.
    pub title: &'a str,
    /// The language, as in HTML; empty if it is that of the hub.
    pub language: &'a str,
    /// What it is. The reader can filter by it, under the name of [`Kind::noun`].
    pub kind: Kind,
    /// The titles of the page's topics. The reader can filter by them, and their words count a
    /// little.
    pub topics: &'a [&'a str],
    /// Other names of what the page is about: the aliases of a term.
    pub names: Vec<&'a str>,
    /// The summary, as plain text. May be empty.
    pub summary: &'a str,
    /// What the page says in a word or two besides its text: where a place is, what it costs, which
    /// languages it speaks. An excerpt shows them in a row.
    pub facts: Vec<&'a str>,
    /// The text in reading order, cut at its headings.
    pub sections: Vec<PageSection<'a>>,
    /// The languages of passages that are in another one than the page, as in HTML.
    pub passage_languages: Vec<&'a str>,
}

/// A part of a page: a heading and the text up to the next one.
#[derive(Debug, Clone)]
pub struct PageSection<'a> {
    /// The heading's words; empty for the text before the first heading.
    pub heading: &'a str,
    /// The language of the heading, as in HTML; empty if it is that of the page.
    pub language: &'a str,
    /// The id to which a link can point, without `#`; empty if there is none.
    pub anchor: &'a str,
    /// The text without markup.
    pub text: &'a dyn SectionText,
}

/// Where the text of a section comes from. All texts of a hub are as large as the hub, so one that
/// is stored in another shape is made for the few pages that are indexed at a time, and dropped
/// with them.
pub trait SectionText: Debug + Sync {
    /// The text without markup, each time the same.
    fn text(&self) -> Cow<'_, str>;

    /// The same words cut where their language changes; empty if all of them are in that of the
    /// page. Asked only of pages with [`Page::passage_languages`].
    fn runs(&self) -> Vec<LanguageRun<'_>> {
        Vec::new()
    }
}

/// A part of a text that is in one language.
#[derive(Debug, Clone)]
pub struct LanguageRun<'a> {
    /// The language, as in HTML; empty if it is that of the page.
    pub language: &'a str,
    /// The text.
    pub text: Cow<'a, str>,
}

impl SectionText for &str {
    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl SectionText for String {
    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

/// An entry of the glossary.
#[derive(Debug, Clone)]
pub struct GlossaryTerm<'a> {
    /// The term as it is written.
    pub name: &'a str,
    /// The URL of its page, from the root of the host. Must be unique.
    pub url: &'a str,
    /// The short definition, as plain text.
    pub definition: &'a str,
    /// The other names, as they are written.
    pub aliases: Vec<&'a str>,
}

/// What the hub's settings say about search.
///
/// ```
/// use wellread_search::{CrisisSettings, IndexCache, IndexSettings, index, search};
///
/// let settings = IndexSettings {
///     language: "en",
///     best: vec![],
///     synonyms: vec![],
///     crisis: CrisisSettings { has_lines: true, has_builtin: true, added: vec!["lost my home"] },
///     static_path: "/search/",
/// };
/// let made = index(&settings, &[], &[], &mut IndexCache::disabled());
/// assert!(search(&made, "we lost my home", 10).crisis);
/// assert!(search(&made, "my son says he wants to die", 10).crisis);
/// ```
#[derive(Debug, Clone, Default)]
pub struct IndexSettings<'a> {
    /// The language of the hub, as in HTML: `en`, `en-GB`, `es`. Others are searched without
    /// stemming.
    pub language: &'a str,
    /// Pages that staff put first for certain queries.
    pub best: Vec<PinnedResult<'a>>,
    /// Groups of words and phrases that staff take for synonyms.
    pub synonyms: Vec<Vec<&'a str>>,
    /// For which queries the crisis lines are shown above everything.
    pub crisis: CrisisSettings<'a>,
    /// The URL under which the index files will be served, ending with a slash: `/hub/search/`.
    pub static_path: &'a str,
}

/// For which queries crisis lines are shown.
#[derive(Debug, Clone, Default)]
pub struct CrisisSettings<'a> {
    /// Whether the hub has lines to show. Without them, crisis queries are still never corrected.
    pub has_lines: bool,
    /// Whether lines are shown for the built-in phrases, in English and Spanish.
    pub has_builtin: bool,
    /// Words and phrases that staff added.
    pub added: Vec<&'a str>,
}

/// A page that staff put first.
#[derive(Debug, Clone)]
pub struct PinnedResult<'a> {
    /// The queries that bring it up. Order, case, inflection and stop words do not
    /// matter.
    pub queries: Vec<&'a str>,
    /// The URL of the page, equal to its [`Page::url`]. One that no page has is left out.
    pub url: &'a str,
}
