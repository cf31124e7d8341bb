//! A table that its author wrote in HTML, as word processors and other sites hand it over, or for
//! the sake of merged cells.
//!
//! Where each cell belongs to one column that has a name, each gets that name, as in a table of
//! Markdown, so that a theme can show the rows one below the other on a phone. That is so if the
//! first row has nothing but `<th>`, no other row has, all rows are of the same length and no cell
//! is merged with another. Other tables stay as they are, and scroll.
//!
//! What is read here has been written by [`super::raw`]: it nests, and each element is closed.

use std::borrow::Cow;
use std::ops::Range;

use wellread_model::in_one_line;

use super::edited_html::EditedHtml;
use super::html::{Attribute, HtmlToken, decode, tokens};

/// A table, read once.
#[derive(Debug)]
pub(super) struct HtmlTable<'a> {
    html: &'a str,
    /// In the order of the HTML.
    rows: Vec<Row>,
    /// The text of the caption as HTML.
    caption: Option<String>,
    /// Whether a cell spans several columns or rows, or holds a table of its own.
    is_complex: bool,
}

/// A row of a table.
#[derive(Debug)]
struct Row {
    /// From its opening tag on, up to the end of its closing tag.
    range: Range<usize>,
    /// The opening tag of the body that it is the first row of.
    body: Option<Range<usize>>,
    /// Whether it is in `<thead>`.
    is_in_head: bool,
    /// From the first column to the last.
    cells: Vec<Cell>,
}

/// A cell of a row.
#[derive(Debug)]
struct Cell {
    /// Whether it is a `<th>`.
    is_head: bool,
    /// Whether its author said what it is the head of.
    has_scope: bool,
    /// Where its opening tag ends, before the `>`.
    tag_end: usize,
    /// Its text, as HTML without tags. An image is what it says in place of itself.
    text: String,
}

impl<'a> HtmlTable<'a> {
    /// Reads a table, from `<table` to `</table>`. Linear in its HTML.
    pub(super) fn read(html: &'a str) -> Self {
        let mut table = Self { html, rows: Vec::new(), caption: None, is_complex: false };
        let (mut depth, mut is_in_head, mut body) = (0_usize, false, None);
        let (mut in_caption, mut in_cell) = (false, false);
        for token in tokens(html) {
            match token {
                HtmlToken::Open { name, attributes, range } => match name.as_str() {
                    "table" => {
                        depth += 1;
                        table.is_complex |= depth > 1;
                    }
                    "caption" => {
                        in_caption = depth == 1;
                        table.caption.get_or_insert_default();
                    }
                    "thead" => is_in_head = true,
                    "tbody" => body = Some(range),
                    "tr" => {
                        let body = body.take();
                        table.rows.push(Row { range, body, is_in_head, cells: Vec::new() });
                    }
                    "td" | "th" => {
                        in_cell = true;
                        table.is_complex |= attributes.iter().any(spans_cells);
                        let has_scope = attributes.iter().any(|one| one.name == "scope");
                        table.add_cell(name == "th", has_scope, range.end - 1);
                    }
                    "img" if in_cell => {
                        let words = format!(" {} ", alternative(&attributes));
                        table.add_text(&words, false);
                    }
                    // Words on both sides of it are apart.
                    _ if in_caption || in_cell => table.add_text(" ", in_caption),
                    _ => {}
                },
                HtmlToken::Close { name, range } => match name.as_str() {
                    "table" => depth = depth.saturating_sub(1),
                    "caption" => in_caption = false,
                    "thead" => is_in_head = false,
                    "td" | "th" => in_cell = false,
                    "tr" => {
                        if let Some(row) = table.rows.last_mut() {
                            row.range.end = range.end;
                        }
                    }
                    _ => {}
                },
                HtmlToken::Text(range) if in_caption || in_cell => {
                    table.add_text(&html[range], in_caption);
                }
                _ => {}
            }
        }
        table
    }

