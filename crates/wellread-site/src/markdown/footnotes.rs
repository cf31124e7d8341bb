//! Footnotes: collected at the end of the body under a heading, numbered in the order in which
//! they are first referred to, with links both ways.
//!
//! Definitions may be anywhere in a file, so their events are set aside when they are met. After
//! the body, when it is known which of them are needed, the events are handed back in order; what
//! they become is up to the writer. How many links lead back from a footnote depends on all other
//! footnotes, which may refer to it as well; [`Footnotes::count_references`] finds out before the
//! first one is written.

use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{Event, Tag, TagEnd};
use wellread_model::Span;

use super::body::{FOOTNOTES_ID, FootnoteSection};
use super::context::BodyInput;
use super::escape::escape_into;
use super::output::BodyOutput;
use super::parse::SpannedEvent;

/// A footnote that was set aside.
#[derive(Debug)]
struct Footnote<'a> {
    /// The label as its author wrote it.
    label: String,
    /// What it consists of, written when all of the body has been.
    events: Vec<SpannedEvent<'a>>,
    /// Where it is defined in the file.
    span: Span,
    /// Whether nothing has been found in it that readers see.
    is_empty: bool,
}

/// The form in which labels are compared, as the parser does: in any case (CommonMark 0.31, section
/// 4.7, says so of the labels of links).
fn label_key(label: &str) -> String {
    // To upper case first, which `ß` has only as `SS`.
    label.to_uppercase().to_lowercase()
}

/// A definition that is being read.
#[derive(Debug)]
enum OpenDefinition {
    /// The first one of its label: the label's key.
    First(String),
    /// One that comes too late: it isn't written.
    Repeated,
}

/// A footnote that is defined a second time.
#[derive(Debug)]
struct RepeatedFootnote {
    /// The label that was defined before.
    label: String,
    /// Where it is defined again.
    span: Span,
}

/// The references to a footnote.
#[derive(Debug)]
struct References {
    /// The number of the footnote, from 1.
    number: usize,
    /// How many references have been written.
    written: usize,
    /// How many there are in all. Right only once all are counted.
    total: usize,
}

/// All footnotes of a body.
#[derive(Debug, Default)]
pub(super) struct Footnotes<'a> {
    /// By the key of their label, so that warnings have an order.
    definitions: BTreeMap<String, Footnote<'a>>,
    /// The definitions that are being read, the innermost last.
    open: Vec<OpenDefinition>,
    /// Definitions whose label an earlier one has: the parser reads only the first.
    repeated: Vec<RepeatedFootnote>,
    /// The keys of labels in the order of their numbers.
    order: Vec<String>,
    /// The references, by the key of the label.
    references: BTreeMap<String, References>,
    /// What begins a line and is followed by words without a colon, such as `[^1]`, once it has
    /// been looked for.
    without_colon: Option<BTreeSet<String>>,
    /// Where they are in the HTML, once they are written.
    section: Option<FootnoteSection>,
}

