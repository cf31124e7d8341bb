//! The files of a hub as one scan found them: an immutable snapshot in memory.
//!
//! A build works on [`Sources`] alone, so that no file can change under it, and a test needs no
//! folder. Each stage is handed the part that it reads: [`Sources::settings`] or one
//! [`SourceFolder`].

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use wellread_model::media::{has_extension, split_extension};
use wellread_model::portable::file_or_folder;
use wellread_model::{Diagnostic, SourcePath};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::copies::remove_copied_files;
use crate::similar::{FileClass, FileNames};
use crate::stamp::FileStamp;

/// The file with the settings.
pub(crate) const SETTINGS: &str = SourcePath::SETTINGS;

/// The file with what families might type.
pub(crate) const SEARCHES: &str = "searches.txt";

/// The content of one file. Copies share the bytes.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Empty if there is `text`.
    bytes: Arc<[u8]>,
    text: Option<Arc<str>>,
    /// A hash of the bytes (XXH3, 64 bits), the same on every machine. It distinguishes versions of
    /// a file apart for caches; it does not withstand forgery.
    pub hash: u64,
    /// The outside of the file, if that can be relied on: see [`crate::scan()`].
    pub(crate) stamp: Option<FileStamp>,
}

impl SourceFile {
    /// Takes the bytes of a file. They are checked for UTF-8 only if `is_text` says that a build
    /// reads this file as text.
    #[must_use]
    pub fn new(bytes: Vec<u8>, is_text: bool) -> Self {
        let hash = xxh3_64(&bytes);
        let text = is_text.then(|| std::str::from_utf8(&bytes).ok().map(Arc::from)).flatten();
        // One copy in memory is enough: text can be had as bytes.
        let bytes = if text.is_some() { Arc::from([]) } else { Arc::from(bytes) };
        Self { bytes, text, hash, stamp: None }
    }

    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.text.as_ref().map_or(&self.bytes, |text| text.as_bytes())
    }

    /// The text. `None` if the file is not one that a build reads as text, or is not UTF-8.
    #[must_use]
    pub fn text(&self) -> Option<&Arc<str>> {
        self.text.as_ref()
    }

    /// The bytes, shared where that is possible.
    #[must_use]
    pub fn shared(&self) -> Arc<[u8]> {
        self.text
            .as_ref()
            .map_or_else(|| Arc::clone(&self.bytes), |text| Arc::from(text.as_bytes()))
    }
}

/// All files of a hub that a build may look at: `site.toml`, `searches.txt` and the folders
/// `content`, `themes` and `static`.
///
/// # Examples
/// ```
/// use wellread_content::{SourceFile, Sources};
/// use wellread_model::SourcePath;
///
/// let file = |path: &str, text: &str| {
///     (SourcePath::new(path), SourceFile::new(text.as_bytes().to_vec(), true))
/// };
/// let files = [
///     file("site.toml", "title = \"Hub\"\n"),
///     file("content/glossary/iep.md", "---\nterm: IEP\n---\n"),
///     file("themes/ours/templates/page.html", "<main></main>\n"),
/// ];
/// let sources = Sources::new(files.into(), Vec::new());
///
/// assert!(sources.settings().is_some());
/// let content = sources.content();
/// let paths: Vec<_> = content.iter().map(|(path, _)| path.as_str()).collect();
/// assert_eq!(paths, ["content/glossary/iep.md"]);
/// assert!(sources.theme_names().contains("ours"));
/// assert!(sources.theme("other").is_empty());
/// ```
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// Each file by its path; the order of the map is that of every later stage.
    files: BTreeMap<SourcePath, SourceFile>,
    /// The problems of the scan itself.
    diagnostics: Vec<Diagnostic>,
    /// The names of the files of `content/`, indexed when a link leads to none of them.
    names: OnceLock<Arc<FileNames>>,
}

