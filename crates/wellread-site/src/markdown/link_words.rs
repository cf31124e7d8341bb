//! Links whose words are an address, and another one than the link's own.
//!
//! A number or an email address is read aloud, copied and compared by families, so a tap must reach
//! the same. One of the two was changed and the other forgotten.

use wellread_content::parse_phone;
use wellread_model::detour::without_detour;
use wellread_model::mail::{email_addresses_in, is_email_address};
use wellread_model::url::{begins_with, decode, has_web_scheme, host_and_port};
use wellread_model::{PhoneUse, Span};

use super::numbers::key;
use super::output::BodyOutput;
use super::outside::phone;
use super::suggestion::begins_with_host;

/// How many digits a number has at least that is read in the words of a link: fewer may be anything.
const DIGITS: usize = 7;

/// A link whose words are being written.
#[derive(Debug)]
pub(super) struct LinkWords {
    destination: String,
    span: Span,
    /// Where the words begin in the text.
    start: usize,
}

impl LinkWords {
    /// A link that begins.
    pub(super) fn new(destination: &str, span: Span, out: &BodyOutput<'_>) -> Self {
        let destination = destination.trim();
        // A service on the way is reported as such.
        let real = without_detour(destination).unwrap_or_else(|| destination.to_owned());
        Self { destination: real, span, start: out.text().len() }
    }

    /// Reports the link, which has ended, if its words are another address.
    pub(super) fn report(self, out: &mut BodyOutput<'_>) {
        let words = out.text().get(self.start..).unwrap_or_default().trim();
        // A tag before the first word has been written as one character that is no text.
        let words = words.trim_matches(|c: char| c == super::body::OBJECT_REPLACEMENT);
        let url = &self.destination;
        let difference = other_number(words, url)
            .or_else(|| other_mailbox(words, url))
            .map(|(shown, led)| ("contact-differs", shown, led))
            .or_else(|| other_host(words, url).map(|(shown, led)| ("host-differs", shown, led)));
        if let Some((code, shown, led)) = difference {
            let message = format!("This link shows {shown} and leads to {led}.");
            let address = match code {
                "host-differs" => format!("https://{shown}"),
                _ if shown.contains('@') => format!("mailto:{shown}"),
                _ => parse_phone(&shown, PhoneUse::Call)
                    .map_or_else(|_| format!("tel:{shown}"), |number| number.url(PhoneUse::Call)),
            };
            let help = format!(
                "If the words are right, let the link lead to  {address}  If the link is \
                 right, change its words."
            );
            out.report_as(code, self.span, message, help);
        }
    }
}

/// The number in the words and the other one that the link dials.
fn other_number(words: &str, url: &str) -> Option<(String, String)> {
    let (usage, written) = phone(url)?;
    let dialed = parse_phone(&decode(written.split([';', ',', '?', '&']).next()?), usage).ok()?;
    let dialed = dialed.digits.trim_start_matches('+');
    let national = dialed.strip_prefix('1').filter(|rest| rest.len() == 10).unwrap_or(dialed);
    // All digits of the words in a row, also with the letters of keys in place of digits: they hold
    // the number, whatever is between its groups.
    let digits: String = words.chars().filter(char::is_ascii_digit).collect();
    let keys: String = words.chars().filter_map(key).collect();
    let shown = numbers(words).max_by_key(|number| number.len())?;
    let shown_digits: String = shown.chars().filter(char::is_ascii_digit).collect();
    // Without its area code, it is the end of the number.
    let is_same =
        digits.contains(national) || keys.contains(national) || national.ends_with(&*shown_digits);
    (!is_same).then(|| (shown.trim().to_owned(), dialed.to_owned()))
}

/// The parts of a text that hold nothing but digits and what stands between them, and are long
/// enough for a number.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
    let is_of_number = |c: char| c.is_ascii_digit() || c.is_whitespace() || "+-.()/‐‑–".contains(c);
    text.split(move |c| !is_of_number(c))
        .filter(|part| part.bytes().filter(u8::is_ascii_digit).count() >= DIGITS)
}

