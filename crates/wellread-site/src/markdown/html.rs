//! A small tokenizer for raw HTML in Markdown.
//!
//! It splits a fragment into tags, text and comments, and decodes character references. It is no
//! HTML parser: it builds no tree, corrects nothing and knows no element. Whatever it can't read is
//! handed on as [`HtmlToken::Other`], which is refused in `raw.rs`, so that nothing reaches a page
//! that was understood only in part.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Parser};

/// A piece of raw HTML. Ranges are bytes of the fragment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum HtmlToken<'a> {
    /// Text, with character references still in it.
    Text(Range<usize>),
    /// An opening tag.
    Open { name: String, attributes: Vec<Attribute<'a>>, range: Range<usize> },
    /// A closing tag.
    Close { name: String, range: Range<usize> },
    /// A comment.
    Comment,
    /// A declaration or instruction (`<!…>`, `<?…>`), or a tag or comment that never ends.
    Other(Range<usize>),
}

/// An attribute as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attribute<'a> {
    /// The name in lower case.
    pub(crate) name: String,
    /// The value without its quotes, character references not decoded.
    pub(crate) value: &'a str,
    /// Where it is written.
    pub(crate) range: Range<usize>,
}

/// Whether an element has no closing tag (HTML standard, section 13.1.2).
pub(crate) fn is_void(name: &str) -> bool {
    const VOID: [&str; 13] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
        "track", "wbr",
    ];
    VOID.contains(&name)
}

/// Splits a fragment into tokens (HTML standard, section 13.2.5, without the states for scripts,
/// styles and other raw text). Linear in the fragment.
pub(crate) fn tokens(fragment: &str) -> Vec<HtmlToken<'_>> {
    let mut tokens = Vec::new();
    let (mut at, mut text_start) = (0, 0);
    while let Some(start) = fragment[at..].find('<').map(|found| at + found) {
        let rest = &fragment[start..];
        let (token, length) = if let Some(comment) = rest.strip_prefix("<!--") {
            // Without its end, a comment would silently swallow the rest of the page, or all up to
            // the end of the next one.
            // So it is looked for no further than the next one: many that are begun would each
            // look through all others.
            let next = comment.find("<!--");
            match comment[..next.unwrap_or(comment.len())].find("-->") {
                Some(end) => (HtmlToken::Comment, end + 7),
                None => {
                    let length = next.map_or(rest.len(), |next| next + 4);
                    (HtmlToken::Other(start..start + length), length)
                }
            }
        } else if rest.starts_with("<!") || rest.starts_with("<?") {
            let length = rest.find('>').map_or(rest.len(), |end| end + 1);
            (HtmlToken::Other(start..start + length), length)
        } else if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
            tag(fragment, start)
        } else {
            // `<` before a space or a digit is text in HTML, too.
            at = start + 1;
            continue;
        };
        if text_start < start {
            tokens.push(HtmlToken::Text(text_start..start));
        }
        tokens.push(token);
        at = start + length;
        text_start = at;
    }
    if text_start < fragment.len() {
        tokens.push(HtmlToken::Text(text_start..fragment.len()));
    }
    tokens
}

/// The tag that begins at `start`, and its length.
fn tag(fragment: &str, start: usize) -> (HtmlToken<'_>, usize) {
    let bytes = fragment.as_bytes();
    let closing = bytes.get(start + 1) == Some(&b'/');
    let name_start = start + 1 + usize::from(closing);
    let mut at = name_start;
    while bytes
        .get(at)
        .is_some_and(|&byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b':')
    {
        at += 1;
    }
    let name = fragment[name_start..at].to_ascii_lowercase();
    let mut attributes = Vec::new();
    loop {
        // `<br/>` and `<br>` are the same in HTML, where a slash before `>` means nothing.
        while bytes.get(at).is_some_and(|byte| byte.is_ascii_whitespace() || *byte == b'/') {
            at += 1;
        }
        match bytes.get(at) {
            None => return (HtmlToken::Other(start..bytes.len()), bytes.len() - start),
            Some(b'>') => break,
            Some(_) => {
                let (attribute, end) = attribute(fragment, at);
                attributes.push(attribute);
                at = end;
            }
        }
    }
    let range = start..at + 1;
    let length = range.len();
    let token = if closing {
        HtmlToken::Close { name, range }
    } else {
        HtmlToken::Open { name, attributes, range }
    };
    (token, length)
}

