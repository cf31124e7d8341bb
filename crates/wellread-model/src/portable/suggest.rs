//! Names to suggest in place of those that cannot stay.

use super::{is_device, is_invisible, is_reserved, name_problem};
use crate::Slug;

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
        // What is not an extension by its looks stays a part of the name.
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
            c if is_reserved(c) || is_invisible(c) => {}
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
        // Before a period within the name, since only what is there counts.
        let at = plain.find('.').unwrap_or(plain.len());
        plain.insert_str(at, "-1");
    }
    plain + &extension
}

/// Another name in the place of one that is taken: `form.pdf` becomes `form-2.pdf`. In ASCII where
/// possible, so that two names that only look alike are distinguished.
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
