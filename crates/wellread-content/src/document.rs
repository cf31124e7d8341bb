//! Files to documents: where a file belongs, where its front matter ends, and what each kind of
//! front matter holds.
//!
//! References to other documents stay text here; [`crate::resolve`] follows them.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use wellread_model::{
    Article, Case, Details, Diagnostic, Document, Kind, LinkScope, Person, Place, Plural, Relation,
    Resource, Slug, SourcePath, Span, Spanned, Term, nearest,
};

use crate::fields::{Fields, is_unprintable};
use crate::node::{Node, Value, parse_yaml};
use crate::{Source, Sources};

/// A key of front matter.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// The key.
    pub name: &'static str,
    /// A value as it could be written.
    pub example: &'static str,
    /// What it is for, in plain words.
    pub about: &'static str,
}

const fn key(name: &'static str, example: &'static str, about: &'static str) -> Key {
    Key { name, example, about }
}

const DRAFT: Key = key("draft", "true", "leave this page out of the site for now");
const SUMMARY: Key =
    key("summary", "\"One or two sentences.\"", "shown in lists and by search engines");
const LINK_TERMS: Key = key("link_terms", "page", "link terms once a page, section, all, or none");
const SKIP_TERMS: Key = key("skip_terms", "[idea]", "terms that are not linked on this page");
const TOPICS: Key = key("topics", "[school]", "the topics it belongs to, by file name");
const AUDIENCE: Key = key("audience", "[Parents]", "whom it is for");

/// The keys of each kind, required ones first.
pub const KEYS: [(Kind, &[Key]); 6] = [
    (
        Kind::Article,
        &[
            key("title", "\"What is an IEP?\"", "the heading of the page"),
            key("subtitle", "\"A short guide\"", "a second line under the title"),
            SUMMARY,
            key("authors", "[team]", "who wrote it, by file name in people/"),
            key("published", "2026-11-22", "not shown before this day"),
            key("updated", "2026-11-22", "the day of the last change that readers should know of"),
            key("reviewed", "2026-11-22", "the day a reviewer last read it"),
            key("reviewers", "[team]", "who reviewed it, by file name in people/"),
            key("review_every", "12 months", "you are reminded when the next review is due"),
            TOPICS,
            AUDIENCE,
            key("resources", "[parent-center]", "resources listed below the text"),
            key("related", "[what-is-an-iep]", "articles listed below the text"),
            key("redirect_from", "[/old-address/]", "old addresses that lead here"),
            DRAFT,
            LINK_TERMS,
            SKIP_TERMS,
        ],
    ),
    (
        Kind::Term,
        &[
            key("term", "IEP", "the word that is explained"),
            key("aliases", "[Individualized Education Program]", "other names of the same thing"),
            key("case", "exact", "exact: letters as written; any: capitals do not matter"),
            key("plural", "none", "none, or a list of the plural forms"),
            key("see_also", "[504-plan]", "terms that belong with it"),
            key("not_same_as", "[504-plan]", "terms it is easily confused with"),
            key("say", "\"eye-ee-pee\"", "how to say it"),
            key("reviewed", "2026-11-22", "the day it was last reviewed"),
            key("sources", "[\"[IDEA](https://sites.ed.gov/idea/)\"]", "where it comes from"),
            DRAFT,
        ],
    ),
    (
        Kind::Resource,
        &[
            key("title", "\"Parent Center\"", "the name of the resource"),
            key("url", "https://example.org/", "its address on the web"),
            SUMMARY,
            key("organization", "\"Who runs it\"", "who runs it"),
            key("phone", "\"303-555-0100\"", "a number to call"),
            key("text_phone", "\"303-555-0101\"", "a number to text"),
            key("email", "help@example.org", "a mail address"),
            key("address", "\"1 Main Street, Denver\"", "a postal address"),
            key("area", "[Colorado]", "where it serves"),
            key("cost", "Free", "what it costs"),
            key("eligibility", "\"Families of children with an IEP\"", "who can use it"),
            key("languages", "[English, Spanish]", "the languages it serves in"),
            key("hours", "\"Monday to Friday, 9 to 5\"", "when it can be reached"),
            AUDIENCE,
            TOPICS,
            key("checked", "2026-11-22", "the day you last verified all of this"),
            DRAFT,
        ],
    ),
    (
        Kind::Topic,
        &[key("title", "School", "the name of the topic"), SUMMARY, LINK_TERMS, SKIP_TERMS, DRAFT],
    ),
    (
        Kind::Person,
        &[
            key("name", "\"The clinic's team\"", "the name of the person or team"),
            key("credentials", "PsyD", "degrees and licences"),
            key("role", "\"School psychologist\"", "what they do"),
            key("disclosure", "\"No conflicts of interest.\"", "interests readers should know of"),
            key("url", "https://example.org/", "their own page"),
        ],
    ),
    (
        Kind::Page,
        &[
            key("title", "About us", "the heading of the page"),
            SUMMARY,
            LINK_TERMS,
            SKIP_TERMS,
            DRAFT,
        ],
    ),
];

