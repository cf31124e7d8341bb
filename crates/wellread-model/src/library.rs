//! The whole hub, resolved: every document with its route and its relations, found by name.
//!
//! Authors refer to each other's work by whatever name comes to mind: a file name, a title, an
//! alias, in any case and with or without accents. The library is the one place that knows what
//! such a name means, for front matter and for links in texts alike.
//!
//! It is immutable and complete: all that it holds is published. Documents that were left out
//! (drafts, articles of a later day) are known by name only, so that messages can say why a link
//! leads nowhere. It never decides what is published; `wellread-content` does that and builds it.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use crate::{
    Entry, EntryId, Hidden, Kind, LanguageTag, NameIndex, Origin, Relations, Route, Settings,
    SourcePath, address, fold_name,
};

/// Everything that is published, with the ways to find it.
///
/// # Examples
/// ```
/// # use std::collections::BTreeMap;
/// # use wellread_model::*;
/// # let settings = Settings {
/// #     title: "Hub".to_owned(), description: None, base_url: "https://example.org/".to_owned(),
/// #     language: LanguageTag::default(), theme: Spanned::new("default".to_owned(), Span::point(0)),
/// #     accent: None, logo: None, contact: None, nav: Vec::new(), crisis: Vec::new(), notice: None,
/// #     review: ReviewSettings::default(), reading_target: None, read_aloud: true, gone: Vec::new(),
/// #     make_packets: false,
/// #     link_terms: LinkScope::Page, link_resources: true, skip_headings: Vec::new(),
/// #     accept: Vec::new(), html: HtmlPolicy::Harmless, search: SearchSettings::default(), host: None,
/// #     offline: Offline::Never,
/// # };
/// # let slug = Slug::new("iep").expect("it has a letter");
/// # let title = Spanned::new("IEP".to_owned(), Span::point(4));
/// # let source = SourcePath::new("content/glossary/iep.md");
/// # let aliases = vec![Spanned::new("Individual plan".to_owned(), Span::point(4))];
/// # let document = Document {
/// #     details: Details::Term(Term { aliases, ..Term::default() }),
/// #     ..Document::new(Kind::Term, slug, source, title)
/// # };
/// # let route = Route::new("glossary/iep/");
/// # let (redirects, relations) = (Vec::new(), BTreeMap::new());
/// # let entry = Entry { document: document.into(), route, redirects, relations };
/// // A hub with one term, "IEP", whose alias is "Individual plan".
/// let library = Library::new(settings, vec![entry], Vec::new());
///
/// // Case, hyphens and accents don't matter, and any name will do.
/// for name in ["IEP", "individual-plan", "glossary/iep"] {
///     let Lookup::Entry(id) = library.find(name, None) else { panic!("{name}") };
///     assert_eq!(library[id].route.as_str(), "glossary/iep/");
/// }
/// assert!(matches!(library.find("IEP", Some(Kind::Article)), Lookup::Nothing));
/// assert_eq!(library.suggest("individual plans", None), Some("Individual plan"));
/// ```
#[derive(Debug)]
pub struct Library {
    /// The hub's settings.
    pub settings: Settings,
    entries: Vec<Entry>,
    hidden: Vec<Hidden>,
    /// The entries whose names could not be read, in the order of the entries.
    unread: Vec<EntryId>,
    /// What each folded name may mean, in the order of [`NamedItem`]. It is only ever asked for one
    /// name, so its order, which differs between runs, does not reach the output.
    names: HashMap<String, Vec<NamedItem>>,
    /// The entries that have a file of their own, in the order of their files. Sorted lists need no
    /// second copy of each path, as a map would.
    by_source: Vec<EntryId>,
    /// All entries in the order of their routes.
    by_route: Vec<EntryId>,
    /// The old addresses of all entries in their order, without the slashes around them, each once:
    /// if several entries claim one, which is an error, it is that of the first.
    by_old_address: Vec<(String, EntryId)>,
    /// The places of hidden documents in their list, in the order of their files.
    hidden_by_source: Vec<usize>,
    /// The same with the routes that they will have, in the order of these.
    hidden_by_route: Vec<(Route, usize)>,
    /// The names to suggest, for all kinds and for each, folded when the first is asked for.
    suggestions: OnceLock<BTreeMap<Option<Kind>, Suggestions>>,
}

/// One thing that bears a name. They are ordered by kind, then in the order in which the name means
/// them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct NamedItem {
    kind: Kind,
    target: NameTarget,
}

/// An entry, or a hidden document by its place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum NameTarget {
    /// An entry whose slug is the name. A slug is unique within its kind, so it settles what a
    /// title leaves open.
    Slug(EntryId),
    /// An entry with the name as its title or alias.
    Title(EntryId),
    Hidden(usize),
}

