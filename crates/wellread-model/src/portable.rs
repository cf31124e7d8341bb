//! Names of files and folders that every system can hold, and pairs of names that some system takes
//! for one.
//!
//! A hub is written on one computer, built on another, and served by a third. Windows refuses names
//! that Linux allows; Windows and macOS take `A.txt` and `a.txt` for one file. Where a name depends
//! on the system, so would the site, and it must be the same bytes everywhere. So each name, of a
//! source as of an output, has to be one that all of them can hold.
//!
//! The rules are those of Windows (Microsoft, "Naming Files, Paths, and Namespaces") and the longest
//! name that Linux and macOS allow. These are functions of text: the file system is never asked.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

use crate::{Place, Slug, diagnostic::Diagnostic};

/// The longest name that Linux and macOS allow, in bytes of UTF-8. Windows counts 255 units of
/// UTF-16, which are never more than the bytes.
pub const LONGEST_NAME: usize = 255;

/// How much of a long name a message shows, in characters.
const SHOWN: usize = 40;

/// The devices of MS-DOS, whose names Windows still keeps for itself in every folder. Those that end
/// in a digit are listed without it.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
const NUMBERED_DEVICES: [&str; 2] = ["com", "lpt"];

/// Why some system cannot hold a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameProblem {
    /// It is the name of a device on Windows (`con`, `aux.md`).
    Device,
    /// It contains a character that Windows keeps for itself.
    Character(char),
    /// It contains a control character. Some systems hold it; no person can see or type it.
    Control(char),
    /// It ends in a period or a space, which Windows drops.
    End(char),
    /// It has more than [`LONGEST_NAME`] bytes: this many.
    Length(usize),
}

/// What bears a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// A file.
    File,
    /// A folder.
    Folder,
}

impl Named {
    /// The noun in messages.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Folder => "folder",
        }
    }
}

/// What is wrong with one name, without its folders. `None` if every system can hold it.
///
/// # Examples
/// ```
/// use wellread_model::portable::{NameProblem, name_problem};
///
/// assert_eq!(name_problem("Form 1.pdf"), None);
/// assert_eq!(name_problem("aux.md"), Some(NameProblem::Device));
/// assert_eq!(name_problem("what?.md"), Some(NameProblem::Character('?')));
/// assert_eq!(name_problem("plan."), Some(NameProblem::End('.')));
/// ```
#[must_use]
pub fn name_problem(name: &str) -> Option<NameProblem> {
    if let Some(c) = name.chars().find(|c| c.is_control()) {
        return Some(NameProblem::Control(c));
    }
    if let Some(c) = name.chars().find(|c| is_reserved(*c)) {
        return Some(NameProblem::Character(c));
    }
    if let Some(end) = name.chars().next_back().filter(|c| matches!(c, '.' | ' ')) {
        return Some(NameProblem::End(end));
    }
    if is_device(name) {
        return Some(NameProblem::Device);
    }
    (name.len() > LONGEST_NAME).then_some(NameProblem::Length(name.len()))
}

/// Whether Windows allows this character in no name. (The slash cannot be in one anywhere.)
const fn is_reserved(c: char) -> bool {
    matches!(c, '<' | '>' | ':' | '"' | '\\' | '|' | '?' | '*')
}

/// Whether Windows takes the name for a device: what stands before the first period counts, in any
/// case, without spaces at its end.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end_matches(' ');
    // Windows also reads superscript digits (`com¹`), but only these three.
    let is_digit = |c: char| c.is_ascii_digit() || matches!(c, '¹' | '²' | '³');
    DEVICES.iter().any(|device| stem.eq_ignore_ascii_case(device))
        || stem.char_indices().nth(3).is_some_and(|(at, digit)| {
            let (name, rest) = stem.split_at(at);
            NUMBERED_DEVICES.iter().any(|device| name.eq_ignore_ascii_case(device))
                && is_digit(digit)
                && rest.len() == digit.len_utf8()
        })
}

impl NameProblem {
    /// What is wrong, as a sentence for staff.
    #[must_use]
    pub fn message(self, named: Named, name: &str) -> String {
        let (noun, shown) = (named.noun(), shown(name));
        match self {
            Self::Device => format!("Windows cannot make a {noun} `{shown}`."),
            Self::Character(c) => {
                format!("Windows cannot make a {noun} `{shown}`, because of the `{c}` in its name.")
            }
            Self::Control(c) => format!(
                "The name of this {noun} contains an invisible control character (U+{:04X}).",
                u32::from(c)
            ),
            Self::End(c) => {
                let end = if c == '.' { "a period" } else { "a space" };
                format!("Windows cannot make a {noun} `{shown}`, because its name ends with {end}.")
            }
            Self::Length(bytes) => format!(
                "The name of the {noun} `{shown}` is too long: it takes {bytes} bytes, and \
                 {LONGEST_NAME} are the most that computers allow. (Letters with accents take two \
                 or more.)"
            ),
        }
    }

    /// The error for a name of the hub's author, `place` being where the name is written.
    #[must_use]
    pub fn diagnostic(self, place: Place, named: Named, name: &str) -> Diagnostic {
        Diagnostic::error("unportable-name", place, self.message(named, name))
    }
}

