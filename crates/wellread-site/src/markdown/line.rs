//! One line of Markdown outside a body, such as a source of a definition.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::escape::escape_into;

/// Renders a line: text, emphasis, and links out of the hub. A bare address becomes a link.
/// Everything else is text.
#[must_use]
pub fn render_line(line: &str) -> String {
    let mut html = String::with_capacity(line.len() + 32);
    if is_outside(line) && !line.contains(char::is_whitespace) {
        open_link(&mut html, line);
        escape_into(&mut html, line);
        html.push_str("</a>");
        return html;
    }
    let mut links = Vec::new();
    for event in Parser::new_ext(line, Options::ENABLE_SMART_PUNCTUATION) {
        match event {
            Event::Text(text) | Event::InlineHtml(text) | Event::Html(text) => {
                escape_into(&mut html, &text);
            }
            Event::Code(text) => {
                html.push_str("<code>");
                escape_into(&mut html, &text);
                html.push_str("</code>");
            }
            Event::SoftBreak | Event::HardBreak => html.push(' '),
            Event::Start(Tag::Emphasis) => html.push_str("<em>"),
            Event::End(TagEnd::Emphasis) => html.push_str("</em>"),
            Event::Start(Tag::Strong) => html.push_str("<strong>"),
            Event::End(TagEnd::Strong) => html.push_str("</strong>"),
            Event::Start(Tag::Link { dest_url, .. }) => {
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

fn is_outside(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

fn open_link(html: &mut String, address: &str) {
    html.push_str("<a href=\"");
    escape_into(html, &address.replace(' ', "%20"));
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
    }
}
