//! Telling whether a page that is open in a browser is still what the site would show.
//!
//! A page's [`PageFingerprint`] is two digests: `page` changes when the page has to be loaded again,
//! `styles` when swapping its stylesheets is enough. A stylesheet's name holds a digest of its
//! content (`style.1a2b3c4d.css`), so these digests are left out of the first. Fingerprints are
//! computed on demand, for the few pages that are open, and not stored.
//!
//! The preview's script is added to pages here and nowhere else, so that it is never part of a
//! built site. Where next: `crate::news`, which compares fingerprints.

use serde::Serialize;
use wellread_model::SourcePath;
use xxhash_rust::xxh3::Xxh3;

use crate::http::target::percent_decode;
use crate::lookup::BuiltPage;
use crate::snapshot::{ServedSite, digest};

/// What a page looked like to the browser that loaded it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PageFingerprint {
    /// Everything but the content of its stylesheets.
    pub(crate) page: String,
    /// The content of its stylesheets.
    pub(crate) styles: String,
}

/// A stylesheet of a page; in JSON a pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(into = "(String, String)")]
pub(crate) struct Stylesheet {
    /// Its URL without the digest: what stays the same when its content changes.
    stem: String,
    /// The URL of its current content.
    href: String,
}

impl From<Stylesheet> for (String, String) {
    fn from(stylesheet: Stylesheet) -> Self {
        (stylesheet.stem, stylesheet.href)
    }
}

/// The fingerprint and the stylesheets of a page.
pub(crate) fn examine(
    site: Option<&ServedSite>,
    page: &BuiltPage<'_>,
) -> (PageFingerprint, Vec<Stylesheet>) {
    let BuiltPage { status, path, html } = page;
    let mut page = Xxh3::new();
    let mut styles = Xxh3::new();
    let mut stylesheets = Vec::new();
    page.update(&status.to_le_bytes());
    let mut from = 0;
    for reference in references(html) {
        let value = &html[reference.start..reference.end];
        let target = site.and_then(|site| resolve(site, path, value));
        let bytes = |path: &str| site.and_then(|site| site.bytes(path));
        // Images and scripts may change under their names, so their content counts for the page's.
        if reference.is_source {
            if let Some(bytes) = target.as_deref().and_then(bytes) {
                page.update(digest(&bytes).as_bytes());
            }
        } else if let Some((stem, hashed)) = stylesheet_stem(value) {
            // The page counts with the stem in place of the name.
            page.update(&html[from..reference.start]);
            page.update(stem.as_bytes());
            from = reference.end;
            if let (Some(css_path), Some(site)) = (&target, site)
                && let Some(css) = site.bytes(css_path)
            {
                let version = digest(&css);
                styles.update(version.as_bytes());
                // A file with a digest in its name changes the stylesheet that names it. Any other
                // the browser would not load again with the new stylesheet: only a reload helps.
                for name in css_references(&css).filter(|name| !has_digest(name)) {
                    let file = resolve(site, css_path, name).and_then(|path| site.bytes(&path));
                    if let Some(bytes) = file {
                        page.update(digest(&bytes).as_bytes());
                    }
                }
                let address = String::from_utf8_lossy(value).into_owned();
                let href = if hashed { address } else { format!("{stem}?{version}") };
                stylesheets.push(Stylesheet { stem, href });
            }
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
    let mut page = Vec::with_capacity(html.len() + script.len());
    page.extend_from_slice(&html[..at]);
    page.extend_from_slice(script.as_bytes());
    page.extend_from_slice(&html[at..]);
    page
}

/// The value of a `src` or `href` attribute, as offsets into the page.
struct Reference {
    start: usize,
    end: usize,
    is_source: bool,
}

/// Every attribute of a page that names something to load. Not a parser: a text that only looks
/// like an attribute costs at most a reload too many.
fn references(html: &[u8]) -> impl Iterator<Item = Reference> {
    let equals = html.iter().enumerate().filter(|(_, byte)| **byte == b'=').map(|(at, _)| at);
    equals.filter_map(move |at| {
        let before = &html[..at];
        let ends_with = |name: &[u8]| {
            let start = before.len().checked_sub(name.len());
            start.is_some_and(|start| before[start..].eq_ignore_ascii_case(name))
        };
        let is_source = ends_with(b"src") || ends_with(b"poster");
        if !is_source && !ends_with(b"href") {
            return None;
        }
        let rest = &html[at + 1..];
        let (start, length) = match rest.first()? {
            quote @ (b'"' | b'\'') => (at + 2, rest[1..].iter().position(|byte| byte == quote)?),
            _ => {
                let ends = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'>';
                (at + 1, rest.iter().position(ends)?)
            }
        };
        Some(Reference { start, end: start + length, is_source })
    })
}

/// What a stylesheet loads through `url(…)`.
fn css_references(css: &[u8]) -> impl Iterator<Item = &[u8]> {
    let starts = css.windows(4).enumerate().filter(|(_, four)| four.eq_ignore_ascii_case(b"url("));
    starts.filter_map(|(at, _)| {
        let rest = &css[at + 4..];
        let inside = &rest[..rest.iter().position(|byte| *byte == b')')?];
        let is_quote = |byte: &u8| matches!(byte, b'"' | b'\'' | b' ');
        let start = inside.iter().position(|byte| !is_quote(byte))?;
        let end = inside.iter().rposition(|byte| !is_quote(byte))?;
        Some(&inside[start..=end])
    })
}

/// The URL of a stylesheet without query and digest, and whether it had a digest.
fn stylesheet_stem(address: &[u8]) -> Option<(String, bool)> {
    let address = String::from_utf8_lossy(address);
    let address = address.split(['?', '#']).next().unwrap_or_default();
    let stem = address.strip_suffix(".css")?;
    match stem.rsplit_once('.') {
        Some((stem, last)) if is_digest(last) => Some((format!("{stem}.css"), true)),
        _ => Some((address.to_owned(), false)),
    }
}

fn is_digest(part: &str) -> bool {
    part.len() >= 6 && part.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether the name of a file holds a digest of its content: `literata.1a2b3c4d.woff2`.
fn has_digest(address: &[u8]) -> bool {
    let address = String::from_utf8_lossy(address);
    let name = address.rsplit('/').next().unwrap_or_default();
    name.split('.').skip(1).any(is_digest)
}

/// The output path that a URL on a page means, if it lies on the site.
fn resolve(site: &ServedSite, from: &str, address: &[u8]) -> Option<String> {
    let address = percent_decode(std::str::from_utf8(address).ok()?)?;
    let address = address.split(['?', '#']).next().unwrap_or_default();
    if let Some(absolute) = address.strip_prefix('/') {
        return absolute.strip_prefix(site.base.as_str()).map(str::to_owned);
    }
    Some(SourcePath::new(from).join(address)?.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::{BuiltSite, ServedFiles};
    use std::sync::Arc;

    fn site(files: &[(&str, &str)]) -> ServedSite {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().into()));
        let (files, base_path) = (Arc::new(files.collect()), "/hub/".to_owned());
        ServedSite::new(BuiltSite { files, base_path, headers: Vec::new() }, ServedFiles::new())
    }

    fn fingerprint(files: &[(&str, &str)]) -> (PageFingerprint, Vec<Stylesheet>) {
        let site = site(files);
        let html = site.bytes("a/index.html").unwrap();
        examine(Some(&site), &BuiltPage { status: 200, path: "a/index.html", html })
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
