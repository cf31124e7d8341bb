//! The elements that are open while a body is written, and what must be closed before each may end.
//!
//! Markdown always nests, but the raw HTML in it need not: `*<b>x*</b>`, a `<div>` that is begun in
//! one list item and ended in the next. Every opened element is recorded here with its closing tag,
//! inline elements apart from blocks. Where Markdown ends an element while raw HTML inside is still
//! open, the author gets an error, and the page nests all the same.

use std::collections::BTreeMap;

use wellread_model::Span;

use super::allowlist::{ElementRules, Model, is_ended_by, may_stay_open};
use super::output::BodyOutput;

/// The open elements of a body.
///
/// Inline elements and raw blocks are two stacks, because a block may only end when no inline
/// element is open. Containers of Markdown need no stack of their own: the parser guarantees that
/// they nest, so their number is enough to tell in which of them a raw element was opened.
#[derive(Debug, Default)]
pub(super) struct OpenElements {
    /// Inline elements, the innermost last.
    inline: Vec<InlineElement>,
    /// How many of them are links.
    links: usize,
    /// Raw elements that contain blocks, the innermost last.
    raw: Vec<RawElement>,
    /// The place in `raw` of the outermost one that contains words only.
    outermost_words: Option<usize>,
    /// The names of raw elements that were refused and may still be closed.
    refused: Vec<String>,
    /// How often each name is in that list.
    refused_counts: BTreeMap<String, usize>,
    /// How many containers of Markdown (lists, quotes, cells …) are open.
    depth: usize,
    /// How many `<p>` a block has ended whose closing tag may still come.
    ended_paragraphs: usize,
    /// Where the outermost raw table that is open begins in the HTML.
    table_start: Option<usize>,
}

/// The HTML around a block of text.
#[derive(Debug, Clone, Copy)]
pub(super) struct HtmlContext<'h> {
    /// The innermost element, empty if none is open.
    pub(super) element: &'h str,
    /// Whether that may hold paragraphs.
    pub(super) takes_paragraphs: bool,
}

/// An inline element that is open.
#[derive(Debug)]
struct InlineElement {
    /// Where it was written as raw HTML; `None` for one that Markdown made.
    raw: Option<RawTag>,
    /// Whether no term is linked inside. If terms are, one may also reach across its edges.
    no_link: bool,
    /// Whether it is a link, which no other may be inside (HTML standard, section 4.5.1). Code
    /// that takes no links to terms may be inside one, and may hold one that the author wrote.
    is_link: bool,
    /// What it had when its tag was written, if it must be given a name.
    unnamed: Option<UnnamedLink>,
    /// What closes it; empty for a link that isn't written.
    close: &'static str,
}

/// A link of which nothing is known yet that a screen reader could read out.
#[derive(Debug)]
struct UnnamedLink {
    /// Where the link is written in the file.
    span: Span,
    /// See [`BodyOutput::names`].
    names: usize,
    /// Where its content begins in the HTML.
    html_start: usize,
    /// How to give it a name.
    help: &'static str,
}

impl UnnamedLink {
    /// A link whose tag has just been written.
    fn new(span: Span, help: &'static str, out: &BodyOutput<'_>) -> Self {
        Self { span, names: out.names(), html_start: out.html_len(), help }
    }

    /// Reports the link, which ends, if it still has no name: it can't be seen, clicked or read
    /// aloud.
    fn report(&self, out: &mut BodyOutput<'_>) {
        if out.names() > self.names {
            return;
        }
        // An image is named by its alternative text.
        let help = if out.html_from(self.html_start).contains("<img ") {
            "Write what the picture shows between its square brackets, or in its `alt`."
        } else {
            self.help
        };
        out.error("empty-link", self.span, "This link has no words.", help);
        // A heading that is nothing but this link is not a second error.
        out.add_name();
    }
}

/// How many elements inside another may lack their closing tags when it is closed. Those further
/// out are not looked at, however many are open.
const FORGOTTEN: usize = 8;

/// An opening tag of raw HTML.
#[derive(Debug)]
pub(super) struct RawTag {
    /// In lower case.
    pub(super) name: String,
    /// Where the tag is written in the file.
    pub(super) span: Span,
    /// Whether it says which language its content is in, which ends with it.
    pub(super) has_language: bool,
}

