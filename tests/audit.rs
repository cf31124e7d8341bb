//! What `wellread audit` lists, and what it leaves alone.

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
    resource("fresh", "phone: 303-444-7001", "checked: 2026-08-22");
    resource("stale", "phone: 303-444-7002", "checked: 2026-08-21");
    resource("text", "text_phone: \"741741\"", "");
    resource("place", "locations: [{ name: East, phone: 303-444-7003 }]", "checked: 2026-01-01");
    resource("site", "url: https://www.cdc.gov/", "checked: 2025-11-22");
    resource("old", "url: https://www.cdc.gov/old", "checked: 2025-11-21");
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
    // The very line is all that it takes.
    resource("stale", "phone: 303-444-7002", "checked: 2026-11-22");
    assert_eq!(places(&hub, "phone-number").len(), 2);
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
        "Its facts stand on 2 pages: content/articles/a.md, content/articles/b.md"
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
    let wrong = hub.run(&["audit", "--owner", "Dan"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(all(&wrong).contains("Write one of these: Dana Reyes, Sam Lee, hub"));
    let shown = all(&hub.run(&["audit", "--date", DAY]));
    let (sam, hub_at) = (shown.find("Sam Lee: ").unwrap(), shown.find("The hub: ").unwrap());
    assert!(shown.find("Dana Reyes: ").unwrap() < sam && sam < hub_at, "{shown}");
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
    file(&hub, "content/glossary/make.md", "term: make", "To build something.");
    hub.article("b", "They make things, and make more.");
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\"/>";
    hub.write("content/articles/pic/photo.svg", svg);
    file(&hub, "content/articles/pic/index.md", "title: Pic", "![IMG_2034](photo.svg)");
    assert_eq!(places(&hub, "placeholder"), ["site.toml:10"]);
    assert_eq!(places(&hub, "everyday-word"), ["content/glossary/make.md:2"]);
    assert_eq!(places(&hub, "picture-text"), ["content/articles/pic/index.md:4"]);
    assert_eq!(places(&hub, "duplicate").len(), 1);
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
fn abbreviations_are_in_capitals_and_of_no_resource() {
    let hub = Hub::new();
    settings(&hub, "", "");
    file(
        &hub,
        "content/resources/peak.md",
        "title: PEAK Parent Center\nphone: 303-444-7000",
        "Help.",
    );
    let text = "Ask the BOE or PEAK. A PsyD and EdReg know the IEP.";
    for name in ["a", "b", "c"] {
        hub.article(name, text);
    }
    let steps = steps(&hub, "abbreviation");
    assert_eq!(steps.len(), 2, "{steps:?}");
    assert!(steps.iter().any(|one| one.contains("wellread new term \"BOE\"")), "{steps:?}");
    assert!(steps.iter().any(|one| one.contains("aliases: [PEAK]")), "{steps:?}");
    // The step works as written.
    let front = "title: PEAK Parent Center\nphone: 303-444-7000\naliases: [PEAK]";
    file(&hub, "content/resources/peak.md", front, "Help.");
    assert_eq!(places(&hub, "abbreviation").len(), 1);
}

#[test]
fn hard_texts_are_shown_in_sentences() {
    let hub = Hub::new();
    settings(&hub, "", "");
    let hard = "Prior to the commencement of an individualized evaluation, the administration must \
                necessarily disseminate documentation that enumerates procedural considerations. ";
    let easy = "Ask the school. Write it down. You may bring a friend to help you. ";
    hub.article("hard", &format!("{}{easy}", hard.repeat(4)));
    hub.article("one", &format!("{hard}\n\n{}", easy.repeat(12)));
    hub.article("easy", &easy.repeat(12));
    hub.article(
        "code",
        &format!("{}\n\n```\n{hard}\n```\n\n## References\n\n{hard}\n", easy.repeat(9)),
    );
    assert_eq!(places(&hub, "hard-page"), ["content/articles/hard.md:4"]);
    assert_eq!(places(&hub, "hard-sentence"), ["content/articles/one.md:4"]);
    let found = &items(&hub, &["--kind", "hard-sentence"])[0];
    let detail = found["details"][0].as_str().unwrap();
    assert!(detail.starts_with("\"Prior to the commencement"), "{detail}");
    assert!(detail.contains("for \"prior to\" write \"before\""), "{detail}");
    assert!(detail.contains("long words: "), "{detail}");
    // With another target, more pages are above it.
    let fair = "The school must answer your letter within sixty days of the day on which it was \
                received by the office, and it has to tell you in writing what it will do then. ";
    hub.article("fair", &fair.repeat(3));
    assert_eq!(places(&hub, "hard-page").len(), 1);
    settings(&hub, "", "\n[reading]\ntarget = \"easy\"\n");
    assert!(places(&hub, "hard-page").contains(&"content/articles/fair.md:4".to_owned()));
    settings(&hub, "language = \"fr\"\n", "");
    assert_eq!(places(&hub, "hard-page"), Vec::<String>::new());
}

#[test]
fn a_page_that_has_become_harder_since_its_review_is_listed() {
    let hub = Hub::new();
    settings(&hub, "", "");
    let easy = "Ask the school. Write it down. You may bring a friend to help you. ";
    let longer = "You may ask the school to give you the notes of the meeting on paper, and they have to \
                  send them to you within ten days of the day on which you asked for them. ";
    let article = |reviewed: &str, text: &str| {
        let front = format!("title: The meeting\nreviewed: {reviewed}");
        file(&hub, "content/articles/meeting.md", &front, text);
    };
    let past = || fs_text(&hub, "last-reviews.txt");
    let listed = |day: &str| -> Vec<Value> {
        let list = hub.run(&["audit", "--kind", "harder-page", "--format", "json", "--date", day]);
        serde_json::from_slice(&list.stdout).unwrap()
    };
    let (was, is) = (easy.repeat(6), format!("{}{}", easy.repeat(3), longer.repeat(4)));
    article("2026-11-01", &was);
    assert_eq!(listed(DAY), Vec::<Value>::new());
    assert!(past().contains("\n2026-11-01 18 "), "{}", past());
    let stored = past();

    // The same review, another text.
    article("2026-11-01", &is);
    let found = listed(DAY);
    let [item] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((&item["line"], &item["column"]), (&5.into(), &202.into()), "{item}");
    let about = item["about"].as_str().unwrap();
    assert!(
        about.starts_with("\"The meeting\" is harder to read than at its review on 2026-11-01")
    );
    assert!(about.contains("a sentence has 14 words on average, and had 5"), "{about}");
    assert!(item["details"][0].as_str().unwrap().starts_with("\"You may ask the school"), "{item}");
    assert_eq!(past(), stored);
    assert_eq!(listed(DAY).len(), 1);
    // It is one item, not also one for its sentences.
    assert_eq!(places(&hub, "hard-sentence"), Vec::<String>::new());

    // The step works as written, on the day itself and later.
    let step = item["step"].as_str().unwrap();
    assert!(step.ends_with("  reviewed: 2026-11-22"), "{step}");
    article("2026-11-22", &is);
    assert_eq!(listed(DAY), Vec::<Value>::new());
    assert_eq!(listed("2026-11-30"), Vec::<Value>::new());
    // So does the other one.
    article("2026-11-22", &was);
    assert_eq!(listed("2026-11-30"), Vec::<Value>::new());

    // A small change is none, and a text without a review has no past.
    article("2026-11-22", &format!("{}{longer}", easy.repeat(12)));
    let before = past();
    assert_eq!(listed("2026-11-30"), Vec::<Value>::new());
    // Hidden, it keeps its past; deleted, it loses it. Garbage is none.
    let draft = "title: The meeting\nreviewed: 2026-11-22\ndraft: true";
    file(&hub, "content/articles/meeting.md", draft, &was);
    assert_eq!(listed("2026-11-30"), Vec::<Value>::new());
    assert_eq!(past(), before);
    hub.remove("content/articles/meeting.md");
    listed("2026-11-30");
    assert!(!past().contains("meeting"), "{}", past());
    hub.write("last-reviews.txt", "<<<<<<< HEAD\nnot a line\n");
    article("2026-11-22", &was);
    assert_eq!(listed("2026-11-30"), Vec::<Value>::new());
    // No build reads it, or writes it.
    hub.build();
    let (site, stored) = (hub.site(), past());
    hub.write("last-reviews.txt", "2026-11-22 18 1 1 0 content/articles/meeting.md\n");
    hub.build();
    assert!(hub.site() == site);
    assert_ne!(past(), stored);
}

#[test]
fn a_hard_page_says_that_it_has_become_harder() {
    let hub = Hub::new();
    settings(&hub, "", "");
    let front = "title: The rights\nreviewed: 2026-11-01";
    let easy = "Ask the school. Write it down. You may bring a friend to help you. ";
    let hard = "Prior to the commencement of an individualized evaluation, the administration must \
                necessarily disseminate documentation that enumerates procedural considerations. ";
    file(&hub, "content/articles/rights.md", front, &easy.repeat(6));
    assert_eq!(places(&hub, "hard-page"), Vec::<String>::new());
    file(&hub, "content/articles/rights.md", front, &hard.repeat(5));
    assert_eq!(places(&hub, "harder-page"), Vec::<String>::new());
    let about = items(&hub, &["--kind", "hard-page"])[0]["about"].as_str().unwrap().to_owned();
    assert!(about.contains("It is harder to read than at its review on 2026-11-01: "), "{about}");
    assert!(about.contains("of 100 words, "), "{about}");
}

#[test]
fn a_definition_is_told_once_and_a_term_without_links_asks_for_one() {
    let hub = Hub::new();
    settings(&hub, "", "\n[review]\nshow_missing = true\nevery = \"1 year\"\n");
    let long = "A file that is written each year by the school and the parents and other people who \
                know the child well, and which says what the child will learn, what help there will \
                be, who gives it, and how all will see whether it has worked.";
    file(&hub, "content/glossary/yearly.md", "term: yearly file", long);
    file(&hub, "content/glossary/make.md", "term: make\nauto_link: false", "To build something.");
    hub.article("a", "They make a yearly file. The IEP.");
    assert_eq!(places(&hub, "definition"), ["content/glossary/yearly.md:4"]);
    assert_eq!(places(&hub, "hard-sentence"), Vec::<String>::new());
    let missing = items(&hub, &["--kind", "review-missing"]);
    assert_eq!(missing[0]["about"], "\"The a\" was never reviewed.");
    let steps = steps(&hub, "unused-term");
    let [step] = steps.as_slice() else { panic!("{steps:?}") };
    assert!(step.starts_with("Write  [[make]]  on the page that means it, or delete"), "{step}");
    hub.article("a", "They [[make]] a yearly file. The IEP.");
    assert_eq!(places(&hub, "unused-term"), Vec::<String>::new());
}

#[test]
fn an_unused_term_is_deleted_together_with_its_name_elsewhere() {
    let hub = Hub::new();
    settings(&hub, "", "");
    file(&hub, "content/glossary/spare.md", "term: spare plan", "A plan that waits.");
    let with = "term: main plan\nsee_also: [spare]";
    file(&hub, "content/glossary/main.md", with, "A plan that is used.");
    hub.article("x", "The main plan is here.");
    let steps = steps(&hub, "unused-term");
    let [step] = steps.as_slice() else { panic!("{steps:?}") };
    let deleted = "or delete the file content/glossary/spare.md";
    let named = "and its name from `see_also` in content/glossary/main.md";
    assert!(step.contains(deleted) && step.ends_with(named), "{step}");
    hub.remove("content/glossary/spare.md");
    assert_eq!(hub.run(&["audit"]).status.code(), Some(1));
    file(&hub, "content/glossary/main.md", "term: main plan", "A plan that is used.");
    assert_eq!(places(&hub, "unused-term"), Vec::<String>::new());
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
fn a_calendar_has_what_is_to_come() {
    let hub = Hub::new();
    settings(&hub, "", "");
    let front = "title: \"Line, West; and more\"\nphone: 303-444-7001\nchecked: 2026-11-01";
    file(&hub, "content/resources/line.md", front, "A line.");
    let old = "title: Old Office\nphone: 303-444-7002\nchecked: 2026-01-01";
    file(&hub, "content/resources/old.md", old, "An office.");
    let calendar = || {
        let output = hub.run(&["audit", "--format", "ics", "--date", DAY]);
        String::from_utf8(output.stdout).unwrap()
    };
    let text = calendar();
    assert_eq!(text, calendar());
    assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    assert!(text.lines().all(|line| line.len() <= 75), "{text}");
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 3);
    assert!(
        text.contains("DTSTART;VALUE=DATE:20270201\r\nSUMMARY:Look at: Line\\, West\\; and more")
    );
    // What is overdue is an event of today.
    assert!(text.contains("DTSTART;VALUE=DATE:20261122\r\nSUMMARY:Look at: Old Office"), "{text}");
    // Two lines of one name are two events.
    let second = "\n[[crisis]]\nname = \"Line\"\nphone = \"303-446-7000\"\n";
    hub.write("site.toml", &(fs_text(&hub, "site.toml") + second));
    let text = calendar();
    let ids: BTreeSet<&str> = text.lines().filter(|line| line.starts_with("UID:")).collect();
    assert_eq!((text.matches("BEGIN:VEVENT").count(), ids.len()), (4, 4), "{text}");
}

#[test]
fn the_exit_status_is_one_only_if_it_is_asked_for() {
    let hub = Hub::new();
    let status = |arguments: &[&str]| hub.run(arguments).status.code();
    assert_eq!(status(&["audit"]), Some(0));
    assert_eq!(status(&["audit", "--strict"]), Some(1));
    assert_eq!(status(&["audit", "--strict", "--kind", "old-draft"]), Some(0));
    let csv = all(&hub.run(&["audit", "--format", "csv"]));
    assert!(
        csv.starts_with("\u{feff}owner,kind,file,line,column,due,about,details,why,step"),
        "{csv}"
    );
    hub.article("a", "See [x](nowhere.md).");
    let broken = hub.run(&["audit"]);
    assert_eq!(broken.status.code(), Some(1));
    assert!(all(&broken).contains("Fix the errors first"), "{}", all(&broken));
}
