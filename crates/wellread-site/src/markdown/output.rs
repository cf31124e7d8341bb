//! What is written while a body is rendered: its HTML and its text side by side, and the
//! diagnostics about it.
//!
//! HTML and text only ever grow together, through the methods here, so that each piece of text
//! knows which part of the HTML it became. What may be written where is decided above: see
//! [`super::elements`] for what must be closed when, and [`super::write`] for the whole.

use std::ops::Range;

use pulldown_cmark::CowStr;
use wellread_model::marks::is_visible;
use wellread_model::{
    CodeTreatment, Diagnostic, LanguageTag, Library, Place, Severity, SourcePath, Span, treatment,
};
use wellread_terms::Match;

use super::block::{Block, Emphasis};
use super::body::{Body, LINE_BREAK, OBJECT_REPLACEMENT};
use super::context::BodyInput;
use super::direction::isolated;
use super::escape::escape_into;
use super::numbers::write_words;
use super::passages::Passages;
use super::quotes::OpenQuotes;
use super::source_map::SourceMap;

/// HTML, text and diagnostics of a body.
///
/// Its methods are in two groups: those for outside running text append and no more; those for
/// running text also record in the open block which part of the HTML each piece of text became.
#[derive(Debug)]
pub(super) struct BodyOutput<'a> {
    /// The file of the body, for places.
    source: &'a SourcePath,
    file_text: &'a str,
    /// Where the body begins in it.
    body_start: usize,
    html: String,
    /// The text so far, as a reader sees it; see [`Body::text`].
    text: String,
    /// The line breaks in `text` that end blocks.
    block_ends: Vec<usize>,
    code_blocks: Vec<Range<usize>>,
    /// The passages in `text` that say which language they are in.
    passages: Passages,
    /// Where `text` is written in the file.
    source_map: SourceMap,
    /// The problems so far, in the order in which they were found.
    diagnostics: Vec<Diagnostic>,
    /// The block of running text that was begun last.
    block: Block,
    in_block: bool,
    quotes: OpenQuotes,
    /// Whether the language of the entry is written from right to left.
    is_right_to_left: bool,
    /// How many open elements forbid links to terms.
    no_link_depth: usize,
    /// The first paragraph in the text, once it has ended.
    first_paragraph: Range<usize>,
    /// Whether the text of a letter is being written.
    is_in_letter: bool,
    /// Whether the open block has words that do not name a player.
    has_prose: bool,
    /// Whether the name of a player is being written.
    in_player: bool,
    sounds: Vec<Span>,
    /// See [`Self::names`].
    names: usize,
}

impl<'a> BodyOutput<'a> {
    /// An empty output for a body.
    pub(super) fn new(input: BodyInput<'a>) -> Self {
        let document = input.document();
        let length = document.body_text().len();
        Self {
            source: &document.source,
            file_text: &document.text,
            body_start: document.body.start,
            // Tags and URLs add about half to the length of prose. Text is seldom longer than its
            // Markdown: only curled quotes and dashes take more bytes than what stands for them.
            html: String::with_capacity(length + length / 2),
            text: String::with_capacity(length),
            block_ends: Vec::new(),
            code_blocks: Vec::new(),
            passages: Passages::default(),
            source_map: SourceMap::default(),
            diagnostics: Vec::new(),
            block: Block::default(),
            in_block: false,
            quotes: OpenQuotes::default(),
            is_right_to_left: input.library().language_of(input.subject.id).is_right_to_left(),
            no_link_depth: 0,
            first_paragraph: 0..0,
            is_in_letter: false,
            has_prose: false,
            in_player: false,
            sounds: Vec::new(),
            names: 0,
        }
    }

    /// The body, as far as its output alone shows.
    pub(super) fn into_body(self) -> Body {
        Body {
            html: self.html,
            text: self.text,
            block_ends: self.block_ends,
            code: self.code_blocks,
            passages: self.passages.into_passages(),
            diagnostics: self.diagnostics,
            first_paragraph: self.first_paragraph,
            ..Body::default()
        }
    }

