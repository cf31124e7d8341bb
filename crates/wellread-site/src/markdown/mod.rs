//! Markdown bodies to HTML, with links and terms resolved on the way.
//!
//! [`render`] is a pure function of one document and its [`RenderContext`]. It goes over
//! pulldown-cmark's events once, writes the text of the body together with the HTML, and records what
//! later stages need: sections, anchors, links to check, uses of terms. It never looks at another
//! body.
//!
//! `write.rs` is the dispatcher: it knows the events and the order of things, and nothing else.
//! Below it, each kind of element is one file that owns its state (`headings.rs`, `tables.rs`,
//! `links.rs`, `footnotes.rs`, `raw.rs` …) and writes to the pair of HTML and text in `output.rs`.
//! How terms get into HTML that is written already is in `block.rs`.

mod allowlist;
mod bare_links;
mod block;
mod body;
mod body_source;
mod body_state;
mod callout;
mod code;
mod code_block;
mod colon_lines;
mod context;
mod direction;
mod edited_html;
mod elements;
mod emptiness;
mod escape;
mod fact_links;
mod fact_values;
mod facts;
mod footnotes;
mod headings;
mod html;
mod html_table;
mod ids;
mod image;
mod image_words;
mod inline;
mod item;
mod letter;
mod limits;
mod line;
mod link_words;
mod links;
mod numbers;
mod options;
mod output;
mod outside;
mod page_direction;
mod parse;
mod part;
mod passages;
mod pasted_html;
mod plain_parts;
mod player;
mod quotes;
mod raw;
mod raw_image;
mod reference_definitions;
mod render;
mod resolve;
mod source_map;
mod stray_markup;
mod suggestion;
mod tables;
mod terms;
mod tidy;
mod unpublished;
mod url_tail;
mod write;

pub use body::{
    AnchorLink, AnchorPage, Body, DeadTarget, FactHolder, FactUse, FootnoteSection, MediaUse,
    Passage, PassedOver, Section, TermUse, WhyUnlinked, plain,
};
pub(crate) use body::{LINE_BREAK, pages_by_fact_holder};
pub use context::{RenderContext, Subject};
pub use escape::{escape, escape_into};
pub(crate) use html::{Attribute, HtmlToken, ids_in, tokens};
pub(crate) use ids::is_reserved;
pub(crate) use line::{
    LineContext, line_addresses, line_problems, notice_words, paragraphs, render_line,
};
pub(crate) use links::media_route;
pub(crate) use numbers::{DialedNumber, national, phone_numbers};
pub(crate) use page_direction::isolated_page;
pub(crate) use part::{BodyPart, InsideLink, PartRules, body_part};
pub(crate) use player::language_name;
pub(crate) use reference_definitions::reference_definitions;
pub use render::render;
pub(crate) use render::source_map;
pub(crate) use source_map::SourceMap;
pub(crate) use suggestion::relative;
pub use tidy::{Leftover, Tidied, TidyChange, TidyOptions, tidy};
pub(crate) use unpublished::comment_ranges;