impl<'a> Footnotes<'a> {
    /// Sets the events of definitions aside and hands back all others. A definition inside another
    /// one becomes a footnote of its own, as on GitHub.
    pub(super) fn set_aside(&mut self, event: Event<'a>, span: Span) -> Option<Event<'a>> {
        match (self.open.last(), event) {
            (_, Event::Start(Tag::FootnoteDefinition(label))) => {
                let (key, label) = (label_key(&label), label.to_string());
                // The first definition of a label counts, as in CommonMark's link definitions.
                self.open.push(if self.definitions.contains_key(&key) {
                    self.repeated.push(RepeatedFootnote { label, span });
                    OpenDefinition::Repeated
                } else {
                    let footnote = Footnote { label, events: Vec::new(), span, is_empty: true };
                    self.definitions.insert(key.clone(), footnote);
                    OpenDefinition::First(key)
                });
                None
            }
            (Some(_), Event::End(TagEnd::FootnoteDefinition)) => {
                self.open.pop();
                None
            }
            (Some(OpenDefinition::First(label)), event) => {
                if let Some(footnote) = self.definitions.get_mut(label) {
                    footnote.is_empty &= is_invisible(&event);
                    footnote.events.push(SpannedEvent { event, span });
                }
                None
            }
            (Some(OpenDefinition::Repeated), _) => None,
            (None, event) => Some(event),
        }
    }

    /// Writes the number that leads to a footnote.
    pub(super) fn write_reference(&mut self, label: &str, out: &mut BodyOutput<'_>) {
        // Counted apart from the total, which includes those that are still to come.
        let references = self.references_to(label);
        references.written += 1;
        let number = references.number;
        let id = reference_id(number, references.written);
        out.object(&format!(
            "<sup class=\"note-ref\"><a href=\"#note-{number}\" id=\"{id}\" role=\"doc-noteref\">{number}</a></sup>"
        ));
    }

    /// The references to a footnote, which gets its number with the first one.
    fn references_to(&mut self, label: &str) -> &mut References {
        let order = &mut self.order;
        self.references.entry(label_key(label)).or_insert_with_key(|key| {
            order.push(key.clone());
            References { number: order.len(), written: 0, total: 0 }
        })
    }

    /// Counts all references, when those of the body have been written and those of the footnotes
    /// have not. Numbers the footnotes that only other footnotes refer to.
    pub(super) fn count_references(&mut self) {
        for references in self.references.values_mut() {
            references.total = references.written;
        }
        // A footnote that is found on the way is added to `order` and read in its turn, as it will
        // be written.
        let mut index = 0;
        while let Some(footnote) =
            self.order.get(index).map(|label| self.definitions.get(label).map(labels_in))
        {
            for label in footnote.into_iter().flatten() {
                self.references_to(&label).total += 1;
            }
            index += 1;
        }
    }

    /// Whether nothing refers to a footnote.
    pub(super) fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// How many footnotes have a number.
    pub(super) fn count(&self) -> usize {
        self.order.len()
    }

    /// Takes the events of the footnote with this number.
    pub(super) fn take_events(&mut self, number: usize) -> Vec<SpannedEvent<'a>> {
        let label = self.order.get(number - 1);
        let footnote = label.and_then(|label| self.definitions.get_mut(label));
        footnote.map(|footnote| std::mem::take(&mut footnote.events)).unwrap_or_default()
    }

    /// Writes the links from the footnote with this number back to its references.
    pub(super) fn write_back_links(
        &self,
        number: usize,
        input: BodyInput<'_>,
        out: &mut BodyOutput<'_>,
    ) {
        let references = self.order.get(number - 1).and_then(|label| self.references.get(label));
        let mut links = String::new();
        for reference in 1..=references.map_or(0, |references| references.total) {
            let id = reference_id(number, reference);
            // "2.3" is the third reference to the second footnote.
            let name = id.trim_start_matches("note-ref-").replace('-', ".");
            let label = input.text("note_back").replace("{n}", &name);
            links.push_str(&format!(
                " <a class=\"note-back\" href=\"#{id}\" role=\"doc-backlink\" aria-label=\""
            ));
            escape_into(&mut links, &label);
            links.push_str("\">↩</a>");
        }
        out.html(&links);
    }

    /// Reports footnotes that are defined twice, those without a text, and those that nothing
    /// refers to.
    ///
    /// The first is an error because half of what the author wrote would be lost, the second
    /// because a reader would be led to nothing.
    pub(super) fn report(&mut self, out: &mut BodyOutput<'_>) {
        for RepeatedFootnote { label, span } in std::mem::take(&mut self.repeated) {
            let message = format!("The footnote [^{label}] is defined twice.");
            out.error("repeated-footnote", span, message, "Give one of the two another name.");
        }
        for (key, footnote) in &self.definitions {
            let label = &footnote.label;
            if footnote.is_empty {
                let message = format!("The footnote [^{label}] has no text.");
                let help = "Write its text after the colon, or indented on the next line.";
                out.error("empty-footnote", footnote.span, message, help);
            } else if !self.references.contains_key(key) {
                let message = format!("Nothing in the text refers to the footnote [^{label}].");
                let help = format!("Write [^{label}] where it belongs, or remove the footnote.");
                out.warning("unused-footnote", footnote.span, message, help);
            }
        }
    }

    /// Reports each `[^name]` in the open block that refers to no footnote.
    pub(super) fn report_unknown(&mut self, input: BodyInput<'_>, out: &mut BodyOutput<'_>) {
        let text = &input.document().text;
        for span in unknown_in_block(out) {
            // As the author wrote it: in the text, quotes are curled and references decoded.
            let mark = &text[span.start..span.end];
            let line = text[span.end..].lines().next().unwrap_or("").trim();
            let begins_line = text[..span.start].ends_with('\n');
            let (message, help) = match line.strip_prefix(':') {
                // `[^1] : Text.` is not a footnote.
                Some(rest) if begins_line => (
                    "There is a space between this footnote's bracket and its colon.".to_owned(),
                    format!("Write  {mark}: {}", rest.trim()),
                ),
                None if begins_line && line.contains(char::is_alphabetic) => (
                    "There is no colon after the name of this footnote.".to_owned(),
                    format!("Write  {mark}: {line}"),
                ),
                // Reported at the definition.
                _ if self.is_without_colon(mark, text) => continue,
                _ => (
                    format!("There is no footnote {mark}."),
                    format!(
                        "Write the footnote on a line of its own:  {mark}: The text of the footnote."
                    ),
                ),
            };
            out.error("unknown-footnote", span, message, help);
        }
    }

