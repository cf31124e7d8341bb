//! Reports pages without text.

use wellread_model::{Document, Kind, Span};

use super::context::BodyInput;
use super::output::BodyOutput;

/// Reports an article or page on which readers find nothing but its title.
pub(super) fn report_emptiness(input: BodyInput<'_>, out: &mut BodyOutput<'_>) {
    let document = input.document();
    // The home page has its lists, and the page of contact the ways to reach the clinic.
    let has_more =
        input.subject.entry.route.as_str().is_empty() || document.slug.as_str() == "contact";
    let is_page = match document.kind {
        Kind::Article | Kind::Letter => true,
        Kind::Page => !has_more,
        _ => false,
    };
    let is_empty = out.names() == 0 && out.html_from(0).trim().is_empty();
    let is_page = is_page && !document.draft;
    if is_page && is_empty && out.has_no_diagnostics() && has_front_matter(document) {
        let noun = document.kind.noun();
        let message = format!("This {noun} has no text.");
        let help = "Write it below the second ---, or add the line  draft: true  above it until \
                    it is written.";
        out.warning("empty-page", Span::point(document.body.start), message, help);
    }
}

/// Whether the settings of a file are where they belong. If not, its text was not found either.
fn has_front_matter(document: &Document) -> bool {
    let front = document.text[..document.body.start].trim_start_matches('\u{feff}');
    let mut lines = front.lines().map(str::trim_end);
    let first = lines.next();
    first == Some("---") && lines.next_back().is_some_and(|line| matches!(line, "---" | "..."))
}