/// The email address in the words and the other one to which the link writes.
fn other_mailbox(words: &str, url: &str) -> Option<(String, String)> {
    if !begins_with(url, "mailto:") {
        return None;
    }
    let addresses = decode(url["mailto:".len()..].split('?').next()?).into_owned();
    let shown = email_addresses_in(words).next()?;
    let is_same = email_addresses_in(&addresses).any(|address| address.eq_ignore_ascii_case(shown));
    (!is_same && !addresses.is_empty()).then(|| (shown.to_owned(), addresses.clone()))
}

/// The host in the words, if they are a web address, and the other one to which the link leads.
fn other_host(words: &str, url: &str) -> Option<(String, String)> {
    let is_address = !words.contains(char::is_whitespace)
        && !is_email_address(words)
        && (has_web_scheme(words) || begins_with_host(words));
    if !is_address || !has_web_scheme(url) {
        return None;
    }
    let name = |address: &str| {
        let host = host_and_port(address).to_lowercase();
        let host = host.split(':').next().unwrap_or_default();
        host.strip_prefix("www.").unwrap_or(host).trim_matches('.').to_owned()
    };
    let shown = without_detour(words).unwrap_or_else(|| words.to_owned());
    let (shown, led) = (name(&shown), name(url));
    // `nih.gov` for `www.nimh.nih.gov`.
    let is_part = |whole: &str, part: &str| {
        whole.strip_suffix(part).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    // `[example.org/list.json](https://code.example/x/example.org/list.json)` names a file.
    let is_path = words.contains('/') && !has_web_scheme(words) && url.ends_with(words);
    let is_same = is_path
        || shown.is_empty()
        || led.is_empty()
        || is_part(&led, &shown)
        || is_part(&shown, &led);
    (!is_same).then_some((shown, led))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_destination_are_compared() {
        let number = |words, url| other_number(words, url).is_some();
        assert!(number("720-446-2210", "tel:+17204462211"));
        assert!(number("Call (720) 446-2210", "tel:720-446-2211"));
        assert!(number("446-2210", "tel:+17204462211"));
        for (words, url) in [
            ("720-446-2210", "tel:+17204462210"),
            ("Call us 24/7 at 720.446.2210", "tel:7204462210"),
            ("+1 (720) 446-2210 ext. 12", "tel:+17204462210;ext=12"),
            ("446-2210", "tel:+17204462210"),
            ("1-800-GET-HELP", "tel:+18004384357"),
            ("1-800-273-TALK (8255)", "tel:18002738255"),
            ("988", "tel:988"),
            ("Call us", "tel:7204462210"),
            ("Text HOME to 741741", "sms:741741"),
            ("720-446-2210 or 720-446-2211", "tel:7204462211"),
        ] {
            assert!(!number(words, url), "{words} {url}");
        }
        let mailbox = |words, url| other_mailbox(words, url).is_some();
        assert!(mailbox("a@b.org", "mailto:c@d.org"));
        assert!(mailbox("Write to a@b.org.", "mailto:c@b.org?subject=x"));
        assert!(!mailbox("A@b.org", "mailto:a@B.org"));
        assert!(!mailbox("Write", "mailto:a@b.org"));
        let host = |words, url| other_host(words, url).is_some();
        assert!(host("https://www.cdc.gov", "https://www.cdc.com/"));
        assert!(host("www.cdc.gov/sleep", "https://example.org/"));
        for (words, url) in [
            ("cdc.gov", "https://www.cdc.gov/sleep"),
            ("nih.gov", "https://www.nimh.nih.gov/"),
            ("www.cdc.gov", "http://cdc.gov:80"),
            ("plan.pdf", "https://example.org/"),
            ("Read more at cdc.gov", "https://example.org/"),
            ("a@b.org", "https://example.org/"),
            ("iojs.org/aliases.json", "https://code.example/x/iojs.org/aliases.json"),
        ] {
            assert!(!host(words, url), "{words} {url}");
        }
    }
}
