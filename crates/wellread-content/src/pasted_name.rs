//! A name that an author wrote for an entry, or pasted: the path of its file, or its address.
//!
//! Names are followed as a reader of the file would: `iep` and `glossary/iep` are names, and a path
//! or an address that was pasted is taken apart (`content/glossary/iep.md`,
//! `/glossary/iep/index.html`).

use wellread_model::url::{has_web_scheme, host_and_port};
use wellread_model::{Kind, Library, Lookup};

/// What a name means, among the entries of a kind or of all kinds: first what the author wrote,
/// then the file or the address that it may be. `exact` finds a name as it is.
pub(crate) fn find<'a>(
    library: &Library,
    name: &str,
    kind: Option<Kind>,
    exact: impl Fn(&str) -> Lookup<'a>,
) -> Lookup<'a> {
    let found = exact(name);
    let bare = bare(name);
    // The page of another site may have the same path.
    let is_own =
        !has_web_scheme(name) || host_and_port(name) == host_and_port(&library.settings.base_url);
    if !matches!(found, Lookup::Nothing) || bare == name || !is_own {
        return found;
    }
    match (bare.rsplit_once('/'), kind) {
        // An entry in another kind's folder cannot be of this kind.
        (Some((folder, last)), Some(kind)) if Kind::from_folder(folder) == Some(kind) => {
            exact(last)
        }
        (Some(_), Some(_)) => found,
        _ => exact(&bare),
    }
}

/// The last part of a name that is a path or an address, and not several names with slashes between
/// them.
pub(crate) fn last_of_path(name: &str) -> Option<String> {
    let bare = bare(name);
    let (folder, last) = bare.rsplit_once('/')?;
    (has_web_scheme(name) || Kind::from_folder(folder).is_some()).then(|| last.to_owned())
}

/// The folder and the name in a path or an address: `glossary/iep` for `/hub/glossary/iep/` and for
/// `content/glossary/iep.md`.
pub(crate) fn bare(name: &str) -> String {
    let path = name.split(['#', '?']).next().unwrap_or(name);
    let path = path.trim_matches('/');
    let path = path.strip_suffix(".md").or_else(|| path.strip_suffix(".html")).unwrap_or(path);
    let path = path.strip_suffix("/index").unwrap_or(path);
    let mut segments = path.rsplit('/');
    let last = segments.next().unwrap_or(path);
    match segments.find(|segment| Kind::from_folder(segment).is_some()) {
        Some(folder) => format!("{folder}/{last}"),
        // A folder without a kind is an error of its author, whatever the name after it.
        None if path.contains('/') => path.to_owned(),
        None => last.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_addresses_name_an_entry() {
        for name in [
            "glossary/iep",
            "/glossary/iep/",
            "/hub/glossary/iep/",
            "content/glossary/iep.md",
            "../glossary/iep.md#who",
            "glossary/i/iep.md",
            "https://example.org/glossary/iep/",
            "glossary/iep/index.md",
            "/glossary/iep/index.html",
            "glossary/iep.html?print=short",
        ] {
            assert_eq!(bare(name), "glossary/iep", "{name}");
        }
        assert_eq!(bare("/about/"), "about");
        assert_eq!(bare("iep.md"), "iep");
        assert_eq!(bare("glosary/iep"), "glosary/iep");
    }
}
