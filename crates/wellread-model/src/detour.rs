//! Web addresses that redirect through a service which counts clicks or scans mail.
//!
//! They come along when a link is copied from a list of search results, an email or an app. The
//! service learns who follows the link, some of them only lead on for a while or from within an
//! office, and some hold the mailbox of whoever copied them. A function of text: nothing is asked
//! of a service.

use crate::url::{begins_with, decode, has_web_scheme, host_and_port};

/// Where in an address of a service the real one is.
#[derive(Debug, Clone, Copy)]
enum TargetPosition {
    /// In the first of these parameters that holds a web address.
    Query(&'static [&'static str]),
    /// The same, in the way of Proofpoint: `-` for `%`, and `_` for `/`.
    DashedQuery(&'static str),
    /// The same, in base64 (RFC 4648, section 5) after two characters.
    Base64Query(&'static str),
    /// Between two pairs of underscores.
    Underscores,
    /// After the last slash.
    LastSegment,
}

/// A host without `www.`, which may end with what is written here; how the path begins; and where
/// the real address is.
const SERVICES: [(&str, &str, TargetPosition); 16] = [
    ("safelinks.protection.outlook.com", "/", TargetPosition::Query(&["url"])),
    ("linkprotect.cudasvc.com", "/url", TargetPosition::Query(&["a"])),
    ("urldefense.proofpoint.com", "/v2/url", TargetPosition::DashedQuery("u")),
    ("urldefense.com", "/v3/", TargetPosition::Underscores),
    ("secure-web.cisco.com", "/", TargetPosition::LastSegment),
    ("slack-redir.net", "/link", TargetPosition::Query(&["url"])),
    ("l.facebook.com", "/", TargetPosition::Query(&["u"])),
    ("lm.facebook.com", "/", TargetPosition::Query(&["u"])),
    ("l.messenger.com", "/", TargetPosition::Query(&["u"])),
    ("l.instagram.com", "/", TargetPosition::Query(&["u"])),
    ("l.threads.com", "/", TargetPosition::Query(&["u"])),
    ("youtube.com", "/redirect", TargetPosition::Query(&["q"])),
    ("linkedin.com", "/safety/go", TargetPosition::Query(&["url"])),
    ("out.reddit.com", "/", TargetPosition::Query(&["url"])),
    ("duckduckgo.com", "/l/", TargetPosition::Query(&["uddg"])),
    ("bing.com", "/ck/a", TargetPosition::Base64Query("u")),
];

/// The address to which a service on the way leads on. `None` if there is no such service, or if it
/// alone knows where it leads.
///
/// # Examples
/// ```
/// use wellread_model::detour::without_detour;
///
/// let found = without_detour("https://www.google.com/url?sa=t&url=https%3A%2F%2Fwww.cdc.gov%2Fa");
/// assert_eq!(found.as_deref(), Some("https://www.cdc.gov/a"));
/// assert_eq!(without_detour("https://www.google.com/search?q=iep"), None);
/// ```
#[must_use]
pub fn without_detour(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://").filter(|_| has_web_scheme(url))?;
    let host = host_and_port(url).to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let path = &rest[rest.find('/')?..];
    // Google has a host in every country.
    let is_google = host.starts_with("google.") && begins_with(path, "/url?");
    let position = if is_google {
        TargetPosition::Query(&["url", "q"])
    } else {
        let is_service = |(end, start, _): &&(&str, &str, TargetPosition)| {
            let before = host.strip_suffix(end);
            before.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
                && path.starts_with(start)
        };
        SERVICES.iter().find(is_service)?.2
    };
    let real = real_address(path, position)?;
    // One service may lead to another.
    Some(without_detour(&real).unwrap_or(real))
}

/// What is wrong with an address that leads through the service at a host, as a sentence.
#[must_use]
pub fn detour_message(host: &str) -> String {
    format!(
        "This address leads through {host}, which learns of each visit and may stop leading on."
    )
}

/// The address inside a path of a redirecting service, decoded. `position` says where the service
/// writes it.
fn real_address(path: &str, position: TargetPosition) -> Option<String> {
    let query = || path.split_once('?').map_or("", |(_, query)| query);
    let values = |wanted: &'static str| {
        query().split(['&', '#']).filter_map(move |field| {
            field.split_once('=').filter(|(key, _)| *key == wanted).map(|(_, value)| value)
        })
    };
    let real = match position {
        TargetPosition::Query(keys) => {
            let values = keys.iter().copied().flat_map(values);
            values.map(|value| decode(value).into_owned()).find(|value| has_web_scheme(value))?
        }
        TargetPosition::DashedQuery(key) => {
            let value = values(key).next()?.replace('-', "%").replace('_', "/");
            decode(&value).into_owned()
        }
        TargetPosition::Base64Query(key) => {
            let value = values(key).next()?;
            String::from_utf8(from_base64(value.get(2..)?)?).ok()?
        }
        TargetPosition::Underscores => {
            let (_, after) = path.split_once("__")?;
            let (inside, _) = after.split_once("__")?;
            // Stars stand for characters that are written elsewhere.
            (!inside.contains('*')).then(|| inside.to_owned())?
        }
        TargetPosition::LastSegment => decode(path.rsplit('/').next()?).into_owned(),
    };
    // What a browser would refuse is nothing to write.
    let is_whole = !host_and_port(&real).is_empty() && !real.contains(char::is_whitespace);
    (has_web_scheme(&real) && is_whole).then_some(real)
}

