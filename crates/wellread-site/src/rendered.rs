//! A hub with its bodies rendered and checked: the common base of the site, the review of terms and
//! the search from the command line.
//!
//! Nothing here runs a template or knows which files a site has.

use std::sync::Arc;

use wellread_content::{BuildOptions, Hub, Sources};
use wellread_model::Diagnostic;
use wellread_terms::TermTrie;

use crate::cache::BuildCache;
use crate::interface_text::InterfaceText;
use crate::markdown::{Body, RenderContext};
use crate::outputs::search;
use crate::{check, glossary, theme};

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
