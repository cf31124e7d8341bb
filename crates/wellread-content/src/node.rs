//! YAML and TOML as one tree with places, so that every error in it can be reported in one go.
//!
//! Deserializing into structs would stop at the first wrong value. Here the whole file becomes a
//! tree first, and [`crate::table_reader`] decides what each value means.
//!
//! A scalar has the text that the author wrote, whatever type the format takes it for: a title of
//! `504` is the text `504`, a version of `1.10` does not become `1.1`, and the country `No` is not
//! `false`.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::options::{DuplicateKeyPolicy, NonFiniteFloatPolicy};
use toml::de::{DeTable, DeValue};
use wellread_model::{Diagnostic, SourcePath, Span, Spanned};

use crate::offset::offset_of;
use crate::syntax::toml::SyntaxError;
use crate::syntax::{toml as toml_syntax, yaml as yaml_syntax};

/// A value and its place in the file, not in the front matter, so that messages need no offset.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    /// What is written there.
    pub(crate) value: Value,
    /// The bytes of the file that hold it.
    pub(crate) span: Span,
}

/// A value as it was written. Types of YAML and TOML are not part of it: whether `2026-11-22` is a
/// date depends on the key, not on the characters.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// Nothing: an empty value, `~` or `null`.
    Null,
    /// Text, or a number, truth value or date as text. `plain` means that it is written without
    /// quotes.
    Scalar { text: String, plain: bool },
    /// A list.
    List(Vec<Node>),
    /// Keys and values, in the author's order, repeated keys included.
    Map(Vec<(Spanned<String>, Node)>),
}

impl Node {
    /// The texts that a value is made of, however many brackets are around them; `None` if a key in
    /// it has a value.
    pub(crate) fn texts(&self) -> Option<Vec<String>> {
        match &self.value {
            Value::Scalar { text, .. } => Some(vec![text.trim().to_owned()]),
            Value::Null => Some(Vec::new()),
            Value::List(items) => {
                Some(items.iter().map(Self::texts).collect::<Option<Vec<_>>>()?.concat())
            }
            Value::Map(entries) => entries
                .iter()
                .map(|(key, value)| (value.value == Value::Null).then(|| key.value.clone()))
                .collect(),
        }
    }
}

/// How many lists and tables may be inside one another. No key needs three; reading each takes some
/// kilobytes of a thread's stack.
const DEEPEST: usize = 16;

/// How many values all aliases (`*name`) of a file may stand for.
const MOST_REPEATED: usize = 10_000;

/// Parses YAML front matter. `offset` is where it begins in the file `path`, in bytes.
///
/// # Errors
/// A diagnostic for the first syntax error; the parser cannot go on after one.
pub(crate) fn parse_yaml(
    yaml: &str,
    offset: usize,
    path: &SourcePath,
) -> Result<Node, Box<Diagnostic>> {
    // The place of what prevents a text from being settings. Lines without any key are one text to
    // the parser, and no error.
    let problem = |text: &str, read: &Result<_, _>| match read {
        Err(error) => Some(yaml_syntax::place(error, text)),
        Ok(serde_saphyr::Spanned { value: Raw::Scalar(_), .. }) => Some(0),
        Ok(_) => None,
    };
    let read = read_yaml(yaml);
    if let Err(error) = &read
        && let Some(diagnostic) = yaml_syntax::excess(error, yaml, offset, path)
    {
        return Err(Box::new(diagnostic));
    }
    match (problem(yaml, &read), read) {
        (None, Ok(raw)) => Ok(raw_to_node(raw, yaml, offset)),
        (at, _) => {
            let parse = |text: &str| problem(text, &read_yaml(text));
            Err(Box::new(yaml_syntax::explain(at.unwrap_or(0), yaml, offset, path, parse)))
        }
    }
}

