//! The web or email address that was meant by a text that is not one.
//!
//! An address is copied from a letter, read aloud, or typed: a character is missing, a comma stands
//! for a period, the scheme is there twice. Each function gives one address to write instead, or
//! none; what it gives is whole, and nothing of it is made up. That it exists is not asked.

use wellread_model::host::without_typo;
use wellread_model::mail::is_email_address;
use wellread_model::media::has_extension;
use wellread_model::nearest;

use crate::formats::{is_web_url, strip_prefix_any_case};

/// The longest text in which an address is looked for, in bytes: browsers take addresses of about
/// 2,000.
const LONGEST: usize = 2_000;

/// Extensions of the files that a host shows for a folder.
const PAGE_EXTENSIONS: [&str; 5] = ["html", "htm", "php", "asp", "aspx"];

/// Ways to write `@` and the period so that programs do not see an address.
const SPOKEN: [(&str, &str); 8] = [
    ("(at)", "@"),
    ("[at]", "@"),
    ("{at}", "@"),
    (" at ", "@"),
    ("(dot)", "."),
    ("[dot]", "."),
    ("{dot}", "."),
    (" dot ", "."),
];

/// The `http` or `https` URL that was meant by a text that is not one, or whose host ends with a
/// typing error.
///
/// # Examples
/// ```
/// use wellread_content::meant_url;
///
/// assert_eq!(meant_url("htps:/peak.org").as_deref(), Some("https://peak.org"));
/// assert_eq!(meant_url("https://peak.org"), None);
/// ```
#[must_use]
pub fn meant_url(written: &str) -> Option<String> {
    let text = inside(written)?;
    let (scheme, rest) =
        split_scheme(text).or_else(|| Some(("https", text.strip_prefix("//").unwrap_or(text))))?;
    let rest = rest.trim_start();
    let host_end =
        rest.find(|c: char| "/?#".contains(c) || c.is_whitespace()).unwrap_or(rest.len());
    let (host, after) = rest.split_at(host_end);
    // A bare name is not an address, and one with an `@` is that of a mailbox.
    if !host.contains(['.', ',']) || host.contains('@') {
        return None;
    }
    let url = format!("{scheme}://{}{}", meant_host(host), whole_path(after));
    (is_web_url(&url) && url != written).then_some(url)
}

/// The address of a whole site that was meant: with a slash at its end, without a file or a query.
pub(crate) fn meant_base_url(text: &str) -> Option<String> {
    let url = match meant_url(text) {
        Some(url) => url,
        None => inside(text)?.to_owned(),
    };
    let url = url.split(['?', '#']).next().unwrap_or(&url);
    let (start, last) = url.rsplit_once('/')?;
    let is_file = start.matches('/').count() > 1 && is_page_file(last);
    let folder = if is_file { start } else { url };
    let base = format!("{}/", folder.trim_end_matches('/'));
    (is_web_url(&base) && !base.contains(['%', '\''])).then_some(base)
}

/// Whether this is the name of a file with a page in it.
pub(crate) fn is_page_file(name: &str) -> bool {
    has_extension(name, &PAGE_EXTENSIONS)
}

/// The email address that was meant by a text that is not one, or whose host ends with a typing
/// error.
///
/// # Examples
/// ```
/// use wellread_content::meant_email;
///
/// assert_eq!(meant_email("info@peak,org").as_deref(), Some("info@peak.org"));
/// assert_eq!(meant_email("info@peak.org"), None);
/// ```
#[must_use]
pub fn meant_email(written: &str) -> Option<String> {
    let text = inside(written)?;
    let mut address = strip_prefix_any_case(text, "mailto:").unwrap_or(text).to_owned();
    for (spoken, sign) in SPOKEN {
        // The lower case of ASCII letters is as long as they are.
        while let Some(at) = address.to_ascii_lowercase().find(spoken) {
            address.replace_range(at..at + spoken.len(), sign);
        }
    }
    let (name, host) = address.split_once('@')?;
    let without_www = |part: &str| strip_prefix_any_case(part, "www.").unwrap_or(part).to_owned();
    let name = without_www(name.trim());
    let host = meant_host(&without_www(host.trim_start_matches('@').trim()));
    let meant = format!("{name}@{host}");
    (is_email_address(&meant) && meant != written).then_some(meant)
}

/// What is in a link (`[words](address)`), in angle brackets or in quotes; else the text.
/// `None` if it is longer than any address: each typing error in it costs a look at all of it.
fn inside(text: &str) -> Option<&str> {
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    let link = text.strip_prefix('[').and_then(|rest| rest.split_once("](")?.1.strip_suffix(')'));
    let marks = |c: char| matches!(c, '<' | '>' | '"' | '\'' | '“' | '”' | '‘' | '’' | '`');
    Some(link.unwrap_or(text).trim_matches(marks).trim())
}

/// The scheme of a web address and what follows it, however the two are joined: `https//`,
/// `https:/`, `htps://`, and the scheme twice. `None` if it begins with none.
fn split_scheme(text: &str) -> Option<(&'static str, &str)> {
    let letters = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (word, after) = text.split_at(letters);
    let rest = after.trim_start_matches([':', ';', '.', '/', '\\', ' ']);
    let marks = &after[..after.len() - rest.len()];
    if !marks.contains(['/', ':', ';']) || !(3..=7).contains(&word.len()) {
        return None;
    }
    let word = word.to_ascii_lowercase();
    let is_scheme = word.bytes().all(|letter| b"htps".contains(&letter))
        || nearest(&word, ["https", "http"]).is_some();
    let scheme = if word == "http" { "http" } else { "https" };
    is_scheme.then(|| split_scheme(rest).unwrap_or((scheme, rest)))
}

