//! Addresses that open the reader's mail program (RFC 6068): nothing is sent by the page itself.

use tera::Value;
use wellread_model::url::{UrlPart, encode};

use super::builder::ViewBuilder;
use super::views::Views;

impl Views {
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

fn mailto(address: &str, subject: &str, body: &str) -> String {
    // Line breaks in a body are CRLF (RFC 6068, section 5).
    let body = body.replace('\n', "\r\n");
    let (subject, body) = (encode(subject, UrlPart::Value), encode(&body, UrlPart::Value));
    format!("mailto:{address}?subject={subject}&body={body}")
}
