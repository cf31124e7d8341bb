//! List items, whose tag is written when it is known what they are.
//!
//! The item of a task bears a class, so that the theme can drop its bullet, and only the events
//! after the beginning of an item tell whether it is one. Lists themselves have no state.

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
    /// The same item, in which a paragraph has begun.
    pub(super) const fn with_paragraph(self) -> Self {
        Self { has_paragraph: true }
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

/// Writes the box before a task. It is the author's statement, not the reader's: it can't be
/// clicked, as there is no place to store what a reader has done.
pub(super) fn write_task_box(is_done: bool, input: BodyInput<'_>, out: &mut BodyOutput<'_>) {
    // Without a label, a screen reader would say "checkbox" and no more.
    let mut tag = "<input type=\"checkbox\" disabled".to_owned();
    tag.push_str(if is_done { " checked" } else { "" });
    tag.push_str(" aria-label=\"");
    escape_into(&mut tag, input.text(if is_done { "task_done" } else { "task_open" }));
    tag.push_str("\"> ");
    out.object(&tag);
}
