//! Terms that are everyday words: nothing links to them by itself until staff decide.
//!
//! Which words these are is decided in `wellread_terms`; rendering has recorded where they are.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use wellread_model::{Diagnostic, EntryId, Library, Place, count};
use wellread_terms::Obstacle;

use crate::glossary::{self, NameReport};
use crate::markdown::{Body, WhyUnlinked};

/// Asks for each name of a term that is an everyday word, and that would be linked on some page,
/// whether it is to be linked. `bodies` are in the order of the entries; `problems` are those that
/// compiling the names has found.
pub(crate) fn everyday_words(
    library: &Library,
    bodies: &[Arc<Body>],
    problems: &[NameReport],
    diagnostics: &mut Vec<Diagnostic>,
) {
    // Where two terms claim one name, that error has to be fixed first.
    let contested: BTreeSet<(EntryId, usize)> = problems
        .iter()
        .flat_map(NameReport::names)
        .map(|name| (name.term, name.span.start))
        .collect();
    let mut pages: BTreeMap<(EntryId, &str), usize> = BTreeMap::new();
    // A body has each form once.
    let passed_over = bodies.iter().flat_map(|body| &body.passed_over);
    for one in passed_over.filter(|one| one.why == WhyUnlinked::Words(Obstacle::EverydayWord)) {
        *pages.entry((one.place.term, &one.form)).or_default() += 1;
    }
    for ((term, form), pages) in pages {
        let document = &library[term].document;
        let Some(name) = glossary::term_names(document).find(|name| name.value.trim() == form)
        else {
            continue;
        };
        if contested.contains(&(term, name.span.start)) {
            continue;
        }
        let place = Place::at(document.source.clone(), name.span);
        let on_pages = count(pages, "page");
        let message = format!(
            "`{form}` is an everyday word, so it is not linked by itself. It would be linked on \
             {on_pages}."
        );
        let key = if std::ptr::eq(name, &document.title) { "term" } else { "aliases" };
        let help = format!(
            "Best, write a phrase for it in `{key}` that always means this. It is linked by \
             itself. Otherwise add one of these lines to the settings of this file:\n\
             auto_link: true\n\
             auto_link: false\n\
             With true, the word is linked wherever it is. With false, it is linked only where \
             a page says [[{form}]]."
        );
        diagnostics.push(Diagnostic::warning("everyday-word", place, message).help(help));
    }
}
