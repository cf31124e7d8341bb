//! A finished body as a part of a longer page, such as a packet.
//!
//! The HTML is written once, for the page of its entry; here its tags are gone over a second time,
//! which costs little compared with rendering. Headings go down, ids and what refers to them get a
//! prefix, footnotes are numbered on and taken out, and links to the other parts lead inside the
//! page. What the text says is never touched.
//!
//! A *part* is a page as it is inside a packet. An id must be unique on a page, and two
//! articles may both have a heading "Next steps": so each id of a part gets a prefix with the
//! part's number, and whatever refers to ids gets the same one. A link that readers have to a
//! heading of the article is not touched by that, since the article's own page is another file.
//!
//! Tags are read, not matched by patterns: a `>` inside a quoted value, or a tag that trusted HTML
//! has written in its own way, must not derail what follows.

use std::ops::Range;

use super::body::Body;
use super::edited_html::EditedHtml;
use super::escape::{self, escape_into};
use super::html::{Attribute, HtmlToken, tokens};

/// How a body is changed. The packet's own text, which comes first, has no prefix and no levels.
pub(crate) struct PartRules<'a> {
    /// What comes before each id. For the parts of a packet, `wr-part-2-`. Empty for the packet's
    /// own text.
    pub(crate) prefix: &'a str,
    /// How many levels its headings go down. One for each part, whose title is a heading itself.
    /// Never below the sixth.
    pub(crate) levels: u8,
    /// How many footnotes there are in the parts before it. Footnotes are numbered through, since
    /// they are together after all parts.
    pub(crate) footnotes_before: usize,
    /// The attributes of each footnote that say in which language it is, with a space before them;
    /// empty if that is the language of the page. Among the footnotes of other parts, nothing else
    /// says how to read it aloud.
    pub(crate) language: &'a str,
    /// What comes before the name of each region, so that two parts have none of the same name. A
    /// wide table is a region, which screen readers list by name.
    pub(crate) region: &'a str,
    /// The label of a link back from a footnote, with `{n}`. It is in the language of the page.
    pub(crate) note_back: &'a str,
    /// Where a link leads inside the page, by its `href`; `None` for one that leads elsewhere. A
    /// link to a part leads to what the reader has in hand.
    pub(crate) inside: &'a dyn Fn(&str) -> Option<InsideLink>,
    /// What a part is called where a link leads to it, with `{n}`. It is in the language of the
    /// page.
    pub(crate) part_name: &'a str,
}

/// Where a link leads that leads to another part.
pub(crate) struct InsideLink {
    /// Its `href`.
    pub(crate) href: String,
    /// The number of the part, which paper shows: nobody can follow a link there.
    pub(crate) part: usize,
}

/// A body as a part.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct BodyPart {
    /// The text without its footnotes. In place of the section of footnotes, nothing is left.
    pub(crate) html: String,
    /// The footnotes as items of a list. `<li>` elements without their list, so that those of all
    /// parts make one. Empty if there are none.
    pub(crate) footnotes: String,
    /// How many there are. The next part's [`PartRules::footnotes_before`] grows by it.
    pub(crate) footnote_count: usize,
}

/// Makes a part of a body. Linear in its HTML.
pub(crate) fn body_part(body: &Body, rules: &PartRules<'_>) -> BodyPart {
    let (text, items, footnote_count) = match &body.footnotes {
        Some(notes) => (&body.html[..notes.start], &body.html[notes.items.clone()], notes.count),
        None => (&*body.html, "", 0),
    };
    BodyPart { html: rewritten(text, rules), footnotes: rewritten(items, rules), footnote_count }
}

/// Whether an id is that of a footnote itself: `note-1`.
fn is_footnote(id: &str) -> bool {
    id.strip_prefix("note-").is_some_and(|number| number.parse::<usize>().is_ok())
}

/// The id of a footnote or of a reference to one with its number in the whole page. `None` for all
/// other ids.
///
/// `note-ref-2-3` is the third reference to the second footnote; only the footnote's number
/// changes.
fn renumbered(id: &str, before: usize) -> Option<String> {
    let (start, rest) = match id.strip_prefix("note-ref-") {
        Some(rest) => ("note-ref-", rest),
        None => ("note-", id.strip_prefix("note-")?),
    };
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let number: usize = rest[..end].parse().ok()?;
    Some(format!("{start}{}{}", number.checked_add(before)?, &rest[end..]))
}

/// What a tag makes of the text that follows it. What a link or a reference holds is known only
/// when its opening tag has been read.
#[derive(PartialEq, Eq)]
enum NextText {
    /// Nothing.
    AsWritten,
    /// The text is the number of a footnote.
    Number,
    /// The closing tag goes with a link to a heading.
    Nothing,
}

