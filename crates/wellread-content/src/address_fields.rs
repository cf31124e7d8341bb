//! Web and email addresses as values of a table.
//!
//! Both come from business cards, links and browsers, in which they are written in other ways than a
//! page needs them. What can mean only one address is read, with a warning that has the text to
//! write; anything else is an error, since a family would write to it or open it.

use wellread_model::mail::{email_addresses_in, is_email_address};
use wellread_model::marks::is_invisible;
use wellread_model::{Diagnostic, Spanned};

use crate::formats::{is_web_url, strip_prefix_any_case};
use crate::table_reader::TableReader;

impl TableReader<'_> {
    /// An `http` or `https` URL.
    pub(crate) fn web_url(&mut self, key: &str) -> Option<Spanned<String>> {
        let mut text = self.text(key)?;
        text.value.retain(|c| !is_invisible(c));
        // What people read aloud and copy from business cards.
        if strip_prefix_any_case(&text.value, "www.").is_some() {
            let url = format!("https://{}", text.value);
            if is_web_url(&url) {
                let message = format!("`{key}` has no https:// in front. It is read as {url}.");
                let help = format!("Write  {}", self.assignment(key, &self.as_value(&url)));
                let place = self.place(text.span);
                self.report(Diagnostic::warning("url-scheme", place, message).help(help));
                text.value = url;
            }
        }
        if !is_web_url(&text.value) {
            let message = format!("`{key}` must be a web address, and this is not one.");
            // What may be a host. A colon would be that of another scheme, or of a sentence.
            let url = format!("https://{}", text.value);
            let host = text.value.split('/').next().unwrap_or("");
            let help = if is_web_url(&url) && host.contains('.') && !text.value.contains(':') {
                format!("Write  {}", self.assignment(key, &self.as_value(&url)))
            } else {
                "Copy the whole address from the browser, such as https://example.org/page."
                    .to_owned()
            };
            self.wrong(text.span, message, help);
            return None;
        }
        Some(text)
    }

    /// An email address.
    pub(crate) fn email(&mut self, key: &str) -> Option<Spanned<String>> {
        let mut text = self.text(key)?;
        text.value.retain(|c| !is_invisible(c));
        // Copied from a link, where the scheme belongs.
        if let Some(address) = strip_prefix_any_case(&text.value, "mailto:")
            && is_email_address(address)
        {
            let message = format!("`{key}` is written without `mailto:`. It was left out.");
            let help = format!("Write  {}", self.assignment(key, &self.as_value(address)));
            let address = address.to_owned();
            self.report(
                Diagnostic::warning("email-scheme", self.place(text.span), message).help(help),
            );
            text.value = address;
        }
        if !is_email_address(&text.value) {
            let (message, help) = self.not_an_email(key, &text.value);
            self.wrong(text.span, message, help);
            return None;
        }
        Some(text)
    }

    /// What is wrong with a text that is no email address, and what to write.
    fn not_an_email(&self, key: &str, text: &str) -> (String, String) {
        let found: Vec<&str> = email_addresses_in(text).collect();
        let written = |address: &str| self.assignment(key, &self.as_value(address));
        match found.as_slice() {
            [] => (
                format!("`{key}` must be an email address, and this is not one."),
                "Write it as name@example.org.".to_owned(),
            ),
            [one] => (
                format!("`{key}` must be an email address and nothing else."),
                format!("Write  {}", written(one)),
            ),
            [first, ..] => (
                format!("`{key}` holds more than one address."),
                format!("Write one of them, such as  {}", written(first)),
            ),
        }
    }
}
