//! The review of terms in short: each term in one line, the riskiest first; the sentences of the
//! riskiest; and of everything else as much as can be read at once.

use std::fmt::Write as _;

use wellread_model::count;
use wellread_site::{Finding, FindingKind, Review, TermSummary};

use super::review::{HOW_TO_STOP_A_LINK, title};

/// How many terms are listed: what fits on a few screens.
const TERMS: usize = 100;

/// For how many risky terms sentences are shown, and how many for each.
const RISKY: usize = 10;
const SENTENCES: usize = 4;

/// How many findings of each other kind are shown.
const OTHERS: usize = 10;

/// The review in short.
pub(super) fn render(review: &Review) -> String {
    let mut out = terms(&review.summaries, TERMS);
    out.push_str(&sentences(review));
    for kind in [
        FindingKind::DefinedTwice,
        FindingKind::Unexplained,
        FindingKind::NeverUsed,
        FindingKind::Circular,
        FindingKind::Long,
        FindingKind::UsesUnexplained,
    ] {
        out.push_str(&others(kind, &review.findings));
    }
    if review.terms == 0 {
        out.push_str("There are no terms yet. Make one with: wellread new term \"IEP\"\n");
    } else {
        out.push_str(
            "All links of a term: wellread terms IEP   of a page: wellread terms --page FILE\n\
             Those that are new since the last build: wellread terms --new\n\
             Everything: wellread terms --all\n",
        );
    }
    out
}

/// The terms in one line each, at most this many of them.
pub(super) fn terms(summaries: &[TermSummary], most: usize) -> String {
    if summaries.is_empty() {
        return String::new();
    }
    // Writing to a string cannot fail.
    let mut out = "Terms, those first whose links are most likely wrong\n\n".to_owned();
    for one in summaries.iter().take(most) {
        let mut line = format!("{} · {}", one.term, count(one.pages, "page"));
        for sign in &one.signs {
            let _ = write!(line, " · {sign}");
        }
        let _ = writeln!(out, "  {line}");
    }
    if summaries.len() > most {
        let rest = &summaries[most..];
        let risky = rest.iter().filter(|one| one.risk > 0).count();
        let of_them = match risky {
            0 => "none of them a risk".to_owned(),
            _ => format!("{risky} of them with a sign of risk"),
        };
        let _ = writeln!(out, "  … and {} more, {of_them}", rest.len());
    }
    out.push('\n');
    out
}

/// The sentences of the riskiest terms.
fn sentences(review: &Review) -> String {
    let is_of = |one: &Finding, term: &TermSummary| {
        one.term_file == term.file
            && matches!(one.kind, FindingKind::Linked | FindingKind::PassedOver)
    };
    let risky: Vec<&TermSummary> =
        review.summaries.iter().filter(|one| one.risk > 0).take(RISKY).collect();
    if risky.is_empty() {
        return String::new();
    }
    let mut out = "Links to look at\n".to_owned();
    for term in risky {
        let _ = writeln!(out, "\n  {}  ({})", term.term, term.file);
        let all: Vec<&Finding> = review.findings.iter().filter(|one| is_of(one, term)).collect();
        for one in all.iter().take(SENTENCES) {
            let _ = writeln!(out, "    {}:{}:{}  {}", one.file, one.line, one.column, one.text);
        }
        if all.len() > SENTENCES {
            let _ = writeln!(
                out,
                "    … and {} more: wellread terms {}",
                all.len() - SENTENCES,
                term.slug
            );
        }
    }
    out.push_str(HOW_TO_STOP_A_LINK);
    out.push('\n');
    out
}

/// The first findings of a kind, each in one line.
fn others(kind: FindingKind, findings: &[Finding]) -> String {
    let all: Vec<&Finding> = findings.iter().filter(|one| one.kind == kind).collect();
    if all.is_empty() {
        return String::new();
    }
    let mut out = format!("{}\n\n", title(kind));
    for one in all.iter().take(OTHERS) {
        let Finding { term, file, change, text, .. } = one;
        let _ = match kind {
            FindingKind::Unexplained => {
                writeln!(out, "  {term} · {} · {change}", count(one.pages.0, "page"))
            }
            FindingKind::NeverUsed => writeln!(out, "  {term}  ({file})"),
            _ => writeln!(out, "  {term}  ({file}:{})  {text}", one.line),
        };
    }
    if all.len() > OTHERS {
        let _ = writeln!(out, "  … and {} more", all.len() - OTHERS);
    }
    out.push('\n');
    out
}
