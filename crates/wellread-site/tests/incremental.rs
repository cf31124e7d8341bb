//! A rebuild with a cache gives the bytes of a clean build, whatever was edited in between.

use std::collections::BTreeMap;
use std::sync::Mutex;

use proptest::prelude::*;
use wellread_content::{BuildOptions, SourceFile, Sources};
use wellread_model::{Date, SourcePath};
use wellread_site::{BuildCache, Finished, FinishedFile, Site, build};
use xxhash_rust::xxh3::xxh3_64;

type Hub = BTreeMap<&'static str, String>;

/// The diagnostics and the files of a build.
fn built(hub: &Hub, cache: &mut BuildCache) -> (Vec<String>, Option<BTreeMap<String, Vec<u8>>>) {
    let files = hub.iter().map(|(path, text)| {
        (SourcePath::new(path), SourceFile::new(text.clone().into_bytes(), true))
    });
    let sources = Sources::new(files.collect(), Vec::new());
    let options = BuildOptions { today: Date::constant(2026, 11, 22), drafts: false };
    // A hub with errors can be shown too, as far as it could be understood.
    let resolved = Site::resolve(&sources, options, cache);
    let early: BTreeMap<String, Vec<u8>> = resolved
        .site
        .iter()
        .flat_map(|site| {
            site.paths().map(move |path| (path, site.file(path).expect("it is listed")))
        })
        .filter_map(|(path, made)| Some((path.to_owned(), made.ok()?.bytes().to_vec())))
        .collect();
    let emit = |_: &str, file| match file {
        FinishedFile::Page(hash) => hash,
        FinishedFile::Whole(content) => xxh3_64(content.bytes()),
    };
    let finished = resolved.site.map(|site| site.finish(cache, &emit, &|| false));
    let checked = build(&sources, options, cache, &|_, content| content.bytes().to_vec());
    let reported = checked.diagnostics.iter().map(|one| format!("{one:?}")).collect();
    if let Some(output) = &checked.value {
        // A file that is rendered alone is the same as in a whole build.
        assert!(early.iter().eq(output.files.iter().filter(|(path, _)| early.contains_key(*path))));
        assert!(early.contains_key("index.html"));
        // So is a page that was not rendered again.
        let Some(Finished::Complete(finished)) = finished else { panic!("the hub has no errors") };
        let hash = |(path, bytes): (&String, &Vec<u8>)| (path.clone(), xxh3_64(bytes));
        assert_eq!(finished.files, output.files.iter().map(hash).collect());
    }
    (reported, checked.value.map(|output| output.files))
}

fn start() -> Hub {
    BTreeMap::from([
        ("site.toml", "title = \"Hub\"\nbase_url = \"https://hub.test/hub/\"\n".to_owned()),
        (
            "content/articles/a.md",
            article("A", "The IEP team meets. See [b](b.md#why) and [[IDEA]]."),
        ),
        (
            "content/articles/b.md",
            article("B", "## Why\n\nAn aide helps with the IEP.[^1]\n\n[^1]: A note."),
        ),
        ("content/glossary/iep.md", term("IEP", "[]", "A plan.")),
        ("content/glossary/idea.md", term("IDEA", "[]", "A law about the IEP.")),
        ("content/topics/school.md", "---\ntitle: School\n---\n".to_owned()),
        ("content/resources/place.md", place("phone: 303-446-2210")),
        ("content/packets/pack.md", packet("[articles/b, glossary/iep, resources/place]")),
    ])
}

fn article(title: &str, body: &str) -> String {
    format!("---\ntitle: {title}\ntopics: [school]\n---\n\n{body}\n")
}

fn term(name: &str, aliases: &str, definition: &str) -> String {
    format!("---\nterm: {name}\naliases: {aliases}\n---\n\n{definition}\n")
}

fn packet(pages: &str) -> String {
    format!("---\ntitle: Pack\npages: {pages}\n---\n\nFor the IEP team.\n")
}

fn place(facts: &str) -> String {
    format!("---\ntitle: Place\nurl: https://place.test/\n{facts}\n---\n")
}

