//! A fingerprint of a page's inputs, so an unchanged page is recognized without rendering it.
//!
//! A page is rendered from its view, and a view is built from
//! - what any page may show: the front matter of all entries, the settings, the interface text, and
//!   of each body the parts that other pages show (its first paragraph, its reading time);
//! - the page's own body;
//! - for a term, the bodies that use it, whose sentences its page quotes;
//! - for a packet, the bodies of its parts;
//! - for a resource, which bodies show its facts.
//!
//! The first part is one hash for all pages. It is coarser than it could be: a new title renders
//! every page again. That is simple to see as right, and what staff edit most, the text of a body
//! below its first paragraph, changes one page and those of the terms in it.

use std::hash::{Hash as _, Hasher as _};

use rayon::prelude::*;
use wellread_model::{Entry, Relation, Route, address};
use xxhash_rust::xxh3::Xxh3;

use super::page_spec::{PageKind, PageSpec};
use super::text::minutes;
use super::views::Views;
use crate::markdown::Body;
use crate::theme::Assets;

impl Views {
    /// The fingerprint of what any page may show, including the addresses of the files that it
    /// loads. `theme` is the fingerprint of the files that templates were loaded from.
    pub(crate) fn public_fingerprint(&self, assets: &Assets, theme: u64) -> u64 {
        let mut hasher = Xxh3::new();
        assets.hash(&mut hasher);
        hasher.write_u64(theme);
        self.library.settings.hash(&mut hasher);
        hasher.write_u8(u8::from(self.drafts));
        self.text.hash(&mut hasher);
        self.photos.hash(&mut hasher);
        let entries = self.library.entries().par_iter().zip(&self.bodies);
        let entries: Vec<u64> = entries.map(|(entry, body)| public_part(entry, body)).collect();
        entries.hash(&mut hasher);
        hasher.finish()
    }

    /// The fingerprint of one page. `public` is that of [`Self::public_fingerprint`]; `bodies` are
    /// the fingerprints of all bodies' inputs, in the order of the entries.
    pub(crate) fn page_fingerprint(&self, spec: &PageSpec, public: u64, bodies: &[u64]) -> u64 {
        let mut hasher = Xxh3::new();
        hasher.write_u64(public);
        spec.route.as_str().hash(&mut hasher);
        spec.kind.hash(&mut hasher);
        let own = match spec.kind {
            PageKind::Entry { id, .. } => Some(id),
            PageKind::Home => self.library.by_route(&Route::new(address::HOME)),
            _ => None,
        };
        // Lists, redirects and the rest show no body at all: `public` covers them.
        if let Some(id) = own {
            hasher.write_u64(bodies[id.0 as usize]);
            for found in &self.used_in[id.0 as usize] {
                hasher.write_u64(bodies[found.page.0 as usize]);
            }
            // Their cards are in `public`.
            self.shown_in(id).hash(&mut hasher);
            // A packet is made of the bodies of its parts.
            for part in self.library[id].related(Relation::Part) {
                hasher.write_u64(bodies[part.0 as usize]);
            }
        }
        hasher.finish()
    }
}

