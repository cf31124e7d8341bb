//! Links that the author wrote: their destinations resolved, their tags made.
//!
//! Where a link leads is decided in [`super::resolve`]; here its URL is made, and what later stages
//! must know about it is recorded: anchors to check, names that the body depends on, files to
//! publish.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::LinkType;
use wellread_model::detour::{detour_message, without_detour};
use wellread_model::media::{IMAGE_EXTENSIONS, has_extension};
use wellread_model::url::{encode_forbidden, has_web_scheme, host_and_port};
use wellread_model::{Kind, Lookup, Place, Route, Slug, SourcePath, Span, Spanned, fold_name};

use super::block::open_term_link;
use super::body::{AnchorLink, AnchorPage, Body, DeadTarget, FactUse, MediaUse};
use super::context::BodyInput;
use super::escape::escape_into;
use super::fact_values::FactPart;
use super::facts::{Fact, fact, with_words};
use super::link_words::{LinkWords, shown_address};
use super::output::BodyOutput;
use super::outside::doubt;
use super::resolve::{HubTarget, LinkError, LinkTarget, resolve, resolve_wiki, rewritten};
use super::terms::TermLinks;
use super::url_tail::UrlTail;

/// The links of a body, and what later stages must know about them.
#[derive(Debug)]
pub(super) struct Links<'a> {
    /// What the body is rendered from.
    input: BodyInput<'a>,
    /// Links to anchors, to be checked when all bodies are rendered.
    anchors: Vec<AnchorLink>,
    /// The addresses of other sites.
    outside: Vec<Spanned<String>>,
    /// Where links to nothing were meant to lead.
    dead: Vec<Spanned<DeadTarget>>,
    /// The names in double brackets, folded.
    names: Vec<String>,
    /// The facts that are shown.
    facts: Vec<FactUse>,
    /// The files of the hub that are shown or linked.
    media: Vec<MediaUse>,
    /// What the open link shows.
    shown: LinkText,
    /// Where the text begins of the open `[[!word]]`, which is not a link.
    prevented: Option<usize>,
    /// The open link.
    words: Option<LinkWords>,
}

/// What a link shows.
#[derive(Debug)]
enum LinkText {
    /// What the author wrote.
    AsWritten,
    /// What the author wrote, without the `!` before it.
    WithoutMark,
    /// This, in place of what the author wrote; `None` once it has been written.
    Instead(Option<String>),
}

/// A link as its author wrote it in Markdown.
#[derive(Debug, Clone, Copy)]
pub(super) struct WrittenLink<'t> {
    /// How it is written: inline, by reference, in double brackets, as a bare address.
    pub(super) kind: LinkType,
    /// The address, or the name in double brackets.
    pub(super) destination: &'t str,
    /// Shown when a pointer rests on it; mostly empty.
    pub(super) title: &'t str,
    /// Where it is in the file.
    pub(super) span: Span,
}

/// The tags of a link. Both are empty for one that leads nowhere: its words are written all the
/// same.
#[derive(Debug, Default)]
pub(super) struct LinkTags {
    /// What is written in place of the link, if it names a fact.
    pub(super) fact: Vec<FactPart>,
    /// The opening tag.
    pub(super) open: String,
    /// The closing tag.
    pub(super) close: &'static str,
}

impl<'a> Links<'a> {
    /// No links yet.
    pub(super) const fn new(input: BodyInput<'a>) -> Self {
        Self {
            input,
            anchors: Vec::new(),
            outside: Vec::new(),
            dead: Vec::new(),
            names: Vec::new(),
            facts: Vec::new(),
            media: Vec::new(),
            shown: LinkText::AsWritten,
            prevented: None,
            words: None,
        }
    }

