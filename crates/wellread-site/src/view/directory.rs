//! The directory: resources, and the pages that narrow the list of them.

use tera::Value;
use wellread_model::{EntryId, Kind, Relation, Route, address, fold_name};

use super::builder::{ViewBuilder, address_lines, phone, texts, website};
use super::facets::Facet;
use super::paging::part;
use super::views::Views;

impl Views {
    pub(super) fn resource_list(
        &self,
        fields: ViewBuilder,
        chosen: Option<(usize, usize)>,
        page: usize,
    ) -> ViewBuilder {
        let value =
            chosen.map(|(facet, value)| (&self.facets[facet], &self.facets[facet].values[value]));
        let (list, resources) = match value {
            Some((_, value)) => (value.route.clone(), value.resources.clone()),
            None => {
                let mut all: Vec<EntryId> =
                    self.library.of_kind(Kind::Resource).map(|(id, _)| id).collect();
                all.sort_by_cached_key(|&id| fold_name(self.library[id].title()));
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

    fn facet_values(&self, chosen: Option<(usize, usize)>) -> Vec<Value> {
        let values = |index: usize, facet: &Facet| -> Vec<Value> {
            let values = facet.values.iter().enumerate();
            values
                .map(|(at, value)| {
                    ViewBuilder::default()
                        .set("title", value.title.as_str())
                        .set("url", self.url(&value.route))
                        .set("count", value.resources.len())
                        .set("current", chosen == Some((index, at)))
                        .value()
                })
                .collect()
        };
        self.facets
            .iter()
            .enumerate()
            .map(|(index, facet)| {
                ViewBuilder::default()
                    .set("id", facet.id)
                    .set("title", facet.title.as_str())
                    .list("values", values(index, facet))
                    .value()
            })
            .collect()
    }

    pub(super) fn resource(&self, fields: ViewBuilder, id: EntryId) -> ViewBuilder {
        let entry = &self.library[id];
        let Some(resource) = entry.resource() else { return fields };
        let used_in = self.articles_naming(Relation::Resource, id);
        fields
            .set("website", website(&resource.url))
            .maybe("organization", resource.organization.as_deref())
            .set("phone", phone(resource.phone.as_deref(), "tel"))
            .set("text_phone", phone(resource.text_phone.as_deref(), "sms"))
            .maybe("email", resource.email.as_deref())
            .list("address", address_lines(resource.address.as_deref()))
            .list("area", texts(&resource.area))
            .list("languages", texts(&resource.languages))
            .list("audience", texts(&resource.audience))
            .maybe("cost", resource.cost.as_deref())
            .maybe("eligibility", resource.eligibility.as_deref())
            .maybe("hours", resource.hours.as_deref())
            .set("checked", self.date(resource.checked))
            .list("topics", self.links(entry.related(Relation::Topic)))
            .list("used_in", self.cards(used_in))
    }
}
