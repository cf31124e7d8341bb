//! A file as text: where its front matter ends, and what prevents it from being read at all.
//!
//! Front matter is the block of settings between two lines of `---` at the top of a Markdown file.
//! This module finds it; [`crate::node`] parses it. It works on bytes and lines only, so it can
//! report problems even where the front matter cannot be parsed.

use wellread_model::marks::{is_dash, is_hyphen};
use wellread_model::{Diagnostic, Kind, Place, SourcePath, Span};

use crate::formats::{is_unprintable, parse_date};
use crate::keys::{keys, title_key};

/// Splits a file into front matter and body, both without the `---` lines. `None` if it has no
/// front matter, or one without an end.
///
/// The first line must be `---`, as in Jekyll, where the convention is from. White space after the
/// dashes is fine, since editors do not show it.
pub(crate) fn split(text: &str) -> Option<(Span, Span)> {
    // Windows editors begin files with a byte-order mark, three bytes in UTF-8.
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut lines = text[start..].split_inclusive('\n');
    let first = lines.next().filter(|line| line.trim_end() == "---")?;
    let begin = start + first.len();
    let mut at = begin;
    for line in lines {
        let end = at + line.len();
        // Both end a YAML document (YAML 1.2.2, section 9.1.4).
        if matches!(line.trim_end(), "---" | "...") {
            return Some((Span::new(begin, at), Span::new(end, text.len())));
        }
        at = end;
    }
    None
}

/// The body of a Markdown file: all of it if it has no front matter. `None` if it seems to have one
/// whose end is not to be found, so that settings cannot be distinguished from the text.
///
/// # Examples
/// ```
/// use wellread_content::body_span;
/// use wellread_model::Span;
///
/// assert_eq!(body_span("---\ntitle: A\n---\nText"), Some(Span::new(17, 21)));
/// assert_eq!(body_span("Text"), Some(Span::new(0, 4)));
/// assert_eq!(body_span("---\ntitle: A\nText"), None);
/// ```
#[must_use]
pub fn body_span(text: &str) -> Option<Span> {
    if let Some((_, body)) = split(text) {
        return Some(body);
    }
    let mut lines = lines_with_places(text);
    let first = lines.find(|(_, line)| !line.trim().is_empty());
    if first.is_some_and(|(_, line)| mark(line).is_some() || line.trim_end() == "---") {
        return None;
    }
    // The byte-order mark is not part of the body.
    Some(Span::new(text.len() - text.trim_start_matches('\u{feff}').len(), text.len()))
}

/// Says what is wrong with a file that [`split`] finds no front matter in: it is empty, the block
/// has no end, or there is none. The help shows the key that a file of this kind needs.
pub(crate) fn no_front_matter(path: &SourcePath, text: &str, kind: Kind) -> Diagnostic {
    let example = format!("---\n{}: …\n---", title_key(kind));
    let error = |line: Option<(usize, &str)>, message: &str, help: String| {
        let place = line.map_or_else(
            || Place::file(path.clone()),
            |(at, line)| Place::at(path.clone(), Span::new(at, at + line.len())),
        );
        Diagnostic::error("no-front-matter", place, message).help(help)
    };
    let lines = || lines_with_places(text);
    let is_empty = |(_, line): &(usize, &str)| line.trim().is_empty();
    let Some(first) = lines().find(|line| !is_empty(line)) else {
        // An empty file has no line to point at.
        let help = format!("Begin it with these three lines, or delete it:\n{example}");
        return error(None, "This file is empty.", help);
    };
    let beginning = first.1.trim_start_matches('\u{feff}').to_ascii_lowercase();
    let formats = [("{\\rtf", "word processor"), ("<!doctype", "web page"), ("<html", "web page")];
    if let Some((_, what)) = formats.iter().find(|(sign, _)| beginning.starts_with(sign)) {
        let message = format!("This is a file of a {what}, with its commands between the words.");
        let help = "Open it in the program that it comes from, and copy the words. Make a new file \
                    with `wellread new`, and paste them there as plain text (Ctrl+Shift+V, on a Mac \
                    Cmd+Shift+V).";
        return error(Some((first.0, "")), &message, help.to_owned());
    }
    if first.1.starts_with("---\r") {
        let message = "The lines of this file end as on old Macs, so all of it is one line here.";
        let help =
            "Save it again with other line endings: LF, or CRLF, in the menu of your editor.";
        return error(Some((first.0, "")), message, help.to_owned());
    }
    let is_mark = first.1.trim_end() == "---";
    if is_mark && lines().next() == Some(first) {
        let message = "The settings at the top of this file begin with --- and never end.";
        let line = lines().skip(1).find(|(_, line)| is_like_mark(line));
        let line = line.or_else(|| lines().skip(1).find(|(_, line)| mark(line).is_some()));
        let help = line.and_then(|(_, line)| mark(line));
        return error(
            Some(line.unwrap_or((first.0, ""))),
            message,
            help.unwrap_or_else(|| "Write a line with only --- after the last of them.".to_owned()),
        );
    }
    if is_mark {
        let message = "The settings begin with --- here, and that must be the first line.";
        return error(Some(first), message, "Delete the empty lines above it.".to_owned());
    }
    if let Some(help) = mark(first.1) {
        let message = "The settings of a file begin with three hyphens in its first line.";
        return error(Some(first), message, help);
    }
    let help = format!("Begin the file, in its first line, with:\n{example}");
    error(Some((first.0, "")), "This file has no settings at the top.", help)
}

