//! Email addresses, and links that open a mail program.
//!
//! Both end up in a `mailto:` URL (RFC 6068), where what follows a question mark can name further
//! recipients whom no reader sees. So an address here is an address and nothing else. Functions of
//! text: nothing is sent, and no server is asked whether a mailbox exists.

use crate::url::decode;

/// Whether this is an email address: a name, an `@`, and a host with a period in it.
///
/// RFC 5322 allows far more, and none of that is seen on a clinic's page. What a URL gives a
/// meaning (`?`, `&`, `%`, `#`) is in no address.
///
/// # Examples
/// ```
/// use wellread_model::mail::is_email_address;
///
/// assert!(is_email_address("help+iep@mail.example.org"));
/// assert!(!is_email_address("help@example"));
/// assert!(!is_email_address("help@example.org?bcc=someone@example.org"));
/// ```
#[must_use]
pub fn is_email_address(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    let is_of_name = |c: char| c.is_alphanumeric() || "._+-'~".contains(c);
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let labels: Vec<&str> = host.split('.').collect();
    name.chars().all(is_of_name)
        && name.split('.').all(|part| !part.is_empty())
        && labels.len() > 1
        && labels.iter().all(|label| is_label(label))
        // The last one tells a name from four numbers, and from a slip such as `help@example.c`.
        && labels.last().is_some_and(|last| {
            last.chars().count() > 1 && !last.chars().all(|c| c.is_ascii_digit())
        })
}

/// The addresses in a text that is meant to be one, such as `Ana <ana@example.org>`, in their
/// order. A query after an address is not part of the text.
///
/// # Examples
/// ```
/// use wellread_model::mail::email_addresses_in;
///
/// let found: Vec<&str> = email_addresses_in("Ana <ana@example.org>?cc=b@example.org").collect();
/// assert_eq!(found, ["ana@example.org"]);
/// ```
pub fn email_addresses_in(text: &str) -> impl Iterator<Item = &str> {
    let text = text.split('?').next().unwrap_or(text);
    text.split(|c: char| c.is_whitespace() || "<>,;:()[]\"|/".contains(c))
        .map(|part| part.trim_matches('.'))
        .filter(|part| is_email_address(part))
}

/// What is wrong with a `mailto:` URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailtoError {
    /// It has no address and nothing to write either.
    Empty,
    /// This recipient is not an email address.
    NotAnAddress(String),
    /// It sets this field of the message, such as `bcc`: only `subject` and `body` are seen by
    /// whoever writes it. `rest` is the URL without such fields.
    HiddenField {
        /// The field, in lower case.
        name: String,
        /// The URL without it.
        rest: String,
    },
    /// Its subject holds a line break, which could begin another field.
    LineBreak,
}

/// Checks what follows `mailto:` in a URL.
///
/// # Errors
/// The first thing that is wrong with it.
///
/// # Examples
/// ```
/// use wellread_model::mail::{MailtoError, check_mailto};
///
/// assert_eq!(check_mailto("help@example.org?subject=A%20question"), Ok(()));
/// let error = check_mailto("help@example.org?BCC=x@example.org&subject=Hi").unwrap_err();
/// let rest = "mailto:help@example.org?subject=Hi".to_owned();
/// assert_eq!(error, MailtoError::HiddenField { name: "bcc".to_owned(), rest });
/// ```
pub fn check_mailto(url: &str) -> Result<(), MailtoError> {
    let (addresses, query) = url.split_once('?').unwrap_or((url, ""));
    if addresses.is_empty() && query.is_empty() {
        return Err(MailtoError::Empty);
    }
    // Commas separate addresses before they are decoded (RFC 6068, section 2). None at all lets
    // readers choose whom to send a page to.
    for address in addresses.split(',').filter(|_| !addresses.is_empty()) {
        let address = decode(address);
        if !is_email_address(address.trim()) {
            return Err(MailtoError::NotAnAddress(address.into_owned()));
        }
    }
    let fields = || query.split('&').filter(|field| !field.is_empty());
    let name = |field: &str| decode(field.split('=').next().unwrap_or(field)).to_lowercase();
    let is_seen = |field: &&str| matches!(name(field).as_str(), "subject" | "body");
    if let Some(hidden) = fields().find(|field| !is_seen(field)) {
        let seen: Vec<&str> = fields().filter(is_seen).collect();
        let mark = if seen.is_empty() { "" } else { "?" };
        let rest = format!("mailto:{addresses}{mark}{}", seen.join("&"));
        return Err(MailtoError::HiddenField { name: name(hidden), rest });
    }
    let subjects = fields().filter(|field| name(field) == "subject");
    if subjects.into_iter().any(|field| decode(field).contains(char::is_control)) {
        return Err(MailtoError::LineBreak);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_addresses_and_nothing_else() {
        for good in [
            "help@example.org",
            "o'brien.a-b_c+d~e@mail-1.example.co.uk",
            "ayuda@niños.example",
            "1@example.org",
        ] {
            assert!(is_email_address(good), "{good}");
        }
        for bad in [
            "",
            "help",
            "@example.org",
            "help@",
            "help@example",
            "help@example.",
            "help@.org",
            "help@example..org",
            "help@-example.org",
            "help@example.c",
            "help@10.0.0.1",
            ".help@example.org",
            "he..lp@example.org",
            "a@b@example.org",
            "a b@example.org",
            "a@example.org?bcc=b@example.org",
            "a@example.org&bcc=b",
            "a%40b@example.org",
            "a@example.org/x",
            "a@example.org#x",
            "a,b@example.org",
            "a@example.org\n",
        ] {
            assert!(!is_email_address(bad), "{bad:?}");
        }
    }

    #[test]
    fn addresses_are_found_in_what_surrounds_them() {
        let found = |text: &'static str| email_addresses_in(text).collect::<Vec<_>>();
        assert_eq!(found("mailto:a@example.org?subject=x@example.org"), ["a@example.org"]);
        assert_eq!(found("a@example.org, b@example.org."), ["a@example.org", "b@example.org"]);
        assert!(found("a at example.org").is_empty());
    }

    #[test]
    fn links_name_no_one_whom_the_reader_does_not_see() {
        for good in [
            "a@example.org",
            "a@example.org,b@example.org",
            "?subject=Look&body=One%0D%0Atwo",
            "a@example.org?Subject=x&body=y",
            "a%2Bb@example.org",
        ] {
            assert_eq!(check_mailto(good), Ok(()), "{good}");
        }
        let hidden = |name: &str, rest: &str| {
            Err(MailtoError::HiddenField { name: name.to_owned(), rest: rest.to_owned() })
        };
        assert_eq!(check_mailto("a@b.org?bcc=c@d.org"), hidden("bcc", "mailto:a@b.org"));
        assert_eq!(check_mailto("a@b.org?%62cc=c"), hidden("bcc", "mailto:a@b.org"));
        assert_eq!(
            check_mailto("a@b.org?subject=x&To=c&body=y"),
            hidden("to", "mailto:a@b.org?subject=x&body=y")
        );
        assert_eq!(check_mailto(""), Err(MailtoError::Empty));
        let no_address = |text: &str| Err(MailtoError::NotAnAddress(text.to_owned()));
        assert_eq!(check_mailto("a@b.org%3Fbcc=c@d.org"), no_address("a@b.org?bcc=c@d.org"));
        assert_eq!(check_mailto("a@b.org,"), no_address(""));
        assert_eq!(check_mailto("a@b.org?subject=x%0Abcc:c"), Err(MailtoError::LineBreak));
    }
}
