//! Files to documents: the typed front matter of each kind.
//!
//! References to other documents stay text here; [`crate::resolve`] follows them. Files are
//! independent of each other at this stage, so they are read in parallel and cached one by one.
//!
//! To add a key: name it in [`crate::keys`], give it a field in `wellread-model`, and read it here
//! with the function of [`TableReader`] that has its type. (A relation is read by its name alone.)
//! A key that is named and never read would be accepted without any effect; a [`TableReader`]
//! panics over one in tests.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use wellread_model::media::has_extension;
use wellread_model::{
    Article, Case, Details, Diagnostic, Document, Kind, LanguageTag, Letter, LinkScope, Location,
    Origin, Packet, Person, Place, Plural, Relation, Resource, Slug, SourcePath, Span, Spanned,
    Term, nearest,
};

use crate::contact::contact_point;
use crate::copies::ReadDocument;
use crate::extra::extra;
use crate::foreign_keys::hint;
use crate::formats::double_quoted;
use crate::front_matter::{
    likely_body, no_front_matter, not_utf8, repeated_mark, settings_below, split, unprintable,
};
use crate::keys::{LOCATION_KEYS, described, keys, title_key};
use crate::language_tag::language_tag;
use crate::letter_case::capitalized;
use crate::min_hash::MinHash;
use crate::misread;
use crate::node::{Node, Value, parse_yaml};
use crate::notice::notice_of_entry;
use crate::old_address::old_addresses;
use crate::packet;
use crate::placeholders::{forbid_removing_all, own_list, own_plain, own_required, own_text};
use crate::placement::{Placement, document_as_text, placement, unknown_folder};
use crate::sources::{SourceFile, SourceFolder};
use crate::table_reader::TableReader;

/// The result of reading one file: a document as far as it could be understood, and what is wrong
/// with it. Both may be absent, as for an image. It is cheap to clone: what is large in it is
/// shared.
#[derive(Debug, Clone)]
struct ParsedFile {
    /// `None` for media, and for a file in the wrong place.
    document: Option<ReadDocument>,
    /// Problems of this file alone, which is why they can be cached.
    diagnostics: Vec<Diagnostic>,
}

/// The documents of the last [`crate::read`], so that the next one reads only files that changed.
///
/// A preview reads the hub again after every save, and of thousands of files one is different. A
/// file is recognized by its path and the hash of its content: nothing else goes into its document.
/// Problems are cached with it, so that they are reported every time and not only the first.
///
/// An empty cache is always right. One that was filled from another hub is right too, only useless.
#[derive(Debug, Default)]
pub struct DocumentCache {
    files: BTreeMap<SourcePath, CachedFile>,
}

/// What came of a file when it was last read.
#[derive(Debug)]
struct CachedFile {
    /// The hash of its content.
    hash: u64,
    parsed: ParsedFile,
}