    /// Adds an error of the author.
    pub(super) fn error(
        &mut self,
        code: &'static str,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.report(Diagnostic::error(code, self.place(span), message).help(help));
    }

    /// Adds a warning.
    pub(super) fn warning(
        &mut self,
        code: &'static str,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.report(Diagnostic::warning(code, self.place(span), message).help(help));
    }

    /// Adds an error or a warning, as the table of codes has it.
    pub(super) fn report_as(
        &mut self,
        code: &'static str,
        span: Span,
        message: String,
        help: String,
    ) {
        match treatment(code).map(CodeTreatment::severity) {
            Some(Severity::Warning) => self.warning(code, span, message, help),
            _ => self.error(code, span, message, help),
        }
    }

    /// Adds a diagnostic.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Replaces all that has been reported.
    pub(super) fn replace_diagnostics(
        &mut self,
        replace: impl FnOnce(Vec<Diagnostic>) -> Vec<Diagnostic>,
    ) {
        self.diagnostics = replace(std::mem::take(&mut self.diagnostics));
    }

    /// Whether nothing has been reported.
    pub(super) const fn has_no_diagnostics(&self) -> bool {
        self.diagnostics.is_empty()
    }

    fn place(&self, span: Span) -> Place {
        Place::at(self.source.clone(), span)
    }
}

/// Outside running text.
impl BodyOutput<'_> {
    /// Writes HTML as it is.
    pub(super) fn html(&mut self, markup: &str) {
        self.html.push_str(markup);
    }

    /// Writes text into the HTML that isn't part of the body's text, such as a label.
    pub(super) fn escaped(&mut self, label: &str) {
        escape_into(&mut self.html, label);
    }

    /// Writes text that is neither searched for terms nor part of a block: that of a block of code.
    pub(super) fn code(&mut self, text: &str, span: Span) {
        escape_into(&mut self.html, text);
        self.add_text(text, span);
    }

    /// Notes that a part of the text is a block of code.
    pub(super) fn add_code_block(&mut self, part: Range<usize>) {
        self.code_blocks.push(part);
    }

    /// Ends a line of the text, and with it a block.
    pub(super) fn end_line(&mut self) {
        self.block_ends.push(self.text.len());
        self.text.push('\n');
    }

    /// An element begins that says which language it is in.
    pub(super) fn begin_language(&mut self, language: LanguageTag) {
        self.passages.begin(language, self.text.len());
    }

    /// Ends what [`Self::begin_language`] began.
    pub(super) fn end_language(&mut self) {
        self.passages.end(self.text.len());
    }

    /// How much HTML has been written, in bytes.
    pub(super) const fn html_len(&self) -> usize {
        self.html.len()
    }

    /// The HTML from `start` on.
    pub(super) fn html_from(&self, start: usize) -> &str {
        &self.html[start..]
    }

    /// Takes the HTML from `start` on back, by copying it: for headings and whole tables.
    pub(super) fn take_html(&mut self, start: usize) -> String {
        self.html.split_off(start)
    }

    /// The text so far.
    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

/// Running text.
impl<'a> BodyOutput<'a> {
    /// Begins a block of running text, if none is open: items of tight lists have no event for it.
    pub(super) fn begin_block(&mut self) {
        if !self.in_block {
            self.block.begin(self.html.len(), self.text.len());
            self.quotes = OpenQuotes::default();
            self.in_block = true;
            self.has_prose = false;
        }
    }

    /// Ends the open block.
    pub(super) fn end_block(&mut self) {
        self.in_block = false;
        // A paragraph that is nothing but a comment leaves no empty line in the text.
        if self.block.is_empty() {
            return;
        }
        // Its links have been written, and nothing has a place in its HTML any longer.
        if self.is_right_to_left {
            let html = self.html.split_off(self.block.html_start());
            self.html.push_str(&isolated(&html));
        }
        // Headings, captions and summaries forbid links, which sets them apart from paragraphs. A
        // letter begins with an address, and an image or a player says nothing where only text is
        // shown.
        let may_be_first = self.no_link_depth == 0 && !self.is_in_letter && self.has_prose;
        if self.first_paragraph.is_empty() && may_be_first {
            self.first_paragraph = self.block_range();
        }
        self.end_line();
    }

