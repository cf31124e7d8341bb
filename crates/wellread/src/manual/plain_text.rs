//! Markdown as plain text for a terminal.
//!
//! [`plain_text`] is a pure function over pulldown-cmark's events. Paragraphs and lists are wrapped
//! anew, code is left as it is, headings are underlined, and marks that mean nothing in print (links,
//! emphasis) are reduced to their text. Backticks stay: in a message or a page they show which words
//! to type.
//!
//! It covers what the manual uses, and no more: HTML is left out, footnotes and images are unknown.
//! It is not the Markdown of the site, which is in `wellread-site`.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// The width of a line. Terminals open with 80 columns nearly everywhere.
///
/// Lines are measured in bytes: no character takes more columns than bytes in UTF-8, so that a line
/// is never too wide, and a line with a few symbols is a little shorter than it could be.
const WIDTH: usize = 80;

/// How far a block of code is indented.
const CODE_INDENT: usize = 4;

/// The longest code in running text, in characters, that is not broken over two lines. A command
/// should be seen as one; a list of fields may break, or the line before it would be very short.
const UNBROKEN_CODE: usize = 40;

/// Stands for a space at which a line must not be broken (U+001F UNIT SEPARATOR). A no-break space
/// would be the usual choice, but two bytes would be measured.
const NO_BREAK: &str = "\u{1f}";

/// Between two columns of a table.
const COLUMN_GAP: usize = 2;

/// Lays out Markdown as text, with no line over 80 columns but in code.
pub(super) fn plain_text(markdown: &str) -> String {
    let mut layout = Layout::default();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        layout.add(event);
    }
    layout.text
}

/// The first sentence of the first paragraph.
pub(super) fn first_sentence(markdown: &str) -> String {
    let mut layout = Layout::default();
    for event in Parser::new(markdown) {
        match event {
            Event::End(TagEnd::Paragraph) => break,
            // Only the heading comes before the paragraph.
            Event::End(TagEnd::Heading(_)) => layout.inline.clear(),
            event => layout.add(event),
        }
    }
    // A period inside a name, as in `site.toml`, is not followed by a space.
    let end = layout.inline.find(". ").map_or(layout.inline.len(), |at| at + 1);
    layout.inline[..end].to_owned()
}

