//! Reads a hub: one scan of the folder, then front matter to documents, then documents to the
//! resolved [`wellread_model::Library`].
//!
//! [`scan`] is the only function here that touches the file system. Nothing here renders, and
//! nothing here knows templates. Mistakes of the author are diagnostics; failures of the machine
//! are [`ScanError`].

mod document;
mod fields;
mod file;
mod keys;
mod node;
mod resolve;
#[expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the one module that reads the file system and compares its clock"
)]
mod scan;
mod settings;
mod sources;

use wellread_model::{Date, Diagnostic, Library};

pub use document::DocumentCache;
pub use keys::{KEYS, Key};
pub use resolve::redirect_route;
pub use scan::{INPUTS, ScanError, scan};
pub use sources::{SourceFile, Sources};

/// What of the content is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BuildOptions {
    /// The day for which the site is built: what is published later is left out.
    pub today: Date,
    /// Whether drafts, and articles of a later day, are shown.
    pub drafts: bool,
}

/// The days for which a library stays what it is: from `from` to the day before `until`. It
/// changes only when an article's `published` comes, or when a review falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Validity {
    /// The first day, or `None` for ever since.
    pub from: Option<Date>,
    /// The first day on which it is no longer so, or `None` for ever.
    pub until: Option<Date>,
}

/// A hub as far as it could be read.
#[derive(Debug)]
pub struct Hub {
    /// The library. Entries with mistakes are in it as far as they could be understood.
    pub library: Library,
    /// The days for which this library is right.
    pub validity: Validity,
}

/// Reads settings and documents and resolves them. `None` only if there are no usable settings.
/// Every mistake found is added to `diagnostics`. `cache` saves reading a file again that is the
/// same, and changes nothing else.
pub fn read(
    sources: &Sources,
    options: BuildOptions,
    cache: &mut DocumentCache,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Hub> {
    diagnostics.extend(sources.diagnostics().iter().cloned());
    let settings = settings::read(sources, diagnostics);
    let documents = document::read_all(sources, cache, diagnostics);
    Some(resolve::resolve(settings?, documents, options, diagnostics))
}
