//! One line of Markdown outside a body, such as the source of a definition, or a notice.
//!
//! Such lines come from front matter and settings and are shown on more than one page. So they have
//! no blocks, no terms and no relative links. Names in double brackets lead to entries and show
//! facts, as in a body; [`line_problems`] says what is wrong with them, and with links that would
//! be lost.

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};
use wellread_model::url::{begins_with, has_web_scheme};
use wellread_model::{Diagnostic, Library, Lookup, Notice, Place};

use super::escape::{attribute, escape_into};
use super::fact_values::FactPart;
use super::facts::fact;
use super::link_words::shown_address;
use super::numbers::write_text;
use super::quotes::OpenQuotes;
use super::resolve::entry_named;
use crate::interface_text::InterfaceText;

/// What a line may name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LineContext<'a> {
    /// The entries.
    pub(crate) library: &'a Library,
    /// The interface text, in which dates are written.
    pub(crate) text: &'a InterfaceText,
}

/// Renders a line: text, emphasis, code, links out of the hub, and names in double brackets. A line
/// that is nothing but a URL becomes a link. Everything else is shown as text.
pub(crate) fn render_line(line: &str, context: LineContext<'_>) -> String {
    let mut html = String::with_capacity(line.len() + 32);
    // Markdown makes no link of a URL without angle brackets, but that is how people cite.
    if is_outside(line) && !line.contains(char::is_whitespace) {
        open_link(&mut html, line, shown_address(line, line));
        escape_into(&mut html, line);
        html.push_str("</a>");
        return html;
    }
    let mut links = Vec::new();
    let mut is_written = false;
    let (mut quotes, mut before) = (OpenQuotes::default(), None);
    for (event, range) in parser(line).into_offset_iter() {
        match event {
            Event::End(TagEnd::Link) => {
                is_written = false;
                if links.pop() == Some(true) {
                    html.push_str("</a>");
                }
            }
            // The text of the fact has already been written.
            _ if is_written => {}
            // A tag is text here, so that nothing in front matter can break a page.
            Event::Text(text) | Event::InlineHtml(text) | Event::Html(text) => {
                let text = match &line[range.clone()] {
                    mark @ ("\"" | "'") if &*text != mark => {
                        quotes.curl(mark, before, &line[range.end..])
                    }
                    _ => &text,
                };
                escape_into(&mut html, text);
                before = text.chars().next_back();
            }
            Event::Code(text) => {
                html.push_str("<code>");
                escape_into(&mut html, &text);
                html.push_str("</code>");
                before = text.chars().next_back();
            }
            Event::SoftBreak | Event::HardBreak => {
                html.push(' ');
                before = None;
            }
            Event::Start(Tag::Emphasis) => html.push_str("<em>"),
            Event::End(TagEnd::Emphasis) => html.push_str("</em>"),
            Event::Start(Tag::Strong) => html.push_str("<strong>"),
            Event::End(TagEnd::Strong) => html.push_str("</strong>"),
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                let (is_open, shown) = match link_type {
                    LinkType::WikiLink { has_pothole } => {
                        open_name(&mut html, &dest_url, has_pothole, context)
                    }
                    // A relative link would lead elsewhere from each page: an error of
                    // `line_problems`.
                    _ if is_outside(&dest_url) => {
                        let shown = shown_address(&line[range.clone()], &dest_url);
                        open_link(&mut html, &dest_url, shown);
                        (true, false)
                    }
                    _ => (false, false),
                };
                links.push(is_open);
                is_written = shown;
            }
            _ => {}
        }
    }
    html
}

/// The paragraphs of a notice, each a line.
pub(crate) fn paragraphs(notice: &Notice) -> Vec<String> {
    let text = notice.text.value.replace("\r\n", "\n");
    let paragraphs = text.split("\n\n").map(str::trim).filter(|text| !text.is_empty());
    paragraphs.map(str::to_owned).collect()
}

/// The words of a notice as a page shows them, without its links, for programs that take plain
/// text.
pub(crate) fn notice_words(notice: &Notice, context: LineContext<'_>) -> String {
    let lines: Vec<String> =
        paragraphs(notice).iter().map(|line| text_of(&render_line(line, context))).collect();
    wellread_model::in_one_line(&lines.join(" "))
}

/// The text of a rendered line. What is `<` in it begins a tag, since text is escaped there.
fn text_of(html: &str) -> String {
    let mut pieces = html.split('<');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    text.extend(pieces.filter_map(|piece| Some(piece.split_once('>')?.1)));
    // `&` last: what it leads is not a reference.
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")]
        .into_iter()
        .fold(text, |text, (reference, character)| text.replace(reference, character))
}

/// The addresses of other sites to which a line links.
pub(crate) fn line_addresses(line: &str) -> Vec<String> {
    if has_web_scheme(line) && !line.contains(char::is_whitespace) {
        return vec![line.to_owned()];
    }
    let mut addresses = Vec::new();
    for event in parser(line) {
        let Event::Start(Tag::Link { link_type, dest_url, .. }) = event else { continue };
        if !matches!(link_type, LinkType::WikiLink { .. }) && has_web_scheme(&dest_url) {
            addresses.push(dest_url.replace(' ', "%20"));
        }
    }
    addresses
}

