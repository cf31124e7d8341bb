//! The shared linking cases in `tests/linking/cases.json`.

use serde::Deserialize;

use super::{form, trie};
use crate::{Form, Language};

#[derive(Deserialize)]
struct Cases {
    glossary: Vec<CaseTerm>,
    cases: Vec<Example>,
}

#[derive(Deserialize)]
struct CaseTerm {
    slug: String,
    term: String,
    aliases: Vec<String>,
}

#[derive(Deserialize)]
struct Example {
    name: String,
    markdown: String,
    links: Vec<(String, String)>,
}

#[test]
fn the_cases_without_markup_pass() {
    let json = include_str!("../../../../tests/linking/cases.json");
    let Cases { glossary, cases } = serde_json::from_str(json).unwrap();
    let forms: Vec<Form> = (0..)
        .zip(&glossary)
        .flat_map(|(entry, term)| {
            std::iter::once(&term.term).chain(&term.aliases).map(move |text| form(text, entry))
        })
        .collect();
    let trie = trie(&forms, Language::ENGLISH);
    let is_plain =
        |text: &str| !text.contains(['*', '`', '[', '<', '#', '|']) && !text.starts_with("- ");
    let mut checked = 0;
    for case in cases.iter().filter(|case| is_plain(&case.markdown)) {
        let mut found = Vec::new();
        trie.find(&case.markdown, &mut found);
        let links: Vec<(String, String)> = found
            .iter()
            .map(|found| {
                let slug = &glossary[found.entry as usize].slug;
                (case.markdown[found.start..found.end].to_owned(), slug.clone())
            })
            .collect();
        assert_eq!(links, case.links, "{}", case.name);
        checked += 1;
    }
    assert_eq!(checked, 18);
}
