//! Facts in running text: `[[parent-center:phone]]`, `[[contact:hours]]`.
//!
//! A number repeated in twenty texts gets corrected in nineteen of them. So it is written once, in
//! the file of the resource or in `[contact]`, and texts name it: the entry, a colon, the key, and
//! after another colon which of several numbers or places is meant. What else a name in double
//! brackets means is decided in [`super::resolve`], and an exact title or slug comes first: a title
//! may hold a colon.

use wellread_model::{
    Diagnostic, Hidden, Kind, Library, Lookup, Place, fold_name, nearest, short_title,
};

use super::fact_values::{FactValue, Facts, NoValue, is_field};
use super::resolve::not_published;
use crate::interface_text::InterfaceText;

/// The name of the clinic before the colon.
const CONTACT: &str = "contact";

/// How long the text between the brackets is at most, in bytes. What is longer is not a name.
const LONGEST: usize = 400;

/// How long a fact is at most in a text, in bytes. A list of a hundred areas, shown on a hundred
/// pages, helps no reader.
const LONGEST_VALUE: usize = 1000;

/// A fact that a text names.
#[derive(Debug)]
pub(super) struct Fact<'a> {
    /// Whose it is.
    pub(super) facts: Facts<'a>,
    /// What is shown for it.
    pub(super) value: FactValue,
}

/// The parts of what is between the brackets.
#[derive(Debug, Clone, Copy)]
struct WrittenFact<'a> {
    /// The entry.
    name: &'a str,
    /// The fact, as its author wrote it.
    field: &'a str,
    /// Which of several.
    chosen: Option<&'a str>,
}

impl<'a> WrittenFact<'a> {
    /// All ways to read a text as a name and a fact, the longest name first: a name may have
    /// colons.
    fn all(text: &'a str) -> impl Iterator<Item = Self> {
        let text = if text.len() > LONGEST { "" } else { text };
        text.rmatch_indices(':').map(|(at, _)| {
            let (field, chosen) = match text[at + 1..].split_once(':') {
                Some((field, chosen)) => (field, Some(chosen.trim())),
                None => (&text[at + 1..], None),
            };
            Self { name: text[..at].trim(), field: field.trim(), chosen }
        })
    }

    /// The key that is meant: people write `text phone` and `Phone`.
    fn field_key(&self) -> String {
        fold_name(self.field).replace([' ', '-'], "_")
    }
}

/// The fact that a name in double brackets means; `None` if it means an entry, or nothing that
/// looks like a fact.
///
/// # Errors
/// A diagnostic if there is no such fact.
pub(super) fn fact<'a>(
    text: &str,
    library: &'a Library,
    interface: &'a InterfaceText,
    place: &Place,
) -> Option<Result<Fact<'a>, Box<Diagnostic>>> {
    if !text.contains(':') || !matches!(library.find(text, None), Lookup::Nothing) {
        return None;
    }
    let holder = |written: &WrittenFact<'_>| -> Option<Facts<'a>> {
        if fold_name(written.name) == CONTACT {
            return Some(Facts::of_contact(library, interface));
        }
        match library.find(written.name, Some(Kind::Resource)) {
            Lookup::Entry(id) => Facts::of_entry(id, library, interface),
            _ => None,
        }
    };
    let found = WrittenFact::all(text).find_map(|written| Some((written, holder(&written)?)));
    let Some((written, facts)) = found else {
        // An entry of another kind, or none. Without the name of a fact, it is not a fact that is
        // meant.
        let written =
            WrittenFact::all(text).filter(|written| is_field(&written.field_key())).last()?;
        return Some(Err(without_facts(written, library, place)));
    };
    let value =
        facts.value(&written.field_key(), written.chosen.filter(|chosen| !chosen.is_empty()));
    // The error in the file itself already fails the build; a second one here would distract from
    // it.
    let is_unread = facts.is_faulty() && facts.fields().contains(&&*written.field_key());
    Some(match value {
        Err(_) if is_unread => Ok(Fact { facts, value: FactValue::unread(written.field) }),
        Ok(value) if value.length() > LONGEST_VALUE => Err(too_long(written, place)),
        Ok(value) => Ok(Fact { facts, value }),
        Err(why) => Err(no_value(written, &facts, &why, library, place)),
    })
}

/// The error for other words in place of a fact that is not a link.
pub(super) fn with_words(text: &str, place: Place) -> Diagnostic {
    let message = "Other words can stand only for one number, email address or web address.";
    Diagnostic::error("unknown-fact", place, message).help(format!("Write  [[{text}]]"))
}

