//! What holds for every input: no panic, pages whose tags nest, and the same bytes from the same
//! input.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use wellread_content::Sources;
use wellread_model::{Diagnostic, Locator, Place};
use wellread_site::{BuildCache, build, review};

use crate::support::markup;
use crate::{build_site, sources, today};

/// Pieces of Markdown, HTML and YAML that cause trouble in combination.
const PIECES: &[&str] = &[
    "IEP",
    "IEP team",
    "support",
    "plan",
    " ",
    "  \n",
    "\n",
    "\n\n",
    "\t",
    "*",
    "**",
    "***",
    "_",
    "~~",
    "`",
    "```\n",
    "~~~\n",
    "    ",
    "> ",
    ">",
    "- ",
    "1. ",
    "- [ ] ",
    ": ",
    "| a | b |\n|---|---|\n",
    "| ",
    "|",
    "# ",
    "## ",
    "###### ",
    "---\n",
    "===\n",
    "[",
    "]",
    "(",
    ")",
    "[[",
    "]]",
    "[[!",
    "[[IEP]]",
    "[[iep|",
    "![",
    "](x.md)",
    "](#a)",
    "](https://example.org)",
    "](javascript:x)",
    "[^1]",
    "[^1]: ",
    "x[^a--b]",
    "x[^a\"b]",
    "x[^a&amp;b]",
    "x[^*a*b]",
    "[x]: y",
    "<",
    ">",
    "<b>",
    "</b>",
    "<div>",
    "</div>",
    "<p>",
    "</p>",
    "<a href=\"#a\">",
    "</a>",
    "<br>",
    "<details>",
    "<summary>",
    "</summary>",
    "</details>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<li>",
    "<ul>",
    "</ul>",
    "<span title='",
    "<!-- ",
    "-->",
    "<script>",
    "</script>",
    "<https://example.org>",
    "&amp;",
    "&",
    "&nbsp;",
    "&#0;",
    "&#x1F600;",
    "&notit;",
    "\"",
    "'",
    "\u{2019}",
    "--",
    "...",
    "\\",
    "\\\n",
    "{{ x }}",
    "{% raw %}",
    "{#a}",
    " {#id}",
    "> [!NOTE]\n> ",
    "é",
    "e\u{301}",
    "\u{a0}",
    "\u{ad}",
    "\u{200b}",
    "\u{202e}",
    "🙂",
    "计划",
    "خطة",
    "\r\n",
    "\u{feff}",
    "\u{fffc}",
    "\u{2028}",
    "$x$",
    "H~2~O",
    "title: A\n",
    "a: [",
    "{",
    "}",
    "!x",
    "&y",
    "*y",
    "- - -",
    "term",
    "\u{c}",
];

/// Pieces that are not errors by themselves.
const CALM: &[&str] = &[
    "IEP",
    "IEP team",
    "support",
    " plan",
    " ",
    " ",
    "  \n",
    "\n",
    "\n\n",
    "*",
    "**",
    "***",
    "_",
    "~~",
    "`",
    "```\n",
    "    ",
    "> ",
    "- ",
    "1. ",
    "- [ ] ",
    ": ",
    "| a | b |\n|---|---|\n",
    "| ",
    "---\n",
    "===\n",
    "[[IEP]]",
    "[[!IEP]]",
    "[",
    "]",
    "[x](https://example.org)",
    "[*x*](x.md#a)",
    "<b>IEP</b> team",
    "\n\n<div>\n\n",
    "\n\n</div>\n\n",
    "<br>",
    "<!-- x -->",
    "&amp;",
    "&nbsp;",
    "&notit;",
    "&",
    "< ",
    "\"",
    "'",
    "--",
    "...",
    "\\",
    "{{ x }}",
    "> [!NOTE]\n> ",
    "e\u{301}",
    "\u{a0}",
    "\u{ad}",
    "\u{200b}",
    "🙂",
    "计划",
    "\r\n",
    "\u{fffc}",
    "\u{2028}",
];

fn text_of(pieces: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(pieces).prop_map(str::to_owned);
    let other = proptest::char::any().prop_map(|c| c.to_string());
    let pieces = prop_oneof![20 => piece, 1 => other];
    proptest::collection::vec(pieces, 0..most).prop_map(|pieces| pieces.concat())
}

fn text() -> impl Strategy<Value = String> {
    text_of(PIECES, 40)
}

