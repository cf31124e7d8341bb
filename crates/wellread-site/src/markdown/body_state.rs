//! The state of the writer between two events.

use super::code_block::CodeBlock;
use super::image::Image;
use super::item::UnopenedItem;
use super::raw::HtmlBlock;

/// What is being read, where that changes what the next event means. These states exclude each
/// other: none of them contains blocks, so each ends before another one begins.
#[derive(Debug)]
pub(super) enum BodyState {
    /// Blocks and running text.
    Body,
    /// A list item has begun whose tag isn't written yet.
    Item(UnopenedItem),
    /// A block of code, whose text begins here in the body's text.
    Code(CodeBlock),
    /// A block of raw HTML.
    Html(HtmlBlock),
    /// The alternative text of an image.
    Image(Image),
    /// A heading that repeats the title of the page, of which nothing is written.
    RepeatedTitle,
}

impl BodyState {
    /// Ends what is being read, after which the body goes on.
    pub(super) const fn take(&mut self) -> Self {
        std::mem::replace(self, Self::Body)
    }

    /// The list item that has begun, if its tag isn't written yet. Writing it is up to the caller.
    pub(super) fn take_item(&mut self) -> Option<UnopenedItem> {
        match self {
            Self::Item(_) => match self.take() {
                Self::Item(item) => Some(item),
                _ => None,
            },
            _ => None,
        }
    }
}