/// The error for the fact of an entry that has none.
fn without_facts(written: WrittenFact<'_>, library: &Library, place: &Place) -> Box<Diagnostic> {
    let WrittenFact { name, field, .. } = written;
    let hidden = |hidden: &Hidden| Box::new(not_published(hidden, place.clone()));
    if let Lookup::Hidden(one) = library.find(name, Some(Kind::Resource)) {
        return hidden(one);
    }
    let error = |code: &'static str, message: String, help: String| {
        Box::new(Diagnostic::error(code, place.clone(), message).help(help))
    };
    match library.find(name, None) {
        Lookup::Entry(id) => error(
            "unknown-fact",
            format!(
                "\"{}\" is a {}, and only resources and [contact] in site.toml have facts to show.",
                short_title(library[id].title()),
                library[id].document.kind.noun()
            ),
            format!("Write the words themselves, or the name of a resource before  :{field}"),
        ),
        Lookup::Ambiguous(ids) => {
            let names = ids.iter().map(|&id| format!("[[{}:{field}]]", library[id].document.slug));
            let help = format!("Write one of: {}.", names.collect::<Vec<_>>().join(", "));
            error("ambiguous-name", format!("[[{name}:{field}]] could be of several."), help)
        }
        Lookup::Hidden(one) => hidden(one),
        Lookup::Nothing => {
            let near = nearest(name, [CONTACT]).or_else(|| {
                library.suggest(name, Some(Kind::Resource)).or_else(|| library.suggest(name, None))
            });
            let help = near.map_or_else(
                || format!("Write the name of a resource, or of the clinic: [[contact:{field}]]"),
                |near| format!("Did you mean [[{near}:{field}]]?"),
            );
            error("unknown-name", format!("No resource is called `{name}`."), help)
        }
    }
}

/// The error for a fact that no sentence can hold.
fn too_long(WrittenFact { name, field, .. }: WrittenFact<'_>, place: &Place) -> Box<Diagnostic> {
    let message = format!("The `{field}` of `{name}` is too long to be shown in a text.");
    let help = format!("Lead to its page:  [[{name}]]");
    Box::new(Diagnostic::error("unknown-fact", place.clone(), message).help(help))
}

/// The error for a fact that is not there.
fn no_value(
    written: WrittenFact<'_>,
    facts: &Facts<'_>,
    why: &NoValue,
    library: &Library,
    place: &Place,
) -> Box<Diagnostic> {
    let WrittenFact { name, field, chosen } = written;
    let key = written.field_key();
    let chosen = chosen.unwrap_or_default();
    let one_of = |choices: &[String]| {
        let near = nearest(chosen, choices.iter().map(String::as_str));
        if let Some(near) = near.filter(|_| !chosen.is_empty()) {
            return format!("Did you mean [[{name}:{key}:{near}]]?");
        }
        let all: Vec<String> =
            choices.iter().take(8).map(|choice| format!("[[{name}:{key}:{choice}]]")).collect();
        match all.as_slice() {
            [] if chosen.is_empty() => {
                "Give each of its places a `name`, and write that after another colon.".to_owned()
            }
            [] => format!("Write  [[{name}:{key}]]"),
            all => format!("Write one of: {}.", all.join(", ")),
        }
    };
    let (message, help) = match why {
        NoValue::Several(choices) => {
            (format!("Several places of `{name}` have a `{key}`."), one_of(choices))
        }
        NoValue::NotThere(choices) if facts.value(&key, None).is_ok() || !choices.is_empty() => {
            (format!("`{name}` has no `{key}` that is called `{chosen}`."), one_of(choices))
        }
        NoValue::NotThere(_) | NoValue::NotStated => {
            return missing(name, field, &key, facts, library, place);
        }
    };
    Box::new(Diagnostic::error("unknown-fact", place.clone(), message).help(help))
}

/// The error for a fact that is not stated, or that nothing can have.
fn missing(
    name: &str,
    field: &str,
    key: &str,
    facts: &Facts<'_>,
    library: &Library,
    place: &Place,
) -> Box<Diagnostic> {
    let stated = facts.stated();
    let exists = facts.fields().contains(&key);
    let list = match (&*stated, key) {
        (_, "locations" | "location") => {
            "Write which fact of which place, such as [[name:address:name of the place]]."
                .to_owned()
        }
        ([], _) => String::new(),
        (stated, _) => {
            let all: Vec<String> = stated.iter().map(|one| format!("[[{name}:{one}]]")).collect();
            format!("There are: {}.", all.join(", "))
        }
    };
    let file = match facts.holder {
        super::body::FactHolder::Contact => "[contact] in site.toml".to_owned(),
        super::body::FactHolder::Entry(id) => library[id].document.source.to_string(),
    };
    let help = match nearest(key, stated.iter().copied()).filter(|_| !exists) {
        Some(near) => format!("Did you mean [[{name}:{near}]]? {list}"),
        None if exists => format!("Add `{key}` to {file}. {list}"),
        None if list.is_empty() => format!("Add it to {file}: {}.", facts.fields().join(", ")),
        None => list,
    };
    let message = match key {
        "locations" => format!("The `locations` of `{name}` are several facts."),
        _ => format!("`{name}` has no `{field}`."),
    };
    Box::new(Diagnostic::error("unknown-fact", place.clone(), message).help(help.trim_end()))
}
