//! Cards, which represent entries in lists, and terms in "Words on this page".
//!
//! Both are the same on every page that shows them, so each is built once, when a page first needs
//! it, and cloned for the others; a value is a reference-counted pointer.

use tera::Value;
use wellread_model::{Entry, EntryId};

use super::builder::{ViewBuilder, texts, website};
use super::text::{full_name, minutes};
use super::views::Views;
use crate::markdown::{Body, escape};

impl Views {
    /// The card of an entry. Only resources have fields for contact; articles have a date and a
    /// reading time.
    pub(crate) fn card(&self, id: EntryId) -> Value {
        self.cards[id.0 as usize].get_or_init(|| self.make_card(id, &self.library[id])).clone()
    }

    /// The cards of entries, in their order.
    pub(crate) fn cards(&self, ids: impl IntoIterator<Item = EntryId>) -> Vec<Value> {
        ids.into_iter().map(|id| self.card(id)).collect()
    }

    /// Builds the card that [`Self::card`] caches.
    fn make_card(&self, id: EntryId, entry: &Entry) -> Value {
        let card = ViewBuilder::default()
            .set("title", entry.title())
            .set("url", self.entry_url(id))
            .set("kind", entry.document.kind.noun())
            .maybe("summary", entry.document.summary.as_deref());
        let Some(resource) = entry.resource() else {
            // The last change, since that is what tells readers of health information whether a text
            // is current.
            let article = entry.article();
            let date =
                article.and_then(|article| article.updated.as_ref().or(article.published.as_ref()));
            return card
                .set("date", self.date(date.map(|date| date.value)))
                .maybe("minutes", article.map(|_| minutes(self.body(id))))
                .list("meta", [])
                .value();
        };
        // The short line under the title: what decides first whether a resource fits a family.
        let languages: Vec<&str> = resource.languages.iter().map(AsRef::as_ref).collect();
        let languages = languages.join(", ");
        let meta = resource.cost.iter().chain(&resource.area).map(AsRef::as_ref);
        let meta = meta.chain(Some(languages.as_str()));
        card.set("date", Value::none())
            .set("minutes", Value::none())
            .list("meta", meta.filter(|text: &&str| !text.is_empty()).map(Value::from))
            .set("website", website(resource.point.url.as_deref().unwrap_or_default()))
            .maybe("organization", resource.organization.as_deref())
            .phones(&resource.point)
            .list("area", texts(&resource.area))
            .maybe("cost", resource.cost.as_ref().map(|cost| cost.value.as_str()))
            .list("languages", texts(&resource.languages))
            .value()
    }

    /// Builds the value that [`Self::words`] caches.
    fn make_word(&self, id: EntryId, entry: &Entry) -> Value {
        // Escaped here, because the field is HTML in the contract although it has no markup yet.
        let definition = escape(&self.first_paragraph(id));
        ViewBuilder::default()
            .set("slug", entry.document.slug.as_str())
            .set("term", entry.title())
            .maybe("full_name", full_name(entry))
            .maybe("say", entry.term().and_then(|term| term.say.as_deref()))
            .set("url", self.entry_url(id))
            .html("definition", &definition)
            .value()
    }

    /// The terms linked in a body, with their definitions, in the order of their first use.
    pub(crate) fn words(&self, body: &Body) -> Vec<Value> {
        let word = |&id: &EntryId| {
            let word = &self.words[id.0 as usize];
            word.get_or_init(|| self.make_word(id, &self.library[id])).clone()
        };
        body.words.iter().map(word).collect()
    }
}