/// A host without commas for periods, without two periods and without a typing error at its end. It
/// may have a port.
fn meant_host(host: &str) -> String {
    let (name, port) = host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
    let name = name.replace([',', ';'], ".");
    let labels: Vec<&str> =
        name.split('.').map(str::trim).filter(|label| !label.is_empty()).collect();
    let name = labels.join(".");
    let name = without_typo(&name).unwrap_or(name);
    port.map_or_else(|| name.clone(), |port| format!("{name}:{port}"))
}

/// The path and query of an address, up to a note after it. A space in a query belongs to it.
fn whole_path(after: &str) -> String {
    let after = after.trim();
    let is_query = after.find('?') < after.find(' ') && after.contains('?');
    if is_query && !after.contains("://") && !after.contains(" (") {
        return after.trim_end_matches([',', ';']).replace(' ', "%20");
    }
    let path = if after.starts_with(['/', '?', '#']) { after } else { "" };
    let path = path.split_whitespace().next().unwrap_or_default();
    path.trim_end_matches([',', ';', '>', '"']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_addresses_are_known_by_what_is_left_of_them() {
        for (text, url) in [
            ("peak.org", "https://peak.org"),
            ("https:/peak.org/a", "https://peak.org/a"),
            ("https//peak.org", "https://peak.org"),
            ("https:peak.org", "https://peak.org"),
            ("https;//peak.org", "https://peak.org"),
            ("https:// peak.org", "https://peak.org"),
            ("htps://peak.org", "https://peak.org"),
            ("ttps://peak.org", "https://peak.org"),
            ("hppts://peak.org", "https://peak.org"),
            ("htpp://peak.org", "https://peak.org"),
            ("http//peak.org", "http://peak.org"),
            ("//peak.org/a", "https://peak.org/a"),
            ("https://https://peak.org", "https://peak.org"),
            ("http://https://peak.org/x", "https://peak.org/x"),
            ("https://peak,org", "https://peak.org"),
            ("https://peak..org/a", "https://peak.org/a"),
            ("https://peak.ogr/a", "https://peak.org/a"),
            ("https://peak.org.", "https://peak.org"),
            ("https://peak.org/;", "https://peak.org/"),
            ("https://peak.org/a (Spanish)", "https://peak.org/a"),
            ("https://peak.org /about", "https://peak.org/about"),
            ("https://maps.peak.org/?q=1 Main St", "https://maps.peak.org/?q=1%20Main%20St"),
            ("[PEAK](https://peak.org/)", "https://peak.org/"),
            ("<https://peak.org/>", "https://peak.org/"),
            ("“peak.org”", "https://peak.org"),
            ("facebook.com/peak", "https://facebook.com/peak"),
        ] {
            assert_eq!(meant_url(text).as_deref(), Some(url), "{text}");
        }
        for text in [
            "https://peak.org/",
            "http://peak.org:8080/a?b=c#d",
            "https://peak",
            "none",
            "n/a",
            "@peak",
            "info@peak.org",
            "mailto:info@peak.org",
            "file:///C:/Users/me/peak.html",
            "C:\\Users\\me\\peak.html",
            "ftp://peak.org",
            "see below",
        ] {
            assert_eq!(meant_url(text), None, "{text}");
        }
    }

    #[test]
    fn email_addresses_are_known_by_what_is_left_of_them() {
        for (text, address) in [
            ("info@peak,org", "info@peak.org"),
            ("info @peak.org", "info@peak.org"),
            ("info@ peak.org", "info@peak.org"),
            ("info(at)peak.org", "info@peak.org"),
            ("info [AT] peak [dot] org", "info@peak.org"),
            ("info at peak dot org", "info@peak.org"),
            ("info@@peak.org", "info@peak.org"),
            ("info@peak.con", "info@peak.com"),
            ("ana@gmial.com", "ana@gmail.com"),
            ("www.info@peak.org", "info@peak.org"),
            ("info@www.peak.org", "info@peak.org"),
            ("info@peak.org'", "info@peak.org"),
            ("[info@peak.org](mailto:info@peak.org)", "info@peak.org"),
        ] {
            assert_eq!(meant_email(text).as_deref(), Some(address), "{text}");
        }
        for text in
            ["info@peak.org", "info@peak", "info.peak.org", "@peak", "none", "ask at the desk"]
        {
            assert_eq!(meant_email(text), None, "{text}");
        }
    }

    #[test]
    fn a_site_is_a_folder() {
        for (text, url) in [
            ("peak.org", "https://peak.org/"),
            ("www.peak.org/hub", "https://www.peak.org/hub/"),
            ("https://peak.org/index.html", "https://peak.org/"),
            ("https://peak.org/hub/Home.HTM", "https://peak.org/hub/"),
            ("https://peak.org/?p=1", "https://peak.org/"),
            ("https://peak.org/hub#top", "https://peak.org/hub/"),
            ("https://peak,org", "https://peak.org/"),
        ] {
            assert_eq!(meant_base_url(text).as_deref(), Some(url), "{text}");
        }
        for text in ["https://peak", "peak", "https://peak.org/100%/"] {
            assert_eq!(meant_base_url(text), None, "{text}");
        }
    }
}
