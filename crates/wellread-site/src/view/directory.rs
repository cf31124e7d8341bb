//! The directory of resources: the list, the pages that narrow it by a facet, and the page of one
//! resource.
//!
//! Narrowing needs no script: each value of a facet is a page of its own, with an address that can
//! be sent to a family.

use std::collections::BTreeSet;

use tera::Value;
use wellread_model::{EntryId, Kind, LanguageTag, Location, Relation, Resource, Route, address};

use super::builder::{ViewBuilder, link, texts, website};
use super::directory_order;
use super::facets::Facet;
use super::page_spec::FacetChoice;
use super::paging::part;
use super::site::notice;
use super::views::Views;

impl Views {
    /// What the list of resources adds to a page. Without a choice, it is the
    /// whole directory.
    pub(super) fn resource_list(
        &self,
        fields: ViewBuilder,
        chosen: Option<FacetChoice>,
        page: usize,
    ) -> ViewBuilder {
        let value = chosen.map(|FacetChoice { facet, value }| {
            (&self.facets[facet], &self.facets[facet].values[value])
        });
        let (list, resources) = match value {
            Some((_, value)) => (value.route.clone(), value.resources.clone()),
            None => {
                // A facet's list is sorted already.
                let mut all: Vec<EntryId> =
                    self.library.of_kind(Kind::Resource).map(|(id, _)| id).collect();
                directory_order::sort(&self.library, &mut all);
                (Route::new(address::RESOURCES), all)
            }
        };
        let facet = value.map(|(facet, value)| {
            ViewBuilder::default()
                .set("title", facet.title.as_str())
                .set("value", value.title.as_str())
                .value()
        });
        fields
            .list("cards", self.cards(part(&resources, page).iter().copied()))
            .list("facets", self.facet_values(chosen))
            .maybe("facet", facet)
            .set("pages", self.pages(&list, resources.len(), page))
    }

    /// What the page with all values of a facet adds.
    pub(super) fn all_values(&self, fields: ViewBuilder, facet: usize) -> ViewBuilder {
        let values = 0..self.facets[facet].values.len();
        fields.list("values", self.values(facet, values, None))
    }

    /// The lists of places that help in a language other than the hub's, by the tag of that
    /// language: what a search in it offers when nothing is found.
    pub(super) fn lists_by_language(&self) -> Vec<Value> {
        let values = self.facets.iter().filter(|facet| facet.id == "language");
        let own = self.library.settings.language.primary();
        values
            .flat_map(|facet| &facet.values)
            .filter_map(|value| {
                let tag = language_by_name(&value.title).filter(|tag| *tag != own)?;
                let list = ViewBuilder::default().set("language", tag);
                Some(list.set("url", self.url(&value.route)).value())
            })
            .collect()
    }

    /// All facets with their common values and the chosen one, which is marked. They are on every
    /// page of the directory, so that a reader can switch from one value to another.
    fn facet_values(&self, chosen: Option<FacetChoice>) -> Vec<Value> {
        let facet = |(index, facet): (usize, &Facet)| {
            let own = chosen.filter(|chosen| chosen.facet == index).map(|chosen| chosen.value);
            let mut offered = facet.common.clone();
            if let Some((own, at)) =
                own.and_then(|own| Some((own, offered.binary_search(&own).err()?)))
            {
                offered.insert(at, own);
            }
            ViewBuilder::default()
                .set("id", facet.id)
                .set("title", facet.title.as_str())
                .list("values", self.values(index, offered, chosen))
                .maybe("all", facet.all.as_ref().map(|route| self.url(route)))
                .set("count", facet.values.len())
                .value()
        };
        self.facets.iter().enumerate().map(facet).collect()
    }

    /// Some values of a facet, with the number of resources that have them.
    fn values(
        &self,
        facet: usize,
        values: impl IntoIterator<Item = usize>,
        chosen: Option<FacetChoice>,
    ) -> Vec<Value> {
        let value = |at: usize| {
            let value = &self.facets[facet].values[at];
            ViewBuilder::default()
                .set("title", value.title.as_str())
                .set("url", self.url(&value.route))
                .set("count", value.resources.len())
                .set("current", chosen == Some(FacetChoice { facet, value: at }))
                .value()
        };
        values.into_iter().map(value).collect()
    }

    /// What a resource is a part of: a link to another resource, or words without one.
    fn part_of(&self, name: &str) -> Value {
        let (id, title) = self.library.named(name, Kind::Resource);
        link(title, id.map_or_else(Value::none, |id| Value::from(self.entry_url(id))))
    }

    /// The pages that a resource is on: the articles that name it, the newest first, then what else
    /// shows a fact of it.
    fn pages_about(&self, id: EntryId) -> Vec<EntryId> {
        let mut pages = self.articles_naming(Relation::Resource, id);
        let named: BTreeSet<EntryId> = pages.iter().copied().collect();
        pages.extend(self.shown_in(id).iter().filter(|page| !named.contains(page)));
        pages
    }

    /// What the page of a resource adds: how to reach it, whom it is for, and the pages that
    /// it is on.
    pub(super) fn resource(&self, fields: ViewBuilder, id: EntryId) -> ViewBuilder {
        let entry = &self.library[id];
        let Some(resource) = entry.resource() else { return fields };
        let used_in = self.pages_about(id);
        self.resource_facts(fields, resource)
            .set("checked", self.written_date(resource.checked.as_ref()))
            .list("topics", self.links(entry.related(Relation::Topic)))
            .list("used_in", self.cards(used_in))
    }

    /// What a resource states of itself.
    pub(super) fn resource_facts(&self, fields: ViewBuilder, resource: &Resource) -> ViewBuilder {
        fields
            .maybe("website", resource.point.url.as_deref().map(website))
            .maybe("organization", resource.organization.as_deref())
            .contact_point(&resource.point)
            .list("locations", resource.locations.iter().map(location))
            .list("area", texts(&resource.area))
            .list("languages", texts(&resource.languages))
            .list("audience", texts(&resource.audience))
            .maybe("cost", resource.cost.as_ref().map(|cost| cost.value.as_str()))
            .maybe("eligibility", resource.eligibility.as_deref())
            .maybe("part_of", resource.part_of.as_ref().map(|name| self.part_of(&name.value)))
            .list("aliases", texts(&resource.aliases))
            .maybe("ages", resource.ages.as_deref())
            .maybe("apply", resource.apply.as_deref())
            .maybe("bring", resource.bring.as_deref())
            .maybe("accessibility", resource.accessibility.as_deref())
            .maybe("notice", resource.notice.as_ref().map(|one| notice(self, one)))
    }
}

/// The tag of a language that the search can tell from others, by its name.
fn language_by_name(name: &str) -> Option<&'static str> {
    // Some are written in two languages: `Spanish / Español`.
    let tag = name.split('/').find_map(LanguageTag::of_name)?;
    matches!(tag, "en" | "es").then_some(tag)
}

/// One of the places of a resource: `name`, and the ways to reach it.
fn location(location: &Location) -> Value {
    ViewBuilder::default()
        .maybe("name", location.name.as_deref())
        .maybe("website", location.point.url.as_deref().map(website))
        .contact_point(&location.point)
        .value()
}