/// A raw element that contains blocks and is open.
#[derive(Debug)]
struct RawElement {
    /// Its opening tag.
    tag: RawTag,
    /// What it may hold, and which end tags may be missing.
    rules: ElementRules,
    /// How many containers of Markdown were open around it.
    depth: usize,
    /// Whether the blocks inside have been reported, if it must not contain any.
    is_reported: bool,
    /// See [`BodyOutput::names`].
    names: usize,
    /// Where its opening tag begins in the HTML.
    html_start: usize,
    /// Where its content begins in the HTML.
    content_start: usize,
}

/// Elements that Markdown opens and closes.
impl OpenElements {
    /// Opens an inline element that a term may reach across.
    pub(super) fn open_inline(&mut self, tag: &str, close: &'static str, out: &mut BodyOutput<'_>) {
        out.open_inline(tag, close);
        self.push_inline(InlineElement {
            raw: None,
            no_link: false,
            is_link: false,
            unnamed: None,
            close,
        });
    }

    /// Opens a link. Both tags are empty if it leads nowhere.
    pub(super) fn open_link(
        &mut self,
        tag: &str,
        close: &'static str,
        span: Span,
        out: &mut BodyOutput<'_>,
    ) {
        out.object(tag);
        out.forbid_links();
        let is_link = !tag.is_empty();
        let help = "Write the words of the link between the square brackets.";
        let unnamed = is_link.then(|| UnnamedLink::new(span, help, out));
        self.push_inline(InlineElement { raw: None, no_link: true, is_link, unnamed, close });
    }

    /// Closes the innermost inline element of Markdown. Raw elements inside must be closed.
    pub(super) fn close_inline(&mut self, out: &mut BodyOutput<'_>) {
        self.drop_raw_inline("Close it before the emphasis or link around it ends.", out);
        if let Some(element) = self.inline.pop() {
            self.close_element(&element, out);
        }
    }

    /// Opens a container of blocks.
    pub(super) fn open_container(&mut self, tag: &str, out: &mut BodyOutput<'_>) {
        self.depth += 1;
        out.html(tag);
    }

    /// Closes the innermost container. Raw elements inside must be closed.
    pub(super) fn close_container(&mut self, tag: &str, out: &mut BodyOutput<'_>) {
        // A raw element that was opened directly in this container has its depth.
        while self.raw.last().is_some_and(|raw| raw.depth >= self.depth) {
            self.end_raw("Close it before the list, quote or cell around it ends.", out);
        }
        self.depth -= 1;
        out.html(tag);
    }

    /// A block of running text ends: raw elements among its words must be closed.
    pub(super) fn end_block(&mut self, out: &mut BodyOutput<'_>) {
        self.drop_raw_inline("Close it in the same paragraph.", out);
    }

    /// The text of the body ends, before its footnotes: what needs no closing tag is closed.
    pub(super) fn end_text(&mut self, out: &mut BodyOutput<'_>) {
        while self.raw.last().is_some_and(|raw| may_stay_open(&raw.tag.name)) {
            self.end_raw("", out);
        }
    }

    /// The body ends: all raw elements must be closed.
    pub(super) fn end_body(&mut self, out: &mut BodyOutput<'_>) {
        while let Some(raw) = self.raw.last() {
            let help = format!("Write </{}> where it ends.", raw.tag.name);
            self.end_raw(&help, out);
        }
    }

    /// A block begins, `name` as raw HTML: what it ends is closed, and no raw element around it may
    /// be one that contains words only.
    pub(super) fn begin_block(&mut self, name: &str, out: &mut BodyOutput<'_>) {
        self.end_before(name, out);
        // The outermost one: what is wrong with those inside it follows from it.
        let Some(raw) = self.outermost_words.and_then(|at| self.raw.get_mut(at)) else { return };
        // One error for the element, however many blocks it contains.
        if !raw.is_reported {
            raw.is_reported = true;
            let RawTag { name, span, .. } = &raw.tag;
            let message = format!("<{name}> contains a paragraph, a list or another block.");
            out.error(
                "raw-html",
                *span,
                message,
                "Close it on the same line, or use <div> instead.",
            );
        }
    }
}