/// The attribute that begins at `start`, and where it ends.
fn attribute(fragment: &str, start: usize) -> (Attribute<'_>, usize) {
    let bytes = fragment.as_bytes();
    let ends = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'>' | b'/');
    // The first byte always belongs to the name, even if it is `=`, so that every call advances.
    let mut at = start + 1;
    while bytes.get(at).is_some_and(|&byte| !ends(byte)) {
        at += 1;
    }
    let name = fragment[start..at].to_ascii_lowercase();
    let skip_space = |mut at: usize| {
        while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
            at += 1;
        }
        at
    };
    let equals = skip_space(at);
    if bytes.get(equals) != Some(&b'=') {
        return (Attribute { name, value: "", range: start..at }, at);
    }
    at = skip_space(equals + 1);
    let (value, end) = match bytes.get(at) {
        Some(&quote @ (b'"' | b'\'')) => {
            let from = at + 1;
            // A value without its closing quote reaches to the end; then the tag never ends either.
            let length = fragment[from..].find(char::from(quote)).unwrap_or(fragment.len() - from);
            (&fragment[from..from + length], (from + length + 1).min(fragment.len()))
        }
        _ => {
            let from = at;
            while bytes.get(at).is_some_and(|&byte| !byte.is_ascii_whitespace() && byte != b'>') {
                at += 1;
            }
            (&fragment[from..at], at)
        }
    };
    (Attribute { name, value, range: start..end }, end)
}

/// Decodes character references as in Markdown: what is not one is text.
pub(super) fn decode(text: &str) -> String {
    decoded_pieces(text).into_iter().map(|piece| piece.decoded).collect()
}

/// A piece of text: either without a character reference in it, or one reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DecodedPiece<'a> {
    /// Where it is written.
    pub(super) range: Range<usize>,
    /// What it stands for.
    pub(super) decoded: Cow<'a, str>,
}

/// Splits text at its character references, so that each piece keeps its place.
pub(super) fn decoded_pieces(text: &str) -> Vec<DecodedPiece<'_>> {
    let literal =
        |range: Range<usize>| DecodedPiece { decoded: Cow::Borrowed(&text[range.clone()]), range };
    let mut pieces = Vec::new();
    let (mut start, mut from) = (0, 0);
    while let Some(at) = text[from..].find('&').map(|found| from + found) {
        from = at + 1;
        // The longest name in HTML's table has 31 letters. Looking no further for the semicolon
        // also stops text full of ampersands from being read again and again.
        let end = text.as_bytes()[at..].iter().take(34).position(|&byte| byte == b';');
        let Some(end) = end.filter(|&end| end >= 2).map(|end| at + end + 1) else { continue };
        if let Some(decoded) = reference(&text[at..end]) {
            if start < at {
                pieces.push(literal(start..at));
            }
            pieces.push(DecodedPiece { range: at..end, decoded: Cow::Owned(decoded) });
            (start, from) = (end, end);
        }
    }
    if start < text.len() {
        pieces.push(literal(start..text.len()));
    }
    pieces
}

/// What `&name;` or `&#number;` stands for (CommonMark 0.31, section 2.5). The Markdown parser is
/// asked: it has the table of over 2,000 names, and raw HTML must not read a name differently.
fn reference(text: &str) -> Option<String> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '#';
    if !text[1..text.len() - 1].chars().all(is_name) {
        return None;
    }
    Parser::new(text).find_map(|event| match event {
        Event::Text(decoded) => Some(decoded.into_string()),
        _ => None,
    })
}

/// The ids in HTML.
pub(crate) fn ids_in(html: &str) -> impl Iterator<Item = String> {
    tokens(html).into_iter().filter_map(|token| match token {
        HtmlToken::Open { attributes, .. } => {
            let id = attributes.iter().find(|attribute| attribute.name == "id")?;
            Some(decode(id.value))
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_attributes() {
        let found = tokens("a <b>x</b><!-- c --> < 1 <div id='q' Class=\"w\" open data-x=1/>");
        let names: Vec<String> = found
            .iter()
            .map(|token| match token {
                HtmlToken::Text(_) => "text".to_owned(),
                HtmlToken::Open { name, attributes, .. } => {
                    let names: Vec<_> = attributes
                        .iter()
                        .map(|attribute| format!("{}={}", attribute.name, attribute.value))
                        .collect();
                    format!("{name}[{}]", names.join(","))
                }
                HtmlToken::Close { name, .. } => format!("/{name}"),
                HtmlToken::Comment => "comment".to_owned(),
                HtmlToken::Other(_) => "other".to_owned(),
            })
            .collect();
        let wanted =
            ["text", "b[]", "text", "/b", "comment", "text", "div[id=q,class=w,open=,data-x=1/]"];
        assert_eq!(names, wanted);
    }

    #[test]
    fn unfinished_tags_end_with_the_fragment() {
        assert_eq!(tokens("<b x='"), [HtmlToken::Other(0..6)]);
        assert_eq!(tokens("<!-- x"), [HtmlToken::Other(0..6)]);
        assert!(
            matches!(tokens("</ >").as_slice(), [HtmlToken::Close { name, .. }] if name.is_empty())
        );
    }

    #[test]
    fn references_are_decoded() {
        assert_eq!(decode("a &amp; b &#x41; &copy; AT&T"), "a & b A © AT&T");
        assert_eq!(decode("&notanentity; &#0; &;"), "&notanentity; \u{fffd} &;");
    }
}
