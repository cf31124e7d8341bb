//! Reads the pages of a site: checks that their tags nest, and finds elements by selectors.
//!
//! It is stricter than a browser: every element that is not void must be closed, and an element
//! where a browser would move it elsewhere is an error.

use std::ops::Range;

use html5gum::{DefaultEmitter, Token, Tokenizer};

/// Void elements (HTML standard, section 13.1.2).
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// Elements before which a browser closes an open paragraph (HTML standard, section 13.2.6.4.7).
const CLOSES_PARAGRAPH: [&str; 27] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "details",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h2",
    "h3",
    "header",
    "hr",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "ul",
    "li",
];

/// Elements that only a few parents may have, with these parents.
const PARENTS: [(&str, &[&str]); 9] = [
    ("li", &["ul", "ol"]),
    ("dt", &["dl", "div"]),
    ("dd", &["dl", "div"]),
    ("tr", &["table", "thead", "tbody", "tfoot"]),
    ("td", &["tr"]),
    ("th", &["tr"]),
    ("tbody", &["table"]),
    ("summary", &["details", "entry"]),
    ("figcaption", &["figure"]),
];

/// An element of a page.
#[derive(Debug)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    /// The range of its content in the page, in bytes.
    inner: Range<usize>,
    /// The range of its text in the text of the page, in bytes.
    text: Range<usize>,
    parent: Option<usize>,
}

impl Element {
    pub(crate) fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| name == attribute).map(|(_, value)| value.as_str())
    }

    fn has_class(&self, class: &str) -> bool {
        self.get("class").is_some_and(|all| all.split(' ').any(|one| one == class))
    }
}

/// A page, or a part of one, whose tags nest.
#[derive(Debug)]
pub(crate) struct Markup<'a> {
    html: &'a str,
    /// In the order of their opening tags.
    pub(crate) elements: Vec<Element>,
    /// The text without tags, scripts and styles.
    pub(crate) text: String,
}

/// Parses HTML. The error says what does not nest, and where.
pub(crate) fn parse(html: &str) -> Result<Markup<'_>, String> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut elements: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut text = String::new();
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let token = token.map_err(|error| format!("{error:?}"))?;
        let fail = |at: usize, what: &str| {
            let mut start = at.saturating_sub(60);
            while !html.is_char_boundary(start) {
                start -= 1;
            }
            let mut end = (at + 60).min(html.len());
            while !html.is_char_boundary(end) {
                end += 1;
            }
            Err(format!("{what}: …{}…", &html[start..end]))
        };
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                let is = |one: &usize, wanted: &str| elements[*one].name == wanted;
                let in_paragraph = open.iter().any(|one| is(one, "p"));
                if in_paragraph && CLOSES_PARAGRAPH.contains(&name.as_str()) {
                    return fail(tag.span.start, &format!("<{name}> inside <p>"));
                }
                let in_link = open.iter().any(|one| is(one, "a") || is(one, "button"));
                if in_link && matches!(name.as_str(), "a" | "button" | "input") {
                    return fail(tag.span.start, &format!("<{name}> inside <a>"));
                }
                let parent = open.last().map_or("", |&one| elements[one].name.as_str());
                if let Some((_, parents)) = PARENTS.iter().find(|(one, _)| *one == name)
                    && !parents.contains(&parent)
                {
                    return fail(tag.span.start, &format!("<{name}> inside <{parent}>"));
                }
                let utf8 = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                let attributes = tag.attributes.iter().map(|(key, value)| (utf8(key), utf8(value)));
                elements.push(Element {
                    attributes: attributes.collect(),
                    inner: tag.span.end..tag.span.end,
                    text: text.len()..text.len(),
                    parent: open.last().copied(),
                    name,
                });
                let is_void = VOID.contains(&elements[elements.len() - 1].name.as_str());
                if !is_void && !tag.self_closing {
                    open.push(elements.len() - 1);
                }
            }
            Token::EndTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name);
                match open.pop() {
                    Some(last) if elements[last].name == name => {
                        elements[last].inner.end = tag.span.start;
                        elements[last].text.end = text.len();
                    }
                    _ => return fail(tag.span.start, &format!("</{name}> closes nothing")),
                }
            }
            Token::String(string) => {
                let hidden = |&one: &usize| matches!(&*elements[one].name, "script" | "style");
                if !open.last().is_some_and(hidden) {
                    text.push_str(&String::from_utf8_lossy(&string));
                }
            }
            Token::Error(error) => {
                return fail(error.span.start, &format!("not HTML ({})", error.value));
            }
            Token::Comment(_) | Token::Doctype(_) => {}
        }
    }
    match open.last() {
        Some(&one) => Err(format!("<{}> is never closed", elements[one].name)),
        None => Ok(Markup { html, elements, text }),
    }
}

