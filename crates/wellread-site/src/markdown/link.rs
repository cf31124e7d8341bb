//! Where a link in Markdown leads, and whether it may.
//!
//! A relative link is looked for where any Markdown viewer would look, beside the file it is
//! written in, and then where a browser would, beside the page. Nothing here renders.

use wellread_model::{
    Diagnostic, Entry, EntryId, Kind, Library, Lookup, Place, Route, SourcePath, Span, nearest,
};

use super::RenderContext;

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LinkTarget {
    /// Out of the hub; the address as written.
    Outside(String),
    /// An entry, with an anchor if one is named.
    Entry { id: EntryId, anchor: Option<String>, query: String },
    /// An anchor on the page itself.
    Here(String),
    /// A file in `content/`, published because it is linked.
    Media(SourcePath),
    /// Another page or file of the site, by its address relative to the site's root.
    Site(String),
}

/// Resolves the destination of a link or picture.
///
/// # Errors
/// A diagnostic that says why the link is dead or not allowed.
pub(super) fn resolve(
    destination: &str,
    entry: &Entry,
    context: &RenderContext<'_>,
    span: Span,
) -> Result<LinkTarget, Box<Diagnostic>> {
    let place = || Place::at(entry.document.source.clone(), span);
    let error = |code, message: String, help: String| {
        Box::new(Diagnostic::error(code, place(), message).help(help))
    };
    let trimmed = destination.trim();
    if trimmed.is_empty() {
        let help = "Write the address between the round brackets, or remove the link.";
        return Err(error("dead-link", "This link leads nowhere.".to_owned(), help.to_owned()));
    }
    if trimmed.contains(char::is_control) {
        let message = "This address holds a tab or a line break.".to_owned();
        return Err(error("dead-link", message, "Remove it.".to_owned()));
    }
    if let Some(scheme) = scheme(trimmed) {
        return match scheme.to_ascii_lowercase().as_str() {
            "http" | "https" if has_host(trimmed) => Ok(LinkTarget::Outside(trimmed.to_owned())),
            "http" | "https" => Err(error(
                "dead-link",
                "This address has no host.".to_owned(),
                "Copy the whole address from the browser, such as https://example.org/page."
                    .to_owned(),
            )),
            "mailto" | "tel" | "sms" => Ok(LinkTarget::Outside(trimmed.to_owned())),
            other => Err(error(
                "link-scheme",
                format!("A link may not begin with `{other}:`."),
                "Links may go to http, https, mailto, tel, sms, and to pages of this hub."
                    .to_owned(),
            )),
        };
    }
    if trimmed.starts_with("//") {
        let message = "This address has no https: at its beginning.".to_owned();
        return Err(error("link-scheme", message, format!("Write https:{trimmed}")));
    }
    let (path, anchor) = match trimmed.split_once('#') {
        Some((path, anchor)) => (path, Some(decode_percent(anchor)).filter(|a| !a.is_empty())),
        None => (trimmed, None),
    };
    let (path, query) = path.split_at(path.find('?').unwrap_or(path.len()));
    let path = decode_percent(path);
    if path.is_empty() {
        return Ok(anchor
            .map_or_else(|| LinkTarget::Site(entry.route.as_str().to_owned()), LinkTarget::Here));
    }
    let target = match path.strip_prefix('/') {
        Some(absolute) => {
            let base = context.library.settings.base_path().trim_start_matches('/');
            site_address(absolute.strip_prefix(base).unwrap_or(absolute), context)
                .or_else(|| site_address(absolute, context))
        }
        None => beside_the_file(&path, entry, context)
            .or_else(|| beside_the_page(&path, entry, context)),
    };
    match target {
        Some(LinkTarget::Entry { id, .. }) => {
            Ok(LinkTarget::Entry { id, anchor, query: query.to_owned() })
        }
        Some(target) => Ok(target),
        None => Err(dead(&path, entry, context, place())),
    }
}