    /// Begins a cell in the current row. `tag_end` is where its opening tag ends in the HTML.
    fn add_cell(&mut self, is_head: bool, has_scope: bool, tag_end: usize) {
        if let Some(row) = self.rows.last_mut() {
            row.cells.push(Cell { is_head, has_scope, tag_end, text: String::new() });
        }
    }

    /// Adds text to the caption or to the current cell: what a screen reader would say.
    fn add_text(&mut self, text: &str, in_caption: bool) {
        let to = if in_caption {
            self.caption.as_mut()
        } else {
            self.rows.last_mut().and_then(|row| row.cells.last_mut()).map(|cell| &mut cell.text)
        };
        if let Some(to) = to {
            to.push_str(text);
        }
    }

    /// The words of its caption. `None` without one, or if it has none.
    pub(super) fn caption(&self) -> Option<String> {
        let caption = in_one_line(&decode(self.caption.as_deref()?));
        (!caption.is_empty()).then_some(caption)
    }

    /// The table with the name of its column on each cell, and with its first row as its head, if
    /// that is clear.
    pub(super) fn with_column_names(&self) -> Cow<'a, str> {
        let Some((head, rows)) = self.rows.split_first().filter(|_| self.has_clear_head()) else {
            return Cow::Borrowed(self.html);
        };
        let mut edited = EditedHtml::new(self.html);
        let body = head.body.clone().filter(|_| !head.is_in_head);
        if !head.is_in_head {
            // The body begins after the head, even if its author put the head into it.
            let start = head.range.start..head.range.start;
            edited.replace(body.clone().unwrap_or(start), "<thead>\n");
        }
        for cell in head.cells.iter().filter(|cell| !cell.has_scope) {
            edited.replace(cell.tag_end..cell.tag_end, " scope=\"col\"");
        }
        if !head.is_in_head {
            let end = head.range.end..head.range.end;
            let body = body.map_or("", |body| &self.html[body]);
            edited.replace(end, &format!("\n</thead>\n{body}"));
        }
        let names: Vec<String> = head.cells.iter().map(|cell| in_one_line(&cell.text)).collect();
        for (cell, name) in rows.iter().flat_map(|row| row.cells.iter().zip(&names)) {
            // The head of a row needs no name: it is one.
            if !cell.is_head && !name.is_empty() {
                // References to characters are in it as its author wrote them.
                let label = format!(" data-label=\"{}\"", name.replace('"', "&quot;"));
                edited.replace(cell.tag_end..cell.tag_end, &label);
            }
        }
        Cow::Owned(edited.finish())
    }

    /// Whether the first row names the columns, and each cell below it is in one of them.
    fn has_clear_head(&self) -> bool {
        let Some((head, rows)) = self.rows.split_first() else { return false };
        let is_head = |row: &Row| row.cells.iter().all(|cell| cell.is_head);
        let has_all = |row: &Row| row.cells.len() == head.cells.len();
        let has_words = |cell: &Cell| !cell.text.trim().is_empty();
        !self.is_complex
            && is_head(head)
            && head.cells.iter().any(has_words)
            && rows.iter().all(|row| has_all(row) && !is_head(row))
    }
}

/// The name that what is in the head of a column gives to it, in one line: its words and those that
/// images say in place of themselves, without the marks of footnotes.
pub(super) fn column_name(html: &str) -> String {
    let mut name = String::new();
    let mut is_mark = false;
    for token in tokens(html) {
        match token {
            HtmlToken::Open { name: element, attributes, .. } => match element.as_str() {
                "img" => name.push_str(&format!(" {} ", alternative(&attributes))),
                "sup" => is_mark = attributes.iter().any(|one| one.value == "note-ref"),
                "br" | "p" | "li" | "div" => name.push(' '),
                _ => {}
            },
            HtmlToken::Close { name: element, .. } if element == "sup" => is_mark = false,
            HtmlToken::Text(range) if !is_mark => name.push_str(&html[range]),
            _ => {}
        }
    }
    in_one_line(&decode(&name))
}