fn keys(kind: Kind) -> &'static [Key] {
    KEYS.iter().find(|(one, _)| *one == kind).map_or(&[], |(_, keys)| keys)
}

const fn described(kind: Kind) -> &'static str {
    match kind {
        Kind::Article => "an article",
        Kind::Term => "a term",
        Kind::Resource => "a resource",
        Kind::Topic => "a topic",
        Kind::Person => "a person",
        Kind::Page => "a page",
    }
}

/// The endings of files that a page may show or offer: pictures and downloads.
const MEDIA: [&str; 20] = [
    "png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "pdf", "doc", "docx", "xls", "xlsx", "ppt",
    "pptx", "txt", "csv", "ics", "vcf", "mp3", "m4a",
];

/// What the reading of one file gave.
#[derive(Debug, Clone)]
struct Read {
    document: Option<Arc<Document>>,
    diagnostics: Vec<Diagnostic>,
}

/// Files that were read before, by what they held.
#[derive(Debug, Default)]
pub struct Memory {
    files: BTreeMap<SourcePath, (u64, Read)>,
}

/// Reads every document below `content/`. A file with mistakes gives a document all the same, as
/// far as it could be understood, so that references to it are not reported as well.
pub(crate) fn read_all(
    sources: &Sources,
    memory: &mut Memory,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Arc<Document>> {
    let files: Vec<_> = sources.below("content/").collect();
    let read: Vec<Read> = files
        .par_iter()
        .map(|(path, source)| match memory.files.get(*path) {
            Some((hash, read)) if *hash == source.hash => read.clone(),
            _ => read_file(path, source),
        })
        .collect();
    let remembered = files.iter().zip(&read);
    memory.files = remembered
        .map(|((path, source), read)| ((*path).clone(), (source.hash, read.clone())))
        .collect();
    let mut documents = Vec::with_capacity(read.len());
    for Read { document, diagnostics: found } in read {
        documents.extend(document);
        diagnostics.extend(found);
    }
    documents
}

fn read_file(path: &SourcePath, source: &Source) -> Read {
    let mut diagnostics = Vec::new();
    let document = place_of(path, &mut diagnostics)
        .and_then(|(kind, slug)| read_document(path, source, kind, slug, &mut diagnostics));
    Read { document: document.map(Arc::new), diagnostics }
}

/// What a file in `content/` is, by its place and name. `None` for pictures and downloads, and
/// for what means nothing, which is reported.
fn place_of(path: &SourcePath, diagnostics: &mut Vec<Diagnostic>) -> Option<(Kind, Slug)> {
    let whole = || Place::file(path.clone());
    let parts: Vec<&str> = path.as_str().split('/').skip(1).collect();
    let [folder, rest @ ..] = parts.as_slice() else { return None };
    let folders = || Kind::ALL.map(Kind::folder);
    if rest.is_empty() {
        diagnostics.push(
            Diagnostic::error("stray-file", whole(), "A file directly in content/ means nothing.")
                .help(format!("Move it into one of the folders {}.", folders().join(", "))),
        );
        return None;
    }
    let Some(kind) = Kind::from_folder(folder) else {
        let help = nearest(folder, folders()).map_or_else(
            || format!("The folders are {}.", folders().join(", ")),
            |near| format!("Did you mean content/{near}/?"),
        );
        let message = format!("The folder content/{folder}/ means nothing.");
        diagnostics.push(Diagnostic::error("stray-file", whole(), message).help(help));
        return None;
    };
    let name = path.file_name();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let ending = ending.to_lowercase();
    if ending != "md" {
        if !MEDIA.contains(&ending.as_str()) {
            let help = match ending.as_str() {
                "markdown" | "mdown" | "mkd" | "mdx" => "Give it a name that ends with .md.",
                "odt" | "rtf" | "pages" | "html" | "htm" => {
                    "Copy its text into a file whose name ends with .md, or delete it."
                }
                _ => "Delete it, or move it to the folder static/, which is copied as it is.",
            };
            let message = "Wellread does not know what to do with this kind of file here.";
            diagnostics.push(Diagnostic::error("stray-file", whole(), message).help(help));
        }
        return None;
    }
    let slug_source = match rest {
        [_] => stem,
        [folder, _] if kind == Kind::Article && stem == "index" => folder,
        _ => {
            let message = format!("{} in a folder of its own means nothing here.", "A .md file");
            let help = if kind == Kind::Article {
                "An article is content/articles/name.md, or content/articles/name/index.md with \
                 its pictures beside it."
                    .to_owned()
            } else {
                format!("Move it up into content/{}/.", kind.folder())
            };
            diagnostics.push(Diagnostic::error("stray-file", whole(), message).help(help));
            return None;
        }
    };
    let slug = Slug::new(slug_source);
    if slug.is_none() {
        let message = "The name of this file has no letter or digit to make an address of.";
        diagnostics.push(
            Diagnostic::error("no-slug", whole(), message)
                .help("Rename it, for example to what-is-an-iep.md."),
        );
    }
    Some((kind, slug?))
}

fn read_document(
    path: &SourcePath,
    source: &Source,
    kind: Kind,
    slug: Slug,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Document> {
    let Some(text) = source.text() else {
        diagnostics.push(not_utf8(path, source.bytes()));
        return None;
    };
    let Some((front, body)) = split(text) else {
        diagnostics.push(no_front_matter(path, text, kind));
        return None;
    };
    let node = match parse_yaml(&text[front.start..front.end], front.start, path) {
        Ok(node) => node,
        Err(diagnostic) => {
            diagnostics.push(*diagnostic);
            Node { value: Value::Null, span: front }
        }
    };
    let broken = !diagnostics.is_empty();
    diagnostics.extend(unprintable(path, text));
    let names: Vec<&str> = keys(kind).iter().map(|key| key.name).collect();
    let elsewhere = |name: &str| {
        KEYS.iter()
            .find(|(_, keys)| keys.iter().any(|key| key.name == name))
            .map(|(kind, _)| described(*kind))
    };
    let mut ignored = Vec::new();
    // What a syntax error left unread is not missing.
    let found = if broken { &mut ignored } else { &mut *diagnostics };
    let node = Node { span: if node.span.end == 0 { front } else { node.span }, ..node };
    let mut fields = Fields::new(path, described(kind), node, &names, elsewhere, found);
    Some(document(path, text, body, kind, slug, &mut fields))
}

fn document(
    path: &SourcePath,
    text: &Arc<str>,
    body: Span,
    kind: Kind,
    slug: Slug,
    fields: &mut Fields<'_>,
) -> Document {
    let title_key = match kind {
        Kind::Term => "term",
        Kind::Person => "name",
        _ => "title",
    };
    let title = fields.required(title_key).unwrap_or_else(|| {
        Spanned::new(slug.as_str().to_owned(), Span::new(body.start, body.start))
    });
    let mut references = BTreeMap::new();
    for relation in relations(kind) {
        let list = fields.list(relation.key());
        if !list.is_empty() {
            references.insert(*relation, list);
        }
    }
    let scopes = [
        ("page", LinkScope::Page),
        ("section", LinkScope::Section),
        ("all", LinkScope::All),
        ("none", LinkScope::None),
    ];
    Document {
        kind,
        slug,
        source: path.clone(),
        text: text.clone(),
        body,
        title,
        summary: fields.plain("summary"),
        draft: fields.flag("draft").unwrap_or(false),
        link_terms: fields.choice("link_terms", &scopes),
        references,
        details: details(kind, path, fields),
    }
}

const fn relations(kind: Kind) -> &'static [Relation] {
    match kind {
        Kind::Article => &[
            Relation::Author,
            Relation::Reviewer,
            Relation::Topic,
            Relation::Resource,
            Relation::Related,
            Relation::SkipTerm,
        ],
        Kind::Term => &[Relation::SeeAlso, Relation::NotSameAs],
        Kind::Resource => &[Relation::Topic],
        Kind::Topic | Kind::Page => &[Relation::SkipTerm],
        Kind::Person => &[],
    }
}

fn details(kind: Kind, path: &SourcePath, fields: &mut Fields<'_>) -> Details {
    match kind {
        Kind::Article => Details::Article(article(path, fields)),
        Kind::Term => Details::Term(term(fields)),
        Kind::Resource => Details::Resource(Resource {
            url: fields.web_address("url", true).unwrap_or_default(),
            organization: fields.plain("organization"),
            phone: fields.phone("phone"),
            text_phone: fields.phone("text_phone"),
            email: fields.email("email"),
            address: fields.plain("address"),
            area: fields.plain_list("area"),
            cost: fields.plain("cost"),
            eligibility: fields.plain("eligibility"),
            languages: fields.plain_list("languages"),
            hours: fields.plain("hours"),
            audience: fields.plain_list("audience"),
            checked: fields.date("checked").map(|date| date.value),
        }),
        Kind::Person => Details::Person(Person {
            credentials: fields.plain("credentials"),
            role: fields.plain("role"),
            disclosure: fields.plain("disclosure"),
            url: fields.web_address("url", false),
        }),
        Kind::Topic => Details::Topic,
        Kind::Page => Details::Page,
    }
}

fn article(path: &SourcePath, fields: &mut Fields<'_>) -> Article {
    let published = fields.date("published");
    let updated = fields.date("updated");
    let reviewed = fields.date("reviewed");
    if let (Some(first), Some(last)) = (&published, &updated)
        && last.value < first.value
    {
        let message =
            format!("`updated` ({}) is before `published` ({}).", last.value, first.value);
        fields.diagnostics.push(
            Diagnostic::error("dates-out-of-order", Place::at(path.clone(), last.span), message)
                .help("Correct one of the two dates.")
                .note(Place::at(path.clone(), first.span), "published"),
        );
    }
    Article {
        subtitle: fields.plain("subtitle"),
        review_due: fields.period_after("review_every", reviewed.as_ref().or(published.as_ref())),
        published,
        updated,
        reviewed,
        audience: fields.plain_list("audience"),
        redirect_from: fields.list("redirect_from"),
    }
}

fn term(fields: &mut Fields<'_>) -> Term {
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
        say: fields.plain("say"),
        reviewed: fields.date("reviewed").map(|date| date.value),
        sources: fields.list("sources"),
    }
}

