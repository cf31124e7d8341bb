//! Finds web addresses, e-mail addresses, domains, file names and paths that stand bare in a text:
//! the words inside them are not words of the sentence.
//!
//! A text is only looked at where a candidate was found, and each part of it once, from left to
//! right. What counts as an address is decided by its shape alone; nothing is looked up.

use super::fold::{CharKind, Script, kind};

/// The addresses of one text, found as far as they were asked for.
#[derive(Default)]
pub(super) struct Addresses {
    /// Everything before this byte was looked at, if it was near a candidate. Always at white
    /// space or at the end, so that no address is cut.
    scanned: usize,
    /// Where the addresses start and end, in order.
    found: Vec<(usize, usize)>,
    /// The first of them that does not end before the last candidate.
    next: usize,
}

/// Whether an address reaches into `start..end` from outside or contains it. A candidate that is
/// or contains a whole address (the term `Understood.org`) is not cut. Candidates must come in
/// the order of their starts.
pub(super) fn is_cut(addresses: &mut Addresses, text: &str, start: usize, end: usize) -> bool {
    if addresses.scanned < end {
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
    while addresses.found.get(addresses.next).is_some_and(|&(_, last)| last <= start) {
        addresses.next += 1;
    }
    addresses.found[addresses.next..]
        .iter()
        .take_while(|&&(first, _)| first < end)
        .any(|&(first, last)| first < start || end < last)
}

/// Appends the addresses in `chunk`, a run without white space that starts at byte `base`.
fn find_addresses(chunk: &str, base: usize, found: &mut Vec<(usize, usize)>) {
    // What every address has at least one of.
    if !chunk.bytes().any(|byte| matches!(byte, b'.' | b':' | b'@' | b'/' | b'\\')) {
        return;
    }
    let mut at = 0;
    while let Some(skipped) = chunk[at..].find(is_address_character) {
        let start = at + skipped;
        let rest = &chunk[start..];
        let whole = &rest[..rest.find(|c| !is_address_character(c)).unwrap_or(rest.len())];
        let edge = |c: char| ".:?-&+=".contains(c) || kind(c) == CharKind::Ignorable;
        let piece = whole.trim_end_matches(edge);
        let mut end = whole.len();
        if let Some(url) = url_start(piece) {
            end = url + url_length(&rest[url..]);
            found.push((base + start + url, base + start + end));
        } else {
            let trimmed = piece.trim_start_matches(|c| c != '.' && edge(c) || c == '#');
            if is_address(trimmed) {
                let from = piece.len() - trimmed.len();
                found.push((base + start + from, base + start + piece.len()));
            }
        }
        at = start + end.max(whole.len());
    }
}

/// Where the address of a page starts in `piece`: at its scheme, or at `www.`.
fn url_start(piece: &str) -> Option<usize> {
    if let Some(colon) = piece.find("://") {
        let scheme = piece[..colon].trim_end_matches(|c: char| c.is_ascii_alphanumeric());
        if scheme.len() < colon {
            return Some(scheme.len());
        }
    }
    let is_www = piece.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www."));
    (is_www && piece.len() > 4).then_some(0)
}

/// How far the address of a page reaches in `rest`, which starts with it. Unlike other addresses it
/// may hold commas and brackets.
fn url_length(rest: &str) -> usize {
    let stop = |c: char| {
        matches!(c, '<' | '>' | '"' | '“' | '”' | '«' | '»' | '—')
            || matches!(u32::from(c), 0x3000..=0x3004 | 0x3008..=0x3020 | 0xff00..=0xff0f)
    };
    let url = &rest[..rest.find(stop).unwrap_or(rest.len())];
    url.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '\'', '’', '*']).len()
}

/// Characters of addresses other than those of pages.
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
    let lower_start = |prefix: &str| {
        piece.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    if ["mailto:", "tel:", "sms:"].iter().any(|scheme| lower_start(scheme)) {
        return true;
    }
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

/// Whether `after`, what follows a dot, begins with the end of a domain or file name (`org`, `pdf`,
/// `MP4`): not a single letter (`e.g.`, `I.E.P.`), not a capitalised word (`M.Ed`, a sentence that
/// lacks the space before it).
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
        addresses.found.iter().map(|&(start, end)| &text[start..end]).collect()
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
    fn only_a_part_of_an_address_is_cut() {
        let text = "at Understood.org, help@understood.org";
        let mut addresses = Addresses::default();
        assert!(!is_cut(&mut addresses, text, 3, 17));
        assert!(is_cut(&mut Addresses::default(), text, 3, 13));
        assert!(is_cut(&mut addresses, text, 24, 38));
    }
}
