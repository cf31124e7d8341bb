//! Converts the lines and columns of a parser to bytes: the reverse of
//! [`wellread_model::LineIndex`], for the one place of a syntax error.

/// The byte offset of a line and a column, both counted from 1, columns in characters. Past the end
/// of a line it is the end of the line.
pub(crate) fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let mut start = 0;
    for _ in 1..line {
        start = text[start..].find('\n').map_or(text.len(), |at| start + at + 1);
    }
    let rest = text[start..].lines().next().unwrap_or("");
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at)
}
