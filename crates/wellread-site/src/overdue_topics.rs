//! The topics whose articles tell readers that their review is overdue, by the names that
//! `show_overdue` in site.toml has for them.

use std::collections::BTreeSet;

use wellread_model::{Diagnostic, EntryId, Kind, Library, Lookup, Place, SourcePath, Spanned};

/// All of these topics.
pub(crate) fn overdue_topics(library: &Library) -> BTreeSet<EntryId> {
    let names = library.settings.review.show_overdue.iter();
    names.filter_map(|name| overdue_topic(library, name)).collect()
}

/// The topic that a name means.
fn overdue_topic(library: &Library, name: &Spanned<String>) -> Option<EntryId> {
    match library.find(&name.value, Some(Kind::Topic)) {
        Lookup::Entry(id) => Some(id),
        _ => None,
    }
}

/// Reports the names that mean no topic.
pub(crate) fn check(library: &Library, diagnostics: &mut Vec<Diagnostic>) {
    for name in &library.settings.review.show_overdue {
        if overdue_topic(library, name).is_some() {
            continue;
        }
        let place = Place::at(SourcePath::settings(), name.span);
        let message = format!("There is no topic `{}`.", name.value);
        let help = library.suggest(&name.value, Some(Kind::Topic)).map_or_else(
            || {
                "Write the name of a file in content/topics, or a topic that articles name."
                    .to_owned()
            },
            |near| format!("Did you mean `{near}`?"),
        );
        diagnostics.push(Diagnostic::error("unknown-name", place, message).help(help));
    }
}
