//! Links and pictures: their destinations resolved, their tags written.

use pulldown_cmark::{Event, LinkType};
use wellread_model::media::IMAGE_EXTENSIONS;
use wellread_model::{EntryId, Place, Route, SourcePath, Span, fold_name, nearest};

use super::inline::{Inline, Shown, open_term_link};
use super::link::{LinkTarget, resolve, resolve_wiki};
use super::write::BodyWriter;
use super::{AnchorLink, dimensions, escape_into};

/// A picture whose alternative text is being read.
#[derive(Debug)]
pub(super) struct Picture {
    source: Option<SourcePath>,
    url: String,
    title: String,
    alternative: String,
}

impl<'a> BodyWriter<'a> {
    pub(super) fn begin_link(
        &mut self,
        kind: LinkType,
        destination: &str,
        title: &str,
        span: Span,
    ) {
        self.begin_block();
        let start = self.body.html.len();
        let mut close = "</a>";
        if let LinkType::WikiLink { has_pothole } = kind {
            if let Some(name) = destination.strip_prefix('!') {
                // It only keeps words from being linked, and its name need not exist.
                self.shown = if has_pothole || name.is_empty() {
                    Shown::Written
                } else {
                    Shown::WithoutMark
                };
                close = "";
            } else if !self.open_wiki_link(destination, has_pothole, span) {
                close = "";
            }
        } else {
            let destination = match kind {
                LinkType::Email if !destination.starts_with("mailto:") => {
                    format!("mailto:{destination}")
                }
                _ => destination.to_owned(),
            };
            self.open_link(&destination, title, span);
        }
        self.block.barrier(&self.body.html, start, &mut self.body.text);
        self.barred += 1;
        self.inline.push(Inline { raw: None, barred: true, close, splittable: false });
        self.link_start = self.body.html.len();
    }

    /// Remembers that the body depends on what this name means.
    fn remember_name(&mut self, name: &str) {
        let name = fold_name(name.split_once('#').map_or(name, |(name, _)| name));
        if let Some((_, after)) = name.split_once('/') {
            self.body.names.push(after.to_owned());
        }
        self.body.names.push(name);
    }

    /// Writes the opening tag of a wikilink. `false` if it leads nowhere.
    fn open_wiki_link(&mut self, name: &str, has_pothole: bool, span: Span) -> bool {
        let library = self.context.library;
        // In a table the bar must be escaped, as in `[[iep\|the spec]]`.
        let name = if has_pothole { name.strip_suffix('\\').unwrap_or(name) } else { name };
        self.remember_name(name);
        let (id, anchor) = match resolve_wiki(name, self.subject.entry, library, span) {
            Ok(found) => found,
            Err(diagnostic) => {
                self.body.diagnostics.push(*diagnostic);
                return false;
            }
        };
        let entry = &library[id];
        // `[[504-spec]]` names a file; the page shows what the file is about.
        let named_by_file = name == entry.document.slug.as_str() && name != entry.title();
        if !has_pothole && (named_by_file || anchor.is_some() || name.contains('/')) {
            self.shown = Shown::Instead(Some(entry.title().to_owned()));
        }
        let own_page = id == self.subject.id;
        if entry.term().is_some() && anchor.is_none() && !own_page {
            open_term_link(&mut self.body.html, library, id);
            self.explicit.push((self.body.text.len(), id));
        } else {
            let url = self.entry_url(id, anchor, "", span);
            self.open_anchor(&url, "");
        }
        true
    }

    fn open_link(&mut self, destination: &str, title: &str, span: Span) {
        let url = self.resolve_url(destination, span);
        self.open_anchor(&url, title);
    }

    fn open_anchor(&mut self, url: &str, title: &str) {
        self.body.html.push_str("<a href=\"");
        escape_into(&mut self.body.html, url);
        if !title.is_empty() {
            self.body.html.push_str("\" title=\"");
            escape_into(&mut self.body.html, title);
        }
        self.body.html.push_str("\">");
    }

    /// The address for a destination; mistakes are recorded and give the destination itself.
    pub(super) fn resolve_url(&mut self, destination: &str, span: Span) -> String {
        let base = self.context.library.settings.base_path();
        match resolve(destination, self.subject.entry, self.context, span) {
            Ok(LinkTarget::Outside(url)) => encode_spaces(&url),
            Ok(LinkTarget::Entry { id, anchor, query }) => self.entry_url(id, anchor, &query, span),
            Ok(LinkTarget::Here(anchor)) => {
                let url = format!("#{}", encode_spaces(&anchor));
                self.body.links.push(AnchorLink { entry: None, anchor, span });
                url
            }
            Ok(LinkTarget::Media(file)) => {
                let url = media_route(&file).url(base);
                self.body.media.push((file, span));
                url
            }
            Ok(LinkTarget::Site(address)) => Route::new(address.trim_start_matches('/')).url(base),
            Err(diagnostic) => {
                self.body.diagnostics.push(*diagnostic);
                "#".to_owned()
            }
        }
    }

