//! Rows that were meant as a table, and stay text: without the line below the first, with a wrong
//! one, or with tabs.

use super::finding::StrayMarkup;
use super::others::ReportedOnce;
use super::rows::{Cells, are_two_lines_of_words, divider, table_row};
use super::text_block::{BlockSource, TextBlock};

/// The code of what is found here.
const CODE: &str = "table-stays-text";

/// How many rows a message shows.
const SHOWN: usize = 10;

/// Reports the first rows of the block that were meant as a table.
pub(super) fn find(
    reported: &mut ReportedOnce,
    block: &TextBlock<'_>,
    source: &BlockSource<'_, '_>,
    found: &mut Vec<StrayMarkup>,
) {
    let lines: Vec<(usize, &str)> = block.lines().collect();
    let finding = with_separators('\t', &lines, source)
        .or_else(|| with_separators(';', &lines, source))
        .or_else(|| with_bars(reported, &lines, source));
    found.extend(finding);
}

/// Rows of a spreadsheet, whose cells have a tab or a semicolon between them.
fn with_separators(
    separator: char,
    lines: &[(usize, &str)],
    source: &BlockSource<'_, '_>,
) -> Option<StrayMarkup> {
    let tabs = |line: &str| line.trim().matches(separator).count();
    // Sentences have semicolons too, with a space after each, and seldom as many in three lines.
    let (least, is_row): (usize, fn(&str) -> bool) =
        if separator == ';' { (3, is_row_with_semicolons) } else { (2, |_| true) };
    let first = lines.windows(least).position(|rows| {
        let columns = tabs(rows[0].1);
        columns > 0 && rows.iter().all(|(_, line)| tabs(line) == columns && is_row(line))
    })?;
    let columns = tabs(lines[first].1);
    let rows = &lines[first..];
    let length = rows.iter().take_while(|(_, line)| tabs(line) == columns).count();
    let rows = &rows[..length];
    if columns == 1 && are_two_lines_of_words(rows.iter().map(|(_, line)| *line)) {
        return None;
    }
    let mut shown: Vec<String> = rows
        .iter()
        .take(SHOWN)
        .map(|(start, line)| {
            let written = source.line(&(*start..start + line.len()), true);
            table_row(&written.trim().split(separator).map(str::trim).collect::<Vec<_>>())
        })
        .collect();
    shown.insert(1, divider(columns + 1));
    if rows.len() > SHOWN {
        shown.push("and so on.".to_owned());
    }
    let separators = if separator == ';' { "semicolons" } else { "tabs" };
    let message = format!(
        "These rows have {separators} between their cells, and Markdown shows them as one line."
    );
    let help = format!("Write a table:\n{}", shown.join("\n"));
    Some(StrayMarkup::new(CODE, range(rows), message, help))
}

/// Whether a line is one of a spreadsheet that was saved with semicolons, and no sentence.
fn is_row_with_semicolons(line: &str) -> bool {
    let line = line.trim();
    !line.contains("; ") && !line.ends_with(';') && !line.starts_with(';')
}

/// Rows with bars that Markdown takes for text.
fn with_bars(
    reported: &mut ReportedOnce,
    lines: &[(usize, &str)],
    source: &BlockSource<'_, '_>,
) -> Option<StrayMarkup> {
    if let Some(finding) = with_gaps(reported, lines, source) {
        return finding;
    }
    let first = lines.iter().position(|(_, line)| is_row(line))?;
    let length =
        lines[first..].iter().take_while(|(_, line)| is_row(line) || is_divider(line)).count();
    let rows = &lines[first..first + length];
    if let Some((start, line)) = first.checked_sub(1).map(|before| lines[before])
        && is_divider(line)
    {
        let message = "This line is apart from the row above it, so there is no table.";
        let help = "Delete the empty line between the two.";
        return Some(StrayMarkup::new(CODE, start..start + line.len(), message, help));
    }
    let framed = |line: &str| {
        line.trim().len() > 1 && line.trim().starts_with('|') && line.trim().ends_with('|')
    };
    let is_framed = rows.iter().any(|(_, line)| line.trim().starts_with('|') || is_divider(line));
    if !is_framed && are_two_lines_of_words(rows.iter().map(|(_, line)| *line)) {
        return None;
    }
    if rows.len() < 2 && !(framed(rows[0].1) && rows[0].1.matches('|').count() > 2) {
        return None;
    }
    let columns = |line: &(usize, &str)| {
        Cells::parse(&source.line(&(line.0..line.0 + line.1.len()), true)).count()
    };
    let wanted = columns(&rows[0]);
    let line = divider(wanted);
    let below = rows.get(1).filter(|(_, line)| is_divider(line));
    let Some(below) = below else {
        let message = "This is not a table: the line below its first row is missing.";
        let help = format!("Write this line right below the first row:  {line}");
        return Some(StrayMarkup::new(CODE, range(rows), message, help));
    };
    let place = below.0..below.0 + below.1.len();
    let has = columns(below);
    let message = if has == wanted {
        "This line makes no table of the rows around it.".to_owned()
    } else {
        format!("This line has {has} parts, and the row above it has {wanted} cells.")
    };
    Some(StrayMarkup::new(CODE, place, message, format!("Write it as:  {line}")))
}

/// Rows with empty lines between them, of which Markdown makes a paragraph each. `None` if the
/// lines are not part of such a table, and `Some(None)` if it has been reported.
fn with_gaps(
    reported: &mut ReportedOnce,
    lines: &[(usize, &str)],
    source: &BlockSource<'_, '_>,
) -> Option<Option<StrayMarkup>> {
    let is_of_table = |line: &str| {
        let line = line.trim();
        line.starts_with('|') && line.matches('|').count() > 1
    };
    let (_, first) = lines.first()?;
    // What has a first row and the line below it has other faults.
    let is_part = lines.len() == 1 || is_divider(first);
    if !is_part || !lines.iter().all(|(_, line)| is_of_table(line)) {
        return None;
    }
    let all = range(lines);
    let span = source.span(&all);
    let [before, after] = source.beyond_gaps(all.start, all.end);
    let is_said = reported.table_end > 0 && source.is_gap(reported.table_end, span.start);
    if !is_said && !is_of_table(before) && !is_of_table(after) {
        return None;
    }
    reported.table_end = span.end;
    if is_said {
        return Some(None);
    }
    let message = "There are empty lines between the rows of this table.";
    let line = divider(Cells::parse(first).count());
    let help = format!("Delete the empty lines. The line right below the first row is  {line}");
    Some(Some(StrayMarkup::new(CODE, all, message, help)))
}

/// Whether a line has cells: it begins with a bar, or has one between spaces.
fn is_row(line: &str) -> bool {
    let line = line.trim();
    !is_divider(line)
        && ((line.starts_with('|') && line.matches('|').count() > 1) || line.contains(" | "))
}

/// Whether a line was meant as the one below the first row, also with the dashes of a word
/// processor.
fn is_divider(line: &str) -> bool {
    let is_part = |c: char| {
        matches!(c, '|' | '-' | ':' | '–' | '—' | '−' | '_' | '=' | '+') || c.is_whitespace()
    };
    line.contains('|') && line.contains(['-', '–', '—', '−', '_', '=']) && line.chars().all(is_part)
}

fn range(rows: &[(usize, &str)]) -> std::ops::Range<usize> {
    let (last, line) = rows[rows.len() - 1];
    rows[0].0..last + line.len()
}
