//! Detects whether a page open in a browser is out of date.
//!
//! A page's [`PageFingerprint`] is two digests: `page` changes when the page has to be loaded
//! again, `styles` when swapping its stylesheets is enough. A stylesheet's name holds a digest of
//! its content (`style.1a2b3c4d.css`), so these digests are left out of the first. Fingerprints are
//! computed on demand, for the few pages that are open, and not stored.
//!
//! The preview's script is added to pages here and nowhere else, so that it is never part of a
//! built site. Where next: `crate::news`, which compares fingerprints.

use std::ops::Range;

use serde::Serialize;
use wellread_model::url::{decode, join};
use xxhash_rust::xxh3::Xxh3;

use crate::http::digest;
use crate::lookup::BuiltPage;
use crate::snapshot::ServedSite;

/// What a page looked like to the browser that loaded it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PageFingerprint {
    /// Everything but the content of its stylesheets.
    pub(crate) page: String,
    /// The content of its stylesheets.
    pub(crate) styles: String,
}

/// A stylesheet of a page, as `client/client.js` reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Stylesheet {
    /// Its URL without the digest: what stays the same when its content changes.
    stem: String,
    /// The URL of its current content.
    href: String,
}

/// The fingerprint and the stylesheets of a page.
pub(crate) fn examine(
    site: Option<&ServedSite>,
    page: &BuiltPage,
) -> (PageFingerprint, Vec<Stylesheet>) {
    let BuiltPage { status, path, html } = page;
    let target = |from: &str, address: &str| resolve(site?, from, address);
    let bytes = |path: &str| site?.bytes(path);
    let file_digest = |path: String| Some(site?.digest(&path, &bytes(&path)?));
    let mut page = Xxh3::new();
    let mut styles = Xxh3::new();
    let mut stylesheets = Vec::new();
    page.update(&status.to_le_bytes());
    let mut from = 0;
    for Reference { mark, range } in references(html, &["src=", "poster=", "href="]) {
        let address = String::from_utf8_lossy(&html[range.clone()]);
        if mark != "href=" {
            // Images and scripts may change under their names, so their content counts, too.
            if let Some(digest) = target(path, &address).and_then(file_digest) {
                page.update(digest.as_bytes());
            }
        } else if let Some(stem) = stylesheet_stem(&address) {
            // Hash the stem of the name instead, so that a new digest does not change the page.
            page.update(&html[from..range.start]);
            page.update(stem.as_bytes());
            from = range.end;
            let Some(css_path) = target(path, &address) else { continue };
            let Some(css) = bytes(&css_path) else { continue };
            let version = digest(&css);
            styles.update(version.as_bytes());
            for Reference { range, .. } in references(&css, &["url("]) {
                // A file with a digest in its name changes the stylesheet that names it. The
                // browser would not refetch any other file along with the new stylesheet, so the
                // page must reload.
                let name = String::from_utf8_lossy(&css[range]);
                let file = target(&css_path, &name).filter(|_| !has_digest(&name));
                if let Some(digest) = file.and_then(file_digest) {
                    page.update(digest.as_bytes());
                }
            }
            let is_current = has_digest(&address);
            let href = if is_current { address.into_owned() } else { format!("{stem}?{version}") };
            stylesheets.push(Stylesheet { stem, href });
        }
    }
    page.update(&html[from..]);
    let hex = |hash: &Xxh3| format!("{:016x}", hash.digest());
    (PageFingerprint { page: hex(&page), styles: hex(&styles) }, stylesheets)
}

/// The page with the preview's script before the end of its head, or at its end if the head has
/// none. The script reads the page's fingerprint off its own element.
pub(crate) fn with_script(html: &[u8], fingerprint: &PageFingerprint) -> Vec<u8> {
    let script = format!(
        r#"<script type="module" src="/__wellread/client.js" data-page="{}" data-styles="{}"></script>"#,
        fingerprint.page, fingerprint.styles
    );
    let end = html.windows(7).position(|seven| seven.eq_ignore_ascii_case(b"</head>"));
    let at = end.unwrap_or(html.len());
    [&html[..at], script.as_bytes(), &html[at..]].concat()
}

/// The path of the file that a URL means in the file at `from`, if it lies on the site.
fn resolve(site: &ServedSite, from: &str, address: &str) -> Option<String> {
    let address = decode(address.split(['?', '#']).next().unwrap_or_default());
    match address.strip_prefix('/') {
        Some(absolute) => absolute.strip_prefix(site.base.as_str()).map(str::to_owned),
        None => join(from.rsplit_once('/').map_or("", |(folder, _)| folder), &address),
    }
}

/// A URL in a page or a stylesheet.
struct Reference {
    /// The mark that precedes it.
    mark: &'static str,
    /// Where it is, in bytes, without quotes.
    range: Range<usize>,
}

