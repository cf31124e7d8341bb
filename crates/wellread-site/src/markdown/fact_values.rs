//! The values of facts: what a resource or the clinic states, as running text shows it.
//!
//! A fact is shown as its own page shows it: a number can be tapped, a date is in the reader's
//! language, the lines of an address follow each other. Which fact is meant is decided in
//! [`super::facts`].

use wellread_model::url::shown_host;
use wellread_model::{
    Contact, ContactPoint, EntryId, Kind, Library, Location, Lookup, PhoneNumber, PhoneUse,
    Resource, address_lines, fold_name,
};

use super::body::FactHolder;
use crate::interface_text::InterfaceText;

/// The facts that the clinic may have, by their keys in `[contact]`.
const OF_CONTACT: [&str; 7] = ["name", "phone", "text_phone", "email", "address", "hours", "url"];

/// The facts that a resource may have, by their keys in its front matter.
const OF_RESOURCE: [&str; 21] = [
    "title",
    "summary",
    "url",
    "aliases",
    "organization",
    "phone",
    "text_phone",
    "email",
    "address",
    "area",
    "cost",
    "eligibility",
    "part_of",
    "ages",
    "apply",
    "bring",
    "accessibility",
    "languages",
    "hours",
    "audience",
    "checked",
];

/// How many numbers are read of one fact: more than a text can show.
const MOST_NUMBERS: usize = 50;

/// A piece of a fact in running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FactPart {
    /// Words.
    Text(String),
    /// Words that dial, write or lead on.
    Link {
        /// Where they lead.
        url: String,
        /// The words.
        text: String,
    },
}

/// What a fact is shown as.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct FactValue {
    /// Its pieces, in order.
    pub(super) parts: Vec<FactPart>,
    /// The phone numbers in it, as they are dialed.
    pub(super) digits: Vec<String>,
}

impl FactValue {
    /// What stands for a fact that could not be read, in a build that fails.
    pub(super) fn unread(field: &str) -> Self {
        let part = FactPart::Link { url: "#".to_owned(), text: field.to_owned() };
        Self { parts: vec![part], digits: Vec::new() }
    }

    /// How long it is, in bytes.
    pub(super) fn length(&self) -> usize {
        let length = |part: &FactPart| match part {
            FactPart::Text(text) | FactPart::Link { text, .. } => text.len(),
        };
        self.parts.iter().map(length).sum()
    }
}

/// Why a fact has no value.
#[derive(Debug)]
pub(super) enum NoValue {
    /// It is not stated.
    NotStated,
    /// Several places state it, and none is chosen. These are their names.
    Several(Vec<String>),
    /// No number or place is called what was chosen. These are.
    NotThere(Vec<String>),
}

/// All facts of a resource, or of the clinic.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts<'a> {
    /// Whose facts they are.
    pub(super) holder: FactHolder,
    /// All entries, for the names of organizations and places.
    library: &'a Library,
    /// The interface text, for labels.
    text: &'a InterfaceText,
    /// What [`OF_RESOURCE`] names.
    resource: Option<(EntryId, &'a Resource)>,
    contact: Option<&'a Contact>,
}

/// Whether any resource, or the clinic, may have a fact of this name.
pub(super) fn is_field(name: &str) -> bool {
    OF_RESOURCE.contains(&name) || OF_CONTACT.contains(&name)
}

/// How long a name is at most in which another character is looked for than the colon, in bytes.
const LONGEST_NAME: usize = 100;

/// The fact that a name without a colon was meant to be: `contact.phone`, `contact-phone`, or
/// `phone` alone, which is the clinic's.
pub(super) fn fact_meant(name: &str, library: &Library) -> Option<String> {
    if name.len() > LONGEST_NAME {
        return None;
    }
    let key = |text: &str| fold_name(text).trim().replace([' ', '-'], "_");
    let has_contact = library.settings.contact.is_some();
    // A word such as `name` or `url` may be the name of a page that is still to be written.
    let of_clinic = ["phone", "text_phone", "email", "address", "hours"];
    let whole = key(name);
    if has_contact && of_clinic.contains(&&*whole) {
        return Some(format!("contact:{whole}"));
    }
    name.match_indices(['.', ';', ',', '-', '_', '/', '=', '>', ' ', '：']).find_map(
        |(at, sign)| {
            let (holder, field) = (name[..at].trim(), key(&name[at + sign.len()..]));
            if fold_name(holder) == "contact" {
                let is_stated = has_contact && OF_CONTACT.contains(&&*field);
                return is_stated.then(|| format!("contact:{field}"));
            }
            let is_resource = OF_RESOURCE.contains(&&*field)
                && matches!(library.find(holder, Some(Kind::Resource)), Lookup::Entry(_));
            is_resource.then(|| format!("{holder}:{field}"))
        },
    )
}