/// Splits a file into front matter and body, both without the `---` lines.
fn split(text: &str) -> Option<(Span, Span)> {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut lines = text[start..].split_inclusive('\n');
    let first = lines.next().filter(|line| line.trim_end() == "---")?;
    let begin = start + first.len();
    let mut at = begin;
    for line in lines {
        let end = at + line.len();
        if matches!(line.trim_end(), "---" | "...") {
            return Some((Span::new(begin, at), Span::new(end, text.len())));
        }
        at = end;
    }
    None
}

fn no_front_matter(path: &SourcePath, text: &str, kind: Kind) -> Diagnostic {
    let place = Place::at(path.clone(), Span::new(0, 0));
    let first = keys(kind).first().map_or("title", |key| key.name);
    let example = format!("---\n{first}: …\n---");
    if text.trim().is_empty() {
        return Diagnostic::error(
            "no-front-matter",
            Place::file(path.clone()),
            "This file is empty.",
        )
        .help(format!("Begin it with these three lines, or delete it:\n{example}"));
    }
    if text
        .trim_start_matches('\u{feff}')
        .lines()
        .next()
        .is_some_and(|line| line.trim_end() == "---")
    {
        return Diagnostic::error(
            "no-front-matter",
            place,
            "The settings at the top of this file begin with --- and never end.",
        )
        .help("Write a line with only --- after the last of them.");
    }
    Diagnostic::error("no-front-matter", place, "This file has no settings at its top.")
        .help(format!("Begin the file, in its first line, with:\n{example}"))
}