impl Markup<'_> {
    /// The elements that match a selector made of `tag`, `.class`, `#id`, `[attribute]`,
    /// `[attribute=value]`, and a space for "anywhere inside".
    pub(crate) fn select<'s>(&'s self, selector: &'s str) -> impl Iterator<Item = &'s Element> {
        let steps: Vec<&str> = selector.split_whitespace().collect();
        (0..self.elements.len())
            .filter(move |&index| self.is_match(Some(index), &steps, true))
            .map(|index| &self.elements[index])
    }

    fn is_match(&self, index: Option<usize>, steps: &[&str], here: bool) -> bool {
        let Some((last, before)) = steps.split_last() else { return true };
        let Some(index) = index else { return false };
        let element = &self.elements[index];
        let outer = element.parent;
        (matches(element, last) && self.is_match(outer, before, false))
            || (!here && self.is_match(outer, steps, false))
    }

    /// The text of an element.
    pub(crate) fn text_of(&self, element: &Element) -> &str {
        &self.text[element.text.clone()]
    }

    /// One string for each element that matches: for `selector` its inner HTML, for
    /// `selector @attribute` the value of an attribute, for `selector @text` its text.
    pub(crate) fn extract(&self, selector: &str) -> Vec<String> {
        let (selector, what) = selector.split_once('@').unwrap_or((selector, ""));
        let found = self.select(selector);
        let inner = |element: &Element| self.html[element.inner.clone()].trim().to_owned();
        match what {
            "" => found.map(inner).collect(),
            "text" => found.map(|element| one_line(self.text_of(element))).collect(),
            name => found.filter_map(|element| element.get(name)).map(str::to_owned).collect(),
        }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether an element matches a selector without spaces.
fn matches(element: &Element, selector: &str) -> bool {
    let start = selector.find(['.', '#', '[']).unwrap_or(selector.len());
    let (name, mut rest) = selector.split_at(start);
    if !name.is_empty() && name != element.name {
        return false;
    }
    while let Some(kind) = rest.chars().next() {
        let end = rest[1..].find(['.', '#', '[']).map_or(rest.len(), |at| at + 1);
        let (part, after) = rest.split_at(end);
        let fits = match kind {
            '.' => element.has_class(&part[1..]),
            '#' => element.get("id") == Some(&part[1..]),
            _ => match part[1..].trim_end_matches(']').split_once('=') {
                Some((name, value)) => element.get(name) == Some(value),
                None => element.get(part[1..].trim_end_matches(']')).is_some(),
            },
        };
        if !fits {
            return false;
        }
        rest = after;
    }
    true
}

#[test]
fn a_selector_finds_what_it_names() {
    let page =
        parse("<div class=\"a b\"><p id=\"x\">One <b>two</b></p></div><p>Three</p>").unwrap();
    assert_eq!(page.extract("p"), ["One <b>two</b>", "Three"]);
    assert_eq!(page.extract("div.b p"), ["One <b>two</b>"]);
    assert_eq!(page.extract("#x @text"), ["One two"]);
    assert_eq!(page.extract("[id] @id"), ["x"]);
    assert_eq!(page.extract(".c p").len(), 0);
}

#[test]
fn what_does_not_nest_is_an_error() {
    for bad in
        ["<b><i></b></i>", "<p>", "</p>", "<p><div></div></p>", "<a><b><a></a></b></a>", "<p a a>"]
    {
        assert!(parse(bad).is_err(), "{bad}");
    }
    assert!(parse("<!doctype html><p>a<br>b &amp; c<img alt=\"\"></p>").is_ok());
}