/// One edit: a file and its new text, or `None` to delete it.
fn edit() -> impl Strategy<Value = (&'static str, Option<String>)> {
    let bodies = prop::sample::select(vec![
        "The IEP team meets.",
        "An aide and [[IEP]].",
        "## Why\n\nText about IDEA and the plan.",
        "See [a](a.md) and [b](b.md#why).",
        "The [[plan]], the [[glossary/aide]] and [[aides]].",
        "*Aides* and PLANS, for an `aide`.",
        "Call [[place:phone]] or [[place:hours]], an IEP.",
        "Call [[contact:phone]] or [[place:url|write]].",
        "See [own](/packets/make/), [old](/old/) or <https://hub.test/hub/older/>.",
        "",
        "<div>unclosed",
    ]);
    let titles = prop::sample::select(vec!["A", "B", "Other", "IEP"]);
    let aliases = prop::sample::select(vec![
        "[]",
        "[plan]",
        "[aide]",
        "[plan, aide]",
        "[IEP team]",
        "[aides]\nplural: none",
        "[PLAN]\ncase: exact",
        "[plan]\nplural: [helpers]",
    ]);
    let definitions = prop::sample::select(vec!["A plan.", "A law.", "Written for the aide."]);
    prop_oneof![
        (prop::sample::select(vec!["content/articles/a.md", "content/articles/b.md", "content/articles/c.md"]), titles, bodies)
            .prop_map(|(path, title, body)| (path, Some(article(title, body)))),
        (prop::sample::select(vec![("content/glossary/iep.md", "IEP"), ("content/glossary/idea.md", "IDEA"), ("content/glossary/aide.md", "aide")]), aliases, definitions)
            .prop_map(|((path, name), aliases, definition)| (path, Some(term(name, aliases, definition)))),
        prop::sample::select(vec!["content/articles/a.md", "content/articles/c.md", "content/glossary/idea.md", "content/glossary/aide.md", "content/topics/school.md"])
            .prop_map(|path| (path, None)),
        prop::sample::select(vec!["phone: 303-446-2210", "phone: 303-446-2211", "hours: Mornings"])
            .prop_map(|facts| ("content/resources/place.md", Some(place(facts)))),
        prop::sample::select(vec!["[articles/b, articles/a]", "[IEP, glossary/idea, articles/b]", "[articles/c]"])
            .prop_map(|pages| ("content/packets/pack.md", Some(packet(pages)))),
        prop::sample::select(vec!["303-446-2212", "303-446-2213"]).prop_map(|phone| (
            "site.toml",
            Some(format!("title = \"Hub\"\nbase_url = \"https://hub.test/hub/\"\n[contact]\nphone = \"{phone}\"\n")),
        )),
        prop::sample::select(vec!["/old/", "/older/"]).prop_map(|old| (
            "content/topics/school.md",
            Some(format!("---\ntitle: School\nredirect_from: {old}\n---\n")),
        )),
        prop::sample::select(vec!["true", "false"]).prop_map(|make| (
            "site.toml",
            Some(format!("title = \"Hub\"\nbase_url = \"https://hub.test/hub/\"\n[packets]\nmake = {make}\n")),
        )),
        prop::sample::select(vec!["page", "all", "none", "section"]).prop_map(|link| (
            "site.toml",
            Some(format!("title = \"Hub\"\nbase_url = \"https://hub.test/hub/\"\n[terms]\nlink = \"{link}\"\n")),
        )),
        prop::sample::select(vec!["en", "es"]).prop_map(|language| (
            "site.toml",
            Some(format!("title = \"Hub\"\nbase_url = \"https://hub.test/\"\nlanguage = \"{language}\"\n")),
        )),
        prop::sample::select(vec!["{{ page.title }}", "{{ page.nothing }}", "{{"])
            .prop_map(|template| ("themes/default/templates/page.html", Some(template.to_owned()))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_cache_changes_nothing(edits in prop::collection::vec(edit(), 1..8)) {
        let mut hub = start();
        let mut cache = BuildCache::for_rebuilding();
        built(&hub, &mut cache);
        for (path, text) in edits {
            match text {
                Some(text) => {
                    hub.insert(path, text);
                }
                None => {
                    hub.remove(path);
                }
            }
            prop_assert_eq!(built(&hub, &mut cache), built(&hub, &mut BuildCache::default()));
        }
    }
}

#[test]
fn what_revives_a_dead_link_elsewhere_is_noticed() {
    let settings = "title = \"Hub\"\nbase_url = \"https://hub.test/hub/\"\n";
    let make = format!("{settings}[packets]\nmake = true\n");
    let old = |old: &str| format!("---\ntitle: School\nredirect_from: {old}\n---\n");
    for (body, path, alive, dead) in [
        ("[Make one](/packets/make/)", "site.toml", make, settings.to_owned()),
        ("<https://hub.test/hub/old/>", "content/topics/school.md", old("/old/"), old("/other/")),
        // Still dead, but with another suggestion.
        ("[The old page](/old/)", "content/topics/school.md", old("/old/"), old("/other/")),
    ] {
        let mut hub = start();
        hub.insert("content/articles/a.md", article("A", body));
        let mut cache = BuildCache::for_rebuilding();
        let mut reports = Vec::new();
        for text in [&dead, &alive, &dead] {
            hub.insert(path, text.clone());
            let rebuilt = built(&hub, &mut cache);
            assert_eq!(rebuilt, built(&hub, &mut BuildCache::default()), "{body}");
            reports.push(rebuilt.0);
        }
        assert_ne!(reports[0], reports[1], "{body}");
        assert_eq!(reports[0], reports[2], "{body}");
    }
}

#[test]
fn a_new_number_reaches_the_pages_that_show_it() {
    let settings = |phone: &str| {
        format!(
            "title = \"Hub\"\nbase_url = \"https://hub.test/\"\n[contact]\nphone = \"{phone}\"\n"
        )
    };
    let mut hub = start();
    hub.insert("site.toml", settings("303-446-2212"));
    hub.insert("content/articles/a.md", article("A", "Call [[place:phone]]."));
    hub.insert("content/articles/b.md", article("B", "Call [[contact:phone]]."));
    let mut cache = BuildCache::for_rebuilding();
    built(&hub, &mut cache);
    for (path, text, page, number) in [
        ("content/resources/place.md", place("phone: 303-446-2211"), "a", "303-446-2211"),
        ("site.toml", settings("303-446-2213"), "b", "303-446-2213"),
    ] {
        hub.insert(path, text);
        let rebuilt = built(&hub, &mut cache);
        let html = &rebuilt.1.as_ref().unwrap()[&format!("articles/{page}/index.html")];
        assert!(String::from_utf8_lossy(html).contains(number), "{page}");
        assert_eq!(rebuilt, built(&hub, &mut BuildCache::default()), "{path}");
    }
}

#[test]
fn every_file_is_emitted_once() {
    let paths: Vec<String> =
        (0..40).map(|number| format!("content/articles/x{number}.md")).collect();
    // Pages whose texts are the same share a file of the search index.
    let same: Vec<(&str, String)> =
        paths.iter().map(|path| (&**path, article("X", "The same."))).collect();
    let files = start()
        .into_iter()
        .chain(same)
        .map(|(path, text)| (SourcePath::new(path), SourceFile::new(text.into_bytes(), true)));
    let sources = Sources::new(files.collect(), Vec::new());
    let options = BuildOptions { today: Date::constant(2026, 11, 22), drafts: false };
    let emitted = Mutex::new(Vec::new());
    let built = build(&sources, options, &mut BuildCache::default(), &|path, _| {
        emitted.lock().unwrap().push(path.to_owned());
    });
    let mut emitted = emitted.into_inner().unwrap();
    emitted.sort();
    let files: Vec<String> = built.value.unwrap().files.into_keys().collect();
    assert_eq!(emitted, files);
}
