//! Facets: the ways to narrow the directory, such as by topic, cost or language.

use std::collections::BTreeMap;

use wellread_model::{EntryId, Kind, Library, Relation, Route, Slug, address, fold_name};

use crate::interface_text::InterfaceText;

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
                route: address::facet(id, &slug),
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
