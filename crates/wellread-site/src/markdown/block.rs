//! One block of running text: a map between its HTML and its text, so that terms found in the text
//! become tags in the HTML that nest.
//!
//! Terms are found in the text of a whole block, because a term may reach across emphasis (`an
//! *individualized* education program`). By then the HTML is written. A block therefore records
//! which part of the HTML each piece of text became, and writes itself a second time with the links
//! in it. A block without a term costs nothing beyond recording its pieces.
//!
//! A block never decides what is linked (`terms.rs` does) and holds no text of its own: HTML and
//! text belong to [`super::output::BodyOutput`].

use std::ops::Range;

use rustc_hash::FxHashSet;
use wellread_model::{EntryId, Library};
use wellread_terms::Match;

use super::escape::escape_into;
use super::numbers::write_text;

/// A piece of a block, in order. Ranges are bytes of the body's HTML, except for those of text,
/// which is escaped again where it is split.
#[derive(Debug, Clone, PartialEq, Eq)]
enum InlinePiece {
    /// Text that was written out escaped.
    Text {
        /// Where it is in the body's text.
        text: Range<usize>,
        /// Whether its HTML is the same as its text.
        is_verbatim: bool,
    },
    /// The opening tag of an inline element.
    Open { html: Range<usize>, close: &'static str },
    /// The closing tag of the innermost open element.
    Close,
    /// HTML that is copied as it is: no term is linked inside it.
    Opaque { html: Range<usize> },
}

/// Which parts of a block's text are emphasized.
#[derive(Debug, Default)]
pub(super) struct Emphasis {
    /// Those that are emphasized as titles of works are, in order and apart. Those inside others
    /// are left out.
    pub(super) titles: Vec<Range<usize>>,
    /// The start and end of each emphasized part, inside others too.
    pub(super) wholes: FxHashSet<(usize, usize)>,
}

/// The block that is being written. One value serves all blocks of a body, one after the other, so
/// that its lists are allocated once.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// The text and tags of the block, in their order.
    pieces: Vec<InlinePiece>,
    /// Where the block begins in the body's HTML.
    html_start: usize,
    /// Where the block begins in the body's text.
    text_start: usize,
    /// Parts of the text that may not be linked, in order and apart from each other.
    no_link: Vec<Range<usize>>,
    /// Parts of the text that are code, in order.
    code: Vec<Range<usize>>,
}

impl Block {
    /// Begins a block at these places of the body's HTML and text.
    pub(super) fn begin(&mut self, html_start: usize, text_start: usize) {
        self.pieces.clear();
        self.no_link.clear();
        self.code.clear();
        self.html_start = html_start;
        self.text_start = text_start;
    }

    /// Where it begins in the HTML.
    pub(super) const fn html_start(&self) -> usize {
        self.html_start
    }

    /// Whether nothing has been written since it began.
    pub(super) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Where the block begins in the body's text.
    pub(super) const fn text_start(&self) -> usize {
        self.text_start
    }

    /// Whether a part of this range of the text may not be linked.
    pub(super) fn forbids_link(&self, range: &Range<usize>) -> bool {
        // Binary search: a list of references may be one block with hundreds of links.
        let index = self.no_link.partition_point(|part| part.end <= range.start);
        self.no_link.get(index).is_some_and(|part| part.start < range.end)
    }

    fn forbid_link(&mut self, range: Range<usize>) {
        match self.no_link.last_mut() {
            // Neighbors become one range: a link of a hundred words is one entry to search.
            Some(last) if last.end == range.start => last.end = range.end,
            _ => self.no_link.push(range),
        }
    }

    /// Adds text in which terms may be linked. `is_verbatim` says whether its HTML is the same.
    pub(super) fn add_text(&mut self, text: Range<usize>, is_verbatim: bool) {
        self.pieces.push(InlinePiece::Text { text, is_verbatim });
    }

    /// Adds text in which no term is linked: that of links, code and headings.
    pub(super) fn add_fixed_text(&mut self, html: Range<usize>, text: Range<usize>) {
        self.forbid_link(text);
        self.pieces.push(InlinePiece::Opaque { html });
    }

