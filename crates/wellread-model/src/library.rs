//! The whole hub, resolved: every document with its route and its relations, found by name.
//!
//! A library is immutable and complete: whatever it holds is published. What was left out (drafts,
//! articles of a later day) is known by name only, so that messages can say why a link is dead.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::{
    Date, Details, Document, Kind, Place, Relation, Route, Settings, SourcePath, fold_name,
};

/// The place of an entry in its [`Library`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryId(pub u32);

/// A published document with its address and its resolved relations.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// What its author wrote.
    pub document: Arc<Document>,
    /// Its address.
    pub route: Route,
    /// The published entries that it refers to, in the author's order.
    pub relations: BTreeMap<Relation, Vec<EntryId>>,
}

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

    /// The details of a term, if it is one.
    #[must_use]
    pub fn term(&self) -> Option<&crate::Term> {
        match &self.document.details {
            Details::Term(term) => Some(term),
            _ => None,
        }
    }

    /// The details of an article, if it is one.
    #[must_use]
    pub fn article(&self) -> Option<&crate::Article> {
        match &self.document.details {
            Details::Article(article) => Some(article),
            _ => None,
        }
    }

    /// The details of a resource, if it is one.
    #[must_use]
    pub fn resource(&self) -> Option<&crate::Resource> {
        match &self.document.details {
            Details::Resource(resource) => Some(resource),
            _ => None,
        }
    }

    /// The details of a person, if it is one.
    #[must_use]
    pub fn person(&self) -> Option<&crate::Person> {
        match &self.document.details {
            Details::Person(person) => Some(person),
            _ => None,
        }
    }
}

/// A document that exists and is not published.
#[derive(Debug, Clone, PartialEq)]
pub struct Hidden {
    /// Its kind.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// Where it is.
    pub place: Place,
    /// The day on which it will be published; `None` for a draft.
    pub until: Option<Date>,
}

/// Everything that is published, with the ways to find it.
#[derive(Debug)]
pub struct Library {
    /// The hub's settings.
    pub settings: Settings,
    entries: Vec<Entry>,
    hidden: Vec<Hidden>,
    names: BTreeMap<String, Vec<(Kind, Name)>>,
    sources: BTreeMap<SourcePath, EntryId>,
    routes: BTreeMap<Route, EntryId>,
}

/// What a name leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Name {
    Published(EntryId),
    Hidden(usize),
}

/// What was found under a name.
#[derive(Debug)]
pub enum Found<'a> {
    /// One entry.
    Entry(EntryId),
    /// Something that exists and is not published.
    Hidden(&'a Hidden),
    /// Several entries of the same kind.
    Ambiguous(Vec<EntryId>),
    /// Nothing.
    Nothing,
}

impl Library {
    /// Builds the library. `entries` are in the order of their identifiers.
    #[must_use]
    pub fn new(settings: Settings, entries: Vec<Entry>, hidden: Vec<Hidden>) -> Self {
        let mut names: BTreeMap<String, Vec<(Kind, Name)>> = BTreeMap::new();
        let mut add = |name: &str, kind: Kind, target: Name| {
            let targets = names.entry(fold_name(name)).or_default();
            if !targets.contains(&(kind, target)) {
                targets.push((kind, target));
            }
        };
        for (entry, id) in entries.iter().zip(0..) {
            let (kind, id) = (entry.document.kind, Name::Published(EntryId(id)));
            let slug = entry.document.slug.as_str();
            add(slug, kind, id);
            add(&format!("{}/{slug}", kind.folder()), kind, id);
            add(entry.title(), kind, id);
            for alias in entry.term().map_or(&[][..], |term| &term.aliases) {
                add(&alias.value, kind, id);
            }
        }
        for (index, entry) in hidden.iter().enumerate() {
            add(&entry.title, entry.kind, Name::Hidden(index));
            let file = &entry.place.file;
            let name = match file.file_name() {
                "index.md" => file.folder().rsplit('/').next(),
                name => name.strip_suffix(".md"),
            };
            if let Some(name) = name {
                add(name, entry.kind, Name::Hidden(index));
            }
        }
        let ids = || entries.iter().zip((0..).map(EntryId));
        // A topic without a file of its own shares the file of the article that names it.
        let sources = ids()
            .filter(|(entry, _)| !entry.document.text.is_empty())
            .map(|(entry, id)| (entry.document.source.clone(), id))
            .collect();
        let routes = ids().map(|(entry, id)| (entry.route.clone(), id)).collect();
        Self { settings, entries, hidden, names, sources, routes }
    }

