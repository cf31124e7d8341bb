//! Pages with lists of articles: the home page, the list itself and topics. Those of people are in
//! [`super::people`].
//!
//! All of them show the newest articles first and divide long lists into pages.

use wellread_model::{EntryId, Kind, Relation, Route, address, alphabetical};

use super::builder::ViewBuilder;
use super::paging::part;
use super::views::Views;

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

    /// What a page of a topic adds: its articles on that page of the list, and its resources.
    pub(super) fn topic(&self, fields: ViewBuilder, id: EntryId, page: usize) -> ViewBuilder {
        let articles = self.topic_articles(id);
        let mut resources: Vec<EntryId> = self.named_by(Relation::Topic, id).to_vec();
        resources.retain(|&id| self.library[id].document.kind == Kind::Resource);
        resources.sort_by_cached_key(|&id| {
            alphabetical(self.library[id].title(), &self.library.settings.language)
        });
        fields
            .list("cards", self.cards(part(articles, page).iter().copied()))
            // Only the articles are divided into pages; repeating the rest would hide them.
            .list("resources", self.cards(if page == 1 { resources } else { Vec::new() }))
            .set("pages", self.pages(&self.library[id].route, articles.len(), page))
    }
}
