//! `THIRD-PARTY.md` names everything that the program contains and did not write itself, with its
//! license. It is made from `Cargo.lock` and the packages, so that no crate can be forgotten:
//! `UPDATE=1 cargo test -p wellread --test hub third_party` writes it anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::repository;

const FILE: &str = "THIRD-PARTY.md";

const INTRODUCTION: &str = "\
# Third-party notices

This page names what is part of Wellread and comes from others: crates, a font and
two lists of words, each with its license. Wellread itself is licensed under either
of MIT or Apache-2.0.

## Font and data

- The font of headings is Literata Bold, Copyright 2017 The Literata Project Authors
  (https://github.com/googlefonts/literata), under the SIL Open Font License 1.1. It
  is part of the program and of the sites that it builds.
- The lists of frequent English and Spanish words are made from the Google Books
  n-gram frequency lists (https://github.com/orgtre/google-books-ngram-frequency),
  by Google and orgtre, under CC BY 3.0
  (https://creativecommons.org/licenses/by/3.0/). Only the words were taken, in lower
  case, without names and counts.

";

/// A crate that is compiled into the program, on any system.
struct Part {
    name: String,
    license: String,
    source: String,
    /// The license texts in its package, without the alternatives that are not chosen.
    texts: BTreeSet<String>,
}

#[test]
fn third_party_notices_are_current() {
    let path = repository().join(FILE);
    let actual = notices();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &actual).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        committed == actual,
        "{FILE} is out of date: UPDATE=1 cargo test -p wellread --test hub third_party"
    );
}

#[test]
fn every_license_allows_distribution_under_the_licenses_of_the_project() {
    const ALLOWED: [&str; 9] = [
        "MIT",
        "Apache-2.0",
        "BSD-3-Clause",
        "BSL-1.0",
        "CC0-1.0",
        "ISC",
        "Unicode-3.0",
        "Unlicense",
        "Zlib",
    ];
    for Part { name, license, .. } in parts() {
        let words = license.split([' ', '/', '(', ')']).filter(|word| !word.is_empty());
        let is_allowed = |word: &str| {
            ALLOWED.contains(&word) || ["AND", "OR", "WITH", "LLVM-exception"].contains(&word)
        };
        assert!(words.clone().all(is_allowed), "{name}: {license}");
    }
}

/// The whole page.
fn notices() -> String {
    let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut page = format!("{INTRODUCTION}## Crates\n\n");
    for Part { name, license, source, texts } in parts() {
        let _ = writeln!(page, "- {name}: {license}, {source}");
        for text in texts {
            names.entry(text).or_default().push(name.clone());
        }
    }
    page.push_str("\n## License texts\n");
    for (text, names) in names {
        let _ = write!(page, "\nOf {}:\n\n```\n{text}\n```\n", names.join(", "));
    }
    let font = repository().join("themes/default/literata-license.txt");
    let font = tidy(&std::fs::read_to_string(font).unwrap());
    let _ = write!(page, "\nOf the font Literata:\n\n```\n{font}\n```\n");
    page
}

/// What the program is compiled from, by name and version.
fn parts() -> Vec<Part> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["metadata", "--format-version", "1", "--locked"]).current_dir(repository());
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let by_id = |list: &Value| -> BTreeMap<String, Value> {
        let entries = list.as_array().unwrap().iter();
        entries.map(|one| (one["id"].as_str().unwrap().to_owned(), one.clone())).collect()
    };
    let (packages, nodes) = (by_id(&metadata["packages"]), by_id(&metadata["resolve"]["nodes"]));
    let program = packages.iter().find(|(_, package)| package["name"] == "wellread").unwrap().0;
    let (mut open, mut seen) = (vec![program.clone()], BTreeSet::new());
    while let Some(id) = open.pop() {
        // What only runs while the program is compiled is no part of it.
        if is_macro(&packages[&id]) || !seen.insert(id.clone()) {
            continue;
        }
        for dependency in nodes[&id]["deps"].as_array().unwrap() {
            let kinds = dependency["dep_kinds"].as_array().unwrap();
            if kinds.iter().any(|kind| kind["kind"].is_null()) {
                open.push(dependency["pkg"].as_str().unwrap().to_owned());
            }
        }
    }
    let foreign =
        seen.iter().map(|id| &packages[id]).filter(|package| !package["source"].is_null());
    let mut parts: Vec<Part> = foreign.map(part).collect();
    parts.sort_by(|one, other| one.name.cmp(&other.name));
    parts
}

fn is_macro(package: &Value) -> bool {
    let mut targets = package["targets"].as_array().unwrap().iter();
    targets.any(|target| target["kind"].as_array().unwrap().iter().any(|kind| kind == "proc-macro"))
}

fn part(package: &Value) -> Part {
    let text = |key: &str| package[key].as_str().unwrap_or_default().to_owned();
    let name = format!("{} {}", text("name"), text("version"));
    let folder = Path::new(package["manifest_path"].as_str().unwrap()).parent().unwrap();
    let mut files: Vec<(String, String)> = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_name().unwrap().to_string_lossy().to_uppercase();
        if ["LICENSE", "LICENCE", "COPYING", "UNLICENSE"].iter().any(|it| file.starts_with(it)) {
            files.push((file, tidy(&std::fs::read_to_string(&path).unwrap())));
        }
    }
    // Where there is a choice, MIT is chosen; what applies besides stays.
    let is_kept = |file: &str| {
        let words = ["MIT", "UNICODE", "WHATWG"];
        words.iter().any(|word| file.contains(word))
    };
    if files.iter().any(|(file, _)| file.contains("MIT")) {
        files.retain(|(file, _)| is_kept(file));
    }
    let texts = files.into_iter().map(|(_, text)| text).collect();
    Part { name, license: text("license"), source: text("repository"), texts }
}

/// A license text without what differs between packages and means nothing.
fn tidy(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').replace("```", "'''")
}
