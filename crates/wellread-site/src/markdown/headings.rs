//! Headings, the sections that they begin, and the ids of the page.
//!
//! A section is the text from one heading to the next, whatever their levels: the search leads to
//! sections, and terms may be linked once in each. The text before the first heading is a section
//! of level 1, which stands for the title of the page.

use pulldown_cmark::HeadingLevel;
use wellread_model::{Span, fold_name, in_one_line};

use super::body::{FOOTNOTES_ID, Section, plain};
use super::context::BodyInput;
use super::escape::escape_into;
use super::ids::Ids;
use super::output::BodyOutput;

/// The headings of a body.
#[derive(Debug)]
pub(super) struct Headings {
    /// The ids of the page so far, so that none is given twice.
    ids: Ids,
    /// The heading that is being read.
    open: Option<OpenHeading>,
    /// The section that is being read.
    section: OpenSection,
    /// The sections so far, in order.
    sections: Vec<Section>,
}

/// A heading that is being read.
#[derive(Debug)]
struct OpenHeading {
    /// Where its content begins in the HTML.
    html_start: usize,
    /// From 1 to 6, as on the page.
    level: u8,
    /// The id that the author wrote.
    id: Option<String>,
    /// Where it is written.
    span: Span,
    /// See [`BodyOutput::names`].
    names: usize,
}

/// A section that is being read.
#[derive(Debug)]
struct OpenSection {
    /// That of its heading.
    level: u8,
    /// The text of its heading.
    title: String,
    /// The id of its heading, to which links lead.
    id: String,
    /// Where its text begins in the body's text.
    text_start: usize,
}

impl Default for Headings {
    fn default() -> Self {
        let section =
            OpenSection { level: 1, title: String::new(), id: String::new(), text_start: 0 };
        Self { ids: Ids::default(), open: None, section, sections: Vec::new() }
    }
}

impl Headings {
    /// Claims an id that the author wrote. `false` if it is already in use.
    pub(super) fn claim_id(&mut self, id: &str) -> bool {
        self.ids.claim(id)
    }

    /// Whether a heading is being read.
    pub(super) const fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Begins a heading.
    pub(super) fn begin(
        &mut self,
        level: HeadingLevel,
        id: Option<String>,
        span: Span,
        out: &mut BodyOutput<'_>,
    ) {
        if level == HeadingLevel::H1 {
            report_first_level(span, out);
        }
        // The title of the page is its only first-level heading.
        let level = (level as u8).max(2);
        if let Some(id) = &id
            && !self.ids.claim(id)
        {
            let message = format!("The id `{id}` is already used on this page.");
            out.error("same-anchor", span, message, "Choose another id for this heading.");
        }
        // The section above ends before the text of this heading.
        self.end_section(out);
        self.open =
            Some(OpenHeading { html_start: out.html_len(), level, id, span, names: out.names() });
        // Terms are linked in sentences, where a reader needs them; a heading only names what
        // follows.
        out.forbid_links();
        out.begin_block();
    }

    /// Ends a heading, whose block has ended.
    pub(super) fn end(&mut self, input: BodyInput<'_>, out: &mut BodyOutput<'_>) {
        out.allow_links();
        // The footnote numbers and images in it are not part of its name.
        let Some(OpenHeading { html_start, level, id, span, names }) = self.open.take() else {
            return;
        };
        if !out.report_empty_heading(names, span) {
            report_level(level, self.section.level, span, out);
        }
        let title = plain(&out.text()[out.block_range()]);
        let title = in_one_line(&title);
        let content = out.take_html(html_start);
        // The opening tag carries an id that is made of the text, so it is written last.
        let id = id.unwrap_or_else(|| self.ids.make(&title));
        // The link to the heading is next to it: inside, a screen reader would read every heading
        // twice.
        out.html(&format!("<div class=\"heading h{level}\"><h{level} id=\""));
        out.escaped(&id);
        out.html("\">");
        out.html(&content);
        out.html(&format!("</h{level}> <a class=\"anchor\" href=\"#"));
        out.escaped(&id);
        out.html("\" aria-label=\"");
        out.escaped(input.text("permalink"));
        out.html(": ");
        out.escaped(&title);
        out.html("\"></a></div>\n");
        self.section = OpenSection { level, title, id, text_start: out.text().len() };
    }

