//! What Markdown takes for text although its author meant markup: an address with a space in it,
//! the bullets of a word processor, a table without its line. Families would read brackets and
//! bars.
//!
//! Whatever Markdown understands has become something else by the time that a block of running text
//! ends. So what still looks like markup in its text is looked at there. What is in code, escaped
//! (`\[`) or written as a reference (`&lt;`) was meant as text, and is masked before anything is
//! looked for.
//!
//! Each file looks for one kind. None changes what is written; each message has the text to write
//! instead.

mod address;
mod destination;
mod emphasis;
mod fact_brackets;
mod finding;
mod front_matter;
mod garbled;
mod in_html;
mod letter_blanks;
mod letters_in_numbers;
pub(super) mod lines;
mod links;
pub(super) mod lists;
mod others;
mod references;
pub(super) mod rows;
mod tables;
mod tags;
mod text_block;
mod unfinished;

use wellread_content::{is_starter_sentence, unfinished_mark};
use wellread_model::Span;
use wellread_model::url::without_user_in;

use self::finding::StrayMarkup;
use self::others::ReportedOnce;
pub(super) use self::text_block::BlockKind;
use self::text_block::{BlockSource, TextBlock, masked};
use super::output::BodyOutput;
use crate::markdown::context::BodyInput;
use crate::markdown::elements::HtmlContext;

/// Reports what stays text. One value serves all blocks of a body.
#[derive(Debug, Default)]
pub(super) struct StrayMarkupCheck<'a> {
    /// What is reported once a page, and has been.
    reported: ReportedOnce,
    /// Whether the page is a draft, in which much is still to be written.
    is_draft: bool,
    /// The primary tag of its language.
    language: &'a str,
}

impl<'a> StrayMarkupCheck<'a> {
    /// Nothing has been reported yet.
    pub(super) fn new(input: BodyInput<'a>) -> Self {
        let language = input.library().language_of(input.subject.id).primary();
        let is_draft = input.document().draft;
        Self { reported: ReportedOnce::default(), is_draft, language }
    }

    /// Reports what looks like markup in the block that is about to end. `html` is what is around
    /// it among the lines of raw HTML.
    pub(super) fn report(
        &mut self,
        kind: BlockKind,
        html: Option<HtmlContext<'_>>,
        out: &mut BodyOutput<'_>,
    ) {
        let range = out.block_range();
        let text = &out.text()[range.clone()];
        let bytes = byte_kinds(text);
        if !(bytes & MARKUP != 0
            || (bytes & GARBLED != 0 && garbled::may_be_garbled(text))
            || text.lines().any(|line| begins_like_markup(line) || is_starter_sentence(line))
            || (bytes & DIGIT != 0 && letters_in_numbers::may_hold_one(text))
            || unfinished_mark(text, Some(self.language)).is_some())
        {
            return;
        }
        let masked = masked(out);
        let block = TextBlock { kind, text: &masked };
        let source = BlockSource::new(out, range.start);
        let mut found = Vec::new();
        links::find(&block, &source, &mut found);
        emphasis::find(self.reported.star, &block, &source, &mut found);
        self.reported.star |= emphasis::marks_a_word(&masked);
        tags::find(&block, &mut found);
        front_matter::find(&block, &source, &mut found);
        if source.is_in_letter() {
            letter_blanks::find(&block, &mut found);
        }
        if !self.is_draft && !found.iter().any(|one| one.code == letter_blanks::CODE) {
            unfinished::find(&block, self.language, &source, &mut found);
        }
        garbled::find(&block, &source, &mut found);
        passwords(&block, &source, &mut found);
        others::find(&mut self.reported, &block, &source, &mut found);
        self.reported.numbers.find(&block, &source, &mut found);
        fact_brackets::find(&block, &source, &mut found);
        letters_in_numbers::find(&block, &mut found);
        if kind == BlockKind::Text {
            lines::find(&block, &source, &mut found);
            lists::find(&block, &source, &mut found);
            // A mark of Word's and a tab are a list, and no table.
            if !found.iter().any(|one| one.code == "list-stays-text") {
                tables::find(&mut self.reported, &block, &source, &mut found);
            }
        }
        // In raw HTML for code, and in the words of a link, markup is text.
        if kind == BlockKind::Text {
            found.retain(|one| {
                one.code == letters_in_numbers::CODE
                    || !source.is_in_link(&(one.range.start..one.range.start + 1))
            });
        }
        if let Some(html) = html {
            in_html::find(html, &block, &source, &mut found);
        }
        let placed: Vec<(Span, StrayMarkup)> =
            found.into_iter().map(|found| (source.span(&found.range), found)).collect();
        for (span, StrayMarkup { code, message, help, .. }) in placed {
            out.report_as(code, span, message, help);
        }
    }
}

/// Bits that say what a text has: a byte that may be markup, a digit, a byte that begins all letters
/// of [`garbled::may_be_garbled`].
const MARKUP: u8 = 1;
const DIGIT: u8 = 2;
const GARBLED: u8 = 4;

static BYTE_KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    // A constant expression allows no `for`.
    while byte < 256 {
        kinds[byte] = match byte as u8 {
            b'[' | b']' | b'*' | b'`' | b'~' | b'<' | b'>' | b'{' | b'|' | b'\t' | b'#' | b'='
            | b'(' | b';' | b'@' | b'_' | b'^' | b'+' => MARKUP,
            b'0'..=b'9' => DIGIT,
            0xc3 => GARBLED,
            _ => 0,
        };
        byte += 1;
    }
    kinds
};

/// The bits of all bytes of a text: one look at each, which spares most blocks all others.
fn byte_kinds(text: &str) -> u8 {
    text.bytes().fold(0, |kinds, byte| kinds | BYTE_KINDS[usize::from(byte)])
}

/// Whether a line begins as a list, a definition or a setting does.
fn begins_like_markup(line: &str) -> bool {
    line.starts_with([':', '!']) || front_matter::is_key(line) || lists::may_be_item(line)
}

/// Passwords in addresses that are not links. They would be published anyway.
fn passwords(block: &TextBlock<'_>, source: &BlockSource<'_, '_>, found: &mut Vec<StrayMarkup>) {
    let mut at = 0;
    for part in block.text.split_inclusive(char::is_whitespace) {
        let word = part.trim_end();
        let range = at..at + word.len();
        at += part.len();
        let Some(url) = without_user_in(word) else { continue };
        // A link has been looked at.
        if block.kind == BlockKind::Heading || !source.is_in_link(&range) {
            let message =
                "This address holds a user name or a password, which everyone could read.";
            found.push(StrayMarkup::new("user-in-link", range, message, format!("Write {url}")));
        }
    }
}
