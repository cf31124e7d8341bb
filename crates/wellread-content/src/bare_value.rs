//! The value of a key without markup around it that YAML cannot read: `url: [PEAK](https://…)`.
//!
//! In quotes the value would parse but still be wrong for its key, so the message shows the final
//! form right away.

use wellread_model::PhoneUse;

use crate::formats::double_quoted;
use crate::markup::without_markup;
use crate::meant_address::{meant_email, meant_url};
use crate::phone::parse_phone;

/// The value that was meant, as it is written in front matter; `None` if quotes are all that is
/// missing.
pub(crate) fn bare_value(key: &str, value: &str) -> Option<String> {
    match key {
        // All that is missing is the closing quotation mark.
        _ if value.starts_with(['"', '\'']) => None,
        "url" => meant_url(value),
        "email" => meant_email(value),
        "phone" | "text_phone" => {
            let usage = if key == "phone" { PhoneUse::Call } else { PhoneUse::Text };
            let link = ["tel:", "sms:"].into_iter().find_map(|scheme| value.split_once(scheme));
            let number = link.map_or(value, |(_, number)| number);
            let number = number.trim_matches(|c: char| !c.is_alphanumeric() && !"+()".contains(c));
            let number = if link.is_some() { number.trim_end_matches(')') } else { number };
            // `Phone: 303-…` can be read, and its label only repeats the key. In `Text HOME to
            // 741741` the label is part of the value.
            let parsed = parse_phone(number, usage).ok()?;
            Some(double_quoted(if usage == PhoneUse::Call { &parsed.text } else { number }))
        }
        // Markdown.
        "sources" => None,
        // A list has brackets of its own.
        _ if value.starts_with('[') && !value.contains("](") => None,
        _ => without_markup(value).map(|plain| double_quoted(&plain)),
    }
}

/// Whether this is a name in an app, where an address belongs.
pub(crate) fn is_handle(key: &str, value: &str) -> bool {
    key == "url" && value.starts_with('@') && !value.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_bare() {
        for (key, value, bare) in [
            ("url", "[PEAK](https://peak.org/)", Some("https://peak.org/")),
            ("url", "`https://peak.org/`", Some("https://peak.org/")),
            ("email", "[a@peak.org](mailto:a@peak.org)", Some("a@peak.org")),
            ("phone", "[Office](tel:303-446-9921)", Some("\"303-446-9921\"")),
            ("phone", "*988", Some("\"988\"")),
            ("phone", "Phone: 303-446-9921", Some("\"303-446-9921\"")),
            ("phone", "\"303-446-9921", None),
            ("text_phone", "*Text HOME to 741741", Some("\"Text HOME to 741741\"")),
            ("title", "**What is an IEP?**", Some("\"What is an IEP?\"")),
            ("summary", "[504 plans](504-plans.md) help", Some("\"504 plans help\"")),
            ("topics", "[School] and [Visits]", None),
            ("sources", "[IDEA](https://sites.ed.gov/)", None),
            ("title", "@home", None),
            ("url", "@peak", None),
            ("phone", "@peak", None),
        ] {
            assert_eq!(bare_value(key, value).as_deref(), bare, "{key}: {value}");
        }
    }
}
