//! Parts of a body that are never published: comments of HTML and of Obsidian.
//!
//! For what looks at bodies as they are written. Rendering leaves comments out by itself.

use std::ops::Range;

use pulldown_cmark::{Event, Parser};

use super::body_source::comments;
use super::options::options;

/// Where the comments of a body are, with their markers; in no order. In code, they are text.
pub(crate) fn comment_ranges(body: &str) -> Vec<Range<usize>> {
    let mut found = comments(body).closed;
    if !body.contains("<!--") {
        return found;
    }
    // A comment of several lines is one block, but an event for each line.
    let mut html: Vec<Range<usize>> = Vec::new();
    for (event, range) in Parser::new_ext(body, options()).into_offset_iter() {
        if !matches!(event, Event::Html(_) | Event::InlineHtml(_)) {
            continue;
        }
        match html.last_mut() {
            Some(last) if last.end >= range.start => last.end = range.end.max(last.end),
            _ => html.push(range),
        }
    }
    for part in html {
        let mut at = part.start;
        while let Some(open) = body[at..part.end].find("<!--").map(|found| at + found) {
            let close = body[open..part.end].find("-->");
            at = close.map_or(part.end, |close| open + close + 3);
            found.push(open..at);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_found_and_code_is_none() {
        let body = "a %%b%% c <!-- d --> e\n\n<!-- f\n\ng -->\n\n`<!-- h -->`\n\n    <!-- i -->\n";
        let found: Vec<&str> = comment_ranges(body).into_iter().map(|one| &body[one]).collect();
        assert_eq!(found, ["%%b%%", "<!-- d -->", "<!-- f\n\ng -->"]);
        assert!(comment_ranges("a").is_empty());
    }
}
