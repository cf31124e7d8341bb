//! One block of running text: its HTML as it was written, its text, and a map between the two,
//! so that terms found in the text become tags in the HTML that nest.
//!
//! A block without a term costs nothing beyond keeping the map.

use std::ops::Range;

use wellread_model::{EntryId, Library, Span};

use super::{OBJECT_REPLACEMENT, escape_into};
use wellread_terms::Match;

/// A piece of a block, in order. Ranges are bytes of the body's HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
enum InlinePiece {
    /// Text that was written out escaped.
    Text {
        /// Where it is in the body's text.
        text: Range<usize>,
    },
    /// The opening tag of an inline element.
    Open { html: Range<usize>, close: &'static str },
    /// The closing tag of the innermost open element.
    Close,
    /// Something finished that terms do not reach into.
    Opaque { html: Range<usize> },
}

/// An inline element that is open.
#[derive(Debug)]
pub(super) struct Inline {
    /// The name of the raw element; `None` for one that Markdown made.
    pub(super) raw: Option<(String, Span)>,
    /// Whether no term is linked inside.
    pub(super) barred: bool,
    /// What closes it; empty for a link that is not written.
    pub(super) close: &'static str,
    /// Whether a term may reach across its edges.
    pub(super) splittable: bool,
}

/// The text that a wikilink shows.
#[derive(Debug)]
pub(super) enum Shown {
    /// What the author wrote.
    Written,
    /// What the author wrote, without the `!` before it.
    WithoutMark,
    /// This, in place of what the author wrote.
    Instead(Option<String>),
}

/// The block that is being written.
#[derive(Debug, Default)]
pub(super) struct Block {
    pieces: Vec<InlinePiece>,
    /// Where the block begins in the body's HTML and text.
    html_start: usize,
    text_start: usize,
    /// Parts of the text that may not be linked.
    barred: Vec<Range<usize>>,
    /// Where the block is written in the file.
    span: Option<Span>,
}

impl Block {
    /// Begins a block here.
    pub(super) fn begin(&mut self, html: &str, text: &str) {
        self.pieces.clear();
        self.barred.clear();
        self.html_start = html.len();
        self.text_start = text.len();
        self.span = None;
    }

    /// Whether nothing was written since it began.
    pub(super) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The text so far, in the body's text.
    pub(super) fn text(&self, text: &str) -> Range<usize> {
        self.text_start..text.len()
    }

    /// Parts that may not be linked.
    pub(super) fn is_barred(&self, range: &Range<usize>) -> bool {
        let index = self.barred.partition_point(|barred| barred.end <= range.start);
        self.barred.get(index).is_some_and(|barred| barred.start < range.end)
    }

    /// Where the block is written in the file.
    pub(super) const fn span(&self) -> Option<Span> {
        self.span
    }

    fn extend_span(&mut self, span: Span) {
        self.span = Some(self.span.map_or(span, |all| Span::new(all.start, all.end.max(span.end))));
    }

    /// Writes text. `linkable` is false inside links, code and headings.
    pub(super) fn text_piece(
        &mut self,
        html: &mut String,
        text: &mut String,
        content: &str,
        linkable: bool,
        span: Span,
    ) {
        let (html_start, start) = (html.len(), text.len());
        escape_into(html, content);
        text.push_str(content);
        if linkable {
            self.extend_span(span);
            self.pieces.push(InlinePiece::Text { text: start..text.len() });
        } else {
            self.opaque_text(html, html_start, text, start, span);
        }
    }

    /// Takes HTML and text from these places on as text that is not linked and was written
    /// already.
    pub(super) fn opaque_text(
        &mut self,
        html: &str,
        html_start: usize,
        text: &str,
        text_start: usize,
        span: Span,
    ) {
        self.extend_span(span);
        self.bar(text_start..text.len());
        self.pieces.push(InlinePiece::Opaque { html: html_start..html.len() });
    }

    /// Bars the text from the last barrier to `end`.
    pub(super) fn bar_to(&mut self, end: usize) {
        if let Some(last) = self.barred.last_mut() {
            last.end = end;
        }
    }

    fn bar(&mut self, range: Range<usize>) {
        match self.barred.last_mut() {
            Some(last) if last.end == range.start => last.end = range.end,
            _ => self.barred.push(range),
        }
    }

    /// Takes HTML from `html_start` on as something that is not text: a picture, a note's number.
    pub(super) fn barrier(&mut self, html: &str, html_start: usize, text: &mut String) {
        let start = text.len();
        text.push(OBJECT_REPLACEMENT);
        self.bar(start..text.len());
        self.pieces.push(InlinePiece::Opaque { html: html_start..html.len() });
    }

    /// Takes HTML from `html_start` on as a tag that has no text and closes nothing: a line
    /// break, the tags of a link.
    pub(super) fn tag(&mut self, html: &str, html_start: usize) {
        self.pieces.push(InlinePiece::Opaque { html: html_start..html.len() });
    }

    /// Takes HTML from `html_start` on as the opening tag of an element that may be split.
    pub(super) fn open(&mut self, html: &str, html_start: usize, close: &'static str) {
        self.pieces.push(InlinePiece::Open { html: html_start..html.len(), close });
    }

    /// The closing tag that belongs to the innermost open element was written.
    pub(super) fn close(&mut self) {
        self.pieces.push(InlinePiece::Close);
    }

