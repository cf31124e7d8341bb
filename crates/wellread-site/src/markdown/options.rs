//! Which Markdown is read.

use pulldown_cmark::Options;

/// What is read besides CommonMark. Math and metadata blocks aren't: a dollar sign in a price and a
/// `---` in a text are common, formulas in a hub for families are not.
pub(super) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS
}
