//! Facts written into running text.

use wellread_model::Span;

use super::elements::OpenElements;
use super::fact_values::FactPart;
use super::links::anchor_tag;
use super::output::BodyOutput;
use super::raw::report_nested_link;

/// Writes a fact, each of its numbers and addresses as a link of its own.
pub(super) fn write_fact(
    parts: Vec<FactPart>,
    span: Span,
    elements: &mut OpenElements,
    out: &mut BodyOutput<'_>,
) {
    let mut is_nested = false;
    for part in parts {
        match part {
            FactPart::Text(text) => out.words(&text, span),
            FactPart::Link { text, .. } if elements.is_in_link() => {
                is_nested = true;
                out.words(&text, span);
            }
            FactPart::Link { url, text } => {
                elements.open_link(&anchor_tag(&url, "", ""), "</a>", span, out);
                out.words(&text, span);
                elements.close_inline(out);
            }
        }
    }
    if is_nested {
        report_nested_link(span, out);
    }
}
