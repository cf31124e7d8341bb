//! What a search returns, in the shape of the runtime's answers.

use serde::Serialize;

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SearchResponse {
    /// The query as it was given.
    pub query: String,
    /// The query with its typing errors corrected, if there were any; the results are for this one.
    pub corrected: Option<String>,
    /// The words that no page has and for which nothing else was found, as they were typed; the
    /// results are for the others.
    pub missing: Vec<String>,
    /// Whether the crisis lines are to be shown above everything, because the query has a crisis
    /// phrase and the hub has lines.
    pub crisis: bool,
    /// The glossary's terms that the query is or contains, in its order.
    pub cards: Vec<Card>,
    /// The pages, the best first.
    pub results: Vec<Hit>,
    /// How many pages were found in all.
    pub total: usize,
    /// Where none was found, the tag of the language of the query, if its small words decide: what
    /// else there is for someone who speaks it may help.
    pub language: Option<String>,
}

/// A glossary term that the query mentions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Card {
    /// The term's name.
    pub term: String,
    /// The URL of its page.
    pub url: String,
    /// The short definition, as plain text.
    pub definition: String,
    /// The name or alias that the query mentions, as the hub writes it.
    pub matched: String,
    /// The language of the term as in HTML, if it is not that of the hub.
    pub language: Option<String>,
}

/// A page that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hit {
    /// The page's title, as plain text.
    pub title: String,
    /// The URL of the page.
    pub url: String,
    /// The page's kind.
    pub kind: String,
    /// The page's language as in HTML, if it is not that of the hub.
    pub language: Option<String>,
    /// The titles of the page's topics.
    pub topics: Vec<String>,
    /// Text with `<mark>` around what matched and everything else escaped.
    pub excerpt: String,
    /// The sections that match best, the best first. Only the first results have them.
    pub sections: Vec<HitSection>,
}

/// A section of a page that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HitSection {
    /// The heading's words.
    pub heading: String,
    /// The URL of the page with the section's anchor.
    pub url: String,
}