/// A name without its folder, all candidates for it, and the kind that is asked for.
struct NameCandidates<'a> {
    items: &'a [NamedItem],
    kind: Option<Kind>,
}

/// The names that can be suggested.
#[derive(Debug)]
struct Suggestions {
    index: NameIndex,
    /// For each name in the index, its entry and the position in [`Entry::names`].
    names: Vec<(EntryId, usize)>,
}

/// How many entries a message lists for a name at most. A reader compares a few; a hub with a
/// thousand pages of one title must not list all of them a thousand times.
const MOST_MEANT: usize = 8;

/// What a name means: the result of [`Library::find`].
#[derive(Debug)]
pub enum Lookup<'a> {
    /// One entry.
    Entry(EntryId),
    /// A document that exists and is not published.
    Hidden(&'a Hidden),
    /// Several entries of the same kind, none of which has the name as its slug: the first eight.
    Ambiguous(Vec<EntryId>),
    /// Nothing bears this name.
    Nothing,
}

impl Library {
    /// Builds the library. The place of an entry in `entries` becomes its [`EntryId`]; they must be
    /// ordered by kind and slug, and their routes must be unique.
    #[must_use]
    pub fn new(settings: Settings, entries: Vec<Entry>, hidden: Vec<Hidden>) -> Self {
        // Most entries have two names, the slug and the title.
        let mut names: HashMap<String, Vec<NamedItem>> = HashMap::with_capacity(entries.len() * 2);
        let mut add = |name: &str, kind: Kind, target: NameTarget| {
            names.entry(fold_name(name)).or_default().push(NamedItem { kind, target });
        };
        for (entry, id) in entries.iter().zip((0..).map(EntryId)) {
            let (kind, slug) = (entry.document.kind, entry.document.slug.as_str());
            add(slug, kind, NameTarget::Slug(id));
            let others = entry.names().filter(|name| *name != slug);
            others.for_each(|name| add(name, kind, NameTarget::Title(id)));
        }
        for (index, entry) in hidden.iter().enumerate() {
            add(&entry.title, entry.kind, NameTarget::Hidden(index));
            add(entry.slug.as_str(), entry.kind, NameTarget::Hidden(index));
        }
        // Each list by itself, so the order of the map does not matter.
        names.values_mut().for_each(|items| {
            items.sort_unstable();
            // A term may have two aliases that fold to the same name.
            items.dedup();
        });
        // A closure cannot be generic over the comparison, hence the reference.
        let sorted = |mut ids: Vec<EntryId>, compare: &dyn Fn(&Entry, &Entry) -> Ordering| {
            ids.sort_by(|a, b| compare(&entries[a.0 as usize], &entries[b.0 as usize]));
            ids
        };
        let all = || (0..).map(EntryId).take(entries.len());
        // A topic without a file of its own shares the file of the article that names it. A link to
        // that file must find the article.
        let has_file = |id: &EntryId| entries[id.0 as usize].document.origin != Origin::Implied;
        let by_source = sorted(all().filter(has_file).collect(), &|a, b| {
            a.document.source.cmp(&b.document.source)
        });
        let is_unread = |id: &EntryId| entries[id.0 as usize].document.origin == Origin::Unread;
        let unread = all().filter(is_unread).collect();
        let by_route = sorted(all().collect(), &|a, b| a.route.cmp(&b.route));
        let mut by_old_address: Vec<(String, EntryId)> = Vec::new();
        for (entry, id) in entries.iter().zip(all()) {
            let addresses = entry.redirects.iter().map(|old| old.value.as_str().trim_matches('/'));
            by_old_address.extend(addresses.map(|address| (address.to_owned(), id)));
        }
        by_old_address.sort();
        by_old_address.dedup_by(|later, first| later.0 == first.0);
        let mut hidden_by_source: Vec<usize> = (0..hidden.len()).collect();
        hidden_by_source.sort_by_key(|&index| &hidden[index].place.file);
        let mut hidden_by_route: Vec<(Route, usize)> =
            hidden.iter().map(Hidden::route).zip(0..).collect();
        hidden_by_route.sort();
        let suggestions = OnceLock::new();
        Self {
            settings,
            entries,
            hidden,
            unread,
            names,
            by_source,
            by_route,
            by_old_address,
            hidden_by_source,
            hidden_by_route,
            suggestions,
        }
    }

    /// The same library with the relations of each entry, in the order of the entries. They come
    /// later than the entries because resolving them needs [`Self::find`].
    #[must_use]
    pub fn with_relations(mut self, relations: Vec<Relations>) -> Self {
        for (entry, relations) in self.entries.iter_mut().zip(relations) {
            entry.relations = relations;
        }
        self
    }