impl<'a> Facts<'a> {
    /// The facts of an entry; `None` if it is not a resource.
    pub(super) fn of_entry(
        id: EntryId,
        library: &'a Library,
        text: &'a InterfaceText,
    ) -> Option<Self> {
        let resource = Some((id, library[id].resource()?));
        Some(Self { holder: FactHolder::Entry(id), library, text, resource, contact: None })
    }

    /// The facts of the clinic. There are none without `[contact]`.
    pub(super) fn of_contact(library: &'a Library, text: &'a InterfaceText) -> Self {
        let contact = library.settings.contact.as_ref();
        Self { holder: FactHolder::Contact, library, text, resource: None, contact }
    }

    /// Whether they could not all be read, for an error that has been reported.
    pub(super) fn is_faulty(&self) -> bool {
        self.contact.is_some_and(|contact| contact.is_faulty)
    }

    /// The names that its facts may have.
    pub(super) fn fields(&self) -> &'static [&'static str] {
        match self.holder {
            FactHolder::Contact => &OF_CONTACT,
            FactHolder::Entry(_) => &OF_RESOURCE,
        }
    }

    /// The names of the facts that are stated, in the order of [`Self::fields`].
    pub(super) fn stated(&self) -> Vec<&'static str> {
        let is_stated = |field: &&str| !matches!(self.value(field, None), Err(NoValue::NotStated));
        self.fields().iter().copied().filter(is_stated).collect()
    }

    /// A fact. `chosen` is the label of a number or the name of a place.
    ///
    /// # Errors
    /// If it is not stated, or `chosen` does not tell which one is meant.
    pub(super) fn value(&self, field: &str, chosen: Option<&str>) -> Result<FactValue, NoValue> {
        let own = self.point().and_then(|point| of_point(point, field, None));
        let Some(chosen) = chosen else {
            if let Some(value) = own.or_else(|| self.plain(field)) {
                return Ok(value);
            }
            let mut places = self.places(field);
            return match (places.next(), places.next()) {
                (None, _) => Err(NoValue::NotStated),
                (Some((_, only)), None) => Ok(only),
                (Some(_), Some(_)) => Err(NoValue::Several(self.choices(field))),
            };
        };
        let name = fold_name(chosen);
        let is_chosen =
            |place: &&Location| place.name.as_deref().is_some_and(|one| fold_name(one) == name);
        let point = |point: &'a ContactPoint| of_point(point, field, Some(&name));
        self.point()
            .and_then(point)
            .or_else(|| of_point(&self.locations().iter().find(is_chosen)?.point, field, None))
            .or_else(|| self.locations().iter().find_map(|place| point(&place.point)))
            .ok_or_else(|| NoValue::NotThere(self.choices(field)))
    }

    /// How to reach a resource or, for `contact`, the clinic itself.
    fn point(&self) -> Option<&'a ContactPoint> {
        let own = self.resource.map(|(_, resource)| &resource.point);
        own.or_else(|| self.contact.map(|contact| &contact.point))
    }

    /// The places of a resource. The clinic has none besides its address.
    fn locations(&self) -> &'a [Location] {
        self.resource.map_or(&[], |(_, resource)| &resource.locations)
    }

    /// The places that state a fact, each with it.
    fn places(&self, field: &str) -> impl Iterator<Item = (&'a Location, FactValue)> {
        self.locations()
            .iter()
            .filter_map(move |place| Some((place, of_point(&place.point, field, None)?)))
    }

    /// The labels and names of places by which one of several values of a fact is chosen.
    fn choices(&self, field: &str) -> Vec<String> {
        let labels = |point: &ContactPoint| -> Vec<String> {
            let Some((numbers, usage)) = numbers(point, field) else { return Vec::new() };
            let faxes = if usage == PhoneUse::Call { &point.faxes[..] } else { &[] };
            numbers.iter().chain(faxes).filter_map(|number| number.label.clone()).collect()
        };
        let own = self.point().map_or_else(Vec::new, labels);
        let places = self.places(field).filter_map(|(place, _)| place.name.clone());
        own.into_iter().chain(places).collect()
    }

    /// What a resource is a part of, with a link if it has a page.
    fn whole(&self, name: &str) -> FactValue {
        let (id, title) = self.library.named(name, Kind::Resource);
        let Some(id) = id else { return words(title.to_owned()) };
        let url = self.library[id].route.url(self.library.settings.base_path());
        let parts = vec![FactPart::Link { url, text: title.to_owned() }];
        FactValue { parts, digits: Vec::new() }
    }

    /// A fact that is not a way to reach anyone.
    fn plain(&self, field: &str) -> Option<FactValue> {
        let text = |text: &Option<String>| text.clone();
        let list = |values: Vec<&str>| (!values.is_empty()).then(|| values.join(", "));
        if let Some(contact) = self.contact {
            return (field == "name").then(|| text(&contact.name)).flatten().map(words);
        }
        let (id, resource) = self.resource?;
        let entry = &self.library[id];
        let values = |values: &'a [wellread_model::Spanned<String>]| {
            list(values.iter().map(|value| &*value.value).collect())
        };
        match field {
            "title" => Some(entry.title().to_owned()),
            "summary" => text(&entry.document.summary),
            "aliases" => values(&resource.aliases),
            "organization" => text(&resource.organization),
            "area" => values(&resource.area),
            "cost" => resource.cost.as_ref().map(|cost| cost.value.clone()),
            "eligibility" => text(&resource.eligibility),
            "part_of" => return resource.part_of.as_ref().map(|name| self.whole(&name.value)),
            "ages" => text(&resource.ages),
            "apply" => text(&resource.apply),
            "bring" => text(&resource.bring),
            "accessibility" => text(&resource.accessibility),
            "languages" => values(&resource.languages),
            "audience" => values(&resource.audience),
            "checked" => resource.checked.as_ref().map(|date| self.text.date(date.value)),
            _ => None,
        }
        .map(words)
    }
}

