//! Facets: the ways to narrow the directory of resources, such as by topic, cost or language.
//!
//! A facet groups resources by one field of their front matter. Values that differ only in
//! spelling, such as "Free" and "free", have the same slug and so are one value. Values that have
//! the same slug and mean something else, such as "C++" and "C#", are errors (`crate::check`).

use std::collections::BTreeMap;

use wellread_model::{
    EntryId, Kind, Library, Place, Relation, Resource, Route, Slug, Spanned, address, alphabetical,
};

use super::directory_order;
use crate::interface_text::InterfaceText;

/// One way to narrow the directory.
#[derive(Debug)]
pub(crate) struct Facet {
    /// The name in addresses and in templates, in English whatever the language of the hub.
    pub(crate) id: &'static str,
    /// The heading, in the hub's language.
    pub(crate) title: String,
    /// The values that enough resources have, sorted by title.
    pub(crate) values: Vec<FacetValue>,
    /// Those of them that most resources have, in the same order, as indices of `values`: what
    /// pages of the directory offer.
    pub(crate) common: Vec<usize>,
    /// The page that lists all values, if not all are common.
    pub(crate) all: Option<Route>,
}

/// How many values are common at most: as many as a reader looks through. A directory of two
/// thousand places has hundreds.
const MOST_COMMON: usize = 10;

/// How many resources a value needs to have a list. Fewer are found as fast without one.
const FEWEST: usize = 3;

/// A value of a facet, and the resources that have it.
#[derive(Debug)]
pub(crate) struct FacetValue {
    /// The value as the first of the resources spells it.
    pub(crate) title: String,
    /// Where that resource states it.
    pub(crate) place: Place,
    /// The address of its list of resources.
    pub(crate) route: Route,
    /// The resources, sorted by title.
    pub(crate) resources: Vec<EntryId>,
}

/// A facet whose values resources state themselves.
pub(crate) struct FacetKey {
    /// As [`Facet::id`].
    pub(crate) id: &'static str,
    /// The key of its heading in the interface text.
    heading: &'static str,
    values: fn(&Resource) -> &[Spanned<String>],
}

/// These facets in the order in which pages show them: what a family asks first comes first. Topics
/// come before all of them; they are entries of their own.
pub(crate) const KEYS: [FacetKey; 4] = [
    FacetKey { id: "audience", heading: "facet_audience", values: |one| &one.audience },
    FacetKey { id: "area", heading: "facet_area", values: |one| &one.area },
    FacetKey { id: "cost", heading: "facet_cost", values: |one| one.cost.as_slice() },
    FacetKey { id: "language", heading: "facet_language", values: |one| &one.languages },
];

/// A value as one resource states it.
pub(crate) struct StatedValue<'a> {
    /// The resource that states it.
    pub(crate) resource: EntryId,
    /// The value as it is shown.
    pub(crate) title: &'a str,
    /// Where its author wrote it.
    pub(crate) place: Place,
}

/// The facets of the directory. One that no resource has a value for is left out.
pub(crate) fn facets(library: &Library, text: &InterfaceText) -> Vec<Facet> {
    let of_keys = KEYS.iter().map(|key| {
        let mut values = BTreeMap::new();
        for value in stated(library, key) {
            // A value without a letter or digit, such as "–", can't be part of an address.
            if let Some(slug) = Slug::new(value.title) {
                add(&mut values, key.id, slug, value);
            }
        }
        finished(library, key.id, text.get(key.heading), values)
    });
    let facets = std::iter::once(topics(library, text)).chain(of_keys);
    facets.filter(|facet| !facet.values.is_empty()).collect()
}

/// The topics of resources, by the slugs of their pages: titles of two topics may make one slug.
fn topics(library: &Library, text: &InterfaceText) -> Facet {
    let mut values = BTreeMap::new();
    for (resource, entry) in library.of_kind(Kind::Resource) {
        for &topic in entry.related(Relation::Topic) {
            let topic = &library[topic];
            let place = Place::file(entry.document.source.clone());
            let value = StatedValue { resource, title: topic.title(), place };
            add(&mut values, "topic", topic.document.slug.clone(), value);
        }
    }
    finished(library, "topic", text.get("facet_topic"), values)
}