/// What is wrong with the names in double brackets, and with the links, of a line that is written
/// at this place.
pub(crate) fn line_problems(
    line: &str,
    context: LineContext<'_>,
    place: &Place,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for event in parser(line) {
        let Event::Start(Tag::Link { link_type, dest_url, .. }) = event else { continue };
        if !matches!(link_type, LinkType::WikiLink { .. }) {
            found.extend((!is_outside(&dest_url)).then(|| lost_link(&dest_url, context, place)));
            continue;
        }
        let problem = match fact(&dest_url, context.library, context.text, place) {
            Some(fact) => fact.err(),
            None => entry_named(&dest_url, context.library, place.clone()).err(),
        };
        found.extend(problem.map(|problem| *problem));
    }
    found
}

/// The error for a link of which only the words would be shown.
fn lost_link(url: &str, context: LineContext<'_>, place: &Place) -> Diagnostic {
    let path = url.split(['#', '?']).next().unwrap_or_default().trim_end_matches('/');
    let path = path.strip_suffix(".md").unwrap_or(path);
    let path = path.strip_suffix("/index").unwrap_or(path);
    let name = path.rsplit('/').next().unwrap_or_default();
    let help = match context.library.find(name, None) {
        Lookup::Entry(_) => format!("Write  [[{name}|words]]  with the words of the link."),
        _ => {
            "Name a page of the hub in double brackets, such as  [[contact]]  and write addresses \
              of other sites whole, from https:// on."
                .to_owned()
        }
    };
    let message = format!(
        "This text is shown on many pages, on which the link `{url}` would lead nowhere, so only its \
         words would be shown."
    );
    Diagnostic::error("dead-link", place.clone(), message).help(help)
}

/// A parser for a single line, with curled quotation marks and nothing that makes blocks.
fn parser(line: &str) -> Parser<'_> {
    Parser::new_ext(line, Options::ENABLE_SMART_PUNCTUATION | Options::ENABLE_WIKILINKS)
}

/// Writes what a name in double brackets means. Returns whether a link is open now, and whether its
/// words are written.
fn open_name(
    html: &mut String,
    name: &str,
    has_words: bool,
    LineContext { library, text }: LineContext<'_>,
) -> (bool, bool) {
    // Its place is of no use: errors are those of `line_problems`.
    let nowhere = Place::file(wellread_model::SourcePath::new(""));
    if let Some(Ok(fact)) = fact(name, library, text, &nowhere) {
        let parts = fact.value.parts;
        if let ([FactPart::Link { url, .. }], true) = (&*parts, has_words) {
            open_link(html, url, "");
            return (true, false);
        }
        for part in &parts {
            match part {
                FactPart::Text(text) => write_text(html, text),
                FactPart::Link { url, text } => {
                    open_link(html, url, "");
                    write_text(html, text);
                    html.push_str("</a>");
                }
            }
        }
        return (false, true);
    }
    let Lookup::Entry(id) = library.find(name, None) else { return (false, false) };
    let entry = &library[id];
    open_link(html, &entry.route.url(library.settings.base_path()), "");
    if !has_words {
        escape_into(html, entry.title());
        html.push_str("</a>");
    }
    (has_words, !has_words)
}

/// Whether a URL leads out of the hub: to another site, a mailbox or a phone. This also keeps
/// `javascript:` and the like out of the page.
fn is_outside(url: &str) -> bool {
    has_web_scheme(url) || begins_with(url, "mailto:") || begins_with(url, "tel:")
}

/// Writes the opening tag of a link, with its URL escaped.
fn open_link(html: &mut String, url: &str, attributes: &str) {
    html.push_str("<a");
    attribute(html, "href", &url.replace(' ', "%20"));
    html.push_str(attributes);
    html.push('>');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render_line(line: &str) -> String {
        let views = crate::view::views_of(&[]);
        super::render_line(line, LineContext { library: &views.library, text: &views.text })
    }

    #[test]
    fn lines_hold_links_and_nothing_that_runs() {
        assert_eq!(
            render_line("[34 CFR](https://x.org/a) & *more*"),
            "<a href=\"https://x.org/a\">34 CFR</a> &amp; <em>more</em>"
        );
        let shown = "<a href=\"https://x.org\" data-shown>https://x.org</a>";
        assert_eq!(render_line("https://x.org"), shown);
        let mail = "<a href=\"mailto:a@x.org\">mail</a>";
        assert_eq!(render_line("[mail](mailto:a@x.org)"), mail);
        assert_eq!(render_line("[x](javascript:y) <b>"), "x &lt;b&gt;");
        assert_eq!(render_line("\"*IDEA*\"s 24\" page"), "“<em>IDEA</em>”s 24” page");
    }

    #[test]
    fn the_words_of_a_notice_are_those_that_are_shown() {
        let views = crate::view::views_of(&[]);
        for (written, shown) in [
            ("We *move*. See [the plan](https://x.test/a).", "We move. See the plan."),
            (
                "Ask [[nobody|the office]].\r\n\r\n_Now_ & `2 < 3` &lt;",
                "Ask the office. Now & 2 < 3 <",
            ),
            ("An open [[bracket, and more.", "An open [[bracket, and more."),
            ("", ""),
        ] {
            let text =
                wellread_model::Spanned::new(written.to_owned(), wellread_model::Span::point(0));
            let notice = Notice { text, from: None, until: None };
            let context = LineContext { library: &views.library, text: &views.text };
            assert_eq!(notice_words(&notice, context), shown, "{written}");
        }
    }
}