    /// Whether a block is open.
    pub(super) const fn in_block(&self) -> bool {
        self.in_block
    }

    /// Whether nothing has been written in the last block.
    pub(super) fn block_is_empty(&self) -> bool {
        self.block.is_empty()
    }

    /// From the beginning of the last block to the end of the text.
    pub(super) const fn block_range(&self) -> Range<usize> {
        self.block.text_start()..self.text.len()
    }

    /// Where the text is written in the file.
    pub(super) const fn source_map(&self) -> &SourceMap {
        &self.source_map
    }

    /// The text of the whole file.
    pub(super) const fn file_text(&self) -> &'a str {
        self.file_text
    }

    /// Where the body begins in the file.
    pub(super) const fn body_start(&self) -> usize {
        self.body_start
    }

    /// The parts of the last block that are code, in the body's text.
    pub(super) fn code_in_block(&self) -> &[Range<usize>] {
        self.block.code()
    }

    /// The parts of the last block that are marked as text: `\[`, `&lt;`.
    pub(super) fn meant_as_text(&self) -> impl Iterator<Item = Range<usize>> {
        self.source_map.meant_as_text(self.block.text_start(), self.file_text)
    }

    /// Hands the map over and drops all else.
    pub(super) fn into_source_map(self) -> SourceMap {
        self.source_map
    }

    /// Whether a part of this range of the last block may not be linked.
    pub(super) fn forbids_link(&self, range: &Range<usize>) -> bool {
        self.block.forbids_link(range)
    }

    /// The parts of the last block that are emphasized.
    pub(super) fn emphasis(&self) -> Emphasis {
        self.block.emphasis()
    }

    /// From here on, no term is linked, until [`Self::allow_links`] is called as often.
    pub(super) const fn forbid_links(&mut self) {
        self.no_link_depth += 1;
    }

    /// Ends what [`Self::forbid_links`] began.
    pub(super) const fn allow_links(&mut self) {
        self.no_link_depth -= 1;
    }

    /// Whether no term is linked here.
    pub(super) const fn forbids_links_here(&self) -> bool {
        self.no_link_depth > 0
    }

    /// A player and its name follow.
    pub(super) fn begin_player(&mut self) {
        self.begin_block();
        self.in_player = true;
    }

    /// Ends what [`Self::begin_player`] began.
    pub(super) const fn end_player(&mut self) {
        self.in_player = false;
    }

    /// Records that sound is played here.
    pub(super) fn add_sound(&mut self, span: Span) {
        self.sounds.push(span);
    }

    /// Takes the places where sound is played.
    pub(super) fn take_sounds(&mut self) -> Vec<Span> {
        std::mem::take(&mut self.sounds)
    }

    /// Writes text.
    pub(super) fn words(&mut self, words: &str, span: Span) {
        self.begin_block();
        let (html_start, text_start) = (self.html.len(), self.text.len());
        let is_verbatim = write_words(&mut self.html, words);
        self.add_text(words, span);
        let text = text_start..self.text.len();
        // Decided now, not when terms are linked: by then the elements around it have been closed.
        if self.no_link_depth == 0 {
            self.block.add_text(text, is_verbatim);
        } else {
            self.block.add_fixed_text(html_start..self.html.len(), text);
        }
    }

    /// What readers see for a piece of text that may be a quotation mark, which the parser has
    /// curled already, after `before`. For text of the open block, that is the text so far.
    pub(super) fn curled<'t>(
        &mut self,
        text: CowStr<'t>,
        span: Span,
        before: Option<&str>,
    ) -> CowStr<'t> {
        let Some(mark @ ("\"" | "'")) = self.file_text.get(span.start..span.end) else {
            return text;
        };
        // An escaped mark, and one in code, are what they are.
        if &*text == mark {
            return text;
        }
        let start = if self.in_block { self.block.text_start() } else { self.text.len() };
        let before = before.unwrap_or(&self.text[start..]).chars().next_back();
        let after = &self.file_text[span.end..];
        CowStr::Borrowed(self.quotes.curl(mark, before, after))
    }

    /// Writes a span of code, whose text readers can search for but in which no term is linked.
    pub(super) fn code_span(&mut self, code: &str, span: Span) {
        self.begin_block();
        let (html_start, text_start) = (self.html.len(), self.text.len());
        self.html.push_str("<code>");
        escape_into(&mut self.html, code);
        self.html.push_str("</code>");
        self.add_text(code, span);
        self.block.add_code(html_start..self.html.len(), text_start..self.text.len());
    }

    fn add_text(&mut self, added: &str, span: Span) {
        self.source_map.add(self.text.len(), added, span, self.file_text);
        self.text.push_str(added);
        let is_visible = is_visible(added);
        self.names += usize::from(is_visible);
        self.has_prose |= is_visible && !self.in_player;
    }

    /// How often something was written that a screen reader can read out: text, or the alternative
    /// text of an image. If it is the same at both ends of a link, the link has no name.
    pub(super) const fn names(&self) -> usize {
        self.names
    }

    /// Reports a heading, which ends, if it has had no name since `names` was counted: a screen
    /// reader would stop there with nothing to say. Whether it was reported.
    pub(super) fn report_empty_heading(&mut self, names: usize, span: Span) -> bool {
        let is_empty = names == self.names;
        if is_empty {
            let help = "Write the words of the heading, or remove the line.";
            self.error("empty-heading", span, "This heading has no words.", help);
        }
        is_empty
    }

    /// Counts what was written as something that gives a name.
    pub(super) const fn add_name(&mut self) {
        self.names += 1;
    }

    /// Writes a line break. No term reaches across it: authors do not break lines within a name.
    pub(super) fn line_break(&mut self, markup: &str) {
        self.object_with_text(markup, LINE_BREAK);
    }

    /// Tells whether the text of a letter is being written from here on.
    pub(super) const fn set_in_letter(&mut self, is_in_letter: bool) {
        self.is_in_letter = is_in_letter;
    }

    /// Whether the text of a letter is being written.
    pub(super) const fn is_in_letter(&self) -> bool {
        self.is_in_letter
    }

    /// Writes a blank of a letter. Its name is part of the text for the search, but has no place in
    /// the file, where it may be written in another way.
    pub(super) fn blank(&mut self, markup: &str, name: &str) {
        self.object_with_text(markup, name);
        self.add_name();
    }

    /// Writes something that isn't text, such as an image. U+FFFC stands for it in the text.
    pub(super) fn object(&mut self, markup: &str) {
        let mut text = [0; OBJECT_REPLACEMENT.len_utf8()];
        self.object_with_text(markup, OBJECT_REPLACEMENT.encode_utf8(&mut text));
    }

    fn object_with_text(&mut self, markup: &str, text: &str) {
        self.begin_block();
        let (html_start, text_start) = (self.html.len(), self.text.len());
        self.html.push_str(markup);
        self.text.push_str(text);
        self.block.add_object(html_start..self.html.len(), text_start..self.text.len());
    }

    /// Writes the opening tag of an element that a term may reach across.
    pub(super) fn open_inline(&mut self, tag: &str, close: &'static str) {
        self.begin_block();
        let start = self.html.len();
        self.html.push_str(tag);
        self.block.open(start..self.html.len(), close);
    }

    /// Writes the closing tag of an element that [`Self::open_inline`] opened.
    pub(super) fn close_inline(&mut self, tag: &str) {
        self.html.push_str(tag);
        self.block.close();
    }

    /// Writes a closing tag that no term reaches across.
    pub(super) fn close_object(&mut self, tag: &str) {
        let start = self.html.len();
        self.html.push_str(tag);
        self.block.add_tag(start..self.html.len());
    }

    /// Writes the open block a second time, with links around `matches`, whose places are relative
    /// to the text of the block.
    pub(super) fn link_block(&mut self, matches: &[Match], library: &Library) {
        self.block.link(&mut self.html, &self.text, matches, library);
    }
}
