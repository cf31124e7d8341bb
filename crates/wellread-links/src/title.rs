//! The title of a page: found in its first bytes, and compared with the one it had.
//!
//! A title is the shortest thing that a page says about itself, and the only thing that is read of
//! it. It gives away what a status does not: that the page is a *soft 404* (a missing page that the
//! server sends with the status 200), a form to sign in, a puzzle for robots, or an offer to buy
//! the domain.
//!
//! The lists of such phrases are short and in English and Spanish. A phrase that is missing here
//! costs a link that wrongly counts as good; a wrong one costs a false alarm. So phrases are at the
//! beginning of a title wherever they could also be words of an article.

use std::collections::BTreeSet;

use wellread_model::in_one_line;
use wellread_model::marks::{is_invisible, without_entities};

/// How long a title is stored at most, in characters.
///
/// Enough to compare by, and no line of the state file grows without limit.
const LONGEST: usize = 160;

/// The title of a page, from the beginning of its HTML, in one line. `None` if it has none there.
///
/// `html` may be cut off anywhere. No HTML parser is used: all that is wanted is the text between
/// two tags. Invisible characters are left out, because titles are shown in terminals.
///
/// # Examples
/// ```
/// use wellread_links::page_title;
///
/// let html = "<html><head><TITLE lang=en>\n Plans &amp; people </title>";
/// assert_eq!(page_title(html).as_deref(), Some("Plans & people"));
/// ```
#[must_use]
pub fn page_title(html: &str) -> Option<String> {
    // ASCII only, so that places in it are places in the text.
    let lower = html.to_ascii_lowercase();
    let mut from = 0;
    let start = loop {
        let at = from + lower[from..].find("<title")?;
        from = at + "<title".len();
        if lower[from..].starts_with(|c: char| c == '>' || c.is_ascii_whitespace()) {
            break from + lower[from..].find('>')? + 1;
        }
    };
    let end = start + lower[start..].find("</title")?;
    let decoded = without_entities(&html[start..end]);
    let line = in_one_line(&decoded);
    // A title comes from a stranger and is printed on a terminal.
    let is_shown = |c: &char| !c.is_control() && !is_invisible(*c);
    let line: String = line.chars().filter(is_shown).take(LONGEST).collect();
    (!line.is_empty()).then_some(line)
}

/// Whether two titles have next to nothing in common: fewer than a third of the words of the
/// shorter one.
///
/// A third is low on purpose: sites rename themselves, add the name of a state, or translate their
/// titles. A casino in the place of a parent center shares no word at all. Symmetric.
pub(crate) fn are_unlike(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    let fewest = one.len().min(other.len());
    // Nothing can be said of a title without words.
    fewest > 0 && one.intersection(&other).count() * 3 < fewest
}

/// The words of a title in lower case, without those of one or two letters, which any two titles
/// may share.
fn words(title: &str) -> BTreeSet<String> {
    let lower = title.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.chars().count() > 2).map(str::to_owned).collect()
}

/// Whether a title offers the domain to whoever pays for it.
///
/// `example.org is for sale` counts, because only the name of a domain comes before it; a title
/// such as "What to do when your house is for sale" does not.
pub(crate) fn is_for_sale(title: &str) -> bool {
    const PHRASES: [&str; 10] = [
        "domain is for sale",
        "domain may be for sale",
        "domain name is for sale",
        "domain for sale",
        "buy this domain",
        "this domain is parked",
        "parked domain",
        "domain parking",
        "dominio en venta",
        "domain has expired",
    ];
    let title = title.to_lowercase();
    let is_name_for_sale = |end: &str| {
        let name = title.split(end).next().filter(|name| name.len() < title.len());
        name.is_some_and(|name| name.contains('.') && !name.trim().contains(' '))
    };
    PHRASES.iter().any(|phrase| title.contains(phrase))
        || is_name_for_sale(" is for sale")
        || is_name_for_sale(" está en venta")
}

/// Whether a title is that of a page that asks for proof that a person reads it.
///
/// These are titles of the products that protect sites from robots, and of refusals they send.
pub(crate) fn is_challenge(title: &str) -> bool {
    const PHRASES: [&str; 11] = [
        "just a moment",
        "attention required",
        "access denied",
        "are you a robot",
        "are you human",
        "pardon our interruption",
        "security check",
        "verify you are human",
        "ddos-guard",
        "checking your browser",
        "request unsuccessful",
    ];
    starts_with_one_of(title, &PHRASES)
}

/// Whether a title says that the page does not exist.
pub(crate) fn says_not_found(title: &str) -> bool {
    const PHRASES: [&str; 8] = [
        "404 ",
        "404:",
        "page not found",
        "not found",
        "error 404",
        "página no encontrada",
        "pagina no encontrada",
        "page cannot be found",
    ];
    title == "404" || starts_with_one_of(title, &PHRASES)
}

/// Whether a title asks visitors to sign in.
pub(crate) fn asks_to_sign_in(title: &str) -> bool {
    const PHRASES: [&str; 7] = [
        "sign in",
        "signin",
        "log in",
        "login",
        "iniciar sesión",
        "inicia sesión",
        "before you continue",
    ];
    starts_with_one_of(title, &PHRASES)
}

/// Whether a title begins with one of some phrases, which are in lower case.
fn starts_with_one_of(title: &str, phrases: &[&str]) -> bool {
    let title = title.to_lowercase();
    phrases.iter().any(|phrase| title.starts_with(phrase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_found_in_what_was_read() {
        for (html, wanted) in [
            ("<title>A</title>", Some("A")),
            (
                "<head><titles><title\nid=x>A\n&#241; &#x2014; B&nbsp;C &copy;</TITLE>",
                Some("A ñ — B C &copy;"),
            ),
            ("<svg><titlebar></svg>", None),
            ("<title>cut off", None),
            ("<title> </title>", None),
            ("<title>a & b &; &amp</title>", Some("a & b &; &amp")),
            ("<title>A\u{202e}\u{200b}B</title>", Some("AB")),
            ("", None),
        ] {
            assert_eq!(page_title(html).as_deref(), wanted, "{html}");
        }
        let long = format!("<title>{}</title>", "ñ".repeat(999));
        assert_eq!(page_title(&long).unwrap().chars().count(), LONGEST);
    }

    #[test]
    fn unlike_titles_have_other_words() {
        for (one, other, wanted) in [
            ("PEAK Parent Center", "PEAK Parent Center | Home", false),
            ("PEAK Parent Center", "Best online casino bonus", true),
            ("Wrightslaw", "Wrightslaw Special Education Law", false),
            ("IEP basics", "Página principal", true),
            ("…", "Casino", false),
            ("Casino", "", false),
        ] {
            assert_eq!(are_unlike(one, other), wanted, "{one} / {other}");
            assert_eq!(are_unlike(other, one), wanted, "{other} / {one}");
        }
    }

    #[test]
    fn signs_in_titles_are_no_part_of_ordinary_ones() {
        assert!(is_for_sale("example.org is for sale"));
        assert!(is_for_sale("This Domain Is For Sale | HugeDomains"));
        assert!(!is_for_sale("What to do when your house is for sale"));
        assert!(is_challenge("Just a moment..."));
        assert!(!is_challenge("A moment for parents"));
        assert!(says_not_found("404 - Not found") && says_not_found("Page Not Found | Center"));
        assert!(!says_not_found("Section 404 of the law") && !says_not_found("4040 Main Street"));
        assert!(asks_to_sign_in("Sign in to your account"));
        assert!(!asks_to_sign_in("How to sign in sign language"));
    }
}
