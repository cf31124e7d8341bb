//! The names that cloud drives and file managers give to second copies of files.
//!
//! Only names are looked at here. Some say what they are (`plan - Copy.md`); others may as well be
//! names that staff chose (`plan 2.md`). Whether a file is a copy depends on what is next to it,
//! and for the second sort on its content: [`crate::copies`] decides.

/// Words for a copy in file names, in the languages of hubs so far and of their neighbors. A word
/// that is missing here only means that a copy is recognized by its content.
const COPY_WORDS: [&str; 5] = ["copy", "copia", "kopie", "copie", "cópia"];

/// Parts of words for a conflict between two versions.
const CONFLICT_WORDS: [&str; 3] = ["conflict", "konflikt", "conflit"];

/// How many marks of copies are taken off a name: a copy of a copy of a copy has three.
const MARKS: usize = 3;

/// A name that a file would have if it were no copy, without its extension.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct OriginalName<'a> {
    /// The name of the file without what marks it as a copy.
    pub(crate) name: &'a str,
    /// What the marks that were taken off say.
    pub(crate) mark: CopyMark,
}

/// What a part of a file name suggests, from the most to the least certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum CopyMark {
    /// It is a copy if the original is next to it.
    Clear,
    /// It is a copy or one of a series: `plan 2`, `Copy of plan`.
    Unclear,
    /// It is the name of a computer, or any other word: `plan-DESKTOP-AB12CD3`.
    Word,
}

/// The names of which `name` may be a copy, the nearest first. Both are without extension.
///
/// - Clear: `plan (1)`, `plan (Ana's conflicted copy 2026-11-25)`, `plan [Conflict]`,
///   `plan.sync-conflict-20261125-101112-ABC`, `plan_conflict-20261125-101112`, `plan - Copy (2)`,
///   `plan copy 2` (Windows, macOS, Linux, Dropbox, Nextcloud, Syncthing).
/// - Not clear: `plan 2` (iCloud), `Copy of plan` (Google Drive), `plan-DESKTOP-AB12CD3` (OneDrive adds
///   the name of the computer).
pub(crate) fn original_names(name: &str) -> Vec<OriginalName<'_>> {
    let mut originals = Vec::new();
    let mut rest = OriginalName { name, mark: CopyMark::Clear };
    for _ in 0..MARKS {
        let Some(OriginalName { name, mark }) = without_mark(rest.name) else { break };
        // One mark in doubt leaves the whole name in doubt.
        rest = OriginalName { name, mark: rest.mark.max(mark) };
        originals.push(OriginalName { ..rest });
    }
    // The name of a computer may contain hyphens too.
    let hyphens = name.match_indices('-').rev().map(|(at, _)| name[..at].trim_end());
    originals.extend(
        hyphens
            .filter(|name| !name.is_empty())
            .map(|name| OriginalName { name, mark: CopyMark::Word }),
    );
    originals
}

/// The name without the mark of one copy.
fn without_mark(name: &str) -> Option<OriginalName<'_>> {
    let clear = without_brackets(name)
        .or_else(|| without_conflict(name))
        .or_else(|| without_copy_after(name));
    let found = clear.map(|name| OriginalName { name, mark: CopyMark::Clear });
    let found = found.or_else(|| {
        let unclear = without_copy_before(name).or_else(|| {
            let (name, number) = name.rsplit_once(' ')?;
            is_count(number).then_some(name)
        });
        unclear.map(|name| OriginalName { name, mark: CopyMark::Unclear })
    })?;
    let name = found.name.trim_end();
    (!name.is_empty()).then_some(OriginalName { name, ..found })
}

/// `plan (1)`, `plan (another copy)`, `plan [Conflict]`.
fn without_brackets(name: &str) -> Option<&str> {
    let (open, inner) = match name.strip_suffix(')') {
        Some(rest) => ('(', rest),
        None => ('[', name.strip_suffix(']')?),
    };
    let (name, inner) = inner.rsplit_once(open)?;
    let inner = inner.to_lowercase();
    let mut words = inner.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    // "Parents (in conflict)" is a name like any other.
    let is_conflict = CONFLICT_WORDS.iter().any(|word| {
        let rest = inner.find(word).map(|at| &inner[at + word.len()..]);
        rest.is_some_and(|rest| rest.starts_with("ed") || is_date(rest))
            || inner.strip_prefix(word).is_some_and(|rest| rest.is_empty() || is_count(rest.trim()))
    });
    (is_count(&inner) || is_conflict || words.any(|word| COPY_WORDS.contains(&word)))
        .then_some(name)
}

