//! Rows with tabs between their cells, as spreadsheets and tables of a word processor are pasted.

use super::edits::Edit;
use super::items::PastedItem;
use super::parts::{Line, LineKind, Parts};
use crate::markdown::stray_markup::rows::{are_two_lines_of_words, divider, table_row};

/// How many columns a table has at most.
const MOST_COLUMNS: usize = 30;

/// Makes tables of rows with equally many tabs.
pub(super) fn find(parts: &Parts<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut index = 0;
    while index < parts.lines.len() {
        let tabs = tabs(parts, &parts.lines[index]);
        let rows = parts.lines[index..].iter().take_while(|line| self::tabs(parts, line) == tabs);
        let count = if tabs == 0 { 1 } else { rows.count() };
        edits.extend(table(parts, index..index + count));
        index += count;
    }
    edits
}

/// How many tabs are between the cells of a line; 0 if it is not a row.
fn tabs(parts: &Parts<'_>, line: &Line) -> usize {
    let words = parts.words(line);
    let is_row = line.kind == LineKind::Text
        && !line.is_in_list
        && parts.prefix(line).bytes().all(|byte| matches!(byte, b' ' | b'\t'))
        && PastedItem::parse(words.trim(), 0).is_none()
        && !parts.is_untouchable(&(line.start..line.start));
    let row = &parts.text[line.start..line.end];
    if is_row { row.trim_matches(' ').matches('\t').count() } else { 0 }
}

/// The edit that writes some rows as a table. `None` if they are hardly one.
fn table(parts: &Parts<'_>, rows: std::ops::Range<usize>) -> Option<Edit> {
    let lines = &parts.lines[rows.clone()];
    if lines.len() < 2 {
        return None;
    }
    let cells = |line: &Line| -> Vec<String> {
        parts.text[line.start..line.end].split('\t').map(|cell| escaped(cell.trim())).collect()
    };
    let mut table: Vec<Vec<String>> = lines.iter().map(cells).collect();
    // Columns without a word, such as after a tab at the end of each row.
    let has_words = |column: usize| table.iter().any(|row| !row[column].is_empty());
    let columns: Vec<bool> = (0..table[0].len()).map(has_words).collect();
    for row in &mut table {
        let mut column = columns.iter();
        row.retain(|_| column.next().is_some_and(|&has_words| has_words));
    }
    let count = table[0].len();
    let texts = lines.iter().map(|line| &parts.text[line.start..line.end]);
    if !(2..=MOST_COLUMNS).contains(&count) || (count == 2 && are_two_lines_of_words(texts)) {
        return None;
    }
    let mut written: Vec<String> = table.iter().map(|row| table_row(row)).collect();
    written.insert(1, divider(count));
    let is_text = |index: Option<usize>| {
        index.and_then(|index| parts.lines.get(index)).is_some_and(|it| it.kind == LineKind::Text)
    };
    if is_text(rows.start.checked_sub(1)) {
        written.insert(0, String::new());
    }
    if is_text(Some(rows.end)) {
        written.push(String::new());
    }
    let range = lines[0].start..lines[lines.len() - 1].end;
    Some(Edit::new(range, written.join(parts.line_break())))
}

/// The text of a cell with a backslash before each bar.
fn escaped(cell: &str) -> String {
    let mut written = String::with_capacity(cell.len());
    let mut is_escaped = false;
    for c in cell.chars() {
        if c == '|' && !is_escaped {
            written.push('\\');
        }
        is_escaped = c == '\\' && !is_escaped;
        written.push(c);
    }
    written
}
