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

use crate::fields::TableReader;
use crate::file::{no_front_matter, not_utf8, split, unprintable};
use crate::keys::{KEYS, described, keys};
use crate::node::{Node, Value, parse_yaml};
use crate::{SourceFile, Sources};

/// The endings of files that a page may show or offer: pictures and downloads.
const MEDIA: [&str; 20] = [
    "png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "pdf", "doc", "docx", "xls", "xlsx", "ppt",
    "pptx", "txt", "csv", "ics", "vcf", "mp3", "m4a",
];

/// What the reading of one file gave.
#[derive(Debug, Clone)]
struct ParsedFile {
    document: Option<Arc<Document>>,
    diagnostics: Vec<Diagnostic>,
}

/// Files that were read before, by what they held.
#[derive(Debug, Default)]
pub struct DocumentCache {
    files: BTreeMap<SourcePath, (u64, ParsedFile)>,
}

/// Reads every document below `content/`. A file with mistakes gives a document all the same, as
/// far as it could be understood, so that references to it are not reported as well.
pub(crate) fn read_all(
    sources: &Sources,
    cache: &mut DocumentCache,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Arc<Document>> {
    let files: Vec<_> = sources.below("content/").collect();
    let read: Vec<ParsedFile> = files
        .par_iter()
        .map(|(path, source)| match cache.files.get(*path) {
            Some((hash, read)) if *hash == source.hash => read.clone(),
            _ => read_file(path, source),
        })
        .collect();
    let remembered = files.iter().zip(&read);
    cache.files = remembered
        .map(|((path, source), read)| ((*path).clone(), (source.hash, read.clone())))
        .collect();
    let mut documents = Vec::with_capacity(read.len());
    for ParsedFile { document, diagnostics: found } in read {
        documents.extend(document);
        diagnostics.extend(found);
    }
    documents
}

fn read_file(path: &SourcePath, source: &SourceFile) -> ParsedFile {
    let mut diagnostics = Vec::new();
    let document = place_of(path, &mut diagnostics)
        .and_then(|(kind, slug)| read_document(path, source, kind, slug, &mut diagnostics));
    ParsedFile { document: document.map(Arc::new), diagnostics }
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
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let extension = extension.to_lowercase();
    if extension != "md" {
        if !MEDIA.contains(&extension.as_str()) {
            let help = match extension.as_str() {
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
    source: &SourceFile,
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
    let mut fields = TableReader::new(path, described(kind), node, &names, elsewhere, found);
    Some(document(path, text, source.hash, body, kind, slug, &mut fields))
}

fn document(
    path: &SourcePath,
    text: &Arc<str>,
    hash: u64,
    body: Span,
    kind: Kind,
    slug: Slug,
    fields: &mut TableReader<'_>,
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
        hash,
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

fn details(kind: Kind, path: &SourcePath, fields: &mut TableReader<'_>) -> Details {
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

fn article(path: &SourcePath, fields: &mut TableReader<'_>) -> Article {
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
                .related(Place::at(path.clone(), first.span), "published"),
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

fn term(fields: &mut TableReader<'_>) -> Term {
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