    /// Begins the section of the footnotes with its heading.
    pub(super) fn begin_footnotes(&mut self, input: BodyInput<'_>, out: &mut BodyOutput<'_>) {
        self.end_section(out);
        let title = input.text("notes").to_owned();
        let mut heading = "<h2 id=\"notes\">".to_owned();
        escape_into(&mut heading, &title);
        heading.push_str("</h2>\n");
        out.html(&heading);
        let text_start = out.text().len();
        self.section = OpenSection { level: 2, title, id: FOOTNOTES_ID.to_owned(), text_start };
    }

    /// Ends the open section. The level stays as it is, for the next heading is compared with it.
    fn end_section(&mut self, out: &BodyOutput<'_>) {
        let title = std::mem::take(&mut self.section.title);
        let id = std::mem::take(&mut self.section.id);
        let (level, text) = (self.section.level, self.section.text_start..out.text().len());
        // A heading is a section even without text; before the first one there is often nothing.
        if level > 1 || !text.is_empty() {
            self.sections.push(Section { level, title, id, text });
        }
    }

    /// The level and the title of the section that is being read.
    pub(super) fn current(&self) -> (u8, &str) {
        (self.section.level, &self.section.title)
    }

    /// All sections, and all ids in order.
    pub(super) fn finish(mut self, out: &BodyOutput<'_>) -> (Vec<Section>, Vec<String>) {
        self.end_section(out);
        (self.sections, self.ids.into_sorted())
    }
}

/// Reports a heading that is more than one level below the one above it.
fn report_level(level: u8, previous: u8, span: Span, out: &mut BodyOutput<'_>) {
    if level > previous + 1 {
        // The title isn't written with # characters, so nothing above counts as none.
        let above = if previous == 1 { "none".to_owned() } else { previous.to_string() };
        let message =
            format!("This heading has {level} # characters, and the one above it has {above}.");
        let help = format!("Start it with {}.", "#".repeat(usize::from(previous) + 1));
        out.warning("heading-level", span, message, help);
    }
}

/// Whether a heading of the first level says what the title of the page says, which is above the
/// text already. Reports it.
pub(super) fn repeats_title(span: Span, input: BodyInput<'_>, out: &mut BodyOutput<'_>) -> bool {
    let title = &input.document().title.value;
    let is_same = comparable(heading_words(span, out)) == comparable(title);
    if is_same {
        let message = "This heading repeats the title, which is above the text by itself. It \
                       is shown once.";
        out.warning("repeated-title", span, message, "Remove this line.");
    }
    is_same
}

/// Reports a heading of the first level, which is shown as one of the second.
fn report_first_level(span: Span, out: &mut BodyOutput<'_>) {
    let words = in_one_line(heading_words(span, out));
    // The line above `===` is a mark of version control, which is an error of its own.
    if words.starts_with("<<<<<<<") {
        return;
    }
    let help = format!("Write  ## {words}");
    let message = "A heading with one # is the title of a page, which is above the text. This \
                   one is shown as a heading below it.";
    out.warning("heading-level", span, message, help);
}

/// The text of a first-level heading as written: after `#`, or above `===`.
fn heading_words<'a>(span: Span, out: &BodyOutput<'a>) -> &'a str {
    let source = out.file_text().get(span.start..span.end).unwrap_or_default().trim();
    match source.strip_prefix('#') {
        Some(words) => words.trim().trim_end_matches('#').trim(),
        None => source.trim_end_matches(['=', ' ', '>', '\t']).trim(),
    }
}

/// Words as they are compared: without marks of emphasis, and without what ends a sentence.
fn comparable(words: &str) -> String {
    fold_name(words.replace(['*', '_', '`', '\\'], "").trim_end_matches(['.', ':', '?', '!']))
}
