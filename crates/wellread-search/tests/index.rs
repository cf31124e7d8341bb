//! Properties of the index: the same bytes in any order, with or without a cache; and no input
//! panics.

use proptest::prelude::*;
use wellread_model::Kind;
use wellread_search::{
    CrisisSettings, GlossaryTerm, Index, IndexCache, IndexSettings, Page, PageSection,
    PinnedResult, index, search,
};

#[derive(Debug, Clone)]
struct SamplePage {
    url: String,
    title: String,
    text: String,
    heading: String,
}

fn source() -> impl Strategy<Value = SamplePage> {
    let words = "(plan|IEP|school|evaluation|help|504|aide|paraprofessional|co-teaching|[a-z]{1,9}|\\PC{1,3})";
    let text = proptest::collection::vec(words, 0..20).prop_map(|words| words.join(" "));
    (0u8..80, text.clone(), text.clone(), text).prop_map(|(number, title, text, heading)| {
        SamplePage { url: format!("/articles/{number}/"), title, text, heading }
    })
}

fn hub() -> impl Strategy<Value = Vec<SamplePage>> {
    proptest::collection::vec(source(), 0..40).prop_map(|mut sources| {
        sources.sort_by(|a, b| a.url.cmp(&b.url));
        sources.dedup_by(|a, b| a.url == b.url);
        sources
    })
}

fn make(sources: &[SamplePage], cache: &mut IndexCache) -> Index {
    let topics = ["School"];
    let pages: Vec<Page<'_>> = sources
        .iter()
        .map(|source| Page {
            url: &source.url,
            title: &source.title,
            language: "",
            kind: Kind::Article,
            topics: &topics,
            names: vec![&source.heading],
            summary: &source.heading,
            facts: vec!["Sliding scale", &source.title],
            passage_languages: Vec::new(),
            sections: vec![PageSection {
                heading: &source.heading,
                language: "",
                anchor: "a",
                text: &source.text,
            }],
        })
        .collect();
    let terms = [
        GlossaryTerm {
            name: "aide",
            url: "/glossary/aide/",
            definition: "Helps.",
            aliases: vec!["paraprofessional"],
        },
        GlossaryTerm {
            name: "IEP",
            url: "/glossary/iep/",
            definition: "A plan.",
            aliases: vec!["help plan"],
        },
    ];
    index(&settings(), &pages, &terms, cache)
}

fn settings() -> IndexSettings<'static> {
    IndexSettings {
        language: "en",
        synonyms: vec![vec!["plan", "school help"]],
        best: vec![PinnedResult { queries: vec!["help me"], url: "/articles/1/" }],
        crisis: CrisisSettings { has_lines: true, has_builtin: true, added: vec!["lost my home"] },
        static_path: "/search/",
    }
}