    /// Whether a line of the file begins with this mark and has words after it.
    fn is_without_colon(&mut self, mark: &str, text: &str) -> bool {
        let marks = self.without_colon.get_or_insert_with(|| {
            let of_line = |line: &str| {
                let (mark, rest) =
                    line.split_at(line.find(']').filter(|_| line.starts_with("[^"))? + 1);
                let is_text =
                    !rest.trim_start().starts_with(':') && rest.contains(char::is_alphabetic);
                is_text.then(|| mark.to_owned())
            };
            text.lines().filter_map(of_line).collect()
        });
        marks.contains(mark)
    }

    /// Ends the section that begins at `start` and whose first item begins at `first_item`.
    pub(super) fn end_section(
        &mut self,
        start: usize,
        first_item: usize,
        out: &mut BodyOutput<'_>,
    ) {
        let items = first_item..out.html_len();
        self.section = Some(FootnoteSection { start, items, count: self.count() });
        out.html("</ol>\n</section>\n");
    }

    /// Where they are in the HTML; `None` if there are none.
    pub(super) fn into_section(self) -> Option<FootnoteSection> {
        self.section
    }

    /// The ids of footnotes and references.
    pub(super) fn anchors(&self) -> Vec<String> {
        let mut ids: Vec<String> =
            if self.is_empty() { Vec::new() } else { vec![FOOTNOTES_ID.to_owned()] };
        for references in self.references.values() {
            let number = references.number;
            ids.push(format!("note-{number}"));
            ids.extend((1..=references.total).map(|reference| reference_id(number, reference)));
        }
        ids
    }
}

/// Whether readers see nothing of an event by itself.
fn is_invisible(event: &Event<'_>) -> bool {
    match event {
        Event::Text(text) => text.trim().is_empty(),
        Event::Code(_) | Event::FootnoteReference(_) => false,
        Event::Html(html) | Event::InlineHtml(html) => html.trim_start().starts_with("<!--"),
        Event::Start(tag) => !matches!(tag, Tag::Image { .. }),
        _ => true,
    }
}

/// The labels to which a footnote refers, in order, each as often as it does.
fn labels_in(footnote: &Footnote<'_>) -> Vec<String> {
    let mut in_image = false;
    let mut labels = Vec::new();
    for SpannedEvent { event, .. } in &footnote.events {
        match event {
            // References in an alternative text aren't written.
            Event::Start(Tag::Image { .. }) => in_image = true,
            Event::End(TagEnd::Image) => in_image = false,
            Event::FootnoteReference(label) if !in_image => labels.push(label.to_string()),
            _ => {}
        }
    }
    labels
}

/// The id of a reference, counted from 1. The first one has no second number, so that its address
/// stays the same when another one is added.
fn reference_id(number: usize, reference: usize) -> String {
    if reference == 1 {
        format!("note-ref-{number}")
    } else {
        format!("note-ref-{number}-{reference}")
    }
}

/// Each `[^name]` in the open block: what is still text there refers to no footnote.
fn unknown_in_block(out: &BodyOutput<'_>) -> Vec<Span> {
    let range = out.block_range();
    let mut unknown = Vec::new();
    // Whether there is one at all is known sooner than where it is.
    if !out.text()[range.clone()].contains("[^") {
        return unknown;
    }
    let mut from = range.start;
    while let Some(at) = out.text()[from..range.end].find("[^").map(|at| from + at) {
        from = at + 2;
        // Where the name may no longer be one, the search goes on: nothing is read twice. `[^a b]`
        // is not a label in any Markdown, so it was most likely meant as text.
        let is_end = |c: char| c == ']' || c == '[' || c.is_whitespace();
        let Some(end) = out.text()[from..range.end].find(is_end).map(|length| from + length) else {
            break;
        };
        let is_name = end > from && out.text()[end..].starts_with(']');
        from = end;
        // In code, it is most likely part of a regular expression.
        if is_name && !out.forbids_link(&(at..at + 2)) {
            unknown.push(out.source_map().span(&(at..end + 1)));
        }
    }
    unknown
}
