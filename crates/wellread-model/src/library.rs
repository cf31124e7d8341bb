//! The whole hub, resolved: every document with its route and its relations, found by name.
//!
//! A library is immutable and complete: whatever it holds is published. What was left out (drafts,
//! articles of a later day) is known by name only, so that messages can say why a link is dead.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
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
    pub relations: Relations,
}

/// The entries that an entry refers to, by relation, in the author's order.
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
    /// What each folded name may mean.
    names: HashMap<String, Vec<(Kind, Name)>>,
    /// The entries that have a file of their own, in the order of their files.
    by_source: Vec<EntryId>,
    /// All entries in the order of their routes.
    by_route: Vec<EntryId>,
}

/// What a name leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Name {
    Published(EntryId),
    Hidden(usize),
}

/// A name without a folder before it, everything that bears it, and the kind that is asked for.
struct Meant<'a> {
    name: &'a str,
    targets: &'a [(Kind, Name)],
    kind: Option<Kind>,
}

/// What was found under a name.
#[derive(Debug)]
pub enum Lookup<'a> {
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
        let mut names: HashMap<String, Vec<(Kind, Name)>> =
            HashMap::with_capacity(entries.len() * 2);
        let mut add = |name: &str, kind: Kind, target: Name| {
            let targets = names.entry(fold_name(name)).or_default();
            if !targets.contains(&(kind, target)) {
                targets.push((kind, target));
            }
        };
        for (entry, id) in entries.iter().zip(0..) {
            let (kind, id) = (entry.document.kind, Name::Published(EntryId(id)));
            add(entry.document.slug.as_str(), kind, id);
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
        let sorted = |mut ids: Vec<EntryId>, compare: &dyn Fn(&Entry, &Entry) -> Ordering| {
            ids.sort_by(|a, b| compare(&entries[a.0 as usize], &entries[b.0 as usize]));
            ids
        };
        let all = || (0..).map(EntryId).take(entries.len());
        // A topic without a file of its own shares the file of the article that names it.
        let has_file = |id: &EntryId| !entries[id.0 as usize].document.text.is_empty();
        let by_source = sorted(all().filter(has_file).collect(), &|a, b| {
            a.document.source.cmp(&b.document.source)
        });
        let by_route = sorted(all().collect(), &|a, b| a.route.cmp(&b.route));
        Self { settings, entries, hidden, names, by_source, by_route }
    }

    /// The same library with the relations of each entry, in the order of the entries.
    #[must_use]
    pub fn with_relations(mut self, relations: Vec<Relations>) -> Self {
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
        let compare = |id: &EntryId| self[*id].document.source.cmp(file);
        self.by_source.binary_search_by(compare).ok().map(|at| self.by_source[at])
    }

    /// The entry at an address.
    #[must_use]
    pub fn by_route(&self, route: &Route) -> Option<EntryId> {
        let compare = |id: &EntryId| self[*id].route.cmp(route);
        self.by_route.binary_search_by(compare).ok().map(|at| self.by_route[at])
    }

    /// Finds by slug, title, term or alias, among all kinds (`None`) or in one; the folder of a kind
    /// may stand before the name, as in `glossary/iep`. Where a name fits
    /// several kinds, the first in [`Kind::ALL`] has it: in a hub that explains words, `[[iep]]`
    /// means the term.
    #[must_use]
    pub fn find(&self, name: &str, kind: Option<Kind>) -> Lookup<'_> {
        let folded = fold_name(name);
        let Some(Meant { name: folded, targets, kind }) = self.meant(&folded, kind) else {
            return Lookup::Nothing;
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
                [one] => return Lookup::Entry(*one),
                _ => {
                    // A slug is unique within its kind, so it settles what a title leaves open.
                    let by_slug = published
                        .iter()
                        .copied()
                        .find(|&id| fold_name(self[id].document.slug.as_str()) == folded);
                    return by_slug.map_or(Lookup::Ambiguous(published), Lookup::Entry);
                }
            }
        }
        let hidden = targets.iter().find_map(|&(one, target)| match target {
            Name::Hidden(index) if kind.is_none_or(|kind| kind == one) => self.hidden.get(index),
            _ => None,
        });
        hidden.map_or(Lookup::Nothing, Lookup::Hidden)
    }

    /// What a folded name may mean.
    fn meant<'a>(&'a self, folded: &'a str, kind: Option<Kind>) -> Option<Meant<'a>> {
        if let Some(targets) = self.names.get(folded) {
            return Some(Meant { name: folded, targets, kind });
        }
        let (folder, name) = folded.split_once('/')?;
        let of_folder = Kind::from_folder(folder).filter(|one| kind.is_none_or(|k| k == *one))?;
        Some(Meant { name, targets: self.names.get(name)?, kind: Some(of_folder) })
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
