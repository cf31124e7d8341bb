//! Callouts: quotes that begin with `[!NOTE]` and the like, as on GitHub.
//!
//! A callout differs from a quote only in its tag and title. What is in it is rendered as anywhere
//! else.

use pulldown_cmark::BlockQuoteKind;

use super::context::BodyInput;
use super::escape::escape_into;

/// The opening tag of a callout, with its title.
pub(super) fn callout_tag(kind: BlockQuoteKind, input: BodyInput<'_>) -> String {
    let (name, key) = match kind {
        BlockQuoteKind::Note => ("note", "callout_note"),
        BlockQuoteKind::Tip => ("tip", "callout_tip"),
        BlockQuoteKind::Important => ("important", "callout_important"),
        BlockQuoteKind::Warning => ("warning", "callout_warning"),
        BlockQuoteKind::Caution => ("caution", "callout_caution"),
    };
    // `note` is the ARIA role for what is beside the main text, whatever the kind of callout. The
    // title is a paragraph: as a heading it would end the section around it.
    let mut tag = format!(
        "<div class=\"callout callout-{name}\" role=\"note\">\n<p class=\"callout-title\">"
    );
    escape_into(&mut tag, input.text(key));
    tag.push_str("</p>\n");
    tag
}
