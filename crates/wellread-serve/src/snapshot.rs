//! What is served at one moment: an immutable whole, replaced as a whole.
//!
//! A request takes one [`Snapshot`] and answers from it, so that a rebuild in its midst changes
//! nothing for it. Never here: the file system, sockets. Where next: `crate::current`, which holds
//! the snapshot of the moment, and `crate::answer`, which looks names up in it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use unicode_normalization::{UnicodeNormalization as _, is_nfc};
use wellread_model::{Located, Severity};

use crate::http::target::percent_decode;
use crate::{Rebuilt, json};

/// The output of a build: files by output path, such as `articles/iep/index.html`.
pub type ServedFiles = BTreeMap<String, ServedFile>;

/// A file of a site.
#[derive(Clone)]
pub enum ServedFile {
    /// Its bytes.
    Made(Arc<[u8]>),
    /// How to make it when somebody asks for it.
    Lazy(RenderFn),
}

/// Makes the file at an output path, on the thread that answers; `None` if a mistake keeps it from
/// being made. It should keep what it has made. One function may make all files of a site.
pub type RenderFn = Arc<dyn Fn(&str) -> Option<Arc<[u8]>> + Send + Sync>;

impl ServedFile {
    /// The bytes of the file at its output path, made now if need be.
    #[must_use]
    pub fn bytes(&self, path: &str) -> Option<Arc<[u8]>> {
        match self {
            Self::Made(bytes) => Some(Arc::clone(bytes)),
            Self::Lazy(make) => make(path),
        }
    }
}

impl<T: Into<Arc<[u8]>>> From<T> for ServedFile {
    fn from(bytes: T) -> Self {
        Self::Made(bytes.into())
    }
}

impl fmt::Debug for ServedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Made(bytes) => f.debug_tuple("Made").field(&bytes.len()).finish(),
            Self::Lazy(_) => f.write_str("Promised"),
        }
    }
}

/// A site without mistakes, or one in which only templates of some pages have any.
#[derive(Debug)]
pub(crate) struct ServedSite {
    pub(crate) files: ServedFiles,
    /// See [`Rebuilt::older`].
    older: ServedFiles,
    /// See [`Rebuilt::headers`]; the lines of a head.
    pub(crate) headers: Arc<str>,
    /// The path below which it is served, decoded and without its leading slash: `` or `hub/`.
    pub(crate) base: String,
    /// Output paths that are not in NFC, by their NFC form. Names of static files come from the
    /// file system, and that of a Mac decomposes them.
    decomposed: BTreeMap<String, String>,
}

impl ServedSite {
    /// Takes a build's output.
    pub(crate) fn new(built: &Rebuilt, files: ServedFiles) -> Self {
        let unusual = files.keys().filter(|path| !path.is_ascii() && !is_nfc(path));
        let decomposed = unusual.map(|path| (path.nfc().collect(), path.clone())).collect();
        let headers = built.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
        Self {
            files,
            older: built.older.clone(),
            headers: headers.collect::<String>().into(),
            base: base(&built.base_path),
            decomposed,
        }
    }

    /// The bytes of the file at an output path in NFC, if it is there and can be made.
    pub(crate) fn bytes(&self, path: &str) -> Option<Arc<[u8]>> {
        let (path, file) = self.file(path)?;
        file.bytes(path)
    }

    /// The file at an output path in NFC.
    pub(crate) fn file(&self, path: &str) -> Option<(&str, &ServedFile)> {
        let direct = || self.files.get_key_value(path);
        let composed = || self.files.get_key_value(self.decomposed.get(path)?);
        let older = || self.older.get_key_value(path);
        direct().or_else(composed).or_else(older).map(|(path, file)| (path.as_str(), file))
    }
}

/// The path below which a hub is served, decoded and without its leading slash, of the path of its
/// address with a slash at both ends.
pub(crate) fn base(path: &str) -> String {
    let decoded = percent_decode(path.as_bytes()).and_then(|bytes| String::from_utf8(bytes).ok());
    let base: String = decoded.as_deref().unwrap_or(path).trim_matches('/').nfc().collect();
    if base.is_empty() { base } else { format!("{base}/") }
}

/// The problems of a build, as the browser is told of them.
#[derive(Debug)]
pub(crate) struct Problems {
    /// The same for the same problems, on any machine; `none` if there are none.
    pub(crate) id: String,
    /// A JSON array.
    pub(crate) json: String,
    /// Whether one of them keeps the site from being built.
    pub(crate) block: bool,
}

impl Problems {
    /// No problems.
    pub(crate) fn none() -> Arc<Self> {
        Arc::new(Self::new(&[]))
    }

    /// Renders problems for the browser.
    pub(crate) fn new(problems: &[Located]) -> Self {
        let json = json::problems(problems);
        let id = if problems.is_empty() { "none".to_owned() } else { digest(json.as_bytes()) };
        let block = problems.iter().any(|problem| problem.diagnostic.severity == Severity::Error);
        Self { id, json, block }
    }
}

/// What is served.
#[derive(Debug, Clone)]
pub(crate) struct Snapshot {
    /// The last site that could be built; none before the first.
    pub(crate) site: Option<Arc<ServedSite>>,
    /// What was found in the latest build.
    pub(crate) problems: Arc<Problems>,
}

/// A name for bytes, for entity tags and comparisons. It does not withstand forgery, which here
/// would only fool the forger.
pub(crate) fn digest(bytes: &[u8]) -> String {
    format!("{:016x}", xxhash_rust::xxh3::xxh3_64(bytes))
}
