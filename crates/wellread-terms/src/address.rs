//! Finds URLs, e-mail addresses, domains, file names and paths in running text: the words inside
//! them are not words of the sentence, so no term is found there (rule 1).
//!
//! An *address* is any of these. What counts as one is decided by its characters alone; no list of
//! top-level domains or file types is consulted. The detection is lazy: only the text near a
//! candidate is read, and each part of a text at most once, from left to right. Which symbols may
//! are next to a form otherwise is decided in `boundary.rs`.

use std::ops::Range;

use crate::fold::{CharKind, Script, kind};

/// The addresses of one text, as far as it has been scanned.
#[derive(Default)]
pub(super) struct Addresses {
    /// Where the scan stopped, as a byte offset: at white space or at the end, so that it never
    /// stops inside an address. Text before it that is near no candidate was skipped.
    scanned: usize,
    /// The byte ranges of the addresses, in order and without overlap.
    found: Vec<Range<usize>>,
    /// The index in `found` of the first address that does not end before the latest candidate.
    next: usize,
}

/// Whether an address cuts the candidate at `start..end`: whether it contains the candidate, or
/// overlaps it and reaches beyond it. A candidate that is or contains a whole address (the term
/// `Understood.org`) is not cut. Candidates must come in the order of their starts.
pub(super) fn is_cut(addresses: &mut Addresses, text: &str, start: usize, end: usize) -> bool {
    scan_to(addresses, text, start, end);
    // No later candidate starts before this one, so these addresses are never needed again.
    while addresses.found.get(addresses.next).is_some_and(|address| address.end <= start) {
        addresses.next += 1;
    }
    addresses.found[addresses.next..]
        .iter()
        .take_while(|address| address.start < end)
        .any(|address| address.start < start || end < address.end)
}

/// Finds the addresses that touch `start..end`, unless they are known already.
fn scan_to(addresses: &mut Addresses, text: &str, start: usize, end: usize) {
    if addresses.scanned >= end {
        return;
    }
    // No address contains white space: what precedes the last white space before the candidate
    // cannot touch it.
    let from = if addresses.scanned < start {
        let unseen = &text[addresses.scanned..start];
        addresses.scanned + unseen.rfind(char::is_whitespace).unwrap_or(0)
    } else {
        addresses.scanned
    };
    let to = text[end..].find(char::is_whitespace).map_or(text.len(), |at| end + at);
    let mut at = from;
    for chunk in text[from..to].split(char::is_whitespace) {
        find_addresses(chunk, at, &mut addresses.found);
        at += chunk.len();
        at += text[at..to].chars().next().map_or(0, char::len_utf8);
    }
    addresses.scanned = to;
}

/// Appends the addresses in `chunk`, a run without white space that starts at byte `base`.
fn find_addresses(chunk: &str, base: usize, found: &mut Vec<Range<usize>>) {
    // Every address has at least one of these, and most words have none.
    if !chunk.bytes().any(|byte| matches!(byte, b'.' | b':' | b'@' | b'/' | b'\\')) {
        return;
    }
    let mut at = 0;
    while let Some(skipped) = chunk[at..].find(is_address_character) {
        let start = at + skipped;
        let rest = &chunk[start..];
        let whole = &rest[..rest.find(|c| !is_address_character(c)).unwrap_or(rest.len())];
        // Punctuation of the sentence at either end does not belong to the address.
        let edge = |c: char| ".:?-&+=".contains(c) || kind(c) == CharKind::Ignorable;
        let piece = whole.trim_end_matches(edge);
        let mut end = whole.len();
        if let Some(url) = url_start(piece) {
            // A URL may go on beyond `whole`, with characters that only URLs have.
            end = url + url_length(&rest[url..]);
            found.push(base + start + url..base + start + end);
        } else {
            // A dot at the start may belong to a path (`../`).
            let trimmed = piece.trim_start_matches(|c| c != '.' && edge(c) || c == '#');
            if is_address(trimmed) {
                let from = piece.len() - trimmed.len();
                found.push(base + start + from..base + start + piece.len());
            }
        }
        // Punctuation at the end of a URL is not part of it, but is not read again either.
        at = start + end.max(whole.len());
    }
}

