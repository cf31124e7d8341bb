//! The directory: resources, and the pages that narrow the list of them.

use std::collections::BTreeMap;

use tera::Value;
use wellread_model::{EntryId, Kind, Library, Relation, Route, Slug, fold_name};

use super::paging::part;
use super::{ViewBuilder, Views, texts};
use crate::text::InterfaceText;

/// One way to narrow the directory.
#[derive(Debug)]
pub(crate) struct Facet {
    pub(crate) id: &'static str,
    pub(crate) title: String,
    pub(crate) values: Vec<FacetValue>,
}

/// The resources that share a value.
#[derive(Debug)]
pub(crate) struct FacetValue {
    pub(crate) title: String,
    pub(crate) route: Route,
    pub(crate) resources: Vec<EntryId>,
}

/// The facets of the directory: those with a value.
pub(crate) fn facets(library: &Library, text: &InterfaceText) -> Vec<Facet> {
    let of = |id: &'static str, key: &str, values: &dyn Fn(EntryId) -> Vec<String>| {
        let mut found: BTreeMap<Slug, (String, Vec<EntryId>)> = BTreeMap::new();
        for (resource, _) in library.of_kind(Kind::Resource) {
            for value in values(resource) {
                let Some(slug) = Slug::new(&value) else { continue };
                let (_, resources) = found.entry(slug).or_insert_with(|| (value, Vec::new()));
                if resources.last() != Some(&resource) {
                    resources.push(resource);
                }
            }
        }
        let mut values: Vec<FacetValue> = found
            .into_iter()
            .map(|(slug, (title, resources))| FacetValue {
                title,
                route: Route::new(format!("resources/{id}/{slug}/")),
                resources,
            })
            .collect();
        values.sort_by_cached_key(|value| fold_name(&value.title));
        for value in &mut values {
            value.resources.sort_by_cached_key(|&id| fold_name(library[id].title()));
        }
        Facet { id, title: text.get(key).to_owned(), values }
    };
    let resource = |id: EntryId| library[id].resource();
    let topics = |id: EntryId| {
        let topics = library[id].related(Relation::Topic).iter();
        topics.map(|&topic| library[topic].title().to_owned()).collect()
    };
    let facets = [
        of("topic", "facet_topic", &topics),
        of("audience", "facet_audience", &|id| {
            resource(id).map_or_else(Vec::new, |r| r.audience.clone())
        }),
        of("area", "facet_area", &|id| resource(id).map_or_else(Vec::new, |r| r.area.clone())),
        of("cost", "facet_cost", &|id| {
            resource(id).and_then(|r| r.cost.clone()).into_iter().collect()
        }),
        of("language", "facet_language", &|id| {
            resource(id).map_or_else(Vec::new, |r| r.languages.clone())
        }),
    ];
    facets.into_iter().filter(|facet| !facet.values.is_empty()).collect()
}

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
                (Route::new("resources/"), all)
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
            .set("website", super::website(&resource.url))
            .maybe("organization", resource.organization.as_deref())
            .set("phone", super::phone(resource.phone.as_deref(), "tel"))
            .set("text_phone", super::phone(resource.text_phone.as_deref(), "sms"))
            .maybe("email", resource.email.as_deref())
            .list("address", super::address_lines(resource.address.as_deref()))
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