/// Says that the line that begins the settings is there twice: what follows the second one is
/// settings. `None` if it does not look so.
pub(crate) fn repeated_mark(
    path: &SourcePath,
    text: &str,
    [front, body]: [Span; 2],
    kind: Kind,
) -> Option<Diagnostic> {
    let first = text[body.start..].trim_start();
    let is_repeated = text[front.start..front.end].trim().is_empty()
        && keys(kind)
            .any(|key| first.strip_prefix(key.name).is_some_and(|rest| rest.starts_with(':')));
    is_repeated.then(|| {
        let place = Place::at(path.clone(), Span::new(front.end, body.start));
        let message = "The settings of this file end before they begin: there are two lines of --- \
                       above them.";
        Diagnostic::error("no-front-matter", place, message).help("Delete this line.")
    })
}

/// Says that settings are right below the second `---`, where readers would see them and they have
/// no effect. `None` if the first lines of the body are text.
pub(crate) fn settings_below(
    path: &SourcePath,
    text: &str,
    body: Span,
    kind: Kind,
) -> Option<Diagnostic> {
    let is_setting = |line: &&str| {
        let key = line
            .split_once(':')
            .filter(|(_, value)| value.is_empty() || value.starts_with([' ', '\t']));
        key.is_some_and(|(key, _)| keys(kind).any(|known| known.name == key))
    };
    let rest = &text[body.start..body.end];
    let start = rest.len() - rest.trim_start().len();
    let lines = || rest[start..].lines().map(str::trim_end);
    let is_item = |line: &&str| line.trim_start().starts_with("- ");
    let first = lines().next().filter(is_setting)?;
    let settings: Vec<&str> =
        lines().take_while(|line| is_setting(line) || is_item(line)).collect();
    // A sentence such as `cost: what to ask` goes on in the next line, or is below an empty one.
    let next = lines().nth(settings.len()).unwrap_or("");
    let value = first.split_once(':').map_or("", |(_, value)| value.trim());
    let is_sure = matches!(value, "true" | "yes") || parse_date(value).is_some();
    if !is_sure && (start > 0 || !(next.is_empty() || next == "---")) {
        return None;
    }
    let at = body.start + start;
    let place = Place::at(path.clone(), Span::new(at, at + first.len()));
    let message = "This setting is below the --- line, so it has no effect and readers see it.";
    let help = match settings.as_slice() {
        [one] => format!("Move it up, above the --- line:  {one}"),
        several => format!("Move these lines up, above the --- line:\n{}", several.join("\n")),
    };
    Some(Diagnostic::error("settings-below", place, message).help(help))
}

/// The body of a file that [`split`] finds no front matter in: what follows the first empty line.
/// It is only read for what it uses, so that this is not reported as unused.
pub(crate) fn likely_body(text: &str) -> Span {
    let is_empty = |(_, line): &(usize, &str)| line.trim().is_empty();
    let mut lines = lines_with_places(text).skip_while(is_empty);
    let start = lines.find(is_empty).map_or(text.len(), |(at, _)| at);
    Span::new(start, text.len())
}

/// The lines of a file without its byte-order mark, each with the byte at which it begins.
fn lines_with_places(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = text.len() - text.trim_start_matches('\u{feff}').len();
    text[at..].split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line.trim_end_matches(['\n', '\r']))
    })
}

