//! Packets: the page of one, and the page on which readers make their own.
//!
//! The page of a packet holds its parts whole: their bodies, changed so that they are below one
//! title ([`crate::markdown::body_part`]), and what is merged from all of them: the footnotes, the
//! words, and the ways to reach the places that they name.
//!
//! A *packet* is a handout: pages that a clinician prints and gives to a family, such as a welcome
//! page, the three articles for a new diagnosis, and the offices to call. Each page of it is on the
//! site as well; the file of the packet has none of their texts, only their names.
//!
//! What is merged is what paper would otherwise repeat or lose: each footnote, each explained word
//! and each phone number appears once, at the end.

use std::collections::{BTreeMap, BTreeSet};

use tera::Value;
use wellread_model::{Details, EntryId, Kind, LanguageTag, Packet, Relation};

use super::builder::{ViewBuilder, texts, website};
use super::card::{FEW_PLACES, numbers};
use super::text::full_name;
use super::views::{Views, by_title, of_kind_by_title};
use crate::markdown::{BodyPart, FactHolder, InsideLink, PartRules, body_part, is_reserved};

impl Views {
    /// What the page adds on which readers put a handout together: all pages that can be in one.
    /// The page's script fetches what a reader has chosen, so that nothing of it is on this page.
    pub(super) fn make_packet(&self, fields: ViewBuilder) -> ViewBuilder {
        let item = |&id: &EntryId| {
            let document = &self.library[id].document;
            ViewBuilder::default()
                .set("title", self.library[id].title())
                .set("url", self.entry_url(id))
                .set("name", format!("{}/{}", document.kind.folder(), document.slug))
                .maybe("full_name", full_name(&self.library[id]))
                .maybe("language", self.other_language(id))
                .value()
        };
        let group = |kind: Kind| {
            let mut entries = of_kind_by_title(&self.library, kind);
            // The home page leads to others, and has nothing to hand out.
            entries.retain(|&id| !self.library[id].route.as_str().is_empty());
            (!entries.is_empty()).then(|| {
                let title = self.text.get(match kind {
                    Kind::Article => "articles_title",
                    Kind::Term => "glossary_title",
                    Kind::Resource => "resources_title",
                    _ => "make_pages",
                });
                ViewBuilder::default()
                    .set("kind", kind.noun())
                    .set("title", title)
                    .list("items", entries.iter().map(item))
                    .value()
            })
        };
        let mut offered: Vec<Kind> =
            Kind::ALL.into_iter().filter(|one| one.may_be_part()).collect();
        // Articles before terms: they are what a handout is mostly made of.
        offered.sort();
        fields
            .set("most", Packet::MOST_PARTS)
            .set("few_places", FEW_PLACES)
            .list("groups", offered.into_iter().filter_map(group))
    }

    /// What the page of a packet adds, and what it has in place of its own body.
    pub(super) fn packet(&self, fields: ViewBuilder, id: EntryId) -> ViewBuilder {
        let Details::Packet(packet) = &self.library[id].document.details else { return fields };
        let parts = self.library[id].related(Relation::Part);
        // Links are recognized by their address, which is what is in the finished bodies.
        let numbers: BTreeMap<String, usize> =
            parts.iter().map(|&part| self.entry_url(part)).zip(1..).collect();
        let inside = |href: &str| {
            let (page, anchor) = href.split_once('#').unwrap_or((href, ""));
            let part = *numbers.get(page)?;
            Some(InsideLink { href: anchor_of(part, anchor), part })
        };
        let mut footnotes = String::new();
        let mut footnotes_before = 0;
        let mut written = |of: EntryId, number: usize| {
            // The packet's own text is on its own page: its ids stay.
            let prefix = if number == 0 { String::new() } else { format!("{}-", part_id(number)) };
            let region = if number == 0 { String::new() } else { format!("{number}. ") };
            let language = self.language_in(of, id).map_or_else(String::new, |own| {
                format!(" lang=\"{}\" dir=\"{}\"", own.as_str(), own.direction())
            });
            let rules = PartRules {
                language: &language,
                prefix: &prefix,
                levels: u8::from(number > 0),
                footnotes_before,
                region: &region,
                note_back: self.text.get("note_back"),
                inside: &inside,
                part_name: self.text.get("packet_part"),
            };
            let BodyPart { html, footnotes: own, footnote_count } =
                body_part(self.body(of), &rules);
            footnotes.push_str(&own);
            footnotes_before += footnote_count;
            html
        };
        // Before the parts: the closure counts footnotes on from call to call.
        let own = written(id, 0);
        let parts: Vec<Value> = parts
            .iter()
            .zip(1..)
            .map(|(&part, number)| {
                let language = self.language_in(part, id);
                self.part(part, number, language, &written(part, number))
            })
            .collect();
        fields
            .list("audience", texts(&packet.audience))
            .html("body", &own)
            .list("parts", parts)
            .list("places", self.packet_places(id))
            .html("footnotes", &footnotes)
    }

