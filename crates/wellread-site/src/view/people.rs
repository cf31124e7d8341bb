//! People: the page of one, and bylines.

use tera::Value;
use wellread_model::{EntryId, Relation};

use super::builder::{ViewBuilder, website};
use super::paging::part;
use super::views::Views;

impl Views {
    /// What a page of a person adds: who they are, the articles that they wrote on that page of the
    /// list, and the articles that they reviewed.
    pub(super) fn person(&self, fields: ViewBuilder, id: EntryId, page: usize) -> ViewBuilder {
        let entry = &self.library[id];
        let written = self.articles_naming(Relation::Author, id);
        let reviewed = self.articles_naming(Relation::Reviewer, id);
        let person = entry.person();
        fields
            .set("name", entry.title())
            .maybe("credentials", person.and_then(|person| person.credentials.as_deref()))
            .maybe("role", person.and_then(|person| person.role.as_deref()))
            .maybe("disclosure", person.and_then(|person| person.disclosure.as_deref()))
            .maybe("website", person.and_then(|person| person.url.as_deref()).map(website))
            .set("photo", self.photo(id))
            .list("cards", self.cards(part(&written, page).iter().copied()))
            .list("reviewed_cards", self.cards(if page == 1 { reviewed } else { Vec::new() }))
            .set("pages", self.pages(&entry.route, written.len(), page))
    }

    /// People with what a byline and the list of people show.
    pub(super) fn people_of(&self, ids: &[EntryId]) -> Vec<Value> {
        let person = |&id: &EntryId| {
            let entry = &self.library[id];
            let person = entry.person();
            ViewBuilder::default()
                .set("name", entry.title())
                .maybe("credentials", person.and_then(|person| person.credentials.as_deref()))
                .maybe("role", person.and_then(|person| person.role.as_deref()))
                .set("photo", self.photo(id))
                .set("url", self.entry_url(id))
                .value()
        };
        ids.iter().map(person).collect()
    }

    /// The photo of a person with its size, so that a page does not jump when it loads; `none`
    /// without one.
    fn photo(&self, id: EntryId) -> Value {
        let Some(photo) = self.photos.get(&id) else { return Value::none() };
        ViewBuilder::default()
            .set("url", self.url(&photo.route))
            .set("width", photo.size.width)
            .set("height", photo.size.height)
            .value()
    }
}