    /// The same library with the relations of each entry, in the order of the entries.
    #[must_use]
    pub fn with_relations(mut self, relations: Vec<BTreeMap<Relation, Vec<EntryId>>>) -> Self {
        for (entry, relations) in self.entries.iter_mut().zip(relations) {
            entry.relations = relations;
        }
        self
    }

    /// All entries, ordered by kind and slug.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// All entries with their identifiers.
    pub fn iter(&self) -> impl Iterator<Item = (EntryId, &Entry)> {
        (0..).map(EntryId).zip(&self.entries)
    }

    /// The entries of one kind, ordered by slug.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = (EntryId, &Entry)> {
        self.iter().filter(move |(_, entry)| entry.document.kind == kind)
    }

    /// What exists and is not published.
    #[must_use]
    pub fn hidden(&self) -> &[Hidden] {
        &self.hidden
    }

    /// The entry that a file holds.
    #[must_use]
    pub fn by_source(&self, file: &SourcePath) -> Option<EntryId> {
        self.sources.get(file).copied()
    }

    /// The entry at an address.
    #[must_use]
    pub fn by_route(&self, route: &Route) -> Option<EntryId> {
        self.routes.get(route).copied()
    }

    /// Finds by slug, title, term or alias, among all kinds (`None`) or in one. Where a name fits
    /// several kinds, the first in [`Kind::ALL`] has it: in a hub that explains words, `[[iep]]`
    /// means the term.
    #[must_use]
    pub fn find(&self, name: &str, kind: Option<Kind>) -> Found<'_> {
        let Some(targets) = self.names.get(&fold_name(name)) else {
            return Found::Nothing;
        };
        for wanted in Kind::ALL.into_iter().filter(|&one| kind.is_none_or(|kind| kind == one)) {
            let published: Vec<EntryId> = targets
                .iter()
                .filter_map(|&(kind, target)| match target {
                    Name::Published(id) if kind == wanted => Some(id),
                    _ => None,
                })
                .collect();
            match published.as_slice() {
                [] => {}
                [one] => return Found::Entry(*one),
                _ => {
                    // A slug is unique within its kind, so it settles what a title leaves open.
                    let by_slug = published
                        .iter()
                        .copied()
                        .find(|&id| fold_name(self[id].document.slug.as_str()) == fold_name(name));
                    return by_slug.map_or(Found::Ambiguous(published), Found::Entry);
                }
            }
        }
        let hidden = targets.iter().find_map(|&(one, target)| match target {
            Name::Hidden(index) if kind.is_none_or(|kind| kind == one) => self.hidden.get(index),
            _ => None,
        });
        hidden.map_or(Found::Nothing, Found::Hidden)
    }

    /// The known name most like this one, for a suggestion.
    #[must_use]
    pub fn suggest(&self, name: &str, kind: Option<Kind>) -> Option<&str> {
        let names = self
            .entries
            .iter()
            .filter(|entry| kind.is_none_or(|kind| entry.document.kind == kind))
            .flat_map(|entry| {
                let aliases = entry.term().map_or(&[][..], |term| &term.aliases);
                [entry.document.slug.as_str(), entry.title()]
                    .into_iter()
                    .chain(aliases.iter().map(|alias| alias.value.as_str()))
            });
        crate::nearest(name, names)
    }
}

impl std::ops::Index<EntryId> for Library {
    type Output = Entry;

    fn index(&self, id: EntryId) -> &Entry {
        &self.entries[id.0 as usize]
    }
}
