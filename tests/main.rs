//! The tests of the whole program, and the cases: small hubs written as text, with what a build of
//! each must give.
//!
//! Each file below `cases/` is one case; [`support::case`] describes the format. With `UPDATE=1`,
//! the test [`cases`] rewrites the expectations instead of checking them: review the diff.

#![expect(clippy::unwrap_used, reason = "a failed test may panic")]

mod audit;
mod crisis;
mod faults;
mod folders;
mod foreign;
mod fuzz;
// Only there does the system tell how long one thread has run: by the clock, other programs count
// too.
#[cfg(target_os = "linux")]
mod growth;
mod guarantees;
mod images;
mod incremental;
mod jobs;
mod kills;
mod layers;
mod linking;
#[cfg(feature = "links")]
mod links;
mod losses;
mod new_files;
mod numbers;
mod own_hub;
mod parents;
mod preview;
#[cfg(unix)]
mod printing;
mod properties;
mod reports;
mod support;
mod terms_review;
mod theme_copy;
mod third_party;
mod tidy;

// The writer itself, compiled for tests: there, a disk can be made to fail.
#[path = "../crates/wellread/src/publish/mod.rs"]
#[expect(unused_imports, reason = "some parts serve other commands than `build`")]
mod publish;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use wellread_content::{BuildOptions, SourceFile, Sources};
use wellread_model::media::{TEXT_EXTENSIONS, has_extension};
use wellread_model::{Checked, Date, Diagnostic, Locator, SourcePath};
use wellread_site::{BuildCache, LastBuild, Output, Publication, build, check_hub};

use support::{case::Case, markup};

/// The settings of a hub that brings none.
const SETTINGS: &str = "title = \"Hub\"\nbase_url = \"https://example.org/\"\n";

/// The options with which cases are built, on a day that never changes.
pub(crate) fn today() -> BuildOptions {
    BuildOptions { today: Date::constant(2026, 11, 22), drafts: false }
}

