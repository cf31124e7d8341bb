//! The answer to a query, for people and as JSON.

use std::fmt::Write as _;

use anyhow::Result;
use wellread_search::SearchResponse;

/// Renders an answer.
pub(super) fn render(response: &SearchResponse, json: bool) -> Result<String> {
    if json {
        return Ok(format!("{}\n", serde_json::to_string_pretty(response)?));
    }
    let mut out = String::new();
    // Writing to a string cannot fail.
    if response.crisis {
        out.push_str("The crisis lines are shown first.\n\n");
    }
    if let Some(corrected) = &response.corrected {
        let _ = writeln!(out, "Results for: {corrected}\n");
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
        1 => out.push_str("\n1 page was found.\n"),
        total => {
            let _ = writeln!(out, "\n{total} pages were found.");
        }
    }
    Ok(out)
}
