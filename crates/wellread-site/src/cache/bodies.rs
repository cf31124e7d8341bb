//! The bodies of the last build, and the decision which of them must be rendered again.
//!
//! A rendered body has four inputs: its own document, the context (names and addresses of all
//! entries, images, settings, interface text), the facts of resources that it shows, and the forms
//! of all terms, that is, the spellings by which they are found in text. A change to the document
//! invalidates one body; a change to the context, which is rare, invalidates all. A change to the
//! forms is in between: it invalidates only bodies whose text may contain one of the old or new
//! forms, because a form that isn't in a text neither makes a link there nor prevents one.
//!
//! All four are compared by fingerprint. This module never looks at HTML.

use std::collections::BTreeSet;
use std::hash::{Hash as _, Hasher as _};
use std::sync::Arc;

use rayon::prelude::*;
use wellread_model::{
    Details, Document, Entry, HtmlPolicy, Kind, LetterCaseUse, Library, Relation, Spanned,
    fold_name,
};
use wellread_terms::{Language, Prefilter};
use xxhash_rust::xxh3::Xxh3;

use crate::glossary;
use crate::markdown::{Body, FactHolder, RenderContext, Subject, render};

/// The bodies of the last build.
#[derive(Debug, Default)]
pub(crate) struct Bodies {
    /// The fingerprint of their context: see [`context_key`].
    context: u64,
    /// What each entry and the clinic state that bodies may show: see [`FactKeys`].
    facts: FactKeys,
    /// The documents of all terms, in the order of their entries. Whole documents, not
    /// fingerprints: the next build needs the old names to find the bodies that contain them.
    terms: Vec<Arc<Document>>,
    /// The bodies in the order of the entries.
    rendered: Vec<CachedBody>,
}

/// A rendered body with the fingerprints of its inputs.
#[derive(Debug, Clone)]
pub(crate) struct CachedBody {
    /// The fingerprint of the inputs of this body alone: see [`subject_key`].
    subject: u64,
    /// The fingerprint of all inputs with which the body was rendered. Pages that show the body
    /// have it in their own fingerprints.
    pub(crate) key: u64,
    /// The result, shared with the site of each build that uses it.
    pub(crate) body: Arc<Body>,
}

impl Bodies {
    /// The bodies of all entries in their order; those that aren't cached are rendered, in
    /// parallel.
    pub(crate) fn render(&mut self, context: &RenderContext<'_>) -> &[CachedBody] {
        let context_key = context_key(context);
        let terms: Vec<Arc<Document>> = context
            .library
            .of_kind(Kind::Term)
            .map(|(_, term)| Arc::clone(&term.document))
            .collect();
        // Bodies are matched by position. That is safe because the context holds the paths of all
        // entries in their order, so with the same context they are the same entries.
        let known = if context_key == self.context { self.rendered.as_slice() } else { &[] };
        let changes =
            if known.is_empty() { None } else { Changes::between(&self.terms, &terms, context) };
        let facts = FactKeys::new(context.library);
        let changed_facts = (facts != self.facts).then_some(&self.facts);
        let shared_key = shared_key(context_key, &terms);
        let render = |(index, entry)| {
            let subject = Subject::new(index, entry, context.library);
            let key = subject_key(&subject);
            let old = known.get(index).filter(|old| {
                old.subject == key
                    && changes.as_ref().is_none_or(|changes| !changes.concern(&old.body))
                    && changed_facts.is_none_or(|before| !facts.differ_for(&old.body, before))
            });
            // A body that is reused although forms have changed keeps its old key: its HTML is the
            // same, so pages that show it need not be rendered again.
            old.cloned().unwrap_or_else(|| CachedBody {
                subject: key,
                key: combined(key, shared_key),
                body: Arc::new(render(subject, context)),
            })
        };
        self.rendered = context.library.entries().par_iter().enumerate().map(render).collect();
        self.context = context_key;
        self.terms = terms;
        self.facts = facts;
        &self.rendered
    }
}

