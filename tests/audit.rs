//! What `wellread audit` lists, and what it leaves alone.

mod calendar;
mod errors;
mod texts;
mod warnings;

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::program::{Hub, all};

const DAY: &str = "2026-11-22";

/// The items of an audit on the day of these tests.
fn items(hub: &Hub, arguments: &[&str]) -> Vec<Value> {
    let arguments = [&["audit", "--format", "json", "--date", DAY], arguments].concat();
    let output = hub.run(&arguments);
    assert!(output.status.success(), "{}", all(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The places of the items of a kind, as `file:line`.
fn places(hub: &Hub, kind: &str) -> Vec<String> {
    let items = items(hub, &["--kind", kind]);
    let place = |one: &Value| {
        assert_eq!(one["kind"], kind);
        for field in ["about", "why", "step"] {
            assert!(one[field].as_str().is_some_and(|text| text.len() > 3), "{one}");
        }
        let line = one["line"].as_u64().map_or_else(String::new, |line| format!(":{line}"));
        format!("{}{line}", one["file"].as_str().unwrap())
    };
    items.iter().map(place).collect()
}

/// The steps of the items of a kind.
fn steps(hub: &Hub, kind: &str) -> Vec<String> {
    let items = items(hub, &["--kind", kind]);
    items.iter().map(|one| one["step"].as_str().unwrap().to_owned()).collect()
}

/// A file with this front matter and text.
fn file(hub: &Hub, path: &str, front: &str, text: &str) {
    hub.write(path, &format!("---\n{front}\n---\n{text}\n"));
}

/// Adds lines at the top of `site.toml`, or sections at its end.
fn settings(hub: &Hub, top: &str, end: &str) {
    let settings = "title = \"Hub\"\nbase_url = \"https://hub.test/\"\n";
    let line = "\n[[crisis]]\nname = \"Line\"\nphone = \"988\"\nchecked = 2026-11-01\n";
    hub.write("site.toml", &format!("{top}{settings}{line}{end}"));
}

#[test]
fn numbers_are_verified_every_three_months_and_the_rest_every_year() {
    let hub = Hub::new();
    settings(&hub, "", "");
    let resource = |name: &str, ways: &str, checked: &str| {
        let front = format!("title: The {name} office\n{ways}\n{checked}");
        file(&hub, &format!("content/resources/{name}.md"), &front, "Help.");
    };
    resource("fresh", "phone: 303-444-7001", "checked: 2026-08-23");
    resource("stale", "phone: 303-444-7002", "checked: 2026-08-22");
    resource("text", "text_phone: \"741741\"", "");
    resource("place", "locations: [{ name: East, phone: 303-444-7003 }]", "checked: 2026-01-01");
    resource("site", "url: https://www.cdc.gov/", "checked: 2025-11-23");
    resource("old", "url: https://www.cdc.gov/old", "checked: 2025-11-22");
    assert_eq!(
        places(&hub, "phone-number"),
        [
            "content/resources/text.md:2",
            "content/resources/place.md:4",
            "content/resources/stale.md:4"
        ]
    );
    assert_eq!(places(&hub, "resource"), ["content/resources/old.md:4"]);
    let steps = steps(&hub, "phone-number");
    assert!(steps[0].ends_with("Then add to its settings  checked: 2026-11-22"), "{steps:?}");
    assert!(steps[2].starts_with("Call 303-444-7002,"), "{steps:?}");
    let website = &items(&hub, &["--kind", "resource"])[0]["step"];
    let website = website.as_str().unwrap();
    assert!(website.starts_with("Look at https://www.cdc.gov/old and compare"), "{website}");
    // The very line is all that it takes.
    resource("stale", "phone: 303-444-7002", "checked: 2026-11-22");
    assert_eq!(places(&hub, "phone-number").len(), 2);
}

#[test]
fn no_one_is_asked_to_call_a_fax() {
    let hub = Hub::new();
    settings(&hub, "", "");
    let numbers = "title: An office\nphone:\n  - { label: Fax, number: 303-446-7001 }";
    file(&hub, "content/resources/office.md", numbers, "An office.");
    assert_eq!(places(&hub, "resource"), ["content/resources/office.md:2"]);
    assert_eq!(items(&hub, &["--kind", "resource"])[0]["page"], "/resources/office/");
    assert_eq!(places(&hub, "phone-number"), Vec::<String>::new());
    let both = format!("{numbers}\n  - 303-446-7002");
    file(&hub, "content/resources/office.md", &both, "An office.");
    let [step] = &*steps(&hub, "phone-number") else { panic!("one number is to be called") };
    assert!(step.starts_with("Call 303-446-7002, and ask whether all that"), "{step}");
}

#[test]
fn facts_on_several_pages_name_them() {
    let hub = Hub::new();
    settings(&hub, "", "");
    let front = "title: Parent Line West\nphone: 303-444-7001\nchecked: 2026-01-05";
    file(&hub, "content/resources/line.md", front, "A line.");
    hub.article("a", "Call [[line:phone]].");
    assert_eq!(places(&hub, "shared-fact"), Vec::<String>::new());
    assert_eq!(places(&hub, "phone-number").len(), 1);
    hub.article("b", "Call [[line:phone]] or [[line:phone]].");
    let found = items(&hub, &["--kind", "shared-fact"]);
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0]["details"][0],
        "2 pages show its facts: content/articles/a.md, content/articles/b.md"
    );
    assert_eq!(found[0]["due"], "2026-04-05");
}

#[test]
fn crisis_lines_come_first() {
    let hub = Hub::new();
    // `Hub::new` has a line without a day.
    assert_eq!(places(&hub, "crisis-line"), ["site.toml:4"]);
    let first = &items(&hub, &[])[0];
    assert_eq!((&first["kind"], &first["owners"]), (&"crisis-line".into(), &Value::Array(vec![])));
    settings(&hub, "", "");
    assert_eq!(places(&hub, "crisis-line"), Vec::<String>::new());
    // With a resource of its own, that is verified.
    hub.write("site.toml", &fs_text(&hub, "site.toml").replace("checked = 2026-11-01\n", ""));
    let front = "title: The Lifeline Office\nphone: 988\nchecked: 2026-11-01";
    file(&hub, "content/resources/line.md", front, "A line.");
    assert_eq!(places(&hub, "crisis-line"), Vec::<String>::new());
    let stale = front.replace("2026-11", "2026-07");
    file(&hub, "content/resources/line.md", &stale, "A line.");
    assert_eq!(places(&hub, "crisis-line"), ["content/resources/line.md:4"]);
    // So is another line of that number, and a number that the two files write in two ways.
    let more = "\n[[crisis]]\nname = \"En español\"\nphone = \"988\"\n\
                \n[[crisis]]\nname = \"Third\"\nphone = \"+1 303-446-7000\"\n";
    hub.write("site.toml", &(fs_text(&hub, "site.toml") + more));
    let third = "title: Third\nphone: 303-446-7000\nchecked: 2026-11-01";
    file(&hub, "content/resources/third.md", third, "A line.");
    assert_eq!(places(&hub, "crisis-line"), ["content/resources/line.md:4"]);
    // A day to come is an error, as anywhere.
    let late = fs_text(&hub, "site.toml") + "checked = 2027-05-01\n";
    hub.write("site.toml", &late);
    assert!(all(&hub.run(&["check", "--date", DAY])).contains("a day that has not come yet"));
}

fn fs_text(hub: &Hub, path: &str) -> String {
    std::fs::read_to_string(hub.path(path)).unwrap()
}

#[test]
fn reviews_are_due_and_missing_where_the_hub_asks_for_them() {
    let hub = Hub::new();
    settings(&hub, "", "");
    let article = |name: &str, front: &str| {
        let front = format!("title: The {name} page\n{front}");
        file(&hub, &format!("content/articles/{name}.md"), &front, "Text.");
    };
    article("own", "reviewed: 2026-01-01\nreview_every: 6 months");
    article("hub", "reviewed: 2025-11-01");
    article("fresh", "reviewed: 2026-11-01");
    article("never", "published: 2026-01-01");
    file(&hub, "content/glossary/plan.md", "term: yearly plan\nreviewed: 2024-01-01", "A plan.");
    assert_eq!(places(&hub, "review-due"), ["content/articles/own.md:3"]);
    assert_eq!(places(&hub, "review-missing"), Vec::<String>::new());
    settings(&hub, "", "\n[review]\nshow_missing = true\n");
    let missing = ["a.md:2", "b.md:2", "never.md:2"].map(|one| format!("content/articles/{one}"));
    assert_eq!(places(&hub, "review-missing"), missing);
    settings(&hub, "", "\n[review]\nevery = \"1 year\"\n");
    assert_eq!(
        places(&hub, "review-due"),
        ["content/glossary/plan.md:3", "content/articles/own.md:3", "content/articles/hub.md:3"]
    );
    assert_eq!(
        places(&hub, "review-missing"),
        ["content/articles/a.md:2", "content/articles/b.md:2", "content/glossary/iep.md:2"]
    );
    // Only an article shows who has reviewed it.
    let asked: Vec<bool> =
        steps(&hub, "review-missing").iter().map(|one| one.contains("reviewers: [")).collect();
    assert_eq!(asked, [true, true, false]);
    // A text that asks for reviews itself is listed in any hub.
    settings(&hub, "", "");
    article("asks", "review_every: 6 months");
    file(&hub, "content/letters/to.md", "title: To\nreview_every: 1 year", "Dear {{name}},");
    file(&hub, "content/letters/read.md", "title: Read\nreviewed: 2026-11-01", "Dear {{name}},");
    let asking = ["content/articles/asks.md:2", "content/letters/to.md:2"];
    assert_eq!(places(&hub, "review-missing"), asking);
    let missing = &items(&hub, &["--kind", "review-missing"])[0];
    let about = "\"The asks page\" has `review_every` and was never reviewed.";
    assert_eq!(missing["about"], about);
    let step = missing["step"].as_str().unwrap();
    assert!(step.contains("add to its settings  reviewed: 2026-11-22  and"), "{step}");
    article("asks", "review_every: 6 months\nreviewed: 2026-11-22");
    hub.remove("content/letters/to.md");
    assert_eq!(places(&hub, "review-missing"), Vec::<String>::new());
    settings(&hub, "", "\n[review]\nevery = \"1 year\"\n");
    // What the build's line points to, it does not tell.
    let built = all(&hub.run(&["build", "--date", DAY]));
    assert!(!built.contains("review-overdue"), "{built}");
    assert!(
        built.contains("1 more warning is in the list of what needs a person: wellread audit"),
        "{built}"
    );
    assert!(all(&hub.run(&["build", "--all", "--date", DAY])).contains("review-overdue"));
    let checked = all(&hub.run(&["check", "--date", DAY]));
    assert!(checked.contains("No problems") && checked.contains("wellread audit"), "{checked}");
    let json = all(&hub.run(&["check", "--format", "json", "--date", DAY]));
    assert!(json.contains("review-overdue"), "{json}");
}

#[test]
fn each_item_belongs_to_someone() {
    let hub = Hub::new();
    settings(&hub, "", "\n[review]\nshow_missing = true\n");
    for (slug, name) in [("dana", "Dana Reyes"), ("sam", "Sam Lee")] {
        file(&hub, &format!("content/people/{slug}.md"), &format!("name: {name}"), "");
    }
    let article = |name: &str, front: &str| {
        let front = format!("title: The {name} page\n{front}");
        file(&hub, &format!("content/articles/{name}.md"), &front, "Text.");
    };
    article("owned", "owner: sam\nreviewers: [dana]\nauthors: [dana]");
    article("read", "reviewers: [dana]\nauthors: [sam]");
    article("written", "authors: [sam, dana]");
    let of = |name: &str| -> Vec<String> {
        let found = items(&hub, &["--owner", name, "--kind", "review-missing"]);
        found
            .iter()
            .map(|one| one["file"].as_str().unwrap().replace("content/articles/", ""))
            .collect()
    };
    assert_eq!(of("Sam Lee"), ["owned.md", "written.md"]);
    assert_eq!(of("dana"), ["read.md", "written.md"]);
    assert_eq!(of("hub"), ["a.md", "b.md"]);
    // Hubs without owners are shown how to name them.
    let missing = items(&hub, &["--kind", "review-missing"]);
    let asks_for_names = |one: &&Value| one["step"].as_str().unwrap().contains("reviewers: [");
    let nameless: Vec<&Value> =
        missing.iter().filter(asks_for_names).map(|one| &one["file"]).collect();
    let expected = ["a.md", "b.md", "written.md"].map(|one| format!("content/articles/{one}"));
    assert_eq!(nameless, expected.each_ref());
    let wrong = hub.run(&["audit", "--owner", "Dan"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(all(&wrong).contains("Write one of these: Dana Reyes, Sam Lee, hub"));
    // Whoever has the most harmful item is first, by kind and then by the order of the items.
    let order = || -> Vec<String> {
        let shown = all(&hub.run(&["audit", "--date", DAY]));
        let names = shown.lines().filter(|line| !line.starts_with(' '));
        names.filter_map(|line| Some(line.split_once(": ")?.0.to_owned())).take(3).collect()
    };
    assert_eq!(order(), ["The hub", "Sam Lee", "Dana Reyes"]);
    let number = "title: Line West\nphone: 303-444-7001\nowner: dana";
    file(&hub, "content/resources/line.md", number, "A line.");
    assert_eq!(order(), ["Dana Reyes", "The hub", "Sam Lee"]);
    hub.remove("content/resources/line.md");
    // Who looks after it must be someone.
    article("owned", "owner: sum");
    assert!(all(&hub.run(&["check"])).contains("Did you mean `sam`?"));
}

#[test]
fn a_lost_address_stays_until_it_leads_somewhere_or_is_given_up() {
    let hub = Hub::new();
    settings(&hub, "", "");
    for number in 1..=6 {
        hub.article(&format!("p{number}"), &format!("Text {number}."));
    }
    hub.build();
    hub.remove("content/articles/p1.md");
    hub.remove("content/articles/p2.md");
    let lost = || -> Vec<String> {
        let found = items(&hub, &["--kind", "lost-address"]);
        let address =
            |one: &Value| one["about"].as_str().unwrap().split(' ').nth(2).unwrap().to_owned();
        found.iter().map(address).collect()
    };
    let both = ["/articles/p1/", "/articles/p2/"];
    assert_eq!(lost(), both);
    // The build says it once; the audit goes on.
    for _ in 0..3 {
        hub.build();
        assert_eq!(lost(), both);
    }
    let given_up = "gone = [\"/articles/p1/\"]\n";
    let steps = steps(&hub, "lost-address");
    assert!(steps[0].contains(given_up.trim()), "{steps:?}");
    settings(&hub, given_up, "");
    assert_eq!(lost(), ["/articles/p2/"]);
    file(&hub, "content/articles/p3.md", "title: The p3\nredirect_from: /articles/p2/", "Text 3.");
    assert_eq!(lost(), Vec::<String>::new());
    hub.build();
    // What is given up and yet there would hide its next loss.
    hub.article("p1", "Text 1.");
    let warned = all(&hub.run(&["check"]));
    assert!(warned.contains("The site has /articles/p1/, so it is not gone."), "{warned}");
    // What came back and goes again is lost again.
    settings(&hub, "", "");
    hub.build();
    hub.remove("content/articles/p1.md");
    assert_eq!(lost(), ["/articles/p1/"]);
    // The next record has what the one before had, also if nothing was given up.
    hub.build();
    hub.article("p7", "Text 7.");
    hub.build();
    assert_eq!(lost(), ["/articles/p1/"]);
}

#[test]
fn pages_out_of_sight_are_listed() {
    let hub = Hub::new();
    settings(&hub, "", "");
    let article = |name: &str, front: &str, text: &str| {
        let front = format!("title: The {name} page\n{front}");
        file(&hub, &format!("content/articles/{name}.md"), &front, text);
    };
    article("start", "related: [below]\ntopics: [school]", "See [it](linked.md#x) and [[Named]].");
    article("linked", "", "Text.\n\n## X {#x}\n\nMore.");
    article("named", "", "See [itself](named.md).");
    file(
        &hub,
        "content/articles/named.md",
        "title: Named",
        "Text [here](#x).\n\n## X {#x}\n\nMore.",
    );
    article("below", "", "Other text.");
    article("alone", "", "Yet another, see [me](alone.md).");
    file(
        &hub,
        "content/resources/fact.md",
        "title: Fact Office\nphone: 303-444-7000",
        "An office.",
    );
    file(&hub, "content/resources/lone.md", "title: Lone Office\nphone: 303-444-7009", "One more.");
    file(&hub, "content/pages/imprint.md", "title: Imprint", "Who we are.");
    article("calls", "topics: [school]", "Call [[fact:phone]].");
    // `a` links to `b`; nothing links to `a`.
    let unlinked =
        ["content/articles/a.md:2", "content/articles/alone.md:2", "content/resources/lone.md:2"];
    assert_eq!(places(&hub, "unlinked"), unlinked);
    // The step works as written.
    let steps = steps(&hub, "unlinked");
    let link = steps[1].split("  ").find(|part| part.starts_with("[[")).unwrap();
    article("calls", "topics: [school]", &format!("Call [[fact:phone]]. {link}"));
    assert_eq!(places(&hub, "unlinked").len(), 2);
}

#[test]
fn drafts_are_old_by_the_days_in_them() {
    let hub = Hub::new();
    settings(&hub, "", "");
    let draft = |name: &str, front: &str| {
        let front = format!("title: The {name} page\ndraft: true\n{front}");
        file(&hub, &format!("content/articles/{name}.md"), &front, "Text.");
    };
    file(&hub, "content/people/sam.md", "name: Sam Lee", "");
    draft("old", "updated: 2026-05-21\nauthors: [sam]");
    draft("fresh", "updated: 2026-05-22");
    draft("touched", "published: 2020-01-01\nreviewed: 2026-11-01");
    draft("undated", "");
    assert_eq!(places(&hub, "old-draft"), ["content/articles/old.md"]);
    assert_eq!(items(&hub, &["--kind", "old-draft"])[0]["owners"][0], "Sam Lee");
    assert_eq!(items(&hub, &["--kind", "old-draft", "--drafts"]).len(), 1);
}

#[test]
fn warnings_that_belong_here_and_accepted_ones_are_listed() {
    let hub = Hub::new();
    settings(
        &hub,
        "",
        "\n[contact]\nname = \"Your clinic\"\n\n[check]\naccept = [\"unused-file\"]\n",
    );
    hub.write("content/articles/left.png", "not used");
    file(
        &hub,
        "content/articles/a.md",
        "title: The a\naccept: [unused-footnote]",
        "A.\n\n[^x]: Unused.",
    );
    file(&hub, "content/articles/c.md", "title: The b", "Other words stand in this one.");
    // A translation may have the title of its original.
    file(&hub, "content/articles/es-b.md", "title: The b\nlanguage: es", "Otras palabras.");
    file(&hub, "content/glossary/make.md", "term: make", "To build something.");
    hub.article("b", "They make things, and make more.");
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\"/>";
    hub.write("content/articles/pic/photo.svg", svg);
    file(&hub, "content/articles/pic/index.md", "title: Pic", "![IMG_2034](photo.svg)");
    assert_eq!(places(&hub, "placeholder"), ["site.toml:10"]);
    assert_eq!(places(&hub, "everyday-word"), ["content/glossary/make.md:2"]);
    assert_eq!(places(&hub, "picture-text"), ["content/articles/pic/index.md:4"]);
    let [twin] = &*items(&hub, &["--kind", "duplicate"]) else { panic!("b and c are twins") };
    let about = twin["about"].as_str().unwrap();
    let (file, other) = ("content/articles/c.md", "content/articles/b.md");
    assert_eq!(twin["file"], file);
    assert_eq!(about, format!("Another article is called \"The b\" too: {other}."));
    let accepted = items(&hub, &["--kind", "accepted"]);
    let about: Vec<&str> = accepted.iter().map(|one| one["about"].as_str().unwrap()).collect();
    assert!(about[0].starts_with("`unused-footnote` hides 1 warning"), "{about:?}");
    assert!(about[1].starts_with("`unused-file` hides 1 warning"), "{about:?}");
    // A build still tells what may be wrong on a page, and which terms it does not link.
    let built = all(&hub.run(&["build", "--date", DAY]));
    let is_told = |code: &str| built.contains(&format!("[{code}]"));
    assert!(["placeholder", "same-title", "everyday-word"].into_iter().all(is_told), "{built}");
    assert!(!is_told("picture-text"), "{built}");
}

#[test]
fn every_place_of_a_number_is_listed_when_it_is_asked_for() {
    let hub = Hub::new();
    settings(&hub, "", "");
    file(&hub, "content/resources/line.md", "title: Line West\nphone: 303-444-7001", "A line.");
    hub.article("a", "Call [[line:phone]] or 303-444-7001.");
    let numbers = places(&hub, "numbers");
    assert_eq!(
        numbers,
        [
            "content/articles/a.md:4",
            "content/articles/a.md:4",
            "content/resources/line.md:3",
            "site.toml:6"
        ]
    );
    assert!(items(&hub, &[]).iter().all(|one| one["kind"] != "numbers"));
    // What is in a comment reaches no family.
    let commented = "#phone = \"303-444-7001\"\n#[contact]\n#phone = \"303-444-7002\"\n";
    hub.write("site.toml", &(fs_text(&hub, "site.toml") + commented));
    let front = "title: Line West # once 303-444-7003\nphone: 303-444-7001 # 303-444-7004";
    let text = "A line. <!-- 303-444-7001 --> %% 303-444-7001 %% `303-444-7001`\n\n<!--\n303-444-7001\n-->";
    file(&hub, "content/resources/line.md", front, text);
    assert_eq!(
        places(&hub, "numbers"),
        [
            "content/articles/a.md:4",
            "content/articles/a.md:4",
            "content/resources/line.md:3",
            "content/resources/line.md:5",
            "site.toml:6"
        ]
    );
}

#[test]
fn what_is_due_today_is_listed_today() {
    let hub = Hub::new();
    let line = "checked = 2026-11-01";
    settings(&hub, "", "");
    hub.write("site.toml", &fs_text(&hub, "site.toml").replace(line, "checked = 2026-08-27"));
    let article = "title: The plan\nreviewed: 2026-05-27\nreview_every: 6 months";
    file(&hub, "content/articles/plan.md", article, "Text.");
    let shown = |day: &str| all(&hub.run(&["audit", "--date", day]));
    let before = shown("2026-11-26");
    assert!(before.contains("Next: \"Line\", on 2026-11-27."), "{before}");
    assert!(!before.contains("was reviewed") && !before.contains("Crisis lines"), "{before}");
    let on_day = shown("2026-11-27");
    assert!(on_day.contains("\"The plan\" was reviewed on 2026-05-27; due today."), "{on_day}");
    assert!(on_day.contains("\"Line\" was verified on 2026-08-27."), "{on_day}");
    let after = shown("2026-11-28");
    assert!(after.contains("2026-05-27; due since 2026-11-27."), "{after}");
}
