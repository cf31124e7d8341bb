//! Angle brackets that are neither HTML nor a link: tags of word processors (`<o:p>`,
//! `<![if !supportLists]>`), comments with other dashes, addresses without their scheme.

use wellread_model::marks::{is_dash, is_hyphen};
use wellread_model::url::{begins_like_web, has_web_scheme};

use crate::markdown::body::OBJECT_REPLACEMENT;
use crate::markdown::suggestion::begins_with_host;

use super::finding::StrayMarkup;
use super::text_block::TextBlock;

/// How far the end of a tag is looked for, in bytes.
const LONGEST_TAG: usize = 300;

/// Reports each tag that opens. The one that closes it goes with it.
pub(super) fn find(block: &TextBlock<'_>, found: &mut Vec<StrayMarkup>) {
    let text = block.text;
    let mut last_open = "";
    for (at, _) in text.match_indices('<') {
        let rest = &text[at + 1..];
        let Some(end) = rest.bytes().take(LONGEST_TAG).position(|byte| byte == b'>') else {
            continue;
        };
        let inside = &rest[..end];
        // `<!- ask Dana ->`, `<!— ask Dana —>`.
        let is_dash = |c: char| is_hyphen(c) || is_dash(c) || c.is_whitespace();
        if let Some(words) = inside.strip_prefix('!').filter(|rest| rest.starts_with(is_dash)) {
            let words = words.trim_matches(is_dash);
            let message = "This is not a comment, so families would read it.";
            let help = format!("Write  <!-- {words} -->");
            found.push(StrayMarkup::new("open-comment", at..at + end + 2, message, help));
            continue;
        }
        // `<www.cdc.gov>`, `< https://cdc.gov >`.
        if let Some(url) = bare_address(inside) {
            let message = "Between < and >, an address has no spaces and begins with https://.";
            let help = format!("Write  <{url}>");
            found.push(StrayMarkup::new("other-markup", at..at + end + 2, message, help));
            continue;
        }
        let name = inside.trim_start_matches('/');
        let name = &name[..name.find([' ', '\n', '/']).unwrap_or(name.len())];
        let is_of_word = name.split_once(':').is_some_and(|(space, local)| {
            let is_name = |part: &str| {
                part.starts_with(|c: char| c.is_ascii_alphabetic())
                    && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            };
            is_name(space) && is_name(local)
        });
        let is_condition = inside.starts_with("![") || inside.starts_with("?xml");
        if !is_of_word && !is_condition {
            continue;
        }
        if inside.starts_with('/') && name == last_open {
            continue;
        }
        last_open = name;
        let shown = if is_condition { inside } else { name };
        let slash = if inside.starts_with('/') { "/" } else { "" };
        let message = format!("The HTML element <{slash}{shown}> is not allowed.");
        let help = "Remove this element. To show the character < itself, write &lt;.";
        found.push(StrayMarkup::new("raw-html", at..at + end + 2, message, help));
    }
}

/// The web address that is between angle brackets and is not a link in them.
fn bare_address(inside: &str) -> Option<String> {
    let inside = inside.trim_matches(|c: char| c.is_whitespace() || c == OBJECT_REPLACEMENT);
    let is_address = begins_like_web(inside) || (begins_with_host(inside) && !inside.contains('@'));
    if !is_address || inside.contains(|c: char| c.is_whitespace() || c == OBJECT_REPLACEMENT) {
        return None;
    }
    Some(if has_web_scheme(inside) { inside.to_owned() } else { format!("https://{inside}") })
}
