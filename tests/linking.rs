//! Which words become links: the cases of `linking/*.json`. All cases of a file are articles of one
//! hub, whose glossary is in the file too.
//!
//! In every case, the tags must also nest, and the text must be the same as without automatic
//! links.

use std::fmt::Write as _;

use serde_json::Value;

use crate::support::markup;
use crate::{build_site, repository, sources, today};

/// Builds all cases of a file, once with and once without automatic links. Returns how many cases
/// there are, and what is wrong.
fn run(name: &str) -> (usize, String) {
    let text = std::fs::read_to_string(repository().join("tests/linking").join(name)).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    let cases = file["cases"].as_array().unwrap();
    let linked = bodies(&file, cases, |case| case["scope"].as_str().unwrap_or("all"));
    let plain = bodies(&file, cases, |_| "none");
    let mut failures = String::new();
    for ((case, linked), plain) in cases.iter().zip(linked).zip(plain) {
        let mut fail = |what: &str| {
            let _ = writeln!(failures, "{}: {what}\n{linked}", case["name"]);
        };
        let parsed = match markup::parse(&linked) {
            Ok(parsed) => parsed,
            Err(error) => {
                fail(&error);
                continue;
            }
        };
        let links = parsed.select("a.term").map(|link| {
            let slug = link.get("data-term").unwrap_or_default();
            Value::from(vec![parsed.text_of(link), slug])
        });
        let links = Value::from(links.collect::<Vec<_>>());
        if links != case["links"] {
            fail(&format!("expected {}, found {links}", case["links"]));
        }
        if parsed.text != markup::parse(&plain).unwrap().text {
            fail("the text is not what the author wrote");
        }
    }
    (cases.len(), failures)
}

/// The body of each case as HTML.
fn bodies(file: &Value, cases: &[Value], scope: impl Fn(&Value) -> &str) -> Vec<String> {
    let language = file["language"].as_str().unwrap_or("en");
    let settings = format!(
        "title = \"Hub\"\nbase_url = \"https://hub.test/\"\nlanguage = \"{language}\"\n\
         [terms]\nlink = \"all\"\n"
    );
    let mut files = vec![("site.toml".to_owned(), settings)];
    for term in file["glossary"].as_array().unwrap() {
        let mut text = format!("---\nterm: {}\naliases: {}\n", term["term"], term["aliases"]);
        for key in ["case", "plural", "auto_link"] {
            if !term[key].is_null() {
                let _ = writeln!(text, "{key}: {}", term[key]);
            }
        }
        text.push_str("---\nSomething else.\n");
        files.push((format!("content/glossary/{}.md", term["slug"].as_str().unwrap()), text));
    }
    for (index, case) in cases.iter().enumerate() {
        let skip = if case["skip"].is_null() { "[]".into() } else { case["skip"].to_string() };
        let markdown = case["markdown"].as_str().unwrap();
        let folder = format!("articles/case-{index}");
        let scope = scope(case);
        files.push((
            format!("content/{folder}/index.md"),
            format!("---\ntitle: Case {index}\nlink_terms: {scope}\nskip_terms: {skip}\n---\n{markdown}\n"),
        ));
        files.push((format!("content/{folder}/a.png"), "a picture".into()));
        files.push((format!("static/{folder}/x.html"), "a page".into()));
        files.push((format!("static/{folder}/x"), "a file".into()));
    }
    let sources = sources(files.into_iter().map(|(path, text)| (path, text.into_bytes())));
    let built = build_site(&sources, today());
    let errors = built.diagnostics.iter().filter(|one| one.severity.as_str() == "error");
    let errors: Vec<String> = errors.map(|one| crate::show(one, &sources)).collect();
    let site = built.value.unwrap_or_else(|| panic!("{}", errors.concat()));
    let body = |index: usize| {
        let bytes = &site.files[&format!("articles/case-{index}/index.html")];
        let page = std::str::from_utf8(bytes).unwrap();
        let parsed = markup::parse(page).unwrap_or_else(|error| panic!("case {index}: {error}"));
        parsed.extract(".body").concat()
    };
    (0..cases.len()).map(body).collect()
}

#[test]
fn words_become_links_as_the_rules_say() {
    let mut count = 0;
    let mut failures = String::new();
    for name in ["cases.json", "more.json", "spanish.json"] {
        let (cases, failed) = run(name);
        count += cases;
        failures.push_str(&failed);
    }
    assert!(failures.is_empty(), "of {count} cases:\n{failures}");
}
