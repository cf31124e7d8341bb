//! Suggests a destination for a link whose destination contains a space.
//!
//! Angle brackets make a link of anything. But around a title, a size or a phone number they would
//! make a link to nothing, so what was meant is found out first.

use wellread_content::parse_phone;
use wellread_model::PhoneUse;
use wellread_model::mail::{email_addresses_in, is_email_address};
use wellread_model::url::begins_like_web;

use crate::markdown::suggestion::begins_with_host;

use super::address::is_address;

/// Marks with which people quote, and the backslash before one.
const QUOTES: [char; 12] = ['"', '\'', '“', '”', '„', '‟', '‘', '’', '‚', '«', '»', '`'];

/// What was meant by the text between the brackets of a link.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Destination {
    /// What is wrong, as a sentence.
    pub(super) message: &'static str,
    /// What to do, up to the text to write.
    pub(super) how: &'static str,
    /// What to write between the brackets.
    pub(super) written: String,
}

/// What was meant by a text with a space in it.
pub(super) fn destination(written: &str) -> Destination {
    let written = written.trim();
    let whole = unquoted(written);
    let (address, title) = if whole.len() < written.len() && !is_split_by_quotes(written) {
        (whole, String::new())
    } else {
        split_title(written)
    };
    let address = address.trim_matches(['<', '>']).trim();
    if let Some(name) = file_name_on_computer(address) {
        return Destination {
            message: "This is a file on your own computer, which families cannot open.",
            how: "Copy the file next to this one, and write",
            written: framed(name),
        };
    }
    let sized = without_size(address);
    let address = sized.unwrap_or(address);
    let meant = without_spaces(address);
    let whole = match &meant {
        Some(meant) => meant.clone(),
        // Without its scheme it would be the path of a file.
        None if begins_with_host(address) => framed(&format!("https://{address}")),
        None => framed(address),
    };
    let written = format!("{whole}{title}");
    let (message, how) = if sized.is_some() {
        ("The size of a picture is not written here. Pages fit it to the screen.", "Write")
    } else if meant.is_some() {
        ("This address has a space in it, so it is not a link.", "Write")
    } else if !address.contains(char::is_whitespace) && title.is_empty() {
        ("An address stands between the round brackets without quotation marks.", "Write")
    } else if !address.contains(char::is_whitespace) {
        ("The title of a link stands between straight quotation marks.", "Write")
    } else {
        ("An address with a space is not a link in Markdown.", "Write it between < and >:")
    };
    Destination { message, how, written }
}

/// The name of a file after the path that a computer has for it.
fn file_name_on_computer(address: &str) -> Option<&str> {
    let (drive, path) = address.split_once(':')?;
    let is_drive = drive.len() == 1 || drive.eq_ignore_ascii_case("file");
    let is_path = path.contains(['/', '\\']);
    (is_drive && is_path).then(|| path.rsplit(['/', '\\']).next().unwrap_or(path))
}

/// An address, between angle brackets if it needs them.
fn framed(address: &str) -> String {
    if address.contains(char::is_whitespace) { format!("<{address}>") } else { address.to_owned() }
}

/// A text without the quotation marks around it.
fn unquoted(text: &str) -> &str {
    if text.starts_with(QUOTES) && text.ends_with(QUOTES) {
        text.trim_matches(QUOTES).trim()
    } else {
        text
    }
}

/// Whether two texts in quotation marks follow each other.
fn is_split_by_quotes(text: &str) -> bool {
    text.match_indices(char::is_whitespace)
        .any(|(at, _)| text[..at].ends_with(QUOTES) && text[at..].trim_start().starts_with(QUOTES))
}

