//! What happens when two things want the same route.
//!
//! Routes follow from kinds and slugs alone ([`wellread_model::address`]), so that a link never
//! depends on what else is in the hub. Collisions are therefore errors: nothing is renamed to avoid
//! one.
//!
//! Three can collide: two files with the same slug, a page with an address of the site itself, and
//! a redirect with any of them. The first two are told by slug, the last by the file it is served
//! from.

use std::collections::BTreeMap;
use std::sync::Arc;

use wellread_model::portable::folded_path;
use wellread_model::{
    Diagnostic, Document, Entry, Kind, Place, Route, SourcePath, Spanned, address,
};

/// Removes documents whose kind and slug another one has already, with an error each. `documents`
/// are sorted by kind and slug.
pub(crate) fn remove_same_slugs(
    documents: &mut Vec<Arc<Document>>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    documents.dedup_by(|second, first| {
        let same = (first.kind, &first.slug) == (second.kind, &second.slug);
        // Of files whose names differ only in case, `file_names` has said that they collide.
        let is_reported = folded_path(first.source.as_str()) == folded_path(second.source.as_str());
        if same && !is_reported {
            let message = format!(
                "This {} would have the same address as another one, `{}`.",
                first.kind.noun(),
                first.slug
            );
            diagnostics.push(
                Diagnostic::error("same-address", Place::file(second.source.clone()), message)
                    .help("Rename one of the two files, or delete it.")
                    .related(Place::file(first.source.clone()), "the other one"),
            );
        }
        same
    });
}

/// Reports entries and redirects whose route is taken.
pub(crate) fn report_same_routes(entries: &[Entry], diagnostics: &mut Vec<Diagnostic>) {
    for entry in entries.iter().filter(|entry| entry.document.kind == Kind::Page) {
        if address::RESERVED.contains(&entry.document.slug.as_str()) {
            let place = Place::file(entry.document.source.clone());
            let message = format!("The address {} belongs to the site itself.", entry.route);
            diagnostics
                .push(Diagnostic::error("same-address", place, message).help("Rename the file."));
        }
    }
    let mut redirecting = entries
        .iter()
        .filter(|entry| entry.article().is_some_and(|article| !article.redirect_from.is_empty()))
        .peekable();
    // Few hubs have redirects; the map of all routes is made for those alone.
    if redirecting.peek().is_none() {
        return;
    }
    // Files are compared rather than routes: `/old` and `/old/` are served from the same one.
    let mut taken: BTreeMap<String, &SourcePath> =
        entries.iter().map(|entry| (entry.route.output_path(), &entry.document.source)).collect();
    for entry in redirecting {
        for old in entry.article().map_or(&[][..], |article| &article.redirect_from) {
            diagnostics.extend(claim_redirect(&entry.document.source, old, &mut taken));
        }
    }
}

/// Takes the route of an old address for the redirect that `source` asks for. `taken` holds the
/// output file of each route and the source that it belongs to. The diagnostic says why it is not
/// possible.
fn claim_redirect<'a>(
    source: &'a SourcePath,
    old: &Spanned<String>,
    taken: &mut BTreeMap<String, &'a SourcePath>,
) -> Option<Diagnostic> {
    let place = Place::at(source.clone(), old.span);
    let Some(route) = redirect_route(&old.value) else {
        let message = format!("`{}` is not an address on this site.", old.value);
        let help = "Write the path of the old address, such as /old-page/.";
        return Some(Diagnostic::error("wrong-value", place, message).help(help));
    };
    let is_list =
        route.as_str().strip_suffix('/').is_some_and(|name| address::RESERVED.contains(&name));
    let other = taken.get(&route.output_path());
    if !is_list && !route.as_str().is_empty() && other.is_none() {
        taken.insert(route.output_path(), source);
        return None;
    }
    let message = format!("There is a page at {route} already.");
    let diagnostic = Diagnostic::error("same-address", place, message)
        .help("Remove this address from `redirect_from`.");
    Some(match other {
        Some(other) => diagnostic.related(Place::file((*other).clone()), "the page there"),
        None => diagnostic,
    })
}

/// The route of an old address, as `redirect_from` states it: a path from the site's root. `/old`
/// is served from `old/index.html`, as hosts do. `None` if it is not such a path.
///
/// # Examples
/// ```
/// use wellread_content::redirect_route;
///
/// let file = |address| redirect_route(address).map(|route| route.output_path());
/// assert_eq!(file("/old").as_deref(), Some("old/index.html"));
/// assert_eq!(file("/post/ieps.html").as_deref(), Some("post/ieps.html"));
/// assert_eq!(file("https://example.org/old"), None);
/// ```
#[must_use]
pub fn redirect_route(old: &str) -> Option<Route> {
    let path = old.strip_prefix('/')?;
    // Parts that would leave the site, that no file of every system can be named after, or that
    // would have to be escaped in the files of hosts.
    let is_bad =
        |part: &str| part == ".." || part == "." || part.contains(['\\', ':', '?', '#', '<', '"']);
    let trimmed = path.trim_end_matches('/');
    if trimmed.split('/').any(is_bad)
        || trimmed.contains("//")
        || trimmed.chars().any(char::is_control)
    {
        return None;
    }
    let has_extension = trimmed.rsplit('/').next().is_some_and(|name| name.contains('.'));
    Some(Route::new(if has_extension || trimmed.is_empty() {
        trimmed.to_owned()
    } else {
        format!("{trimmed}/")
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_addresses_become_routes() {
        let route = |text: &str| redirect_route(text).map(|route| route.output_path());
        assert_eq!(route("/old/").as_deref(), Some("old/index.html"));
        assert_eq!(route("/old").as_deref(), Some("old/index.html"));
        assert_eq!(route("/post/ieps.html").as_deref(), Some("post/ieps.html"));
        for bad in ["old", "/../x", "/a//b", "/a:b", "https://example.org/x"] {
            assert_eq!(route(bad), None, "{bad}");
        }
    }
}
