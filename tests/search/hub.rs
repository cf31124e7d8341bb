//! Indexes a hub for the tests in JavaScript besides this file, and for measurements.
//!
//! `cargo test -p wellread-search --test search-hub -- INPUT [OUT]` writes the index files of a
//! test hub (JSON, see `hub-en.json`) or of the benchmark's corpus (a folder of Markdown) to `OUT`,
//! with the runtime as `search.js` and as it was written. With `--queries FILE` (a JSON list of
//! strings) it prints the answers of the Rust ranking as JSON; with `--time` how long indexing
//! takes.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test harness: it reads and writes files, and a panic is its way to fail"
)]

use std::borrow::Cow;
use std::path::Path;
use std::time::Instant;

use serde::Deserialize;
use wellread_model::Kind;
use wellread_search::{
    CrisisSettings, GlossaryTerm, Index, IndexCache, IndexSettings, LanguageRun, Page, PageSection,
    PinnedResult, RUNTIME, RUNTIME_SOURCE, SectionText, index, search,
};

#[derive(Deserialize)]
struct Hub {
    language: String,
    static_path: String,
    #[serde(default)]
    best: Vec<(Vec<String>, String)>,
    #[serde(default)]
    synonyms: Vec<Vec<String>>,
    #[serde(default)]
    crisis: Vec<String>,
    /// Whether the hub has crisis lines.
    #[serde(default = "yes")]
    crisis_lines: bool,
    /// Whether it shows them for the built-in phrases.
    #[serde(default = "yes")]
    crisis_builtin: bool,
    pages: Vec<HubPage>,
    #[serde(default)]
    terms: Vec<HubTerm>,
}

#[derive(Deserialize, Default)]
struct HubPage {
    url: String,
    title: String,
    /// Empty if it is that of the hub.
    #[serde(default)]
    language: String,
    kind: String,
    #[serde(default)]
    topics: Vec<String>,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    summary: String,
    #[serde(default)]
    facts: Vec<String>,
    /// Heading, anchor, text.
    sections: Vec<(String, String, String)>,
    /// Passages in another language than the page, each with its tag and as it is in a text.
    #[serde(default)]
    passages: Vec<(String, String)>,
}

/// A text with the passages of its page.
#[derive(Debug)]
struct HubText<'a> {
    text: &'a str,
    passages: &'a [(String, String)],
}

impl SectionText for HubText<'_> {
    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.text)
    }

    fn runs(&self) -> Vec<LanguageRun<'_>> {
        let (mut runs, mut rest) = (Vec::new(), self.text);
        let run = |language, text| LanguageRun { language, text: Cow::Borrowed(text) };
        for (language, passage) in self.passages {
            let Some((before, after)) = rest.split_once(passage.as_str()) else { continue };
            runs.extend([run("", before), run(language, passage)]);
            rest = after;
        }
        if !runs.is_empty() {
            runs.push(run("", rest));
        }
        runs
    }
}

#[derive(Deserialize)]
struct HubTerm {
    name: String,
    url: String,
    definition: String,
    #[serde(default)]
    aliases: Vec<String>,
}

fn yes() -> bool {
    true
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let input = Path::new(&arguments[0]);
    let mut hub = if input.is_dir() { corpus(input) } else { read_json(input) };
    // A page for every term, as the site makes one.
    for term in &hub.terms {
        if !hub.pages.iter().any(|page| page.url == term.url) {
            hub.pages.push(HubPage {
                url: term.url.clone(),
                title: term.name.clone(),
                kind: "term".to_owned(),
                names: term.aliases.clone(),
                summary: term.definition.clone(),
                sections: vec![(String::new(), String::new(), term.definition.clone())],
                ..HubPage::default()
            });
        }
    }
    let topics: Vec<Vec<&str>> =
        hub.pages.iter().map(|page| page.topics.iter().map(String::as_str).collect()).collect();
    let texts: Vec<Vec<HubText<'_>>> = hub.pages.iter().map(texts).collect();
    let sources = hub.pages.iter().zip(&topics).zip(&texts);
    let pages: Vec<Page<'_>> = sources.map(|((p, topics), texts)| page(p, topics, texts)).collect();
    let terms: Vec<GlossaryTerm<'_>> = hub
        .terms
        .iter()
        .map(|t| GlossaryTerm {
            name: &t.name,
            url: &t.url,
            definition: &t.definition,
            aliases: t.aliases.iter().map(String::as_str).collect(),
        })
        .collect();
    let settings = IndexSettings {
        language: &hub.language,
        synonyms: hub.synonyms.iter().map(|g| g.iter().map(String::as_str).collect()).collect(),
        best: hub
            .best
            .iter()
            .map(|(queries, url)| PinnedResult {
                queries: queries.iter().map(String::as_str).collect(),
                url,
            })
            .collect(),
        crisis: CrisisSettings {
            has_lines: hub.crisis_lines,
            has_builtin: hub.crisis_builtin,
            added: hub.crisis.iter().map(String::as_str).collect(),
        },
        static_path: &hub.static_path,
    };
    let mut cache = IndexCache::default();
    let start = Instant::now();
    let result = index(&settings, &pages, &terms, &mut cache);
    let first = start.elapsed();
    if arguments.iter().any(|a| a == "--time") {
        time(&settings, pages, &terms, &mut cache, &result, first);
    }
    if let Some(out) = arguments.get(1).filter(|argument| !argument.starts_with("--")) {
        std::fs::create_dir_all(out).unwrap();
        for file in &result.files {
            std::fs::write(Path::new(out).join(&file.name), &file.bytes).unwrap();
        }
        std::fs::write(Path::new(out).join("core.txt"), &result.core).unwrap();
        std::fs::write(Path::new(out).join("search.js"), RUNTIME).unwrap();
        std::fs::write(Path::new(out).join("search-source.js"), RUNTIME_SOURCE).unwrap();
    }
    if let Some(at) = arguments.iter().position(|a| a == "--queries") {
        let queries: Vec<String> =
            serde_json::from_slice(&std::fs::read(&arguments[at + 1]).unwrap()).unwrap();
        let answers: Vec<_> = queries.iter().map(|query| search(&result, query, 10)).collect();
        println!("{}", serde_json::to_string(&answers).unwrap());
    }
}