    /// Writes the block again with links around `matches`, whose places are relative to the
    /// block's text, in order and apart from each other.
    pub(super) fn link(&self, html: &mut String, text: &str, matches: &[Match], library: &Library) {
        let old = html.split_off(self.html_start);
        let mut writer = InlineWriter {
            out: html,
            old: &old,
            shift: self.html_start,
            open: Vec::new(),
            pending: 0,
        };
        let mut matches = matches.iter().peekable();
        let mut inside: Option<(usize, usize)> = None;
        for (index, piece) in self.pieces.iter().enumerate() {
            match piece {
                InlinePiece::Open { html, close } => {
                    writer.open.push(OpenElement { html: html.clone(), close, split: false });
                    writer.pending += 1;
                }
                InlinePiece::Close => writer.close(),
                InlinePiece::Opaque { html } => {
                    writer.flush();
                    writer.copy(html);
                }
                InlinePiece::Text { text: range } => {
                    let mut at = range.start;
                    loop {
                        if let Some((end, depth)) = inside {
                            let stop = end.min(range.end);
                            writer.text(&text[at..stop]);
                            at = stop;
                            if end > range.end {
                                break;
                            }
                            writer.end_link(depth);
                            inside = None;
                        }
                        let next = matches.peek().map(|found| {
                            (
                                self.text_start + found.start,
                                self.text_start + found.end,
                                found.entry,
                            )
                        });
                        match next {
                            Some((start, end, entry)) if start < range.end => {
                                writer.text(&text[at..start]);
                                at = start;
                                let depth = self.shared_depth(index, end, writer.open.len());
                                writer.begin_link(depth, library, EntryId(entry));
                                inside = Some((end, depth));
                                matches.next();
                            }
                            _ => {
                                writer.text(&text[at..range.end]);
                                break;
                            }
                        }
                    }
                }
            }
        }
        writer.flush();
    }

    /// How many of the `depth` open elements stay open from piece `index` to the text at `end`.
    fn shared_depth(&self, index: usize, end: usize, depth: usize) -> usize {
        let (mut now, mut least) = (depth, depth);
        for piece in &self.pieces[index..] {
            match piece {
                InlinePiece::Open { .. } => now += 1,
                InlinePiece::Close => {
                    now -= 1;
                    least = least.min(now);
                }
                InlinePiece::Text { text } if text.end >= end => break,
                InlinePiece::Text { .. } | InlinePiece::Opaque { .. } => {}
            }
        }
        least
    }
}

/// An element that is open where we are.
struct OpenElement {
    /// Its opening tag.
    html: Range<usize>,
    /// Its closing tag.
    close: &'static str,
    /// Whether a part of it was written before: then it may end without more in it.
    split: bool,
}

/// Writes pieces with their tags well nested. Opening tags are held back until something is
/// inside them, so that a split never leaves an empty element.
struct InlineWriter<'a> {
    out: &'a mut String,
    old: &'a str,
    /// Where `old` began in the body's HTML.
    shift: usize,
    open: Vec<OpenElement>,
    /// How many of `open`, the innermost ones, are not written yet.
    pending: usize,
}

impl InlineWriter<'_> {
    fn copy(&mut self, html: &Range<usize>) {
        self.out.push_str(&self.old[html.start - self.shift..html.end - self.shift]);
    }

    fn flush(&mut self) {
        self.flush_to(self.open.len());
    }

    /// Writes the held-back tags of the outermost `depth` elements.
    fn flush_to(&mut self, depth: usize) {
        let written = self.open.len() - self.pending;
        for index in written..depth {
            let html = self.open[index].html.clone();
            self.copy(&html);
            self.pending -= 1;
        }
    }

    fn text(&mut self, text: &str) {
        if !text.is_empty() {
            self.flush();
            escape_into(self.out, text);
        }
    }

    fn close(&mut self) {
        let Some(element) = self.open.pop() else { return };
        if self.pending == 0 {
            self.out.push_str(element.close);
            return;
        }
        self.pending -= 1;
        if !element.split {
            self.copy(&element.html);
            self.out.push_str(element.close);
        }
    }

    /// Closes what is written of the elements deeper than `depth`, to be opened again.
    fn close_below(&mut self, depth: usize) {
        let written = self.open.len() - self.pending;
        for element in self.open[depth.min(written)..written].iter_mut().rev() {
            self.out.push_str(element.close);
            element.split = true;
        }
        self.pending = self.pending.max(self.open.len() - depth.min(self.open.len()));
    }

    fn begin_link(&mut self, depth: usize, library: &Library, term: EntryId) {
        self.close_below(depth);
        self.flush_to(depth);
        open_term_link(self.out, library, term);
    }

    fn end_link(&mut self, depth: usize) {
        self.close_below(depth);
        self.out.push_str("</a>");
    }
}

/// Writes the opening tag of a link to a term.
pub(super) fn open_term_link(out: &mut String, library: &Library, term: EntryId) {
    let entry = &library[term];
    out.push_str("<a class=\"term\" href=\"");
    escape_into(out, &entry.route.url(library.settings.base_path()));
    out.push_str("\" data-term=\"");
    escape_into(out, entry.document.slug.as_str());
    out.push_str("\">");
}
