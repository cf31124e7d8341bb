//! Values for templates: the builder, and the small values that many views contain.

use tera::{Map, Value};

/// A value with named fields that is being made.
#[derive(Debug, Default)]
pub(crate) struct ViewBuilder(Map);

impl ViewBuilder {
    pub(crate) fn set(mut self, key: &'static str, value: impl Into<Value>) -> Self {
        self.0.insert(key.into(), value.into());
        self
    }

    /// Sets a value or `none`.
    pub(crate) fn maybe(self, key: &'static str, value: Option<impl Into<Value>>) -> Self {
        let value = value.map_or_else(Value::none, Into::into);
        self.set(key, value)
    }

    pub(crate) fn list(self, key: &'static str, values: impl IntoIterator<Item = Value>) -> Self {
        self.set(key, Value::from(values.into_iter().collect::<Vec<Value>>()))
    }

    /// Sets HTML that is finished.
    pub(crate) fn html(self, key: &'static str, html: &str) -> Self {
        self.set(key, Value::safe_string(html))
    }

    pub(crate) fn value(self) -> Value {
        Value::from(self.0)
    }
}

/// A link.
pub(crate) fn link(title: &str, url: impl Into<Value>) -> Value {
    ViewBuilder::default().set("title", title).set("url", url).value()
}

pub(crate) fn texts(list: &[String]) -> impl Iterator<Item = Value> {
    list.iter().map(|text| Value::from(text.as_str()))
}

/// A number to call (RFC 3966) or to text (RFC 5724).
pub(crate) fn phone(number: Option<&str>, scheme: &str) -> Value {
    let Some(number) = number else { return Value::none() };
    let (main, extension) = number
        .split_once("ext")
        .or_else(|| number.split_once(" x"))
        .map_or((number, None), |(main, extension)| (main, Some(extension)));
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let plus = if main.trim_start().starts_with('+') { "+" } else { "" };
    let mut href = format!("{scheme}:{plus}{}", digits(main));
    if let Some(extension) = extension.map(digits).filter(|digits| !digits.is_empty()) {
        href.push_str(";ext=");
        href.push_str(&extension);
    }
    ViewBuilder::default().set("text", number).set("href", href).value()
}

/// An address on the web, and the host to show for it.
pub(crate) fn website(url: &str) -> Value {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = host.rsplit('@').next().unwrap_or(host);
    let host = host.strip_prefix("www.").unwrap_or(host);
    ViewBuilder::default().set("url", url).set("host", host).value()
}

/// The lines of an address: at line breaks, else at commas.
pub(crate) fn address_lines(address: Option<&str>) -> Vec<Value> {
    let address = address.unwrap_or("");
    let separator = if address.trim().contains('\n') { '\n' } else { ',' };
    address
        .split(separator)
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(Value::from)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_can_be_called() {
        let href = |number| phone(Some(number), "tel").get_from_path("href").cloned();
        assert_eq!(href("(303) 555-0100").unwrap(), Value::from("tel:3035550100"));
        assert_eq!(
            href("+1 303 555 0100 ext. 12").unwrap(),
            Value::from("tel:+13035550100;ext=12")
        );
    }
}
