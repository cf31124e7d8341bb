//! Links whose text is an address that differs from their destination.
//!
//! A number or an email address is read aloud, copied and compared by families, so a tap must reach
//! the same. One of the two was changed and the other forgotten. It also recognizes links whose
//! text is their own address, which would be printed twice on paper.

use wellread_content::{PhoneError, parse_phone};
use wellread_model::detour::without_detour;
use wellread_model::mail::{email_addresses_in, is_email_address};
use wellread_model::url::{begins_with, decode, has_web_scheme, host_and_port};
use wellread_model::{PhoneNumber, PhoneUse, Span};

use super::numbers::dialed_digit;
use super::output::BodyOutput;
use super::outside::phone;
use super::suggestion::begins_with_host;

/// How many digits a number has at least that is read in the words of a link: fewer may be
/// anything.
const DIGITS: usize = 7;

/// A link whose words are being written.
#[derive(Debug)]
pub(super) struct LinkWords {
    /// The address that the link leads to.
    destination: String,
    /// Where the link is written in the file.
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
        // A tag before the first word has been written as one character that is not text.
        let words = words.trim_matches(|c: char| c == super::body::OBJECT_REPLACEMENT);
        let url = &self.destination;
        let difference = other_number(words, url)
            .or_else(|| other_mailbox(words, url))
            .or_else(|| other_kind(words, url))
            .or_else(|| other_host(words, url));
        if let Some(Difference { code, shown, led, address }) = difference {
            let message = format!("This link shows {shown} and leads to {led}.");
            let help = format!(
                "If the words are right, let the link lead to  {address}  If the link is \
                 right, change its words."
            );
            out.report_as(code, self.span, message, help);
        }
    }
}

/// The attribute of a link whose words are its web address, from the Markdown of the link or from
/// what follows a tag of raw HTML; empty for others.
pub(super) fn shown_address(source: &str, url: &str) -> &'static str {
    let inside = source.strip_prefix(['[', '<']).unwrap_or(source);
    let words = inside.split([']', '<', '>']).next().unwrap_or(inside).trim();
    let is_shown = has_web_scheme(url) && without_frame(words) == without_frame(url);
    if is_shown { " data-shown" } else { "" }
}

/// A web address without what people leave out when they write one: the scheme, `www.` and the last
/// slash. The host is in lower case, and the path, where case may matter, as it is written.
fn without_frame(address: &str) -> String {
    let address = address.trim();
    let schemes = ["https://", "http://"];
    let scheme = schemes.iter().find(|one| begins_with(address, one));
    let rest = address.get(scheme.map_or(0, |one| one.len())..).unwrap_or_default();
    let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    format!("{host}{path}").trim_end_matches('/').to_owned()
}

/// The code of a link that reaches someone else than its words say.
const CONTACT: &str = "contact-differs";

/// What the words of a link show, and what it leads to.
struct Difference {
    /// The code of the problem.
    code: &'static str,
    /// The address in the words.
    shown: String,
    /// The address that a click leads to.
    led: String,
    /// The address that the words stand for.
    address: String,
}

