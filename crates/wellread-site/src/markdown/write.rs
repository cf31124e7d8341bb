//! One pass over the events of a body: which element is written when, and by whom.
//!
//! [`BodyWriter`] is only a dispatcher. It reads an event, ends the block of running text where
//! there is one to end, and calls the file that the element belongs to. Footnotes are set aside
//! ([`super::footnotes`]) and go through the same dispatcher after everything else.

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};
use wellread_model::{HtmlPolicy, Span};
use wellread_terms::{count_words, is_plain};

use super::body::Body;
use super::body_source::BodySource;
use super::body_state::BodyState;
use super::callout::{Callouts, LineStep, end_title};
use super::code::open_code;
use super::code_block::{CodeBlock, report_code_in_words};
use super::context::BodyInput;
use super::elements::OpenElements;
use super::emptiness::report_emptiness;
use super::fact_links::write_fact;
use super::footnotes::Footnotes;
use super::headings::{Headings, repeats_title};
use super::html::tokens;
use super::image::{Image, WrittenImage};
use super::inline::{is_inline, is_inline_end};
use super::item::{UnopenedItem, write_task_box};
use super::letter::LetterWriter;
use super::links::{LinkTags, Links, WrittenLink};
use super::output::BodyOutput;
use super::parse::{SpannedEvent, events};
use super::pasted_html::{condense, point_to_tidy};
use super::player::report_untranscribed;
use super::raw::{HtmlBlock, HtmlPlace, RawHtmlWriter, claim_ids, ends_block, report_nested_link};
use super::source_map::SourceMap;
use super::stray_markup::{BlockKind, StrayMarkupCheck};
use super::tables::TableState;
use super::terms::TermLinks;

/// Sends each event to the value that writes it.
///
/// Each field owns what it needs from one event to the next, and lends itself to the others where
/// an element concerns two of them: a wikilink is a link and counts as the link of a term.
pub(super) struct BodyWriter<'a> {
    /// What is rendered. It never changes.
    input: BodyInput<'a>,
    /// What has been written.
    out: BodyOutput<'a>,
    /// What must still be closed.
    elements: OpenElements,
    /// The sections so far, and the ids that are taken.
    headings: Headings,
    /// Links that are open, and those that the body records for later checks.
    links: Links<'a>,
    /// Which terms have been linked in this section, and so are not linked again.
    terms: TermLinks,
    /// Where in a table the writer is.
    tables: TableState,
    /// Footnotes that wait for the end, and the numbers of those that are referred to.
    footnotes: Footnotes<'a>,
    /// What still looks like markup in text.
    stray_markup: StrayMarkupCheck<'a>,
    /// What is read as a whole before any of it is written: code, an image, a block of raw HTML.
    state: BodyState,
    /// Quotations that begin with the name of a callout.
    callouts: Callouts,
    /// The blanks of a letter; in other bodies it does nothing.
    letter: LetterWriter<'a>,
    /// Whether the lines of a block of raw HTML are being written.
    in_html: bool,
}

impl<'a> BodyWriter<'a> {
    /// The writer when it has written everything.
    pub(super) fn written(input: BodyInput<'a>, source: &'a BodySource<'a>) -> Self {
        let mut writer = Self::new(input, source);
        for &span in source.open_comments() {
            let message = "This comment is never closed, so all that follows would be published.";
            let help = "Write %% after the comment. To show percent signs, write \\%%.";
            writer.out.error("open-comment", span, message, help);
        }
        if let Some(refused) = source.refused() {
            writer.out.report(refused.clone());
        }
        writer.letter.begin_body(&mut writer.elements, &mut writer.out);
        // Events are written as they come, except those of footnotes: a body may fill a book.
        for SpannedEvent { event, span } in events(source) {
            if let Some(event) = writer.footnotes.set_aside(event, span) {
                writer.event(event, span);
            }
        }
        writer.finish_block();
        writer.letter.close(&mut writer.elements, &mut writer.out);
        writer.elements.end_text(&mut writer.out);
        writer.write_footnotes();
        report_emptiness(writer.input, &mut writer.out);
        report_untranscribed(writer.input, &mut writer.out);
        writer
    }