/// The HTML with its tags changed. Text is copied as it is, so nothing has to be escaped a second
/// time.
fn rewritten(html: &str, rules: &PartRules<'_>) -> String {
    let mut writer = Writer { edited: EditedHtml::new(html), rules };
    let mut next = NextText::AsWritten;
    let mut tokens = tokens(html).into_iter().peekable();
    while let Some(token) = tokens.next() {
        match (token, std::mem::replace(&mut next, NextText::AsWritten)) {
            (HtmlToken::Open { name, attributes, range }, _) => {
                // A link of its author may have the same class, and words.
                let is_empty = matches!(tokens.peek(), Some(HtmlToken::Close { .. }));
                let is_anchor = |one: &Attribute<'_>| one.name == "class" && one.value == "anchor";
                // The link that a heading has to itself: in a packet, its address would be that of
                // no page.
                if is_empty && name == "a" && attributes.iter().any(is_anchor) {
                    writer.replace(range, "");
                    next = NextText::Nothing;
                    continue;
                }
                next = writer.open(&name, &attributes, range);
            }
            (HtmlToken::Close { name, range }, NextText::Nothing) if name == "a" => {
                writer.replace(range, "");
            }
            (HtmlToken::Close { name, range }, _) => {
                if let Some(level) = writer.lower(&name) {
                    writer.replace(range, &format!("</h{level}>"));
                }
            }
            (HtmlToken::Text(range), NextText::Number) => {
                let number: Option<usize> = html[range.clone()].trim().parse().ok();
                if let Some(number) = number {
                    writer
                        .replace(range, &number.saturating_add(rules.footnotes_before).to_string());
                }
            }
            _ => {}
        }
    }
    writer.edited.finish()
}

/// A copy of HTML by the rules of its part.
struct Writer<'a> {
    /// The HTML of the part, copied as far as it has been read.
    edited: EditedHtml<'a>,
    /// What the longer page asks of its parts.
    rules: &'a PartRules<'a>,
}

impl Writer<'_> {
    /// Writes something in the place of `range`.
    fn replace(&mut self, range: Range<usize>, with: &str) {
        self.edited.replace(range, with);
    }

    /// The level of a heading in the page; `None` for the name of another element. A seventh level
    /// does not exist in HTML.
    fn lower(&self, name: &str) -> Option<u8> {
        let level: u8 = name.strip_prefix('h')?.parse().ok()?;
        (1..=6).contains(&level).then(|| (level + self.rules.levels).min(6))
    }

    /// Changes an opening tag. Says what the text after the tag is.
    fn open(&mut self, name: &str, attributes: &[Attribute<'_>], range: Range<usize>) -> NextText {
        let value = |key: &str| attributes.iter().find(|one| one.name == key).map(|one| one.value);
        if let Some(level) = self.lower(name) {
            let end = range.start + 1 + name.len();
            self.replace(range.start..end, &format!("<h{level}"));
        }
        let is_region = value("role") == Some("region");
        let is_back = value("class") == Some("note-back");
        for attribute in attributes {
            let inside = self.inside(name, attribute);
            let changed = match attribute.name.as_str() {
                "id" => Some(self.id(attribute.value)),
                "href" if inside.is_some() => inside.as_ref().map(|link| link.href.clone()),
                "href" => self.href(name, attribute.value),
                "class" => self.class(attribute.value),
                "aria-label" if is_back => value("href").map(|href| self.back_label(href)),
                "aria-label" if is_region => {
                    let mut label = String::new();
                    escape_into(&mut label, self.rules.region);
                    label.push_str(attribute.value);
                    Some(label)
                }
                key if refers_to_ids(key) => {
                    let ids = attribute.value.split_ascii_whitespace().map(|id| self.id(id));
                    Some(ids.collect::<Vec<_>>().join(" "))
                }
                _ => None,
            };
            if let Some(value) = changed {
                let key = &attribute.name;
                // After the id, which every footnote has, so that no tag has to be taken apart for
                // it.
                let is_item = name == "li" && key == "id" && is_footnote(attribute.value);
                let language = if is_item { self.rules.language } else { "" };
                let mut written = format!("{key}=\"{}\"{language}", escape_double_quotes(&value));
                if let Some(InsideLink { part, .. }) = inside {
                    let name = self.rules.part_name.replace("{n}", &part.to_string());
                    escape::attribute(&mut written, "data-where", &name);
                }
                self.replace(attribute.range.clone(), &written);
            }
        }
        let is_reference = value("role") == Some("doc-noteref");
        if is_reference { NextText::Number } else { NextText::AsWritten }
    }

    /// An id in the page.
    fn id(&self, id: &str) -> String {
        renumbered(id, self.rules.footnotes_before)
            .unwrap_or_else(|| format!("{}{id}", self.rules.prefix))
    }

    /// Where a link to a place in its own part leads; `None` if that stays as it is.
    ///
    /// `<link>` and other elements with an `href` name files, not places to go to.
    fn href(&self, element: &str, href: &str) -> Option<String> {
        if element != "a" {
            return None;
        }
        // `#` alone is the top of the page, or nothing at all.
        let id = href.strip_prefix('#').filter(|id| !id.is_empty())?;
        Some(format!("#{}", self.id(id)))
    }

    /// The other part to which an attribute leads.
    fn inside(&self, element: &str, attribute: &Attribute<'_>) -> Option<InsideLink> {
        let is_link = element == "a" && attribute.name == "href";
        (is_link && !attribute.value.starts_with('#'))
            .then(|| (self.rules.inside)(attribute.value))
            .flatten()
    }

    /// The class of what holds a heading: `heading h2`. Styles give it the size that fits its
    /// level.
    fn class(&self, class: &str) -> Option<String> {
        let level = self.lower(class.strip_prefix("heading ")?)?;
        Some(format!("heading h{level}"))
    }

    /// The label of a link back to a reference.
    fn back_label(&self, href: &str) -> String {
        let id = self.id(href.trim_start_matches('#'));
        // "2.3" is the third reference to the second footnote.
        let name = id.trim_start_matches("note-ref-").replace('-', ".");
        let mut label = String::new();
        escape_into(&mut label, &self.rules.note_back.replace("{n}", &name));
        label
    }
}

