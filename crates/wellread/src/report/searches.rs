//! The results of a list of searches, for people and as JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};
use wellread_site::{SearchOutcome, TriedSearch};

use super::json::to_json;

/// How many titles are shown for a search that does not find its page.
const SHOWN: usize = 3;

/// Renders what came of a list.
pub(super) fn render(tried: &[TriedSearch], json: bool) -> String {
    if json {
        let rows: Vec<Value> = tried.iter().map(row).collect();
        return to_json(&rows);
    }
    let mut out = String::new();
    for one in tried {
        render_one(one, &mut out);
    }
    out.push_str(&summary(tried));
    out
}

/// A search as programs get it.
fn row(tried: &TriedSearch) -> Value {
    let (outcome, place, message) = match &tried.outcome {
        SearchOutcome::Found => ("found", None, None),
        SearchOutcome::Missed(place) => ("missed", *place, None),
        SearchOutcome::Nothing => ("nothing", None, None),
        SearchOutcome::Unclear(unclear) => ("unclear", None, Some(&unclear.message)),
    };
    let results: Vec<&str> = tried.response.results.iter().take(10).map(|hit| &*hit.url).collect();
    json!({
        "query": tried.search.query.value,
        "wanted": wanted(tried),
        "verdict": outcome,
        "place": place,
        "message": message,
        "results": results,
    })
}

fn wanted(tried: &TriedSearch) -> Vec<&str> {
    tried.search.pages.iter().flatten().map(|page| &*page.value).collect()
}

/// A search on a line of its own. Those that go wrong stand out by their first word, and have what
/// was found instead below them.
fn render_one(tried: &TriedSearch, out: &mut String) {
    let query = &tried.search.query.value;
    // Writing to a string cannot fail, here and below.
    match &tried.outcome {
        SearchOutcome::Found => {
            let crisis = tried.response.crisis.then_some("the crisis lines");
            let first = tried.response.results.first().map(|hit| &*hit.title);
            let card = || tried.response.cards.first().map(|card| &*card.term);
            let first = crisis.or(first).or_else(card).unwrap_or_default();
            let _ = writeln!(out, "found    {query}: {first}");
        }
        SearchOutcome::Missed(place) => {
            let place = place.map_or_else(String::new, |place| format!(" (number {place})"));
            let _ = writeln!(out, "MISSED   {query} -> {}{place}", wanted(tried).join(" | "));
            for (number, hit) in (1..=SHOWN).zip(&tried.response.results) {
                let _ = writeln!(out, "         {number}. {}", hit.title);
            }
        }
        SearchOutcome::Nothing => {
            let _ = writeln!(out, "NOTHING  {query}");
        }
        SearchOutcome::Unclear(unclear) => {
            let _ = writeln!(
                out,
                "UNCLEAR  {query} -> {}\n         {}\n         {}",
                wanted(tried).join(" | "),
                unclear.message,
                unclear.help
            );
        }
    }
}

fn summary(tried: &[TriedSearch]) -> String {
    let number = |is_one: fn(&SearchOutcome) -> bool| {
        tried.iter().filter(|one| is_one(&one.outcome)).count()
    };
    let parts = [
        (number(|one| *one == SearchOutcome::Found), "found"),
        (number(|one| matches!(one, SearchOutcome::Missed(_))), "missed"),
        (number(|one| *one == SearchOutcome::Nothing), "with nothing found"),
        (number(|one| matches!(one, SearchOutcome::Unclear(_))), "unclear"),
    ];
    let parts = parts.iter().filter(|(number, _)| *number > 0);
    let parts: Vec<String> = parts.map(|(number, word)| format!("{number} {word}")).collect();
    let searches = match tried.len() {
        1 => "1 search".to_owned(),
        number => format!("{number} searches"),
    };
    if parts.is_empty() {
        return "The file has no search in it.\n".to_owned();
    }
    format!("\n{searches}: {}.\n", parts.join(", "))
}
