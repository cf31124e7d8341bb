//! One pass over the events of a body, writing HTML and text side by side.
//!
//! Blocks of running text go through [`super::inline::Block`], where terms become links. Notes
//! are set aside and written at the end, in the order in which they are referred to. Raw HTML is
//! written in [`super::raw`], destinations of links in [`super::destination`].

use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, Event, Options, Parser, Tag, TagEnd,
};
use rustc_hash::FxHashSet;
use wellread_model::{Diagnostic, EntryId, Place, Relation, Span};

use super::destination::Picture;
use super::footnotes::Footnotes;
use super::headings::Ids;
use super::inline::{Block, Inline, Shown};
use super::raw::RawElement;
use super::{Body, RenderContext, Subject, count_words, escape_into};
use wellread_terms::{Match, is_plain};

/// Renders the body of an entry.
#[must_use]
pub fn render(subject: Subject<'_>, context: &RenderContext<'_>) -> Body {
    let document = &subject.entry.document;
    let mut writer = BodyWriter::new(subject, context);
    for (event, range) in Parser::new_ext(document.body_text(), options()).into_offset_iter() {
        let span = Span::from(range).shifted(document.body.start);
        if let Some(event) = writer.footnotes.set_aside(event, span) {
            writer.event(event, span);
        }
    }
    writer.finish_block();
    writer.write_footnotes();
    writer.finish()
}

fn options() -> Options {
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

pub(super) struct BodyWriter<'a> {
    pub(super) subject: Subject<'a>,
    pub(super) context: &'a RenderContext<'a>,
    pub(super) body: Body,
    pub(super) block: Block,
    pub(super) in_block: bool,
    /// Inline elements that are open, the innermost last.
    pub(super) inline: Vec<Inline>,
    /// Raw elements that hold blocks and are open, the innermost last.
    pub(super) raw: Vec<RawElement>,
    /// Raw elements that were refused and may still be closed.
    pub(super) refused: Vec<String>,
    /// How many Markdown containers (lists, quotes, cells …) are open.
    pub(super) depth: usize,
    /// How many open elements forbid links to terms.
    pub(super) barred: usize,
    pub(super) ids: Ids,
    pub(super) footnotes: Footnotes<'a>,
    /// The picture whose alternative text is being read.
    pub(super) image: Option<Picture>,
    pub(super) shown: Shown,
    /// Where the content of the open link begins in the HTML.
    pub(super) link_start: usize,
    /// The HTML block that is being read: its text, and where each part of it is in the file.
    pub(super) fragment: Option<(String, Vec<(usize, usize)>)>,
    pub(super) heading: Option<(usize, u8, Option<String>)>,
    pub(super) section: (u8, String, String, usize),
    pub(super) linked: FxHashSet<EntryId>,
    /// The terms that the author linked in this block, with their places in the text.
    pub(super) explicit: Vec<(usize, EntryId)>,
    pub(super) skipped: FxHashSet<EntryId>,
    pub(super) matches: Vec<Match>,
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    tables: usize,
    code: bool,
}

impl<'a> BodyWriter<'a> {
    fn new(subject: Subject<'a>, context: &'a RenderContext<'a>) -> Self {
        let length = subject.entry.document.body_text().len();
        let skipped = subject.entry.related(Relation::SkipTerm).iter().copied();
        Self {
            subject,
            context,
            body: Body {
                html: String::with_capacity(length + length / 2),
                text: String::with_capacity(length),
                ..Body::default()
            },
            block: Block::default(),
            in_block: false,
            inline: Vec::new(),
            raw: Vec::new(),
            refused: Vec::new(),
            depth: 0,
            barred: 0,
            ids: Ids::default(),
            footnotes: Footnotes::default(),
            image: None,
            shown: Shown::Written,
            link_start: 0,
            fragment: None,
            heading: None,
            section: (1, String::new(), String::new(), 0),
            linked: FxHashSet::default(),
            explicit: Vec::new(),
            skipped: skipped.chain([subject.id]).collect(),
            matches: Vec::new(),
            alignments: Vec::new(),
            column: 0,
            in_head: false,
            tables: 0,
            code: false,
        }
    }