/// Whether the value of an attribute is a list of ids (HTML standard; WAI-ARIA 1.2, section 6.6).
/// Without the prefix, a label of one part would point into another one.
fn refers_to_ids(attribute: &str) -> bool {
    matches!(
        attribute,
        "for"
            | "headers"
            | "aria-activedescendant"
            | "aria-controls"
            | "aria-describedby"
            | "aria-details"
            | "aria-errormessage"
            | "aria-flowto"
            | "aria-labelledby"
            | "aria-owns"
    )
}

/// A value as it is in double quotes. Trusted HTML may have written it in others.
fn escape_double_quotes(value: &str) -> String {
    value.replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(html: &str) -> BodyPart {
        let anchors: Vec<String> = super::super::html::ids_in(html).collect();
        let mut body = Body { html: html.to_owned(), anchors, ..Body::default() };
        body.anchors.sort_unstable();
        let inside = |href: &str| {
            (href == "/hub/b/").then(|| InsideLink { href: "#wr-part-2".to_owned(), part: 2 })
        };
        let rules = PartRules {
            prefix: "wr-part-3-",
            language: "",
            levels: 1,
            footnotes_before: 4,
            region: "3. ",
            note_back: "Back to {n}",
            inside: &inside,
            part_name: "part {n}",
        };
        body_part(&body, &rules)
    }

    #[test]
    fn headings_go_down_and_ids_get_a_prefix() {
        for (html, wanted) in [
            (
                "<div class=\"heading h2\"><h2 id=\"a\">A</h2> \
                 <a class=\"anchor\" href=\"#a\" aria-label=\"x\"></a></div>",
                "<div class=\"heading h3\"><h3 id=\"wr-part-3-a\">A</h3> </div>",
            ),
            ("<h6>x</h6>", "<h6>x</h6>"),
            (
                "<p>x &lt;h2 id=\"a\"> <a href=\"#a\">b</a>",
                "<p>x &lt;h2 id=\"a\"> <a href=\"#wr-part-3-a\">b</a>",
            ),
            (
                "<a href=\"/hub/b/\">b</a> <a href=\"/hub/b\">c</a>",
                "<a href=\"#wr-part-2\" data-where=\"part 2\">b</a> <a href=\"/hub/b\">c</a>",
            ),
            ("<a href=\"#\">b</a>", "<a href=\"#\">b</a>"),
            ("<a class=\"anchor\">b</a><a class=\"anchor\"></a>", "<a class=\"anchor\">b</a>"),
            ("<link href='#a'><img src=\"#a\">", "<link href='#a'><img src=\"#a\">"),
            ("<p id='a\"b'>", "<p id=\"wr-part-3-a&quot;b\">"),
            (
                "<div role=\"region\" aria-label=\"Table 1\"><i aria-labelledby=\"a b\">",
                "<div role=\"region\" aria-label=\"3. Table 1\">\
                 <i aria-labelledby=\"wr-part-3-a wr-part-3-b\">",
            ),
            ("<hr><header>x</header>", "<hr><header>x</header>"),
            ("<!-- <h2 id=\"a\"> --><p>", "<!-- <h2 id=\"a\"> --><p>"),
            ("", ""),
        ] {
            assert_eq!(part(html).html, wanted);
        }
    }

    #[test]
    fn footnotes_are_numbered_on() {
        for (id, wanted) in [
            ("note-1", Some("note-5")),
            ("note-ref-12", Some("note-ref-16")),
            ("note-ref-1-2", Some("note-ref-5-2")),
            ("note-taking", None),
            ("notes", None),
            ("note-", None),
            ("note-18446744073709551615", None),
            ("note-99999999999999999999", None),
        ] {
            assert_eq!(renumbered(id, 4).as_deref(), wanted);
        }
    }

    #[test]
    fn a_section_of_its_author_is_not_the_footnotes() {
        let html = "<section class=\"notes\" role=\"doc-endnotes\">\n<ol>\n<li>x</li>\n</ol>\n\
                    </section>\n";
        assert_eq!(part(html).html, html);
        assert_eq!(part(html).footnotes, "");
    }
}