/// The fingerprint of what other pages may show of an entry.
fn public_part(entry: &Entry, body: &Body) -> u64 {
    let document = &entry.document;
    let mut hasher = Xxh3::new();
    // Kind, path and slug aren't in the front matter; a title may come from the name of the file.
    (document.kind, &document.source, &document.slug, entry.title()).hash(&mut hasher);
    // The front matter as text: a field that is added to the model later can't be forgotten here.
    document.text[..document.body.start].hash(&mut hasher);
    body.text[body.first_paragraph.clone()].hash(&mut hasher);
    // Whether its days have come is not in the text.
    entry.resource().map(|resource| &resource.notice).hash(&mut hasher);
    // Minutes, not words: most edits of a text leave the reading time as it was.
    minutes(body).hash(&mut hasher);
    // Names in the front matter may resolve to other entries although the text is the same.
    entry.relations.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{specs, views_of};

    /// The fingerprint of the page at `route`. Bodies stand for themselves by their HTML.
    fn fingerprint(files: &[(&str, &str)], route: &str) -> u64 {
        let views = views_of(files);
        let bodies: Vec<u64> = views
            .bodies
            .iter()
            .map(|body| {
                let mut hasher = Xxh3::new();
                body.html.hash(&mut hasher);
                hasher.finish()
            })
            .collect();
        let public = views.public_fingerprint(&Assets::default(), 0);
        let specs = specs(&views);
        let spec = specs.iter().find(|spec| spec.route.as_str() == route).unwrap();
        views.page_fingerprint(spec, public, &bodies)
    }

    const TERM: (&str, &str) =
        ("content/glossary/iep.md", "---\nterm: IEP\n---\n\nA plan.\n\nMore.\n");
    const A: (&str, &str) =
        ("content/articles/a.md", "---\ntitle: A\n---\n\nFirst.\n\nAn IEP helps.\n");
    const B: (&str, &str) = ("content/articles/b.md", "---\ntitle: B\n---\n\nFirst.\n\nNo term.\n");

    /// Which pages have another fingerprint once `file` replaces its file of the hub.
    fn changed(file: (&str, &str)) -> Vec<&'static str> {
        let before = [TERM, A, B];
        let after = before.map(|old| if old.0 == file.0 { file } else { old });
        ["", "articles/", "articles/a/", "articles/b/", "glossary/iep/"]
            .into_iter()
            .filter(|route| fingerprint(&before, route) != fingerprint(&after, route))
            .collect()
    }

    #[test]
    fn text_below_the_first_paragraph_changes_its_page_and_those_of_its_terms() {
        let other = "---\ntitle: A\n---\n\nFirst.\n\nAn IEP often helps.\n";
        assert_eq!(changed((A.0, other)), ["articles/a/", "glossary/iep/"]);
        let other = "---\ntitle: B\n---\n\nFirst.\n\nStill no term.\n";
        assert_eq!(changed((B.0, other)), ["articles/b/"]);
        assert_eq!(changed(A), [""; 0]);
    }

    #[test]
    fn what_other_pages_show_changes_all_pages() {
        let all = ["", "articles/", "articles/a/", "articles/b/", "glossary/iep/"];
        for text in [
            "---\ntitle: Other\n---\n\nFirst.\n\nAn IEP helps.\n",
            "---\ntitle: A\nsummary: New\n---\n\nFirst.\n\nAn IEP helps.\n",
            "---\ntitle: A\n---\n\nOther first.\n\nAn IEP helps.\n",
        ] {
            assert_eq!(changed((A.0, text)), all, "{text}");
        }
        let long =
            format!("---\ntitle: A\n---\n\nFirst.\n\nAn IEP helps.{}\n", " word".repeat(500));
        assert_eq!(changed((A.0, &long)), all);
    }

    #[test]
    fn pages_differ_by_theme_assets_text_and_drafts() {
        let mut views = views_of(&[TERM]);
        let assets = Assets::default();
        let first = views.public_fingerprint(&assets, 0);
        assert_ne!(first, views.public_fingerprint(&assets, 1));
        let logo = Assets {
            logo: Some(crate::theme::Logo { route: Route::new("logo.svg"), size: None }),
            ..Assets::default()
        };
        assert_ne!(first, views.public_fingerprint(&logo, 0));
        views.drafts = !views.drafts;
        assert_ne!(first, views.public_fingerprint(&assets, 0));
        views.drafts = !views.drafts;
        views.text.extend("search_title = \"Look up\"").unwrap();
        assert_ne!(first, views.public_fingerprint(&assets, 0));
        let mut views = views_of(&[TERM]);
        assert_eq!(first, views.public_fingerprint(&assets, 0));
        views.library.settings.title.push('!');
        assert_ne!(first, views.public_fingerprint(&assets, 0));
    }
}
