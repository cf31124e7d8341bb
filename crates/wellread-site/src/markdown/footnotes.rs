//! Footnotes: collected at the end of the body under a heading, numbered in the order in which
//! they are first referred to, with links both ways.

use std::collections::BTreeMap;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use wellread_model::{Diagnostic, Span};

use super::escape_into;
use super::write::BodyWriter;

/// A note that was set aside.
#[derive(Debug)]
struct Footnote<'a> {
    events: Vec<(Event<'a>, Span)>,
    span: Span,
}

/// All notes of a body.
#[derive(Debug, Default)]
pub(super) struct Footnotes<'a> {
    footnotes: BTreeMap<String, Footnote<'a>>,
    /// Labels in the order of their numbers.
    order: Vec<String>,
    /// The note that is being read; inside, `None` for one that is written a second time.
    open: Option<Option<String>>,
    /// Notes that are written a second time.
    repeated: Vec<(String, Span)>,
    /// Number and count of references, by label.
    referred: BTreeMap<String, (usize, usize)>,
    /// Where in the HTML the links back of each note go, by number.
    ends: Vec<usize>,
}

impl<'a> Footnotes<'a> {
    /// Keeps the events of notes for later and hands back all others.
    pub(super) fn set_aside(&mut self, event: Event<'a>, span: Span) -> Option<Event<'a>> {
        match (&self.open, event) {
            (None, Event::Start(Tag::FootnoteDefinition(label))) => {
                let label = label.to_string();
                // The first definition of a label counts, as in CommonMark's link definitions.
                if self.footnotes.contains_key(&label) {
                    self.repeated.push((label, span));
                    self.open = Some(None);
                } else {
                    self.footnotes.insert(label.clone(), Footnote { events: Vec::new(), span });
                    self.open = Some(Some(label));
                }
                None
            }
            (Some(_), Event::End(TagEnd::FootnoteDefinition)) => {
                self.open = None;
                None
            }
            (Some(label), event) => {
                if let Some(note) = label.as_ref().and_then(|label| self.footnotes.get_mut(label)) {
                    note.events.push((event, span));
                }
                None
            }
            (None, event) => Some(event),
        }
    }

    /// The number of a note, and which reference to it this is, both from 1.
    fn refer(&mut self, label: &str) -> (usize, usize) {
        let order = &mut self.order;
        let (number, references) = self.referred.entry(label.to_owned()).or_insert_with(|| {
            order.push(label.to_owned());
            (order.len(), 0)
        });
        *references += 1;
        (*number, *references)
    }

    /// The ids of notes and references.
    pub(super) fn anchors(&self) -> Vec<String> {
        let mut ids: Vec<String> =
            if self.order.is_empty() { Vec::new() } else { vec!["notes".to_owned()] };
        for &(number, references) in self.referred.values() {
            ids.push(format!("note-{number}"));
            ids.extend((1..=references).map(|reference| reference_id(number, reference)));
        }
        ids
    }
}

fn reference_id(number: usize, reference: usize) -> String {
    if reference == 1 {
        format!("note-ref-{number}")
    } else {
        format!("note-ref-{number}-{reference}")
    }
}

impl<'a> BodyWriter<'a> {
    /// Writes the number that leads to a note.
    pub(super) fn note_reference(&mut self, label: &CowStr<'_>) {
        self.begin_block();
        let (number, reference) = self.footnotes.refer(label);
        let start = self.body.html.len();
        let id = reference_id(number, reference);
        self.body.html.push_str(&format!(
            "<sup class=\"note-ref\"><a href=\"#note-{number}\" id=\"{id}\" role=\"doc-noteref\">{number}</a></sup>"
        ));
        self.block.barrier(&self.body.html, start, &mut self.body.text);
    }

