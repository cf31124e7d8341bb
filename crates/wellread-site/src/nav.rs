//! What the head of every page may lead to, by the names that `nav` in site.toml has for it.

use wellread_model::{
    Diagnostic, EntryId, Kind, Library, Lookup, Place, SourcePath, address, nearest,
};

/// How many links the head has room for. More would be a second row on a phone.
const MOST: usize = 7;

/// What a name in `nav` stands for.
pub(crate) enum NavTarget {
    /// A list, at its address.
    List(Kind, &'static str),
    /// A page of the hub.
    Page(EntryId),
}

/// What a name stands for: the folder of a kind that has a list, or the name of a page.
pub(crate) fn nav_target(library: &Library, name: &str) -> Option<NavTarget> {
    if let Some(kind) = Kind::from_folder(name) {
        let list = address::list(kind).filter(|_| library.has_list(kind));
        return list.map(|list| NavTarget::List(kind, list));
    }
    match library.find(name, Some(Kind::Page)) {
        Lookup::Entry(id) => Some(NavTarget::Page(id)),
        _ => None,
    }
}

/// Reports the names in `nav` that stand for nothing, and too many of them.
pub(crate) fn check(library: &Library, diagnostics: &mut Vec<Diagnostic>) {
    let nav = &library.settings.nav;
    let place = |span| Place::at(SourcePath::settings(), span);
    for name in nav.iter().filter(|name| nav_target(library, &name.value).is_none()) {
        let lists = address::LISTED.into_iter().map(|kind| -> &str { kind.folder() });
        let known: Vec<&str> = lists
            .chain(library.of_kind(Kind::Page).map(|(_, page)| page.document.slug.as_str()))
            .filter(|name| *name != "home" && nav_target(library, name).is_some())
            .collect();
        let help = nearest(&name.value, known.iter().copied()).map_or_else(
            || format!("Write one of: {}.", known.join(", ")),
            |near| format!("Did you mean `{near}`?"),
        );
        let message = format!("`nav` has no page or list `{}` to lead to.", name.value);
        diagnostics.push(Diagnostic::error("unknown-name", place(name.span), message).help(help));
    }
    if let Some(first) = nav.get(MOST) {
        let message =
            format!("The head of a page has room for {MOST} links, and `nav` has {}.", nav.len());
        diagnostics.push(
            Diagnostic::error("wrong-value", place(first.span), message)
                .help("Remove some. The foot of every page leads to all pages of the hub anyway."),
        );
    }
}
