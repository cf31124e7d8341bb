//! List items, whose tag is written when it is known what they are.

use super::context::BodyInput;
use super::escape::escape_into;
use super::output::BodyOutput;

/// A list item whose tag isn't written yet.
///
/// In a tight list, the mark of a task (`[x]`) is the first thing in its item; in a loose list,
/// whose items have paragraphs, it is the first thing in the first paragraph. So the tag waits for
/// at most two events.
#[derive(Debug, Default)]
pub(super) struct UnopenedItem {
    /// Whether a paragraph has begun in it.
    has_paragraph: bool,
}

impl UnopenedItem {
    /// A paragraph begins. `None` if the item has one already.
    pub(super) const fn with_paragraph(self) -> Option<Self> {
        if self.has_paragraph { None } else { Some(Self { has_paragraph: true }) }
    }

    /// Writes the tag of an item that isn't a task.
    pub(super) fn open(self, out: &mut BodyOutput<'_>) {
        self.write("<li>", out);
    }

    /// Writes the tag of an item that is a task.
    pub(super) fn open_task(self, out: &mut BodyOutput<'_>) {
        self.write("<li class=\"task\">", out);
    }

    fn write(self, tag: &str, out: &mut BodyOutput<'_>) {
        out.html(tag);
        if self.has_paragraph {
            out.html("<p>");
        }
    }
}

/// Writes the box before a task.
pub(super) fn write_task_box(is_done: bool, input: BodyInput<'_>, out: &mut BodyOutput<'_>) {
    let mut tag = "<input type=\"checkbox\" disabled".to_owned();
    tag.push_str(if is_done { " checked" } else { "" });
    tag.push_str(" aria-label=\"");
    escape_into(&mut tag, input.text(if is_done { "task_done" } else { "task_open" }));
    tag.push_str("\"> ");
    out.object(&tag);
}