/// Where a wikilink leads.
///
/// # Errors
/// A diagnostic if nothing, or several things, have this name.
pub(super) fn resolve_wiki(
    name: &str,
    entry: &Entry,
    library: &Library,
    span: Span,
) -> Result<(EntryId, Option<String>), Box<Diagnostic>> {
    let (name, anchor) = match name.split_once('#') {
        Some((name, anchor)) if !name.trim().is_empty() => {
            (name.trim(), Some(anchor.trim().to_owned()))
        }
        _ => (name.trim(), None),
    };
    let place = Place::at(entry.document.source.clone(), span);
    if name.is_empty() {
        let help = "Write the name of a page or term between the brackets, or remove them.";
        let message = "These double brackets hold no name.";
        return Err(Box::new(Diagnostic::error("unknown-name", place, message).help(help)));
    }
    let diagnostic = match library.find(name, None) {
        Lookup::Entry(id) => return Ok((id, anchor)),
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
            let help = library.suggest(name, None).map_or_else(
                || "Make a page or term of this name, or remove the double brackets.".to_owned(),
                |near| format!("Did you mean [[{near}]]?"),
            );
            Diagnostic::error("unknown-name", place, format!("No page or term is called `{name}`."))
                .help(help)
        }
    };
    Err(Box::new(diagnostic))
}

fn beside_the_file(path: &str, entry: &Entry, context: &RenderContext<'_>) -> Option<LinkTarget> {
    let file = entry.document.source.join(path)?;
    if let Some(id) = context.library.by_source(&file) {
        return Some(LinkTarget::Entry { id, anchor: None, query: String::new() });
    }
    if let Some(name) = file.as_str().strip_prefix("static/") {
        return context.sources.get(&file).map(|_| LinkTarget::Site(name.to_owned()));
    }
    let is_media = file.as_str().starts_with("content/") && !file.as_str().ends_with(".md");
    (is_media && context.sources.get(&file).is_some()).then_some(LinkTarget::Media(file))
}

fn beside_the_page(path: &str, entry: &Entry, context: &RenderContext<'_>) -> Option<LinkTarget> {
    let route = resolve_path(&entry.route, path)?;
    site_address(&route, context)
}

/// Resolves a relative path as a browser does on the page at `route`.
fn resolve_path(route: &Route, path: &str) -> Option<String> {
    let folder = route.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    let mut joined = parts.join("/");
    if !joined.is_empty() && (path.ends_with('/') || path.ends_with("..") || path.ends_with("/.")) {
        joined.push('/');
    }
    Some(joined)
}

/// A page or file of the site by its address relative to the site's root.
fn site_address(address: &str, context: &RenderContext<'_>) -> Option<LinkTarget> {
    let route = if address.is_empty() || address.ends_with('/') || has_ending(address) {
        address.to_owned()
    } else {
        format!("{address}/")
    };
    if let Some(id) = context.library.by_route(&Route::new(route.trim_start_matches('/'))) {
        return Some(LinkTarget::Entry { id, anchor: None, query: String::new() });
    }
    let lists = ["", "articles/", "glossary/", "resources/", "search/", "feed.xml"];
    if lists.contains(&route.as_str()) {
        return Some(LinkTarget::Site(route));
    }
    let file = SourcePath::new(&format!("static/{address}"));
    let index = SourcePath::new(&format!("static/{route}index.html"));
    let exists = context.sources.get(&file).is_some() || context.sources.get(&index).is_some();
    exists.then(|| LinkTarget::Site(address.to_owned()))
}

fn has_ending(address: &str) -> bool {
    address.rsplit('/').next().is_some_and(|name| name.contains('.'))
}

