//! Raw HTML in a body: harmless elements are written again tag by tag, everything else is an
//! error. What is written nests, with Markdown's own elements too.
//!
//! With `raw_html = "trusted"` the author's HTML goes through as it is, unread but for its ids.

use std::ops::Range;

use wellread_model::{HtmlPolicy, Span};

use super::escape_into;
use super::html::{Attribute, ElementRules, HtmlToken, Model, allows, decode, element, tokens};
use super::inline::Inline;
use super::write::BodyWriter;

/// A raw element that holds blocks and is open.
#[derive(Debug)]
pub(super) struct RawElement {
    name: String,
    span: Span,
    element: ElementRules,
    /// How many Markdown containers were open around it.
    depth: usize,
    /// Whether what is wrong with it was said.
    reported: bool,
}

impl<'a> BodyWriter<'a> {
    fn trusted(&self) -> bool {
        self.context.library.settings.html == HtmlPolicy::Trusted
    }

    /// Raw HTML among words: one tag or comment.
    pub(super) fn inline_html(&mut self, html: &str, span: Span) {
        if self.trusted() {
            self.begin_block();
            let start = self.body.html.len();
            self.body.html.push_str(html);
            self.block.barrier(&self.body.html, start, &mut self.body.text);
            self.claim_ids(html);
            return;
        }
        for token in tokens(html) {
            self.token(html, token, &|_| span, true);
        }
    }

    /// A block of raw HTML. `parts` tells where in the file each part of the fragment is.
    pub(super) fn html_block(&mut self, fragment: &str, parts: &[(usize, usize)]) {
        if self.trusted() {
            self.finish_block();
            self.body.html.push_str(fragment);
            self.claim_ids(fragment);
            return;
        }
        let place = |at: usize| {
            let index = parts.partition_point(|(offset, _)| *offset <= at).max(1) - 1;
            let (offset, source) = parts.get(index).copied().unwrap_or((0, 0));
            source + (at - offset)
        };
        // The last byte is mapped, as the one after it may be behind the mark of a quotation.
        let span = |range: &Range<usize>| {
            let start = place(range.start);
            let end = if range.is_empty() { start } else { place(range.end - 1) + 1 };
            Span::new(start, end)
        };
        for token in tokens(fragment) {
            self.token(fragment, token, &span, false);
        }
        self.finish_block();
    }

    fn claim_ids(&mut self, html: &str) {
        for token in tokens(html) {
            if let HtmlToken::Open { attributes, .. } = token {
                for id in attributes.iter().filter(|attribute| attribute.name == "id") {
                    self.ids.claim(id.value);
                }
            }
        }
    }

    fn token(
        &mut self,
        html: &str,
        token: HtmlToken<'_>,
        span_of: &dyn Fn(&Range<usize>) -> Span,
        among_words: bool,
    ) {
        match token {
            HtmlToken::Comment => {}
            HtmlToken::Other(range) => self.error(
                "raw-html",
                span_of(&range),
                "This is not an HTML element, or it never ends.",
                "Remove it. To show the character < itself, write &lt;.",
            ),
            HtmlToken::Text(range) => self.raw_text(&html[range.clone()], span_of(&range)),
            HtmlToken::Close { name, range } => self.close_tag(&name, span_of(&range)),
            HtmlToken::Open { name, attributes, range } => {
                let span = span_of(&range);
                match element(&name) {
                    None => self.refuse_element(&name, span),
                    Some(found) => {
                        self.open_tag(&name, found, &attributes, span, span_of, among_words)
                    }
                }
            }
        }
    }

    fn raw_text(&mut self, text: &str, span: Span) {
        if text.trim().is_empty() && !self.in_block {
            self.body.html.push_str(text);
            return;
        }
        self.begin_block();
        let linkable = self.barred == 0;
        let text = decode(text);
        self.block.text_piece(&mut self.body.html, &mut self.body.text, &text, linkable, span);
    }

