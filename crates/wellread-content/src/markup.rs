//! Markup of Markdown and HTML in values that are shown as plain text.
//!
//! A title such as `A **short** guide` is shown with its stars, also by search engines. Only what
//! can hardly be anything else counts: a pair of characters around words, a link, a tag of an
//! element that people use, an entity. `5 * 3` and `<name>` are text.

use wellread_model::marks::without_entities;
use wellread_model::{Kind, in_one_line};

use crate::keys::keys;

/// The longest text that is looked through, in bytes. Nothing that is in one line is longer.
const LONGEST: usize = 2000;

/// Pairs of characters, longer ones first, and whether they may be inside a word.
const PAIRS: [(&str, bool); 7] = [
    ("***", true),
    ("**", true),
    ("__", false),
    ("~~", true),
    ("`", true),
    ("*", false),
    ("_", false),
];

/// Elements that people write or paste into a line of text.
const ELEMENTS: [&str; 22] = [
    "a", "b", "br", "code", "div", "em", "font", "h1", "h2", "h3", "i", "li", "mark", "p", "small",
    "span", "strong", "sub", "sup", "u", "ul", "wbr",
];

/// The text without its markup; `None` if it has none.
pub(crate) fn without_markup(text: &str) -> Option<String> {
    if text.len() > LONGEST || !text.contains(['*', '_', '~', '`', '[', '<', '&']) {
        return None;
    }
    let mut plain = without_links(text);
    plain = without_tags(&plain);
    for (sign, in_words) in PAIRS {
        plain = without_pairs(&plain, sign, in_words);
    }
    let plain = in_one_line(&without_entities(&plain));
    (plain != in_one_line(text)).then_some(plain)
}

/// Whether a text names a fact, as in `[[parent-center:phone]]`.
pub(crate) fn names_fact(text: &str) -> bool {
    let names = text.split("[[").skip(1).filter_map(|rest| rest.split_once("]]"));
    let is_key = |part: &str| {
        let part = part.trim();
        keys(Kind::Resource).any(|key| key.name.eq_ignore_ascii_case(part))
    };
    names.into_iter().any(|(name, _)| name.split(':').skip(1).any(is_key))
}

/// Replaces `[words](target)`, `![words](target)` and `[[name|words]]` with their words.
fn without_links(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        let (before, link) = rest.split_at(at);
        let wiki = link.strip_prefix("[[").and_then(|inner| inner.split_once("]]"));
        let inline = || {
            let (words, after) = link[1..].split_once("](")?;
            let (target, after) = after.split_once(')')?;
            (!words.contains('[') && !target.contains(' ')).then_some((words, after))
        };
        let Some((words, after)) = wiki.or_else(inline) else {
            out.push_str(before);
            out.push('[');
            rest = &link[1..];
            continue;
        };
        out.push_str(before.strip_suffix('!').unwrap_or(before));
        let words = words.trim_start_matches('!');
        out.push_str(words.split_once('|').map_or(words, |(_, shown)| shown));
        rest = after;
    }
    out + rest
}

/// Removes the tags of [`ELEMENTS`].
fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let name = tag[1..].trim_start_matches('/');
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        let element = name[..end].to_ascii_lowercase();
        let is_tag = ELEMENTS.contains(&&*element) && name[end..].starts_with([' ', '>', '/']);
        match tag.find('>').filter(|_| is_tag) {
            Some(close) => {
                // A line break separates parts, of an address for example.
                if element == "br" && !out.trim_end().is_empty() {
                    out.truncate(out.trim_end().len());
                    out.push_str(if out.ends_with(',') { " " } else { ", " });
                }
                rest = &tag[close + 1..];
            }
            None => {
                out.push('<');
                rest = &tag[1..];
            }
        }
    }
    out + rest
}

/// Removes a character that comes before and after words.
fn without_pairs(text: &str, sign: &str, in_words: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(sign) {
        let (before, opened) = rest.split_at(at);
        let inner = &opened[sign.len()..];
        let last = before.chars().next_back().or_else(|| out.chars().next_back());
        let may_open = in_words || !last.is_some_and(char::is_alphanumeric);
        let is_of_sign = |c: char| sign.starts_with(c);
        let begins = inner.starts_with(|c: char| !c.is_whitespace() && !is_of_sign(c));
        let close = inner.match_indices(sign).map(|(at, _)| at).find(|&at| {
            let after = inner[at + sign.len()..].chars().next();
            let ends = !inner[..at].ends_with(|c: char| c.is_whitespace() || is_of_sign(c));
            ends && at > 0 && (in_words || !after.is_some_and(char::is_alphanumeric))
        });
        match close.filter(|_| may_open && begins) {
            Some(close) => {
                out.push_str(before);
                out.push_str(&inner[..close]);
                rest = &inner[close + sign.len()..];
            }
            None => {
                out.push_str(&rest[..at + sign.len()]);
                rest = inner;
            }
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_around_words_are_left_out() {
        for (text, plain) in [
            ("**What is an IEP?**", "What is an IEP?"),
            ("A **short** guide", "A short guide"),
            ("A *short* guide", "A short guide"),
            ("A _short guide_.", "A short guide."),
            ("__New__: ~~old~~ `code`", "New: old code"),
            ("***New***", "New"),
            ("See [504 plans](504-plans.md).", "See 504 plans."),
            ("![A map](map.png)", "A map"),
            ("What an [[IEP]] and a [[504-plan|504 plan]] do", "What an IEP and a 504 plan do"),
            ("A <b>short</b> guide", "A short guide"),
            ("A <span class=\"x\">short</span> guide", "A short guide"),
            ("2 Elm Street<br/>Aurora", "2 Elm Street, Aurora"),
            ("Parents &amp; teachers", "Parents & teachers"),
            ("Your child&#39;s&nbsp;plan", "Your child's plan"),
            ("Caf&eacute; &#8220;Luna&#x201d;", "Café “Luna”"),
            ("Write &amp;lt; for a sign", "Write &lt; for a sign"),
        ] {
            assert_eq!(without_markup(text).as_deref(), Some(plain), "{text}");
        }
    }

    #[test]
    fn other_characters_are_text() {
        for text in [
            "5 * 3 * 2 and 5*3*2",
            "Free* for members*",
            "Free for members *",
            "*Required",
            "snake_case_names and _blank",
            "Ages < 5 or > 18",
            "<name> and <your clinic>",
            "R&D; AT&T",
            "&; and &#; and &#x110000; and &unknown;",
            "[sic] (see below)",
            "Fees [2026]",
            "~ 10 minutes ~",
            "Plan B & C",
            "**",
            "a < b and c > d",
        ] {
            assert_eq!(without_markup(text), None, "{text}");
        }
    }
}
