//! Bodies that were rendered before, and which of them are still right.
//!
//! A body depends on its own file, on what is around it (names and addresses of entries, pictures,
//! settings), and on the forms of all terms. When forms have changed, only the bodies in which one
//! of the old or new forms may stand are rendered again: a form that is not in a text neither makes
//! a link there nor hides one.

use std::collections::BTreeSet;
use std::hash::{Hash as _, Hasher as _};
use std::sync::Arc;

use rayon::prelude::*;
use wellread_model::{Document, HtmlPolicy, Kind, Relation, Spanned, fold_name};
use xxhash_rust::xxh3::Xxh3;

use crate::glossary;
use crate::markdown::{Body, RenderContext, Subject, render};
use wellread_terms::Prefilter;

/// The bodies of the last build.
#[derive(Debug, Default)]
pub(crate) struct Bodies {
    /// What was around them, as one number: see [`frame`].
    frame: u64,
    /// The documents of all terms, in the order of their entries.
    terms: Vec<Arc<Document>>,
    /// The bodies in the order of the entries.
    rendered: Vec<CachedBody>,
}

/// A body.
#[derive(Debug, Clone)]
pub(crate) struct CachedBody {
    /// What of its own it was rendered from, as one number: see [`subject_key`].
    subject: u64,
    /// What it was rendered from, all in all, as one number.
    pub(crate) key: u64,
    pub(crate) body: Arc<Body>,
}

impl Bodies {
    /// The bodies of all entries in their order, rendered where that is needed.
    pub(crate) fn render(&mut self, context: &RenderContext<'_>) -> &[CachedBody] {
        let frame = frame(context);
        let terms: Vec<Arc<Document>> = context
            .library
            .of_kind(Kind::Term)
            .map(|(_, term)| Arc::clone(&term.document))
            .collect();
        let known = if frame == self.frame { self.rendered.as_slice() } else { &[] };
        let changes =
            if known.is_empty() { None } else { Changes::between(&self.terms, &terms, context) };
        let around_key = key_of(frame, &terms);
        let render = |(index, entry)| {
            let subject = Subject::new(index, entry, context.library);
            let key = subject_key(&subject);
            let old = known.get(index).filter(|old| {
                old.subject == key
                    && changes.as_ref().is_none_or(|changes| !changes.concern(&old.body))
            });
            old.cloned().unwrap_or_else(|| CachedBody {
                subject: key,
                key: combined(key, around_key),
                body: Arc::new(render(subject, context)),
            })
        };
        self.rendered = context.library.entries().par_iter().enumerate().map(render).collect();
        self.frame = frame;
        self.terms = terms;
        &self.rendered
    }
}

/// What is different about the names of terms.
struct Changes {
    /// Their forms of before and of now.
    forms: Prefilter,
    /// Their names of before and of now, folded.
    names: BTreeSet<String>,
}

impl Changes {
    /// The changes from one list of terms to another, if there are any. Both hold the same entries.
    fn between(
        old: &[Arc<Document>],
        new: &[Arc<Document>],
        context: &RenderContext<'_>,
    ) -> Option<Self> {
        let pairs = old.iter().zip(new).map(|(old, new)| (&**old, &**new));
        let changed = pairs.flat_map(|(old, new)| changed_names(old, new));
        let changed: Vec<(&Document, &Spanned<String>)> = changed.collect();
        (!changed.is_empty()).then(|| Self {
            names: changed.iter().map(|(_, name)| fold_name(&name.value)).collect(),
            forms: Prefilter::new(glossary::table(
                changed.into_iter(),
                &context.library.settings.language,
            )),
        })
    }

    /// Whether a body may have to be rendered again.
    fn concern(&self, body: &Body) -> bool {
        // What is wrong with a body may be told with the names of terms.
        !body.diagnostics.is_empty()
            || body.names.iter().any(|name| self.names.contains(name))
            || self.forms.may_be_in(&body.text, body.is_plain)
    }
}

/// The names of a term that another text than before would match, or the same text otherwise.
fn changed_names<'a>(
    old: &'a Document,
    new: &'a Document,
) -> Vec<(&'a Document, &'a Spanned<String>)> {
    let (old_forms, new_forms) = (old.details.forms(), new.details.forms());
    if old_forms == new_forms {
        return Vec::new();
    }
    let added_or_removed = (&old_forms.1, &old_forms.2) == (&new_forms.1, &new_forms.2);
    let only = |term: &'a Document, other: &'a Document| {
        let stays = move |name: &Spanned<String>| {
            added_or_removed && glossary::names(other).any(|one| one.value == name.value)
        };
        glossary::names(term).filter(move |name| !stays(name)).map(move |name| (term, name))
    };
    only(old, new).chain(only(new, old)).collect()
}

/// What one body depends on of its own: its file, where in it the body begins (places in
/// diagnostics), and how its terms are linked.
fn subject_key(subject: &Subject<'_>) -> u64 {
    let document = &subject.entry.document;
    let mut hasher = Xxh3::new();
    (subject.id, document.kind, &document.source, document.body).hash(&mut hasher);
    subject.scope.hash(&mut hasher);
    subject.entry.related(Relation::SkipTerm).hash(&mut hasher);
    hasher.write_u64(document.hash);
    hasher.finish()
}

/// Everything around a body that rendering looks at, but for the forms of terms: names and
/// addresses of all entries, what is not published, pictures and downloads, the words of the
/// interface, and the settings that matter.
fn frame(context: &RenderContext<'_>) -> u64 {
    let mut hasher = Xxh3::new();
    let library = context.library;
    let settings = &library.settings;
    settings.base_path().hash(&mut hasher);
    settings.language.hash(&mut hasher);
    hasher.write_u8(u8::from(settings.html == HtmlPolicy::Trusted));
    for entry in library.entries() {
        let document = &entry.document;
        (document.kind, &document.source, entry.route.as_str(), entry.title()).hash(&mut hasher);
    }
    for hidden in library.hidden() {
        hasher.write(format!("{hidden:?}").as_bytes());
    }
    for (path, source) in context.sources.below("content/").chain(context.sources.below("static/"))
    {
        // Documents have their own keys.
        if !(path.as_str().starts_with("content/") && path.as_str().ends_with(".md")) {
            (path, source.hash).hash(&mut hasher);
        }
    }
    context.text.hash(&mut hasher);
    hasher.finish()
}

/// The frame and the forms of all terms, as one number.
fn key_of(frame: u64, terms: &[Arc<Document>]) -> u64 {
    let mut hasher = Xxh3::new();
    hasher.write_u64(frame);
    for term in terms {
        term.details.forms().hash(&mut hasher);
    }
    hasher.finish()
}

fn combined(a: u64, b: u64) -> u64 {
    let mut hasher = Xxh3::new();
    hasher.write_u64(a);
    hasher.write_u64(b);
    hasher.finish()
}
