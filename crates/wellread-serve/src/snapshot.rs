//! What is served at one moment: an immutable whole, replaced as a whole.
//!
//! A request takes one [`Snapshot`] and answers from it, so that a rebuild in its midst changes
//! nothing for it. Never here: the file system, sockets. Where next: `crate::current`, which holds
//! the snapshot of the moment, and `crate::lookup`, which looks names up in it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::Serialize;
use unicode_normalization::{UnicodeNormalization as _, is_nfc};
use wellread_model::{Located, Severity};

use crate::http::response::DEFAULT_HEADERS;
use crate::http::target::percent_decode;

/// The output of a build: files by output path, such as `articles/iep/index.html`.
pub type ServedFiles = BTreeMap<String, ServedFile>;

/// A file of a site.
#[derive(Clone)]
pub enum ServedFile {
    /// Its bytes. When they change, the path stays.
    Bytes(Arc<[u8]>),
    /// Its bytes, and its path holds a hash of them: other bytes would have another path. The
    /// server goes on serving such files when they are gone from the site, because a page that is
    /// open in a browser was loaded when they were there and may ask for them yet.
    Hashed(Arc<[u8]>),
    /// A function that makes it on first request.
    Lazy(RenderFn),
}

/// Makes the file at an output path, on the thread that answers the request; `None` if an error
/// in a template prevents it. It should cache what it makes. One function may make all files of a
/// site.
pub type RenderFn = Arc<dyn Fn(&str) -> Option<Arc<[u8]>> + Send + Sync>;

impl ServedFile {
    /// The bytes of the file at its output path, made now if it is lazy.
    #[must_use]
    pub fn bytes(&self, path: &str) -> Option<Arc<[u8]>> {
        match self {
            Self::Bytes(bytes) | Self::Hashed(bytes) => Some(Arc::clone(bytes)),
            Self::Lazy(render) => render(path),
        }
    }

    /// Whether both are known to hold the same bytes. Of lazy files that is never known.
    pub(crate) fn is_same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Bytes(own) | Self::Hashed(own), Self::Bytes(other) | Self::Hashed(other)) => {
                // The pointers first: most files of a rebuild are the very ones of the build before.
                Arc::ptr_eq(own, other) || own == other
            }
            _ => false,
        }
    }
}

impl<T: Into<Arc<[u8]>>> From<T> for ServedFile {
    fn from(bytes: T) -> Self {
        Self::Bytes(bytes.into())
    }
}

impl fmt::Debug for ServedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => f.debug_tuple("Bytes").field(&bytes.len()).finish(),
            Self::Hashed(bytes) => f.debug_tuple("Hashed").field(&bytes.len()).finish(),
            Self::Lazy(_) => f.write_str("Lazy"),
        }
    }
}

/// A site as a build hands it to the server.
#[derive(Debug, Clone, Default)]
pub struct BuiltSite {
    /// All its files. Files that did not change had best hold the same `Arc` as before, which
    /// saves comparing their bytes.
    pub files: Arc<ServedFiles>,
    /// The header fields that a host of the hub should send with every response, as names and
    /// values.
    pub headers: Vec<(&'static str, String)>,
    /// The path of the hub's URL, with a slash at both ends: `/` or `/hub/`. Pages are served below
    /// it.
    pub base_path: String,
}

/// A site without errors, or one in which only the templates of some pages have any.
#[derive(Debug)]
pub(crate) struct ServedSite {
    pub(crate) files: Arc<ServedFiles>,
    /// Hashed files of earlier sites, served where `files` has nothing at their paths.
    retained: ServedFiles,
    /// See [`BuiltSite::headers`]; the lines of a head.
    headers: String,
    /// The path below which it is served, decoded and without its leading slash: `` or `hub/`.
    pub(crate) base: String,
    /// Output paths that are not in NFC, by their NFC form. Names of static files come from the
    /// file system, and that of a Mac decomposes them.
    decomposed: BTreeMap<String, String>,
}

impl ServedSite {
    /// Takes a build's output, and what pages of earlier sites may still ask for.
    pub(crate) fn new(built: BuiltSite, retained: ServedFiles) -> Self {
        let BuiltSite { files, headers, base_path } = built;
        // Names in NFC need no second look, and almost all are; so this list is nearly always empty.
        let unusual = files.keys().filter(|path| !path.is_ascii() && !is_nfc(path));
        let decomposed = unusual.map(|path| (path.nfc().collect(), path.clone())).collect();
        let headers = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        Self { base: decoded_base(&base_path), files, retained, headers, decomposed }
    }

    /// The bytes of the file at an output path in NFC, if it is there and can be made.
    pub(crate) fn bytes(&self, path: &str) -> Option<Arc<[u8]>> {
        let (path, file) = self.file(path)?;
        file.bytes(path)
    }

