//! One published document of the library: what its author wrote, where it is, and what it refers
//! to.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::{Article, Details, Document, Person, Relation, Resource, Route, Spanned, Term};

/// The place of an entry in its [`crate::Library`], from 0. It means nothing in another library,
/// not even in one made from the same hub a moment later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryId(pub u32);

/// A published document with its route and its resolved relations.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// What its author wrote.
    pub document: Arc<Document>,
    /// Where it is on the site.
    pub route: Route,
    /// The old addresses that lead there.
    pub redirects: Vec<Spanned<Route>>,
    /// The published entries that it refers to.
    pub relations: Relations,
}

/// The entries that an entry refers to, by relation; within a relation in the author's order and
/// without repetitions.
pub type Relations = BTreeMap<Relation, Vec<EntryId>>;

impl Entry {
    /// The entries that one relation leads to.
    #[must_use]
    pub fn related(&self, relation: Relation) -> &[EntryId] {
        self.relations.get(&relation).map_or(&[], Vec::as_slice)
    }

    /// The title, the term, or the name.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.document.title.value
    }

    /// What it may be called in a reference: the title, the slug, and aliases.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let aliases = self.document.aliases();
        [self.title(), self.document.slug.as_str()]
            .into_iter()
            .chain(aliases.iter().map(|alias| alias.value.as_str()))
    }

    /// The details of a term, if it is one.
    #[must_use]
    pub fn term(&self) -> Option<&Term> {
        match &self.document.details {
            Details::Term(term) => Some(term),
            _ => None,
        }
    }

    /// The details of an article, if it is one.
    #[must_use]
    pub fn article(&self) -> Option<&Article> {
        match &self.document.details {
            Details::Article(article) => Some(article),
            _ => None,
        }
    }

    /// The details of a resource, if it is one.
    #[must_use]
    pub fn resource(&self) -> Option<&Resource> {
        match &self.document.details {
            Details::Resource(resource) => Some(resource.as_ref()),
            _ => None,
        }
    }

    /// The details of a person, if it is one.
    #[must_use]
    pub fn person(&self) -> Option<&Person> {
        match &self.document.details {
            Details::Person(person) => Some(person),
            _ => None,
        }
    }
}