    /// The language of an entry: its own, or that of the hub.
    #[must_use]
    pub fn language_of(&self, id: EntryId) -> &LanguageTag {
        self[id].document.language.as_ref().unwrap_or(&self.settings.language)
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

    /// The entries of one kind with their identifiers, ordered by slug.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = (EntryId, &Entry)> {
        self.iter().filter(move |(_, entry)| entry.document.kind == kind)
    }

    /// Whether the site has a page that lists the entries of a kind. The usual lists are there even
    /// without entries; the others would only disappoint.
    #[must_use]
    pub fn has_list(&self, kind: Kind) -> bool {
        let is_needed = address::is_always_listed(kind)
            || (kind == Kind::Packet && self.settings.make_packets)
            || self.of_kind(kind).next().is_some();
        address::list(kind).is_some() && is_needed
    }

    /// The documents that exist and are not published.
    #[must_use]
    pub fn hidden(&self) -> &[Hidden] {
        &self.hidden
    }

    /// The entry that a file holds. A topic that has no file of its own is not found by one.
    #[must_use]
    pub fn by_source(&self, file: &SourcePath) -> Option<EntryId> {
        let compare = |id: &EntryId| self[*id].document.source.cmp(file);
        self.by_source.binary_search_by(compare).ok().map(|at| self.by_source[at])
    }

    /// The document of a file, if it exists and is not published.
    #[must_use]
    pub fn hidden_at(&self, file: &SourcePath) -> Option<&Hidden> {
        let compare = |&index: &usize| self.hidden[index].place.file.cmp(file);
        let at = self.hidden_by_source.binary_search_by(compare).ok()?;
        Some(&self.hidden[self.hidden_by_source[at]])
    }

    /// The document that will be served at a route, if it exists and is not published. The slash at
    /// the end of a page may be missing: `/plan` is how people write `/plan/`. The home page is
    /// never meant by this.
    #[must_use]
    pub fn hidden_at_route(&self, route: &Route) -> Option<&Hidden> {
        let name = route.as_str().trim_end_matches('/');
        let find = |route: String| {
            let compare = |(own, _): &(Route, usize)| own.as_str().cmp(&route);
            let at = self.hidden_by_route.binary_search_by(compare).ok()?;
            self.hidden.get(self.hidden_by_route[at].1)
        };
        if name.is_empty() {
            return None;
        }
        find(format!("{name}/")).or_else(|| find(name.to_owned()))
    }

    /// The entry that is served at a route.
    #[must_use]
    pub fn by_route(&self, route: &Route) -> Option<EntryId> {
        let compare = |id: &EntryId| self[*id].route.cmp(route);
        self.by_route.binary_search_by(compare).ok().map(|at| self.by_route[at])
    }

    /// The entry that once was at this address, relative to the root of the site, as its
    /// `redirect_from` says. Slashes at its ends do not matter.
    #[must_use]
    pub fn formerly_at(&self, address: &str) -> Option<&Entry> {
        let address = address.trim_matches('/');
        let at = self.by_old_address.binary_search_by(|(old, _)| old.as_str().cmp(address)).ok()?;
        Some(&self[self.by_old_address[at].1])
    }