impl Sources {
    /// A snapshot of these files without second copies; `diagnostics` say what could not be taken
    /// in.
    #[must_use]
    pub fn new(
        mut files: BTreeMap<SourcePath, SourceFile>,
        mut diagnostics: Vec<Diagnostic>,
    ) -> Self {
        remove_copied_files(&mut files, &mut diagnostics);
        Self { files, diagnostics, names: OnceLock::new() }
    }

    /// The file `site.toml`.
    #[must_use]
    pub fn settings(&self) -> Option<&SourceFile> {
        self.get(&SourcePath::settings())
    }

    /// The file `searches.txt`.
    #[must_use]
    pub fn searches(&self) -> Option<&SourceFile> {
        self.get(&SourcePath::new(SEARCHES))
    }

    /// The folder `content/`: documents, and the images and downloads next to them.
    #[must_use]
    pub fn content(&self) -> SourceFolder<'_> {
        self.folder("content/")
    }

    /// The folder `static/`: files that the site gets as they are.
    #[must_use]
    pub fn statics(&self) -> SourceFolder<'_> {
        self.folder("static/")
    }

    /// The folder of one theme below `themes/`.
    #[must_use]
    pub fn theme(&self, name: &str) -> SourceFolder<'_> {
        self.folder(format!("themes/{name}/"))
    }

    /// The names of the themes that have a folder.
    #[must_use]
    pub fn theme_names(&self) -> BTreeSet<&str> {
        let themes = self.below("themes/");
        themes.filter_map(|(path, _)| path.as_str().split('/').nth(1)).collect()
    }

    /// The files below a folder; `prefix` ends with a slash.
    fn folder<'a>(&'a self, prefix: impl Into<Cow<'a, str>>) -> SourceFolder<'a> {
        SourceFolder { sources: self, prefix: prefix.into() }
    }

    /// One file, wherever in the hub it is. Stages that read one folder use that folder instead.
    #[must_use]
    pub fn get(&self, path: &SourcePath) -> Option<&SourceFile> {
        self.files.get(path)
    }

    /// The paths of all files, in their order.
    pub fn paths(&self) -> impl Iterator<Item = &SourcePath> {
        self.files.keys()
    }

    /// The path of a file, or of a folder with files in it. `None` if nothing is at the path.
    pub(crate) fn at(&self, path: &str) -> Option<&str> {
        let (found, _) = file_or_folder(&self.files, SourcePath::new(path).as_str())?;
        Some(found)
    }

    /// The files next to one whose names begin as its own does, up to the extension and its period,
    /// in the order of their paths: for `talk.mp4`, also `talk.jpg` and `talk.es.vtt`. It is among
    /// them.
    pub fn companions<'a>(
        &'a self,
        path: &'a SourcePath,
    ) -> impl Iterator<Item = (&'a SourcePath, &'a SourceFile)> {
        let (name, extension) = (path.as_str(), split_extension(path.as_str()).1);
        self.below(&name[..name.len() - extension.len()])
    }

    /// The text of one file.
    #[must_use]
    pub fn text(&self, path: &SourcePath) -> Option<&str> {
        self.get(path)?.text().map(AsRef::as_ref)
    }

    /// The files whose paths begin so, in the order of their paths; all below a folder, if `start`
    /// ends with a slash.
    fn below<'a>(
        &'a self,
        start: &'a str,
    ) -> impl Iterator<Item = (&'a SourcePath, &'a SourceFile)> + Clone {
        // Paths are sorted byte by byte, so all that begin alike are neighbors.
        self.files
            .range(SourcePath::new(start)..)
            .take_while(move |(path, _)| path.as_str().starts_with(start))
    }

    /// The file of `content/` or `static/` whose name is most like that in a link that leads
    /// nowhere. `reference` is the path in the link, decoded, and `from` the file that holds it.
    #[must_use]
    pub fn suggest(&self, from: &SourcePath, reference: &str) -> Option<&SourcePath> {
        self.suggest_among(FileClass::from_path(reference), from, reference)
    }

    /// The same for an image, of whatever kind the file in the link seems to be.
    #[must_use]
    pub fn suggest_image(&self, from: &SourcePath, reference: &str) -> Option<&SourcePath> {
        self.suggest_among(FileClass::Image, from, reference)
    }

    /// The file of one class that a reference most likely means, if one has nearly its name. Among
    /// several, the one in the folder to which the reference leads from `from`.
    fn suggest_among(
        &self,
        class: FileClass,
        from: &SourcePath,
        reference: &str,
    ) -> Option<&SourcePath> {
        let names = self.names.get_or_init(|| {
            let (content, statics) = (self.content(), self.statics());
            // Of `static/`, what pages link to: styles and the like have names of their own.
            let linked = statics.iter().filter(|(path, _)| {
                FileClass::from_path(path.as_str()) != FileClass::Page
                    || has_extension(path.as_str(), &["html", "htm"])
            });
            Arc::new(FileNames::new(content.iter().chain(linked).map(|(path, _)| path)))
        });
        let meant = from.join(reference);
        names.nearest(class, reference, meant.as_ref().map(SourcePath::folder))
    }

    /// The same files, some of them with other texts.
    #[must_use]
    pub fn with_texts(&self, texts: &BTreeMap<SourcePath, String>) -> Self {
        let mut files = self.files.clone();
        for (path, text) in texts {
            files.insert(path.clone(), SourceFile::new(text.clone().into_bytes(), true));
        }
        Self { files, diagnostics: self.diagnostics.clone(), names: OnceLock::new() }
    }

    /// What the scan noticed.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Whether both hold the same files, and the scan noticed the same.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        // Both maps are in the order of their paths, so one pass over the pairs is enough.
        let same =
            |((a, one), (b, two)): ((&SourcePath, &SourceFile), (&SourcePath, &SourceFile))| {
                a == b && one.hash == two.hash
            };
        self.files.len() == other.files.len()
            && self.files.iter().zip(&other.files).all(same)
            && self.diagnostics == other.diagnostics
    }

    /// A hash of all paths and contents, the same on every machine. Two hubs with the same
    /// fingerprint and the same [`crate::BuildOptions`] make the same site.
    #[must_use]
    pub fn fingerprint(&self) -> u128 {
        let mut hasher = Xxh3::new();
        for (path, source) in &self.files {
            hasher.update(path.as_str().as_bytes());
            // No path holds a zero byte, so a path cannot run into the hash after it.
            hasher.update(&[0]);
            hasher.update(&source.hash.to_le_bytes());
        }
        hasher.digest128()
    }
}