fn not_utf8(path: &SourcePath, bytes: &[u8]) -> Diagnostic {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Diagnostic::error(
            "not-utf-8",
            Place::file(path.clone()),
            "This file is saved as UTF-16 (\"Unicode\" in Windows), which cannot be read.",
        )
        .help("Save it again and choose the encoding UTF-8.");
    }
    let good = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    let line = bytes[..good].iter().filter(|&&byte| byte == b'\n').count() + 1;
    Diagnostic::error(
        "not-utf-8",
        Place::file(path.clone()),
        format!("Line {line} of this file holds a character that is not saved as UTF-8."),
    )
    .help("Save the file again and choose the encoding UTF-8.")
}

/// The first character that no page may hold, also one that is written as `&#11;`.
fn unprintable(path: &SourcePath, text: &str) -> Option<Diagnostic> {
    // Nearly every file is decided by its bytes alone.
    let suspicious = |&byte: &u8| {
        (byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r'))
            || matches!(byte, 0x7f | 0xc2 | 0xef | 0xf0..)
    };
    let written = || text.char_indices().find(|&(_, c)| is_unprintable(c));
    let (at, c) =
        text.bytes().any(|byte| suspicious(&byte)).then(written).flatten().or_else(|| {
            text.match_indices("&#").find_map(|(at, _)| Some((at, reference(text, at)?)))
        })?;
    let span = Span::new(at, at + if text[at..].starts_with(c) { c.len_utf8() } else { 2 });
    let message = format!("This line holds an invisible control character (U+{:04X}).", c as u32);
    Some(Diagnostic::error("control-character", Place::at(path.clone(), span), message).help(
        "It often comes from Word or a PDF. Delete the words around this place and type them \
             again.",
    ))
}

/// The control character that the reference at a place in a text stands for, if it is one.
fn reference(text: &str, at: usize) -> Option<char> {
    let (number, _) = text[at + 2..].split_once(';').filter(|(number, _)| number.len() <= 7)?;
    let number = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(number).filter(|&c| is_unprintable(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_ends_at_its_mark() {
        let parts = |text: &str| {
            split(text).map(|(front, body)| {
                (text[front.start..front.end].to_owned(), text[body.start..body.end].to_owned())
            })
        };
        let pair = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(parts("---\na: 1\n---\nBody"), pair("a: 1\n", "Body"));
        assert_eq!(parts("\u{feff}---\r\na: 1\r\n---\r\nB"), pair("a: 1\r\n", "B"));
        assert_eq!(parts("---\n---\n"), pair("", ""));
        assert_eq!(parts("---\na: 1\n---"), pair("a: 1\n", ""));
        assert_eq!(parts("text"), None);
        assert_eq!(parts("---\na: 1\n"), None);
    }
}
