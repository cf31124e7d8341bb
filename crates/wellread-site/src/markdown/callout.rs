//! Callouts: quotes that begin with `[!NOTE]` and the like, as on GitHub.
//!
//! A callout differs from a quote only in its tag and title. What is in it is rendered as anywhere
//! else. The parser knows five kinds, each alone on its line. Other programs have more of them, and
//! titles after the mark (`[!TIP] Ask in writing`): these come as quotations, and the events of
//! their first line are read here.

use pulldown_cmark::{BlockQuoteKind, Event, Tag, TagEnd};
use wellread_model::Span;

use super::context::BodyInput;
use super::elements::OpenElements;
use super::escape::escape_into;
use super::inline::{is_inline, is_inline_end};
use super::output::BodyOutput;

/// Kinds of callouts, and which of the five each is shown as.
const KINDS: [(&str, BlockQuoteKind); 20] = [
    ("note", BlockQuoteKind::Note),
    ("tip", BlockQuoteKind::Tip),
    ("important", BlockQuoteKind::Important),
    ("warning", BlockQuoteKind::Warning),
    ("caution", BlockQuoteKind::Caution),
    ("abstract", BlockQuoteKind::Note),
    ("attention", BlockQuoteKind::Warning),
    ("bug", BlockQuoteKind::Caution),
    ("danger", BlockQuoteKind::Caution),
    ("error", BlockQuoteKind::Caution),
    ("example", BlockQuoteKind::Note),
    ("failure", BlockQuoteKind::Caution),
    ("faq", BlockQuoteKind::Note),
    ("help", BlockQuoteKind::Note),
    ("hint", BlockQuoteKind::Tip),
    ("info", BlockQuoteKind::Note),
    ("question", BlockQuoteKind::Note),
    ("success", BlockQuoteKind::Tip),
    ("summary", BlockQuoteKind::Note),
    ("tldr", BlockQuoteKind::Note),
];

/// The kind of callout that a word stands for, whatever its case.
pub(super) fn callout_kind(word: &str) -> Option<BlockQuoteKind> {
    let known = KINDS.into_iter().find(|(name, _)| name.eq_ignore_ascii_case(word));
    known.map(|(_, kind)| kind)
}

/// The mark of a kind, as it is written.
pub(super) const fn callout_mark(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "NOTE",
        BlockQuoteKind::Tip => "TIP",
        BlockQuoteKind::Important => "IMPORTANT",
        BlockQuoteKind::Warning => "WARNING",
        BlockQuoteKind::Caution => "CAUTION",
    }
}

/// The opening tag of a title. It is a paragraph: as a heading it would end the section around it.
const TITLE: &str = "<p class=\"callout-title\">";

/// The open quotations of a body, and the first line of a callout while it is read.
#[derive(Debug, Default)]
pub(super) struct Callouts {
    line: Option<CalloutLine>,
    /// For each open quotation, whether it is a callout.
    open: Vec<bool>,
}

/// What happens to an event of the first line.
#[derive(Debug)]
pub(super) enum LineStep<'a> {
    /// It is written as anywhere.
    Write(Event<'a>, Span),
    /// It is part of the mark.
    Skip,
    /// The line ends.
    End {
        /// Whether there is a title to close.
        has_title: bool,
        /// Whether the paragraph goes on.
        goes_on: bool,
    },
}

impl Callouts {
    /// Opens a quotation, which may be a callout that the parser knows, or one that only its first
    /// line tells.
    pub(super) fn open(
        &mut self,
        kind: Option<BlockQuoteKind>,
        span: Span,
        input: BodyInput<'_>,
        elements: &mut OpenElements,
        out: &mut BodyOutput<'_>,
    ) {
        self.line = CalloutLine::parse(span, out.file_text()).filter(|_| kind.is_none());
        let tag = match (&self.line, kind) {
            (Some(CalloutLine { kind, has_title: true, .. }), _) => container(*kind),
            (Some(CalloutLine { kind, .. }), _) => titled(*kind, input),
            (None, Some(kind)) => titled(kind, input),
            (None, None) => "<blockquote>\n".to_owned(),
        };
        self.open.push(self.line.is_some() || kind.is_some());
        let has_title = self.line.as_ref().is_some_and(|line| line.has_title);
        if (self.line.is_some() || kind.is_some()) && !has_title {
            report_empty(span, out);
        }
        elements.open_container(&tag, out);
    }

    /// Closes the innermost quotation.
    pub(super) fn close(&mut self, elements: &mut OpenElements, out: &mut BodyOutput<'_>) {
        let is_callout = self.open.pop() == Some(true);
        elements.close_container(if is_callout { "</div>\n" } else { "</blockquote>\n" }, out);
    }