/// An address and the title after it as Markdown has it, with the space before it.
pub(super) fn split_title(written: &str) -> (&str, String) {
    let quoted = written
        .match_indices(char::is_whitespace)
        .find(|(at, space)| written[at + space.len()..].trim_start().starts_with(QUOTES));
    if let Some((at, _)) = quoted {
        let (address, title) = (unquoted(&written[..at]), written[at..].trim());
        if title.ends_with(QUOTES) || is_address(address) {
            let title = title.trim_matches(QUOTES).trim().replace('"', "'");
            return (address, format!(" \"{title}\""));
        }
    }
    // Words after the address of a page: no part of an address is only letters.
    if begins_like_web(written)
        && let Some((address, title)) = written.split_once(char::is_whitespace)
        && !address.ends_with(['/', '.'])
        && title.trim_start().starts_with(char::is_uppercase)
        && !title.contains(['.', '/', '?', '#', '=', '_', '%'])
    {
        return (address, format!(" \"{}\"", title.trim()));
    }
    (written, String::new())
}

/// An address without the size of an image after it: `=300x200`, `width=300`, `|300`.
fn without_size(address: &str) -> Option<&str> {
    let (rest, last) = address.rsplit_once(char::is_whitespace)?;
    let last = last.trim_start_matches('{').trim_end_matches(['}', '%']);
    let is_number = |text: &str| {
        let text = text.trim_matches(QUOTES);
        let text = text.strip_suffix("px").unwrap_or(text);
        text.bytes().all(|byte| byte.is_ascii_digit()) && text.len() < 6
    };
    let is_size = match last.split_once('=') {
        Some(("", size)) => size.split(['x', '×', '*', '%']).all(is_number) && !size.is_empty(),
        Some(("width" | "height" | "w" | "h" | "size", size)) => is_number(size),
        Some(_) => false,
        None => {
            let size = last.strip_prefix('|');
            let parts = size.unwrap_or(last).split_once('x');
            parts.is_some_and(|(width, height)| {
                width.len() > 1 && height.len() > 1 && is_number(width) && is_number(height)
            }) || size.is_some_and(is_number)
        }
    };
    let rest = rest.trim_end();
    is_size.then(|| without_size(rest).unwrap_or(rest))
}

/// What was meant by an address in which no space can be: a number to call, an email address, the
/// beginning of a page's address.
fn without_spaces(address: &str) -> Option<String> {
    if !address.contains(char::is_whitespace) {
        return None;
    }
    let (scheme, rest) = address.split_once(':').unwrap_or(("", address));
    let joined = |text: &str| text.split_whitespace().collect::<String>();
    match scheme.trim().to_ascii_lowercase().as_str() {
        "tel" => dialed(rest, PhoneUse::Call),
        "sms" => dialed(rest, PhoneUse::Text),
        "mailto" => {
            let (addresses, query) = rest.split_once('?').unwrap_or((rest, ""));
            let found: Vec<&str> = email_addresses_in(addresses).collect();
            let addresses = if found.is_empty() { joined(addresses) } else { found.join(",") };
            let mark = if query.is_empty() { "" } else { "?" };
            let words: Vec<&str> = query.split_whitespace().collect();
            Some(format!("mailto:{addresses}{mark}{}", words.join("%20")))
        }
        scheme @ ("http" | "https") => {
            let rest = rest.trim_start();
            let path = rest.trim_start_matches('/').trim_start();
            let (host, below) = path.split_at(path.find(['/', '?', '#']).unwrap_or(path.len()));
            let spaced = rest.len() < address.len() - scheme.len() - 1
                || path.len() + 2 < rest.len()
                || host.contains(char::is_whitespace)
                || below.starts_with("/ ");
            let below = below.trim_start_matches('/').trim_start();
            let slash = if path.len() > host.len() && path[host.len()..].starts_with('/') {
                "/"
            } else {
                ""
            };
            spaced.then(|| framed(&format!("{scheme}://{}{slash}{below}", joined(host))))
        }
        "" => {
            // `mailto help@b.org`: what comes before the address is not part of it.
            if let Some(mailbox) = email_addresses_in(address).next() {
                return Some(format!("mailto:{mailbox}"));
            }
            let whole = joined(address);
            is_email_address(&whole).then(|| format!("mailto:{whole}")).or_else(|| {
                let digits = address.bytes().filter(u8::is_ascii_digit).count();
                (digits >= 7).then(|| dialed(address, PhoneUse::Call)).flatten()
            })
        }
        _ => None,
    }
}