/// The files below one folder of a hub: what one stage of a build may read. It borrows the
/// sources, and paths stay those of the hub (`content/articles/iep.md`), because messages name
/// them so.
#[derive(Debug, Clone)]
pub struct SourceFolder<'a> {
    /// The hub that it is in.
    sources: &'a Sources,
    /// The path of the folder, with a slash at the end.
    prefix: Cow<'a, str>,
}

impl SourceFolder<'_> {
    /// The files, in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&SourcePath, &SourceFile)> + Clone {
        self.sources.below(&self.prefix)
    }

    /// One file of the folder with its path in the hub, by its path in the folder.
    #[must_use]
    pub fn find(&self, relative: &str) -> Option<(&SourcePath, &SourceFile)> {
        self.sources.files.get_key_value(&SourcePath::new(&format!("{}{relative}", self.prefix)))
    }

    /// The path of one of its files, relative to the folder. Any other path stays as it is.
    #[must_use]
    pub fn relative<'p>(&self, path: &'p SourcePath) -> &'p str {
        path.as_str().strip_prefix(&*self.prefix).unwrap_or(path.as_str())
    }

    /// The image in the folder whose name is most like that in `reference`. The usual error is to
    /// write another folder as well, as in `static/logo.svg`.
    #[must_use]
    pub fn suggest_image(&self, reference: &str) -> Option<SourcePath> {
        let names = FileNames::new(self.iter().map(|(path, _)| path));
        names.nearest(FileClass::Image, reference, None).cloned()
    }

    /// Whether no file is below the folder.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }
}