    pub(super) fn place(&self, span: Span) -> Place {
        Place::at(self.subject.entry.document.source.clone(), span)
    }

    pub(super) fn error(
        &mut self,
        code: &'static str,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let diagnostic = Diagnostic::error(code, self.place(span), message).help(help);
        self.body.diagnostics.push(diagnostic);
    }

    pub(super) fn event(&mut self, event: Event<'a>, span: Span) {
        if self.image.is_some() && !matches!(event, Event::End(TagEnd::Image)) {
            self.alternative_text(&event);
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag, span),
            Event::Text(text) => self.text(&text, span),
            Event::Code(text) => {
                self.begin_block();
                let (html, plain) = (self.body.html.len(), self.body.text.len());
                self.body.html.push_str("<code>");
                escape_into(&mut self.body.html, &text);
                self.body.html.push_str("</code>");
                self.body.text.push_str(&text);
                self.block.opaque_text(&self.body.html, html, &self.body.text, plain, span);
            }
            Event::SoftBreak => self.text("\n", span),
            Event::HardBreak => {
                self.begin_block();
                let start = self.body.html.len();
                self.body.html.push_str("<br>\n");
                self.block.barrier(&self.body.html, start, &mut self.body.text);
                self.body.text.push('\n');
                self.block.bar_to(self.body.text.len());
            }
            Event::Rule => {
                self.finish_block();
                self.body.html.push_str("<hr>\n");
            }
            Event::FootnoteReference(label) => self.note_reference(&label),
            Event::TaskListMarker(done) => {
                self.mark_task();
                self.begin_block();
                let start = self.body.html.len();
                let label = self.context.text.get(if done { "task_done" } else { "task_open" });
                self.body.html.push_str("<input type=\"checkbox\" disabled");
                self.body.html.push_str(if done { " checked" } else { "" });
                self.body.html.push_str(" aria-label=\"");
                escape_into(&mut self.body.html, label);
                self.body.html.push_str("\"> ");
                self.block.barrier(&self.body.html, start, &mut self.body.text);
            }
            Event::Html(html) => match &mut self.fragment {
                Some((fragment, parts)) => {
                    parts.push((fragment.len(), span.start));
                    fragment.push_str(&html);
                }
                None => self.inline_html(&html, span),
            },
            Event::InlineHtml(html) => self.inline_html(&html, span),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text, span),
        }
    }

    /// Marks the item that has just been opened as a task.
    fn mark_task(&mut self) {
        for opened in ["<li>", "<li><p>"] {
            if self.body.html.ends_with(opened) {
                let at = self.body.html.len() - opened.len() + "<li".len();
                self.body.html.insert_str(at, " class=\"task\"");
                // Its block is empty still, and begins further on now.
                self.in_block = false;
                return;
            }
        }
    }

    fn text(&mut self, text: &str, span: Span) {
        if self.code {
            escape_into(&mut self.body.html, text);
            self.body.text.push_str(text);
            return;
        }
        self.begin_block();
        let linkable = self.barred == 0;
        let instead;
        let text = match &mut self.shown {
            Shown::Written => text,
            Shown::WithoutMark => {
                self.shown = Shown::Written;
                text.strip_prefix('!').unwrap_or(text)
            }
            Shown::Instead(words) => {
                instead = words.take().unwrap_or_default();
                &instead
            }
        };
        self.block.text_piece(&mut self.body.html, &mut self.body.text, text, linkable, span);
    }

    /// Begins a block of running text, if none is open.
    pub(super) fn begin_block(&mut self) {
        if !self.in_block {
            self.block.begin(&self.body.html, &self.body.text);
            self.in_block = true;
        }
    }

    /// Ends the open block: links its terms and checks what can only be seen in whole text.
    pub(super) fn finish_block(&mut self) {
        if !self.in_block {
            return;
        }
        self.in_block = false;
        self.refuse_open_inline();
        if self.block.is_empty() {
            return;
        }
        self.link_terms();
        self.report_unknown_footnotes();
        let range = self.block.text(&self.body.text);
        if self.body.first_paragraph.is_empty() && self.barred == 0 && self.heading.is_none() {
            self.body.first_paragraph = range;
        }
        self.body.text.push('\n');
    }

    fn start(&mut self, tag: Tag<'a>, span: Span) {
        let is_block = !matches!(
            tag,
            Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Superscript
                | Tag::Subscript
                | Tag::Link { .. }
                | Tag::Image { .. }
        );
        if is_block {
            self.finish_block();
            if !matches!(tag, Tag::HtmlBlock) {
                self.refuse_blocks_among_words();
            }
        }
        match tag {
            Tag::Paragraph => self.open_block("<p>"),
            Tag::Heading { level, id, .. } => {
                self.begin_heading(level, id.map(|id| id.to_string()), span);
            }
            Tag::BlockQuote(kind) => self.begin_quote(kind),
            Tag::CodeBlock(kind) => {
                self.body.html.push_str("<pre tabindex=\"0\"><code");
                if let CodeBlockKind::Fenced(info) = &kind
                    && let Some(language) = info.split([' ', ',']).next().filter(|l| !l.is_empty())
                {
                    self.body.html.push_str(" class=\"language-");
                    escape_into(&mut self.body.html, language);
                    self.body.html.push('"');
                }
                self.body.html.push('>');
                self.code = true;
            }
            Tag::HtmlBlock => self.fragment = Some((String::new(), Vec::new())),
            Tag::List(first) => {
                let tag = match first {
                    None => "<ul>\n".to_owned(),
                    Some(1) => "<ol>\n".to_owned(),
                    Some(first) => format!("<ol start=\"{first}\">\n"),
                };
                self.open_container(&tag);
            }
            Tag::Item => self.open_container("<li>"),
            Tag::DefinitionList => self.open_container("<dl>\n"),
            Tag::DefinitionListTitle => self.open_container("<dt>"),
            Tag::DefinitionListDefinition => self.open_container("<dd>"),
            Tag::Table(alignments) => {
                self.alignments = alignments;
                self.tables += 1;
                let label = self.context.text.with_number("table", self.tables);
                self.open_container(
                    "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"",
                );
                escape_into(&mut self.body.html, &label);
                self.body.html.push_str("\"><table>\n");
            }
            Tag::TableHead => {
                self.in_head = true;
                self.column = 0;
                self.barred += 1;
                self.open_container("<thead>\n<tr>");
            }
            Tag::TableRow => {
                self.column = 0;
                self.open_container("<tr>");
            }
            Tag::TableCell => self.begin_cell(),
            Tag::FootnoteDefinition(_) | Tag::MetadataBlock(_) => {}
            Tag::Emphasis => self.open_inline("<em>", "</em>"),
            Tag::Strong => self.open_inline("<strong>", "</strong>"),
            Tag::Strikethrough => self.open_inline("<del>", "</del>"),
            Tag::Superscript => self.open_inline("<sup>", "</sup>"),
            Tag::Subscript => self.open_inline("<sub>", "</sub>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.begin_link(link_type, &dest_url, &title, span);
            }
            Tag::Image { link_type, dest_url, title, .. } => {
                self.begin_picture(link_type, &dest_url, &title, span);
            }
        }
    }

    fn end(&mut self, tag: TagEnd, span: Span) {
        match tag {
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript => return self.close_inline(),
            TagEnd::Link => {
                if self.body.html.len() == self.link_start {
                    let help = "Write the words of the link between the square brackets.";
                    self.error("empty-link", span, "This link has no words.", help);
                }
                return self.close_inline();
            }
            TagEnd::Image => return self.end_picture(),
            TagEnd::Heading(_) => return self.end_heading(),
            TagEnd::HtmlBlock => {
                if let Some((fragment, parts)) = self.fragment.take() {
                    self.html_block(&fragment, &parts);
                }
                return;
            }
            TagEnd::CodeBlock => {
                self.code = false;
                self.body.html.push_str("</code></pre>\n");
                self.body.text.push('\n');
                return;
            }
            _ => self.finish_block(),
        }
        match tag {
            TagEnd::Paragraph => self.body.html.push_str("</p>\n"),
            TagEnd::BlockQuote(kind) => {
                self.close_container(if kind.is_some() { "</div>\n" } else { "</blockquote>\n" });
            }
            TagEnd::List(ordered) => {
                self.close_container(if ordered { "</ol>\n" } else { "</ul>\n" });
            }
            TagEnd::Item => self.close_container("</li>\n"),
            TagEnd::DefinitionList => self.close_container("</dl>\n"),
            TagEnd::DefinitionListTitle => self.close_container("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.close_container("</dd>\n"),
            TagEnd::Table => self.close_container("</tbody></table></div>\n"),
            TagEnd::TableHead => {
                self.in_head = false;
                self.barred -= 1;
                self.close_container("</tr>\n</thead><tbody>\n");
            }
            TagEnd::TableRow => self.close_container("</tr>\n"),
            TagEnd::TableCell => {
                self.close_container(if self.in_head { "</th>" } else { "</td>" });
                self.column += 1;
            }
            _ => {}
        }
    }

    fn open_block(&mut self, tag: &str) {
        self.body.html.push_str(tag);
        self.begin_block();
    }

    fn open_container(&mut self, tag: &str) {
        self.depth += 1;
        self.body.html.push_str(tag);
    }

    fn close_container(&mut self, tag: &str) {
        self.refuse_open_raw();
        self.depth -= 1;
        self.body.html.push_str(tag);
    }

    fn open_inline(&mut self, tag: &str, close: &'static str) {
        self.begin_block();
        let start = self.body.html.len();
        self.body.html.push_str(tag);
        self.block.open(&self.body.html, start, close);
        self.inline.push(Inline { raw: None, barred: false, close, splittable: true });
    }

    fn close_inline(&mut self) {
        self.refuse_raw_inside_markdown();
        let Some(inline) = self.inline.pop() else { return };
        self.shown = Shown::Written;
        self.write_close(&inline);
    }

    /// Writes the end of an inline element.
    pub(super) fn write_close(&mut self, inline: &Inline) {
        self.barred -= usize::from(inline.barred);
        let start = self.body.html.len();
        self.body.html.push_str(inline.close);
        if inline.splittable {
            self.block.close();
        } else {
            self.block.tag(&self.body.html, start);
        }
    }

    fn begin_quote(&mut self, kind: Option<BlockQuoteKind>) {
        let Some(kind) = kind else { return self.open_container("<blockquote>\n") };
        let name = match kind {
            BlockQuoteKind::Note => "note",
            BlockQuoteKind::Tip => "tip",
            BlockQuoteKind::Important => "important",
            BlockQuoteKind::Warning => "warning",
            BlockQuoteKind::Caution => "caution",
        };
        self.open_container("<div class=\"callout callout-");
        self.body.html.push_str(name);
        self.body.html.push_str("\" role=\"note\">\n<p class=\"callout-title\">");
        let title = self.context.text.get(match kind {
            BlockQuoteKind::Note => "callout_note",
            BlockQuoteKind::Tip => "callout_tip",
            BlockQuoteKind::Important => "callout_important",
            BlockQuoteKind::Warning => "callout_warning",
            BlockQuoteKind::Caution => "callout_caution",
        });
        escape_into(&mut self.body.html, title);
        self.body.html.push_str("</p>\n");
    }

    fn begin_cell(&mut self) {
        let align = match self.alignments.get(self.column) {
            Some(Alignment::Left) => " class=\"left\"",
            Some(Alignment::Center) => " class=\"center\"",
            Some(Alignment::Right) => " class=\"right\"",
            Some(Alignment::None) | None => "",
        };
        self.open_container(if self.in_head { "<th scope=\"col\"" } else { "<td" });
        self.body.html.push_str(align);
        self.body.html.push('>');
    }

    fn finish(mut self) -> Body {
        self.refuse_all_open_raw();
        self.end_section();
        self.body.words_in_text = count_words(&self.body.text);
        self.body.is_plain = is_plain(&self.body.text);
        self.body.anchors = self.ids.into_sorted();
        self.body.anchors.extend(self.footnotes.anchors());
        self.body.anchors.sort_unstable();
        self.body
    }
}
