//! The formats that values and texts must have: URLs, dates, periods, characters that a page can
//! hold.
//!
//! Each function answers for one text, without its place. [`crate::table_reader`] makes the
//! messages. The rules are stricter than the standards where a program depends on them (dates).

use jiff::civil::Date;
use wellread_model::host::is_possible_host;
use wellread_model::url::{has_web_scheme, host_and_port, without_user};
use wellread_model::{Period, PeriodUnit};

/// Whether no page may hold this character: controls and noncharacters (HTML standard, section
/// 13.2.3.5; XML 1.0, section 2.2, for the feed).
pub(crate) fn is_unprintable(c: char) -> bool {
    let number = u32::from(c);
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
        // The last two code points of each of the 17 planes.
        || number & 0xfffe == 0xfffe
        || (0xfdd0..=0xfdef).contains(&number)
}

/// Whether this is an `http` or `https` URL with a host, without a user name and without spaces
/// (RFC 3986, section 3). It may hold letters outside ASCII, since people copy such URLs from the
/// browser.
pub(crate) fn is_web_url(text: &str) -> bool {
    let host = host_and_port(text);
    let name =
        if host.starts_with('[') { "localhost" } else { host.split(':').next().unwrap_or("") };
    let is_forbidden = |c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c);
    has_web_scheme(text)
        && without_user(text).is_none()
        && is_possible_host(name)
        && !text.chars().any(is_forbidden)
}

/// What follows a prefix in lower case that the text has in any case, such as a URL's scheme.
pub(crate) fn strip_prefix_any_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let end = text.char_indices().nth(prefix.chars().count()).map_or(text.len(), |(at, _)| at);
    (text[..end].to_lowercase() == prefix).then(|| &text[end..])
}

/// A text of one line in double quotes, as YAML (1.2.2, section 7.3.1) and TOML (basic strings)
/// both read it: no character in it can mean anything but itself.
///
/// # Examples
/// ```
/// use wellread_content::double_quoted;
///
/// assert_eq!(double_quoted(r#"C:\files: "new""#), r#""C:\\files: \"new\"""#);
/// ```
#[must_use]
pub fn double_quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The parts of a text that words and characters for *and* join: `English and Spanish`,
/// `Dana & Sam`.
pub(crate) fn joined_parts(text: &str) -> Vec<String> {
    let lines = [" and ", " & ", " y ", " e ", "/", "+", ";"]
        .into_iter()
        .fold(text.to_owned(), |text, sign| text.replace(sign, "\n"));
    let parts = lines.split('\n').map(|part| part.trim().to_owned());
    parts.filter(|part| !part.is_empty()).collect()
}

/// Reads a date written as `2026-11-22`. The date library accepts more (times, week dates), which
/// would let authors believe that a time of day has an effect.
///
/// # Examples
/// ```
/// use wellread_content::parse_date;
/// use wellread_model::Date;
///
/// assert_eq!(parse_date("2026-11-22"), Some(Date::constant(2026, 11, 22)));
/// assert_eq!(parse_date("20261122"), None);
/// ```
#[must_use]
pub fn parse_date(text: &str) -> Option<Date> {
    let is_plain = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    is_plain.then(|| text.parse().ok()).flatten()
}

/// Reads a period such as `6 months`, in days, weeks, months or years.
pub(crate) fn parse_period(text: &str) -> Option<Period> {
    let (number, unit) = text.split_once(' ')?;
    // The upper bound only keeps a typing error from leading out of the calendar.
    let number: u16 = number.parse().ok().filter(|number| (1..=1000).contains(number))?;
    let unit = match unit.trim().trim_end_matches('s') {
        "day" => PeriodUnit::Day,
        "week" => PeriodUnit::Week,
        "month" => PeriodUnit::Month,
        "year" => PeriodUnit::Year,
        _ => return None,
    };
    Some(Period { number, unit })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_urls_have_a_scheme_and_a_host() {
        for good in ["https://example.org", "http://a.bc/c?d=e#f", "https://x.org:8080/@me"] {
            assert!(is_web_url(good), "{good}");
        }
        for bad in [
            "example.org",
            "https://",
            "https://example",
            "https://example,org",
            "https://https://example.org",
            "javascript:alert(1)",
            "https:// x",
            "ftp://x.org",
            "https://me@x.org/",
            "https://me:secret@x.org",
        ] {
            assert!(!is_web_url(bad), "{bad}");
        }
    }

    #[test]
    fn dates_are_whole() {
        assert!(parse_date("2026-11-22").is_some());
        for bad in ["2026-11-22T10:00", "26-11-22", "2026-1-2", "22.11.2026", "2026-02-30"] {
            assert!(parse_date(bad).is_none(), "{bad}");
        }
    }
}
