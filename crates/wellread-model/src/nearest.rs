//! Finds the most likely intended name for one that does not exist.
//!
//! Two names are *near* if few typing errors lie between them: [`nearest`] says how few. Near means
//! the names themselves. That two of them begin with the same words, or lie in the same folder,
//! says nothing about what was meant.
//!
//! [`nearest`] compares with every candidate and is for a handful of them, such as the keys of a
//! table. [`NameIndex`] is for the names of a whole hub: it compares with those that have most groups
//! of three letters in common, so that a thousand dead links cost a thousand times one.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::fold::edit_distance;
use crate::name::fold_name;

/// A longer name than this, in characters, is a sentence, and no typing error makes one.
const LONGEST: usize = 100;

/// The candidate that is nearest to `name`, if one is near enough to be worth suggesting; the first
/// in alphabetical order if several are.
///
/// Near enough: at most a third of the letters of the shorter name differ, and of the words that
/// the two do not share, at most a third as well or a single letter (optimal string alignment
/// distance on folded names). A word that one of the names lacks counts by its letters.
///
/// # Examples
/// ```
/// use wellread_model::nearest;
///
/// assert_eq!(nearest("publishd", ["published", "updated"]), Some("published"));
/// assert_eq!(nearest("what-is-iep", ["what-is-an-iep"]), Some("what-is-an-iep"));
/// // They begin alike, but what distinguishes them is another word.
/// assert_eq!(nearest("school-support-plans", ["school-support-groups"]), None);
/// ```
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = folded(name);
    let found = candidates
        .into_iter()
        .filter_map(|candidate| Some((typing_errors(&wanted, &folded(candidate))?, candidate)));
    found.min().map(|(_, candidate)| candidate)
}

/// The characters in which two names are compared. Distances are counted in characters, not bytes.
fn folded(name: &str) -> Vec<char> {
    fold_name(name).chars().collect()
}

/// How many typing errors lie between two folded names; `None` if they are not near.
fn typing_errors(one: &[char], other: &[char]) -> Option<usize> {
    if one.len().max(other.len()) > LONGEST {
        return None;
    }
    let limit = one.len().min(other.len()) / 3;
    let (one, other) = without_shared_words(one, other);
    let (shorter, longer) = (one.len().min(other.len()), one.len().max(other.len()));
    if shorter == 0 {
        // The same name, or a word was left out.
        return (longer <= limit).then_some(longer);
    }
    let errors = edit_distance(one, other, limit.min((shorter / 3).max(1)))?;
    // "Grade 1" and "grade 2": every letter of what distinguishes them is another one.
    (errors < longer).then_some(errors)
}

/// Two names without the words at their beginnings and ends that both have.
fn without_shared_words<'a>(
    mut one: &'a [char],
    mut other: &'a [char],
) -> (&'a [char], &'a [char]) {
    let length = |word: Option<&[char]>| word.map_or(0, <[char]>::len);
    loop {
        let words = (one.split(is_space).next(), other.split(is_space).next());
        if one.is_empty() || other.is_empty() || words.0 != words.1 {
            break;
        }
        // With the space after it, unless the name ends here.
        let after = |name: &[char]| (length(words.0) + 1).min(name.len());
        (one, other) = (&one[after(one)..], &other[after(other)..]);
    }
    loop {
        let words = (one.rsplit(is_space).next(), other.rsplit(is_space).next());
        if one.is_empty() || other.is_empty() || words.0 != words.1 {
            return (one, other);
        }
        let before = |name: &[char]| name.len().saturating_sub(length(words.0) + 1);
        (one, other) = (&one[..before(one)], &other[..before(other)]);
    }
}

fn is_space(c: &char) -> bool {
    *c == ' '
}

/// Up to this many names are compared with all of them.
const FEW: usize = 64;

/// How many of the names that share the most trigrams are compared.
const CLOSEST: usize = 16;

/// How many entries of the lists of names by trigrams are looked at for one name.
const COMPARED: usize = 512;

/// Many names, folded once, to be asked for the nearest one. Asking costs the same however many
/// names there are, and the same name is looked up once.
///
/// With more than a few dozen names it is a heuristic: it may miss the nearest name where very many
/// names are made of the same groups of letters.
///
/// # Examples
/// ```
/// use wellread_model::NameIndex;
///
/// let index = NameIndex::new(["sleep", "school", "what-is-an-iep"]);
/// assert_eq!(index.nearest("Slepp"), Some(0));
/// assert_eq!(index.nearest("what is a iep"), Some(2));
/// assert_eq!(index.nearest("home"), None);
/// ```
#[derive(Debug)]
pub struct NameIndex {
    /// The names, folded, in the order in which they were given.
    names: Vec<Box<[char]>>,
    /// Each group of three letters with the number of a name that has it, in order. Empty if there
    /// are few names.
    groups: Vec<(Trigram, u32)>,
    /// The answers that were given, by folded name. They follow from the names alone.
    answers: Mutex<BTreeMap<Box<[char]>, Option<usize>>>,
}

/// Three letters that follow each other in a name.
type Trigram = [char; 3];

