//! One line of Markdown outside a body, such as the source of a definition.
//!
//! Such lines come from front matter and are shown on more than one page. So they have no blocks,
//! no terms and no links into the hub, and nothing about them is checked or recorded.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use wellread_model::url::has_web_scheme;

use super::escape::escape_into;
use super::quotes::OpenQuotes;

/// Renders a line: text, emphasis, code, and links out of the hub. A line that is nothing but a URL
/// becomes a link. Everything else is shown as text.
///
/// ```
/// use wellread_site::markdown::render_line;
///
/// assert_eq!(
///     render_line("*IDEA*, [34 CFR](https://example.org/cfr)"),
///     "<em>IDEA</em>, <a href=\"https://example.org/cfr\">34 CFR</a>"
/// );
/// assert_eq!(render_line("[x](javascript:y) <b>"), "x &lt;b&gt;");
/// ```
#[must_use]
pub fn render_line(line: &str) -> String {
    let mut html = String::with_capacity(line.len() + 32);
    // Markdown makes no link of a URL without angle brackets, but that is how people cite.
    if is_outside(line) && !line.contains(char::is_whitespace) {
        open_link(&mut html, line);
        escape_into(&mut html, line);
        html.push_str("</a>");
        return html;
    }
    let mut links = Vec::new();
    let (mut quotes, mut before) = (OpenQuotes::default(), None);
    let parser = Parser::new_ext(line, Options::ENABLE_SMART_PUNCTUATION);
    for (event, range) in parser.into_offset_iter() {
        match event {
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
            Event::Start(Tag::Link { dest_url, .. }) => {
                // A relative link would lead elsewhere from each page, so only its words are shown.
                links.push(is_outside(&dest_url));
                if is_outside(&dest_url) {
                    open_link(&mut html, &dest_url);
                }
            }
            Event::End(TagEnd::Link) if links.pop() == Some(true) => html.push_str("</a>"),
            _ => {}
        }
    }
    html
}

/// Whether a URL leads out of the hub. This also keeps `javascript:` and the like out of the page.
fn is_outside(url: &str) -> bool {
    has_web_scheme(url)
}

fn open_link(html: &mut String, url: &str) {
    html.push_str("<a href=\"");
    escape_into(html, &url.replace(' ', "%20"));
    html.push_str("\">");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_hold_links_and_nothing_that_runs() {
        assert_eq!(
            render_line("[34 CFR](https://x.org/a) & *more*"),
            "<a href=\"https://x.org/a\">34 CFR</a> &amp; <em>more</em>"
        );
        assert_eq!(render_line("https://x.org"), "<a href=\"https://x.org\">https://x.org</a>");
        assert_eq!(render_line("[x](javascript:y) <b>"), "x &lt;b&gt;");
        assert_eq!(render_line("\"*IDEA*\"s 24\" page"), "“<em>IDEA</em>”s 24” page");
    }
}