/// Appends words to `out` in lines of at most 80 columns, as far as single words allow that. The
/// first line begins with `first`, the others with `rest`.
pub(super) fn fill(words: &str, first: &str, rest: &str, out: &mut String) {
    let mut line = first.to_owned();
    let mut is_empty = true;
    for word in words.split_ascii_whitespace() {
        if !is_empty && line.len() + 1 + word.len() > WIDTH {
            end_line(&line, out);
            rest.clone_into(&mut line);
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    end_line(&line, out);
}

/// Appends a finished line. From here on, no line is broken any further.
fn end_line(line: &str, out: &mut String) {
    out.push_str(&line.replace(NO_BREAK, " "));
    out.push('\n');
}

/// A page in the making: what has been laid out, and the state that the next event depends on.
///
/// The parser speaks of beginnings and ends, and a terminal of lines. Text is therefore collected
/// until its block ends, and only then broken into lines, when its indent and its neighbors are
/// known.
///
/// A list is *tight* if no empty lines are between its items. The parser announces no paragraph in
/// such an item, so the end of its text has to be found in another way: see
/// [`Self::end_tight_text`].
#[derive(Default)]
struct Layout {
    /// The finished lines.
    text: String,
    /// The text of the paragraph, heading, cell or code that is being read.
    inline: String,
    /// The lists that are open, the innermost last.
    lists: Vec<List>,
    /// The columns by which each open item or quotation is indented.
    indents: Vec<usize>,
    /// The bullet or number of an item whose first line has not been written yet.
    marker: String,
    /// Whether the next block follows without an empty line.
    is_tight: bool,
    /// The finished cells of the row that is being read.
    cells: Vec<String>,
    /// The finished rows of the table that is being read, the head first.
    rows: Vec<Vec<String>>,
}

/// An open list.
struct List {
    /// The number of the next item; `None` for bullets.
    next: Option<u64>,
    /// Whether the text before the list was tight, and what follows it is.
    was_tight: bool,
}

impl Layout {
    /// Takes the next event of the parser.
    fn add(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.inline.push_str(&text),
            Event::Code(code) => {
                let is_short = code.chars().count() <= UNBROKEN_CODE;
                let code = if is_short { code.replace(' ', NO_BREAK) } else { code.to_string() };
                self.inline.push('`');
                self.inline.push_str(&code);
                self.inline.push('`');
            }
            Event::SoftBreak | Event::HardBreak => self.inline.push(' '),
            _ => {}
        }
    }

    /// Opens a block. Inline elements leave no trace in plain text.
    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::List(first) => {
                self.end_tight_text();
                self.lists.push(List { next: *first, was_tight: self.is_tight });
            }
            Tag::Item => {
                let next = self.lists.last_mut().and_then(|list| list.next.as_mut());
                self.marker = next.map_or_else(
                    || "- ".to_owned(),
                    |number| {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    },
                );
                self.indents.push(self.marker.len());
            }
            Tag::BlockQuote(_) => {
                self.end_tight_text();
                self.indents.push(CODE_INDENT);
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => {
                self.end_tight_text();
            }
            _ => {}
        }
    }

    /// Closes a block, and writes it if it holds text.
    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.write_text(false),
            TagEnd::Heading(level) => self.write_heading(level),
            TagEnd::CodeBlock => self.write_code(),
            TagEnd::List(_) => {
                self.is_tight = self.lists.pop().is_some_and(|list| list.was_tight);
            }
            TagEnd::Item => {
                self.end_tight_text();
                self.indents.pop();
            }
            TagEnd::BlockQuote(_) => {
                self.indents.pop();
            }
            TagEnd::TableCell => self.cells.push(std::mem::take(&mut self.inline)),
            TagEnd::TableHead | TagEnd::TableRow => self.rows.push(std::mem::take(&mut self.cells)),
            TagEnd::Table => self.write_table(),
            _ => {}
        }
    }

    /// Writes the text of an item that has no paragraph around it. Nothing announces its end but
    /// the beginning or end of something else.
    fn end_tight_text(&mut self) {
        if !self.inline.trim().is_empty() {
            self.write_text(true);
        }
    }

    /// Writes the text that has been read as a paragraph. After tight text, no empty line follows.
    fn write_text(&mut self, is_tight: bool) {
        self.separate();
        let (first, rest) = self.margins();
        fill(&std::mem::take(&mut self.inline), &first, &rest, &mut self.text);
        self.is_tight = is_tight;
    }

    /// Writes a heading, underlined as in Markdown's older form. The third level and those below
    /// have a line of their own too, since bold type is not to be had in a pipe.
    fn write_heading(&mut self, level: HeadingLevel) {
        self.separate();
        let heading = std::mem::take(&mut self.inline);
        let line = match level {
            HeadingLevel::H1 => "=",
            HeadingLevel::H2 => "-",
            _ => "~",
        };
        fill(&heading, "", "", &mut self.text);
        self.text.push_str(&line.repeat(heading.chars().count().min(WIDTH)));
        self.text.push('\n');
        self.is_tight = false;
    }

    /// Writes a block of code line by line, since breaking one would change what it says.
    fn write_code(&mut self) {
        self.is_tight = false;
        self.separate();
        let indent = format!("{}{:CODE_INDENT$}", self.margins().1, "");
        for line in std::mem::take(&mut self.inline).lines() {
            // No blanks at the end of empty lines.
            self.text.push_str(format!("{indent}{line}").trim_end());
            self.text.push('\n');
        }
    }

    /// Writes a table in columns if it fits, and otherwise as a list with an item for each row.
    fn write_table(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        let Some((head, body)) = rows.split_first() else { return };
        let width = |column: usize| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..head.len()).map(width).collect();
        self.is_tight = false;
        self.separate();
        let (_, margin) = self.margins();
        let total = widths.iter().sum::<usize>() + COLUMN_GAP * widths.len().saturating_sub(1);
        if margin.len() + total > WIDTH {
            for row in body {
                let start = format!("{margin}- ");
                fill(&row_as_item(head, row), &start, &format!("{margin}  "), &mut self.text);
            }
            return;
        }
        let line: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
        for row in [head, &line].into_iter().chain(body) {
            let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
            let cells: Vec<String> = cells.collect();
            end_line(format!("{margin}{}", cells.join("  ")).trim_end(), &mut self.text);
        }
    }

    /// An empty line between two blocks.
    fn separate(&mut self) {
        if !self.text.is_empty() && !self.is_tight {
            self.text.push('\n');
        }
    }

    /// What the next line begins with, and the lines after it.
    fn margins(&mut self) -> (String, String) {
        let rest = " ".repeat(self.indents.iter().sum());
        let marker = std::mem::take(&mut self.marker);
        // The marker takes the last columns of the indent of its item.
        (format!("{}{marker}", &rest[..rest.len() - marker.len()]), rest)
    }
}