/// The fingerprints of what bodies show of resources and of the clinic (`[[parent-center:phone]]`).
/// A new number is a change of the few bodies that show it, not of the context that all share.
#[derive(Debug, Default, PartialEq, Eq)]
struct FactKeys {
    /// In the order of the entries; 0 for those that state no facts.
    entries: Vec<u64>,
    contact: u64,
}

impl FactKeys {
    fn new(library: &Library) -> Self {
        let key = |entry: &Entry| {
            let document = &entry.document;
            // The front matter as text, so that no fact can be forgotten here.
            entry.resource().map_or(0, |_| key_of(&document.text[..document.body.start]))
        };
        let entries = library.entries().par_iter().map(key).collect();
        Self { entries, contact: key_of(&library.settings.contact) }
    }

    /// Whether a body shows a fact that may have been another before.
    fn differ_for(&self, body: &Body, before: &Self) -> bool {
        // A message about a fact that was missing is one of a body with problems, which are few.
        !body.diagnostics.is_empty()
            || body.facts.iter().any(|fact| match fact.holder {
                FactHolder::Contact => self.contact != before.contact,
                FactHolder::Entry(id) => {
                    self.entries.get(id.0 as usize) != before.entries.get(id.0 as usize)
                }
            })
    }
}

/// The hash of a value, the same on every machine and in every run.
fn key_of(value: &(impl std::hash::Hash + ?Sized)) -> u64 {
    let mut hasher = Xxh3::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// The names of terms that differ between two builds, as tests of a text.
struct Changes {
    /// The forms of the differing names, old and new. It may claim that a text has one when it
    /// hasn't, which costs a rendering, but never the opposite.
    forms: Prefilter,
    /// The differing names themselves, old and new, folded: for links that name a term, as in
    /// `[[IEP]]`.
    names: BTreeSet<String>,
}

impl Changes {
    /// The changes from one list of terms to another; `None` if there are none. Both lists hold the
    /// same entries in the same order.
    fn between(
        old: &[Arc<Document>],
        new: &[Arc<Document>],
        context: &RenderContext<'_>,
    ) -> Option<Self> {
        let pairs = old.iter().zip(new).map(|(old, new)| (&**old, &**new));
        let language = Language::from_tag(&context.library.settings.language);
        let changed = pairs.flat_map(|(old, new)| changed_names(old, new, language));
        let changed: Vec<(&Document, &Spanned<String>)> = changed.collect();
        (!changed.is_empty()).then(|| Self {
            names: changed.iter().map(|(_, name)| fold_name(&name.value)).collect(),
            forms: Prefilter::new(glossary::trie_of(
                changed.into_iter(),
                &context.library.settings.language,
            )),
        })
    }

    /// Whether a body may depend on a changed name, and so must be rendered again.
    fn concern(&self, body: &Body) -> bool {
        // Diagnostics may quote names of terms, for example as suggestions. Bodies with problems
        // are few, so all of them are rendered again instead of recording which names they quote.
        !body.diagnostics.is_empty()
            || body.names.iter().any(|name| self.names.contains(name))
            || self.forms.may_be_in(&body.text, body.is_plain)
    }
}

/// The names of a term, old and new, that match something else than before, or match it in another
/// way.
fn changed_names<'a>(
    old: &'a Document,
    new: &'a Document,
    language: Language,
) -> Vec<(&'a Document, &'a Spanned<String>)> {
    let (old_forms, new_forms) = (old.details.forms(), new.details.forms());
    if old_forms == new_forms {
        return Vec::new();
    }
    // If a rule such as `case` has changed, so has every name, since rules apply to all of them.
    let same_rules = match (&old_forms, &new_forms) {
        (Some(old), Some(new)) => (old.rules, &old.not_in) == (new.rules, &new.not_in),
        _ => false,
    };
    let is_verb = |term: &Document, name: &str| glossary::is_verb_of_title(term, name, language);
    let only = |term: &'a Document, other: &'a Document| {
        let others: BTreeSet<&str> = glossary::term_names(other).map(|name| &*name.value).collect();
        let stays = move |name: &Spanned<String>| {
            let name = &*name.value;
            same_rules
                && others.contains(name)
                && letter_case_use(term, name) == letter_case_use(other, name)
                && is_verb(term, name) == is_verb(other, name)
        };
        glossary::term_names(term).filter(move |name| !stays(name)).map(move |name| (term, name))
    };
    only(old, new).chain(only(new, old)).collect()
}

