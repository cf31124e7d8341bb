//! No-break and invisible spaces where nothing has to stay together: at both ends of a line.
//!
//! Within a line they may be meant (`10 a.m.`), and none is touched.

use super::edits::Edit;
use super::parts::{LineKind, Parts};

/// References to a no-break space, as web pages write it.
const REFERENCES: [&str; 4] = ["&nbsp;", "&#160;", "&#xa0;", "&#xA0;"];

pub(super) fn find(parts: &Parts<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for line in parts.lines.iter().filter(|line| line.kind != LineKind::Other) {
        let words = parts.words(line);
        let before = leading(words);
        let start = line.words + before.length;
        if before.is_foreign && !parts.is_untouchable(&(line.words..start)) {
            edits.push(Edit::removal(line.words..start));
        }
        let rest = &words[before.length..];
        let after =
            space(rest, |text| text.chars().next_back(), |text, part| text.strip_suffix(part));
        let start = line.end - after.length;
        // After a backslash, a reference is text.
        let is_escaped = parts.text[..start].ends_with('\\');
        if !after.is_foreign || is_escaped || parts.is_untouchable(&(start..line.end)) {
            continue;
        }
        // Two common spaces at the end are a line break.
        let common = rest.len() - rest.trim_end_matches(' ').len();
        let is_break = common > 1 && start > line.words;
        edits.push(Edit::new(start..line.end, if is_break { "  " } else { "" }));
    }
    edits
}

/// A text without white space of any kind before it.
pub(super) fn without_leading(text: &str) -> &str {
    &text[leading(text).length..]
}

fn leading(text: &str) -> EdgeSpace {
    space(text, |text| text.chars().next(), |text, part| text.strip_prefix(part))
}

/// The white space at one end of a text.
struct EdgeSpace {
    length: usize,
    /// Whether some of it is not a common space.
    is_foreign: bool,
}

fn space(
    text: &str,
    edge: impl Fn(&str) -> Option<char>,
    strip: impl for<'t> Fn(&'t str, &str) -> Option<&'t str>,
) -> EdgeSpace {
    let (mut rest, mut is_foreign) = (text, false);
    loop {
        let reference = REFERENCES.into_iter().find_map(|reference| strip(rest, reference));
        if let Some(shorter) = reference {
            (rest, is_foreign) = (shorter, true);
            continue;
        }
        let Some(c) = edge(rest).filter(|&c| c.is_whitespace() || is_invisible(c)) else { break };
        is_foreign |= !matches!(c, ' ' | '\t');
        rest = strip(rest, c.encode_utf8(&mut [0; 4])).unwrap_or_default();
    }
    EdgeSpace { length: text.len() - rest.len(), is_foreign }
}

/// Whether a character takes no room and joins or parts nothing at the end of a line.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')
}
