//! The most likely intended destination of a dead link.

use wellread_content::{meant_email, meant_url};
use wellread_model::mail::is_email_address;
use wellread_model::media::{DOWNLOAD_EXTENSIONS, IMAGE_EXTENSIONS, has_extension};
use wellread_model::url::{begins_like_web, begins_with, decode, host_and_port, link_path};
use wellread_model::{Route, SourcePath};

use super::context::BodyInput;

/// The last parts of hosts that no file has for its extension.
const HOST_ENDS: [&str; 12] =
    ["com", "org", "net", "gov", "edu", "us", "info", "mil", "ca", "mx", "uk", "es"];

/// What to write in place of a path that leads to nothing: what it looks like, if that is not a
/// path, or the file with the nearest name.
pub(super) fn instead_of(path: &str, input: BodyInput<'_>) -> String {
    if is_email_address(path) {
        return format!("For an email address write mailto:{path}");
    }
    if is_phone_number(path) {
        let is_digit = |c: char| c.is_ascii_digit() || c == '+';
        let groups: Vec<&str> =
            path.split(|c| !is_digit(c)).filter(|group| !group.is_empty()).collect();
        return format!("For a phone number write tel:{}", groups.join("-"));
    }
    if begins_with_host(path) {
        return format!("For a page of another site write https://{}", link_path(path));
    }
    if let Some(help) = in_static(path, input) {
        return help;
    }
    if let Some(help) = moved(path, input) {
        return help;
    }
    input.context.sources.suggest(&input.document().source, path).map_or_else(
        || "Check the name of the file, its folder, and how many ../ lead to it.".to_owned(),
        |found| did_you_mean(found, input),
    )
}

/// What to write where a page is meant that has had another address or another file name, which its
/// `redirect_from` still knows.
fn moved(path: &str, input: BodyInput<'_>) -> Option<String> {
    let entry = input.library().formerly_at(meant_route(path, input)?.as_str())?;
    let now = relative(&input.document().source, &entry.document.source);
    Some(format!("That page has another address now. Write {now}"))
}

/// The address that a path to nothing would have: of the file that it names, or of the page.
pub(super) fn meant_route(path: &str, input: BodyInput<'_>) -> Option<Route> {
    let old = match path.strip_prefix('/') {
        Some(address) => input.library().settings.below_base(path).unwrap_or(address).to_owned(),
        None => input.document().source.join(path)?.as_str().strip_prefix("content/")?.to_owned(),
    };
    let old = old.trim_end_matches(".md").trim_end_matches("/index").trim_matches('/');
    // The folder of pages is not part of their addresses.
    Some(Route::new(format!("{}/", old.strip_prefix("pages/").unwrap_or(old))))
}

/// The file that was most likely meant, as a link to it is written.
pub(super) fn did_you_mean(file: &SourcePath, input: BodyInput<'_>) -> String {
    let written = match file.in_static() {
        Some(name) => format!("/{}", link_path(name)),
        None => relative(&input.document().source, file),
    };
    format!("Did you mean {written}?")
}

/// An address that is right but for a typing error.
pub(super) struct TypoFix {
    /// What is wrong, where that is not what makes it no address.
    pub(super) message: Option<&'static str>,
    /// The address that was meant.
    pub(super) address: String,
}

/// What was meant by a destination that leads nowhere: an address in quotation marks, or one with a
/// typing error in its scheme or in its host.
pub(super) fn typo_fix(destination: &str) -> Option<TypoFix> {
    const MARKS: [char; 11] = ['"', '\'', '“', '”', '„', '‘', '’', '«', '»', '<', '>'];
    let inside = destination.trim_matches(MARKS).trim();
    let is_marked = destination.starts_with(MARKS) && destination.ends_with(MARKS);
    if is_marked && !inside.is_empty() {
        let address = meant_url(inside).filter(|_| has_scheme(inside) || begins_with_host(inside));
        let address = address.unwrap_or_else(|| inside.to_owned());
        let message = "An address stands between the round brackets without quotation marks.";
        return Some(TypoFix { message: Some(message), address });
    }
    if begins_with(destination, "mailto:") {
        return meant_mailto(destination).map(|address| TypoFix { message: None, address });
    }
    let address = meant_url(destination)
        .filter(|_| has_scheme(destination) || begins_like_web(destination))?;
    // With the scheme as it should be, and not there twice, it is the host.
    let is_host =
        begins_like_web(destination) && host_and_port(destination).contains(['.', ',', ';']);
    let message = "This address does not begin as a web address does.";
    Some(TypoFix { message: (!is_host).then_some(message), address })
}

