//! The lines to call in a crisis, as `site.toml` says them.

use wellread_model::{CrisisLine, Diagnostic};

use crate::contact::contact_point;
use crate::foreign_keys::KeyHint;
use crate::node::{Node, Value};
use crate::placeholders::{forbid_removing_all, own_required};
use crate::table_reader::TableReader;

/// The lines to call in a crisis. What is written and wrong counts as one, which is not missing
/// too. In the order of the file, in which pages show them. `misplaced` knows the keys of the top.
pub(crate) fn crisis_lines(
    fields: &mut TableReader<'_>,
    misplaced: fn(&str) -> Option<KeyHint>,
) -> Vec<CrisisLine> {
    let is_written = fields.has("crisis") || fields.is_misspelled("crisis");
    let lines: Vec<CrisisLine> =
        fields.tables("crisis").into_iter().map(|node| crisis(fields, node, misplaced)).collect();
    if lines.is_empty() && is_written { vec![CrisisLine::default()] } else { lines }
}

/// One line to call in a crisis. It must have a name, or readers would not know what they call.
fn crisis(
    fields: &mut TableReader<'_>,
    node: Node,
    misplaced: fn(&str) -> Option<KeyHint>,
) -> CrisisLine {
    // In a crisis there is one number to call. A choice of ways would only cost time.
    const KEYS: [&str; 6] = ["name", "phone", "text", "url", "hours", "checked"];
    let span = node.span;
    if matches!(&node.value, Value::Map(keys) if keys.is_empty()) {
        fields.report(
            Diagnostic::error(
                "missing-key",
                fields.place(span),
                "There is nothing below this line.",
            )
            .help(
                "Write the `name` and the `phone` of a crisis line below it, or delete this line.",
            ),
        );
        return CrisisLine::default();
    }
    let url_span = match &node.value {
        Value::Map(keys) => {
            keys.iter().find(|(key, _)| key.value == "url").map(|(_, url)| url.span)
        }
        _ => None,
    };
    let problems = fields.problem_count();
    let mut fields = fields.inner("[[crisis]]", node, &KEYS, misplaced);
    let point = contact_point(&mut fields, "text");
    forbid_removing_all(
        &mut fields,
        problems,
        point.ways(),
        "remove all lines of this `[[crisis]]`",
    );
    // What is wrong, or has a wrong key, is not also missing.
    if point.is_unreachable_without_fax() && fields.problem_count() == problems {
        let message = "This crisis line has no `phone` to call, no `text` and no `url`.";
        fields.missing(message, "Say how to reach it. Add a line:  phone = \"…\"");
    }
    let name = own_required(&mut fields, "name").map(|text| text.value).unwrap_or_default();
    CrisisLine { name, point, checked: fields.date("checked"), span: Some(span), url_span }
}
