//! What the pages of one site share: the library, the bodies, and what is derived from all of them.
//!
//! Relations are stored in the direction in which authors write them ("this article is about this
//! topic"); pages also show the opposite ("articles on this topic"). [`Views::new`] inverts all of
//! them once, so that no page has to search the library. The files besides this one add the methods
//! that build the view of each kind of page.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use tera::Value;
use wellread_model::{
    Date, EntryId, Kind, LanguageTag, Library, Relation, Route, Spanned, alphabetical,
};

use super::builder::{ViewBuilder, link};
use super::facets::{Facet, facets};
use super::text::shorten;
use crate::interface_text::InterfaceText;
use crate::markdown::{Body, LineContext, pages_by_fact_holder, plain, render_line};
use crate::overdue_topics::overdue_topics;
use crate::photos::Photo;

/// What the pages of one site share.
#[derive(Debug)]
pub(crate) struct Views {
    /// All published entries, and the settings.
    pub(crate) library: Library,
    /// The bodies in the order of the entries.
    pub(crate) bodies: Vec<Arc<Body>>,
    /// The interface text in the hub's language.
    pub(crate) text: InterfaceText,
    /// The path below which the site is served, with a slash at both ends.
    pub(crate) base: String,
    /// Whether the hub, or an entry, is written from right to left, so that its pages and parts of
    /// others are.
    pub(crate) has_right_to_left: bool,
    /// Whether drafts are shown, as in a preview.
    pub(crate) drafts: bool,
    /// The ways to narrow the directory.
    pub(crate) facets: Vec<Facet>,
    /// Articles, the newest first.
    pub(crate) articles: Vec<EntryId>,
    /// Letters, in the order of their list.
    pub(crate) letters: Vec<EntryId>,
    /// Packets, in the order of their list.
    pub(crate) packets: Vec<EntryId>,
    /// People, in the order of their list.
    pub(crate) people: Vec<EntryId>,
    /// The photos of people.
    pub(crate) photos: BTreeMap<EntryId, Photo>,
    /// By entry, its place in `articles`, if it is one.
    ranks: Vec<Option<usize>>,
    /// Cards by entry, each built when it is first shown. Most cards are on several pages, and
    /// pages are built by several threads.
    pub(super) cards: Vec<OnceLock<Value>>,
    /// Terms as shown in "Words on this page", by entry, each built when it is first shown.
    pub(super) words: Vec<OnceLock<Value>>,
    /// By entry, where it is linked automatically. Sorted by page.
    pub(super) used_in: Vec<Vec<UsePlace>>,
    /// The entries whose texts show a fact of this resource, in their order.
    shown_in: BTreeMap<EntryId, Vec<EntryId>>,
    /// The topics whose articles tell readers that their review is overdue.
    pub(super) overdue_topics: BTreeSet<EntryId>,
    /// Which entries name this one in a relation.
    named_by: BTreeMap<(Relation, EntryId), Vec<EntryId>>,
    /// The articles of each topic, the newest first.
    topic_articles: BTreeMap<EntryId, Vec<EntryId>>,
}

impl Views {
    /// Derives what pages share. `bodies` are in the order of the entries.
    pub(crate) fn new(
        library: Library,
        bodies: Vec<Arc<Body>>,
        text: InterfaceText,
        drafts: bool,
    ) -> Self {
        let ((articles, named_by), used_in) =
            rayon::join(|| (newest_first(&library), named_by(&library)), || used_in(&bodies));
        // Filled in the order of `articles`, so that each list has the newest first without
        // sorting.
        let mut topic_articles: BTreeMap<_, Vec<EntryId>> = BTreeMap::new();
        for &id in &articles {
            for &topic in library[id].related(Relation::Topic) {
                topic_articles.entry(topic).or_default().push(id);
            }
        }
        let mut ranks = vec![None; library.entries().len()];
        for (rank, id) in articles.iter().enumerate() {
            ranks[id.0 as usize] = Some(rank);
        }
        let cells = || std::iter::repeat_with(OnceLock::new).take(library.entries().len());
        let (cards, words) = (cells().collect(), cells().collect());
        Self {
            base: library.settings.base_path().to_owned(),
            facets: facets(&library, &text),
            shown_in: pages_by_fact_holder(&bodies),
            overdue_topics: overdue_topics(&library),
            has_right_to_left: has_right_to_left(&library),
            letters: of_kind_by_title(&library, Kind::Letter),
            packets: of_kind_by_title(&library, Kind::Packet),
            people: people_in_order(&library),
            photos: BTreeMap::new(),
            library,
            bodies,
            text,
            drafts,
            articles,
            ranks,
            cards,
            words,
            used_in,
            named_by,
            topic_articles,
        }
    }