    /// The file at an output path in NFC, with its path as the build names it.
    pub(crate) fn file(&self, path: &str) -> Option<(&str, &ServedFile)> {
        let direct = || self.files.get_key_value(path);
        let composed = || self.files.get_key_value(self.decomposed.get(path)?);
        let retained = || self.retained.get_key_value(path);
        direct().or_else(composed).or_else(retained).map(|(path, file)| (path.as_str(), file))
    }
}

/// The path below which a hub is served, decoded and without its leading slash, from the path of
/// its URL with a slash at both ends.
pub(crate) fn decoded_base(path: &str) -> String {
    let decoded = percent_decode(path);
    let base: String = decoded.as_deref().unwrap_or(path).trim_matches('/').nfc().collect();
    if base.is_empty() { base } else { format!("{base}/") }
}

/// The problems of a build, as `client/overlay.js` receives them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Problems {
    /// The same for the same problems, on any machine; `none` if there are none.
    pub(crate) id: String,
    /// Whether one of them is an error, so that what is shown may be out of date.
    pub(crate) block: bool,
    list: Vec<OverlayEntry>,
}

/// One problem as the overlay shows it. The names of the fields are those that `client/overlay.js`
/// reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct OverlayEntry {
    code: &'static str,
    severity: &'static str,
    message: String,
    file: Option<String>,
    /// From 1.
    line: Option<usize>,
    /// In characters, from 1.
    column: Option<usize>,
    /// How many characters of the line are meant.
    length: usize,
    line_text: Option<String>,
    help: Option<String>,
    related: Vec<String>,
}

impl From<Located> for OverlayEntry {
    fn from(located: Located) -> Self {
        let file = located.file().map(str::to_owned);
        let Located { diagnostic, line, related } = located;
        Self {
            code: diagnostic.code,
            severity: diagnostic.severity.as_str(),
            message: diagnostic.message,
            file,
            line: line.as_ref().map(|line| line.number),
            column: line.as_ref().map(|line| line.column),
            length: line.as_ref().map_or(0, |line| line.length),
            line_text: line.map(|line| line.text),
            help: diagnostic.help,
            related,
        }
    }
}

impl Problems {
    /// Takes the problems of a build, in the order in which they are to be shown.
    pub(crate) fn new(list: Vec<Located>) -> Self {
        let block = list.iter().any(|problem| problem.diagnostic.severity == Severity::Error);
        let list: Vec<OverlayEntry> = list.into_iter().map(OverlayEntry::from).collect();
        let id =
            if list.is_empty() { "none".to_owned() } else { digest(to_json(&list).as_bytes()) };
        Self { id, block, list }
    }
}

/// What is served.
#[derive(Debug, Clone)]
pub(crate) struct Snapshot {
    /// The last site that could be built; none before the first.
    pub(crate) site: Option<Arc<ServedSite>>,
    /// What was found in the latest build.
    pub(crate) problems: Arc<Problems>,
    /// How many snapshots there have been before this one.
    pub(crate) generation: u64,
}

impl Snapshot {
    /// The snapshot after this one.
    pub(crate) fn next(&self, site: Option<Arc<ServedSite>>, problems: Problems) -> Self {
        Self { site, problems: Arc::new(problems), generation: self.generation + 1 }
    }

    /// The header lines of every response.
    pub(crate) fn headers(&self) -> &str {
        self.site.as_ref().map_or(DEFAULT_HEADERS, |site| &site.headers)
    }
}

/// A name for bytes, for entity tags and comparisons. It does not withstand forgery, which here
/// would only fool the forger.
pub(crate) fn digest(bytes: &[u8]) -> String {
    format!("{:016x}", xxhash_rust::xxh3::xxh3_64(bytes))
}

/// A value as JSON.
pub(crate) fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("derived structs of strings and numbers are always JSON")
}

#[cfg(test)]
mod tests {
    use super::*;
    use wellread_model::{Diagnostic, MarkedLine, Place, SourcePath};

    #[test]
    fn problems_are_told_in_the_words_of_the_script() {
        let place = Place::file(SourcePath::new("a.md"));
        let problem = Located {
            diagnostic: Diagnostic::error("unknown-key", place, "\"x\""),
            line: Some(MarkedLine { number: 2, column: 3, length: 1, text: "x: y".to_owned() }),
            related: vec!["b.md: here".to_owned()],
        };
        let problems = Problems::new(vec![problem]);
        assert!(problems.block);
        assert_eq!(
            to_json(&problems),
            format!(
                r#"{{"id":"{}","block":true,"list":[{{"code":"unknown-key","severity":"error","message":"\"x\"","file":"a.md","line":2,"column":3,"length":1,"line_text":"x: y","help":null,"related":["b.md: here"]}}]}}"#,
                problems.id
            )
        );
        assert_eq!(to_json(&Problems::new(Vec::new())), r#"{"id":"none","block":false,"list":[]}"#);
    }
}