/// What an image says in place of itself, as HTML. Empty for decoration.
fn alternative<'a>(attributes: &[Attribute<'a>]) -> &'a str {
    attributes.iter().find(|one| one.name == "alt").map_or("", |one| one.value)
}

/// Whether an attribute makes a cell span several columns or rows.
fn spans_cells(attribute: &Attribute<'_>) -> bool {
    matches!(attribute.name.as_str(), "colspan" | "rowspan") && attribute.value.trim() != "1"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(html: &str) -> String {
        HtmlTable::read(html).with_column_names().into_owned()
    }

    #[test]
    fn cells_get_the_names_of_their_columns() {
        for (html, wanted) in [
            (
                "<table><thead><tr><th>A &amp; \"b\"</th><th>C<br>d</th></tr></thead><tbody><tr><td>1\
                 </td><td class=\"x\">2</td></tr></tbody></table>",
                "<table><thead><tr><th scope=\"col\">A &amp; \"b\"</th><th scope=\"col\">C<br>d</th>\
                 </tr></thead><tbody><tr><td data-label=\"A &amp; &quot;b&quot;\">1</td>\
                 <td class=\"x\" data-label=\"C d\">2</td></tr></tbody></table>",
            ),
            // Without `<thead>`, with and without a body, and with a head for each row.
            (
                "<table><tbody><tr><th scope=\"col\">A</th><th>B</th></tr><tr><th>1</th><td>2</td></tr>\
                 </tbody></table>",
                "<table><thead>\n<tr><th scope=\"col\">A</th><th scope=\"col\">B</th></tr>\n</thead>\n\
                 <tbody><tr><th>1</th><td data-label=\"B\">2</td></tr></tbody></table>",
            ),
            // An image says what it shows.
            (
                "<table><tr><th><img alt=\"Bus &amp; 'car'\"></th><th><img alt=\"x\"> B</th></tr><tr>\
                 <td>1</td><td>2</td></tr></table>",
                "<table><thead>\n<tr><th scope=\"col\"><img alt=\"Bus &amp; 'car'\"></th>\
                 <th scope=\"col\"><img alt=\"x\"> B</th></tr>\n</thead>\n<tr>\
                 <td data-label=\"Bus &amp; 'car'\">1</td><td data-label=\"x B\">2</td></tr></table>",
            ),
            (
                "<table><tr><th>A</th><th></th></tr><tr><td>1</td><td>2</td></tr></table>",
                "<table><thead>\n<tr><th scope=\"col\">A</th><th scope=\"col\"></th></tr>\n</thead>\n\
                 <tr><td data-label=\"A\">1</td><td>2</td></tr></table>",
            ),
        ] {
            assert_eq!(named(html), wanted);
        }
    }

    #[test]
    fn tables_without_a_clear_head_stay_as_they_are() {
        for html in [
            "<table></table>",
            "<table><tr><td>1</td></tr><tr><td>2</td></tr></table>",
            "<table><tr><th></th></tr><tr><td>2</td></tr></table>",
            "<table><tr><th><img alt=\"\"></th></tr><tr><td>2</td></tr></table>",
            "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td></tr></table>",
            "<table><tr><th>A</th></tr><tr><th>B</th></tr><tr><td>1</td></tr></table>",
            "<table><tr><th colspan=\"2\">A</th></tr><tr><td>1</td></tr></table>",
            "<table><tr><th>A</th></tr><tr><td rowspan=\"2\">1</td></tr></table>",
            "<table><tr><th>A</th></tr><tr><td><table><tr><td>1</td></tr></table></td></tr></table>",
        ] {
            assert_eq!(named(html), html);
        }
    }

    #[test]
    fn a_caption_is_one_line() {
        let caption = |html| HtmlTable::read(html).caption();
        let html = "<table><caption>Fees\n <b>&amp;</b> more</caption><tr><td>1</td></tr></table>";
        assert_eq!(caption(html).as_deref(), Some("Fees & more"));
        assert_eq!(caption("<table><caption> </caption></table>"), None);
        assert_eq!(caption("<table><tr><td>1</td></tr></table>"), None);
    }
}