    /// The entries of a kind in the order of their list. `None` for kinds without a list, and for
    /// those whose list is more than their entries: the glossary and the directory.
    pub(crate) fn listed(&self, kind: Kind) -> Option<&[EntryId]> {
        match kind {
            Kind::Article => Some(&self.articles),
            Kind::Person => Some(&self.people),
            Kind::Letter => Some(&self.letters),
            Kind::Packet => Some(&self.packets),
            Kind::Term | Kind::Resource | Kind::Topic | Kind::Page => None,
        }
    }

    /// The body of an entry.
    pub(crate) fn body(&self, id: EntryId) -> &Body {
        &self.bodies[id.0 as usize]
    }

    /// Takes the HTML of all bodies that only one page shows, indexed by entry. HTML that a cache
    /// also holds is left in place.
    pub(crate) fn take_html(&mut self) -> Vec<Option<String>> {
        let packets = self.packets.iter().map(|&id| &self.library[id]);
        let parts: BTreeSet<EntryId> =
            packets.flat_map(|packet| packet.related(Relation::Part)).copied().collect();
        let library = &self.library;
        let take = |(id, body): (EntryId, &mut Arc<Body>)| {
            // The others have several pages, or none of their own.
            let kind = library[id].document.kind;
            let has_one_page =
                matches!(kind, Kind::Article | Kind::Term | Kind::Resource | Kind::Letter);
            if !has_one_page || parts.contains(&id) {
                return None;
            }
            Arc::get_mut(body).map(|body| std::mem::take(&mut body.html))
        };
        (0..).map(EntryId).zip(&mut self.bodies).map(take).collect()
    }

    /// The URL of a route as links on pages have it: a path that begins with that of `base_url`.
    pub(crate) fn url(&self, route: &Route) -> String {
        route.url(&self.base)
    }

    /// The URL of an entry's page, as a path.
    pub(crate) fn entry_url(&self, id: EntryId) -> String {
        self.url(&self.library[id].route)
    }

    /// The whole URL of a route, with scheme and host: for search engines, feeds and paper.
    pub(crate) fn canonical(&self, route: &Route) -> String {
        route.url(&self.library.settings.base_url)
    }

    /// A date for templates: `{ iso, text }`, for `<time datetime>` and for reading.
    pub(crate) fn date(&self, date: Option<Date>) -> Value {
        date.map_or_else(Value::none, |date| {
            ViewBuilder::default()
                .set("iso", date.to_string())
                .set("text", self.text.date(date))
                .value()
        })
    }

    /// A date that an author has written, for templates.
    pub(crate) fn written_date(&self, date: Option<&Spanned<Date>>) -> Value {
        self.date(date.map(|date| date.value))
    }

