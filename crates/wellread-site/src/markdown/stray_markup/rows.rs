//! Rows of tables as they are written, and what the parser leaves out of them.

use wellread_model::Span;

use crate::markdown::output::BodyOutput;

/// How long a row is at most whose code is looked at, in bytes: each mark looks for its partner.
const LONGEST_ROW: usize = 2000;

/// The cells of a row, as the parser divides it: at each bar without a backslash before it, also in
/// code (GFM 0.29, section 4.10).
#[derive(Debug)]
pub(crate) struct Cells<'r> {
    /// The text of each cell, with the spaces next to it.
    cells: Vec<&'r str>,
}

impl<'r> Cells<'r> {
    /// Divides a row. The bars at its ends frame it and begin no cell.
    pub(crate) fn parse(row: &'r str) -> Self {
        let row = row.trim();
        let mut cells = Vec::new();
        let (mut start, mut is_escaped) = (0, false);
        for (at, byte) in row.bytes().enumerate() {
            match byte {
                b'\\' => is_escaped = !is_escaped,
                b'|' if !is_escaped => {
                    // The bars at both ends only frame the row.
                    if at > 0 {
                        cells.push(row[start..at].trim());
                    }
                    start = at + 1;
                }
                _ => is_escaped = false,
            }
        }
        if start < row.len() {
            cells.push(row[start..].trim());
        }
        Self { cells }
    }

    /// How many cells there are, empty ones included.
    pub(crate) fn count(&self) -> usize {
        self.cells.len()
    }
}

/// A row of a table, from the text of its cells.
pub(in crate::markdown) fn table_row<T: AsRef<str>>(cells: &[T]) -> String {
    let mut row = String::from("|");
    for cell in cells {
        row.push_str(&format!(" {} |", cell.as_ref()));
    }
    row
}

/// Whether lines with one sign in each are too few to be a table: two names with something after
/// them, or the label of a value. A table has more rows, or numbers.
pub(in crate::markdown) fn are_two_lines_of_words<'t>(
    mut lines: impl ExactSizeIterator<Item = &'t str>,
) -> bool {
    lines.len() == 2 && !lines.any(|line| line.contains(|c: char| c.is_ascii_digit()))
}

/// The line below the first row of a table with this many columns.
pub(in crate::markdown) fn divider(columns: usize) -> String {
    format!("|{}", "---|".repeat(columns.max(1)))
}

/// Reports a row that is not what its author meant: with more cells than its table has columns, of
/// which the parser drops the rest, or with a bar inside code. Whether it was reported.
pub(crate) fn report_row(columns: usize, span: Span, out: &mut BodyOutput<'_>) -> bool {
    let row = out.file_text().get(span.start..span.end).unwrap_or_default().trim_end();
    let span = Span::new(span.start, span.start + row.len());
    if let Some(better) = with_escaped_bars(row) {
        let message = "A | divides cells, also inside code and double brackets.";
        let help = format!("Write  {better}");
        out.warning("table-row", span, message, help);
        return true;
    }
    let cells = Cells::parse(row);
    // Any line is a row until one is empty, but no table has a row without bars.
    if columns > 1 && !row.contains('|') && !row.is_empty() {
        let message = "This line is right below a table, so it became a row of it.";
        out.warning("table-row", span, message, "Leave an empty line above it.");
        return true;
    }
    let left_out = cells.cells.get(columns..).unwrap_or_default();
    // Empty ones lose nothing.
    if left_out.iter().all(|cell| cell.is_empty()) {
        return false;
    }
    let message = format!(
        "This row has {} cells, and the table has {columns} column{}. The rest is left out.",
        cells.count(),
        if columns == 1 { "" } else { "s" },
    );
    let help = "Add a column to the first row and to the line below it. A | that belongs to the text is \
                written \\|.";
    out.warning("table-row", span, message, help);
    true
}

/// The row with a backslash before each bar that is inside code or double brackets. `None` if there
/// is none.
pub(super) fn with_escaped_bars(row: &str) -> Option<String> {
    if row.len() > LONGEST_ROW || !(row.contains('`') || row.contains("[[")) {
        return None;
    }
    let mut written = String::with_capacity(row.len() + 4);
    let mut rest = row;
    let mut has_changed = false;
    while let Some(at) = rest.find(['`', '[']) {
        let (before, from) = rest.split_at(at);
        written.push_str(before);
        let inside = if from.starts_with('`') {
            let ticks = from.len() - from.trim_start_matches('`').len();
            from[ticks..].find(&from[..ticks]).map(|end| end + 2 * ticks)
        } else if from.starts_with("[[") {
            from.find("]]").map(|end| end + 2)
        } else {
            None
        };
        let length = inside.unwrap_or(1);
        let mut is_escaped = false;
        for c in from[..length].chars() {
            if c == '|' && !is_escaped {
                written.push('\\');
                has_changed = true;
            }
            is_escaped = c == '\\';
            written.push(c);
        }
        rest = &from[length..];
    }
    written.push_str(rest);
    has_changed.then_some(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_divided_as_the_parser_does() {
        let count = |row: &str| Cells::parse(row).count();
        assert_eq!(count("| a | b |"), 2);
        assert_eq!(count("a | b"), 2);
        assert_eq!(count("| a | b | |"), 3);
        assert_eq!(count(r"| a \| b |"), 1);
        assert_eq!(count(r"| a \\| b |"), 2);
        assert_eq!(count("| `a|b` |"), 2);
        assert_eq!(count("|a"), 1);
    }

    #[test]
    fn bars_that_belong_to_the_text_are_escaped() {
        let escaped = |row: &str| with_escaped_bars(row);
        assert_eq!(escaped("| `a|b` | [[iep|x]] |").as_deref(), Some(r"| `a\|b` | [[iep\|x]] |"));
        assert_eq!(escaped("| ``a`|b`` | c |").as_deref(), Some(r"| ``a`\|b`` | c |"));
        assert_eq!(escaped(r"| `a\|b` | [x] |"), None);
        assert_eq!(escaped("| `a | b |"), None);
    }
}
