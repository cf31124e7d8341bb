//! An immutable snapshot of what is served; a rebuild swaps in a new one.
//!
//! A request takes one [`Snapshot`] and answers from it, so that a rebuild in its midst changes
//! nothing for it. Never here: the file system, sockets. Where next: `crate::current`, which holds
//! the snapshot of the moment, and `crate::lookup`, which looks names up in it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use unicode_normalization::UnicodeNormalization as _;
use wellread_model::url::decode;

use crate::http::digest;
use crate::http::response::DEFAULT_HEADERS;
use crate::problems::Problems;

/// The output of a build: files by output path, such as `articles/iep/index.html`. Paths are in
/// NFC, as those of a hub's sources are.
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
    /// A function that makes it on request.
    Lazy(RenderFn),
    /// The same for a file that has been rendered before; its bytes have this hash.
    Rendered(u64, RenderFn),
}

/// Makes the file at an output path, on the thread that answers the request; `None` if an error
/// in a template prevents it. It should cache what was asked for last, since an open page is asked
/// for several times. One function may make all files of a site.
pub type RenderFn = Arc<dyn Fn(&str) -> Option<Arc<[u8]>> + Send + Sync>;

impl ServedFile {
    /// The bytes of the file at its output path, made now if it is lazy.
    #[must_use]
    pub fn bytes(&self, path: &str) -> Option<Arc<[u8]>> {
        match self {
            Self::Bytes(bytes) | Self::Hashed(bytes) => Some(Arc::clone(bytes)),
            Self::Lazy(render) | Self::Rendered(_, render) => render(path),
        }
    }

    /// Whether both are known to hold the same bytes. For lazy files that is never known.
    pub(crate) fn is_same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Bytes(own) | Self::Hashed(own), Self::Bytes(other) | Self::Hashed(other)) => {
                // The pointers first: most files of a rebuild are those of the build before.
                Arc::ptr_eq(own, other) || own == other
            }
            (Self::Rendered(own, _), Self::Rendered(other, _)) => own == other,
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
            Self::Rendered(hash, _) => f.debug_tuple("Rendered").field(hash).finish(),
        }
    }
}

/// A site as a build hands it to the server.
#[derive(Debug, Clone, Default)]
pub struct BuiltSite {
    /// All its files. Files that did not change had best hold the same `Arc` as before, which
    /// saves comparing their bytes.
    pub files: Arc<ServedFiles>,
    /// The header fields that a host of the hub should send with every response: names, values.
    pub headers: Vec<(&'static str, String)>,
    /// The path of the hub's URL, with a slash at both ends: `/` or `/hub/`. Pages are served below
    /// it.
    pub base_path: String,
    /// Where pages have moved that were on the site before: addresses relative to its root, such as
    /// `articles/iep/`, by what they were.
    pub moved: BTreeMap<String, String>,
    /// Pages of the preview that no build makes, by path as in `files`. They are not part of what
    /// has changed.
    pub own_pages: ServedFiles,
}

/// From which size in bytes on the digest of a file is cached.
const LARGE: usize = 256 * 1024;

/// A site without errors, or one in which only the templates of some pages have any.
#[derive(Debug)]
pub(crate) struct ServedSite {
    pub(crate) files: Arc<ServedFiles>,
    /// Hashed files of earlier sites, the latest first, served where `files` has nothing.
    earlier: Vec<Arc<ServedFiles>>,
    /// See [`BuiltSite::own_pages`].
    own_pages: ServedFiles,
    /// See [`BuiltSite::headers`]; the lines of a head.
    headers: String,
    /// The path below which it is served, decoded and without its leading slash: `` or `hub/`.
    pub(crate) base: String,
    /// See [`BuiltSite::moved`].
    pub(crate) moved: BTreeMap<String, String>,
    /// The digests of large files by path: a browser asks for a video in many parts.
    digests: Mutex<BTreeMap<String, String>>,
}

impl ServedSite {
    /// Takes a build's output, and what pages of earlier sites may still ask for.
    pub(crate) fn new(built: BuiltSite, earlier: Vec<Arc<ServedFiles>>) -> Self {
        let BuiltSite { files, headers, base_path, moved, own_pages } = built;
        let headers = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let (base, digests) = (decoded_base(&base_path), Mutex::default());
        Self { files, earlier, own_pages, headers, base, moved, digests }
    }

    /// The bytes of the file at an output path, if it is there and can be made.
    pub(crate) fn bytes(&self, path: &str) -> Option<Arc<[u8]>> {
        self.file(path)?.bytes(path)
    }

    /// The file at an output path.
    pub(crate) fn file(&self, path: &str) -> Option<&ServedFile> {
        let in_earlier = || self.earlier.iter().find_map(|files| files.get(path));
        self.files.get(path).or_else(in_earlier).or_else(|| self.own_pages.get(path))
    }

    /// The digest of the bytes that this site has at a path.
    pub(crate) fn digest(&self, path: &str, bytes: &[u8]) -> String {
        if bytes.len() < LARGE {
            return digest(bytes);
        }
        // A panic cannot leave the map half-updated, so poisoning is ignored.
        let mut digests = self.digests.lock().unwrap_or_else(PoisonError::into_inner);
        digests.entry(path.to_owned()).or_insert_with(|| digest(bytes)).clone()
    }
}

/// The path below which a hub is served, decoded and without its leading slash, from the path of
/// its URL with a slash at both ends.
pub(crate) fn decoded_base(path: &str) -> String {
    let base: String = decode(path).trim_matches('/').nfc().collect();
    if base.is_empty() { base } else { format!("{base}/") }
}

/// What is served.
#[derive(Debug, Clone, Default)]
pub(crate) struct Snapshot {
    /// The last site that could be built; none before the first.
    pub(crate) site: Option<Arc<ServedSite>>,
    /// What was found in the latest build.
    pub(crate) problems: Arc<Problems>,
    /// How many snapshots there have been before this one.
    pub(crate) generation: u64,
}

impl Snapshot {
    /// The snapshot after this one; without another site, with the same.
    pub(crate) fn next(&self, site: Option<ServedSite>, problems: Problems) -> Self {
        let site = site.map(Arc::new).or_else(|| self.site.clone());
        Self { site, problems: Arc::new(problems), generation: self.generation + 1 }
    }

    /// The header lines of every response.
    pub(crate) fn headers(&self) -> &str {
        self.site.as_ref().map_or(DEFAULT_HEADERS, |site| &site.headers)
    }
}