/// Where a URL starts in `piece`: at its scheme, or at `www.`.
fn url_start(piece: &str) -> Option<usize> {
    if let Some(colon) = piece.find("://") {
        let scheme = piece[..colon].trim_end_matches(|c: char| c.is_ascii_alphanumeric());
        // `://` without a scheme is not a URL.
        if scheme.len() < colon {
            return Some(scheme.len());
        }
    }
    let is_www = piece.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www."));
    (is_www && piece.len() > 4).then_some(0)
}

/// The length in bytes of the URL that `rest` starts with. Unlike other addresses, a URL may
/// contain commas and brackets.
fn url_length(rest: &str) -> usize {
    // Quotation marks, em dashes, and the punctuation of CJK text, which follows without a space.
    let stop = |c: char| {
        matches!(c, '<' | '>' | '"' | '“' | '”' | '«' | '»' | '—')
            || matches!(u32::from(c), 0x3000..=0x3004 | 0x3008..=0x3020 | 0xff00..=0xff0f)
    };
    let url = &rest[..rest.find(stop).unwrap_or(rest.len())];
    url.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '\'', '’', '*']).len()
}

/// Whether `c` may be part of an address other than a URL. An address ends where a script without
/// spaces begins (`看iep.org。`).
fn is_address_character(c: char) -> bool {
    match c {
        '-' | '.' | '/' | '\\' | '@' | ':' | '%' | '~' | '+' | '=' | '&' | '?' | '#' => true,
        c => match kind(c) {
            CharKind::Letter(script) => script == Script::Spaced,
            CharKind::Mark | CharKind::Ignorable => true,
            _ => false,
        },
    }
}

