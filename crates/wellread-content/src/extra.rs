//! Reads `extra`: values of any shape for the hub's own theme.

use wellread_model::{ExtraMap, ExtraValue};

use crate::node::{Node, Value};
use crate::table_reader::{TableReader, free_keys};

/// The values of the key `extra`.
pub(crate) fn extra(fields: &mut TableReader<'_>) -> ExtraMap {
    let Some(node) = fields.any("extra") else { return ExtraMap::new() };
    match node.value {
        Value::Map(_) => map(node),
        Value::Null => ExtraMap::new(),
        _ => {
            let message = "`extra` must have names for its values.";
            let help = "Write each name and its value, such as  extra: { color: green }";
            fields.wrong(node.span, message, help);
            ExtraMap::new()
        }
    }
}

/// A table of `extra`, with its keys in the order of the file. Every key is allowed: themes decide
/// what they mean.
fn map(node: Node) -> ExtraMap {
    free_keys(node).into_iter().map(|(key, node)| (key.value, value(node))).collect()
}

/// A value of `extra`, with its type as written: themes get `true` as a flag and `12` as a number.
fn value(node: Node) -> ExtraValue {
    match node.value {
        Value::Null => ExtraValue::None,
        Value::Scalar { text, plain: true } if text == "true" => ExtraValue::Flag(true),
        Value::Scalar { text, plain: true } if text == "false" => ExtraValue::Flag(false),
        Value::Scalar { text, plain } => {
            // `007` is a text: as a number it would be shown without its zeros.
            let number = text.parse::<i64>().ok().filter(|it| plain && it.to_string() == text);
            number.map_or(ExtraValue::Text(text), ExtraValue::Number)
        }
        Value::List(items) => ExtraValue::List(items.into_iter().map(value).collect()),
        Value::Map(_) => ExtraValue::Map(map(node)),
    }
}
