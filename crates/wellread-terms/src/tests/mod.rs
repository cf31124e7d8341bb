//! The rules of linking terms, one test for each, as a reader would judge them.

mod cases;
mod naive;
mod rules;
mod shapes;

use super::{Case, Form, Language, Plural, TermTrie};

/// A form as the tests write most of them.
fn form(text: &str, entry: u32) -> Form<'_> {
    Form { text, entry, case: Case::Auto, plural: &Plural::Regular }
}

/// A list of plurals, as an author writes them.
fn listed(forms: &[&str]) -> Plural {
    Plural::Forms(forms.iter().map(|&form| form.to_owned()).collect())
}

fn table(forms: &[Form<'_>], language: Language) -> TermTrie {
    let (table, problems) = TermTrie::compile(forms, language);
    assert_eq!(problems, []);
    table
}

/// What is found in `text`, where every form is a concept of its own.
fn found_in<'t>(language: Language, forms: &[&str], text: &'t str) -> Vec<&'t str> {
    let forms: Vec<Form> = (0..).zip(forms).map(|(entry, text)| form(text, entry)).collect();
    let mut found = Vec::new();
    table(&forms, language).find(text, &mut found);
    found.iter().map(|found| &text[found.start..found.end]).collect()
}

fn found<'t>(forms: &[&str], text: &'t str) -> Vec<&'t str> {
    found_in(Language::ENGLISH, forms, text)
}

/// Checks what is found of `forms` in each text.
fn check(forms: &[&str], cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(found(forms, text), *expected, "{forms:?} in {text:?}");
    }
}

/// Texts in which the form is found as it is written there, once.
fn whole(form: &str, texts: &[&str]) {
    for text in texts {
        assert_eq!(found(&[form], text), [form], "{form:?} in {text:?}");
    }
}

/// Texts in which the form is not found.
fn nowhere(forms: &[&str], texts: &[&str]) {
    for text in texts {
        assert_eq!(found(forms, text), Vec::<&str>::new(), "{forms:?} in {text:?}");
    }
}
