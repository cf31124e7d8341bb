//! A place that helps, as schema.org describes it: an `Organization` with its places and the `Service`
//! that it offers.
//!
//! What staff write is text (`Birth to 5`, `Sliding scale`), so it goes where the vocabulary takes text,
//! and nothing is guessed from it.

use serde_json::{Value as Json, json};
use wellread_model::{ContactPoint, Kind, Location, Notice, Resource, Spanned};

use super::json_value::{list, set};
use super::views::Views;
use crate::markdown::notice_words;

/// The organization behind a resource, whose page has this title.
pub(super) fn organization(views: &Views, resource: &Resource, title: &str) -> Json {
    let name = resource.organization.as_deref().unwrap_or(title);
    let mut about = json!({ "@type": "Organization", "name": name });
    set(&mut about, "alternateName", texts(&resource.aliases));
    let whole = resource.part_of.as_ref();
    let whole = whole.map(|name| views.library.named(&name.value, Kind::Resource).1);
    let whole = whole.map(|whole| json!({ "@type": "Organization", "name": whole }));
    set(&mut about, "parentOrganization", whole);
    reach(&mut about, &resource.point);
    set(&mut about, "areaServed", texts(&resource.area));
    set(&mut about, "knowsLanguage", texts(&resource.languages));
    let place = |location: &Location| {
        let mut place =
            json!({ "@type": "Place", "name": location.name.as_deref().unwrap_or(name) });
        reach(&mut place, &location.point);
        set(&mut place, "openingHoursSpecification", hours(&location.point));
        place
    };
    let places = own_place(views, resource, name).into_iter();
    let places = places.chain(resource.locations.iter().map(place));
    set(&mut about, "location", list(places.collect()));
    set(&mut about, "makesOffer", offer(resource, title));
    about
}

/// What the resource says of its place, if it says any of it.
fn own_place(views: &Views, resource: &Resource, name: &str) -> Option<Json> {
    let mut place = json!({ "@type": "Place", "name": name });
    let feature = resource.accessibility.as_deref().map(|text| {
        let name = views.text.get("accessibility");
        json!([{ "@type": "LocationFeatureSpecification", "name": name, "value": text }])
    });
    let bring = resource.bring.as_deref().map(|text| {
        json!([{ "@type": "PropertyValue", "name": views.text.get("bring"), "value": text }])
    });
    let facts = [
        ("amenityFeature", feature),
        ("additionalProperty", bring),
        ("openingHoursSpecification", hours(&resource.point)),
        (
            "specialOpeningHoursSpecification",
            resource.notice.as_ref().map(|notice| exception(views, notice)),
        ),
    ];
    if facts.iter().all(|(_, value)| value.is_none()) {
        return None;
    }
    for (key, value) in facts {
        set(&mut place, key, value);
    }
    Some(place)
}

/// Hours, which are text.
fn hours(point: &ContactPoint) -> Option<Json> {
    let text = point.hours.as_deref()?;
    Some(json!({ "@type": "OpeningHoursSpecification", "description": text }))
}

/// What holds for a while in place of the usual hours.
fn exception(views: &Views, notice: &Notice) -> Json {
    let words = notice_words(notice, views.line_context());
    let mut hours = json!({ "@type": "OpeningHoursSpecification", "description": words });
    set(&mut hours, "validFrom", notice.from.map(|day| day.to_string().into()));
    set(&mut hours, "validThrough", notice.until.map(|day| day.to_string().into()));
    hours
}

/// What it offers to whom, if that is said.
fn offer(resource: &Resource, title: &str) -> Option<Json> {
    let groups = resource.audience.iter().map(|group| group.value.as_str());
    let groups = groups.chain(resource.eligibility.as_deref()).chain(resource.ages.as_deref());
    let groups =
        list(groups.map(|group| json!({ "@type": "Audience", "audienceType": group })).collect());
    let apply = resource.apply.as_deref();
    let channel = apply.map(|text| json!({ "@type": "ServiceChannel", "description": text }));
    if groups.is_none() && channel.is_none() && resource.cost.is_none() {
        return None;
    }
    let mut service = json!({ "@type": "Service", "name": title });
    set(&mut service, "audience", groups);
    set(&mut service, "availableChannel", channel);
    let mut offer = json!({ "@type": "Offer", "itemOffered": service });
    let cost = resource.cost.as_ref().map(|cost| Json::from(cost.value.as_str()));
    set(&mut offer, "description", cost);
    Some(offer)
}

/// Adds the ways to reach an organization or a place.
fn reach(json: &mut Json, point: &ContactPoint) {
    let text = |text: &Option<String>| text.as_deref().map(Json::from);
    let phones = point.phones.iter().map(|number| Json::from(number.digits.as_str()));
    set(json, "url", text(&point.url));
    set(json, "telephone", list(phones.collect()));
    set(json, "email", text(&point.email).filter(|_| json["@type"] == "Organization"));
    set(json, "address", text(&point.address));
}

fn texts(values: &[Spanned<String>]) -> Option<Json> {
    list(values.iter().map(|value| value.value.as_str().into()).collect())
}
