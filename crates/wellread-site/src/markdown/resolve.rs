//! Where a link in Markdown leads, and whether it may.
//!
//! A relative link is first looked up where any Markdown viewer would look, next to the file that
//! contains it, and then where a browser would, next to the page. Nothing here writes HTML, and no
//! link to another site is followed.

use wellread_model::url::{begins_with, decode};
use wellread_model::{
    Diagnostic, EntryId, Hidden, Kind, Library, Lookup, Place, Route, SourcePath, Span, address,
    short_title,
};

use super::context::BodyInput;
use super::fact_values::fact_meant;
use super::ids::heading_id;
use super::outside::{self, UrlError};
use super::suggestion::{self, TypoFix};
use super::url_tail::UrlTail;

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LinkTarget {
    /// Out of the hub; the URL as written.
    Outside(String),
    /// Out of the hub; the URL with the `https://` that its author left out.
    OutsideWithoutScheme(String),
    /// An anchor on the page itself.
    Here(UrlTail),
    /// A page or file of the hub.
    Hub(HubTarget, UrlTail),
}

/// A page or file of the hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum HubTarget {
    /// An entry.
    Entry(EntryId),
    /// A file in `content/`, published because it is linked.
    Media(SourcePath),
    /// Another page or file of the site, by its address relative to the site's root.
    Site(String),
}

/// Why a link leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LinkError {
    /// It is a URL that no page may hold, for example one with the scheme `data:` or with a
    /// password, or it begins with the host of another site but no scheme.
    Refused(Box<Diagnostic>),
    /// It is not complete, or there is nothing at its destination, which may have been an address
    /// once.
    Dead(Box<Diagnostic>, Option<Route>),
}

impl LinkError {
    /// The error for a URL that no page may hold.
    fn refused(
        code: &'static str,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self::Refused(Box::new(Diagnostic::error(code, place, message).help(help)))
    }

    /// The error for a link to nothing.
    fn dead(place: Place, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Dead(Box::new(Diagnostic::error("dead-link", place, message).help(help)), None)
    }

    /// The same error with another thing to do about it.
    fn with_help(self, help: String) -> Self {
        match self {
            Self::Refused(diagnostic) => Self::Refused(Box::new(diagnostic.help(help))),
            Self::Dead(diagnostic, _) => Self::Dead(Box::new(diagnostic.help(help)), None),
        }
    }

    /// The error for the author of the link.
    pub(super) fn into_diagnostic(self) -> Diagnostic {
        match self {
            Self::Refused(diagnostic) | Self::Dead(diagnostic, _) => *diagnostic,
        }
    }
}

/// Where a wikilink leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WikiTarget {
    /// The entry that the name means.
    pub(super) id: EntryId,
    /// The anchor, if one is named.
    pub(super) anchor: Option<String>,
}

/// Resolves the destination of a link or image.
///
/// # Errors
/// Why the link is dead or not allowed.
pub(super) fn resolve(
    destination: &str,
    input: BodyInput<'_>,
    span: Span,
) -> Result<LinkTarget, LinkError> {
    let resolved = resolve_written(destination, input, span);
    let Err(error) = resolved else { return resolved };
    let Some(TypoFix { message, address }) = suggestion::typo_fix(destination.trim()) else {
        return Err(error);
    };
    let help = format!("Write  {}", rewritten(destination, &address, input, span));
    let place = Place::at(input.document().source.clone(), span);
    Err(match message {
        Some(message) => LinkError::dead(place, message, help),
        None => error.with_help(help),
    })
}

/// A link as its author wrote it, with another destination in place of its own.
pub(super) fn rewritten(
    destination: &str,
    better: &str,
    input: BodyInput<'_>,
    span: Span,
) -> String {
    let source = input.document().text.get(span.start..span.end).unwrap_or_default();
    // What becomes a link by itself is written without the scheme that it has got.
    let bare = |url: &str| url.trim_start_matches("mailto:").to_owned();
    for (old, new) in [(destination, better.to_owned()), (&bare(destination), bare(better))] {
        if source.matches(old).count() == 1 {
            return source.replace(old, &new);
        }
    }
    better.to_owned()
}

