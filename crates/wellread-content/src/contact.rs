//! The keys with which a resource, the clinic and a crisis line say how they are reached.

use wellread_model::marks::is_invisible;
use wellread_model::{ContactPoint, Diagnostic, PhoneNumber, PhoneUse, Spanned};

use crate::formats::double_quoted;
use crate::node::{Node, Value};
use crate::phone::{PhoneError, doubt, parse_phone};
use crate::table_reader::TableReader;

/// The key of numbers to call.
const CALL: &str = "phone";
/// The key of numbers to text.
const TEXT: &str = "text_phone";

/// Reads the ways to reach a person, an office or a line, as far as the table knows these keys.
/// `text_key` is where a number to text belongs.
pub(crate) fn contact_point(fields: &mut TableReader<'_>, text_key: &str) -> ContactPoint {
    ContactPoint {
        phones: phones(fields, CALL, PhoneUse::Call, text_key),
        text_phones: phones(fields, TEXT, PhoneUse::Text, CALL),
        email: fields.email("email"),
        address: fields.plain("address"),
        hours: fields.plain("hours"),
        url: fields.web_url("url"),
    }
}

/// Phone numbers: one, or a list of numbers or of tables `{ label, number }`. `other_key` is where
/// numbers for the other use belong.
fn phones(
    fields: &mut TableReader<'_>,
    key: &str,
    usage: PhoneUse,
    other_key: &str,
) -> Vec<PhoneNumber> {
    let Some(node) = fields.any(key) else { return Vec::new() };
    let items = match node.value {
        Value::List(items) => items,
        _ => vec![node],
    };
    let read = |node| {
        let (label, mut text) = labeled_text(fields, key, node)?;
        // Direction marks come with numbers that are copied from a page or an address book.
        text.value.retain(|c| !is_invisible(c));
        match parse_phone(&text.value, usage) {
            Ok(number) => {
                if let Some(doubt) = doubt(&number, usage) {
                    report_doubt(fields, key, &text, &doubt);
                }
                Some(PhoneNumber { label, ..number })
            }
            Err(error) => {
                report_error(fields, [key, other_key], &text, error);
                None
            }
        }
    };
    items.into_iter().filter_map(read).collect()
}

/// The label of a number, if it has one, and the number.
fn labeled_text(
    fields: &mut TableReader<'_>,
    key: &str,
    node: Node,
) -> Option<(Option<String>, Spanned<String>)> {
    if !matches!(node.value, Value::Map(_)) {
        return Some((None, fields.scalar(key, node)?));
    }
    let what = format!("a number of `{key}`");
    let mut table = fields.inner(&what, node, &["label", "number"], |_| None);
    let label = table.plain("label");
    table.required("number").map(|number| (label, number))
}

/// Reports a number that is likely a typing error.
fn report_doubt(fields: &mut TableReader<'_>, key: &str, text: &Spanned<String>, doubt: &str) {
    let message = format!("`{key}`: {} {doubt}.", text.value);
    let help = "Compare it with where you found it. A number in another country begins with + and \
                the country's code, such as +52 55 1234 5678.";
    let place = fields.place(text.span);
    fields.report(Diagnostic::warning("unlikely-phone", place, message).help(help));
}

/// Reports a text that is no number, with the text to write instead.
fn report_error(
    fields: &mut TableReader<'_>,
    [key, other_key]: [&str; 2],
    text: &Spanned<String>,
    error: PhoneError,
) {
    let (message, help) = match error {
        PhoneError::Several(numbers) => {
            let list: Vec<String> = numbers.iter().map(|number| fields.as_value(number)).collect();
            let list = fields.assignment(key, &format!("[{}]", list.join(", ")));
            (format!("`{key}` holds more than one number."), format!("Write a list:  {list}"))
        }
        PhoneError::ExtraText { number, rest } => {
            let alone = fields.assignment(key, &fields.as_value(&number));
            let table = [("label", &rest), ("number", &number)];
            let table = table.map(|(key, value)| fields.assignment(key, &double_quoted(value)));
            let table = fields.assignment(key, &format!("{{ {} }}", table.join(", ")));
            (
                format!("`{key}` holds more than a number, which a phone might dial: {rest}"),
                format!(
                    "Write the number alone:  {alone}  Hours and remarks belong in `hours` or in \
                     the text. If it is a name for the number:  {table}"
                ),
            )
        }
        PhoneError::OtherUse => {
            let line = fields.assignment(other_key, &fields.as_value(&text.value));
            let use_of_key = if key == CALL { "call" } else { "text" };
            let message =
                format!("`{key}` is for a number to {use_of_key}, and this says otherwise.");
            (message, format!("Write it under its own key:  {line}"))
        }
        PhoneError::NoNumber => (
            format!("`{key}` must be a phone number, and this is not one."),
            "Write the number with its area code, such as 303-555-0100.".to_owned(),
        ),
    };
    fields.wrong(text.span, message, help);
}
