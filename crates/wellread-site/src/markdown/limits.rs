//! Limits of what the Markdown parser is given. It refuses texts for which the parser would need
//! time or memory far out of proportion to their length.
//!
//! There are two kinds. Each line is compared with every list and quotation around it, and each row
//! of a table gets as many cells as the table has columns. (The parser limits the cells of one
//! table; here those of the whole text are limited.) Neither matters in a text that a person wrote.
//! What a paste or a broken converter made is an error here, before the parser sees it, and nothing
//! else is reported about the body.
//!
//! Only the beginnings of lines and the bars in them are looked at. Whether a line is in a block of
//! code is not known, so the limits are far beyond what code has.

use wellread_model::{Diagnostic, Document, Place, Span, position_of_byte};

/// How many lists, quotations and footnotes may be inside one another.
const DEEPEST: usize = 100;

/// How many cells the rows of all tables may lack, besides one for each byte of the text.
const MOST_MISSING_CELLS: usize = 20_000;

/// The first thing in a body that the parser is not given.
pub(super) fn beyond_limits(document: &Document) -> Option<Box<Diagnostic>> {
    let Excess { code, span, message, help } = excess(document.body_text())?;
    let place = Place::at(document.source.clone(), span.shifted(document.body.start));
    Some(Box::new(Diagnostic::error(code, place, message).help(help)))
}

/// What exceeds the limits, with the wording of the error.
pub(super) struct Excess {
    /// The code of the error.
    code: &'static str,
    /// Its place in the text.
    span: Span,
    /// What the text has too much of.
    message: &'static str,
    /// How to get below the limit.
    help: &'static str,
}

/// The first thing in a text that the parser is not given.
pub(super) fn excess(text: &str) -> Option<Excess> {
    let error = |code, span, message, help| Some(Excess { code, span, message, help });
    let mut tables = TableCells { columns: 0, missing: 0, limit: MOST_MISSING_CELLS + text.len() };
    let (mut start, mut head) = (0, Span::point(0));
    for line in lines(text) {
        let containers = containers(line);
        if containers.depth > DEEPEST {
            return error(
                "nested-too-deep",
                Span::new(start, start + containers.length),
                "Lists or quotations are inside one another more than a hundred times here.",
                "Delete the markers and spaces at the beginning of this line. Then begin the list or \
                 quotation again, if one was meant.",
            );
        }
        let had_columns = tables.columns > 0;
        if tables.read(&line[containers.length..]) {
            return error(
                "missing-cells",
                head,
                "The rows of this table have far fewer cells than its first line has columns.",
                "Write a | between the cells of each row, and delete the columns that are not used.",
            );
        }
        // The last line that was in no table is the first line of the next.
        if !had_columns && tables.columns == 0 {
            head = Span::new(start, start + line.trim_end().len());
        }
        start += line.len();
    }
    None
}

/// The lines of a text with their ends: `\n`, `\r\n`, or `\r` alone.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = position_of_byte(rest.as_bytes(), |byte| (byte == b'\n') | (byte == b'\r'));
        let length = match end {
            Some(end) if rest[end..].starts_with("\r\n") => end + 2,
            Some(end) => end + 1,
            None => rest.len(),
        };
        let (line, after) = rest.split_at(length);
        rest = after;
        (length > 0).then_some(line)
    })
}

/// The lists, quotations and footnotes that a line begins or continues.
struct Containers {
    /// How many there are: never too few for what people or converters write. (A definition without
    /// a space after its colon counts less.)
    depth: usize,
    /// How long their markers are, in bytes.
    length: usize,
}

/// How many containers of Markdown a line opens or continues, counted without the parser.
fn containers(line: &str) -> Containers {
    let bytes = line.as_bytes();
    let (mut at, mut signs, mut spaces) = (0, 0, 0);
    loop {
        let length = bytes[at..].iter().take_while(|&&byte| matches!(byte, b' ' | b'\t')).count();
        // A tab is worth up to four columns. The space after a marker is a part of it.
        spaces += length.saturating_sub(usize::from(signs > 0))
            + 3 * bytes[at..at + length].iter().filter(|&&byte| byte == b'\t').count();
        let sign = at + length;
        let Some(length) = container_marker(&line[sign..]) else { break };
        (at, signs) = (sign + length, signs + 1);
    }
    if signs == 0 || is_rule(line) {
        return Containers { depth: 0, length: at };
    }
    // What a line continues without a marker is recognized by its indentation: two columns for a
    // list item at least.
    Containers { depth: signs + spaces / 2, length: at }
}

