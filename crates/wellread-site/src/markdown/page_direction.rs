//! Titles, summaries and labels that templates write into a page, or a part of one, from right to
//! left.
//!
//! Templates get plain text, because most of its places can hold nothing else. What is in the
//! running text of a finished page is isolated here as `direction.rs` does it in a block. Text that
//! has its order already, and what scripts read, is left alone. Attribute values that the
//! stylesheet prints get Unicode isolate characters instead, since they cannot contain elements.

use std::collections::{HashMap, HashSet};

use super::direction::{isolated, starts_right_to_left};
use super::html::{Attribute, HtmlToken, is_void, tokens};

/// The elements in which templates write titles, summaries and labels.
const OF_TEXT: [&str; 15] =
    ["a", "b", "bdi", "dd", "dt", "em", "h1", "h2", "h3", "h4", "li", "p", "q", "span", "strong"];

/// The elements whose content stays as it is, besides those with a direction of their own: they
/// have their own order, hold no text, or are filled by scripts.
const LEFT_ALONE: [&str; 15] = [
    "bdo", "button", "code", "form", "kbd", "pre", "samp", "script", "select", "style", "sup",
    "svg", "template", "textarea", "var",
];

/// The attributes whose text styles print at the edges of a sheet.
const PRINTED: [&str; 2] = ["data-from", "data-title"];

/// The characters of Unicode that do what these tags do (Unicode Standard Annex 9, section 2).
const SIGNS: [(&str, &str); 4] = [
    ("<bdi dir=\"ltr\">", "\u{2066}"),
    ("</bdi>", "\u{2069}"),
    ("<bdo dir=\"ltr\">", "\u{202d}"),
    ("</bdo>", "\u{202c}"),
];

/// The HTML of a page with all runs isolated that are written from left to right, in what is from
/// right to left: the page, or parts of it.
pub(crate) fn isolated_page(html: &str) -> String {
    let (head, body) = html.split_at(html.find("<body").unwrap_or(0));
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    let mut at = 0;
    let mut is_right_to_left = false;
    for token in tokens(head) {
        let HtmlToken::Open { name, attributes, .. } = token else { continue };
        if name == "html" && attributes.iter().any(|one| one.name == "dir" && one.value == "rtl") {
            is_right_to_left = true;
            write_printed(head, &attributes, &mut at, &mut out);
        }
    }
    out.push_str(&head[at..]);
    at = 0;
    // The open elements, each with whether runs in it are isolated.
    let mut open: Vec<(String, bool)> = vec![(String::new(), is_right_to_left)];
    let all = tokens(body);
    let automatic = auto_right_to_left(&all, body);
    for (index, token) in all.iter().enumerate() {
        match token {
            HtmlToken::Open { name, attributes, .. } if !is_void(name) => {
                let is_around = open.last().is_some_and(|(_, isolates)| *isolates);
                let dir = attributes.iter().find(|one| one.name == "dir").map(|one| one.value);
                let isolates = match dir {
                    _ if name == "bdi" || LEFT_ALONE.contains(&&**name) => false,
                    Some("auto") => automatic.contains(&index),
                    // Its content is left alone too, except for elements that set a direction.
                    Some(dir) => dir == "rtl",
                    None => is_around,
                };
                if isolates {
                    write_printed(body, attributes, &mut at, &mut out);
                }
                open.push((name.to_string(), isolates));
            }
            HtmlToken::Close { name, .. } => {
                // An element that is never closed ends with the one that it is in.
                if let Some(index) = open.iter().rposition(|(one, _)| one == name) {
                    open.truncate(index.max(1));
                }
            }
            HtmlToken::Text(range) => {
                let isolates =
                    |(name, isolates): &(String, bool)| *isolates && OF_TEXT.contains(&&**name);
                if open.last().is_some_and(isolates) {
                    out.push_str(&body[at..range.start]);
                    out.push_str(&isolated(&body[range.clone()]));
                    at = range.end;
                }
            }
            _ => {}
        }
    }
    out.push_str(&body[at..]);
    out
}

/// Which elements of automatic direction are written from right to left: the first letter in an
/// element decides. Each is given by the index of its opening tag.
///
/// One pass, in which an element waits until its letter comes or it ends. Looking ahead from each
/// would read what has no letters once for every element around it.
fn auto_right_to_left(all: &[HtmlToken<'_>], body: &str) -> HashSet<usize> {
    let mut found = HashSet::new();
    // The elements of automatic direction in which no letter has come, by name. One that ends takes
    // those of its name only, as if there were no others.
    let mut waiting: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, token) in all.iter().enumerate() {
        match token {
            HtmlToken::Open { name, attributes, .. }
                if !is_void(name)
                    && attributes.iter().any(|one| one.name == "dir" && one.value == "auto") =>
            {
                waiting.entry(name).or_default().push(index);
            }
            HtmlToken::Close { name, .. } => {
                waiting.remove(&**name);
            }
            HtmlToken::Text(range) if !waiting.is_empty() => {
                match starts_right_to_left(&body[range.clone()]) {
                    Some(true) => found.extend(waiting.drain().flat_map(|(_, indexes)| indexes)),
                    Some(false) => waiting.clear(),
                    None => {}
                }
            }
            _ => {}
        }
    }
    found
}

