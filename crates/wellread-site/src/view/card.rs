//! Cards, which represent entries in lists, and terms in "Words on this page".
//!
//! Both are the same on every page that shows them, so each is built once, when a page first needs
//! it, and cloned for the others; a value is a reference-counted pointer.

use tera::Value;
use wellread_model::{
    ContactPoint, Details, Entry, EntryId, Location, PhoneNumber, Relation, Resource, Spanned,
};

use super::builder::{ViewBuilder, website};
use super::site::short_notice;
use super::text::{first_sentence, full_name, minutes, shorten};
use super::views::Views;
use crate::markdown::{escape, language_name};

/// How much of a definition is on each page that uses its term, in characters: several times
/// what is called long. A page that was pasted as one paragraph would otherwise be in all others.
const LONGEST_DEFINITION: usize = 2000;

/// How much of a first sentence is on a card, in characters: as much as most summaries have.
const LONGEST_SENTENCE: usize = 200;

/// How many areas or languages a card names before it breaks off. The page of the resource has all.
const FEW: usize = 20;

/// How many places of a resource a card gives the number of.
pub(super) const FEW_PLACES: usize = 3;

/// The first of a list, and an ellipsis if there are more. The card of a resource is on the
/// page of each of its areas, so naming all of them would take room in proportion to the square of
/// their number.
fn few(list: &[Spanned<String>]) -> Vec<&str> {
    let ellipsis = (list.len() > FEW).then_some("…");
    list.iter().take(FEW).map(|text| text.value.as_str()).chain(ellipsis).collect()
}

/// The numbers on the card of a resource: its own, or else those of its first places, each with the
/// name of the place.
pub(super) fn numbers(resource: &Resource) -> ContactPoint {
    let point = &resource.point;
    if !point.phones.is_empty() || !point.text_phones.is_empty() {
        // Whoever sends a fax opens the page.
        return ContactPoint { faxes: Vec::new(), ..point.clone() };
    }
    let labeled = |numbers: fn(&ContactPoint) -> &[PhoneNumber]| -> Vec<PhoneNumber> {
        let of_place = |place: &Location| {
            let number = numbers(&place.point).first()?.clone();
            Some(PhoneNumber {
                label: number.label.clone().or_else(|| place.name.clone()),
                ..number
            })
        };
        resource.locations.iter().filter_map(of_place).take(FEW_PLACES).collect()
    };
    ContactPoint {
        phones: labeled(|point| &point.phones),
        text_phones: labeled(|point| &point.text_phones),
        ..ContactPoint::default()
    }
}

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

    /// The language of an entry, if it is not that of the hub.
    pub(super) fn other_language(&self, id: EntryId) -> Option<&str> {
        let (own, hub) = (self.library.language_of(id), &self.library.settings.language);
        (own != hub).then(|| own.as_str())
    }

    /// The sentence on the card of an entry: its summary, or else the first one of its text.
    fn card_summary(&self, id: EntryId) -> Option<String> {
        self.library[id].document.summary.clone().or_else(|| {
            let text = self.first_paragraph(id);
            let sentence = shorten(first_sentence(&text), LONGEST_SENTENCE);
            (!sentence.is_empty()).then_some(sentence)
        })
    }

    /// Builds the card that [`Self::card`] caches.
    fn make_card(&self, id: EntryId, entry: &Entry) -> Value {
        let card = ViewBuilder::default()
            .set("title", entry.title())
            .set("url", self.entry_url(id))
            .set("kind", entry.document.kind.noun())
            .maybe("language", self.other_language(id))
            .maybe("summary", self.card_summary(id));
        // Before all else: a title alone does not tell who can read the page.
        let language = self.other_language(id);
        let language = language.map(|_| language_name(self.library.language_of(id)).to_owned());
        let Some(resource) = entry.resource() else {
            // The last change, since that is what tells readers of health information whether a
            // text is current.
            let article = entry.article();
            let date =
                article.and_then(|article| article.updated.as_ref().or(article.published.as_ref()));
            return card
                .set("date", self.written_date(date))
                .maybe("minutes", article.map(|_| minutes(self.body(id))))
                .list("meta", language.into_iter().chain(self.packet_facts(id)).map(Value::from))
                .value();
        };
        // The short line under the title: what decides first whether a resource fits a family.
        let (area, languages) = (few(&resource.area), few(&resource.languages));
        let languages_in_one = languages.join(", ");
        let cost = resource.cost.iter().map(AsRef::as_ref).chain(resource.ages.as_deref());
        let offer = cost.chain(area.iter().copied()).chain(Some(languages_in_one.as_str()));
        let meta = language.as_deref().into_iter().chain(offer);
        card.set("date", Value::none())
            .set("minutes", Value::none())
            .list("meta", meta.filter(|text: &&str| !text.is_empty()).map(Value::from))
            .maybe("website", resource.point.url.as_deref().map(website))
            .maybe("notice", resource.notice.as_ref().map(|one| short_notice(self, one)))
            .maybe("organization", resource.organization.as_deref())
            .phones(&numbers(resource))
            .list("area", area.into_iter().map(Value::from))
            .maybe("cost", resource.cost.as_ref().map(|cost| cost.value.as_str()))
            .list("languages", languages.into_iter().map(Value::from))
            .value()
    }

    /// The short line on the card of a packet; nothing for other entries.
    fn packet_facts(&self, id: EntryId) -> Vec<String> {
        let entry = &self.library[id];
        let Details::Packet(packet) = &entry.document.details else { return Vec::new() };
        let count = match entry.related(Relation::Part).len() {
            1 => self.text.get("packet_page").to_owned(),
            count => self.text.get("packet_pages").replace("{n}", &count.to_string()),
        };
        packet.audience.iter().cloned().chain([count]).collect()
    }

    /// Builds the value that [`Self::word`] caches.
    fn make_word(&self, id: EntryId, entry: &Entry) -> Value {
        // Escaped here, because the field is HTML in the contract although it has no markup yet.
        let definition = escape(&shorten(&self.first_paragraph(id), LONGEST_DEFINITION));
        ViewBuilder::default()
            .set("slug", entry.document.slug.as_str())
            .set("term", entry.title())
            .maybe("full_name", full_name(entry))
            .maybe("say", entry.term().and_then(|term| term.say.as_deref()))
            .set("url", self.entry_url(id))
            .html("definition", &definition)
            .value()
    }

    /// A term with its definition.
    pub(crate) fn word(&self, id: EntryId) -> Value {
        let word = &self.words[id.0 as usize];
        word.get_or_init(|| self.make_word(id, &self.library[id])).clone()
    }
}
