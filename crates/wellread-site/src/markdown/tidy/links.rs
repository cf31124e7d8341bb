//! Addresses of the web in links, in HTML and in running text.

use super::edits::Edit;
use super::parts::Parts;
use super::urls::without_tracking;

/// How long an address is at most, in bytes; those of mail programs are long.
const LONGEST: usize = 4000;

pub(super) fn find(parts: &Parts<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for part in parts.editable() {
        let text = &parts.text[part.clone()];
        let mut at = 0;
        while let Some(found) = text[at..].find("://").map(|found| at + found) {
            at = found + "://".len();
            let Some(scheme) = ["https", "http"].into_iter().find(|scheme| {
                text[..found].len() >= scheme.len()
                    && text.is_char_boundary(found - scheme.len())
                    && text[found - scheme.len()..found].eq_ignore_ascii_case(scheme)
            }) else {
                continue;
            };
            let start = found - scheme.len();
            let length = length(&text[start..text.floor_char_boundary(start + LONGEST)]);
            at = start + length;
            if let Some(clean) = without_tracking(&text[start..start + length]) {
                edits.push(Edit::new(part.start + start..part.start + start + length, clean));
            }
        }
    }
    edits
}

/// How long the address is with which a text begins. What Markdown or a sentence puts after it is
/// no part of it.
fn length(text: &str) -> usize {
    let (mut round, mut square) = (0_usize, 0_usize);
    let end = text
        .char_indices()
        .find(|&(_, c)| {
            match c {
                '(' => round += 1,
                '[' => square += 1,
                ')' if round > 0 => round -= 1,
                ']' if square > 0 => square -= 1,
                ')' | ']' => return true,
                _ => {}
            }
            c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\'' | '`' | '|' | '\\')
        })
        .map_or(text.len(), |(at, _)| at);
    text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_', '~']).len()
}
