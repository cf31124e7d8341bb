//! The parts of a packet: the names in `pages`, read and followed.
//!
//! A packet names pages of several kinds, each by its folder and file (`glossary/iep`), in the
//! order of print. What is not published is left out with a warning, never printed; a packet of
//! which nothing is left is an error, since a family would carry home a cover alone.
//!
//! `glossary/iep` is exact, `iep` alone is enough if only one page has it, and a path or an address
//! that was pasted is taken apart ([`crate::pasted_name`]).

use std::collections::BTreeMap;

use wellread_model::{
    Diagnostic, Entry, EntryId, Hidden, Kind, Library, Lookup, Packet, Place, Relation, Spanned,
    short_title,
};

use crate::ambiguous_name::ambiguous;
use crate::keys::described;
use crate::pasted_name::{self, bare};
use crate::table_reader::TableReader;

/// How many pages help lists at most.
///
/// Nobody reads a longer list to its end.
const MOST_LISTED: usize = 12;

/// Reads `pages`, with its repetitions, and reports that there are none. A draft may have none yet.
/// Repetitions stay, so that they can be reported with the place of the first.
pub(crate) fn parts(draft: bool, fields: &mut TableReader<'_>) -> Vec<Spanned<String>> {
    let key = Relation::Part.key();
    let problems = fields.problem_count();
    let names = fields.list_as_written(key);
    let is_reported = fields.problem_count() > problems || fields.is_misspelled(key);
    if names.is_empty() && !draft && !is_reported {
        let message = "A packet needs `pages`, and this one has none.";
        // A # in front of `pages` is not seen by its author, who would look for another error.
        if let Some(Spanned { value: setting, span }) = fields.commented(key) {
            let message = format!("{message} The # in front of this line makes it a comment.");
            let problem = Diagnostic::error("missing-key", fields.place(span), message);
            fields.report(problem.help(format!("Write it without the #:  {setting}")));
            return names;
        }
        fields.missing(
            message,
            "Name the pages between the --- marks, in the order in which they are printed, by \
             folder and file:  pages: [articles/welcome, glossary/iep]",
        );
    }
    names
}

/// Follows the names in `pages`. The parts come in the order of the list, each once, and only those
/// that are published. All names are looked at, so that one wrong name does not hide the next.
pub(crate) fn resolve(
    library: &Library,
    entry: &Entry,
    names: &[Spanned<String>],
) -> (Vec<EntryId>, Vec<Diagnostic>) {
    let mut parts = Vec::new();
    let mut diagnostics = Vec::new();
    let mut seen: BTreeMap<EntryId, &Spanned<String>> = BTreeMap::new();
    let mut left_out = 0;
    let at = |name: &Spanned<String>| Place::at(entry.document.source.clone(), name.span);
    for name in names {
        match find(library, &name.value) {
            Lookup::Entry(id) if !library[id].document.kind.may_be_part() => {
                diagnostics.push(no_part(library, entry, name, &library[id], at(name)));
            }
            Lookup::Entry(id) => match seen.get(&id) {
                Some(first) => {
                    let title = short_title(library[id].title());
                    let message =
                        format!("\"{title}\" is in this packet twice. It is printed once.");
                    diagnostics.push(
                        Diagnostic::warning("repeated-part", at(name), message)
                            .help(format!("Remove `{}` here.", name.value))
                            .related(at(first), "the first time"),
                    );
                }
                None => {
                    seen.insert(id, name);
                    parts.push(id);
                }
            },
            Lookup::Hidden(hidden) if !hidden.kind.may_be_part() => {
                diagnostics.push(no_part_of(&name.value, hidden.kind, at(name)));
            }
            Lookup::Hidden(hidden) => {
                left_out += 1;
                diagnostics.push(left_out_part(hidden, at(name)));
            }
            Lookup::Ambiguous(ids) => {
                diagnostics.push(ambiguous(library, &name.value, &ids, at(name), reference));
            }
            Lookup::Nothing => diagnostics.push(unknown(library, &name.value, at(name))),
        }
    }
    // After the loop, so that unknown names are reported too.
    if let Some(name) = parts.get(Packet::MOST_PARTS).and_then(|id| seen.get(id)) {
        let (most, count) = (Packet::MOST_PARTS, parts.len());
        let message = format!("A packet has at most {most} pages, and this one has {count}.");
        let help = "Make several packets of it, each in a file of its own.";
        diagnostics.push(Diagnostic::error("wrong-value", at(name), message).help(help));
        parts.truncate(Packet::MOST_PARTS);
    }
    // One error in place of a warning for each name: there is one thing to do.
    if parts.is_empty() && left_out > 0 && left_out == diagnostics.len() {
        diagnostics = vec![all_left_out(entry, names, at)];
    }
    (parts, diagnostics)
}

/// How a packet names an entry: `glossary/iep`. It is what help tells staff to write.
fn reference(entry: &Entry) -> String {
    format!("{}/{}", entry.document.kind.folder(), entry.document.slug)
}