/// Elements that raw HTML opens and closes.
impl OpenElements {
    /// Records the inline element whose opening tag has just been written. `needs_name` says that
    /// it is a link that leads somewhere and has no label of its own.
    pub(super) fn push_raw_inline(
        &mut self,
        tag: RawTag,
        rules: ElementRules,
        needs_name: bool,
        out: &mut BodyOutput<'_>,
    ) {
        if rules.no_link {
            out.forbid_links();
        }
        // A refused element is recorded without a closing tag, so that the author's closing tag
        // matches it.
        let is_link = rules.model == Model::Link && !rules.close.is_empty();
        let help = "Write the words of the link between its tags.";
        let unnamed = needs_name.then(|| UnnamedLink::new(tag.span, help, out));
        let (raw, no_link, close) = (Some(tag), rules.no_link, rules.close);
        self.push_inline(InlineElement { raw, no_link, is_link, unnamed, close });
    }

    /// Records the block whose opening tag has just been written, from `html_start` on.
    pub(super) fn push_raw(
        &mut self,
        tag: RawTag,
        rules: ElementRules,
        html_start: usize,
        out: &mut BodyOutput<'_>,
    ) {
        if rules.no_link {
            out.forbid_links();
        }
        if rules.model == Model::Words && self.outermost_words.is_none() {
            self.outermost_words = Some(self.raw.len());
        }
        if tag.name == "table" {
            self.table_start.get_or_insert(html_start);
        }
        self.raw.push(RawElement {
            tag,
            rules,
            depth: self.depth,
            is_reported: false,
            names: out.names(),
            html_start,
            content_start: out.html_len(),
        });
    }

    /// Closes the innermost inline element if it is a raw one of this name. `false` if it isn't.
    pub(super) fn close_raw_inline(&mut self, name: &str, out: &mut BodyOutput<'_>) -> bool {
        let is_open =
            |element: &mut InlineElement| element.raw.as_ref().is_some_and(|raw| raw.name == name);
        let Some(element) = self.inline.pop_if(is_open) else { return false };
        self.close_element(&element, out);
        true
    }

    /// Closes the innermost raw block if it has this name and was opened in the same container of
    /// Markdown. `false` if it has not.
    pub(super) fn close_raw(&mut self, name: &str, out: &mut BodyOutput<'_>) -> bool {
        let depth = self.depth;
        let is_open = |raw: &RawElement| raw.tag.name == name && raw.depth == depth;
        let mut inner = self.raw.iter().rev().take(FORGOTTEN);
        let Some(forgotten) = inner.position(is_open) else { return false };
        for _ in 0..forgotten {
            // One that was opened in a list or quotation is closed with it.
            self.end_raw(&format!("Write its closing tag before </{name}>."), out);
        }
        let Some(raw) = self.pop_raw(out) else { return false };
        if matches!(name, "h2" | "h3" | "h4" | "h5" | "h6") {
            out.report_empty_heading(raw.names, raw.tag.span);
        }
        out.html(raw.rules.close);
        out.html("\n");
        true
    }

    /// Records an element that isn't written, so that its closing tag isn't reported as well.
    pub(super) fn refuse(&mut self, name: &str) {
        self.refused.push(name.to_owned());
        *self.refused_counts.entry(name.to_owned()).or_default() += 1;
    }

    /// Whether an element of this name was refused and isn't closed yet.
    pub(super) fn is_refused(&self, name: &str) -> bool {
        self.refused_counts.get(name).is_some_and(|&count| count > 0)
    }

    /// Closes the last refused element of this name, and with it those inside: `<form><input>` has
    /// no `</input>`.
    pub(super) fn close_refused(&mut self, name: &str) {
        // Only what is removed is looked at, so that a thousand elements that are never closed do
        // not slow down those that are.
        while self.is_refused(name) {
            let Some(last) = self.refused.pop() else { return };
            let is_it = last == name;
            if let Some(count) = self.refused_counts.get_mut(&last) {
                *count -= 1;
            }
            if is_it {
                return;
            }
        }
    }

    /// The name of the innermost raw block; empty if none is open.
    pub(super) fn raw_parent(&self) -> &str {
        self.raw.last().map_or("", |raw| raw.tag.name.as_str())
    }

    /// Where the outermost raw table that is open begins in the HTML.
    pub(super) const fn table_start(&self) -> Option<usize> {
        self.table_start
    }

