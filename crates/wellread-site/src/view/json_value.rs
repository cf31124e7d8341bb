//! Nodes of structured data, as a chain of calls, and how they become text.

use std::borrow::Cow;

use serde::ser::{Serialize, SerializeMap as _, Serializer};

/// A node: its type, and its properties in the order in which they were set.
#[derive(Debug)]
pub(super) struct SchemaNode<'a>(Vec<(&'static str, Property<'a>)>);

/// What a property says.
#[derive(Debug)]
pub(super) enum Property<'a> {
    Text(Cow<'a, str>),
    Count(usize),
    SchemaNode(SchemaNode<'a>),
    List(Vec<Self>),
}

impl<'a> SchemaNode<'a> {
    /// A node of a type of schema.org.
    pub(super) fn new(kind: &'static str) -> Self {
        Self(Vec::with_capacity(8)).set("@type", kind)
    }

    /// The outermost node, which says what the words of all others mean.
    pub(super) fn graph(nodes: Vec<Self>) -> Self {
        Self(Vec::new()).set("@context", "https://schema.org").list("@graph", nodes)
    }

    /// Sets a property, once.
    pub(super) fn set(mut self, key: &'static str, value: impl Into<Property<'a>>) -> Self {
        self.0.push((key, value.into()));
        self
    }

    /// Sets a property if there is a value; search engines report an empty property as an error.
    pub(super) fn maybe(self, key: &'static str, value: Option<impl Into<Property<'a>>>) -> Self {
        match value {
            Some(value) => self.set(key, value),
            None => self,
        }
    }

    /// Sets a property to a list of values, if there are any.
    pub(super) fn list<T: Into<Property<'a>>>(
        self,
        key: &'static str,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        let values: Vec<Property<'a>> = values.into_iter().map(Into::into).collect();
        if values.is_empty() { self } else { self.set(key, Property::List(values)) }
    }

    /// Whether it says nothing beyond its type and its name.
    pub(super) fn is_bare(&self) -> bool {
        self.0.iter().all(|(key, _)| matches!(*key, "@type" | "name"))
    }

    /// The node as JSON.
    pub(super) fn json(&self) -> String {
        // Texts, numbers, and keys that are texts cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Serialize for SchemaNode<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl Serialize for Property<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Count(count) => serializer.serialize_u64(*count as u64),
            Self::SchemaNode(node) => node.serialize(serializer),
            Self::List(values) => serializer.collect_seq(values),
        }
    }
}

impl<'a> From<&'a str> for Property<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Property<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<usize> for Property<'_> {
    fn from(count: usize) -> Self {
        Self::Count(count)
    }
}

impl<'a> From<SchemaNode<'a>> for Property<'a> {
    fn from(node: SchemaNode<'a>) -> Self {
        Self::SchemaNode(node)
    }
}
