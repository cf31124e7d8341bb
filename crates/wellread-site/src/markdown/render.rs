//! The body of an entry, rendered.

use super::body::Body;
use super::body_source::BodySource;
use super::context::{BodyInput, RenderContext, Subject};
use super::source_map::SourceMap;
use super::write::BodyWriter;

/// Renders the body of an entry.
///
/// Errors of the author never stop it: they are in [`Body::diagnostics`], and the rest is rendered
/// as well as possible, so that one run reports everything.
///
/// ```
/// use std::collections::BTreeMap;
///
/// use wellread_content::{BuildOptions, SourceFile, Sources};
/// use wellread_model::{LinkScope, SourcePath};
/// use wellread_site::InterfaceText;
/// use wellread_site::markdown::{RenderContext, Subject, render};
/// use wellread_terms::{Language, TermTrie};
///
/// let file = |path: &str, text: &str| {
///     (SourcePath::new(path), SourceFile::new(text.into(), true))
/// };
/// let sources = Sources::new(
///     BTreeMap::from([
///         file("site.toml", "title = \"Clinic\"\nbase_url = \"https://example.org/\"\n"),
///         file("content/articles/a.md", "---\ntitle: A\n---\nAsk *early*, not [never](b.md).\n"),
///     ]),
///     Vec::new(),
/// );
/// let options = BuildOptions { today: "2027-01-01".parse().unwrap(), drafts: false };
/// let hub = wellread_content::read(&sources, options, &mut Default::default(), &mut Vec::new());
/// let library = hub.unwrap().library;
///
/// let (terms, _) = TermTrie::compile(&[], Language::ENGLISH);
/// let text = &InterfaceText::default();
/// let context = RenderContext { library: &library, sources: &sources, terms: &terms, text };
/// let id = library.by_source(&SourcePath::new("content/articles/a.md")).unwrap();
/// let body = render(Subject { id, entry: &library[id], scope: LinkScope::Page }, &context);
///
/// assert_eq!(body.html, "<p>Ask <em>early</em>, not <a href=\"#\">never</a>.</p>\n");
/// assert_eq!(body.diagnostics[0].message, "There is no page or file `b.md`.");
/// ```
#[must_use]
pub fn render(subject: Subject<'_>, context: &RenderContext<'_>) -> Body {
    let source = BodySource::new(&subject.entry.document);
    BodyWriter::written(BodyInput { subject, context }, &source).finish()
}

/// Where the text of a body is written in its file. Costs as much as rendering the body, which
/// needs the map only while it lasts.
pub(crate) fn source_map(subject: Subject<'_>, context: &RenderContext<'_>) -> SourceMap {
    let source = BodySource::new(&subject.entry.document);
    BodyWriter::written(BodyInput { subject, context }, &source).into_source_map()
}
