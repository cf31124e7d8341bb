//! A second front matter in the text, where two files were pasted into one. What it says would be
//! published, and what it sets, such as `draft`, would not count.

use super::finding::StrayMarkup;
use super::text_block::{BlockSource, TextBlock};

/// Keys that can start front matter.
const KEYS: [&str; 14] = [
    "title",
    "term",
    "name",
    "subtitle",
    "summary",
    "draft",
    "published",
    "authors",
    "topics",
    "date",
    "tags",
    "author",
    "layout",
    "aliases",
];

/// How long they are at most, in bytes.
const LONGEST_KEY: usize = "published".len();

/// Reports the block if it is one.
pub(super) fn find(
    block: &TextBlock<'_>,
    source: &BlockSource<'_, '_>,
    found: &mut Vec<StrayMarkup>,
) {
    let Some(first) = block.text.lines().next().filter(|line| is_key(line)) else { return };
    let [before, _] = source.neighbors(&(0..1));
    if before.trim_end() == "---" {
        let message =
            "The text contains a second block of front matter, which families would read.";
        let help = "Move what follows into a file of its own, or delete these lines and the --- around \
                    them.";
        found.push(StrayMarkup::new("second-front-matter", 0..first.len(), message, help));
    }
}

/// Whether a line is a key and its value.
pub(super) fn is_key(line: &str) -> bool {
    // A paragraph may be a long line, and all of them are asked about.
    let colon = line.bytes().take(LONGEST_KEY + 1).position(|byte| byte == b':');
    colon.map(|at| line.split_at(at)).is_some_and(|(key, value)| {
        let value = &value[1..];
        KEYS.contains(&key) && (value.is_empty() || value.starts_with([' ', '\u{fffc}']))
    })
}