/// Reads YAML as the parser gives it.
fn read_yaml(yaml: &str) -> Result<serde_saphyr::Spanned<Raw>, serde_saphyr::Error> {
    let options = serde_saphyr::options! {
        // Repeated keys reach the tree, because only there both their places are known.
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        non_finite_float_policy: NonFiniteFloatPolicy::PassThrough,
        budget: serde_saphyr::budget! { max_depth: DEEPEST },
        // A few anchors that refer to each other stand for millions of values.
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: MOST_REPEATED },
    };
    serde_saphyr::from_str_with_options(yaml, options)
}

/// The tree as the YAML parser gives it, with its own kind of places.
///
/// Serde offers a value once, by calling one method of a visitor. To take whatever comes, all of
/// them are implemented; the spans around the values are how `serde_saphyr` reports places.
enum Raw {
    Null,
    Scalar(String),
    List(Vec<serde_saphyr::Spanned<Self>>),
    Map(Vec<(serde_saphyr::Spanned<String>, serde_saphyr::Spanned<Self>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

/// Takes any value as it comes.
struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a value")
    }
    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Scalar(value.to_string()))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
        Ok(Raw::Scalar(value.to_string()))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
        Ok(Raw::Scalar(value.to_string()))
    }
    fn visit_i128<E>(self, value: i128) -> Result<Raw, E> {
        Ok(Raw::Scalar(value.to_string()))
    }
    fn visit_u128<E>(self, value: u128) -> Result<Raw, E> {
        Ok(Raw::Scalar(value.to_string()))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
        Ok(Raw::Scalar(value.to_string()))
    }
    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Scalar(value.to_owned()))
    }
    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }
    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Raw::List(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Raw, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Raw::Map(map))
    }
}

/// Turns the places of a tree into bytes of the file, and its scalars into what the author wrote.
fn raw_to_node(raw: serde_saphyr::Spanned<Raw>, yaml: &str, offset: usize) -> Node {
    let span = byte_span(&raw.referenced, yaml);
    let value = match raw.value {
        Raw::Null => Value::Null,
        Raw::Scalar(text) => {
            let written = yaml.get(span.start..span.end).unwrap_or("").trim();
            // Quotes, block scalars, and an alias, whose text is somewhere else.
            let plain = !written.starts_with(['"', '\'', '|', '>', '*']);
            // The parser has turned numbers and truth values into its own spelling of them. The
            // file still has the author's.
            let is_other = text.parse::<f64>().is_ok() || matches!(&*text, "true" | "false");
            let as_written = plain && is_other && !written.is_empty() && !written.contains('\n');
            Value::Scalar { text: if as_written { written.to_owned() } else { text }, plain }
        }
        Raw::List(items) => {
            Value::List(items.into_iter().map(|item| raw_to_node(item, yaml, offset)).collect())
        }
        Raw::Map(entries) => Value::Map(
            entries
                .into_iter()
                .map(|(key, value)| {
                    let at = byte_span(&key.referenced, yaml);
                    let value = with_marks(raw_to_node(value, yaml, offset), at, yaml, offset);
                    (Spanned::new(key.value, at.shifted(offset)), value)
                })
                .collect(),
        ),
    };
    Node { value, span: span.shifted(offset) }
}

/// The value of a key with what YAML takes for a tag or an anchor (`!important news`) as the text
/// that its author meant. Authors of a hub never mean a tag, and the parser drops it silently.
/// `key` is the place of the key in `yaml`.
fn with_marks(node: Node, key: Span, yaml: &str, offset: usize) -> Node {
    let end = match node.value {
        Value::Scalar { plain: true, .. } => node.span.end.saturating_sub(offset),
        // A word alone (`!important`) is a mark without a value.
        Value::Null => {
            let line = yaml[key.end..].lines().next().unwrap_or("");
            key.end + line.find(" #").unwrap_or(line.len())
        }
        // A list or table may be as long as the file, and this is asked at each of its levels.
        _ => return node,
    };
    // From the end of the key to the end of the value, the mark between them included.
    let line = yaml.get(key.end..end).filter(|line| !line.contains('\n'));
    let Some(written) = line.and_then(|line| Some(line.split_once(':')?.1.trim())) else {
        return node;
    };
    if !written.starts_with(['!', '&']) {
        return node;
    }
    let span = Span::new(end - written.len(), end).shifted(offset);
    Node { value: Value::Scalar { text: written.to_owned(), plain: true }, span }
}