/// What a name in `pages` means.
fn find<'a>(library: &'a Library, name: &str) -> Lookup<'a> {
    pasted_name::find(library, name, None, |name| find_exactly(library, name))
}

/// What a name means as it is, without taking it apart.
fn find_exactly<'a>(library: &'a Library, name: &str) -> Lookup<'a> {
    let found = library.find(name, None);
    // A topic or a person of the same name would come before a page.
    match found {
        Lookup::Entry(id) if !library[id].document.kind.may_be_part() => {
            match library.find(name, Some(Kind::Page)) {
                page @ Lookup::Entry(_) if !name.contains('/') => page,
                _ => found,
            }
        }
        _ => found,
    }
}

/// The error for an entry that no packet can hold. Packets in packets would need a rule for packets
/// that hold each other; their pages can be named.
fn no_part(
    library: &Library,
    packet: &Entry,
    name: &Spanned<String>,
    found: &Entry,
    place: Place,
) -> Diagnostic {
    if std::ptr::eq(found, packet) {
        let message = "`pages` names this packet itself.";
        return Diagnostic::error("refers-to-itself", place, message)
            .help("Remove it from the list.");
    }
    if found.document.kind != Kind::Packet {
        return no_part_of(&name.value, found.document.kind, place);
    }
    let message = format!("`{}` is a packet, and a packet cannot be in another one.", name.value);
    let names = found.document.references.get(&Relation::Part).map_or(&[][..], Vec::as_slice);
    // A packet that many name may have many wrong names itself.
    let pages =
        names.iter().take(Packet::MOST_PARTS).filter_map(|name| match find(library, &name.value) {
            Lookup::Entry(id) if library[id].document.kind.may_be_part() => {
                Some(reference(&library[id]))
            }
            _ => None,
        });
    let mut pages: Vec<String> = pages.take(MOST_LISTED + 1).collect();
    if pages.len() > MOST_LISTED {
        pages[MOST_LISTED] = "…".to_owned();
    }
    let help = if pages.is_empty() {
        "Name pages here instead.".to_owned()
    } else {
        format!("Name its pages here instead:  {}", pages.join(", "))
    };
    Diagnostic::error("wrong-value", place, message).help(help)
}

/// The error for a kind that no packet can hold. A person, a topic and a letter have other uses:
/// they are not texts to hand out.
fn no_part_of(name: &str, kind: Kind, place: Place) -> Diagnostic {
    let message = format!("`{name}` is {}, which cannot be a part of a packet.", described(kind));
    Diagnostic::error("wrong-value", place, message).help(
        "A packet holds articles, words of the glossary, resources and pages. Name these one by \
         one, such as articles/welcome, or remove the name.",
    )
}

/// The warning for a part that is not published yet.
fn left_out_part(hidden: &Hidden, place: Place) -> Diagnostic {
    let why = hidden
        .until
        .map_or_else(|| "is a draft".to_owned(), |day| format!("is not published before {day}"));
    let (noun, title) = (hidden.kind.noun(), short_title(&hidden.title));
    let message = format!("This packet leaves out the {noun} \"{title}\", which {why}.");
    Diagnostic::warning("left-out-part", place, message)
        .help(
            "It is in the packet as soon as it is published. Until then, you can remove its name.",
        )
        .related(hidden.place.clone(), "not published")
}

/// The error for a packet of which nothing is published.
fn all_left_out(
    entry: &Entry,
    names: &[Spanned<String>],
    at: impl Fn(&Spanned<String>) -> Place,
) -> Diagnostic {
    let place = names.first().map_or_else(|| Place::file(entry.document.source.clone()), at);
    Diagnostic::error("empty-packet", place, "None of the pages of this packet is published.")
        .help("Add the line  draft: true  to this packet until one of them is.")
}

/// The error for a name that nothing has, with the one that was most likely meant.
fn unknown(library: &Library, name: &str, place: Place) -> Diagnostic {
    let bare = bare(name);
    let last = bare.rsplit('/').next().unwrap_or(&bare);
    // A right name in a wrong folder is likelier than a wrong one.
    let meant = |name: &str| match find_exactly(library, name) {
        Lookup::Entry(id) if library[id].document.kind.may_be_part() => {
            Some(reference(&library[id]))
        }
        _ => None,
    };
    let near = |name: &str| {
        let near = library.suggest(name, None)?;
        let kind = name.split_once('/').and_then(|(folder, _)| Kind::from_folder(folder));
        match library.find(near, kind) {
            Lookup::Entry(id) if library[id].document.kind.may_be_part() => {
                Some(reference(&library[id]))
            }
            _ => None,
        }
    };
    let help = meant(last).or_else(|| near(&bare)).or_else(|| near(last)).map_or_else(
        || {
            "Write the folder and the name of its file, such as articles/welcome, or remove the \
             name."
                .to_owned()
        },
        |meant| format!("Did you mean `{meant}`?"),
    );
    let message = format!("There is no page `{name}` for this packet.");
    Diagnostic::error("unknown-name", place, message).help(help)
}
