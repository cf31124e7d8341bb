//! Web and email addresses that are in a text without brackets, as people paste them. They become
//! links, as GitHub makes them (GFM 0.29, section 6.9), which the parser does not.
//!
//! The characters at the end of a sentence are not part of an address. Phone numbers are not
//! guessed at. In links, code and raw `<a>` nothing is changed.

use std::collections::VecDeque;
use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use wellread_model::mail::is_email_address;
use wellread_model::url::{begins_like_web, has_web_scheme, host_and_port};

/// How long an address is at most, in bytes: none is longer, and a line may be as long as a file.
const LONGEST: usize = 2000;

/// An event of the parser, and where it is written.
type LocatedEvent<'a> = (Event<'a>, Range<usize>);

/// The events of a parser, with bare addresses as links.
pub(super) struct BareLinks<'a, I: Iterator<Item = LocatedEvent<'a>>> {
    /// What the parser reads.
    text: &'a str,
    /// The events of the parser, which has no such links.
    events: Peekable<I>,
    /// What comes before the next event.
    ready: VecDeque<LocatedEvent<'a>>,
    /// In how many links, images and blocks of code the next event is.
    depth: usize,
    /// In how many raw `<a>`.
    raw_links: usize,
}

impl<'a, I: Iterator<Item = LocatedEvent<'a>>> BareLinks<'a, I> {
    pub(super) fn new(text: &'a str, events: I) -> Self {
        Self { text, events: events.peekable(), ready: VecDeque::new(), depth: 0, raw_links: 0 }
    }

    /// Takes note of where links begin and end.
    fn enter(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => {
                self.depth += 1;
            }
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => self.depth -= 1,
            Event::InlineHtml(tag) | Event::Html(tag) => {
                let lower = tag.get(..3).unwrap_or("").to_ascii_lowercase();
                if lower == "</a" {
                    self.raw_links = self.raw_links.saturating_sub(1);
                } else if lower.starts_with("<a") && !lower.ends_with(|c: char| c.is_alphanumeric())
                {
                    self.raw_links += 1;
                }
            }
            _ => {}
        }
    }

    /// Whether addresses are looked for in a text.
    fn may_split(&self, text: &str, range: &Range<usize>) -> bool {
        self.depth == 0
            && self.raw_links == 0
            && may_hold_address(self.text, range)
            // What an entity or a backslash stands for is not part of an address.
            && self.text.get(range.clone()) == Some(text)
    }

    /// Puts a text into the queue, with the addresses that begin in it as links.
    fn split(&mut self, range: Range<usize>) {
        let mut at = range.start;
        let mut end = range.end;
        while let Some((address, url)) = first_address(self.text, at..end) {
            // The parser may hand over an address in pieces.
            let mut pieces = Vec::new();
            let mut covered = end;
            while covered < address.end
                && let Some((Event::Text(_), next)) = self.events.peek()
                && next.start == covered
            {
                covered = next.end;
                pieces.extend(self.events.next());
            }
            if covered < address.end {
                // Emphasis starts inside it: the parser treats that as emphasis, so the rest stays
                // text.
                break_off(&mut self.ready, self.text, at..end, pieces);
                return;
            }
            self.push_text(at..address.start);
            let link = Tag::Link {
                link_type: LinkType::Autolink,
                dest_url: url.into(),
                title: "".into(),
                id: "".into(),
            };
            self.ready.push_back((Event::Start(link), address.clone()));
            self.push_text(address.clone());
            self.ready.push_back((Event::End(TagEnd::Link), address.clone()));
            (at, end) = (address.end, covered.max(end));
        }
        self.push_text(at..end);
    }

    /// Puts a part of the text into the queue, if there is any.
    fn push_text(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.ready.push_back((Event::Text(self.text[range.clone()].into()), range));
        }
    }
}

/// Puts a text and the pieces after it into the queue as they are.
fn break_off<'a>(
    ready: &mut VecDeque<LocatedEvent<'a>>,
    text: &'a str,
    range: Range<usize>,
    pieces: Vec<LocatedEvent<'a>>,
) {
    ready.push_back((Event::Text(text[range.clone()].into()), range));
    ready.extend(pieces);
}

impl<'a, I: Iterator<Item = LocatedEvent<'a>>> Iterator for BareLinks<'a, I> {
    type Item = LocatedEvent<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(ready) = self.ready.pop_front() {
                return Some(ready);
            }
            let (event, range) = self.events.next()?;
            self.enter(&event);
            match event {
                Event::Text(text) if self.may_split(&text, &range) => self.split(range),
                event => return Some((event, range)),
            }
        }
    }
}

/// The first address that begins in a part of a text, and its URL. It may end after that part.
fn first_address(text: &str, part: Range<usize>) -> Option<(Range<usize>, String)> {
    let mut at = part.start;
    while at < part.end {
        let rest = &text[at..part.end];
        // Bytes are enough, since an address begins with ASCII, and most texts have none.
        let found = rest.bytes().enumerate().find_map(|(index, byte)| match byte {
            b'@' => Some((index, true)),
            b'h' | b'H' | b'w' | b'W' if begins_like_web(&text[at + index..]) => {
                Some((index, false))
            }
            _ => None,
        });
        let (index, is_mail) = found?;
        let place = at + index;
        let address = if is_mail { email_at(text, part.start, place) } else { url_at(text, place) };
        if address.is_some() {
            return address;
        }
        at = place + 1;
    }
    None
}

