//! Files that are in the hub by accident: temporary files of programs. Only names are looked at.
//!
//! They are left out silently, since their owners do not know of them. Second copies, which may
//! hold changes that are nowhere else, are left out with a warning: [`crate::copies`].

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

/// The name of the file that a placeholder replaces: iCloud Drive puts `.plan.md.icloud` in the
/// place of `plan.md` when it takes the file off the disk. `None` for any other name.
pub(crate) fn icloud_name(name: &str) -> Option<&str> {
    let name = name.strip_prefix('.')?.strip_suffix(".icloud")?;
    (!name.is_empty()).then_some(name)
}

/// Hidden names in `static/` that hosts read, and that are published anyway: facts for other
/// programs (RFC 8615), settings of Apache, and a mark for GitHub Pages.
const HIDDEN_FOR_HOSTS: [&str; 3] = [".well-known", ".htaccess", ".nojekyll"];

/// What happens to a file or folder of `static/` with a certain name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StaticName {
    /// It is published.
    Public,
    /// It is left out silently.
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

/// Whether a hidden file or folder of this name is made by a program unasked, in every folder that
/// it comes upon, or only says something to Git.
fn is_system_file(name: &str) -> bool {
    // macOS; a file manager of Linux; Git, and files that only keep an empty folder in it; Dropbox
    // and Syncthing.
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
    // The second half of a file on drives that are not Apple's; locks of Emacs and LibreOffice;
    // files that a program still has open; trash.
    const STARTS: [&str; 7] =
        ["._", ".#", ".~", ".nfs", ".fuse_hidden", ".goutputstream-", ".Trash-"];
    const ENDS: [&str; 4] = [".swp", ".swo", ".swx", "~"];
    name.starts_with('.')
        && (NAMES.contains(&name)
            || STARTS.iter().any(|start| name.starts_with(start))
            || ENDS.iter().any(|end| name.ends_with(end)))
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
}