/// The bytes that base64 for URLs stands for.
fn from_base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0);
    for byte in text.bytes().filter(|&byte| byte != b'=') {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'-' | b'+' => 62,
            b'_' | b'/' => 63,
            _ => return None,
        };
        // Only the bits that are not yet a byte are left.
        bits = (bits << 6 | u32::from(value)) & 0xfff;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).ok()?);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_left_out() {
        for (url, real) in [
            (
                "https://www.google.com/url?q=https://cdc.gov/a&sa=D&source=docs",
                "https://cdc.gov/a",
            ),
            ("https://google.co.uk/url?url=https%3A%2F%2Fcdc.gov&x=1", "https://cdc.gov"),
            (
                "https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fcdc.gov%2Fa%3Fb%3Dc&data=05",
                "https://cdc.gov/a?b=c",
            ),
            ("https://l.facebook.com/l.php?u=https%3A%2F%2Fcdc.gov%2F&h=AT", "https://cdc.gov/"),
            ("https://urldefense.com/v3/__https://cdc.gov/a__;!!x$", "https://cdc.gov/a"),
            (
                "https://urldefense.proofpoint.com/v2/url?u=https-3A__www.cdc.gov_a&d=x",
                "https://www.cdc.gov/a",
            ),
            ("https://secure-web.cisco.com/1abc/https%3A%2F%2Fcdc.gov%2Fa", "https://cdc.gov/a"),
            (
                "https://www.bing.com/ck/a?!&&p=x&u=a1aHR0cHM6Ly9jZGMuZ292L2E&ntb=1",
                "https://cdc.gov/a",
            ),
            (
                "https://www.google.com/url?q=https%3A%2F%2Fl.instagram.com%2F%3Fu%3Dhttps%253A%252F%252Fcdc.gov",
                "https://cdc.gov",
            ),
        ] {
            assert_eq!(without_detour(url).as_deref(), Some(real), "{url}");
        }
        for url in [
            "https://www.google.com/search?q=https://cdc.gov",
            "https://www.google.com/maps?q=1+Main+St",
            "https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fcdc.gov",
            "https://translate.google.com/translate?u=https://cdc.gov",
            "https://web.archive.org/web/2020/https://cdc.gov",
            "https://example.org/url?url=https://cdc.gov",
            "https://mysafelinks.protection.outlook.com.example.org/?url=https://cdc.gov",
            "https://www.google.com/url?q=iep",
            "https://urldefense.com/v3/__https://cdc.gov/a*b__;Iw!!x$",
            "https://google.com",
            "mailto:a@google.com",
        ] {
            assert_eq!(without_detour(url), None, "{url}");
        }
    }
}
