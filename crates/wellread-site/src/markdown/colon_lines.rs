//! Lines that begin with a colon and do not begin a definition: `:)`, `:30 is the latest`.
//!
//! The parser takes every such line for a definition of the paragraph above it. Only a colon with
//! white space after it begins one, as in other programs. So the parser gets a character in its
//! place that is nowhere in the body, and each of its events gets the colon back. A backslash would
//! not do: in code and raw HTML, readers would see it.

use pulldown_cmark::{CowStr, Event, Parser, Tag};

use super::options::options;

/// Characters of two bytes that hardly any text holds: punctuation like the colon, so that emphasis
/// next to them begins and ends as next to a colon.
const STAND_INS: [char; 4] = ['\u{7f7}', '\u{7f8}', '\u{7f9}', '\u{70d}'];

/// A body in which stand-ins take the place of colons.
#[derive(Debug)]
pub(super) struct ColonLines {
    /// What the parser gets.
    pub(super) text: String,
    /// Which character stands for a colon.
    pub(super) stand_in: char,
    /// Where the colons were in the body, in order.
    pub(super) colons: Vec<usize>,
}

/// Replaces the colons that would wrongly begin a definition. `None` if there are none.
pub(super) fn colon_lines(body: &str) -> Option<ColonLines> {
    let candidates = candidates(body);
    if candidates.is_empty() {
        return None;
    }
    let stand_in = STAND_INS.into_iter().find(|&sign| !body.contains(sign))?;
    let sure = candidates.iter().filter(|one| one.is_sure).map(|one| one.at).collect();
    let mut lines = replaced(body, stand_in, sure);
    if candidates.iter().any(|one| !one.is_sure) {
        // `:--|--` below one line is a table, and below several it is not. The parser knows.
        let definitions = definitions(&lines.text);
        let before = |at| lines.colons.partition_point(|&colon| colon < at);
        let is_wrong = |one: &LeadingColon| {
            one.is_sure || definitions.binary_search(&(one.at + before(one.at))).is_ok()
        };
        let wrong = candidates.iter().filter(|one| is_wrong(one)).map(|one| one.at).collect();
        lines = replaced(body, stand_in, wrong);
    }
    (!lines.colons.is_empty()).then_some(lines)
}

/// The colon that begins a line, without white space after it.
struct LeadingColon {
    at: usize,
    /// Whether it begins no row of hyphens, which may be part of a table.
    is_sure: bool,
}

/// The colons that begin a line and would begin no definition in other programs, in the order of
/// the body.
fn candidates(body: &str) -> Vec<LeadingColon> {
    let mut found = Vec::new();
    // Colons are rarer than lines.
    for (at, _) in body.match_indices(':') {
        let before = body[..at].trim_end_matches([' ', '\t', '>']);
        if !before.is_empty() && !before.ends_with(['\n', '\r']) {
            continue;
        }
        let rest = &body[at..];
        let line = rest.split_inclusive(['\n', '\r']).next().unwrap_or(rest);
        if line.len() > 1 && !line[1..].starts_with(char::is_whitespace) {
            let is_row =
                line.trim_end().bytes().all(|byte| b":-| \t".contains(&byte)) && line.contains('-');
            found.push(LeadingColon { at, is_sure: !is_row });
        }
    }
    found
}

/// Where the definitions in a text begin.
fn definitions(text: &str) -> Vec<usize> {
    let events = Parser::new_ext(text, options()).into_offset_iter();
    let mut starts: Vec<usize> = events
        .filter(|(event, _)| matches!(event, Event::Start(Tag::DefinitionListDefinition)))
        .map(|(_, range)| range.start)
        .collect();
    starts.sort_unstable();
    starts
}

/// The body with a stand-in for each of these colons.
fn replaced(body: &str, stand_in: char, colons: Vec<usize>) -> ColonLines {
    let mut text = String::with_capacity(body.len() + colons.len());
    let mut at = 0;
    for &colon in &colons {
        text.push_str(&body[at..colon]);
        text.push(stand_in);
        at = colon + 1;
    }
    text.push_str(&body[at..]);
    ColonLines { text, stand_in, colons }
}

/// Gives an event its colons back.
pub(super) fn with_colons<'a>(event: Event<'a>, stand_in: char) -> Event<'a> {
    let colons = |text: CowStr<'a>| match text.contains(stand_in) {
        true => text.replace(stand_in, ":").into(),
        false => text,
    };
    match event {
        Event::Text(text) => Event::Text(colons(text)),
        Event::Code(code) => Event::Code(colons(code)),
        Event::Html(html) => Event::Html(colons(html)),
        Event::InlineHtml(html) => Event::InlineHtml(colons(html)),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let (dest_url, title, id) = (colons(dest_url), colons(title), colons(id));
            Event::Start(Tag::Link { link_type, dest_url, title, id })
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            let (dest_url, title, id) = (colons(dest_url), colons(title), colons(id));
            Event::Start(Tag::Image { link_type, dest_url, title, id })
        }
        // Nothing else reaches beyond its line, so it holds no character from the beginning of one.
        event => event,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(body: &str) -> String {
        let lines = colon_lines(body);
        lines.map_or_else(|| body.to_owned(), |lines| lines.text.replace(lines.stand_in, "!"))
    }

    #[test]
    fn only_a_colon_with_white_space_begins_a_definition() {
        for (body, wanted) in [
            ("a\n:)\n", "a\n!)\n"),
            ("a\r\n\r\n:30 b", "a\r\n\r\n!30 b"),
            ("a\r:30 b", "a\r!30 b"),
            ("> a\n> > :x\n  :y", "> a\n> > !x\n  !y"),
            ("a\n: b\n:\tc\n:\n:", "a\n: b\n:\tc\n:\n:"),
            ("a\n:--:\n", "a\n!--:\n"),
            ("a | b\n:-|-\n", "a | b\n:-|-\n"),
            ("a | b\n:-|-|-\n", "a | b\n!-|-|-\n"),
            ("a | b\n:-- | :-:\n:) | c", "a | b\n:-- | :-:\n!) | c"),
            ("a\nb\n:--:\n:)\n", "a\nb\n!--:\n!)\n"),
            ("# a\nb | c\n:-:|-\n:)\n", "# a\nb | c\n:-:|-\n!)\n"),
        ] {
            assert_eq!(given(body), wanted, "{body:?}");
        }
    }

    #[test]
    fn a_body_may_hold_the_stand_ins() {
        let lines = colon_lines("\u{7f7}\n:)").unwrap();
        assert_eq!(lines.stand_in, '\u{7f8}');
        assert!(colon_lines("\u{7f7}\u{7f8}\u{7f9}\u{70d}\n:)").is_none());
    }
}