/// Prints how long indexing takes: at first, unchanged, and after a change of one page.
fn time<'a>(
    settings: &IndexSettings<'_>,
    mut pages: Vec<Page<'a>>,
    terms: &[GlossaryTerm<'_>],
    cache: &mut IndexCache,
    result: &Index,
    first: std::time::Duration,
) {
    let again = Instant::now();
    index(settings, &pages, terms, cache);
    let again = again.elapsed();
    let middle = pages.len() / 2;
    pages[middle].sections.push(PageSection {
        heading: "Fresh",
        language: "",
        anchor: "fresh",
        text: &"new words here",
    });
    let changed = Instant::now();
    let after = index(settings, &pages, terms, cache);
    let changed = changed.elapsed();
    let names: std::collections::BTreeSet<&str> =
        result.files.iter().map(|f| f.name.as_str()).collect();
    let touched = after.files.iter().filter(|f| !names.contains(f.name.as_str())).count();
    let bytes: usize = result.files.iter().map(|f| f.bytes.len()).sum();
    println!(
        "{} pages, {} files, {:.1} MB; first {first:.2?}, again {again:.2?}, one page changed {changed:.2?} ({touched} files)",
        pages.len(),
        result.files.len(),
        bytes as f64 / 1e6
    );
}

fn texts<'a>(page: &'a HubPage) -> Vec<HubText<'a>> {
    let text =
        |(_, _, text): &'a (String, String, String)| HubText { text, passages: &page.passages };
    page.sections.iter().map(text).collect()
}

fn page<'a>(page: &'a HubPage, topics: &'a [&'a str], texts: &'a [HubText<'a>]) -> Page<'a> {
    Page {
        url: &page.url,
        title: &page.title,
        language: &page.language,
        kind: kind(&page.kind),
        topics,
        names: page.names.iter().map(String::as_str).collect(),
        summary: &page.summary,
        facts: page.facts.iter().map(String::as_str).collect(),
        passage_languages: page.passages.iter().map(|(language, _)| language.as_str()).collect(),
        sections: page
            .sections
            .iter()
            .zip(texts)
            .map(|((heading, anchor, _), text)| PageSection { heading, language: "", anchor, text })
            .collect(),
    }
}

/// The kind of this name.
fn kind(noun: &str) -> Kind {
    Kind::ALL.into_iter().find(|kind| kind.noun() == noun).unwrap()
}

fn read_json(path: &Path) -> Hub {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// Reads the corpus of the benchmark: roughly, because only the amount of text matters.
fn corpus(root: &Path) -> Hub {
    let mut hub = Hub {
        language: "en".to_owned(),
        static_path: "/search/".to_owned(),
        best: Vec::new(),
        synonyms: Vec::new(),
        crisis: Vec::new(),
        crisis_lines: true,
        crisis_builtin: true,
        pages: Vec::new(),
        terms: Vec::new(),
    };
    for (folder, kind) in [("articles", "article"), ("resources", "resource"), ("glossary", "term")]
    {
        let mut paths: Vec<_> = std::fs::read_dir(root.join("content").join(folder))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        paths.sort();
        for path in paths {
            let source = std::fs::read_to_string(&path).unwrap();
            let (front, body) = source.trim_start_matches("---\n").split_once("---\n").unwrap();
            let slug = path.file_stem().unwrap().to_string_lossy();
            let value = |key: &str| {
                front
                    .lines()
                    .find_map(|l| l.strip_prefix(key))
                    .unwrap_or("")
                    .trim()
                    .trim_matches('"')
                    .to_owned()
            };
            let list = |key: &str| {
                let text = value(key);
                let items = text
                    .trim_matches(['[', ']'])
                    .split(", ")
                    .map(|s| s.trim_matches('"').to_owned());
                items.filter(|item| !item.is_empty()).collect::<Vec<_>>()
            };
            let url = format!("/{folder}/{slug}/");
            if kind == "term" {
                let (name, aliases) = (value("term:"), list("aliases:"));
                hub.terms.push(HubTerm { name, url, definition: plain(body), aliases });
                continue;
            }
            let mut sections = vec![(String::new(), String::new(), String::new())];
            for block in body.split("\n\n") {
                match block.strip_prefix("## ") {
                    Some(h) => {
                        let anchor = h.to_lowercase().replace(' ', "-");
                        sections.push((h.to_owned(), anchor, String::new()));
                    }
                    None => {
                        if let Some((_, _, text)) = sections.last_mut() {
                            text.push_str(&plain(block));
                            text.push(' ');
                        }
                    }
                }
            }
            hub.pages.push(HubPage {
                url,
                title: value("title:"),
                kind: kind.to_owned(),
                topics: list("topics:"),
                summary: value("summary:"),
                sections,
                ..HubPage::default()
            });
        }
    }
    hub
}

/// Markdown without its marks.
fn plain(markdown: &str) -> String {
    let mut text = String::new();
    let mut rest = markdown;
    while let Some(at) = rest.find("](") {
        text.push_str(&rest[..at]);
        rest = rest[at..].split_once(')').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text.chars().filter(|c| !matches!(c, '*' | '[' | ']' | '|' | '>')).collect()
}
