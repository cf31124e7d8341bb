//! The build: one pure function from sources to output, and the stages that it shares with the
//! review of terms and with asking the search.

use std::collections::BTreeMap;
use std::sync::Arc;

use wellread_content::{BuildOptions, Hub, Sources, Validity};
use wellread_model::{Checked, Diagnostic, has_errors, sort};
use wellread_search::Index;

use crate::cache::BuildCache;
use crate::files::Content;
use crate::markdown::{Body, RenderContext};
use crate::site::{Resolved, Site};
use crate::text::InterfaceText;
use crate::{check, glossary, search, theme};
use wellread_terms::TermTrie;

/// A finished site, with whatever its caller keeps of each file.
#[derive(Debug)]
pub struct Output<K> {
    /// What was kept of each file, by path, with `/` between the parts.
    pub files: BTreeMap<String, K>,
    /// How many of them are pages.
    pub pages: usize,
    /// The path below which the site is served, with a slash at both ends.
    pub base_path: String,
    /// The days for which this output is right.
    pub validity: Validity,
}

/// Builds the site: [`Site::resolve`], then [`Site::finish`]. There is no output if anything must
/// be mended first; everything that was noticed is in the diagnostics either way.
///
/// Each file is given to `emit` as soon as it is made, so that a large site need not be held in
/// memory; what `emit` returns is in the output. It may be called and its result thrown away.
/// `cache` makes building again fast and changes nothing else.
#[must_use]
pub fn build<K: Send>(
    sources: &Sources,
    options: BuildOptions,
    cache: &mut BuildCache,
    emit: &(dyn Fn(&str, Content) -> K + Sync),
) -> Checked<Output<K>> {
    let Resolved { site, mut diagnostics } = Site::resolve(sources, options, cache);
    let site = site.filter(|_| !has_errors(&diagnostics));
    let finished = site.and_then(|site| site.finish(cache, emit, &|| false));
    let value = finished.and_then(|finished| {
        diagnostics.extend(finished.diagnostics);
        finished.value
    });
    sort(&mut diagnostics);
    Checked { value, diagnostics }
}

/// The search index that a build would make, for asking it without a browser.
#[must_use]
pub fn search_index(sources: &Sources, options: BuildOptions) -> Checked<Index> {
    let mut diagnostics = Vec::new();
    let mut cache = BuildCache::default();
    let value = render_hub(sources, options, &mut cache, &mut diagnostics).map(|rendered| {
        let RenderedHub { hub, bodies, .. } = rendered;
        Index::collect(|each| search::index(&hub.library, &bodies, &mut cache.search, each))
    });
    sort(&mut diagnostics);
    Checked { value: value.filter(|_| !has_errors(&diagnostics)), diagnostics }
}

/// A hub with its bodies rendered: what both the site and the review of its terms are made of.
#[derive(Debug)]
pub(crate) struct RenderedHub {
    pub(crate) hub: Hub,
    pub(crate) text: InterfaceText,
    pub(crate) terms: TermTrie,
    /// The bodies in the order of the entries.
    pub(crate) bodies: Vec<Arc<Body>>,
    /// What each body was made from, as one number.
    pub(crate) body_keys: Vec<u64>,
}

/// Reads the sources and renders every body. `None` if there are no usable settings.
pub(crate) fn render_hub(
    sources: &Sources,
    options: BuildOptions,
    cache: &mut BuildCache,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<RenderedHub> {
    let hub = wellread_content::read(sources, options, &mut cache.content, diagnostics)?;
    let text = theme::text(&hub.library, sources, diagnostics);
    let terms = glossary::compile(&hub.library, diagnostics);
    let context = RenderContext { library: &hub.library, sources, terms: &terms, text: &text };
    let rendered = cache.bodies.render(&context);
    let body_keys = rendered.iter().map(|rendered| rendered.key).collect();
    let bodies: Vec<Arc<Body>> = rendered.iter().map(|one| Arc::clone(&one.body)).collect();
    for body in &bodies {
        diagnostics.extend(body.diagnostics.iter().cloned());
    }
    check::anchors(&hub.library, &bodies, diagnostics);
    check::definitions(&hub.library, &bodies, diagnostics);
    search::check_pinned(&hub.library, diagnostics);
    Some(RenderedHub { hub, text, terms, bodies, body_keys })
}
