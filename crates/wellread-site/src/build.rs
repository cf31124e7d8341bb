//! The build: sources in, a finished site out; the same for its problems alone; and its first
//! stages alone, for searching a hub from the command line.
//!
//! A build is a function of its arguments. It reads no file, no clock and no environment variable;
//! what `emit` does with a file is the caller's concern and doesn't change any other file.

use wellread_content::{BuildOptions, ListedSearch, Sources};
use wellread_model::{Checked, CrisisLine, Hidden, Library, has_errors, sort};
use wellread_search::Index;

use crate::cache::BuildCache;
use crate::check::searches::TriedSearch;
use crate::losses::{LastBuild, without_content};
use crate::number_places::{NumberPlace, number_places};
use crate::output::{Finished, Output};
use crate::outputs::files::Content;
use crate::outputs::search;
use crate::rendered::{RenderedHub, render_hub};
use crate::site::{Resolved, Site};

/// Builds the site: [`Site::resolve`], then [`Site::finish`]. There is no output if the hub or its
/// theme has errors; all diagnostics are returned either way.
///
/// Each file is passed to `emit` as soon as it is rendered, so that a large site need not be held
/// in memory; what `emit` returns is in the output. Files may be emitted before an error is found,
/// so `emit` must not publish anything itself. It is called from several threads and in no
/// particular order. `cache` makes the next build faster and never changes the output.
///
/// # Examples
///
/// ```
/// use std::collections::BTreeMap;
///
/// use wellread_content::{BuildOptions, SourceFile, Sources};
/// use wellread_model::{Date, SourcePath};
/// use wellread_site::{BuildCache, build};
///
/// let file = |path: &str, text: &str| {
///     (SourcePath::new(path), SourceFile::new(text.as_bytes().to_vec(), true))
/// };
/// let sources = Sources::new(
///     BTreeMap::from([
///         file("site.toml", "title = \"Hub\"\nbase_url = \"https://example.org/\"\n"),
///         file("content/glossary/iep.md", "---\nterm: IEP\n---\n\nA written plan.\n"),
///     ]),
///     Vec::new(),
/// );
/// let options = BuildOptions { today: Date::constant(2026, 11, 26), drafts: false };
/// let built = build(&sources, options, &mut BuildCache::default(), &|_, content| {
///     content.bytes().len()
/// });
/// let output = built.value.expect("the hub has no errors");
/// assert!(output.files.contains_key("glossary/iep/index.html"));
/// ```
#[must_use]
pub fn build<K: Send>(
    sources: &Sources,
    options: BuildOptions,
    cache: &mut BuildCache,
    emit: &(dyn Fn(&str, Content) -> K + Sync),
) -> Checked<Output<K>> {
    finish(Site::resolve(sources, options, cache), cache, emit)
}

/// Builds the site that follows another: [`build()`], with errors and warnings about what would be
/// lost.
#[must_use]
pub fn build_after<K: Send>(
    last: LastBuild<'_>,
    sources: &Sources,
    options: BuildOptions,
    cache: &mut BuildCache,
    emit: &(dyn Fn(&str, Content) -> K + Sync),
) -> Checked<Output<K>> {
    let mut resolved = Site::resolve(sources, options, cache);
    compare(last, sources, &mut resolved);
    let lost = resolved.site.as_ref().map(|site| site.still_lost(last.publication));
    let mut built = finish(resolved, cache, emit);
    if let Some(output) = &mut built.value {
        output.publication.lost = lost.unwrap_or_default();
    }
    built
}

/// What [`build_after`] says of a hub, found without making any file: for a site that is there
/// already. The result is what the hub does not show; `None` if there are errors.
#[must_use]
pub fn warnings_after(
    last: LastBuild<'_>,
    sources: &Sources,
    options: BuildOptions,
    cache: &mut BuildCache,
) -> Checked<Vec<Hidden>> {
    let mut resolved = Site::resolve(sources, options, cache);
    compare(last, sources, &mut resolved);
    let Resolved { site, mut diagnostics, accepted } = resolved;
    sort(&mut diagnostics);
    let value = site.filter(|_| !has_errors(&diagnostics)).map(|site| site.hidden().to_vec());
    Checked { value, diagnostics, accepted }
}