/// Every URL after one of `marks`, each of which ends with `=` or `(`. Not a parser: a text that
/// only looks like a reference costs at most a reload too many.
fn references(text: &[u8], marks: &'static [&'static str]) -> impl Iterator<Item = Reference> {
    let ends = text.iter().enumerate().filter(|(_, byte)| matches!(byte, b'=' | b'('));
    ends.filter_map(move |(last, _)| {
        let stands_here = |mark: &&&str| {
            let start = (last + 1).checked_sub(mark.len());
            start.is_some_and(|start| text[start..=last].eq_ignore_ascii_case(mark.as_bytes()))
        };
        let mark = marks.iter().find(stands_here)?;
        let rest = &text[last + 1..];
        let spaces = rest.iter().position(|byte| !byte.is_ascii_whitespace())?;
        let quote = Some(rest[spaces]).filter(|byte| matches!(byte, b'"' | b'\''));
        let start = last + 1 + spaces + usize::from(quote.is_some());
        let is_end = |byte: &u8| match quote {
            Some(quote) => *byte == quote,
            None => byte.is_ascii_whitespace() || matches!(byte, b'>' | b')'),
        };
        let end = start + text[start..].iter().position(is_end)?;
        Some(Reference { mark, range: start..end })
    })
}

/// The URL of a stylesheet without query and digest; `None` if it is not one of a stylesheet.
fn stylesheet_stem(address: &str) -> Option<String> {
    let address = address.split(['?', '#']).next().unwrap_or_default();
    let stem = address.strip_suffix(".css")?;
    match stem.rsplit_once('.') {
        Some((stem, last)) if is_digest(last) => Some(format!("{stem}.css")),
        _ => Some(address.to_owned()),
    }
}

/// Whether the name of a file holds a digest of its content: `literata.1a2b3c4d.woff2`.
fn has_digest(address: &str) -> bool {
    address.rsplit('/').next().unwrap_or_default().split('.').skip(1).any(is_digest)
}

fn is_digest(part: &str) -> bool {
    part.len() >= 6 && part.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::BuiltSite;
    use std::sync::Arc;

    fn site(files: &[(&str, &str)]) -> ServedSite {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().into()));
        let (files, base_path) = (Arc::new(files.collect()), "/hub/".to_owned());
        ServedSite::new(BuiltSite { files, base_path, ..BuiltSite::default() }, Vec::new())
    }

    fn fingerprint(files: &[(&str, &str)]) -> (PageFingerprint, Vec<Stylesheet>) {
        let site = site(files);
        let html = site.bytes("a/index.html").unwrap();
        examine(Some(&site), &BuiltPage { status: 200, path: "a/index.html".to_owned(), html })
    }

    const LINKED: &str = r#"<head><link rel="stylesheet" href="/hub/style.aaaa1111.css"></head>"#;
    const RELINKED: &str = r#"<head><link rel="stylesheet" href="/hub/style.bbbb2222.css"></head>"#;

    #[test]
    fn a_new_stylesheet_is_no_new_page() {
        let (old, _) = fingerprint(&[("a/index.html", LINKED), ("style.aaaa1111.css", "a{}")]);
        let (new, sheets) =
            fingerprint(&[("a/index.html", RELINKED), ("style.bbbb2222.css", "b{}")]);
        assert_eq!(old.page, new.page);
        assert_ne!(old.styles, new.styles);
        assert_eq!(sheets[0].stem, "/hub/style.css");
        assert_eq!(sheets[0].href, "/hub/style.bbbb2222.css");
    }

    #[test]
    fn a_stylesheet_without_a_digest_gets_a_version() {
        let page = "<link rel=stylesheet href=../extra.css>";
        let (_, sheets) = fingerprint(&[("a/index.html", page), ("extra.css", "a{}")]);
        assert_eq!(sheets[0].stem, "../extra.css");
        assert!(sheets[0].href.starts_with("../extra.css?"));
    }

    #[test]
    fn what_a_page_loads_belongs_to_it() {
        let page = r#"<img src="../p%20q.png"><script src='/hub/x.js'></script>"#;
        let of = |image, script| {
            fingerprint(&[("a/index.html", page), ("p q.png", image), ("x.js", script)]).0.page
        };
        assert_ne!(of("1", "s"), of("2", "s"));
        assert_ne!(of("1", "s"), of("1", "t"));
        assert_eq!(of("1", "s"), of("1", "s"));
        let font = "@font-face{src:url(font.abcd1234.woff2)}";
        let fonts = |css| fingerprint(&[("a/index.html", LINKED), ("style.aaaa1111.css", css)]).0;
        assert_eq!(fonts(font).page, fonts("a{}").page);
        assert_ne!(fonts(font).styles, fonts("a{}").styles);
        let css = "a{background:url(\"p.png\")}";
        let of = |image| {
            let files = [("a/index.html", LINKED), ("style.aaaa1111.css", css), ("p.png", image)];
            fingerprint(&files).0.page
        };
        assert_ne!(of("1"), of("2"));
    }

    #[test]
    fn the_script_goes_into_the_head() {
        let fingerprint = PageFingerprint { page: "1".to_owned(), styles: "2".to_owned() };
        let page = with_script(b"<head><title>a</title></HEAD><body></body>", &fingerprint);
        let page = String::from_utf8(page).unwrap();
        assert!(page.starts_with("<head><title>a</title><script type=\"module\""));
        assert!(page.ends_with("</script></HEAD><body></body>"));
        assert!(with_script(b"plain", &fingerprint).starts_with(b"plain<script"));
    }
}
