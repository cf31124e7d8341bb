//! Facets: the ways to narrow the directory of resources, such as by topic, cost or language.
//!
//! A facet groups resources by one field of their front matter. Values that differ only in spelling,
//! such as "Free" and "free", have the same slug and so are one value.

use std::collections::BTreeMap;

use wellread_model::{EntryId, Kind, Library, Relation, Route, Slug, address, fold_name};

use crate::interface_text::InterfaceText;

/// One way to narrow the directory.
#[derive(Debug)]
pub(crate) struct Facet {
    /// The name in addresses and in templates, in English whatever the language of the hub.
    pub(crate) id: &'static str,
    /// The heading, in the hub's language.
    pub(crate) title: String,
    /// The values, sorted by title.
    pub(crate) values: Vec<FacetValue>,
}

/// A value of a facet, and the resources that have it.
#[derive(Debug)]
pub(crate) struct FacetValue {
    /// The value as the first of the resources spells it.
    pub(crate) title: String,
    /// The address of its list of resources.
    pub(crate) route: Route,
    /// The resources, sorted by title.
    pub(crate) resources: Vec<EntryId>,
}

/// The facets of the directory in the order in which pages show them: what a family asks first comes
/// first. A facet that no resource has a value for is left out.
pub(crate) fn facets(library: &Library, text: &InterfaceText) -> Vec<Facet> {
    let of = |id: &'static str, key: &str, values: &dyn Fn(EntryId) -> Vec<String>| {
        let mut found: BTreeMap<Slug, (String, Vec<EntryId>)> = BTreeMap::new();
        for (resource, _) in library.of_kind(Kind::Resource) {
            for value in values(resource) {
                // A value without a letter or digit, such as "–", can't be part of an address.
                let Some(slug) = Slug::new(&value) else { continue };
                let (_, resources) = found.entry(slug).or_insert_with(|| (value, Vec::new()));
                // A resource may list the same value twice, in two spellings.
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

#[cfg(test)]
mod tests {
    use crate::view::views_of;

    #[test]
    fn facets_have_a_fixed_order_and_their_values_are_sorted() {
        let resource = |title: &str, fields: &str| {
            format!("---\ntitle: {title}\nurl: https://example.org/\n{fields}---\n\nX\n")
        };
        let views = views_of(&[
            (
                "content/resources/b.md",
                &resource("B", "cost: Free\nlanguages: [Spanish, English]\n"),
            ),
            (
                "content/resources/a.md",
                &resource("Éa", "cost: free\nlanguages: [English, english]\n"),
            ),
            ("content/resources/c.md", &resource("C", "cost: Sliding scale\n")),
        ]);
        let facets: Vec<&str> = views.facets.iter().map(|facet| facet.id).collect();
        assert_eq!(facets, ["cost", "language"]);
        let values = |facet: usize| -> Vec<(&str, Vec<&str>)> {
            let values = views.facets[facet].values.iter();
            let names = |ids: &[wellread_model::EntryId]| {
                ids.iter().map(|&id| views.library[id].title()).collect()
            };
            values.map(|value| (value.title.as_str(), names(&value.resources))).collect()
        };
        // The entries are in the order of their files, so `a.md` gives "free" its spelling.
        assert_eq!(values(0), [("free", vec!["B", "Éa"]), ("Sliding scale", vec!["C"])]);
        assert_eq!(values(1), [("English", vec!["B", "Éa"]), ("Spanish", vec!["B"])]);
        assert_eq!(views.facets[0].values[1].route.as_str(), "resources/cost/sliding-scale/");
    }
}
