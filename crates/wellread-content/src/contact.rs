//! The keys with which a resource, the clinic and a crisis line say how they are reached.
//!
//! They are the same keys in all three, so that staff learn them once, and a number is read,
//! checked and shown in one way wherever it is.

use wellread_model::marks::is_invisible;
use wellread_model::{ContactPoint, PhoneNumber, PhoneUse, Spanned, nearest};

use crate::keys::NUMBER_KEYS;
use crate::node::{Node, Value};
use crate::phone::{LabelUse, PhoneError, doubt, label_use, parse_phone};
use crate::phone_problems::{
    PhoneKeys, report_doubt, report_error, report_named_numbers, report_separate_label,
};
use crate::placeholders::{own_plain, warn_of_address, warn_of_number, warn_of_postal_address};
use crate::table_reader::TableReader;

/// The key of numbers to call.
const CALL: &str = "phone";

/// Reads the ways to reach a person, an office or a line, as far as the table knows these keys.
/// `text_key` is the one for numbers to text. Keys that the table does not have are empty here;
/// they were reported as unknown.
pub(crate) fn contact_point(fields: &mut TableReader<'_>, text_key: &str) -> ContactPoint {
    let calls = PhoneKeys { key: CALL, other: text_key, usage: PhoneUse::Call };
    let texts = PhoneKeys { key: text_key, other: CALL, usage: PhoneUse::Text };
    let mut phones = phones(fields, &calls);
    let mut text_phones = self::phones(fields, &texts);
    let is_fax = |number: &mut PhoneNumber| label_use(number) == Some(LabelUse::Fax);
    let faxes = phones.extract_if(.., is_fax).chain(text_phones.extract_if(.., is_fax)).collect();
    let email = fields.email("email");
    let url = fields.web_url("url");
    for one in email.iter().chain(&url) {
        warn_of_address(fields, &one.value, one.span);
    }
    let address = fields.text("address");
    if let Some(address) = &address {
        warn_of_postal_address(fields, address);
    }
    let plain = |text: Option<Spanned<String>>| text.map(|text| text.value);
    ContactPoint {
        phones,
        text_phones,
        faxes,
        email: plain(email),
        address: plain(address),
        hours: own_plain(fields, "hours"),
        url: plain(url),
    }
}

/// Phone numbers: one, or a list of numbers or of pairs `{ label, number }`. Numbers that cannot be
/// read are left out, with an error for each.
fn phones(fields: &mut TableReader<'_>, keys: &PhoneKeys<'_>) -> Vec<PhoneNumber> {
    let Some(node) = fields.any(keys.key) else { return Vec::new() };
    let (items, is_list) = match node.value {
        Value::List(items) => (items, true),
        _ => (vec![node], false),
    };
    let mut numbers = Vec::new();
    let mut items = items.into_iter().peekable();
    while let Some(item) = items.next() {
        let is_separate = only_value(&item, "label").is_some();
        let number =
            items.peek().filter(|_| is_separate).and_then(|next| only_value(next, "number"));
        if let (Some(label), Some(number)) = (only_value(&item, "label"), number) {
            report_separate_label(fields, item.span, label, number);
            items.next();
            continue;
        }
        numbers.extend(phone(fields, keys, item, is_list));
    }
    numbers
}

/// The text of the one key that a table has, if that is its name.
fn only_value<'a>(node: &'a Node, name: &str) -> Option<&'a str> {
    let Value::Map(entries) = &node.value else { return None };
    match entries.as_slice() {
        [(key, Node { value: Value::Scalar { text, .. }, .. })] if key.value == name => Some(text),
        _ => None,
    }
}

/// One number.
///
/// `is_item` says that it is in a list, which help must write differently.
fn phone(
    fields: &mut TableReader<'_>,
    keys: &PhoneKeys<'_>,
    node: Node,
    is_item: bool,
) -> Option<PhoneNumber> {
    let (label, mut text) = labeled_text(fields, keys.key, node, is_item)?;
    // Direction marks come with numbers that are copied from a page or an address book.
    text.value.retain(|c| !is_invisible(c));
    match parse_phone(&text.value, keys.usage) {
        Ok(number) => {
            if number.is_fictional() {
                warn_of_number(fields, &text);
            } else if let Some(doubt) = doubt(&number, keys.usage) {
                report_doubt(fields, keys, &text, doubt);
            }
            let number = PhoneNumber { label, ..number };
            if keys.usage == PhoneUse::Call && label_use(&number) == Some(LabelUse::Text) {
                report_error(fields, keys, &text, PhoneError::OtherUse);
                return None;
            }
            Some(number)
        }
        Err(error) => {
            report_error(fields, keys, &text, error);
            None
        }
    }
}

/// The label of a number, if it has one, and the number. Both in this order; `None` if there is no
/// number, which has been reported.
fn labeled_text(
    fields: &mut TableReader<'_>,
    key: &str,
    node: Node,
    is_item: bool,
) -> Option<(Option<String>, Spanned<String>)> {
    let Value::Map(entries) = &node.value else {
        return Some((None, fields.scalar(key, node)?));
    };
    if let Some(numbers) = named_numbers(entries) {
        report_named_numbers(fields, key, node.span, &numbers, is_item);
        return None;
    }
    let what = format!("a number of `{key}`");
    let mut table = fields.inner(&what, node, &NUMBER_KEYS, |_| None);
    let label = table.plain("label");
    table.required("number").map(|number| (label, number))
}

/// The names and numbers of a table in which each number comes after its name: `Spanish line:
/// 303-555-0100`. `None` if any key is one that the table may have.
fn named_numbers(entries: &[(Spanned<String>, Node)]) -> Option<Vec<(String, String)>> {
    // A key that is near to one of these has an error of its own.
    const KEYS: [&str; 5] = ["label", "number", "name", "title", "phone"];
    let pair = |(key, node): &(Spanned<String>, Node)| match &node.value {
        Value::Scalar { text, .. } if text.contains(|c: char| c.is_ascii_digit()) => {
            nearest(&key.value, KEYS).is_none().then(|| (key.value.clone(), text.clone()))
        }
        _ => None,
    };
    entries.iter().map(pair).collect::<Option<Vec<_>>>().filter(|pairs| !pairs.is_empty())
}
