//! Links that lead out of the hub: which URLs a page may hold.
//!
//! A link does what its reader expects and nothing else: it opens a page, a mail, a call or a text
//! message. Whether the other end exists is not asked.

use wellread_content::{is_placeholder_address, parse_phone, phone_doubt};
use wellread_model::PhoneUse;
use wellread_model::host::{is_possible_host, without_typo};
use wellread_model::mail::{MailtoError, check_mailto, email_addresses_in};
use wellread_model::url::{decode, has_web_scheme, host_and_port, without_port, without_user};

/// Why a page may not hold a URL.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum UrlError {
    /// It has a scheme and no host.
    NoHost,
    /// No site can be found under this host.
    WrongHost(String),
    /// It would do something else than its reader expects.
    Forbidden {
        /// The code of the diagnostic.
        code: &'static str,
        /// What is wrong.
        message: String,
        /// What to write instead.
        help: String,
    },
}

/// Checks a URL that begins with `scheme`.
///
/// # Errors
/// If it may not be on a page.
pub(super) fn check(url: &str, scheme: &str) -> Result<(), UrlError> {
    // A list of what is allowed: new schemes that run or load something appear every year.
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => check_web(url),
        "mailto" => {
            let addresses = &url[scheme.len() + ":".len()..];
            check_mailto(addresses).map_err(|error| mailto_error(&error))?;
            check_mailboxes(addresses)
        }
        "tel" | "sms" => check_phone(url),
        other if other == "file" || other.len() == 1 => {
            let path = decode(url);
            let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
            Err(UrlError::Forbidden {
                code: "link-scheme",
                message: "This is a file on your own computer, which families cannot open."
                    .to_owned(),
                help: format!(
                    "Copy the file next to this one, and write its name:  {}",
                    framed(name)
                ),
            })
        }
        other => Err(UrlError::Forbidden {
            code: "link-scheme",
            message: format!("A link may not start with `{other}:`."),
            help: "Links may go to http, https, mailto, tel, sms, and to pages of this hub."
                .to_owned(),
        }),
    }
}

/// The name of a file as it is written in a link.
fn framed(name: &str) -> String {
    if name.contains(char::is_whitespace) { format!("<{name}>") } else { name.to_owned() }
}

/// What a link to a number is for, and the number. `None` for links of other schemes.
pub(super) fn phone(url: &str) -> Option<(PhoneUse, &str)> {
    let (scheme, number) = url.split_once(':')?;
    match scheme.to_ascii_lowercase().as_str() {
        "tel" => Some((PhoneUse::Call, number)),
        "sms" => Some((PhoneUse::Text, number)),
        _ => None,
    }
}

/// What is unlikely about the number that a link dials, as the end of a sentence.
pub(super) fn doubt(url: &str) -> Option<String> {
    let (usage, number) = phone(url)?;
    let number = number.split([';', ',', '?', '&']).next().unwrap_or(number);
    // A code of a network is not a number.
    let number = parse_phone(number, usage).ok()?;
    phone_doubt(&number, usage)
}

/// Whether a number is written as it is dialed (RFC 3966): digits and marks between them, and what
/// follows a semicolon.
fn check_phone(url: &str) -> Result<(), UrlError> {
    let Some((usage, written)) = phone(url) else { return Ok(()) };
    let number = written.split([';', '?', '&']).next().unwrap_or(written);
    let is_of_number = |c: char| c.is_ascii_digit() || "+-.()*#,".contains(c);
    let has_digit = number.contains(|c: char| c.is_ascii_digit());
    if number.chars().all(is_of_number) && (has_digit || number.is_empty()) {
        return Ok(());
    }
    let scheme = if usage == PhoneUse::Call { "tel" } else { "sms" };
    let decoded = decode(number.trim_start_matches('/'));
    let better = parse_phone(&decoded, usage).map_or_else(
        |_| format!("Write the number in digits, such as {scheme}:+13035550100"),
        |number| format!("Write {}", number.url(usage)),
    );
    Err(UrlError::Forbidden {
        code: "phone-link",
        message: format!(
            "`{number}` is not how a link writes a number, and phones may not dial it."
        ),
        help: better,
    })
}

/// The path of an address that is the hub's own, and whether it is that of its preview, on the
/// computer of the author.
pub(super) fn own_path<'u>(url: &'u str, base_url: &str) -> Option<(&'u str, bool)> {
    let (_, rest) = url.split_once("://").filter(|_| has_web_scheme(url))?;
    let host = host_and_port(url);
    let path = &rest[rest.find(['/', '?', '#']).unwrap_or(rest.len())..];
    if is_of_preview(&without_port(host).to_ascii_lowercase()) {
        return Some((path, true));
    }
    let is_own = host.eq_ignore_ascii_case(host_and_port(base_url))
        // One that is not the hub's yet has other pages.
        && !is_placeholder_address(base_url);
    is_own.then_some((path, false))
}

