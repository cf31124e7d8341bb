//! The answer to a query, for people and as JSON.

use std::fmt::Write as _;

use serde::Serialize;
use wellread_model::{CrisisLine, PhoneNumber, count};
use wellread_search::SearchResponse;
use wellread_site::NumberPlace;

use super::json::to_json;

/// An answer with the places of the numbers that the query is: what `--json` prints.
#[derive(Serialize)]
struct Answer<'a> {
    #[serde(flatten)]
    response: &'a SearchResponse,
    /// For staff alone: families get no files.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    numbers: &'a [&'a NumberPlace],
}

/// Renders an answer. `numbers` are the places of the phone numbers that the query is.
pub(super) fn render(
    response: &SearchResponse,
    crisis: &[CrisisLine],
    numbers: &[&NumberPlace],
    json: bool,
) -> String {
    if json {
        let answer = Answer { response, numbers };
        return to_json(&answer);
    }
    // Writing to a string cannot fail, here and below.
    let mut out = String::new();
    if response.crisis {
        out.push_str("The crisis lines come first:\n");
        for line in crisis {
            let _ = writeln!(out, "  {}", crisis_line(line));
        }
        out.push('\n');
    }
    out.push_str(&number_list(numbers));
    if let Some(corrected) = &response.corrected {
        let _ = writeln!(out, "Results for: {corrected}\n");
    }
    if !response.missing.is_empty() && response.total > 0 {
        let words: Vec<String> =
            response.missing.iter().map(|word| format!("\"{word}\"")).collect();
        let _ = writeln!(out, "No page has {}; these are for the rest.\n", words.join(", "));
    }
    for card in &response.cards {
        let _ = writeln!(out, "[{}] {}\n  {}\n", card.term, card.definition, card.url);
    }
    for (index, hit) in response.results.iter().enumerate() {
        let _ = writeln!(out, "{}. {} ({})\n   {}", index + 1, hit.title, hit.kind, hit.url);
        for section in &hit.sections {
            let _ = writeln!(out, "   · {}: {}", section.heading, section.url);
        }
    }
    match response.total {
        0 => out.push_str("Nothing was found.\n"),
        total => {
            let _ = write!(out, "\n{} found", count(total, "page"));
            if total > response.results.len() {
                let _ = write!(out, "; --limit {total} shows them all");
            }
            out.push_str(".\n");
        }
    }
    out
}

/// Each number with its places; empty if there are none.
fn number_list(places: &[&NumberPlace]) -> String {
    let mut out = String::new();
    for same in places.chunk_by(|one, next| one.number == next.number) {
        let _ = writeln!(out, "{} is in {}:", same[0].number, count(same.len(), "place"));
        for NumberPlace { file, line, column, text, .. } in same {
            let _ = writeln!(out, "  {file}:{line}:{column}  {text}");
        }
        out.push('\n');
    }
    out
}

/// A crisis line with all ways to reach it: `Lifeline: 988, Text 988, https://example.org/`.
fn crisis_line(line: &CrisisLine) -> String {
    let way = |verb: &str, phone: &PhoneNumber| match (&phone.label, &phone.instruction) {
        (Some(label), Some(instruction)) => format!("{label}: {instruction}"),
        (None, Some(instruction)) => instruction.clone(),
        (Some(label), None) => format!("{label}: {verb}{}", phone.text),
        (None, None) => format!("{verb}{}", phone.text),
    };
    let calls = line.point.phones.iter().map(|phone| way("", phone));
    let texts = line.point.text_phones.iter().map(|phone| way("Text ", phone));
    let others = [&line.point.url, &line.point.hours].into_iter().flatten().cloned();
    let ways: Vec<String> = calls.chain(texts).chain(others).collect();
    format!("{}: {}", line.name, ways.join(", "))
}