/// The length of the marker of a list item, a quotation, a definition or a footnote, if the text
/// begins with one.
fn container_marker(text: &str) -> Option<usize> {
    let ends = |at: usize| text[at..].is_empty() || text[at..].starts_with([' ', '\t', '\n', '\r']);
    match text.as_bytes().first()? {
        b'>' => Some(1),
        b'-' | b'*' | b'+' | b':' if ends(1) => Some(1),
        b'0'..=b'9' => {
            // CommonMark 0.31, section 5.2: up to nine digits.
            let digits = text.bytes().take(10).take_while(u8::is_ascii_digit).count();
            let is_number = digits < 10 && text[digits..].starts_with(['.', ')']);
            (is_number && ends(digits + 1)).then_some(digits + 1)
        }
        b'[' => {
            let label = text.strip_prefix("[^")?;
            // As far as the parser looks for the end of a label.
            let end = label.bytes().take(1000).position(|byte| matches!(byte, b']' | b'\n'))?;
            label[end..].starts_with("]:").then_some(end + 4)
        }
        _ => None,
    }
}

/// Whether a line is a thematic break, such as `- - - - -`, and so no list. It has three characters
/// at least (CommonMark 0.31, section 4.1).
fn is_rule(line: &str) -> bool {
    let signs = || line.bytes().filter(|byte| !byte.is_ascii_whitespace());
    signs().nth(2).is_some_and(|third| matches!(third, b'-' | b'*') && signs().all(|s| s == third))
}

/// Counts the cells that the rows of tables lack.
struct TableCells {
    /// The columns of the table that is being read; 0 outside of one.
    columns: usize,
    /// How many cells the rows so far lack, which the parser would add.
    missing: usize,
    /// How many it may add in the whole text.
    limit: usize,
}

impl TableCells {
    /// Reads a line without the markers of what it is in. Whether the limit is passed.
    fn read(&mut self, line: &str) -> bool {
        let line = line.trim();
        if line.is_empty() {
            self.columns = 0;
        } else if line.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t')) {
            // The line below the head, which says how many columns there are. In a table, such a
            // line is a row of dashes; it lacks nothing.
            self.columns = self.columns.max(cells(line));
        } else if self.columns > 0 {
            self.missing += self.columns.saturating_sub(cells(line));
        }
        self.missing > self.limit
    }
}

/// How many cells a line has, if it is a row of a table.
fn cells(line: &str) -> usize {
    let inner = line.strip_prefix('|').unwrap_or(line);
    inner.strip_suffix('|').unwrap_or(inner).bytes().filter(|&byte| byte == b'|').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn depth(line: &str) -> usize {
        containers(line).depth
    }

    #[test]
    fn containers_are_counted_by_markers_and_indentation() {
        assert_eq!(depth("text > - more"), 0);
        assert_eq!(depth("> - 1. [^a]: : x"), 5);
        assert_eq!(depth(">>> x"), 3);
        assert_eq!(depth("        - x"), 1 + 4);
        assert_eq!(depth("\t\t- x"), 1 + 4);
        assert_eq!(depth("        x"), 0);
        assert_eq!(depth("    -"), 1 + 2);
        assert_eq!(depth("- -"), 2);
        for text in
            ["-x", "*a*", "12345678901. x", "1.5", "[^a]", "[^a] x", ":-)", "- - - - -", "* * *\n"]
        {
            assert_eq!(depth(text), 0, "{text}");
        }
        assert!(depth(&"> ".repeat(101)) > DEEPEST);
        assert!(depth(&"- ".repeat(200)) == 0, "a long line of dashes is a rule");
    }

    #[test]
    fn missing_cells_are_counted_in_tables_alone() {
        let missing = |text: &str| {
            let mut tables = TableCells { columns: 0, missing: 0, limit: usize::MAX };
            text.lines().for_each(|line| {
                tables.read(line);
            });
            tables.missing
        };
        assert_eq!(missing("| a | b | c |\n|---|---|---|\n| d |\n| e | f |\n"), 3);
        assert_eq!(missing("a | b\n-|-\nc | d\ne\n\nx\ny\n"), 1);
        assert_eq!(missing("x\ny | z\n"), 0);
        assert_eq!(missing("Title\n---\n\n- x\n"), 0);
    }

    #[test]
    fn all_line_breaks_end_lines() {
        let lines = |text: &'static str| -> Vec<&str> { lines(text).collect() };
        assert_eq!(lines("a\nb\r\nc\rd\r\re"), ["a\n", "b\r\n", "c\r", "d\r", "\r", "e"]);
        assert_eq!(lines("a\r\r\nb\r"), ["a\r", "\r\n", "b\r"]);
    }
}