/// The link to the mailboxes that were meant.
fn meant_mailto(destination: &str) -> Option<String> {
    let rest = &destination["mailto:".len()..];
    let (addresses, query) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
    let decoded = decode(addresses);
    // A comma separates two addresses, or stands for a period in one.
    let meant = meant_email(&decoded).or_else(|| {
        let each = |one: &str| meant_email(one).unwrap_or_else(|| one.trim().to_owned());
        let all: Vec<String> = decoded.split(',').map(each).collect();
        let is_better = all.iter().all(|one| is_email_address(one)) && all.join(",") != decoded;
        is_better.then(|| all.join(","))
    })?;
    Some(format!("mailto:{meant}{query}"))
}

/// Whether a text begins with a word and the characters after a scheme, or some of them.
fn has_scheme(text: &str) -> bool {
    let letters = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let is_word = text[..letters].to_ascii_lowercase().contains(['h', 't', 'p']);
    let after = &text[letters..];
    (3..=7).contains(&letters)
        && is_word
        && [":", ";", "//"].into_iter().any(|signs| after.starts_with(signs))
}

/// The file of `static/` that is meant by this path, as a link writes it.
pub(super) fn in_static(path: &str, input: BodyInput<'_>) -> Option<String> {
    let (_, name) = path.rsplit_once("static/")?;
    let statics = input.context.sources.statics();
    let (file, _) = statics.find(name)?;
    Some(did_you_mean(file, input))
}

/// The path from one file to another, as it is written in a link.
pub(crate) fn relative(from: &SourcePath, to: &SourcePath) -> String {
    let from: Vec<&str> = from.folder().split('/').collect();
    let parts: Vec<&str> = to.as_str().split('/').collect();
    let shared = from.iter().zip(&parts).take_while(|(a, b)| a == b).count();
    let mut path = "../".repeat(from.len() - shared);
    path.push_str(&link_path(&parts[shared..].join("/")));
    path
}

/// Whether this is digits with the marks of a phone number. A date, a year or a plan has fewer.
fn is_phone_number(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_of_number = |c: char| c.is_ascii_digit() || c.is_whitespace() || "+-.()".contains(c);
    (7..=15).contains(&digits) && text.chars().all(is_of_number)
}

/// Whether a path begins as a URL without its scheme does: `example.org/page`.
pub(super) fn begins_with_host(path: &str) -> bool {
    let host = path.split('/').next().unwrap_or(path);
    let is_file =
        has_extension(path, &IMAGE_EXTENSIONS) || has_extension(path, &DOWNLOAD_EXTENSIONS);
    let end = host.rsplit_once('.').map(|(name, end)| {
        !name.is_empty() && {
            let end = end.to_ascii_lowercase();
            HOST_ENDS.contains(&&*end)
        }
    });
    end == Some(true) && (!is_file || host != path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_hosts_are_distinguished_from_names_of_files() {
        for number in ["303-555-0100", "(303) 555-0100", "+1.303.555.0100"] {
            assert!(is_phone_number(number), "{number}");
        }
        for other in ["504", "2026", "504-plan", "303-555-0100.pdf"] {
            assert!(!is_phone_number(other), "{other}");
        }
        for host in ["example.org", "example.org/page", "Mail.Example.COM/a.pdf"] {
            assert!(begins_with_host(host), "{host}");
        }
        for other in ["plan.md", "example/page", "../example.org", "a.b/page", ".org"] {
            assert!(!begins_with_host(other), "{other}");
        }
    }
}
