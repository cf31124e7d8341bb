//! The runtime: the script that answers queries in the browser from the index files.
//!
//! Its parts in `client/` bear the names of the Rust modules that take the same steps, and are
//! joined here into one script, so that a page loads one file. They share one scope, which hides
//! their names from the page. Comments stay in the sources: they would be a sixth of what the first
//! search loads of the runtime. All else is as it was written, with the name of each part before
//! it, so that a debugger shows the code of `client/`.

use crate::format::constants::{constant_names, format_version};

/// The script that defines `Wellread.search`; `docs/search.md` says how to load and call it.
///
/// ```
/// assert!(wellread_search::RUNTIME.contains("Wellread.search ="));
/// ```
pub const RUNTIME: &str = {
    let (script, _) = STRIPPED.bytes.split_at(STRIPPED.length);
    match std::str::from_utf8(script) {
        Ok(script) => script,
        Err(_) => panic!("whole lines of UTF-8 are UTF-8"),
    }
};

macro_rules! join {
    ($($part:literal),* $(,)?) => {
        concat!(
            "/* The search of a hub. Its source, with comments, is crates/wellread-search/client. */\n",
            "(() => {\n\"use strict\";\nconst FORMAT = ", format_version!(),
            ";\nconst NAMES = \"", constant_names!(), "\";\n",
            $("/* ", $part, " */\n", include_str!(concat!("../client/", $part)),)*
            "})();\n",
        )
    };
}

/// The parts: what others build on first.
const JOINED: &str = join![
    "read.js",
    "code.js",
    "shard.js",
    "text.js",
    "language.js",
    "parse.js",
    "correct.js",
    "phrases.js",
    "crisis.js",
    "words.js",
    "glossary.js",
    "rank.js",
    "excerpt.js",
    "hit.js",
    "analysis.js",
    "answer.js",
];

/// [`JOINED`] without comments, while the program is compiled.
const STRIPPED: StrippedScript = without_comments(JOINED.as_bytes());

/// A script at the beginning of a buffer that was made long enough for its source.
struct StrippedScript {
    bytes: [u8; JOINED.len()],
    length: usize,
}

/// The lines of a script that hold more than a comment, without empty ones and indentation. The
/// sources have no text of several lines that this could damage.
const fn without_comments(source: &[u8]) -> StrippedScript {
    // Loops by index, because a constant cannot be computed with iterators.
    let mut stripped = StrippedScript { bytes: [0; JOINED.len()], length: 0 };
    let mut at = 0;
    while at < source.len() {
        let mut text = at;
        while text < source.len() && source[text] == b' ' {
            text += 1;
        }
        let is_comment =
            text + 1 < source.len() && source[text] == b'/' && source[text + 1] == b'/';
        let is_dropped = is_comment || source[text] == b'\n' || source[text] == b'\r';
        while at < source.len() {
            // Without its indentation, too.
            if !is_dropped && at >= text {
                stripped.bytes[stripped.length] = source[at];
                stripped.length += 1;
            }
            at += 1;
            if source[at - 1] == b'\n' {
                break;
            }
        }
    }
    stripped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_stay_in_the_sources() {
        let code: Vec<&str> = JOINED
            .lines()
            .map(|line| line.trim_start_matches(' '))
            .filter(|line| !line.trim().is_empty() && !line.trim().starts_with("//"))
            .collect();
        assert_eq!(RUNTIME.lines().collect::<Vec<_>>(), code);
        assert!(RUNTIME.ends_with("})();\n"));
    }
}