    /// The tags of a link.
    pub(super) fn tags(
        &mut self,
        link: WrittenLink<'_>,
        out: &mut BodyOutput<'_>,
        terms: &mut TermLinks,
    ) -> LinkTags {
        let WrittenLink { kind, destination, title, span } = link;
        let open = match kind {
            LinkType::WikiLink { has_pothole } => {
                return self.wiki_link(destination, has_pothole, span, out, terms);
            }
            // `<office@example.org>` is written without a scheme.
            LinkType::Email if !destination.starts_with("mailto:") => {
                let destination = format!("mailto:{destination}");
                anchor_tag(&self.resolve_url(&destination, span, out), title, "")
            }
            _ => {
                let target = self.resolve(destination, span);
                // A term is counted only where it is linked as such.
                if let Ok(LinkTarget::Hub(HubTarget::Entry(id), _)) = &target
                    && self.input.library()[*id].document.kind == Kind::Resource
                {
                    terms.link_explicitly(*id, out);
                }
                report_lone_mark(destination, span, out);
                let source = out.file_text().get(span.start..span.end).unwrap_or_default();
                let shown = shown_address(source, destination);
                anchor_tag(&self.url_of(target, span, out), title, shown)
            }
        };
        self.begin_words(destination, span, out);
        LinkTags { open, close: "</a>", ..LinkTags::default() }
    }

    /// The words of a link begin.
    pub(super) fn begin_words(&mut self, destination: &str, span: Span, out: &BodyOutput<'_>) {
        self.words = Some(LinkWords::new(destination, span, out));
    }

    /// The words of the open link have ended.
    pub(super) fn end_words(&mut self, out: &mut BodyOutput<'_>) {
        if let Some(words) = self.words.take() {
            words.report(out);
        }
    }

