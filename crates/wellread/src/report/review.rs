//! The review of terms, for people, as JSON and as CSV. `wellread_site::review` makes it; this only
//! writes it out. `docs/commands.md` describes the two formats for programs.

use std::fmt::Write as _;

use serde_json::json;
use wellread_site::{CSV_START, FindingKind, Review, csv_line};

use super::json::to_json;
use crate::arguments::ReviewFormat;

/// How much of a review people get. Programs get all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// What to look at first.
    Overview,
    /// All of a part that was chosen.
    Part,
    /// Everything.
    Everything,
}

/// Renders all of the review in a format.
pub(crate) fn render(review: &Review, format: ReviewFormat) -> String {
    let findings = &review.findings;
    match format {
        ReviewFormat::Human => human(review),
        ReviewFormat::Json => {
            let all: Vec<_> = findings
                .iter()
                .map(|one| {
                    json!({
                        "remark": one.kind.as_str(), "term": one.term, "term_file": one.term_file,
                        "file": one.file,
                        "line": one.line, "column": one.column, "text": one.text,
                        "change": one.change,
                    })
                })
                .collect();
            to_json(&all)
        }
        ReviewFormat::Csv => {
            let header =
                ["remark", "term", "term_file", "file", "line", "column", "text", "change"];
            let mut csv = format!("{CSV_START}{}", csv_line(&header.map(str::to_owned)));
            for one in findings {
                csv.push_str(&csv_line(&[
                    one.kind.as_str().to_owned(),
                    one.term.clone(),
                    one.term_file.clone(),
                    one.file.clone(),
                    one.line.to_string(),
                    one.column.to_string(),
                    one.text.clone(),
                    one.change.clone(),
                ]));
            }
            csv
        }
    }
}

/// Groups findings by kind, then by term: a reader who wonders about a link looks for its term. The
/// findings come sorted that way.
fn human(Review { terms, findings, .. }: &Review) -> String {
    let mut out = String::new();
    for group in findings.chunk_by(|a, b| a.kind == b.kind) {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{}\n", title(group[0].kind));
        for term in group.chunk_by(|a, b| a.term == b.term) {
            let file = &term[0].term_file;
            let file = if file.is_empty() { String::new() } else { format!("  ({file})") };
            let _ = writeln!(out, "  {}{file}", term[0].term);
            for one in term {
                let _ = writeln!(out, "    {}:{}:{}  {}", one.file, one.line, one.column, one.text);
                // Links are right most of the time and the same three ways out fit all of them, so
                // those appear once, below.
                if !matches!(one.kind, FindingKind::Linked | FindingKind::PassedOver) {
                    let _ = writeln!(out, "      → {}", one.change);
                }
            }
        }
        if group[0].kind == FindingKind::Linked {
            out.push_str(HOW_TO_STOP_A_LINK);
        }
        if group[0].kind == FindingKind::PassedOver {
            out.push_str("\n  To link one of them all the same, write [[the words]] there.\n");
        }
        out.push('\n');
    }
    if findings.is_empty() {
        out.push_str(match terms {
            0 => "There are no terms yet. Make one with: wellread new term \"IEP\"\n",
            _ => "No term is linked automatically, and there is nothing else to review.\n",
        });
    }
    out
}

/// What may be done about a link that is wrong.
pub(super) const HOW_TO_STOP_A_LINK: &str = "
  To stop a link in one place, write [[!the words]] there.
  To stop a term on one page, add to its settings:  skip_terms: [name-of-the-file]
  To stop it everywhere, write a longer name in `term` or `aliases` in its file, or add
  auto_link: false
  All rules: wellread help linking
";

/// The heading above all findings of one kind, in the words of staff.
pub(super) const fn title(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::Linked => "Automatic links",
        FindingKind::PassedOver => "Words that are not linked, and why",
        FindingKind::NeverUsed => "Terms that no text uses",
        FindingKind::DefinedTwice => "Names that two terms claim",
        FindingKind::Unexplained => "Words in capital letters without an entry",
        FindingKind::Long => "Long definitions",
        FindingKind::Circular => "Definitions that lead back to their own term",
        FindingKind::UsesUnexplained => "Definitions that use a word without an entry",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_review_without_findings_says_whether_there_are_terms() {
        let shown = |terms| {
            let mut review = Review::default();
            review.terms = terms;
            human(&review).trim_end().to_owned()
        };
        assert_eq!(shown(0), "There are no terms yet. Make one with: wellread new term \"IEP\"");
        assert_eq!(
            shown(2),
            "No term is linked automatically, and there is nothing else to review."
        );
    }
}