impl NameIndex {
    /// Folds and indexes names.
    #[must_use]
    pub fn new<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let names: Vec<Box<[char]>> =
            names.into_iter().map(|name| folded(name).into_boxed_slice()).collect();
        let mut indexed = Vec::new();
        if names.len() > FEW {
            for (name, number) in names.iter().zip(0..) {
                indexed.extend(groups(name).into_iter().map(|group| (group, number)));
            }
            indexed.sort_unstable();
            indexed.dedup();
        }
        Self { names, groups: indexed, answers: Mutex::default() }
    }

    /// The position of the nearest name in the order in which the names were given, if one is near
    /// enough: see [`nearest`].
    #[must_use]
    pub fn nearest(&self, name: &str) -> Option<usize> {
        let wanted = folded(name).into_boxed_slice();
        // What a panicked thread has stored is an answer like any other.
        let answers = || self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(&answer) = answers().get(&wanted) {
            return answer;
        }
        let answer = self.look_up(&wanted);
        answers().insert(wanted, answer);
        answer
    }

    /// The index of the name that is nearest, if one is near enough. Among equals, it is
    /// the first in the order of folded names.
    fn look_up(&self, wanted: &[char]) -> Option<usize> {
        let candidates = if self.groups.is_empty() {
            (0..self.names.len()).collect()
        } else {
            self.closest(wanted)
        };
        let found = candidates.into_iter().filter_map(|number| {
            let name = &self.names[number];
            Some((typing_errors(wanted, name)?, name, number))
        });
        found.min().map(|(.., number)| number)
    }

    /// The names that share the most trigrams with this one.
    fn closest(&self, wanted: &[char]) -> Vec<usize> {
        if wanted.len() > LONGEST {
            return Vec::new();
        }
        let mut lists: Vec<&[(Trigram, u32)]> = groups(wanted)
            .into_iter()
            .map(|group| {
                let start = self.groups.partition_point(|(other, _)| *other < group);
                let length = self.groups[start..].partition_point(|(other, _)| *other == group);
                &self.groups[start..start + length]
            })
            .collect();
        // Rare groups tell names apart, so they come first; those that half of all names have are
        // cut off.
        lists.sort_by_key(|list| list.len());
        let mut numbers: Vec<u32> =
            lists.into_iter().flatten().take(COMPARED).map(|&(_, number)| number).collect();
        numbers.sort_unstable();
        let mut counted: Vec<(usize, u32)> =
            numbers.chunk_by(|a, b| a == b).map(|same| (same.len(), same[0])).collect();
        counted.sort_unstable_by_key(|&(count, number)| (std::cmp::Reverse(count), number));
        counted.into_iter().take(CLOSEST).map(|(_, number)| number as usize).collect()
    }
}

/// The groups of three letters of a name, with two spaces at each end, so that the first and the
/// last letter are a group of their own: a short name with an error in its middle has nothing else
/// in common with the right one.
fn groups(name: &[char]) -> Vec<Trigram> {
    let at = |index: usize| match index.checked_sub(2) {
        Some(index) => name.get(index).copied().unwrap_or(' '),
        None => ' ',
    };
    let mut groups: Vec<Trigram> =
        (0..name.len() + 2).map(|start| [at(start), at(start + 1), at(start + 2)]).collect();
    groups.sort_unstable();
    groups.dedup();
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggestions_are_near() {
        assert_eq!(nearest("publishd", ["published", "updated"]), Some("published"));
        assert_eq!(nearest("acommodation", ["accommodation", "evaluation"]), Some("accommodation"));
        assert_eq!(nearest("zebra", ["published", "updated"]), None);
        assert_eq!(nearest("IEP", ["iep", "ipe"]), Some("iep"));
        assert_eq!(nearest("ipe", ["iep"]), Some("iep"));
        assert_eq!(
            nearest("scool suport plans", ["school-support-plans"]),
            Some("school-support-plans")
        );
        assert_eq!(nearest("support plan", ["support-plans"]), Some("support-plans"));
        assert_eq!(nearest("", ["a", "ab"]), None);
    }

    #[test]
    fn a_shared_beginning_is_not_near() {
        for (wanted, other) in [
            ("nope", "home"),
            ("index", "idea"),
            ("a", "b"),
            ("grade 1", "grade 2"),
            ("our plan a", "our plan b"),
            ("school support plans", "school support groups"),
            ("guide for parents", "guide for teachers"),
            ("plan", "plan of care"),
        ] {
            assert_eq!(nearest(wanted, [other]), None, "{wanted}, {other}");
            assert_eq!(nearest(other, [wanted]), None, "{other}, {wanted}");
        }
    }

    #[test]
    fn an_index_finds_errors_among_many_names() {
        let names: Vec<String> = (0..10_000).map(|number| format!("page-{number:06}")).collect();
        let index = NameIndex::new(names.iter().map(String::as_str).chain(["iep", "sleep"]));
        for (wanted, found) in [
            ("pgae-009123", Some(9123)),
            ("page-09123", Some(9123)),
            ("page 004711", Some(4711)),
            ("ipe", Some(10_000)),
            ("eip", Some(10_000)),
            ("slep", Some(10_001)),
            ("nope-004711", None),
            ("", None),
        ] {
            assert_eq!(index.nearest(wanted), found, "{wanted}");
            // The second time from the answers.
            assert_eq!(index.nearest(wanted), found, "{wanted}");
        }
    }

    #[test]
    fn the_work_for_a_name_is_bounded() {
        let names: Vec<String> = (0..20_000).map(|number| format!("name of {number}")).collect();
        let index = NameIndex::new(names.iter().map(String::as_str));
        for wanted in ["name of", "nmae of 7", &"name of ".repeat(50)] {
            assert!(index.closest(&folded(wanted)).len() <= CLOSEST, "{wanted}");
        }
    }
}
