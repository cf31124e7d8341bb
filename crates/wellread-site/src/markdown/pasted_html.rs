//! The error for pasted text: one in place of one for each tag and each attribute of another
//! program, and the command that removes what came with the paste.

use std::collections::BTreeMap;

use wellread_model::{Diagnostic, Document, HtmlPolicy, Place, Span};

use super::tidy::{TidyOptions, tidy};

/// What programs write into the text that they hand over, and hardly anyone by hand.
const MARKS: [&str; 9] = [
    "style=",
    "<meta",
    "<font",
    "<o:p",
    "<w:",
    "class=\"mso",
    "docs-internal-guid",
    "<span",
    "dir=\"ltr\"",
];

/// How many errors of a line, or marks of a page, are one paste.
const MANY: usize = 3;

/// Replaces the errors of a paste by one.
pub(super) fn condense(diagnostics: Vec<Diagnostic>, text: &str) -> Vec<Diagnostic> {
    let span = |one: &Diagnostic| {
        let place = one.place.as_ref().filter(|_| one.code == "raw-html");
        place.and_then(|place| place.span)
    };
    if diagnostics.iter().filter(|one| span(one).is_some()).count() < MANY {
        return diagnostics;
    }
    let ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    let line = |span: Span| ends.partition_point(|&end| end < span.start);
    // The errors of each line, and the marks among them.
    let mut lines: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for place in diagnostics.iter().filter_map(span) {
        let (errors, marks) = lines.entry(line(place)).or_default();
        *errors += 1;
        *marks += usize::from(is_mark(text, place));
    }
    let marks: usize = lines.values().map(|(_, marks)| marks).sum();
    lines.retain(|_, (errors, marked)| *marked > 0 && (*errors >= MANY || marks >= MANY));
    let is_pasted =
        |one: &Diagnostic| span(one).is_some_and(|span| lines.contains_key(&line(span)));
    let count: usize = lines.values().map(|(errors, _)| errors).sum();
    let mut first: Option<Place> = None;
    let mut others = Vec::with_capacity(diagnostics.len() - count + 1);
    for one in diagnostics {
        if is_pasted(&one) {
            let is_before =
                |place: &Place| place.span < first.as_ref().and_then(|first| first.span);
            if let Some(place) = one.place
                && (first.is_none() || is_before(&place))
            {
                first = Some(place);
            }
        } else {
            others.push(one);
        }
    }
    others.extend(first.map(|place| {
        let lines = match lines.len() {
            1 => "this line".to_owned(),
            count => format!("this line and {} more", count - 1),
        };
        let message =
            format!("This text was pasted with the HTML of another program, in {lines}.");
        let help = "Paste it once more as plain text (Ctrl+Shift+V, or Cmd+Shift+V on a Mac), and mark \
                    headings, lists and bold words as in Markdown.";
        Diagnostic::error("raw-html", place, message).help(help)
    }));
    others
}

/// The codes of what comes with a paste.
const OF_PASTES: [&str; 4] =
    ["heading-stays-text", "list-stays-text", "raw-html", "table-stays-text"];

/// Adds to the first problem that `wellread tidy` would fix how to run it. Once is enough for a
/// page: it tidies all of it.
pub(super) fn point_to_tidy(
    mut diagnostics: Vec<Diagnostic>,
    document: &Document,
    policy: HtmlPolicy,
) -> Vec<Diagnostic> {
    let span = |one: &Diagnostic| {
        let place = one.place.as_ref().filter(|_| OF_PASTES.contains(&one.code));
        place.and_then(|place| place.span)
    };
    if diagnostics.iter().all(|one| span(one).is_none()) {
        return diagnostics;
    }
    let trusted_html = policy == HtmlPolicy::Trusted;
    let options = TidyOptions { trusted_html, ..TidyOptions::default() };
    let changes = tidy(&document.text, options).changes;
    // Both in order, so that each is found without a look at all others.
    let is_fixed = |span: Span| {
        let index = changes.partition_point(|change| change.span.end <= span.start);
        changes.get(index).is_some_and(|change| change.span.start < span.end)
    };
    let fixed = diagnostics.iter_mut().filter(|one| span(one).is_some_and(is_fixed));
    if let Some(first) = fixed.min_by_key(|one| span(one)) {
        let path = document.source.as_str();
        let path = if path.contains(' ') { format!("\"{path}\"") } else { path.to_owned() };
        let help = first.help.take().unwrap_or_default();
        let hint = format!(
            "`wellread tidy {path}` shows all that came with the paste, and what to write."
        );
        first.help = Some(format!("{help}\n{hint}").trim_start().to_owned());
    }
    diagnostics
}

/// Whether an error is about what only programs write.
fn is_mark(text: &str, span: Span) -> bool {
    let source = text.get(span.start..span.end).unwrap_or_default();
    let near = &source[..source.floor_char_boundary(300)];
    let near = near.to_ascii_lowercase();
    MARKS.into_iter().any(|mark| near.contains(mark))
}
