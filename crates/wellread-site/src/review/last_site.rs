//! Which links a page of the last build had: its HTML is read, since it is what families saw.

use std::collections::BTreeMap;

/// How often each address is linked in the body of a page. `html` is the whole page.
pub(super) fn links_of_page(html: &str) -> BTreeMap<&str, usize> {
    let start = html.find("<div class=\"body\">").unwrap_or(html.len());
    let body = &html[start..];
    links_of_body(&body[..end_of_first(body)])
}

/// How often each address is linked in a body.
pub(crate) fn links_of_body(html: &str) -> BTreeMap<&str, usize> {
    let mut links = BTreeMap::new();
    for tag in html.split("<a ").skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        let address = tag.split("href=\"").nth(1).and_then(|rest| rest.split('"').next());
        if let Some(address) = address {
            *links.entry(address).or_default() += 1;
        }
    }
    links
}

/// Where the `<div>` ends with which a text begins. Pages nest, so its divs can be counted.
fn end_of_first(html: &str) -> usize {
    let mut open = 0_usize;
    for (at, _) in html.match_indices("div") {
        if html[..at].ends_with('<') {
            open += 1;
        } else if html[..at].ends_with("</") {
            open = open.saturating_sub(1);
            if open == 0 {
                return at;
            }
        }
    }
    html.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_of_the_body_count() {
        let page = "<a href=\"/x/\">x</a><div class=\"body\"><div><p>a <a class=\"term\" href=\"/x/\" \
                    data-term=\"x\">x</a> div <a href=\"/y/\">y</a></p></div><a href=\"/x/\">x</a>\
                    </div><section class=\"words\"><a href=\"/y/\">y</a></section>";
        assert_eq!(links_of_page(page), BTreeMap::from([("/x/", 2), ("/y/", 1)]));
        assert!(links_of_page("<p>no body</p>").is_empty());
    }
}