    /// Adds a span of code.
    pub(super) fn add_code(&mut self, html: Range<usize>, text: Range<usize>) {
        self.code.push(text.clone());
        self.add_fixed_text(html, text);
    }

    /// The parts of the text that are code, in order.
    pub(super) fn code(&self) -> &[Range<usize>] {
        &self.code
    }

    /// Adds something that isn't text: an image, the number of a footnote. `text` is what is put in
    /// its place.
    pub(super) fn add_object(&mut self, html: Range<usize>, text: Range<usize>) {
        self.forbid_link(text);
        self.pieces.push(InlinePiece::Opaque { html });
    }

    /// Adds a closing tag that no term reaches across, such as that of a link.
    pub(super) fn add_tag(&mut self, html: Range<usize>) {
        self.pieces.push(InlinePiece::Opaque { html });
    }

    /// Adds the opening tag of an element that may be split in two around the edge of a term.
    pub(super) fn open(&mut self, html: Range<usize>, close: &'static str) {
        self.pieces.push(InlinePiece::Open { html, close });
    }

    /// Adds the closing tag of the innermost open element.
    pub(super) fn close(&mut self) {
        self.pieces.push(InlinePiece::Close);
    }

    /// The parts of the text that are emphasized.
    pub(super) fn emphasis(&self) -> Emphasis {
        let is_title = |close: &str| matches!(close, "</em>" | "</i>" | "</cite>");
        let is_emphasis = |close: &str| is_title(close) || matches!(close, "</strong>" | "</b>");
        let mut found = Emphasis::default();
        // The open elements, each with its closing tag and where its text begins.
        let mut open: Vec<(&str, usize)> = Vec::new();
        // How many of them, the innermost ones, have no text yet, and how many emphasize.
        let (mut pending, mut depth) = (0_usize, 0_usize);
        let mut at = self.text_start;
        for piece in &self.pieces {
            match piece {
                InlinePiece::Open { close, .. } => {
                    open.push((close, at));
                    pending += 1;
                    depth += usize::from(is_title(close));
                }
                InlinePiece::Close => {
                    pending = pending.saturating_sub(1);
                    let Some((close, start)) = open.pop() else { continue };
                    depth -= usize::from(is_title(close));
                    if start < at && is_title(close) && depth == 0 {
                        found.titles.push(start..at);
                    }
                    if start < at && is_emphasis(close) {
                        found.wholes.insert((start, at));
                    }
                }
                InlinePiece::Opaque { .. } => {}
                InlinePiece::Text { text, .. } => {
                    let first = open.len() - pending;
                    open[first..].iter_mut().for_each(|(_, start)| *start = text.start);
                    pending = 0;
                    at = text.end;
                }
            }
        }
        found
    }

