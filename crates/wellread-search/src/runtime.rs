//! The runtime: the script that answers queries in the browser from the index files.
//!
//! Its parts in `client/` bear the names of the Rust modules that take the same steps, and are
//! joined into one script, so that a page loads one file. They share one scope, which hides their
//! names from the page. `build.rs` makes it small, because it is a fourth of what the first search
//! loads: comments, indentation and long names stay in the sources, and the constants that they
//! share with Rust become numbers.

macro_rules! script {
    ($file:literal) => {
        concat!(
            "/* The search of a hub. Its source is crates/wellread-search/client. */\n",
            "(() => {\n\"use strict\";\n",
            include_str!(concat!(env!("OUT_DIR"), "/", $file)),
            "})();\n",
        )
    };
}

/// The script that defines `Wellread.search`; `docs/search.md` says how to load and call it.
///
/// ```
/// assert!(wellread_search::RUNTIME.contains("Wellread.search="));
/// ```
pub const RUNTIME: &str = script!("runtime.js");

/// [`RUNTIME`] as it was written: for a debugger, and for tests that ask its parts.
pub const RUNTIME_SOURCE: &str = script!("runtime-source.js");

#[cfg(test)]
#[path = "../build/minify.rs"]
mod minify;