    fn refuse_element(&mut self, name: &str, span: Span) {
        self.refused.push(name.to_owned());
        let help = match name {
            "script" | "style" | "link" | "meta" | "base" => {
                "Scripts and styles belong in the theme. Remove this element."
            }
            "form" | "input" | "button" | "select" | "textarea" | "label" => {
                "Forms would need a server. Write a mail address or a phone number instead."
            }
            "iframe" | "frame" | "frameset" | "object" | "embed" | "video" | "audio" => {
                "What is shown from elsewhere would be told of every reader. Write a link to it."
            }
            "img" | "picture" | "svg" => "Write a picture as ![what it shows](file.png).",
            "h1" => "The title of the page is its heading of the first level. Use ## for headings.",
            "font" | "center" => "How text looks belongs in the theme. Remove this element.",
            _ => "Remove this element. To show the character < itself, write &lt;.",
        };
        self.error("raw-html", span, format!("The HTML element <{name}> is not allowed."), help);
    }

    fn open_tag(
        &mut self,
        name: &str,
        element: ElementRules,
        attributes: &[Attribute<'_>],
        span: Span,
        span_of: &dyn Fn(&Range<usize>) -> Span,
        among_words: bool,
    ) {
        let is_block = matches!(element.model, Model::Words | Model::Flow) || name == "hr";
        if is_block && among_words {
            let message = format!("<{name}> stands in the middle of a paragraph.");
            let help = "Put it on a line of its own, with an empty line before and after it.";
            return self.error("raw-html", span, message, help);
        }
        if is_block {
            self.finish_block();
            self.refuse_blocks_among_words();
            let parent = self.raw.last().map_or("", |raw| raw.name.as_str());
            if !element.parents.is_empty() && !element.parents.contains(&parent) {
                let message = format!("<{name}> stands outside <{}>.", element.parents[0]);
                let help = format!("Put <{}> around it.", element.parents[0]);
                self.error("raw-html", span, message, help);
            }
        } else {
            self.begin_block();
        }
        if element.model == Model::Link && self.inline.iter().any(|open| open.barred) {
            let help = "Close the other link first.";
            return self.error("raw-html", span, "This link stands inside another one.", help);
        }
        let start = self.body.html.len();
        self.write_tag(name, attributes, span_of);
        match element.model {
            Model::Void if name == "hr" => {}
            Model::Void => self.block.barrier(&self.body.html, start, &mut self.body.text),
            Model::Phrase | Model::Link => {
                let splittable = !element.barred;
                if splittable {
                    self.block.open(&self.body.html, start, element.close);
                } else {
                    self.block.barrier(&self.body.html, start, &mut self.body.text);
                }
                self.barred += usize::from(element.barred);
                let raw = Some((name.to_owned(), span));
                self.inline.push(Inline {
                    raw,
                    barred: element.barred,
                    close: element.close,
                    splittable,
                });
            }
            Model::Words | Model::Flow => {
                self.barred += usize::from(element.barred);
                let name = name.to_owned();
                self.raw.push(RawElement {
                    name,
                    span,
                    element,
                    depth: self.depth,
                    reported: false,
                });
            }
        }
    }

    fn write_tag(
        &mut self,
        name: &str,
        attributes: &[Attribute<'_>],
        span_of: &dyn Fn(&Range<usize>) -> Span,
    ) {
        let mut tag = format!("<{name}");
        let mut written: Vec<&str> = Vec::new();
        for attribute in attributes {
            let span = span_of(&attribute.range);
            let key = attribute.name.as_str();
            if !allows(name, key) {
                let help = if key.starts_with("on") || key == "style" {
                    "Scripts and styles belong in the theme. Remove it.".to_owned()
                } else {
                    format!("Remove `{key}`.")
                };
                let message = format!("The attribute `{key}` is not allowed on <{name}>.");
                self.error("raw-html", span, message, help);
                continue;
            }
            if written.contains(&key) {
                continue;
            }
            written.push(key);
            let value = decode(attribute.value);
            let value = match key {
                "href" => self.resolve_url(&value, span),
                _ => value,
            };
            if key == "id" && !self.ids.claim(&value) {
                let message = format!("The id `{value}` is taken on this page.");
                self.error("same-anchor", span, message, "Choose another id.");
            }
            tag.push(' ');
            tag.push_str(key);
            tag.push_str("=\"");
            escape_into(&mut tag, &value);
            tag.push('"');
        }
        tag.push('>');
        self.body.html.push_str(&tag);
    }

    fn close_tag(&mut self, name: &str, span: Span) {
        let known = element(name);
        if let Some(at) = self.refused.iter().rposition(|refused| refused == name) {
            // What it closes was refused already; saying so twice helps nobody.
            self.refused.truncate(at);
            return;
        }
        let Some(found) = known.filter(|element| element.model != Model::Void) else {
            let message = format!("</{name}> closes nothing.");
            return self.error("raw-html", span, message, "Remove it.");
        };
        if matches!(found.model, Model::Phrase | Model::Link) {
            let matches_top = self
                .inline
                .last()
                .and_then(|open| open.raw.as_ref())
                .is_some_and(|(open, _)| open == name);
            if matches_top && let Some(inline) = self.inline.pop() {
                self.write_close(&inline);
            } else {
                self.closes_nothing(name, span);
            }
            return;
        }
        self.finish_block();
        let matches_top =
            self.raw.last().is_some_and(|raw| raw.name == name && raw.depth == self.depth);
        if matches_top && let Some(raw) = self.raw.pop() {
            self.barred -= usize::from(raw.element.barred);
            self.body.html.push_str(raw.element.close);
            self.body.html.push('\n');
        } else {
            self.closes_nothing(name, span);
        }
    }

    fn closes_nothing(&mut self, name: &str, span: Span) {
        let message = format!("</{name}> closes nothing that was opened in the same place.");
        let help = "Close elements in the reverse order of opening them, in the same paragraph or list item.";
        self.error("raw-html", span, message, help);
    }

    fn never_closed(&mut self, name: &str, span: Span, help: &str) {
        self.error("raw-html", span, format!("<{name}> is not closed."), help);
    }

    /// Words end here: raw elements among them must be closed.
    pub(super) fn refuse_open_inline(&mut self) {
        while let Some(inline) = self.inline.last()
            && inline.raw.is_some()
        {
            self.drop_raw_inline("Close it in the same paragraph.");
        }
    }

    /// An element of Markdown ends here: raw elements inside it must be closed.
    pub(super) fn refuse_raw_inside_markdown(&mut self) {
        while self.inline.last().is_some_and(|inline| inline.raw.is_some()) {
            self.drop_raw_inline("Close it before the emphasis or link around it ends.");
        }
    }

    fn drop_raw_inline(&mut self, help: &str) {
        if let Some(inline) = self.inline.pop() {
            if let Some((name, span)) = &inline.raw {
                self.never_closed(name, *span, help);
            }
            self.write_close(&inline);
        }
    }

    /// A Markdown container ends here: raw elements inside it must be closed.
    pub(super) fn refuse_open_raw(&mut self) {
        while self.raw.last().is_some_and(|raw| raw.depth >= self.depth) {
            self.drop_raw("Close it before the list, quote or cell that it stands in ends.");
        }
    }

    /// The body ends here.
    pub(super) fn refuse_all_open_raw(&mut self) {
        while let Some(raw) = self.raw.last() {
            let help = format!("Write </{}> where it ends.", raw.name);
            self.drop_raw(&help);
        }
    }

    fn drop_raw(&mut self, help: &str) {
        if let Some(raw) = self.raw.pop() {
            self.barred -= usize::from(raw.element.barred);
            self.never_closed(&raw.name, raw.span, help);
        }
    }

    /// A block begins here, which must not stand in a raw element that holds words only.
    pub(super) fn refuse_blocks_among_words(&mut self) {
        let Some(raw) = self.raw.iter_mut().find(|raw| raw.element.model == Model::Words) else {
            return;
        };
        if !raw.reported {
            raw.reported = true;
            let (name, span) = (raw.name.clone(), raw.span);
            let message = format!("<{name}> holds a paragraph, a list or another block.");
            let help = "Close it on the same line, or use <div> instead.";
            self.error("raw-html", span, message, help);
        }
    }
}
