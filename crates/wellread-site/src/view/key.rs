//! What a page is made from, as one number, so that it need not be made to know that it is the
//! same.
//!
//! Its view is made from the front matter of all entries, the settings and the words of the
//! interface; from what a body shows on other pages (its first paragraph, its reading time); from
//! the page's own body; and, for a term, from the bodies that use it.

use std::hash::{Hash as _, Hasher as _};

use rayon::prelude::*;
use wellread_model::{Entry, Route};
use xxhash_rust::xxh3::Xxh3;

use super::page_spec::{PageKind, PageSpec};
use super::text::minutes;
use super::views::Views;
use crate::markdown::Body;
use crate::theme::Assets;

impl Views {
    /// What every page may show, as one number: also what it loads, and the templates by what
    /// they were loaded from.
    pub(crate) fn public(&self, assets: &Assets, theme: u64) -> u64 {
        let mut hasher = Xxh3::new();
        assets.hash(&mut hasher);
        hasher.write_u64(theme);
        hasher.write(format!("{:?}", self.library.settings).as_bytes());
        hasher.write_u8(u8::from(self.drafts));
        self.text.hash(&mut hasher);
        let entries = self.library.entries().par_iter().zip(&self.bodies);
        let entries: Vec<u64> = entries.map(|(entry, body)| public_part(entry, body)).collect();
        entries.hash(&mut hasher);
        hasher.finish()
    }

    /// What the view of one page is made from, as one number. `bodies` tells of each entry's body
    /// what it was made from.
    pub(crate) fn key(&self, spec: &PageSpec, public: u64, bodies: &[u64]) -> u64 {
        let mut hasher = Xxh3::new();
        hasher.write_u64(public);
        spec.route.as_str().hash(&mut hasher);
        spec.kind.hash(&mut hasher);
        let own = match spec.kind {
            PageKind::Entry { id, .. } => Some(id),
            PageKind::Home => self.library.by_route(&Route::new("")),
            _ => None,
        };
        if let Some(id) = own {
            hasher.write_u64(bodies[id.0 as usize]);
            for (page, _) in &self.used_in[id.0 as usize] {
                hasher.write_u64(bodies[page.0 as usize]);
            }
        }
        hasher.finish()
    }
}

/// What other pages may show of an entry.
fn public_part(entry: &Entry, body: &Body) -> u64 {
    let document = &entry.document;
    let mut hasher = Xxh3::new();
    (document.kind, &document.source, &document.slug, entry.title()).hash(&mut hasher);
    document.text[..document.body.start].hash(&mut hasher);
    body.text[body.first_paragraph.clone()].hash(&mut hasher);
    minutes(body).hash(&mut hasher);
    entry.relations.hash(&mut hasher);
    hasher.finish()
}
