//! What a document refers to: the names in its front matter, followed.
//!
//! A name is looked for among entries of the kind that the key is about, so that `topics: [sleep]`
//! never finds an article. References in texts (`[[sleep]]`) are followed later, with the bodies.

use std::collections::BTreeSet;

use wellread_model::{
    Diagnostic, Entry, Kind, Library, Lookup, Origin, Place, Relations, Slug, address, fold_name,
};

use crate::ambiguous_name::ambiguous;
use crate::formats::joined_parts;
use crate::packet;
use crate::pasted_name;

/// The relations of an entry, and a problem for each name that leads nowhere. The library must hold
/// all entries; their own relations are not looked at.
pub(crate) fn relations(library: &Library, entry: &Entry) -> (Relations, Vec<Diagnostic>) {
    let mut relations = Relations::new();
    let mut diagnostics = Vec::new();
    for (&relation, names) in &entry.document.references {
        let Some(kind) = relation.target() else {
            let (parts, found) = packet::resolve(library, entry, names);
            diagnostics.extend(found);
            relations.insert(relation, parts);
            continue;
        };
        let (mut targets, mut seen) = (Vec::new(), BTreeSet::new());
        for name in names {
            let place = Place::at(entry.document.source.clone(), name.span);
            match find(library, &name.value, kind) {
                Lookup::Entry(id) if std::ptr::eq(&library[id], entry) => {
                    let message = format!("`{}` names this page itself.", relation.key());
                    diagnostics.push(
                        Diagnostic::error("refers-to-itself", place, message)
                            .help("Remove it from the list."),
                    );
                }
                // Two names of one entry, such as a term and its alias, are one relation.
                Lookup::Entry(id) => targets.extend(seen.insert(id).then_some(id)),
                // It appears here on the day it is published.
                Lookup::Hidden(_) => {}
                Lookup::Ambiguous(ids) => {
                    let slug = |entry: &Entry| entry.document.slug.as_str().to_owned();
                    diagnostics.push(ambiguous(library, &name.value, &ids, place, slug));
                }
                Lookup::Nothing => {
                    let is_alone = names.len() == 1;
                    let key = is_alone.then(|| relation.key());
                    diagnostics.push(unknown(library, kind, &name.value, key, place));
                }
            }
        }
        relations.insert(relation, targets);
    }
    (relations, diagnostics)
}

/// What a name means. A topic without a file has the address that its name makes, and any other
/// name that makes the same address was reported with it, so it is not unknown.
fn find<'a>(library: &'a Library, name: &str, kind: Kind) -> Lookup<'a> {
    let exact = |name: &str| library.find(name, Some(kind));
    let found = pasted_name::find(library, name, Some(kind), exact);
    if !matches!(found, Lookup::Nothing) || kind != Kind::Topic {
        return found;
    }
    let id = Slug::new(name)
        .and_then(|slug| library.by_route(&address::entry(Kind::Topic, &slug)))
        .filter(|&id| library[id].document.origin == Origin::Implied);
    id.map_or(Lookup::Nothing, Lookup::Entry)
}

/// A name that nothing bears: a typing error, or something that has yet to be written. `key` is
/// that of the list if no other name is next to it.
fn unknown(
    library: &Library,
    kind: Kind,
    name: &str,
    key: Option<&str>,
    place: Place,
) -> Diagnostic {
    let message = format!("There is no {} `{name}`.", kind.noun());
    let diagnostic = Diagnostic::error("unknown-name", place, message);
    if kind == Kind::Person && is_credential(name) {
        return diagnostic.help(format!(
            "A comma in brackets begins another name. Degrees belong in the person's file in people/, \
             as  credentials: {name}"
        ));
    }
    // The address or the file of another kind, or of another site.
    if let Some(last) = pasted_name::last_of_path(name) {
        return diagnostic.help(match library.find(&last, Some(kind)) {
            Lookup::Entry(_) => format!("Did you mean `{last}`?"),
            _ => format!(
                "Write the name of a file in content/{}/, or remove it here.",
                kind.folder()
            ),
        });
    }
    if let Some(names) = joined_names(library, name, kind) {
        let names = names.join(", ");
        let list = key.map_or_else(|| names.clone(), |key| format!("{key}: [{names}]"));
        return diagnostic.help(format!("Write several names with commas between them:  {list}"));
    }
    // A typing error is likelier than a missing file, and so is the first word of one name alone.
    let near = library.suggest(name, Some(kind)).or_else(|| only_one_with(library, name, kind));
    diagnostic.help(match (near, Slug::new(name)) {
        (Some(near), _) => format!("Did you mean `{near}`?"),
        (None, None) => "Use a name with a letter or digit, or remove it here.".to_owned(),
        (None, Some(slug)) => {
            let file = format!("content/{}/{slug}.md", kind.folder());
            // Before the first of them, no topic needed a file.
            let topic = library.of_kind(kind).find(|_| kind == Kind::Topic);
            let reason = topic.map_or_else(String::new, |(_, topic)| {
                format!("One topic has a file, {}, so all need one. ", topic.document.source)
            });
            format!("{reason}Make a file {file}, or remove the name here.")
        }
    })
}

/// The names in `Dana Reyes and Sam Lee`, if one of them at least is known.
fn joined_names(library: &Library, name: &str, kind: Kind) -> Option<Vec<String>> {
    let names = joined_parts(name);
    let is_known = |name: &String| !matches!(library.find(name, Some(kind)), Lookup::Nothing);
    (names.len() > 1 && names.iter().any(is_known)).then_some(names)
}

/// Whether a name looks like a degree or a license: `PsyD`, `Ph.D.`, `LCSW`.
fn is_credential(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    name.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-'))
        && letters <= 6
        && name.chars().filter(|c| c.is_uppercase()).count() >= 2
}

/// The title that begins with a name and another word, if there is only one.
fn only_one_with<'a>(library: &'a Library, name: &str, kind: Kind) -> Option<&'a str> {
    let begin = format!("{} ", fold_name(name));
    let mut titles = library
        .of_kind(kind)
        .map(|(_, entry)| entry.title())
        .filter(|title| fold_name(title).starts_with(&begin));
    titles.next().filter(|_| titles.next().is_none())
}
