//! The format of a case: a small hub as text, followed by what a build of it must give.
//!
//! ```text
//! What the case is about, in a line or two. Options of the build: `drafts`, `date 2027-01-01`.
//! //- content/articles/a.md
//! ---
//! …
//! //= check
//! content/articles/a.md:2:1 error unknown-key: …
//!   help: …
//! //= page articles/a/index.html .body
//! <p>…
//! //= files articles/
//! articles/a/index.html
//! ```
//!
//! A case with `` `check` `` among its options is checked as `wellread check` does, whose problems
//! are more than those of a build.
//!
//! Every hub here is an example. Only a case with `placeholders` among its options shows the
//! warnings that say so.
//!
//! `//- PATH` begins a file of the hub. After `//- PATH escaped`, `\n`, `\r`, `\xff` and `\u{feff}`
//! mean what they mean in Rust, and a `\` at the end of a line joins it with the next. A hub
//! without `site.toml` gets a minimal one.
//!
//! `//= check` begins the expected diagnostics; a case without it expects none. `//= page PATH` begins
//! the expected content of a file of the site, or of what a selector finds in it, as
//! [`Markup::extract`](super::markup::Markup::extract) describes. `//= files FOLDER` lists the paths of
//! the files below a folder.

use wellread_content::BuildOptions;

use crate::today;

/// A case, parsed.
pub(crate) struct Case {
    pub(crate) options: BuildOptions,
    pub(crate) files: Vec<(String, Vec<u8>)>,
    /// Whether it is checked, and not only built.
    pub(crate) is_checked: bool,
    /// Whether warnings of placeholders are shown.
    pub(crate) shows_placeholders: bool,
    /// The expectations: the first line of each without `//= `, and the rest.
    pub(crate) expected: Vec<(String, String)>,
    /// The text before the first expectation, unchanged, for rewriting the file.
    pub(crate) given: String,
}

impl Case {
    pub(crate) fn read(text: &str) -> Self {
        let given_end = text.find("\n//= ").map_or(text.len(), |at| at + 1);
        let (given, expected) = text.split_at(given_end);
        let mut options = today();
        let (about, files) = given.split_once("//- ").unwrap_or((given, ""));
        let is_checked = about.contains("`check`");
        let shows_placeholders = about.contains("`placeholders`");
        options.drafts = about.contains("`drafts`");
        if let Some((_, day)) = about.split_once("`date ") {
            options.today = day.split('`').next().unwrap().parse().unwrap();
        }
        let files = format!("\n{files}");
        let files = files.split("\n//- ").map(|file| {
            let file = file.trim_start_matches('\n');
            let (name, text) = file.split_once('\n').unwrap_or((file, ""));
            let text = if text.is_empty() || text.ends_with('\n') {
                text.into()
            } else {
                format!("{text}\n")
            };
            match name.strip_suffix(" escaped") {
                Some(name) => (name.to_owned(), unescape(&text)),
                None => (name.to_owned(), text.into_bytes()),
            }
        });
        let files = files.filter(|(name, _)| !name.trim().is_empty()).collect();
        let sections = expected.split("//= ").skip(1);
        let expected = sections.map(|section| {
            let (first, rest) = section.split_once('\n').unwrap_or((section, ""));
            (first.to_owned(), rest.to_owned())
        });
        Self {
            options,
            files,
            is_checked,
            shows_placeholders,
            expected: expected.collect(),
            given: given.to_owned(),
        }
    }
}

fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend(before.as_bytes());
        let length = match after.chars().next().unwrap() {
            'n' => {
                bytes.push(b'\n');
                1
            }
            'r' => {
                bytes.push(b'\r');
                1
            }
            '0' => {
                bytes.push(0);
                1
            }
            '\\' => {
                bytes.push(b'\\');
                1
            }
            '\n' => 1,
            'x' => {
                bytes.push(u8::from_str_radix(&after[1..3], 16).unwrap());
                3
            }
            'u' => {
                let end = after.find('}').unwrap();
                let c = char::from_u32(u32::from_str_radix(&after[2..end], 16).unwrap()).unwrap();
                bytes.extend(c.to_string().as_bytes());
                end + 1
            }
            other => panic!("\\{other} is not known"),
        };
        rest = &after[length..];
    }
    bytes.extend(rest.as_bytes());
    bytes
}