/// The bytes of `yaml` at a place that the parser names, without white space at the end: the parser
/// counts the line break after a plain scalar as part of it.
fn byte_span(location: &serde_saphyr::Location, yaml: &str) -> Span {
    let span = location.span();
    match (span.byte_offset(), span.byte_len()) {
        (Some(start), Some(length)) => {
            let start = (start as usize).min(yaml.len());
            let end = (start + length as usize).min(yaml.len());
            let trimmed = yaml.get(start..end).map_or(end, |text| start + text.trim_end().len());
            Span::new(start, trimmed.max(start))
        }
        // Some places have only a line and a column.
        _ => {
            let at = offset_of(yaml, location.line() as usize, location.column() as usize);
            Span::point(at)
        }
    }
}

/// Parses TOML.
///
/// # Errors
/// A diagnostic for every place that cannot be understood: this parser goes on after an error.
pub(crate) fn parse_toml(text: &str, path: &SourcePath) -> Result<Node, Vec<Diagnostic>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        let span = table.span().into();
        return Ok(Node { value: toml_table(table.get_ref(), text), span });
    }
    let errors = errors.iter().map(SyntaxError::new).collect();
    let errors_in =
        |text: &str| DeTable::parse_recoverable(text).1.iter().map(SyntaxError::new).collect();
    Err(toml_syntax::explain(text, path, errors, errors_in))
}

/// The keys of a TOML table in the order of the file.
fn toml_table(table: &DeTable<'_>, text: &str) -> Value {
    let mut entries: Vec<_> = table
        .iter()
        .map(|(key, value)| {
            let key = Spanned::new(key.get_ref().to_string(), key.span().into());
            (key, toml_node(value, text))
        })
        .collect();
    // The library sorts keys by name. Messages should follow the file.
    entries.sort_by_key(|(key, _)| key.span);
    Value::Map(entries)
}

/// A TOML value and its place. `text` is the whole file.
fn toml_node(value: &toml::Spanned<DeValue<'_>>, text: &str) -> Node {
    let span: Span = value.span().into();
    let value = match value.get_ref() {
        DeValue::String(string) => Value::Scalar { text: string.to_string(), plain: false },
        DeValue::Array(items) => {
            Value::List(items.iter().map(|item| toml_node(item, text)).collect())
        }
        DeValue::Table(table) => toml_table(table, text),
        // As written: `accent = 504` becomes the text `504`.
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {
            Value::Scalar { text: text[span.start..span.end].to_owned(), plain: true }
        }
    };
    Node { value, span }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yaml(text: &str) -> Result<Node, Box<Diagnostic>> {
        parse_yaml(text, 10, &SourcePath::new("content/articles/a.md"))
    }

    #[test]
    fn numbers_keep_their_digits_and_places_are_bytes() {
        let node = yaml("title: 504\nx: ñ\ny: 1.10\n").unwrap();
        let Value::Map(entries) = node.value else { panic!("a map") };
        let texts: Vec<_> = entries.iter().map(|(_, node)| &node.value).collect();
        let plain = |text: &str| Value::Scalar { text: text.to_owned(), plain: true };
        assert_eq!(texts, [&plain("504"), &plain("ñ"), &plain("1.10")]);
        assert_eq!(entries[1].1.span, Span::new(24, 26));
        assert_eq!(entries[2].0.span, Span::new(27, 28));
    }

    #[test]
    fn a_colon_in_a_title_is_explained() {
        let error = yaml("title: IEPs: an \"overview\"\n").unwrap_err();
        assert_eq!(error.code, "front-matter-syntax");
        assert_eq!(
            error.help.as_deref(),
            Some(r#"Put quotes around the value:  title: "IEPs: an \"overview\"""#)
        );
    }
}