    /// What is around the text of a block of raw HTML.
    pub(super) fn html_context(&self) -> HtmlContext<'_> {
        let innermost = self.raw.last();
        HtmlContext {
            element: self.raw_parent(),
            takes_paragraphs: innermost.is_none_or(|raw| raw.rules.model == Model::Flow),
        }
    }

    /// Whether blocks may begin here: no element is open that contains words only.
    pub(super) const fn takes_blocks(&self) -> bool {
        self.inline.is_empty()
    }

    /// Whether a `</p>` closes a paragraph that a block has ended already, as browsers end it.
    pub(super) const fn close_ended_paragraph(&mut self) -> bool {
        let is_one = self.ended_paragraphs > 0;
        self.ended_paragraphs = self.ended_paragraphs.saturating_sub(1);
        is_one
    }

    /// Whether a link is open, written in Markdown or as raw HTML.
    pub(super) fn is_in_link(&self) -> bool {
        self.links > 0
    }

    /// Closes the innermost raw inline elements, which the author left open.
    fn drop_raw_inline(&mut self, help: &str, out: &mut BodyOutput<'_>) {
        while let Some(element) = self.inline.pop_if(|element| element.raw.is_some()) {
            // Unlike a block it is closed: the words after it may still be linked.
            if let Some(tag) = &element.raw {
                report_unclosed(tag, help, out);
            }
            self.close_element(&element, out);
        }
    }

    /// Closes the elements without closing tags that end where this block begins.
    fn end_before(&mut self, name: &str, out: &mut BodyOutput<'_>) {
        let inner = self.raw.iter().rev().take(FORGOTTEN);
        let inner = inner.take_while(|raw| raw.depth == self.depth && may_stay_open(&raw.tag.name));
        let last_ended = inner
            .enumerate()
            .filter(|(_, raw)| is_ended_by(&raw.tag.name, name))
            .map(|(index, _)| index + 1)
            .last();
        for _ in 0..last_ended.unwrap_or(0) {
            let is_paragraph = self.raw_parent() == "p";
            self.ended_paragraphs += usize::from(is_paragraph && name != "p");
            self.end_raw("", out);
        }
    }

    /// Ends the innermost raw block, which has no closing tag. If it needs one, it is reported.
    fn end_raw(&mut self, help: &str, out: &mut BodyOutput<'_>) {
        if !self.raw.last().is_some_and(|raw| may_stay_open(&raw.tag.name)) {
            return self.drop_raw(help, out);
        }
        let Some(raw) = self.pop_raw(out) else { return };
        // `<p>` on a line of its own, before a paragraph of Markdown. Only a place to which others
        // lead is no less without content.
        let is_empty = raw.tag.name == "p" && out.html_from(raw.content_start).trim().is_empty();
        if is_empty && !out.html_from(raw.html_start).contains(" id=\"") {
            out.take_html(raw.html_start);
        } else {
            out.html(raw.rules.close);
            out.html("\n");
        }
    }

    /// Gives up the innermost raw block, which the author left open. Its closing tag isn't written:
    /// after an error, the page is never published.
    fn drop_raw(&mut self, help: &str, out: &mut BodyOutput<'_>) {
        if let Some(raw) = self.pop_raw(out) {
            report_unclosed(&raw.tag, help, out);
        }
    }

    /// Takes the innermost raw block off, after which terms may be linked again that it forbade.
    fn pop_raw(&mut self, out: &mut BodyOutput<'_>) -> Option<RawElement> {
        let raw = self.raw.pop()?;
        self.outermost_words = self.outermost_words.filter(|&at| at < self.raw.len());
        self.table_start = self.table_start.filter(|&start| start != raw.html_start);
        if raw.rules.no_link {
            out.allow_links();
        }
        if raw.tag.has_language {
            out.end_language();
        }
        Some(raw)
    }

    fn push_inline(&mut self, element: InlineElement) {
        self.links += usize::from(element.is_link);
        self.inline.push(element);
    }

    /// Writes the end of an inline element that has been taken off.
    fn close_element(&mut self, element: &InlineElement, out: &mut BodyOutput<'_>) {
        self.links -= usize::from(element.is_link);
        if element.raw.as_ref().is_some_and(|tag| tag.has_language) {
            out.end_language();
        }
        if let Some(link) = &element.unnamed {
            link.report(out);
        }
        // Where no term is linked inside, none can reach across the tags either.
        if element.no_link {
            out.allow_links();
            out.close_object(element.close);
        } else {
            out.close_inline(element.close);
        }
    }
}

/// Reports a tag of raw HTML that is open where its block ends.
fn report_unclosed(tag: &RawTag, help: &str, out: &mut BodyOutput<'_>) {
    out.error("raw-html", tag.span, format!("<{}> is not closed.", tag.name), help);
}