/// Resolves a destination as it is written.
fn resolve_written(
    destination: &str,
    input: BodyInput<'_>,
    span: Span,
) -> Result<LinkTarget, LinkError> {
    let place = Place::at(input.document().source.clone(), span);
    let trimmed = destination.trim();
    if trimmed.is_empty() {
        let help = "Write the address between the round brackets, or remove the link.";
        return Err(LinkError::dead(place, "This link leads nowhere.", help));
    }
    // Before the scheme is looked at, because this is how one is disguised.
    if trimmed.contains(char::is_control) {
        // Browsers drop these characters from URLs, which turns `java\tscript:` into a script.
        let message = "This address contains a tab or a line break.";
        return Err(LinkError::dead(place, message, "Remove it."));
    }
    if let Some(scheme) = scheme(trimmed) {
        own_address(trimmed, input, &place)?;
        return out_of_the_hub(trimmed, scheme, place);
    }
    // What people read aloud and copy from business cards.
    if begins_with(trimmed, "www.") {
        let url = format!("https://{trimmed}");
        let checked = out_of_the_hub(&url, "https", place);
        return checked.map(|_| LinkTarget::OutsideWithoutScheme(url));
    }
    if trimmed.starts_with("//") {
        // It would take the scheme of the page, which is `file:` for a saved copy.
        let message = "This address does not start with https:.";
        let help = format!("Write https:{trimmed}");
        return Err(LinkError::refused("link-scheme", place, message, help));
    }
    within_the_hub(trimmed, input, place)
}

/// Resolves a URL with a scheme, if the scheme is one that pages may link to.
fn out_of_the_hub(url: &str, scheme: &str, place: Place) -> Result<LinkTarget, LinkError> {
    match outside::check(url, scheme) {
        Ok(()) => Ok(LinkTarget::Outside(url.to_owned())),
        Err(UrlError::NoHost) => {
            let help = "Copy the whole address from the browser, such as https://example.org/page.";
            Err(LinkError::dead(place, "This address has no host.", help))
        }
        Err(UrlError::WrongHost(host)) => {
            let help = "Copy the whole address from the browser, such as https://example.org/page.";
            Err(LinkError::dead(place, outside::wrong_host(&host), help))
        }
        Err(UrlError::Forbidden { code, message, help }) => {
            Err(LinkError::refused(code, place, message, help))
        }
    }
}

/// Refuses a web address that leads nowhere for readers: one of the author's own computer, where
/// the preview is, and one of this hub that it does not have.
fn own_address(url: &str, input: BodyInput<'_>, place: &Place) -> Result<(), LinkError> {
    let Some((path, is_preview)) = outside::own_path(url, &input.library().settings.base_url)
    else {
        return Ok(());
    };
    let (path, _) = UrlTail::split(path);
    let path = decode(path);
    let path = if path.is_empty() { "/" } else { &*path };
    let below = input.library().settings.below_base(path);
    let is_there = |address: &str| site_address(address, input).is_some();
    let exists =
        below.is_some_and(is_there) || (is_preview && is_there(path.trim_start_matches('/')));
    if is_preview {
        let message = "This address is on your own computer or network, so families who follow it find nothing.";
        let help = if exists {
            format!("Write {path}")
        } else {
            "Write the address that families find, or the path of a file, such as ../articles/plan.md."
                .to_owned()
        };
        return Err(LinkError::dead(place.clone(), message, help));
    }
    let Some(below) = below.filter(|_| !exists) else { return Ok(()) };
    if input.library().formerly_at(below).is_some() {
        return Ok(());
    }
    Err(LinkError::Dead(dead(path, input, place.clone()), Some(Route::new(below))))
}

/// Resolves a path, with its query and fragment, to a page or file of the hub.
fn within_the_hub(
    destination: &str,
    input: BodyInput<'_>,
    place: Place,
) -> Result<LinkTarget, LinkError> {
    // Split before decoding: `%3F` in the name of a file is a question mark, not a query.
    let (path, tail) = UrlTail::split(destination);
    let path = decode(path);
    if path.is_empty() {
        return Ok(if tail.is_fragment() {
            LinkTarget::Here(tail)
        } else {
            LinkTarget::Hub(HubTarget::Entry(input.subject.id), tail)
        });
    }
    let target = match path.strip_prefix('/') {
        Some(absolute) => {
            // With and without the folder of the site: an author copies the first from the browser
            // and writes the second, which survives a move of the site.
            let below = input.library().settings.below_base(&path);
            below
                .and_then(|address| site_address(address, input))
                .or_else(|| site_address(absolute, input))
        }
        None => beside_the_file(&path, input).or_else(|| beside_the_page(&path, input)),
    };
    match target {
        Some(target) => Ok(LinkTarget::Hub(target, tail)),
        None => {
            let meant = suggestion::meant_route(&path, input);
            Err(LinkError::Dead(dead(&path, input, place), meant))
        }
    }
}