/// A row as `first cell: rest`. With more than two columns, the rest would be a riddle without the
/// headers.
fn row_as_item(head: &[String], row: &[String]) -> String {
    let Some((first, rest)) = row.split_first() else { return String::new() };
    let rest: Vec<String> = head
        .iter()
        .skip(1)
        .zip(rest)
        .filter(|(_, cell)| !cell.is_empty())
        .map(|(name, cell)| if head.len() > 2 { format!("{name}: {cell}") } else { cell.clone() })
        .collect();
    format!("{first}: {}", rest.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(markdown: &str, expected: &str) {
        assert_eq!(plain_text(markdown), expected, "{markdown}");
    }

    #[test]
    fn paragraphs_are_wrapped_and_lose_their_marks() {
        check(
            "One\ntwo.\n\n*Three* **four** [five](six.md) <https://a.org/>.\n",
            "One two.\n\nThree four five https://a.org/.\n",
        );
        let text = plain_text(&"word ".repeat(100));
        assert!(text.lines().all(|line| line.len() <= WIDTH));
        assert_eq!(text.lines().next().map(str::len), Some(79));
    }

    #[test]
    fn short_code_stays_in_one_line() {
        let text = plain_text(&format!("{} `wellread help search` x", "y".repeat(65)));
        assert_eq!(text, format!("{}\n`wellread help search` x\n", "y".repeat(65)));
        let fields = "field, ".repeat(20);
        let text = plain_text(&format!("{} `{fields}`", "y".repeat(65)));
        assert!(text.lines().all(|line| line.len() <= WIDTH), "{text}");
    }

    #[test]
    fn headings_are_underlined() {
        check("# A b\nText.\n## C\n### D\nText.", "A b\n===\n\nText.\n\nC\n-\n\nD\n~\n\nText.\n");
    }

    #[test]
    fn lists_nest_and_hang() {
        check("Text:\n\n- a\n- b\n  - c\n- d\n\nText.", "Text:\n\n- a\n- b\n  - c\n- d\n\nText.\n");
        check("1. a\n2. b\n\n   More.\n", "1. a\n\n2. b\n\n   More.\n");
        check("9. a\n10. b\n", "9. a\n10. b\n");
        let text = plain_text(&format!("- {}", "word ".repeat(20)));
        assert!(text.lines().skip(1).all(|line| line.starts_with("  word")), "{text}");
    }

    #[test]
    fn code_is_left_alone() {
        let long = "x ".repeat(60);
        let long = long.trim_end();
        check(&format!("```sh\n{long}\n\n  a\n```\n"), &format!("    {long}\n\n      a\n"));
        check("1. a\n   ```\n   b\n   ```\n2. c\n", "1. a\n\n       b\n\n2. c\n");
    }

    #[test]
    fn tables_are_columns_or_lists() {
        check("| a | long |\n|---|---|\n| b `c` | d |\n", "a      long\n-----  ----\nb `c`  d\n");
        let wide = "word ".repeat(20);
        check(
            &format!("| a | b |\n|---|---|\n| `x` | {wide} |\n"),
            &format!(
                "- `x`: {}\n  {}\n",
                "word ".repeat(14).trim_end(),
                "word ".repeat(6).trim_end()
            ),
        );
        check(
            &format!("| a | b | c |\n|---|---|---|\n| x | {} | y |\n", "z".repeat(80)),
            &format!("- x: b:\n  {};\n  c: y\n", "z".repeat(80)),
        );
    }

    #[test]
    fn the_first_sentence_ends_at_a_period() {
        assert_eq!(
            first_sentence("# A\n\nWrite `site.toml`,\nfirst. Then.\n\nB."),
            "Write `site.toml`, first."
        );
        assert_eq!(first_sentence("# A\n\nNo end\n"), "No end");
    }
}
