//! Documents to a library: what is published, at which route, and what refers to what.
//!
//! This is the only stage that sees all documents at once. Two rules shape it: a draft, or an
//! article of a later day, must leave no trace on the site; and a problem is reported once, where
//! its cause is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use wellread_model::{
    AcceptScope, Acceptance, Details, Diagnostic, Document, Entry, Hidden, Kind, Library, Origin,
    Place, Relation, Relations, Route, Settings, Slug, SourcePath, Spanned, address, fold_name,
    signs_in_words,
};

use crate::dates::{
    BuildOptions, Validity, report_ended_notices, report_future_dates, validity, warn_of_reviews,
};
use crate::relations::relations;
use crate::routes::{remove_same_slugs, report_reserved_routes};

/// A hub as far as it could be read. It exists even if there are errors, because further stages can
/// find more of them; it must not be published then.
#[derive(Debug)]
pub struct Hub {
    /// The library. Entries with errors are in it as far as they could be understood.
    pub library: Library,
    /// The date range in which this library is valid.
    pub validity: Validity,
    /// The warnings that staff have accepted, those of drafts included.
    pub acceptances: Vec<Acceptance>,
}

/// Resolves documents to a library. Problems are added to `diagnostics`.
///
/// It takes two rounds over the entries: names can be followed only when all of them are known, and
/// which of them are published is known only after the dates have been looked at.
pub(crate) fn resolve(
    mut settings: Settings,
    documents: Vec<Arc<Document>>,
    options: BuildOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Hub {
    // Before anything is left out: an article of a later day bounds the days as well.
    let validity = validity(&settings, &documents, options);
    report_ended_notices(&settings, &documents, options, diagnostics);
    // A notice that is not shown today must leave no trace either.
    settings.notice = settings.notice.filter(|notice| notice.is_shown_on(options.today));
    report_future_dates(&settings, &documents, options, diagnostics);
    let acceptances = acceptances(&settings, &documents, options);
    let (mut published, hidden) = select(documents, options);
    published.iter_mut().for_each(|document| remove_other_notice(document, options));
    warn_of_reviews(&published, options, diagnostics);
    published.extend(topics_without_a_file(&published, diagnostics).into_iter().map(Arc::new));
    // The order of the library. If two files have the same slug, the first by path stays.
    published.sort_by(|a, b| (a.kind, &a.slug, &a.source).cmp(&(b.kind, &b.slug, &b.source)));
    remove_same_slugs(&mut published, diagnostics);
    let entries: Vec<Entry> = published
        .into_iter()
        .map(|document| Entry {
            route: address::entry(document.kind, &document.slug),
            redirects: redirects(&document, &settings),
            document,
            relations: BTreeMap::new(),
        })
        .collect();
    report_reserved_routes(&entries, diagnostics);
    let library = Library::new(settings, entries, hidden);
    let related: Vec<(Relations, Vec<Diagnostic>)> =
        library.entries().par_iter().map(|entry| relations(&library, entry)).collect();
    // Each entry has its own list of problems, so that threads need not share one.
    let (relations, found): (Vec<_>, Vec<_>) = related.into_iter().unzip();
    diagnostics.extend(found.into_iter().flatten());
    Hub { library: library.with_relations(relations), validity, acceptances }
}

/// Takes the notice of another day out of a document.
fn remove_other_notice(document: &mut Arc<Document>, options: BuildOptions) {
    let notice = |document: &Document| match &document.details {
        Details::Resource(resource) => resource.notice.clone(),
        _ => None,
    };
    // Checked first, because this clones a document that is shared with the cache.
    if notice(document).is_some_and(|notice| !notice.is_shown_on(options.today))
        && let Details::Resource(resource) = &mut Arc::make_mut(document).details
    {
        resource.notice = None;
    }
}

/// What settings and documents accept.
pub(crate) fn acceptances(
    settings: &Settings,
    documents: &[Arc<Document>],
    options: BuildOptions,
) -> Vec<Acceptance> {
    let of = |scope, file: &SourcePath, codes: &[Spanned<String>]| -> Vec<Acceptance> {
        let one = |code: &Spanned<String>| {
            let (file, code) = (file.clone(), code.clone());
            Acceptance { file, scope, code }
        };
        codes.iter().map(one).collect()
    };
    let mut all = of(AcceptScope::Hub, &SourcePath::settings(), &settings.accept);
    for document in documents {
        let is_hidden = is_hidden(document, options);
        let scope = if is_hidden { AcceptScope::HiddenFile } else { AcceptScope::File };
        all.extend(of(scope, &document.source, &document.accept));
    }
    all
}

/// The old addresses of a document below the root of the site.
fn redirects(document: &Document, settings: &Settings) -> Vec<Spanned<Route>> {
    let below = |route: &Route| settings.below_base(&route.to_string()).map(Route::new);
    let redirects = document.redirect_from.iter();
    redirects
        .map(|old| Spanned::new(below(&old.value).unwrap_or(old.value.clone()), old.span))
        .collect()
}

/// Whether a document is left out of the site: a draft, or one of a later day.
fn is_hidden(document: &Document, options: BuildOptions) -> bool {
    let is_early = document.published().is_some_and(|day| day > options.today);
    !options.drafts && (document.draft || is_early)
}

/// Divides documents into those that are published and those that are not.
fn select(
    documents: Vec<Arc<Document>>,
    options: BuildOptions,
) -> (Vec<Arc<Document>>, Vec<Hidden>) {
    let (mut published, mut hidden) = (Vec::new(), Vec::new());
    for document in documents {
        if !is_hidden(&document, options) {
            published.push(document);
        } else {
            hidden.push(Hidden {
                kind: document.kind,
                slug: document.slug.clone(),
                place: Place::file(document.source.clone()),
                title: document.title.value.clone(),
                // A draft does not appear on any day, whatever date it has.
                until: document.published().filter(|_| !document.draft),
                last_dated: document.dates().max(),
                people: document.people_in_charge().iter().map(|name| name.value.clone()).collect(),
            });
        }
    }
    (published, hidden)
}

/// Topics need no file as long as no topic has one: then every name that is used is a topic. Once
/// there is a file, the hub has a list of its topics, and a name that is not in it is a typing
/// error.
///
/// A draft is no such file, even where drafts are shown: whoever begins to write about one topic
/// must not lose the pages of all others, nor get errors that only a preview with drafts has. Until
/// the draft is published, the page of its topic stays what it was, under the name that articles
/// use, and with nothing of the draft.
fn topics_without_a_file(
    documents: &[Arc<Document>],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Document> {
    let with_file = || documents.iter().filter(|document| document.kind == Kind::Topic);
    if with_file().any(|document| !document.draft) {
        return Vec::new();
    }
    // Drafts that are shown.
    let described: BTreeSet<String> = with_file()
        .flat_map(|document| [document.slug.as_str(), &document.title.value])
        .map(fold_name)
        .collect();
    let mut topics: BTreeMap<Slug, Document> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for document in documents {
        // Many articles share few topics; making a slug for each use would take longer than this
        // set.
        for name in document.references.get(&Relation::Topic).map_or(&[][..], Vec::as_slice) {
            if seen.insert(&name.value)
                && !described.contains(&fold_name(&name.value))
                && let Some(slug) = Slug::new(&name.value)
            {
                let topic = topics
                    .entry(slug)
                    .or_insert_with_key(|slug| implicit_topic(document, name, slug.clone()));
                if fold_name(&topic.title.value) != fold_name(&name.value) {
                    diagnostics.push(shared_topic(topic, document, name));
                }
            }
        }
    }
    topics.into_values().collect()
}

/// A name of a topic that has the address of another one, `topic`.
fn shared_topic(topic: &Document, user: &Document, name: &Spanned<String>) -> Diagnostic {
    let other = topic.title.value.as_str();
    let route = address::entry(Kind::Topic, &topic.slug);
    let message = format!("The topics `{other}` and `{}` would both be at {route}.", name.value);
    let place = Place::at(user.source.clone(), name.span);
    let in_words =
        |name: &str| Slug::new(&signs_in_words(name)?).filter(|slug| *slug != topic.slug);
    let better = in_words(&name.value).map(|slug| (name.value.as_str(), slug));
    let better = better.or_else(|| in_words(other).map(|slug| (other, slug)));
    let diagnostic = match better {
        Some((title, slug)) => Diagnostic::error("same-address", place, message).help(format!(
            "Make a file for one of the two, such as content/topics/{slug}.md with `title: {title}`."
        )),
        None => Diagnostic::warning("shared-address", place, message)
            .help("If they are one topic, write it the same way everywhere. If not, rename one."),
    };
    if topic.source == user.source {
        return diagnostic;
    }
    diagnostic.related(Place::at(topic.source.clone(), topic.title.span), "the other one")
}

/// The topic that a document names and that has no file.
fn implicit_topic(user: &Document, name: &Spanned<String>, slug: Slug) -> Document {
    let mut chars = name.value.chars();
    let title = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
    let title = Spanned::new(title, name.span);
    Document {
        origin: Origin::Implied,
        ..Document::new(Kind::Topic, slug, user.source.clone(), title)
    }
}
