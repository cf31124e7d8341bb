//! Tests of the whole crate, as a reader would judge the matches.
//!
//! `rules.rs` follows the rules of `docs/linking.md`, `shapes.rs` tests addresses, symbols and
//! scripts, `cases.rs` runs the shared cases, `naive.rs` compares the search with a second
//! implementation, and `obstacles.rs` what speaks against a link.

mod cases;
mod naive;
mod obstacles;
mod rules;
mod shapes;

use wellread_model::Plural;

use crate::{Form, Language, TermTrie};

/// A form with the default case and plurals that is linked even if it is an everyday word.
fn form(text: &str, entry: u32) -> Form<'_> {
    Form { auto_link: Some(true), ..Form::new(text, entry) }
}

/// Plurals listed by an author.
fn listed(forms: &[&str]) -> Plural {
    Plural::Forms(forms.iter().map(|&form| form.to_owned()).collect())
}

/// Compiles forms that have no problems.
fn trie(forms: &[Form<'_>], language: Language) -> TermTrie {
    let (trie, problems) = TermTrie::compile(forms, language);
    assert_eq!(problems, []);
    trie
}

/// What is found in `text`, where every form is a term of its own.
fn found_in<'t>(language: Language, forms: &[&str], text: &'t str) -> Vec<&'t str> {
    let forms: Vec<Form> = (0..).zip(forms).map(|(entry, text)| form(text, entry)).collect();
    let mut found = Vec::new();
    trie(&forms, language).find(text, &mut found);
    found.iter().map(|found| &text[found.start..found.end]).collect()
}

fn found<'t>(forms: &[&str], text: &'t str) -> Vec<&'t str> {
    found_in(Language::ENGLISH, forms, text)
}

/// Checks what is found in each text.
fn check(forms: &[&str], cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(found(forms, text), *expected, "{forms:?} in {text:?}");
    }
}

/// Checks that the form is found once in each text, spelled as in the form.
fn found_in_each(form: &str, texts: &[&str]) {
    for text in texts {
        assert_eq!(found(&[form], text), [form], "{form:?} in {text:?}");
    }
}

/// Checks that none of the forms is found in any text.
fn found_in_none(forms: &[&str], texts: &[&str]) {
    for text in texts {
        assert_eq!(found(forms, text), Vec::<&str>::new(), "{forms:?} in {text:?}");
    }
}
