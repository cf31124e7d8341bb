//! The result of a build.

use std::collections::BTreeMap;

use wellread_content::Validity;
use wellread_model::Diagnostic;

/// A finished site. `K` is whatever the caller's `emit` returned for each file: its bytes, or what is
/// left of it once it is written, such as a hash.
#[derive(Debug)]
pub struct Output<K> {
    /// The results of `emit` by path, with `/` between the segments.
    pub files: BTreeMap<String, K>,
    /// How many of them are pages.
    pub pages: usize,
    /// The path below which the site is served, with a slash at both ends.
    pub base_path: String,
    /// The days for which this output is right.
    pub validity: Validity,
}

/// How finishing a site ended.
#[derive(Debug)]
pub enum Finished<K> {
    /// Every file was made.
    Complete(Output<K>),
    /// Templates have errors, so the files that were emitted are not a whole site.
    Failed(Vec<Diagnostic>),
    /// Nobody needs the result any more.
    Interrupted,
}