    /// What a name means: a slug, title, term or alias, among all kinds (`None`) or in one. The
    /// folder of a kind may come before the name, as in `glossary/iep`.
    ///
    /// Where a name fits several kinds, the first in [`Kind::ALL`] has it: in a hub that explains
    /// words, `[[iep]]` means the term. Published entries of any kind come before hidden ones. An
    /// entry that could not be read ([`Origin::Unread`]) has all names that nothing else has.
    #[must_use]
    pub fn find(&self, name: &str, kind: Option<Kind>) -> Lookup<'_> {
        let folded = fold_name(name);
        let Some(NameCandidates { items, kind }) = self.meant(&folded, kind) else {
            // It may be the title of an unreadable file; that file is what needs fixing.
            let is_wanted =
                |id: &&EntryId| kind.is_none_or(|kind| self[**id].document.kind == kind);
            let unread = self.unread.iter().find(is_wanted);
            return unread.map_or(Lookup::Nothing, |id| Lookup::Entry(*id));
        };
        // Kinds are tried one by one, because two names of different kinds are not ambiguous.
        let wanted = || Kind::ALL.into_iter().filter(|&one| kind.is_none_or(|kind| kind == one));
        for kind in wanted() {
            match of_kind(items, kind) {
                [NamedItem { target: NameTarget::Slug(id), .. }, ..] => return Lookup::Entry(*id),
                [first @ NamedItem { target: NameTarget::Title(id), .. }, rest @ ..] => {
                    let others = std::iter::once(first).chain(rest).map_while(NamedItem::titled);
                    let ids: Vec<EntryId> = others.take(MOST_MEANT).collect();
                    return if ids.len() > 1 { Lookup::Ambiguous(ids) } else { Lookup::Entry(*id) };
                }
                _ => {}
            }
        }
        // Only now: while a page of this name is published, what is hidden must not show.
        let hidden = wanted().find_map(|kind| of_kind(items, kind).first()?.hidden());
        hidden.and_then(|index| self.hidden.get(index)).map_or(Lookup::Nothing, Lookup::Hidden)
    }

    /// The published entries of a kind that have a name, in the order in which [`Self::find`] takes
    /// them.
    pub fn all_of_name(&self, name: &str, kind: Kind) -> impl Iterator<Item = EntryId> {
        let items = self.names.get(&fold_name(name)).map_or(&[][..], |all| of_kind(all, kind));
        items.iter().filter_map(|item| match item.target {
            NameTarget::Slug(id) | NameTarget::Title(id) => Some(id),
            NameTarget::Hidden(_) => None,
        })
    }

    /// The entry of a kind that a name means, and what it is called: the title of an entry, or the
    /// name itself where it is words of its author.
    #[must_use]
    pub fn named<'a>(&'a self, name: &'a str, kind: Kind) -> (Option<EntryId>, &'a str) {
        match self.find(name, Some(kind)) {
            Lookup::Entry(id) => (Some(id), self[id].title()),
            Lookup::Hidden(hidden) => (None, &hidden.title),
            Lookup::Ambiguous(_) | Lookup::Nothing => (None, name),
        }
    }

    /// All that bears a folded name. The name as a whole comes first, since a title may hold a
    /// slash ("and/or").
    fn meant(&self, folded: &str, kind: Option<Kind>) -> Option<NameCandidates<'_>> {
        if let Some(items) = self.names.get(folded) {
            return Some(NameCandidates { items, kind });
        }
        // `glossary/iep` asks for a term; if an article is wanted as well, nothing can be meant.
        let (folder, name) = folded.split_once('/')?;
        let of_folder = Kind::from_folder(folder).filter(|one| kind.is_none_or(|k| k == *one))?;
        Some(NameCandidates { items: self.names.get(name)?, kind: Some(of_folder) })
    }

    /// The name of an entry that is most like this one, to suggest it where a name is unknown. See
    /// [`crate::nearest`] for what "like" means. A folder before the name narrows the choice to its
    /// kind and is not part of what is compared.
    #[must_use]
    pub fn suggest(&self, name: &str, kind: Option<Kind>) -> Option<&str> {
        let folder = name.split_once('/');
        let (name, kind) = folder
            .and_then(|(folder, name)| Some((name, Some(Kind::from_folder(&fold_name(folder))?))))
            .unwrap_or((name, kind));
        let suggestions = self.suggestions.get_or_init(|| {
            let kinds = std::iter::once(None).chain(Kind::ALL.map(Some));
            kinds.map(|kind| (kind, Suggestions::new(self, kind))).collect()
        });
        let Suggestions { index, names } = suggestions.get(&kind)?;
        let (entry, number) = names[index.nearest(name)?];
        self[entry].names().nth(number)
    }
}

impl Suggestions {
    /// The names of all entries of a kind, or of all kinds.
    fn new(library: &Library, kind: Option<Kind>) -> Self {
        let entries = || {
            library
                .iter()
                .filter(move |(_, entry)| kind.is_none_or(|one| entry.document.kind == one))
        };
        let numbered = |(id, entry): (EntryId, &Entry)| {
            entry.names().enumerate().map(|(number, _)| (id, number)).collect::<Vec<_>>()
        };
        let names = entries().flat_map(numbered).collect();
        Self { index: NameIndex::new(entries().flat_map(|(_, entry)| entry.names())), names }
    }
}

impl NamedItem {
    /// The entry, if it has the name as its title or alias.
    const fn titled(&self) -> Option<EntryId> {
        match self.target {
            NameTarget::Title(id) => Some(id),
            NameTarget::Slug(_) | NameTarget::Hidden(_) => None,
        }
    }

    /// The place in the list of hidden documents, if it is one.
    const fn hidden(&self) -> Option<usize> {
        match self.target {
            NameTarget::Hidden(index) => Some(index),
            NameTarget::Slug(_) | NameTarget::Title(_) => None,
        }
    }
}

/// The items of one kind; the list is sorted by kind.
fn of_kind(items: &[NamedItem], kind: Kind) -> &[NamedItem] {
    let start = items.partition_point(|item| item.kind < kind);
    let length = items[start..].partition_point(|item| item.kind == kind);
    &items[start..start + length]
}

impl std::ops::Index<EntryId> for Library {
    type Output = Entry;

    fn index(&self, id: EntryId) -> &Entry {
        &self.entries[id.0 as usize]
    }
}
