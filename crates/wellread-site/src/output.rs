//! The result of a build.

use std::collections::BTreeMap;

use wellread_content::Validity;
use wellread_model::{Diagnostic, Hidden};

use crate::outputs::files::Content;
use crate::publication::Publication;

/// A finished site. `K` is what the caller's `emit` returned for each file: its bytes, or only what
/// the caller still needs of a file that it has written, such as a hash.
#[derive(Debug)]
pub struct Output<K> {
    /// The results of `emit` by path. A path is relative to the output folder, with `/` between its
    /// segments on every system.
    pub files: BTreeMap<String, K>,
    /// How many of them are pages: HTML from a template, redirects included.
    pub pages: usize,
    /// The path below which the site is served, with a slash at both ends: the path of `base_url`.
    pub base_path: String,
    /// The days on which a build of the same sources gives this output. An article with a later
    /// date of publication, for example, ends the period on the day before.
    pub validity: Validity,
    /// The documents that are not in it: drafts, and articles of a later day.
    pub hidden: Vec<Hidden>,
    /// Its addresses, for the next build to compare its own with.
    pub publication: Publication,
}

/// A file as [`Site::finish`](crate::Site::finish) passes it on.
#[derive(Debug, Clone)]
pub enum FinishedFile {
    /// A page, by the hash of its bytes: another hash means another page.
    /// [`Site::file`](crate::Site::file) renders it.
    Page(u64),
    /// Any other file.
    Whole(Content),
}

/// How [`Site::finish`](crate::Site::finish) ended.
#[derive(Debug)]
pub enum Finished<K> {
    /// Every file was emitted.
    Complete(Output<K>),
    /// Templates have errors, so the files that were emitted are not a whole site. The errors are
    /// sorted by place.
    Failed(Vec<Diagnostic>),
    /// `is_outdated` returned true, so the rest wasn't rendered.
    Interrupted,
}
