//! The order of the directory: what serves in a crisis, then what is near, then the rest, each by
//! name.
//!
//! A family looks for help where it lives. A place says with its `area` where it helps; one for the
//! whole country, or without an area, follows those of a state or a town.

use wellread_model::{EntryId, Library, Resource, alphabetical, fold_name};

/// What staff write as the area of a place that helps everywhere, folded.
const EVERYWHERE: [&str; 16] = [
    "united states",
    "the united states",
    "united states of america",
    "usa",
    "u.s.",
    "us",
    "nationwide",
    "national",
    "everywhere",
    "worldwide",
    "online",
    "estados unidos",
    "ee. uu.",
    "nacional",
    "todo el pais",
    "en linea",
];

/// Sorts resources as the directory lists them.
pub(super) fn sort(library: &Library, resources: &mut [EntryId]) {
    let crisis = library.settings.crisis_numbers();
    resources.sort_by_cached_key(|&id| {
        let entry = &library[id];
        let resource = entry.resource();
        let serves_in_crisis = resource.is_some_and(|resource| {
            resource.point.national_numbers().any(|number| crisis.contains(number))
        });
        let is_near = resource.is_some_and(is_near);
        (!serves_in_crisis, !is_near, alphabetical(entry.title(), &library.settings.language))
    });
}

/// Whether a place says that it helps in a part of the country.
fn is_near(resource: &Resource) -> bool {
    resource.area.iter().any(|area| !EVERYWHERE.contains(&&*fold_name(&area.value)))
}
