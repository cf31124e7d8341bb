//! All links of a hub to other sites, with their places: what a check of links asks for.
//!
//! They are those that a build writes into pages, recorded where bodies are rendered, and those of
//! front matter and `site.toml`. Nothing here asks another host.

use std::collections::BTreeMap;
use std::sync::Arc;

use wellread_content::{BuildOptions, Sources, settings_texts};
use wellread_model::marks::is_invisible;
use wellread_model::url::{begins_with, encode_forbidden, has_web_scheme, host_and_port};
use wellread_model::{
    Checked, CrisisLine, Date, Details, Document, Library, Origin, OutsideLink, Place, SourcePath,
    Span, sort,
};

use crate::cache::BuildCache;
use crate::markdown::{Body, line_addresses};
use crate::rendered::render_hub;

/// The keys whose values are addresses.
const ADDRESSES: [&str; 1] = ["url"];

/// The keys whose values are lines of Markdown: those of a definition's sources, and notices.
const LINES: [&str; 3] = ["sources", "notice", "text"];

/// The links of a hub to other sites.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OutsideLinks {
    /// Where the hub is found.
    pub base_url: String,
    /// The links, by file and place.
    pub links: Vec<OutsideLink>,
}

/// The links of all published pages to other sites. `None` only if the settings
/// cannot be used. The diagnostics are those of a build before templates run.
///
/// # Examples
///
/// ```
/// use std::collections::BTreeMap;
///
/// use wellread_content::{BuildOptions, SourceFile, Sources};
/// use wellread_model::{Date, SourcePath};
/// use wellread_site::outside_links;
///
/// let file = |path: &str, text: &str| {
///     (SourcePath::new(path), SourceFile::new(text.as_bytes().to_vec(), true))
/// };
/// let sources = Sources::new(
///     BTreeMap::from([
///         file("site.toml", "title = \"Hub\"\nbase_url = \"https://hub.test/\"\n"),
///         file("content/articles/a.md", "---\ntitle: A\n---\n\nSee [B](https://b.test/x).\n"),
///     ]),
///     Vec::new(),
/// );
/// let options = BuildOptions { today: Date::constant(2026, 11, 27), drafts: false };
/// let links = outside_links(&sources, options).value.expect("the settings are whole").links;
/// assert_eq!(links[0].url, "https://b.test/x");
/// assert_eq!(links[0].place.file.as_str(), "content/articles/a.md");
/// ```
#[must_use]
pub fn outside_links(sources: &Sources, options: BuildOptions) -> Checked<OutsideLinks> {
    let mut diagnostics = Vec::new();
    let rendered = render_hub(sources, options, &mut BuildCache::default(), &mut diagnostics);
    sort(&mut diagnostics);
    let value = rendered.map(|rendered| links_of(sources, &rendered.hub.library, &rendered.bodies));
    Checked { value, diagnostics, accepted: 0 }
}

/// The links of a library, whose bodies are in the order of its entries.
pub(crate) fn links_of(sources: &Sources, library: &Library, bodies: &[Arc<Body>]) -> OutsideLinks {
    let mut links = Vec::new();
    let settings = SourcePath::new("site.toml");
    if let Some(text) = sources.text(&settings) {
        let crisis = crisis_links(&library.settings.crisis);
        links.extend(in_settings(&settings, text, |at| {
            crisis.get(&at.start).copied().unwrap_or_default()
        }));
    }
    for (entry, body) in library.entries().iter().zip(bodies) {
        let document = &entry.document;
        if document.origin != Origin::File {
            continue;
        }
        let (path, last_verified) = (&document.source, last_verified(document));
        links.extend(in_settings(path, &document.text, |_| last_verified));
        links.extend(body.outside.iter().map(|link| OutsideLink {
            url: link.value.clone(),
            place: Place::at(path.clone(), link.span),
            last_verified: last_verified.day,
            has_checked_key: last_verified.has_checked_key,
        }));
    }
    // An address of the hub itself is checked by every build, and may not be online yet.
    let own = host_and_port(&library.settings.base_url);
    links.retain(|link| !host_and_port(&link.url).eq_ignore_ascii_case(own));
    // The sort is stable: links of one value stay in the order in which they are written.
    links.sort_by(|one, other| one.place.cmp(&other.place));
    OutsideLinks { base_url: library.settings.base_url.clone(), links }
}

/// Groups links by their files.
pub(crate) fn by_file(links: &[OutsideLink]) -> BTreeMap<&SourcePath, Vec<&OutsideLink>> {
    let mut files: BTreeMap<&SourcePath, Vec<&OutsideLink>> = BTreeMap::new();
    for link in links {
        files.entry(&link.place.file).or_default().push(link);
    }
    files
}

/// When a person last looked at what a place says, and whether `checked` says so there.
#[derive(Debug, Clone, Copy, Default)]
struct Verification {
    day: Option<Date>,
    has_checked_key: bool,
}

/// When a person last looked at what a document says.
fn last_verified(document: &Document) -> Verification {
    let day = match &document.details {
        Details::Resource(resource) => resource.checked.as_ref(),
        _ => document.reviewed(),
    };
    let has_checked_key = matches!(document.details, Details::Resource(_));
    Verification { day: day.map(|day| day.value), has_checked_key }
}

