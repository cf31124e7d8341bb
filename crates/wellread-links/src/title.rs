//! The title of a page: found in its first bytes, and compared with the one it had.

use std::collections::BTreeSet;

use wellread_model::marks::is_invisible;

/// How long a title is stored at most, in characters.
const LONGEST: usize = 160;

/// The title of a page, from the beginning of its HTML, in one line. `None` if it has none there.
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
    let line = decoded.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_shown = |c: &char| !c.is_control() && !is_invisible(*c);
    let line: String = line.chars().filter(is_shown).take(LONGEST).collect();
    (!line.is_empty()).then_some(line)
}

/// A text with the entities decoded that titles have.
fn without_entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.char_indices().take(10).find(|&(_, c)| c == ';').map(|(end, _)| end);
        let decoded = end.and_then(|end| Some((entity(&rest[1..end])?, end + 1)));
        let (c, length) = decoded.unwrap_or(('&', 1));
        out.push(c);
        rest = &rest[length..];
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "ndash" => '–',
        "mdash" => '—',
        "middot" => '·',
        "raquo" => '»',
        "laquo" => '«',
        "rsquo" => '’',
        "lsquo" => '‘',
        "eacute" => 'é',
        "ntilde" => 'ñ',
        _ => return None,
    })
}

/// Whether two titles have next to nothing in common: fewer than a third of the words of the shorter
/// one.
pub(crate) fn are_unlike(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    let fewest = one.len().min(other.len());
    // Nothing can be said of a title without words.
    fewest > 0 && one.intersection(&other).count() * 3 < fewest
}

fn words(title: &str) -> BTreeSet<String> {
    let lower = title.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.chars().count() > 2).map(str::to_owned).collect()
}

/// Whether a title offers the domain to whoever pays for it.
pub(crate) fn is_for_sale(title: &str) -> bool {
    const SIGNS: [&str; 10] = [
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
    SIGNS.iter().any(|sign| title.contains(sign))
        || is_name_for_sale(" is for sale")
        || is_name_for_sale(" está en venta")
}

/// Whether a title is that of a page that asks for proof that a person reads it.
pub(crate) fn is_challenge(title: &str) -> bool {
    const SIGNS: [&str; 11] = [
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
    let title = title.to_lowercase();
    SIGNS.iter().any(|sign| title.starts_with(sign))
}

/// Whether a title says that the page does not exist.
pub(crate) fn says_not_found(title: &str) -> bool {
    const SIGNS: [&str; 8] = [
        "404 ",
        "404:",
        "page not found",
        "not found",
        "error 404",
        "página no encontrada",
        "pagina no encontrada",
        "page cannot be found",
    ];
    let title = title.to_lowercase();
    title == "404" || SIGNS.iter().any(|sign| title.starts_with(sign))
}

/// Whether a title asks visitors to sign in.
pub(crate) fn asks_to_sign_in(title: &str) -> bool {
    const SIGNS: [&str; 7] = [
        "sign in",
        "signin",
        "log in",
        "login",
        "iniciar sesión",
        "inicia sesión",
        "before you continue",
    ];
    let title = title.to_lowercase();
    SIGNS.iter().any(|sign| title.starts_with(sign))
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