/// A value that is words alone.
fn words(text: String) -> FactValue {
    FactValue { parts: vec![FactPart::Text(text)], digits: Vec::new() }
}

/// The numbers that a fact is about, if it is about numbers, and what they are for.
fn numbers<'a>(point: &'a ContactPoint, field: &str) -> Option<(&'a [PhoneNumber], PhoneUse)> {
    match field {
        "phone" => Some((&point.phones, PhoneUse::Call)),
        "text_phone" => Some((&point.text_phones, PhoneUse::Text)),
        _ => None,
    }
}

/// A way to reach a person or an office. With the folded label of a number, that number alone.
fn of_point(point: &ContactPoint, field: &str, label: Option<&str>) -> Option<FactValue> {
    if let Some((all, usage)) = numbers(point, field) {
        let has_label = |number: &PhoneNumber, label: &str| {
            number.label.as_deref().map(fold_name).as_deref() == Some(label)
        };
        // A fax number is shown where it is named, and never dialed.
        let mut faxes = point.faxes.iter().filter(|_| usage == PhoneUse::Call);
        if let Some(fax) = label.and_then(|label| faxes.find(|fax| has_label(fax, label))) {
            let digits = vec![fax.digits.clone()];
            return Some(FactValue { digits, ..words(fax.text.clone()) });
        }
        let is_meant = |number: &&PhoneNumber| label.is_none_or(|label| has_label(number, label));
        let meant: Vec<&PhoneNumber> = all.iter().filter(is_meant).take(MOST_NUMBERS).collect();
        return (!meant.is_empty()).then(|| phone_numbers(&meant, usage));
    }
    if label.is_some() {
        return None;
    }
    let link = |url: String, text: &str| FactValue {
        parts: vec![FactPart::Link { url, text: text.to_owned() }],
        digits: Vec::new(),
    };
    match field {
        "email" => point.email.as_deref().map(|email| link(format!("mailto:{email}"), email)),
        "url" => point.url.as_deref().map(|url| link(url.to_owned(), shown_host(url))),
        "address" => point.address.as_deref().map(|one| words(address_lines(one).join(", "))),
        "hours" => point.hours.clone().map(words),
        _ => None,
    }
}

/// Numbers, each to be tapped. Labels tell several apart; of one, the author's own words do.
fn phone_numbers(numbers: &[&PhoneNumber], usage: PhoneUse) -> FactValue {
    let mut value = FactValue::default();
    for number in numbers {
        if !value.parts.is_empty() {
            value.parts.push(FactPart::Text(", ".to_owned()));
        }
        let text = number.instruction.as_ref().unwrap_or(&number.text).clone();
        value.parts.push(FactPart::Link { url: number.url(usage), text });
        if let Some(label) = number.label.as_deref().filter(|_| numbers.len() > 1) {
            value.parts.push(FactPart::Text(format!(" ({label})")));
        }
        value.digits.push(number.digits.clone());
    }
    value
}

#[cfg(test)]
mod tests {
    use wellread_content::keys;

    use super::*;

    #[test]
    fn every_key_of_a_resource_is_a_fact_or_known_to_be_none() {
        let is_fact = |key: &&str| OF_RESOURCE.contains(key);
        let (facts, others): (Vec<&str>, Vec<&str>) =
            keys(Kind::Resource).map(|key| key.name).partition(is_fact);
        assert_eq!(facts.len(), OF_RESOURCE.len(), "{facts:?}");
        // Places have facts of their own; a text shows no part of the others.
        let none = [
            "locations",
            "notice",
            "topics",
            "owner",
            "language",
            "redirect_from",
            "draft",
            "accept",
            "extra",
        ];
        assert_eq!(others, none);
    }
}