/// Resolves the name in a wikilink.
///
/// # Errors
/// A diagnostic if no entry has this name, or several have.
pub(super) fn resolve_wiki(
    name: &str,
    input: BodyInput<'_>,
    span: Span,
) -> Result<WikiTarget, Box<Diagnostic>> {
    let (name, anchor) = match name.split_once('#') {
        Some((name, anchor)) if !name.trim().is_empty() => {
            (name.trim(), Some(anchor.trim().to_owned()))
        }
        _ => (name.trim(), None),
    };
    let place = Place::at(input.document().source.clone(), span);
    if let Some(heading) = name.strip_prefix('#').map(str::trim).filter(|text| !text.is_empty()) {
        let help = format!("Write  [{heading}](#{})", heading_id(heading));
        let message =
            "Double brackets lead to other pages, and this is a heading of the page itself.";
        return Err(Box::new(Diagnostic::error("unknown-name", place, message).help(help)));
    }
    entry_named(name, input.library(), place).map(|id| WikiTarget { id, anchor })
}

/// The entry that a name in double brackets means.
///
/// # Errors
/// A diagnostic if no entry has this name, or several have.
pub(super) fn entry_named(
    name: &str,
    library: &Library,
    place: Place,
) -> Result<EntryId, Box<Diagnostic>> {
    if name.is_empty() {
        let help = "Write the name of a page or term between the brackets, or remove them.";
        let message = "There is no name between these double brackets.";
        return Err(Box::new(Diagnostic::error("unknown-name", place, message).help(help)));
    }
    if let Some(first) = name.split(['[', ']']).next().filter(|first| first.len() < name.len()) {
        // `[[iep]. And [[plan]]`: no name holds a bracket.
        let help = format!("Write two brackets on both sides:  [[{}]]", first.trim());
        let message = "One bracket of this link is missing.";
        return Err(Box::new(Diagnostic::error("unknown-name", place, message).help(help)));
    }
    let diagnostic = match library.find(name, None) {
        Lookup::Entry(id) => return Ok(id),
        // "There is no such page" would confuse an author who sees the file in the folder.
        Lookup::Hidden(hidden) => not_published(hidden, place),
        Lookup::Ambiguous(ids) => {
            let slugs: Vec<_> =
                ids.iter().map(|&id| format!("[[{}]]", library[id].document.slug)).collect();
            Diagnostic::error(
                "ambiguous-name",
                place,
                format!("[[{name}]] could be several pages."),
            )
            .help(format!("Write one of: {}.", slugs.join(", ")))
        }
        Lookup::Nothing => {
            if let Some(fact) = fact_meant(name, library) {
                let message = "A fact is named with a colon between whose it is and what it is.";
                let help = format!("Write  [[{fact}]]");
                return Err(Box::new(Diagnostic::error("unknown-name", place, message).help(help)));
            }
            let help = library.suggest(name, None).map_or_else(
                || {
                    "Create a page or term with this name, or remove the double brackets."
                        .to_owned()
                },
                |near| format!("Did you mean [[{near}]]?"),
            );
            Diagnostic::error("unknown-name", place, format!("No page or term is called `{name}`."))
                .help(help)
        }
    };
    Err(Box::new(diagnostic))
}

/// What a path means in the folder of the file that contains the link.
fn beside_the_file(path: &str, input: BodyInput<'_>) -> Option<HubTarget> {
    let sources = input.context.sources;
    let file = input.document().source.join(path)?;
    if let Some(id) = input.library().by_source(&file) {
        return Some(HubTarget::Entry(id));
    }
    if let Some(name) = file.in_static() {
        return sources.get(&file).map(|_| HubTarget::Site(name.to_owned()));
    }
    // A Markdown file that is not an entry is a draft: a link must not publish its source.
    let is_media = file.as_str().starts_with("content/") && !file.is_markdown();
    (is_media && sources.get(&file).is_some()).then_some(HubTarget::Media(file))
}

