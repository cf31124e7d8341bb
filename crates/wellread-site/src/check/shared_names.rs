//! Names of several terms on a page that could mean each of them.
//!
//! Terms may share a name if their topics keep them apart, and then the topics of a page tell which
//! one is meant. A page with the topics of both says so with a link; none is guessed.

use std::collections::BTreeMap;
use std::sync::Arc;

use wellread_model::{Diagnostic, Library, Place};

use crate::markdown::{Body, PassedOver, WhyUnlinked, plain};

/// Reports the first use of each such name on each page. `bodies` are in the order of the entries.
pub(crate) fn several_terms(
    library: &Library,
    bodies: &[Arc<Body>],
    diagnostics: &mut Vec<Diagnostic>,
) {
    for ((_, entry), body) in library.iter().zip(bodies) {
        let mut by_place: BTreeMap<usize, Vec<&PassedOver>> = BTreeMap::new();
        for one in body.passed_over.iter().filter(|one| one.why == WhyUnlinked::SeveralTerms) {
            by_place.entry(one.place.words.start).or_default().push(one);
        }
        for all in by_place.into_values().filter(|all| all.len() > 1) {
            // If the page links one of them, by hand or by another name, the meaning is clear.
            if all.iter().any(|one| body.words.contains(&one.place.term)) {
                continue;
            }
            let place = &all[0].place;
            let words = plain(&body.text[place.words.clone()]);
            let words = wellread_model::in_one_line(&words);
            let links: Vec<String> = all
                .iter()
                .map(|one| format!("[[{}|{words}]]", library[one.place.term].document.slug))
                .collect();
            let message = format!(
                "`{words}` is the name of {} terms, and this page has the topics of all of them. So \
                 it is not linked.",
                all.len()
            );
            let help = format!("Write the one that you mean:  {}", links.join("  or  "));
            let place = Place::at(entry.document.source.clone(), place.span);
            diagnostics.push(Diagnostic::warning("several-terms", place, message).help(help));
        }
    }
}