    /// What is shown for a piece of text that the author wrote.
    pub(super) fn shown<'t>(&mut self, written: &'t str) -> Cow<'t, str> {
        match &mut self.shown {
            LinkText::AsWritten => Cow::Borrowed(written),
            LinkText::WithoutMark => {
                // The parser may hand over the rest of the name in further pieces.
                self.shown = LinkText::AsWritten;
                Cow::Borrowed(written.strip_prefix('!').unwrap_or(written))
            }
            LinkText::Instead(text) => Cow::Owned(text.take().unwrap_or_default()),
        }
    }

    /// From here on, text is shown as it is written. What has been written of a `[[!word]]` is
    /// returned.
    pub(super) fn show_as_written(&mut self, out: &BodyOutput<'_>) -> Option<Range<usize>> {
        self.shown = LinkText::AsWritten;
        self.prevented.take().map(|start| start..out.text().len())
    }

    /// The tags of `[[name]]`: a link to an entry, a fact, or words that must not be linked.
    fn wiki_link(
        &mut self,
        name: &str,
        has_pothole: bool,
        span: Span,
        out: &mut BodyOutput<'_>,
        terms: &mut TermLinks,
    ) -> LinkTags {
        if let Some(name) = name.strip_prefix('!') {
            self.prevented = Some(out.text().len());
            // `[[!word]]` only stops the word from being linked, so its name need not exist.
            self.shown = if has_pothole || name.is_empty() {
                LinkText::AsWritten
            } else {
                LinkText::WithoutMark
            };
            return LinkTags::default();
        }
        let library = self.input.library();
        // In a table the bar must be escaped, as in `[[iep\|the spec]]`.
        let name = if has_pothole { name.strip_suffix('\\').unwrap_or(name) } else { name };
        self.record_name(name);
        if let Some(tags) = self.fact(name, has_pothole, span, out) {
            return tags;
        }
        let target = match resolve_wiki(name, self.input, span) {
            Ok(target) => target,
            Err(diagnostic) => {
                let diagnostic = *diagnostic;
                let source = out.file_text().get(span.start..span.end).unwrap_or_default();
                let help = has_pothole.then(|| reversed(source, self.input)).flatten();
                if help.is_none() {
                    self.dead.push(Spanned::new(DeadTarget::Name(name.to_owned()), span));
                }
                out.report(help.map_or(diagnostic.clone(), |help| diagnostic.help(help)));
                return LinkTags::default();
            }
        };
        let entry = &library[target.id];
        // `[[504-spec]]` names a file; the page shows what the file is about.
        let is_slug = name == entry.document.slug.as_str() && name != entry.title();
        if !has_pothole && (is_slug || target.anchor.is_some() || name.contains('/')) {
            self.shown = LinkText::Instead(Some(entry.title().to_owned()));
        }
        // With an anchor it leads to a place in the term's page, not to its definition.
        let is_own_page = target.id == self.input.subject.id;
        if entry.document.kind == Kind::Resource {
            terms.link_explicitly(target.id, out);
        }
        let open = if entry.term().is_some() && target.anchor.is_none() && !is_own_page {
            terms.link_explicitly(target.id, out);
            let mut tag = String::new();
            open_term_link(&mut tag, library, target.id);
            tag
        } else {
            let tail = UrlTail::of_anchor(target.anchor.as_deref());
            anchor_tag(&self.hub_url(HubTarget::Entry(target.id), &tail, span), "", "")
        };
        LinkTags { open, close: "</a>", ..LinkTags::default() }
    }

    /// What is written for a fact in double brackets; `None` if the name means something else.
    fn fact(
        &mut self,
        name: &str,
        has_pothole: bool,
        span: Span,
        out: &mut BodyOutput<'_>,
    ) -> Option<LinkTags> {
        let place = Place::at(self.input.document().source.clone(), span);
        let Fact { facts, value } =
            match fact(name, self.input.library(), self.input.context.text, &place)? {
                Ok(fact) => fact,
                Err(diagnostic) => {
                    out.report(*diagnostic);
                    return Some(LinkTags::default());
                }
            };
        let digits = value.digits;
        self.facts.push(FactUse { holder: facts.holder, digits, span });
        if !has_pothole {
            self.shown = LinkText::Instead(None);
            return Some(LinkTags { fact: value.parts, ..LinkTags::default() });
        }
        // `[[parent-center:phone|call them]]`: the author's words dial.
        let [FactPart::Link { url, .. }] = value.parts.as_slice() else {
            out.report(with_words(name, place));
            return Some(LinkTags::default());
        };
        self.begin_words(url, span, out);
        Some(LinkTags { open: anchor_tag(url, "", ""), close: "</a>", ..LinkTags::default() })
    }

    /// Records that the body depends on what this name means. A new page of this name changes the
    /// body, although no file that it links to has changed.
    fn record_name(&mut self, name: &str) {
        let name = fold_name(name.split_once('#').map_or(name, |(name, _)| name));
        if let Some((_, after)) = name.split_once('/') {
            self.names.push(after.to_owned());
        }
        self.names.push(name);
    }

    /// Where a destination leads.
    pub(super) fn resolve(&self, destination: &str, span: Span) -> Result<LinkTarget, LinkError> {
        resolve(destination, self.input, span)
    }

    /// The URL for a destination. An error is recorded and gives a link to the page itself.
    pub(super) fn resolve_url(
        &mut self,
        destination: &str,
        span: Span,
        out: &mut BodyOutput<'_>,
    ) -> String {
        let target = self.resolve(destination, span);
        self.url_of(target, span, out)
    }

    /// The URL for what a destination was resolved to.
    fn url_of(
        &mut self,
        target: Result<LinkTarget, LinkError>,
        span: Span,
        out: &mut BodyOutput<'_>,
    ) -> String {
        match target {
            Ok(LinkTarget::Outside(url)) => {
                if let Some(doubt) = doubt(&url) {
                    let message = format!("The number of this link, {url}, {doubt}.");
                    let help = "Compare it with where you found it. A number in another country \
                                begins with + and the country's code, such as tel:+525512345678.";
                    out.warning("unlikely-phone", span, message, help);
                }
                if let Some(real) = without_detour(&url) {
                    let message = detour_message(host_and_port(&url));
                    let help = format!("Write  {}", rewritten(&url, &real, self.input, span));
                    out.warning("indirect-link", span, message, help);
                }
                self.outside_url(&url, span)
            }
            Ok(LinkTarget::OutsideWithoutScheme(url)) => {
                let message =
                    format!("This address has no https:// in front. It is read as {url}.");
                out.warning("url-scheme", span, message, format!("Write {url}"));
                self.outside_url(&url, span)
            }
            Ok(LinkTarget::Here(tail)) => {
                self.record_anchor(AnchorPage::Here, &tail, span);
                tail.url()
            }
            Ok(LinkTarget::Hub(target, tail)) => self.hub_url(target, &tail, span),
            Err(error) => {
                if let LinkError::Dead(_, Some(meant)) = &error {
                    self.dead.push(Spanned::new(DeadTarget::Page(meant.clone()), span));
                }
                out.report(error.into_diagnostic());
                // Still a link, so that the words after it are treated as they will be once it
                // works.
                "#".to_owned()
            }
        }
    }

    /// The URL of another site, as a page has it. Those of mailboxes and phones are not sites.
    fn outside_url(&mut self, url: &str, span: Span) -> String {
        let url = encode_forbidden(url);
        if has_web_scheme(&url) {
            self.outside.push(Spanned::new(url.clone(), span));
        }
        url
    }

    /// The URL of a page or file of the hub.
    pub(super) fn hub_url(&mut self, target: HubTarget, tail: &UrlTail, span: Span) -> String {
        let route = match target {
            HubTarget::Entry(id) => {
                self.record_anchor(AnchorPage::Entry(id), tail, span);
                self.input.library()[id].route.clone()
            }
            HubTarget::Media(file) => {
                let route = media_route(&file);
                // Only files that are linked are published: a folder may hold an author's drafts
                // and scans.
                self.media.push(MediaUse { file, span });
                route
            }
            HubTarget::Site(address) => {
                let route = Route::new(address.trim_start_matches('/'));
                self.record_anchor(AnchorPage::Site(route.clone()), tail, span);
                route
            }
        };
        format!("{}{}", route.url(self.input.library().settings.base_path()), tail.url())
    }

    /// Records a link to an anchor. Whether there is one is known when all bodies are rendered.
    fn record_anchor(&mut self, page: AnchorPage, tail: &UrlTail, span: Span) {
        self.anchors.extend(tail.anchor().map(|anchor| AnchorLink { page, anchor, span }));
    }

    /// Hands over what was recorded.
    pub(super) fn finish(self, body: &mut Body) {
        body.links = self.anchors;
        body.outside = self.outside;
        body.dead = self.dead;
        body.names = self.names;
        body.facts = self.facts;
        body.media = self.media;
    }
}

