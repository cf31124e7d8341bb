//! Files that are in the hub by accident: temporary files of programs, and second copies
//! that cloud drives make when two people save at once.
//!
//! Only names are looked at. Temporary files are left out silently, since their owners do not know
//! of them; copies with a warning, since someone's changes may be in one.

use std::collections::BTreeSet;

use wellread_model::{Diagnostic, Place, SourcePath};

/// Whether editors, office programs or operating systems leave files of this name in folders.
pub(crate) fn is_leftover(name: &str) -> bool {
    let ends_with = |extension: &&str| {
        let start = name.len().checked_sub(extension.len());
        start.and_then(|at| name.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(extension))
    };
    // In this order: hidden files; the lock files of Office; backups and autosaves of Emacs and vi.
    name.starts_with('.')
        || name.starts_with("~$")
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        // Caches and folder settings of Windows and macOS; "icon" with a carriage return is real.
        || ["thumbs.db", "desktop.ini", "icon\r", "__macosx"]
            .iter()
            .any(|leftover| name.eq_ignore_ascii_case(leftover))
        // Swap files of vi, temporary files of Office, backups, and downloads under way.
        || [".swp", ".swo", ".swx", ".tmp", ".temp", ".bak", ".orig", ".part", ".crdownload"]
            .iter()
            .any(ends_with)
}

/// Hidden names in `static/` that hosts read, and that are published all the same: facts for other
/// programs (RFC 8615), settings of Apache, and a mark for GitHub Pages.
const HIDDEN_FOR_HOSTS: [&str; 3] = [".well-known", ".htaccess", ".nojekyll"];

/// What happens to a file or folder of `static/` with a certain name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StaticName {
    /// It is published.
    Public,
    /// It is left out without a word.
    Leftover,
    /// It is left out with a warning: its name begins with a period, which means on most systems
    /// that it is private (`.env`, `.ssh`, `.git`).
    Hidden,
}

/// What happens to a file or folder of this name in `static/`, whose files are published unseen.
pub(crate) fn static_name(name: &str) -> StaticName {
    if HIDDEN_FOR_HOSTS.contains(&name) {
        StaticName::Public
    } else if is_system_file(name) {
        StaticName::Leftover
    } else if name.starts_with('.') {
        StaticName::Hidden
    } else if is_leftover(name) {
        StaticName::Leftover
    } else {
        StaticName::Public
    }
}

/// Whether a hidden file or folder of this name is made by a program unasked, in every folder that it
/// comes upon, or only says something to Git.
fn is_system_file(name: &str) -> bool {
    // macOS; a file manager of Linux; Git, and files that only keep an empty folder in it; Dropbox and
    // Syncthing.
    const NAMES: [&str; 17] = [
        ".DS_Store",
        ".localized",
        ".apdisk",
        ".Spotlight-V100",
        ".Trashes",
        ".fseventsd",
        ".TemporaryItems",
        ".directory",
        ".gitattributes",
        ".gitignore",
        ".gitkeep",
        ".keep",
        ".dropbox",
        ".dropbox.cache",
        ".stfolder",
        ".stignore",
        ".stversions",
    ];
    // The second half of a file on drives that are not Apple's; locks of Emacs and LibreOffice; files
    // that a program still has open; trash.
    const STARTS: [&str; 7] =
        ["._", ".#", ".~", ".nfs", ".fuse_hidden", ".goutputstream-", ".Trash-"];
    const ENDS: [&str; 4] = [".swp", ".swo", ".swx", "~"];
    name.starts_with('.')
        && (NAMES.contains(&name)
            || STARTS.iter().any(|start| name.starts_with(start))
            || ENDS.iter().any(|end| name.ends_with(end)))
}

