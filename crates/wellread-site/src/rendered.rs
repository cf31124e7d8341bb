//! A hub with its bodies rendered and checked: the common base of the site, the review of terms and
//! the search from the command line.
//!
//! Nothing here runs a template or knows which files a site has.

use std::sync::Arc;

use wellread_content::{BuildOptions, Hub, Sources};
use wellread_model::Diagnostic;

use crate::cache::BuildCache;
use crate::glossary::{self, CompiledTerms};
use crate::interface_text::InterfaceText;
use crate::markdown::{Body, RenderContext};
use crate::outputs::search;
use crate::stage::Stage;
use crate::{check, theme};

/// A hub with its bodies rendered.
#[derive(Debug)]
pub(crate) struct RenderedHub {
    /// The resolved entries and the settings.
    pub(crate) hub: Hub,
    /// The interface text in the hub's language.
    pub(crate) text: InterfaceText,
    /// All terms of the glossary, compiled for matching.
    pub(crate) terms: CompiledTerms,
    /// The bodies in the order of the entries.
    pub(crate) bodies: Vec<Arc<Body>>,
    /// The fingerprint of each body's inputs, in the order of the entries.
    pub(crate) body_keys: Vec<u64>,
}

impl RenderedHub {
    /// What its bodies were rendered with. `sources` are those that it was made from.
    pub(crate) const fn context<'a>(&'a self, sources: &'a Sources) -> RenderContext<'a> {
        let terms = &self.terms.trie;
        RenderContext { library: &self.hub.library, sources, terms, text: &self.text }
    }
}

/// Reads the sources, renders every body, and runs the checks that need all bodies. `None` if there
/// are no usable settings.
pub(crate) fn render_hub(
    sources: &Sources,
    options: BuildOptions,
    cache: &mut BuildCache,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<RenderedHub> {
    cache.listener.notify(Stage::Documents);
    let hub = wellread_content::read(sources, options, &mut cache.content, diagnostics)?;
    let text = theme::text(&hub.library, sources, diagnostics);
    cache.listener.notify(Stage::Terms);
    let terms = glossary::compile(&hub.library);
    diagnostics.extend(terms.problems.iter().map(|problem| problem.diagnostic.clone()));
    let context = RenderContext { library: &hub.library, sources, terms: &terms.trie, text: &text };
    cache.listener.notify(Stage::Bodies);
    let rendered = cache.bodies.render(&context);
    let body_keys = rendered.iter().map(|rendered| rendered.key).collect();
    let bodies: Vec<Arc<Body>> = rendered.iter().map(|one| Arc::clone(&one.body)).collect();
    cache.drop_bodies_of_one_build();
    for body in &bodies {
        // A cached body reports its problems again, as if it had been rendered in this build.
        diagnostics.extend(body.diagnostics.iter().cloned());
    }
    cache.listener.notify(Stage::Checks);
    check::anchors(&hub.library, &bodies, diagnostics);
    check::lines(&hub.library, &text, diagnostics);
    check::definitions(&hub.library, &bodies, diagnostics);
    check::everyday::everyday_words(&hub.library, &bodies, &terms.problems, diagnostics);
    check::shared_names::several_terms(&hub.library, &bodies, diagnostics);
    search::check_pinned(&hub.library, diagnostics);
    Some(RenderedHub { hub, text, terms, bodies, body_keys })
}
