//! Headings and the sections that they begin.

use pulldown_cmark::HeadingLevel;
use wellread_model::{Diagnostic, LinkScope, Span};

use super::write::BodyWriter;
use super::{Section, escape_into};

impl BodyWriter<'_> {
    pub(super) fn begin_heading(&mut self, level: HeadingLevel, id: Option<String>, span: Span) {
        // The title of the page is its only heading of the first level.
        let level = (level as u8).max(2);
        let previous = self.section.0;
        if level > previous + 1 {
            let message = format!(
                "This heading has {} # signs, and the one above it has {}.",
                level,
                if previous == 1 { "none".to_owned() } else { previous.to_string() }
            );
            let diagnostic = Diagnostic::warning("heading-level", self.place(span), message)
                .help(format!("Begin it with {}.", "#".repeat(usize::from(previous) + 1)));
            self.body.diagnostics.push(diagnostic);
        }
        if let Some(id) = &id
            && !self.ids.claim(id)
        {
            let message = format!("The id `{id}` is taken on this page.");
            self.error("same-anchor", span, message, "Choose another id for this heading.");
        }
        self.end_section();
        self.heading = Some((self.body.html.len(), level, id));
        self.barred += 1;
        self.begin_block();
    }

    pub(super) fn end_heading(&mut self) {
        self.finish_block();
        self.barred -= 1;
        let Some((start, level, id)) = self.heading.take() else { return };
        let range = self.block.text(&self.body.text);
        let title = super::plain(self.body.text[range].trim());
        let id = id.unwrap_or_else(|| self.ids.make(&title));
        let content = self.body.html.split_off(start);
        let html = &mut self.body.html;
        html.push_str(&format!("<h{level} id=\""));
        escape_into(html, &id);
        html.push_str("\">");
        html.push_str(&content);
        html.push_str(" <a class=\"anchor\" href=\"#");
        escape_into(html, &id);
        html.push_str("\" aria-label=\"");
        escape_into(html, self.context.text.get("permalink"));
        html.push_str(": ");
        escape_into(html, &title);
        html.push_str(&format!("\"></a></h{level}>\n"));
        self.section = (level, title, id, self.body.text.len());
        if self.subject.scope == LinkScope::Section {
            self.linked.clear();
        }
    }

    pub(super) fn end_section(&mut self) {
        let (level, title, id, start) = std::mem::take(&mut self.section);
        let text = start..self.body.text.len();
        self.section.0 = level;
        if level > 1 || !text.is_empty() {
            self.body.sections.push(Section { level, title, id, text });
        }
    }

    /// Begins the section that holds the notes.
    pub(super) fn begin_footnotes_section(&mut self) {
        self.end_section();
        let title = self.context.text.get("notes").to_owned();
        self.section = (2, title, "notes".to_owned(), self.body.text.len());
        if self.subject.scope == LinkScope::Section {
            self.linked.clear();
        }
    }
}