/// Whether an address may begin in a part of a text: there is an `@`, `htt` or `www`. It looks at
/// all bytes, which the compiler makes many at once.
fn may_hold_address(text: &str, part: &Range<usize>) -> bool {
    let from = |shift: usize| text.as_bytes().get(part.start + shift..).unwrap_or_default();
    let own = text.as_bytes()[part.clone()].iter();
    let mail = own.clone().fold(false, |found, &byte| found | (byte == b'@'));
    let web = own.zip(from(1)).zip(from(2)).fold(false, |found, ((&one, &two), &three)| {
        let [one, two, three] = [one | 0x20, two | 0x20, three | 0x20];
        found
            | ((one == b'h') & (two == b't') & (three == b't'))
            | ((one == b'w') & (two == b'w') & (three == b'w'))
    });
    mail | web
}

/// The web address that begins at a place.
fn url_at(text: &str, start: usize) -> Option<(Range<usize>, String)> {
    // In the middle of a word it is part of something else, and in a bracket right after one of a
    // link that lacks a character.
    let mut before = text[..start].chars().rev();
    match before.next() {
        Some('(') if before.next().is_some_and(|c| !c.is_whitespace()) => return None,
        Some(c) if c.is_alphanumeric() || "/@=.".contains(c) => return None,
        _ => {}
    }
    let near = &text[start..text.floor_char_boundary(start + LONGEST)];
    let ends = |c: char| c.is_whitespace() || c.is_control() || "<>\"|`[]{}\\^".contains(c);
    let mut address = near.split(ends).next().unwrap_or(near);
    let opening = address.matches('(').count();
    let mut closing = address.matches(')').count();
    loop {
        let last = address.chars().next_back()?;
        match last {
            ')' if opening < closing => closing -= 1,
            _ if "?!.,:;*_~'’”»…".contains(last) => {}
            _ => break,
        }
        address = &address[..address.len() - last.len_utf8()];
    }
    let url =
        if has_web_scheme(address) { address.to_owned() } else { format!("https://{address}") };
    let host = host_and_port(&url);
    let is_host = host.contains('.') && !host.starts_with('.') && !host.contains("..");
    is_host.then(|| (start..start + address.len(), url))
}

/// The email address whose `@` is at a place, of which no part is before `from`.
fn email_at(text: &str, from: usize, at: usize) -> Option<(Range<usize>, String)> {
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || "._+-".contains(c);
    let nearest = text.floor_char_boundary(at.saturating_sub(LONGEST).max(from));
    let name = text[nearest..at].len() - text[nearest..at].trim_end_matches(is_of_name).len();
    let start = at - name;
    let near = &text[at + 1..text.floor_char_boundary(at + 1 + LONGEST)];
    let host = near.split(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '-').next()?;
    let host = host.trim_end_matches(['.', '-']);
    let address = &text[start..at + 1 + host.len()];
    let before = text[..start].chars().next_back();
    let is_alone = before.is_none_or(|c| !c.is_alphanumeric() && !"/@:".contains(c));
    (is_alone && is_email_address(address))
        .then(|| (start..start + address.len(), format!("mailto:{address}")))
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::Parser;

    use super::*;

    /// The addresses that become links, and the text as a whole.
    fn links(text: &str) -> Vec<String> {
        let events = BareLinks::new(text, Parser::new(text).into_offset_iter());
        let mut found = Vec::new();
        let mut all = String::new();
        for (event, _) in events {
            match event {
                Event::Start(Tag::Link { dest_url, .. }) => found.push(dest_url.to_string()),
                Event::Text(text) => all.push_str(&text),
                _ => {}
            }
        }
        assert_eq!(all, text, "nothing is lost");
        found
    }

    #[test]
    fn addresses_end_before_the_punctuation_of_a_sentence() {
        for (text, url) in [
            ("See https://example.org/a_b?c=d&e=f.", "https://example.org/a_b?c=d&e=f"),
            ("(https://example.org/a_(b))", "https://example.org/a_(b)"),
            ("www.example.org, and", "https://www.example.org"),
            ("Write to ana.b@example.org.", "mailto:ana.b@example.org"),
            ("HTTPS://EXAMPLE.ORG!", "HTTPS://EXAMPLE.ORG"),
            ("ñ https://example.org/ñ’", "https://example.org/ñ"),
        ] {
            assert_eq!(links(text), [url], "{text}");
        }
        assert_eq!(links("https://a.org https://b.org").len(), 2);
    }

    #[test]
    fn what_is_no_address_stays_text() {
        for text in [
            "https:// x",
            "https://localhost",
            "a@b",
            "@name",
            "xhttps://example.org",
            "www.",
            "http",
            "4 @ 5.00",
            "wwww.example",
        ] {
            assert_eq!(links(text), Vec::<String>::new(), "{text}");
        }
    }
}
