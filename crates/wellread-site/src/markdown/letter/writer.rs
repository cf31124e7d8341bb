//! Writes the HTML of a letter: an element around it, and one for each blank.
//!
//! A blank is its name in square brackets, so that the letter can be read, printed and filled in by
//! hand without JavaScript and without styles. The page's script makes a field of each
//! (`themes/default/static/letter.js`).
//!
//! The element of a blank is `<bdi>`: what a family types may be in another script than the letter,
//! and must not turn the words next to it around.

use wellread_model::{Span, fold_name};

use super::blank::{Blank, BlankContent, STAND_IN};
use super::plan::LetterPlan;
use crate::markdown::context::BodyInput;
use crate::markdown::elements::OpenElements;
use crate::markdown::escape::{attribute, escape_into};
use crate::markdown::output::BodyOutput;

/// The name of the blank that is filled in with the day on which the page is open.
const DATE: &str = "date";

/// Writes a letter and its blanks. In the body of another entry, it writes text as it is. The
/// methods are called at the events of the body, in their order.
#[derive(Debug)]
pub(in crate::markdown) struct LetterWriter<'a> {
    /// `None` for the body of another kind of entry.
    plan: Option<&'a LetterPlan>,
    /// What the letter is rendered from.
    input: BodyInput<'a>,
    /// Whether the element of the letter has been opened and not closed.
    is_open: bool,
}

impl<'a> LetterWriter<'a> {
    /// The writer for a body, which has a plan if it is that of a letter.
    pub(in crate::markdown) const fn new(
        plan: Option<&'a LetterPlan>,
        input: BodyInput<'a>,
    ) -> Self {
        Self { plan, input, is_open: false }
    }

    /// Reports what is wrong with blanks, and begins the letter if it begins with the body.
    pub(in crate::markdown) fn begin_body(
        &mut self,
        elements: &mut OpenElements,
        out: &mut BodyOutput<'_>,
    ) {
        let Some(plan) = self.plan else { return };
        let document = self.input.document();
        if document.title.value.contains("{{") {
            let message = "A title is the same for every family, and holds no blank.";
            out.error("blank-place", document.title.span, message, "Write it without braces.");
        }
        for problem in plan.problems() {
            // A draft may have its blanks still to come.
            if !document.draft || problem.code != "no-blanks" {
                let (message, help) = (problem.message.clone(), problem.help.clone());
                out.report_as(problem.code, problem.place, message, help);
            }
        }
        if plan.begins_body() {
            self.open(elements, out);
        }
    }

    /// Begins the letter after a heading, if it begins there.
    pub(in crate::markdown) fn end_heading(
        &mut self,
        heading: Span,
        elements: &mut OpenElements,
        out: &mut BodyOutput<'_>,
    ) {
        if self.plan.is_some_and(|plan| plan.begins_after(heading)) {
            self.open(elements, out);
        }
    }

    /// Ends the letter before a heading, if it ends there.
    pub(in crate::markdown) fn begin_heading(
        &mut self,
        heading: Span,
        elements: &mut OpenElements,
        out: &mut BodyOutput<'_>,
    ) {
        if self.plan.is_some_and(|plan| plan.ends_before(heading)) {
            self.close(elements, out);
        }
    }

    /// Ends the letter if it is open.
    pub(in crate::markdown) fn close(
        &mut self,
        elements: &mut OpenElements,
        out: &mut BodyOutput<'_>,
    ) {
        if std::mem::take(&mut self.is_open) {
            elements.close_container("</section>\n", out);
            out.set_in_letter(false);
        }
    }

    /// The element has a name, so that screen readers list it: "The letter".
    fn open(&mut self, elements: &mut OpenElements, out: &mut BodyOutput<'_>) {
        let mut tag = "<section class=\"letter\" aria-label=\"".to_owned();
        escape_into(&mut tag, self.own_text("letter_label"));
        tag.push_str("\">\n");
        elements.open_container(&tag, out);
        out.set_in_letter(true);
        self.is_open = true;
    }

    /// Whether readers see the end of a line here.
    pub(in crate::markdown) fn has_line_end(&self, place: Span) -> bool {
        self.plan.is_some_and(|plan| plan.has_line_end(place))
    }

    /// Writes a text of the parser, in which stand-ins take the place of blanks.
    pub(in crate::markdown) fn text(&self, text: &str, span: Span, out: &mut BodyOutput<'_>) {
        let (mut rest, mut place) = (text, span.start);
        for blank in self.plan.map_or(&[][..], |plan| plan.blanks_in(span)) {
            let stand_in = STAND_IN.repeat(blank.span.end - blank.span.start);
            let Some(at) = rest.find(&stand_in) else { break };
            if at > 0 {
                out.words(&rest[..at], Span::new(place, blank.span.start));
            }
            self.blank(blank, out);
            (rest, place) = (&rest[at + stand_in.len()..], blank.span.end);
        }
        if !rest.is_empty() || text.is_empty() {
            out.words(rest, Span::new(place, span.end));
        }
    }

    /// Writes one blank. `data-blank` is the number of its field, which blanks of one name share;
    /// the other attributes are there only where the script needs them.
    fn blank(&self, blank: &Blank, out: &mut BodyOutput<'_>) {
        let mut html = format!("<bdi class=\"blank\" data-blank=\"{}\"", blank.field);
        let shown = match &blank.content {
            BlankContent::Text { name, .. } if self.is_date(name) => {
                let name = self.own_text("letter_date").to_owned();
                attribute(&mut html, "data-date", &name);
                name
            }
            // Everything else on the page has curly apostrophes, and the same text must look the
            // same.
            BlankContent::Text { name, is_long } => {
                if *is_long {
                    html.push_str(" data-long");
                }
                curled(name)
            }
            BlankContent::Choice { label, options } => {
                attribute(&mut html, "data-choices", &curled(&options.join("|")));
                if let Some(label) = label {
                    attribute(&mut html, "data-label", &curled(label));
                }
                curled(&options.join(" / "))
            }
        };
        html.push_str(">[");
        escape_into(&mut html, &shown);
        html.push_str("]</bdi>");
        out.blank(&html, &shown);
    }

    /// Whether a blank is that of the day: by the English word, or by that of the letter's language
    /// or the hub's.
    fn is_date(&self, name: &str) -> bool {
        let name = fold_name(name);
        let words = [DATE, self.own_text("letter_date"), self.input.text("letter_date")];
        words.into_iter().any(|word| name == fold_name(word))
    }

    /// A text of the interface in the language of the letter.
    fn own_text(&self, key: &'a str) -> &'a str {
        let BodyInput { subject, context } = self.input;
        let language = context.library.language_of(subject.id);
        context.text.in_language(language).unwrap_or(context.text).get(key)
    }
}

/// A name with the apostrophes that readers see everywhere else. The field that it stands for is
/// found by its number, so its form does not matter.
fn curled(name: &str) -> String {
    name.replace('\'', "’")
}
