//! SVG: its element `metadata`, which holds what drawing programs know of the author and the file,
//! and scripts.
//!
//! Comments stay: licenses ask for them, and no program puts a place there.

use super::pieces::Pieces;

/// Adds the pieces that are published. Text is never cut off in a way that could be noticed.
pub(super) fn clean(file: &[u8], pieces: &mut Pieces) -> bool {
    // The format was recognized by text in UTF-8.
    let text = std::str::from_utf8(file).unwrap_or_default();
    let (mut written, mut at) = (0, 0);
    while let Some(start) = text[at..].find('<').map(|found| at + found) {
        let rest = &text[start..];
        at = start + skipped(rest);
        let Some(name) = metadata_name(rest) else { continue };
        let is_empty = rest[..at - start].ends_with("/>");
        let close = format!("</{name}");
        let end = if is_empty {
            Some(at)
        } else {
            // The name may be followed by a space before the bracket.
            let inside = text[at..].find(&close).map(|found| at + found);
            inside.and_then(|inside| text[inside..].find('>').map(|found| inside + found + 1))
        };
        // An element that is never closed is an error of the drawing, and no browser shows it.
        let Some(end) = end else { break };
        pieces.push_range(written..start);
        (written, at) = (end, end);
    }
    pieces.push_range(written..file.len());
    true
}

/// Whether an SVG image has a script, or runs one at an event or a click.
///
/// In a page, an image runs none. Opened by itself, it is a page of the site, and does.
pub(crate) fn has_script(file: &[u8]) -> bool {
    let text = std::str::from_utf8(file).unwrap_or_default();
    let mut at = 0;
    while let Some(start) = text[at..].find('<').map(|found| at + found) {
        let rest = &text[start..];
        at = start + skipped(rest);
        if is_script(&rest[..at - start]) {
            return true;
        }
    }
    false
}

/// Whether a tag is that of a script, or has one in its attributes.
fn is_script(tag: &str) -> bool {
    let inside = tag[1..].trim_end_matches(['>', '/']);
    // Comments, sections and instructions begin with a mark.
    if !inside.starts_with(char::is_alphabetic) {
        return false;
    }
    let mut words = inside.split_whitespace();
    let name = words.next().unwrap_or_default();
    let is_event = |word: &str| {
        let name = word.split('=').next().unwrap_or_default().to_ascii_lowercase();
        let event = name.strip_prefix("on").filter(|_| word.contains('='));
        event.is_some_and(|event| event.len() > 2 && event.bytes().all(|c| c.is_ascii_lowercase()))
    };
    name.rsplit(':').next() == Some("script")
        || words.any(is_event)
        || inside.to_ascii_lowercase().contains("javascript:")
}

/// The length of the comment, section, instruction or tag at the start of a text.
fn skipped(rest: &str) -> usize {
    for (open, close) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")] {
        if let Some(inside) = rest.strip_prefix(open) {
            return inside.find(close).map_or(rest.len(), |at| open.len() + at + close.len());
        }
    }
    // A value may hold the bracket that ends a tag.
    let mut quote = None;
    for (at, c) in rest.char_indices() {
        match (quote, c) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
    }
    rest.len()
}

/// The name of the element that a tag opens, with its prefix, if it is one of metadata.
fn metadata_name(tag: &str) -> Option<&str> {
    let name = tag.strip_prefix('<')?;
    let end = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
    let name = &name[..end];
    let local = name.rsplit(':').next().unwrap_or(name);
    (local == "metadata").then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_found() {
        for text in [
            "<svg><script>alert(1)</script></svg>",
            "<svg><svg:script href='a.js'/></svg>",
            "<svg onload=\"alert(1)\"/>",
            "<svg><a href='JavaScript:alert(1)'><g/></a></svg>",
        ] {
            assert!(has_script(text.as_bytes()), "{text}");
        }
        for text in [
            "<svg><!-- <script> --><g id='on' one='2'/></svg>",
            "<svg><text>onload=1, <![CDATA[<script>]]></text></svg>",
            "<svg><description/><a href='https://a.test/on=1'/></svg>",
        ] {
            assert!(!has_script(text.as_bytes()), "{text}");
        }
    }

    fn published(text: &str) -> String {
        let mut pieces = Pieces::default();
        clean(text.as_bytes(), &mut pieces);
        String::from_utf8(pieces.join(text.as_bytes())).unwrap()
    }

    #[test]
    fn only_metadata_goes() {
        for (text, expected) in [
            ("<svg><metadata id='a>b'>x<a/></metadata><g/></svg>", "<svg><g/></svg>"),
            ("<svg><metadata/><g/><svg:metadata>x</svg:metadata ></svg>", "<svg><g/></svg>"),
            ("<svg><!--<metadata>--><g/></svg>", "<svg><!--<metadata>--><g/></svg>"),
            (
                "<svg><style><![CDATA[<metadata>]]></style></svg>",
                "<svg><style><![CDATA[<metadata>]]></style></svg>",
            ),
            ("<svg><metadata><g/></svg>", "<svg><metadata><g/></svg>"),
            ("<svg><metadatas/>é</svg", "<svg><metadatas/>é</svg"),
        ] {
            assert_eq!(published(text), expected);
        }
    }
}
