//! `mailto:` URLs (RFC 6068), which open the reader's own mail program: the page itself sends
//! nothing and needs no server, so no third party learns who shares what with whom.

use tera::Value;
use wellread_model::url::{UrlPart, encode};

use super::builder::ViewBuilder;
use super::views::Views;

impl Views {
    /// The field `mail` of a page: URLs that share the page with someone, and that tell the clinic
    /// about a problem with it. The latter is `none` if the settings have no email address.
    pub(super) fn mail(&self, title: &str, canonical: &str) -> Value {
        let share = mailto("", title, &format!("{title}\n{canonical}"));
        let contact = self.library.settings.contact.as_ref();
        let feedback = contact.and_then(|contact| contact.point.email.as_deref()).map(|email| {
            let subject = self.text.get("feedback_subject").replace("{title}", title);
            mailto(email, &subject, &format!("{canonical}\n\n"))
        });
        ViewBuilder::default().set("share", share).maybe("feedback", feedback).value()
    }
}

/// A URL that opens a mail with its subject and text filled in (RFC 6068).
fn mailto(address: &str, subject: &str, body: &str) -> String {
    // Line breaks in a body are CRLF (RFC 6068, section 5).
    let body = body.replace('\n', "\r\n");
    let (subject, body) = (encode(subject, UrlPart::Value), encode(&body, UrlPart::Value));
    format!("mailto:{address}?subject={subject}&body={body}")
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
