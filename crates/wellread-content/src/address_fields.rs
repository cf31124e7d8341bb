//! Web and email addresses as values of a table.
//!
//! Both come from business cards, links and browsers, in which they are written in other ways than
//! a page needs them. What can mean only one address is read, with a warning that has the text to
//! write; anything else is an error, since a family would write to it or open it.

use wellread_model::detour::{detour_message, without_detour};
use wellread_model::host::without_typo;
use wellread_model::mail::{email_addresses_in, is_email_address};
use wellread_model::marks::is_invisible;
use wellread_model::url::{host_and_port, without_port};
use wellread_model::{Diagnostic, Spanned};

use crate::formats::{is_web_url, strip_prefix_any_case};
use crate::meant_address::{meant_email, meant_url};
use crate::table_reader::TableReader;

impl TableReader<'_> {
    /// An `http` or `https` URL. Links through search engines, mail filters and the like are read
    /// with a warning: they record who follows them, and end when the service does.
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
        // Punctuation and direction marks that were copied with the address.
        let has_sign = text.value.ends_with([',', ';']);
        if !is_web_url(&text.value) || has_typo(host_and_port(&text.value)) || has_sign {
            let (message, help) = self.not_a_web_url(key, &text.value);
            self.wrong(text.span, message, help);
            return None;
        }
        if let Some(real) = without_detour(&text.value) {
            let message = detour_message(host_and_port(&text.value));
            let help = format!("Write  {}", self.assignment(key, &self.as_value(&real)));
            let place = self.place(text.span);
            self.report(Diagnostic::warning("indirect-link", place, message).help(help));
        }
        Some(text)
    }

    /// What is wrong with a text that is not a web address, and what to write. The message comes
    /// first, then the help.
    fn not_a_web_url(&self, key: &str, text: &str) -> (String, String) {
        let line = |key: &str, address: &str| self.assignment(key, &self.as_value(address));
        let lower = text.to_ascii_lowercase();
        let is_apart = |c: char| c.is_whitespace() || matches!(c, ',' | ';');
        let addresses = lower.split(is_apart).filter(|part| {
            is_web_url(part) || (part.starts_with("www.") && is_web_url(&format!("https://{part}")))
        });
        let is_path = lower.starts_with("file:")
            || (lower.as_bytes().get(1) == Some(&b':') && lower.contains(['\\', '/']));
        let host = host_and_port(text);
        let other_kind = if is_web_url(text) && has_typo(host) {
            likely_typo(key, host)
        } else {
            format!("`{key}` must be a web address, and this is not one.")
        };
        if is_path {
            let message = format!("`{key}` is a file on a computer, which no one else can open.");
            let help = "Write the address of a page, or delete this line.";
            return (message, help.to_owned());
        }
        let email = strip_prefix_any_case(text, "mailto:").unwrap_or(text);
        if is_email_address(email) {
            let message = format!("`{key}` is for a web address, and this is one for email.");
            return (message, format!("Write it under its own key:  {}", line("email", email)));
        }
        match meant_url(text) {
            Some(meant) if addresses.count() > 1 => (
                format!("`{key}` holds more than one address."),
                format!("Write one of them, such as  {}", line(key, &meant)),
            ),
            Some(meant) => (other_kind, format!("Write  {}", line(key, &meant))),
            None if text.starts_with('@') => (
                format!("`{key}` is a name in an app, and no address."),
                "Open its page in a browser, and copy the whole address.".to_owned(),
            ),
            None if text.contains("://") && !host.contains('.') => (
                other_kind,
                "A web address has a period in it, as in https://example.org. Copy it from the \
                 browser."
                    .to_owned(),
            ),
            None => (
                other_kind,
                "Copy the whole address from the browser, such as https://example.org/page. If there \
                 is none, delete this line."
                    .to_owned(),
            ),
        }
    }

    /// An email address. An address whose domain is a likely typing error, such as `gmial.com`, is
    /// an error: mail to it reaches someone else or no one.
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
        let host = text.value.rsplit('@').next().unwrap_or_default();
        let is_typo = has_typo(host) || meant_email(&text.value).is_some();
        if !is_email_address(&text.value) || is_typo {
            let (message, help) = self.not_an_email(key, &text.value);
            self.wrong(text.span, message, help);
            return None;
        }
        Some(text)
    }

    /// What is wrong with a text that is not an email address, and what to write.
    fn not_an_email(&self, key: &str, text: &str) -> (String, String) {
        // In a Markdown link the address appears twice: as its text and as its destination.
        let mut found: Vec<&str> = email_addresses_in(text).collect();
        found.dedup();
        let written = |address: &str| self.assignment(key, &self.as_value(address));
        let host = text.rsplit('@').next().unwrap_or_default();
        let other_kind = if is_email_address(text) && has_typo(host) {
            likely_typo(key, host)
        } else {
            format!("`{key}` must be an email address, and this is not one.")
        };
        let meant = meant_email(text).filter(|_| found.len() < 2);
        match (meant, found.as_slice()) {
            (Some(meant), _) => (other_kind, format!("Write  {}", written(&meant))),
            (None, []) if is_web_url(text) || strip_prefix_any_case(text, "www.").is_some() => {
                let url = meant_url(text).unwrap_or_else(|| text.to_owned());
                let url = self.assignment("url", &self.as_value(&url));
                let message =
                    format!("`{key}` is for an email address, and this is one of a page.");
                (message, format!("Write it under its own key:  {url}"))
            }
            (None, []) => (
                other_kind,
                "Write it as name@example.org. If there is none, delete this line.".to_owned(),
            ),
            (None, [one]) => (
                format!("`{key}` must be an email address and nothing else."),
                format!("Write  {}", written(one)),
            ),
            (None, [first, ..]) => (
                format!("`{key}` holds more than one address."),
                format!("Write one of them, such as  {}", written(first)),
            ),
        }
    }
}

/// Whether a host, with or without a port, ends with a typing error that can be
/// recognized from the host alone, such as `.ogr` for `.org`.
pub(crate) fn has_typo(host: &str) -> bool {
    without_typo(without_port(host)).is_some()
}

/// That a host ends with a typing error. As a message, which names the host because the address may
/// be long.
fn likely_typo(key: &str, host: &str) -> String {
    format!("`{key}` has {host} in it, which is most likely a typing error.")
}