/// Checks a property, on the same inputs in every run.
pub(crate) fn check<S: Strategy>(cases: u32, strategy: &S, property: impl Fn(S::Value)) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let result = runner.run(strategy, |value| {
        property(value);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

fn hub(article: String, term: String, page: String) -> Vec<(String, Vec<u8>)> {
    [
        ("content/articles/a.md", article),
        ("content/articles/x.md", "---\ntitle: X\n---\n## A\n".into()),
        ("content/glossary/iep.md", "---\nterm: IEP\naliases: [plan]\n---\nOne.\n".into()),
        ("content/glossary/iep-team.md", term),
        ("content/pages/p.md", page),
    ]
    .map(|(path, text)| (path.to_owned(), text.into_bytes()))
    .into()
}

/// Checks that each place lies in its file and on the borders of characters, and that it can be
/// shown.
fn check_places(sources: &Sources, diagnostics: &[Diagnostic]) {
    let mut locator = Locator::new(|path| sources.text(path));
    for one in diagnostics {
        let places = one.place.iter().chain(one.related.iter().map(|related| &related.place));
        for Place { file, span } in places {
            // An error in a template of the default theme is in no file of the hub.
            let (Some(text), Some(span)) = (sources.text(file), span) else { continue };
            assert!(span.start <= span.end, "{one:?}");
            let written = text.get(span.start..span.end);
            assert!(written.is_some(), "{span:?} is not in {text:?}: {one:?}");
            // Where the words of a message are those of its place, they are the author's own.
            if one.code == "unknown-footnote" {
                let written = written.unwrap_or_default();
                assert!(written.starts_with("[^") && written.ends_with(']'), "{written}: {text:?}");
            }
        }
        let located = locator.locate(one);
        if let Some(line) = &located.line {
            assert!(line.text.get(line.mark.clone()).is_some(), "{line:?}");
        }
    }
}

/// Lines of front matter that are nearly right.
const KEYS: &[&str] = &[
    "title: A\n",
    "titel: A\n",
    "topics: [a, \"é\", 'x y']\n",
    "topics:\n  - a\n  - 学校\n",
    "related: [a, nope, a]\n",
    "skip_terms: idea\n",
    "authors: [\u{1F642}]\n",
    "published: 2026-13-01\n",
    "updated: 2026-11-01\n",
    "published: 2026-11-20\n",
    "review_every: soon\n",
    "redirect_from: [/old/, /é/, /articles/, x]\n",
    "summary: |\n  é\n  x\n",
    "summary: \"a\\tb\"\n",
    "summary: &a !x é: y\n",
    "draft: perhaps\n",
    "link_terms: every\n",
    "é: ñ\n",
    "url: www.é\n",
    "term: é\n",
    "aliases: [plan, Plan, \u{e9}]\n",
    "plural: [—]\n",
    "# é\n",
    "\r\n",
    "é\n",
    "\t",
];

/// Lines of `site.toml` that are nearly right.
const SETTINGS: &[&str] = &[
    "title = \"é\"\n",
    "title = 'A'\n",
    "titel = \"é\"\n",
    "base_url = \"https://hub.test/\"\n",
    "base_url = \"é\"\n",
    "language = \"español\"\n",
    "raw_html = \"trusted\"\n",
    "raw_html = \"é\"\n",
    "theme = \"é\"\n",
    "accent = \"é\"\n",
    "[contact]\n",
    "phone = \"é\"\n",
    "phone = [\"1\", { label = \"é\" }]\n",
    "email = \"é\"\n",
    "[[crisis]]\n",
    "name = \"学校\"\n",
    "[terms]\n",
    "link = \"é\"\n",
    "[search.best]\n",
    "\"é\" = [\"nope\", 1]\n",
    "[search]\n",
    "crisis = [\"é\", {}]\n",
    "[deploy]\nhost = \"é\"\n",
    "é = [\n",
    "\u{feff}",
    "\r\n",
];

#[test]
fn every_place_lies_in_its_file() {
    let reported = std::cell::Cell::new(0);
    let property = |(front, of_term, body, settings): (String, String, String, String)| {
        let files = [
            ("content/articles/a.md", format!("---\n{front}---\n{body}")),
            ("content/articles/é.md", format!("\u{feff}---\r\ntitle: É\r\n{front}---\r\n{body}")),
            ("content/glossary/t.md", format!("---\n{of_term}---\n{body}")),
            ("content/glossary/iep.md", "---\nterm: IEP\naliases: [plan]\n---\nOne.\n".to_owned()),
            ("site.toml", settings),
        ];
        let files = files.map(|(path, text)| (path.to_owned(), text.into_bytes()));
        let hub = sources(files);
        let diagnostics = build_site(&hub, today()).diagnostics;
        reported.set(reported.get() + diagnostics.len());
        check_places(&hub, &diagnostics);
    };
    let settings = text_of(SETTINGS, 8)
        .prop_map(|lines| format!("title = \"H\"\nbase_url = \"https://hub.test/\"\n{lines}"));
    check(250, &(text_of(KEYS, 8), text_of(KEYS, 6), text(), settings), property);
    // Settings that cannot be read at all hide what is wrong elsewhere.
    check(50, &(text_of(KEYS, 8), text_of(KEYS, 6), text(), text_of(SETTINGS, 8)), property);
    assert!(reported.get() > 1000, "only {} problems were found", reported.get());
}

#[test]
fn any_text_gives_messages_or_pages_that_nest() {
    let built = std::cell::Cell::new(0);
    let property = |(body, other, raw): (String, String, String)| {
        let files = hub(
            format!("---\ntitle: A\nlink_terms: all\n---\n{body}"),
            format!("---\nterm: IEP team\n---\nSome.\n\n{other}"),
            format!("---\ntitle: P\n---\n{}\n", raw.replace(['<', '[', '&'], "")),
        );
        let sources = sources(files);
        let built_site = build_site(&sources, today());
        check_places(&sources, &built_site.diagnostics);
        check_places(&sources, &review(&sources, today()).diagnostics);
        let Some(site) = built_site.value else { return };
        built.set(built.get() + 1);
        for (path, bytes) in &site.files {
            if path.ends_with(".html") {
                let html = std::str::from_utf8(bytes).unwrap();
                markup::parse(html).unwrap_or_else(|error| panic!("{path}: {error}"));
            }
        }
    };
    check(150, &(text(), text(), text()), property);
    check(200, &(text_of(CALM, 25), text_of(CALM, 8), text_of(CALM, 8)), property);
    // Most texts contain an error, but enough of them must not.
    assert!(built.get() > 60, "only {} of 350 were built", built.get());
}

#[test]
fn any_front_matter_gives_messages_or_pages() {
    check(300, &(text(), text()), |(front, settings)| {
        let mut files = hub(
            format!("---\n{front}\n---\nText."),
            format!("---\nterm: IEP team\naliases: [{front}]\n---\nSome."),
            front.clone(),
        );
        files.push(("site.toml".to_owned(), settings.into_bytes()));
        let hub = sources(files.clone());
        let built = build_site(&hub, today());
        check_places(&hub, &built.diagnostics);
        assert!(built.value.is_some() || !built.diagnostics.is_empty());
        files.pop();
        let diagnostics = build_site(&sources(files.clone()), today()).diagnostics;
        assert_eq!(diagnostics, build_site(&sources(files), today()).diagnostics);
    });
}

#[test]
fn a_build_with_a_cache_equals_a_clean_one() {
    let edits = proptest::collection::vec((0..6usize, 0..5usize, text()), 1..6);
    check(40, &edits, |edits| {
        let mut files: std::collections::BTreeMap<String, Vec<u8>> = hub(
            "---\ntitle: A\n---\nIEP.\n".into(),
            "---\nterm: IEP team\n---\nS.\n".into(),
            "---\ntitle: P\n---\nIEP team.\n".into(),
        )
        .into_iter()
        .collect();
        let mut cache = BuildCache::default();
        for (file, change, words) in edits {
            let safe: String = words.chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect();
            let (path, text) = match file {
                0 => (
                    "content/articles/a.md",
                    format!("---\ntitle: \"A {safe}\"\n---\nIEP {safe}\n"),
                ),
                1 => (
                    "content/articles/new.md",
                    format!("---\ntitle: N\ndraft: {}\n---\nIEP team\n", change == 1),
                ),
                2 => (
                    "content/glossary/t.md",
                    format!("---\nterm: support\nsee_also: [iep]\n---\n{safe} x\n"),
                ),
                3 => (
                    "content/glossary/iep.md",
                    format!("---\nterm: IEP\ncase: any\n---\nTwo {safe}.\n"),
                ),
                4 => (
                    "site.toml",
                    "title = \"Other\"\nbase_url = \"https://hub.test/x/\"\nlanguage = \"es\"\n"
                        .into(),
                ),
                _ => (
                    "content/pages/p.md",
                    format!("---\ntitle: P\nlink_terms: all\n---\n{safe} IEP IEP\n"),
                ),
            };
            if change == 0 {
                files.remove(path);
            } else {
                files.insert(path.to_owned(), text.into_bytes());
            }
            let sources = sources(files.clone());
            let emit = |_: &str, content: wellread_site::Content| content.bytes().to_vec();
            let again = build(&sources, today(), &mut cache, &emit);
            let clean = build_site(&sources, today());
            assert_eq!(again.diagnostics, clean.diagnostics);
            assert_eq!(again.value.map(|site| site.files), clean.value.map(|site| site.files));
        }
    });
}
