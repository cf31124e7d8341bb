//! Checks of the ways to narrow the directory: values that would share a list with others that mean
//! something else, and values that can have no list.

use std::collections::{BTreeMap, BTreeSet};

use wellread_model::marks::is_dash;
use wellread_model::{Diagnostic, Library, Route, Slug, address, fold_name, signs_in_words};

use crate::view::facets::{KEYS, StatedValue, stated};

/// Reports values that would share a list with others that mean something else, and values that can
/// have no list.
pub(crate) fn facets(library: &Library, diagnostics: &mut Vec<Diagnostic>) {
    for key in &KEYS {
        let mut first: BTreeMap<Slug, (String, StatedValue<'_>)> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for value in stated(library, key) {
            let spelling = plain_spelling(value.title);
            // Each value once, however many resources have it.
            if !seen.insert(spelling.clone()) {
                continue;
            }
            let Some(slug) = Slug::new(value.title) else {
                diagnostics.push(without_list(value));
                continue;
            };
            let route = address::facet(key.id, &slug);
            match first.get(&slug) {
                None => {
                    first.insert(slug, (spelling, value));
                }
                Some((_, other)) => diagnostics.push(shared_list(&route, other, value)),
            }
        }
    }
}

/// The form in which two spellings of one value are the same: not only by case and accents, but
/// also without the punctuation that people put after it, and with any dash.
fn plain_spelling(value: &str) -> String {
    let folded = fold_name(&value.replace(is_dash, "-"));
    folded.trim_end_matches(['.', ',', ';', ':', '!', ' ']).to_owned()
}

/// Two values whose names make one address.
fn shared_list(route: &Route, other: &StatedValue<'_>, value: StatedValue<'_>) -> Diagnostic {
    let message = format!(
        "`{}` and `{}` share one list of the directory, at {route}.",
        other.title, value.title
    );
    let in_words = |title: &str| signs_in_words(title).unwrap_or_else(|| title.to_owned());
    let (one, another) = (in_words(other.title), in_words(value.title));
    let diagnostic = if Slug::new(&one) == Slug::new(&another) {
        Diagnostic::warning("shared-address", value.place, message).help(
            "If they mean the same, write them the same way. If not, use words that differ in \
             letters or digits.",
        )
    } else {
        // They differ in characters alone, so they mean two things.
        let better = if another == value.title { one } else { another };
        let help = format!("Use words that differ in letters or digits, such as `{better}`.");
        Diagnostic::error("same-address", value.place, message).help(help)
    };
    diagnostic.related(other.place.clone(), "the other one")
}

/// A value without a letter or digit.
fn without_list(value: StatedValue<'_>) -> Diagnostic {
    let message = format!(
        "`{}` has no letter or digit, so the directory has no list of the resources with it.",
        value.title
    );
    Diagnostic::warning("no-list", value.place, message)
        .help("Write it in words, or remove it if there is nothing to say.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_value_are_one() {
        for (one, other) in [("Free", "free."), ("4–8", "4-8"), ("Jóvenes", "jovenes")] {
            assert_eq!(plain_spelling(one), plain_spelling(other));
        }
        for (one, other) in [("C++", "C#"), ("<5", ">5"), ("$5", "5"), ("A/B", "A B")] {
            assert_ne!(plain_spelling(one), plain_spelling(other));
        }
    }
}
