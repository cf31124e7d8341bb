//! The runtime: the script that answers queries in the browser from the index files.
//!
//! Its parts in `client/` bear the names of the Rust modules that take the same steps, and are joined
//! here into one script, so that a page loads one file. They share one scope, which hides their names
//! from the page; the comment at the head of each part is its border in a debugger.

use crate::format::constants::format_version;

macro_rules! join {
    ($($part:literal),* $(,)?) => {
        concat!(
            "(() => {\n\"use strict\";\nconst FORMAT = ", format_version!(), ";\n",
            $(include_str!(concat!("../client/", $part)),)*
            "})();\n",
        )
    };
}

/// The script that defines `Wellread.search`; `docs/search.md` says how to load and call it.
///
/// ```
/// assert!(wellread_search::RUNTIME.contains("Wellread.search ="));
/// ```
pub const RUNTIME: &str = join![
    "read.js",
    "code.js",
    "shard.js",
    "text.js",
    "language.js",
    "parse.js",
    "crisis.js",
    "correct.js",
    "words.js",
    "glossary.js",
    "rank.js",
    "excerpt.js",
    "hit.js",
    "answer.js",
];
