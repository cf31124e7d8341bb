//! The audit, for people, as JSON, as CSV and as a calendar. `wellread_site::audit` makes it; this
//! only writes it out. `docs/audit.md` describes the formats for programs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;
use wellread_content::Sources;
use wellread_model::{Date, Locator, Place, Position, SourcePath, count, with_commas};
use wellread_site::{Audit, AuditItem, CSV_START, csv_line};

use super::json::to_json;
use crate::arguments::AuditFormat;

/// If there are more items of a kind than this, people get only [`FEW`].
const MANY: usize = 20;

/// How many of many items people get.
const FEW: usize = 10;

/// The owner of what no one looks after. JSON has an empty list instead.
const HUB: &str = "The hub";

/// Renders an audit in a format. People get a few of many items that are alike if it `is_short`.
pub(super) fn render(
    audit: &Audit,
    sources: &Sources,
    today: Date,
    format: AuditFormat,
    is_short: bool,
) -> String {
    let mut places = Locator::new(|path: &SourcePath| sources.text(path));
    let mut position = |place: &Place| places.position(place);
    match format {
        AuditFormat::Human => human(audit, today, &mut position, is_short),
        AuditFormat::Json => json(audit, &mut position),
        AuditFormat::Csv => csv(audit, &mut position),
        AuditFormat::Ics => super::calendar::render(audit, today, |file| owner(audit, file)),
    }
}

/// Finds the line and the column of a place.
type Positions<'a> = dyn FnMut(&Place) -> Option<Position> + 'a;

/// The people who look after a file, in one line.
pub(crate) fn owner(audit: &Audit, file: &SourcePath) -> String {
    let people = audit.owners_of(file);
    if people.is_empty() { HUB.to_owned() } else { people.join(", ") }
}

/// The items by owner. Whoever has the most harmful one comes first, the hub as well: a crisis line
/// in its settings is more urgent than everyone's long sentences.
pub(crate) fn by_owner(audit: &Audit) -> Vec<(String, Vec<&AuditItem>)> {
    let mut groups: Vec<(String, Vec<&AuditItem>)> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for item in audit.items() {
        let name = owner(audit, &item.place.file);
        let place = *places.entry(name).or_insert_with_key(|name| {
            groups.push((name.clone(), Vec::new()));
            groups.len() - 1
        });
        groups[place].1.push(item);
    }
    groups
}

/// A place as people read it: file, line and column.
fn file_and_line(place: &Place, positions: &mut Positions<'_>) -> String {
    match positions(place) {
        Some(Position { line, column }) => format!("{}:{line}:{column}", place.file),
        None => place.file.to_string(),
    }
}

/// By owner, then by kind. A step that all items of a kind have in common is written once.
fn human(audit: &Audit, today: Date, positions: &mut Positions<'_>, is_short: bool) -> String {
    let mut out = String::new();
    if audit.is_partial {
        out.push_str("This list is not complete, because the hub has errors: wellread check\n\n");
    }
    for (name, items) in by_owner(audit) {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{name}: {}\n", count(items.len(), "item"));
        for group in items.chunk_by(|a, b| a.kind == b.kind) {
            kind(&mut out, group, positions, is_short);
        }
    }
    // With errors, no one knows.
    if audit.items().is_empty() && !audit.is_partial {
        out.push_str("Nothing needs you today.\n");
    }
    if let Some(next) = audit.reminders().iter().find(|next| next.day > today) {
        let _ = writeln!(out, "Next: \"{}\", on {}.", next.title, next.day);
    }
    if audit.warnings > 0 && !audit.is_partial {
        let warnings = count(audit.warnings, "warning");
        let _ = writeln!(out, "A check has {warnings} besides: wellread check");
    }
    out
}

/// The items of one kind.
fn kind(out: &mut String, group: &[&AuditItem], positions: &mut Positions<'_>, is_short: bool) {
    let first = group[0];
    let is_same = group.len() > 1 && group.iter().all(|one| one.step == first.step);
    let _ = writeln!(out, "  {} ({})", first.kind.title(), with_commas(group.len()));
    let _ = writeln!(out, "  {}", first.kind.why());
    if is_same {
        let _ = writeln!(out, "  → {}", lines(&first.step, "    "));
    }
    out.push('\n');
    let shown_items = if is_short && group.len() > MANY { FEW } else { group.len() };
    for item in &group[..shown_items] {
        let _ = writeln!(
            out,
            "    {}  {}",
            file_and_line(&item.place, positions),
            lines(&item.about, "      ")
        );
        for line in &item.details {
            let _ = writeln!(out, "      {line}");
        }
        if !is_same {
            let _ = writeln!(out, "      → {}", lines(&item.step, "        "));
        }
    }
    if group.len() > shown_items {
        let more = with_commas(group.len() - shown_items);
        let _ = writeln!(
            out,
            "    … and {more} more: wellread audit --kind {} --all",
            first.kind.as_str()
        );
    }
    out.push('\n');
}

/// A text of which all lines but the first are indented.
fn lines(text: &str, indent: &str) -> String {
    text.replace('\n', &format!("\n{indent}"))
}

/// An item as JSON has it. Its fields are in alphabetical order.
#[derive(Serialize)]
struct JsonItem<'a> {
    about: &'a str,
    column: Option<usize>,
    details: &'a [String],
    due: Option<String>,
    file: &'a str,
    kind: &'a str,
    line: Option<usize>,
    owners: &'a [String],
    page: Option<&'a str>,
    step: &'a str,
    why: &'a str,
}

/// One array.
fn json(audit: &Audit, positions: &mut Positions<'_>) -> String {
    let items: Vec<JsonItem<'_>> = audit
        .items()
        .iter()
        .map(|AuditItem { kind, place, about, details, step, due, .. }| {
            let position = positions(place);
            JsonItem {
                about,
                column: position.map(|at| at.column),
                details,
                due: due.map(|day| day.to_string()),
                file: place.file.as_str(),
                kind: kind.as_str(),
                line: position.map(|at| at.line),
                owners: audit.owners_of(&place.file),
                page: audit.url_of(&place.file),
                step,
                why: kind.why(),
            }
        })
        .collect();
    to_json(&items)
}

/// A table.
fn csv(audit: &Audit, positions: &mut Positions<'_>) -> String {
    let header =
        ["owner", "kind", "file", "line", "column", "due", "about", "details", "why", "step"];
    let mut csv = format!("{CSV_START}{}", csv_line(&header.map(str::to_owned)));
    for one in audit.items() {
        let position = positions(&one.place);
        let number = |number: Option<usize>| number.map_or_else(String::new, |n| n.to_string());
        csv.push_str(&csv_line(&[
            owner(audit, &one.place.file),
            one.kind.as_str().to_owned(),
            one.place.file.to_string(),
            number(position.map(|at| at.line)),
            number(position.map(|at| at.column)),
            one.due.map_or_else(String::new, |day| day.to_string()),
            one.about.clone(),
            one.details.join("\n"),
            one.kind.why().to_owned(),
            one.step.clone(),
        ]));
    }
    csv
}