/// Whether `piece`, a run of address characters, has the shape of an address.
fn is_address(piece: &str) -> bool {
    let starts_with = |prefix: &str| {
        piece.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    if ["mailto:", "tel:", "sms:"].iter().any(|scheme| starts_with(scheme)) {
        return true;
    }
    // A single slash is not a path: `/504` may be half of `IEP /504`. No sentence contains `../`.
    let is_path_start = ["/", "./", "../", "~/"].iter().any(|start| piece.starts_with(start));
    if is_path_start && piece.matches('/').count() >= 2 || piece.starts_with("../") {
        return true;
    }
    let mut before: Option<char> = None;
    for (at, c) in piece.char_indices() {
        let joined = before.is_some_and(is_part);
        let after = &piece[at + c.len_utf8()..];
        match c {
            '@' if joined && after.starts_with(is_part) => return true,
            // `C:\specs\iep`.
            '\\' if before.is_some_and(|c| c == ':' || is_part(c)) => return true,
            '.' if joined && is_last_label(after) => return true,
            _ => {}
        }
        before = Some(c);
    }
    false
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether `after`, the text after a dot, begins with a top-level domain or a file extension
/// (`org`, `pdf`, `MP4`): not with a single letter (`e.g.`, `I.E.P.`), and not with a title-case
/// word (`M.Ed`, or a sentence that lacks the space before it).
fn is_last_label(after: &str) -> bool {
    let label = &after[..after.find(|c: char| !is_part(c)).unwrap_or(after.len())];
    label.len() >= 2
        && label.starts_with(|c: char| c.is_ascii_alphabetic())
        && label.chars().all(|c| c.is_ascii_alphanumeric())
        && (label.chars().all(|c| !c.is_ascii_uppercase())
            || label.chars().all(|c| !c.is_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(text: &str) -> Vec<&str> {
        let mut addresses = Addresses::default();
        is_cut(&mut addresses, text, 0, text.len());
        addresses.found.iter().map(|address| &text[address.clone()]).collect()
    }

    #[test]
    fn addresses_are_found_whole() {
        assert_eq!(
            addresses("Mail iep@school.org, or IEP@school.org."),
            ["iep@school.org", "IEP@school.org"]
        );
        assert_eq!(
            addresses("(https://x.org/IEP_(plan),a?b=504#c)."),
            ["https://x.org/IEP_(plan),a?b=504#c"]
        );
        assert_eq!(addresses("at www.iep.org/a,IEP!"), ["www.iep.org/a,IEP"]);
        assert_eq!(addresses("at iep-team.org/IEP now"), ["iep-team.org/IEP"]);
        assert_eq!(
            addresses("iep.pdf or C:\\plans\\IEP or ../IEP or /glossary/iep/"),
            ["iep.pdf", "C:\\plans\\IEP", "../IEP", "/glossary/iep/"]
        );
        assert_eq!(addresses("“iep.org”—IEP"), ["iep.org"]);
        assert_eq!(addresses("看iep.org。"), ["iep.org"]);
        assert_eq!(addresses("see:https://iep.org—IEP"), ["https://iep.org"]);
        assert_eq!(addresses("tel:504-555-0100"), ["tel:504-555-0100"]);
        assert_eq!(addresses("IEP@"), Vec::<&str>::new());
    }

    #[test]
    fn the_least_that_makes_an_address() {
        assert_eq!(addresses("mailto:iep TEL:504 sms:1"), ["mailto:iep", "TEL:504", "sms:1"]);
        assert_eq!(addresses("/a/b ./a/b ~/a/b ../a"), ["/a/b", "./a/b", "~/a/b", "../a"]);
        assert_eq!(addresses("www.x www. WWW.x"), ["www.x", "WWW.x"]);
        assert_eq!(addresses("a.mp4 a.MP4 a.Mp4 a.4mp a.b"), ["a.mp4", "a.MP4"]);
        assert_eq!(addresses("a@b @b a@ a@.b"), ["a@b"]);
        assert_eq!(addresses("x://a ://a"), ["x://a", "//a"], "without a scheme it is a path");
        assert_eq!(addresses("a\\b \\b C:\\b"), ["a\\b", "C:\\b"]);
        assert_eq!(addresses("-iep.org?"), ["iep.org"]);
        assert_eq!(addresses("https://a.org/b）c"), ["https://a.org/b"]);
    }

    #[test]
    fn ordinary_text_is_no_address() {
        for text in [
            "PT/OT",
            "IEP/504 plan",
            "I.E.P. and Ph.D./PsyD",
            "504.5",
            "e.g./IEP",
            "and/or",
            "M.Ed/IEP",
            "Q&A",
            "the end.Then",
            "10:30",
            "IEP: a plan",
            "/504",
            "...IEP",
            "a.m./p.m.",
            "::",
            ".",
            "/",
        ] {
            assert_eq!(addresses(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn a_candidate_next_to_an_address_is_not_cut() {
        let text = "plan (a.org)team b.org";
        let mut addresses = Addresses::default();
        assert!(!is_cut(&mut addresses, text, 0, 6), "it ends where the address starts");
        assert!(!is_cut(&mut addresses, text, 0, 11), "it contains the address");
        assert!(is_cut(&mut addresses, text, 0, 7), "it ends inside the address");
        assert!(is_cut(&mut addresses, text, 10, 16), "it starts inside the address");
        assert!(!is_cut(&mut addresses, text, 11, 16), "it starts where the address ends");
        assert!(is_cut(&mut addresses, text, 17, 18), "the address starts where it does");
        assert!(is_cut(&mut addresses, text, 19, 22), "the address ends where it does");
    }

    #[test]
    fn only_a_part_of_an_address_is_cut() {
        let text = "at Understood.org, help@understood.org";
        let mut addresses = Addresses::default();
        assert!(!is_cut(&mut addresses, text, 3, 17));
        assert!(is_cut(&mut Addresses::default(), text, 3, 13));
        assert!(is_cut(&mut addresses, text, 24, 38));
    }
}