fn files(index: &Index) -> Vec<(&str, &[u8])> {
    index.files.iter().map(|file| (file.name.as_str(), &*file.bytes)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn order_and_cache_change_nothing(before in hub(), after in hub()) {
        let clean = make(&after, &mut IndexCache::default());
        let mut cache = IndexCache::default();
        make(&before, &mut cache);
        let cached = make(&after, &mut cache);
        prop_assert_eq!(files(&clean), files(&cached));
        let reversed: Vec<SamplePage> = after.iter().rev().cloned().collect();
        let turned = make(&reversed, &mut IndexCache::default());
        prop_assert_eq!(files(&clean), files(&turned));
        prop_assert!(clean.files.iter().any(|file| file.name == clean.core));
    }

    #[test]
    fn any_query_has_an_answer(sources in hub(), query in "\\PC{0,80}") {
        let index = make(&sources, &mut IndexCache::default());
        let response = search(&index, &query, 5);
        prop_assert!(response.results.len() <= 5);
        for result in response.results {
            let text = result.excerpt.replace("<mark>", "").replace("</mark>", "");
            prop_assert!(!text.contains(['<', '>']));
        }
    }
}

fn source_of(url: &str, title: &str, text: &str) -> SamplePage {
    SamplePage {
        url: url.to_owned(),
        title: title.to_owned(),
        text: text.to_owned(),
        heading: String::new(),
    }
}

fn titles(query: &str) -> Vec<String> {
    let sources = [
        source_of("/articles/1/", "Where to turn", "Someone will answer."),
        source_of("/articles/2/", "Aides", "A paraprofessional helps in class."),
        source_of(
            "/articles/3/",
            "Classrooms",
            "The paraprofessional sits near the accommodations list.",
        ),
        source_of("/articles/4/", "Testing", "Behavior and accommodations at school."),
    ];
    let index = make(&sources, &mut IndexCache::default());
    search(&index, query, 10).results.into_iter().map(|result| result.title).collect()
}

#[test]
fn other_names_are_added_to_a_query() {
    assert_eq!(titles("aide"), ["Aides", "Classrooms"]);
}

#[test]
fn an_excerpt_is_of_the_text_before_it_is_of_the_notes() {
    let section = |heading, anchor, text| PageSection { heading, language: "", anchor, text };
    let page = Page {
        url: "/articles/1/",
        title: "Meetings",
        language: "",
        kind: Kind::Article,
        topics: &[],
        names: Vec::new(),
        summary: "Who comes, and when.",
        facts: Vec::new(),
        passage_languages: Vec::new(),
        sections: vec![
            section("", "", &"Somebody writes it down."),
            section("Signing", "signing", &"The plan is read once more."),
            section("", "notes", &"Plan, plan and plan: 34 CFR 300.320, a plan for nurses."),
        ],
    };
    let index = index(&settings(), &[page], &[], &mut IndexCache::default());
    for (query, expected) in
        [("plan", "The <mark>plan</mark> is read"), ("nurses", "<mark>nurses</mark>")]
    {
        let excerpt = &search(&index, query, 1).results[0].excerpt;
        assert!(excerpt.contains(expected), "{query}: {excerpt}");
    }
}

#[test]
fn words_that_are_split_count_towards_the_limit() {
    let sources = [source_of("/articles/1/", "Plans", "Every 504 plan is a plan.")];
    let index = make(&sources, &mut IndexCache::default());
    for count in [1, 12, 13, 17, 37] {
        let response = search(&index, &"504plan ".repeat(count), 10);
        assert_eq!(response.total, 1, "{count}");
        assert!(response.results[0].excerpt.contains("<mark>504</mark> <mark>plan</mark>"));
    }
}

#[test]
fn pinned_pages_come_first() {
    assert_eq!(titles("Help me!"), ["Where to turn", "Aides"]);
}

#[test]
fn marks_are_honored() {
    assert_eq!(titles("accommodations -behaviour"), ["Classrooms"]);
    assert_eq!(titles("\"paraprofessional helps\""), ["Aides"]);
    assert!(titles("\"helps paraprofessional\"").is_empty());
}

#[test]
fn a_crisis_is_seen_before_any_correction() {
    let index =
        make(&[source_of("/articles/1/", "Kiln myths", "kiln myself")], &mut IndexCache::default());
    for query in [
        "kill myself",
        "I want to KILL MYSELF",
        "killing myself",
        "killmyself",
        "suicides",
        "suicde",
        "we lost my homes",
    ] {
        let response = search(&index, query, 5);
        assert!(response.crisis, "{query}");
    }
    assert_eq!(search(&index, "kill myself", 5).corrected, None);
    assert!(!search(&index, "skill", 5).crisis);
}

#[test]
fn one_changed_page_touches_few_files() {
    let mut sources: Vec<SamplePage> = (0..400)
        .map(|n| {
            source_of(
                &format!("/articles/{n}/"),
                &format!("Title {n}"),
                &format!("plan number {n} word{n} school"),
            )
        })
        .collect();
    let mut cache = IndexCache::default();
    let before = make(&sources, &mut cache);
    sources[200].text.push_str(" fresh");
    let after = make(&sources, &mut cache);
    let new = after.files.iter().filter(|f| !before.files.iter().any(|b| b.name == f.name)).count();
    assert!(new <= 8, "{new}");
}

/// A hub whose text is too much for small files: each page has some words of its own and of a few
/// others.
fn large_hub() -> Vec<SamplePage> {
    let text = |n: usize| -> String {
        (0..400).map(|at| format!("word{} ", (n * 37 + at * at) % 6_000)).collect()
    };
    let page = |n| source_of(&format!("/articles/{n}/"), &format!("Title {n}"), &text(n));
    (0..600).map(page).collect()
}

#[test]
fn a_large_hub_has_few_files() {
    let sources = large_hub();
    let index = make(&sources, &mut IndexCache::default());
    assert!(index.files.len() < sources.len() / 4, "{}", index.files.len());
    // Phrases are still found where no excerpt shows the text, and only in the right order.
    let phrase = |words: &str| search(&index, &format!("\"{words}\""), 5).total;
    assert_eq!((phrase("word3700 word3701 word3704"), phrase("word3701 word3700")), (1, 0));
    // Nor do sections need the text.
    let mut sources = sources;
    sources[7].heading = "Zebras at night".to_owned();
    let index = make(&sources, &mut IndexCache::default());
    let result = &search(&index, "zebra", 5).results[0];
    assert_eq!(result.sections[0].url, "/articles/7/#a");
    assert_eq!(result.excerpt, "<mark>Zebras</mark> at night");
}

#[test]
fn one_changed_page_of_a_large_hub_touches_one_file_of_texts() {
    let mut sources = large_hub();
    let mut cache = IndexCache::default();
    let before = make(&sources, &mut cache);
    sources[200].text.push_str(" fresh");
    let after = make(&sources, &mut cache);
    let new = |kind: &str| {
        let is_known = |name: &str| before.files.iter().any(|file| file.name == name);
        let of_kind = after.files.iter().filter(|file| file.name.starts_with(kind));
        of_kind.filter(|file| !is_known(&file.name)).count()
    };
    assert_eq!((new("t"), new("r")), (1, 0));
    assert!(new("w") <= 3, "{}", new("w"));
}
