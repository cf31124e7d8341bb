//! Which blanks are filled in together, and those that were most likely meant to be.
//!
//! Blanks with the same words share one field, but for choices without a label: "does|does not" may
//! be asked twice in a letter, about two things, and a family signs both. Two names that differ in
//! an apostrophe or an upper-case letter are two fields that look like one, so the second is an
//! error; what looks like a typing error is a warning.
//!
//! Why is that an error and not only odd? A family would type the name of the child twice, see it
//! right in the first line, and send a letter that still has `[child’s name]` in the last.

use std::collections::BTreeMap;

use wellread_model::marks::is_apostrophe;
use wellread_model::{edit_distance, fold_name, nearest};

use super::blank::{BlankContent, LocatedProblem};
use super::find::FoundBlank;

/// With how many other names each is compared. A letter has far fewer.
///
/// The limit keeps a text of thousands of blanks from being compared pair by pair.
const COMPARED: usize = 40;

/// The shortest name in which a letter too few or too many is taken for an error, in characters.
///
/// "Mr." and "Mrs." are two names.
const SHORTEST: usize = 5;

impl BlankContent {
    /// What its field is called: the label of a choice that has one, or else all its words.
    fn name(&self) -> String {
        match self {
            Self::Choice { label: Some(label), .. } => label.clone(),
            _ => self.words(),
        }
    }

    /// Whether it is a choice without a label, explained only by the words around it.
    const fn has_no_name(&self) -> bool {
        matches!(self, Self::Choice { label: None, .. })
    }

    /// The words between the braces.
    fn words(&self) -> String {
        match self {
            Self::Text { name, .. } => name.clone(),
            Self::Choice { label, options } => {
                let label = label.as_ref().map_or_else(String::new, |label| format!("{label}: "));
                format!("{label}{}", options.join("|"))
            }
        }
    }
}

/// The field of each blank, counted from 1 in the order of the letter. Reports names that differ
/// and were meant to be the same. The result is as long as `blanks`.
pub(super) fn report_names(
    blanks: &[FoundBlank],
    problems: &mut Vec<LocatedProblem>,
) -> Vec<usize> {
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    // The words of the first blank of each key.
    let mut spellings: BTreeMap<String, String> = BTreeMap::new();
    let mut compared: Vec<String> = Vec::new();
    let mut fields = Vec::with_capacity(blanks.len());
    let mut count = 0;
    for (range, content) in blanks {
        let words = content.words();
        let next = count + 1;
        let number = if content.has_no_name() {
            next
        } else {
            *numbers.entry(words.clone()).or_insert(next)
        };
        fields.push(number);
        count = count.max(number);
        // A name that was there before has been compared.
        if number != next || content.has_no_name() {
            continue;
        }
        // Two choices of one name would be two fields that look like one.
        let key = field_key(&content.name());
        if let Some(first) = spellings.get(&key) {
            problems.push(LocatedProblem {
                code: "blank-spelling",
                place: range.clone(),
                message: format!(
                    "This blank and {{{{{first}}}}} are two fields to fill in, because {}.",
                    difference(first, &words)
                ),
                help: format!("Write  {{{{{first}}}}}  here too"),
            });
            continue;
        }
        if let Some(near) = compared.iter().find(|other| is_slip(other, &words)) {
            problems.push(LocatedProblem {
                code: "similar-blanks",
                place: range.clone(),
                message: format!(
                    "This blank and {{{{{near}}}}} differ by one letter, and are two fields to fill in."
                ),
                help: format!("Is it the same? Then write  {{{{{near}}}}}"),
            });
        }
        if compared.len() < COMPARED {
            compared.push(words.clone());
        }
        spellings.insert(key, words);
    }
    fields
}

/// The key under which two spellings of a name are equal: without case, accents, spaces and
/// punctuation.
fn field_key(name: &str) -> String {
    fold_name(name).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// In what two names of one key differ.
///
/// As words that follow "because". An apostrophe is named on its own, because hardly anyone sees
/// it.
fn difference(one: &str, other: &str) -> &'static str {
    let straight = |text: &str| -> String {
        text.chars().map(|c| if is_apostrophe(c) { '\'' } else { c }).collect()
    };
    let (one, other) = (straight(one), straight(other));
    if one == other {
        "one has a straight apostrophe (') and the other a curly one (’)"
    } else if one.to_lowercase() == other.to_lowercase() {
        "upper and lower case differ"
    } else {
        "they are written in two ways"
    }
}

/// Whether one name is most likely the other with a typing error. Numbers tell fields apart.
/// `school 1` and `school 2` are different on purpose.
fn is_slip(one: &str, other: &str) -> bool {
    let letters = |name: &str| fold_name(name).chars().collect::<Vec<char>>();
    let is_long = |name: &str| name.chars().count() >= SHORTEST;
    let has_digit = |name: &str| name.contains(|c: char| c.is_numeric());
    is_long(one)
        && is_long(other)
        && !has_digit(one)
        && !has_digit(other)
        && nearest(one, [other]).is_some()
        && edit_distance(&letters(one), &letters(other), 1).is_some()
}
