//! Finds values that were probably meant to be the same (`School` and `Schools`, `Parents` and
//! `parents`), and single values that name two groups (`Parents and Teachers`).
//!
//! Families would see each as a separate group or topic. Only staff know which one is meant, so
//! these are warnings.

use std::collections::{BTreeMap, BTreeSet};

use wellread_model::{
    Diagnostic, Entry, Kind, Library, Origin, Place, SourcePath, Spanned, fold_name,
};

/// The words of a part of a value that names two groups, at most:
/// `families of children with ADHD and autism` names one.
const FEW_WORDS: usize = 2;

/// A value of a key, and where it is written.
#[derive(Clone, Copy)]
struct WrittenValue<'a> {
    /// As its author wrote it.
    text: &'a str,
    /// The file that it is in.
    source: &'a SourcePath,
    value: &'a Spanned<String>,
}

impl<'a> WrittenValue<'a> {
    /// Where its author wrote it.
    fn place(&self) -> Place {
        Place::at(self.source.clone(), self.value.span)
    }
}

/// Reports values that differ from another only in case, spaces or a plural, and values that name
/// two groups.
pub(crate) fn report_similar_values(library: &Library, diagnostics: &mut Vec<Diagnostic>) {
    for key in ["audience", "area", "topics"] {
        let mut known: BTreeMap<String, WrittenValue<'_>> = BTreeMap::new();
        let mut reported: BTreeSet<&str> = BTreeSet::new();
        for value in library.iter().flat_map(|(_, entry)| written_values(entry, key)) {
            if reported.contains(value.text) {
                continue;
            }
            if key == "audience"
                && let Some(parts) = two_groups(value.text)
            {
                reported.insert(value.text);
                diagnostics.push(joined_values(key, &value, &parts));
                continue;
            }
            let first = *known.entry(one_form(value.text)).or_insert(value);
            if first.text != value.text {
                reported.insert(value.text);
                diagnostics.push(similar_values(key, &first, &value));
            }
        }
    }
}

/// The values of a key in an entry. Topics are looked at where they have no files, which would be
/// asked for otherwise.
fn written_values<'a>(entry: &'a Entry, key: &str) -> Vec<WrittenValue<'a>> {
    let document = &entry.document;
    let (article, resource) = (entry.article(), entry.resource());
    let values: &[Spanned<String>] = match key {
        "audience" => article.map_or_else(
            || resource.map_or(&[][..], |resource| &resource.audience),
            |article| &article.audience,
        ),
        "area" => resource.map_or(&[][..], |resource| &resource.area),
        _ if document.kind == Kind::Topic && document.origin == Origin::Implied => {
            std::slice::from_ref(&document.title)
        }
        _ => &[],
    };
    let source = &document.source;
    values.iter().map(|value| WrittenValue { text: &value.value, source, value }).collect()
}

/// The form that two values share if one is most likely the other: without case, spaces at the ends
/// and the `s` of a plural.
fn one_form(value: &str) -> String {
    let folded = fold_name(value);
    let folded = folded.trim_end_matches(['.', ',', ';', ':', '!', ' ']);
    if let Some(stem) = folded.strip_suffix("ies") {
        return format!("{stem}y");
    }
    // `Address` is not a plural.
    let singular = folded.strip_suffix('s').filter(|stem| !stem.ends_with(['s', 'u', 'i']));
    singular.unwrap_or(folded).to_owned()
}

/// The groups in `Parents and Teachers`, each of a word or two.
fn two_groups(value: &str) -> Option<Vec<&str>> {
    [" and ", " & ", " y ", " / ", "/", " + "].into_iter().find_map(|sign| {
        let parts: Vec<&str> = value.split(sign).map(str::trim).collect();
        let is_group = |part: &&str| {
            let words = part.split_whitespace();
            (1..=FEW_WORDS).contains(&words.count())
                && part.chars().filter(|c| c.is_alphabetic()).count() > 2
        };
        (parts.len() > 1 && parts.iter().all(is_group)).then_some(parts)
    })
}

/// Warns of a value that names two groups, with both as a list.
fn joined_values(key: &str, value: &WrittenValue<'_>, parts: &[&str]) -> Diagnostic {
    let message = format!("`{}` looks like {} in one.", value.text, how_many(parts.len()));
    let help = format!("Write  {key}: [{}]", parts.join(", "));
    Diagnostic::warning("joined-values", value.place(), message).help(help)
}

fn how_many(number: usize) -> String {
    if number == 2 { "two".to_owned() } else { number.to_string() }
}

/// Warns of a value that differs from the first one of its kind, without deciding which is right.
fn similar_values(key: &str, first: &WrittenValue<'_>, second: &WrittenValue<'_>) -> Diagnostic {
    let message = match key {
        "topics" => format!(
            "`{}` and `{}` are two topics, each with a page of its own.",
            first.text, second.text
        ),
        _ => format!("`{}` is written `{}` elsewhere.", second.text, first.text),
    };
    let help = format!("If they mean the same, write `{}` here too.", first.text);
    Diagnostic::warning("values-alike", second.place(), message)
        .help(help)
        .related(first.place(), "the other one")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plural_is_the_same_value() {
        for (one, other) in [
            ("School", "schools"),
            ("Parents ", "parent"),
            ("Family", "Families"),
            ("Boulder", "boulder."),
        ] {
            assert_eq!(one_form(one), one_form(other));
        }
        for (one, other) in
            [("Class", "Clas"), ("Bus", "Bu"), ("Denver", "Aurora"), ("ADHD", "ADD")]
        {
            assert_ne!(one_form(one), one_form(other));
        }
    }

    #[test]
    fn two_groups_are_distinguished_from_one_with_a_long_name() {
        assert_eq!(two_groups("Parents and Teachers"), Some(vec!["Parents", "Teachers"]));
        assert_eq!(two_groups("Parents/Teachers"), Some(vec!["Parents", "Teachers"]));
        for one in [
            "Parents",
            "Families of children with ADHD and autism",
            "K/12",
            "Deaf and hard of hearing",
        ] {
            assert_eq!(two_groups(one), None, "{one}");
        }
    }
}