/// Whether a host in lower case is the computer of whoever asks, or one in the same house:
/// addresses of the preview, which no family can open.
fn is_of_preview(host: &str) -> bool {
    if matches!(host, "localhost" | "[::1]") || host.ends_with(".local") {
        return true;
    }
    let numbers: Option<Vec<u8>> = host.split('.').map(|part| part.parse().ok()).collect();
    match numbers.as_deref() {
        Some([127, ..] | [0, 0, 0, 0]) => true,
        // Private networks (RFC 1918). The first address is most often that of a family's own
        // router.
        Some([10, _, _, last] | [192, 168, _, last] | [172, 16..=31, _, last]) => *last != 1,
        _ => false,
    }
}

/// Whether a web address can be published as it is.
fn check_web(url: &str) -> Result<(), UrlError> {
    if let Some(better) = without_user(url) {
        return Err(UrlError::Forbidden {
            code: "user-in-link",
            message: "This address holds a user name or a password, which everyone could read."
                .to_owned(),
            help: format!("Write {better}"),
        });
    }
    let host = host_and_port(url);
    // `http://https://example.org` was pasted after what was there.
    if !has_web_scheme(url) || matches!(host.trim_end_matches(':'), "" | "http" | "https") {
        return Err(UrlError::NoHost);
    }
    let name = without_port(host);
    // A period at the end is that of the root of all names.
    if is_possible_host(name.strip_suffix('.').unwrap_or(name)) && without_typo(name).is_none() {
        Ok(())
    } else {
        Err(UrlError::WrongHost(name.to_owned()))
    }
}

/// What is wrong with a host under which no site or mailbox can be found, as a sentence.
pub(super) fn wrong_host(host: &str) -> String {
    if without_typo(host).is_some() {
        format!("This address has {host} in it, which is most likely a typing error.")
    } else {
        format!("This address leads nowhere: no site can have the name `{host}`.")
    }
}

/// Refuses the mailboxes of a link at hosts that end with a typing error.
fn check_mailboxes(addresses: &str) -> Result<(), UrlError> {
    let decoded = decode(addresses);
    let hosts = email_addresses_in(&decoded).filter_map(|address| address.split_once('@'));
    let Some((_, host)) = hosts.into_iter().find(|(_, host)| without_typo(host).is_some()) else {
        return Ok(());
    };
    let help = "Write it as the mailbox has it.".to_owned();
    Err(UrlError::Forbidden { code: "mail-link", message: wrong_host(host), help })
}

/// The message and the help for an address of a mailbox that cannot work.
fn mailto_error(error: &MailtoError) -> UrlError {
    let example = "Write it as mailto:name@example.org.";
    let (message, help) = match error {
        MailtoError::Empty => ("This link has no email address.".to_owned(), example.to_owned()),
        MailtoError::NotAnAddress(text) => {
            (format!("`{text}` is not an email address."), example.to_owned())
        }
        MailtoError::HiddenField { name, rest } => (
            format!(
                "This link also sets `{name}` of the message, which the reader may not notice. Only \
                 `subject` and `body` can be set."
            ),
            format!("Write {rest}"),
        ),
        MailtoError::LineBreak => (
            "The subject in this link holds a line break.".to_owned(),
            "Write the subject on one line.".to_owned(),
        ),
    };
    UrlError::Forbidden { code: "mail-link", message, help }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_readers_expect_is_allowed() {
        let code = |url: &str, scheme| {
            check(url, scheme).err().map(|error| match error {
                UrlError::NoHost => "no host",
                UrlError::WrongHost(_) => "wrong host",
                UrlError::Forbidden { code, .. } => code,
            })
        };
        assert_eq!(code("HTTPS://example.org/@me", "HTTPS"), None);
        assert_eq!(code("https://[::1]/", "https"), None);
        assert_eq!(code("https://[::1]:80/", "https"), None);
        assert_eq!(code("https://example.org.:8080/", "https"), None);
        assert_eq!(code("https:example.org", "https"), Some("no host"));
        assert_eq!(code("https://example.con", "https"), Some("wrong host"));
        assert_eq!(code("https://example:80", "https"), Some("wrong host"));
        assert_eq!(code("https://me@example.org", "https"), Some("user-in-link"));
        // Browsers end the host at a backslash, but it is published as `%5C`.
        let disguised = "https://good.example\\@bad.example/";
        assert_eq!(code(disguised, "https"), Some("user-in-link"));
        assert_eq!(code("mailto:a@example.org", "mailto"), None);
        assert_eq!(code("mailto:a@example.org?cc=b", "mailto"), Some("mail-link"));
        assert_eq!(code("javascript:x", "javascript"), Some("link-scheme"));
    }
}
