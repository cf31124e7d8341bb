//! Names of files and folders that every system can hold, and pairs of names that some system takes
//! for one.
//!
//! A hub is written on one computer, built on another, and served by a third. Windows refuses names
//! that Linux allows; Windows and macOS take `A.txt` and `a.txt` for one file. Where a name depends
//! on the system, so would the site, and it must be the same bytes everywhere. So each name, of a
//! source as of an output, has to be one that all of them can hold.
//!
//! The rules are those of Windows (Microsoft, "Naming Files, Paths, and Namespaces") and the
//! longest name that Linux and macOS allow. These are functions of text: the file system is never
//! asked.

mod suggest;
mod twins;

pub use self::suggest::{other_name, portable_name};
pub use self::twins::{Spellings, file_or_folder, folded_path, last_part, new_parts};
use crate::{Place, diagnostic::Diagnostic};

/// The longest name that Linux and macOS allow, in bytes of UTF-8. Windows counts 255 units of
/// UTF-16, which are never more than the bytes.
pub const LONGEST_NAME: usize = 255;

/// How much of a long name a message shows, in characters.
const SHOWN: usize = 40;

/// The devices of MS-DOS, whose names Windows still reserves in every folder. Those that end
/// in a digit are listed without it.
const DEVICES: [&str; 7] = ["con", "prn", "aux", "nul", "conin$", "conout$", "clock$"];
const NUMBERED_DEVICES: [&str; 2] = ["com", "lpt"];

/// Why some system cannot hold a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameProblem {
    /// It is the name of a device on Windows (`con`, `aux.md`).
    Device,
    /// It contains a character that Windows reserves.
    Character(char),
    /// It contains a control character, or one that turns the direction of letters around, so that
    /// `gpj.exe` looks like `exe.jpg`. Some systems hold it; no person can see or type it.
    Control(char),
    /// It ends in a period or a space, which Windows drops.
    End(char),
    /// It has more than [`LONGEST_NAME`] bytes: this many.
    Length(usize),
}

/// What bears a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileOrFolder {
    /// A file.
    File,
    /// A folder.
    Folder,
}

impl FileOrFolder {
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
    if let Some(c) = name.chars().find(|c| is_invisible(*c)) {
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

/// Whether a character controls how others are shown, or something else, and is not seen itself.
fn is_invisible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether Windows allows this character in no name. (The slash cannot be in one anywhere.)
const fn is_reserved(c: char) -> bool {
    matches!(c, '<' | '>' | ':' | '"' | '\\' | '|' | '?' | '*')
}

/// Whether Windows takes the name for a device: what comes before the first period counts, in any
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
    pub fn message(self, named: FileOrFolder, name: &str) -> String {
        let (noun, shown) = (named.noun(), readable_name(name));
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
    pub fn diagnostic(self, place: Place, named: FileOrFolder, name: &str) -> Diagnostic {
        Diagnostic::error("unportable-name", place, self.message(named, name))
    }
}

/// The beginning of a name, if it is too long for a message; without control characters.
#[must_use]
pub fn readable_name(name: &str) -> String {
    let visible = |c: char| if is_invisible(c) { '\u{fffd}' } else { c };
    let mut shown: String = name.chars().map(visible).take(SHOWN).collect();
    if name.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_do_not_show_what_they_are_are_refused() {
        for (name, problem) in [
            ("\u{202e}gpj.exe", NameProblem::Control('\u{202e}')),
            ("a\u{2066}b.pdf", NameProblem::Control('\u{2066}')),
            ("Clock$", NameProblem::Device),
        ] {
            assert_eq!(name_problem(name), Some(problem));
            assert_eq!(name_problem(&portable_name(name)), None);
        }
        assert!(readable_name("\u{202e}gpj").starts_with('\u{fffd}'));
        // Marks that only say where a letter belongs.
        assert_eq!(name_problem("دليل\u{200f}.pdf"), None);
    }

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
}
