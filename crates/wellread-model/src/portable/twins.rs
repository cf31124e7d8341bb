//! Pairs of paths that some system cannot distinguish, in sorted lists of paths.

use std::borrow::{Borrow, Cow};
use std::collections::BTreeMap;
use std::ops::Bound;

use unicode_normalization::UnicodeNormalization as _;

/// The path of a file as the map spells it, or of a folder with files in it, and a file that is
/// there. `None` if nothing is at the path.
///
/// # Examples
/// ```
/// use std::collections::BTreeMap;
///
/// use wellread_model::portable::file_or_folder;
///
/// let files = BTreeMap::from([("a-b", 1), ("a/b.md", 2)]);
/// assert_eq!(file_or_folder(&files, "a/b.md"), Some(("a/b.md", &2)));
/// assert_eq!(file_or_folder(&files, "a"), Some(("a", &2)));
/// assert_eq!(file_or_folder(&files, "b"), None);
/// ```
pub fn file_or_folder<'a, K: Borrow<str> + Ord, V>(
    files: &'a BTreeMap<K, V>,
    path: &str,
) -> Option<(&'a str, &'a V)> {
    if let Some((file, value)) = files.get_key_value(path) {
        return Some((file.borrow(), value));
    }
    let folder = format!("{path}/");
    let after = (Bound::Included(folder.as_str()), Bound::Unbounded);
    let (inside, value) = files.range::<str, _>(after).next()?;
    let inside: &str = inside.borrow();
    inside.starts_with(&folder).then(|| (&inside[..path.len()], value))
}

/// The form in which a path is compared as file systems do that ignore upper and lower case and the
/// ways in which accents are encoded (NTFS, APFS): two names with the same form cannot be side by
/// side there. It is the simple case folding of Unicode, by way of the two case mappings of single
/// characters, in NFC.
///
/// # Examples
/// ```
/// use wellread_model::portable::folded_path;
///
/// assert_eq!(folded_path("static/Form.PDF"), "static/form.pdf");
/// assert_eq!(folded_path("ΟΔΟΣ"), folded_path("οδος"));
/// assert_eq!(folded_path("cafe\u{301}"), folded_path("CAFÉ"));
/// ```
#[must_use]
pub fn folded_path(path: &str) -> Cow<'_, str> {
    // Nearly all paths of a site are made of slugs, and are what they are compared by.
    if path.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return Cow::Borrowed(path);
    }
    Cow::Owned(path.nfc().map(folded_char).nfc().collect())
}

/// A character without its case. Upper case comes first, because it is what the two lower case
/// forms of sigma have in common.
fn folded_char(c: char) -> char {
    let upper = single(c, c.to_uppercase());
    single(upper, upper.to_lowercase())
}

/// The case mapping of a character, unless it yields several characters or maps a non-ASCII letter
/// to ASCII: file systems distinguish the dotless `ı` from `i`.
fn single(c: char, mut mapped: impl ExactSizeIterator<Item = char>) -> char {
    match mapped.next() {
        Some(other) if mapped.len() == 0 && (c.is_ascii() || !other.is_ascii()) => other,
        _ => c,
    }
}

/// Collects paths one by one to find those that some file system would treat as the same. Only
/// paths that are not their own [folded form](folded_path) need to be stored.
///
/// # Examples
/// ```
/// use wellread_model::portable::Spellings;
///
/// let paths = ["Form.pdf", "Plan.pdf", "form.pdf"];
/// let at = |path: &str| paths.into_iter().find(|one| *one == path);
/// let mut spellings = Spellings::default();
/// assert_eq!(spellings.other("Form.pdf", at), Some("form.pdf"));
/// assert_eq!(spellings.other("Plan.pdf", at), None);
/// assert_eq!(spellings.other("PLAN.pdf", at), Some("Plan.pdf"));
/// ```
#[derive(Debug, Default)]
pub struct Spellings<'a>(BTreeMap<String, &'a str>);

impl<'a> Spellings<'a> {
    /// Another spelling of a path: one that was met before, or the folded form itself. `at` looks
    /// that up in the list, among its files and folders. `None` too if only a folder above is
    /// spelled differently, because that folder was met before.
    pub fn other(
        &mut self,
        path: &'a str,
        at: impl FnOnce(&str) -> Option<&'a str>,
    ) -> Option<&'a str> {
        let folded = folded_path(path);
        if folded == path {
            return None;
        }
        let other = at(&folded).or_else(|| self.0.get(&*folded).copied());
        if other.is_none() {
            self.0.insert(folded.into_owned(), path);
        }
        other.filter(|other| last_part(other) != last_part(path))
    }
}

/// Where the folders of `path` end that are not folders of `before` too, and where the path ends,
/// as offsets in bytes. If `before` is the path before it in a sorted list, each folder of the list
/// is met exactly once.
///
/// # Examples
/// ```
/// use wellread_model::portable::new_parts;
///
/// let path = "a/bc/d";
/// let parts: Vec<&str> = new_parts("a/b", path).map(|end| &path[..end]).collect();
/// assert_eq!(parts, ["a/bc", "a/bc/d"]);
/// ```
pub fn new_parts<'a>(before: &str, path: &'a str) -> impl Iterator<Item = usize> + use<'a> {
    let same = before.bytes().zip(path.bytes()).take_while(|(a, b)| a == b).count();
    let folders = path.match_indices('/').map(|(at, _)| at).filter(move |&at| at >= same);
    folders.chain(std::iter::once(path.len()))
}

/// The name of a file or folder without the folders above it.
#[must_use]
pub fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_folder_is_met_once() {
        let parts = |before, path: &'static str| -> Vec<&str> {
            new_parts(before, path).map(|end| &path[..end]).collect()
        };
        assert_eq!(parts("", "a/b/c"), ["a", "a/b", "a/b/c"]);
        assert_eq!(parts("a/b/c", "a/b/d"), ["a/b/d"]);
        assert_eq!(parts("a/b/c", "a/bc"), ["a/bc"]);
        assert_eq!(parts("é", "ê"), ["ê"]);
    }

    #[test]
    fn paths_are_compared_without_case_and_form() {
        assert_eq!(folded_path("a/B"), "a/b");
        assert_eq!(folded_path("Ärzte"), folded_path("a\u{308}rzte"));
        for [one, other] in [["ı", "i"], ["ß", "ss"], ["a-b", "a_b"]] {
            assert_ne!(folded_path(one), folded_path(other));
        }
    }
}