/// The link that dials a number, however its author wrote it.
fn dialed(number: &str, usage: PhoneUse) -> Option<String> {
    let number = number.trim().trim_start_matches('/');
    let parsed = parse_phone(number, usage).ok().map(|number| number.url(usage));
    parsed.or_else(|| {
        // Wrong as it is, it is not made worse by a space.
        let digits: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        let scheme = if usage == PhoneUse::Call { "tel" } else { "sms" };
        (!digits.is_empty()).then(|| format!("{scheme}:{digits}"))
    })
}

#[cfg(test)]
mod tests {
    use super::destination;

    #[test]
    fn a_suggestion_is_what_was_meant() {
        for (written, wanted) in [
            ("https://www.cdc.gov/ “CDC”", "https://www.cdc.gov/ \"CDC\""),
            ("https://www.cdc.gov/ ‘The CDC’", "https://www.cdc.gov/ \"The CDC\""),
            ("https://www.cdc.gov/ \"CDC”", "https://www.cdc.gov/ \"CDC\""),
            ("https://www.cdc.gov/ \"CDC", "https://www.cdc.gov/ \"CDC\""),
            ("my plan.pdf “The plan”", "<my plan.pdf> \"The plan\""),
            ("“my plan.pdf”", "<my plan.pdf>"),
            ("“plan.pdf” “The plan”", "plan.pdf \"The plan\""),
            ("https://www.cdc.gov/x The page", "https://www.cdc.gov/x \"The page\""),
            ("https://www.cdc.gov/my plan.pdf", "<https://www.cdc.gov/my plan.pdf>"),
            ("tel:720 446 2210", "tel:7204462210"),
            ("tel: (720) 446-2210 ext. 12", "tel:7204462210;ext=12"),
            ("sms: 741 741", "sms:741741"),
            ("720 446 2210", "tel:7204462210"),
            ("mailto: a@b.org", "mailto:a@b.org"),
            ("mailto:a@b.org, c@d.org", "mailto:a@b.org,c@d.org"),
            ("mailto:a@b.org?subject=Hello there", "mailto:a@b.org?subject=Hello%20there"),
            ("help @b.org", "mailto:help@b.org"),
            ("mailto a@b.org", "mailto:a@b.org"),
            ("Ana a@b.org", "mailto:a@b.org"),
            ("cdc.gov/sleep tips", "<https://cdc.gov/sleep tips>"),
            ("https://www.cdc.gov/my page", "<https://www.cdc.gov/my page>"),
            ("https:// www.cdc.gov/x", "https://www.cdc.gov/x"),
            ("https: //www.cdc.gov", "https://www.cdc.gov"),
            ("https://www. cdc.gov", "https://www.cdc.gov"),
            ("https://www.cdc.gov/ sleep", "https://www.cdc.gov/sleep"),
            ("meeting.png =300x", "meeting.png"),
            ("meeting.png =300x200", "meeting.png"),
            ("meeting.png =50%", "meeting.png"),
            ("my photo.png width=300 height=200", "<my photo.png>"),
            ("meeting.png |300", "meeting.png"),
            ("meeting.png 300x200", "meeting.png"),
            ("my photo.png", "<my photo.png>"),
            ("C:\\Users\\Me\\my photo.png", "<my photo.png>"),
            ("file:///C:/My Files/photo.png", "photo.png"),
            ("plan 2026.pdf", "<plan 2026.pdf>"),
            ("Dana's plan.pdf", "<Dana's plan.pdf>"),
        ] {
            assert_eq!(destination(written).written, wanted, "{written}");
        }
    }
}
