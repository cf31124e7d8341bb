//! A naive second implementation of what speaks against a link, to compare the real one with. It
//! knows plain words and marks only, and looks at the whole text each time.

use std::collections::BTreeSet;

use proptest::prelude::*;
use wellread_model::{Case, Plural};

use crate::{Form, FormRole, Language, Match, Obstacle, TermTrie};

/// A word of a text: where it is, and what is between it and the word before.
struct SpacedWord<'a> {
    start: usize,
    text: &'a str,
    before: &'a str,
}

fn words(text: &str) -> Vec<SpacedWord<'_>> {
    let mut words: Vec<SpacedWord<'_>> = Vec::new();
    let mut end = 0;
    while let Some(start) = text[end..].find(char::is_alphanumeric).map(|at| end + at) {
        let rest = &text[start..];
        let length = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        words.push(SpacedWord { start, text: &rest[..length], before: &text[end..start] });
        end = start + length;
    }
    words
}

fn is_capital(word: &str) -> bool {
    let upper = word.chars().filter(|c| c.is_uppercase()).count();
    word.starts_with(char::is_uppercase) && upper == 1 && word != "I"
}

fn starts_sentence(words: &[SpacedWord<'_>], at: usize) -> bool {
    let before = words[at].before;
    let marks = before.trim_end_matches(|c: char| c.is_whitespace() || "“\"”(".contains(c));
    if marks.is_empty() { at == 0 } else { marks.ends_with(['.', '?', ':']) }
}

fn is_verb(words: &[SpacedWord<'_>], at: usize) -> bool {
    let word = words[at].text;
    let is_lower = word.chars().all(char::is_lowercase);
    let is_plural = word.ends_with('s') && !word.ends_with("ss");
    let stem = word.to_lowercase();
    let stem = stem.trim_end_matches('s');
    if stem.ends_with("tion") || stem.ends_with("ism") {
        return false;
    }
    let next = words.get(at + 1).filter(|next| next.before == " ").map(|next| next.text);
    let has_object = matches!(next, Some("the" | "a" | "it"));
    if words[at].before != " " || at == 0 {
        return has_object && (is_lower || !is_plural);
    }
    let previous = words[at - 1].text.to_lowercase();
    let is_negated = at > 1 && previous == "t" && words[at - 1].before == "’";
    let is_negated = is_negated && words[at - 2].text.eq_ignore_ascii_case("don");
    let is_base = matches!(&*previous, "to" | "we" | "must" | "i") || is_negated;
    is_lower
        && (matches!(&*previous, "he" | "it")
            || is_base && !is_plural
            || has_object && !matches!(&*previous, "the" | "a" | "of"))
}

/// Whether upper-case letters go on next to the words `at..=last`.
fn is_in_run(words: &[SpacedWord<'_>], at: usize, last: usize) -> bool {
    let own = &words[at..=last];
    if !own.iter().all(|word| word.text.starts_with(char::is_uppercase) || word.text == "of") {
        return false;
    }
    let after = |index: usize| words.get(index).filter(|word| word.before == " ");
    let mut next = last + 1;
    if after(next).is_some_and(|word| is_capital(word.text)) {
        if !["The", "To"].contains(&words[next].text) {
            return true;
        }
    } else if !starts_sentence(words, at) && after(next).is_some_and(|word| word.text == "of") {
        while after(next).is_some_and(|word| ["of", "the", "a", "to"].contains(&word.text))
            && next < last + 3
        {
            next += 1;
        }
        if next < last + 4 && after(next).is_some_and(|word| is_capital(word.text)) {
            return true;
        }
    }
    for step in 1..=3 {
        let Some(index) = at.checked_sub(step) else { return false };
        if words[index + 1].before != " " {
            return false;
        }
        if is_capital(words[index].text) {
            return (step == 1 || words[index + 1].text == "of") && !starts_sentence(words, index);
        }
        if !["of", "the", "a", "to"].contains(&words[index].text) {
            return false;
        }
    }
    false
}

fn is_in_quotes(text: &str, start: usize, end: usize) -> bool {
    let (Some(open), Some(close)) = (text[..start].rfind(['“', '”']), text[end..].find(['“', '”']))
    else {
        return false;
    };
    let title = &text[open..end + close];
    if !title.starts_with('“') || !text[end + close..].starts_with('”') {
        return false;
    }
    let title = &title['“'.len_utf8()..];
    let inside = words(title);
    let is_title = inside.iter().enumerate().all(|(index, word)| {
        word.text.starts_with(char::is_uppercase)
            || index > 0 && ["and", "of", "the", "a", "to"].contains(&word.text)
    });
    let form = &text[start..end];
    let others = title.replacen(form, " ", 1);
    let is_longer = words(&others)
        .iter()
        .any(|word| word.text.len() > 1 && word.text.contains(char::is_lowercase));
    let capitals = inside.iter().filter(|word| word.text.starts_with(char::is_uppercase)).count();
    form.starts_with(char::is_uppercase) && is_title && capitals > 1 && is_longer
}

/// Where the words of a form are in the text.
fn places(text: &str, form: &Form<'_>) -> Vec<(usize, usize)> {
    let words = words(text);
    let wanted: Vec<&str> = form.text.split(' ').collect();
    let is_here = |at: usize| {
        wanted.iter().enumerate().all(|(index, wanted)| {
            words.get(at + index).is_some_and(|word| {
                let is_last = index + 1 == wanted_len(form);
                let fits = |written: &str| match form.role {
                    FormRole::OtherPhrase => {
                        let lower = written.to_lowercase();
                        lower == *wanted || is_last && lower == format!("{wanted}s")
                    }
                    _ => written == *wanted,
                };
                fits(word.text) && (index == 0 || word.before == " ")
            })
        })
    };
    let end = |at: usize| {
        let last = &words[at + wanted.len() - 1];
        (words[at].start, last.start + last.text.len())
    };
    (0..words.len()).filter(|&at| is_here(at)).map(end).collect()
}

fn wanted_len(form: &Form<'_>) -> usize {
    form.text.split(' ').count()
}

fn obstacle(forms: &[Form<'_>], text: &str, found: &Match) -> Option<Obstacle> {
    let form = &forms[found.form as usize];
    if form.role != FormRole::Term {
        return None;
    }
    if form.auto_link == Some(false) {
        return Some(Obstacle::ByHand);
    }
    let inside = |(start, end): &(usize, usize)| *start <= found.start && found.end <= *end;
    let phrases = forms
        .iter()
        .filter(|other| other.role == FormRole::OtherPhrase && other.entry == form.entry);
    if phrases.flat_map(|phrase| places(text, phrase)).any(|place| inside(&place)) {
        return Some(Obstacle::OtherPhrase);
    }
    let names =
        forms.iter().filter(|other| matches!(other.role, FormRole::Name | FormRole::OtherName));
    let is_longer = |place: &(usize, usize)| inside(place) && *place != (found.start, found.end);
    if names.flat_map(|name| places(text, name)).any(|place| is_longer(&place)) {
        return Some(Obstacle::KnownName);
    }
    let words = words(text);
    let at = words.iter().position(|word| word.start == found.start)?;
    let last = words.iter().position(|word| word.start + word.text.len() == found.end)?;
    let has_capitals = form.text.chars().filter(|c| c.is_uppercase()).count() > 1;
    if !has_capitals && (is_in_run(&words, at, last) || is_in_quotes(text, found.start, found.end))
    {
        return Some(Obstacle::LongerName);
    }
    let is_one_word = !form.text.contains(' ');
    let is_exact = form.is_name || has_capitals && is_one_word;
    if is_one_word && !is_exact && is_verb(&words, at) {
        return Some(Obstacle::Verb);
    }
    if is_one_word && form.is_name && form.text != "Xylo" && starts_sentence(&words, at) {
        return Some(Obstacle::SentenceStart);
    }
    let is_everyday = ["plan", "Plan", "record"].contains(&form.text) && !is_exact;
    (is_everyday && form.auto_link.is_none()).then_some(Obstacle::EverydayWord)
}

const FORMS: &[&str] = &["plan", "Plan", "record", "autism", "evaluation", "plan of record", "IEP"];
const NAMES: &[&str] = &["Plan Society", "Autism", "Society of Record"];
const PHRASES: &[&str] = &["public plan", "plan of public", "record the plan"];
const TEXT: &[&str] = &[
    "plan",
    "plans",
    "Plan",
    "Plans",
    "record",
    "Record",
    "autism",
    "Autism",
    "evaluation",
    "IEP",
    "Evaluation",
    "Society",
    "public",
    "of",
    "the",
    "a",
    "to",
    "To",
    "he",
    "it",
    "we",
    "must",
    "don’t",
    "and",
    "I",
    "The",
    "Xylo",
];
const JOINTS: &[&str] = &[" ", " ", " ", " ", ". ", ", ", " “", "” ", "; ", ": ", " ("];

fn text() -> impl Strategy<Value = String> {
    let one = (prop::sample::select(TEXT), prop::sample::select(JOINTS));
    prop::collection::vec(one, 0..14)
        .prop_map(|parts| parts.into_iter().flat_map(|(word, joint)| [word, joint]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn obstacles_follow_the_rules(
        terms in prop::collection::vec((prop::sample::select(FORMS), any::<Option<bool>>(), any::<bool>()), 1..4),
        names in prop::collection::vec(prop::sample::select(NAMES), 0..2),
        phrases in prop::collection::vec((prop::sample::select(PHRASES), 0..3_u32), 0..2),
        text in text(),
    ) {
        let mut forms: Vec<Form<'_>> = (0..).zip(&terms).map(|(entry, (text, auto_link, is_name))| {
            // Only a word with one upper-case letter is a name by it.
            Form { auto_link: *auto_link, is_name: *is_name && *text == "Plan", ..Form::new(text, entry) }
        }).collect();
        forms.extend(names.iter().map(|name| {
            let (case, plural) = (Case::Exact, &Plural::None);
            Form { role: FormRole::OtherName, case, plural, ..Form::new(name, 9) }
        }));
        forms.extend(phrases.iter().map(|(phrase, entry)| {
            Form { role: FormRole::OtherPhrase, case: Case::Any, ..Form::new(phrase, *entry) }
        }));
        let (trie, _) = TermTrie::compile(&forms, Language::ENGLISH);
        let mut seen = BTreeSet::new();
        let mut wrong = None;
        trie.find_with(&text, &mut Vec::new(), |found, found_obstacle| {
            let expected = obstacle(&forms, &text, found);
            if expected != found_obstacle {
                wrong = Some((found.start, forms[found.form as usize].text, expected, found_obstacle));
            }
            seen.insert(found_obstacle);
            false
        });
        prop_assert_eq!(wrong, None, "{:?} in {:?}", forms, text);
    }
}