fn dead(path: &str, entry: &Entry, context: &RenderContext<'_>, place: Place) -> Box<Diagnostic> {
    let file = entry.document.source.join(path);
    if let Some(file) = &file
        && let Some(hidden) = context.library.hidden().iter().find(|one| one.place.file == *file)
    {
        return Box::new(not_published(hidden, place));
    }
    let diagnostic =
        Diagnostic::error("dead-link", place, format!("There is no page or file `{path}`."));
    // A name is more often mistyped than a folder, so names are compared first.
    let wanted = path.rsplit('/').next().unwrap_or(path);
    let candidates: Vec<&SourcePath> =
        context.sources.below("content/").map(|(path, _)| path).collect();
    let near = nearest(wanted, candidates.iter().map(|path| path.file_name()));
    let found = near.and_then(|near| {
        let same_name = candidates.iter().filter(|path| path.file_name() == near);
        same_name.min_by_key(|path| file.as_ref().is_none_or(|file| file.folder() != path.folder()))
    });
    Box::new(match found {
        Some(found) => {
            diagnostic.help(format!("Did you mean {}?", relative(&entry.document.source, found)))
        }
        None => {
            diagnostic.help("Check the name of the file, its folder, and how many ../ lead to it.")
        }
    })
}

fn not_published(hidden: &wellread_model::Hidden, place: Place) -> Diagnostic {
    let why = hidden
        .until
        .map_or_else(|| "is a draft".to_owned(), |day| format!("is not published before {day}"));
    let noun = hidden.kind.noun();
    let message = format!("This links to the {noun} \"{}\", which {why}.", hidden.title);
    let help = match (hidden.until, hidden.kind) {
        (None, _) => "Remove the link, or remove `draft: true` there.",
        (Some(_), Kind::Article) => "Remove the link until then, or change `published` there.",
        (Some(_), _) => "Remove the link until then.",
    };
    Diagnostic::error("link-to-unpublished", place, message)
        .help(help)
        .related(hidden.place.clone(), "not published")
}

/// The path from one file to another.
fn relative(from: &SourcePath, to: &SourcePath) -> String {
    let from: Vec<&str> = from.folder().split('/').collect();
    let parts: Vec<&str> = to.as_str().split('/').collect();
    let shared = from.iter().zip(&parts).take_while(|(a, b)| a == b).count();
    let mut path = "../".repeat(from.len() - shared);
    path.push_str(&parts[shared..].join("/"));
    path
}

/// The scheme of an address (RFC 3986, section 3.1).
fn scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    let mut bytes = scheme.bytes();
    let starts = bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic());
    (starts && bytes.all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte)))
        .then_some(scheme)
}

fn has_host(address: &str) -> bool {
    address.split_once("://").is_some_and(|(_, rest)| {
        rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '[' | '_' | '-'))
    })
}

/// Decodes `%20` and the like. What is not UTF-8 afterwards stays as it was.
fn decode_percent(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex =
            |offset: usize| bytes.get(at + offset).and_then(|&byte| char::from(byte).to_digit(16));
        match (bytes[at], hex(1), hex(2)) {
            (b'%', Some(high), Some(low)) => {
                decoded.push((high * 16 + low) as u8);
                at += 3;
            }
            (byte, ..) => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_are_recognised() {
        assert_eq!(scheme("https://x"), Some("https"));
        assert_eq!(scheme("JavaScript:x"), Some("JavaScript"));
        assert_eq!(scheme("a/b:c"), None);
        assert_eq!(scheme("../x.md"), None);
    }

    #[test]
    fn percent_signs() {
        assert_eq!(decode_percent("a%20b%C3%A9"), "a bé");
        assert_eq!(decode_percent("100%"), "100%");
        assert_eq!(decode_percent("%ff"), "%ff");
    }

    #[test]
    fn paths_as_a_browser_reads_them() {
        let resolve = |path: &str| resolve_path(&Route::new("articles/plans/"), path);
        assert_eq!(resolve("../iep/").as_deref(), Some("articles/iep/"));
        assert_eq!(resolve("x.html").as_deref(), Some("articles/plans/x.html"));
        assert_eq!(resolve("../..").as_deref(), Some(""));
        assert_eq!(resolve("../../../x"), None);
    }
}
