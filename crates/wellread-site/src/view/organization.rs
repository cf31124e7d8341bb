//! A place that helps, as schema.org describes it: an `Organization` with its places and the
//! `Service` that it offers.
//!
//! What staff write is text (`Birth to 5`, `Sliding scale`), so it goes where the vocabulary takes
//! text, and nothing is guessed from it.

use wellread_model::{ContactPoint, Kind, Location, Notice, Resource, spanned_texts};

use super::json_value::SchemaNode;
use super::views::Views;
use crate::markdown::notice_words;

/// The organization behind a resource, whose page has this title.
pub(super) fn organization<'a>(
    views: &'a Views,
    resource: &'a Resource,
    title: &'a str,
) -> SchemaNode<'a> {
    let name = resource.organization.as_deref().unwrap_or(title);
    let whole = resource.part_of.as_ref();
    let whole = whole.map(|name| views.library.named(&name.value, Kind::Resource).1);
    let whole = whole.map(|whole| SchemaNode::new("Organization").set("name", whole));
    let about = SchemaNode::new("Organization")
        .set("name", name)
        .list("alternateName", spanned_texts(&resource.aliases))
        .maybe("parentOrganization", whole);
    let about = reach(about, &resource.point, resource.point.email.as_deref());
    let place = |location: &'a Location| {
        let name = location.name.as_deref().unwrap_or(name);
        let place = SchemaNode::new("Place").set("name", name);
        reach(place, &location.point, None)
            .maybe("openingHoursSpecification", hours(&location.point))
    };
    let places = own_place(views, resource, name).into_iter();
    about
        .list("areaServed", spanned_texts(&resource.area))
        .list("knowsLanguage", spanned_texts(&resource.languages))
        .list("location", places.chain(resource.locations.iter().map(place)))
        .maybe("makesOffer", offer(resource, title))
}

/// What the resource says of its place, if it says any of it.
fn own_place<'a>(
    views: &'a Views,
    resource: &'a Resource,
    name: &'a str,
) -> Option<SchemaNode<'a>> {
    let fact = |kind, key, text: Option<&'a str>| {
        text.map(|text| SchemaNode::new(kind).set("name", views.text.get(key)).set("value", text))
    };
    let feature = resource.accessibility.as_deref();
    let feature = fact("LocationFeatureSpecification", "accessibility", feature);
    let bring = fact("PropertyValue", "bring", resource.bring.as_deref());
    let exception = resource.notice.as_ref().map(|notice| exception(views, notice));
    let place = SchemaNode::new("Place")
        .set("name", name)
        .list("amenityFeature", feature)
        .list("additionalProperty", bring)
        .maybe("openingHoursSpecification", hours(&resource.point))
        .maybe("specialOpeningHoursSpecification", exception);
    (!place.is_bare()).then_some(place)
}

/// Hours, which are text.
fn hours(point: &ContactPoint) -> Option<SchemaNode<'_>> {
    let text = point.hours.as_deref()?;
    Some(SchemaNode::new("OpeningHoursSpecification").set("description", text))
}

/// What holds for a while in place of the usual hours.
fn exception<'a>(views: &Views, notice: &Notice) -> SchemaNode<'a> {
    SchemaNode::new("OpeningHoursSpecification")
        .set("description", notice_words(notice, views.line_context()))
        .maybe("validFrom", notice.from.map(|day| day.to_string()))
        .maybe("validThrough", notice.until.map(|day| day.to_string()))
}

/// What it offers to whom, if its author says so.
fn offer<'a>(resource: &'a Resource, title: &'a str) -> Option<SchemaNode<'a>> {
    let groups = spanned_texts(&resource.audience);
    let groups = groups.chain(resource.eligibility.as_deref()).chain(resource.ages.as_deref());
    let groups = groups.map(|group| SchemaNode::new("Audience").set("audienceType", group));
    let apply = resource.apply.as_deref();
    let channel = apply.map(|text| SchemaNode::new("ServiceChannel").set("description", text));
    let service = SchemaNode::new("Service")
        .set("name", title)
        .list("audience", groups)
        .maybe("availableChannel", channel);
    if service.is_bare() && resource.cost.is_none() {
        return None;
    }
    let cost = resource.cost.as_ref().map(|cost| cost.value.as_str());
    Some(SchemaNode::new("Offer").set("itemOffered", service).maybe("description", cost))
}

/// Adds the ways to reach an organization or a place. Only the first has an `email`.
fn reach<'a>(
    node: SchemaNode<'a>,
    point: &'a ContactPoint,
    email: Option<&'a str>,
) -> SchemaNode<'a> {
    node.maybe("url", point.url.as_deref())
        .list("telephone", point.phones.iter().map(|number| number.digits.as_str()))
        .list("faxNumber", point.faxes.iter().map(|number| number.digits.as_str()))
        .maybe("email", email)
        .maybe("address", point.address.as_deref())
}