/// The number in the words and the other one that the link dials.
fn other_number(words: &str, url: &str) -> Option<Difference> {
    let (usage, written) = phone(url)?;
    let dialed = parse_phone(&decode(written.split([';', ',', '?', '&']).next()?), usage).ok()?;
    let dialed = dialed.digits.trim_start_matches('+');
    let other = if usage == PhoneUse::Call { PhoneUse::Text } else { PhoneUse::Call };
    let whole = parse_phone(words, usage);
    if matches!(whole, Err(PhoneError::OtherUse)) {
        // `[Text 988](tel:988)`: who calls a number that only takes messages reaches no one.
        let number = parse_phone(words, other).ok()?;
        let what = if usage == PhoneUse::Call { "a call" } else { "a text message" };
        let led = format!("{what} to {dialed}");
        let address = number.url(other);
        return Some(Difference { code: CONTACT, shown: words.to_owned(), led, address });
    }
    let whole = whole.or_else(|_| parse_phone(words, other)).ok();
    if let Some((shown, led)) = other_extension(whole.as_ref(), written) {
        let address = whole?.url(usage);
        return Some(Difference { code: CONTACT, shown, led: format!("{dialed} {led}"), address });
    }
    // Few digits are a number only where nothing else is next to them, or a verb.
    let shown = longest_number(words).map(str::to_owned).or_else(|| Some(whole?.text))?;
    let national = dialed.strip_prefix('1').filter(|rest| rest.len() == 10).unwrap_or(dialed);
    // All digits of the words in a row, also with the letters of keys in place of digits: they hold
    // the number, whatever is between its groups.
    let digits: String = words.chars().filter(char::is_ascii_digit).collect();
    let keys: String = words.chars().filter_map(dialed_digit).collect();
    let shown_digits: String = shown.chars().filter_map(dialed_digit).collect();
    // Without its area code, it is the end of the number.
    let is_same =
        digits.contains(national) || keys.contains(national) || national.ends_with(&*shown_digits);
    let address = parse_phone(&shown, usage)
        .map_or_else(|_| format!("tel:{shown_digits}"), |number| number.url(usage));
    (!is_same).then(|| Difference { code: CONTACT, shown, led: dialed.to_owned(), address })
}

/// The extension of the number in the words and the other one after a number that is dialed.
fn other_extension(shown: Option<&PhoneNumber>, dialed: &str) -> Option<(String, String)> {
    let extension = shown?.extension.as_deref()?;
    let (_, led) = dialed.split_once(";ext=")?;
    let led = led.split([';', '?']).next().unwrap_or(led);
    (led != extension).then(|| (format!("extension {extension}"), format!("extension {led}")))
}

/// The longest of the numbers in a text.
fn longest_number(words: &str) -> Option<&str> {
    let number = numbers(words).max_by_key(|number| number.len())?.trim();
    // `303/555-0100` is one number, and `303-555-0100 / 303-555-0101` are two.
    if parse_phone(number, PhoneUse::Call).is_ok() {
        return Some(number);
    }
    number.split('/').find(|part| numbers(part).next().is_some()).map(str::trim).or(Some(number))
}

/// The parts of a text that hold nothing but digits and what is between them, and are long
/// enough for a number.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
    let is_of_number = |c: char| c.is_ascii_digit() || c.is_whitespace() || "+-.()/‐‑–".contains(c);
    text.split(move |c| !is_of_number(c))
        .filter(|part| part.bytes().filter(u8::is_ascii_digit).count() >= DIGITS)
}

/// The email address in the words and the other one to which the link writes.
fn other_mailbox(words: &str, url: &str) -> Option<Difference> {
    if !begins_with(url, "mailto:") {
        return None;
    }
    let addresses = decode(url["mailto:".len()..].split('?').next()?).into_owned();
    let shown = email_addresses_in(words).next()?;
    let is_same = email_addresses_in(&addresses).any(|address| address.eq_ignore_ascii_case(shown));
    (!is_same && !addresses.is_empty()).then(|| Difference {
        code: CONTACT,
        shown: shown.to_owned(),
        led: addresses.clone(),
        address: format!("mailto:{shown}"),
    })
}

/// Words that are nothing but an address of one kind, in a link to one of another that reaches
/// someone: `[a@b.org](tel:7204462210)`.
fn other_kind(words: &str, url: &str) -> Option<Difference> {
    let is_mail = begins_with(url, "mailto:");
    if !is_mail && phone(url).is_none() {
        return None;
    }
    let number =
        || parse_phone(words, PhoneUse::Call).ok().filter(|one| one.digits.len() >= DIGITS);
    let address = if is_email_address(words) {
        (!is_mail).then(|| format!("mailto:{words}"))
    } else if is_web_address(words) {
        let url = if has_web_scheme(words) { "" } else { "https://" };
        Some(format!("{url}{words}"))
    } else {
        number().filter(|_| is_mail).map(|number| number.url(PhoneUse::Call))
    }?;
    let led = decode(url.split_once(':')?.1.split('?').next()?).into_owned();
    (!led.is_empty()).then(|| Difference { code: CONTACT, shown: words.to_owned(), led, address })
}

