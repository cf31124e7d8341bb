//! What an address looks like, where the brackets around it do not make a link.

use wellread_model::mail::is_email_address;
use wellread_model::media::{DOWNLOAD_EXTENSIONS, IMAGE_EXTENSIONS, has_extension};
use wellread_model::url::begins_with;

/// How addresses begin.
const STARTS: [&str; 10] =
    ["https://", "http://", "mailto:", "tel:", "sms:", "www.", "../", "./", "<http", "<mailto:"];

/// Whether this can hardly be anything but the address of a link. It may hold spaces.
pub(super) fn is_address(text: &str) -> bool {
    let text = text.trim();
    let path = text.split(['?', '#']).next().unwrap_or(text);
    STARTS.into_iter().any(|start| begins_with(text, start))
        || is_email_address(text)
        || has_extension(path, &IMAGE_EXTENSIONS)
        || has_extension(path, &DOWNLOAD_EXTENSIONS)
        || has_extension(path, &["md", "html", "htm", "org", "com", "gov", "net", "edu"])
        // An address on this site: `/glossary/`, `#costs`.
        || ['/', '#'].iter().any(|&sign| {
            text.strip_prefix(sign).is_some_and(|rest| {
                rest.starts_with(|c: char| c.is_alphabetic()) && !rest.contains(char::is_whitespace)
            })
        })
}

#[cfg(test)]
mod tests {
    use super::is_address;

    #[test]
    fn addresses_are_distinguished_from_notes() {
        for address in [
            "https://example.org/a b",
            "WWW.example.org",
            "my plan.pdf",
            "../glossary/iep.md#who",
            "help@example.org",
            "/glossary/",
            "#costs",
            "example.org",
        ] {
            assert!(is_address(address), "{address}");
        }
        for remark in ["", "optional", "and/or", "n/a", "see page 3", "#4", "p. 5", "1.5", "/"] {
            assert!(!is_address(remark), "{remark}");
        }
    }
}