    fn new(input: BodyInput<'a>, source: &'a BodySource<'a>) -> Self {
        Self {
            input,
            out: BodyOutput::new(input),
            elements: OpenElements::default(),
            headings: Headings::default(),
            links: Links::new(input),
            terms: TermLinks::new(input),
            tables: TableState::default(),
            footnotes: Footnotes::default(),
            stray_markup: StrayMarkupCheck::new(input),
            state: BodyState::Body,
            callouts: Callouts::default(),
            letter: LetterWriter::new(source.letter(), input),
            in_html: false,
        }
    }

    fn event(&mut self, event: Event<'a>, span: Span) {
        if let BodyState::Image(image) = &mut self.state
            && !matches!(event, Event::End(TagEnd::Image))
        {
            return image.read_alternative(event, span, &mut self.out);
        }
        if matches!(self.state, BodyState::RepeatedTitle) {
            if matches!(event, Event::End(TagEnd::Heading(_))) {
                self.state = BodyState::Body;
                self.letter.end_heading(span, &mut self.elements, &mut self.out);
            }
            return;
        }
        let (event, span) = match self.callouts.read(event, span, &mut self.out) {
            LineStep::Write(event, span) => (event, span),
            LineStep::Skip => return,
            LineStep::End { has_title, goes_on } => {
                self.finish_block();
                end_title(has_title, &mut self.out);
                return if goes_on {
                    self.begin_paragraph()
                };
            }
        };
        // Only a paragraph or the mark of a task leave open what the item is.
        if !matches!(event, Event::Start(Tag::Paragraph) | Event::TaskListMarker(_)) {
            self.open_item();
        }
        // Running text begins a block by itself, wherever it is; see `BodyOutput::begin_block`.
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => {
                self.end(tag);
                if matches!(tag, TagEnd::Heading(_)) {
                    self.letter.end_heading(span, &mut self.elements, &mut self.out);
                }
            }
            Event::Text(text) => {
                // Quotation marks curl by what comes before them, which only the output knows.
                let text = self.out.curled(text, span, None);
                self.text(&text, span);
            }
            Event::Code(text) => {
                report_code_in_words(span, &mut self.out);
                self.out.code_span(&text, span);
            }
            // A term may reach across the end of a line, so this is text like any other.
            Event::SoftBreak if self.letter.has_line_end(span) => self.out.line_break("<br>\n"),
            Event::SoftBreak => self.text("\n", span),
            Event::HardBreak => self.out.line_break("<br>\n"),
            Event::Rule => {
                self.finish_block();
                self.out.html("<hr>\n");
            }
            Event::FootnoteReference(label) => {
                // The number is a link itself.
                if self.elements.is_in_link() {
                    let message = format!("The footnote [^{label}] is inside a link.");
                    let help = format!("Write [^{label}] after the end of the link.");
                    self.out.error("footnote-in-link", span, message, help);
                }
                self.footnotes.write_reference(&label, &mut self.out);
            }
            Event::TaskListMarker(is_done) => {
                if let Some(item) = self.state.take_item() {
                    item.open_task(&mut self.out);
                }
                write_task_box(is_done, self.input, &mut self.out);
            }
            Event::Html(html) => match &mut self.state {
                BodyState::Html(block) => block.push(&html, span),
                _ => self.raw_html(&html, HtmlPlace::AmongWords(span)),
            },
            Event::InlineHtml(html) => {
                let place = HtmlPlace::in_text(span, &self.tables, &self.elements);
                self.raw_html(&html, place);
            }
            // The parser's option for math is off; if it did, the author's text would still be
            // there.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text, span),
        }
    }

    fn text(&mut self, text: &str, span: Span) {
        if matches!(self.state, BodyState::Code(_)) {
            self.out.code(text, span);
        } else {
            let shown = self.links.shown(text);
            self.letter.text(&shown, span, &mut self.out);
        }
    }

    fn start(&mut self, tag: Tag<'a>, span: Span) {
        if !is_inline(&tag) {
            self.finish_block();
            if matches!(tag, Tag::Heading { .. }) {
                self.letter.begin_heading(span, &mut self.elements, &mut self.out);
            }
            // What a block of raw HTML contains is looked at element by element.
            if !matches!(tag, Tag::HtmlBlock) {
                self.elements.begin_block("div", &mut self.out);
            }
        }
        let (elements, out) = (&mut self.elements, &mut self.out);
        match tag {
            Tag::Paragraph => self.begin_paragraph(),
            Tag::Heading { level, id: None, .. }
                if level == HeadingLevel::H1 && repeats_title(span, self.input, out) =>
            {
                self.state = BodyState::RepeatedTitle;
            }
            Tag::Heading { level, id, .. } => {
                self.headings.begin(level, id.map(|id| id.to_string()), span, out);
            }
            Tag::BlockQuote(kind) => self.callouts.open(kind, span, self.input, elements, out),
            Tag::CodeBlock(kind) => {
                open_code(&kind, out);
                self.state = BodyState::Code(CodeBlock::new(&kind, span, out));
            }
            Tag::HtmlBlock => self.state = BodyState::Html(HtmlBlock::default()),
            Tag::List(None) => elements.open_container("<ul>\n", out),
            // The number is only written where it differs from what a browser counts by itself.
            Tag::List(Some(1)) => elements.open_container("<ol>\n", out),
            Tag::List(Some(first)) => {
                elements.open_container(&format!("<ol start=\"{first}\">\n"), out);
            }
            Tag::Item => {
                // The container is open even though its tag is still to come: raw HTML may not
                // reach out of it.
                elements.open_container("", out);
                self.state = BodyState::Item(UnopenedItem::default());
            }
            Tag::DefinitionList => elements.open_container("<dl>\n", out),
            Tag::DefinitionListTitle => elements.open_container("<dt>", out),
            Tag::DefinitionListDefinition => elements.open_container("<dd>", out),
            Tag::Table(alignments) => {
                let (_, heading) = self.headings.current();
                self.tables.open(alignments, heading, self.input, elements, out);
            }
            Tag::TableHead => self.tables.open_head(span, elements, out),
            Tag::TableRow => self.tables.open_row(span, elements, out),
            Tag::TableCell => self.tables.open_cell(elements, out),
            // Footnotes are set aside before; metadata isn't read.
            Tag::FootnoteDefinition(_) | Tag::MetadataBlock(_) => {}
            Tag::Emphasis => elements.open_inline("<em>", "</em>", out),
            Tag::Strong => elements.open_inline("<strong>", "</strong>", out),
            Tag::Strikethrough => elements.open_inline("<del>", "</del>", out),
            Tag::Superscript => elements.open_inline("<sup>", "</sup>", out),
            Tag::Subscript => elements.open_inline("<sub>", "</sub>", out),
            Tag::Link { link_type, dest_url, title, .. } => {
                let terms = &mut self.terms;
                let (kind, destination, title) = (link_type, &*dest_url, &*title);
                let link = WrittenLink { kind, destination, title, span };
                // A link that leads nowhere is opened all the same, as its end will come.
                let mut tags = self.links.tags(link, out, terms);
                // Markdown never puts a link into another, but it may be inside a raw one.
                if !tags.open.is_empty() && elements.is_in_link() {
                    report_nested_link(span, out);
                    tags = LinkTags::default();
                }
                write_fact(tags.fact, span, elements, out);
                elements.open_link(&tags.open, tags.close, span, out);
            }
            Tag::Image { link_type, dest_url, title, .. } => {
                let (input, links) = (self.input, &mut self.links);
                let (kind, destination, title) = (Some(link_type), &*dest_url, &*title);
                let written = WrittenImage { kind, destination, title, span };
                self.state = BodyState::Image(Image::begin(written, input, links, out));
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        // Raw HTML that is read now may go on with the text before it (the parser hands over
        // indentation as text), so it ends the block itself.
        if !is_inline_end(tag) && tag != TagEnd::HtmlBlock {
            self.finish_block();
        }
        let (elements, out) = (&mut self.elements, &mut self.out);
        match tag {
            TagEnd::Paragraph => out.html("</p>\n"),
            TagEnd::Heading(_) => {
                // The section begins after the heading, whose own links were forbidden anyway.
                self.headings.end(self.input, out);
                let (level, title) = self.headings.current();
                self.terms.begin_section(self.input, level, title);
            }
            TagEnd::BlockQuote(_) => self.callouts.close(elements, out),
            TagEnd::CodeBlock => {
                if let BodyState::Code(code) = self.state.take() {
                    out.add_code_block(code.text(out));
                    self.terms.list_terms(code.text(out), self.input, out);
                    code.report(out);
                }
                // Code is not a block of running text, but the words around it must stay apart.
                out.html("</code></pre>\n");
                out.end_line();
            }
            TagEnd::HtmlBlock => {
                if let BodyState::Html(block) = self.state.take() {
                    self.raw_html(block.html(), HtmlPlace::Block(&block));
                }
            }
            TagEnd::List(false) => elements.close_container("</ul>\n", out),
            TagEnd::List(true) => elements.close_container("</ol>\n", out),
            TagEnd::Item => elements.close_container("</li>\n", out),
            TagEnd::DefinitionList => elements.close_container("</dl>\n", out),
            TagEnd::DefinitionListTitle => elements.close_container("</dt>\n", out),
            TagEnd::DefinitionListDefinition => elements.close_container("</dd>\n", out),
            TagEnd::Table => elements.close_container("</tbody></table></div>\n", out),
            TagEnd::TableHead => self.tables.close_head(elements, out),
            TagEnd::TableRow => elements.close_container("</tr>\n", out),
            TagEnd::TableCell => self.tables.close_cell(elements, out),
            TagEnd::FootnoteDefinition | TagEnd::MetadataBlock(_) => {}
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript => self.close_inline(),
            TagEnd::Link => {
                self.links.end_words(out);
                self.close_inline();
            }
            TagEnd::Image => {
                // An image in an alternative text has no tag of its own, but an end.
                if let BodyState::Image(image) = self.state.take() {
                    image.end(self.input, &mut self.out);
                }
            }
        }
    }

    fn begin_paragraph(&mut self) {
        match self.state.take_item() {
            Some(item) => self.state = BodyState::Item(item.with_paragraph()),
            None => {
                self.out.html("<p>");
                self.out.begin_block();
            }
        }
    }

    /// Writes the tag of the list item that has begun, which isn't a task.
    fn open_item(&mut self) {
        if let Some(item) = self.state.take_item() {
            item.open(&mut self.out);
        }
    }

    fn close_inline(&mut self) {
        self.elements.close_inline(&mut self.out);
        // Only the text of a wikilink is replaced, and whatever ends here, it isn't open any
        // longer.
        if let Some(words) = self.links.show_as_written(&self.out) {
            self.terms.prevent(words);
        }
    }

    /// Writes raw HTML: as it is in a hub that trusts its authors, tag by tag in others.
    fn raw_html(&mut self, html: &str, place: HtmlPlace<'_>) {
        let is_block = matches!(place, HtmlPlace::Block(_));
        if self.input.library().settings.html == HtmlPolicy::Trusted {
            if is_block {
                self.finish_block();
                self.out.html(html);
            } else {
                self.out.object(html);
                // It is not read, so it may be anything.
                self.out.add_name();
            }
            return claim_ids(html, &mut self.headings);
        }
        self.in_html = is_block;
        for token in tokens(html) {
            // Asked first, because the end of a block concerns terms and footnotes, of which raw
            // HTML knows nothing.
            if ends_block(&token, place, &self.elements) {
                self.finish_block();
            }
            let mut writer = RawHtmlWriter {
                input: self.input,
                out: &mut self.out,
                elements: &mut self.elements,
                links: &mut self.links,
                headings: &mut self.headings,
                tables: &mut self.tables,
            };
            writer.token(html, &token, place);
        }
        if is_block {
            self.finish_block();
        }
        self.in_html = false;
    }

    /// Ends the open block, if there is one. Only now can its terms be linked, and only now is it
    /// certain that a `[^name]` in its text isn't a reference.
    fn finish_block(&mut self) {
        if !self.out.in_block() {
            return;
        }
        // Closing tags first: they belong to the block that is about to be written again.
        self.elements.end_block(&mut self.out);
        if !self.out.block_is_empty() {
            let is_heading = self.headings.is_open();
            self.terms.link_block(is_heading, self.input, &mut self.out);
            self.footnotes.report_unknown(self.input, &mut self.out);
            let kind = match (is_heading, self.tables.is_in_cell()) {
                (true, _) => BlockKind::Heading,
                (_, true) => BlockKind::Cell,
                _ => BlockKind::Text,
            };
            // A problem with the whole row has already been reported.
            if !(kind == BlockKind::Cell && self.tables.is_reported()) {
                let context = self.in_html.then(|| self.elements.html_context());
                self.stray_markup.report(kind, context, &mut self.out);
            }
        }
        self.out.end_block();
    }

    /// Writes all footnotes that were referred to. A footnote may refer to further ones.
    fn write_footnotes(&mut self) {
        self.footnotes.count_references();
        if !self.footnotes.is_empty() {
            let start = self.out.html_len();
            self.out.html("<section class=\"notes\" role=\"doc-endnotes\">\n");
            self.headings.begin_footnotes(self.input, &mut self.out);
            let (level, title) = self.headings.current();
            self.terms.begin_section(self.input, level, title);
            self.out.html("<ol>\n");
            let first_item = self.out.html_len();
            for number in 1..=self.footnotes.count() {
                self.write_footnote(number);
            }
            self.footnotes.end_section(start, first_item, &mut self.out);
        }
        self.footnotes.report(&mut self.out);
    }

    fn write_footnote(&mut self, number: usize) {
        self.out.html(&format!("<li id=\"note-{number}\">\n"));
        let mut events = self.footnotes.take_events(number);
        // The links back go into the last paragraph, where a reader's eyes are. After a list, a
        // table or code, they follow it.
        let end = events.pop_if(|last| matches!(last.event, Event::End(TagEnd::Paragraph)));
        for SpannedEvent { event, span } in events {
            self.event(event, span);
        }
        self.finish_block();
        self.footnotes.write_back_links(number, self.input, &mut self.out);
        if let Some(end) = end {
            self.event(end.event, end.span);
        }
        self.out.html("</li>\n");
    }

    /// Where the text is written in the file.
    pub(super) fn into_source_map(self) -> SourceMap {
        self.out.into_source_map()
    }

    /// The body.
    pub(super) fn finish(mut self) -> Body {
        self.elements.end_body(&mut self.out);
        let (document, policy) = (self.input.document(), self.input.library().settings.html);
        self.out.replace_diagnostics(|found| {
            point_to_tidy(condense(found, &document.text), document, policy)
        });
        let (sections, mut anchors) = self.headings.finish(&self.out);
        // Sorted, so that the check of links can use binary search.
        anchors.extend(self.footnotes.anchors());
        anchors.sort_unstable();
        let footnotes = self.footnotes.into_section();
        let body = Body { sections, anchors, footnotes, ..self.out.into_body() };
        let mut body = self.terms.finish(body);
        self.links.finish(&mut body);
        body.words_in_text = count_words(&body.text);
        body.is_plain = is_plain(&body.text);
        body.shrink_to_fit();
        body
    }
}