/// A hub in memory.
pub(crate) fn sources(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Sources {
    let source = |(path, bytes): (String, Vec<u8>)| {
        let is_text = has_extension(&path, &TEXT_EXTENSIONS);
        (SourcePath::new(&path), SourceFile::new(bytes, is_text))
    };
    let mut files: BTreeMap<_, _> = files.into_iter().map(source).collect();
    files
        .entry(SourcePath::new("site.toml"))
        .or_insert_with(|| SourceFile::new(SETTINGS.as_bytes().to_vec(), true));
    Sources::new(files, Vec::new())
}

/// A finished site: its files by path.
pub(crate) type Site = Output<Vec<u8>>;

/// Builds a hub in memory.
pub(crate) fn build_site(sources: &Sources, options: BuildOptions) -> Checked<Site> {
    build(sources, options, &mut BuildCache::default(), &|_, content| content.bytes().to_vec())
}

/// A diagnostic in the form in which cases show it.
fn show(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let one = Locator::new(|path| sources.text(path)).locate(diagnostic);
    let mut text = one.file().unwrap_or_default().to_owned();
    if let Some(line) = &one.line {
        let _ = write!(text, ":{}:{}", line.number, line.column);
    }
    let Diagnostic { severity, code, message, help, .. } = diagnostic;
    let _ = writeln!(text, " {} {code}: {message}", severity.as_str());
    for (label, lines) in [("help", help.clone()), ("note", Some(one.related.join("\n")))] {
        for line in lines.iter().flat_map(|lines| lines.lines()) {
            let _ = writeln!(text, "  {label}: {line}");
        }
    }
    text
}

/// What a build of a case gives, in the form of its expectations.
fn actual(case: &Case) -> Vec<(String, String)> {
    let sources = sources(case.files.clone());
    let Checked { value, mut diagnostics, .. } = build_site(&sources, case.options);
    if case.is_checked {
        let last = LastBuild { publication: &Publication::default(), allow_removals: false };
        diagnostics = check_hub(last, &sources, case.options).diagnostics;
    }
    diagnostics.retain(|one| case.shows_placeholders || one.code != "placeholder");
    for (path, bytes) in value.iter().flat_map(|output| &output.files) {
        if bytes.starts_with(b"<!doctype html>") {
            let html = std::str::from_utf8(bytes).unwrap();
            markup::parse(html).unwrap_or_else(|error| panic!("{path}: {error}"));
        }
    }
    let mut wanted: Vec<&str> = case.expected.iter().map(|(first, _)| first.as_str()).collect();
    let shown: String = diagnostics.iter().map(|one| show(one, &sources)).collect();
    if !wanted.contains(&"check") && !shown.is_empty() {
        wanted.insert(0, "check");
    }
    let answer = |first: &str| match first.split_once(' ').unwrap_or((first, "")) {
        ("check", _) => shown.clone(),
        ("files", folder) => list(value.as_ref(), folder),
        ("page", rest) => extract(value.as_ref(), rest),
        _ => panic!("`//= {first}` is not known"),
    };
    wanted.into_iter().map(|first| (first.to_owned(), answer(first))).collect()
}

/// The paths of the files below a folder; without a folder, of all files but those that every site
/// has.
fn list(output: Option<&Site>, folder: &str) -> String {
    let Some(output) = output else { return "nothing is written\n".to_owned() };
    let of_the_theme = |path: &str| path.starts_with("assets/") || path.starts_with("search/");
    let paths = output.files.keys().filter(|path| path.starts_with(folder));
    let paths = paths.filter(|path| !folder.is_empty() || !of_the_theme(path));
    paths.map(|path| format!("{}\n", without_hashes(path))).collect()
}

/// What a selector finds on a page; without a selector, the whole file.
fn extract(output: Option<&Site>, page: &str) -> String {
    let Some(output) = output else { return "nothing is written\n".to_owned() };
    let (path, selector) = page.split_once(' ').unwrap_or((page, ""));
    let Some(bytes) = output.files.get(path) else { return "there is no such file\n".to_owned() };
    let text = without_hashes(std::str::from_utf8(bytes).unwrap());
    if selector.is_empty() {
        return format!("{}\n", text.trim_end());
    }
    // The feed and the sitemap are XML, whose first line is not HTML.
    let text = match text.split_once("?>") {
        Some((_, rest)) if text.starts_with("<?xml") => rest,
        _ => &text,
    };
    let found = markup::parse(text).unwrap().extract(selector);
    if found.is_empty() {
        return "nothing is found\n".to_owned();
    }
    found.into_iter().map(|found| format!("{found}\n")).collect()
}

/// Takes the hashes out of file names: they change with the theme, which no case is about.
fn without_hashes(text: &str) -> String {
    let hash = |part: &str| part.len() == 8 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    text.split('.').filter(|part| !hash(part)).collect::<Vec<_>>().join(".")
}

/// The files below a folder whose names have this suffix, sorted by path. The empty suffix fits
/// all.
pub(crate) fn files_below(folder: &Path, suffix: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_below(&path, suffix));
        } else if path.to_string_lossy().ends_with(suffix) {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The root of the repository.
pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

#[test]
fn cases() {
    let folder = repository().join("tests/cases");
    let update = std::env::var_os("UPDATE").is_some();
    let (mut count, mut failures) = (0, Vec::new());
    for file in files_below(&folder, ".txt") {
        count += 1;
        let text = std::fs::read_to_string(&file).unwrap();
        let case = Case::read(&text);
        let name = file.strip_prefix(&folder).unwrap().display().to_string();
        let actual = match std::panic::catch_unwind(|| actual(&case)) {
            Ok(actual) => actual,
            Err(_) => {
                failures.push(format!("{name}: see the panic above"));
                continue;
            }
        };
        let written = |sections: &[(String, String)]| {
            sections.iter().map(|(first, rest)| format!("//= {first}\n{rest}")).collect::<String>()
        };
        if update {
            std::fs::write(&file, format!("{}{}", case.given, written(&actual))).unwrap();
        } else if written(&actual) != written(&case.expected) {
            let (expected, actual) = (written(&case.expected), written(&actual));
            failures.push(format!("{name}\n--- expected\n{expected}--- actual\n{actual}"));
        }
    }
    assert!(failures.is_empty(), "{} of {count} cases:\n{}", failures.len(), failures.join("\n"));
}