/// When someone last looked at the links of crisis lines, by where these begin in `site.toml`. Each
/// line has a day of its own, which says nothing about the same address in a notice.
fn crisis_links(lines: &[CrisisLine]) -> BTreeMap<usize, Verification> {
    let of_line = |line: &CrisisLine| {
        let day = line.checked.as_ref().map(|day| day.value);
        Some((line.url_span?.start, Verification { day, has_checked_key: true }))
    };
    lines.iter().filter_map(of_line).collect()
}

/// The links in the settings of a file. `last_verified` says of a place in it when someone looked
/// at it.
fn in_settings(
    path: &SourcePath,
    file: &str,
    last_verified: impl Fn(Span) -> Verification,
) -> Vec<OutsideLink> {
    let mut links = Vec::new();
    for text in settings_texts(path, file) {
        let key = text.key.as_str();
        let urls = if ADDRESSES.contains(&key) {
            as_address(&text.text.value).into_iter().collect()
        } else if LINES.contains(&key) {
            line_addresses(&text.text.value)
        } else {
            Vec::new()
        };
        links.extend(urls.into_iter().map(|url| {
            let Verification { day, has_checked_key } = last_verified(text.text.span);
            let place = Place::at(path.clone(), text.text.span);
            OutsideLink { url, place, last_verified: day, has_checked_key }
        }));
    }
    links
}

/// An address as a page has it.
fn as_address(text: &str) -> Option<String> {
    let text: String = text.chars().filter(|&c| !is_invisible(c)).collect();
    let text = text.trim();
    let url = if begins_with(text, "www.") { format!("https://{text}") } else { text.to_owned() };
    has_web_scheme(&url).then(|| encode_forbidden(&url))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wellread_content::SourceFile;

    #[test]
    fn links_are_found_wherever_pages_have_them() {
        let file = |path: &str, text: &str| {
            (SourcePath::new(path), SourceFile::new(text.as_bytes().to_vec(), true))
        };
        let files = [
            file(
                "site.toml",
                "title = \"Hub\"\nbase_url = \"https://hub.test/\"\n[notice]\ntext = \"See \
                 [this](https://notice.test/) or [that](https://crisis.test/).\"\n[[crisis]]\nname = \"Line\"\nphone = \"988\"\n\
                 checked = 2026-09-01\n\
                 url = \"https://crisis.test/\"\n",
            ),
            file(
                "content/articles/a.md",
                "---\ntitle: A\nsummary: https://no-link.test/\nreviewed: 2026-11-01\n---\n\
                 [one](https://one.test/a_b), <https://two.test>, https://three.test/x. \
                 [four][f], ![no](https://no-picture.test/a.png) `https://no-code.test/` \
                 <a href=\"https://five.test/?a=1&amp;b=2\">raw</a> [own](https://hub.test/) \
                 [mail](mailto:a@b.test) [phone](tel:+13035550100)\n\n[f]: https://four.test/ 'F'\n\
                 \n> https://six.test/[^1]\n\n[^1]: <https://seven.test/>\n",
            ),
            file(
                "content/resources/r.md",
                "---\ntitle: R\nchecked: 2026-10-01\nurl: www.eight.test/r\nlocations:\n  - name: L\n    \
                 url: 'https://nine.test/'\n---\nR.\n",
            ),
            file(
                "content/glossary/t.md",
                "---\nterm: T\nsources:\n  - \"[Law](https://ten.test/), page 2\"\n  - https://eleven.test/\n\
                 ---\nA thing.\n",
            ),
            file("content/people/p.md", "---\nname: P\nurl: https://twelve.test/\n---\nP.\n"),
            file(
                "content/articles/d.md",
                "---\ntitle: D\ndraft: true\n---\n<https://draft.test/>\n",
            ),
        ];
        let sources = Sources::new(files.into(), Vec::new());
        let options = BuildOptions { today: Date::constant(2026, 11, 27), drafts: false };
        let links = outside_links(&sources, options).value.unwrap().links;
        let mut names: Vec<&str> = links
            .iter()
            .map(|link| {
                let written = sources.text(&link.place.file).unwrap();
                let span = link.place.span.unwrap();
                let host = link.url.split('/').nth(2).unwrap();
                // A reference names its address elsewhere.
                assert!(written[span.start..span.end].contains(host) || host == "four.test");
                host.strip_suffix(".test").unwrap()
            })
            .collect();
        names.sort_unstable();
        let wanted = [
            "crisis",
            "crisis",
            "eleven",
            "five",
            "four",
            "nine",
            "notice",
            "one",
            "seven",
            "six",
            "ten",
            "three",
            "twelve",
            "two",
            "www.eight",
        ];
        assert_eq!(names, wanted);
        let day = |month, day| Some(Date::constant(2026, month, day));
        let last_verified = |name: &str| -> Vec<(Option<Date>, bool)> {
            let named = links.iter().filter(|link| link.url.contains(name));
            named.map(|link| (link.last_verified, link.has_checked_key)).collect()
        };
        assert_eq!(last_verified("nine.test"), [(day(10, 1), true)]);
        assert_eq!(last_verified("one.test"), [(day(11, 1), false)]);
        // The notice has the address of the crisis line, and no day.
        assert_eq!(last_verified("crisis.test"), [(None, false), (day(9, 1), true)]);
        assert_eq!(last_verified("notice.test"), [(None, false)]);
        assert_eq!(last_verified("ten.test"), [(None, false)]);
        assert_eq!(last_verified("twelve.test"), [(None, false)]);
        assert!(links.iter().any(|link| link.url == "https://five.test/?a=1&b=2"));
    }
}
