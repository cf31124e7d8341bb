//! The search index of a site: every entry as a page in, index files out.

use std::borrow::Cow;
use std::sync::Arc;

use rayon::prelude::*;
use wellread_model::{
    Diagnostic, EntryId, Kind, Library, Lookup, Place, Relation, SourcePath, address,
};
use wellread_search::{
    GlossaryTerm, IndexCache, IndexFile, IndexSettings, Page, PageSection, PinnedResult,
};

use crate::markdown::{Body, OBJECT_REPLACEMENT};

/// The content of [`address::SEARCH_CORE`], given the name of the core, which holds a hash.
pub(crate) fn entry(core: &str) -> String {
    format!("Wellread.add(\"search-core\", \"{}{core}\");\n", address::SEARCH_FILES)
}

/// What a page is indexed from, owned.
struct PageSource<'a> {
    url: String,
    topics: Vec<&'a str>,
    definition: Cow<'a, str>,
    texts: Vec<Cow<'a, str>>,
}

/// Makes the index of all entries and hands each of its files to `each`, as
/// [`wellread_search::index_into`] does. Returns the name of the core.
pub(crate) fn index(
    library: &Library,
    bodies: &[Arc<Body>],
    cache: &mut IndexCache,
    each: &(dyn Fn(IndexFile) + Sync),
) -> String {
    let settings = &library.settings;
    let base = settings.base_path();
    let entries: Vec<(EntryId, &Arc<Body>)> =
        library.iter().map(|(id, _)| id).zip(bodies).collect();
    let sources: Vec<PageSource<'_>> = entries
        .par_iter()
        .map(|&(id, body)| {
            let topics = library[id].related(Relation::Topic);
            PageSource {
                url: library[id].route.url(base),
                topics: topics.iter().map(|&topic| library[topic].title()).collect(),
                definition: without_barriers(&body.text[body.first_paragraph.clone()]),
                texts: body
                    .sections
                    .iter()
                    .map(|section| without_barriers(&body.text[section.text.clone()]))
                    .collect(),
            }
        })
        .collect();
    let pages: Vec<Page<'_>> = entries
        .iter()
        .zip(&sources)
        .map(|(&(id, body), source)| {
            let entry = &library[id];
            Page {
                url: &source.url,
                title: entry.title(),
                kind: entry.document.kind.noun(),
                topics: &source.topics,
                names: aliases(library, id),
                summary: entry.document.summary.as_deref().unwrap_or_default(),
                sections: body
                    .sections
                    .iter()
                    .zip(&source.texts)
                    .map(|(section, text)| PageSection {
                        heading: &section.title,
                        anchor: &section.id,
                        text,
                    })
                    .collect(),
            }
        })
        .collect();
    let terms: Vec<GlossaryTerm<'_>> = library
        .of_kind(Kind::Term)
        .map(|(id, entry)| {
            let source = &sources[id.0 as usize];
            GlossaryTerm {
                name: entry.title(),
                url: &source.url,
                definition: &source.definition,
                aliases: aliases(library, id),
            }
        })
        .collect();
    let best = pinned(library)
        .map(|(query, id)| PinnedResult { queries: vec![query], url: &sources[id.0 as usize].url })
        .collect();
    let static_path = format!("{base}{}", address::SEARCH_FILES);
    let settings = IndexSettings {
        language: &settings.language,
        best,
        crisis: settings.search.crisis.iter().map(String::as_str).collect(),
        static_path: &static_path,
    };
    wellread_search::index_into(&settings, &pages, &terms, cache, each)
}

fn without_barriers(text: &str) -> Cow<'_, str> {
    if text.contains(OBJECT_REPLACEMENT) {
        Cow::Owned(text.replace(OBJECT_REPLACEMENT, ""))
    } else {
        Cow::Borrowed(text)
    }
}

fn aliases(library: &Library, id: EntryId) -> Vec<&str> {
    let aliases = library[id].term().map_or(&[][..], |term| &term.aliases);
    aliases.iter().map(|alias| alias.value.as_str()).collect()
}

/// The pages that staff put first, by what they are to be found with.
fn pinned(library: &Library) -> impl Iterator<Item = (&str, EntryId)> {
    let best = library.settings.search.best.iter();
    best.filter_map(|best| match library.find(&best.page.value, None) {
        Lookup::Entry(id) => Some((best.query.as_str(), id)),
        _ => None,
    })
}

/// Reports pages that staff put first and that do not exist.
pub(crate) fn check_pinned(library: &Library, diagnostics: &mut Vec<Diagnostic>) {
    for best in &library.settings.search.best {
        if matches!(library.find(&best.page.value, None), Lookup::Entry(_)) {
            continue;
        }
        let help = library.suggest(&best.page.value, None).map_or_else(
            || "Write the name of a page's file, without .md.".to_owned(),
            |near| format!("Did you mean `{near}`?"),
        );
        let place = Place::at(SourcePath::new("site.toml"), best.page.span);
        let message = format!("There is no published page `{}`.", best.page.value);
        diagnostics.push(Diagnostic::error("unknown-name", place, message).help(help));
    }
}