/// `plan.sync-conflict-20261125-101112-ABC`, `plan_conflict-20261125`.
fn without_conflict(name: &str) -> Option<&str> {
    // The lower case of ASCII letters is as long as they are.
    let lower = name.to_ascii_lowercase();
    let (at, word) = CONFLICT_WORDS.iter().find_map(|word| Some((lower.rfind(word)?, word)))?;
    // Without a date, the word belongs to the name.
    if !is_date(&lower[at + word.len()..]) {
        return None;
    }
    let before = name[..at].strip_suffix(['-', '_', ' ', '.'])?;
    // Syncthing's mark has two words.
    Some(before.strip_suffix(".sync").unwrap_or(before))
}

/// `plan - Copy`, `plan copy`, `plan copy 2`.
fn without_copy_after(name: &str) -> Option<&str> {
    let counted = name.rsplit_once(' ').filter(|(_, number)| is_count(number));
    let (name, word) = counted.map_or(name, |(name, _)| name).rsplit_once(' ')?;
    COPY_WORDS
        .contains(&word.to_lowercase().as_str())
        .then(|| name.strip_suffix(" -").unwrap_or(name))
}

/// `Copy of plan`, `Copy (2) of plan`, `Copia de plan`. A page may be about a copy of something.
fn without_copy_before(name: &str) -> Option<&str> {
    let (word, rest) = name.split_once(' ')?;
    if !COPY_WORDS.contains(&word.to_lowercase().as_str()) {
        return None;
    }
    let counted = rest.strip_prefix('(').and_then(|rest| rest.split_once(") "));
    let rest = counted.filter(|(number, _)| is_count(number)).map_or(rest, |(_, rest)| rest);
    let (of, name) = rest.split_once(' ')?;
    ["of", "de", "von", "di"].contains(&of.to_lowercase().as_str()).then_some(name)
}

/// Whether this is the number of a copy. A year, as in `Camps (2026)`, is part of a name.
fn is_count(text: &str) -> bool {
    (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a date begins here, after marks: `-20261125-101112`, ` ana@example.org 2026-11-25`.
fn is_date(text: &str) -> bool {
    // Names of people and computers may come before it.
    text.split(' ').any(|part| {
        let digits = part.trim_start_matches(['-', '_', '.']);
        let run = digits.bytes().take_while(|&byte| byte.is_ascii_digit() || byte == b'-');
        run.filter(u8::is_ascii_digit).count() >= 8
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a name can only be that of a copy of "plan".
    fn is_clear(name: &str) -> bool {
        original_names(name).iter().any(|one| one.mark == CopyMark::Clear && one.name == "plan")
    }

    #[test]
    fn names_of_copies_are_known() {
        for name in [
            "plan (1)",
            "plan(1)",
            "plan (12)",
            "plan (copy)",
            "plan (another copy)",
            "plan (3rd copy)",
            "plan (copia)",
            "plan (Ana's conflicted copy 2026-11-25)",
            "plan (conflicted copy 2026-11-25 101112)",
            "plan (Copia en conflicto de Ana 2026-11-25)",
            "plan (SFConflict ana@example.org 2026-11-25-10-11-12)",
            "plan [Conflict]",
            "plan [Conflict 2]",
            "plan.sync-conflict-20261125-101112-ABCDEFG",
            "plan_conflict-20261125",
            "plan_conflict-20261125-101112",
            "plan-Conflict-2026-11-25",
            "plan - Copy",
            "plan - Copy (2)",
            "plan - copia",
            "plan copy",
            "plan copy 2",
            "plan - Copy - Copy",
        ] {
            assert!(is_clear(name), "{name}");
        }
    }

    #[test]
    fn names_that_may_be_chosen_are_not_clear() {
        let all = |name| original_names(name).iter().map(|one| one.name).collect::<Vec<_>>();
        assert_eq!(all("plan 2"), ["plan"]);
        assert_eq!(all("plan-DESKTOP-AB12CD3"), ["plan-DESKTOP", "plan"]);
        assert_eq!(all("plan 2 copy"), ["plan 2", "plan"]);
        for name in [
            "plan 2",
            "plan-DESKTOP-AB12CD3",
            "plan 2 copy",
            "plan-2",
            "Copy of plan",
            "Copy (2) of plan",
            "Copia de plan",
            "Copy of plan - Copy",
        ] {
            assert!(all(name).contains(&"plan") && !is_clear(name), "{name}");
        }
    }

    #[test]
    fn other_names_are_left_alone() {
        for name in [
            "plan",
            "Camps (2026)",
            "who we are (team)",
            "sibling conflict",
            "sibling (in school)",
            "Copy of",
            "copy",
            "(1)",
            " 2",
            "grade 2026",
            "photocopy",
            "a conflict in 2026",
            "parents (in conflict)",
        ] {
            assert_eq!(original_names(name), [], "{name}");
        }
    }
}