    /// Writes the block again with links around `matches`, whose places are relative to the
    /// block's text, in order and apart from each other.
    ///
    /// `<em>one two</em> three` with the term "two three" becomes `<em>one </em><a><em>two</em>
    /// three</a>`: an element that crosses an edge of the term is split there, one that is around
    /// it all stays around the link.
    pub(super) fn link(&self, html: &mut String, text: &str, matches: &[Match], library: &Library) {
        // The block is the last thing in the HTML, so moving it out copies nothing but the block.
        let old = html.split_off(self.html_start);
        let mut writer = InlineWriter {
            out: html,
            old: &old,
            shift: self.html_start,
            open: Vec::new(),
            pending: 0,
        };
        let mut matches = matches.iter().peekable();
        let mut inside: Option<OpenLink> = None;
        for (index, piece) in self.pieces.iter().enumerate() {
            match piece {
                InlinePiece::Open { html, close } => {
                    writer.open.push(OpenElement { html: html.clone(), close, split: false });
                    writer.pending += 1;
                }
                InlinePiece::Close => writer.close(),
                InlinePiece::Opaque { html } => {
                    // An image is content, too: the elements around it can't be left out.
                    writer.flush();
                    writer.copy(html);
                }
                InlinePiece::Text { text: range, is_verbatim } => {
                    let mut at = range.start;
                    loop {
                        if let Some(link) = &inside {
                            let stop = link.end.min(range.end);
                            writer.text(&text[at..stop], *is_verbatim);
                            at = stop;
                            // The term goes on in a later piece, after a tag.
                            if link.end > range.end {
                                break;
                            }
                            writer.end_link(link.depth);
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
                                writer.text(&text[at..start], *is_verbatim);
                                at = start;
                                let depth = self.shared_depth(index, end, writer.open.len());
                                writer.begin_link(depth, library, EntryId(entry));
                                inside = Some(OpenLink { end, depth });
                                matches.next();
                            }
                            _ => {
                                writer.text(&text[at..range.end], *is_verbatim);
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
        // Elements that open and close inside the term don't count: they are inside its link
        // anyway.
        let (mut now, mut least) = (depth, depth);
        for piece in &self.pieces[index..] {
            match piece {
                InlinePiece::Open { .. } => now += 1,
                InlinePiece::Close => {
                    now -= 1;
                    least = least.min(now);
                }
                InlinePiece::Text { text, .. } if text.end >= end => break,
                InlinePiece::Text { .. } | InlinePiece::Opaque { .. } => {}
            }
        }
        least
    }
}

/// The link to a term that is being written.
struct OpenLink {
    /// Where its words end in the body's text.
    end: usize,
    /// How many elements are open around it.
    depth: usize,
}

/// An element that is open at the current place.
struct OpenElement {
    /// Its opening tag.
    html: Range<usize>,
    /// Its closing tag.
    close: &'static str,
    /// Whether a part of it has been written: then it may end without more in it.
    split: bool,
}

/// Writes pieces with their tags well nested. Opening tags are held back until something is
/// inside them, so that a split never leaves an empty element behind.
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
    /// Copies finished HTML of the block, given by its place before any tag was added.
    fn copy(&mut self, html: &Range<usize>) {
        self.out.push_str(&self.old[html.start - self.shift..html.end - self.shift]);
    }

    /// Writes the tags of all elements that are open and have not been written.
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

    fn text(&mut self, text: &str, is_verbatim: bool) {
        if text.is_empty() {
            return;
        }
        self.flush();
        if is_verbatim {
            self.out.push_str(text);
        } else {
            write_text(self.out, text);
        }
    }

    /// Closes the innermost element. One without content is not written at all.
    fn close(&mut self) {
        let Some(element) = self.open.pop() else { return };
        if self.pending == 0 {
            self.out.push_str(element.close);
            return;
        }
        self.pending -= 1;
        // An element that the author left empty (`<span id="x"></span>`) is written all the same.
        if !element.split {
            self.copy(&element.html);
            self.out.push_str(element.close);
        }
    }

    /// Closes what is written of the elements deeper than `depth`, which are opened again when
    /// something follows.
    fn close_below(&mut self, depth: usize) {
        let written = self.open.len() - self.pending;
        // Those that aren't written yet need no closing tag; they only wait longer.
        for element in self.open[depth.min(written)..written].iter_mut().rev() {
            self.out.push_str(element.close);
            element.split = true;
        }
        self.pending = self.pending.max(self.open.len() - depth.min(self.open.len()));
    }

    /// Begins a link inside the outermost `depth` elements: those that end within it move into it.
    fn begin_link(&mut self, depth: usize, library: &Library, term: EntryId) {
        // Elements that end inside the term must begin inside its link, or the tags would not nest.
        self.close_below(depth);
        self.flush_to(depth);
        open_term_link(self.out, library, term);
    }

    /// Ends the link, and closes what was opened inside it first, so that tags nest.
    fn end_link(&mut self, depth: usize) {
        self.close_below(depth);
        self.out.push_str("</a>");
    }
}

/// Writes the opening tag of a link to a term or, without what terms have, a resource. `data-term`
/// is how the page's script finds the definition to show in place; without the script, the link
/// leads to it.
pub(super) fn open_term_link(out: &mut String, library: &Library, term: EntryId) {
    let entry = &library[term];
    if entry.term().is_none() {
        out.push_str("<a href=\"");
        escape_into(out, &entry.route.url(library.settings.base_path()));
        out.push_str("\">");
        return;
    }
    out.push_str("<a class=\"term\" href=\"");
    escape_into(out, &entry.route.url(library.settings.base_path()));
    out.push_str("\" data-term=\"");
    escape_into(out, entry.document.slug.as_str());
    out.push_str("\">");
}