    /// One part of a packet.
    ///
    /// `language` is set if it is not that of the packet, and `body` is already changed for it.
    fn part(
        &self,
        id: EntryId,
        number: usize,
        language: Option<&LanguageTag>,
        body: &str,
    ) -> Value {
        let entry = &self.library[id];
        let (article, term) = (entry.article(), entry.term());
        let reviewed = entry.document.reviewed().filter(|_| article.is_some() || term.is_some());
        let facts = entry.resource();
        let facts = facts.map(|one| self.resource_facts(ViewBuilder::default(), one).value());
        ViewBuilder::default()
            .set("number", number)
            .set("id", part_id(number))
            .set("kind", entry.document.kind.noun())
            .set("title", entry.title())
            .set("url", self.entry_url(id))
            .set("draft", entry.document.draft)
            .maybe("language", language.map(LanguageTag::as_str))
            .maybe("direction", language.map(LanguageTag::direction))
            .maybe("subtitle", article.and_then(|article| article.subtitle.as_deref()))
            .maybe("summary", entry.document.summary.as_deref())
            .maybe("say", term.and_then(|term| term.say.as_deref()))
            .list("aliases", texts(entry.document.aliases()))
            .list("authors", self.people_of(entry.related(Relation::Author)))
            .list("reviewers", self.people_of(entry.related(Relation::Reviewer)))
            .set("reviewed", self.written_date(reviewed))
            .set("updated", self.written_date(article.and_then(|one| one.updated.as_ref())))
            .set("published", self.written_date(article.and_then(|one| one.published.as_ref())))
            .maybe("facts", facts)
            .html("body", body)
            .value()
    }

    /// The language of a part, if it is not that of the packet. A packet in Spanish may hold an
    /// English form, and a screen reader has to know where it begins.
    fn language_in(&self, part: EntryId, packet: EntryId) -> Option<&LanguageTag> {
        let own = self.library.language_of(part);
        (own != self.library.language_of(packet)).then_some(own)
    }

    /// The packet and its parts, in the order in which they are read. Its own text comes first, so
    /// words and footnotes are numbered from there.
    fn read_in(&self, packet: EntryId) -> impl Iterator<Item = EntryId> {
        std::iter::once(packet).chain(self.library[packet].related(Relation::Part).iter().copied())
    }

    /// The terms that the texts of a packet use, each once, in the order of their first use. Those
    /// that are parts themselves are explained there.
    pub(super) fn packet_words(&self, packet: EntryId) -> Vec<EntryId> {
        let parts = self.library[packet].related(Relation::Part);
        let mut seen: BTreeSet<EntryId> = parts.iter().copied().collect();
        let words = self.read_in(packet).flat_map(|id| &self.body(id).words);
        words.copied().filter(|&word| seen.insert(word)).collect()
    }

    /// The resources that a packet holds, lists or names, each once, by title. On paper, a linked
    /// name of an office leads nowhere; here is how to reach each of them.
    fn packet_places(&self, packet: EntryId) -> Vec<Value> {
        let parts = self.library[packet].related(Relation::Part);
        let named = self.read_in(packet).flat_map(|id| {
            let body = self.body(id);
            let facts = body.facts.iter().filter_map(|fact| match fact.holder {
                FactHolder::Entry(id) => Some(id),
                FactHolder::Contact => None,
            });
            let listed = self.library[id].related(Relation::Resource).iter().copied();
            listed.chain(body.uses.iter().map(|one| one.term)).chain(facts)
        });
        let numbers: BTreeMap<EntryId, usize> = parts.iter().copied().zip(1..).collect();
        let all: BTreeSet<EntryId> = parts.iter().copied().chain(named).collect();
        let places = all.into_iter().filter(|&id| self.library[id].resource().is_some()).collect();
        // As a list on paper is searched.
        by_title(&self.library, places)
            .into_iter()
            .filter_map(|id| self.place(id, numbers.get(&id).copied()))
            .collect()
    }

    /// A resource in the list of phones and places. `number` is that of its part, if it is one.
    /// `None` for an entry that is not a resource.
    fn place(&self, id: EntryId, number: Option<usize>) -> Option<Value> {
        let resource = self.library[id].resource()?;
        let point = &resource.point;
        let url = number.map_or_else(|| self.entry_url(id), |number| anchor_of(number, ""));
        let place = ViewBuilder::default()
            .set("name", self.library[id].title())
            .set("url", url)
            .maybe("website", point.url.as_deref().map(website))
            .contact_point(point)
            // Where only its offices have numbers, theirs.
            .phones(&numbers(resource));
        Some(place.value())
    }
}

/// The id of a part. It begins as ids do that no heading has. Numbers begin at 1.
fn part_id(number: usize) -> String {
    format!("wr-part-{number}")
}

/// Where a link to a page leads that is a part. Footnotes have other numbers in the packet, and the
/// words are merged; such a link leads to the part as a whole.
fn anchor_of(number: usize, anchor: &str) -> String {
    // What begins with `:~:` are words to look for.
    let is_heading = !anchor.is_empty() && !is_reserved(anchor) && !anchor.starts_with(":~:");
    let part = part_id(number);
    if is_heading { format!("#{part}-{anchor}") } else { format!("#{part}") }
}
