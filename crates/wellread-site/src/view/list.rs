//! Pages with lists of articles: the home page, the list itself and topics. Those of people are in
//! [`super::people`].
//!
//! All of them show the newest articles first and divide long lists into pages.

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
            .list("letters", self.letter_links())
    }

    /// What a page of the list of all articles adds.
    pub(super) fn article_list(&self, fields: ViewBuilder, page: usize) -> ViewBuilder {
        let list = Route::new(address::ARTICLES);
        fields
            .list("cards", self.cards(part(&self.articles, page).iter().copied()))
            .set("pages", self.pages(&list, self.articles.len(), page))
    }

    /// What a page of the list of letters adds.
    pub(super) fn letter_list(&self, fields: ViewBuilder, page: usize) -> ViewBuilder {
        let list = Route::new(address::LETTERS);
        fields
            .list("cards", self.cards(part(&self.letters, page).iter().copied()))
            .set("pages", self.pages(&list, self.letters.len(), page))
    }

    /// What the page of a letter adds.
    pub(super) fn letter(&self, fields: ViewBuilder, id: EntryId) -> ViewBuilder {
        let entry = &self.library[id];
        fields
            .set("reviewed", self.written_date(entry.document.reviewed()))
            .list("reviewers", self.people_of(entry.related(Relation::Reviewer)))
            .list("topics", self.links(entry.related(Relation::Topic)))
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
