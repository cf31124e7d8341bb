//! Values that only a theme understands: `extra` in front matter.

use std::collections::BTreeMap;

/// A value of `extra`, as its author wrote it. Nothing here knows what it means; the templates of
/// the hub's theme do.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ExtraValue {
    /// Nothing: a key without a value.
    None,
    /// `true` or `false`.
    Flag(bool),
    /// A whole number that is written as such.
    Number(i64),
    /// Any other text.
    Text(String),
    /// A list.
    List(Vec<Self>),
    /// Values by name.
    Map(ExtraMap),
}

/// Values of `extra` by name.
pub type ExtraMap = BTreeMap<String, ExtraValue>;
