//! What a page says for a while: the notice of a hub, and that of a resource.

use wellread_model::{Date, Diagnostic, Notice, Spanned};

use crate::node::Value;
use crate::placeholders::{own_required, warn_of_text};
use crate::table_reader::TableReader;

/// The keys of a notice.
pub(crate) const NOTICE_KEYS: [&str; 3] = ["text", "from", "until"];

/// Reads a notice from a table with [`NOTICE_KEYS`]. Without a text there is nothing to say.
pub(crate) fn notice(fields: &mut TableReader<'_>) -> Option<Notice> {
    let text = own_required(fields, "text");
    let (from, until) = (fields.date("from"), fields.date("until"));
    if let (Some(from), Some(until)) = (&from, &until)
        && until.value < from.value
    {
        let message = format!("`until` ({}) is before `from` ({}).", until.value, from.value);
        let place = fields.place(until.span);
        let problem = Diagnostic::error("dates-out-of-order", place, message);
        fields.report(problem.help("Correct one of the two dates."));
    }
    let day = |date: Option<Spanned<Date>>| date.map(|date| date.value);
    Some(Notice { text: text?, from: day(from), until: day(until) })
}

/// Reads the notice of a resource: words, or a table with the days on which they hold.
pub(crate) fn notice_of_entry(fields: &mut TableReader<'_>) -> Option<Notice> {
    let node = fields.any("notice")?;
    if matches!(node.value, Value::Map(_)) {
        return notice(&mut fields.inner("`notice`", node, &NOTICE_KEYS, |_| None));
    }
    let text = fields.scalar("notice", node)?;
    warn_of_text(fields, "notice", &text);
    Some(Notice { text, from: None, until: None })
}
