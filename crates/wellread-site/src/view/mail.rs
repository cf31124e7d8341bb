//! `mailto:` URLs (RFC 6068), which open the reader's own mail program: the page itself sends nothing
//! and needs no server, so no third party learns who shares what with whom.

use tera::Value;

use super::builder::ViewBuilder;
use super::views::Views;

impl Views {
    /// The field `mail` of a page: URLs that share the page with someone, and that tell the clinic
    /// about a problem with it. The latter is `none` if the settings have no email address.
    pub(super) fn mail(&self, title: &str, canonical: &str) -> Value {
        let share = mailto("", title, &format!("{title}\n{canonical}"));
        let contact = self.library.settings.contact.as_ref();
        let feedback = contact.and_then(|contact| contact.email.as_deref()).map(|email| {
            let subject = self.text.get("feedback_subject").replace("{title}", title);
            mailto(email, &subject, &format!("{canonical}\n\n"))
        });
        ViewBuilder::default().set("share", share).maybe("feedback", feedback).value()
    }
}

fn mailto(address: &str, subject: &str, body: &str) -> String {
    let mut url = format!("mailto:{address}?subject=");
    percent_encode(&mut url, subject, b"-._~");
    url.push_str("&body=");
    percent_encode(&mut url, &body.replace('\n', "\r\n"), b"-._~");
    url
}

/// Appends text with everything percent-encoded that is neither an ASCII letter or digit nor in
/// `plain` (RFC 3986, section 2.1).
pub(super) fn percent_encode(out: &mut String, text: &str, plain: &[u8]) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || plain.contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_title_ends_its_field() {
        assert_eq!(
            mailto("a@example.org", "Q&A: 50% é?", "x\ny"),
            "mailto:a@example.org?subject=Q%26A%3A%2050%25%20%C3%A9%3F&body=x%0D%0Ay"
        );
    }
}