/// What to write in place of a line that is meant to be `---`, or that has it at its beginning or
/// end: a word processor makes one dash of three hyphens, and a slip of the hand joins two lines.
fn mark(line: &str) -> Option<String> {
    let line = line.trim();
    // Line breaks of old Macs: the whole file is one line.
    if line.contains('\r') {
        return None;
    }
    let rest = line.strip_suffix("---").unwrap_or(line).trim_end();
    if is_like_mark(line) || (rest != line && rest.chars().count() == 1) {
        return Some("Write exactly three hyphens in place of this line:  ---".to_owned());
    }
    let (before, after) = match line.strip_prefix("---") {
        Some(after) => ("---", after.trim()),
        None if rest != line => (rest, "---"),
        None => return None,
    };
    Some(format!("Write two lines in place of this one:\n{before}\n{after}"))
}

/// Whether a line looks like `---` and may have been meant so: hyphens, dashes or underscores
/// alone.
fn is_like_mark(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && line.chars().all(|c| c == '_' || is_hyphen(c) || is_dash(c))
}

/// Says where a file stops being UTF-8, and which encoding it seems to have.
pub(crate) fn not_utf8(path: &SourcePath, bytes: &[u8]) -> Diagnostic {
    let place = Place::file(path.clone());
    // How archives begin, which files of Word and Pages are.
    if bytes.starts_with(b"PK\x03\x04")
        || bytes.starts_with(b"{\\rtf")
        || bytes.starts_with(b"%PDF")
    {
        let message = "This file is one of a word processor or a PDF, whatever its name says.";
        return Diagnostic::error("not-utf-8", place, message).help(
            "Open it there and copy its text into a new file: in a plain text editor, saved with a \
             name that ends with .md. Then delete this one.",
        );
    }
    // The byte-order mark of UTF-16, little or big endian.
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        let message =
            "This file is saved as UTF-16 (\"Unicode\" in Windows), which cannot be read.";
        return Diagnostic::error("not-utf-8", place, message)
            .help("Save it again and choose the encoding UTF-8.");
    }
    let valid = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    let line = bytes[..valid].iter().filter(|&&byte| byte == b'\n').count() + 1;
    let message =
        format!("Line {line} of this file contains a character that is not saved as UTF-8.");
    Diagnostic::error("not-utf-8", place, message)
        .help("Save the file again and choose the encoding UTF-8.")
}

/// Reports the first character that no page may hold, also one that is written as `&#11;`. The rest
/// of them usually came with the same paste, so one message is enough.
pub(crate) fn unprintable(path: &SourcePath, text: &str) -> Option<Diagnostic> {
    // Nearly every file is decided by its bytes alone, several times faster than by its characters:
    // these bytes begin all characters that `is_unprintable` is true of.
    let is_suspicious = |byte: u8| {
        (byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r'))
            || matches!(byte, 0x7f | 0xc2 | 0xef | 0xf0..)
    };
    let in_text = || text.char_indices().find(|&(_, c)| is_unprintable(c));
    let as_reference = || {
        // Whether there is one at all is known sooner than where it is.
        let mut references = text.contains("&#").then(|| text.match_indices("&#"))?;
        references.find_map(|(at, _)| Some((at, reference(text, at)?)))
    };
    // No early exit: a plain loop over all bytes is vectorized.
    let is_suspect = text.bytes().fold(false, |found, byte| found | is_suspicious(byte));
    let in_text = is_suspect.then(in_text).flatten();
    let (at, c) = in_text.or_else(as_reference)?;
    // For a character reference, mark its first two characters.
    let span = Span::new(at, at + if text[at..].starts_with(c) { c.len_utf8() } else { 2 });
    let message =
        format!("This line contains an invisible control character (U+{:04X}).", c as u32);
    Some(Diagnostic::error("control-character", Place::at(path.clone(), span), message).help(
        "It often comes from Word or a PDF. Delete the words around this place and type them \
             again.",
    ))
}

/// The control character that the numeric character reference at `at` stands for, if it is one.
/// Browsers decode such a reference, so it would reach the page like the character itself.
fn reference(text: &str, at: usize) -> Option<char> {
    // The longest reference to a code point is `&#x10FFFF;` or `&#1114111;`. Without a bound, a
    // text of many `&#` and no semicolon would be searched to its end for each of them.
    let after = &text.as_bytes()[at + 2..];
    let length = after.iter().take(8).position(|&byte| byte == b';')?;
    let number = text.get(at + 2..at + 2 + length)?;
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
