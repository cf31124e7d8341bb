//! Pages with lists: the home page, the lists of articles, people, letters and packets, and topics.
//! What a person wrote is in [`super::people`].
//!
//! Articles are listed with the newest first, and long lists are divided into pages.

use tera::Value;
use wellread_model::{EntryId, Kind, Relation, Route, address};

use super::builder::ViewBuilder;
use super::paging::part;
use super::views::{Views, by_title};

/// How many articles the home page shows: two or three full rows of cards in the default theme. The
/// rest is one link away.
const NEWEST: usize = 6;

impl Views {
    /// What the home page adds to a page.
    pub(super) fn home(&self, fields: ViewBuilder) -> ViewBuilder {
        fields
            .list("newest", self.cards(self.articles.iter().copied().take(NEWEST)))
            .list("alphabet", self.letter_links())
            .set("has_packets", !self.packets.is_empty())
    }

    /// What a page of the list of all entries of a kind adds.
    pub(super) fn list(&self, fields: ViewBuilder, kind: Kind, page: usize) -> ViewBuilder {
        let (Some(address), Some(entries)) = (address::list(kind), self.listed(kind)) else {
            return fields;
        };
        let shown = part(entries, page);
        let fields = match kind {
            Kind::Person => fields.list("people", self.people_of(shown)),
            _ => fields.list("cards", self.cards(shown.iter().copied())),
        };
        fields.set("pages", self.pages(&Route::new(address), entries.len(), page))
    }

    /// What the page of a letter adds.
    pub(super) fn letter(&self, fields: ViewBuilder, id: EntryId) -> ViewBuilder {
        let entry = &self.library[id];
        let text = self.text.in_language(self.library.language_of(id));
        fields
            .set("reviewed", self.written_date(entry.document.reviewed()))
            .list("reviewers", self.people_of(entry.related(Relation::Reviewer)))
            .list("topics", self.links(entry.related(Relation::Topic)))
            .maybe("text", text.map(Value::from_serializable))
    }

    /// What a page of a topic adds: its articles on that page of the list, its letters and its
    /// resources.
    pub(super) fn topic(&self, fields: ViewBuilder, id: EntryId, page: usize) -> ViewBuilder {
        let articles = self.topic_articles(id);
        // Only the articles are divided into pages; repeating the rest would hide them.
        let of_kind = |kind| {
            let all = if page == 1 { self.named_by(Relation::Topic, id) } else { &[] };
            let is_of_kind = |id: &&EntryId| self.library[**id].document.kind == kind;
            let found = all.iter().filter(is_of_kind).copied().collect();
            self.cards(by_title(&self.library, found))
        };
        fields
            .list("cards", self.cards(part(articles, page).iter().copied()))
            .list("letters", of_kind(Kind::Letter))
            .list("resources", of_kind(Kind::Resource))
            .set("pages", self.pages(&self.library[id].route, articles.len(), page))
    }
}