/// Reads every document below `content/`, in the order of their paths.
pub(crate) fn read_all(
    content: &SourceFolder<'_>,
    cache: &mut DocumentCache,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<ReadDocument> {
    let files: Vec<_> = content.iter().collect();
    let parsed: Vec<ParsedFile> = files
        .par_iter()
        // Only the hash is compared: a file that was saved without a change is not parsed again.
        .map(|(path, source)| match cache.files.get(*path) {
            Some(cached) if cached.hash == source.hash => cached.parsed.clone(),
            _ => read_file(path, source),
        })
        .collect();
    // The cache is replaced as a whole, so that deleted files leave it too.
    cache.files = files
        .iter()
        .zip(&parsed)
        .map(|((path, source), parsed)| {
            ((*path).clone(), CachedFile { hash: source.hash, parsed: parsed.clone() })
        })
        .collect();
    let mut documents = Vec::with_capacity(parsed.len());
    let mut folders = BTreeSet::new();
    for ((path, _), ParsedFile { document, diagnostics: found }) in files.iter().zip(parsed) {
        documents.extend(document);
        // A folder with a wrong name is one error, however many files are in it.
        if unknown_folder(path).is_none_or(|folder| folders.insert(folder)) {
            diagnostics.extend(found);
        }
    }
    documents
}

/// Reads one file. The result depends on its path and content alone, or it could not be cached.
fn read_file(path: &SourcePath, source: &SourceFile) -> ParsedFile {
    let mut diagnostics = Vec::new();
    let document = match placement(path) {
        Ok(Placement::Document(kind, slug)) => {
            Some(read_document(path, source, kind, slug, &mut diagnostics))
        }
        Ok(Placement::Media) => {
            if has_extension(path.as_str(), &["txt"])
                && std::str::from_utf8(source.bytes()).is_ok_and(|text| split(text).is_some())
            {
                diagnostics.push(*document_as_text(path));
            }
            None
        }
        Err(diagnostic) => {
            diagnostics.push(*diagnostic);
            None
        }
    };
    let document = document.map(|document| ReadDocument {
        min_hash: Arc::new(MinHash::new(document.body_text())),
        document: Arc::new(document),
    });
    ParsedFile { document, diagnostics }
}

/// Reads a file that is a document, as far as it can be understood. There is always one, so that
/// links to it are not wrong too. Its origin says if it was not read.
fn read_document(
    path: &SourcePath,
    source: &SourceFile,
    kind: Kind,
    slug: Slug,
    diagnostics: &mut Vec<Diagnostic>,
) -> Document {
    let Some(text) = source.text() else {
        diagnostics.push(not_utf8(path, source.bytes()));
        return unread(path, &Arc::from(""), Span::point(0), kind, slug);
    };
    let Some((front, body)) = split(text) else {
        diagnostics.push(no_front_matter(path, text, kind));
        return unread(path, text, likely_body(text), kind, slug);
    };
    if let Some(diagnostic) = repeated_mark(path, text, [front, body], kind) {
        diagnostics.push(diagnostic);
        return unread(path, text, body, kind, slug);
    }
    diagnostics.extend(unprintable(path, text));
    diagnostics.extend(settings_below(path, text, body, kind));
    let node = match parse_yaml(&text[front.start..front.end], front.start, path) {
        Ok(node) => node,
        Err(diagnostic) => {
            diagnostics.push(*diagnostic);
            // What a syntax error left unread is not missing, so nothing is reported about the
            // keys.
            return unread(path, text, body, kind, slug);
        }
    };
    if let Some(other) = other_kind(kind, &node) {
        diagnostics.push(wrong_folder(path, kind, other));
        return unread(path, text, body, kind, slug);
    }
    let before = diagnostics.len();
    diagnostics.extend(misread::check(&node, &text[..front.end], path));
    let misread = before..diagnostics.len();
    // The table of keys is the one list of what a kind can have, for help as well.
    let names: Vec<&str> = keys(kind).map(|key| key.name).collect();
    let hint = |name: &str| hint(kind, name);
    let mut fields = TableReader::new(path, described(kind), node, &names, hint, diagnostics);
    fields.set_text(&text[..front.end]);
    fields.set_misread(misread);
    let unread = unread(path, text, body, kind, slug);
    let draft = fields.flag("draft").unwrap_or(false);
    let mut document = Document {
        origin: Origin::File,
        title: own_required(&mut fields, title_key(kind)).unwrap_or(unread.title),
        summary: own_plain(&mut fields, "summary"),
        language: language(kind, &mut fields),
        draft,
        link_terms: fields.choice("link_terms", &LinkScope::WORDS),
        accept: fields.list("accept"),
        extra: extra(&mut fields),
        redirect_from: old_addresses(&mut fields, "redirect_from"),
        references: references(kind, draft, &mut fields),
        details: details(kind, &mut fields),
        ..unread
    };
    if let Details::Term(term) = &mut document.details {
        let names = std::iter::once(&document.title).chain(&term.aliases);
        let body = &text[body.start..body.end];
        term.capitalized = capitalized(names, body);
        term.word_after_to = word_after_to(body);
    }
    document
}

/// What follows `To` at the beginning of a term's text: `ask` in `To ask a court again`. Whether it
/// is a verb is decided where terms are linked.
fn word_after_to(text: &str) -> Option<String> {
    let mut words = text.split_whitespace();
    let is_to = matches!(words.next(), Some("To" | "to"));
    words.next().filter(|_| is_to).map(str::to_owned)
}

/// The language of an entry. Staff may mean those that a place speaks.
fn language(kind: Kind, fields: &mut TableReader<'_>) -> Option<LanguageTag> {
    let first = match kind {
        Kind::Resource => {
            "The languages that a place speaks go into a list:  languages: [English, Spanish]\n\
             The language of this page is a tag, and only needed if it is not that of the hub. "
        }
        _ => "",
    };
    language_tag(fields, |tag| format!("language: {tag}"), first)
}

/// The most likely kind of a document in the wrong folder: one that has all of its keys, where the
/// folder's kind lacks two of them or the one for the title. One error about the folder replaces
/// ten about keys.
fn other_kind(kind: Kind, node: &Node) -> Option<Kind> {
    let Value::Map(entries) = &node.value else { return None };
    let has = |kind: Kind, name: &str| keys(kind).any(|key| key.name == name);
    let names = || entries.iter().map(|(key, _)| key.value.as_str());
    let foreign = names().filter(|name| !has(kind, name)).count();
    let is_untitled = names().all(|name| name != title_key(kind));
    Kind::ALL.into_iter().find(|&other| {
        other != kind
            && names().all(|name| has(other, name))
            && names().any(|name| name == title_key(other))
            && (foreign >= 2 || (foreign == 1 && is_untitled))
    })
}

/// Says that a document is in the folder of another kind.
fn wrong_folder(path: &SourcePath, kind: Kind, other: Kind) -> Diagnostic {
    let message = format!(
        "This looks like {}, and it is in the folder of {}.",
        described(other),
        kind.folder()
    );
    let help = format!("Move the file to content/{}/.", other.folder());
    Diagnostic::error("stray-file", Place::file(path.clone()), message).help(help)
}

/// A document of which the front matter is not read, or not yet.
fn unread(path: &SourcePath, text: &Arc<str>, body: Span, kind: Kind, slug: Slug) -> Document {
    // It needs some name for messages; its file name is the one that staff know.
    let title = Spanned::new(slug.as_str().to_owned(), Span::point(body.start));
    Document {
        origin: Origin::Unread,
        text: Arc::clone(text),
        body,
        ..Document::new(kind, slug, path.clone(), title)
    }
}

/// The names of other documents, by relation. Relations that the author does not state are absent.
/// They are names here; the library turns them into entries.
fn references(
    kind: Kind,
    draft: bool,
    fields: &mut TableReader<'_>,
) -> BTreeMap<Relation, Vec<Spanned<String>>> {
    let is_stated = |relation: &Relation| keys(kind).any(|key| key.name == relation.key());
    let relations = Relation::ALL.into_iter().filter(is_stated);
    let lists = relations.map(|relation| match relation {
        Relation::Part => (relation, packet::parts(draft, fields)),
        _ => (relation, fields.list(relation.key())),
    });
    lists.filter(|(_, names)| !names.is_empty()).collect()
}

/// Reads the keys that only one kind has. Every key that [`crate::keys`] has for the kind must be
/// read, in any order.
fn details(kind: Kind, fields: &mut TableReader<'_>) -> Details {
    match kind {
        Kind::Article => Details::Article(article(fields)),
        Kind::Term => Details::Term(term(fields)),
        Kind::Resource => Details::Resource(Box::new(resource(fields))),
        Kind::Person => Details::Person(Person {
            credentials: own_plain(fields, "credentials"),
            role: own_plain(fields, "role"),
            disclosure: own_plain(fields, "disclosure"),
            url: fields.web_url("url").map(|url| url.value),
            photo: fields.text("photo"),
            order: fields.number("order"),
        }),
        Kind::Topic => Details::Topic,
        Kind::Page => Details::Page,
        Kind::Letter => Details::Letter(letter(fields)),
        Kind::Packet => Details::Packet(Packet { audience: fields.plain_list("audience") }),
    }
}

/// Reads the keys of an article. Two dates may be equal: an article can be updated on its first
/// day.
fn article(fields: &mut TableReader<'_>) -> Article {
    let published = fields.date("published");
    let updated = fields.date("updated");
    let reviewed = fields.date("reviewed");
    if let (Some(first), Some(last)) = (&published, &updated)
        && last.value < first.value
    {
        let message =
            format!("`updated` ({}) is before `published` ({}).", last.value, first.value);
        fields.report(
            Diagnostic::error("dates-out-of-order", fields.place(last.span), message)
                .help("Correct one of the two dates.")
                .related(fields.place(first.span), "published"),
        );
    }
    Article {
        subtitle: own_plain(fields, "subtitle"),
        review_every: fields.period("review_every"),
        published,
        updated,
        reviewed,
        audience: fields.list("audience"),
    }
}

/// Reads the keys of a letter.
fn letter(fields: &mut TableReader<'_>) -> Letter {
    Letter { reviewed: fields.date("reviewed"), review_every: fields.period("review_every") }
}

/// Reads the keys of a term. `plural` is a list of forms or the word `none`; a term whose only
/// plural form is the word "none" cannot be written.
fn term(fields: &mut TableReader<'_>) -> Term {
    // There is no word for the third, automatic way: to get it, leave the key out.
    let cases = [("exact", Case::Exact), ("any", Case::Any)];
    let plural = match fields.list("plural").as_slice() {
        [] => Plural::Regular,
        [one] if one.value == "none" => Plural::None,
        forms => Plural::Forms(forms.iter().map(|form| form.value.clone()).collect()),
    };
    Term {
        aliases: fields.list("aliases"),
        case: fields.choice("case", &cases).unwrap_or_default(),
        plural,
        // The text tells, once the whole front matter is read.
        capitalized: BTreeMap::new(),
        word_after_to: None,
        not_in: fields.list("not_in"),
        auto_link: fields.flag("auto_link"),
        say: fields.plain("say"),
        reviewed: fields.date("reviewed"),
        sources: own_list(fields, "sources"),
    }
}

/// Reads the keys of a resource. It must say how to reach it: a family that finds a name alone has
/// to search on.
fn resource(fields: &mut TableReader<'_>) -> Resource {
    let problems = fields.problem_count();
    let point = contact_point(fields, "text_phone");
    let mut area = fields.list("area");
    let locations: Vec<Location> = fields
        .tables("locations")
        .into_iter()
        .map(|node| location(fields, node, &mut area))
        .collect();
    let ways = point.ways() + locations.iter().map(|one| one.point.ways()).sum::<usize>();
    forbid_removing_all(fields, problems, ways, "set `draft: true`");
    // What is wrong has been reported, and is not also missing.
    let is_misspelled = ["url", "phone", "text_phone", "email", "address", "locations"]
        .into_iter()
        .any(|key| fields.is_misspelled(key));
    if ways == 0 && !is_misspelled && fields.problem_count() == problems {
        fields.missing(
            "Nothing says how to reach this resource.",
            "Add one or more of these lines between the --- marks:  url: https://…  phone: 303-…  \
             email: …  address: …  A resource with several places has them under `locations`.",
        );
    }
    Resource {
        point,
        locations,
        aliases: fields.list("aliases"),
        organization: own_plain(fields, "organization"),
        part_of: fields.text("part_of"),
        ages: own_plain(fields, "ages"),
        apply: own_plain(fields, "apply"),
        bring: own_plain(fields, "bring"),
        accessibility: own_plain(fields, "accessibility"),
        notice: notice_of_entry(fields),
        area,
        cost: own_text(fields, "cost"),
        eligibility: own_plain(fields, "eligibility"),
        languages: fields.list("languages"),
        audience: fields.list("audience"),
        checked: fields.date("checked"),
    }
}

/// Reads one of the `locations` of a resource. A location's service area also counts as the
/// resource's.
fn location(fields: &mut TableReader<'_>, node: Node, area: &mut Vec<Spanned<String>>) -> Location {
    // `- Aurora: 2 Elm Street`
    if let Value::Map(entries) = &node.value
        && let [(name, Node { value: Value::Scalar { text, .. }, .. })] = entries.as_slice()
        && nearest(&name.value, LOCATION_KEYS).is_none()
    {
        let address = double_quoted(text.trim());
        let help = format!("Write\n  - name: {}\n    address: {address}", name.value);
        let message = "A place comes here after its name, and needs the names of its parts.";
        fields.wrong(node.span, message, help);
        return Location::default();
    }
    let mut fields = fields.inner("one of the `locations`", node, &LOCATION_KEYS, |_| None);
    for place in fields.list("area") {
        if !area.iter().any(|known| known.value == place.value) {
            area.push(place);
        }
    }
    Location {
        name: own_plain(&mut fields, "name"),
        point: contact_point(&mut fields, "text_phone"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_read_and_its_example_is_right() {
        for kind in Kind::ALL {
            let lines = keys(kind).map(|key| format!("{}: {}\n", key.name, key.example));
            let text = format!("---\n{}---\nText.\n", lines.collect::<String>());
            let path = SourcePath::new(&format!("content/{}/a.md", kind.folder()));
            // A key that nothing asks for would panic.
            let parsed = read_file(&path, &SourceFile::new(text.into_bytes(), true));
            // Examples are not the author's own, and nothing else is wrong with them.
            let is_wrong = |one: &&Diagnostic| one.code != "placeholder";
            let wrong: Vec<_> = parsed.diagnostics.iter().filter(is_wrong).collect();
            assert!(wrong.is_empty(), "{kind:?}: {wrong:?}");
            let document = parsed.document.unwrap().document;
            for relation in Relation::ALL {
                let is_key = keys(kind).any(|key| key.name == relation.key());
                assert_eq!(document.references.contains_key(&relation), is_key, "{relation:?}");
            }
            assert!(document.draft, "{kind:?}");
        }
    }

    #[test]
    fn a_document_is_of_its_kind_even_unread() {
        for kind in Kind::ALL {
            let path = SourcePath::new(&format!("content/{}/a.md", kind.folder()));
            let broken = SourceFile::new(b"---\ntitle: a: b\n---\nText.\n".to_vec(), true);
            let parsed = read_file(&path, &broken);
            assert_eq!(parsed.diagnostics.len(), 1);
            let document = parsed.document.unwrap().document;
            assert_eq!((document.kind, &*document.title.value), (kind, "a"));
            assert_eq!(document.details, Details::empty(kind));
        }
    }
}
