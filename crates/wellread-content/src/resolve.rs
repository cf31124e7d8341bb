//! Documents to a library: what is published, under which address, and what refers to what.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use wellread_model::{
    Details, Diagnostic, Document, Entry, EntryId, Hidden, Kind, Library, Lookup, Place, Relation,
    Relations, Route, Settings, Slug, SourcePath, Span, Spanned, address, fold_name,
};

use crate::{BuildOptions, Hub, Validity};

/// Resolves documents to a library. Mistakes are added to `diagnostics`.
pub(crate) fn resolve(
    settings: Settings,
    documents: Vec<Arc<Document>>,
    options: BuildOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Hub {
    let validity = validity(&documents, options);
    let (mut published, hidden) = select(documents, options);
    warn_of_reviews(&published, options, diagnostics);
    published.extend(topics_without_a_file(&published).into_iter().map(Arc::new));
    published.sort_by(|a, b| (a.kind, &a.slug, &a.source).cmp(&(b.kind, &b.slug, &b.source)));
    refuse_same_slugs(&mut published, diagnostics);
    let entries: Vec<Entry> = published
        .into_iter()
        .map(|document| Entry {
            route: address::entry(document.kind, &document.slug),
            document,
            relations: BTreeMap::new(),
        })
        .collect();
    refuse_same_routes(&entries, diagnostics);
    let library = Library::new(settings, entries, hidden);
    let related: Vec<(Relations, Vec<Diagnostic>)> = library
        .entries()
        .par_iter()
        .map(|entry| {
            let mut diagnostics = Vec::new();
            (relate(&library, entry, &mut diagnostics), diagnostics)
        })
        .collect();
    let (relations, found): (Vec<_>, Vec<_>) = related.into_iter().unzip();
    diagnostics.extend(found.into_iter().flatten());
    Hub { library: library.with_relations(relations), validity }
}

/// The dates on which something about the library changes bound the days for which it is right.
fn validity(documents: &[Arc<Document>], options: BuildOptions) -> Validity {
    let mut validity = Validity::default();
    for document in documents {
        let due = match &document.details {
            Details::Article(article) => article.review_due.as_ref().map(|date| date.value),
            _ => None,
        };
        // A review is overdue from the day after it is due.
        let overdue = due.and_then(|date| date.tomorrow().ok());
        for day in [document.published(), overdue].into_iter().flatten() {
            if day <= options.today {
                validity.from = validity.from.max(Some(day));
            } else {
                validity.until = Some(validity.until.map_or(day, |until| until.min(day)));
            }
        }
    }
    validity
}

fn select(
    documents: Vec<Arc<Document>>,
    options: BuildOptions,
) -> (Vec<Arc<Document>>, Vec<Hidden>) {
    let (mut published, mut hidden) = (Vec::new(), Vec::new());
    for document in documents {
        let until = document.published().filter(|&day| day > options.today);
        if options.drafts || !(document.draft || until.is_some()) {
            published.push(document);
        } else {
            hidden.push(Hidden {
                kind: document.kind,
                place: Place::file(document.source.clone()),
                title: document.title.value.clone(),
                until: until.filter(|_| !document.draft),
            });
        }
    }
    (published, hidden)
}

fn warn_of_reviews(
    documents: &[Arc<Document>],
    options: BuildOptions,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for document in documents {
        if let Details::Article(article) = &document.details
            && let Some(due) = &article.review_due
            && due.value < options.today
        {
            let place = Place::at(document.source.clone(), due.span);
            let message = format!("This article was due for a review on {}.", due.value);
            diagnostics.push(
                Diagnostic::warning("review-overdue", place, message)
                    .help("Have it reviewed, and set `reviewed` to the day of the review."),
            );
        }
    }
}

/// Topics need no file as long as no topic has one: then every name that is used is a topic.
fn topics_without_a_file(documents: &[Arc<Document>]) -> Vec<Document> {
    if documents.iter().any(|document| document.kind == Kind::Topic) {
        return Vec::new();
    }
    let mut topics: BTreeMap<Slug, Document> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for document in documents {
        for name in document.references.get(&Relation::Topic).map_or(&[][..], Vec::as_slice) {
            if seen.insert(&name.value)
                && let Some(slug) = Slug::new(&name.value)
            {
                topics.entry(slug.clone()).or_insert_with(|| implicit_topic(document, name, slug));
            }
        }
    }
    topics.into_values().collect()
}

fn implicit_topic(user: &Document, name: &Spanned<String>, slug: Slug) -> Document {
    let mut chars = name.value.chars();
    let title = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
    Document {
        kind: Kind::Topic,
        slug,
        source: user.source.clone(),
        text: Arc::from(""),
        hash: 0,
        body: Span::new(0, 0),
        title: Spanned::new(title, name.span),
        summary: None,
        draft: false,
        link_terms: None,
        references: BTreeMap::new(),
        details: Details::Topic,
    }
}

fn refuse_same_slugs(documents: &mut Vec<Arc<Document>>, diagnostics: &mut Vec<Diagnostic>) {
    documents.dedup_by(|second, first| {
        let same = (first.kind, &first.slug) == (second.kind, &second.slug);
        if same {
            let message = format!(
                "This {} would have the same address as another one, `{}`.",
                first.kind.noun(),
                first.slug
            );
            diagnostics.push(
                Diagnostic::error("same-address", Place::file(second.source.clone()), message)
                    .help("Rename one of the two files, or delete it.")
                    .related(Place::file(first.source.clone()), "the other one"),
            );
        }
        same
    });
}

fn refuse_same_routes(entries: &[Entry], diagnostics: &mut Vec<Diagnostic>) {
    for entry in entries.iter().filter(|entry| entry.document.kind == Kind::Page) {
        if address::RESERVED.contains(&entry.document.slug.as_str()) {
            let place = Place::file(entry.document.source.clone());
            let message = format!("The address {} belongs to the site itself.", entry.route);
            diagnostics
                .push(Diagnostic::error("same-address", place, message).help("Rename the file."));
        }
    }
    let mut redirecting = entries
        .iter()
        .filter(|entry| entry.article().is_some_and(|article| !article.redirect_from.is_empty()))
        .peekable();
    if redirecting.peek().is_none() {
        return;
    }
    let mut taken: BTreeMap<String, &SourcePath> =
        entries.iter().map(|entry| (entry.route.output_path(), &entry.document.source)).collect();
    for entry in redirecting {
        let source = &entry.document.source;
        for old in entry.article().map_or(&[][..], |article| &article.redirect_from) {
            let place = Place::at(source.clone(), old.span);
            let Some(route) = redirect_route(&old.value) else {
                let message = format!("`{}` is not an address on this site.", old.value);
                diagnostics.push(
                    Diagnostic::error("wrong-value", place, message)
                        .help("Write the path of the old address, such as /old-page/."),
                );
                continue;
            };
            let is_list = route
                .as_str()
                .strip_suffix('/')
                .is_some_and(|name| address::RESERVED.contains(&name));
            let other = taken.get(&route.output_path());
            if is_list || route.as_str().is_empty() || other.is_some() {
                let message = format!("There is a page at {route} already.");
                let mut diagnostic = Diagnostic::error("same-address", place, message)
                    .help("Remove this address from `redirect_from`.");
                if let Some(other) = other {
                    diagnostic =
                        diagnostic.related(Place::file((*other).clone()), "the page there");
                }
                diagnostics.push(diagnostic);
            } else {
                taken.insert(route.output_path(), source);
            }
        }
    }
}

/// The route of an old address. `/old` is served from `old/index.html`, as hosts do.
pub fn redirect_route(address: &str) -> Option<Route> {
    let path = address.strip_prefix('/')?;
    let bad =
        |part: &str| part == ".." || part == "." || part.contains(['\\', ':', '?', '#', '<', '"']);
    let trimmed = path.trim_end_matches('/');
    if trimmed.split('/').any(bad)
        || trimmed.contains("//")
        || trimmed.chars().any(char::is_control)
    {
        return None;
    }
    let has_ending = trimmed.rsplit('/').next().is_some_and(|name| name.contains('.'));
    Some(Route::new(if has_ending || trimmed.is_empty() {
        trimmed.to_owned()
    } else {
        format!("{trimmed}/")
    }))
}

fn relate(library: &Library, entry: &Entry, diagnostics: &mut Vec<Diagnostic>) -> Relations {
    let mut relations = Relations::new();
    for (&relation, names) in &entry.document.references {
        let kind = relation.target();
        let mut targets: Vec<EntryId> = Vec::new();
        for name in names {
            let place = || Place::at(entry.document.source.clone(), name.span);
            match library.find(&name.value, Some(kind)) {
                Lookup::Entry(id) => {
                    if std::ptr::eq(&library[id], entry) {
                        let message = format!("`{}` names this page itself.", relation.key());
                        diagnostics.push(
                            Diagnostic::error("refers-to-itself", place(), message)
                                .help("Remove it from the list."),
                        );
                    } else if !targets.contains(&id) {
                        targets.push(id);
                    }
                }
                // It appears here on the day it is published.
                Lookup::Hidden(_) => {}
                Lookup::Ambiguous(ids) => {
                    diagnostics.push(ambiguous(library, &name.value, &ids, place()));
                }
                Lookup::Nothing => {
                    diagnostics.push(unknown(library, relation, &name.value, place()))
                }
            }
        }
        relations.insert(relation, targets);
    }
    relations
}

/// A name that fits several entries of one kind.
fn ambiguous(library: &Library, name: &str, ids: &[EntryId], place: Place) -> Diagnostic {
    let slugs: Vec<_> = ids.iter().map(|&id| library[id].document.slug.as_str()).collect();
    let mut diagnostic =
        Diagnostic::error("ambiguous-name", place, format!("`{name}` could be several pages."))
            .help(format!("Write one of their file names: {}.", slugs.join(", ")));
    for &id in ids {
        let source = library[id].document.source.clone();
        diagnostic = diagnostic.related(Place::file(source), "one of them");
    }
    diagnostic
}

fn unknown(library: &Library, relation: Relation, name: &str, place: Place) -> Diagnostic {
    let kind = relation.target();
    let message = format!("There is no {} `{name}`.", kind.noun());
    let help = library.suggest(name, Some(kind)).map_or_else(
        || {
            let slug = Slug::new(name).map_or_else(|| fold_name(name), |slug| slug.to_string());
            format!("Make a file content/{}/{slug}.md, or remove the name here.", kind.folder())
        },
        |near| format!("Did you mean `{near}`?"),
    );
    Diagnostic::error("unknown-name", place, message).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_addresses_become_routes() {
        let route = |text: &str| redirect_route(text).map(|route| route.output_path());
        assert_eq!(route("/old/").as_deref(), Some("old/index.html"));
        assert_eq!(route("/old").as_deref(), Some("old/index.html"));
        assert_eq!(route("/post/ieps.html").as_deref(), Some("post/ieps.html"));
        for bad in ["old", "/../x", "/a//b", "/a:b", "https://example.org/x"] {
            assert_eq!(route(bad), None, "{bad}");
        }
    }
}