    /// Reads an event, which is one of the first line if there is a line to read.
    pub(super) fn read<'a>(
        &mut self,
        event: Event<'a>,
        span: Span,
        out: &mut BodyOutput<'_>,
    ) -> LineStep<'a> {
        match &mut self.line {
            None => LineStep::Write(event, span),
            Some(line) => {
                let step = line.step(event, span, out);
                if matches!(step, LineStep::End { .. }) {
                    self.line = None;
                }
                step
            }
        }
    }
}

/// Reports a callout with nothing but its kind in it. Its text is most likely below an empty line.
fn report_empty(span: Span, out: &mut BodyOutput<'_>) {
    let text = out.file_text();
    let written = text.get(span.start..span.end).unwrap_or_default();
    let mut lines = written.lines();
    let first = lines.next().unwrap_or_default().trim_end();
    if lines.any(|line| !line.trim_matches(['>', ' ', '\t']).is_empty()) {
        return;
    }
    let below = text.get(span.end..).unwrap_or_default().trim_start();
    let help = if below.starts_with('>') {
        "Delete the empty line below it."
    } else {
        "Begin each line of its text with > and a space, right below it, or remove this line."
    };
    let span = Span::new(span.start, span.start + first.len());
    let message = "This callout is empty, and families would see a box without text.";
    out.warning("other-markup", span, message, help);
}

/// Closes the title that the first line of a callout has, after the end of its block.
pub(super) fn end_title(has_title: bool, out: &mut BodyOutput<'_>) {
    if has_title {
        out.allow_links();
        out.html("</p>\n");
    }
}

/// The opening tag of a callout, with the usual title of its kind.
fn titled(kind: BlockQuoteKind, input: BodyInput<'_>) -> String {
    let mut tag = container(kind);
    let key = format!("callout_{}", callout_mark(kind).to_ascii_lowercase());
    tag.push_str(TITLE);
    escape_into(&mut tag, input.context.text.get(&key));
    tag.push_str("</p>\n");
    tag
}

/// The opening tag of a callout. `note` is the ARIA role for what is next to the main text,
/// whatever the kind of callout.
fn container(kind: BlockQuoteKind) -> String {
    let name = callout_mark(kind).to_ascii_lowercase();
    format!("<div class=\"callout callout-{name}\" role=\"note\">\n")
}

/// The first line of a callout that the parser takes for a quotation.
#[derive(Debug)]
struct CalloutLine {
    kind: BlockQuoteKind,
    /// Where the mark ends in the file, with the space after it.
    mark_end: usize,
    /// Whether something comes after the mark.
    has_title: bool,
    /// Whether its paragraph has begun.
    is_begun: bool,
    /// How many elements are open among its words. The line ends where none is.
    depth: usize,
}

impl CalloutLine {
    /// The first line of a quotation, if it has the mark of a callout.
    fn parse(quotation: Span, file_text: &str) -> Option<Self> {
        let line = file_text.get(quotation.start..quotation.end)?.lines().next()?;
        // One mark of a quotation: after another, it is the one inside that is a callout.
        let mark = line.trim_start().strip_prefix('>')?.trim_start().strip_prefix("[!")?;
        let (word, after) = mark.split_once(']')?;
        let kind = callout_kind(word)?;
        // Obsidian's marks of a callout that folds; here nothing is hidden.
        let title = after.strip_prefix(['-', '+']).unwrap_or(after);
        if !title.is_empty() && !title.starts_with([' ', '\t']) {
            return None;
        }
        let title = title.trim_start();
        let mark_end = quotation.start + (line.len() - title.len());
        Some(Self { kind, mark_end, has_title: !title.is_empty(), is_begun: false, depth: 0 })
    }

    /// Reads the next event.
    fn step<'a>(&mut self, event: Event<'a>, span: Span, out: &mut BodyOutput<'_>) -> LineStep<'a> {
        match &event {
            Event::Start(Tag::Paragraph) if !self.is_begun => {
                self.is_begun = true;
                if self.has_title {
                    out.html(TITLE);
                    // Like a heading, it only names what follows.
                    out.forbid_links();
                    out.begin_block();
                }
                return LineStep::Skip;
            }
            Event::Text(_) if span.end <= self.mark_end => return LineStep::Skip,
            Event::Text(text) if span.start < self.mark_end => {
                let rest = text.get(self.mark_end - span.start..).unwrap_or_default();
                let event = Event::Text(rest.to_owned().into());
                return LineStep::Write(event, Span::new(self.mark_end, span.end));
            }
            Event::SoftBreak | Event::HardBreak if self.depth == 0 => return self.end(true),
            Event::End(TagEnd::Paragraph) => return self.end(false),
            Event::Start(tag) => self.depth += usize::from(is_inline(tag)),
            Event::End(tag) => {
                self.depth = self.depth.saturating_sub(usize::from(is_inline_end(*tag)));
            }
            _ => {}
        }
        LineStep::Write(event, span)
    }

    const fn end(&self, goes_on: bool) -> LineStep<'static> {
        LineStep::End { has_title: self.has_title, goes_on }
    }
}
