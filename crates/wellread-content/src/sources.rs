//! Everything that one scan read: an immutable snapshot of the hub's files.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use wellread_model::{Diagnostic, SourcePath};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// The content of one file.
#[derive(Debug, Clone)]
pub struct SourceFile {
    bytes: Arc<[u8]>,
    text: Option<Arc<str>>,
    /// A hash of the bytes, the same on every machine.
    pub hash: u64,
    /// What the file looks like from outside, if that can be relied on: see [`crate::scan`].
    pub(crate) stamp: Option<Stamp>,
}

/// What tells that a file is still the same without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    length: u64,
    modified: SystemTime,
    /// Another file that is moved here may have the same length and time, but not these: when it
    /// was made, and on Unix also its number and when its name or content last changed.
    created: Option<SystemTime>,
    inode: (u64, i64, i64),
}

impl Stamp {
    /// `None` where the file system keeps no times.
    pub(crate) fn of(metadata: &Metadata) -> Option<Self> {
        #[cfg(unix)]
        let inode = {
            use std::os::unix::fs::MetadataExt as _;
            (metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
        };
        #[cfg(not(unix))]
        let inode = (0, 0, 0);
        let modified = metadata.modified().ok()?;
        Some(Self { length: metadata.len(), modified, created: metadata.created().ok(), inode })
    }

    /// Whether the content was last changed longer than `age` ago.
    pub(crate) fn is_older_than(&self, age: Duration, now: SystemTime) -> bool {
        now.duration_since(self.modified).is_ok_and(|time| time > age)
    }
}

impl SourceFile {
    /// Takes the bytes of a file. Text is kept as text if it is UTF-8 and `is_text` says that
    /// somebody will read it.
    #[must_use]
    pub fn new(bytes: Vec<u8>, is_text: bool) -> Self {
        let hash = xxh3_64(&bytes);
        let text = is_text.then(|| std::str::from_utf8(&bytes).ok().map(Arc::from)).flatten();
        let bytes = if text.is_some() { Arc::from([]) } else { Arc::from(bytes) };
        Self { bytes, text, hash, stamp: None }
    }

    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.text.as_ref().map_or(&self.bytes, |text| text.as_bytes())
    }

    /// The text, where the file holds text for Wellread and is UTF-8.
    #[must_use]
    pub fn text(&self) -> Option<&Arc<str>> {
        self.text.as_ref()
    }

    /// The bytes, shared.
    #[must_use]
    pub fn shared(&self) -> Arc<[u8]> {
        self.text
            .as_ref()
            .map_or_else(|| Arc::clone(&self.bytes), |text| Arc::from(text.as_bytes()))
    }
}

/// All files of a hub that a build may look at: `site.toml` and the folders `content`, `themes`
/// and `static`.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: BTreeMap<SourcePath, SourceFile>,
    diagnostics: Vec<Diagnostic>,
}

impl Sources {
    /// A snapshot of these files; `diagnostics` say what could not be taken in.
    #[must_use]
    pub fn new(files: BTreeMap<SourcePath, SourceFile>, diagnostics: Vec<Diagnostic>) -> Self {
        Self { files, diagnostics }
    }

    /// One file.
    #[must_use]
    pub fn get(&self, path: &SourcePath) -> Option<&SourceFile> {
        self.files.get(path)
    }

    /// The text of one file.
    #[must_use]
    pub fn text(&self, path: &SourcePath) -> Option<&str> {
        self.get(path)?.text().map(AsRef::as_ref)
    }

    /// The files below a folder, in the order of their paths. `folder` ends with a slash.
    pub fn below<'a>(
        &'a self,
        folder: &'a str,
    ) -> impl Iterator<Item = (&'a SourcePath, &'a SourceFile)> + Clone {
        self.files
            .range(SourcePath::new(folder)..)
            .take_while(move |(path, _)| path.as_str().starts_with(folder))
    }

    /// What the scan noticed.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Whether both hold the same files, and the scan noticed the same.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        let same =
            |((a, one), (b, two)): ((&SourcePath, &SourceFile), (&SourcePath, &SourceFile))| {
                a == b && one.hash == two.hash
            };
        self.files.len() == other.files.len()
            && self.files.iter().zip(&other.files).all(same)
            && self.diagnostics == other.diagnostics
    }

    /// A hash of all paths and contents.
    #[must_use]
    pub fn fingerprint(&self) -> u128 {
        let mut hasher = Xxh3::new();
        for (path, source) in &self.files {
            hasher.update(path.as_str().as_bytes());
            hasher.update(&[0]);
            hasher.update(&source.hash.to_le_bytes());
        }
        hasher.digest128()
    }
}