/// Writes the HTML from `at` on up to the end of the last attribute that styles print, with the
/// runs in these isolated. `at` is then after it.
fn write_printed(html: &str, attributes: &[Attribute<'_>], at: &mut usize, out: &mut String) {
    for one in attributes.iter().filter(|one| PRINTED.contains(&&*one.name)) {
        let value =
            SIGNS.iter().fold(isolated(one.value), |value, (tag, sign)| value.replace(tag, sign));
        out.push_str(&html[*at..one.range.start]);
        out.push_str(&format!("{}=\"{value}\"", one.name));
        *at = one.range.end;
    }
}

#[cfg(test)]
mod tests {
    use super::isolated_page;

    #[test]
    fn text_of_templates_is_isolated() {
        let head = "<html dir=\"rtl\"><head><title>خطة 504-A</title></head><body><header>";
        let page = |body: &str| format!("{head}{body}");
        for (body, wanted) in [
            ("<h1>خطة 504-A</h1>", "<h1>خطة <bdi dir=\"ltr\">504-A</bdi></h1>"),
            ("<p>IEP (2e).<br>و</p>", "<p><bdi dir=\"ltr\">IEP (2e).</bdi><br>و</p>"),
            // A definition in the language of the hub or in another one.
            (
                "<dd dir=\"auto\">«&quot;خطة&quot; 504-A</dd>",
                "<dd dir=\"auto\">«&quot;خطة&quot; <bdi dir=\"ltr\">504-A</bdi></dd>",
            ),
            (
                "<p><a href=\"/x/\">C++ و</a></p>",
                "<p><a href=\"/x/\"><bdi dir=\"ltr\">C++</bdi> و</a></p>",
            ),
        ] {
            assert_eq!(isolated_page(&page(body)), page(wanted));
        }
        // The first letter decides in all elements around it, however many.
        let nested =
            "<div dir=\"auto\"><p dir=\"auto\"><b>5</b> <i dir=\"auto\">7</i> خطة 504-A</p>";
        let wanted = nested.replace("504-A", "<bdi dir=\"ltr\">504-A</bdi>");
        assert_eq!(isolated_page(&page(nested)), page(&wanted));
        for body in [
            "<div dir=\"auto\"><p dir=\"auto\"><b>5</b> A خطة 504-A</p><p>خطة 504-A</p></div>",
            "<p dir=\"auto\">504</p><p dir=\"auto\">A</p><p dir=\"ltr\">خطة 504-A</p>",
            "<p>خطة <bdi>504-A</bdi> و <bdi dir=\"ltr\"><b>IEP</b> team</bdi> و</p>",
            "<form><p>خطة 504-A</p></form><div>خطة 504-A</div>",
            "<script>\"<p>خطة 504-A\"</script>",
            "<p>من 5, 10 إلى 20.</p>",
            "<dd dir=\"auto\">504: A plan (for خطة).</dd><dd dir=\"auto\">504</dd>",
            "<footer dir=\"ltr\"><p>Plan (504).</p></footer>",
        ] {
            assert_eq!(isolated_page(&page(body)), page(body));
        }
        // What styles print.
        let html = "<html dir=\"rtl\" data-title=\"خطة 504-A\"><body><header class=\"x\" \
                    data-from=\"عيادة · 303-555-1234\"><p dir=\"ltr\" data-from=\"خطة 504-A\">";
        let wanted = html.replacen("504-A", "\u{2066}504-A\u{2069}", 1).replacen(
            "303-555-1234",
            "\u{2066}303-555-1234\u{2069}",
            1,
        );
        assert_eq!(isolated_page(html), wanted);
        // However a theme writes its tags, and with elements that have no closing tag.
        let theme = "<html lang=ar dir='rtl'><body><video><track src=\"a.vtt\"></video><p>خطة ";
        assert_eq!(
            isolated_page(&format!("{theme}504-A</p>")),
            format!("{theme}<bdi dir=\"ltr\">504-A</bdi></p>")
        );
        let left = |body: &str| format!("<html dir=\"ltr\"><body>{body}");
        let mixed = "<p>خطة 504-A</p><footer dir=\"rtl\"><p>خطة 504-A</p></footer><p>A (b).</p>";
        let wanted = mixed.replacen(
            "\"rtl\"><p>خطة 504-A",
            "\"rtl\"><p>خطة <bdi dir=\"ltr\">504-A</bdi>",
            1,
        );
        assert_eq!(isolated_page(&left(mixed)), left(&wanted));
    }
}
