//! Addresses that stylesheets and scripts load, as they are written in them.

use std::ops::Range;

use wellread_model::url::begins_with;

/// An address with its place.
type WrittenAddress<'t> = (Range<usize>, &'t str);

/// The addresses in `url(…)` and `@import` of a stylesheet, comments and other texts left out.
/// Linear in its length.
pub(super) fn css_addresses(css: &str) -> Vec<WrittenAddress<'_>> {
    let starts = |at: usize, mark: &str| {
        css.as_bytes()[at..]
            .get(..mark.len())
            .is_some_and(|s| s.eq_ignore_ascii_case(mark.as_bytes()))
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < css.len() {
        if starts(at, "/*") {
            at = css[at..].find("*/").map_or(css.len(), |end| at + end + 2);
        } else if starts(at, "\"") || starts(at, "'") {
            at = string_at(css, at).map_or(at + 1, |(range, _)| range.end + 1);
        } else if let Some(mark) = ["url(", "@import"].into_iter().find(|mark| starts(at, mark)) {
            let begin = at + mark.len();
            let begin = begin + css[begin..].len() - css[begin..].trim_start().len();
            let written = if starts(begin, "\"") || starts(begin, "'") {
                string_at(css, begin)
            } else if mark == "url(" {
                let end = css[begin..].find(')').map_or(css.len(), |end| begin + end);
                Some((begin..end, css[begin..end].trim_end()))
            } else {
                // `@import url(…)` is found as `url(…)`.
                None
            };
            at = written.as_ref().map_or(begin, |(range, _)| range.end + 1);
            found.extend(written);
        } else {
            at += css[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    found
}

/// What a script does with an address that follows: it loads it, or opens a connection.
const LOADERS: [&str; 12] = [
    "import",
    "from",
    "import(",
    "importscripts(",
    "fetch(",
    "src=",
    "sendbeacon(",
    "websocket(",
    "eventsource(",
    "worker(",
    "request(",
    "open(\"get\",",
];

/// The addresses of a script that it loads, as far as they are written where it does.
pub(super) fn script_addresses(script: &str) -> Vec<WrittenAddress<'_>> {
    let mut found = Vec::new();
    // Quotation marks come in pairs, but a comment or a regular expression may hold a single one.
    // So each mark is looked at by itself: whether an address follows, and what comes before.
    let mut line_start = 0;
    for (at, mark) in script.char_indices() {
        if mark == '\n' {
            line_start = at + 1;
        }
        if !matches!(mark, '"' | '\'' | '`') {
            continue;
        }
        let rest = &script[at + 1..];
        if !has_host(rest) || !is_loader(&script[..at]) || is_comment(&script[line_start..]) {
            continue;
        }
        let end = rest.find([mark, '\n']).map_or(script.len(), |end| at + 1 + end);
        found.push((at + 1..end, &script[at + 1..end]));
    }
    found
}

/// Whether an address begins with a host, and not with the path of a page or file.
pub(super) fn has_host(address: &str) -> bool {
    ["http://", "https://", "//", "ws://", "wss://"]
        .into_iter()
        .any(|start| begins_with(address, start))
}

/// Whether a text begins with a line that is a comment.
fn is_comment(text: &str) -> bool {
    let line = text.trim_start();
    line.starts_with("//") || line.starts_with('*') || line.starts_with("/*")
}

/// Whether what comes before an address loads it.
fn is_loader(before: &str) -> bool {
    // The longest loader with spaces in it is shorter than this.
    let tail: Vec<char> = before.chars().rev().take(40).collect();
    let tail: String = tail
        .into_iter()
        .rev()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect();
    let tail = tail.replace('\'', "\"");
    let tail = tail.trim_end_matches("newurl(");
    LOADERS.iter().any(|loader| tail.ends_with(loader))
}

/// The text in quotation marks that begin at a place.
fn string_at(text: &str, start: usize) -> Option<WrittenAddress<'_>> {
    let mark = text[start..].chars().next()?;
    let begin = start + mark.len_utf8();
    let end = begin + text[begin..].find(mark)?;
    Some((begin..end, &text[begin..end]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses<'t>(found: &[WrittenAddress<'t>]) -> Vec<&'t str> {
        found.iter().map(|(_, address)| *address).collect()
    }

    #[test]
    fn of_stylesheets() {
        let css = "@import 'a.css'; @import url(\"b.css\"); /* url(c.css) */\n\
                   @font-face { src: url( d.woff2 ) format('x'), URL('e') } p { content: \"url(f)\" }";
        assert_eq!(addresses(&css_addresses(css)), ["a.css", "b.css", "d.woff2", "e"]);
        assert_eq!(addresses(&css_addresses("p { background: url(")), [""]);
    }

    #[test]
    fn of_scripts() {
        let script = "import x from 'https://a/x.js';\nimport \"https://b\"; fetch( `https://c` )\n\
                      image.src = '//d'; new WebSocket('wss://e'); // it's\n // fetch('https://f')\n\
                      link.href = 'https://g'; const from = 'https://h'; r.open('GET', 'https://i')";
        let found = script_addresses(script);
        assert_eq!(
            addresses(&found),
            ["https://a/x.js", "https://b", "https://c", "//d", "wss://e", "https://i"]
        );
    }
}