/// How the text of a term writes a name of it.
fn letter_case_use(term: &Document, name: &str) -> Option<LetterCaseUse> {
    term.details.forms()?.capitalized.get(name.trim()).copied()
}

/// The fingerprint of the inputs that one body has for itself: its file, where the body begins in
/// it (places in diagnostics count from there), and how terms are linked on this page.
fn subject_key(subject: &Subject<'_>) -> u64 {
    let document = &subject.entry.document;
    let mut hasher = Xxh3::new();
    (subject.id, document.kind, &document.source, document.body).hash(&mut hasher);
    subject.scope.hash(&mut hasher);
    for relation in [Relation::SkipTerm, Relation::Topic, Relation::OnlyTopic] {
        subject.entry.related(relation).hash(&mut hasher);
    }
    document.text.hash(&mut hasher);
    hasher.finish()
}

/// The fingerprint of what rendering looks at besides the body itself: names and addresses of all
/// entries, those that aren't published, images and downloads, the interface text, and the
/// settings that rendering reads.
///
/// It leaves out the forms of terms, which [`Changes`] compares one by one, and settings that only
/// templates show, so that a new title of the hub renders no body again.
fn context_key(context: &RenderContext<'_>) -> u64 {
    let mut hasher = Xxh3::new();
    let library = context.library;
    let settings = &library.settings;
    settings.base_url.hash(&mut hasher);
    settings.language.hash(&mut hasher);
    hasher.write_u8(u8::from(settings.html == HtmlPolicy::Trusted));
    (settings.link_resources, &settings.skip_headings).hash(&mut hasher);
    // Whether a link to the page where packets are made is dead.
    settings.make_packets.hash(&mut hasher);
    for entry in library.entries() {
        let document = &entry.document;
        (document.kind, &document.source, entry.route.as_str(), entry.title()).hash(&mut hasher);
        // An old address is a suggestion for a dead link, and makes a full address no dead one.
        entry.redirects.iter().for_each(|old| old.value.as_str().hash(&mut hasher));
        // Names in which no term is linked, and where terms are.
        if let Details::Resource(resource) = &document.details {
            resource.organization.hash(&mut hasher);
            resource.aliases.iter().for_each(|alias| alias.value.hash(&mut hasher));
        }
        for relation in [Relation::OnlyTopic, Relation::NotTopic] {
            entry.related(relation).hash(&mut hasher);
        }
    }
    library.hidden().hash(&mut hasher);
    let (content, statics) = (context.sources.content(), context.sources.statics());
    for (path, source) in content.iter().chain(statics.iter()) {
        // Documents have fingerprints of their own. Only their titles and addresses, hashed above,
        // concern other bodies.
        if !(path.as_str().starts_with("content/") && path.is_markdown()) {
            (path, source.hash).hash(&mut hasher);
        }
    }
    context.text.hash(&mut hasher);
    hasher.finish()
}

/// The fingerprint of all inputs that bodies share: the context and the forms of all terms.
fn shared_key(context_key: u64, terms: &[Arc<Document>]) -> u64 {
    let mut hasher = Xxh3::new();
    hasher.write_u64(context_key);
    for term in terms {
        term.details.forms().hash(&mut hasher);
    }
    hasher.finish()
}

/// One fingerprint from two, in their order.
fn combined(a: u64, b: u64) -> u64 {
    let mut hasher = Xxh3::new();
    hasher.write_u64(a);
    hasher.write_u64(b);
    hasher.finish()
}