/// Adds what would be lost since the last build.
fn compare(last: LastBuild<'_>, sources: &Sources, resolved: &mut Resolved) {
    let Resolved { site, diagnostics, .. } = resolved;
    if let Some(error) = without_content(sources, last) {
        diagnostics.push(error);
    }
    if let Some(site) = site.as_ref().filter(|_| has_errors(diagnostics)) {
        site.name_successors(last.publication, diagnostics);
    }
    // A page with errors may be missing for that reason alone.
    if let Some(site) = site.as_ref().filter(|_| !has_errors(diagnostics)) {
        diagnostics.extend(site.losses(last));
    }
}

/// Builds the site that follows another for its problems alone. It also says what a build does not
/// say every time: that a hub has no crisis line, and which searches of its list miss their page.
#[must_use]
pub fn check_hub(
    last: LastBuild<'_>,
    sources: &Sources,
    options: BuildOptions,
) -> Checked<Output<()>> {
    // A throwaway cache: nothing is built after this.
    let mut cache = BuildCache::default();
    let mut resolved = Site::resolve_for_check(sources, options, &mut cache);
    compare(last, sources, &mut resolved);
    finish(resolved, &mut cache, &|_, _| ())
}

/// Makes all files of a site without errors.
fn finish<K: Send>(
    resolved: Resolved,
    cache: &mut BuildCache,
    emit: &(dyn Fn(&str, Content) -> K + Sync),
) -> Checked<Output<K>> {
    let Resolved { site, mut diagnostics, accepted } = resolved;
    // A preview shows a site with errors; a build has none, since it would be published.
    let site = site.filter(|_| !has_errors(&diagnostics));
    let value = match site.map(|site| site.finish_once(cache, emit)) {
        Some(Finished::Complete(output)) => Some(output),
        Some(Finished::Failed(errors)) => {
            diagnostics.extend(errors);
            None
        }
        Some(Finished::Interrupted) | None => None,
    };
    sort(&mut diagnostics);
    Checked { value, diagnostics, accepted }
}

/// A hub that can be searched without a browser.
#[derive(Debug)]
pub struct SearchableHub {
    /// The index that a build would write.
    pub index: Index,
    /// Where each phone number of the hub is written and shown.
    pub numbers: Vec<NumberPlace>,
    /// The resolved hub, such as for its crisis lines.
    library: Library,
}

impl SearchableHub {
    /// The lines that are shown above everything if the answer says so.
    #[must_use]
    pub fn crisis(&self) -> &[CrisisLine] {
        &self.library.settings.crisis
    }

    /// Asks every search of a list, in its order.
    #[must_use]
    pub fn try_searches(&self, searches: Vec<ListedSearch>) -> Vec<TriedSearch> {
        searches.into_iter().map(|one| TriedSearch::new(one, &self.library, &self.index)).collect()
    }
}

/// The search index that a build would write, to query it without a browser, with the crisis lines.
/// No template is rendered. There is neither if the hub has errors; all diagnostics are returned
/// either way.
///
/// # Examples
///
/// ```
/// use std::collections::BTreeMap;
///
/// use wellread_content::{BuildOptions, SourceFile, Sources};
/// use wellread_model::{Date, SourcePath};
/// use wellread_site::search_index;
///
/// let file = |path: &str, text: &str| {
///     (SourcePath::new(path), SourceFile::new(text.as_bytes().to_vec(), true))
/// };
/// let sources = Sources::new(
///     BTreeMap::from([
///         file("site.toml", "title = \"Hub\"\nbase_url = \"https://hub.test/\"\n"),
///         file("content/glossary/iep.md", "---\nterm: IEP\n---\n\nA written plan.\n"),
///     ]),
///     Vec::new(),
/// );
/// let options = BuildOptions { today: Date::constant(2026, 11, 26), drafts: false };
/// let checked = search_index(&sources, options);
/// assert!(checked.diagnostics.is_empty());
/// assert!(checked.value.is_some());
/// ```
#[must_use]
pub fn search_index(sources: &Sources, options: BuildOptions) -> Checked<SearchableHub> {
    let mut diagnostics = Vec::new();
    // A throwaway cache: there is no build after this one that could reuse its contents.
    let mut cache = BuildCache::default();
    let value = render_hub(sources, options, &mut cache, &mut diagnostics).map(|rendered| {
        let RenderedHub { hub, text, bodies, .. } = rendered;
        let index = search::collect(&hub.library, &text, &bodies, &mut cache.search);
        let numbers = number_places(sources, &hub.library, &bodies);
        SearchableHub { index, numbers, library: hub.library }
    });
    sort(&mut diagnostics);
    Checked { value: value.filter(|_| !has_errors(&diagnostics)), diagnostics, accepted: 0 }
}
