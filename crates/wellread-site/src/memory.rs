//! What pure stages made before, kept by exactly what they were made from.
//!
//! Forgetting all of it changes nothing but the time that a build takes.

use std::collections::BTreeMap;
use std::hash::{Hash as _, Hasher as _};
use std::sync::Arc;

use rayon::prelude::*;
use wellread_model::{Kind, Relation, Route, SourcePath};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::build::scope;
use crate::markdown::{Body, Subject, Surroundings};
use crate::site::Kept;
use crate::theme::Theme;
use crate::view::Plan;

/// Bodies with what each was rendered from.
type Bodies = BTreeMap<(Kind, SourcePath), (u64, Arc<Body>)>;

/// Results of earlier builds.
#[derive(Debug, Default)]
pub struct Memory {
    /// Documents.
    pub(crate) content: wellread_content::Memory,
    /// The theme.
    pub(crate) theme: Option<Arc<Theme>>,
    /// Whether pages are kept, which takes the memory of a whole site.
    keeps_pages: bool,
    /// Pages by route, each with what it is made from: see [`crate::view::Views::key`].
    pages: BTreeMap<Route, (u64, Kept)>,
    /// Tokenised pages.
    pub(crate) search: wellread_search::Memory,
    /// What the bodies were rendered in: see [`fingerprint`].
    surroundings: u64,
    bodies: Bodies,
}

/// Bodies that may be used again.
pub(crate) struct Remembered<'a> {
    bodies: Option<&'a Bodies>,
}

impl Remembered<'_> {
    /// The body of this very subject, if it was rendered before.
    pub(crate) fn get(&self, subject: &Subject<'_>) -> Option<Arc<Body>> {
        let document = &subject.entry.document;
        let (key, body) = self.bodies?.get(&(document.kind, document.source.clone()))?;
        (*key == subject_key(subject)).then(|| Arc::clone(body))
    }
}

impl Memory {
    /// A memory for building many times in one run of the program: it keeps whole pages too.
    #[must_use]
    pub fn for_rebuilding() -> Self {
        Self { keeps_pages: true, ..Self::default() }
    }

    /// The pages of these plans, made already where they are the same as before; `None` if no pages
    /// are kept.
    pub(crate) fn pages(
        &mut self,
        plans: &[Plan],
        key: impl Fn(&Plan) -> u64 + Sync,
    ) -> Option<Vec<Kept>> {
        if !self.keeps_pages {
            return None;
        }
        let keyed: Vec<(u64, Kept)> = plans
            .par_iter()
            .map(|plan| {
                let key = key(plan);
                let same = self.pages.get(&plan.route).filter(|(known, _)| *known == key);
                (key, same.map(|(_, page)| Arc::clone(page)).unwrap_or_default())
            })
            .collect();
        let routes = plans.iter().map(|plan| plan.route.clone());
        self.pages = routes.zip(keyed.iter().cloned()).collect();
        Some(keyed.into_iter().map(|(_, page)| page).collect())
    }

    /// The bodies that were rendered in the same surroundings.
    pub(crate) fn bodies(&self, around: &Surroundings<'_>) -> Remembered<'_> {
        let same = !self.bodies.is_empty() && self.surroundings == fingerprint(around);
        Remembered { bodies: same.then_some(&self.bodies) }
    }

    /// Keeps the bodies of all entries, in their order. Returns for each what it was made from, as
    /// one number.
    pub(crate) fn remember_bodies(
        &mut self,
        around: &Surroundings<'_>,
        bodies: &[Arc<Body>],
    ) -> Vec<u64> {
        self.surroundings = fingerprint(around);
        let mut keys = Vec::with_capacity(bodies.len());
        self.bodies.clear();
        for ((id, entry), body) in around.library.iter().zip(bodies) {
            let document = &entry.document;
            let subject = Subject { id, entry, scope: scope(around.library, entry) };
            let key = subject_key(&subject);
            self.bodies.insert((document.kind, document.source.clone()), (key, Arc::clone(body)));
            keys.push(xxh3_64(&[key.to_le_bytes(), self.surroundings.to_le_bytes()].concat()));
        }
        keys
    }
}

/// What one body depends on beside its surroundings: its text, where in the file it begins (places
/// in diagnostics), and how its terms are linked.
fn subject_key(subject: &Subject<'_>) -> u64 {
    let mut hasher = Xxh3::new();
    subject.id.hash(&mut hasher);
    subject.entry.document.body.hash(&mut hasher);
    subject.scope.hash(&mut hasher);
    subject.entry.related(Relation::SkipTerm).hash(&mut hasher);
    hasher.write_u64(xxh3_64(subject.entry.document.text.as_bytes()));
    hasher.finish()
}

/// Everything around a body that rendering looks at: names and addresses of all entries, the forms
/// of all terms, what is not published, pictures and downloads, the words of the interface, and
/// the settings that matter.
fn fingerprint(around: &Surroundings<'_>) -> u64 {
    let mut hasher = Xxh3::new();
    let library = around.library;
    let settings = &library.settings;
    settings.base_path().hash(&mut hasher);
    settings.language.hash(&mut hasher);
    hasher.write_u8(u8::from(settings.html == wellread_model::HtmlPolicy::Trusted));
    for entry in library.entries() {
        let document = &entry.document;
        (document.kind, &document.source, entry.route.as_str(), entry.title()).hash(&mut hasher);
        if let Some(term) = entry.term() {
            for alias in &term.aliases {
                alias.value.hash(&mut hasher);
            }
            hasher.write_u8(term.case as u8);
            hasher.write(format!("{:?}", term.plural).as_bytes());
        }
    }
    for hidden in library.hidden() {
        hasher.write(format!("{hidden:?}").as_bytes());
    }
    for (path, source) in around.sources.below("content/").chain(around.sources.below("static/")) {
        if !path.as_str().ends_with(".md") {
            (path, source.hash).hash(&mut hasher);
        }
    }
    around.text.hash(&mut hasher);
    hasher.finish()
}
