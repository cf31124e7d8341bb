//! Who looks after a file, and where its page is.
//!
//! A list for everyone is done by no one. So every file has someone: its `owner`, or else whoever
//! reviewed it, or else whoever wrote it; the hub has the rest. `--owner` shows each their own
//! part.
//!
//! Hidden drafts have owners too, but no entry in the library; their people are looked up by name.

use std::collections::{BTreeMap, BTreeSet};

use wellread_model::{Entry, Kind, Library, Origin, Relation, SourcePath, fold_name};

/// The word for what no one looks after.
///
/// A person of this name comes first, so the word takes nothing from anyone.
const HUB: &str = "hub";

/// The people who look after the files of a hub.
#[derive(Debug)]
pub(super) struct Owners {
    /// By file. What is missing, such as `site.toml`, is the hub's.
    files: BTreeMap<SourcePath, OwnedFile>,
    /// The names of all people, by their folded names and those of their files. Both lead to the
    /// name on the person's page. If two people share a name, the first one has it.
    people: BTreeMap<String, String>,
}

/// What is known of a file.
#[derive(Debug, Default)]
struct OwnedFile {
    /// In the order in which the file names them. Empty if it is the hub's.
    people: Vec<String>,
    /// The path of its page; `None` if it is hidden.
    url: Option<String>,
}

/// Whose items are wanted. A type of its own, so that a person called "hub" cannot be confused with
/// it.
pub(super) enum WantedOwner {
    /// What no one looks after.
    Hub,
    /// The name on the person's page.
    Person(String),
}

impl WantedOwner {
    /// Whether these people are, or no one is, whose items are wanted.
    pub(super) fn is_of(&self, people: &[String]) -> bool {
        match self {
            Self::Hub => people.is_empty(),
            Self::Person(name) => people.contains(name),
        }
    }
}

impl Owners {
    /// Collects who looks after each file, and the address of its page.
    pub(super) fn new(library: &Library) -> Self {
        let base = library.settings.base_path();
        let mut files = BTreeMap::new();
        for (_, entry) in library.iter().filter(|(_, one)| one.document.origin != Origin::Implied) {
            let (people, url) = (people(library, entry), Some(entry.route.url(base)));
            files.insert(entry.document.source.clone(), OwnedFile { people, url });
        }
        // An old draft needs a person most of all.
        for hidden in library.hidden() {
            let named = |name: &String| library.named(name, Kind::Person).1.to_owned();
            let people = hidden.people.iter().map(named).collect();
            files.insert(hidden.place.file.clone(), OwnedFile { people, url: None });
        }
        let mut people = BTreeMap::new();
        for (_, entry) in library.of_kind(Kind::Person) {
            // Staff type either: the name that they know, or the one that front matter has.
            for name in [entry.title(), entry.document.slug.as_str()] {
                people.entry(fold_name(name)).or_insert_with(|| entry.title().to_owned());
            }
        }
        Self { files, people }
    }

    /// The people who look after a file.
    pub(super) fn people(&self, file: &SourcePath) -> &[String] {
        self.files.get(file).map_or(&[], |one| &one.people)
    }

    /// The address of its page.
    pub(super) fn url(&self, file: &SourcePath) -> Option<&str> {
        self.files.get(file)?.url.as_deref()
    }

    /// Whose items are meant by a name.
    ///
    /// # Errors
    /// The names that could be meant, if none is.
    pub(super) fn wanted(&self, name: &str) -> Result<WantedOwner, Vec<String>> {
        if let Some(person) = self.people.get(&fold_name(name)) {
            return Ok(WantedOwner::Person(person.clone()));
        }
        if fold_name(name) == HUB {
            return Ok(WantedOwner::Hub);
        }
        let all: BTreeSet<&String> = self.people.values().collect();
        Err(all.into_iter().cloned().chain([HUB.to_owned()]).collect())
    }
}

/// The names of the people who look after an entry: the owners, or else the reviewers, or else the
/// authors. A person looks after their own page.
fn people(library: &Library, entry: &Entry) -> Vec<String> {
    let relations = Relation::LOOKS_AFTER.into_iter();
    let stated = relations.map(|one| entry.related(one)).find(|people| !people.is_empty());
    match stated {
        Some(people) => people.iter().map(|&id| library[id].title().to_owned()).collect(),
        // Only they know whether what it says is still right.
        None if entry.document.kind == Kind::Person => vec![entry.title().to_owned()],
        None => Vec::new(),
    }
}