/// What to write for `[[the plan|IEP]]`, in which the second part is the name of a page.
fn reversed(source: &str, input: BodyInput<'_>) -> Option<String> {
    let inside = source.trim_start_matches('!').strip_prefix("[[")?.strip_suffix("]]")?;
    let (words, name) = inside.split_once('|')?;
    let words = words.trim_end_matches('\\');
    let is_page = matches!(input.library().find(name.trim(), None), Lookup::Entry(_));
    is_page
        .then(|| format!("The name of the page comes first:  [[{}|{}]]", name.trim(), words.trim()))
}

/// Reports `! [words](picture.png)`: with the space, it is a link and no image.
fn report_lone_mark(destination: &str, span: Span, out: &mut BodyOutput<'_>) {
    let text = out.file_text();
    let before = text[..span.start].trim_end_matches([' ', '\u{a0}']);
    let is_spaced = before.len() < span.start;
    // After a word, the mark ends a sentence.
    let is_lone = before
        .strip_suffix('!')
        .is_some_and(|rest| rest.chars().next_back().is_none_or(|c| c.is_whitespace() || c == '>'));
    if is_spaced && is_lone && has_extension(destination, &IMAGE_EXTENSIONS) {
        let link = text.get(span.start..span.end).unwrap_or_default();
        let help = format!("Write  !{link}");
        let message = "There is a space between the ! and the [ of this picture.";
        out.error("link-stays-text", Span::new(before.len() - 1, span.end), message, help);
    }
}

/// The opening tag of a link, with further attributes, each with a space before it.
pub(super) fn anchor_tag(url: &str, title: &str, attributes: &str) -> String {
    let mut tag = "<a href=\"".to_owned();
    escape_into(&mut tag, url);
    if !title.is_empty() {
        tag.push_str("\" title=\"");
        escape_into(&mut tag, title);
    }
    tag.push('"');
    tag.push_str(attributes);
    tag.push('>');
    tag
}

/// Where a file of `content/` is served: its path without `content/`, with folders named like the
/// pages in them, so that the images in `What is an IEP/` are next to the page of that folder.
pub(crate) fn media_route(file: &SourcePath) -> Route {
    let path = file.as_str().strip_prefix("content/").unwrap_or(file.as_str());
    let Some((folders, name)) = path.rsplit_once('/') else { return Route::new(path) };
    let mut route = String::with_capacity(path.len());
    for folder in folders.split('/') {
        match Slug::new(folder) {
            Some(slug) => route.push_str(slug.as_str()),
            // Without a letter or digit it can be no page's folder either.
            None => route.push_str(folder),
        }
        route.push('/');
    }
    Route::new(route + name)
}