/// Removes the second copies that cloud drives and file managers make from a list of files, with a
/// warning each: published, one would be a page that staff do not know of. `path_of` gives the path
/// of an item.
///
/// A name with "conflict" in it says what it is; `iep (1).md` is a copy only if `iep.md` is
/// beside it.
pub(crate) fn remove_conflict_copies<T>(
    files: &mut Vec<T>,
    path_of: impl Fn(&T) -> &SourcePath,
    diagnostics: &mut Vec<Diagnostic>,
) {
    // Most hubs have none, and then the set of all names need not be made.
    if !files.iter().any(|file| original_of_copy(path_of(file)).is_some()) {
        return;
    }
    // In lower case, since these copies come from file systems that ignore case.
    let names: BTreeSet<String> =
        files.iter().map(|file| path_of(file).as_str().to_lowercase()).collect();
    files.retain(|file| {
        let path = path_of(file);
        let Some(original) = original_of_copy(path) else { return true };
        let is_clear = path.as_str().contains("conflict");
        if !is_clear && !names.contains(&original.to_lowercase()) {
            return true;
        }
        let message = format!("This looks like a second copy of {original}. It was left out.");
        diagnostics.push(
            Diagnostic::warning("conflict-copy", Place::file(path.clone()), message).help(
                "Compare the two, keep what is right in the original, and delete this copy. \
                 If it is a page of its own, give it another name.",
            ),
        );
        false
    });
}

/// The file that this one seems to be a copy of, by the names that Dropbox, OneDrive, Syncthing,
/// Windows and macOS give:
///
/// - `iep (1).md` and `iep (Ana's conflicted copy 2026-01-02).md`,
/// - `iep.sync-conflict-20260102-101112-ABC.md`,
/// - `iep - Copy.md` and `iep copy.md`.
fn original_of_copy(path: &SourcePath) -> Option<String> {
    let name = path.file_name();
    let (stem, extension) = name.rsplit_once('.')?;
    let base = if let Some((base, rest)) = stem.rsplit_once(" (") {
        let inner = rest.strip_suffix(')')?;
        // A year in parentheses is part of a title, a number of one or two digits is a count.
        let counted =
            !inner.is_empty() && inner.len() <= 2 && inner.bytes().all(|b| b.is_ascii_digit());
        (counted || inner.to_lowercase().contains("conflict")).then_some(base)?
    } else if let Some((base, _)) = stem.split_once(".sync-conflict-") {
        base
    } else {
        stem.strip_suffix(" - Copy").or_else(|| stem.strip_suffix(" copy"))?
    };
    let folder = path.folder();
    Some(format!("{folder}/{base}.{extension}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leftovers_are_known() {
        for name in [".DS_Store", "Thumbs.db", "iep.md~", ".iep.md.swp", "~$iep.docx", "#iep.md#"] {
            assert!(is_leftover(name), "{name}");
        }
        assert!(!is_leftover("iep.md"));
    }

    #[test]
    fn of_hidden_files_only_those_for_hosts_are_published() {
        for name in ["a.txt", ".well-known", ".htaccess", ".nojekyll"] {
            assert_eq!(static_name(name), StaticName::Public, "{name}");
        }
        for name in [".DS_Store", "._a.txt", ".a.txt.swp", "Thumbs.db", "a~", ".gitkeep", ".a~"] {
            assert_eq!(static_name(name), StaticName::Leftover, "{name}");
        }
        for name in [".env", ".ssh", ".git", ".htpasswd", ".nojekyll2", ".well-known.txt"] {
            assert_eq!(static_name(name), StaticName::Hidden, "{name}");
        }
    }

    #[test]
    fn copies_are_known_by_their_names() {
        let original = |name: &str| original_of_copy(&SourcePath::new(name));
        assert_eq!(original("c/iep (1).md").as_deref(), Some("c/iep.md"));
        assert_eq!(
            original("c/iep (Ana's conflicted copy 2026-01-02).md").as_deref(),
            Some("c/iep.md")
        );
        assert_eq!(
            original("c/iep.sync-conflict-20260102-101112-ABC.md").as_deref(),
            Some("c/iep.md")
        );
        assert_eq!(original("c/iep - Copy.md").as_deref(), Some("c/iep.md"));
        assert_eq!(original("c/who we are (team).md"), None);
    }
}