    fn entry_url(
        &mut self,
        id: EntryId,
        anchor: Option<String>,
        query: &str,
        span: Span,
    ) -> String {
        let library = self.context.library;
        let mut url = library[id].route.url(library.settings.base_path());
        url.push_str(query);
        if let Some(anchor) = anchor {
            url.push('#');
            url.push_str(&encode_spaces(&anchor));
            self.body.links.push(AnchorLink { entry: Some(id), anchor, span });
        }
        url
    }

    pub(super) fn begin_picture(
        &mut self,
        kind: LinkType,
        destination: &str,
        title: &str,
        span: Span,
    ) {
        self.begin_block();
        let mut image = Picture {
            source: None,
            url: String::new(),
            title: title.to_owned(),
            alternative: String::new(),
        };
        // `![[form.png]]` has no alternative text of its own.
        if matches!(kind, LinkType::WikiLink { has_pothole: false }) {
            let help = format!("Write ![what the picture shows]({destination}).");
            self.error("picture-without-text", span, "This picture has no alternative text.", help);
        }
        let extension =
            destination.rsplit_once('.').map_or("", |(_, extension)| extension).to_lowercase();
        let extension = extension.split(['?', '#']).next().unwrap_or("");
        let place = self.place(span);
        match resolve(destination, self.subject.entry, self.context, span) {
            Ok(LinkTarget::Outside(_)) => self.error(
                "picture-elsewhere",
                span,
                "This picture comes from another site, which would be told of every reader.",
                "Save the picture beside this file and write its name here.",
            ),
            Ok(LinkTarget::Media(file)) if IMAGE_EXTENSIONS.contains(&extension) => {
                image.url = media_route(&file).url(self.context.library.settings.base_path());
                self.body.media.push((file.clone(), span));
                image.source = Some(file);
            }
            Ok(LinkTarget::Site(address)) if IMAGE_EXTENSIONS.contains(&extension) => {
                let file = SourcePath::new(&format!("static/{address}"));
                image.url = Route::new(address).url(self.context.library.settings.base_path());
                image.source = Some(file);
            }
            Ok(_) => self.error(
                "not-a-picture",
                span,
                format!("`{destination}` is not a picture."),
                format!("Pictures end with .{}.", IMAGE_EXTENSIONS.join(", .")),
            ),
            Err(diagnostic) if diagnostic.code == "link-scheme" => self.error(
                "picture-elsewhere",
                span,
                "A picture must be a file of this hub.",
                "Save the picture beside this file and write its name here.",
            ),
            Err(_) => {
                let diagnostic = self.missing_picture(destination, place);
                self.body.diagnostics.push(diagnostic);
            }
        }
        self.image = Some(image);
    }

    fn missing_picture(&self, destination: &str, place: Place) -> wellread_model::Diagnostic {
        let folder = format!("{}/", self.subject.entry.document.source.folder());
        let names = self.context.sources.below(&folder).map(|(path, _)| path.file_name());
        let images = names.filter(|name| {
            name.rsplit_once('.')
                .is_some_and(|(_, end)| IMAGE_EXTENSIONS.contains(&end.to_lowercase().as_str()))
        });
        let help = nearest(destination, images).map_or_else(
            || "Put the picture beside this file and write its name here.".to_owned(),
            |near| format!("Did you mean {near}?"),
        );
        let message = format!("There is no picture `{destination}`.");
        wellread_model::Diagnostic::error("missing-picture", place, message).help(help)
    }

    /// Reads what stands between the brackets of a picture.
    pub(super) fn alternative_text(&mut self, event: &Event<'_>) {
        if let (Some(image), Event::Text(text) | Event::Code(text)) = (&mut self.image, event) {
            image.alternative.push_str(text);
        } else if let (Some(image), Event::SoftBreak | Event::HardBreak) = (&mut self.image, event)
        {
            image.alternative.push(' ');
        }
    }

    pub(super) fn end_picture(&mut self) {
        let Some(image) = self.image.take() else { return };
        let start = self.body.html.len();
        let html = &mut self.body.html;
        html.push_str("<img src=\"");
        escape_into(html, &image.url);
        html.push_str("\" alt=\"");
        escape_into(html, &image.alternative);
        if !image.title.is_empty() {
            html.push_str("\" title=\"");
            escape_into(html, &image.title);
        }
        html.push('"');
        let source = image.source.as_ref().and_then(|path| self.context.sources.get(path));
        if let Some(size) = source.and_then(|source| dimensions(source.bytes())) {
            html.push_str(&format!(" width=\"{}\" height=\"{}\"", size.width, size.height));
        }
        html.push_str(" loading=\"lazy\">");
        self.block.barrier(&self.body.html, start, &mut self.body.text);
    }
}

/// Where a file of `content/` is served: its path without `content/`.
pub(crate) fn media_route(file: &SourcePath) -> Route {
    Route::new(file.as_str().strip_prefix("content/").unwrap_or(file.as_str()))
}

/// Encodes what must not stand in an address and people write all the same.
fn encode_spaces(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            ' ' => out.push_str("%20"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '"' => out.push_str("%22"),
            '\\' => out.push_str("%5C"),
            '^' => out.push_str("%5E"),
            '`' => out.push_str("%60"),
            '{' => out.push_str("%7B"),
            '|' => out.push_str("%7C"),
            '}' => out.push_str("%7D"),
            c => out.push(c),
        }
    }
    out
}