/// What a path means on the page, for links that were copied from a browser.
fn beside_the_page(path: &str, input: BodyInput<'_>) -> Option<HubTarget> {
    site_address(input.subject.entry.route.join(path)?.as_str(), input)
}

/// A page or file of the site by its address relative to the site's root: an entry, a list that the
/// site makes by itself, or a file of `static/`.
fn site_address(address: &str, input: BodyInput<'_>) -> Option<HubTarget> {
    // `articles/plans` is how people write `articles/plans/`, and every host redirects it. The name
    // of the file comes along when a page is opened from a folder.
    let is_folder = |rest: &&str| rest.is_empty() || rest.ends_with('/');
    let folder = address.strip_suffix("index.html").filter(is_folder);
    let route = match folder.unwrap_or(address) {
        "" => String::new(),
        address => format!("{}/", address.trim_end_matches('/')),
    };
    if let Some(id) = input.library().by_route(&Route::new(route.trim_start_matches('/'))) {
        return Some(HubTarget::Entry(id));
    }
    for page_or_file in [&*route, address] {
        if has_page(page_or_file, input.library()) && address::is_linkable(page_or_file) {
            return Some(HubTarget::Site(page_or_file.to_owned()));
        }
    }
    // A folder of `static/` with an index is a page made by other means, such as an old handout.
    let file = SourcePath::new(&format!("static/{address}"));
    let index = SourcePath::new(&format!("static/{route}index.html"));
    let sources = input.context.sources;
    let exists = sources.get(&file).is_some() || sources.get(&index).is_some();
    exists.then(|| HubTarget::Site(address.to_owned()))
}

/// Whether the site has one of the pages that not every site has.
fn has_page(address: &str, library: &Library) -> bool {
    let mut lists = address::LISTED.into_iter();
    match lists.find(|&kind| address::list(kind) == Some(address)) {
        Some(kind) => library.has_list(kind),
        None => address != address::MAKE_PACKET || library.settings.make_packets,
    }
}

/// The error for a link to nothing, with the file that was most likely meant.
fn dead(path: &str, input: BodyInput<'_>, place: Place) -> Box<Diagnostic> {
    let source = &input.document().source;
    // By its file, or by the address that it will have.
    let route = match path.strip_prefix('/') {
        Some(absolute) => {
            Some(Route::new(input.library().settings.below_base(path).unwrap_or(absolute)))
        }
        None => input.subject.entry.route.join(path),
    };
    let library = input.library();
    let by_file = source.join(path).and_then(|file| library.hidden_at(&file));
    let hidden = by_file.or_else(|| library.hidden_at_route(&route?));
    if let Some(hidden) = hidden {
        return Box::new(not_published(hidden, place));
    }
    let help = suggestion::instead_of(path, input);
    let message = format!("There is no page or file `{path}`.");
    Box::new(Diagnostic::error("dead-link", place, message).help(help))
}

/// The error for a link to an entry that isn't published yet.
pub(super) fn not_published(hidden: &Hidden, place: Place) -> Diagnostic {
    let why = hidden
        .until
        .map_or_else(|| "is a draft".to_owned(), |day| format!("is not published before {day}"));
    let noun = hidden.kind.noun();
    let title = short_title(&hidden.title);
    let message = format!("This links to the {noun} \"{title}\", which {why}.");
    let help = match (hidden.until, hidden.kind) {
        (None, _) => "Remove the link, or remove `draft: true` there.",
        (Some(_), Kind::Article) => "Remove the link until then, or change `published` there.",
        (Some(_), _) => "Remove the link until then.",
    };
    Diagnostic::error("link-to-unpublished", place, message)
        .help(help)
        .related(hidden.place.clone(), "not published")
}

/// The scheme of a URL (RFC 3986, section 3.1).
fn scheme(url: &str) -> Option<&str> {
    let (scheme, _) = url.split_once(':')?;
    // `a/b:c` is a path: the colon isn't the first thing that can't be part of a scheme.
    let mut bytes = scheme.bytes();
    let starts = bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic());
    (starts && bytes.all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte)))
        .then_some(scheme)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_are_recognized() {
        assert_eq!(scheme("https://x"), Some("https"));
        assert_eq!(scheme("JavaScript:x"), Some("JavaScript"));
        assert_eq!(scheme("a/b:c"), None);
        assert_eq!(scheme("../x.md"), None);
    }
}
