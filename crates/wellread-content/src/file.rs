//! A file as text: where its front matter ends, and what keeps it from being read at all.

use wellread_model::{Diagnostic, Kind, Place, SourcePath, Span};

use crate::fields::is_unprintable;
use crate::keys::keys;

/// Splits a file into front matter and body, both without the `---` lines.
pub(crate) fn split(text: &str) -> Option<(Span, Span)> {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut lines = text[start..].split_inclusive('\n');
    let first = lines.next().filter(|line| line.trim_end() == "---")?;
    let begin = start + first.len();
    let mut at = begin;
    for line in lines {
        let end = at + line.len();
        if matches!(line.trim_end(), "---" | "...") {
            return Some((Span::new(begin, at), Span::new(end, text.len())));
        }
        at = end;
    }
    None
}

pub(crate) fn no_front_matter(path: &SourcePath, text: &str, kind: Kind) -> Diagnostic {
    let place = Place::at(path.clone(), Span::new(0, 0));
    let first = keys(kind).first().map_or("title", |key| key.name);
    let example = format!("---\n{first}: …\n---");
    if text.trim().is_empty() {
        return Diagnostic::error(
            "no-front-matter",
            Place::file(path.clone()),
            "This file is empty.",
        )
        .help(format!("Begin it with these three lines, or delete it:\n{example}"));
    }
    if text
        .trim_start_matches('\u{feff}')
        .lines()
        .next()
        .is_some_and(|line| line.trim_end() == "---")
    {
        return Diagnostic::error(
            "no-front-matter",
            place,
            "The settings at the top of this file begin with --- and never end.",
        )
        .help("Write a line with only --- after the last of them.");
    }
    Diagnostic::error("no-front-matter", place, "This file has no settings at its top.")
        .help(format!("Begin the file, in its first line, with:\n{example}"))
}

pub(crate) fn not_utf8(path: &SourcePath, bytes: &[u8]) -> Diagnostic {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Diagnostic::error(
            "not-utf-8",
            Place::file(path.clone()),
            "This file is saved as UTF-16 (\"Unicode\" in Windows), which cannot be read.",
        )
        .help("Save it again and choose the encoding UTF-8.");
    }
    let good = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    let line = bytes[..good].iter().filter(|&&byte| byte == b'\n').count() + 1;
    Diagnostic::error(
        "not-utf-8",
        Place::file(path.clone()),
        format!("Line {line} of this file holds a character that is not saved as UTF-8."),
    )
    .help("Save the file again and choose the encoding UTF-8.")
}

/// The first character that no page may hold, also one that is written as `&#11;`.
pub(crate) fn unprintable(path: &SourcePath, text: &str) -> Option<Diagnostic> {
    // Nearly every file is decided by its bytes alone.
    let suspicious = |&byte: &u8| {
        (byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r'))
            || matches!(byte, 0x7f | 0xc2 | 0xef | 0xf0..)
    };
    let written = || text.char_indices().find(|&(_, c)| is_unprintable(c));
    let (at, c) =
        text.bytes().any(|byte| suspicious(&byte)).then(written).flatten().or_else(|| {
            text.match_indices("&#").find_map(|(at, _)| Some((at, reference(text, at)?)))
        })?;
    let span = Span::new(at, at + if text[at..].starts_with(c) { c.len_utf8() } else { 2 });
    let message = format!("This line holds an invisible control character (U+{:04X}).", c as u32);
    Some(Diagnostic::error("control-character", Place::at(path.clone(), span), message).help(
        "It often comes from Word or a PDF. Delete the words around this place and type them \
             again.",
    ))
}

/// The control character that the reference at a place in a text stands for, if it is one.
fn reference(text: &str, at: usize) -> Option<char> {
    let (number, _) = text[at + 2..].split_once(';').filter(|(number, _)| number.len() <= 7)?;
    let number = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(number).filter(|&c| is_unprintable(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_ends_at_its_mark() {
        let parts = |text: &str| {
            split(text).map(|(front, body)| {
                (text[front.start..front.end].to_owned(), text[body.start..body.end].to_owned())
            })
        };
        let pair = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(parts("---\na: 1\n---\nBody"), pair("a: 1\n", "Body"));
        assert_eq!(parts("\u{feff}---\r\na: 1\r\n---\r\nB"), pair("a: 1\r\n", "B"));
        assert_eq!(parts("---\n---\n"), pair("", ""));
        assert_eq!(parts("---\na: 1\n---"), pair("a: 1\n", ""));
        assert_eq!(parts("text"), None);
        assert_eq!(parts("---\na: 1\n"), None);
    }
}