/// The values of one key, in the order of the resources.
pub(crate) fn stated<'a>(
    library: &'a Library,
    key: &'static FacetKey,
) -> impl Iterator<Item = StatedValue<'a>> {
    library.of_kind(Kind::Resource).flat_map(|(resource, entry)| {
        let values = entry.resource().map_or(&[][..], key.values);
        values.iter().map(move |value| StatedValue {
            resource,
            title: &value.value,
            place: Place::at(entry.document.source.clone(), value.span),
        })
    })
}

/// Adds a resource to a value. The first one gives it its title.
fn add(
    values: &mut BTreeMap<Slug, FacetValue>,
    id: &str,
    slug: Slug,
    StatedValue { resource, title, place }: StatedValue<'_>,
) {
    let value = values.entry(slug).or_insert_with_key(|slug| FacetValue {
        title: title.to_owned(),
        place,
        route: address::facet(id, slug),
        resources: Vec::new(),
    });
    // A resource may list the same value twice, in two spellings.
    if value.resources.last() != Some(&resource) {
        value.resources.push(resource);
    }
}

/// Sorts the values and the resources of each.
fn finished(
    library: &Library,
    id: &'static str,
    title: &str,
    values: BTreeMap<Slug, FacetValue>,
) -> Facet {
    let mut values: Vec<FacetValue> =
        values.into_values().filter(|value| value.resources.len() >= FEWEST).collect();
    let language = &library.settings.language;
    values.sort_by_cached_key(|value| alphabetical(&value.title, language));
    for value in &mut values {
        directory_order::sort(library, &mut value.resources);
    }
    let all = (values.len() > MOST_COMMON).then(|| address::facet_values(id));
    Facet { id, title: title.to_owned(), common: common(&values), values, all }
}

/// See [`Facet::common`]. If equally many resources have some values, the first ones are common.
fn common(values: &[FacetValue]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(values[at].resources.len()));
    order.truncate(MOST_COMMON);
    order.sort_unstable();
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::views_of;

    #[test]
    fn few_of_many_values_are_common() {
        let places: Vec<String> = (100..300).map(|number| format!("Place {number}")).collect();
        let resource = |title: &str, places: &[String]| {
            let places = places.join(", ");
            format!("---\ntitle: {title}\nurl: https://example.org/\narea: [{places}]\n---\n\nX\n")
        };
        let views = views_of(&[
            ("content/resources/a.md", &resource("A", &places)),
            ("content/resources/b.md", &resource("B", &places)),
            ("content/resources/c.md", &resource("C", &places[..150])),
            ("content/resources/d.md", &resource("D", &places[145..])),
        ]);
        let facet = &views.facets[0];
        // All have three of the four resources, some all four.
        assert_eq!(facet.values.len(), 200);
        let mut wanted: Vec<usize> = (0..MOST_COMMON - 5).collect();
        wanted.extend(145..150);
        assert_eq!(facet.common, wanted);
        assert_eq!(facet.all, Some(Route::new("resources/all/area/")));
    }

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
            ("content/resources/c.md", &resource("C", "cost: Sliding scale\nlanguages: [Thai]\n")),
            (
                "content/resources/d.md",
                &resource("D", "cost: FREE\nlanguages: [English, Spanish]\n"),
            ),
            ("content/resources/e.md", &resource("E", "cost: Sliding scale\nlanguages: Spanish\n")),
            ("content/resources/f.md", &resource("F", "cost: sliding scale\n")),
        ]);
        let facets: Vec<&str> = views.facets.iter().map(|facet| facet.id).collect();
        assert_eq!(facets, ["cost", "language"]);
        let values = |facet: usize| -> Vec<(&str, Vec<&str>)> {
            let values = views.facets[facet].values.iter();
            let names = |ids: &[EntryId]| ids.iter().map(|&id| views.library[id].title()).collect();
            values.map(|value| (value.title.as_str(), names(&value.resources))).collect()
        };
        // The entries are in the order of their files, so `a.md` gives "free" its spelling.
        let scale = ("Sliding scale", vec!["C", "E", "F"]);
        assert_eq!(values(0), [("free", vec!["B", "D", "Éa"]), scale]);
        // One resource alone makes no list.
        let spanish = ("Spanish", vec!["B", "D", "E"]);
        assert_eq!(values(1), [("English", vec!["B", "D", "Éa"]), spanish]);
        assert_eq!(views.facets[0].all, None);
        assert_eq!(views.facets[0].values[1].route.as_str(), "resources/cost/sliding-scale/");
    }
}