/// Whether words are nothing but a web address, with or without its scheme.
fn is_web_address(words: &str) -> bool {
    !words.contains(char::is_whitespace)
        && !is_email_address(words)
        && (has_web_scheme(words) || begins_with_host(words))
}

/// The host in the words, if they are a web address, and the other one to which the link leads.
fn other_host(words: &str, url: &str) -> Option<Difference> {
    if !is_web_address(words) || !has_web_scheme(url) {
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
    let address = format!("https://{shown}");
    (!is_same).then_some(Difference { code: "host-differs", shown, led, address })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_the_address_may_differ_in_what_people_leave_out() {
        let is_shown = |words: &str, url| !shown_address(&format!("[{words}]"), url).is_empty();
        for (words, url) in [
            ("CDC.gov/Sleep", "https://www.cdc.gov/Sleep/"),
            ("HTTPS://WWW.CDC.GOV", "https://cdc.gov/"),
            ("cdc.gov?A=b", "http://cdc.gov?A=b"),
        ] {
            assert!(is_shown(words, url), "{words} {url}");
        }
        for (words, url) in [
            ("cdc.gov/sleep", "https://cdc.gov/Sleep"),
            ("cdc.gov/?id=AbC", "https://cdc.gov/?id=abc"),
            ("cdc.gov", "https://cdc.gov/a"),
            ("cdc.gov", "mailto:a@cdc.gov"),
        ] {
            assert!(!is_shown(words, url), "{words} {url}");
        }
    }

    #[test]
    fn words_and_destination_are_compared() {
        let number = |words, url| other_number(words, url).is_some();
        assert!(number("720-446-2210", "tel:+17204462211"));
        assert!(number("Call (720) 446-2210", "tel:720-446-2211"));
        assert!(number("446-2210", "tel:+17204462211"));
        for (words, url) in [
            ("988", "tel:911"),
            ("Call 988", "tel:+17204462210"),
            ("Text HOME to 741741", "sms:741742"),
            ("Text 988", "tel:988"),
            ("Call 211", "sms:211"),
            ("720-446-2210 ext. 5", "tel:7204462210;ext=6"),
            ("720-446-2210 / 720-446-2212", "tel:7204462211"),
        ] {
            assert!(number(words, url), "{words} {url}");
        }
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
            ("Section 504 line", "tel:211"),
            ("2210", "tel:7204462210"),
            ("Text 988", "sms:988"),
            ("988 or text 741741", "tel:988"),
            ("720-446-2210 ext. 5", "tel:7204462210;ext=5"),
            ("303/555-0100", "tel:3035550100"),
        ] {
            assert!(!number(words, url), "{words} {url}");
        }
        let mailbox = |words, url| other_mailbox(words, url).is_some();
        assert!(mailbox("a@b.org", "mailto:c@d.org"));
        assert!(mailbox("Write to a@b.org.", "mailto:c@b.org?subject=x"));
        assert!(!mailbox("A@b.org", "mailto:a@B.org"));
        assert!(!mailbox("Write", "mailto:a@b.org"));
        let kind = |words, url| other_kind(words, url).map(|one| one.address);
        assert_eq!(kind("a@b.org", "tel:988").as_deref(), Some("mailto:a@b.org"));
        assert_eq!(kind("cdc.gov", "mailto:a@b.org").as_deref(), Some("https://cdc.gov"));
        assert_eq!(kind("720-446-2210", "mailto:a@b.org").as_deref(), Some("tel:7204462210"));
        assert_eq!(kind("Write to us", "mailto:a@b.org"), None);
        assert_eq!(kind("a@b.org", "https://b.org/contact"), None);
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
