//! Paths as the user wrote them, for messages.
//!
//! On Windows, a path without links begins with `\\?\`, and what is joined with names of the site
//! has two kinds of separators. Neither belongs in a message, and neither can be typed everywhere.

use std::path::Path;

/// A path for a message.
pub(crate) fn path_text(path: &Path) -> String {
    let written = path.display().to_string();
    if cfg!(windows) { windows_spelling(&written) } else { written }
}

/// The usual spelling of a Windows path.
fn windows_spelling(path: &str) -> String {
    let usual = path
        .strip_prefix(r"\\?\UNC\")
        .map(|share| format!(r"\\{share}"))
        .or_else(|| path.strip_prefix(r"\\?\").map(str::to_owned));
    usual.unwrap_or_else(|| path.to_owned()).replace('/', r"\")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_paths_are_shown_as_they_are_typed() {
        for (path, expected) in [
            (r"\\?\C:\hub\public/articles/index.html", r"C:\hub\public\articles\index.html"),
            (r"\\?\UNC\server\share\hub", r"\\server\share\hub"),
            (r"\\server\share/hub", r"\\server\share\hub"),
            ("public/index.html", r"public\index.html"),
            (r"C:\hub", r"C:\hub"),
        ] {
            assert_eq!(windows_spelling(path), expected);
        }
    }

    #[test]
    fn other_paths_are_shown_as_they_are() {
        let expected = if cfg!(windows) { r"a\b c" } else { "a/b c" };
        assert_eq!(path_text(Path::new("a/b c")), expected);
    }
}