    /// Writes all notes that were referred to. A note may refer to further notes.
    pub(super) fn write_footnotes(&mut self) {
        if !self.footnotes.order.is_empty() {
            self.begin_footnotes_section();
            let title = self.context.text.get("notes");
            self.body
                .html
                .push_str("<section class=\"notes\" role=\"doc-endnotes\">\n<h2 id=\"notes\">");
            escape_into(&mut self.body.html, title);
            self.body.html.push_str("</h2>\n<ol>\n");
            let mut index = 0;
            while let Some(label) = self.footnotes.order.get(index).cloned() {
                index += 1;
                self.write_note(&label, index);
            }
            self.body.html.push_str("</ol>\n</section>\n");
            self.write_back_links();
        }
        self.refuse_repeated_notes();
        self.warn_of_unused_notes();
    }

    fn write_note(&mut self, label: &str, number: usize) {
        self.body.html.push_str(&format!("<li id=\"note-{number}\">\n"));
        let note = self.footnotes.footnotes.get_mut(label);
        let events = note.map(|note| std::mem::take(&mut note.events));
        for (event, span) in events.into_iter().flatten() {
            self.event(event, span);
        }
        self.finish_block();
        // The links back go into the last paragraph; how many there are is known at the end.
        let paragraph = self.body.html.ends_with("</p>\n");
        if paragraph {
            self.body.html.truncate(self.body.html.len() - "</p>\n".len());
        }
        self.footnotes.ends.push(self.body.html.len());
        self.body.html.push_str(if paragraph { "</p>\n</li>\n" } else { "</li>\n" });
    }

    fn write_back_links(&mut self) {
        // From the last on, so that the places of the others stay right.
        for number in (1..=self.footnotes.order.len()).rev() {
            let label = &self.footnotes.order[number - 1];
            let references =
                self.footnotes.referred.get(label).map_or(0, |&(_, references)| references);
            let mut links = String::new();
            for reference in 1..=references {
                let id = reference_id(number, reference);
                let name = id.trim_start_matches("note-ref-").replace('-', ".");
                let label = self.context.text.get("note_back").replace("{n}", &name);
                links.push_str(&format!(
                    " <a class=\"note-back\" href=\"#{id}\" role=\"doc-backlink\" aria-label=\""
                ));
                escape_into(&mut links, &label);
                links.push_str("\">↩</a>");
            }
            self.body.html.insert_str(self.footnotes.ends[number - 1], &links);
        }
    }

    fn refuse_repeated_notes(&mut self) {
        for (label, span) in std::mem::take(&mut self.footnotes.repeated) {
            let message = format!("The note [^{label}] is written twice.");
            self.error("repeated-footnote", span, message, "Give one of the two another name.");
        }
    }

    /// `[^name]` that is still in the text has no note.
    pub(super) fn report_unknown_footnotes(&mut self) {
        let range = self.block.text(&self.body.text);
        let mut from = range.start;
        while let Some(at) = self.body.text[from..range.end].find("[^").map(|at| from + at) {
            from = at + 2;
            let Some(length) = self.body.text[from..range.end].find(']') else { break };
            let name = &self.body.text[from..from + length];
            let is_name = !name.is_empty() && !name.contains(char::is_whitespace);
            if !is_name || self.block.is_barred(&(at..at + 2)) {
                continue;
            }
            let mark = format!("[^{name}]");
            let help =
                format!("Write the note on a line of its own:  {mark}: The text of the note.");
            let message = format!("There is no note for {mark}.");
            let document = &self.subject.entry.document;
            let block = self.block.span().unwrap_or(document.body);
            let written = document.text.get(block.start..block.end);
            let start = written
                .and_then(|text| text.find(&mark))
                .map_or(block.start, |at| block.start + at);
            self.error("unknown-footnote", Span::new(start, start + mark.len()), message, help);
        }
    }

    fn warn_of_unused_notes(&mut self) {
        let unused: Vec<(String, Span)> = self
            .footnotes
            .footnotes
            .iter()
            .filter(|(label, _)| !self.footnotes.referred.contains_key(*label))
            .map(|(label, note)| (label.clone(), note.span))
            .collect();
        for (label, span) in unused {
            let message = format!("Nothing in the text refers to the note [^{label}].");
            let diagnostic = Diagnostic::warning("unused-footnote", self.place(span), message)
                .help(format!("Write [^{label}] where it belongs, or remove the note."));
            self.body.diagnostics.push(diagnostic);
        }
    }
}