/// The beginning of a name, if it is too long for a message; without control characters.
#[must_use]
pub fn shown(name: &str) -> String {
    let visible = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    let mut shown: String = name.chars().map(visible).take(SHOWN).collect();
    if name.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

/// A name like this one that every system can hold, to suggest it. A file keeps its extension.
///
/// # Examples
/// ```
/// use wellread_model::portable::portable_name;
///
/// assert_eq!(portable_name("what? (1).md"), "what (1).md");
/// assert_eq!(portable_name("con.md"), "con-1.md");
/// assert_eq!(portable_name("9:30 AM"), "9-30 AM");
/// ```
#[must_use]
pub fn portable_name(name: &str) -> String {
    if name_problem(name).is_none() {
        return name.to_owned();
    }
    let (stem, extension) = match name.rsplit_once('.') {
        // What is no extension by its looks stays a part of the name.
        Some((stem, extension))
            if !stem.is_empty()
                && (1..=8).contains(&extension.len())
                && extension.bytes().all(|byte| byte.is_ascii_alphanumeric()) =>
        {
            (stem, format!(".{extension}"))
        }
        _ => (name, String::new()),
    };
    let mut plain = String::with_capacity(stem.len());
    for c in stem.chars() {
        match c {
            // A time (`9:30`) or a path (`a\b`) should stay readable.
            ':' | '\\' | '|' if !plain.is_empty() => plain.push('-'),
            c if is_reserved(c) || c.is_control() => {}
            // Far below the limit: who reads such a name?
            _ if plain.len() >= 80 => break,
            c => plain.push(c),
        }
    }
    // A period at the beginning would hide the file.
    let mut plain = plain.trim_matches(['.', ' ', '-']).to_owned();
    if plain.is_empty() {
        "file".clone_into(&mut plain);
    }
    if is_device(&plain) {
        // Before a period within the name, since only what stands there counts.
        let at = plain.find('.').unwrap_or(plain.len());
        plain.insert_str(at, "-1");
    }
    plain + &extension
}

/// Another name in the place of one that is taken: `form.pdf` becomes `form-2.pdf`. In ASCII where
/// possible, so that two names that only look alike are told apart.
///
/// # Examples
/// ```
/// use wellread_model::portable::other_name;
///
/// assert_eq!(other_name("Form.PDF"), "Form-2.PDF");
/// assert_eq!(other_name("cafe\u{301}.txt"), "cafe-2.txt");
/// ```
#[must_use]
pub fn other_name(name: &str) -> String {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let stem = if stem.is_ascii() {
        stem.to_owned()
    } else {
        Slug::new(stem).map_or_else(|| "file".to_owned(), |slug| slug.to_string())
    };
    let dot = if extension.is_empty() { "" } else { "." };
    portable_name(&format!("{stem}-2{dot}{extension}"))
}

/// The form in which a path is compared as file systems do that ignore upper and lower case and the
/// ways in which accents are encoded (NTFS, APFS): two names with the same form cannot stand side by
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

/// What a character is mapped to, unless that is several characters, or a letter of ASCII for one
/// that is none: file systems tell the dotless `ı` from `i`.
fn single(c: char, mut mapped: impl ExactSizeIterator<Item = char>) -> char {
    match mapped.next() {
        Some(other) if mapped.len() == 0 && (c.is_ascii() || !other.is_ascii()) => other,
        _ => c,
    }
}

/// Where the folders of `path` end that are not folders of `before` too, and where the path ends, as
/// offsets in bytes. If `before` is the path before it in a sorted list, each folder of the list is
/// met exactly once.
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
    fn ordinary_names_are_fine() {
        for name in [
            "iep.md",
            "What is an IEP.md",
            "学校.md",
            ".well-known",
            "a.b.c",
            "console.md",
            "com.md",
            "com10.txt",
            "lpt.pdf",
            "aux-1.md",
            "conf.toml",
            "a'b(c)&d;e=f,g@h!i#j%k$l~m[n]{o}^p`.txt",
        ] {
            assert_eq!(name_problem(name), None, "{name}");
            assert_eq!(portable_name(name), name);
        }
        assert_eq!(name_problem(&"a".repeat(255)), None);
        assert_eq!(name_problem(&"é".repeat(127)), None);
    }

    #[test]
    fn names_that_some_system_cannot_hold_are_known() {
        use NameProblem::{Character, Control, Device, End, Length};
        for name in [
            "con",
            "CON",
            "Con.md",
            "nul.tar.gz",
            "aux .txt",
            "COM0",
            "com9.md",
            "lpt¹",
            "prn",
            "CONIN$",
        ] {
            assert_eq!(name_problem(name), Some(Device), "{name}");
        }
        assert_eq!(name_problem("a:b"), Some(Character(':')));
        assert_eq!(name_problem("a\\b"), Some(Character('\\')));
        assert_eq!(name_problem("a\nb"), Some(Control('\n')));
        assert_eq!(name_problem("a\u{85}b"), Some(Control('\u{85}')));
        assert_eq!(name_problem("etc."), Some(End('.')));
        assert_eq!(name_problem("a "), Some(End(' ')));
        assert_eq!(name_problem(&"é".repeat(128)), Some(Length(256)));
    }

    #[test]
    fn suggestions_can_be_held() {
        for name in ["con", "nul.tar.gz", "a:b?.md", "???", "a. .", "\u{7}", "?.md", " .x", "aux."]
        {
            let better = portable_name(name);
            assert_eq!(name_problem(&better), None, "{name}: {better}");
        }
        assert_eq!(portable_name(&("é".repeat(200) + ".pdf")), "é".repeat(40) + ".pdf");
        assert_eq!(portable_name("nul.tar.gz"), "nul-1.tar.gz");
        assert_eq!(other_name("A"), "A-2");
    }

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
