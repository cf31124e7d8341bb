//! The review of terms, for people, as JSON, and as CSV.

use std::fmt::Write as _;

use serde_json::json;
use wellread_site::{Finding, Remark, csv_line};

use crate::arguments::ReviewFormat;

/// Renders the review.
pub(crate) fn render(findings: &[Finding], format: ReviewFormat) -> String {
    match format {
        ReviewFormat::Human => human(findings),
        ReviewFormat::Json => {
            let all: Vec<_> = findings
                .iter()
                .map(|one| {
                    json!({
                        "remark": one.remark.as_str(), "term": one.term, "term_file": one.term_file,
                        "file": one.file,
                        "line": one.line, "column": one.column, "text": one.text,
                        "change": one.change,
                    })
                })
                .collect();
            format!("{:#}\n", serde_json::Value::from(all))
        }
        ReviewFormat::Csv => {
            let header =
                ["remark", "term", "term_file", "file", "line", "column", "text", "change"];
            let mut csv = csv_line(&header.map(str::to_owned));
            for one in findings {
                csv.push_str(&csv_line(&[
                    one.remark.as_str().to_owned(),
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

/// Groups by remark, and links by term, so that a wrong link is found where its term is.
fn human(findings: &[Finding]) -> String {
    let mut out = String::new();
    for group in findings.chunk_by(|a, b| a.remark == b.remark) {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{}\n", title(group[0].remark));
        for term in group.chunk_by(|a, b| a.term == b.term) {
            let file = &term[0].term_file;
            let file = if file.is_empty() { String::new() } else { format!("  ({file})") };
            let _ = writeln!(out, "  {}{file}", term[0].term);
            for one in term {
                let _ = writeln!(out, "    {}:{}:{}  {}", one.file, one.line, one.column, one.text);
                if one.remark != Remark::Linked {
                    let _ = writeln!(out, "      → {}", one.change);
                }
            }
        }
        if group[0].remark == Remark::Linked {
            out.push_str(
                "\n  To stop a link in one place, write [[!the words]] there.\n  \
                 To stop a term on one page, add to its settings:  skip_terms: [name-of-the-file]\n  \
                 To stop it everywhere, remove the name from `term` or `aliases` in its file, or add  case: exact\n",
            );
        }
        out.push('\n');
    }
    if findings.is_empty() {
        out.push_str("There are no terms yet. Make one with: wellread new term \"IEP\"\n");
    }
    out
}

const fn title(remark: Remark) -> &'static str {
    match remark {
        Remark::Linked => "Linked by itself",
        Remark::NeverUsed => "Terms that no page uses",
        Remark::DefinedTwice => "Names that are claimed twice",
        Remark::Unexplained => "Words in capitals that have no entry",
        Remark::Long => "Long definitions",
        Remark::Circular => "Definitions that lead back to themselves",
        Remark::UsesUnexplained => "Definitions that use a word without an entry",
    }
}
