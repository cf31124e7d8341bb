//! Values for templates: the builder, and the small values that many views contain, such as a link
//! or a phone number. Their fields are part of the contract in `docs/theming.md`.

use std::collections::BTreeMap;

use tera::value::{Key, Map, Value};
use wellread_model::url::shown_host;
use wellread_model::{ContactPoint, ExtraMap, ExtraValue, PhoneNumber, PhoneUse, address_lines};

/// Builds a template value with named fields, as a chain of calls that reads like the table of
/// fields in `docs/theming.md`.
///
/// Values are dynamic: a template can address any field by name, and a name that doesn't exist is
/// an error of the template. So each kind of value sets the same fields every time, `none` where
/// there is nothing to say; a template can then test a field without knowing where the value comes
/// from. Text is escaped by the template; only [`Self::html`] marks text as finished HTML.
///
/// The fields are a list until all are there, so that their table is made once, in its size.
#[derive(Debug, Default)]
pub(crate) struct ViewBuilder(Vec<(&'static str, Value)>);

impl ViewBuilder {
    /// A builder with room for this many fields.
    pub(crate) fn with_room(fields: usize) -> Self {
        Self(Vec::with_capacity(fields))
    }

    /// Sets a field. A second call with the same key replaces the value.
    pub(crate) fn set(mut self, key: &'static str, value: impl Into<Value>) -> Self {
        self.0.push((key, value.into()));
        self
    }

    /// Sets a field to a value, or to `none` if there is none.
    pub(crate) fn maybe(self, key: &'static str, value: Option<impl Into<Value>>) -> Self {
        let value = value.map_or_else(Value::none, Into::into);
        self.set(key, value)
    }

    /// Sets a field to a list, which may be empty.
    pub(crate) fn list(self, key: &'static str, values: impl IntoIterator<Item = Value>) -> Self {
        self.set(key, Value::from(values.into_iter().collect::<Vec<Value>>()))
    }

    /// Sets the ways to reach a person or an office, apart from the URL, which each template shows
    /// in its own way.
    pub(crate) fn contact_point(self, point: &ContactPoint) -> Self {
        let address = point.address.as_deref().map_or_else(Vec::new, address_lines);
        self.phones(point)
            .maybe("email", point.email.as_deref())
            .list("address", address.into_iter().map(Value::from))
            .maybe("hours", point.hours.as_deref())
    }

    /// Sets the fields `phones`, `text_phones` and `faxes`.
    pub(crate) fn phones(self, point: &ContactPoint) -> Self {
        self.list("phones", phones(&point.phones, PhoneUse::Call))
            .list("text_phones", phones(&point.text_phones, PhoneUse::Text))
            .list("faxes", faxes(&point.faxes))
    }

    /// Sets a field to HTML that templates write without escaping it. The caller has escaped all
    /// text in it.
    pub(crate) fn html(self, key: &'static str, html: &str) -> Self {
        self.set(key, Value::safe_string(html))
    }

    /// The finished value.
    pub(crate) fn value(self) -> Value {
        // Of several fields with the same key, the last remains.
        Value::from(self.0.into_iter().map(|(key, value)| (Key::Str(key), value)).collect::<Map>())
    }
}

/// The values of `extra`, as their author named them.
pub(crate) fn extra(values: &ExtraMap) -> Value {
    let values = values.iter().map(|(name, value)| (name.clone(), extra_value(value)));
    Value::from(values.collect::<BTreeMap<String, Value>>())
}

/// A value of `extra` as templates get it, with its type.
fn extra_value(value: &ExtraValue) -> Value {
    match value {
        ExtraValue::None => Value::none(),
        ExtraValue::Flag(flag) => Value::from(*flag),
        ExtraValue::Number(number) => Value::from(*number),
        ExtraValue::Text(text) => Value::from(text.as_str()),
        ExtraValue::List(items) => Value::from(items.iter().map(extra_value).collect::<Vec<_>>()),
        ExtraValue::Map(values) => extra(values),
    }
}

/// A link: `{ title, url }`.
pub(crate) fn link(title: &str, url: impl Into<Value>) -> Value {
    ViewBuilder::default().set("title", title).set("url", url).value()
}

/// Texts as the values of a list.
pub(crate) fn texts<T: AsRef<str>>(list: &[T]) -> impl Iterator<Item = Value> {
    list.iter().map(|text| Value::from(text.as_ref()))
}

/// Phone numbers, each `{ text, unbroken, href, label, instruction }`: the number as staff wrote
/// it, the same for places on paper that no element can keep on one line, a URL that dials it, and,
/// where they wrote them, its name and what to do with it.
pub(crate) fn phones(numbers: &[PhoneNumber], usage: PhoneUse) -> impl Iterator<Item = Value> {
    numbers.iter().map(move |number| {
        ViewBuilder::default()
            .set("text", number.text.as_str())
            .set("unbroken", number.text.replace('-', "\u{2011}").replace(' ', "\u{a0}"))
            .set("href", number.url(usage))
            .maybe("label", number.label.as_deref())
            .maybe("instruction", number.instruction.as_deref())
            .value()
    })
}

/// Fax numbers, each `{ text, label }`: the number as staff wrote it, and what they call it.
fn faxes(numbers: &[PhoneNumber]) -> impl Iterator<Item = Value> {
    numbers.iter().map(|number| {
        ViewBuilder::default()
            .set("text", number.text.as_str())
            .maybe("label", number.label.as_deref())
            .value()
    })
}

/// An address on the web, and the host to show for it.
pub(crate) fn website(url: &str) -> Value {
    ViewBuilder::default().set("url", url).set("host", shown_host(url)).value()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_website_is_shown_by_its_host() {
        let host = |url| website(url).get_from_path("host").cloned().unwrap();
        for url in [
            "https://example.org",
            "https://www.example.org/a/b?c#d",
            "http://example.org?c",
            "https://example.org#d",
        ] {
            assert_eq!(host(url), Value::from("example.org"), "{url}");
        }
        let website = website("https://www.example.org/a");
        assert_eq!(
            website.get_from_path("url").unwrap(),
            &Value::from("https://www.example.org/a")
        );
    }
}
