//! Tables: their region, head, rows and cells.
//!
//! The parser hands over the head as a row of its own and makes every row as long as the head. No
//! term is linked in the head, whose cells name what is below them.
//!
//! Each cell carries the name of its column, since a theme shows the rows of a wide table one below
//! the other on a phone, where the head is out of sight. Tables that are written in HTML get the
//! same region and, where each cell has one column, the same names: see [`super::html_table`].

use std::collections::HashMap;

use pulldown_cmark::Alignment;
use wellread_model::{Span, in_one_line};

use super::body::plain;
use super::context::BodyInput;
use super::elements::OpenElements;
use super::escape::escape_into;
use super::html_table::column_name;
use super::output::BodyOutput;
use super::stray_markup::rows::report_row;

/// The tables of a body. Markdown has no tables in tables, so one state serves them all.
#[derive(Debug, Default)]
pub(super) struct TableState {
    /// How many tables there have been of each name, which is a caption or a heading, or empty
    /// before the first heading.
    counts: HashMap<String, usize>,
    /// The names of the columns, as far as the head has been read.
    columns: Vec<String>,
    /// The alignment of each column.
    alignments: Vec<Alignment>,
    /// The column of the next cell, from 0.
    column: usize,
    in_head: bool,
    /// Where the head begins in the HTML.
    head_start: usize,
    /// Whether a cell of the head has held anything so far: words, an image, the mark of a
    /// footnote, an anchor.
    head_holds_something: bool,
    in_cell: bool,
    /// Where the text of the open cell begins in the body's text.
    text_start: usize,
    /// Where what the open cell holds begins in the HTML.
    cell_start: usize,
    /// Whether the row that is being read has been reported.
    is_reported: bool,
}

impl TableState {
    /// Opens a table below a heading.
    pub(super) fn open(
        &mut self,
        alignments: Vec<Alignment>,
        heading: &str,
        input: BodyInput<'_>,
        elements: &mut OpenElements,
        out: &mut BodyOutput<'_>,
    ) {
        self.alignments = alignments;
        self.columns.clear();
        let tag = format!("{}<table>\n", self.region(heading, None, input));
        elements.open_container(&tag, out);
    }

    /// The opening tag of the region of a table below a heading, and counts the table.
    ///
    /// A wide table scrolls in its own region. To be reached by keyboard, the region must take the
    /// focus, and what takes the focus needs a name. Markdown has no captions, so without one that
    /// is the heading above. Tables of one name are numbered, since a list of regions shows no
    /// more.
    pub(super) fn region(
        &mut self,
        heading: &str,
        caption: Option<&str>,
        input: BodyInput<'_>,
    ) -> String {
        let name = caption.unwrap_or(heading);
        let count = self.counts.entry(name.to_owned()).or_default();
        *count += 1;
        let label = match (name, *count) {
            ("", count) => input.context.text.with_number("table", count),
            (name, 1) => format!("{}: {name}", input.text("table")),
            (name, count) => format!("{}: {name}", input.context.text.with_number("table", count)),
        };
        let mut tag =
            "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"".to_owned();
        escape_into(&mut tag, &label);
        tag.push_str("\">");
        tag
    }

    /// Opens the head of a table, which is its first row.
    pub(super) fn open_head(
        &mut self,
        span: Span,
        elements: &mut OpenElements,
        out: &mut BodyOutput<'_>,
    ) {
        self.in_head = true;
        self.head_holds_something = false;
        self.begin_row(span, out);
        out.forbid_links();
        self.head_start = out.html_len();
        elements.open_container("<thead>\n<tr>", out);
    }

    /// Closes the head of a table.
    pub(super) fn close_head(&mut self, elements: &mut OpenElements, out: &mut BodyOutput<'_>) {
        self.in_head = false;
        out.allow_links();
        elements.close_container("</tr>\n</thead>", out);
        // Markdown has no tables without a head: one of empty cells is not a head, and would be an
        // empty strip for eyes and a row of empty cells for a screen reader.
        if !self.head_holds_something {
            out.take_html(self.head_start);
        }
        out.html("<tbody>\n");
    }

    /// Opens a row.
    pub(super) fn open_row(
        &mut self,
        span: Span,
        elements: &mut OpenElements,
        out: &mut BodyOutput<'_>,
    ) {
        self.begin_row(span, out);
        elements.open_container("<tr>", out);
    }

    /// Begins a row, and reports one that is not what its author meant.
    fn begin_row(&mut self, span: Span, out: &mut BodyOutput<'_>) {
        self.column = 0;
        self.is_reported = report_row(self.alignments.len(), span, out);
    }

    /// Whether a cell is being read.
    pub(super) const fn is_in_cell(&self) -> bool {
        self.in_cell
    }

    /// Whether the row that is being read has been reported.
    pub(super) const fn is_reported(&self) -> bool {
        self.is_reported
    }

    /// Opens a cell.
    pub(super) fn open_cell(&mut self, elements: &mut OpenElements, out: &mut BodyOutput<'_>) {
        self.in_cell = true;
        elements.open_container(if self.in_head { "<th scope=\"col\"" } else { "<td" }, out);
        if let Some(name) = self.columns.get(self.column).filter(|name| !name.is_empty())
            && !self.in_head
        {
            out.html(" data-label=\"");
            out.escaped(name);
            out.html("\"");
        }
        // Classes, because a strict content security policy forbids `style`.
        out.html(match self.alignments.get(self.column) {
            Some(Alignment::Left) => " class=\"left\">",
            Some(Alignment::Center) => " class=\"center\">",
            Some(Alignment::Right) => " class=\"right\">",
            Some(Alignment::None) | None => ">",
        });
        self.text_start = out.text().len();
        self.cell_start = out.html_len();
    }

    /// Closes a cell.
    pub(super) fn close_cell(&mut self, elements: &mut OpenElements, out: &mut BodyOutput<'_>) {
        if self.in_head {
            let html = out.html_from(self.cell_start);
            self.head_holds_something |= !html.trim().is_empty();
            // The body's text has no images, whose words are in their tags.
            let name = if html.contains("<img") {
                column_name(html)
            } else {
                in_one_line(&plain(&out.text()[self.text_start..]))
            };
            self.columns.push(name);
        }
        elements.close_container(if self.in_head { "</th>" } else { "</td>" }, out);
        self.column += 1;
        self.in_cell = false;
    }
}