    /// What a line of Markdown may name, to render it.
    pub(crate) const fn line_context(&self) -> LineContext<'_> {
        LineContext { library: &self.library, text: &self.text }
    }

    /// The HTML of a line of Markdown outside a body.
    pub(crate) fn line(&self, line: &str) -> String {
        render_line(line, self.line_context())
    }

    /// A link to an entry.
    pub(crate) fn link(&self, id: EntryId) -> Value {
        link(self.library[id].title(), self.entry_url(id))
    }

    /// Links to entries, in their order.
    pub(crate) fn links(&self, ids: &[EntryId]) -> Vec<Value> {
        ids.iter().map(|&id| self.link(id)).collect()
    }

    /// The entries that name `target` in `relation`, in the order of their identifiers.
    pub(crate) fn named_by(&self, relation: Relation, target: EntryId) -> &[EntryId] {
        self.named_by.get(&(relation, target)).map_or(&[], Vec::as_slice)
    }

    /// The entries whose texts show a fact of a resource, in their order.
    pub(crate) fn shown_in(&self, resource: EntryId) -> &[EntryId] {
        self.shown_in.get(&resource).map_or(&[], Vec::as_slice)
    }

    /// The articles that name `target` in `relation`, the newest first.
    pub(crate) fn articles_naming(&self, relation: Relation, target: EntryId) -> Vec<EntryId> {
        let naming = self.named_by(relation, target).iter().copied();
        let mut articles: Vec<EntryId> = naming.filter(|&id| self.rank(id).is_some()).collect();
        articles.sort_by_key(|&id| self.rank(id));
        articles
    }

    fn rank(&self, id: EntryId) -> Option<usize> {
        self.ranks[id.0 as usize]
    }

    /// The articles of a topic, the newest first.
    pub(crate) fn topic_articles(&self, topic: EntryId) -> &[EntryId] {
        self.topic_articles.get(&topic).map_or(&[], Vec::as_slice)
    }

    /// Where an article is in [`Self::topic_articles`] of one of its topics.
    pub(crate) fn place_in_topic(&self, topic: EntryId, article: EntryId) -> Option<usize> {
        let rank = self.rank(article);
        self.topic_articles(topic).binary_search_by_key(&rank, |&other| self.rank(other)).ok()
    }

    /// The description of a page in search results and previews: its summary, or the beginning of
    /// its text.
    pub(crate) fn description(&self, id: EntryId) -> Option<String> {
        let entry = &self.library[id];
        entry.document.summary.clone().or_else(|| {
            let text = self.first_paragraph(id);
            // Search engines show about 160 characters and cut the rest in the middle of a
            // sentence.
            (!text.is_empty()).then(|| shorten(&text, 160))
        })
    }

    /// The text of the first paragraph; the short definition of a term.
    pub(crate) fn first_paragraph(&self, id: EntryId) -> String {
        let body = self.body(id);
        let text = plain(&body.text[body.first_paragraph.clone()]);
        wellread_model::in_one_line(&text)
    }
}

/// See [`Views::named_by`].
fn named_by(library: &Library) -> BTreeMap<(Relation, EntryId), Vec<EntryId>> {
    let mut named_by: BTreeMap<_, Vec<EntryId>> = BTreeMap::new();
    for (id, entry) in library.iter() {
        for (&relation, targets) in &entry.relations {
            for &target in targets {
                named_by.entry((relation, target)).or_default().push(id);
            }
        }
    }
    named_by
}

/// Where an entry is linked automatically.
#[derive(Debug, Clone, Copy)]
pub(super) struct UsePlace {
    pub(super) page: EntryId,
    /// An index into the `uses` of the page's body.
    pub(super) index: usize,
}

/// See [`Views::used_in`].
fn used_in(bodies: &[Arc<Body>]) -> Vec<Vec<UsePlace>> {
    let mut used_in = vec![Vec::new(); bodies.len()];
    for (page, body) in (0..).map(EntryId).zip(bodies) {
        for (index, found) in body.uses.iter().enumerate() {
            used_in[found.term.0 as usize].push(UsePlace { page, index });
        }
    }
    used_in
}

/// Whether the hub, or an entry of it, is written from right to left.
fn has_right_to_left(library: &Library) -> bool {
    let own = library.entries().iter().filter_map(|entry| entry.document.language.as_ref());
    own.chain([&library.settings.language]).any(LanguageTag::is_right_to_left)
}

/// All articles by the day of publication, the newest first, then by title. Articles without a date
/// come last. The id makes the order the same in every build even where titles are the same.
fn newest_first(library: &Library) -> Vec<EntryId> {
    let mut articles: Vec<EntryId> = library.of_kind(Kind::Article).map(|(id, _)| id).collect();
    articles.sort_by_cached_key(|&id| {
        let entry = &library[id];
        (
            std::cmp::Reverse(entry.document.published()),
            alphabetical(entry.title(), &library.settings.language),
            id,
        )
    });
    articles
}

/// The entries of a kind in the order of their titles.
pub(super) fn of_kind_by_title(library: &Library, kind: Kind) -> Vec<EntryId> {
    by_title(library, library.of_kind(kind).map(|(id, _)| id).collect())
}

/// Entries in the order of their titles.
pub(super) fn by_title(library: &Library, mut ids: Vec<EntryId>) -> Vec<EntryId> {
    ids.sort_by_cached_key(|&id| {
        (alphabetical(library[id].title(), &library.settings.language), id)
    });
    ids
}

/// All people, by `order`, then by name.
fn people_in_order(library: &Library) -> Vec<EntryId> {
    let mut people: Vec<EntryId> = library.of_kind(Kind::Person).map(|(id, _)| id).collect();
    people.sort_by_cached_key(|&id| {
        let entry = &library[id];
        let order = entry.person().and_then(|person| person.order);
        (order.is_none(), order, alphabetical(entry.title(), &library.settings.language), id)
    });
    people
}
